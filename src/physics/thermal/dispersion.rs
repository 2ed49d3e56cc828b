//! Dispersion along a tube: how a front of coolant widens because the middle of a stream runs ahead of its rim.
//!
//! # Equations
//! a = radius, u = mean speed, α = thermal diffusivity, f the Darcy friction factor of the smooth tube, L = length:
//!
//! ```text
//! laminar, Re ≤ 2300:    D = α + 1/(1/D_s + 6/(u·L)),   D_s = a²u²/(48·α)                   (1)
//! turbulent, Re ≥ 4000:  D = α + 10.06·a·u*,            u* = u·√(f/8)                       (2)
//! between:               (1) and (2) in proportion to Re                                    (3)
//! ```
//!
//! D_s is Taylor's and Aris's value once the coolant has been in the tube for long against a²/α, which is hours in the mains
//! of a hall; before, a front is sheared by the parabola alone, σ² = u²t²/3, which is u·L/6 where it leaves. (1) never exceeds
//! either.
//!
//! # Units
//! m, m/s, m²/s.
//!
//! # Validity
//! Straight tubes, developed flow. Bends and fittings mix in planes across the stream and lower (1), vortices behind them
//! raise (2) by up to half. The turbulent value needs some 50 diameters.
//!
//! # References
//! - G. I. Taylor, Proc. R. Soc. A 219 (1953) 186 (eq. 1 without α); R. Aris, Proc. R. Soc. A 235 (1956) 67 (α beside it).
//! - G. I. Taylor, Proc. R. Soc. A 223 (1954) 446 (eq. 2).

use std::f64::consts::PI;

use super::tube::{Medium, TRANSITION, Tube, smooth_friction};

/// Coefficient of eq. (2), Taylor (1954).
const TURBULENT: f64 = 10.06;

/// Coefficient of dispersion [m²/s] in `bore` at `flow` [kg/s], either way, of a coolant of `density` [kg/m³].
#[inline]
pub fn coefficient(bore: &Tube, flow: f64, density: f64, medium: &Medium) -> f64 {
    let radius = 0.5 * bore.diameter;
    let speed = flow.abs() / (density * PI * radius * radius);
    let diffusivity = medium.conductivity / (density * medium.specific_heat);
    if speed <= 0.0 {
        return diffusivity;
    }
    let re = density * speed * bore.diameter / medium.viscosity;
    let [low, high] = TRANSITION;
    let developed = radius * radius * speed * speed / (48.0 * diffusivity);
    let laminar = 1.0 / (1.0 / developed + 6.0 / (speed * bore.length));
    let friction = smooth_friction(re.max(high));
    let turbulent = TURBULENT * radius * speed * (0.125 * friction).sqrt();
    let share = ((re - low) / (high - low)).clamp(0.0, 1.0);
    diffusivity + laminar + share * (turbulent - laminar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WATER: Medium = Medium {
        viscosity: 1e-3,
        conductivity: 0.6,
        specific_heat: 4_180.0,
    };

    fn tube(length: f64, diameter: f64) -> Tube {
        Tube { length, diameter }
    }

    /// Taylor (1954), §3: K = 10.06·a·v*; at Re 20 000 of water in 50 mm (0.4 m/s), f = 0.0261, v* = 0.02283 m/s.
    #[test]
    fn turbulent_by_hand() {
        let flow = 0.4 * 1_000.0 * PI * 0.025 * 0.025;
        let d = coefficient(&tube(40.0, 0.05), flow, 1_000.0, &WATER);
        let f = (0.79 * 2e4f64.ln() - 1.64).powi(-2);
        let want = 10.06 * 0.025 * 0.4 * (f / 8.0).sqrt();
        assert!(
            (0.0055..0.006).contains(&want) && (d / want - 1.0).abs() < 1e-4,
            "{d} {want}"
        );
    }

    /// Taylor (1953), eq. 25, and Aris: in a capillary long enough, D = α·(1 + Pe²/192) with Pe = u·d/α.
    #[test]
    fn a_long_capillary_is_taylors_and_aris() {
        let (diameter, speed, density) = (1e-3, 0.01, 1_000.0);
        let flow = speed * density * PI * 0.25 * diameter * diameter;
        let d = coefficient(&tube(1e4, diameter), flow, density, &WATER);
        let alpha = 0.6 / (1_000.0 * 4_180.0);
        let peclet = speed * diameter / alpha;
        let want = alpha * (1.0 + peclet * peclet / 192.0);
        assert!((d / want - 1.0).abs() < 1e-5, "{d} {want}");
    }

    proptest! {
        #[test]
        fn positive_bounded_and_the_same_both_ways(
            flow in 1e-4..50.0f64, diameter in 0.005..0.4f64, length in 1.0..300.0f64,
        ) {
            let bore = tube(length, diameter);
            let d = coefficient(&bore, flow, 1_000.0, &WATER);
            let speed = flow / (1_000.0 * PI * 0.25 * diameter * diameter);
            let alpha = 0.6 / (1_000.0 * 4_180.0);
            prop_assert!(d >= alpha && d == coefficient(&bore, -flow, 1_000.0, &WATER));
            prop_assert!(d <= alpha + speed * (length / 6.0 + diameter), "{d}");
            let beyond = coefficient(&bore, flow * 1.0001, 1_000.0, &WATER);
            prop_assert!((beyond / d - 1.0).abs() < 0.02);
        }
    }
}
