//! A year of a hall as some of its hours with weights.

use super::answer::Answer;

/// When a year is known well enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Mean error of power at the meter over IT power: of PUE.
    pub ratio: f64,
    /// Mean error of water [m³ per J of IT].
    pub water: f64,
    /// Most hours that are solved.
    pub most: usize,
}

impl Default for Tolerance {
    /// 3e-5 of PUE, 0.5 mL/kWh, 500 hours.
    fn default() -> Self {
        Self {
            ratio: 3e-5,
            water: 5e-7 / 3.6e6,
            most: 500,
        }
    }
}

/// What is known of the error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Hours solved, withheld ones not counted.
    pub solved: usize,
    /// Cells.
    pub cells: usize,
    /// Hours withheld from the fit.
    pub withheld: usize,
    /// Mean of the errors of power over IT power at the withheld hours.
    pub ratio_bias: f64,
    /// Mean of their sizes.
    pub ratio_mean: f64,
    /// Largest of them.
    pub ratio_worst: f64,
    /// Mean error of water over its mean, at the withheld hours.
    pub water_bias: f64,
    /// Hours sought from rest.
    pub anew: usize,
}

/// A year of a hall.
#[derive(Clone, Debug, Default)]
pub struct Year {
    /// Solved hours, in the order of the year.
    pub hours: Vec<usize>,
    /// Their answers.
    pub answers: Vec<Answer>,
    /// W_k: how many hours each of them stands for, by hour of the day.
    pub weights: Vec<[f64; 24]>,
    /// Pads and slower fans of every hour of the year.
    pub(super) mode: Vec<u64>,
    /// Length of an hour \[s\].
    pub step_s: f64,
    /// Hours with a supply above its set point, by loop \[h\].
    pub above: Vec<f64>,
    /// What is known of the error.
    pub evidence: Evidence,
}

impl Year {
    /// Σ W_k·y_k over the year, times the length of an hour: energy of a power \[J\].
    pub fn total(&self, y: impl Fn(&Answer) -> f64) -> f64 {
        let each = self.answers.iter().zip(&self.weights);
        let sum: f64 = each.map(|(a, w)| y(a) * w.iter().sum::<f64>()).sum();
        sum * self.step_s
    }

    /// Mean of `y` over the hours of the day that `pick` takes.
    pub fn mean(&self, y: impl Fn(&Answer) -> f64, pick: impl Fn(usize) -> bool) -> f64 {
        let (mut sum, mut hours) = (0.0, 0.0);
        for (answer, weights) in self.answers.iter().zip(&self.weights) {
            let weight: f64 = (0..24).filter(|h| pick(*h)).map(|h| weights[h]).sum();
            sum += y(answer) * weight;
            hours += weight;
        }
        if hours > 0.0 { sum / hours } else { 0.0 }
    }

    /// Energy at the meter over energy of IT.
    pub fn pue(&self) -> f64 {
        self.total(|a| a.power[0]) / self.total(|a| a.power[1]).max(1.0)
    }

    /// The solved hour with the least `y`.
    pub fn least(&self, y: impl Fn(&Answer) -> f64) -> Option<(usize, &Answer)> {
        let each = self.hours.iter().copied().zip(&self.answers);
        each.min_by(|a, b| y(a.1).total_cmp(&y(b.1)))
    }
}
