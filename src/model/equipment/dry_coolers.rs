//! Dry coolers with or without adiabatic pads: coolant to outdoor air, fans at their set point.

use super::sequence::{Quiet, Reset};
use super::staged::{Choice, Stages, Switched};
use super::{Balance, Effect, Signal, Situation};
use crate::fluids::Fluid;
use crate::physics::acoustic::sound_power::{decibel, energy};
use crate::physics::air::fan::Fan;
use crate::physics::air::state::AirState;
use crate::physics::control::setpoint::Reach;
use crate::physics::control::staging::Hysteresis;
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
    /// When they are started and stopped; all run that do not stand still where nothing is said.
    pub stages: Option<Stages>,
    /// Cell in which they cool the coolant.
    pub cell: u32,
    /// Coolant.
    pub fluid: Fluid,
    /// Outlet set point [°C].
    pub supply: f64,
    /// How the set point follows the weather.
    pub reset: Option<Reset>,
    /// Hours in which its fans are slower.
    pub quiet: Option<Quiet>,
    /// Least air flow fraction of a running fan.
    pub least_fan: f64,
    /// Temperature below which a bypass lets nothing leave [°C].
    pub frost: f64,
    /// Heat of one cooler at its rating \[W\].
    pub rated_heat: f64,
    /// How much warmer than outdoors the air is that they draw, at rated heat \[K\].
    pub recirculation: f64,
}

/// Distance above the freezing point of its coolant that a cooler's bypass keeps \[K\] (assumed; makers set 2 to 5 K).
pub const FROST_GUARD: f64 = 3.0;

/// How far below their threshold pads that run are switched off \[K\] (assumed).
const PAD_HYSTERESIS: f64 = 1.0;

/// What a group is asked for.
#[derive(Clone, Copy, Debug)]
struct Asked {
    /// Heat \[W\].
    heat: f64,
    /// Coolers that run.
    on: f64,
    /// Air flow fraction near which it is expected.
    near: Option<f64>,
}

/// All dry coolers of a hall.
#[derive(Clone, Debug, Default)]
pub struct DryCoolers {
    /// First unit; group i is unit `first + i`.
    pub first: usize,
    /// The groups.
    pub groups: Vec<Group>,
}

/// Quantities a group reports, in order.
const QUANTITIES: [(&str, &str); 7] = [
    ("heat", "W"),
    ("fan", "1"),
    ("power", "W"),
    ("outlet_temperature", "degC"),
    ("water", "kg/s"),
    ("saturated", "1"),
    ("running", "1"),
];

impl Group {
    /// Coolers that work.
    fn working(&self) -> f64 {
        self.count - self.standing
    }

    /// Whether pads run at this dry bulb, with hysteresis below the threshold.
    pub fn pads_on(&self, dry_bulb: f64, were_on: bool) -> bool {
        let switch = Hysteresis {
            on: self.pads_above,
            off: self.pads_above - PAD_HYSTERESIS,
        };
        self.pads.is_some() && switch.next(were_on, dry_bulb)
    }

    /// `run` of each cooler with the bypass that keeps what leaves it from freezing: it takes no more heat than brings its own
    /// share of the coolant to [`FROST_GUARD`] above its freezing point, whatever passes coolers that stand.
    fn guarded(&self, run: Operation, at: &Situation, cell: usize) -> Operation {
        let coldest = self.fluid.enthalpy(self.frost);
        let most = (-at.heat_to_reach(cell, coldest) / self.count).max(0.0);
        Operation {
            heat: run.heat.min(most),
            ..run
        }
    }

    /// Outdoor air as the group draws it while it gives up `heat` \[W\]: what it blew out comes back in proportion.
    fn drawn(&self, at: &Situation, heat: f64) -> AirState {
        let outdoor = at.outdoor;
        let share = (heat / (self.count * self.rated_heat)).max(0.0);
        AirState {
            t: outdoor.dry_bulb + self.recirculation * share,
            w: outdoor.humidity_ratio,
            p: outdoor.pressure,
        }
    }

    /// Least and largest air flow fraction of its running fans: the air has to pass the pads, wet or dry.
    fn speeds(&self) -> [f64; 2] {
        let most = self.fan.most_flow(self.pads.map_or(0.0, |p| p.resistance));
        [self.least_fan.min(most), most]
    }

    /// Sound power level [dB(A)] of the fans of one cooler while they run at the air flow fraction `x`: fans of two fixed
    /// speeds are heard at either, for the share of the time that makes `x` their mean.
    pub fn sound_power(&self, x: f64) -> f64 {
        let [low, high] = self.speeds();
        if !self.cooler.stepped || high <= low || x <= low {
            return self.fan.sound_power(x);
        }
        let share = ((x - low) / (high - low)).min(1.0);
        let loud = |at: f64| energy(self.fan.sound_power(at));
        decibel((1.0 - share) * loud(low) + share * loud(high))
    }

    /// Enthalpy of the coolant at the set point [J/kg].
    fn target(&self, at: &Situation) -> f64 {
        let supply = Reset::set_point(self.reset, self.supply, at);
        self.fluid.enthalpy(supply)
    }

    /// Coolers that run for a `load` \[W\].
    fn running(
        &self,
        at: &Situation,
        air: (AirState, Option<&Pads>),
        switched: &Switched,
        load: f64,
        choice: &mut Choice,
    ) -> f64 {
        let Some(stages) = &self.stages else {
            return self.working();
        };
        let rule = stages.rule(at.inv_dt > 0.0, switched, self.working() as u32);
        let flat_out = Asked {
            heat: f64::from(u16::MAX) * self.rated_heat,
            on: 1.0,
            near: None,
        };
        let one = self.operation(at, air.0, air.1, flat_out).0.heat;
        f64::from(choice.take(&rule, switched.running, load, one))
    }

    /// Operation in the air `drawn`, behind `wet` pads where they run, and the water that each kilogram of dry air takes
    /// \[kg evaporated, kg bled\].
    fn operation(
        &self,
        at: &Situation,
        drawn: AirState,
        wet: Option<&Pads>,
        asked: Asked,
    ) -> (Operation, AirState, [f64; 2]) {
        let cell = self.cell as usize;
        let wet_bulb = wet.map_or(drawn.t, |_| drawn.wet_bulb());
        let wetted = |x: f64| wet.map(|pads| pads.wet_from(drawn, wet_bulb, x));
        let entering = |x: f64| wetted(x).map_or(drawn, |w| w.air);
        let inlet = Inlet {
            t: at.inlet_t[cell],
            flow: at.flow[cell] / self.count,
            cp: at.cp[cell],
            air: drawn,
        };
        // Wet or dry, the air has to pass them.
        let resistance = self.pads.map_or(0.0, |p| p.resistance);
        let range = self.speeds();
        let range = if self.cooler.stepped {
            Quiet::steps(self.quiet, at.clock, range)
        } else {
            [range[0], Quiet::cap(self.quiet, at.clock, range)]
        };
        let wanted = asked.heat / asked.on.max(1.0);
        let t_set = inlet.t - wanted / (inlet.flow * inlet.cp).max(1e-9);
        let (cooler, fan) = (&self.cooler, &self.fan);
        let seeking = (resistance, asked.near);
        let run = cooler.fan_behind(fan, &inlet, entering, t_set, range, seeking);
        let water = wetted(run.fan).map_or([0.0; 2], |w| [w.evaporated, w.bled]);
        (self.guarded(run, at, cell), entering(run.fan), water)
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
            let on = group.pads_on(dry_bulb, staged[unit] > 0.5);
            staged[unit] = f64::from(u8::from(on));
        }
    }

    /// Gives the coolant's heat to outdoor air.
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
            let wet = at.staged[unit] > 0.5;
            let drawn = group.drawn(at, to.balance[unit].duty);
            let pads = group.pads.as_ref().filter(|_| wet);
            let target = group.target(at);
            let heat = -at.heat_to_reach(cell, target);
            let (choice, load) = (&mut choices[i], at.load_above(cell, target));
            let on = group.running(at, (drawn, pads), &switched[i], load, choice);
            // A steady state seeks from pass to pass; a step begins as one that is resumed would.
            let near = done[i].filter(|_| at.inv_dt == 0.0).map(|run| run.fan);
            let (run, air, water) = group.operation(at, drawn, pads, Asked { heat, on, near });
            let dry_air = on * group.cooler.air_mass(&air, run.fan) * run.duty;
            let heat = on * run.heat;
            to.cell_heat[cell] = -heat;
            to.power[unit] = on * run.power;
            to.balance[unit] = Balance {
                coolant: -heat,
                outdoors: heat + at.power[unit] + at.loss[unit],
                water: dry_air * (water[0] + water[1]),
                blow_down: dry_air * water[1],
                duty: heat,
                running: on as u32,
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
                f64::from(balance[unit].running),
            ]);
        }
    }
}
