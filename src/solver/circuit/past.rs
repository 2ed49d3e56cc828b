//! What was before a step, for values between its ends.
//!
//! A step of order four knows its states at start, middle and end; with start and middle of the step
//! before it the polynomial through all five is of order four as well. After a corner there is no
//! step before, and three states have to do.

/// Start and middle of the step before.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    time: [f64; 2],
    x: [Vec<f64>; 2],
    known: bool,
}

impl Past {
    /// Room for `states`.
    pub fn new(states: usize) -> Self {
        Self {
            x: [vec![0.0; states], vec![0.0; states]],
            ..Self::default()
        }
    }

    /// Nothing before holds any more.
    pub fn forget(&mut self) {
        self.known = false;
    }

    /// Takes over start and middle of a step, leaving other vectors for them.
    pub fn note(&mut self, from: f64, to: f64, start: &mut Vec<f64>, middle: &mut Vec<f64>) {
        self.time = [from, 0.5 * (from + to)];
        start.clone_into(&mut self.x[0]);
        std::mem::swap(&mut self.x[1], middle);
        self.known = true;
    }

    /// Lagrange's weights at `at` of the two states before the step and of its three, if those
    /// before are known.
    pub fn weights(&self, from: f64, to: f64, at: f64) -> Option<[f64; 5]> {
        if !self.known {
            return None;
        }
        let t = [self.time[0], self.time[1], from, 0.5 * (from + to), to];
        let mut weights = [1.0; 5];
        for (j, weight) in weights.iter_mut().enumerate() {
            for (k, other) in t.iter().enumerate() {
                if k != j {
                    *weight *= (at - other) / (t[j] - other);
                }
            }
        }
        Some(weights)
    }

    /// State `n` by `weights`, from `known` at start, middle and end of the step.
    pub fn value(&self, weights: &[f64; 5], known: [&Vec<f64>; 3], n: usize) -> f64 {
        let [a, b, c] = known;
        let all = [self.x[0][n], self.x[1][n], a[n], b[n], c[n]];
        weights.iter().zip(all).map(|(w, x)| w * x).sum()
    }
}

/// Weights of start, middle and end of a step at `share` of it.
pub(super) fn parabola(share: f64) -> [f64; 3] {
    [
        (1.0 - share) * (1.0 - 2.0 * share),
        4.0 * share * (1.0 - share),
        share * (2.0 * share - 1.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quartic_is_met_everywhere_in_the_step() {
        let f = |t: f64| 1.0 + t * (2.0 - t * (0.5 + t * (0.3 - 0.7 * t)));
        let mut past = Past::new(1);
        assert!(past.weights(0.4, 1.2, 0.5).is_none());
        past.note(0.0, 0.4, &mut vec![f(0.0)], &mut vec![f(0.2)]);
        let (a, b, c) = (vec![f(0.4)], vec![f(0.8)], vec![f(1.2)]);
        for at in [0.4, 0.45, 0.7, 1.0, 1.2] {
            let weights = past.weights(0.4, 1.2, at).unwrap();
            assert!((past.value(&weights, [&a, &b, &c], 0) - f(at)).abs() < 1e-14);
        }
    }
}
