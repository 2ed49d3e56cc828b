//! Loss of a power converter over the power it delivers: a table or a quadratic.
//!
//! # Equations
//! With P the delivered power and η the efficiency printed at it,
//!
//! ```text
//! L(P) = P·(1/η − 1)                     at the points of an efficiency table               (1)
//! L(P) = a + b·P + c·P²                  no-load, proportional and ohmic loss               (2)
//! ```
//!
//! Between points the loss, not the efficiency, is interpolated by the monotone cubic of
//! [`super::pchip`]: losses are flat and nearly quadratic where efficiencies fall steeply to zero load.
//! Below the first and above the last point the end tangent is continued, never below zero.
//!
//! # Units
//! W for power and loss, 1 for efficiency.
//!
//! # Validity
//! Between the first and the last point ([`LossTable::range`]); a caller counts energy outside it with
//! [`LossTable::covers`]. An efficiency that rises so fast with load that the loss in watts falls
//! (requirement limits do that, measured curves do not) is refused.
//!
//! # References
//! - IEC 62040-3, IEC 61800-9-2: losses in watts at stated load points are what is measured.
//! - Rasmussen, *Electrical efficiency modeling of data centers*, APC White Paper 113 (2006): eq. (2).

use super::pchip;

/// Why points cannot be the losses of a converter.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TableError {
    /// Interpolation needs two points.
    #[error("{count} point(s) given, at least 2 are needed")]
    TooFew {
        /// Points given.
        count: usize,
    },
    /// An efficiency that is not above 0 and at most 1.
    #[error("efficiency {efficiency} at {output:.6} W is not above 0 and at most 1")]
    Efficiency {
        /// Delivered power of the point \[W\].
        output: f64,
        /// The efficiency given.
        efficiency: f64,
    },
    /// The delivered powers are not positive (zero is allowed for a first loss point) and ascending.
    #[error("delivered powers must ascend: {output:.6} W follows {previous:.6} W")]
    Order {
        /// Delivered power before \[W\].
        previous: f64,
        /// Offending delivered power \[W\].
        output: f64,
    },
    /// The loss falls with load.
    #[error("loss falls from {previous:.6} W to {loss:.6} W as the output rises to {output:.6} W")]
    NotMonotone {
        /// Delivered power of the offending point \[W\].
        output: f64,
        /// Loss at the point before \[W\].
        previous: f64,
        /// Offending loss \[W\].
        loss: f64,
    },
    /// A coefficient or rating that is negative or not a number.
    #[error("{what} is {value}, it must be finite and not negative")]
    Value {
        /// Which quantity.
        what: &'static str,
        /// What was given.
        value: f64,
    },
}

/// Loss over delivered power as cubic pieces: what stays the same during a run.
#[derive(Clone, Debug, PartialEq)]
pub struct LossTable {
    /// Start of each piece [W]; the first also serves everything below it.
    start: Vec<f64>,
    /// c₀ … c₃ of each piece in powers of (P − start) [W, 1, 1/W, 1/W²].
    piece: Vec<[f64; 4]>,
    /// First and last delivered power that the source covers [W].
    range: [f64; 2],
}

impl LossTable {
    /// Table through points (fraction of `rated` power, efficiency at it), `rated` in W: eq. (1).
    pub fn from_efficiency(rated: f64, points: &[(f64, f64)]) -> Result<Self, TableError> {
        not_negative("rated power [W]", rated)?;
        let mut losses = Vec::with_capacity(points.len());
        for &(fraction, efficiency) in points {
            let output = fraction * rated;
            if !(efficiency > 0.0 && efficiency <= 1.0) {
                return Err(TableError::Efficiency { output, efficiency });
            }
            if output <= 0.0 {
                return Err(TableError::Order {
                    previous: 0.0,
                    output,
                });
            }
            losses.push((output, output * (1.0 / efficiency - 1.0)));
        }
        Self::from_losses(&losses)
    }

    /// Table through points (delivered power, loss) \[W\].
    pub fn from_losses(points: &[(f64, f64)]) -> Result<Self, TableError> {
        if points.len() < 2 {
            return Err(TableError::TooFew {
                count: points.len(),
            });
        }
        for &(output, loss) in points {
            not_negative("delivered power [W]", output)?;
            not_negative("loss [W]", loss)?;
        }
        for pair in points.windows(2) {
            let ((p0, l0), (p1, l1)) = (pair[0], pair[1]);
            if p1 <= p0 {
                return Err(TableError::Order {
                    previous: p0,
                    output: p1,
                });
            }
            if l1 < l0 {
                return Err(TableError::NotMonotone {
                    output: p1,
                    previous: l0,
                    loss: l1,
                });
            }
        }
        Ok(Self::through(points))
    }

    /// The quadratic of eq. (2) with `a` \[W\], `b` \[1\], `c` [1/W], stated up to `rated` \[W\].
    pub fn quadratic(a: f64, b: f64, c: f64, rated: f64) -> Result<Self, TableError> {
        not_negative("no-load loss a [W]", a)?;
        not_negative("proportional loss b", b)?;
        not_negative("quadratic loss c [1/W]", c)?;
        not_negative("rated power [W]", rated)?;
        Ok(Self {
            start: vec![0.0],
            piece: vec![[a, b, c, 0.0]],
            range: [0.0, rated],
        })
    }

    /// Pieces through checked points, with a tangent continued on either side.
    fn through(points: &[(f64, f64)]) -> Self {
        let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        let slope = pchip::slopes(&x, &y);
        let (mut start, mut piece) = (Vec::new(), Vec::new());
        if x[0] > 0.0 {
            let idle = (y[0] - slope[0] * x[0]).max(0.0);
            start.push(0.0);
            piece.push([idle, (y[0] - idle) / x[0], 0.0, 0.0]);
        }
        for k in 0..x.len() - 1 {
            start.push(x[k]);
            piece.push(pchip::piece(
                x[k + 1] - x[k],
                [y[k], y[k + 1]],
                [slope[k], slope[k + 1]],
            ));
        }
        let last = x.len() - 1;
        start.push(x[last]);
        piece.push([y[last], slope[last], 0.0, 0.0]);
        Self {
            start,
            piece,
            range: [x[0], x[last]],
        }
    }

    /// First and last delivered power that the source of the table covers \[W\].
    pub fn range(&self) -> [f64; 2] {
        self.range
    }

    /// Whether `output` \[W\] lies within the source's range.
    pub fn covers(&self, output: f64) -> bool {
        // A loss table read at its own last point must not be outside by rounding.
        output >= self.range[0] * (1.0 - 1e-12) && output <= self.range[1] * (1.0 + 1e-12)
    }

    /// Loss \[W\] when `output` \[W\], not negative, is delivered.
    #[inline(always)]
    pub fn loss(&self, output: f64) -> f64 {
        self.losses([output])[0]
    }

    /// Losses of `N` converters at once: the same arithmetic for every width, so the same bits.
    #[inline(always)]
    pub fn losses<const N: usize>(&self, output: [f64; N]) -> [f64; N] {
        let [c0, c1, c2, c3] = self.piece[0].map(|c| [c; N]);
        let (mut x, mut c0, mut c1, mut c2, mut c3) = ([self.start[0]; N], c0, c1, c2, c3);
        for (&start, piece) in self.start.iter().zip(&self.piece).skip(1) {
            take_from(&output, start, start, &mut x);
            take_from(&output, start, piece[0], &mut c0);
            take_from(&output, start, piece[1], &mut c1);
            take_from(&output, start, piece[2], &mut c2);
            take_from(&output, start, piece[3], &mut c3);
        }
        let mut loss = [0.0; N];
        for i in 0..N {
            let s = output[i] - x[i];
            loss[i] = c0[i] + s * (c1[i] + s * (c2[i] + s * c3[i]));
        }
        loss
    }
}

/// Sets `column` to `value` where `output` has reached `start`: one column a loop, so that each becomes
/// a vector compare and blend.
#[inline(always)]
fn take_from<const N: usize>(output: &[f64; N], start: f64, value: f64, column: &mut [f64; N]) {
    for i in 0..N {
        column[i] = if output[i] >= start { value } else { column[i] };
    }
}

/// Checks that a given figure is finite and not negative.
pub(super) fn not_negative(what: &'static str, value: f64) -> Result<(), TableError> {
    if value.is_finite() && value >= 0.0 {
        Ok(())
    } else {
        Err(TableError::Value { what, value })
    }
}

#[cfg(test)]
mod tests;
