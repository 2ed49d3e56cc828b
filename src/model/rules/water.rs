//! W101 to W103: what temperature does to water, in the air and in the pipes.

use std::f64::consts::PI;

use crate::climate::Climate;
use crate::config::demand::{groups, racks};
use crate::config::{Config, Diagnostic, DryCoolerModel, FrostProtection};
use crate::units::Dimension;

use super::{fluid, hours, warning};

pub(super) fn below_dew_point(config: &Config, climate: &Climate, found: &mut Vec<Diagnostic>) {
    for cdu in &config.cdu {
        let limit = *cdu.supply - *cdu.dew_point_margin;
        let wet = climate.dew_point.iter().filter(|&&t| t > limit).count();
        if wet == 0 {
            continue;
        }
        let highest = climate.extremes().dew_point[1];
        found.push(
            warning(
                "W101",
                format!(
                    "`cdu.{}` is to supply {}, the outdoor dew point reaches {}",
                    cdu.name,
                    Dimension::Temperature.show(*cdu.supply),
                    Dimension::Temperature.show(highest)
                ),
            )
            .at(
                &cdu.supply.at,
                format!("raised by its guard in {}", hours(climate, wet)),
            )
            .reason("coolant colder than the dew point makes pipes and plates drip on live parts")
            .help("raise the supply, or dry the make-up air and seal the hall"),
        );
    }
}

pub(super) fn can_freeze(config: &Config, climate: &Climate, found: &mut Vec<Diagnostic>) {
    let coldest = climate.extremes().dry_bulb[0];
    // An error, which cannot be silenced as such: allowing it is the statement that coolers are protected.
    if config.lint.allow.iter().any(|code| code.value == "W102") {
        return;
    }
    for l in &config.loops {
        let outdoors = l
            .rejection
            .iter()
            .filter_map(|name| config.dry_cooler.get(name))
            .any(|cooler| *cooler.model != DryCoolerModel::Thermosyphon);
        let Some(fluid) = fluid(config, &l.fluid).filter(|_| outdoors) else {
            continue;
        };
        if coldest < fluid.freezing_point() {
            found.push(
                Diagnostic::error(
                    "W102",
                    format!(
                        "{} of `loop.{}` freezes at {}, the climate goes down to {}",
                        fluid.name(),
                        l.name,
                        Dimension::Temperature.show(fluid.freezing_point()),
                        Dimension::Temperature.show(coldest)
                    ),
                )
                .at(&l.fluid.at, "led outdoors")
                .reason("a cooler without load bursts in the first cold night")
                .help(
                    "fluid = \"pg25\", or silence W102 where coolers are drained or kept flowing",
                ),
            );
        }
    }
}

/// Refuses open condenser loops whose basins would freeze, unless the loop names what is done about it.
pub(super) fn basins_can_freeze(config: &Config, climate: &Climate, found: &mut Vec<Diagnostic>) {
    let coldest = climate.extremes().dry_bulb[0];
    for l in &config.loops {
        let open = l.rejection.iter().any(|n| config.tower.get(n).is_some());
        let unprotected = *l.frost_protection == FrostProtection::None;
        let Some(fluid) = fluid(config, &l.fluid).filter(|_| open && unprotected) else {
            continue;
        };
        if coldest < fluid.freezing_point() {
            let text = format!(
                "the basins of `loop.{}` freeze at {}, the climate goes down to {}",
                l.name,
                Dimension::Temperature.show(fluid.freezing_point()),
                Dimension::Temperature.show(coldest)
            );
            found.push(
                Diagnostic::error("freezing", text)
                    .at(&l.rejection[0].at, "an open tower")
                    .reason("a basin without load freezes in the first cold night")
                    .help("frost_protection = \"basin-heater\" or \"drain-down\""),
            );
        }
    }
}

/// Temperature at which technology loops are filled \[°C\].
const FILLED_AT: f64 = 10.0;
/// How much warmer than the supply the whole loop may become \[K\]: the rise through the racks.
const WARM: f64 = 15.0;

pub(super) fn expansion_too_small(config: &Config, found: &mut Vec<Diagnostic>) {
    let racks = racks(config);
    for group in groups(config) {
        let Some(first) = group.cdus.first() else {
            continue;
        };
        let Some(fluid) = fluid(config, &first.fluid) else {
            continue;
        };
        let mine = racks.iter().filter(|r| group.racks.contains(&r.path));
        let in_racks: f64 = mine
            .map(|r| r.count * *r.rack.coolant_volume + in_pipes(r.row))
            .sum();
        let in_cdus: f64 = group.cdus.iter().map(|c| *c.secondary_volume).sum();
        let vessels: f64 = group.cdus.iter().map(|c| *c.expansion_volume).sum();
        let ratio = fluid.density(FILLED_AT) / fluid.density(*first.supply + WARM);
        let grown = (in_racks + in_cdus) * (ratio - 1.0);
        if grown > vessels {
            found.push(
                warning(
                    "W103",
                    format!(
                        "the coolant of {} grows by {}, its vessels hold {}",
                        group.racks.join(", "),
                        Dimension::Volume.show(grown),
                        Dimension::Volume.show(vessels)
                    ),
                )
                .at(&first.expansion_volume.at, "vessel of the first CDU")
                .reason("a full vessel no longer gives way and the relief valve opens")
                .help("raise `expansion_volume`"),
            );
        }
    }
}

/// Coolant in the headers and hoses of a row \[m³\].
fn in_pipes(row: Option<&crate::config::Named<crate::config::Row>>) -> f64 {
    let Some(row) = row else { return 0.0 };
    let area = |d: f64| PI / 4.0 * d * d;
    let count = f64::from(*row.racks);
    let headers = count * *row.pitch * area(*row.header_diameter);
    let hoses = count * *row.hose_length * area(*row.hose_diameter);
    2.0 * (headers + hoses)
}
