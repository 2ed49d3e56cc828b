//! Solving: start, iterate until both residuals are small, hand over.

use super::kept::{Kept, Stale};
use super::limits::{Limits, ROUNDS};
use super::measure::{Course, HUGE};
use super::meetings::Signed;
use super::refine::Refining;
use super::regulate::Regulating;
use super::rows::Rows;
use super::step::Stage;
use super::symbolic::Network;
use super::{Convergence, Flows, SolveError, Tolerance};
use crate::model::hydraulic::{Hydraulics, LinkId};

/// By how much the kinks of regulators are rounded at first [share of the largest pump head], and
/// residual at which they are sharpened [share of the rounding].
const ROUNDED: f64 = 0.1;
/// Factor on the rounding when it is sharpened, and share of the largest pump head below which it ends.
const SHARPER: f64 = 0.01;
const SHARP: f64 = 1e-5;
/// Share of their stiffness that barriers of regulators have at first.
const SOFT: f64 = 1e-6;
/// What a step is bent to leave [share of the residual allowed].
const ENOUGH: f64 = 0.1;

/// Steps after which a network with regulators counts as running in circles if one of the last few led out of this
/// world, or in any case, and potential \[Pa\] whose rounding alone is above any tolerance: it is begun anew with shut
/// valves that leak, so that a part that they shut in has a pressure.
const CIRCLING: u32 = 50;
const CIRCLE: u32 = 6;
const LOST: u32 = 120;
const NOWHERE: f64 = 1e15;

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
    /// Pressure of the columns of coolant along each chain [Pa]; zero throughout where `level`.
    pub(super) lift: Vec<f64>,
    pub(super) level: bool,
    /// Loss of each chain with the columns of coolant [Pa].
    pub(super) loss: Vec<f64>,
    /// Residual r and slope Δp′ of each chain; slope before the step, and the step δṁ.
    pub(super) residual: Vec<f64>,
    pub(super) slope: Vec<f64>,
    pub(super) old_slope: Vec<f64>,
    /// y = 1/Δp′ of each chain, and flows that the right-hand side is made of [kg/(s·Pa), kg/s]; then one zero.
    pub(super) yielding: Vec<f64>,
    pub(super) moved: Vec<f64>,
    pub(super) step: Vec<f64>,
    /// Flow of each chain before the step.
    pub(super) start: Vec<f64>,
    /// Matrix values; right-hand side by place, zero of ground.
    pub(super) value: Vec<f64>,
    pub(super) right: Vec<f64>,
    /// Imbalance of each place [kg/s].
    pub(super) imbalance: Vec<f64>,
    pub(super) refining: Refining,
    pub(super) regulating: Regulating,
    pub(super) limits: Limits,
    /// What is brought into each node, as it was last passed on [kg/s].
    pub(super) brought: Vec<f64>,
    /// Whether flows were made solenoidal before laws were last evaluated, and how often in this solution.
    pub(super) closed: bool,
    pub(super) closings: u32,
    /// What still holds, and chains whose laws do not.
    pub(super) kept: Option<Kept>,
    pub(super) stale: Vec<Stale>,
}

impl Workspace {
    /// Buffers for `h`, analysed as `net`.
    pub fn new(h: &Hydraulics, net: &Network) -> Self {
        let (n, c) = (net.unknowns(), net.flows());
        let places = n + net.chains.ground.len().max(1);
        let zeros = |n: usize| vec![0.0; n];
        Self {
            rows: Rows::new(h, net),
            chain: zeros(c + 1),
            potential: zeros(n + net.chains.ground.len()),
            inflow: zeros(h.nodes()),
            supply: zeros(n + 1),
            injected: false,
            lift: zeros(c),
            level: false,
            loss: zeros(c),
            residual: zeros(c),
            slope: zeros(c),
            old_slope: zeros(c),
            yielding: zeros(c + 1),
            moved: zeros(c + 1),
            step: zeros(c),
            start: zeros(c),
            value: zeros(net.matrix.len()),
            right: zeros(places),
            imbalance: zeros(n + 1),
            refining: Refining::new(c, places),
            regulating: Regulating::new(net.held.len(), n + 1),
            limits: Limits::default(),
            brought: zeros(h.nodes()),
            closed: false,
            closings: 0,
            kept: None,
            stale: Vec::with_capacity(2 * h.links() + c),
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
    let (mut rounds, mut course, mut wild, mut begun) = (0, Course::default(), 0, 0);
    let (scale, mut head) = ws.start(h, net, flows, tolerance);
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
        if ws.is_solved(net, tolerance, head, &mut course, &mut report) {
            if tolerance.exact && rounds < ROUNDS && ws.tighten(h, net) {
                rounds += 1;
                report.evaluations += 1;
                head = ws.evaluate(h, net);
                continue;
            }
            let moved = report.iterations > 0 || !flows.solved;
            if moved {
                ws.finish(h, net, flows);
            }
            if (ws.closed || !moved) && net.held.is_empty() && !tolerance.exact {
                ws.keep(h);
            }
            return Ok(report);
        }
        let close = report.head <= tolerance.head;
        if ws.is_astray(net, report.iterations, head, close, &mut wild) {
            begun = report.iterations;
            report.evaluations += 1;
            head = ws.start_leaking(h, net, scale);
        }
        if report.iterations >= tolerance.iterations || !head.is_finite() {
            flows.solved = false;
            return Err(ws.failure(h, net, tolerance, &report, scale));
        }
        let from = Stage {
            iteration: report.iterations - begun,
            cold: !flows.solved,
            head,
            close,
            settle: close && course.settles(),
        };
        let after = ws.iterate(h, net, from);
        head = after.0;
        report.evaluations += after.1;
        report.iterations += 1;
    }
}

impl Workspace {
    /// Loads settings and where to start from, and evaluates laws there; returns what residuals are compared
    /// with and the largest \[Pa\].
    fn start(
        &mut self,
        h: &Hydraulics,
        net: &Network,
        flows: &Flows,
        tolerance: &Tolerance,
    ) -> (f64, f64) {
        (self.closed, self.closings) = (false, 0);
        let kept = self
            .kept
            .take()
            .filter(|_| flows.solved && !tolerance.exact);
        let still = self.renew(h, net, kept);
        if tolerance.exact {
            self.note_limits();
        }
        if !flows.solved {
            self.guess(h, net);
        } else if still {
            self.load_beside(h, net, flows);
        } else {
            self.load(h, net, flows);
        }
        let scale = self.scale(h, net);
        self.soften(net, scale);
        self.refining.target = ENOUGH * tolerance.head * scale;
        let head = if still && self.few_stale() {
            self.evaluate_stale(h, net)
        } else {
            self.evaluate(h, net)
        };
        (scale, head)
    }

    /// Whether a network with regulators is to be begun anew: it runs in circles that lead out of this world, last in
    /// the iteration `wild`, or without being `close` after long, or has gone nowhere.
    fn is_astray(
        &self,
        net: &Network,
        iterations: u32,
        head: f64,
        close: bool,
        wild: &mut u32,
    ) -> bool {
        if net.held.is_empty() || self.regulating.leaking || iterations == 0 {
            return false;
        }
        let far = self.largest_potential();
        if far > HUGE {
            *wild = iterations;
        }
        let circling = iterations >= CIRCLING && *wild + CIRCLE >= iterations;
        circling || iterations == LOST && !close || far > NOWHERE || !head.is_finite()
    }

    /// Begins anew with regulators that leak; returns the largest residual \[Pa\].
    fn start_leaking(&mut self, h: &Hydraulics, net: &Network, scale: f64) -> f64 {
        self.guess(h, net);
        self.soften(net, scale.max(spread(h)));
        self.rows.allowed.fill(0.0);
        self.regulating.leaking = true;
        self.evaluate(h, net)
    }

    /// Rounds the kinks of regulators and softens their barriers.
    fn soften(&mut self, net: &Network, scale: f64) {
        let none = net.held.is_empty();
        self.regulating.round = if none { 0.0 } else { ROUNDED * scale };
        self.regulating.soft = if none { 1.0 } else { SOFT };
        self.regulating.leaking = false;
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

    /// Pressures of the columns of coolant along chains.
    pub(super) fn raise(&mut self, h: &Hydraulics, net: &Network) {
        self.level = self.rows.lifts(h, net);
        if self.level {
            self.lift.fill(0.0);
            return;
        }
        for (c, lift) in self.lift.iter_mut().enumerate() {
            *lift = net
                .rows(c)
                .map(|(row, sign)| sign * self.rows.buoyancy[row])
                .sum();
        }
    }

    /// Start from an earlier solution.
    pub(super) fn load(&mut self, h: &Hydraulics, net: &Network, flows: &Flows) {
        for (chain, &first) in self.chain.iter_mut().zip(&net.first_of_chain) {
            let base = base_of(&self.rows, net, self.injected, first);
            *chain = first.turn(flows.mass[first.index()] - base);
        }
        self.load_potentials(h, net, flows);
    }

    /// Loads `flows`, and notes the chains in which it is another than at the last evaluation.
    pub(super) fn load_beside(&mut self, h: &Hydraulics, net: &Network, flows: &Flows) {
        let chains = self.chain.iter_mut().zip(&net.first_of_chain);
        for (c, (chain, &first)) in (0..).zip(chains) {
            let base = base_of(&self.rows, net, self.injected, first);
            let flow = first.turn(flows.mass[first.index()] - base);
            if flow.to_bits() != chain.to_bits() {
                *chain = flow;
                self.stale.push(Stale::flow(c));
            }
        }
        self.load_potentials(h, net, flows);
    }

    fn load_potentials(&mut self, h: &Hydraulics, net: &Network, flows: &Flows) {
        for &(node, place) in &net.place_of_core {
            self.potential[place as usize] = flows.potential[node as usize];
        }
        self.give_potentials(h, net);
    }

    /// Start from rated flows.
    fn guess(&mut self, h: &Hydraulics, net: &Network) {
        self.potential.fill(0.0);
        self.chain[..net.flows()].copy_from_slice(&net.usual_flow);
        for row in net.shelves.rows()..net.link_of_row.len() {
            let c = net.chain_of_row[row] as usize;
            if c < net.flows() {
                let least = self.chain[c].abs().min(self.rows.guess(h, net, row));
                self.chain[c] = least.copysign(self.chain[c]);
                if h.is_directed(LinkId(net.link_of_row[row])) {
                    self.chain[c] = net.sign_of_row[row] * least;
                }
            }
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

    /// The regulator whose equation is furthest from holding, and by how much \[Pa\].
    fn worst_regulator(&self, h: &Hydraulics) -> Option<(String, f64)> {
        let off = self.regulating.balance.iter().map(|b| b.value.abs());
        let numbers = off.enumerate().filter(|(_, off)| off.is_finite());
        let (v, off) = numbers.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let link = LinkId(*h.regulators.link.get(v)?);
        Some((h.link_name(link).to_owned(), off))
    }

    fn failure(
        &mut self,
        h: &Hydraulics,
        net: &Network,
        tolerance: &Tolerance,
        report: &Convergence,
        scale: f64,
    ) -> SolveError {
        if let Some(missed) = self.missed(h, net, tolerance, report) {
            return missed;
        }
        let name = |row: usize| h.link_name(LinkId(net.link_of_row[row])).to_owned();
        // What is no number before the first step was none in the settings; later the steps have led out of this world.
        let spoilt = self.rows.drop.iter().position(|d| !d.is_finite());
        if let Some(row) = spoilt.filter(|_| report.iterations == 0) {
            return SolveError::NotANumber { element: name(row) };
        }
        let worst = (0..net.flows())
            .max_by(|&a, &b| self.residual[a].abs().total_cmp(&self.residual[b].abs()))
            .unwrap_or(0);
        if let Some((element, residual)) = self.worst_regulator(h)
            && self.residual.get(worst).is_none_or(|r| residual > r.abs())
        {
            return SolveError::NotConverged {
                element,
                residual,
                scale,
                iterations: report.iterations,
            };
        }
        let flow = self.chain[worst];
        let rows = net.rows(worst).map(|(row, _)| row);
        let steep = rows.map(|row| (row, self.rows.law(h, net, row, flow).0.slope));
        let stiffest = steep
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map_or(0, |steep| steep.0);
        SolveError::NotConverged {
            element: name(stiffest),
            residual: (self.residual.get(worst).copied())
                .filter(|r| r.is_finite())
                .unwrap_or(f64::INFINITY),
            scale,
            iterations: report.iterations,
        }
    }
}

/// What of the flow of the link `first` is not its chain's [kg/s].
#[inline(always)]
fn base_of(rows: &Rows, net: &Network, injected: bool, first: Signed) -> f64 {
    if injected {
        rows.base[net.row_of_link[first.index()] as usize]
    } else {
        0.0
    }
}

/// Spread of given and set potentials \[Pa\].
fn spread(h: &Hydraulics) -> f64 {
    let given = h.fixed.iter().map(|x| x.pressure + h.column(x.node));
    // What counts from another node is a difference.
    let rules = h.regulators.law.iter().zip(&h.regulators.sense);
    let sets = rules.filter(|(_, sense)| sense.is_none());
    let all = given.chain(sets.map(|(law, _)| law.set));
    let (least, most) = all.fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p), b.max(p)));
    most - least
}
