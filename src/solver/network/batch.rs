//! Many settings of one network, solved eight in step.
//!
//! Indices are read once for eight settings, and every operation is one of a vector. Each lane takes
//! the steps that [`solve`] takes and stops when it is solved, so that a result does not depend on its
//! neighbours; a lane whose full step overshoots is solved by [`solve`] instead, and so are networks of
//! more than 512 links, eight of which leave the cache.

use super::newton::{Workspace, solve};
use super::rows::Rows;
use super::symbolic::Network;
use super::{Convergence, Flows, SolveError, Tolerance};
use crate::kernels::sparse::lanes::{LANES, Lanes};
use crate::model::hydraulic::{Hydraulics, LinkId};

/// Overshoot of the content's derivative that calls for a line search, as in `step`.
const OVERSHOOT: f64 = 2.0;
/// Links up to which eight settings go in step: more leave the cache, and are solved sooner one by one.
const IN_STEP: usize = 512;
/// Growth of a slope that is a limit being met, as in `step`.
const LIMIT_MET: f64 = 1e3;

/// Settings of one network, woven for solutions in step.
#[derive(Clone, Debug)]
pub struct Scenarios {
    all: Vec<Hydraulics>,
    /// Each eight of them as one; none where they are not alike.
    wide: Vec<Option<Hydraulics>>,
}

impl Scenarios {
    /// Weaves `all`.
    pub fn new(all: Vec<Hydraulics>) -> Self {
        let groups = all.chunks(LANES).map(lanes);
        let wide = groups.map(|group| Hydraulics::interleave(&group)).collect();
        Self { all, wide }
    }
}

/// Up to eight scenarios as eight: the last stands in every lane left over.
fn lanes(group: &[Hydraulics]) -> [&Hydraulics; LANES] {
    std::array::from_fn(|k| &group[k.min(group.len() - 1)])
}

/// Buffers for eight settings of a network.
#[derive(Clone, Debug)]
pub struct Batch {
    rows: Rows,
    one: Workspace,
    chain: Vec<Lanes>,
    potential: Vec<Lanes>,
    lift: Vec<Lanes>,
    residual: Vec<Lanes>,
    slope: Vec<Lanes>,
    old_slope: Vec<Lanes>,
    step: Vec<Lanes>,
    supply: Vec<Lanes>,
    value: Vec<Lanes>,
    right: Vec<Lanes>,
}

impl Batch {
    /// Buffers for settings of `h`, analysed as `net`.
    pub fn new(h: &Hydraulics, net: &Network) -> Self {
        let (n, c) = (net.unknowns(), net.flows());
        let zeros = |n: usize| vec![[0.0; LANES]; n];
        let wide = Hydraulics::interleave(&[h; LANES]).expect("a network is like itself");
        Self {
            rows: Rows::wide(&wide, net, LANES as u32),
            one: Workspace::new(h, net),
            chain: zeros(c + 1),
            potential: zeros(n + net.chains.ground.len()),
            lift: zeros(c),
            residual: zeros(c),
            slope: zeros(c),
            old_slope: zeros(c),
            step: zeros(c),
            supply: zeros(n + 1),
            value: zeros(net.matrix.len()),
            right: zeros(n + 1),
        }
    }

    /// Solves `scenarios` of the network that `net` analyses, each from `start`, a solution of one of them
    /// or of the network they come from; `flows` are written in their order.
    ///
    /// # Errors
    /// The first scenario that does not converge.
    pub fn solve(
        &mut self,
        scenarios: &Scenarios,
        net: &Network,
        start: &Flows,
        tolerance: &Tolerance,
        flows: &mut Vec<Flows>,
    ) -> Result<Vec<Convergence>, SolveError> {
        flows.resize_with(scenarios.all.len(), || start.clone());
        let plain = net.held.is_empty() && !tolerance.exact && start.solved;
        let plain = plain && net.link_of_row.len() <= IN_STEP;
        let mut all = Vec::with_capacity(flows.len());
        let groups = scenarios.all.chunks(LANES).zip(&scenarios.wide);
        for ((group, wide), flows) in groups.zip(flows.chunks_mut(LANES)) {
            let lanes = lanes(group);
            let reports = match wide.as_ref().filter(|_| plain) {
                Some(wide) => self.march(wide, &lanes, net, start, tolerance),
                None => [None; LANES],
            };
            for (k, (h, flows)) in group.iter().zip(flows).enumerate() {
                all.push(match reports[k] {
                    Some(report) => {
                        self.take(h, net, k, flows);
                        report
                    }
                    None => {
                        flows.clone_from(start);
                        solve(h, net, &mut self.one, flows, tolerance)?
                    }
                });
            }
        }
        Ok(all)
    }

    /// Newton's method in step; none where a lane has to be solved alone.
    fn march(
        &mut self,
        wide: &Hydraulics,
        lanes: &[&Hydraulics; LANES],
        net: &Network,
        start: &Flows,
        tolerance: &Tolerance,
    ) -> [Option<Convergence>; LANES] {
        let scale = self.prepare(wide, lanes, net, start);
        let (mut open, mut lost) = ([true; LANES], [false; LANES]);
        let mut reports = [Convergence::default(); LANES];
        let mut head = self.evaluate(wide, net);
        for iteration in 0..=tolerance.iterations {
            for k in 0..LANES {
                if !open[k] {
                    continue;
                }
                reports[k].head = head[k] / scale[k];
                reports[k].iterations = iteration;
                reports[k].evaluations = iteration + 1;
                // A full step leaves nodes balanced to rounding; the first is always taken.
                let good = reports[k].head <= tolerance.head && iteration > 0;
                open[k] = !good;
                lost[k] |= !head[k].is_finite();
            }
            let change = self.change(net, tolerance);
            for k in 0..LANES {
                let stopped = !open[k] && reports[k].iterations == iteration;
                if stopped && change[k] > tolerance.change {
                    open[k] = true;
                } else if stopped {
                    reports[k].change = change[k];
                }
                open[k] &= !lost[k];
            }
            if !open.contains(&true) {
                break;
            }
            let descent = self.advance(net, open);
            head = self.evaluate(wide, net);
            let rise = derivative(&self.residual, &self.step, &self.slope, &self.old_slope);
            for k in 0..LANES {
                lost[k] |= open[k] && iteration > 0 && rise[k] > OVERSHOOT * descent[k];
            }
        }
        std::array::from_fn(|k| (!open[k] && !lost[k]).then_some(reports[k]))
    }

    /// Loads coefficients and the start; returns the pressure that each lane's residuals are compared
    /// with.
    fn prepare(
        &mut self,
        wide: &Hydraulics,
        lanes: &[&Hydraulics; LANES],
        net: &Network,
        start: &Flows,
    ) -> Lanes {
        self.rows.coefficients(wide);
        for (row, &l) in net.link_of_row.iter().enumerate() {
            for k in 0..LANES {
                self.rows.buoyancy[LANES * row + k] = wide.buoyancy_in(LinkId(l), LANES, k);
            }
        }
        for (c, lift) in self.lift.iter_mut().enumerate() {
            *lift = [0.0; LANES];
            for (row, sign) in net.rows(c) {
                for k in 0..LANES {
                    lift[k] += sign * self.rows.buoyancy[LANES * row + k];
                }
            }
        }
        self.one.kept = None;
        let mut scale = [0.0; LANES];
        for (k, h) in lanes.iter().enumerate() {
            let one = &mut self.one;
            one.pass_injections(h, net);
            one.load(h, net, start);
            for (row, buoyancy) in one.rows.buoyancy.iter_mut().enumerate() {
                *buoyancy = self.rows.buoyancy[LANES * row + k];
            }
            scale[k] = one.scale(h, net);
            for (row, base) in one.rows.base.iter().enumerate() {
                self.rows.base[LANES * row + k] = *base;
            }
            spread(&mut self.supply, &one.supply, k);
            spread(&mut self.chain, &one.chain, k);
            spread(&mut self.potential, &one.potential, k);
        }
        scale
    }

    fn evaluate(&mut self, wide: &Hydraulics, net: &Network) -> Lanes {
        flows(
            &net.sign_of_row,
            &net.chain_of_row,
            &self.chain,
            &self.rows.base,
            &mut self.rows.flow,
        );
        self.rows.laws(wide);
        sums(
            net,
            [&self.rows.drop, &self.rows.slope],
            [&self.potential, &self.lift],
            &mut self.slope,
            &mut self.residual,
        )
    }

    /// One full step of the lanes that are open; returns the content's fall along it.
    fn advance(&mut self, net: &Network, open: [bool; LANES]) -> Lanes {
        let mask: Lanes = std::array::from_fn(|k| f64::from(u8::from(open[k])));
        let none = net.matrix.no_place() as usize;
        self.value.fill([0.0; LANES]);
        self.right.copy_from_slice(&self.supply);
        let columns = [&self.chain[..], &self.slope, &self.residual];
        assemble(net, columns, &mut self.value, &mut self.right);
        net.matrix.solve_lanes(&mut self.value, &mut self.right);
        self.right[none] = [0.0; LANES];
        for (p, dp) in self.potential.iter_mut().zip(&self.right[..none]) {
            for k in 0..LANES {
                p[k] += mask[k] * dp[k];
            }
        }
        self.old_slope.copy_from_slice(&self.slope);
        let columns = [&self.right[..], &self.slope, &self.residual];
        steps(net, mask, columns, &mut self.step, &mut self.chain)
    }

    /// Bound on the next change of flows, as in `newton`; zero where it is not asked for.
    fn change(&self, net: &Network, tolerance: &Tolerance) -> Lanes {
        if tolerance.change.is_infinite() {
            return [0.0; LANES];
        }
        let (mut weight, mut square, mut flow) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for (c, &links) in net.steps_of_chain.iter().enumerate() {
            let n = f64::from(links);
            for k in 0..LANES {
                let (y, r) = (1.0 / self.slope[c][k], self.residual[c][k]);
                weight[k] += n * n * y;
                square[k] += y * r * r;
                flow[k] += n * self.chain[c][k].abs();
            }
        }
        std::array::from_fn(|k| (weight[k] * square[k]).sqrt() / flow[k].max(f64::MIN_POSITIVE))
    }

    /// Writes lane `k`, solved, as flows of `h`.
    fn take(&mut self, h: &Hydraulics, net: &Network, k: usize, flows: &mut Flows) {
        let one = &mut self.one;
        (one.kept, one.closed) = (None, false);
        one.pass_injections(h, net);
        let lane = |to: &mut [f64], from: &[Lanes]| {
            for (to, from) in to.iter_mut().zip(from) {
                *to = from[k];
            }
        };
        lane(&mut one.chain, &self.chain);
        lane(&mut one.potential, &self.potential);
        for row in 0..one.rows.flow.len() {
            one.rows.drop[row] = self.rows.drop[LANES * row + k];
            one.rows.buoyancy[row] = self.rows.buoyancy[LANES * row + k];
        }
        one.finish(h, net, flows);
    }
}

fn spread(to: &mut [Lanes], from: &[f64], k: usize) {
    for (to, from) in to.iter_mut().zip(from) {
        to[k] = *from;
    }
}

/// Flow of each row and lane.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn flows(sign: &[f64], of: &[u32], chain: &[Lanes], base: &[f64], flow: &mut [f64]) {
    let rows = flow.chunks_exact_mut(LANES).zip(base.chunks_exact(LANES));
    for ((flow, base), (sign, of)) in rows.zip(sign.iter().zip(of)) {
        let chain = &chain[*of as usize];
        for k in 0..LANES {
            flow[k] = base[k] + sign * chain[k];
        }
    }
}

/// Sums laws along chains; returns the largest residual of each lane, NaN where one is.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn sums(
    net: &Network,
    [drop, slope]: [&[f64]; 2],
    [potential, lift]: [&[Lanes]; 2],
    rise: &mut [Lanes],
    residual: &mut [Lanes],
) -> Lanes {
    let mut steps = net.row_of_step.iter().zip(&net.sign_of_step);
    let ends = net.ends.iter().zip(&net.steps_of_chain).zip(lift);
    let mut most = [0.0f64; LANES];
    for (((&[a, b], &count), lift), (rise, residual)) in ends.zip(rise.iter_mut().zip(residual)) {
        let (mut loss, mut sum) = (*lift, [0.0; LANES]);
        for (&row, &sign) in steps.by_ref().take(count as usize) {
            let at = LANES * row as usize;
            let (drop, slope) = (&drop[at..at + LANES], &slope[at..at + LANES]);
            for k in 0..LANES {
                loss[k] += sign * drop[k];
                sum[k] += slope[k];
            }
        }
        let (a, b) = (&potential[a as usize], &potential[b as usize]);
        for k in 0..LANES {
            let r = a[k] - b[k] - loss[k];
            residual[k] = r;
            // NaN stays: the comparison is false for it.
            most[k] = if r.abs() <= most[k] { most[k] } else { r.abs() };
        }
        *rise = sum;
    }
    most
}

/// Matrix and right-hand side.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn assemble(
    net: &Network,
    [chain, slope, residual]: [&[Lanes]; 3],
    value: &mut [Lanes],
    right: &mut [Lanes],
) {
    let columns = chain.iter().zip(slope).zip(residual);
    let places = net.nodes_of_chain.iter().zip(&net.places);
    for ((&[a, b], &[da, db, ab]), ((chain, slope), residual)) in places.zip(columns) {
        let (mut y, mut flow) = ([0.0; LANES], [0.0; LANES]);
        for k in 0..LANES {
            y[k] = 1.0 / slope[k];
            flow[k] = chain[k] + y[k] * residual[k];
        }
        for k in 0..LANES {
            value[da as usize][k] += y[k];
        }
        for k in 0..LANES {
            value[db as usize][k] += y[k];
        }
        for k in 0..LANES {
            value[ab as usize][k] -= y[k];
        }
        let (a, b) = (a as usize, b as usize);
        for k in 0..LANES {
            right[a][k] -= flow[k];
        }
        for k in 0..LANES {
            right[b][k] += flow[k];
        }
    }
}

/// Steps of the flows of lanes whose `mask` is 1; returns the content's fall along them.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn steps(
    net: &Network,
    mask: Lanes,
    [right, slope, residual]: [&[Lanes]; 3],
    step: &mut [Lanes],
    chain: &mut [Lanes],
) -> Lanes {
    let mut descent = [0.0; LANES];
    let columns = slope.iter().zip(residual).zip(step.iter_mut().zip(chain));
    for (&[a, b], ((slope, residual), (step, chain))) in net.nodes_of_chain.iter().zip(columns) {
        let (a, b) = (&right[a as usize], &right[b as usize]);
        for k in 0..LANES {
            let r = residual[k] + (a[k] - b[k]);
            let by = mask[k] * (r / slope[k]);
            step[k] = by;
            chain[k] += by;
            descent[k] += r * by;
        }
    }
    descent
}

/// Derivative of the content along the step where no limit was met.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn derivative(residual: &[Lanes], step: &[Lanes], slope: &[Lanes], old: &[Lanes]) -> Lanes {
    let mut sum = [0.0; LANES];
    for (((r, step), slope), old) in residual.iter().zip(step).zip(slope).zip(old) {
        for k in 0..LANES {
            let free = slope[k] <= LIMIT_MET * old[k];
            sum[k] -= if free { r[k] * step[k] } else { 0.0 };
        }
    }
    sum
}

#[cfg(test)]
mod tests;
