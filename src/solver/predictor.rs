//! Where the passes of a steady hour begin: where hours with like weather and load ended.
//!
//! What comes round in an hour, x, is a function of what drives it, u: outdoor air and loads. Hours solved before it tell
//! that function near by; the hour begins on its tangent, and passes have only its bend left to find.
//!
//! # Equations
//! With the hour before (u₀, x₀) and the hours j before it, Δu_j = u_j − u₀ and Δx_j = x_j − x₀, weighted by
//! how far each lies from the hour u that is sought,
//!
//! ```text
//! x ≈ x₀ + Σ w_j·(Δu_j·a)·Δx_j,    (Σ w_j·Δu_j·Δu_jᵀ + λ·I)·a = u − u₀,
//! w_j = 1/(δ² + ‖u_j − u‖²)²                                                              (1)
//! ```
//!
//! the linear regression of x on u, local and with a ridge. What a controller holds at its set point, (1) blurs with hours in
//! which it could not: an unknown that the hour before tells better of late begins where that hour ended. Where the
//! solution lies depends on neither.
//!
//! # References
//! - W. S. Cleveland, S. J. Devlin, "Locally weighted regression", *J. Am. Stat. Assoc.* 83 (1988) 596–610.
//! - A. E. Hoerl, R. W. Kennard, "Ridge regression", *Technometrics* 12 (1970) 55–67.

use crate::kernels::sum::sum_of;

/// Hours, or steps of a year, that are kept.
const KEPT: usize = 48;
/// δ² of eq. (1): hours nearer than this serve alike [K²].
const NEAR: f64 = 0.1;
/// λ of eq. (1) over the mean of the diagonal that it is added to.
const RIDGE: f64 = 1e-5;
/// Share of what was missed that an hour later still counts.
const FADING: f64 = 0.7;
/// Share of what the hour before missed below which eq. (1) is followed.
const SURER: f64 = 0.3;
/// Furthest that an hour begins from where the one before ended [K].
const LEAP: f64 = 10.0;

/// Hours solved, each in the measure of kelvins.
#[derive(Clone, Debug, Default)]
pub struct Predictor {
    /// Drivers of the hour that is sought.
    sought: Vec<f64>,
    /// Each driver in the hours solved, a ring a driver.
    drivers: Vec<f64>,
    /// The same less that of the newest hour, Δu of eq. (1).
    driven: Vec<f64>,
    /// What came round in them, a ring of rows.
    solutions: Vec<f64>,
    /// Hours in the rings, and the newest of them.
    known: usize,
    newest: usize,
    /// Lower triangle of eq. (1), row by row, and its right side.
    matrix: Vec<f64>,
    right: Vec<f64>,
    /// w of eq. (1), w·Δu of a driver and w·(Δu·a), by hour.
    weight: Vec<f64>,
    weighted: Vec<f64>,
    share: Vec<f64>,
    change: Vec<f64>,
    /// By how much eq. (1), and the hour before, missed each unknown of late [K].
    missed: Vec<[f64; 2]>,
}

impl Predictor {
    /// Forgets all hours: other unknowns come round.
    pub fn forget(&mut self) {
        self.known = 0;
        self.change.clear();
        self.missed.clear();
    }

    /// Names the drivers of the hour that is sought next.
    pub fn seek(&mut self, drivers: impl Iterator<Item = f64>) {
        let before = self.sought.len();
        self.sought.clear();
        self.sought.extend(drivers);
        if self.sought.len() != before {
            self.forget();
        }
    }

    /// Keeps what came round in the hour sought; of one sought again the last counts.
    pub fn learn(&mut self, solution: &[f64]) {
        let (m, n) = (self.sought.len(), solution.len());
        if self.known == 0 || self.solutions.len() != KEPT * n {
            (self.known, self.newest) = (0, KEPT - 1);
            self.drivers.resize(KEPT * m, 0.0);
            self.solutions.resize(KEPT * n, 0.0);
        }
        let last = self.newest;
        let rings = || self.drivers.chunks_exact(KEPT);
        let again = self.known > 0 && rings().zip(&self.sought).all(|(ring, u)| ring[last] == *u);
        self.judge(solution);
        if !again {
            self.newest = (last + 1) % KEPT;
            self.known = (self.known + 1).min(KEPT);
        }
        let at = self.newest;
        let rings = self.drivers.chunks_exact_mut(KEPT);
        rings.zip(&self.sought).for_each(|(ring, u)| ring[at] = *u);
        self.solutions[at * n..(at + 1) * n].copy_from_slice(solution);
    }

    /// Where the hour sought begins, in `start`; nothing where no two hours are known, or drivers overflow. Bounded to `LEAP` from the hour before.
    pub fn guess(&mut self, start: &mut Vec<f64>) -> bool {
        if self.known < 2 {
            return false;
        }
        self.regress();
        let n = self.solutions.len() / KEPT;
        let at = self.newest;
        let newest = &self.solutions[at * n..(at + 1) * n];
        self.change.clear();
        self.change.resize(n, 0.0);
        follow(&self.solutions, &self.share, newest, &mut self.change);
        let far = self.change.iter().fold(0.0, |far: f64, c| far.max(c.abs()));
        if !self.change.iter().all(|c| c.is_finite()) {
            self.change.clear();
            return false;
        }
        let short = if far > LEAP { LEAP / far } else { 1.0 };
        self.change.iter_mut().for_each(|c| *c *= short);
        start.clear();
        let moved = newest.iter().zip(&self.change).zip(&self.missed);
        start.extend(
            moved.map(|((x, c), [led, kept])| if *led < SURER * kept { x + c } else { *x }),
        );
        true
    }

    /// Keeps by how much the hour that was sought is missed by eq. (1) and by the hour before it.
    fn judge(&mut self, solution: &[f64]) {
        let n = solution.len();
        self.missed.resize(n, [0.0; 2]);
        if self.change.len() != n {
            return;
        }
        let newest = &self.solutions[self.newest * n..(self.newest + 1) * n];
        let columns = self.missed.iter_mut().zip(&self.change);
        for (([led, kept], c), (x, x0)) in columns.zip(solution.iter().zip(newest)) {
            *led = FADING * *led + (x - x0 - c).abs();
            *kept = FADING * *kept + (x - x0).abs();
        }
        self.change.clear();
    }

    /// a of eq. (1) in `right`, and the share of each hour.
    fn regress(&mut self) {
        let m = self.sought.len();
        self.weigh();
        self.matrix.resize(m * m, 0.0);
        products(
            &self.driven,
            &self.weight,
            &mut self.weighted,
            &mut self.matrix,
        );
        let trace: f64 = (0..m).map(|i| self.matrix[i * m + i]).sum();
        let ridge = (RIDGE * trace / m as f64).max(f64::MIN_POSITIVE);
        (0..m).for_each(|i| self.matrix[i * m + i] += ridge);
        let rings = self.drivers.chunks_exact(KEPT);
        let asked = self.sought.iter().zip(rings);
        self.right.clear();
        self.right
            .extend(asked.map(|(u, ring)| u - ring[self.newest]));
        solve(&mut self.matrix, &mut self.right, ridge);
        self.share.fill(0.0);
        for (column, a) in self.driven.chunks_exact(KEPT).zip(&self.right) {
            let terms = self.share.iter_mut().zip(column);
            terms.for_each(|(share, u)| *share += u * a);
        }
        let shares = self.share.iter_mut().zip(&self.weight);
        shares.for_each(|(share, w)| *share *= w);
    }

    /// Δu and w of eq. (1); hours that are not known yet weigh nothing.
    fn weigh(&mut self) {
        for row in [&mut self.weight, &mut self.weighted, &mut self.share] {
            row.clear();
            row.resize(KEPT, 0.0);
        }
        self.driven.resize(self.drivers.len(), 0.0);
        let columns = self.drivers.chunks_exact(KEPT).zip(&self.sought);
        for ((ring, u), driven) in columns.zip(self.driven.chunks_exact_mut(KEPT)) {
            let newest = ring[self.newest];
            for ((v, to), apart) in ring.iter().zip(driven).zip(&mut self.weight) {
                *to = v - newest;
                *apart += (v - u) * (v - u);
            }
        }
        let known = self.weight.iter_mut().take(self.known);
        known.for_each(|apart| *apart = 1.0 / ((NEAR + *apart) * (NEAR + *apart)));
        self.weight[self.known..].fill(0.0);
    }
}

/// Solves A·x = b by Cholesky's factors, the lower triangle of A row by row in `matrix`; x takes the place of b. No eigenvalue of
/// A is below `least`, so that no pivot is but for rounding.
fn solve(matrix: &mut [f64], b: &mut [f64], least: f64) {
    let m = b.len();
    for i in 0..m {
        for j in 0..=i {
            let (upper, row) = matrix.split_at_mut(i * m);
            let known: f64 = if i == j {
                row[..j].iter().map(|a| a * a).sum()
            } else {
                row[..j]
                    .iter()
                    .zip(&upper[j * m..])
                    .map(|(a, c)| a * c)
                    .sum()
            };
            let left = row[j] - known;
            row[j] = if i == j {
                left.max(least).sqrt()
            } else {
                left / upper[j * m + j]
            };
        }
    }
    for i in 0..m {
        let row = &matrix[i * m..i * m + i];
        let known: f64 = row.iter().zip(&*b).map(|(l, y)| l * y).sum();
        b[i] = (b[i] - known) / matrix[i * m + i];
    }
    for i in (0..m).rev() {
        let known: f64 = (i + 1..m).map(|k| matrix[k * m + i] * b[k]).sum();
        b[i] = (b[i] - known) / matrix[i * m + i];
    }
}

/// Lower triangle of Σ w·Δu·Δuᵀ of eq. (1), row by row, from a ring a driver.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn products(driven: &[f64], weight: &[f64], weighted: &mut [f64], matrix: &mut [f64]) {
    let m = driven.len() / KEPT;
    for (i, column) in driven.chunks_exact(KEPT).enumerate() {
        for ((to, w), u) in weighted.iter_mut().zip(weight).zip(column) {
            *to = w * u;
        }
        for (k, other) in driven.chunks_exact(KEPT).take(i + 1).enumerate() {
            let terms = &weighted[..KEPT];
            matrix[i * m + k] = sum_of(KEPT, |j| terms[j] * other[j]);
        }
    }
}

/// Adds Σ share·Δx of eq. (1) to `change`, of solutions row by row; the newest adds nothing.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn follow(solutions: &[f64], share: &[f64], newest: &[f64], change: &mut [f64]) {
    for (solved, share) in solutions.chunks_exact(newest.len()).zip(share) {
        for ((c, x), x0) in change.iter_mut().zip(solved).zip(newest) {
            *c += share * (x - x0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two unknowns that bend with three drivers.
    fn solution(u: [f64; 3], bend: f64) -> [f64; 2] {
        [
            20.0 + 0.9 * u[0] + bend * u[0] * u[1],
            35.0 - 0.2 * u[1] + 0.4 * u[2],
        ]
    }

    fn weather(hour: usize) -> [f64; 3] {
        let h = hour as f64;
        [
            5.0 * (h / 4.0).sin(),
            2.0 * (h / 7.0).cos(),
            (h / 3.0).sin(),
        ]
    }

    #[test]
    fn hours_that_answer_in_proportion_begin_where_they_end() {
        let (mut predictor, mut start) = (Predictor::default(), Vec::new());
        let mut missed = [0.0_f64; 2];
        for hour in 0..100 {
            predictor.seek(weather(hour).into_iter());
            let truth = solution(weather(hour), 0.0);
            if predictor.guess(&mut start) && hour > 10 {
                let before = solution(weather(hour - 1), 0.0);
                for i in 0..2 {
                    missed[0] = missed[0].max((start[i] - truth[i]).abs());
                    missed[1] = missed[1].max((before[i] - truth[i]).abs());
                }
            }
            predictor.learn(&truth);
        }
        assert!(missed[0] < 1e-3 * missed[1], "{missed:?}");
    }

    #[test]
    fn an_hour_sought_again_begins_where_it_ended_last() {
        let (mut predictor, mut start) = (Predictor::default(), Vec::new());
        for hour in 0..5 {
            predictor.seek(weather(hour).into_iter());
            predictor.learn(&solution(weather(hour), 0.01));
        }
        predictor.learn(&[1.0, 2.0]);
        predictor.seek(weather(4).into_iter());
        assert!(predictor.guess(&mut start));
        assert_eq!(start, [1.0, 2.0]);
    }

    #[test]
    fn other_unknowns_or_drivers_begin_anew() {
        let (mut predictor, mut start) = (Predictor::default(), Vec::new());
        for drivers in [[1.0, 2.0], [2.0, 2.0]] {
            predictor.seek(drivers.into_iter());
            predictor.learn(&[1.0, 2.0, 3.0]);
        }
        assert!(predictor.guess(&mut start));
        predictor.learn(&[1.0]);
        assert!(!predictor.guess(&mut start));
        predictor.seek([1.0].into_iter());
        predictor.learn(&[1.0]);
        assert!(!predictor.guess(&mut start));
    }

    proptest! {
        /// Whatever hours have told, a start is finite and within its bound.
        #[test]
        fn starts_are_bounded(
            hours in proptest::collection::vec((any::<f64>(), -1e3..1e3_f64), 3..80),
            other in prop_oneof![Just(1.0), -1e9..1e9_f64],
        ) {
            let (mut predictor, mut start) = (Predictor::default(), Vec::new());
            let mut before = 0.0;
            for (driver, x) in hours {
                let driver = if driver.is_finite() { driver } else { 0.0 };
                predictor.seek([driver % 1e6, 0.0, other, driver % 7.0 * other].into_iter());
                if predictor.guess(&mut start) {
                    prop_assert!((start[0] - before).abs() <= LEAP * (1.0 + 1e-12));
                }
                predictor.learn(&[x]);
                before = x;
            }
        }
    }
}
