//! Electric chiller by curves over leaving condenser water: EnergyPlus' reformulated EIR model.
//!
//! # Equations
//! x = leaving evaporator water, y = **leaving** condenser water [°C], r = Q/Q_ava the part load, C_c the capacity
//! rate of the condenser water, T_s its inlet:
//!
//! ```text
//! Q_ava = Q₀·CAPFT(x, y)                                                                    (1)
//! P     = Q_ava/COP₀·EIRFT(x, y)·EIRFPLR(y, max(r, r_unload))·min(r/r_min, 1)               (2)
//! y     = T_s + (Q + m·P)/C_c                                                               (3)
//! CAPFT, EIRFT = a₀ + a₁x + a₂x² + a₃y + a₄y² + a₅xy
//! EIRFPLR      = b₀ + b₁y + b₂y² + b₃r + b₄r² + b₅yr + b₆y³ + b₇r³ + b₈y²r + b₉yr²           (4)
//! ```
//!
//! (3) is solved with (1) and (2) by bracketing. Validity bits: 0 leaving evaporator water, 1 leaving condenser
//! water, 2 part load.
//!
//! # Units
//! W, °C, W/K.
//!
//! # Validity
//! The ranges of the curves, given with each set. Outside them [`Beyond`] decides; a curve that turns negative outside its range
//! counts as a hundredth of its rated value.
//!
//! # References
//! - EnergyPlus, *Engineering Reference* 22.1, "Electric chiller model based on condenser leaving temperature".
//! - Hydeman, Webb, Sreedharan & Blanc, "Development and testing of a reformulated regression-based electric chiller
//!   model", *ASHRAE Transactions* 108 (2002) 1118–1127.

use super::eir::{EirError, LEAST, biquadratic, check_curves, check_figures};
use super::{Beyond, Load, Sink};
use crate::physics::control::setpoint::hold;
use crate::physics::validity::Validity;

/// Most by which condenser water is taken to warm [K]: far beyond any machine's condenser.
const MOST_WARMING: f64 = 100.0;

/// A curve set and its machine, as published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reformulated {
    /// Reference cooling capacity Q₀ \[W\].
    pub capacity: f64,
    /// Reference coefficient of performance COP₀.
    pub cop: f64,
    /// CAPFT of eq. (4).
    pub cap_ft: [f64; 6],
    /// EIRFT of eq. (4).
    pub eir_ft: [f64; 6],
    /// EIRFPLR of eq. (4), in the order of EnergyPlus' `Curve:Bicubic`.
    pub eir_plr: [f64; 10],
    /// Least, unloading and largest part load.
    pub part_load: [f64; 3],
    /// Leaving evaporator water for which the curves hold [°C].
    pub leaving: [f64; 2],
    /// Leaving condenser water for which the curves hold [°C].
    pub condenser: [f64; 2],
    /// Share m of the motor's power that reaches the condenser; 1 for hermetic machines.
    pub motor_share: f64,
    /// What the curves give outside those ranges.
    pub beyond: Beyond,
}

#[inline(always)]
fn bicubic(b: &[f64; 10], y: f64, r: f64) -> f64 {
    let alone = b[0] + y * (b[1] + y * (b[2] + y * b[6])) + r * (b[3] + r * (b[4] + r * b[7]));
    (alone + y * r * (b[5] + b[8] * y + b[9] * r)).max(LEAST)
}

impl Reformulated {
    /// The set itself when its figures are possible.
    ///
    /// # Errors
    /// A figure outside what it can be, a coefficient that is no number.
    pub fn checked(self) -> Result<Self, EirError> {
        check_figures(self.capacity, self.cop, self.part_load, self.motor_share)?;
        check_curves(&[
            ("CAPFT", &self.cap_ft[..]),
            ("EIRFT", &self.eir_ft),
            ("EIRFPLR", &self.eir_plr),
        ])?;
        Ok(self)
    }

    /// Temperatures at which the curves are asked for leaving water `t_out` and condenser water leaving at `warm` [°C].
    #[inline(always)]
    fn arguments(&self, t_out: f64, warm: f64) -> (f64, f64) {
        let x = self.beyond.argument(t_out, self.leaving);
        (x, self.beyond.argument(warm, self.condenser))
    }

    /// Available cooling \[W\] at part load 1 with the condenser's water leaving at `warm` [°C], eq. (1).
    #[inline(always)]
    pub fn available(&self, t_out: f64, warm: f64) -> f64 {
        let (x, y) = self.arguments(t_out, warm);
        self.capacity * biquadratic(&self.cap_ft, x, y)
    }

    /// Power \[W\] at `cooling` \[W\] with the condenser's water leaving at `warm` [°C], eq. (2).
    #[inline(always)]
    pub fn power_at(&self, cooling: f64, t_out: f64, warm: f64) -> f64 {
        let available = self.available(t_out, warm);
        let part_load = cooling / available;
        let [least, unload, _] = self.part_load;
        let running = (part_load / least.max(1e-9)).min(1.0);
        let (x, y) = self.arguments(t_out, warm);
        let by_load = bicubic(&self.eir_plr, y, part_load.max(unload));
        let by_temperature = biquadratic(&self.eir_ft, x, y);
        available / self.cop * by_temperature * by_load * running
    }

    /// Leaving condenser water [°C] at `cooling` \[W\], a function of that very temperature, eq. (3).
    fn leaving_condenser(&self, t_out: f64, sink: Sink, cooling: impl Fn(f64) -> f64) -> f64 {
        let share = 1.0 / sink.capacity.max(1e-9);
        let miss = |warm: f64| {
            let q = cooling(warm);
            warm - sink.t - (q + self.motor_share * self.power_at(q, t_out, warm)) * share
        };
        hold([sink.t, sink.t + MOST_WARMING], 0.0, miss).input
    }

    /// Largest cooling \[W\] at leaving water `t_out` [°C].
    pub fn most_cooling(&self, t_out: f64, sink: Sink) -> f64 {
        let most = |warm: f64| self.part_load[2] * self.available(t_out, warm);
        most(self.leaving_condenser(t_out, sink, most))
    }

    /// Power at `cooling` \[W\] and leaving water `t_out` [°C], eqs. (1) to (3).
    pub fn load(&self, cooling: f64, t_out: f64, sink: Sink) -> Load {
        let warm = self.leaving_condenser(t_out, sink, |_| cooling);
        let part_load = cooling / self.available(t_out, warm);
        let [least, _, most] = self.part_load;
        Load {
            power: self.power_at(cooling, t_out, warm),
            part_load,
            running: (part_load / least.max(1e-9)).min(1.0),
            validity: Validity::of([
                (t_out, self.leaving),
                (warm, self.condenser),
                (part_load, [0.0, most * (1.0 + 1e-9)]),
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::reference;
    use proptest::prelude::*;

    /// ReformEIRChiller McQuay WSC 471 kW, COP 5.89: a set shipped with EnergyPlus (BSD-like licence).
    const MCQUAY: Reformulated = Reformulated {
        capacity: 471_200.0,
        cop: 5.89,
        cap_ft: [
            -4.862_465e-1,
            -7.293_218e-2,
            -8.514_849e-3,
            1.463_106e-1,
            -4.474_066e-3,
            9.813_408e-3,
        ],
        eir_ft: [
            3.522_647e-1,
            -3.311_790e-2,
            -1.374_491e-4,
            3.469_525e-2,
            -3.624_458e-4,
            6.749_423e-4,
        ],
        eir_plr: [
            8.215_998e-1,
            -2.209_969e-2,
            -1.725_652e-5,
            -3.831_448e-2,
            1.896_948e-1,
            2.308_518e-2,
            0.0,
            1.349_969e-2,
            0.0,
            0.0,
        ],
        part_load: [0.10, 0.10, 1.08],
        leaving: [7.22, 12.78],
        condenser: [18.81, 35.09],
        motor_share: 1.0,
        beyond: Beyond::GoOn,
    };

    #[test]
    fn reference_point_of_the_set() {
        let power = MCQUAY.power_at(471_200.0, 8.89, 33.52);
        assert!((471_200.0 / power / 5.89 - 1.0).abs() < 5e-3, "{power}");
    }

    /// COP from the logged leaving temperatures of the peer library; left out are samples on events, and those
    /// in which the machine is too small: there the peer writes the largest part load beside the cooling at part load 1.
    #[test]
    fn cop_of_the_peer_library() {
        let Some(table) = reference::csv("plant/13_chiller_eir/dymola_ReformEIR.csv") else {
            return;
        };
        let kelvin = |name| -> Vec<f64> { table.column(name).iter().map(|t| t - 273.15).collect() };
        let (out, warm) = (kelvin("chi.TEvaLvg"), kelvin("chi.TConLvg"));
        let (plr, cop) = (table.column("chi.PLR1"), table.column("chi.COP"));
        let mut compared = 0;
        for k in 1..cop.len() - 1 {
            let held = plr[k] < MCQUAY.part_load[2] - 1e-3;
            if held && cop[k - 1] > 0.0 && cop[k] > 0.0 && cop[k + 1] > 0.0 {
                let cooling = plr[k] * MCQUAY.available(out[k], warm[k]);
                let got = cooling / MCQUAY.power_at(cooling, out[k], warm[k]);
                let off = got / cop[k] - 1.0;
                assert!(off.abs() < 1e-4, "row {k}: {got} {}", cop[k]);
                compared += 1;
            }
        }
        assert!(compared > 25, "{compared}");
    }

    proptest! {
        #[test]
        fn the_condenser_takes_all_heat(share in 0.05..1.0f64, t in 16.0..28.0f64, out in 7.5..12.5f64) {
            let sink = Sink { t, capacity: 19.24 * 4_184.0 };
            let q = share * 471_200.0;
            let load = MCQUAY.load(q, out, sink);
            let warm = t + (q + load.power) / sink.capacity;
            prop_assert!((MCQUAY.power_at(q, out, warm) / load.power - 1.0).abs() < 1e-9);
            prop_assert!(MCQUAY.most_cooling(out, sink) > 0.0);
        }
    }
}
