//! Newton's method for the drops of one island, with the certificate that the solution is the upper one.
//!
//! # Equations
//! With e the potentials at no load, v = e − d, G the matrix of the lines and I(v) the currents of loads
//! and sources, all loads times λ,
//!
//! ```text
//! F(d) = G·e − G·d + λ·I(e − d) = 0                                                      (1)
//! (G + λ·I′)·d⁺ = G·e + λ·(I + I′·d)                                                     (2)
//! ```
//!
//! Every element has two ends, so the matrix J of (2) is symmetric: it is the curvature of a potential
//! function whose stationary points are the solutions. At no load J is positive definite, and along the
//! path of solutions from there it stays so until the first fold, beyond which the path does not go on:
//! a pivot that is not positive is the end of that path.
//!
//! Where all loads consume and return to conductors that are held, (1) is convex and J has no positive
//! entry beside its diagonal. Newton's method from no load then falls to the upper solution without
//! ever passing it, if there is one; a pivot that is not positive proves that there is none. Elsewhere
//! (three wires, droop, limits) the path is followed from no load in steps of λ.
//!
//! # References
//! - Ortega & Rheinboldt, *Iterative Solution of Nonlinear Equations in Several Variables* (1970),
//!   13.3: monotone convergence of Newton's method.
//! - Garcés, *Uniqueness of the power flow solutions in low voltage direct current grids*, EPSR 151
//!   (2017) 149: the upper solution of DC grids with constant-power loads.

use super::system::{Element, Law, System};

/// Error of a voltage left by the last pass, relative to the voltage of the island.
const TOLERANCE: f64 = 1e-13;
/// Largest last step that may be rounding, relative to the voltage of the island.
const NOISE: f64 = 1e-10;
/// Newton halves the distance to a fold each pass before it converges quadratically: 60 passes reach
/// loads within 1e-16 of it.
const PASSES: usize = 60;
/// First step of λ where the path is followed, as a share of what is asked.
const STRIDE: f64 = 0.25;
/// Smallest step of λ, relative to what is asked.
const FINEST: f64 = 1e-11;

/// Work space of one island.
#[derive(Clone, Debug, Default)]
pub(super) struct Work {
    /// Drop of each unknown below its potential at no load \[V\], and 0 for what is held.
    pub drop: Vec<f64>,
    /// Values of the matrix, its factors after a pass.
    pub value: Vec<f64>,
    pub right: Vec<f64>,
    /// Slope that the last pass took for each element \[S\].
    slopes: Vec<f64>,
    /// Passes made by the last solution.
    pub passes: usize,
}

impl Work {
    pub fn new(system: &System) -> Self {
        let size = system.symbolic.size() + 1;
        Self {
            drop: vec![0.0; size],
            value: vec![0.0; system.symbolic.len()],
            right: vec![0.0; size],
            slopes: vec![0.0; system.elements.len()],
            passes: 0,
        }
    }
}

/// Drops for all loads times `factor`, from no load; `false` where the path from no load ends before.
pub(super) fn solve(system: &System, factor: f64, work: &mut Work) -> bool {
    work.passes = 0;
    work.drop.fill(0.0);
    if system.monotone {
        return converge(system, factor, work);
    }
    follow(system, [0.0, factor], work)
}

/// Follows the path from the solution at the first factor (from no load where it is 0) to the second.
fn follow(system: &System, [from, to]: [f64; 2], work: &mut Work) -> bool {
    if !converge(system, from, work) {
        return false;
    }
    let mut kept = work.drop.clone();
    let (mut at, mut step) = (from, STRIDE * (to - from));
    while at < to {
        let next = if at + step >= to { to } else { at + step };
        if converge(system, next, work) {
            kept.copy_from_slice(&work.drop);
            at = next;
            step *= 2.0;
        } else {
            work.drop.copy_from_slice(&kept);
            step *= 0.5;
            if step <= FINEST * to {
                return false;
            }
        }
    }
    true
}

/// Newton's method from the drops in `work`; `false` where a pivot or a voltage is not positive.
pub(super) fn converge(system: &System, factor: f64, work: &mut Work) -> bool {
    let limit = TOLERANCE * system.scale;
    let mut before = f64::INFINITY;
    for pass in 0..PASSES {
        if !assemble(system, factor, work) {
            return false;
        }
        if !system.symbolic.solve(&mut work.value, &mut work.right) {
            return false;
        }
        work.passes += 1;
        let moved = advance(work, system.symbolic.size());
        // What the next pass would move, from the ratio of the last two if convergence is quadratic.
        let ratio = moved / before;
        let next = moved * (ratio * ratio).min(1.0);
        let sure = pass > 0 || moved <= limit;
        if sure && (next <= limit || moved <= limit) && unchanged(system, work) {
            return moved.is_finite();
        }
        // Close to a fold rounding is magnified: where steps shrink no more they are all noise.
        if moved <= NOISE * system.scale && moved > 0.5 * before && unchanged(system, work) {
            return true;
        }
        before = moved;
    }
    false
}

/// Whether every source stands on the side of its limits on which the last pass took it to be.
fn unchanged(system: &System, work: &Work) -> bool {
    let sides = system.elements.iter().zip(&work.slopes);
    sides.fold(true, |same, (element, slope)| match &element.law {
        Law::Load(_) => same,
        Law::Source(source) => {
            let [a, b] = element.at.map(|at| at as usize);
            let volts = element.open - (work.drop[a] - work.drop[b]);
            same && source.current(volts).1 == -slope
        }
    })
}

/// Takes the new drops over and returns the largest change \[V\].
fn advance(work: &mut Work, size: usize) -> f64 {
    const LANES: usize = 8;
    let mut most = [0.0f64; LANES];
    let whole = size - size % LANES;
    let (drop, right) = (&mut work.drop[..size], &work.right[..size]);
    for (drop, right) in drop[..whole]
        .chunks_exact_mut(LANES)
        .zip(right[..whole].chunks_exact(LANES))
    {
        for i in 0..LANES {
            let moved = (right[i] - drop[i]).abs();
            most[i] = if moved > most[i] { moved } else { most[i] };
            drop[i] = right[i];
        }
    }
    for i in whole..size {
        most[0] = most[0].max((right[i] - drop[i]).abs());
        drop[i] = right[i];
    }
    most.into_iter().fold(0.0, f64::max)
}

/// Matrix and right-hand side of eq. (2); `false` where a load has no positive voltage.
pub(super) fn assemble(system: &System, factor: f64, work: &mut Work) -> bool {
    let size = system.symbolic.size();
    work.value[size..].copy_from_slice(&system.lines[size..]);
    let positive = column(
        factor,
        [&system.power, &system.open, &system.lines, &system.offset],
        &work.drop[..size],
        &mut work.value[..size],
        &mut work.right[..size],
    );
    work.right[size] = 0.0;
    if !positive {
        return false;
    }
    for (element, kept) in system.elements.iter().zip(&mut work.slopes) {
        let [a, b] = element.at.map(|at| at as usize);
        let drop = work.drop[a] - work.drop[b];
        let volts = element.open - drop;
        let (current, slope) = element.current(factor, volts);
        if volts <= 0.0 && matches!(element.law, Law::Load(_)) {
            return false;
        }
        let right = current + slope * drop;
        *kept = slope;
        if a < size {
            work.value[a] += slope;
            work.right[a] += right;
        }
        if b < size {
            work.value[b] += slope;
            work.right[b] -= right;
        }
        work.value[element.joint as usize] -= slope;
    }
    true
}

/// The part of [`assemble`] that all unknowns share: loads of constant power to what is held.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn column(
    factor: f64,
    [power, open, lines, offset]: [&[f64]; 4],
    drop: &[f64],
    diagonal: &mut [f64],
    right: &mut [f64],
) -> bool {
    let n = drop.len();
    let (power, open) = (&power[..n], &open[..n]);
    let (lines, offset) = (&lines[..n], &offset[..n]);
    let (diagonal, right) = (&mut diagonal[..n], &mut right[..n]);
    let mut bad = 0u64;
    for i in 0..n {
        let volts = open[i] - drop[i];
        let inverse = 1.0 / volts;
        let slope = factor * power[i] * inverse * inverse;
        diagonal[i] = lines[i] - slope;
        right[i] = offset[i] + slope * (volts - drop[i]);
        bad |= u64::from(volts <= 0.0 && power[i] != 0.0);
    }
    bad == 0
}

impl Element {
    /// Current from its first end to its second \[A\] and its slope \[S\], loads times `factor`.
    pub fn current(&self, factor: f64, volts: f64) -> (f64, f64) {
        match &self.law {
            Law::Load(load) => {
                let (current, slope) = load.current(volts);
                (factor * current, factor * slope)
            }
            Law::Source(source) => {
                let (current, slope) = source.current(volts);
                (-current, -slope)
            }
        }
    }

    /// Derivative of the slope by voltage [S/V], loads times `factor`.
    pub fn curvature(&self, factor: f64, volts: f64) -> f64 {
        match &self.law {
            Law::Load(load) => 2.0 * factor * load.power / (volts * volts * volts),
            Law::Source(_) => 0.0,
        }
    }
}
