//! How far an operating point lies outside the range in which a curve was fitted.
//!
//! A law never refuses a point and never clamps in silence: it answers, and says beside the answer which of
//! its variables left their range and by how much, so that hours and kWh outside can be counted.

/// Position of an operating point against the ranges of a curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Validity {
    /// Bit k is set when variable k (in the order the law documents) is outside its range.
    pub outside: u8,
    /// Largest distance outside, in widths of that variable's range \[1\]; 0 inside.
    pub excess: f64,
    /// How many variables the law has checked; 0 for a unit at rest.
    pub variables: u8,
    /// Value of each variable, in its own unit.
    pub value: [f64; 8],
}

impl Validity {
    /// Checks up to eight variables, each a value and its range [low, high].
    #[inline(always)]
    pub fn of<const N: usize>(variables: [(f64, [f64; 2]); N]) -> Self {
        const { assert!(N <= 8) };
        let mut found = Self {
            variables: N as u8,
            ..Self::default()
        };
        for (bit, (value, [low, high])) in variables.into_iter().enumerate() {
            found.value[bit] = value;
            let beyond = (low - value).max(value - high).max(0.0);
            if beyond > 0.0 {
                found.outside |= 1 << bit;
                found.excess = found.excess.max(beyond / (high - low).max(1e-12));
            }
        }
        found
    }

    /// Whether every variable is inside its range.
    #[inline(always)]
    pub fn inside(&self) -> bool {
        self.outside == 0
    }

    /// Value of variable `bit`, where the law has looked at it.
    #[inline(always)]
    pub fn at(&self, bit: u8) -> Option<f64> {
        (bit < self.variables).then(|| self.value[usize::from(bit)])
    }

    /// Whether variable `bit` is outside its range.
    #[inline(always)]
    pub fn is_outside(&self, bit: u8) -> bool {
        self.outside >> bit & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_variable_and_the_distance() {
        let at = Validity::of([(5.0, [0.0, 10.0]), (12.0, [0.0, 10.0]), (-1.0, [0.0, 2.0])]);
        assert!(!at.inside() && !at.is_outside(0) && at.is_outside(1) && at.is_outside(2));
        assert_eq!(at.excess, 0.5);
        assert_eq!((at.at(1), at.at(3)), (Some(12.0), None));
        assert_eq!(Validity::default().at(0), None);
        assert!(Validity::of([(10.0, [0.0, 10.0])]).inside());
    }
}
