//! Datasheet of a CDU: completes any consistent set of figures to a duty, refuses one that contradicts itself.
//!
//! # Equations
//! h, c = technology and facility side, C = ṁ·c_p, supply and return seen from the racks, inlet and outlet from the
//! facility:
//!
//! ```text
//! Q = C_h·(T_return − T_supply) = C_c·(T_outlet − T_inlet)                                  (1)
//! a = T_supply − T_inlet                                                                    (2)
//! ```
//!
//! Figures that are given are kept; those that are not follow from (1) and (2). Where more are given than needed, each
//! equation must close within [`ROUNDING`] of its largest term: makers print two or three digits.
//!
//! # Units
//! W, kg/s, J/(kg·K), °C, K, Pa.
//!
//! # Validity
//! Real units have 200 to 274 W/K for each kilowatt ([`PER_HEAT`]) and a shut-off head of at most 2 MPa
//! ([`HIGHEST_HEAD`]): outside, a figure was misread or belongs to another.
//!
//! # References
//! - Fifteen public CDU datasheets of 2023 to 2026 (Vertiv, Google/OCP, Motivair, CoolIT, Envicool and others).
//! - Buildings Library, CDU record "Project Deschutes": multipliers of 11.9 on 827 kPa, a shut-off head of 9.8 MPa.

use super::plate_hx::Rating;
use crate::units::Dimension;

/// Share by which two figures of a datasheet may differ through rounding.
pub const ROUNDING: f64 = 0.03;
/// Share by which a conductance may be off because a datasheet prints three digits of an approach of a few kelvins.
const DIGITS: f64 = 0.02;
/// Conductance per heat of real units [1/K].
pub const PER_HEAT: [f64; 2] = [0.200, 0.274];
/// Temperatures between which the fluids of this crate are known, water and glycols alike [°C].
pub const LIQUID: [f64; 2] = [-20.0, 100.0];
/// Highest shut-off head of a CDU's pumps \[Pa\].
pub const HIGHEST_HEAD: f64 = 2e6;

/// What a datasheet prints; `None` where it is silent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Datasheet {
    /// Heat moved Q \[W\].
    pub heat: Option<f64>,
    /// Approach a \[K\].
    pub approach: Option<f64>,
    /// Return and supply of the technology side [°C].
    pub hot: [Option<f64>; 2],
    /// Inlet and outlet of the facility side [°C].
    pub cold: [Option<f64>; 2],
    /// Mass flow of the technology and of the facility side [kg/s].
    pub flow: [Option<f64>; 2],
    /// Specific heat of the two sides [J/(kg·K)].
    pub cp: [f64; 2],
}

/// Why a datasheet makes no duty.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum DatasheetError {
    /// Two figures contradict each other.
    #[error("{first} of {} contradicts {second}, which makes it {}", .kind.show(*.value), .kind.show(*.other))]
    Contradiction {
        /// What is printed.
        first: &'static str,
        /// Its value \[SI\].
        value: f64,
        /// What it follows from as well.
        second: &'static str,
        /// What it would be then \[SI\].
        other: f64,
        /// What both are.
        kind: Dimension,
    },
    /// Heat and flow of a side make a temperature at which no coolant is liquid.
    #[error(
        "the heat of {} contradicts {flow} of {kg_s:.3} kg/s, which would stand at {t:.0} degC at {end}: coolants are liquid \
         from {:.0} to {:.0} degC",
        Dimension::Power.show(*.heat), LIQUID[0], LIQUID[1]
    )]
    NotLiquid {
        /// The heat \[W\].
        heat: f64,
        /// Which flow.
        flow: &'static str,
        /// Its value [kg/s].
        kg_s: f64,
        /// Which end of the side.
        end: &'static str,
        /// Its temperature [°C].
        t: f64,
    },
    /// A figure is neither given nor follows.
    #[error("{0} is not given and does not follow from the other figures")]
    Undetermined(&'static str),
    /// A figure that must be positive is not.
    #[error("{what} must be positive and finite, is {value}")]
    NotPositive {
        /// Which figure.
        what: &'static str,
        /// Its value \[SI\].
        value: f64,
    },
    /// The head at no flow belongs to no pump of a building.
    #[error(
        "the shut-off head of {} is {ratio:.1} times the {} at rated flow; pumps of CDUs have 1.1 to 3 times, and 2 MPa at most",
        Dimension::Pressure.show(*.shut_off), Dimension::Pressure.show(*.rated)
    )]
    ShutOff {
        /// Head at no flow \[Pa\].
        shut_off: f64,
        /// Head at rated flow \[Pa\].
        rated: f64,
        /// Their ratio.
        ratio: f64,
    },
}

use DatasheetError::{Contradiction, NotLiquid, NotPositive, Undetermined};

/// Names of one side's figures, for messages: heat from it, flow, warm end, cold end.
const SIDES: [[&str; 4]; 2] = [
    [
        "the heat of the technology side (flow, supply and return)",
        "the technology flow",
        "the technology return",
        "the technology supply",
    ],
    [
        "the heat of the facility side (flow, inlet and outlet)",
        "the facility flow",
        "the facility outlet",
        "the facility inlet",
    ],
];

/// Whether two figures are one but for rounding on the scale `scale`; not where one of them is no number.
fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= ROUNDING * scale
}

impl Datasheet {
    /// The duty that the figures make together.
    ///
    /// # Errors
    /// A contradiction, with both figures; a figure that is missing; one that is not positive.
    pub fn complete(&self) -> Result<Rating, DatasheetError> {
        let mut known = *self;
        // Each round finds at least one figure; there are eight.
        for _ in 0..8 {
            known.fill_approach();
            known.fill_side(0);
            known.fill_side(1);
        }
        let need = |figure: Option<f64>, what| figure.ok_or(Undetermined(what));
        let rating = Rating {
            heat: need(known.heat, "the heat")?,
            hot: [
                need(known.hot[0], SIDES[0][2])?,
                need(known.hot[1], SIDES[0][3])?,
            ],
            cold: [
                need(known.cold[0], SIDES[1][3])?,
                need(known.cold[1], SIDES[1][2])?,
            ],
            flow: [
                need(known.flow[0], SIDES[0][1])?,
                need(known.flow[1], SIDES[1][1])?,
            ],
        };
        for (what, value) in [
            ("the heat", rating.heat),
            (SIDES[0][1], rating.flow[0]),
            (SIDES[1][1], rating.flow[1]),
        ] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(NotPositive { what, value });
            }
        }
        self.agree(&rating)?;
        liquid(&rating)?;
        Ok(rating)
    }

    /// Warm and cold end of a side [°C].
    fn ends(&mut self, side: usize) -> [&mut Option<f64>; 2] {
        if side == 0 {
            let [back, supply] = &mut self.hot;
            [back, supply]
        } else {
            let [inlet, outlet] = &mut self.cold;
            [outlet, inlet]
        }
    }

    /// The figure that eq. (1) gives for one side, where it lacks just one.
    fn fill_side(&mut self, side: usize) {
        let (heat, flow, cp) = (self.heat, self.flow[side], self.cp[side]);
        let [warm, cold] = self.ends(side).map(|t| *t);
        match (heat, flow, warm, cold) {
            (None, Some(m), Some(w), Some(c)) => self.heat = Some(m * cp * (w - c)),
            (Some(q), None, Some(w), Some(c)) => self.flow[side] = Some(q / (cp * (w - c))),
            (Some(q), Some(m), None, Some(c)) => *self.ends(side)[0] = Some(c + q / (m * cp)),
            (Some(q), Some(m), Some(w), None) => *self.ends(side)[1] = Some(w - q / (m * cp)),
            _ => {}
        }
    }

    /// The figure that eq. (2) gives, where it lacks just one.
    fn fill_approach(&mut self) {
        match (self.approach, self.hot[1], self.cold[0]) {
            (None, Some(s), Some(i)) => self.approach = Some(s - i),
            (Some(a), None, Some(i)) => self.hot[1] = Some(i + a),
            (Some(a), Some(s), None) => self.cold[0] = Some(s - a),
            _ => {}
        }
    }

    /// Whether eqs. (1) and (2) close over what is printed.
    fn agree(&self, rating: &Rating) -> Result<(), DatasheetError> {
        let heats = [
            rating.flow[0] * self.cp[0] * (rating.hot[0] - rating.hot[1]),
            rating.flow[1] * self.cp[1] * (rating.cold[1] - rating.cold[0]),
        ];
        for side in 0..2 {
            let (value, other) = (rating.heat, heats[side]);
            if !close(value, other, value.abs().max(other.abs())) {
                return Err(Contradiction {
                    first: "the heat",
                    value,
                    second: SIDES[side][0],
                    other,
                    kind: Dimension::Power,
                });
            }
        }
        let between = rating.hot[1] - rating.cold[0];
        match self.approach {
            Some(value) if !close(value, between, value.abs().max(1.0)) => Err(Contradiction {
                first: "the approach",
                value,
                second: "technology supply less facility inlet",
                other: between,
                kind: Dimension::TemperatureDifference,
            }),
            _ => Ok(()),
        }
    }
}

/// Whether all four ends of a duty stand where coolants are liquid.
fn liquid(rating: &Rating) -> Result<(), DatasheetError> {
    let [low, high] = LIQUID;
    let cold = [rating.cold[1], rating.cold[0]];
    for (side, ends) in [rating.hot, cold].into_iter().enumerate() {
        for (t, end) in ends.into_iter().zip(&SIDES[side][2..]) {
            if !(low..=high).contains(&t) {
                return Err(NotLiquid {
                    heat: rating.heat,
                    flow: SIDES[side][1],
                    kg_s: rating.flow[side],
                    end,
                    t,
                });
            }
        }
    }
    Ok(())
}

/// Whether pumps with the head `shut_off` at no flow and `rated` at rated flow \[Pa\] can be those of a CDU.
///
/// # Errors
/// A shut-off head above [`HIGHEST_HEAD`].
pub fn check_head(shut_off: f64, rated: f64) -> Result<(), DatasheetError> {
    if shut_off <= HIGHEST_HEAD {
        return Ok(());
    }
    let ratio = shut_off / rated;
    Err(DatasheetError::ShutOff {
        shut_off,
        rated,
        ratio,
    })
}

/// Whether a conductance `ua` [W/K] for `heat` \[W\] is one that real units have, but for the rounding of three digits.
pub fn is_usual(ua: f64, heat: f64) -> bool {
    let [low, high] = [PER_HEAT[0] * (1.0 - DIGITS), PER_HEAT[1] * (1.0 + DIGITS)];
    (low..=high).contains(&(ua / heat))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::thermal::plate_hx::{PlateHx, RatingError};
    use proptest::prelude::*;

    /// Specific heat of 25 % propylene glycol and of water near 45 °C [J/(kg·K)].
    const CP: [f64; 2] = [3_940.0, 4_180.0];

    /// Vertiv XDU1350 as printed (SL-71309): 1368 kW at 4 K, 1200 and 1246 L/min.
    fn xdu1350() -> Datasheet {
        Datasheet {
            heat: Some(1.368e6),
            approach: Some(4.0),
            cold: [Some(36.0), None],
            flow: [Some(20.27), Some(20.64)],
            cp: CP,
            ..Datasheet::default()
        }
    }

    #[test]
    fn completes_what_is_printed() {
        let duty = xdu1350().complete().unwrap();
        assert_eq!(duty.hot[1], 40.0);
        assert!((duty.hot[0] - 57.13).abs() < 0.05 && (duty.cold[1] - 51.86).abs() < 0.05);
        let hx = PlateHx::rated(&duty).unwrap();
        // 299.8 kW/K in a table derived from the datasheets.
        assert!((hx.ua / 299.8e3 - 1.0).abs() < 0.01, "{}", hx.ua);
        assert!(is_usual(hx.ua, duty.heat));
    }

    /// XDU1350 at 952 L/min of 57.13 °C on 1246 L/min of 36 °C, by hand: film (952/1200)^0.8 = 0.8309, so that
    /// UA = 2/(1/0.8309 + 1) = 0.9076 of the rated one; C = 63.36 and 86.28 kW/K; ε = (1 − e)/(1 − C_r·e) with
    /// e = exp(−NTU·(1 − C_r)).
    #[test]
    fn off_design_as_by_hand() {
        let duty = xdu1350().complete().unwrap();
        let hx = PlateHx::rated(&duty).unwrap();
        let flow = [20.27 * 952.0 / 1_200.0, 20.64];
        let heat = hx.conductance(flow, CP) * (duty.hot[0] - 36.0);
        let film = (952.0f64 / 1_200.0).powf(0.8);
        let ua = 299.8e3 * 2.0 / (1.0 / film + 1.0);
        let [hot, cold] = [flow[0] * CP[0], flow[1] * CP[1]];
        let (ntu, ratio) = (ua / hot, hot / cold);
        let e = (-ntu * (1.0 - ratio)).exp();
        let by_hand = (1.0 - e) / (1.0 - ratio * e) * hot * (57.13 - 36.0);
        assert!(
            (heat / by_hand - 1.0).abs() < 3e-3,
            "{heat} against {by_hand}"
        );
        // 1.190 MW: the supply falls to 38.34 °C.
        let supply = 57.13 - heat / hot;
        assert!((supply - 38.34).abs() < 0.05, "{supply}");
    }

    #[test]
    fn refuses_figures_that_contradict_each_other_and_names_both() {
        let sheet = Datasheet {
            hot: [Some(62.0), None],
            ..xdu1350()
        };
        let text = sheet.complete().unwrap_err().to_string();
        assert!(
            text.contains("the heat of 1.368 MW") && text.contains("technology side"),
            "{text}"
        );
        let sheet = Datasheet {
            hot: [None, Some(45.0)],
            ..xdu1350()
        };
        let text = sheet.complete().unwrap_err().to_string();
        assert!(
            text.contains("approach of 4 K") && text.contains("9 K"),
            "{text}"
        );
    }

    #[test]
    fn refuses_heat_that_its_flow_could_only_boil() {
        for (heat, flow) in [(13.68e6, 20.27), (1.368e6, 0.2027)] {
            let sheet = Datasheet {
                heat: Some(heat),
                flow: [Some(flow), Some(20.64)],
                ..xdu1350()
            };
            let text = sheet.complete().unwrap_err().to_string();
            let named = text.contains("the technology flow") && text.contains("technology return");
            assert!(named && text.contains("MW"), "{text}");
        }
    }

    #[test]
    fn says_what_is_missing() {
        let sheet = Datasheet {
            flow: [Some(20.27), None],
            ..xdu1350()
        };
        let error = sheet.complete().unwrap_err();
        assert_eq!(error, Undetermined("the facility outlet"));
    }

    #[test]
    fn crossed_temperatures_are_no_exchanger() {
        let sheet = Datasheet {
            flow: [Some(20.27), Some(14.0)],
            ..xdu1350()
        };
        let duty = sheet.complete().unwrap();
        assert!(matches!(
            PlateHx::rated(&duty),
            Err(RatingError::Crossed { .. })
        ));
    }

    /// The record of a public model: 827 kPa times 11.9.
    #[test]
    fn a_head_of_ten_megapascal_is_refused() {
        let text = check_head(9.841e6, 8.27e5).unwrap_err().to_string();
        assert!(
            ["9.841 MPa", "827 kPa", "11.9"]
                .iter()
                .all(|w| text.contains(w)),
            "{text}"
        );
        assert!(check_head(4.86e5, 2.5e5).is_ok());
    }

    proptest! {
        /// Whichever three of a side's figures are printed, the duty is the same.
        #[test]
        fn any_consistent_set_gives_the_same_duty(gone in 0..5usize, other in 0..3usize) {
            let duty = xdu1350().complete().unwrap();
            let mut sheet = Datasheet {
                heat: Some(duty.heat),
                approach: Some(4.0),
                hot: duty.hot.map(Some),
                cold: duty.cold.map(Some),
                flow: duty.flow.map(Some),
                cp: CP,
            };
            match gone {
                0 => sheet.heat = None,
                1 => sheet.flow[0] = None,
                2 => sheet.hot[0] = None,
                3 => sheet.hot[1] = None,
                _ => sheet.approach = None,
            }
            match other {
                0 => sheet.flow[1] = None,
                1 => sheet.cold[1] = None,
                _ => {}
            }
            let again = sheet.complete().unwrap();
            prop_assert!((again.heat / duty.heat - 1.0).abs() < 1e-12);
            prop_assert!((again.flow[1] / duty.flow[1] - 1.0).abs() < 1e-12);
            prop_assert!((again.hot[0] - duty.hot[0]).abs() < 1e-9);
        }
    }
}
