//! Choice of a pipe's bore by velocity and pressure gradient.
//!
//! # Equations
//! The smallest standard bore D with
//!
//! ```text
//! v = 4·ṁ/(π·ρ·D²) ≤ v_small where D ≤ D_small, ≤ v_large beyond                            (1)
//! R = f/D·ρ·v²/2 ≤ R_most                                                                  (2)
//! ```
//!
//! # Units
//! m, m/s, Pa/m, kg/s.
//!
//! # Validity
//! Steel pipe of standard weight from DN 15 to DN 600, liquids. The usual rules: 1.2 m/s up to DN 50 (noise),
//! 2.4 m/s beyond (erosion at 8000 h a year), 400 Pa/m everywhere.
//!
//! # References
//! - ASHRAE *Handbook of Fundamentals* (2021), ch. 22, "Water piping": design range 100 to 400 Pa/m, 1.2 m/s up to
//!   50 mm, table of maximum water velocity to minimise erosion.
//! - ASME B36.10M-2018: outer diameters and walls (standard weight).

use super::pipe::Pipe;
use super::{LawError, positive};
use std::f64::consts::PI;

/// A standard pipe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bore {
    /// Nominal size DN \[mm\].
    pub nominal: u32,
    /// Outer diameter \[m\].
    pub outer: f64,
    /// Wall \[m\].
    pub wall: f64,
}

impl Bore {
    /// Inner diameter \[m\].
    pub const fn inner(&self) -> f64 {
        self.outer - 2.0 * self.wall
    }

    /// Cross-section of its metal \[m²\].
    pub fn metal(&self) -> f64 {
        PI * (self.outer - self.wall) * self.wall
    }
}

/// Shorthand for the table: DN, outer diameter and wall \[mm\].
const fn steel(nominal: u32, outer: f64, wall: f64) -> Bore {
    Bore {
        nominal,
        outer: outer * 1e-3,
        wall: wall * 1e-3,
    }
}

/// Steel pipe of standard weight (ASME B36.10M), by size.
pub const STANDARD: [Bore; 19] = [
    steel(15, 21.3, 2.77),
    steel(20, 26.7, 2.87),
    steel(25, 33.4, 3.38),
    steel(32, 42.2, 3.56),
    steel(40, 48.3, 3.68),
    steel(50, 60.3, 3.91),
    steel(65, 73.0, 5.16),
    steel(80, 88.9, 5.49),
    steel(100, 114.3, 6.02),
    steel(125, 141.3, 6.55),
    steel(150, 168.3, 7.11),
    steel(200, 219.1, 8.18),
    steel(250, 273.0, 9.27),
    steel(300, 323.8, 9.53),
    steel(350, 355.6, 9.53),
    steel(400, 406.4, 9.53),
    steel(450, 457.0, 9.53),
    steel(500, 508.0, 9.53),
    steel(600, 610.0, 9.53),
];

/// Limits of velocity and pressure gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Nominal size up to which [`Self::speed_small`] holds \[mm\].
    pub small: u32,
    /// Highest velocity in small pipes [m/s].
    pub speed_small: f64,
    /// Highest velocity in larger ones [m/s].
    pub speed_large: f64,
    /// Highest pressure gradient [Pa/m].
    pub gradient: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            small: 50,
            speed_small: 1.2,
            speed_large: 2.4,
            gradient: 400.0,
        }
    }
}

impl Rules {
    /// Checks the limits.
    ///
    /// # Errors
    /// A limit not above zero.
    pub fn checked(self) -> Result<Self, LawError> {
        positive("velocity in small pipes [m/s]", self.speed_small)?;
        positive("velocity in large pipes [m/s]", self.speed_large)?;
        positive("pressure gradient [Pa/m]", self.gradient)?;
        Ok(self)
    }
}

/// Coolant in a pipe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stream {
    /// Mass flow, of either sign [kg/s].
    pub flow: f64,
    /// Density [kg/m³].
    pub density: f64,
    /// Dynamic viscosity [Pa·s].
    pub viscosity: f64,
}

impl Stream {
    /// Velocity in a pipe of `diameter` \[m\] [m/s].
    pub fn speed(&self, diameter: f64) -> f64 {
        self.flow.abs() / (self.density * 0.25 * PI * diameter * diameter)
    }

    /// Pressure gradient in a pipe of `diameter` and `roughness` \[m\], without fittings [Pa/m].
    pub fn gradient(&self, diameter: f64, roughness: f64) -> f64 {
        let pipe = Pipe {
            length: 1.0,
            diameter,
            roughness,
            minor: 0.0,
        };
        let law = pipe.at(self.density, self.viscosity);
        law.loss(self.flow.abs()).drop
    }
}

/// Place in [`STANDARD`] of the smallest bore that keeps `rules` with `roughness` \[m\]; none where the largest does not.
pub fn smallest(stream: &Stream, roughness: f64, rules: &Rules) -> Option<usize> {
    STANDARD.iter().position(|bore| {
        let d = bore.inner();
        let limit = if bore.nominal <= rules.small {
            rules.speed_small
        } else {
            rules.speed_large
        };
        stream.speed(d) <= limit && stream.gradient(d, roughness) <= rules.gradient
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STEEL: f64 = 4.6e-5;

    fn water(flow: f64) -> Stream {
        Stream {
            flow,
            density: 998.2,
            viscosity: 1.002e-3,
        }
    }

    /// ASME B36.10M, schedule 40/STD: inner diameters \[mm\].
    #[test]
    fn bores_are_those_of_the_standard() {
        for (nominal, inner) in [(25, 26.64), (50, 52.48), (100, 102.26), (300, 304.74)] {
            let bore = STANDARD.iter().find(|b| b.nominal == nominal).unwrap();
            assert!((1e3 * bore.inner() - inner).abs() < 0.01, "DN {nominal}");
        }
        assert!(STANDARD.windows(2).all(|w| w[1].inner() > w[0].inner()));
    }

    /// ASHRAE's friction chart for water at 20 °C in schedule 40 steel: 10 L/s in DN 100 lose about 140 Pa/m at 1.2 m/s.
    #[test]
    fn gradient_is_that_of_the_chart() {
        let d = STANDARD[8].inner();
        let (speed, gradient) = (water(9.98).speed(d), water(9.98).gradient(d, STEEL));
        assert!((speed - 1.22).abs() < 0.01, "{speed}");
        assert!((gradient - 140.0).abs() < 10.0, "{gradient}");
    }

    #[test]
    fn what_no_pipe_carries_has_no_bore() {
        assert_eq!(smallest(&water(2000.0), STEEL, &Rules::default()), None);
        assert_eq!(smallest(&water(0.0), STEEL, &Rules::default()), Some(0));
        let bad = Rules {
            gradient: 0.0,
            ..Rules::default()
        };
        assert!(bad.checked().is_err());
    }

    proptest! {
        /// The bore keeps the rules, the next smaller one does not, and more flow never takes a smaller bore.
        #[test]
        fn is_the_smallest_that_keeps_the_rules(flow in 0.01..400.0f64, more in 1.0..3.0f64) {
            let rules = Rules::default();
            let keeps = |i: usize, s: &Stream| {
                let d = STANDARD[i].inner();
                let limit = if STANDARD[i].nominal <= 50 { 1.2 } else { 2.4 };
                s.speed(d) <= limit && s.gradient(d, STEEL) <= 400.0
            };
            let stream = water(flow);
            if let Some(i) = smallest(&stream, STEEL, &rules) {
                prop_assert!(keeps(i, &stream));
                prop_assert!(i == 0 || !keeps(i - 1, &stream));
                if let Some(j) = smallest(&water(flow * more), STEEL, &rules) {
                    prop_assert!(j >= i);
                }
            }
        }
    }
}
