//! A cell: hours that are alike, some of them solved, and how well these tell the others.

use super::fit::{Frame, coefficients};
use super::hours::Points;

/// Hours of a cell at or below which all of them are solved, beyond the terms of the fit.
const SPARE: usize = 3;

/// Hours that are alike.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The hours, ascending.
    pub hours: Vec<usize>,
    /// Mean error of the two hours that the fit did not know, each over its tolerance.
    pub error: f64,
    /// Axis along which the answers vary most.
    pub axis: usize,
}

/// Hours that a cell wants solved.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// For the fit.
    pub fit: Vec<usize>,
    /// To judge it.
    pub judge: Vec<usize>,
}

impl Cell {
    /// A cell of `hours`, not judged yet.
    pub fn new(hours: Vec<usize>) -> Self {
        Self {
            hours,
            error: 0.0,
            axis: 0,
        }
    }

    /// Whether every hour is solved rather than interpolated.
    pub fn whole(&self, points: &Points) -> bool {
        self.hours.len() <= 2 * points.axes() + 1 + SPARE
    }

    /// What has to be solved: the ends of each axis and the middle for the fit, two hours between to judge it.
    pub fn wanted(&self, points: &Points) -> Wanted {
        if self.whole(points) {
            return Wanted {
                fit: self.hours.clone(),
                judge: Vec::new(),
            };
        }
        let (low, high) = self.bounds(points);
        let mut fit = Vec::new();
        let mut take = |hour: usize| {
            if !fit.contains(&hour) {
                fit.push(hour);
            }
        };
        for axis in 0..points.axes() {
            take(self.extreme(points, |x| x[axis]));
            take(self.extreme(points, |x| -x[axis]));
        }
        take(self.extreme(points, |x| distance(x, &low, &high, 0.5)));
        let mut judge = Vec::new();
        for share in [0.25, 0.75] {
            let free = self
                .hours
                .iter()
                .filter(|h| !fit.contains(h) && !judge.contains(*h));
            let near = free.min_by(|a, b| {
                let of = |h: &usize| distance(points.at(*h), &low, &high, share);
                of(a).total_cmp(&of(b))
            });
            judge.extend(near.copied());
        }
        Wanted { fit, judge }
    }

    /// The hour with the least `value`, the first of equals.
    fn extreme(&self, points: &Points, value: impl Fn(&[f64]) -> f64) -> usize {
        let mut best = (f64::INFINITY, self.hours[0]);
        for &hour in &self.hours {
            let v = value(points.at(hour));
            if v < best.0 {
                best = (v, hour);
            }
        }
        best.1
    }

    fn bounds(&self, points: &Points) -> (Vec<f64>, Vec<f64>) {
        let mut low = vec![f64::INFINITY; points.axes()];
        let mut high = vec![f64::NEG_INFINITY; points.axes()];
        for &hour in &self.hours {
            for (i, x) in points.at(hour).iter().enumerate() {
                low[i] = low[i].min(*x);
                high[i] = high[i].max(*x);
            }
        }
        (low, high)
    }

    /// Terms of the fit at all hours of a cell.
    pub fn frame(&self, points: &Points) -> Frame {
        let (low, high) = self.bounds(points);
        Frame::of(&low, &high)
    }

    /// Two cells, cut at the median of the axis along which the answers vary most.
    pub fn halves(mut self, points: &Points) -> [Self; 2] {
        let axis = self.axis;
        let key = |h: &usize| points.at(*h).get(axis).copied().unwrap_or(0.0);
        self.hours
            .sort_by(|a, b| key(a).total_cmp(&key(b)).then(a.cmp(b)));
        let mut upper = self.hours.split_off(self.hours.len() / 2);
        self.hours.sort_unstable();
        upper.sort_unstable();
        [Self::new(self.hours), Self::new(upper)]
    }
}

/// Squared distance from the place that lies `share` of the way along every axis of a box, in its widths.
fn distance(x: &[f64], low: &[f64], high: &[f64], share: f64) -> f64 {
    let sides = low.iter().zip(high);
    let each = |(x, (a, b)): (&f64, (&f64, &f64))| {
        let width = (b - a).max(1e-12);
        let off = (x - a) / width - share;
        off * off
    };
    x.iter().zip(sides).map(each).sum()
}

/// The polynomial of a cell: frame and matrix for the solved hours `known`.
#[derive(Clone, Debug)]
pub(super) struct Local {
    frame: Frame,
    matrix: Vec<f64>,
    known: usize,
}

impl Local {
    /// Fits through the hours `known`.
    pub fn of(frame: &Frame, points: &Points, known: &[usize]) -> Self {
        let row = |h: &usize| {
            let mut row = vec![0.0; frame.terms()];
            frame.terms_at(points.at(*h), &mut row);
            row
        };
        let rows: Vec<Vec<f64>> = known.iter().map(row).collect();
        Self {
            matrix: coefficients(frame, &rows),
            frame: frame.clone(),
            known: known.len(),
        }
    }

    /// Number of terms.
    pub fn terms(&self) -> usize {
        self.frame.terms()
    }

    /// Terms of the polynomial at `x`.
    pub fn terms_at(&self, x: &[f64], to: &mut [f64]) {
        self.frame.terms_at(x, to);
    }

    /// Coefficients for the answers `y` at the known hours.
    pub fn beta(&self, y: impl Fn(usize) -> f64) -> Vec<f64> {
        let rows = self.matrix.chunks_exact(self.known);
        let dot = |row: &[f64]| row.iter().enumerate().map(|(k, c)| c * y(k)).sum();
        rows.map(dot).collect()
    }

    /// What each known hour weighs where the terms sum up to `sums`.
    pub fn weights(&self, sums: &[f64], mut add: impl FnMut(usize, f64)) {
        for k in 0..self.known {
            let rows = self.matrix.chunks_exact(self.known);
            add(k, rows.zip(sums).map(|(row, s)| row[k] * s).sum());
        }
    }
}
