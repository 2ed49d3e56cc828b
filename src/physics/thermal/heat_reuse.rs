//! Heat handed to a district loop: a counter-flow exchanger whose district side is told by two temperatures and a demand.
//!
//! # Equations
//! The substation's own pump holds the district's supply temperature t_s; the district returns at t_r. The exchanger
//! [`PlateHx`] gives Q = g(ṁ_d)·(t_hot − t_r), so that the district leaves at t_r + Q/(ṁ_d·c_d), which falls as ṁ_d rises:
//!
//! ```text
//! ṁ* = the flow at which t_r + g(ṁ*)·(t_hot − t_r)/(ṁ*·c_d) = t_s, at most ṁ_max                  (1)
//! Q_can = ṁ*·c_d·(t_s − t_r),   0 where t_hot ≤ t_s                                            (2)
//! Q = min(Q_can, demand, what the data centre's loop may give)                                (3)
//! ```
//!
//! Below Q_can a bypass on the hot side leaves the district's temperatures as they are, and ṁ_d = Q/(c_d·(t_s − t_r)).
//!
//! # Units
//! W, kg/s, °C, J/(kg·K).
//!
//! # Validity
//! As [`PlateHx`]; the district's temperatures are constant. Its pumps stand on the district's meter.
//!
//! # References
//! - ISO/IEC 30134-6:2021: reused energy is counted where it leaves the data centre.
//! - Frederiksen & Werner, *District Heating and Cooling* (2013), ch. 9: substations that hold the supply by flow.

use super::plate_hx::{PlateHx, Rating as Plates, RatingError as PlatesError};
use crate::physics::control::setpoint;

/// A substation as bought.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Heat handed over \[W\].
    pub heat: f64,
    /// Hot inlet [°C].
    pub hot_in: f64,
    /// Hot flow [kg/s].
    pub hot_flow: f64,
    /// Specific heat of the hot side [J/(kg·K)].
    pub hot_cp: f64,
    /// Temperature at which the district is supplied [°C].
    pub supply: f64,
    /// Temperature at which it returns [°C].
    pub back: f64,
    /// Specific heat of the district's water [J/(kg·K)].
    pub cp: f64,
}

/// A substation that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// The district would be supplied no warmer than it returns.
    #[error(
        "the district is supplied at {supply:.1} °C and returns at {back:.1} °C: it takes no heat"
    )]
    NoRise {
        /// Supply [°C].
        supply: f64,
        /// Return [°C].
        back: f64,
    },
    /// No exchanger moves that heat between these temperatures.
    #[error(transparent)]
    Exchanger(#[from] PlatesError),
}

/// A sized substation.
#[derive(Clone, Copy, Debug)]
pub struct Substation {
    /// Its exchanger.
    pub plates: PlateHx,
    /// Largest flow of the district's side [kg/s].
    pub most_flow: f64,
    /// Supply of the district [°C].
    pub supply: f64,
    /// Return of the district [°C].
    pub back: f64,
    /// Specific heat of its water [J/(kg·K)].
    pub cp: f64,
}

/// What enters the hot side.
#[derive(Clone, Copy, Debug)]
pub struct Inlet {
    /// Temperature [°C].
    pub t: f64,
    /// Flow [kg/s].
    pub flow: f64,
    /// Specific heat [J/(kg·K)].
    pub cp: f64,
}

/// Heat handed over, and the district's flow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Transfer {
    /// Heat \[W\].
    pub heat: f64,
    /// Flow of the district's side [kg/s].
    pub flow: f64,
    /// Heat that the exchanger could hand over \[W\], eq. (2).
    pub able: f64,
}

/// Least flow over the largest at which eq. (1) is sought.
const LEAST: f64 = 1e-6;

impl Substation {
    /// Sizes a substation that hands over its rated heat at its rated flow.
    ///
    /// # Errors
    /// Temperatures that cross, or a district that takes no heat.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        let (supply, back) = (rating.supply, rating.back);
        let rise = supply - back;
        if rise.is_nan() || rise <= 0.0 {
            return Err(RatingError::NoRise { supply, back });
        }
        let most_flow = rating.heat / (rating.cp * rise);
        let hot_out = rating.hot_in - rating.heat / (rating.hot_flow * rating.hot_cp);
        let plates = PlateHx::rated(&Plates {
            heat: rating.heat,
            hot: [rating.hot_in, hot_out],
            cold: [back, supply],
            flow: [rating.hot_flow, most_flow],
        })?;
        Ok(Self {
            plates,
            most_flow,
            supply,
            back,
            cp: rating.cp,
        })
    }

    /// Heat handed over for a demand of `demand` \[W\] out of a loop that gives at most `most` \[W\]: eqs. (1) to (3).
    pub fn transfer(&self, inlet: &Inlet, demand: f64, most: f64) -> Transfer {
        if inlet.t <= self.supply || inlet.flow <= 0.0 {
            return Transfer::default();
        }
        let excess = |flow: f64| {
            let g = self
                .plates
                .conductance([inlet.flow, flow], [inlet.cp, self.cp]);
            let out = self.back + g * (inlet.t - self.back) / (flow * self.cp);
            self.supply - out
        };
        let range = [LEAST * self.most_flow, self.most_flow];
        let at = setpoint::hold(range, 0.0, excess);
        let rise = self.cp * (self.supply - self.back);
        let able = at.input * rise;
        let heat = able.min(demand).min(most).max(0.0);
        Transfer {
            heat,
            flow: heat / rise,
            able,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CP: f64 = 4_180.0;

    fn rating() -> Rating {
        Rating {
            heat: 500e3,
            hot_in: 45.0,
            hot_flow: 500e3 / (CP * 10.0),
            hot_cp: CP,
            supply: 42.0,
            back: 30.0,
            cp: CP,
        }
    }

    fn inlet(t: f64, share: f64) -> Inlet {
        Inlet {
            t,
            flow: share * rating().hot_flow,
            cp: CP,
        }
    }

    /// Logarithmic mean difference of 3 K and 5 K: UA = 500 kW / 3.915 K (Incropera et al., eq. 11.15).
    #[test]
    fn the_rating_is_met_and_has_the_conductance_of_the_textbook() {
        let s = Substation::rated(&rating()).unwrap();
        let mean = (5.0 - 3.0) / (5.0_f64 / 3.0).ln();
        assert!((s.plates.ua - 500e3 / mean).abs() < 1e-6 * s.plates.ua);
        let t = s.transfer(&inlet(45.0, 1.0), 1e9, 1e9);
        assert!((t.heat - 500e3).abs() < 1.0, "{t:?}");
        assert!((t.flow - s.most_flow).abs() < 1e-6 * s.most_flow);
    }

    #[test]
    fn a_loop_that_is_too_cold_gives_nothing() {
        let s = Substation::rated(&rating()).unwrap();
        assert_eq!(s.transfer(&inlet(42.0, 1.0), 1e9, 1e9).heat, 0.0);
        assert_eq!(s.transfer(&inlet(20.0, 1.0), 1e9, 1e9), Transfer::default());
        assert_eq!(s.transfer(&inlet(60.0, 0.0), 1e9, 1e9), Transfer::default());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let crossed = Rating {
            hot_in: 41.0,
            ..rating()
        };
        assert!(matches!(
            Substation::rated(&crossed),
            Err(RatingError::Exchanger(_))
        ));
        let cold = Rating {
            supply: 30.0,
            ..rating()
        };
        assert!(matches!(
            Substation::rated(&cold),
            Err(RatingError::NoRise { .. })
        ));
    }

    proptest! {
        #[test]
        fn the_district_is_never_warmer_than_the_second_law_allows(
            t in 20.0..80.0, share in 0.01..3.0, demand in 0.0..2e6, most in -1e5..2e6,
        ) {
            let s = Substation::rated(&rating()).unwrap();
            let hot = inlet(t, share);
            let got = s.transfer(&hot, demand, most);
            prop_assert!(got.heat >= 0.0 && got.heat <= demand && got.heat <= most.max(0.0));
            prop_assert!(got.flow <= s.most_flow * (1.0 + 1e-9));
            // Counter flow: the hot outlet is warmer than the district's return.
            let out = t - got.able / (hot.flow * hot.cp);
            prop_assert!(got.able == 0.0 || out > s.back, "{out}");
        }

        #[test]
        fn a_warmer_loop_gives_no_less(t in 42.0..70.0, more in 0.0..5.0, share in 0.1..2.0) {
            let s = Substation::rated(&rating()).unwrap();
            let one = s.transfer(&inlet(t, share), 1e9, 1e9).heat;
            let two = s.transfer(&inlet(t + more, share), 1e9, 1e9).heat;
            prop_assert!(two >= one * (1.0 - 1e-9));
        }
    }
}
