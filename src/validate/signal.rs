//! An input at any time between two samples.

use super::{column::Scale, formula::Formula};

/// What an input is between its samples.
pub(super) enum Signal {
    /// Straight lines between samples [SI, °C].
    Samples(Vec<f64>),
    /// A closed form of columns that are straight lines between samples.
    Formula(Formula, Vec<Vec<f64>>, Scale),
}

impl Signal {
    /// Value \[SI, °C\] at the share `x` of the way from sample `k - 1` to sample `k`; at the first sample where `k` is 0.
    pub fn at(&self, k: usize, x: f64) -> f64 {
        let between = |column: &Vec<f64>| {
            let before = column[k.saturating_sub(1)];
            before + x * (column[k] - before)
        };
        match self {
            Self::Samples(values) => between(values),
            Self::Formula(formula, columns, scale) => {
                scale.si(formula.value(|column| between(&columns[column])))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{units::Dimension, validate::data::Data};

    #[test]
    fn a_closed_form_keeps_its_corners_between_samples() {
        let data = Data::evenly("t", [0.0, 10.0], 11);
        let formula = Formula::parse("step(t - 3.25)*20", &data).unwrap();
        let scale = Scale::of("degF", Dimension::Temperature).unwrap();
        let signal = Signal::Formula(formula, vec![data.numbers(0)], scale);
        assert!((signal.at(4, 0.24) - scale.si(0.0)).abs() < 1e-12);
        assert!((signal.at(4, 0.26) - scale.si(20.0)).abs() < 1e-12);
        let straight = Signal::Samples(vec![1.0, 3.0]);
        assert_eq!((straight.at(1, 0.25), straight.at(0, 1.0)), (1.5, 1.0));
    }
}
