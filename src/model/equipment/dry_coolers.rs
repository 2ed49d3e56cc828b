//! Dry coolers with or without adiabatic pads: coolant to outdoor air, fans at their set point.

use super::{Balance, Effect, Signal, Situation};
use crate::fluids::Fluid;
use crate::physics::air::fan::Fan;
use crate::physics::air::state::AirState;
use crate::physics::control::setpoint::Reach;
use crate::physics::thermal::dry_cooler::{DryCooler, Inlet};
use crate::physics::thermal::pads::Pads;
use crate::physics::thermal::rejection::Operation;

/// A bank of equal coolers in parallel.
#[derive(Clone, Debug)]
pub struct Group {
    /// One cooler.
    pub cooler: DryCooler,
    /// Its fans together.
    pub fan: Fan,
    /// Wetted pads before its coil.
    pub pads: Option<Pads>,
    /// Dry bulb above which the pads run [°C].
    pub pads_above: f64,
    /// Number of coolers.
    pub count: f64,
    /// Those of them that stand still; coolant passes them as it passes the others.
    pub standing: f64,
    /// Cell in which they cool the coolant.
    pub cell: u32,
    /// Coolant.
    pub fluid: Fluid,
    /// Outlet set point [°C].
    pub supply: f64,
    /// Least air flow fraction of a running fan.
    pub least_fan: f64,
    /// Temperature below which a bypass lets nothing leave [°C].
    pub frost: f64,
    /// Warmer air drawn in again from the outlet \[K\].
    pub recirculation: f64,
}

/// Distance above the freezing point of its coolant that a cooler's bypass keeps \[K\] (assumed; makers set 2 to 5 K).
pub const FROST_GUARD: f64 = 3.0;

/// All dry coolers of a hall.
#[derive(Clone, Debug, Default)]
pub struct DryCoolers {
    /// First unit; group i is unit `first + i`.
    pub first: usize,
    /// The groups.
    pub groups: Vec<Group>,
}

/// Quantities a group reports, in order.
const QUANTITIES: [(&str, &str); 6] = [
    ("heat", "W"),
    ("fan", "1"),
    ("power", "W"),
    ("outlet_temperature", "degC"),
    ("water", "kg/s"),
    ("saturated", "1"),
];

impl Group {
    /// Coolers that work.
    fn working(&self) -> f64 {
        self.count - self.standing
    }

    /// Whether pads run at this dry bulb, with 1 K of hysteresis around the threshold.
    pub fn pads_on(&self, dry_bulb: f64, were_on: bool) -> bool {
        let threshold = self.pads_above - if were_on { 1.0 } else { 0.0 };
        self.pads.is_some() && dry_bulb > threshold
    }

    /// `run` with the bypass that keeps what leaves from freezing: it takes no more heat than brings the coolant to
    /// [`FROST_GUARD`] above its freezing point.
    fn guarded(&self, run: Operation, at: &Situation, cell: usize) -> Operation {
        let coldest = self.fluid.enthalpy(self.frost);
        let most = (-at.heat_to_reach(cell, coldest) / self.working()).max(0.0);
        Operation {
            heat: run.heat.min(most),
            ..run
        }
    }

    /// Air before the coil and the water it took [kg/kg dry air evaporated, bled].
    fn entering(&self, at: &Situation, wet: bool) -> (AirState, [f64; 2]) {
        let outdoor = at.outdoor;
        let air = AirState {
            t: outdoor.dry_bulb + self.recirculation,
            w: outdoor.humidity_ratio,
            p: outdoor.pressure,
        };
        match &self.pads {
            Some(pads) if wet => {
                let wetted = pads.wet(air, 1.0);
                (wetted.air, [wetted.evaporated, wetted.bled])
            }
            _ => (air, [0.0; 2]),
        }
    }
}

impl DryCoolers {
    /// Numbers reported by all of them.
    pub fn width(&self) -> usize {
        self.groups.len() * QUANTITIES.len()
    }

    /// Names of what each group reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(
            &names[self.first..self.first + self.groups.len()],
            &QUANTITIES,
        )
    }

    /// Decides which pads run during the step.
    pub fn stage(&self, dry_bulb: f64, staged: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            let unit = self.first + i;
            let on = group.pads_on(dry_bulb + group.recirculation, staged[unit] > 0.5);
            staged[unit] = f64::from(u8::from(on));
        }
    }

    /// Gives the coolant's heat to outdoor air.
    pub fn exchange(&self, at: &Situation, done: &mut [Option<Operation>], to: &mut Effect) {
        for (i, group) in self.groups.iter().enumerate() {
            let (unit, cell) = (self.first + i, group.cell as usize);
            let working = group.working();
            let wet = at.staged[unit] > 0.5;
            let (air, water) = group.entering(at, wet);
            let inlet = Inlet {
                t: at.inlet_t[cell],
                flow: at.flow[cell] / group.count,
                cp: at.cp[cell],
                air,
            };
            let resistance = group.pads.filter(|_| wet).map_or(0.0, |p| p.resistance);
            let most = group.fan.most_flow(resistance);
            let wanted = -at.heat_to_reach(cell, group.fluid.enthalpy(group.supply)) / working;
            let t_set = inlet.t - wanted / (inlet.flow * inlet.cp).max(1e-9);
            let range = [group.least_fan, most];
            let run = group
                .cooler
                .fan_for_outlet(&group.fan, &inlet, t_set, range, resistance);
            let run = group.guarded(run, at, cell);
            let dry_air = working * group.cooler.air_mass(&air, run.fan) * run.duty;
            let heat = working * run.heat;
            to.cell_heat[cell] = -heat;
            to.power[unit] = working * run.power;
            to.balance[unit] = Balance {
                coolant: -heat,
                outdoors: heat + at.power[unit] + at.loss[unit],
                water: dry_air * (water[0] + water[1]),
                blow_down: dry_air * water[1],
                duty: heat,
                ..Balance::default()
            };
            done[i] = Some(run);
        }
    }

    /// Writes what each group reports.
    pub fn report(
        &self,
        at: &Situation,
        done: &[Option<Operation>],
        balance: &[Balance],
        cell_h: &[f64],
        signal: &mut [f64],
    ) {
        for (i, group) in self.groups.iter().enumerate() {
            let (unit, run) = (self.first + i, done[i]);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                -balance[unit].coolant,
                run.map_or(0.0, |r| r.fan * r.duty),
                at.power[unit],
                group.fluid.temperature(cell_h[group.cell as usize]),
                balance[unit].water,
                f64::from(u8::from(run.is_some_and(|r| r.reach == Reach::AtHigh))),
            ]);
        }
    }
}
