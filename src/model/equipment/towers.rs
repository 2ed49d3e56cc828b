//! Cooling towers: water to outdoor air by evaporation, fans at their set point, heaters in basins that would freeze, or
//! water led past a tower in frost into a sump indoors.
//!
//! Reference for the latter: SPX Cooling Technologies (Marley), technical report H-003, *Operating Cooling Towers in Freezing
//! Weather*: bypass of the fill, indoor sump, drain of what stands idle.

use super::sequence::{Quiet, Reset};
use super::staged::{Choice, Stages, Switched};
use super::{Balance, CurveRange, Effect, Signal, Situation};
use crate::climate::Outdoor;
use crate::fluids::Fluid;
use crate::physics::air::fan::Fan;
use crate::physics::air::state::AirState;
use crate::physics::control::setpoint::Reach;
use crate::physics::thermal::cooling_tower::{Inlet, Tower, cool_tools, merkel, water, york};
use crate::physics::thermal::rejection::Operation;
use crate::physics::validity::Validity;

/// Equal cells in parallel.
#[derive(Clone, Debug)]
pub struct Group {
    /// One cell.
    pub tower: Tower,
    /// Its fan.
    pub fan: Fan,
    /// Cycles, drift, make-up temperature.
    pub treatment: water::Treatment,
    /// Which balance gives the evaporation.
    pub balance: water::Balance,
    /// Number of cells.
    pub count: f64,
    /// Those of them that stand still; coolant passes them as it passes the others.
    pub standing: f64,
    /// When they are started and stopped; all run that do not stand still where nothing is said.
    pub stages: Option<Stages>,
    /// Cell of the coolant in which they cool.
    pub cell: u32,
    /// Coolant.
    pub fluid: Fluid,
    /// Density at which its rated volume flow was turned into a mass [kg/m³].
    pub rated_density: f64,
    /// Outlet set point [°C].
    pub supply: f64,
    /// How the set point follows the weather.
    pub reset: Option<Reset>,
    /// Hours in which its fan is slower.
    pub quiet: Option<Quiet>,
    /// Least air flow fraction of a running fan.
    pub least_fan: f64,
    /// Heat of one cell at its rating \[W\].
    pub rated_heat: f64,
    /// What keeps its basin from freezing.
    pub frost: Frost,
}

/// What keeps a basin from freezing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frost {
    /// Nothing.
    Bare,
    /// Heaters hold it at [`BASIN`].
    Heated,
    /// As much of the water as would become colder than [`BASIN`] runs past the fill into a sump indoors; the fill and what
    /// stands outdoors are drained.
    Drained,
}

/// Temperature at which heaters hold a basin [°C]: makers set their thermostats to 4 to 5 °C.
pub const BASIN: f64 = 4.5;
/// Heaters beyond what the draught takes, over the tower's rating (assumed; makers size them to 0.5 to 2 % of it): what
/// warms a basin that is too cold already.
const SPARE: f64 = 0.01;
/// Least power of basin heaters that is told \[W\].
const TOLD: f64 = 1.0;

impl Group {
    /// Power of the basin's heaters \[W\] where `heat` \[W\] given up by its own draught would cool the water below
    /// [`BASIN`].
    fn heater(&self, at: &Situation, heat: f64) -> f64 {
        if self.frost != Frost::Heated {
            return 0.0;
        }
        let largest = heat.max(0.0) + SPARE * self.count * self.rated_heat;
        let most = -at.heat_to_reach(self.cell as usize, self.fluid.enthalpy(BASIN));
        (heat - most).clamp(0.0, largest)
    }
}

impl Group {
    /// Heat of `run` whose share in vapour is counted \[W\]: EnergyPlus 25.2 lets a tower by Merkel's theory cool by its own
    /// draught without any water leaving it.
    fn evaporating(&self, run: &Operation) -> f64 {
        let dry = self.balance == water::Balance::EnergyPlus
            && matches!(self.tower, Tower::Merkel(_))
            && run.duty == 0.0;
        if dry { 0.0 } else { run.heat }
    }

    /// What each running cell does that is asked for `wanted` \[W\].
    fn operation(&self, at: &Situation, wanted: f64) -> (Operation, Validity) {
        let cell = self.cell as usize;
        let inlet = Inlet {
            t: at.inlet_t[cell],
            flow: at.flow[cell] / self.count,
            cp: at.cp[cell],
            swell: self.rated_density / self.fluid.density(at.inlet_t[cell]),
            air: outdoor_air(at.outdoor),
            wet_bulb: at.outdoor.wet_bulb,
        };
        let t_set = inlet.t - wanted / (inlet.flow * inlet.cp).max(1e-9);
        let range = [self.least_fan, 1.0];
        let range = [range[0], Quiet::cap(self.quiet, at.clock, range)];
        self.tower.fan_for_outlet(&self.fan, &inlet, t_set, range)
    }

    /// Cells that run for a `load` \[W\].
    fn running(&self, at: &Situation, switched: &Switched, load: f64, choice: &mut Choice) -> f64 {
        let working = self.count - self.standing;
        let Some(stages) = &self.stages else {
            return working;
        };
        let rule = stages.rule(at.inv_dt > 0.0, switched, working as u32);
        let flat_out = f64::from(u16::MAX) * self.rated_heat;
        let one = self.operation(at, flat_out).0.heat;
        f64::from(choice.take(&rule, switched.running, load, one))
    }

    /// `run` of each cell with that part of its own water led past it that would become too cold.
    fn bypassed(&self, at: &Situation, run: Operation) -> Operation {
        if self.frost != Frost::Drained {
            return run;
        }
        let most = -at.heat_to_reach(self.cell as usize, self.fluid.enthalpy(BASIN));
        Operation {
            heat: run.heat.min((most / self.count).max(0.0)),
            ..run
        }
    }
}

/// All towers of a hall.
#[derive(Clone, Debug, Default)]
pub struct Towers {
    /// First unit; group i is unit `first + i`.
    pub first: usize,
    /// The groups.
    pub groups: Vec<Group>,
}

/// Quantities a group reports, in order.
const QUANTITIES: [(&str, &str); 8] = [
    ("heat", "W"),
    ("fan", "1"),
    ("power", "W"),
    ("outlet_temperature", "degC"),
    ("water", "kg/s"),
    ("saturated", "1"),
    ("basin_heater", "W"),
    ("running", "1"),
];

/// What the ranges of correlations are of, in their order.
const CORRELATED: [&str; 5] = [
    "wet bulb [°C]",
    "range [K]",
    "approach [K]",
    "water flow ratio",
    "liquid to gas",
];

fn outdoor_air(outdoor: &Outdoor) -> AirState {
    AirState {
        t: outdoor.dry_bulb,
        w: outdoor.humidity_ratio,
        p: outdoor.pressure,
    }
}

impl Towers {
    /// Numbers reported by all groups.
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

    /// Gives the water's heat to outdoor air.
    pub fn exchange(
        &self,
        at: &Situation,
        switched: &[Switched],
        choices: &mut [Choice],
        done: &mut [Option<Operation>],
        to: &mut Effect,
    ) {
        for (i, group) in self.groups.iter().enumerate() {
            let (unit, cell) = (self.first + i, group.cell as usize);
            let supply = Reset::set_point(group.reset, group.supply, at);
            let target = group.fluid.enthalpy(supply);
            let wanted = -at.heat_to_reach(cell, target);
            let load = at.load_above(cell, target);
            let on = group.running(at, &switched[i], load, &mut choices[i]);
            // Where all stand, what one would do is told of none.
            let (run, validity) = group.operation(at, wanted / on.max(1.0));
            let run = group.bypassed(at, run);
            let heat = on * run.heat;
            let heater = group.heater(at, heat);
            to.cell_heat[cell] = heater - heat;
            to.power[unit] = on * run.power + heater;
            to.validity[unit] = validity;
            to.balance[unit] = Balance {
                coolant: heater - heat,
                outdoors: heat - heater + at.power[unit] + at.loss[unit],
                duty: heat,
                running: on as u32,
                ..Balance::default()
            };
            done[i] = Some(run);
        }
    }

    /// Water that the operation of the last pass uses.
    pub fn take_water(&self, at: &Situation, done: &[Option<Operation>], balance: &mut [Balance]) {
        let outdoor = at.outdoor;
        let air = outdoor_air(outdoor);
        for (i, group) in self.groups.iter().enumerate() {
            let (Some(run), balance) = (&done[i], &mut balance[self.first + i]) else {
                continue;
            };
            let used = water::usage(
                group.balance,
                &group.treatment,
                group.evaporating(run),
                group.tower.air_used(&air, run),
                &air,
                outdoor.wet_bulb,
                at.flow[group.cell as usize] / group.count,
                run.fan * run.duty,
            );
            let on = f64::from(balance.running);
            balance.water = on * used.makeup();
            balance.drift = on * used.drift;
            balance.blow_down = on * used.blow_down;
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
            let unit = self.first + i;
            let on = f64::from(balance[unit].running);
            let fans = done[i].map_or(0.0, |run| on * run.power);
            let heater = at.power[unit] - fans;
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                balance[unit].duty,
                done[i].map_or(0.0, |run| run.fan * run.duty),
                at.power[unit],
                group.fluid.temperature(cell_h[group.cell as usize]),
                balance[unit].water,
                f64::from(u8::from(
                    done[i].is_some_and(|run| run.reach == Reach::AtHigh),
                )),
                if heater > TOLD { heater } else { 0.0 },
                on,
            ]);
        }
    }

    /// Ranges in which the laws of the groups hold.
    pub fn ranges(&self) -> Vec<CurveRange> {
        let each = |(i, group): (usize, &Group)| {
            let (law, names, ranges): (_, &[&str], &[[f64; 2]]) = match group.tower {
                Tower::Merkel(_) => (
                    "Merkel",
                    &["air flow ratio", "water flow ratio", "wet bulb [°C]"],
                    &merkel::RANGES,
                ),
                Tower::York(_) => ("YorkCalc", &CORRELATED, &york::RANGES),
                Tower::CoolTools(_) => ("CoolTools", &CORRELATED, &cool_tools::RANGES),
            };
            super::ranges_of(self.first + i, law, names, ranges)
        };
        self.groups.iter().enumerate().flat_map(each).collect()
    }
}
