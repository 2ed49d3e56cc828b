//! Shaft power of a pump over flow, through the points of its datasheet.
//!
//! # Equations
//! Cubic pieces whose slope at a point is the mean of the neighbouring secants, one-sided at the ends; where power
//! rises (or falls) through all points the slopes are limited so that it does so everywhere between them, as Fritsch &
//! Carlson do. Beyond the points straight lines. At relative speed s and density ρ against that of the curve:
//!
//! ```text
//! P(q, s) = ρ/ρ_c·s³·P₁(q/s)                                                               (1)
//! ```
//!
//! # Units
//! m³/s, W, kg/m³.
//!
//! # Validity
//! q ≥ 0, 0 ≤ s ≤ about 1.2. Whatever stands in the datasheet: shaft power, or electric power of a pump with its own
//! motor and drive, for which (1) is an approximation below half speed.
//!
//! # References
//! - Gülich, *Centrifugal Pumps*, 3rd ed. (2014), §3.4 (affinity).
//! - Fritsch & Carlson, SIAM J. Numer. Anal. 17 (1980) 238.
//! - M. Wetter, *Fan and pump model that has a unique solution for any pressure boundary condition and control
//!   signal*, Building Simulation 2013, eq. 12.

use super::{LawError, curve, positive};

/// Power over flow at rated speed.
#[derive(Clone, Debug, PartialEq)]
pub struct PowerCurve {
    flow: Vec<f64>,
    power: Vec<f64>,
    slope: Vec<f64>,
}

impl PowerCurve {
    /// Through `points` of (flow [m³/s], power \[W\]).
    ///
    /// # Errors
    /// Fewer than two points, flows that do not rise from zero or above, a power that is not above zero.
    pub fn through(points: &[(f64, f64)]) -> Result<Self, LawError> {
        let ordered = points.windows(2).all(|w| w[0].0 < w[1].0);
        let finite = points.iter().all(|p| p.0 >= 0.0 && p.0.is_finite());
        if points.len() < 2 || !ordered || !finite {
            return Err(LawError::Points);
        }
        for point in points {
            positive("power [W]", point.1)?;
        }
        let flow: Vec<f64> = points.iter().map(|p| p.0).collect();
        let power: Vec<f64> = points.iter().map(|p| p.1).collect();
        let slope = curve::slopes(&flow, &power);
        Ok(Self { flow, power, slope })
    }

    /// Power \[W\] at flow `q` ≥ 0 [m³/s], relative `speed` ≥ 0 and density over that of the curve `density`: eq. (1).
    #[inline]
    pub fn power(&self, q: f64, speed: f64, density: f64) -> f64 {
        if speed <= 0.0 {
            return 0.0;
        }
        let last = self.flow.len() - 1;
        let x = q / speed;
        let at_rated = if x <= self.flow[0] {
            self.power[0] + self.slope[0] * (x - self.flow[0])
        } else if x >= self.flow[last] {
            self.power[last] + self.slope[last] * (x - self.flow[last])
        } else {
            let k = self.flow.partition_point(|&f| f <= x).min(last) - 1;
            self.piece(k, x)
        };
        density * speed * speed * speed * at_rated.max(0.0)
    }

    /// Cubic between points `k` and `k + 1`.
    fn piece(&self, k: usize, x: f64) -> f64 {
        let h = self.flow[k + 1] - self.flow[k];
        let t = (x - self.flow[k]) / h;
        let (y0, y1) = (self.power[k], self.power[k + 1]);
        let (d0, d1) = (self.slope[k] * h, self.slope[k + 1] * h);
        let (c2, c3) = (3.0 * (y1 - y0) - 2.0 * d0 - d1, d0 + d1 - 2.0 * (y1 - y0));
        y0 + t * (d0 + t * (c2 + t * c3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::reference;
    use proptest::prelude::*;

    /// Wilo Stratos 80/1-12 at 2610 rpm: six of the nine points of its datasheet.
    fn wilo() -> PowerCurve {
        PowerCurve::through(&[
            (0.002777, 588.95),
            (0.005569, 792.60),
            (0.009788, 1048.16),
            (0.012733, 1154.92),
            (0.013986, 1171.52),
            (0.015436, 1166.47),
        ])
        .unwrap()
    }

    #[test]
    fn passes_its_points_and_obeys_affinity() {
        let p = wilo();
        assert!((p.power(0.009788, 1.0, 1.0) - 1048.16).abs() < 1e-9);
        assert!((p.power(0.004894, 0.5, 1.0) - 1048.16 / 8.0).abs() < 1e-9);
        assert!((p.power(0.009788, 1.0, 1.02) - 1.02 * 1048.16).abs() < 1e-9);
        assert_eq!(p.power(0.01, 0.0, 1.0), 0.0);
    }

    /// Five speeds of the pump in another program: within 0.05 % of rated power, as in `plant/15_pumps`.
    #[test]
    fn is_that_of_the_peer_library() {
        let (Some(sheet), Some(run)) = (
            reference::csv("plant/15_pumps/pump_curve.csv"),
            reference::csv("plant/15_pumps/dymola_wilo_stratos80.csv"),
        ) else {
            return;
        };
        let points: Vec<(f64, f64)> = sheet
            .column("V_m3_s")
            .into_iter()
            .zip(sheet.column("P_W"))
            .collect();
        let curve = PowerCurve::through(&points).unwrap();
        for (k, rpm) in [2960.0, 2610.0, 1930.0, 3300.0, 900.0]
            .into_iter()
            .enumerate()
        {
            let flow = run.column(&format!("pump{}.m_flow", k + 1));
            let power = run.column(&format!("pump{}.P", k + 1));
            for (m, want) in flow.iter().zip(&power).skip(2) {
                let got = curve.power(m / 995.586, rpm / 2610.0, 1.0);
                assert!(
                    (got - want).abs() < 0.58,
                    "{rpm} rpm, {m} kg/s: {got} {want}"
                );
            }
        }
    }

    #[test]
    fn refuses_what_is_no_curve() {
        assert!(PowerCurve::through(&[(0.0, 1.0)]).is_err());
        assert!(PowerCurve::through(&[(0.1, 1.0), (0.0, 2.0)]).is_err());
        assert!(PowerCurve::through(&[(0.0, 0.0), (0.1, 2.0)]).is_err());
    }

    proptest! {
        /// What rises through its points rises everywhere, at any speed.
        #[test]
        fn rises_where_its_points_do(
            steps in prop::collection::vec((0.001..0.01f64, 0.1..900.0f64), 2..8), speed in 0.2..1.2f64,
        ) {
            let (mut q, mut p) = (0.0, 10.0);
            let points: Vec<(f64, f64)> = steps
                .iter()
                .map(|(dq, dp)| {
                    (q, p) = (q + dq, p + dp);
                    (q, p)
                })
                .collect();
            let curve = PowerCurve::through(&points).unwrap();
            let mut before = curve.power(points[0].0 * speed, speed, 1.0);
            for k in 1..=200 {
                let x = points[0].0 + (q - points[0].0) * f64::from(k) / 200.0;
                let now = curve.power(x * speed, speed, 1.0);
                prop_assert!(now >= before - 1e-9 * now);
                before = now;
            }
        }
    }
}
