//! What comes round in a steady state from one pass to the next, gathered for [`Secants`] and
//! [`Predictor`].
//!
//! A pass reads before it writes: coolant at the nodes where circles are opened, the hall's air, and the power of what rejects
//! heat and pumps.

use super::hall::WETTEST;
use super::predictor::Predictor;
use super::secants::Secants;
use super::step::{Drivers, Stepper};
use super::transport::order::ends;

/// Enthalpy of water over a kelvin [J/(kg·K)].
const ENTHALPY: f64 = 4_200.0;
/// Humidity ratio whose heat of evaporation warms dry air by a kelvin [1/K].
const HUMIDITY: f64 = 4e-4;
/// Share of all power that counts as much as a kelvin [1/K].
const POWER: f64 = 1e-2;
/// Pressure and share of a load's highest level that count as much as a kelvin outdoors \[Pa\], [1/K].
const PRESSURE: f64 = 1_000.0;
const LEVEL: f64 = 0.1;
/// Loads that are told apart; of more profiles every so many count together.
const LOADS: usize = 4;

/// Starts and ends of passes.
#[derive(Clone, Debug, Default)]
pub struct Round {
    secants: Secants,
    predictor: Predictor,
    /// Nodes at which circles are opened.
    nodes: Vec<u32>,
    /// Units whose power is that of the pass before.
    units: Vec<usize>,
    /// How often flows had turned round when `nodes` were looked up.
    turned: u32,
    /// Enthalpy of all nodes when the pass began [J/kg].
    started: Vec<f64>,
    /// Power of `units` then \[W\].
    drawn: Vec<f64>,
    /// Temperature [°C] and humidity ratio [kg/kg] of the hall's air then.
    air: [f64; 2],
    /// What makes a power as large as a kelvin [K/W]: one figure, so that differences are of the powers alone.
    per_watt: f64,
    start: Vec<f64>,
    /// The same of its end, and after it all nodes.
    next: Vec<f64>,
}

impl Round {
    /// Columns for so many nodes; `units` draw in a pass what the pass before told.
    pub fn new(nodes: usize, units: Vec<usize>) -> Self {
        Self {
            started: vec![0.0; nodes],
            drawn: vec![0.0; units.len()],
            units,
            ..Self::default()
        }
    }
}

impl Stepper<'_> {
    /// Begins the passes of a steady state, where hours like it ended.
    pub(super) fn begin_round(&mut self, drivers: &Drivers) {
        self.round.secants.begin();
        let out = &drivers.outdoor;
        let air = [
            out.dry_bulb,
            out.humidity_ratio / HUMIDITY,
            out.pressure / PRESSURE,
        ];
        let swing = self.deviation();
        let mut loads = [[0.0; 2]; LOADS];
        for (k, profile) in self.model.profiles.iter().enumerate() {
            // A trace of power has its levels in watts.
            let share = 1.0 / (LEVEL * profile.peak().max(f64::MIN_POSITIVE));
            let [level, deviation] = &mut loads[k % LOADS];
            *level += drivers.level[k] * share;
            *deviation += swing.get(k).unwrap_or(&0.0) * share;
        }
        let predictor = &mut self.round.predictor;
        let loads = loads.into_iter().take(self.model.profiles.len()).flatten();
        predictor.seek(air.into_iter().chain(loads));
        // The hall's air is that of another hour: only its pressure is known.
        self.hall.now.pressure = out.pressure;
        if self.round.predictor.guess(&mut self.round.next) {
            self.start_round();
        }
        self.mark_round();
    }

    /// Keeps what a steady state ended with.
    pub(super) fn end_round(&mut self) {
        self.look_round();
        self.gather_round();
        self.round.predictor.learn(&self.round.next);
    }

    /// Keeps what the next pass starts from.
    fn mark_round(&mut self) {
        let round = &mut self.round;
        round.started.copy_from_slice(&self.transport.node);
        for (drawn, unit) in round.drawn.iter_mut().zip(&round.units) {
            *drawn = self.columns.next[*unit];
        }
        round.air = [self.hall.now.t, self.hall.now.humidity_ratio];
    }

    /// Looks up where circles are opened, if flows have turned since.
    fn look_round(&mut self) {
        if self.round.turned == self.transport.turned {
            return;
        }
        let flow = &self.columns.flow;
        let up = |link: &u32| {
            let link = *link as usize;
            ends(&self.model.coolant, link, flow[link]).0 as u32
        };
        let mut nodes: Vec<u32> = self.transport.opened().iter().map(up).collect();
        nodes.sort_unstable();
        nodes.dedup();
        self.round.turned = self.transport.turned;
        let units = self.model.equipment.units.iter().zip(&self.columns.power);
        let total: f64 = units.map(|(unit, watts)| unit.copies * watts).sum();
        self.round.per_watt = 1.0 / (POWER * total.max(1.0));
        let copies = |node: &u32| self.model.coolant.node_copies[*node as usize];
        // What machines draw answers all that comes round, and little answers it: it follows and has no say.
        let told = self.round.units.iter().map(|_| 0.0);
        self.round
            .secants
            .forget(nodes.iter().map(copies).chain(told));
        self.round.predictor.forget();
        self.round.nodes = nodes;
    }

    /// Takes all that comes round from the end of a pass to the start of the next.
    pub(super) fn go_round(&mut self) {
        self.look_round();
        self.gather_round();
        let Round {
            secants,
            start,
            next,
            ..
        } = &mut self.round;
        secants.advance(start, next);
        self.start_round();
        self.mark_round();
    }

    /// Start and end of the pass, each in the measure of a kelvin.
    fn gather_round(&mut self) {
        let round = &mut self.round;
        let power = round.per_watt;
        round.start.clear();
        round.next.clear();
        let mut take = |start: f64, next: f64, per_kelvin: f64| {
            round.start.push(start * per_kelvin);
            round.next.push(next * per_kelvin);
        };
        for node in &round.nodes {
            let node = *node as usize;
            take(
                round.started[node],
                self.transport.node[node],
                1.0 / ENTHALPY,
            );
        }
        for (drawn, unit) in round.drawn.iter().zip(&round.units) {
            take(*drawn, self.columns.next[*unit], power);
        }
        let air = self.hall.now;
        take(round.air[0], air.t, 1.0);
        take(round.air[1], air.humidity_ratio, 1.0 / HUMIDITY);
        // Density and viscosity go by all nodes.
        round
            .next
            .extend(self.transport.node.iter().map(|h| h / ENTHALPY));
    }

    /// Puts the next start where passes read it.
    fn start_round(&mut self) {
        let power = self.round.per_watt;
        let (opened, rest) = self.round.next.split_at(self.round.nodes.len());
        let (drawn, rest) = rest.split_at(self.round.units.len());
        for (drawn, unit) in drawn.iter().zip(&self.round.units) {
            // What stands draws nothing, not even the rest of a difference.
            if self.columns.next[*unit] != 0.0 {
                self.columns.next[*unit] = (drawn / power).max(0.0);
            }
        }
        let (t, w) = (rest[0], (rest[1] * HUMIDITY).clamp(0.0, WETTEST));
        self.hall.start_from(t, w);
        let nodes = self.transport.node.iter_mut().zip(&rest[2..]);
        nodes.for_each(|(h, next)| *h = next * ENTHALPY);
        for (node, next) in self.round.nodes.iter().zip(opened) {
            self.transport.node[*node as usize] = next * ENTHALPY;
        }
    }
}
