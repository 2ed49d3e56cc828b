//! Where the next pass of a steady state starts: secants of all that comes round, taken together.
//!
//! A steady state has no storage that would keep one circle from another: what a loop returns, what the hall's air takes up
//! and what fans and machines draw answer each other within every pass. Each hour has the same answers as the one
//! before, nearly, so that what its passes taught serves the next.
//!
//! # Equations
//! A pass takes x to g(x), its residual is r(x) = g(x) − x. With the differences of residuals V = [Δr] and of ends
//! W = [Δg] between passes, of this hour and of hours before, newest first,
//!
//! ```text
//! x_{k+1} = g(x_k) + W·c,    c = argmin ‖V·c + r(x_k)‖                                       (1)
//! ```
//!
//! A column that the newer ones span but for a small rest is left out. Where leaps are lost, as where r is small and yet nowhere
//! zero, passes lead on by themselves for a while,
//!
//! ```text
//! x_{k+1} = x_k + s·r(x_k)                                                                   (2)
//! ```
//!
//! with a stride s that doubles while residuals point the same way and do not shrink, and halves where they turn back. Where the
//! solution lies depends on neither.
//!
//! # References
//! - J. Degroote, K.-J. Bathe, J. Vierendeels, "Performance of a new partitioned procedure versus a monolithic procedure in
//!   fluid–structure interaction", *Computers & Structures* 87 (2009) 793–801: least squares, reuse of earlier steps.
//! - D. G. Anderson, "Iterative procedures for nonlinear integral equations", *J. ACM* 12 (1965) 547–560.

/// Most columns that are kept.
const KEPT: usize = 10;
/// Share of a column that must lie outside those newer than it: less is more of the bend between them than of a direction.
const OUTSIDE: f64 = 3e-2;
/// Change of a residual from which a column is taken: well above round-off [K].
const LEAST: f64 = 1e-10;
/// Furthest that a start is thrown beyond the end of a pass [K]: no law is asked about what no hall comes to; and as a
/// multiple of the residual.
const LEAP: [f64; 2] = [10.0, 30.0];

/// Growth of a residual that tells that a leap crossed into another regime, passes after which leaps are no longer trusted, and
/// residual below which neither is looked for, as round-off may grow [K].
const WORSE: f64 = 3.0;
const PATIENCE: u32 = 14;
const SETTLED: f64 = 1e-7;
/// Share of a residual that a pass may leave before what other hours taught is forgotten.
const SLOW: f64 = 0.3;
/// Size of a column over the largest of its hour from which it serves the next: what is smaller holds more of what is not
/// among the unknowns.
const TELLING: f64 = 1e-4;
/// Doublings of the number of plain passes.
const MISLED: u32 = 10;
/// The same of leaps that go on and on without an end: striding out takes a few.
const STUCK: u32 = 3;
/// Cosine of the angle between two residuals from which they point the same way, and shortest and longest stride along them.
const ALIGNED: f64 = 0.95;
const STRIDE: [f64; 2] = [0.125, 64.0];
/// Times that leaps were lost until which plain passes stride: strides may go round in circles that plain passes leave.
const STRIDING: u32 = 3;
/// Share of a residual that a plain pass leaves where it closes in, and how many in a row must until leaps are trusted again.
const CLOSING: f64 = 0.7;
const CLOSED_IN: u32 = 3;

/// Differences between two passes.
#[derive(Clone, Debug, Default)]
struct Column {
    residual: Vec<f64>,
    end: Vec<f64>,
}

/// Secants of a vector of unknowns, each in the measure of a kelvin.
#[derive(Clone, Debug, Default)]
pub struct Secants {
    /// Newest first.
    columns: Vec<Column>,
    /// Those of them that this hour added.
    own: usize,
    /// Room for the next.
    spare: Column,
    residual: Vec<f64>,
    end: Vec<f64>,
    norm: f64,
    passes: u32,
    /// How often a leap made things worse in this hour, and plain passes that are due for it.
    misled: u32,
    plain: u32,
    /// Residuals that a plain pass goes along, and plain passes that closed in one after the other.
    stride: f64,
    closing: u32,
    /// Σ of the last residual times the one before it.
    along: f64,
    /// Passes led since the last plain one.
    since: u32,
    /// Whether the last pass was followed plainly near the end.
    paused: bool,
    /// Orthonormal columns, one after the other, their triangle and the columns that they are of, where `spanned` says that none has
    /// come or gone since: an hour of two passes teaches nothing new.
    spanned: bool,
    basis: Vec<f64>,
    triangle: [[f64; KEPT]; KEPT],
    chosen: Vec<usize>,
    /// Unknowns of the whole hall that each stands for.
    weight: Vec<f64>,
}

/// Σ w·a·b.
fn dot(weight: &[f64], a: &[f64], b: &[f64]) -> f64 {
    let terms = weight.iter().zip(a).zip(b);
    terms.map(|((w, a), b)| w * a * b).sum()
}

impl Secants {
    /// Begins a new hour.
    pub fn begin(&mut self) {
        let weight = &self.weight;
        let size = |c: &Column| dot(weight, &c.residual, &c.residual).sqrt();
        let own = self.columns.iter().take(self.own);
        let least = TELLING * own.map(size).fold(0.0, f64::max);
        let (mut age, before) = (0, self.columns.len());
        self.columns.retain(|column| {
            age += 1;
            age > self.own || size(column) >= least
        });
        self.spanned &= self.columns.len() == before;
        (self.passes, self.own) = (0, 0);
        (self.misled, self.plain, self.since) = (0, 0, 0);
        (self.stride, self.closing) = (0.0, 0);
        self.paused = false;
    }

    /// Forgets everything: the unknowns are others, the first of which stand for `weight` of the whole hall, those after them
    /// for one each.
    pub fn forget(&mut self, weight: impl Iterator<Item = f64>) {
        self.columns.clear();
        self.spanned = false;
        self.weight.clear();
        self.weight.extend(weight);
        self.begin();
    }

    /// Takes `next` from the end of a pass that started from `start` to the start of the next, eq. (1); what `next` holds beyond
    /// the unknowns follows them and has no say.
    pub fn advance(&mut self, start: &[f64], next: &mut [f64]) {
        let (first, before) = (self.passes == 0, self.norm);
        self.weight.resize(start.len(), 1.0);
        self.residual.resize(start.len(), 0.0);
        self.end.resize(next.len(), 0.0);
        self.learn(start, next, first);
        self.norm = dot(&self.weight, &self.residual, &self.residual).sqrt();
        self.passes += 1;
        self.since += 1;
        let far = !first && self.norm > SETTLED;
        let (worse, stuck) = (self.norm > WORSE * before, self.since > PATIENCE);
        if self.must_go_plainly(far && (worse || stuck), stuck, before) {
            self.stride_along(before, next);
            return;
        }
        let slow = !first && self.norm > SLOW * before;
        if slow && far {
            self.columns.truncate(self.own);
            self.spanned = false;
        }
        // Near the end a leap that does not close in gives way to a plain pass, which teaches a column.
        self.paused = slow && !far && !self.paused;
        if self.paused {
            return;
        }
        let share = self.least_squares();
        let thrown = |i: usize| -> f64 {
            let columns = self.chosen.iter().zip(&share);
            columns.map(|(k, c)| c * self.columns[*k].end[i]).sum()
        };
        let far = (0..next.len()).map(|i| thrown(i).abs()).fold(0.0, f64::max);
        let most = LEAP[0].min(LEAP[1] * self.norm);
        let short = if far > most { most / far } else { 1.0 };
        for (i, x) in next.iter_mut().enumerate() {
            *x += short * thrown(i);
        }
    }

    /// Whether the next pass starts where the last ended. Where leaps are `lost`, because one crossed from one regime into another
    /// or because they are `stuck`, what was learnt is forgotten, and plain passes, twice as many every time, lead on until they close
    /// in from the residual `before`.
    fn must_go_plainly(&mut self, lost: bool, stuck: bool, before: f64) -> bool {
        self.closing = if self.norm <= CLOSING * before {
            self.closing + 1
        } else {
            0
        };
        if self.closing >= CLOSED_IN {
            self.plain = 0;
        }
        if lost && self.plain == 0 {
            self.columns.clear();
            self.spanned = false;
            self.own = 0;
            let least = if stuck { STUCK } else { 0 };
            self.plain = 1 << (self.misled + least).min(MISLED);
            self.misled += 1;
            (self.stride, self.closing) = (0.0, 0);
        }
        let due = self.plain > 0;
        if due {
            self.since = 0;
        }
        self.plain = self.plain.saturating_sub(1);
        due
    }

    /// Goes from the end `next` of a plain pass on along its residual, eq. (2). Where residuals point the same way and do not shrink from
    /// `before` no solution is near, and each pass goes twice as far as the last; where they turn back without shrinking it stops
    /// short, half as far as the last.
    fn stride_along(&mut self, before: f64, next: &mut [f64]) {
        let open = self.stride > 0.0 && self.norm > CLOSING * before;
        let (along, both) = (self.along, before * self.norm);
        self.stride = if open && self.misled <= STRIDING && along >= ALIGNED * both {
            (2.0 * self.stride).min(STRIDE[1])
        } else if open && along < 0.0 {
            (0.5 * self.stride.min(1.0)).max(STRIDE[0])
        } else {
            1.0
        };
        let beyond = (self.stride - 1.0).min(LEAP[0] / self.norm);
        let unknowns = next.iter_mut().zip(&self.residual).zip(&self.weight);
        for ((x, r), _) in unknowns.filter(|(_, weight)| **weight > 0.0) {
            *x += beyond * r;
        }
    }

    /// Keeps the ends of this pass, and unless it is the hour's `first` a column.
    fn learn(&mut self, start: &[f64], end: &[f64], first: bool) {
        let mut column = std::mem::take(&mut self.spare);
        column.residual.clear();
        column.end.clear();
        self.along = 0.0;
        let unknowns = start.iter().zip(end).zip(&self.weight);
        for (((x, g), weight), before) in unknowns.zip(&mut self.residual) {
            let residual = g - x;
            self.along += weight * residual * *before;
            column.residual.push(residual - *before);
            *before = residual;
        }
        for (g, before) in end.iter().zip(&mut self.end) {
            column.end.push(g - *before);
            *before = *g;
        }
        let size = dot(&self.weight, &column.residual, &column.residual);
        if first || size <= LEAST * LEAST {
            self.spare = column;
            return;
        }
        if self.columns.len() == KEPT {
            self.spare = self.columns.pop().unwrap_or_default();
        }
        self.columns.insert(0, column);
        self.spanned = false;
        self.own = (self.own + 1).min(self.columns.len());
    }

    /// c of eq. (1) for the columns `chosen`, by orthogonal columns.
    fn least_squares(&mut self) -> [f64; KEPT] {
        if !self.spanned {
            self.span();
            self.spanned = true;
        }
        let mut target = [0.0; KEPT];
        let columns = self.basis.chunks_exact(self.residual.len().max(1));
        for (target, q) in target.iter_mut().zip(columns) {
            *target = -dot(&self.weight, q, &self.residual);
        }
        for i in (0..self.chosen.len()).rev() {
            for j in i + 1..self.chosen.len() {
                target[i] -= self.triangle[i][j] * target[j];
            }
            target[i] /= self.triangle[i][i];
        }
        target
    }

    /// Orthonormal columns, newest first, without those that newer ones span.
    fn span(&mut self) {
        let n = self.residual.len();
        self.chosen.clear();
        self.basis.clear();
        for (k, column) in self.columns.iter().enumerate() {
            let at = self.chosen.len();
            self.basis.extend_from_slice(&column.residual);
            let (done, rest) = self.basis.split_at_mut(at * n);
            for (j, q) in done.chunks_exact(n).enumerate() {
                let along = dot(&self.weight, q, rest);
                self.triangle[j][at] = along;
                rest.iter_mut().zip(q).for_each(|(v, q)| *v -= along * q);
            }
            let (left, whole) = (
                dot(&self.weight, rest, rest).sqrt(),
                dot(&self.weight, &column.residual, &column.residual),
            );
            if left <= OUTSIDE * whole.sqrt() {
                self.basis.truncate(at * n);
                continue;
            }
            rest.iter_mut().for_each(|v| *v /= left);
            self.triangle[at][at] = left;
            self.chosen.push(k);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three unknowns that answer each other and themselves.
    fn pass(x: &[f64; 3], outside: f64) -> [f64; 3] {
        [
            0.9 * x[0] + 0.2 * x[1] + outside,
            0.3 * x[2] - 0.4 * x[0] + 1e-3 * x[1] * x[1],
            0.5 * x[1] + 0.1 * x[0] - 2.0 * outside,
        ]
    }

    fn settle(secants: &mut Secants, x: &mut [f64; 3], outside: f64) -> u32 {
        secants.begin();
        for k in 1..100 {
            let start = *x;
            let mut next = pass(&start, outside);
            let moved = (0..3).map(|i| (next[i] - start[i]).abs());
            if moved.fold(0.0, f64::max) < 1e-9 {
                return k;
            }
            secants.advance(&start, &mut next);
            *x = next;
        }
        panic!("does not settle");
    }

    #[test]
    fn the_hour_after_takes_fewer_passes_and_ends_where_plain_passes_end() {
        let (mut secants, mut x) = (Secants::default(), [0.0; 3]);
        let first = settle(&mut secants, &mut x, 1.0);
        let later = settle(&mut secants, &mut x, 1.1);
        assert!(first <= 9 && later <= 4, "{first} {later}");
        let mut plain = [0.0; 3];
        for _ in 0..1000 {
            plain = pass(&plain, 1.1);
        }
        for i in 0..3 {
            assert!((x[i] - plain[i]).abs() < 1e-7, "{x:?} {plain:?}");
        }
    }

    #[test]
    fn a_leap_is_bounded() {
        let mut secants = Secants::default();
        secants.begin();
        let mut next = [1.0];
        secants.advance(&[0.0], &mut next);
        assert_eq!(next, [1.0]);
        // A slope of 0.999 points a thousand kelvins ahead.
        let start = next;
        let mut next = [1.999];
        secants.advance(&start, &mut next);
        assert!((next[0] - 11.999).abs() < 1e-9);
    }

    #[test]
    fn what_another_regime_taught_is_forgotten() {
        let mut secants = Secants::default();
        for slope in [0.5, -2.0] {
            let mut x = [0.0];
            secants.begin();
            for _ in 0..8 {
                let start = x;
                x = [1.0 + slope * start[0]];
                secants.advance(&start, &mut x);
            }
            assert!((x[0] - 1.0 / (1.0 - slope)).abs() < 1e-9, "{x:?}");
        }
    }

    /// At 1 the end of a pass all but meets its start, and secants point there from both sides; the solution is at 3.
    #[test]
    fn what_is_nearly_a_solution_is_left_in_strides() {
        let pass = |x: f64| (x + 1e-4 + 0.5 * (x - 1.0) * (x - 1.0)).min(3.0);
        let (mut plain, mut passes) = (0.9, 0);
        while plain < 3.0 {
            (plain, passes) = (pass(plain), passes + 1);
        }
        assert!(passes > 300, "{passes}");
        let (mut secants, mut x, mut passes) = (Secants::default(), 0.9, 0);
        secants.begin();
        while (pass(x) - x).abs() > 1e-9 && passes < 300 {
            let mut next = [pass(x)];
            secants.advance(&[x], &mut next);
            ([x], passes) = (next, passes + 1);
        }
        assert!((x - 3.0).abs() < 1e-8 && passes < 60, "{x} {passes}");
    }

    /// Whatever contracts by itself settles, and in fewer passes than by itself.
    #[test]
    fn contractions_settle() {
        let mut seed = 1u64;
        let mut random = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 11) as f64 / (1u64 << 52) as f64 - 1.0
        };
        for _ in 0..200 {
            let mut rows = [[0.0; 6]; 6];
            for row in &mut rows {
                row.fill_with(&mut random);
                let sum: f64 = row.iter().map(|a| a.abs()).sum();
                row.iter_mut().for_each(|a| *a *= 0.95 / sum);
            }
            let mut secants = Secants::default();
            secants.begin();
            let (mut x, mut passes) = ([0.0; 6], 0);
            let residual = loop {
                let mut next = rows.map(|row| 1.0 + dot(&[1.0; 6], &row, &x));
                let moved = (0..6).map(|i| (next[i] - x[i]).abs());
                let residual = moved.fold(0.0, f64::max);
                if residual < 1e-9 || passes == 60 {
                    break residual;
                }
                secants.advance(&x, &mut next);
                (x, passes) = (next, passes + 1);
            };
            assert!(
                residual < 1e-9,
                "{passes} passes leave {residual}: {rows:?}"
            );
        }
    }
}
