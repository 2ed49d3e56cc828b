//! What the grid sees of a circuit: ramps, swings of 0.1 to 20 Hz and demand, against limits.

use super::Drawn;
use crate::physics::electrical::swing::{Band, band, demand, ramp};

/// Band in which swings disturb turbines, other loads and the eye \[Hz\].
const BAND: [f64; 2] = [0.1, 20.0];
/// Time over which power is averaged before its ramps are read, a cycle of 50 Hz \[s\]: a bus rings
/// at some hundred hertz, which is no ramp.
const CYCLE: f64 = 0.02;
/// Time over which demand is metered \[s\].
const METERED: f64 = 1_800.0;

/// One figure with its limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Audited {
    /// What it is, as a key with its unit.
    pub key: &'static str,
    /// What it is, in words.
    pub what: &'static str,
    /// Its value \[W\].
    pub value: f64,
    /// Its limit \[W\], where one is given.
    pub limit: Option<f64>,
}

impl Audited {
    /// True where it is above its limit.
    pub fn violated(&self) -> bool {
        self.limit.is_some_and(|limit| self.value > limit)
    }
}

/// The grid side of a window.
#[derive(Clone, Debug, PartialEq)]
pub struct GridSide {
    /// Figures.
    pub figures: Vec<Audited>,
    /// Frequency of the largest swing in the band \[Hz\].
    pub peak: f64,
    /// Length of the record \[s\].
    pub length: f64,
}

/// Audits `power` \[W\], sampled every `sample` \[s\], against the limits in `drawn`.
pub(super) fn audit(drawn: &Drawn, power: &[f64], sample: f64) -> GridSide {
    let limits = &drawn.file.grid;
    let count = ((CYCLE / sample).round() as usize).max(1);
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let cycles: Vec<f64> = power.chunks_exact(count).map(mean).collect();
    let cycle = count as f64 * sample;
    let swing: Band = band(power, sample, BAND[0], BAND[1]);
    let given = |limit: &Option<crate::config::At<f64>>| limit.as_ref().map(|l| l.value);
    let figure = |key, what, value, limit| Audited {
        key,
        what,
        value,
        limit,
    };
    GridSide {
        figures: vec![
            figure(
                "ramp_W_per_s",
                "largest change within 1 s",
                ramp(&cycles, cycle, 1.0),
                given(&limits.ramp_per_second),
            ),
            figure(
                "ramp_W_per_min",
                "largest change within 1 min",
                ramp(&cycles, cycle, 60.0),
                given(&limits.ramp_per_minute),
            ),
            figure(
                "swing_rms_W",
                "swings of 0.1 to 20 Hz, rms",
                swing.rms,
                given(&limits.swing),
            ),
            figure(
                "demand_W",
                "30 min demand",
                demand(power, sample, METERED),
                given(&limits.demand),
            ),
        ],
        peak: swing.peak,
        length: power.len() as f64 * sample,
    }
}
