//! Impedance of a bus over frequency about the rest, and the gain of minor loops.
//!
//! ```text
//! Y(jω)·v = i   with  y = 1/(R + jωL), jωC/(1 + jωRC), −p·P/v², …                          (1)
//! Z(a, b) = e'·Y⁻¹·e   between the nodes a and b                                           (2)
//! T(jω) = Z_s·y_load,  1/Z_s = 1/Z − y_load                                                (3)
//! ```
//! (3) is Middlebrook's ratio of the impedance of the source to that of the load, seen with the
//! input capacitor on the source's side: where its amount stays below one the load cannot oscillate
//! with the bus.
//!
//! # References
//! - Middlebrook, IEEE Industry Applications Society Annual Meeting (1976) 366: input filters.

use super::engine::Engine;
use super::error::CircuitFault;
use super::window::Start;
use crate::kernels::complex::Complex;
use crate::kernels::sparse::complex::Admittances;
use crate::model::electrical::circuit::{Circuit, Ends, GROUND, Law};

/// A circuit about its rest, asked for impedances.
pub struct SmallSignal<'a> {
    circuit: &'a Circuit,
    /// Free nodes by number; none for ground and set nodes.
    free: Vec<Option<u32>>,
    matrix: Admittances,
    closed: Vec<bool>,
    /// Derivative of each load's current by its voltage \[S\].
    loads: Vec<f64>,
    /// Voltage, and current into the first node, of each device.
    devices: Vec<(f64, f64, f64)>,
    /// States of charge of batteries, by device.
    charge: Vec<f64>,
}

impl<'a> SmallSignal<'a> {
    /// Finds the rest of `circuit` under its inputs at time zero.
    ///
    /// # Errors
    /// [`CircuitFault`]: no rest exists.
    pub fn new(circuit: &'a Circuit) -> Result<Self, CircuitFault> {
        let engine = Engine::new(circuit, f64::MIN_POSITIVE, Start::Steady)?;
        let mut free = vec![None; circuit.nodes.len()];
        let mut count = 0;
        for node in 0..circuit.nodes.len() as u32 {
            let set = circuit.fixed.iter().any(|f| f.node == node);
            if node != GROUND && !set {
                free[node as usize] = Some(count);
                count += 1;
            }
        }
        let joined = |e: Ends| free[e.from as usize].zip(free[e.to as usize]);
        let edges: Vec<(u32, u32)> = (circuit.series.iter().map(|e| e.ends))
            .chain(circuit.capacitors.iter().map(|e| e.ends))
            .chain(circuit.loads.iter().map(|e| e.ends))
            .chain(circuit.devices.iter().map(|e| e.ends))
            .filter_map(joined)
            .collect();
        let slope = |(n, load): (usize, &crate::model::electrical::circuit::Load)| {
            let v = engine.plan.loads.across(n, &engine.v);
            engine.stage.power[n] * load.law.per_watt(v).1
        };
        let charge = |(n, d): (usize, &crate::model::electrical::circuit::Device)| match d.law {
            Law::Battery { .. } => engine.x[engine.plan.device_state[n]],
            _ => 0.0,
        };
        Ok(Self {
            matrix: Admittances::new(count as usize, &edges),
            loads: circuit.loads.iter().enumerate().map(slope).collect(),
            charge: circuit.devices.iter().enumerate().map(charge).collect(),
            devices: engine
                .stage
                .devices
                .iter()
                .map(|m| (m.v, m.i, m.g))
                .collect(),
            closed: engine.closed,
            free,
            circuit,
        })
    }

    /// Sets the frequency \[Hz\]: every impedance asked for afterwards is at it.
    pub fn at(&mut self, frequency: f64) {
        let s = Complex::new(0.0, std::f64::consts::TAU * frequency);
        self.matrix.clear();
        let circuit = self.circuit;
        for e in &circuit.series {
            let on = e.gate.is_none_or(|g| self.closed[g as usize]);
            let r = if on { e.resistance } else { e.open_resistance };
            if r.is_finite() {
                self.add(e.ends, (Complex::real(r) + s * e.inductance).inverse());
            }
        }
        for c in &circuit.capacitors {
            let sc = s * c.capacitance;
            self.add(c.ends, sc / (Complex::real(1.0) + sc * c.resistance));
        }
        for (n, l) in circuit.loads.iter().enumerate() {
            self.add(l.ends, Complex::real(self.loads[n]));
        }
        for (n, d) in circuit.devices.iter().enumerate() {
            let y = self.device(n, &d.law, s);
            self.add(d.ends, y);
        }
        self.matrix.factor();
    }

    fn add(&mut self, ends: Ends, y: Complex) {
        let at = |node: u32| self.free[node as usize];
        let (a, b) = (at(ends.from), at(ends.to));
        self.matrix.add(a, b, y);
    }

    fn device(&self, n: usize, law: &Law, s: Complex) -> Complex {
        let (v, _, g) = self.devices[n];
        match law {
            Law::Battery { string, .. } => {
                let r = &string.rating;
                let pair = |k: usize| {
                    let y = s * r.pair_capacitance[k] + Complex::real(1.0 / r.pair_resistance[k]);
                    y.inverse()
                };
                let slope = string.open_circuit(self.charge[n]).1;
                let charge = Complex::real(slope) / (s * r.charge);
                (Complex::real(r.resistance) + pair(0) + pair(1) + charge).inverse()
            }
            Law::Smoother { lag, gain, .. } => {
                let (_, i, _) = self.devices[n];
                let share = Complex::real(lag.rate) / (s + Complex::real(lag.rate));
                // i = −P/v with δP = −gain·share·δv.
                Complex::real(-i / v) + share * (gain / v)
            }
            _ => Complex::real(g),
        }
    }

    /// Impedance \[Ω\] between the ends of an element or a bus at the frequency set.
    pub fn impedance(&self, ends: Ends) -> Complex {
        let at = |node: u32| self.free[node as usize];
        self.matrix.impedance(at(ends.from), at(ends.to))
    }

    /// The gain (3) of load `n` at the frequency set.
    pub fn minor_loop(&self, n: usize) -> f64 {
        let y = Complex::real(self.loads[n]);
        let z = self.impedance(self.circuit.loads[n].ends);
        if y == Complex::ZERO || z == Complex::ZERO {
            return 0.0;
        }
        (y / (z.inverse() - y)).abs()
    }
}
