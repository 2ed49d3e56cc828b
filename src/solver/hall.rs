//! Air of the hall within a step: temperature and humidity follow from what enters and leaves.

use super::step::{Drivers, Stepper};
use crate::fluids::moist_air as air;
use crate::model::equipment::HallAir;
use crate::model::state::State;
use crate::physics::air::room::{Gains, Room, Stream};
use crate::physics::air::state::AirState;

/// Least humidity ratio whose dew point is looked up [kg/kg].
const DRIEST: f64 = 1e-5;

/// Air that the laws describe: temperature [°C] and humidity ratio [kg/kg].
const COLDEST: f64 = -50.0;
const HOTTEST: f64 = 150.0;
const WETTEST: f64 = 0.2;

/// Hall air as the passes see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Air {
    /// State of the last pass.
    pub now: HallAir,
    /// Heat that everything but fan walls gives to the air [W].
    pub gain: f64,
    /// Change of temperature in the last pass [K].
    pub moved: f64,
    /// Heat and vapour that outdoor air carried away, net [W], [kg/s].
    pub carried: [f64; 2],
    streams: Vec<Stream>,
}

impl Air {
    /// As `state` left it.
    pub fn new(state: &State) -> Self {
        Self {
            now: state.hall,
            gain: state.memory.air_gain,
            moved: 0.0,
            carried: [0.0; 2],
            streams: Vec::with_capacity(16),
        }
    }

    /// Begins a step of `dt` \[s\] from `state`: a transient starts its iteration from where the air is heading.
    pub fn begin(&mut self, state: &State, dt: f64) {
        self.now = state.hall;
        if dt.is_finite() {
            self.start_from(state.hall.t + state.memory.air_rate * dt);
        }
    }

    /// Starts the next pass from `t` [°C].
    pub fn start_from(&mut self, t: f64) {
        self.now.t = t.clamp(COLDEST, HOTTEST);
        self.now.dew_point = self.now.dew_point.min(self.now.t);
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

impl Stepper<'_> {
    /// Takes up what all but fan walls give to the air; returns the vapour among it [kg/s].
    pub(super) fn gather_gain(&mut self) -> f64 {
        let equipment = &self.model.equipment;
        let walls =
            equipment.fan_walls.first..equipment.fan_walls.first + equipment.fan_walls.groups.len();
        let (mut gain, mut vapour) = (self.places.hall_air + self.pipe_loss_to_hall(), 0.0);
        for (unit, balance) in self.columns.balance.iter().enumerate() {
            if !walls.contains(&unit) {
                gain += balance.air;
                vapour += balance.vapour;
            }
        }
        self.hall.gain = gain;
        vapour
    }

    /// One pass on the hall's air: fan walls are streams of supply air, so that the air's own answer is
    /// seen at once.
    pub(super) fn settle_hall(&mut self, state: &State, drivers: &Drivers) {
        let vapour = self.gather_gain();
        let gain = self.hall.gain;
        self.outdoor_streams(drivers);
        let outdoor_streams = self.hall.streams.len();
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
            envelope: self.columns.balance.iter().map(|b| b.air_slope).sum(),
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
        self.hall.moved = (next.t - self.hall.now.t).abs();
        // A pass far from the solution may ask for air that no law describes.
        let (t, w) = (next.t.clamp(COLDEST, HOTTEST), next.w.clamp(0.0, WETTEST));
        self.hall.now = with_dew_point(t, w, drivers.outdoor.pressure);
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

    fn outdoor_streams(&mut self, drivers: &Drivers) {
        let (hall, out) = (&self.model.hall, &drivers.outdoor);
        let outside = AirState {
            t: out.dry_bulb,
            w: out.humidity_ratio,
            p: out.pressure,
        };
        let dried = match hall.makeup_dew_point {
            Some(t) => AirState {
                w: outside
                    .w
                    .min(air::humidity_ratio_from_dew_point(t, out.pressure)),
                ..outside
            },
            None => outside,
        };
        self.hall.streams.clear();
        for (flow, air) in [(hall.infiltration, outside), (hall.makeup, dried)] {
            if flow > 0.0 {
                self.hall.streams.push(Stream {
                    air_mass: flow * air.dry_density(),
                    air,
                });
            }
        }
    }

    /// Heat that pipes lose to the hall's air [W].
    pub(super) fn pipe_loss_to_hall(&self) -> f64 {
        use crate::model::coolant::Surroundings;
        let pipes = &self.model.coolant.pipes;
        let inside = pipes.surroundings.iter().zip(&self.transport.pipe_loss);
        inside
            .filter(|(s, _)| **s == Surroundings::Hall)
            .map(|(_, loss)| loss)
            .sum()
    }
}
