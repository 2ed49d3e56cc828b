//! How far a network is from being solved.

use super::evaluate::largest;
use super::newton::Workspace;
use super::step::total;
use super::symbolic::Network;
use super::{Convergence, Tolerance};
use crate::model::hydraulic::Hydraulics;

/// Flow that imbalance is compared with where nearly nothing passes [share of the largest flow].
const LEAST_THROUGH: f64 = 1e-4;
/// Largest flow below which a network counts as at rest [share of its rated flow].
const REST: f64 = 1e-9;
/// Pressure that stands for a pump's where only what is drawn off moves coolant [Pa]: 1 m of water.
const UNDRIVEN: f64 = 1e4;
/// Iterations within the tolerance of heads after which imbalance below [`ROUNDING`] counts as the
/// rounding of potentials too large for their differences, balances are closed in the end anyway, and
/// the change of flows is that of the last step if that is less than the bound on the next.
const IDLE: u32 = 5;
const ROUNDING: f64 = 1e-9;
/// The same where a potential is above [`HUGE`] [Pa]: a part that only a leak feeds.
const ROUNDING_HUGE: f64 = 1e-6;
pub(super) const HUGE: f64 = 1e8;
/// Iterations before a residual is compared with the rounding of potentials.
const PATIENCE: u32 = 8;
/// Share of the largest residual before a step below which it still falls, so that no last digit holds it.
const FALLING: f64 = 0.5;

/// How a solution went so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// Times the residuals of heads were within the tolerance.
    idle: u32,
    /// Largest residual of heads at the last look \[Pa\].
    head: f64,
}

impl Course {
    /// Whether the next step is to make the flows solenoidal, because steps alone have not balanced them: where a link
    /// loses next to nothing, the last digit of a potential is a good deal of flow. Every other step is left as it is,
    /// for where a law is steep the last digit of a flow is a good deal of head.
    pub fn settles(&self) -> bool {
        self.idle >= 2 && self.idle.is_multiple_of(2)
    }
}

impl Default for Course {
    fn default() -> Self {
        Self {
            idle: 0,
            head: f64::INFINITY,
        }
    }
}

impl Workspace {
    /// Whether residuals, the largest of heads being `head` [Pa], and the next change of flows are within
    /// `tolerance`; notes them in `report`, and in `course` what the next call has to know.
    pub(super) fn is_solved(
        &self,
        net: &Network,
        tolerance: &Tolerance,
        head: f64,
        course: &mut Course,
        report: &mut Convergence,
    ) -> bool {
        let rounded = report.iterations >= PATIENCE && head <= self.rounding();
        let close = report.head <= tolerance.head || rounded;
        let falling = head < FALLING * std::mem::replace(&mut course.head, head);
        let stuck = report.iterations >= PATIENCE && !falling;
        let last_digit = || stuck && head <= self.last_digit(net);
        if !head.is_finite() || !(close || last_digit()) {
            return false;
        }
        // Flows that were made solenoidal are balanced to rounding.
        report.imbalance = if self.closed {
            0.0
        } else {
            self.imbalance(net)
        };
        let asked = tolerance.change.is_finite();
        report.change = if asked { self.change(net) } else { 0.0 };
        if report.change > tolerance.change && self.closed && net.held.is_empty() {
            let flow = self.flow_of_links(net);
            report.change = report.change.min(self.change_in_loops(net) / flow);
        }
        course.idle += 1;
        let mut most = tolerance.imbalance;
        if course.idle > IDLE {
            let huge = self.largest_potential() > HUGE;
            most = most.max(if huge { ROUNDING_HUGE } else { ROUNDING });
            if asked {
                report.change = report.change.min(self.changed(net));
            }
        }
        let balanced = report.imbalance <= most && report.change <= tolerance.change;
        // Rounding excuses heads of a part that only a leak feeds, not flows that do not add up.
        balanced || (rounded && report.imbalance <= ROUNDING_HUGE)
    }

    /// Bound on Σ|δṁ|/Σ|ṁ| of the next step, over links. With balanced nodes that step is the
    /// projection of y·r in the measure of the slopes, so Σ δṁ²/y ≤ Σ y·r², and by Cauchy and Schwarz
    /// (Σ n|δṁ|)² ≤ Σ n²y · Σ y·r² with n links in a chain.
    fn change(&self, net: &Network) -> f64 {
        let columns = [&self.yielding[..], &self.residual, &self.chain];
        let [weight, square, flow] = sums(&net.links_of_chain, columns);
        if square == 0.0 {
            return 0.0;
        }
        (weight * square).sqrt() / flow.max(LEAST_THROUGH * net.rated_flow)
    }

    /// Σ|δṁ|/Σ|ṁ| of the last step, over links, with what closing balances moved.
    fn changed(&self, net: &Network) -> f64 {
        let moved = self.chain.iter().zip(&self.start).zip(&net.links_of_chain);
        let moved: f64 = moved.map(|((now, then), n)| n * (now - then).abs()).sum();
        moved / self.flow_of_links(net)
    }

    /// Σ|ṁ| over links [kg/s], or what it counts as where nearly nothing flows.
    fn flow_of_links(&self, net: &Network) -> f64 {
        let flows = self.chain.iter().zip(&net.links_of_chain);
        let flow: f64 = flows.map(|(m, n)| n * m.abs()).sum();
        flow.max(LEAST_THROUGH * net.rated_flow)
    }

    /// Rounding of a difference of potentials [Pa]; none unless a part that nothing feeds has brought
    /// them out of all proportion.
    fn rounding(&self) -> f64 {
        let largest = self.largest_potential();
        let huge = largest > 1e9 && self.regulating.round == 0.0;
        if huge {
            4.0 * f64::EPSILON * largest
        } else {
            0.0
        }
    }

    /// Pressure that the last digit of a flow is where a law is steepest [Pa]: a limit held by a stiff barrier beside
    /// pumps of little head cannot be met more closely.
    fn last_digit(&self, net: &Network) -> f64 {
        let chains = self.chain[..net.flows()].iter().zip(&self.yielding);
        let pressures = chains.map(|(m, y)| m.abs() / y);
        4.0 * f64::EPSILON * pressures.fold(0.0f64, f64::max)
    }

    pub(super) fn largest_potential(&self) -> f64 {
        self.potential.iter().fold(0.0f64, |m, p| m.max(p.abs()))
    }

    /// What residuals of eq. (1) are compared with \[Pa\]: the largest pump head; without pumps the
    /// spread of given pressures and of buoyancy; without these `UNDRIVEN`.
    pub fn scale(&self, h: &Hydraulics, net: &Network) -> f64 {
        if net.largest_head > 0.0 {
            return net.largest_head;
        }
        let given = |f: fn(f64, f64) -> f64, start: f64| {
            let potentials = h.fixed.iter().map(|x| x.pressure + h.column(x.node));
            potentials.fold(start, f)
        };
        let spread = given(f64::max, f64::MIN) - given(f64::min, f64::MAX);
        let buoyancy = self.rows.buoyancy.iter().fold(0.0, |m, b| b.abs().max(m));
        let scale = spread.max(buoyancy);
        if scale > 0.0 { scale } else { UNDRIVEN }
    }

    /// Largest residual of eq. (2), as a share of the flow through the node.
    pub(super) fn imbalance(&self, net: &Network) -> f64 {
        let most = largest(&self.chain).max(REST * net.rated_flow);
        (net.meetings).imbalance(&self.chain, &self.supply, LEAST_THROUGH * most)
    }
}

/// Σ n²y, Σ y·r² and Σ n|ṁ| of chains with `n` links, in eight partial sums of fixed order.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn sums(n: &[f64], [y, r, m]: [&[f64]; 3]) -> [f64; 3] {
    let c = n.len();
    let (y, r, m) = (&y[..c], &r[..c], &m[..c]);
    let mut sums = [[0.0; 8]; 3];
    for first in (0..c).step_by(8) {
        for (k, i) in (first..c.min(first + 8)).enumerate() {
            sums[0][k] += n[i] * n[i] * y[i];
            sums[1][k] += y[i] * (r[i] * r[i]);
            sums[2][k] += n[i] * m[i].abs();
        }
    }
    let [a, b, c] = sums;
    [total(a), total(b), total(c)]
}
