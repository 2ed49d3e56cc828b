//! A run in stages: between two turning points of its schedule the model stays the same.

use super::events::event;
use crate::model::Model;
use crate::model::schedule::Edit;
use crate::results::{Event, EventKind};

/// What a step may begin before its turning point by rounding alone [s].
const ROUNDING: f64 = 1e-6;

/// Whether `event` was over when the step that begins at `time` \[s\] could have seen it first.
fn before_any_step(event: &crate::model::schedule::Event, time: f64) -> bool {
    event.until <= time
}

/// The models of a run, by the time from which they hold.
pub struct Stages<'h> {
    original: &'h Model,
    changed: Vec<(f64, Option<Model>)>,
}

impl<'h> Stages<'h> {
    /// All stages of the schedule of `model`.
    pub fn of(model: &'h Model) -> Self {
        let stage = |time: f64| (time, model.at_time(time));
        let changed = model.turning_points().into_iter().map(stage).collect();
        Self {
            original: model,
            changed,
        }
    }

    /// Number of the stage in which a step that begins at `time` \[s\] lies.
    pub fn at(&self, time: f64) -> usize {
        let begun = |(from, _): &(f64, Option<Model>)| *from <= time + ROUNDING;
        self.changed.iter().take_while(|stage| begun(stage)).count()
    }

    /// The model of a stage.
    pub fn model(&self, stage: usize) -> &Model {
        let before = stage.checked_sub(1).map(|s| &self.changed[s].1);
        before.and_then(Option::as_ref).unwrap_or(self.original)
    }

    /// What begins between the stages `before` and `now`, for the log of a run that began at `start` \[s\];
    /// all of it is noted at `time` \[s\], the beginning of the step that sees it first.
    pub fn begun(&self, before: usize, now: usize, time: f64, start: f64) -> Vec<Event> {
        let from = match before {
            0 => f64::NEG_INFINITY,
            _ => self.changed[before - 1].0,
        };
        let to = match now {
            0 => f64::NEG_INFINITY,
            _ => self.changed[now - 1].0,
        };
        let schedule = self.original.schedule.iter();
        // What was over before the run began is none of its events.
        let of_run = |e: &&crate::model::schedule::Event| time > start || !before_any_step(e, time);
        let begun = schedule
            .filter(|e| from < e.at && e.at <= to)
            .filter(of_run);
        let entry = |e: &crate::model::schedule::Event| {
            let (left, over) = (e.until - time, before_any_step(e, time));
            let text = match over && !e.edits.is_empty() {
                true => format!(
                    "{}; over before a step began, so not computed: take a shorter step",
                    e.text
                ),
                false => e.text.clone(),
            };
            Event {
                lasted_s: e
                    .until
                    .is_finite()
                    .then_some(if over { e.until - e.at } else { left }),
                ..event(time - start, &e.element, EventKind::Operation, &text)
            }
        };
        begun.map(entry).collect()
    }

    /// What still passes the pumps that stood in the stage `before` by an event that ends before the stage `now`, or
    /// with the run where there is none; `flow` [kg/s] is that of all links, `time` \[s\] counts from the start.
    pub fn passed(&self, before: usize, now: Option<usize>, flow: &[f64], time: f64) -> Vec<Event> {
        let Some(from) = before.checked_sub(1).map(|s| self.changed[s].0) else {
            return Vec::new();
        };
        let goes_on = |e: &crate::model::schedule::Event| {
            now.is_some_and(|now| now > 0 && e.holds(self.changed[now - 1].0))
        };
        let schedule = self.original.schedule.iter();
        let ended = schedule.filter(|e| e.holds(from) && !goes_on(e));
        let standing = ended.flat_map(|e| {
            let link = |edit: &Edit| match *edit {
                Edit::Running(link, 0.0) => Some((e.element.as_str(), link)),
                _ => None,
            };
            e.edits.iter().filter_map(link)
        });
        let entry = |(element, link): (&str, u32)| {
            let text = format!(
                "its pumps stand; {:.3} kg/s still passes them, by buoyancy or by the pumps beside them",
                flow[link as usize].abs()
            );
            event(time, element, EventKind::Operation, &text)
        };
        standing.map(entry).collect()
    }
}
