//! Control valve: flow coefficient Kv and inherent characteristic.
//!
//! # Equations
//! With opening x, 0 shut to 1 open, leakage l and rangeability R:
//!
//! ```text
//! V̇ [m³/h] = Kv·√(Δp [bar]·1000/ρ)   ⇔   Δp [Pa] = 1.296e9/(ρ·Kv²)·ṁ|ṁ|                    (1)
//! linear:            Kv/Kvs = l + (1 − l)·x                                                (2)
//! equal percentage:  Kv/Kvs = R^(x − 1), and below x = 0.05 straight down to l             (3)
//! quick opening:     Kv/Kvs = l + (1 − l)·x·(x² + 10⁻⁴)^((1/α − 1)/2), nearly x^(1/α)       (4)
//! polynomial:        Kv/Kvs = l + (1 − l)·(c₀ + c₁·x + c₂·x² + c₃·x³)                       (5)
//! ```
//!
//! # Units
//! Kv in m³/h at 1 bar (Cv in US gal/min at 1 psi is 1.156·Kv); kg/s, Pa.
//!
//! # Validity
//! Turbulent, no choking or cavitation. Good makers keep the characteristic to ±10 % above x = 0.1.
//!
//! # References
//! - IEC 60534-2-1:2011 (flow coefficient), IEC 60534-2-4:2009 (characteristics, rangeability),
//!   IEC 60534-4:2021 (leakage: class IV is 10⁻⁴ of the rated capacity).

use super::orifice::Orifice;
use super::{LawError, positive, within};
use crate::kernels::math::{ln, powf};

/// 10⁵ Pa·3600²/1000: turns 1/(ρ·Kv²) into Pa·s²/kg².
const KV_FACTOR: f64 = 1.296e9;
/// Opening below which an equal-percentage plug closes in a straight line [-].
const CLOSING: f64 = 0.05;

/// Opening below which a quick-opening disc opens in proportion [-]: its slope at the seat is finite.
const SEAT: f64 = 0.01;
/// Places at which a maker's curve is looked at.
const LOOKS: u32 = 64;

/// Inherent characteristic of the plug.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trim {
    /// Flow coefficient in proportion to opening.
    Linear,
    /// Equal relative steps for equal steps of opening.
    EqualPercentage {
        /// Largest over smallest controllable flow coefficient [-], commonly 30 to 50.
        rangeability: f64,
    },
    /// A disc: most of the flow within the first part of its travel, eq. (4).
    QuickOpening {
        /// α [-], commonly 2.
        alpha: f64,
    },
    /// A maker's curve, eq. (5).
    Polynomial {
        /// c₀ to c₃ [-]; the curve must rise.
        coefficients: [f64; 4],
    },
}

impl Trim {
    /// Kv/Kvs at `opening` in 0..=1, before leakage: eqs. (2), (4), (5) with l = 0 and (3) without closing.
    #[inline(always)]
    pub fn inherent(&self, opening: f64) -> f64 {
        match *self {
            Self::Linear => opening,
            Self::EqualPercentage { rangeability } => powf(rangeability, opening - 1.0),
            Self::QuickOpening { alpha } => {
                opening * powf(opening * opening + SEAT * SEAT, 0.5 * (1.0 / alpha - 1.0))
            }
            Self::Polynomial {
                coefficients: [a, b, c, d],
            } => a + opening * (b + opening * (c + opening * d)),
        }
    }
}

/// A control valve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Valve {
    /// Kvs, the coefficient of the open valve [m³/h].
    pub kv: f64,
    /// Characteristic.
    pub trim: Trim,
    /// Share of Kvs that passes when shut [-].
    pub leakage: f64,
}

impl Valve {
    /// A valve of coefficient `kv` [m³/h], `trim` and `leakage` [-].
    ///
    /// # Errors
    /// Kv not above zero, leakage outside 1e-7 to 0.1, rangeability outside 2 to 1000, α outside 1 to 10, a curve that
    /// does not rise from 0 or above to between 0.5 and 1.5.
    pub fn new(kv: f64, trim: Trim, leakage: f64) -> Result<Self, LawError> {
        if let Trim::EqualPercentage { rangeability } = trim {
            within("rangeability", rangeability, 2.0, 1000.0)?;
        }
        if let Trim::QuickOpening { alpha } = trim {
            within("alpha of the quick-opening trim", alpha, 1.0, 10.0)?;
        }
        if let Trim::Polynomial { .. } = trim {
            let at = |i: u32| trim.inherent(f64::from(i) / f64::from(LOOKS));
            within("trim curve when shut", at(0), 0.0, 1.0)?;
            within("trim curve when open", at(LOOKS), 0.5, 1.5)?;
            for i in 1..=LOOKS {
                within("rise of the trim curve", at(i) - at(i - 1), 0.0, f64::MAX)?;
            }
        }
        Ok(Self {
            kv: positive("Kv [m3/h]", kv)?,
            trim,
            leakage: within("leakage", leakage, 1e-7, 0.1)?,
        })
    }

    /// A valve in a pipe of bore `diameter` \[m\] whose loss coefficient, fully open, is `zeta` \[-\]:
    /// with Δp = ζ·ρ/2·(V̇/A)², eq. (1) gives Kv = 3600·A·√(200/ζ).
    ///
    /// # Errors
    /// As [`Self::new`]; a bore or a coefficient not above zero.
    pub fn of_bore(diameter: f64, zeta: f64, trim: Trim, leakage: f64) -> Result<Self, LawError> {
        let (d, zeta) = (
            positive("bore [m]", diameter)?,
            positive("loss coefficient", zeta)?,
        );
        let area = 0.25 * std::f64::consts::PI * d * d;
        Self::new(3_600.0 * area * (200.0 / zeta).sqrt(), trim, leakage)
    }

    /// Kv/Kvs at `opening` [-], which is clamped to 0..=1: eqs. (2) and (3).
    #[inline(always)]
    pub fn coefficient(&self, opening: f64) -> f64 {
        let (x, l) = (opening.clamp(0.0, 1.0), self.leakage);
        match self.trim {
            Trim::Linear | Trim::QuickOpening { .. } | Trim::Polynomial { .. } => {
                l + (1.0 - l) * self.trim.inherent(x)
            }
            Trim::EqualPercentage { .. } if x >= CLOSING => self.trim.inherent(x).max(l),
            Trim::EqualPercentage { .. } => {
                let end = self.trim.inherent(CLOSING).max(l);
                l + (end - l) * (x / CLOSING)
            }
        }
    }

    /// The orifice that the valve is at `opening` [-] and density `rho` [kg/m³].
    #[inline(always)]
    pub fn orifice(&self, opening: f64, rho: f64) -> Orifice {
        let kv = self.kv * self.coefficient(opening);
        Orifice::new(resistance(kv, rho), f64::NEG_INFINITY, f64::INFINITY)
    }

    /// Opening at which the flow coefficient is `ratio` of Kvs [-]: inverse of [`Self::coefficient`].
    pub fn opening(&self, ratio: f64) -> f64 {
        let (ratio, l) = (ratio.clamp(self.leakage, 1.0), self.leakage);
        match self.trim {
            Trim::Linear => (ratio - l) / (1.0 - l),
            Trim::EqualPercentage { rangeability } => {
                let end = self.coefficient(CLOSING);
                if ratio < end {
                    CLOSING * (ratio - l) / (end - l)
                } else {
                    1.0 + ln(ratio) / ln(rangeability)
                }
            }
            Trim::QuickOpening { .. } | Trim::Polynomial { .. } => self.halved(ratio),
        }
    }

    /// Opening at which a rising characteristic is `ratio`, by halving the travel.
    fn halved(&self, ratio: f64) -> f64 {
        let (mut shut, mut open) = (0.0, 1.0);
        for _ in 0..f64::MANTISSA_DIGITS {
            let middle = 0.5 * (shut + open);
            if self.coefficient(middle) < ratio {
                shut = middle;
            } else {
                open = middle;
            }
        }
        open
    }
}

/// Resistance of a flow coefficient `kv` [m³/h] at density `rho` [kg/m³]: eq. (1) [Pa·s²/kg²].
#[inline(always)]
pub fn resistance(kv: f64, rho: f64) -> f64 {
    KV_FACTOR / (rho * kv * kv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_coefficient_and_a_kv_are_the_same_loss() {
        let valve = Valve::of_bore(0.038, 0.3, Trim::Linear, 1e-4).unwrap();
        let (rho, flow) = (995.0, 1.7);
        let speed: f64 = flow / (rho * 0.25 * std::f64::consts::PI * 0.038 * 0.038);
        let loss = resistance(valve.kv, rho) * flow * flow;
        let expected = 0.3 * 0.5 * rho * speed * speed;
        assert!(
            (loss - expected).abs() < 1e-12 * expected,
            "{loss} Pa, {expected} Pa"
        );
    }

    const EQUAL: Trim = Trim::EqualPercentage { rangeability: 50.0 };

    #[test]
    fn one_bar_drives_kv_cubic_metres_an_hour_of_water() {
        let valve = Valve::new(6.3, Trim::Linear, 1e-4).unwrap();
        let drop = valve.orifice(1.0, 1000.0).loss(6.3 / 3.6).drop;
        assert!((drop / 1e5 - 1.0).abs() < 1e-12);
    }

    /// `Kv_to_K` of the reference `hydraulics/textbook.json`: K = 15.7470 for Kv 6.3 in DN 25.
    #[test]
    fn equals_the_published_loss_coefficient() {
        let area = std::f64::consts::PI / 4.0 * 0.025f64.powi(2);
        let k = resistance(6.3, 1000.0) * 2.0 * 1000.0 * area * area;
        // The reference rounds π²/8·3600²·10⁻⁴ to 1.6e9·10⁻⁶.
        assert!((k / 15.747039556563369 - 1.0).abs() < 1e-3, "{k}");
    }

    /// `equal_percentage_R50` and `authority` of the same file.
    #[test]
    fn equals_the_published_characteristic_and_authority() {
        for (x, phi) in [
            (0.0, 0.02),
            (0.1, 0.029575152732566272),
            (0.5, 0.1414213562373095),
        ] {
            assert!((EQUAL.inherent(x) / phi - 1.0).abs() < 1e-14);
        }
        let valve = Valve::new(10.0, EQUAL, 1e-4).unwrap();
        let installed = |x: f64, n: f64| {
            let phi = valve.coefficient(x);
            (1.0 / (1.0 - n + n / (phi * phi))).sqrt()
        };
        assert!((installed(0.1, 0.1) / 0.09315888061387623 - 1.0).abs() < 1e-12);
        assert!((installed(0.8, 0.1) / 0.8518195813574678 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn closes_to_its_leakage_without_a_jump() {
        for trim in [Trim::Linear, EQUAL] {
            let valve = Valve::new(10.0, trim, 1e-4).unwrap();
            assert_eq!(valve.coefficient(0.0), 1e-4);
            assert_eq!(valve.coefficient(-3.0), 1e-4);
            assert!((valve.coefficient(1.0) - 1.0).abs() < 1e-15);
            for i in 0..1000 {
                let x = i as f64 / 1000.0;
                let step = valve.coefficient(x + 1e-3) - valve.coefficient(x);
                assert!(step > 0.0 && step < 0.01, "{trim:?} {x}");
                assert!((valve.opening(valve.coefficient(x)) - x).abs() < 1e-12);
            }
        }
    }

    /// A disc opens as the square root of its travel; a maker's curve as printed. Both rise and have an inverse.
    #[test]
    fn discs_and_makers_curves_rise_and_turn_round() {
        let quick = Trim::QuickOpening { alpha: 2.0 };
        let curve = Trim::Polynomial {
            coefficients: [0.0, 0.5, -0.7, 1.2],
        };
        for x in [0.3, 0.5, 0.9] {
            assert!((quick.inherent(x) / f64::sqrt(x) - 1.0).abs() < 1e-3);
        }
        assert!((curve.inherent(0.5) - 0.225).abs() < 1e-15);
        for trim in [quick, curve] {
            let valve = Valve::new(10.0, trim, 1e-4).unwrap();
            assert_eq!(valve.coefficient(0.0), 1e-4);
            for i in 0..100 {
                let x = f64::from(i) / 100.0;
                assert!(valve.coefficient(x + 0.01) > valve.coefficient(x));
                assert!((valve.opening(valve.coefficient(x)) - x).abs() < 1e-12);
            }
        }
        let falling = Trim::Polynomial {
            coefficients: [1.0, -0.5, 0.0, 0.5],
        };
        assert!(Valve::new(1.0, falling, 1e-4).is_err());
        assert!(Valve::new(1.0, Trim::QuickOpening { alpha: 0.5 }, 1e-4).is_err());
    }

    #[test]
    fn refuses_bad_figures() {
        assert!(Valve::new(0.0, Trim::Linear, 1e-4).is_err());
        assert!(Valve::new(1.0, Trim::Linear, 0.0).is_err());
        assert!(Valve::new(1.0, Trim::EqualPercentage { rangeability: 1.0 }, 1e-4).is_err());
    }
}
