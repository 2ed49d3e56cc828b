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
//! (Chebyshev's method is one such correction.) Where a flow changes by a good part of itself (1) does not
//! hold; such a chain keeps its straight step.
//!
//! # References
//! - Traub, *Iterative Methods for the Solution of Equations* (1964), §5.2: Chebyshev's method.

use super::newton::Workspace;
use super::step::falls;
use super::symbolic::Network;

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
    /// q of each chain after the last correction, and what that correction leaves \[Pa\].
    bent: Vec<f64>,
    left: Vec<f64>,
    /// Right-hand side and solution [kg/s, Pa].
    right: Vec<f64>,
    /// Residual that needs no further correction \[Pa\].
    pub target: f64,
}

impl Refining {
    pub fn new(chains: usize, places: usize) -> Self {
        Self {
            bend: vec![0.0; chains],
            bent: vec![0.0; chains],
            left: vec![0.0; chains],
            right: vec![0.0; places],
            target: 0.0,
        }
    }
}

impl Workspace {
    /// Bends the step just made from a largest residual of `head` \[Pa\].
    pub(super) fn refine(&mut self, net: &Network, head: f64) {
        self.refining.bent.fill(0.0);
        let mut before = STRAIGHT * head;
        for _ in 0..MOST {
            let now = &mut self.refining;
            let columns = [&self.step[..], &self.start, &self.slope, &now.bend];
            let most = bends(columns, &mut now.bent, &mut now.left);
            if most <= now.target || most.is_nan() || most > before {
                return;
            }
            before = most / GAIN;
            self.correct(net);
        }
    }

    /// Solves for what is left and adds it to the step.
    fn correct(&mut self, net: &Network) {
        let Refining { left, right, .. } = &mut self.refining;
        products(left, &self.yielding, &mut self.moved);
        net.meetings.bring(&self.moved, right);
        net.matrix.again(&self.value, right);
        let n = net.unknowns();
        right[n] = 0.0;
        for (p, dp) in self.potential[..n].iter_mut().zip(&right[..n]) {
            *p += dp;
        }
        falls(&net.nodes_of_chain, right, &mut self.moved);
        add(
            [left, &self.moved, &self.yielding],
            &mut self.residual,
            &mut self.step,
            &mut self.chain,
        );
    }
}

/// Evaluates (1) at steps from flows `start`; `left` is what it has changed by since the last time, and
/// the largest of it is returned, NaN where there is one.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn bends([step, start, slope, bend]: [&[f64]; 4], bent: &mut [f64], left: &mut [f64]) -> f64 {
    let n = bent.len();
    let (step, start, slope, bend) = (&step[..n], &start[..n], &slope[..n], &bend[..n]);
    let left = &mut left[..n];
    for c in 0..n {
        let (d, m, b) = (step[c], start[c], bend[c]);
        let third = b * (b / slope[c] - 1.0 / m) * (1.0 / 6.0);
        let q = d * d * (0.5 * b + third * d);
        let q = if d.abs() <= NEAR * m.abs() { q } else { 0.0 };
        left[c] = bent[c] - q;
        bent[c] = q;
    }
    super::step::largest(left)
}

/// Products of `a` and `b`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn products(a: &[f64], b: &[f64], product: &mut [f64]) {
    for (product, (a, b)) in product.iter_mut().zip(a.iter().zip(b)) {
        *product = a * b;
    }
}

/// Adds a correction, which lets potentials fall by `fall` more, to residuals, steps and flows.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn add([left, fall, y]: [&[f64]; 3], residual: &mut [f64], step: &mut [f64], chain: &mut [f64]) {
    let n = left.len();
    let (fall, y, residual) = (&fall[..n], &y[..n], &mut residual[..n]);
    let (step, chain) = (&mut step[..n], &mut chain[..n]);
    for c in 0..n {
        residual[c] += fall[c];
        let by = y[c] * (left[c] + fall[c]);
        step[c] += by;
        chain[c] += by;
    }
}
