//! W001, W002, W017, W018: is there enough of it, and is there one to spare.

use crate::units::Dimension::Power;

use super::super::demand::{groups, loop_demand};
use super::super::diagnostic::Diagnostic;
use super::super::tables::Config;

/// Ratings are rounded; a heat that exceeds one by less than this share is no finding.
const ROUNDING: f64 = 1.005;

pub(super) fn cdus_too_small(config: &Config, found: &mut Vec<Diagnostic>) {
    for group in groups(config) {
        let rated: f64 = group.cdus.iter().map(|c| *c.rated_heat).sum();
        let Some(first) = group.cdus.first() else {
            continue;
        };
        if group.heat > rated * ROUNDING {
            found.push(
                Diagnostic::warning(
                    "W001",
                    format!(
                        "{} give {} to CDUs rated for {}",
                        group.racks.join(", "),
                        Power.show(group.heat),
                        Power.show(rated)
                    ),
                )
                .at(&first.at, "the first of these CDUs")
                .reason("beyond its rating a CDU cannot hold the supply temperature")
                .help("add CDUs, or larger ones"),
            );
        }
    }
}

pub(super) fn no_cdu_to_spare(config: &Config, found: &mut Vec<Diagnostic>) {
    for group in groups(config) {
        let rated: f64 = group.cdus.iter().map(|c| *c.rated_heat).sum();
        let largest = group.cdus.iter().map(|c| *c.rated_heat).fold(0.0, f64::max);
        let Some(first) = group.cdus.first() else {
            continue;
        };
        if group.heat <= rated * ROUNDING && group.heat > (rated - largest) * ROUNDING {
            found.push(
                Diagnostic::warning(
                    "W002",
                    format!(
                        "{} stop when one CDU does: {} on {} without the largest",
                        group.racks.join(", "),
                        Power.show(group.heat),
                        Power.show(rated - largest)
                    ),
                )
                .at(&first.at, "the first of these CDUs")
                .reason("racks without coolant reach their limit within seconds")
                .help("add a CDU (N+1), or silence W002 where the work may stop"),
            );
        }
    }
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
