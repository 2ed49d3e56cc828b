//! The Pareto front: designs that no other beats in all objectives.
//!
//! # References
//! - K. Deb, *Multi-Objective Optimization using Evolutionary Algorithms*, Wiley 2001, def. 2.5: dominance.

use super::row::Row;
use crate::config::study::ObjectiveWord;

/// Designs that no other beats, in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub struct Front {
    objectives: Vec<ObjectiveWord>,
    /// The designs.
    pub rows: Vec<Row>,
}

impl Front {
    /// An empty front.
    pub fn new(objectives: &[ObjectiveWord]) -> Self {
        Self {
            objectives: objectives.to_vec(),
            rows: Vec::new(),
        }
    }

    fn values(&self, row: &Row) -> Option<Vec<f64>> {
        let each = self.objectives.iter();
        each.map(|word| row.objective(*word).map(|x| as_known(*word, x)))
            .collect()
    }

    /// Takes a design that stands its constraints and is not beaten; of equal ones the first.
    pub fn offer(&mut self, row: &Row) {
        let Some(new) = self.values(row).filter(|_| row.verdict.feasible()) else {
            return;
        };
        let not_worse = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| a <= b);
        let kept: Vec<Vec<f64>> = self.rows.iter().filter_map(|r| self.values(r)).collect();
        if kept.iter().any(|own| not_worse(own, &new)) {
            return;
        }
        let mut beaten = kept.iter().map(|own| not_worse(&new, own));
        self.rows.retain(|_| !beaten.next().unwrap_or(false));
        self.rows.push(row.clone());
    }
}

/// An objective as far as it is known: years are found from some of their hours, to some 1e-5 of energy and half a
/// hundredth of water. What lies below makes no design better than another.
fn as_known(word: ObjectiveWord, x: f64) -> f64 {
    match word {
        ObjectiveWord::Energy => digits(x, 5),
        ObjectiveWord::Water => digits(x, 3),
        ObjectiveWord::Noise => (10.0 * x).round() / 10.0,
        ObjectiveWord::Capex | ObjectiveWord::Footprint => x,
    }
}

/// `x` with `n` significant digits.
fn digits(x: f64, n: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let unit = 10f64.powi(x.abs().log10().floor() as i32 + 1 - n);
    (x / unit).round() * unit
}

#[cfg(test)]
mod tests {
    use super::super::row::{Figures, OfYear, Verdict};
    use super::*;

    fn row(number: u64, capex: f64, energy: f64, excess: f64) -> Row {
        Row {
            number,
            values: Vec::new(),
            verdict: Verdict {
                excess,
                ..Verdict::default()
            },
            figures: Figures {
                capex,
                year: Some(OfYear {
                    energy,
                    ..OfYear::default()
                }),
                ..Figures::default()
            },
        }
    }

    #[test]
    fn only_what_is_beaten_in_nothing_stays() {
        let mut front = Front::new(&[ObjectiveWord::Capex, ObjectiveWord::Energy]);
        let all = [
            row(0, 5.0, 5.0, 0.0),
            row(1, 3.0, 7.0, 0.0),
            row(2, 6.0, 6.0, 0.0),
            row(3, 1.0, 1.0, 0.5),
            row(4, 5.0, 5.0, 0.0),
            row(5, 4.0, 4.0, 0.0),
        ];
        all.iter().for_each(|r| front.offer(r));
        let numbers: Vec<u64> = front.rows.iter().map(|r| r.number).collect();
        assert_eq!(
            numbers,
            [1, 5],
            "0 is beaten by 5, 3 does not stand, 4 equals 0"
        );
    }

    #[test]
    fn what_is_not_known_makes_nothing_better() {
        let mut front = Front::new(&[ObjectiveWord::Capex, ObjectiveWord::Energy]);
        front.offer(&row(0, 5.0, 108_132_000.0, 0.0));
        front.offer(&row(1, 6.0, 108_131_900.0, 0.0));
        assert_eq!(front.rows.len(), 1);
        front.offer(&row(2, 6.0, 108_000_000.0, 0.0));
        assert_eq!(front.rows.len(), 2);
        assert_eq!(digits(0.0, 3), 0.0);
        assert!((digits(2_213.4, 3) - 2_210.0).abs() < 1e-9);
        assert!((digits(-0.012_345, 2) + 0.012).abs() < 1e-12);
    }
}
