//! W007, W008: the heat that racks leave in the air.

use crate::units::Dimension::Power;

use super::super::demand::left_in_air;
use super::super::diagnostic::Diagnostic;
use super::super::tables::Config;

/// Heat below which a hall loses it through its walls \[W\].
const LITTLE: f64 = 1e3;

pub(super) fn nothing_takes_the_air_heat(config: &Config, found: &mut Vec<Diagnostic>) {
    let left = left_in_air(config);
    if left > LITTLE && config.fan_wall.is_empty() {
        let at = config
            .row
            .iter()
            .map(|r| &r.at)
            .chain(config.rack.iter().map(|r| &r.at))
            .next();
        let at = at.cloned().unwrap_or_default();
        found.push(
            Diagnostic::warning(
                "W007",
                format!(
                    "racks leave {} in the air, and nothing takes it",
                    Power.show(left)
                ),
            )
            .at(&at, "the first of them")
            .reason("the hall warms until its racks draw in air as hot as they give out")
            .help("add a [fan_wall] or rear doors"),
        );
    }
}

pub(super) fn air_coolers_too_small(config: &Config, found: &mut Vec<Diagnostic>) {
    let left = left_in_air(config);
    let walls = config.fan_wall.iter();
    let rated: f64 = walls.map(|w| f64::from(*w.count) * *w.rated_heat).sum();
    if let Some(first) = config.fan_wall.iter().next()
        && left > rated
    {
        found.push(
            Diagnostic::warning(
                "W008",
                format!(
                    "racks leave {} in the air, coolers are rated for {}",
                    Power.show(left),
                    Power.show(rated)
                ),
            )
            .at(&first.at, "the first of them")
            .reason("the air settles above its set point, where the coolers reach what is needed")
            .help("raise `count`, or add rear doors"),
        );
    }
}
