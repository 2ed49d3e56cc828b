//! Air of the hall within a step: temperature and humidity follow from what enters and leaves.

use super::step::{Drivers, Stepper};
use crate::fluids::moist_air as air;
use crate::kernels::sum::sum_of;
use crate::model::coolant::Surroundings;
use crate::model::equipment::{Balance, HallAir};
use crate::model::state::State;
use crate::physics::air::room::{Gains, Room, Stream};
use crate::physics::air::state::AirState;

/// Least humidity ratio whose dew point is looked up [kg/kg].
const DRIEST: f64 = 1e-5;

/// Air that the laws describe: temperature [°C] and humidity ratio [kg/kg].
const COLDEST: f64 = -50.0;
const HOTTEST: f64 = 150.0;
pub(super) const WETTEST: f64 = 0.2;

/// Hall air as the passes see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Air {
    /// State of the last pass.
    pub now: HallAir,
    /// Heat that everything but fan walls gives to the air [W].
    pub gain: f64,
    /// Change of temperature in the last pass [K].
    pub moved: f64,
    /// Change of temperature within the last pass, after doors had been evaluated with the air before [K].
    pub met: f64,
    /// Heat and vapour that outdoor air carried away, net [W], [kg/s].
    pub carried: [f64; 2],
    /// Air as it leaves the hall, of the last pass.
    pub leaving: AirState,
    /// Enthalpy \[J\] and water \[kg\] of the hall's air when the step began.
    pub held: [f64; 2],
    /// Water that came and went in the last step [kg/s].
    pub moisture: Moisture,
    /// Humidity ratio [kg/kg] and pressure \[Pa\] whose dew point [°C] was looked up last.
    dew: [f64; 3],
    streams: Vec<Stream>,
    /// How many of them come from outdoors.
    outdoor: usize,
}

/// Where the water of the hall's air came from and went, mean of a step [kg/s].
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Moisture {
    /// With air that leaks in.
    pub infiltration: f64,
    /// With make-up air, as it is outdoors.
    pub makeup: f64,
    /// Given to make-up air by its humidifier.
    pub humidified: f64,
    /// Taken from make-up air by its coil.
    pub dried: f64,
    /// Condensed on coils in the hall.
    pub condensed: f64,
    /// With air that leaves the hall.
    pub exhaust: f64,
    /// Stored in the hall's air.
    pub stored: f64,
}

impl Moisture {
    /// Adds `later`, which lasts `seconds` \[s\].
    pub fn add(&mut self, later: &Self, seconds: f64) {
        self.infiltration += later.infiltration * seconds;
        self.makeup += later.makeup * seconds;
        self.humidified += later.humidified * seconds;
        self.dried += later.dried * seconds;
        self.condensed += later.condensed * seconds;
        self.exhaust += later.exhaust * seconds;
        self.stored += later.stored * seconds;
    }
}

impl Air {
    /// As `state` left it.
    pub fn new(state: &State) -> Self {
        Self {
            now: state.hall,
            gain: state.memory.air_gain,
            moved: 0.0,
            met: 0.0,
            carried: [0.0; 2],
            leaving: AirState {
                t: state.hall.t,
                w: state.hall.humidity_ratio,
                p: state.hall.pressure,
            },
            held: [0.0; 2],
            moisture: Moisture::default(),
            dew: [f64::NAN; 3],
            streams: Vec::with_capacity(16),
            outdoor: 0,
        }
    }

    /// Begins a step of `dt` \[s\] from `state`: a transient starts its iteration from where the air is heading.
    pub fn begin(&mut self, state: &State, dt: f64) {
        self.now = state.hall;
        // A resumed march starts from the same.
        self.dew = [f64::NAN, f64::NAN, state.hall.dew_point];
        self.held = content(state);
        if dt.is_finite() {
            let t = state.hall.t + state.memory.air_rate * dt;
            self.start_from(t, self.now.humidity_ratio);
        }
    }

    /// Heat that the streams of the last pass carry through the hall, from 0 °C \[W\].
    pub(super) fn carries(&self) -> f64 {
        let heat = |s: &Stream| s.air_mass * s.air.enthalpy().abs();
        self.streams.iter().map(heat).sum()
    }

    /// Starts the next pass from `t` [°C] and `humidity_ratio` [kg/kg].
    pub fn start_from(&mut self, t: f64, humidity_ratio: f64) {
        let t = t.clamp(COLDEST, HOTTEST);
        if humidity_ratio == self.now.humidity_ratio {
            self.now.t = t;
            self.now.dew_point = self.now.dew_point.min(t);
        } else {
            self.take_up(t, humidity_ratio, self.now.pressure);
        }
    }

    /// Air of the next pass; its dew point is looked up where it is another.
    fn take_up(&mut self, t: f64, humidity_ratio: f64, pressure: f64) {
        if self.dew[..2] != [humidity_ratio, pressure] {
            let dew_point = air::dew_point_near(humidity_ratio.max(DRIEST), pressure, self.dew[2]);
            self.dew = [humidity_ratio, pressure, dew_point];
        }
        self.now = HallAir {
            t,
            humidity_ratio,
            dew_point: self.dew[2].min(t),
            pressure,
        };
    }
}

/// Outdoor air of a step.
fn outdoor_air(drivers: &Drivers) -> AirState {
    AirState {
        t: drivers.outdoor.dry_bulb,
        w: drivers.outdoor.humidity_ratio,
        p: drivers.outdoor.pressure,
    }
}

/// Hall air at temperature, humidity ratio and pressure, with its dew point.
pub fn with_dew_point(t: f64, humidity_ratio: f64, pressure: f64) -> HallAir {
    let dew_point = air::dew_point(humidity_ratio.max(DRIEST), pressure).min(t);
    HallAir {
        t,
        humidity_ratio,
        dew_point,
        pressure,
    }
}

/// Enthalpy \[J\] and water \[kg\] of the hall's air.
pub fn content(state: &State) -> [f64; 2] {
    let (t, w) = (state.hall.t, state.hall.humidity_ratio);
    [state.dry_air * air::enthalpy(t, w), state.dry_air * w]
}

impl Stepper<'_> {
    /// Takes up what all but fan walls and the treatment of make-up air give to the air; returns the vapour among it
    /// [kg/s].
    pub(super) fn gather_gain(&mut self) -> f64 {
        let (equipment, balance) = (&self.model.equipment, &self.columns.balance);
        let units = &equipment.units;
        let walls =
            equipment.fan_walls.first..equipment.fan_walls.first + equipment.fan_walls.groups.len();
        let makeup = equipment.makeup.map_or(usize::MAX, |m| m.unit);
        let of_others = |part: fn(&Balance) -> f64| {
            sum_of(balance.len(), |unit| {
                if walls.contains(&unit) || unit == makeup {
                    0.0
                } else {
                    units[unit].copies * part(&balance[unit])
                }
            })
        };
        let [gain, vapour] = [of_others(|b| b.air), of_others(|b| b.vapour)];
        self.hall.gain = self.places.hall_air + self.pipe_loss_to_hall() + gain;
        vapour
    }

    /// Σ over all units of `part` of what they exchanged in the last pass.
    pub(super) fn sum_of_units(&self, part: fn(&Balance) -> f64) -> f64 {
        let (units, balance) = (&self.model.equipment.units, &self.columns.balance);
        sum_of(balance.len(), |unit| {
            units[unit].copies * part(&balance[unit])
        })
    }

    /// Heat \[W\] and vapour [kg/s] that the treatment of make-up air gives.
    fn treated(&self) -> [f64; 2] {
        let unit = self.model.equipment.makeup.map(|m| m.unit);
        let balance = unit.map(|unit| &self.columns.balance[unit]);
        balance.map_or([0.0; 2], |b| [b.air, b.vapour])
    }

    /// One pass on the hall's air: fan walls are streams of supply air, so that the air's own answer is
    /// seen at once.
    pub(super) fn settle_hall(&mut self, state: &State, drivers: &Drivers) {
        let [heat, water] = self.treated();
        let vapour = self.gather_gain() + water;
        let gain = self.hall.gain + heat;
        self.outdoor_streams(drivers);
        let outdoor_streams = self.hall.streams.len();
        self.hall.outdoor = outdoor_streams;
        let old = AirState {
            t: state.hall.t,
            w: state.hall.humidity_ratio,
            p: drivers.outdoor.pressure,
        };
        self.supply_streams(old.w, state.dry_air / drivers.dt, vapour);
        let room = Room {
            volume: self.model.hall.volume,
            capacity: 0.0,
            // What equipment takes from the air changes with the air: linear around this pass.
            envelope: self.sum_of_units(|b| b.air_slope),
        };
        let gains = Gains {
            heat: gain,
            vapour,
            vapour_enthalpy: 0.0,
            t_outdoor: self.hall.now.t,
        };
        let next = room
            .advance(
                old,
                state.dry_air,
                &self.hall.streams,
                &gains,
                1.0 / drivers.dt,
            )
            .air;
        let (mut heat, mut water) = (0.0, 0.0);
        for stream in &self.hall.streams[..outdoor_streams] {
            heat += stream.air_mass * (next.enthalpy() - stream.air.enthalpy());
            water += stream.air_mass * (next.w - stream.air.w);
        }
        self.hall.carried = [heat, water];
        self.hall.leaving = next;
        self.hall.moved = (next.t - self.hall.now.t).abs();
        // A pass far from the solution may ask for air that no law describes.
        let (t, w) = (next.t.clamp(COLDEST, HOTTEST), next.w.clamp(0.0, WETTEST));
        self.hall.take_up(t, w, drivers.outdoor.pressure);
    }

    /// Supply air of the fan walls. A dry coil returns the moisture it takes in, whatever that is: it is
    /// given the humidity at which the hall settles, else that would be reached only in many passes.
    fn supply_streams(&mut self, old: f64, hold: f64, vapour: f64) {
        let walls = &self.model.equipment.fan_walls;
        let (mut water, mut flow) = (hold * old + vapour, hold);
        for stream in &self.hall.streams {
            water += stream.air_mass * stream.air.w;
            flow += stream.air_mass;
        }
        for (air_mass, air, wet) in walls.supply(&self.scratch.fan_wall) {
            if wet {
                water += air_mass * air.w;
                flow += air_mass;
            }
        }
        let settled = if flow > 0.0 {
            (water / flow).max(0.0)
        } else {
            old
        };
        for (air_mass, air, wet) in walls.supply(&self.scratch.fan_wall) {
            let air = if wet {
                air
            } else {
                AirState { w: settled, ..air }
            };
            self.hall.streams.push(Stream { air_mass, air });
        }
    }

    /// Outdoor air that leaks in and that is blown in, untreated.
    fn outdoor_streams(&mut self, drivers: &Drivers) {
        let outside = outdoor_air(drivers);
        self.hall.streams.clear();
        for flow in [self.model.hall.infiltration, self.model.hall.makeup] {
            if flow > 0.0 {
                self.hall.streams.push(Stream {
                    air_mass: flow * outside.dry_density(),
                    air: outside,
                });
            }
        }
    }

    /// Water that came to the hall's air and that went in the last pass [kg/s], of a steady state.
    pub(super) fn moisture_sides(&self) -> [f64; 2] {
        let (mut came, mut went) = (0.0, 0.0);
        for stream in &self.hall.streams[..self.hall.outdoor] {
            came += stream.air_mass * stream.air.w;
            went += stream.air_mass * self.hall.leaving.w;
        }
        let units = self.model.equipment.units.iter();
        for (unit, balance) in units.zip(&self.columns.balance) {
            came += unit.copies * balance.vapour.max(0.0);
            went -= unit.copies * balance.vapour.min(0.0);
        }
        [came, went]
    }

    /// Heat that the exchange with outdoor air carries away \[W\], from the flows and both airs anew, and the account of the
    /// water of a step of `dt` \[s\]; infinite for a steady state.
    pub(super) fn exchanged(&mut self, state: &State, drivers: &Drivers) -> f64 {
        let (outside, leaving) = (outdoor_air(drivers), self.hall.leaving);
        let hall = &self.model.hall;
        let [infiltration, makeup] =
            [hall.infiltration, hall.makeup].map(|flow| flow * outside.dry_density());
        let through = infiltration + makeup;
        let treated = self.treated()[1];
        let held = content(state);
        let units = self.sum_of_units(|b| b.vapour);
        self.hall.moisture = Moisture {
            infiltration: infiltration * outside.w,
            makeup: makeup * outside.w,
            humidified: treated.max(0.0),
            dried: (-treated).max(0.0),
            condensed: treated - units,
            exhaust: through * leaving.w,
            stored: if drivers.dt.is_finite() {
                (held[1] - self.hall.held[1]) / drivers.dt
            } else {
                0.0
            },
        };
        through * (leaving.enthalpy() - outside.enthalpy())
    }

    /// Heat that pipes lose to the hall's air [W].
    pub(super) fn pipe_loss_to_hall(&self) -> f64 {
        self.pipe_loss_to(Surroundings::Hall)
    }

    /// Heat that pipes in `place` lose [W].
    pub(super) fn pipe_loss_to(&self, place: Surroundings) -> f64 {
        let (coolant, loss) = (&self.model.coolant, &self.transport.pipe_loss);
        sum_of(loss.len(), |pipe| {
            if coolant.pipes.surroundings[pipe] == place {
                coolant.copies[coolant.pipes.link[pipe] as usize] * loss[pipe]
            } else {
                0.0
            }
        })
    }
}
