//! Newton's step bent along the curvature of the laws.
//!
//! # Equations
//! To third order, the loss of a chain after a step δ is Δp + Δp′·δ + q(δ) with
//!
//! ```text
//! q(δ) = ½·b·δ² + ⅙·b·(b/Δp′ − 1/ṁ)·δ³,   b = Δp″                                          (1)
//! ```
//!
//! the third derivative being that of a power law. A Newton step leaves −q as residual; solving for it
//! with the factors at hand, and again for what that leaves, costs two substitutions each time and no law.
//! (Chebyshev's method is one such correction.) The factors know the slope before the step. At its end a chain has
//! that of Δp′·(1 + η), so of a residual ρ only the share that its own flow is to take up is handed to the factors,
//!
//! ```text
//! ρ/(1 + η) ≈ ρ·(1 − η + η²),   η = q′(δ)/Δp′                                              (2)
//! ```
//!
//! and what is left is η times what the others answer. Where a flow changes by a good part of itself (1) does not
//! hold; such a chain keeps its straight step.
//!
//! # References
//! - Traub, *Iterative Methods for the Solution of Equations* (1964), §5.2: Chebyshev's method.

use super::evaluate::{falls, greatest, worse};
use super::newton::Workspace;
use super::shelves::RUN;
use super::step::add;
use super::symbolic::Network;
use std::ops::Range;

/// Change of a flow up to which (1) is followed [share of the flow].
const NEAR: f64 = 0.3;
/// What a step may leave for corrections to be worth while [share of the residual before it].
const STRAIGHT: f64 = 0.1;
/// Least gain of a correction for another to follow [-].
const GAIN: f64 = 3.0;
/// Most corrections of a step.
const MOST: u32 = 3;

/// Buffers for corrections.
#[derive(Clone, Debug, Default)]
pub(super) struct Refining {
    /// Δp″ of each chain [Pa·s²/kg²].
    pub bend: Vec<f64>,
    /// Of each chain of one run: by how much its potentials fall, then what a step leaves \[Pa\].
    fall: Vec<f64>,
    /// Of each chain: residual along the tangent at the end of a step \[Pa\], which is what q of eq. (1) is to be.
    tangent: Vec<f64>,
    /// Right-hand side and solution [kg/s, Pa].
    right: Vec<f64>,
    /// Residual that needs no further correction \[Pa\].
    pub target: f64,
}

impl Refining {
    pub fn new(chains: usize, places: usize) -> Self {
        Self {
            bend: vec![0.0; chains],
            fall: vec![0.0; chains.min(RUN)],
            tangent: vec![0.0; chains],
            right: vec![0.0; places],
            target: 0.0,
        }
    }
}

impl Workspace {
    /// The straight step that the step of potentials in `right` makes, and the flows that answer what it leaves;
    /// returns the largest of that \[Pa\]. Residuals follow the potentials if the step may be `searched` along.
    pub(super) fn bend(&mut self, net: &Network, searched: bool) -> f64 {
        let mut most = 0.0;
        for run in net.shelves.runs() {
            let chains = run.chains.clone();
            let Refining {
                bend,
                fall,
                tangent,
                ..
            } = &mut self.refining;
            let fall = &mut fall[..chains.len()];
            falls(&net.ends[chains.clone()], &self.right, fall);
            let residual = &mut self.residual[chains.clone()];
            if searched {
                add(fall, residual);
                fall.copy_from_slice(residual);
            } else {
                add(residual, fall);
            }
            let laws = of_run([&self.yielding, &self.chain, bend], &chains);
            let flows = of_run_mut([&mut self.step, &mut self.moved, tangent], &chains);
            most = worse(most, straight(laws, fall, flows));
        }
        most
    }

    /// Bends the step just made from a largest residual of `head` \[Pa\], which leaves `left`; true if it then
    /// should leave no more than is allowed.
    pub(super) fn refine(&mut self, net: &Network, head: f64, mut left: f64) -> bool {
        let mut before = STRAIGHT * head;
        for _ in 0..=MOST {
            if left <= self.refining.target {
                return true;
            }
            if left.is_nan() || left > before {
                return false;
            }
            before = left / GAIN;
            left = self.correct(net);
        }
        false
    }

    /// Solves for what is left and adds it to the step; returns what that leaves \[Pa\].
    fn correct(&mut self, net: &Network) -> f64 {
        let Refining {
            bend,
            fall,
            tangent,
            right,
            ..
        } = &mut self.refining;
        net.meetings.bring(&self.moved, right);
        net.matrix.again(&self.value, right);
        let n = net.unknowns();
        add(&right[..n], &mut self.potential[..n]);
        let mut most = 0.0;
        for run in net.shelves.runs() {
            let chains = run.chains.clone();
            let fall = &mut fall[..chains.len()];
            falls(&net.ends[chains.clone()], right, fall);
            let laws = of_run([&self.yielding, &self.chain, bend], &chains);
            let flows = of_run_mut([&mut self.step, &mut self.moved, tangent], &chains);
            most = worse(most, corrected(laws, fall, flows));
        }
        most
    }
}

/// The parts of columns that belong to a run of chains.
#[inline(always)]
pub(super) fn of_run<'a>([a, b, c]: [&'a [f64]; 3], run: &Range<usize>) -> [&'a [f64]; 3] {
    [&a[run.clone()], &b[run.clone()], &c[run.clone()]]
}

#[inline(always)]
fn of_run_mut<'a>([a, b, c]: [&'a mut [f64]; 3], run: &Range<usize>) -> [&'a mut [f64]; 3] {
    [
        &mut a[run.clone()],
        &mut b[run.clone()],
        &mut c[run.clone()],
    ]
}

/// q of eq. (1) after a step `d` from the flow `m` of a chain that yields `y` = 1/Δp′ and bends by `b`, and the factor
/// of eq. (2) there.
#[inline(always)]
fn bent(d: f64, m: f64, y: f64, b: f64) -> (f64, f64) {
    let third = b * (b * y - 1.0 / m) * (1.0 / 6.0);
    let q = d * d * (0.5 * b + third * d);
    let steeper = y * d * (b + 3.0 * third * d);
    let share = 1.0 - steeper * (1.0 - steeper);
    if d.abs() <= NEAR * m.abs() {
        (q, share)
    } else {
        (0.0, 1.0)
    }
}

/// Steps along the tangent by residuals in `left`, what these leave, and the flows that answer it with the residuals
/// that then stand along the `tangent`; returns the largest of what is left.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn straight(
    [y, start, bend]: [&[f64]; 3],
    left: &mut [f64],
    [step, moved, tangent]: [&mut [f64]; 3],
) -> f64 {
    let n = left.len();
    let (y, start, bend) = (&y[..n], &start[..n], &bend[..n]);
    let (step, moved, tangent) = (&mut step[..n], &mut moved[..n], &mut tangent[..n]);
    for c in 0..n {
        step[c] = y[c] * left[c];
        let (q, share) = bent(step[c], start[c], y[c], bend[c]);
        left[c] = -q;
        tangent[c] = q * share;
        moved[c] = y[c] * -tangent[c];
    }
    greatest(left)
}

/// Adds the flows `moved` and those that the fall of potentials in `left` makes to steps; then what these leave and
/// the flows that answer it. Returns the largest of what is left.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn corrected(
    [y, start, bend]: [&[f64]; 3],
    left: &mut [f64],
    [step, moved, tangent]: [&mut [f64]; 3],
) -> f64 {
    let n = left.len();
    let (y, start, bend) = (&y[..n], &start[..n], &bend[..n]);
    let (step, moved, tangent) = (&mut step[..n], &mut moved[..n], &mut tangent[..n]);
    for c in 0..n {
        step[c] += moved[c] + y[c] * left[c];
        let (q, share) = bent(step[c], start[c], y[c], bend[c]);
        left[c] = tangent[c] - q;
        let taken = left[c] * share;
        tangent[c] -= taken;
        moved[c] = y[c] * taken;
    }
    greatest(left)
}
