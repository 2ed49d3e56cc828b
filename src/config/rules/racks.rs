//! W009, W010, W011: chips, required flow, load.

use crate::units::Dimension;

use super::super::demand::{Racks, racks};
use super::super::diagnostic::Diagnostic;
use super::super::tables::{Config, Pattern};
use super::super::value::At;

/// Most flow that a rack can draw \[m³/s\]: what its own pressure drop leaves of the differential
/// pressure, hoses and headers free of loss.
fn most_flow(config: &Config, racks: &Racks<'_>) -> f64 {
    let cdus = racks.cdus.iter().filter_map(|n| config.cdu.get(n));
    let in_rack = racks.row.and_then(|r| r.value.in_rack_cdu.as_ref());
    let direct = racks.direct.and_then(|n| config.loops.get(n));
    let most = cdus
        .map(|c| *c.differential_pressure)
        .chain(in_rack.map(|c| *c.differential_pressure))
        .chain(direct.map(|l| *l.differential_pressure))
        .fold(0.0, f64::max);
    let rack = racks.rack;
    *rack.rated_flow * (most / *rack.rated_drop).powf(1.0 / *rack.drop_exponent)
}

/// Warmest supply that the racks are given \[°C\].
fn supply<'a>(config: &'a Config, racks: &Racks<'a>) -> Option<&'a At<f64>> {
    let cdus = racks
        .cdus
        .iter()
        .filter_map(|n| config.cdu.get(n))
        .map(|c| &c.value.supply);
    let in_rack = racks
        .row
        .and_then(|r| r.value.in_rack_cdu.as_ref())
        .map(|c| &c.table.supply);
    let direct = racks
        .direct
        .and_then(|n| config.loops.get(n))
        .map(|l| &l.value.supply);
    cdus.chain(in_rack)
        .chain(direct)
        .max_by(|a, b| a.value.total_cmp(&b.value))
}

pub(super) fn chips_above_their_limit(config: &Config, found: &mut Vec<Diagnostic>) {
    for racks in racks(config) {
        let Some(supply) = supply(config, &racks) else {
            continue;
        };
        let rack = racks.rack;
        let chip = *rack.chip_power * racks.power / *rack.rated_power;
        let rise = chip * (*rack.chip_resistance + *rack.plate_resistance);
        let coldest = **supply + rise;
        if coldest > *rack.chip_limit {
            found.push(
                Diagnostic::warning(
                    "W009",
                    format!(
                        "chips of `{}` reach {} at full load, their limit is {}",
                        racks.path,
                        Dimension::Temperature.show(coldest),
                        Dimension::Temperature.show(*rack.chip_limit)
                    ),
                )
                .at(&supply.at, format!("{rise:.1} K above this supply"))
                .at(&rack.chip_limit.at, "limit")
                .reason("even the first chip in the coolant's path, which sees the supply itself")
                .help("lower the supply, or choose a better cold plate"),
            );
        }
    }
}

pub(super) fn less_coolant_than_asked(config: &Config, found: &mut Vec<Diagnostic>) {
    for racks in racks(config) {
        let rack = racks.rack;
        let asked = rack
            .required_flow_constant
            .as_ref()
            .zip(rack.required_flow_reference.as_ref());
        let (Some((constant, reference)), Some(supply)) = (asked, supply(config, &racks)) else {
            continue;
        };
        let flow = most_flow(config, &racks);
        let room = **reference - **supply;
        let needed = **constant / room;
        if room > 0.0 && flow >= needed * 0.99 {
            continue;
        }
        let wants = if room > 0.0 {
            format!("asks for {}", Dimension::VolumeFlow.show(needed))
        } else {
            "cannot be cooled at all".to_owned()
        };
        found.push(
            Diagnostic::warning(
                "W010",
                format!(
                    "a rack of `{}` {wants} at {}, it can draw {} at most",
                    racks.path,
                    Dimension::Temperature.show(**supply),
                    Dimension::VolumeFlow.show(flow)
                ),
            )
            .at(&supply.at, "warmest supply")
            .reason("the maker's rule: flow = constant / (reference − supply)")
            .help("lower the supply, or raise the `differential_pressure`"),
        );
    }
}

pub(super) fn load_above_peak(config: &Config, found: &mut Vec<Diagnostic>) {
    // Power that one of `what` is asked for at its workload's level, against its peak.
    let mut weigh =
        |what: String, name: Option<&At<String>>, power: f64, peak: &At<f64>, cut: &str| {
            let workload = name.and_then(|name| config.workload.get(name.as_str()));
            let Some(workload) = workload.filter(|w| *w.pattern != Pattern::Trace) else {
                return;
            };
            let asked = power * *workload.level;
            if asked > **peak * 1.0001 {
                let [asked, most] = [asked, **peak].map(|p| Dimension::Power.show(p));
                found.push(
                    Diagnostic::warning(
                        "W011",
                        format!("{what} is asked for {asked}, its peak is {most}"),
                    )
                    .at(
                        &workload.level.at,
                        "level of the workload, a share of rated power",
                    )
                    .at(&peak.at, "its peak")
                    .reason(cut)
                    .help("lower `level` or its power"),
                );
            }
        };
    for racks in racks(config) {
        let rack = racks.rack;
        let peak = rack.peak_power.as_ref().unwrap_or(&rack.rated_power);
        let what = format!("a rack of `{}`", racks.path);
        let cut = "its power supplies cut off before that";
        weigh(what, racks.workload, racks.power, peak, cut);
    }
    for load in &config.load {
        let name = load.workload.as_ref();
        let what = format!("`load.{}`", load.name);
        weigh(
            what,
            name,
            *load.heat,
            &load.heat,
            "the loop is laid out for its heat at a level of 1",
        );
    }
}
