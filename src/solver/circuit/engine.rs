//! A circuit with its present state: what a march and a linearisation start from.

use super::error::CircuitFault;
use super::inputs::Inputs;
use super::ledger::Energies;
use super::plan::Plan;
use super::stage::{Frame, Moment, Stage};
use super::step::Scratch;
use super::window::{Probe, Start};
use crate::model::electrical::circuit::{Circuit, Ends, GROUND, Islands, Law};

/// Rate of the stage that finds voltages from states: 1/τ with τ = 0.1 ns \[1/s\].
const INSTANT: f64 = 1e10;
/// Rate that stands for rest: storage keeps a trace of its hold so that no node floats \[1/s\].
const REST: f64 = 1e-9;

/// The parts of an engine that a stage reads.
macro_rules! frame {
    ($engine:expr) => {
        Frame {
            circuit: $engine.circuit,
            plan: &$engine.plan,
            inputs: &$engine.inputs,
            closed: &$engine.closed,
        }
    };
}
pub(super) use frame;

/// A circuit being solved.
pub(super) struct Engine<'a> {
    pub circuit: &'a Circuit,
    pub plan: Plan,
    pub inputs: Inputs,
    pub stage: Stage,
    pub scratch: Scratch,
    /// Which gates conduct.
    pub closed: Vec<bool>,
    /// States.
    pub x: Vec<f64>,
    /// Voltages of the latest instant asked for.
    pub v: Vec<f64>,
    /// Time of the latest instant asked for \[s\].
    now: f64,
    instant: Vec<f64>,
    /// By device, the loads beside which a battery that carries nothing stands alone; none where something else holds
    /// its voltage.
    alone: Vec<Option<Vec<usize>>>,
}

impl<'a> Engine<'a> {
    /// An engine at the start of a window whose first corner is `until` \[s\].
    pub fn new(circuit: &'a Circuit, until: f64, start: Start) -> Result<Self, CircuitFault> {
        let plan = Plan::new(circuit);
        let (places, states) = (plan.place.len().max(plan.free + 1), plan.layout.len);
        let mut engine = Self {
            circuit,
            stage: Stage::new(circuit, &plan),
            scratch: Scratch::new(circuit, &plan),
            inputs: Inputs::default(),
            closed: circuit.gates.iter().map(|g| g.closed).collect(),
            x: vec![0.0; states],
            v: vec![0.0; places],
            now: 0.0,
            instant: vec![0.0; states],
            alone: vec![None; circuit.devices.len()],
            plan,
        };
        engine.inputs.set(circuit, 0.0, until);
        engine.given();
        match start {
            Start::Steady => engine.settle(true)?,
            Start::Given => {
                let kept = engine.x.clone();
                engine.settle(false)?;
                engine.x = kept;
            }
        }
        Ok(engine)
    }

    /// States as given with the elements.
    fn given(&mut self) {
        let layout = self.plan.layout;
        for (n, e) in self.circuit.series.iter().enumerate() {
            let on = e.gate.is_none_or(|g| self.closed[g as usize]);
            self.x[n] = if on { e.start } else { 0.0 };
        }
        for (n, c) in self.circuit.capacitors.iter().enumerate() {
            self.x[layout.capacitors + n] = c.start;
        }
        for (n, load) in self.circuit.loads.iter().enumerate() {
            self.x[layout.loads + n] = self.inputs.value(load.power, 0.0).max(load.least);
        }
        for (n, d) in self.circuit.devices.iter().enumerate() {
            let first = self.plan.device_state[n];
            match &d.law {
                Law::Battery { start, .. } => self.x[first..first + 3].copy_from_slice(start),
                Law::Regulator { voltage, .. } => self.x[first] = self.inputs.value(*voltage, 0.0),
                Law::Smoother { of, .. } => {
                    let power: f64 = of.iter().map(|&w| self.inputs.value(w, 0.0)).sum();
                    self.x[first] = power;
                    self.x[first + 1] = power;
                }
                _ => {}
            }
        }
    }

    /// Finds voltages with the loads taken on little by little: at rest, or at this instant.
    fn settle(&mut self, rest: bool) -> Result<(), CircuitFault> {
        let moment = Moment {
            s: if rest { REST } else { INSTANT },
            time: 0.0,
            steady: rest,
        };
        let (mut share, mut step, mut good) = (0.0, 1.0, 0.0);
        let base = self.x.clone();
        self.unloaded();
        let mut kept = self.v.clone();
        loop {
            self.stage.load_share = share;
            let frame = frame!(self);
            let found = self
                .stage
                .solve(&frame, moment, &base, &mut self.v, &mut self.instant);
            if found.is_ok() && (!rest || self.upright()) {
                good = share;
                if share >= 1.0 {
                    break;
                }
                kept.copy_from_slice(&self.v);
            } else {
                step *= 0.5;
                self.v.copy_from_slice(&kept);
                if step < 1e-6 || share == 0.0 {
                    self.stage.load_share = 1.0;
                    return Err(self.collapse(good));
                }
            }
            share = (good + step).min(1.0);
        }
        self.stage.load_share = 1.0;
        std::mem::swap(&mut self.x, &mut self.instant);
        Ok(())
    }

    /// How far the first node of each source and conductor stands above its second without load \[V\].
    fn steps(&self) -> Vec<(Ends, f64)> {
        let on = |gate: Option<u32>| gate.is_none_or(|g| self.closed[g as usize]);
        let devices = self.circuit.devices.iter().filter(|d| on(d.gate));
        let held = devices.filter_map(|d| match &d.law {
            Law::Regulator { voltage, .. } => Some((d.ends, self.inputs.value(*voltage, 0.0))),
            Law::Battery { string, start } => Some((d.ends, string.open_circuit(start[0]).0)),
            Law::Smoother { voltage, .. } => Some((d.ends, *voltage)),
            _ => None,
        });
        let series = self.circuit.series.iter().filter(|e| on(e.gate));
        let joined = series.map(|e| (e.ends, e.emf.map_or(0.0, |w| self.inputs.value(w, 0.0))));
        held.chain(joined).collect()
    }

    /// Puts every node at the potential that the nearest source gives it: sources at their limit of current have
    /// no slope, so that Newton's method finds nothing from far below it.
    fn unloaded(&mut self) {
        let (circuit, plan) = (self.circuit, &self.plan);
        let mut known = vec![false; circuit.nodes.len()];
        known[GROUND as usize] = true;
        for fixed in &circuit.fixed {
            known[fixed.node as usize] = true;
            self.v[plan.place[fixed.node as usize] as usize] =
                self.inputs.value(fixed.voltage, 0.0);
        }
        let steps = self.steps();
        // Each pass carries potentials one element further.
        for _ in 0..circuit.nodes.len() {
            let mut moved = false;
            for (ends, volts) in &steps {
                let [from, to] = [ends.from as usize, ends.to as usize];
                let at = |n: usize, v: &[f64]| {
                    if n == GROUND as usize {
                        0.0
                    } else {
                        v[plan.place[n] as usize]
                    }
                };
                let (node, potential) = match (known[from], known[to]) {
                    (false, true) => (from, at(to, &self.v) + volts),
                    (true, false) => (to, at(from, &self.v) - volts),
                    _ => continue,
                };
                self.v[plan.place[node] as usize] = potential;
                (known[node], moved) = (true, true);
            }
            if !moved {
                return;
            }
        }
    }

    /// True where every load that draws power has a voltage above its floor.
    fn upright(&self) -> bool {
        let loads = self.circuit.loads.iter().enumerate();
        loads.into_iter().all(|(n, load)| {
            self.stage.power[n] <= 0.0
                || load.law.power == 0.0
                || self.plan.loads.across(n, &self.v) > load.law.floor
        })
    }

    fn collapse(&self, share: f64) -> CircuitFault {
        let loads = self.circuit.loads.iter().enumerate();
        let lowest = loads.min_by(|(a, _), (b, _)| {
            let v = |n: &usize| self.plan.loads.across(*n, &self.v);
            v(a).total_cmp(&v(b))
        });
        let node = lowest.map_or(0, |(_, load)| load.ends.from);
        CircuitFault::Collapse {
            share,
            node: self.circuit.nodes[node as usize].clone(),
        }
    }

    /// Finds what gates have left without a potential and puts it to zero volts: loads of constant power have no other
    /// rest there. Returns the energy of the currents that this cuts off \[J\].
    pub fn isolate(&mut self) -> f64 {
        let (circuit, plan) = (self.circuit, &self.plan);
        // Of a diode that has not been reversed nobody can say yet that it blocks.
        let conducts = |n: usize| plan.devices.across(n, &self.v) >= 0.0;
        let mut islands = Islands::new(circuit, &self.closed, false, conducts);
        let mut alone = Islands::new(circuit, &self.closed, true, conducts);
        self.stage.afloat.clear();
        for node in 1..circuit.nodes.len() as u32 {
            let place = plan.place[node as usize] as usize;
            if islands.is_dead(node) {
                self.v[place] = 0.0;
            }
            if alone.is_dead(node) {
                self.stage.afloat.push(place);
            }
        }
        for (n, d) in circuit.devices.iter().enumerate() {
            let is_battery = matches!(d.law, Law::Battery { .. });
            self.alone[n] = (is_battery && islands.is_dead(d.ends.from)).then(|| {
                let on = |g: Option<u32>| g.is_none_or(|g| self.closed[g as usize]);
                let loads = circuit.loads.iter().enumerate().filter(|(_, l)| on(l.gate));
                let mut at = |node: u32| islands.together(node, d.ends.from);
                let beside = loads.filter(|(_, l)| at(l.ends.from) || at(l.ends.to));
                beside.map(|(n, _)| n).collect()
            });
        }
        let mut lost = 0.0;
        for (n, e) in circuit.series.iter().enumerate() {
            if alone.is_dead(e.ends.from) {
                lost += 0.5 * e.inductance * self.x[n] * self.x[n];
                self.x[n] = 0.0;
            }
        }
        lost
    }

    /// Power that the loads beside battery `device` ask for together \[W\], where nothing else holds its voltage.
    pub fn asked_alone(&self, device: usize) -> Option<f64> {
        let loads = self.alone[device].as_ref()?;
        Some(loads.iter().map(|n| self.stage.power[*n]).sum())
    }

    /// States of the latest instant asked for.
    pub fn settled(&self) -> &[f64] {
        &self.instant
    }

    /// Finds voltages and currents that go with `states` at `time`.
    pub fn instant(&mut self, states: &[f64], time: f64) -> Result<(), CircuitFault> {
        let moment = Moment {
            s: INSTANT,
            time,
            steady: false,
        };
        self.now = time;
        let frame = frame!(self);
        self.stage
            .solve(&frame, moment, states, &mut self.v, &mut self.instant)
    }

    /// Value of a probe after [`Self::instant`] with `states`.
    pub fn probe(&self, probe: Probe, states: &[f64]) -> f64 {
        let (plan, layout) = (&self.plan, self.plan.layout);
        match probe {
            Probe::Supplied => {
                let (mut power, frame) = (Energies::default(), frame!(self));
                power.add(&frame, &self.stage, &self.v, states, 1.0, self.now);
                power.supplied
            }
            Probe::Node(n) => self.v[plan.place[n as usize] as usize],
            Probe::Series(n) => self.stage.series[n as usize],
            Probe::CapacitorCurrent(n) => self.stage.capacitors[n as usize],
            Probe::CapacitorVoltage(n) => states[layout.capacitors + n as usize],
            Probe::LoadPower(n) => {
                plan.loads.across(n as usize, &self.v) * self.stage.loads[n as usize]
            }
            Probe::LoadVoltage(n) => plan.loads.across(n as usize, &self.v),
            Probe::Device(n) => self.stage.devices[n as usize].i,
            Probe::DeviceState(n, k) => states[plan.device_state[n as usize] + k as usize],
        }
    }

    /// The state that a probe reads, where it needs no balance of currents.
    pub fn direct(&self, probe: Probe) -> Option<usize> {
        let layout = self.plan.layout;
        match probe {
            Probe::Node(n) => self
                .circuit
                .capacitors
                .iter()
                .position(|c| c.resistance == 0.0 && c.ends.from == n && c.ends.to == GROUND)
                .map(|k| layout.capacitors + k),
            Probe::LoadVoltage(n) => {
                let ends = self.circuit.loads[n as usize].ends;
                (ends.to == GROUND).then(|| self.direct(Probe::Node(ends.from)))?
            }
            Probe::Series(n) => {
                (self.circuit.series[n as usize].inductance > 0.0).then_some(n as usize)
            }
            Probe::CapacitorVoltage(n) => Some(layout.capacitors + n as usize),
            Probe::DeviceState(n, k) => Some(self.plan.device_state[n as usize] + k as usize),
            _ => None,
        }
    }
}
