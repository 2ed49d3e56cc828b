//! How a row of results is compared with a row of references.

/// The measure of a difference between ours yᵢ and the reference rᵢ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norm {
    /// max |yᵢ − rᵢ|, in the unit of the quantity.
    Absolute,
    /// max |yᵢ − rᵢ|/|rᵢ|; where rᵢ = 0 the difference itself.
    Relative,
    /// max |yᵢ − rᵢ| / max |rᵢ|: "of rated".
    Scaled,
    /// √(Σ(yᵢ − rᵢ)²/n), in the unit of the quantity.
    RootMeanSquare,
    /// |Σyᵢ/Σrᵢ − 1|: a total, such as a day's heat.
    Total,
}

/// Names in a case file.
const NAMES: [(&str, Norm); 5] = [
    ("absolute", Norm::Absolute),
    ("relative", Norm::Relative),
    ("scaled", Norm::Scaled),
    ("rms", Norm::RootMeanSquare),
    ("total", Norm::Total),
];

impl Norm {
    /// The norm called `name` in a case file.
    pub fn by_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|n| n.0 == name).map(|n| n.1)
    }

    /// Names of all norms.
    pub fn names() -> [&'static str; 5] {
        NAMES.map(|n| n.0)
    }

    /// The name in a case file.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|n| n.1 == self).map_or("", |n| n.0)
    }

    /// Whether the result is a plain number, whatever the quantity.
    pub fn is_ratio(self) -> bool {
        matches!(self, Self::Relative | Self::Scaled | Self::Total)
    }

    /// The difference of one pair, whose largest (or mean square) the norm takes.
    pub fn of_pair(self, ours: f64, reference: f64) -> f64 {
        let difference = (ours - reference).abs();
        if self == Self::Relative && reference != 0.0 {
            difference / reference.abs()
        } else {
            difference
        }
    }

    /// The norm over all pairs; NaN if any of ours is, or if there is no pair.
    pub fn of(self, ours: &[f64], reference: &[f64]) -> f64 {
        let pairs = || ours.iter().zip(reference);
        let each = || pairs().map(|(y, r)| self.of_pair(*y, *r));
        if ours.is_empty() || ours.iter().any(|y| y.is_nan()) {
            return f64::NAN;
        }
        let largest = each().fold(0.0, f64::max);
        match self {
            Self::Absolute | Self::Relative => largest,
            Self::Scaled => largest / reference.iter().fold(0.0, |m: f64, r| m.max(r.abs())),
            Self::RootMeanSquare => (each().map(|d| d * d).sum::<f64>() / ours.len() as f64).sqrt(),
            Self::Total => (ours.iter().sum::<f64>() / reference.iter().sum::<f64>() - 1.0).abs(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: [f64; 3] = [1.0, 2.2, -4.0];
    const THEIRS: [f64; 3] = [1.0, 2.0, -5.0];

    #[test]
    fn each_norm_by_hand() {
        let of = |norm: Norm| norm.of(&OURS, &THEIRS);
        assert_eq!(of(Norm::Absolute), 1.0);
        assert_eq!(of(Norm::Relative), 0.2);
        assert_eq!(of(Norm::Scaled), 0.2);
        assert!((of(Norm::RootMeanSquare) - (1.04f64 / 3.0).sqrt()).abs() < 1e-15);
        assert!((of(Norm::Total) - (1.0 - 0.8 / 2.0)).abs() < 1e-15);
    }

    #[test]
    fn nothing_compared_and_not_a_number_never_pass() {
        for (_, norm) in NAMES {
            assert!(norm.of(&[], &[]).is_nan());
            assert!(norm.of(&[f64::NAN, 1.0], &[1.0, 1.0]).is_nan());
            assert_eq!(Norm::by_name(norm.name()), Some(norm));
        }
    }
}
