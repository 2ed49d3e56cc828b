//! Pumps of the facility loops, and pumps drawn into a network: shaft power warms the coolant, motors and drives warm the plant room.

use super::stores::Behind;
use super::{Balance, Effect, Reading, Signal, Situation};
use crate::fluids::Fluid;
use crate::physics::control::pressure_reset::PressureReset;
use crate::physics::electrical::{converter::Converter, motor};

/// Motor and frequency converter of one pump.
#[derive(Clone, Debug)]
pub struct Drive {
    /// Frequency converter.
    pub converter: Converter,
    /// Motor.
    pub motor: Converter,
}

impl Drive {
    /// Mains power of `running` equal drives that give `shaft` \[W\] together: \[W\].
    pub fn mains(&self, shaft: f64, running: f64) -> f64 {
        if running > 0.0 {
            running * motor::mains(&self.converter, &self.motor, shaft / running)
        } else {
            0.0
        }
    }
}

/// A pump known by its power over flow alone: P = P₀·(c₀ + c₁r + c₂r² + c₃r³), r the flow over rated flow, at most 1: the curve
/// ends at full speed (EnergyPlus, *Engineering Reference*, "Pump:VariableSpeed"). All of it warms the coolant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerCurve {
    /// Power of one pump at its rated flow P₀ \[W\].
    pub rated: f64,
    /// Rated flow of one pump [m³/s].
    pub flow: f64,
    /// c₀ to c₃.
    pub coefficients: [f64; 4],
}

impl PowerCurve {
    /// Power \[W\] at `flow` [m³/s] of one pump; none at rest.
    #[inline]
    pub fn power(&self, flow: f64) -> f64 {
        let [c0, c1, c2, c3] = self.coefficients;
        let r = (flow / self.flow).clamp(0.0, 1.0);
        if r > 0.0 {
            (self.rated * (c0 + r * (c1 + r * (c2 + r * c3)))).max(0.0)
        } else {
            0.0
        }
    }
}

/// What a steady hour knows of the hour before in a loop without volume, as EnergyPlus has it: each half of the loop, plant and
/// consumers, receives the mean of what the other half gives now and what it gave in the hour before. Heat that is missing or
/// left over between two hours counts as stored in the loop.
///
/// Reference: EnergyPlus 25.2, `HVACInterfaceManager::UpdateHalfLoopInletTemp`, the branch of no plant loop volume. With a
/// volume that program has no such lag, nor at short time steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lag {
    /// Cell behind the last of the plant, where the mean of the supply is made; that of the return is made in the pumps'.
    pub behind: u32,
    /// What of the plant stands before that cell, so that it is evaluated after that.
    pub after: Behind,
    /// Place among the state's lags.
    pub place: usize,
}

impl Lag {
    /// Heat \[W\] that turns `flow` [kg/s] at `h` [J/kg] into its mean with what came `before`.
    fn heat(flow: f64, h: f64, before: f64) -> f64 {
        0.5 * flow * (before - h)
    }
}

/// Pump group of one loop.
#[derive(Clone, Debug)]
pub struct Group {
    /// Link of the pumps.
    pub link: u32,
    /// Cell that takes their shaft power.
    pub cell: u32,
    /// Drive of one pump.
    pub drive: Drive,
    /// Power over flow, where that alone is known.
    pub curve: Option<PowerCurve>,
    /// How their differential pressure follows the flow.
    pub reset: Option<PressureReset>,
    /// Pumps that run.
    pub running: f64,
    /// Their least speed over rated speed [0 to 1].
    pub least_speed: f64,
    /// Last cell of the plant: what leaves it is the loop's supply.
    pub last: u32,
    /// Coolant.
    pub fluid: Fluid,
    /// Set point of the supply [°C].
    pub supply: f64,
    /// What a steady hour knows of the hour before; nothing where `None`.
    pub lag: Option<Lag>,
}

impl Group {
    /// What of `mains` \[W\] reaches the coolant \[W\].
    fn shaft(&self, mains: f64, reading: &Reading) -> f64 {
        if self.curve.is_some() {
            mains
        } else {
            reading.shaft_power[self.link as usize]
        }
    }

    /// The lag, its cells' outlets in the hour before [J/kg]: return, supply. A step with a length has none.
    fn lagging(&self, at: &Situation) -> Option<(Lag, [f64; 2])> {
        let lag = self.lag.filter(|_| at.inv_dt == 0.0)?;
        Some((lag, at.lags[lag.place]?))
    }

    /// Enthalpy of the return behind the pumps that give it `shaft` \[W\] [J/kg].
    fn pumped(&self, at: &Situation, shaft: f64) -> f64 {
        let cell = self.cell as usize;
        at.inlet_h[cell] + shaft / at.flow[cell].max(1e-9)
    }
}

/// Pump groups of all facility loops, then those drawn into a network.
#[derive(Clone, Debug, Default)]
pub struct LoopPumps {
    /// First unit; group i is unit `first + i`.
    pub first: usize,
    /// The groups.
    pub groups: Vec<Group>,
    /// How many of them are those of loops: only these have a supply to keep.
    pub loops: usize,
}

/// Quantities a group reports, in order.
const QUANTITIES: [(&str, &str); 5] = [
    ("pump_power", "W"),
    ("pump_speed", "1"),
    ("flow", "kg/s"),
    ("return_temperature", "degC"),
    ("supply_temperature", "degC"),
];

impl LoopPumps {
    /// Groups of the loops.
    pub fn of_loops(&self) -> &[Group] {
        &self.groups[..self.loops]
    }

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

    /// Electric power of each group that follows from hydraulics \[W\].
    pub fn draw(&self, reading: &Reading, power: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            if group.curve.is_none() {
                let shaft = reading.shaft_power[group.link as usize];
                power[self.first + i] = group.drive.mains(shaft, group.running);
            }
        }
    }

    /// Units whose power follows from that of their shafts.
    pub fn by_shaft(&self) -> impl Iterator<Item = usize> {
        let groups = self.groups.iter().enumerate();
        let by_shaft = groups.filter(|(_, group)| group.curve.is_none());
        by_shaft.map(|(i, _)| self.first + i)
    }

    /// Electric power of each group that is known by its power over flow \[W\].
    pub fn draw_by_flow(&self, at: &Situation, power: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            if let Some(curve) = &group.curve {
                let cell = group.cell as usize;
                let volume = at.flow[cell] / group.fluid.density(at.inlet_t[cell]);
                let each = volume / group.running.max(1.0);
                power[self.first + i] = group.running * curve.power(each);
            }
        }
    }

    /// Gives shaft power to the coolant, losses to the plant room.
    pub fn exchange(&self, at: &Situation, reading: &Reading, to: &mut Effect) {
        for (i, group) in self.groups.iter().enumerate() {
            let unit = self.first + i;
            let shaft = group.shaft(at.power[unit], reading);
            let lagged = group.lagging(at).map_or(0.0, |(_, [back, _])| {
                Lag::heat(at.flow[group.cell as usize], group.pumped(at, shaft), back)
            });
            to.cell_heat[group.cell as usize] = shaft + lagged;
            to.balance[unit] = Balance {
                coolant: shaft + lagged,
                outdoors: at.power[unit] - shaft + at.loss[unit],
                stored: -lagged,
                ..Balance::default()
            };
        }
    }

    /// Makes the mean of what leaves the plants now and left them in the hour before, behind plants of a kind whose loops lag.
    pub fn supply(&self, after: Behind, at: &Situation, to: &mut Effect) {
        for (i, group) in self.groups.iter().enumerate() {
            let lagging = group.lagging(at).filter(|(lag, _)| lag.after == after);
            let Some((lag, [_, out])) = lagging else {
                continue;
            };
            let cell = lag.behind as usize;
            let heat = Lag::heat(at.flow[cell], at.inlet_h[cell], out);
            to.cell_heat[cell] = heat;
            let balance = &mut to.balance[self.first + i];
            balance.coolant += heat;
            balance.stored -= heat;
        }
    }

    /// Loops that lag.
    pub fn lags(&self) -> impl Iterator<Item = Lag> {
        self.groups.iter().filter_map(|g| g.lag)
    }

    /// Cells behind plants of a kind whose loops lag.
    pub fn lagging_cells(&self, after: Behind) -> impl Iterator<Item = u32> {
        let behind = self.lags().filter(move |lag| lag.after == after);
        behind.map(|lag| lag.behind)
    }

    /// What each loop that lags gave either half in this hour [J/kg].
    pub fn remember(&self, at: &Situation, reading: &Reading, lags: &mut [Option<[f64; 2]>]) {
        for (i, group) in self.groups.iter().enumerate() {
            let Some(lag) = group.lag else { continue };
            let shaft = group.shaft(at.power[self.first + i], reading);
            let out = at.inlet_h[lag.behind as usize];
            lags[lag.place] = Some([group.pumped(at, shaft), out]);
        }
    }

    /// Writes what each group reports.
    pub fn report(&self, at: &Situation, reading: &Reading, cell_h: &[f64], signal: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            let (link, cell) = (group.link as usize, group.cell as usize);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                at.power[self.first + i],
                reading.speed[link],
                at.flow[cell],
                at.inlet_t[cell],
                group.fluid.temperature(cell_h[group.last as usize]),
            ]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_curve_ends_at_rated_flow() {
        let curve = PowerCurve {
            rated: 8_000.0,
            flow: 0.03,
            coefficients: [0.0, 0.0, 0.0, 1.0],
        };
        assert_eq!(curve.power(0.015), 1_000.0);
        assert_eq!(curve.power(0.0302), 8_000.0);
        assert_eq!(curve.power(0.0), 0.0);
    }

    #[test]
    fn a_lag_makes_the_mean_with_the_hour_before() {
        let (flow, now, before) = (20.0, 90e3, 84e3);
        let mixed = now + Lag::heat(flow, now, before) / flow;
        assert_eq!(mixed, 87e3);
    }
}
