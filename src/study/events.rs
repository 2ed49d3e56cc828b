//! Events: when a limit was passed, an actuator saturated, pads began to run, something scheduled was done.

use super::loading;
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
    /// The same of free cooling that a chiller of its loop trims.
    FlatOut,
    /// A set point raised by so many kelvin.
    Raised,
    /// Distance of the racks' air to its limit [°C].
    Air(f64),
    /// Share of a rated power \[W\].
    Power(f64),
    /// Share of a rated current \[A\].
    Current(f64),
}

/// Loading above which a rating counts as passed: rounding aside, its own.
const FULL: f64 = 1.0 + 1e-6;
/// Least rise of a set point that is told \[K\].
const RAISED: f64 = 0.01;

impl Watch {
    /// Whether `value` is to be told, and as what.
    fn on(self, value: f64) -> (bool, EventKind) {
        match self {
            Self::Margin | Self::Air(_) => (value < 0.0, EventKind::Violation),
            Self::Saturated | Self::FlatOut => (value > 0.5, EventKind::Saturation),
            Self::Raised => (value > RAISED, EventKind::Operation),
            Self::Power(_) | Self::Current(_) => (value > FULL, EventKind::Violation),
        }
    }

    /// What is told of `value`.
    fn text(self, value: f64) -> String {
        match self {
            Self::Margin => "a chip is above its limit".to_owned(),
            Self::Saturated => "at its limit: the set point is not held".to_owned(),
            Self::FlatOut => {
                "flat out: what it leaves warm is left to the chiller of its loop".to_owned()
            }
            Self::Raised => "supply raised to stay above the dew point".to_owned(),
            Self::Air(limit) => format!(
                "the racks draw in air of {:.1} degC, their limit is {limit:.1} degC",
                limit - value
            ),
            Self::Power(rated) => format!(
                "loaded with {:.1} kW, rated {:.1} kW",
                1e-3 * value * rated,
                1e-3 * rated
            ),
            Self::Current(rated) => {
                format!("loaded with {:.0} A, rated {rated:.0} A", value * rated)
            }
        }
    }

    /// Whether `value` is worse than `worst`; what has no figure in its text is told once.
    fn worse(self, value: f64, worst: f64) -> bool {
        match self {
            Self::Air(_) => value < worst,
            Self::Power(_) | Self::Current(_) => value > worst,
            Self::Margin | Self::Saturated | Self::FlatOut | Self::Raised => false,
        }
    }
}

/// Events of a study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Events {
    watched: Vec<(usize, Watch, String)>,
    open: Vec<Option<usize>>,
    /// Worst value of what is open.
    worst: Vec<f64>,
    pads: Vec<(usize, Option<usize>)>,
    /// Events in the order they began.
    pub all: Vec<Event>,
}

/// Names of the dry coolers and towers in whose loop a chiller stands too.
fn trimmed(model: &Model) -> Vec<String> {
    let (e, coolant) = (&model.equipment, &model.coolant);
    let part = model.hydraulics.parts();
    let part_of = |cell: u32| {
        let link = coolant.cells.link[cell as usize] as usize;
        part[coolant.from[link] as usize]
    };
    let chilled: Vec<u32> = (e.chillers.groups.iter())
        .map(|g| part_of(g.evaporator))
        .collect();
    let dry = e.dry_coolers.groups.iter().map(|g| g.cell).enumerate();
    let dry = dry.map(|(i, cell)| (e.dry_coolers.first + i, cell));
    let wet = e.towers.groups.iter().map(|g| g.cell).enumerate();
    let wet = wet.map(|(i, cell)| (e.towers.first + i, cell));
    let free = dry
        .chain(wet)
        .filter(|(_, cell)| chilled.contains(&part_of(*cell)));
    free.map(|(unit, _)| e.units[unit].name.clone()).collect()
}

/// Most events kept, and as many again for limits passed; a hall that saturates every night is not listed night by night
/// for years.
const MOST: usize = 2_000;

impl Events {
    /// Watches what the units of `model` report and what is loaded between meter and chip.
    pub fn new(model: &Model) -> Self {
        let mut watched = Vec::new();
        let trimmed = trimmed(model);
        for (index, signal) in model.equipment.signals().into_iter().enumerate() {
            let Some((unit, quantity)) = signal.name.rsplit_once('.') else {
                continue;
            };
            match quantity {
                "margin" => watched.push((index, Watch::Margin, unit.to_owned())),
                "saturated" if trimmed.iter().any(|name| name == unit) => {
                    watched.push((index, Watch::FlatOut, unit.to_owned()));
                }
                "saturated" => watched.push((index, Watch::Saturated, unit.to_owned())),
                "raised_by_dew_point" => watched.push((index, Watch::Raised, unit.to_owned())),
                _ => {}
            }
        }
        let mut next = model.equipment.width();
        if loading::draws_air(model) {
            watched.push((next, Watch::Air(model.hall.air_limit), "hall".to_owned()));
            next += 1;
        }
        for (k, rated) in loading::rated(&model.power).into_iter().enumerate() {
            let watch = if rated.current {
                Watch::Current(rated.rating)
            } else {
                Watch::Power(rated.rating)
            };
            watched.push((next + k, watch, rated.name));
        }
        let dry = &model.equipment.dry_coolers;
        let pads = (0..dry.groups.len()).filter(|i| dry.groups[*i].pads.is_some());
        Self {
            open: vec![None; watched.len()],
            worst: vec![0.0; watched.len()],
            watched,
            pads: pads.map(|i| (dry.first + i, None)).collect(),
            all: Vec::new(),
        }
    }

    /// Looks at the reports of a step of `dt` [s] that began at `time_s` [s].
    pub fn look(&mut self, model: &Model, signal: &[f64], staged: &[f64], time_s: f64, dt: f64) {
        for k in 0..self.watched.len() {
            let (index, watch, unit) = &self.watched[k];
            let (value, watch) = (signal[*index], *watch);
            let (on, kind) = watch.on(value);
            let before = self.open[k];
            if !on && before.is_none() {
                continue;
            }
            let begun = || event(time_s, unit, kind, &watch.text(value));
            let open = follow(&mut self.all, before, on, begun, [time_s, time_s + dt]);
            match open {
                Some(k_event) if before.is_some() && watch.worse(value, self.worst[k]) => {
                    self.all[k_event].text = watch.text(value);
                    self.worst[k] = value;
                }
                Some(_) if before.is_none() => self.worst[k] = value,
                _ => {}
            }
            self.open[k] = open;
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
        (None, true) => {
            let event = begun();
            let most = match event.kind {
                EventKind::Violation => 2 * MOST,
                _ => MOST,
            };
            (all.len() < most).then(|| {
                all.push(event);
                all.len() - 1
            })
        }
        (Some(k), true) => Some(k),
        (Some(k), false) => {
            all[k].lasted_s = Some(time_s.min(end) - all[k].time_s);
            None
        }
        (None, _) => None,
    }
}
