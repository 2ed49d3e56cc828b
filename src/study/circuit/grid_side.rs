//! What the grid sees of a circuit or a hall: ramps, swings of 0.1 to 20 Hz and demand, against limits.
//!
//! Each figure needs samples that are fine enough for it: a change within a second cannot be read from means of 15 s. A
//! figure that the samples do not resolve has no value and says so; one that they resolve in part says which part.

use crate::config::circuit::GridSide as Written;
use crate::physics::electrical::swing::{Band, band, demand, ramp};

/// Band in which swings disturb turbines, other loads and the eye \[Hz\].
const BAND: [f64; 2] = [0.1, 20.0];
/// Length of the pieces whose largest swing counts \[s\]: twelve periods of the lowest frequency.
const PIECE: f64 = 120.0;
/// Time over which power is averaged before its ramps are read, a cycle of 50 Hz \[s\]: a bus rings
/// at some hundred hertz, which is no ramp.
const CYCLE: f64 = 0.02;
/// Time over which demand is metered \[s\].
const METERED: f64 = 1_800.0;
/// What rounding may add to a sample before it counts as coarser.
const ROUNDING: f64 = 1.0 + 1e-9;

/// Limits of the grid side \[W\]; absent ones are not given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Change within a second.
    pub ramp_per_second: Option<f64>,
    /// Change within a minute.
    pub ramp_per_minute: Option<f64>,
    /// Root-mean-square of the band.
    pub swing: Option<f64>,
    /// Mean over half an hour.
    pub demand: Option<f64>,
}

impl Limits {
    /// Those of a `[grid]` table; `None` where it gives none.
    pub fn of(written: &Written) -> Option<Self> {
        let all = Self {
            ramp_per_second: written.ramp_per_second.as_ref().map(|l| **l),
            ramp_per_minute: written.ramp_per_minute.as_ref().map(|l| **l),
            swing: written.swing.as_ref().map(|l| **l),
            demand: written.demand.as_ref().map(|l| **l),
        };
        (all != Self::default()).then_some(all)
    }
}

/// One figure with its limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Audited {
    /// What it is, as a key with its unit.
    pub key: &'static str,
    /// What it is, in words.
    pub what: &'static str,
    /// Its value \[W\]; `None` where the samples do not resolve it.
    pub value: Option<f64>,
    /// Its limit \[W\], where one is given.
    pub limit: Option<f64>,
    /// What the samples do not show, in words; empty where they show all.
    pub note: String,
}

impl Audited {
    /// True where it is above its limit.
    pub fn violated(&self) -> bool {
        matches!((self.value, self.limit), (Some(value), Some(limit)) if value > limit)
    }
}

/// The grid side of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct GridSide {
    /// Figures.
    pub figures: Vec<Audited>,
    /// Frequency of the largest swing in the band \[Hz\]; zero where none is resolved.
    pub peak: f64,
    /// Length of the record \[s\].
    pub length: f64,
}

/// Audits `power` \[W\], means over `sample` \[s\] or samples as far apart, against `limits`.
pub fn audit(limits: &Limits, power: &[f64], sample: f64) -> GridSide {
    let (swing, swing_note) = swings(power, sample);
    let figure = |key, what, (value, note), limit| Audited {
        key,
        what,
        value,
        limit,
        note,
    };
    GridSide {
        figures: vec![
            figure(
                "ramp_W_per_s",
                "largest change within 1 s",
                change(power, sample, 1.0),
                limits.ramp_per_second,
            ),
            figure(
                "ramp_W_per_min",
                "largest change within 1 min",
                change(power, sample, 60.0),
                limits.ramp_per_minute,
            ),
            figure(
                "swing_rms_W",
                "swings of 0.1 to 20 Hz, rms",
                (swing.map(|b| b.rms), swing_note),
                limits.swing,
            ),
            figure(
                "demand_W",
                "30 min demand",
                metered(power, sample),
                limits.demand,
            ),
        ],
        peak: swing.map_or(0.0, |b| b.peak),
        length: power.len() as f64 * sample,
    }
}

/// Largest change within `span` \[s\].
fn change(power: &[f64], sample: f64, span: f64) -> (Option<f64>, String) {
    if sample > span * ROUNDING {
        let note = format!("not resolved by steps of {sample} s");
        return (None, note);
    }
    let count = ((CYCLE / sample).round() as usize).max(1);
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let cycles: Vec<f64> = power.chunks_exact(count).map(mean).collect();
    (
        Some(ramp(&cycles, count as f64 * sample, span)),
        String::new(),
    )
}

/// The band's content in the piece of the record where it is largest.
fn swings(power: &[f64], sample: f64) -> (Option<Band>, String) {
    let highest = 0.5 / sample * ROUNDING;
    if highest <= BAND[0] {
        let note = format!("not resolved by steps of {sample} s");
        return (None, note);
    }
    let note = match highest < BAND[1] {
        true => format!(
            "0.1 to {:.3} Hz only: steps of {sample} s show no more",
            0.5 / sample
        ),
        false => String::new(),
    };
    let top = highest.min(BAND[1]);
    let count = ((PIECE / sample).round() as usize).clamp(1, power.len().max(1));
    let mut largest = Band::default();
    // Pieces overlap by half: a swing between two of them is whole in a third. The last ends with the record.
    let starts = (0..power.len().saturating_sub(count)).step_by(count.div_ceil(2));
    for start in starts.chain([power.len().saturating_sub(count)]) {
        let piece = &power[start..power.len().min(start + count)];
        let found = band(piece, sample, BAND[0], top);
        if found.rms > largest.rms {
            largest = found;
        }
    }
    (Some(largest), note)
}

/// Largest mean over half an hour.
fn metered(power: &[f64], sample: f64) -> (Option<f64>, String) {
    let length = power.len() as f64 * sample;
    let note = if sample > METERED * ROUNDING {
        format!("at least: means of {:.0} min", sample / 60.0)
    } else if length * ROUNDING < METERED {
        match length < 120.0 {
            true => format!("mean of a record of {length:.3} s"),
            false => format!("mean of a record of {:.1} min", length / 60.0),
        }
    } else {
        String::new()
    };
    (Some(demand(power, sample, METERED)), note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(side: &GridSide, key: &str) -> Option<f64> {
        let found = side.figures.iter().find(|f| f.key == key);
        found.and_then(|f| f.value)
    }

    #[test]
    fn what_the_steps_do_not_resolve_has_no_value() {
        let limits = Limits {
            ramp_per_second: Some(1.0),
            ..Limits::default()
        };
        let power: Vec<f64> = (0..500).map(|k| 1e6 + 1e4 * f64::from(k % 7)).collect();
        for (step, known) in [
            (0.02, [true, true, true]),
            (1.0, [true, true, true]),
            (4.0, [false, true, true]),
            (15.0, [false, true, false]),
            (3_600.0, [false, false, false]),
        ] {
            let side = audit(&limits, &power, step);
            let keys = ["ramp_W_per_s", "ramp_W_per_min", "swing_rms_W"];
            assert_eq!(keys.map(|k| value(&side, k).is_some()), known, "{step}");
            assert!(value(&side, "demand_W").is_some());
            assert_eq!(side.figures[0].violated(), known[0], "{step}");
            let told = side
                .figures
                .iter()
                .all(|f| f.value.is_some() || !f.note.is_empty());
            assert!(told, "{step}");
        }
    }

    #[test]
    fn a_burst_of_swings_counts_however_long_the_record() {
        // 2 Hz for the third quarter of an hour-long record, 100 kW in amplitude.
        let step = 0.1;
        let at = |k: usize| {
            let t = k as f64 * step;
            let on = (1_800.0..2_700.0).contains(&t);
            1e6 + if on {
                1e5 * (2.0 * std::f64::consts::TAU * t).sin()
            } else {
                0.0
            }
        };
        let power: Vec<f64> = (0..36_000).map(at).collect();
        let side = audit(&Limits::default(), &power, step);
        let rms = value(&side, "swing_rms_W").unwrap();
        assert!((rms / (1e5 / 2f64.sqrt()) - 1.0).abs() < 1e-3, "{rms}");
        assert!((side.peak - 2.0).abs() < 0.02);
    }

    #[test]
    fn nothing_recorded_is_no_violation() {
        let side = audit(&Limits::default(), &[], 1.0);
        assert!(side.figures.iter().all(|f| !f.violated()));
    }
}
