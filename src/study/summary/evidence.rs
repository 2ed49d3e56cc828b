//! Evidence beside the totals: margins, balances, ranges, components, sources.

use super::{KWH, Sources};
use crate::config::Citation as Cited;
use crate::metrics::{Energies, Place};
use crate::model::equipment::CurveRange;
use crate::model::rotation::Rotation;
use crate::results::{
    Citation, ComponentEnergy, HeatMeter, LedgerLine, RunHours, Turndown, ValidityLine, WorstMargin,
};
use crate::solver::HALL_MOISTURE;
use crate::study::tally::{Outside, Tally, UnitSum};
use std::collections::{HashMap, HashSet};

/// Components, equal ones together. What a load takes in ends as heat; what a converter takes in and does
/// not pass on.
pub(super) fn components(from: &Sources, energies: &Energies) -> Vec<ComponentEnergy> {
    let tree = &from.hall.model.power;
    let loads: HashSet<&str> = tree
        .leaves
        .iter()
        .map(|row| tree.names[*row as usize].as_str())
        .collect();
    let units = from.hall.model.equipment.units.iter();
    let sums: HashMap<&str, &UnitSum> = units
        .zip(&from.tally.units)
        .map(|(unit, sum)| (unit.name.as_str(), sum))
        .collect();
    let mut all: Vec<ComponentEnergy> = Vec::new();
    for c in &energies.components {
        let output = if loads.contains(c.name.as_str()) {
            0.0
        } else {
            c.output
        };
        let unit = sums.get(c.name.as_str());
        let own = ComponentEnergy {
            name: c.name.clone(),
            count: 1,
            kind: c.group.clone(),
            meter: format!("{:?}", c.account).to_lowercase(),
            place: unit.map_or_else(|| words(c.place).to_owned(), |sum| destinations(sum)),
            electric_in_kwh: c.input,
            electric_out_kwh: output,
            loss_kwh: c.input - output,
            heat_kwh: unit.map_or(0.0, |sum| sum.duty / KWH),
        };
        let same = |e: &&mut ComponentEnergy| {
            e.kind == own.kind && e.meter == own.meter && e.place == own.place
        };
        match all.iter_mut().find(same) {
            Some(sum) => {
                sum.name = own.kind;
                sum.count += 1;
                sum.electric_in_kwh += own.electric_in_kwh;
                sum.electric_out_kwh += own.electric_out_kwh;
                sum.loss_kwh += own.loss_kwh;
                sum.heat_kwh += own.heat_kwh;
            }
            None => all.push(own),
        }
    }
    all
}

/// Where a unit's heat goes: every place that takes more than a hundredth of it.
fn destinations(sum: &UnitSum) -> String {
    let parts = [
        ("coolant", sum.coolant),
        ("hall air", sum.air),
        ("outdoors", sum.outdoors),
        ("district", sum.reused),
    ];
    let given: f64 = parts.iter().map(|p| p.1.max(0.0)).sum();
    let named = parts.iter().filter(|p| p.1 > 0.01 * given);
    named.map(|p| p.0).collect::<Vec<_>>().join(", ")
}

fn words(place: Place) -> &'static str {
    match place {
        Place::Coolant => "coolant",
        Place::HallAir => "hall air",
        Place::ElectricalRoom => "electrical room",
        Place::Outdoors => "outdoors",
    }
}

/// Accounts of all units, of hall air and of the whole; the hall's water is told in kilograms elsewhere.
pub(super) fn ledger_lines(from: &Sources) -> Vec<LedgerLine> {
    let model = &from.hall.model;
    let first = model.coolant.links() + model.coolant.nodes();
    let power = first + model.equipment.units.len()
        ..first + model.equipment.units.len() + model.power.len();
    let lines = from
        .ledger
        .accounts
        .iter()
        .enumerate()
        .skip(first)
        .filter(|(i, a)| !power.contains(i) && a.name != HALL_MOISTURE);
    let unit = |i: usize| from.tally.units.get(i - first);
    lines
        .map(|(i, a)| LedgerLine {
            name: a.name.clone(),
            electric_kwh: unit(i).map(|u| (u.electric + u.loss) / KWH),
            heat_moved_kwh: unit(i).map(|u| u.duty / KWH),
            in_kwh: a.entered / KWH,
            out_kwh: a.left / KWH,
            stored_kwh: a.stored / KWH,
            residual_kwh: (a.entered - a.left - a.stored) / KWH,
        })
        .collect()
}

/// Ranges of curves, loss tables and coolants, and what they were asked.
pub(super) fn validity(from: &Sources) -> Vec<ValidityLine> {
    let units = &from.hall.model.equipment.units;
    let line = |(range, sum): (&CurveRange, &Outside)| {
        let (curve, variable) = range
            .variable
            .split_once(": ")
            .unwrap_or(("", &range.variable));
        let (variable, unit) = variable.split_once(" [").unwrap_or((variable, "1"));
        ValidityLine {
            curve: curve.to_owned(),
            component: units[range.unit].name.clone(),
            variable: variable.to_owned(),
            unit: unit.trim_end_matches(']').to_owned(),
            range: range.range,
            reached: sum.reached,
            hours_outside: sum.seconds / 3_600.0,
            kwh_outside: sum.energy / KWH,
        }
    };
    let sums = &from.tally.outside;
    let curves = from.ranges.iter().zip(sums).map(line);
    let others = from.tally.ranges.lines(&from.hall.model);
    curves.chain(others).collect()
}

/// Equipment below its turndown, longest first.
pub(super) fn turndown(from: &Sources) -> Vec<Turndown> {
    let units = from.hall.model.equipment.units.iter();
    let low = units
        .zip(&from.tally.units)
        .filter(|(_, s)| s.low_seconds > 0.0);
    let mut lines: Vec<Turndown> = low
        .map(|(unit, sum)| Turndown {
            component: unit.name.clone(),
            behaviour: match unit.family {
                "dry_cooler" | "tower" => "fans cycle or stand",
                "chiller" => "compressors cycle",
                "fan_wall" => "fans at least speed",
                _ => "pumps at least speed",
            }
            .to_owned(),
            hours: sum.low_seconds / 3_600.0,
            electric_kwh: sum.low_electric / KWH,
            heat_kwh: sum.low_duty / KWH,
        })
        .collect();
    let sums = [&from.tally.idle_modules, &from.tally.below_knee];
    let behaviours = [
        "modules that always run idle",
        "below the knee of efficiency",
    ];
    for (behaviour, sums) in behaviours.into_iter().zip(sums) {
        lines.extend(converters(from, behaviour, sums));
    }
    lines.sort_by(|a, b| b.hours.total_cmp(&a.hours));
    lines
}

/// Converters that did so for some time, by node of the power tree [s] and what they lost meanwhile [J]; those of one stage
/// in all racks as one line.
fn converters(from: &Sources, behaviour: &str, sums: &[[f64; 2]]) -> Vec<Turndown> {
    let names = &from.hall.model.power.names;
    let mut lines: Vec<Turndown> = Vec::new();
    for (name, [seconds, loss]) in names.iter().zip(sums) {
        if *seconds == 0.0 {
            continue;
        }
        let component = match name.rsplit_once(':') {
            Some((_, stage)) => format!("racks, stage {stage}"),
            None => name.clone(),
        };
        let (hours, electric_kwh) = (seconds / 3_600.0, loss / KWH);
        match lines.iter_mut().find(|line| line.component == component) {
            Some(line) => {
                line.hours = line.hours.max(hours);
                line.electric_kwh += electric_kwh;
            }
            None => lines.push(Turndown {
                component,
                behaviour: behaviour.to_owned(),
                hours,
                electric_kwh,
                heat_kwh: 0.0,
            }),
        }
    }
    lines
}

/// Run hours of equal machines, group by group.
pub(super) fn run_hours(from: &Sources) -> Vec<RunHours> {
    let groups = from.hall.model.rotation.iter().zip(&from.tally.ran);
    let hours = |s: f64| s / 3_600.0;
    let line = |(group, ran): (&Rotation, &Vec<f64>)| RunHours {
        component: group.name.clone(),
        rotate_hours: group.every.map(hours),
        hours: ran.iter().copied().map(hours).collect(),
    };
    groups.map(line).collect()
}

pub(super) fn heat_meter(tally: &Tally) -> Option<HeatMeter> {
    let [flow, meters] = tally.plant.map(|joule| joule / KWH);
    (meters != 0.0).then(|| HeatMeter {
        from_flow_kwh: flow,
        from_meters_kwh: meters,
        relative_difference: (flow - meters) / meters,
    })
}

pub(super) fn worst(from: &Sources) -> Option<WorstMargin> {
    let worst = from.tally.worst?;
    let racks = &from.hall.model.equipment.racks;
    let limit = racks.limit[worst.rack];
    let cited = from
        .hall
        .config
        .citations
        .iter()
        .find(|c| c.field == "chip_limit");
    Some(WorstMargin {
        rack: from.hall.model.equipment.units[racks.first + worst.rack]
            .name
            .clone(),
        time_s: worst.time_s,
        quantity: "chip temperature".to_owned(),
        limit_deg_c: limit,
        reached_deg_c: limit - worst.margin,
        assumed: cited.is_none_or(|c| c.assumed),
        source: cited.map_or_else(
            || "stated in the configuration".to_owned(),
            |c| c.source.clone(),
        ),
    })
}

pub(super) fn citation(cited: &Cited) -> Citation {
    Citation {
        record: cited.record.clone(),
        field: cited.field.clone(),
        value: cited.value.clone(),
        source: cited.source.clone(),
        assumed: cited.assumed,
    }
}

pub(super) fn remarks(from: &Sources) -> Vec<String> {
    let warnings = from
        .hall
        .warnings
        .iter()
        .map(|w| format!("{}: {}", w.code, w.message));
    let shortfall = from.tally.shortfall.as_ref();
    let shortfall = shortfall.map(|s| s.text(&from.hall.model));
    warnings
        .chain(shortfall)
        .chain(from.hall.model.climate.notes.iter().cloned())
        .collect()
}
