//! Inputs over time: straight lines between corners, once or again and again.

use super::CircuitError;

/// A value over time by its corners; constant before the first and after the last, or repeated.
#[derive(Clone, Debug, PartialEq)]
pub struct Waveform {
    points: Vec<[f64; 2]>,
    period: Option<f64>,
}

/// A straight piece of a waveform.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Value at the time asked for.
    pub value: f64,
    /// Change per second.
    pub slope: f64,
}

impl Waveform {
    /// The same value for ever.
    pub fn constant(value: f64) -> Self {
        Self {
            points: vec![[0.0, value]],
            period: None,
        }
    }

    /// Straight lines between `points` (time \[s\], value), repeated every `period` \[s\] from time
    /// zero if there is one.
    ///
    /// # Errors
    /// Times that do not rise, values that are no numbers, or points beyond the period.
    pub fn new(
        name: &str,
        points: Vec<[f64; 2]>,
        period: Option<f64>,
    ) -> Result<Self, CircuitError> {
        let fault = |what| CircuitError::Waveform {
            name: name.to_owned(),
            what,
        };
        if points.is_empty() || points.iter().flatten().any(|x| !x.is_finite()) {
            return Err(fault("needs corners that are numbers"));
        }
        if points.windows(2).any(|w| w[1][0] <= w[0][0]) {
            return Err(fault("needs times that rise"));
        }
        if let Some(period) = period {
            let within = points[0][0] >= 0.0 && points[points.len() - 1][0] <= period;
            if !(period.is_finite() && period > 0.0 && within) {
                return Err(fault("needs a period that holds all its corners"));
            }
        }
        Ok(Self { points, period })
    }

    /// The same waveform, `factor` times as large and `delay` \[s\] later. A repeated one is shifted
    /// in its phase.
    #[must_use]
    pub fn transformed(&self, factor: f64, delay: f64) -> Self {
        let mut points: Vec<[f64; 2]> = self
            .points
            .iter()
            .map(|[t, y]| [t + delay, factor * y])
            .collect();
        if let Some(period) = self.period {
            for point in &mut points {
                point[0] = point[0].rem_euclid(period);
            }
            points.sort_by(|a, b| a[0].total_cmp(&b[0]));
            points.dedup_by(|a, b| a[0] == b[0]);
        }
        Self {
            points,
            period: self.period,
        }
    }

    /// The largest value of the last `hold` \[s\]: what falls is followed that much later, what rises at once, and a
    /// dip shorter than that is not followed at all.
    #[must_use]
    pub fn held(&self, hold: f64) -> Self {
        if hold <= 0.0 || self.points.len() < 2 {
            return self.clone();
        }
        if let Some(period) = self.period.filter(|period| hold >= *period) {
            let most = self
                .points
                .iter()
                .fold(f64::NEG_INFINITY, |m, p| m.max(p[1]));
            return Self {
                points: vec![[0.0, most]],
                period: Some(period),
            };
        }
        // Between these times the largest value is the greatest of two straight lines and a constant.
        let mut times: Vec<f64> = Vec::new();
        for [t, _] in &self.points {
            let wrapped = |t: f64| self.period.map_or(t, |period| t.rem_euclid(period));
            times.extend([wrapped(*t), wrapped(t + hold)]);
        }
        if let Some(period) = self.period {
            times.extend([0.0, period]);
        }
        times.sort_by(f64::total_cmp);
        times.dedup();
        let crossings: Vec<f64> = times
            .windows(2)
            .flat_map(|w| self.crossings(w[0], w[1], hold))
            .collect();
        times.extend(crossings);
        times.sort_by(f64::total_cmp);
        times.dedup();
        // The end of a period is the beginning of the next.
        times.retain(|t| self.period.is_none_or(|period| *t < period));
        Self {
            points: times
                .iter()
                .map(|t| [*t, self.largest_since(*t - hold, *t)])
                .collect(),
            period: self.period,
        }
    }

    /// Largest value from `from` to `to` \[s\].
    fn largest_since(&self, from: f64, to: f64) -> f64 {
        let mut inside = Vec::new();
        self.corners(from, to, &mut inside);
        let ends = self.value(from).max(self.value(to));
        inside.iter().fold(ends, |most, t| most.max(self.value(*t)))
    }

    /// Times between `from` and `to` \[s\] at which the value, the value `hold` \[s\] before and the largest between
    /// these cross; none of the first two has a corner there.
    fn crossings(&self, from: f64, to: f64, hold: f64) -> Vec<f64> {
        let (now, then) = (self.piece(from), self.piece(from - hold));
        let start = to - hold;
        let mut inside = Vec::new();
        // What lies in the window at every time between.
        if start <= from {
            inside.extend([start, from]);
            self.corners(start, from, &mut inside);
        }
        let between = inside.iter().map(|t| self.value(*t));
        let most = between.fold(f64::NEG_INFINITY, f64::max);
        let lines = [now, then, flat(most)];
        let mut found = Vec::new();
        for (n, a) in lines.iter().enumerate() {
            for b in &lines[n + 1..] {
                let at = from + (b.value - a.value) / (a.slope - b.slope);
                if at > from && at < to {
                    found.push(at);
                }
            }
        }
        found
    }

    /// The straight piece that holds just after `time` \[s\].
    pub fn piece(&self, time: f64) -> Piece {
        let n = self.points.len();
        let (local, wrap) = match self.period {
            None => (time, None),
            Some(period) => (time.rem_euclid(period), Some(period)),
        };
        let after = self.points.partition_point(|p| p[0] <= local);
        let (left, right) = match (after, wrap) {
            (0, None) => return flat(self.points[0][1]),
            (0, Some(period)) => {
                let last = self.points[n - 1];
                ([last[0] - period, last[1]], self.points[0])
            }
            (k, None) if k == n => return flat(self.points[n - 1][1]),
            (k, Some(period)) if k == n => {
                let first = self.points[0];
                (self.points[n - 1], [first[0] + period, first[1]])
            }
            (k, _) => (self.points[k - 1], self.points[k]),
        };
        let span = right[0] - left[0];
        if span <= 0.0 {
            return flat(right[1]);
        }
        let slope = (right[1] - left[1]) / span;
        Piece {
            value: left[1] + slope * (local - left[0]),
            slope,
        }
    }

    /// Value at `time` \[s\].
    pub fn value(&self, time: f64) -> f64 {
        self.piece(time).value
    }

    /// The corners in `from < t < to` \[s\], appended to `list`.
    pub fn corners(&self, from: f64, to: f64, list: &mut Vec<f64>) {
        let inside = |t: &f64| *t > from && *t < to;
        match self.period {
            None if self.points.len() > 1 => {
                list.extend(self.points.iter().map(|p| p[0]).filter(inside));
            }
            None => {}
            Some(period) => {
                let (first, last) = ((from / period).floor(), (to / period).ceil());
                let mut turn = first;
                while turn <= last {
                    let base = turn * period;
                    list.extend(self.points.iter().map(|p| p[0] + base).filter(inside));
                    turn += 1.0;
                }
            }
        }
    }

    /// Largest amount among the corners.
    pub fn largest(&self) -> f64 {
        self.points.iter().fold(0.0, |m, p| m.max(p[1].abs()))
    }
}

fn flat(value: f64) -> Piece {
    Piece { value, slope: 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_between_corners_and_flat_ends() {
        let w = Waveform::new("w", vec![[1.0, 2.0], [3.0, 6.0]], None).unwrap();
        assert_eq!(w.piece(0.0), flat(2.0));
        assert_eq!(w.piece(2.0).value, 4.0);
        assert_eq!(w.piece(1.0).slope, 2.0);
        assert_eq!(w.piece(3.0), flat(6.0));
        let mut corners = Vec::new();
        w.corners(0.0, 3.0, &mut corners);
        assert_eq!(corners, [1.0]);
    }

    #[test]
    fn repeats_with_its_period() {
        let w = Waveform::new("w", vec![[0.0, 0.0], [1.0, 1.0], [1.5, 0.0]], Some(2.0)).unwrap();
        assert!((w.value(20.5) - 0.5).abs() < 1e-12);
        assert_eq!(w.value(21.8), 0.0);
        let late = w.transformed(3.0, 0.5);
        assert!((late.value(21.0) - 1.5).abs() < 1e-12);
        let mut corners = Vec::new();
        w.corners(1.9, 4.1, &mut corners);
        assert_eq!(corners, [2.0, 3.0, 3.5, 4.0]);
    }

    #[test]
    fn holds_what_falls_and_follows_what_rises() {
        // Falls from 1 ms to 2 ms, stays down to 5 ms, rises at once to 6 ms.
        let points = vec![
            [0.0, 10.0],
            [1e-3, 10.0],
            [2e-3, 4.0],
            [5e-3, 4.0],
            [6e-3, 8.0],
        ];
        let w = Waveform::new("w", points, None).unwrap();
        let held = w.held(2e-3);
        for (t, y) in [
            (2.9e-3, 10.0),
            (3.5e-3, 7.0),
            (4e-3, 4.0),
            (5.5e-3, 6.0),
            (9e-3, 8.0),
        ] {
            assert!(
                (held.value(t) - y).abs() < 1e-9,
                "{t}: {} not {y}",
                held.value(t)
            );
        }
        // A dip shorter than the time held is not seen.
        let short = w.held(5.5e-3);
        assert!(
            (short.value(5e-3) - 10.0).abs() < 1e-9 && (short.value(6.4e-3) - 10.0).abs() < 1e-9
        );
    }

    #[test]
    fn held_is_the_largest_of_the_window() {
        let points = vec![[0.0, 3.0], [0.7, 9.0], [1.1, 2.0], [1.6, 5.0], [1.9, 1.0]];
        for period in [None, Some(2.0)] {
            let w = Waveform::new("w", points.clone(), period).unwrap();
            for hold in [0.05, 0.33, 0.9, 1.7, 2.5] {
                let held = w.held(hold);
                for k in 0..400 {
                    let t = 4.0 + 0.01 * f64::from(k) - if period.is_none() { 4.0 } else { 0.0 };
                    let brute = (0..=2_000)
                        .map(|j| w.value(t - hold * f64::from(j) / 2_000.0))
                        .fold(f64::NEG_INFINITY, f64::max);
                    assert!(
                        (held.value(t) - brute).abs() < 0.05,
                        "{period:?} {hold} {t}"
                    );
                    assert!(held.value(t) >= brute - 1e-9);
                }
            }
        }
    }

    #[test]
    fn refuses_time_that_runs_backwards() {
        assert!(Waveform::new("w", vec![[1.0, 2.0], [1.0, 6.0]], None).is_err());
        assert!(Waveform::new("w", vec![[0.0, f64::NAN]], None).is_err());
        assert!(Waveform::new("w", vec![[0.0, 1.0], [3.0, 1.0]], Some(2.0)).is_err());
    }
}
