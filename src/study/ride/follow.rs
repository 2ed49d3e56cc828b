//! One loss, followed with steps fine enough: where a limit is passed, steps are halved until its time stays.

use super::condition::Condition;
use super::march::{Marched, march};
use super::pace::Pace;
use super::ready::Ready;
use crate::results::{RackTimes, Ride, RideEnd, Syphon};

/// Difference between two marches below which their times are one \[s\].
const AGREE: f64 = 0.2;
/// Most often that steps are halved.
const HALVED: u32 = 4;
/// Flow through standing pumps over that before, below which buoyancy saves nobody.
const SYPHON: f64 = 0.03;

/// How losses are followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// Time after which nobody follows \[s\].
    pub horizon: f64,
    /// Air of the hall at which racks switch off that breathe it \[°C\].
    pub air_limit: f64,
    /// Length of all steps \[s\], where it is given.
    pub step: Option<f64>,
}

/// Follows the loss of parts called `lost`.
pub(super) fn follow(ready: &Ready, condition: &Condition, lost: Vec<String>, how: Manner) -> Ride {
    let bounds = [how.horizon, how.air_limit];
    let mut scale = 1.0;
    let mut best = march(ready, condition, bounds, Pace::new(scale, how.step));
    let mut uncertainty = how.step.is_none().then_some(0.0);
    let passes = |m: &Marched| m.track.first().iter().any(|t| t.is_finite());
    if how.step.is_none() && passes(&best) {
        for _ in 0..HALVED {
            scale *= 0.5;
            let mut finer = march(ready, condition, bounds, Pace::new(scale, None));
            let gap = apart(&best, &finer);
            uncertainty = Some(gap);
            let coarse = std::mem::replace(&mut best, finer.clone());
            if gap <= AGREE {
                extrapolate(&coarse, &mut finer);
                best = finer;
                break;
            }
        }
    }
    best.ended = end(&best);
    ride(ready, condition, lost, &best, uncertainty)
}

/// By how much the first times of two marches differ \[s\].
fn apart(a: &Marched, b: &Marched) -> f64 {
    let pairs = a.track.first().into_iter().zip(b.track.first());
    let gap = |(a, b): (f64, f64)| match (a.is_finite(), b.is_finite()) {
        (true, true) => (a - b).abs(),
        (false, false) => 0.0,
        _ => f64::INFINITY,
    };
    pairs.map(gap).fold(0.0, f64::max)
}

/// Takes out of the times of `finer` what an error in proportion to the step leaves.
fn extrapolate(coarse: &Marched, finer: &mut Marched) {
    // What was seen before the end stays before it; a shutdown ends with the last of these times.
    let latest = match finer.end {
        RideEnd::Shutdown => f64::INFINITY,
        _ => finer.ended,
    };
    let refine = |coarse: &[f64], finer: &mut [f64]| {
        for (c, f) in coarse.iter().zip(finer) {
            if c.is_finite() && f.is_finite() && (*c - *f).abs() <= AGREE {
                *f = (2.0 * *f - c).clamp(0.0, latest);
            }
        }
    };
    refine(&coarse.track.throttle, &mut finer.track.throttle);
    refine(&coarse.track.limit, &mut finer.track.limit);
}

/// When a march ended \[s\]: a shutdown when the last rack that had power passed its limit, which lies within the last
/// step, or when what stands had changed for the last time.
fn end(m: &Marched) -> f64 {
    if m.end != RideEnd::Shutdown {
        return m.ended;
    }
    let limits = m.track.limit.iter().copied().filter(|t| t.is_finite());
    limits.fold(m.turned, f64::max)
}

fn ride(
    ready: &Ready,
    condition: &Condition,
    lost: Vec<String>,
    m: &Marched,
    uncertainty: Option<f64>,
) -> Ride {
    let track = &m.track;
    let [throttle, limit] = track.first();
    let racks = rack_times(ready, m);
    let count =
        |passed: &dyn Fn(&RackTimes) -> bool| racks.iter().filter(|r| passed(r)).count() as u32;
    let whole = |x: f64, or: f64| if x.is_finite() { x } else { or };
    let by_air = if track.air_first { "air" } else { "chip" };
    Ride {
        lost,
        end: m.end,
        ended_at_s: m.ended,
        time_to_throttle_s: finite(throttle),
        time_to_limit_s: finite(limit),
        time_uncertainty_s: uncertainty.map(|gap| whole(gap, m.ended)),
        first_rack: first_rack(ready, m),
        limited_by: limit.is_finite().then(|| by_air.to_owned()),
        hall_air_deg_c: track.air,
        racks_throttled: count(&|r| r.time_to_throttle_s.is_some()),
        racks_limited: count(&|r| r.time_to_limit_s.is_some()),
        racks_dark: track.was_dark.iter().filter(|d| **d).count() as u32,
        least_margin_k: whole(track.least.0, 0.0),
        least_margin_rack: ready.rack(track.least.1).to_owned(),
        held_by: held_by(condition, m),
        coolant_left: m.coolant_left,
        thermosyphons: m.syphons.clone(),
        steps: m.steps,
        reason: m.reason.clone(),
        racks,
    }
}

fn finite(t: f64) -> Option<f64> {
    t.is_finite().then_some(t)
}

/// Rack that came to its limit first, or else throttled first.
fn first_rack(ready: &Ready, m: &Marched) -> Option<String> {
    let track = &m.track;
    let times = if track.first()[1].is_finite() {
        &track.limit
    } else {
        &track.throttle
    };
    let passed = (0..times.len()).filter(|i| times[*i].is_finite());
    let first = passed.min_by(|a, b| times[*a].total_cmp(&times[*b]));
    first.map(|i| ready.rack(i).to_owned())
}

/// Racks that throttled or passed their limit.
fn rack_times(ready: &Ready, m: &Marched) -> Vec<RackTimes> {
    let track = &m.track;
    let each = (0..track.limit.len()).map(|i| RackTimes {
        rack: ready.rack(i).to_owned(),
        time_to_throttle_s: finite(track.throttle[i]),
        time_to_limit_s: finite(track.limit[i]),
    });
    each.filter(|r| r.time_to_throttle_s.or(r.time_to_limit_s).is_some())
        .collect()
}

/// What kept racks below their limits.
fn held_by(condition: &Condition, m: &Marched) -> Vec<String> {
    if m.track.first()[1].is_finite()
        || !matches!(
            m.end,
            RideEnd::Settled | RideEnd::Horizon | RideEnd::Shutdown
        )
    {
        return Vec::new();
    }
    let [batteries, generators] = condition.backed(m.ended);
    let buoyant = |s: &Syphon| s.share > SYPHON;
    let reasons = [
        (
            m.track.was_dark.iter().any(|d| *d),
            "the racks' own loss of power",
        ),
        (condition.standby_runs(m.ended), "a standby pump"),
        (batteries, "batteries"),
        (generators, "generators"),
        (m.syphons.iter().any(buoyant), "buoyancy"),
        (m.track.first()[0].is_finite(), "throttling"),
        (m.warming, "thermal mass"),
    ];
    let mut held: Vec<String> = reasons
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, what)| what.to_owned())
        .collect();
    if held.is_empty() {
        held.push("what is left".to_owned());
    }
    held
}
