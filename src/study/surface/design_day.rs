//! A design day of a hall with stores: repeated until they hold at midnight what they held the midnight before.

use super::answer::Answer;
use super::carried::Carried;
use crate::climate::Climate;
use crate::model::Model;
use crate::model::workload::Profile;
use crate::solver::StepError;

/// Length of a day \[s\].
const DAY_S: f64 = 86_400.0;
/// Difference of what a store holds from one midnight to the next below which it returned [J/kg]: 0.05 K of water.
const RETURNED: f64 = 200.0;
/// Most days: a longer spell of such days is not to be stood.
const MOST_DAYS: usize = 30;

/// The last of some equal days.
#[derive(Clone, Debug, Default)]
pub struct Repeated {
    /// Answer of each step, from midnight on.
    pub answers: Vec<Answer>,
    /// Days that were marched.
    pub days: usize,
    /// Whether stores held at its end what they held at its beginning.
    pub returned: bool,
    /// A rack that switched itself off, in words.
    pub tripped: Option<String>,
}

/// `model` on a day of `climate` that repeats, with each workload at its highest level of each hour of the day in steps of `step_s` \[s\] of a year, times `factor`.
pub fn day_of(model: &Model, climate: &Climate, step_s: f64, factor: f64) -> Model {
    let steps = (365.0 * DAY_S / step_s).round() as usize;
    let highest = |profile: &Profile| {
        let mut level = [0.0_f64; 24];
        for k in 0..steps {
            let t = k as f64 * step_s;
            let hour = (t % DAY_S / 3_600.0) as usize % 24;
            level[hour] = level[hour].max(profile.mean(t, step_s));
        }
        Profile::Daily(level.map(|l| factor * l))
    };
    Model {
        climate: climate.clone(),
        profiles: model.profiles.iter().map(highest).collect(),
        ..model.clone()
    }
}

/// Marches `model` through its day in steps of `step_s` \[s\] until its stores return to what they held.
///
/// # Errors
/// A step has no solution.
pub fn repeated(model: &Model, step_s: f64) -> Result<Repeated, StepError> {
    let steps = (DAY_S / step_s).round().max(1.0) as usize;
    let mut march = Carried::begin(model, 0.0, None)?;
    let mut found = Repeated::default();
    while found.days < MOST_DAYS && !found.returned {
        let before = march.stores().to_vec();
        found.answers.clear();
        for k in 0..steps {
            let t = found.days as f64 * DAY_S + k as f64 * step_s;
            found.answers.push(march.step(t, step_s)?);
        }
        found.days += 1;
        let held = march.stores().iter().zip(&before);
        let moved = held.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        found.returned = moved < RETURNED;
    }
    found.tripped = march.tripped.map(|(_, why)| why);
    Ok(found)
}
