//! Sags and outages of supply: which units stand, from when to when.

use crate::config::{self, Named};
use crate::model::Model;
use crate::model::feed::Feed;
use crate::model::schedule::{Edit, Event};
use std::collections::BTreeMap;

/// Families whose loss is one of supply.
const FEEDERS: [&str; 5] = ["utility", "transformer", "converter", "ups", "busway"];
/// Most units told by name.
const NAMED: usize = 3;

/// Whether `event` takes supply away.
pub(super) fn concerns(event: &config::Event) -> bool {
    let lost = event.in_service.as_ref().is_some_and(|on| !**on);
    FEEDERS.contains(&event.on.family) && (lost || event.voltage.is_some())
}

/// Who feels a loss, and who does not.
#[derive(Default)]
struct Felt {
    /// Units that stand, by the bits of from when to when \[s\]: positive numbers are ordered as their bits are.
    stand: BTreeMap<[u64; 2], Vec<usize>>,
    /// Units that batteries carry.
    carried: usize,
    /// Units that ride it through.
    borne: usize,
}

impl Felt {
    /// The units below `row` with `voltage` left for `length` \[s\].
    fn of(model: &Model, feed: &Feed, row: u32, voltage: f64, length: f64) -> Self {
        let mut felt = Self::default();
        for unit in feed.below(row) {
            if matches!(model.equipment.units[unit].family, "house" | "room") {
                continue;
            }
            match feed.sagged(unit, row, voltage, length) {
                Some(span) => {
                    let bits = span.map(f64::to_bits);
                    felt.stand.entry(bits).or_default().push(unit);
                }
                None if feed.backed(unit, row) => felt.carried += 1,
                None => felt.borne += 1,
            }
        }
        felt
    }
}

/// The sag or outage itself, then what stands because of it, each group from when to when.
///
/// # Errors
/// A place that feeds nothing.
pub(super) fn events(
    model: &Model,
    feed: &Feed,
    event: &Named<config::Event>,
    [at, until]: [f64; 2],
) -> Result<Vec<Event>, String> {
    let voltage = event.voltage.as_ref().map_or(0.0, |v| **v);
    // As it is written: moments of a year are too large for the last digits of a sag.
    let length = event
        .until
        .as_ref()
        .map_or(f64::INFINITY, |t| **t - *event.from);
    let mut all = Vec::new();
    for on in event.on.each() {
        let node = model.power.find(&on.name);
        let node = node.ok_or_else(|| format!("{} feeds nothing", on.path()))?;
        let row = model.power.row(node) as u32;
        let felt = Felt::of(model, feed, row, voltage, length);
        let entry = |text: String, at: f64, until: f64, edits: Vec<Edit>| Event {
            element: on.path(),
            text,
            at,
            until,
            edits,
        };
        let grid = voltage <= 0.0 && model.power.sources.contains(&row);
        let lost = grid.then_some(Edit::Lost(row)).into_iter().collect();
        all.push(entry(headline(voltage, &felt), at, until, lost));
        for (span, units) in felt.stand {
            let [from, to] = span.map(f64::from_bits);
            let text = format!("without power: {}", listed(model, &units));
            let edits = units.into_iter().map(Edit::Off).collect();
            all.push(entry(text, at + from, at + to, edits));
        }
    }
    Ok(all)
}

/// What happens to the supply, and who does not feel it.
fn headline(voltage: f64, felt: &Felt) -> String {
    let what = match voltage > 0.0 {
        true => format!("sags to {:.0} % of its voltage", 100.0 * voltage),
        false => "out of service".to_owned(),
    };
    let told = |n: usize, words: &str| match n {
        0 => String::new(),
        1 => format!("; 1 unit {words}"),
        n => format!("; {n} units {words}"),
    };
    let carried = told(felt.carried, "carried by batteries, counted at the meter");
    let borne = told(felt.borne, "riding it through");
    format!("{what}{carried}{borne}, as scheduled")
}

/// Units by name, or by family where they are many.
fn listed(model: &Model, units: &[usize]) -> String {
    let unit = |u: &usize| &model.equipment.units[*u];
    if units.len() <= NAMED {
        let names: Vec<&str> = units.iter().map(|u| unit(u).name.as_str()).collect();
        return names.join(", ");
    }
    let mut families: Vec<(&str, usize)> = Vec::new();
    for u in units {
        let family = unit(u).family;
        match families.iter_mut().find(|(known, _)| *known == family) {
            Some((_, n)) => *n += 1,
            None => families.push((family, 1)),
        }
    }
    let each = families.iter().map(|(family, n)| format!("{n} × {family}"));
    each.collect::<Vec<_>>().join(", ")
}
