//! What pipes trade with their walls and surroundings, from the temperatures a step begins with.

use crate::kernels::math;
use crate::kernels::transport::Coupling;
use crate::model::coolant::{Coolant, Surroundings};
use crate::model::state::CoolantState;
use crate::physics::thermal::dispersion;
use crate::physics::thermal::tube::Medium;

/// Film, loss and surroundings of every pipe.
#[derive(Clone, Debug, Default)]
pub(super) struct Pipes {
    medium: Vec<Medium>,
    /// Conductance to the surroundings over specific heat [kg/s].
    loss: Vec<f64>,
    /// Enthalpy of coolant as warm as the surroundings [J/kg].
    ambient: Vec<f64>,
    /// Enthalpy [J/kg] and specific heat [J/(kg·K)] of each liquid as warm as the hall's air, and as outdoors.
    around: Vec<[(f64, f64); 2]>,
}

impl Pipes {
    /// Columns for `coolant`.
    pub fn new(coolant: &Coolant) -> Self {
        let water = Medium {
            viscosity: 1e-3,
            conductivity: 0.6,
            specific_heat: 4_184.0,
        };
        let n = coolant.pipes.mass.len();
        Self {
            medium: vec![water; n],
            loss: vec![0.0; n],
            ambient: vec![0.0; n],
            around: Vec::with_capacity(coolant.fluids.len()),
        }
    }

    /// Takes temperatures: of the coolant as the mean of each pipe's two ends in `state`, of the hall's air and
    /// outdoors from `ambient` [°C].
    pub fn begin(&mut self, coolant: &Coolant, state: &CoolantState, ambient: [f64; 2]) {
        let pipes = &coolant.pipes;
        self.around.clear();
        for fluid in &coolant.fluids {
            let [low, high] = fluid.range();
            self.around.push(ambient.map(|t| {
                let t = t.clamp(low, high);
                (fluid.enthalpy(t), fluid.specific_heat(t))
            }));
        }
        for p in 0..pipes.mass.len() {
            let link = pipes.link[p] as usize;
            let kind = coolant.kind_of_link(link);
            let (fluid, [hall, outdoors]) = (&coolant.fluids[kind], self.around[kind]);
            let [low, high] = fluid.range();
            let (enthalpy, specific_heat) = match pipes.surroundings[p] {
                Surroundings::Hall => hall,
                Surroundings::Outdoors => outdoors,
            };
            self.ambient[p] = enthalpy;
            self.loss[p] = pipes.conductance[p] / specific_heat;
            if pipes.wall[p].mass > 0.0 || pipes.disperses[p].is_some() {
                let end = |node: u32| state.node[node as usize];
                let h = 0.5 * (end(coolant.from[link]) + end(coolant.to[link]));
                let t = fluid.temperature(h).clamp(low, high);
                self.medium[p] = Medium {
                    viscosity: fluid.viscosity(t),
                    conductivity: fluid.conductivity(t),
                    specific_heat: fluid.specific_heat(t),
                };
            }
        }
    }

    /// Conductance from coolant to wall at `flow` [kg/s] over specific heat [kg/s]; 0 without a wall.
    fn film(&self, coolant: &Coolant, pipe: usize, flow: f64) -> f64 {
        let (wall, medium) = (&coolant.pipes.wall[pipe], &self.medium[pipe]);
        if wall.mass > 0.0 {
            let film = wall.bore.conductance(flow, medium);
            film / ((1.0 + film * wall.resistance) * medium.specific_heat)
        } else {
            0.0
        }
    }

    /// What acts on `pipe` during a step of `dt` \[s\] at `flow` [kg/s].
    pub fn coupling(&self, coolant: &Coolant, pipe: usize, flow: f64, dt: f64) -> Coupling {
        Coupling {
            film: self.film(coolant, pipe, flow) * dt,
            loss: self.loss[pipe] * dt,
            ambient: self.ambient[pipe],
        }
    }

    /// (ρA)²·D·Δt of `pipe` over a step of `dt` \[s\] at `flow` [kg/s] [kg²]; 0 where it does not disperse.
    pub fn spread(&self, coolant: &Coolant, pipe: usize, flow: f64, dt: f64) -> f64 {
        let Some(bore) = &coolant.pipes.disperses[pipe] else {
            return 0.0;
        };
        let per_length = coolant.pipes.mass[pipe] / bore.length;
        let density = per_length / (0.25 * std::f64::consts::PI * bore.diameter * bore.diameter);
        let along = dispersion::coefficient(bore, flow, density, &self.medium[pipe]);
        per_length * per_length * along * dt
    }

    /// Share of the excess over the surroundings that is left at the outlet of a steady flow, and the share
    /// that the wall has of its coolant's.
    fn steady(&self, coolant: &Coolant, pipe: usize, flow: f64) -> (f64, f64) {
        let (film, loss) = (self.film(coolant, pipe, flow), self.loss[pipe]);
        let wall = if film > 0.0 {
            film / (film + loss)
        } else {
            1.0
        };
        (math::exp(-loss * wall / flow.abs()), wall)
    }

    /// Outlet enthalpy of a steady flow that enters at h: a + b·h [J/kg].
    pub fn steady_answer(&self, coolant: &Coolant, pipe: usize, flow: f64) -> [f64; 2] {
        let left = self.steady(coolant, pipe, flow).0;
        [self.ambient[pipe] * (1.0 - left), left]
    }

    /// Fills `pipe` and its wall as a steady flow from `h` [J/kg] leaves them; without a flow, all at `h`.
    pub fn settle(
        &self,
        coolant: &Coolant,
        state: &mut CoolantState,
        pipe: usize,
        flow: f64,
        h: f64,
    ) {
        let around = self.ambient[pipe];
        if flow == 0.0 || self.loss[pipe] == 0.0 {
            state.rings.fill_profile(pipe, |_| h, |_| h);
            return;
        }
        let (left, wall) = self.steady(coolant, pipe, flow);
        let rate = math::ln(left.max(f64::MIN_POSITIVE));
        let excess = |x: f64| {
            let way = if flow > 0.0 { x } else { 1.0 - x };
            (h - around) * math::exp(rate * way)
        };
        state
            .rings
            .fill_profile(pipe, |x| around + excess(x), |x| around + wall * excess(x));
    }
}
