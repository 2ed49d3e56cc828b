//! Walls of steel mains, whose heat capacity travels with the coolant's.

use super::plan::Run;
use std::f64::consts::PI;

/// Heat capacity of carbon steel by volume [J/(m³·K)]: 7850 kg/m³ and 440 J/(kg·K) at 20 °C (EN 1993-1-2:2005,
/// eq. 3.2a).
const STEEL: f64 = 7_850.0 * 440.0;

/// Wall thickness [m] of a steel pipe of standard weight and bore `diameter` [m]: ASME B36.10M from DN 80
/// (5.49 mm) to DN 250 (9.27 mm) within a tenth, 9.53 mm beyond.
pub fn standard_wall(diameter: f64) -> f64 {
    (3.2e-3 + 0.025 * diameter).min(9.53e-3)
}

/// Heat capacity of a steel wall of `thickness` [m] around `run`, per length [J/(m·K)].
pub fn wall_capacity(run: Run, thickness: f64) -> f64 {
    PI * (run.diameter + thickness) * thickness * STEEL
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ASME B36.10M, standard weight: bore and wall [mm].
    const B36_10: [(f64, f64); 7] = [
        (77.9, 5.49),
        (102.3, 6.02),
        (154.1, 7.11),
        (202.7, 8.18),
        (254.5, 9.27),
        (304.8, 9.53),
        (590.5, 9.53),
    ];

    #[test]
    fn walls_of_mains_are_those_of_the_standard_within_a_tenth() {
        for (bore, wall) in B36_10 {
            let ours = 1e3 * standard_wall(1e-3 * bore);
            assert!((ours / wall - 1.0).abs() < 0.1, "{bore} mm: {ours} mm");
        }
    }
}
