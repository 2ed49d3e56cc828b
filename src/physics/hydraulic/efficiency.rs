//! Efficiency of a pump over flow, and the shaft power that follows.
//!
//! # Equations
//! With q̃ = q/s the flow brought back to rated speed by affinity:
//!
//! ```text
//! P = Δp·q/η(q̃)                                                                           (1)
//! parabola:  η = η_b·(2r − r²),  r = q̃/q_b        ⇒  Δp·q/η = Δp·s·q_b/(η_b·(2 − r))       (2)
//! ```
//!
//! Through points the quantity interpolated is the effective flow q̃/η, which unlike η has a finite,
//! non-zero limit at no flow; below the first point it is constant.
//!
//! # Units
//! m³/s, Pa, W.
//!
//! # Validity
//! r up to 1.6; efficiency is held there beyond. Hydraulic part only: motor and drive losses are
//! not in it.
//!
//! # References
//! - Gülich, *Centrifugal Pumps*, 3rd ed. (2014), §3.6 and 4.2: efficiency and power curves.

use super::{LawError, positive, within};

/// Relative flow beyond which eq. (2) is held.
const LARGEST_RATIO: f64 = 1.6;

/// Efficiency over flow at rated speed.
#[derive(Clone, Debug, PartialEq)]
pub enum Efficiency {
    /// Eq. (2).
    Parabola {
        /// Best efficiency η_b [-].
        best: f64,
        /// Flow at best efficiency q_b [m³/s].
        flow: f64,
    },
    /// Points of flow [m³/s] and effective flow q/η [m³/s].
    Points {
        /// Flow at rated speed [m³/s].
        flow: Vec<f64>,
        /// Flow over efficiency [m³/s].
        effective: Vec<f64>,
    },
}

impl Efficiency {
    /// Parabola with `best` efficiency [-] at `flow` [m³/s].
    ///
    /// # Errors
    /// An efficiency outside 0.05 to 1, a flow not above zero.
    pub fn parabola(best: f64, flow: f64) -> Result<Self, LawError> {
        Ok(Self::Parabola {
            best: within("best efficiency", best, 0.05, 1.0)?,
            flow: positive("flow at best efficiency [m3/s]", flow)?,
        })
    }

    /// Straight pieces of q/η through `points` of (flow [m³/s], efficiency [-]).
    ///
    /// # Errors
    /// Flows that do not rise from above zero, an efficiency outside 0.001 to 1, fewer than two points.
    pub fn through(points: &[(f64, f64)]) -> Result<Self, LawError> {
        if points.len() < 2 || points.windows(2).any(|w| w[0].0 >= w[1].0) {
            return Err(LawError::Points);
        }
        for p in points {
            positive("flow [m3/s]", p.0)?;
            within("efficiency", p.1, 1e-3, 1.0)?;
        }
        Ok(Self::Points {
            flow: points.iter().map(|p| p.0).collect(),
            effective: points.iter().map(|p| p.0 / p.1).collect(),
        })
    }

    /// q/η [m³/s] at flow `q` ≥ 0 [m³/s] and relative `speed`: shaft power per pressure rise.
    #[inline(always)]
    pub fn effective_flow(&self, q: f64, speed: f64) -> f64 {
        match self {
            Self::Parabola { best, flow } => {
                let rated = speed * flow;
                if q >= LARGEST_RATIO * rated {
                    let ratio = LARGEST_RATIO * (2.0 - LARGEST_RATIO);
                    return q / (best * ratio);
                }
                rated / (best * (2.0 - q / rated))
            }
            Self::Points { flow, effective } => {
                let last = flow.len() - 1;
                let (first, end) = (speed * flow[0], speed * flow[last]);
                if q <= first {
                    return speed * effective[0];
                }
                if q >= end {
                    return q * effective[last] / flow[last];
                }
                let x = q / speed;
                let k = flow.partition_point(|&f| f <= x) - 1;
                let t = (x - flow[k]) / (flow[k + 1] - flow[k]);
                speed * (effective[k] + t * (effective[k + 1] - effective[k]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_best_at_its_best_point_at_any_speed() {
        let parabola = Efficiency::parabola(0.78, 0.02).unwrap();
        for s in [0.4, 1.0] {
            assert!((0.02 * s / parabola.effective_flow(0.02 * s, s) - 0.78).abs() < 1e-14);
            assert!(0.012 * s / parabola.effective_flow(0.012 * s, s) < 0.78);
            assert!((parabola.effective_flow(0.0, s) / (0.01 * s / 0.78) - 1.0).abs() < 1e-14);
        }
        assert!((0.05 / parabola.effective_flow(0.05, 1.0) - 0.78 * 0.64).abs() < 1e-14);
    }

    /// Wilo Stratos 80 of the reference `plant/15_pumps/pump_curve.csv`: 70 490 Pa at 9.788 L/s, 1048.2 W.
    #[test]
    fn points_give_back_power() {
        let eta = |v: f64, dp: f64, p: f64| (v, v * dp / p);
        let wilo = Efficiency::through(&[
            eta(0.002777, 78243.6, 588.95),
            eta(0.009788, 70490.2, 1048.16),
            eta(0.015436, 30966.5, 1166.47),
        ])
        .unwrap();
        let power = 70490.2 * wilo.effective_flow(0.009788, 1.0);
        assert!((power / 1048.16 - 1.0).abs() < 1e-12);
        assert!(wilo.effective_flow(0.0, 1.0) > 0.0 && wilo.effective_flow(0.0, 0.0) == 0.0);
    }

    #[test]
    fn refuses_bad_figures() {
        assert!(Efficiency::parabola(1.2, 0.02).is_err());
        assert!(Efficiency::through(&[(0.0, 0.5), (0.1, 0.5)]).is_err());
        assert!(Efficiency::through(&[(0.1, 0.5)]).is_err());
    }
}
