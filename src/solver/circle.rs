//! Coolant that comes round within a step: where the next pass starts.
//!
//! A pass reads some nodes before it mixes them: what a CDU supplies comes back to it through its racks, or a
//! facility loop through its plant, within one step.
//!
//! # Equations
//! A pass takes the enthalpy x of a node to g(x). Were g a line of slope λ, the next pass would end where it starts
//! if it started from
//!
//! ```text
//! x_{k+1} = g(x_k) + λ/(1 − λ)·(g(x_k) − x_k),   λ = (g(x_k) − g(x_{k−1}))/(x_k − x_{k−1})          (1)
//! ```
//!
//! node by node, and for the hall's air. λ is the share of a change that comes round; it hardly changes from step to step, so that a
//! step begins with that of the step before. Where the solution lies does not depend on it.
//!
//! # References
//! - A. C. Aitken, "On Bernoulli's numerical solution of algebraic equations", *Proc. R. Soc. Edinburgh* 46
//!   (1926) 289–305: the Δ² process.

/// What bounds the circles of one quantity.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// Change below which λ is not read from it: well above round-off.
    pub least: f64,
    /// Furthest that a start is thrown beyond the end of a pass: no law is asked about what no hall comes to.
    pub leap: f64,
}

/// Bounds of enthalpies [J/kg]: some 2 nK, some 10 K.
pub const ENTHALPY: Bounds = Bounds {
    least: 1e-5,
    leap: 4e4,
};
/// Bounds of temperatures [K].
pub const TEMPERATURE: Bounds = Bounds {
    least: 2e-9,
    leap: 10.0,
};

/// Starts and ends of the last pass at every node.
#[derive(Clone, Debug, Default)]
pub struct Circle {
    start: Vec<f64>,
    before: Vec<[f64; 2]>,
    /// λ of eq. (1), as the second pass of the last step told it.
    pub share: Vec<f64>,
    now: Vec<f64>,
    bounds: Bounds,
    most: f64,
    until: u32,
    passes: u32,
}

impl Circle {
    /// Columns that go on with the shares `share`; within `bounds`.
    pub fn new(share: &[f64], bounds: Bounds) -> Self {
        Self {
            bounds,
            start: vec![0.0; share.len()],
            before: vec![[0.0; 2]; share.len()],
            share: share.to_vec(),
            now: share.to_vec(),
            most: 0.0,
            until: 0,
            passes: 0,
        }
    }

    /// Begins a step whose first pass starts from `node`; no λ above `most` is acted upon, and none at all after
    /// `until` passes: a circle that swings between two regimes has no slope, and settles by itself or not.
    pub fn begin(&mut self, node: &[f64], most: f64, until: u32) {
        self.start.copy_from_slice(node);
        self.most = most;
        self.until = until;
        self.passes = 0;
    }

    /// Takes `node` from the end of a pass to the start of the next, eq. (1).
    pub fn advance(&mut self, node: &mut [f64]) {
        let columns = self.start.iter_mut().zip(&mut self.before);
        let shares = self.share.iter_mut().zip(&mut self.now);
        for (x, ((start, before), (kept, share))) in node.iter_mut().zip(columns.zip(shares)) {
            let moved = *start - before[0];
            if self.passes == 0 {
                *share = kept.min(self.most);
            } else if moved.abs() > self.bounds.least {
                *share = ((*x - before[1]) / moved).clamp(0.0, self.most);
                // The second pass tells best: later ones move little, and not by what comes round alone.
                if self.passes == 1 {
                    *kept = *share;
                }
            }
            if self.passes >= self.until {
                *share = 0.0;
            }
            *before = [*start, *x];
            let Bounds { leap, .. } = self.bounds;
            *x += (*share / (1.0 - *share) * (*x - *start)).clamp(-leap, leap);
            *start = *x;
        }
        self.passes += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Bounds = Bounds {
        least: 1e-9,
        leap: f64::INFINITY,
    };
    const END: [f64; 3] = [1e5, 2e5, -3e3];
    const SLOPE: [f64; 3] = [0.03, 0.0, 0.4];

    fn pass(node: &mut [f64], end: &[f64]) {
        for i in 0..3 {
            node[i] = end[i] + SLOPE[i] * (node[i] - end[i]);
        }
    }

    #[test]
    fn linear_circles_are_closed_by_the_third_pass() {
        let mut circle = Circle::new(&[0.0; 3], WIDE);
        let mut node = [0.0; 3];
        circle.begin(&node, 0.5, 10);
        for _ in 0..3 {
            pass(&mut node, &END);
            circle.advance(&mut node);
        }
        for i in 0..3 {
            assert!((node[i] - END[i]).abs() < 1e-9 * END[i].abs());
            assert!((circle.share[i] - SLOPE[i]).abs() < 1e-9);
        }
    }

    #[test]
    fn the_step_after_needs_one_pass() {
        let mut circle = Circle::new(&SLOPE, WIDE);
        let (mut node, end) = (END, [1.01e5, 2.1e5, -4e3]);
        circle.begin(&node, 0.5, 10);
        pass(&mut node, &end);
        circle.advance(&mut node);
        for i in 0..3 {
            assert!((node[i] - end[i]).abs() < 1e-9 * end[i].abs());
        }
    }

    #[test]
    fn after_many_passes_a_step_goes_on_plainly() {
        let mut circle = Circle::new(&SLOPE, WIDE);
        let mut node = [0.0; 3];
        circle.begin(&node, 0.5, 0);
        pass(&mut node, &END);
        let plain = node;
        circle.advance(&mut node);
        assert_eq!(node, plain);
    }

    #[test]
    fn a_leap_is_bounded() {
        let bounds = Bounds { leap: 5.0, ..WIDE };
        let (mut circle, mut node) = (Circle::new(&[0.95], bounds), [0.0]);
        circle.begin(&node, 0.95, 10);
        node[0] = 8.0;
        circle.advance(&mut node);
        assert_eq!(node[0], 13.0);
    }

    #[test]
    fn no_start_is_thrown_further_than_the_pass_went() {
        let mut circle = Circle::new(&[0.0; 1], WIDE);
        let mut node = [0.0];
        circle.begin(&node, 0.5, 10);
        // A circle that swings ever wider: nothing is gained by going further.
        for _ in 0..4 {
            let end = 10.0 - 1.5 * node[0];
            node[0] = end;
            circle.advance(&mut node);
            assert_eq!(node[0], end);
        }
    }
}
