//! Solving: start, iterate until both residuals are small, hand over.

use super::limits::{Limits, ROUNDS};
use super::regulate::Regulating;
use super::rows::Rows;
use super::symbolic::Network;
use super::{Convergence, Flows, SolveError, Tolerance};
use crate::model::hydraulic::{Hydraulics, LinkId};

/// Flow that imbalance is compared with where nearly nothing passes [share of the largest flow].
const LEAST_THROUGH: f64 = 1e-4;
/// Largest flow below which a network counts as at rest [share of its rated flow].
const REST: f64 = 1e-9;

/// Pressure that stands for a pump's where only what is drawn off moves coolant [Pa]: 1 m of water.
const UNDRIVEN: f64 = 1e4;

/// By how much the kinks of regulators are rounded at first [share of the largest pump head], and
/// residual at which they are sharpened [share of the rounding].
const ROUNDED: f64 = 0.1;
/// Factor on the rounding when it is sharpened, and share of the largest pump head below which it ends.
const SHARPER: f64 = 0.01;
const SHARP: f64 = 1e-5;
/// Share of their stiffness that barriers of regulators have at first.
const SOFT: f64 = 1e-6;
/// Iterations within the tolerance of heads after which imbalance below [`ROUNDING`] counts as the
/// rounding of potentials too large for their differences, balances are closed in the end anyway, and
/// the change of flows is that of the last step if that is less than the bound on the next.
const IDLE: u32 = 5;
const ROUNDING: f64 = 1e-9;

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
    /// The same by place; zero throughout unless `injected`.
    pub(super) supply: Vec<f64>,
    pub(super) injected: bool,
    /// Pressure of the columns of coolant along each chain [Pa].
    pub(super) lift: Vec<f64>,
    /// Residual r and slope Δp′ of each chain; slope before the step, and the step δṁ.
    pub(super) residual: Vec<f64>,
    pub(super) slope: Vec<f64>,
    pub(super) old_slope: Vec<f64>,
    pub(super) step: Vec<f64>,
    /// Flow of each chain before the step.
    pub(super) start: Vec<f64>,
    /// Matrix values and right-hand side.
    pub(super) value: Vec<f64>,
    pub(super) right: Vec<f64>,
    /// Imbalance of each place and half the flow through it [kg/s].
    pub(super) imbalance: Vec<f64>,
    through: Vec<f64>,
    pub(super) regulating: Regulating,
    pub(super) limits: Limits,
}

impl Workspace {
    /// Buffers for `h`, analysed as `net`.
    pub fn new(h: &Hydraulics, net: &Network) -> Self {
        let (n, c) = (net.unknowns(), net.flows());
        let zeros = |n: usize| vec![0.0; n];
        Self {
            rows: Rows::new(h),
            chain: zeros(c + 1),
            potential: zeros(n + net.chains.ground.len()),
            inflow: zeros(h.nodes()),
            supply: zeros(n + 1),
            injected: false,
            lift: zeros(c),
            residual: zeros(c),
            slope: zeros(c),
            old_slope: zeros(c),
            step: zeros(c),
            start: zeros(c),
            value: zeros(net.matrix.len()),
            right: zeros(n + 1),
            imbalance: zeros(n + 1),
            through: zeros(n + 1),
            regulating: Regulating::new(net.held.len(), n + 1),
            limits: Limits::default(),
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
    ws.prepare(h, net);
    if tolerance.exact {
        ws.note_limits();
    }
    let (mut rounds, mut idle) = (0, 0);
    if flows.solved {
        ws.load(h, net, flows);
    } else {
        ws.guess(h, net);
    }
    let scale = ws.scale(h, net);
    ws.soften(net, scale);
    let mut head = ws.evaluate(h, net);
    let mut report = Convergence {
        evaluations: 1,
        ..Convergence::default()
    };
    loop {
        report.head = head / scale;
        if ws.regulating.round > 0.0 && head <= ROUNDED * ws.regulating.round {
            ws.sharpen(scale);
            report.evaluations += 1;
            head = ws.evaluate(h, net);
            continue;
        }
        let rounded = head <= ws.rounding();
        if report.head <= tolerance.head || rounded {
            report.imbalance = ws.imbalance(net);
            let asked = tolerance.change.is_finite();
            report.change = if asked { ws.change(net) } else { 0.0 };
            idle += 1;
            if idle > IDLE && asked {
                report.change = report.change.min(ws.changed(net));
            }
            let least = if idle > IDLE { ROUNDING } else { 0.0 };
            let good = report.imbalance <= tolerance.imbalance.max(least);
            if (good && report.change <= tolerance.change) || rounded {
                if tolerance.exact && rounds < ROUNDS && ws.tighten(h, net.rated_flow) {
                    rounds += 1;
                    report.evaluations += 1;
                    head = ws.evaluate(h, net);
                    continue;
                }
                if report.iterations > 0 || !flows.solved {
                    ws.finish(h, net, flows);
                }
                return Ok(report);
            }
        }
        if report.iterations >= tolerance.iterations || !head.is_finite() {
            flows.solved = false;
            return Err(ws.failure(h, net, &report, scale));
        }
        let evaluations;
        (head, evaluations) = ws.iterate(h, net, report.iterations);
        report.evaluations += evaluations;
        report.iterations += 1;
    }
}

impl Workspace {
    /// Bound on Σ|δṁ|/Σ|ṁ| of the next step, over links. With balanced nodes that step is the
    /// projection of y·r in the measure of the slopes, so Σ δṁ²/y ≤ Σ y·r², and by Cauchy and Schwarz
    /// (Σ n|δṁ|)² ≤ Σ n²y · Σ y·r² with n links in a chain.
    fn change(&self, net: &Network) -> f64 {
        let (mut weight, mut square, mut flow) = (0.0, 0.0, 0.0);
        for (c, &links) in net.steps_of_chain.iter().enumerate() {
            let (y, n, r) = (1.0 / self.slope[c], f64::from(links), self.residual[c]);
            weight += n * n * y;
            square += y * r * r;
            flow += n * self.chain[c].abs();
        }
        if square == 0.0 {
            return 0.0;
        }
        (weight * square).sqrt() / flow.max(LEAST_THROUGH * net.rated_flow)
    }

    /// Σ|δṁ|/Σ|ṁ| of the last step, over links.
    fn changed(&self, net: &Network) -> f64 {
        let (mut step, mut flow) = (0.0, 0.0);
        for (c, &links) in net.steps_of_chain.iter().enumerate() {
            step += f64::from(links) * self.step[c].abs();
            flow += f64::from(links) * self.chain[c].abs();
        }
        step / flow.max(LEAST_THROUGH * net.rated_flow)
    }

    /// Rounding of a difference of potentials [Pa]; none unless a part that nothing feeds has brought
    /// them out of all proportion.
    fn rounding(&self) -> f64 {
        let largest = self.potential.iter().fold(0.0f64, |m, p| m.max(p.abs()));
        let huge = largest > 1e9 && self.regulating.round == 0.0;
        if huge {
            4.0 * f64::EPSILON * largest
        } else {
            0.0
        }
    }

    /// Rounds the kinks of regulators and softens their barriers.
    fn soften(&mut self, net: &Network, scale: f64) {
        let none = net.held.is_empty();
        self.regulating.round = if none { 0.0 } else { ROUNDED * scale };
        self.regulating.soft = if none { 1.0 } else { SOFT };
    }

    /// Lets regulators follow their kink more closely, in the end exactly.
    fn sharpen(&mut self, scale: f64) {
        let now = &mut self.regulating;
        if now.round > SHARP * scale {
            now.round *= SHARPER;
            now.soft = (now.soft / SHARPER).min(1.0);
        } else {
            (now.round, now.soft) = (0.0, 1.0);
        }
    }

    fn prepare(&mut self, h: &Hydraulics, net: &Network) {
        self.rows.prepare(h, net);
        self.pass_injections(h, net);
        for (c, lift) in self.lift.iter_mut().enumerate() {
            *lift = net
                .rows(c)
                .map(|(row, sign)| sign * self.rows.buoyancy[row])
                .sum();
        }
    }

    /// Start from an earlier solution.
    pub(super) fn load(&mut self, h: &Hydraulics, net: &Network, flows: &Flows) {
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
                if h.is_directed(LinkId(step.link)) {
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
    /// spread of given pressures and of buoyancy; without these [`UNDRIVEN`].
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
    fn imbalance(&mut self, net: &Network) -> f64 {
        let none = net.matrix.no_place();
        self.imbalance.copy_from_slice(&self.supply);
        for (through, supply) in self.through.iter_mut().zip(&self.supply) {
            *through = supply.abs();
        }
        let mut largest = REST * net.rated_flow;
        for (&[a, b], &m) in net.nodes_of_chain.iter().zip(&self.chain) {
            largest = largest.max(m.abs());
            let (a, b) = (a as usize, b as usize);
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
        worst
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
