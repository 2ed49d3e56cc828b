//! Net positive suction head: what there is at a pump's inlet, and what the pump asks for.
//!
//! # Equations
//! ```text
//! NPSHa = (p + p_atm − p_v(T))/(ρ·g)                                                       (1)
//! NPSHr = (n·√Q/n_ss)^(4/3)      where no figure is printed                                (2)
//! NPSHr(q) = NPSHr·max(1, q/Q)²                                                            (3)
//! ```
//!
//! (1) leaves out the velocity head at the inlet, which would add to it, and takes the vapour pressure of water
//! for that of its mixtures, which is lower. (3) holds the printed figure below the rated flow and lets it rise
//! with the square of the flow beyond.
//!
//! # Units
//! Pa, °C, m, m³/s; n in 1/min, n_ss in 1/min, m³/s, m.
//!
//! # Validity
//! Water and its mixtures from 0 to 120 °C; radial pumps with ordinary impellers.
//!
//! # References
//! - ISO 17769-1:2012 (definitions); ISO 9906:2012 (NPSH3).
//! - Gülich, *Centrifugal Pumps*, 3rd ed. (2014), §6.2: suction specific speed 160 to 220 with axial inlet.

use super::{GRAVITY, LawError, positive};

/// Suction specific speed that is assumed [1/min, m³/s, m].
pub const SUCTION_SPECIFIC_SPEED: f64 = 200.0;
/// Speed of a two-pole motor at 50 Hz that is assumed [1/min].
pub const ASSUMED_SPEED: f64 = 2_900.0;

/// NPSH at an inlet of gauge pressure `p` \[Pa\] under an atmosphere of `air` \[Pa\], with coolant of `density`
/// [kg/m³] and vapour pressure `vapour` \[Pa\]: eq. (1) \[m\]. Negative where the coolant would boil.
pub fn available(p: f64, air: f64, vapour: f64, density: f64) -> f64 {
    (p + air - vapour) / (density * GRAVITY)
}

/// NPSH that a pump of rated flow `q` [m³/s] can be expected to ask for there: eq. (2) \[m\].
///
/// # Errors
/// A flow not above zero.
pub fn expected(q: f64) -> Result<f64, LawError> {
    let q = positive("rated flow [m3/s]", q)?;
    Ok((ASSUMED_SPEED * q.sqrt() / SUCTION_SPECIFIC_SPEED).powf(4.0 / 3.0))
}

/// NPSH asked for at `share` of the rated flow, `rated` \[m\] there: eq. (3) \[m\].
pub fn required(rated: f64, share: f64) -> f64 {
    let over = share.max(1.0);
    rated * over * over
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fluids::moist_air::saturation_pressure;

    /// Open tank at sea level, 20 °C, no suction lift: 10.33 − 0.24 m, the textbook 10.1 m.
    #[test]
    fn an_open_tank_gives_ten_metres() {
        let npsh = available(0.0, 101_325.0, saturation_pressure(20.0), 998.2);
        assert!((npsh - 10.11).abs() < 0.01, "{npsh}");
    }

    /// Gülich's range: a pump of 120 m³/h at 2 900/min asks for 3 to 5 m.
    #[test]
    fn expectation_is_that_of_ordinary_impellers() {
        let npsh = expected(120.0 / 3600.0).unwrap();
        assert!((3.0..5.0).contains(&npsh), "{npsh}");
        assert!(expected(0.0).is_err() && expected(f64::NAN).is_err());
    }

    #[test]
    fn more_heat_leaves_less_and_more_flow_asks_for_more() {
        let at = |t: f64| available(1e5, 101_325.0, saturation_pressure(t), 990.0);
        let mut last = f64::INFINITY;
        for t in 0..110 {
            assert!(at(f64::from(t)) < last);
            last = at(f64::from(t));
        }
        assert_eq!(required(3.0, 0.5), 3.0);
        assert!((required(3.0, 1.2) - 4.32).abs() < 1e-12);
    }
}
