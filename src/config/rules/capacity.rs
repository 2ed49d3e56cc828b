//! W001, W002, W017, W018: is there enough of it, and is there one to spare.

use crate::units::Dimension::Power;

use super::super::demand::{Group, groups, loop_demand};
use super::super::diagnostic::Diagnostic;
use super::super::tables::{Cdu, Config};
use super::super::value::Named;

/// Ratings are rounded; a heat that exceeds one by less than this share is no finding.
const ROUNDING: f64 = 1.005;

/// Groups of racks that are short of CDUs by the same figures: one remark, whether they were multiplied or written out.
struct Short<'c> {
    /// Racks of each group.
    racks: Vec<String>,
    /// Their heat, and what there is for it \[W\].
    figures: [f64; 2],
    first: &'c Named<Cdu>,
}

impl Short<'_> {
    /// The first groups, and how many more there are.
    fn who(&self) -> String {
        const SHOWN: usize = 3;
        match self.racks.as_slice() {
            [one] => one.clone(),
            all if all.len() <= SHOWN => all.join("; "),
            all => format!("{} and {} more", all[..SHOWN].join("; "), all.len() - SHOWN),
        }
    }

    /// The word that says that figures are those of one of several.
    fn each(&self) -> &'static str {
        if self.racks.len() > 1 { "each " } else { "" }
    }

    /// A remark on them, at the first of their CDUs.
    fn warn(&self, code: &'static str, what: &str) -> Diagnostic {
        Diagnostic::warning(code, format!("{} {what}", self.who()))
            .at(&self.first.at, "the first of these CDUs")
    }
}

/// Groups of which `figures` tells heat and what is short of it, those of the same figures together.
fn short(config: &Config, figures: impl Fn(&Group, f64) -> Option<[f64; 2]>) -> Vec<Short<'_>> {
    let mut all: Vec<Short> = Vec::new();
    for group in groups(config) {
        let rated: f64 = group.cdus.iter().map(|c| *c.rated_heat).sum();
        let (Some(first), Some(figures)) = (group.cdus.first().copied(), figures(&group, rated))
        else {
            continue;
        };
        let racks = group.racks.join(", ");
        match all.iter_mut().find(|s| s.figures == figures) {
            Some(alike) => alike.racks.push(racks),
            None => all.push(Short {
                racks: vec![racks],
                figures,
                first,
            }),
        }
    }
    all
}

pub(super) fn cdus_too_small(config: &Config, found: &mut Vec<Diagnostic>) {
    let figures = |g: &Group, rated: f64| (g.heat > rated * ROUNDING).then_some([g.heat, rated]);
    found.extend(short(config, figures).iter().map(|short| {
        let [heat, rated] = short.figures.map(|w| Power.show(w));
        let each = short.each();
        short
            .warn(
                "W001",
                &format!("{each}give {heat} to CDUs rated for {rated}"),
            )
            .reason("beyond its rating a CDU cannot hold the supply temperature")
            .help("add CDUs, or larger ones")
    }));
}

pub(super) fn no_cdu_to_spare(config: &Config, found: &mut Vec<Diagnostic>) {
    let figures = |g: &Group, rated: f64| {
        let largest = g.cdus.iter().map(|c| *c.rated_heat).fold(0.0, f64::max);
        let left = rated - largest;
        let alone = g.heat <= rated * ROUNDING && g.heat > left * ROUNDING;
        alone.then_some([g.heat, left])
    };
    found.extend(short(config, figures).iter().map(|short| {
        let [heat, left] = short.figures.map(|w| Power.show(w));
        let each = short.each();
        short
            .warn(
                "W002",
                &format!("stop when one CDU does: {each}{heat} on {left} without the largest"),
            )
            .reason("racks without coolant reach their limit within seconds")
            .help("add a CDU (N+1), or silence W002 where the work may stop")
    }));
}

pub(super) fn rejection_too_small(config: &Config, found: &mut Vec<Diagnostic>) {
    let demand = loop_demand(config);
    for l in &config.loops {
        let rated: f64 = l
            .rejection
            .iter()
            .map(|name| {
                let dry = config
                    .dry_cooler
                    .get(name)
                    .map(|d| f64::from(*d.count) * *d.rated_heat);
                let tower = config
                    .tower
                    .get(name)
                    .map(|t| f64::from(*t.count) * *t.rated_heat);
                let cold = config
                    .chiller
                    .get(name)
                    .map(|c| f64::from(*c.count) * *c.rated_capacity);
                // One that is sized by its conductance moves what the temperatures allow.
                let other = config
                    .exchanger
                    .get(name)
                    .map(|x| x.rated_heat.as_ref().map_or(f64::INFINITY, |q| **q));
                dry.or(tower).or(cold).or(other).unwrap_or(0.0)
            })
            .sum();
        let heat = demand.get(&l.name).map_or(0.0, |d| d.heat);
        if heat > rated * ROUNDING {
            found.push(
                Diagnostic::warning(
                    "W017",
                    format!(
                        "`loop.{}` takes {} at full load, and its heat rejection is rated for {}",
                        l.name,
                        Power.show(heat),
                        Power.show(rated)
                    ),
                )
                .at(&l.at, "of this loop")
                .reason("what is not rejected warms the loop until something else gives way")
                .help("raise `count` of its heat rejection"),
            );
        }
    }
}

pub(super) fn no_pump_to_spare(config: &Config, found: &mut Vec<Diagnostic>) {
    for l in &config.loops {
        if l.pumps_running.value == l.pumps.value {
            found.push(
                Diagnostic::warning("W018", format!("all pumps of `loop.{}` must run", l.name))
                    .at(
                        &l.pumps_running.at,
                        format!("{} of {}", l.pumps_running, l.pumps),
                    )
                    .reason("one of them will be in repair some day")
                    .help("raise `pumps` (N+1), or silence W018"),
            );
        }
    }
}
