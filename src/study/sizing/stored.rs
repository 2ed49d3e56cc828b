//! The design days of a hall with stores: each repeated until the stores return to what they held, every step of it judged.

use super::plan::Plan;
use super::row::{NO_STATE, Verdict};
use super::screen::{Shown, judged};
use super::surroundings::{DesignHour, Place};
use crate::model::Model;
use crate::study::Hall;
use crate::study::noise::DAY;
use crate::study::surface::{day_of, repeated};

/// What a design with stores has to stand.
pub(super) struct Days<'a> {
    pub plan: &'a Plan,
    pub hall: &'a Hall,
    pub place: &'a Place,
    /// Most that a supply may lie above its set point \[K\].
    pub above: f64,
    /// What failed, behind the name of the day.
    pub with: String,
}

/// `14:15` of a time \[s\] after midnight.
fn clock(t: f64) -> String {
    let minutes = (t / 60.0).round() as u32;
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

impl Days<'_> {
    /// The verdict on `model`, which may be the hall with something failed; what its days show goes to `shown`.
    pub fn judged(&self, model: &Model, mut shown: Option<&mut Shown>) -> Verdict {
        let mut verdict = Verdict::default();
        for (i, hour) in self.place.design.iter().enumerate() {
            // The hours of highest dry and wet bulb may lie on one day.
            let seen = self.place.design[..i].iter().any(|h| h.day == hour.day);
            if !seen {
                verdict.meet(self.one(model, hour, &mut shown));
            }
        }
        verdict
    }

    fn one(&self, model: &Model, hour: &DesignHour, shown: &mut Option<&mut Shown>) -> Verdict {
        let mut verdict = Verdict::default();
        let step = self.place.weather.step_s;
        let name = format!("{}{}", hour.name, self.with);
        let load = *self.plan.study.constraint.load;
        let found = match repeated(&day_of(model, &hour.day, step, load), step) {
            Ok(found) => found,
            Err(error) => {
                verdict.refuse(NO_STATE, format!("no solution on {name}: {error}"));
                return verdict;
            }
        };
        if let Some(text) = &found.tripped {
            verdict.refuse(NO_STATE, format!("on {name} {text}"));
        }
        for (k, answer) in found.answers.iter().enumerate() {
            if let Some(shown) = shown {
                shown.take(answer);
            }
            let t = k as f64 * step;
            let after = match found.returned {
                true => String::new(),
                false => format!(" after {} such days", found.days),
            };
            let when = format!("{name} at {}{after}", clock(t));
            let by_day = DAY.contains(&((t / 3_600.0) as usize % 24));
            let told = judged(self.plan, self.hall, answer, self.above, (&when, by_day));
            verdict.meet(told);
        }
        verdict
    }
}
