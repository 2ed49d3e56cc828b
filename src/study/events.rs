//! Events: when a limit was passed, an actuator saturated, pads began to run, something scheduled was done.

use crate::model::Model;
use crate::results::{Event, EventKind};
use serde::{Deserialize, Serialize};

/// What a signal's value means.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Watch {
    /// A margin that must not be negative.
    Margin,
    /// A flag that is 1 while an actuator stands at its end.
    Saturated,
}

/// Events of a study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Events {
    watched: Vec<(usize, Watch, String)>,
    open: Vec<Option<usize>>,
    pads: Vec<(usize, Option<usize>)>,
    /// Events in the order they began.
    pub all: Vec<Event>,
}

/// Most events kept; a hall that saturates every night is not listed night by night for years.
const MOST: usize = 2_000;

impl Events {
    /// Watches what the units of `model` report.
    pub fn new(model: &Model) -> Self {
        let mut watched = Vec::new();
        for (index, signal) in model.equipment.signals().into_iter().enumerate() {
            let Some((unit, quantity)) = signal.name.rsplit_once('.') else {
                continue;
            };
            match quantity {
                "margin" => watched.push((index, Watch::Margin, unit.to_owned())),
                "saturated" => watched.push((index, Watch::Saturated, unit.to_owned())),
                _ => {}
            }
        }
        let dry = &model.equipment.dry_coolers;
        let pads = (0..dry.groups.len()).filter(|i| dry.groups[*i].pads.is_some());
        Self {
            open: vec![None; watched.len()],
            watched,
            pads: pads.map(|i| (dry.first + i, None)).collect(),
            all: Vec::new(),
        }
    }

    /// Looks at the units' reports of a step of `dt` [s] that began at `time_s` [s].
    pub fn look(&mut self, model: &Model, signal: &[f64], staged: &[f64], time_s: f64, dt: f64) {
        for k in 0..self.watched.len() {
            let (index, watch, unit) = &self.watched[k];
            let value = signal[*index];
            let (on, kind) = match watch {
                Watch::Margin => (value < 0.0, EventKind::Violation),
                Watch::Saturated => (value > 0.5, EventKind::Saturation),
            };
            let text = match watch {
                Watch::Margin => "a chip is above its limit",
                Watch::Saturated => "at its limit: the set point is not held",
            };
            let begun = || event(time_s, unit, kind, text);
            self.open[k] = follow(
                &mut self.all,
                self.open[k],
                on,
                begun,
                [time_s, time_s + dt],
            );
        }
        for k in 0..self.pads.len() {
            let (unit, open) = self.pads[k];
            let name = &model.equipment.units[unit].name;
            let begun = || event(time_s, name, EventKind::Operation, "adiabatic pads run");
            let on = staged[unit] > 0.5;
            self.pads[k].1 = follow(&mut self.all, open, on, begun, [time_s, time_s + dt]);
        }
    }

    /// Notes what the schedule began.
    pub fn note(&mut self, begun: Vec<Event>) {
        self.all.extend(begun);
    }

    /// Whether a limit was passed.
    pub fn violated(&self) -> bool {
        self.all.iter().any(|e| e.kind == EventKind::Violation)
    }
}

/// An event whose end is not known yet.
pub(super) fn event(time_s: f64, component: &str, kind: EventKind, text: &str) -> Event {
    Event {
        time_s,
        lasted_s: None,
        component: component.to_owned(),
        kind,
        text: text.to_owned(),
    }
}

/// Opens or closes an event by whether it is `on` during a step \[s\]; returns which one is open after it.
fn follow(
    all: &mut Vec<Event>,
    open: Option<usize>,
    on: bool,
    begun: impl FnOnce() -> Event,
    [time_s, end]: [f64; 2],
) -> Option<usize> {
    match (open, on) {
        (None, true) if all.len() < MOST => {
            all.push(begun());
            Some(all.len() - 1)
        }
        (Some(k), true) => Some(k),
        (Some(k), false) => {
            all[k].lasted_s = Some(time_s.min(end) - all[k].time_s);
            None
        }
        (None, _) => None,
    }
}
