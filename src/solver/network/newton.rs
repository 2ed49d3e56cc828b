//! Newton's method with a line search: eqs. (3) of the module.

use super::rows::Rows;
use super::symbolic::Network;
use super::{Convergence, Flows, SolveError, Tolerance};
use crate::model::hydraulic::{Hydraulics, LinkId};

/// Overshoot of the content's derivative that calls for a line search.
const OVERSHOOT: f64 = 2.0;
/// Share of the derivative at the start that a line search leaves.
const ENOUGH: f64 = 0.25;
/// Growth of a slope within one step that is a limit being met rather than a curve bending.
const LIMIT_MET: f64 = 1e3;
/// Iterations after which limits being met count as overshoot too, which makes convergence certain.
const STRICT_FROM: u32 = 25;
/// Flow that imbalance is compared with where nearly nothing passes [share of the largest flow].
const LEAST_THROUGH: f64 = 1e-4;

/// Buffers of a solution; nothing is allocated after it is made.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub(super) rows: Rows,
    /// Flow of each chain [kg/s], then one zero for blind links.
    pub(super) chain: Vec<f64>,
    /// Potential of each place [Pa]: free nodes in matrix order, then ground.
    pub(super) potential: Vec<f64>,
    /// What passes each node from outside and from blind links [kg/s], by node.
    pub(super) inflow: Vec<f64>,
    /// Residual r, slope Δp′, step δṁ and loss of each chain.
    residual: Vec<f64>,
    slope: Vec<f64>,
    old_slope: Vec<f64>,
    step: Vec<f64>,
    loss: Vec<f64>,
    start: Vec<f64>,
    /// Matrix values and right-hand side.
    value: Vec<f64>,
    pub(super) right: Vec<f64>,
    /// Imbalance of each place and half the flow through it [kg/s].
    pub(super) imbalance: Vec<f64>,
    through: Vec<f64>,
    pub(super) injected: bool,
}

impl Workspace {
    /// Buffers for `h`, analysed as `net`.
    pub fn new(h: &Hydraulics, net: &Network) -> Self {
        let (n, c) = (net.unknowns(), net.flows());
        Self {
            rows: Rows::new(h),
            chain: vec![0.0; c + 1],
            potential: vec![0.0; n + net.chains.ground.len()],
            inflow: vec![0.0; h.nodes()],
            residual: vec![0.0; c],
            slope: vec![0.0; c + 1],
            old_slope: vec![0.0; c],
            step: vec![0.0; c],
            loss: vec![0.0; c + 1],
            start: vec![0.0; c],
            value: vec![0.0; net.matrix.len()],
            right: vec![0.0; n + 1],
            imbalance: vec![0.0; n + 1],
            through: vec![0.0; n + 1],
            injected: false,
        }
    }
}

/// Solves `h` from `flows`, or from rated flows where those are no solution, and writes them.
///
/// Where `flows` still solve `h` within `tolerance` they are left as they are, to the bit.
///
/// # Errors
/// No convergence, or a property that is not a number; `flows` then is not a solution.
pub fn solve(
    h: &Hydraulics,
    net: &Network,
    ws: &mut Workspace,
    flows: &mut Flows,
    tolerance: &Tolerance,
) -> Result<Convergence, SolveError> {
    ws.rows.prepare(h, net);
    ws.pass_injections(h, net);
    if flows.solved {
        ws.load(h, net, flows);
    } else {
        ws.guess(h, net);
    }
    let scale = ws.scale(h, net);
    ws.evaluate(h, net);
    let mut report = Convergence {
        evaluations: 1,
        ..Convergence::default()
    };
    loop {
        let (head, imbalance) = ws.residuals(net);
        report.head = head / scale;
        report.imbalance = imbalance;
        if report.head <= tolerance.head && report.imbalance <= tolerance.imbalance {
            if report.iterations > 0 || !flows.solved {
                ws.finish(h, net, flows);
            }
            return Ok(report);
        }
        if report.iterations >= tolerance.iterations || !head.is_finite() {
            flows.solved = false;
            return Err(ws.failure(h, net, &report, scale));
        }
        report.evaluations += ws.iterate(h, net, report.iterations);
        report.iterations += 1;
    }
}

impl Workspace {
    /// Start from an earlier solution.
    fn load(&mut self, h: &Hydraulics, net: &Network, flows: &Flows) {
        for c in 0..net.flows() {
            let first = net.steps(c)[0];
            let row = net.row_of_link[first.link as usize] as usize;
            self.chain[c] = first.sign * (flows.mass[first.link as usize] - self.rows.base[row]);
        }
        for &(node, place) in &net.place_of_core {
            self.potential[place as usize] = flows.potential[node as usize];
        }
        self.give_potentials(h, net);
    }

    /// Start from rated flows.
    fn guess(&mut self, h: &Hydraulics, net: &Network) {
        self.potential.fill(0.0);
        for c in 0..net.flows() {
            let (mut least, mut direction) = (f64::INFINITY, 1.0);
            for step in net.steps(c) {
                let row = net.row_of_link[step.link as usize] as usize;
                least = least.min(self.rows.guess(h, net, row));
                if h.kind[step.link as usize].is_directed() {
                    direction = step.sign;
                }
            }
            self.chain[c] = direction * least;
        }
        self.give_potentials(h, net);
    }

    fn give_potentials(&mut self, h: &Hydraulics, net: &Network) {
        for fixed in &h.fixed {
            let v = fixed.node.0;
            if net.vessel[net.part[v as usize] as usize].is_none() {
                let at = net.chains.ground.binary_search(&v);
                if let Ok(i) = at {
                    self.potential[net.unknowns() + i] = fixed.pressure + h.column(fixed.node);
                }
            }
        }
    }

    /// What residuals of eq. (1) are compared with [Pa]: the largest pump head; without pumps the
    /// spread of given pressures and of buoyancy.
    fn scale(&self, h: &Hydraulics, net: &Network) -> f64 {
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
        if scale > 0.0 { scale } else { 1.0 }
    }

    /// Evaluates all laws and sums them along chains.
    fn evaluate(&mut self, h: &Hydraulics, net: &Network) {
        self.rows.evaluate(h, net, &self.chain);
        self.loss.fill(0.0);
        self.slope.fill(0.0);
        let n = self.rows.drop.len();
        let (drop, slope) = (&self.rows.drop[..n], &self.rows.slope[..n]);
        let (buoyancy, sign) = (&self.rows.buoyancy[..n], &net.sign_of_row[..n]);
        let of = &net.chain_of_row[..n];
        for i in 0..n {
            let c = of[i] as usize;
            self.loss[c] += sign[i] * (drop[i] + buoyancy[i]);
            self.slope[c] += slope[i];
        }
        self.residuals_of_chains(net);
    }

    fn residuals_of_chains(&mut self, net: &Network) {
        for (c, &[a, b]) in net.ends.iter().enumerate() {
            self.residual[c] =
                self.potential[a as usize] - self.potential[b as usize] - self.loss[c];
        }
    }

    /// Largest residual of eq. (1) [Pa] and of eq. (2) [share of the flow through the node].
    fn residuals(&mut self, net: &Network) -> (f64, f64) {
        let none = net.matrix.no_place();
        self.imbalance.fill(0.0);
        self.through.fill(0.0);
        if self.injected {
            for &(node, place) in &net.place_of_core {
                let flow = self.inflow[node as usize];
                self.imbalance[place.min(none) as usize] += flow;
                self.through[place.min(none) as usize] += flow.abs();
            }
        }
        let (mut head, mut largest) = (0.0f64, 0.0f64);
        let mut broken = false;
        for (c, &[a, b]) in net.ends.iter().enumerate() {
            let m = self.chain[c];
            head = head.max(self.residual[c].abs());
            broken |= self.residual[c].is_nan();
            largest = largest.max(m.abs());
            let (a, b) = (a.min(none) as usize, b.min(none) as usize);
            self.imbalance[a] -= m;
            self.imbalance[b] += m;
            self.through[a] += m.abs();
            self.through[b] += m.abs();
        }
        let mut worst = 0.0f64;
        for v in 0..none as usize {
            let through = 0.5 * self.through[v].max(LEAST_THROUGH * largest);
            if through > 0.0 {
                worst = worst.max(self.imbalance[v].abs() / through);
            }
        }
        (if broken { f64::NAN } else { head }, worst)
    }

    /// One Newton step; returns how often laws were evaluated.
    fn iterate(&mut self, h: &Hydraulics, net: &Network, iteration: u32) -> u32 {
        self.assemble(net);
        net.matrix.solve(&mut self.value, &mut self.right);
        let none = net.matrix.no_place();
        self.right[none as usize] = 0.0;
        let n = net.unknowns();
        for (p, dp) in self.potential[..n].iter_mut().zip(&self.right[..n]) {
            *p += dp;
        }
        let mut descent = 0.0;
        for (c, &[a, b]) in net.ends.iter().enumerate() {
            let dp = self.right[a.min(none) as usize] - self.right[b.min(none) as usize];
            let drive = self.residual[c] + dp;
            let step = drive / self.slope[c];
            self.step[c] = step;
            self.start[c] = self.chain[c];
            self.chain[c] += step;
            descent += drive * step;
        }
        let c = net.flows();
        self.old_slope.copy_from_slice(&self.slope[..c]);
        self.evaluate(h, net);
        // The first step makes the flows solenoidal; only from then on is the content defined.
        if iteration == 0 || self.derivative(iteration) <= OVERSHOOT * descent {
            return 1;
        }
        1 + self.search(h, net, iteration, descent)
    }

    fn assemble(&mut self, net: &Network) {
        self.value.fill(0.0);
        self.right.copy_from_slice(&self.imbalance);
        let none = net.matrix.no_place();
        for (c, (&[a, b], &[da, db, ab])) in net.ends.iter().zip(&net.places).enumerate() {
            let y = 1.0 / self.slope[c];
            let flow = y * self.residual[c];
            self.value[da as usize] += y;
            self.value[db as usize] += y;
            self.value[ab as usize] -= y;
            self.right[a.min(none) as usize] -= flow;
            self.right[b.min(none) as usize] += flow;
        }
    }

    /// Derivative of the content along the step at the present flows; below zero it still falls.
    fn derivative(&self, iteration: u32) -> f64 {
        let strict = iteration >= STRICT_FROM;
        let mut sum = 0.0;
        for c in 0..self.step.len() {
            if strict || self.slope[c] <= LIMIT_MET * self.old_slope[c] {
                sum -= self.residual[c] * self.step[c];
            }
        }
        sum
    }

    /// Finds a share of the step at which the content's derivative nearly vanishes (Illinois).
    fn search(&mut self, h: &Hydraulics, net: &Network, iteration: u32, descent: f64) -> u32 {
        let (mut low, mut high) = ((0.0, -descent), (1.0, self.derivative(iteration)));
        let mut tries = 0;
        let mut last_side = 0;
        while tries < 12 {
            tries += 1;
            let share: f64 = low.0 - low.1 * (high.0 - low.0) / (high.1 - low.1);
            let share = share.clamp(low.0 + 0.02 * (high.0 - low.0), high.0);
            for c in 0..self.step.len() {
                self.chain[c] = self.start[c] + share * self.step[c];
            }
            self.evaluate(h, net);
            let slope = self.derivative(iteration);
            if slope.abs() <= ENOUGH * descent {
                break;
            }
            let side = if slope > 0.0 { 1 } else { -1 };
            if side > 0 {
                high = (share, slope);
                low.1 *= if last_side > 0 { 0.5 } else { 1.0 };
            } else {
                low = (share, slope);
                high.1 *= if last_side < 0 { 0.5 } else { 1.0 };
            }
            last_side = side;
        }
        tries
    }

    fn failure(
        &self,
        h: &Hydraulics,
        net: &Network,
        report: &Convergence,
        scale: f64,
    ) -> SolveError {
        let name = |row: usize| h.link_name(LinkId(net.link_of_row[row])).to_owned();
        if let Some(row) = self.rows.drop.iter().position(|d| !d.is_finite()) {
            return SolveError::NotANumber { element: name(row) };
        }
        let worst = (0..net.flows())
            .max_by(|&a, &b| self.residual[a].abs().total_cmp(&self.residual[b].abs()))
            .unwrap_or(0);
        let stiffest = (0..self.rows.drop.len())
            .filter(|&r| net.chain_of_row[r] as usize == worst)
            .max_by(|&a, &b| self.rows.slope[a].total_cmp(&self.rows.slope[b]))
            .unwrap_or(0);
        SolveError::NotConverged {
            element: name(stiffest),
            residual: self.residual.get(worst).copied().unwrap_or(f64::NAN),
            scale,
            iterations: report.iterations,
        }
    }
}
