//! The fold itself: the largest factor on all loads, from a bordered system.
//!
//! # Equations
//! With J the matrix of Newton's method, k the weakest node and w a vector with w_k = 1,
//!
//! ```text
//! F(d, λ) = 0,   g(d, λ) = 0   where   J·w + g·e_k = 0                                   (1)
//! ```
//!
//! g is zero where J is singular, and (1) is regular there although J is not: Newton's method for
//! (d, λ) converges quadratically to the fold. With K = J + σ·e_k·e_kᵀ, positive definite near the
//! fold, and z = K⁻¹e_k one has g = σ − 1/z_k and w = z/z_k, so that a pass costs one factorisation and
//! three substitutions.
//!
//! # References
//! - Griewank & Reddien, *Characterization and computation of generalized turning points*, SIAM J.
//!   Numerical Analysis 21 (1984) 176: the minimally extended system (1).
//! - Moore & Spence, *The calculation of turning points of nonlinear equations*, SIAM J. Numerical
//!   Analysis 17 (1980) 567.

use super::newton::{Work, assemble};
use super::system::{Law, System};

/// Relative change of λ at which a fold counts as found.
const TOLERANCE: f64 = 1e-14;
/// Passes: the start is close, so convergence is quadratic.
const PASSES: usize = 20;

/// The fold near the solution in `work` at `factor`: λ, and the place of the weakest node.
///
/// `None` where the bordered system does not converge; `work` then holds no solution.
pub(super) fn fold(system: &System, factor: f64, work: &mut Work) -> Option<f64> {
    let weakest = weakest(system, factor, work)?;
    let mut border = Border::new(system, weakest);
    let mut factor = factor;
    for _ in 0..PASSES {
        let step = border.step(system, factor, work)?;
        factor += step;
        if !(factor.is_finite() && factor > 0.0) {
            return None;
        }
        if step.abs() <= TOLERANCE * factor {
            return Some(factor);
        }
        // Three passes after the step fell below the root of rounding it is rounding.
        if step.abs() <= 1e-11 * factor {
            border.last += 1;
            if border.last >= 3 {
                return Some(factor);
            }
        }
    }
    None
}

/// Place of the node whose voltage moves most with the loads at the solution in `work`.
pub(super) fn weakest(system: &System, factor: f64, work: &mut Work) -> Option<usize> {
    let size = system.symbolic.size();
    if !assemble(system, factor, work) {
        return None;
    }
    // The response to the loads' currents lies along the null vector close to a fold.
    let mut response = vec![0.0; size + 1];
    loads(system, 1.0, work, &mut response);
    work.right.copy_from_slice(&response);
    system.symbolic.solve(&mut work.value, &mut work.right);
    (0..size).max_by(|a, b| work.right[*a].abs().total_cmp(&work.right[*b].abs()))
}

/// Adds the currents of all loads times `factor` to `into`.
fn loads(system: &System, factor: f64, work: &Work, into: &mut [f64]) {
    for i in 0..system.symbolic.size() {
        into[i] += factor * system.power[i] / (system.open[i] - work.drop[i]);
    }
    for element in &system.elements {
        if let Law::Load(_) = element.law {
            let [a, b] = element.at.map(|at| at as usize);
            let volts = element.open - (work.drop[a] - work.drop[b]);
            let (current, _) = element.current(factor, volts);
            into[a] += current;
            into[b] -= current;
        }
    }
}

struct Border {
    weakest: usize,
    /// σ.
    shift: f64,
    /// z, then w.
    null: Vec<f64>,
    /// Answer to −F.
    free: Vec<f64>,
    /// Answer to −∂F/∂λ.
    load: Vec<f64>,
    /// Passes whose step was rounding.
    last: usize,
}

impl Border {
    fn new(system: &System, weakest: usize) -> Self {
        let size = system.symbolic.size() + 1;
        Self {
            weakest,
            shift: system.lines[weakest],
            null: vec![0.0; size],
            free: vec![0.0; size],
            load: vec![0.0; size],
            last: 0,
        }
    }

    /// One pass of Newton's method for (d, λ): moves the drops and returns the step of λ.
    fn step(&mut self, system: &System, factor: f64, work: &mut Work) -> Option<f64> {
        let (size, k) = (system.symbolic.size(), self.weakest);
        if !assemble(system, factor, work) {
            return None;
        }
        self.residual(system, work);
        self.load.fill(0.0);
        loads(system, 1.0, work, &mut self.load);
        work.value[k] += self.shift;
        self.null.fill(0.0);
        self.null[k] = 1.0;
        if !system.symbolic.solve(&mut work.value, &mut self.null) {
            return None;
        }
        system.symbolic.again(&work.value, &mut self.free);
        system.symbolic.again(&work.value, &mut self.load);
        let inverse = 1.0 / self.null[k];
        let g = self.shift - inverse;
        // Both answers with their k-th entry taken out, and what that took.
        let (mu_free, mu_load) = (self.free[k] * inverse, self.load[k] * inverse);
        for i in 0..size {
            self.free[i] -= mu_free * self.null[i];
            self.load[i] -= mu_load * self.null[i];
            self.null[i] *= inverse;
        }
        let [by_free, by_load, by_null, by_factor] = self.gradients(system, factor, work);
        // [μ_λ  g; g_d·y_λ + g_λ  g_d·w]·[Δλ; α] = −[μ_F; g + g_d·y_F]
        let (a, b, c, d) = (mu_load, g, by_load + by_factor, by_null);
        let (r, s) = (-mu_free, -g - by_free);
        let determinant = a * d - b * c;
        let (step, along) = ((r * d - b * s) / determinant, (a * s - r * c) / determinant);
        if !(step.is_finite() && along.is_finite()) {
            return None;
        }
        for i in 0..size {
            work.drop[i] += self.free[i] + step * self.load[i] + along * self.null[i];
        }
        Some(step)
    }

    /// The right-hand side that makes F zero: G·e + λI − G·d.
    fn residual(&mut self, system: &System, work: &Work) {
        // `work.right` holds G·e + λ(I + I′·d) and the matrix J = G + λI′: their difference is F.
        self.free.copy_from_slice(&work.right);
        let symbolic = &system.symbolic;
        let (size, drop) = (symbolic.size(), &work.drop);
        symbolic.each_joint(|joint, a, b| {
            let value = work.value[joint];
            self.free[a] -= value * drop[b];
            self.free[b] -= value * drop[a];
        });
        for i in 0..size {
            self.free[i] -= work.value[i] * drop[i];
        }
        self.free[size] = 0.0;
    }

    /// Products of the gradient of g with the three answers, and ∂g/∂λ.
    fn gradients(&self, system: &System, factor: f64, work: &Work) -> [f64; 4] {
        // g = −wᵀJw, so its derivative along x is −Σ λI″·(−x)·w² over loads: I″ by u, u = e − d.
        let mut sum = [0.0; 4];
        let mut add = |w: f64, curvature: f64, slope: f64, x: [f64; 3]| {
            for (sum, x) in sum.iter_mut().zip(x) {
                *sum += curvature * w * w * x;
            }
            sum[3] -= slope * w * w;
        };
        for i in 0..system.symbolic.size() {
            let volts = system.open[i] - work.drop[i];
            let square = system.power[i] / (volts * volts);
            let x = [self.free[i], self.load[i], self.null[i]];
            add(self.null[i], 2.0 * factor * square / volts, -square, x);
        }
        for element in &system.elements {
            let [a, b] = element.at.map(|at| at as usize);
            let volts = element.open - (work.drop[a] - work.drop[b]);
            let across = |x: &[f64]| x[a] - x[b];
            let x = [&self.free, &self.load, &self.null].map(|x| across(x));
            let slope = match element.law {
                Law::Load(_) => element.current(1.0, volts).1,
                Law::Source(_) => 0.0,
            };
            let curvature = element.curvature(factor, volts);
            add(across(&self.null), curvature, slope, x);
        }
        sum
    }
}
