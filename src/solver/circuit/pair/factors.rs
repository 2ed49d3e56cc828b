//! Conductances of all linear elements at one length of step, and the factors of their matrix.

use super::super::plan::Plan;
use super::super::stage::Frame;
use super::number::{MU, both};
use crate::kernels::complex::Complex;

/// Conductance of a series element, and the voltage s·L·τ that its current at the start holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    pub g: Complex,
    pub hold: Complex,
}

/// Matrix of one length of step, factorised.
#[derive(Clone, Debug, Default)]
pub(super) struct Factors {
    pub h: f64,
    pub stamp: u64,
    pub used: u64,
    pub series: Vec<Own>,
    /// Conductances.
    pub capacitors: Vec<Complex>,
    /// Conductances that loads are linearised with, the same at both stages \[S\].
    pub loads: Vec<f64>,
    value: Vec<Complex>,
}

impl Factors {
    /// Conductances of the linear elements: (2) and (3) of the module above.
    pub fn conductances(&mut self, frame: &Frame<'_>) {
        let s = MU * (1.0 / self.h);
        let tau = both(1.0);
        self.series.clear();
        self.series.extend(frame.circuit.series.iter().map(|e| {
            let on = frame.conducts(e.gate);
            let r = if on { e.resistance } else { e.open_resistance };
            let sl = s * e.inductance;
            let g = if r.is_infinite() {
                Complex::ZERO
            } else {
                (Complex::real(r) + sl).inverse()
            };
            let hold = sl * tau;
            Own { g, hold }
        }));
        self.capacitors.clear();
        self.capacitors
            .extend(frame.circuit.capacitors.iter().map(|c| {
                let sc = s * c.capacitance;
                sc / (Complex::real(1.0) + sc * c.resistance)
            }));
    }

    /// Factorises the matrix of all conductances, those of loads as in `self.loads`.
    pub fn factorise(&mut self, plan: &Plan) {
        self.value.clear();
        self.value.resize(plan.symbolic.len(), Complex::ZERO);
        for (n, own) in self.series.iter().enumerate() {
            plan.series.stamp_pair(n, own.g, &mut self.value);
        }
        for (n, g) in self.capacitors.iter().enumerate() {
            plan.capacitors.stamp_pair(n, *g, &mut self.value);
        }
        for (n, g) in self.loads.iter().enumerate() {
            plan.loads.stamp_pair(n, Complex::real(*g), &mut self.value);
        }
        plan.symbolic.factor_complex(&mut self.value);
    }

    /// Solves for voltages in place of currents.
    pub fn solve(&self, plan: &Plan, balance: &mut [Complex]) {
        plan.symbolic
            .solve_complex(&self.value, &mut balance[..=plan.free]);
    }
}
