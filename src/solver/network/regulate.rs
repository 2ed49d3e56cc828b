//! Pressure-regulating valves within a Newton step.
//!
//! A regulator's flow answers to potentials on one side of it, or at the end of its impulse line, so it makes the matrix unsymmetric. It
//! therefore stands in the symmetric matrix as a plain conductance y₀, and the rest of its flow,
//! δṁ = y₀·(δP_a − δP_b) + w, is found beside it: with A the matrix, e_v = ±1 at the ends of valve v
//! and δP⁰ the step without w,
//!
//! ```text
//! δP = δP⁰ − Σ_v A⁻¹e_v·w_v,     φ_v + ∂φ_v·(δṁ_v, δP_a, δP_b) = 0 for every v              (1)
//! ```
//!
//! a dense system of as many unknowns as there are regulators, which is Newton's method without any
//! lagging.

use super::newton::Workspace;
use super::symbolic::Network;
use crate::model::hydraulic::Hydraulics;
use crate::physics::hydraulic::regulator::Balance;

/// Pressure at which y₀ passes the usual flow of a regulator [Pa].
const USUAL_DROP: f64 = 1e4;
/// Slope of φ with flow that keeps (1) regular where two valves regulate one node [share of 1/y₀].
const LEAST_SLOPE: f64 = 1e-9;
/// Share by which a leaking valve answers to either side at least [-]: what it shuts in then moves by no more than 10⁸
/// of its residual, where rounding leaves something of a solution.
const LEAST_SHARE: f64 = 1e-8;

/// Where a regulator stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub chain: u32,
    /// +1 where the valve points along its chain.
    pub sign: f64,
    /// Places of its start and end in the vector of potentials.
    pub start: u32,
    pub end: u32,
    /// Place of the node at the other end of its impulse line.
    pub sense: Option<u32>,
}

impl Held {
    /// All regulators of a network, in their own order.
    pub fn all(h: &Hydraulics, net: &Network) -> Vec<Self> {
        let place = |node: u32| {
            let mut core = net.place_of_core.iter();
            core.find(|(v, _)| *v == node).map(|(_, place)| *place)
        };
        let at = |(&link, sense): (&u32, &Option<u32>)| {
            let row = net.row_of_link[link as usize] as usize;
            let chain = net.chain_of_row[row];
            let ([a, b], sign) = (net.ends[chain as usize], net.sign_of_row[row]);
            let (start, end) = if sign > 0.0 { (a, b) } else { (b, a) };
            Self {
                chain,
                sign,
                start,
                end,
                sense: sense.and_then(place),
            }
        };
        let all = h.regulators.link.iter().zip(&h.regulators.sense);
        all.map(at).collect()
    }
}

/// Buffers for regulators.
#[derive(Clone, Debug, Default)]
pub(super) struct Regulating {
    pub(super) balance: Vec<Balance>,
    /// A⁻¹e of each valve, one after the other.
    response: Vec<f64>,
    /// Dense system (1), row by row with its right-hand side last.
    dense: Vec<f64>,
    /// w of each valve [kg/s].
    extra: Vec<f64>,
    /// By how much the kink is rounded [Pa].
    pub round: f64,
    /// To what share of their stiffness barriers are softened meanwhile [-].
    pub soft: f64,
    /// Whether shut valves leak, so that parts that nothing else feeds have a pressure.
    pub leaking: bool,
}

impl Regulating {
    pub fn new(valves: usize, places: usize) -> Self {
        Self {
            balance: vec![Balance::default(); valves],
            response: vec![0.0; valves * places],
            dense: vec![0.0; valves * (valves + 1)],
            extra: vec![0.0; valves],
            round: 0.0,
            soft: 1.0,
            leaking: false,
        }
    }
}

impl Workspace {
    /// Puts y₀ in place of each regulator and returns the largest |φ| [Pa], NaN where one is.
    pub(super) fn regulate(&mut self, h: &Hydraulics, net: &Network) -> f64 {
        let mut most = 0.0f64;
        let first = self.rows.allowed.len() - net.held.len();
        for (v, held) in net.held.iter().enumerate() {
            let (law, c) = (&h.regulators.law[v], held.chain as usize);
            let (a, b) = (
                self.potential[held.start as usize],
                self.potential[held.end as usize],
            );
            let m = held.sign * self.chain[c];
            let allowed = self.rows.allowed[first + v];
            let sensed = held.sense.map_or(0.0, |s| self.potential[s as usize]);
            let now = &mut self.regulating;
            let limits = [now.round, now.soft, allowed];
            let balance = law.balance(m, [a, b, sensed], limits, now.leaking);
            now.balance[v] = balance;
            most = if balance.value.abs() <= most {
                most
            } else {
                balance.value.abs()
            };
            self.residual[c] = 0.0;
            self.slope[c] = USUAL_DROP / law.usual;
        }
        most
    }

    /// Sum of φ² of all regulators, each over the slope of the loss that stands for it [Pa·kg/s].
    pub(super) fn unregulated(&self, net: &Network) -> f64 {
        let squares = net.held.iter().zip(&self.regulating.balance);
        squares
            .map(|(held, b)| b.value * b.value / self.old_slope[held.chain as usize])
            .sum()
    }

    /// Finds w of every regulator from the step without them in `right`, and corrects that step.
    pub(super) fn couple(&mut self, net: &Network) {
        let (k, n) = (net.held.len(), net.unknowns() + 1);
        let Regulating {
            balance,
            response,
            dense,
            extra,
            leaking,
            ..
        } = &mut self.regulating;
        let least = if *leaking { LEAST_SHARE } else { 0.0 };
        let none = net.matrix.no_place();
        let place = |p: u32| p.min(none) as usize;
        response.fill(0.0);
        for (held, x) in net.held.iter().zip(response.chunks_exact_mut(n)) {
            x[place(held.start)] += 1.0;
            x[place(held.end)] -= 1.0;
            x[n - 1] = 0.0;
            net.matrix.again(&self.value, x);
            x[n - 1] = 0.0;
        }
        for (v, held) in net.held.iter().enumerate() {
            let d = balance[v];
            let y0 = 1.0 / self.slope[held.chain as usize];
            let by_flow = d.by_flow - LEAST_SLOPE / y0;
            let (a, b) = (
                d.by_start + least + y0 * by_flow,
                d.by_end - least - y0 * by_flow,
            );
            let sensed = |x: &[f64]| held.sense.map_or(0.0, |s| d.by_set * x[place(s)]);
            let at = |x: &[f64]| a * x[place(held.start)] + b * x[place(held.end)] + sensed(x);
            let row = &mut dense[v * (k + 1)..(v + 1) * (k + 1)];
            for (entry, x) in row.iter_mut().zip(response.chunks_exact(n)) {
                *entry = -at(x);
            }
            row[v] += by_flow;
            row[k] = -d.value - at(&self.right);
        }
        eliminate(dense, extra);
        for (w, x) in extra.iter().zip(response.chunks_exact(n)) {
            for (right, x) in self.right.iter_mut().zip(x) {
                *right -= w * x;
            }
        }
    }

    /// Adds w to the steps of the regulators' flows and takes them out of the content's derivative.
    pub(super) fn add_extra(&mut self, net: &Network) {
        for (held, w) in net.held.iter().zip(&self.regulating.extra) {
            let c = held.chain as usize;
            self.step[c] += held.sign * w;
            self.residual[c] = 0.0;
        }
    }
}

/// Gaussian elimination with row pivoting of a system stored row by row with its right-hand side.
fn eliminate(dense: &mut [f64], x: &mut [f64]) {
    let k = x.len();
    let w = k + 1;
    for j in 0..k {
        let pivot = (j..k)
            .max_by(|&a, &b| dense[a * w + j].abs().total_cmp(&dense[b * w + j].abs()))
            .unwrap_or(j);
        for c in j..w {
            dense.swap(j * w + c, pivot * w + c);
        }
        for r in j + 1..k {
            let share = dense[r * w + j] / dense[j * w + j];
            for c in j..w {
                dense[r * w + c] -= share * dense[j * w + c];
            }
        }
    }
    for j in (0..k).rev() {
        let known: f64 = (j + 1..k).map(|c| dense[j * w + c] * x[c]).sum();
        x[j] = (dense[j * w + k] - known) / dense[j * w + j];
    }
}

#[cfg(test)]
mod tests {
    use super::eliminate;

    #[test]
    fn eliminates_with_pivots() {
        // 2y = 4, x + y = 5.
        let mut dense = [0.0, 2.0, 4.0, 1.0, 1.0, 5.0];
        let mut x = [0.0; 2];
        eliminate(&mut dense, &mut x);
        assert_eq!(x, [3.0, 2.0]);
    }
}
