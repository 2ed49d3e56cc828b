//! From sums to `summary.json`: ratios, waterfall, flows of energy, evidence.

use super::hall::Hall;
use super::tally::Tally;
use super::{StudyError, flows};
use crate::config::Citation as Cited;
use crate::metrics::pue::{Category, EDITION, Ratios};
use crate::metrics::{self, Account, Component, Energies, ItEnergy, Place, boundary, waterfall};
use crate::model::electrical::{self, Point};
use crate::model::equipment::CurveRange;
use crate::results::{
    Citation, ComponentEnergy, Event, HeatMeter, LedgerLine, LedgerWorst, Mode, PueCategory,
    PueKind, PueStatement, Site, Summary, ValidityLine, Water, WaterfallStep, WorstMargin,
};
use crate::solver::ledger::Ledger;

/// One kilowatt-hour [J].
pub const KWH: f64 = 3.6e6;

/// What a summary is made from.
pub struct Sources<'a> {
    /// The hall.
    pub hall: &'a Hall,
    /// Sums.
    pub tally: &'a Tally,
    /// Events.
    pub events: &'a [Event],
    /// Balances.
    pub ledger: &'a Ledger,
    /// Ranges of the curves in use.
    pub ranges: &'a [CurveRange],
    /// Command line.
    pub command: &'a str,
    /// Run or year.
    pub mode: Mode,
    /// First moment [s].
    pub start: f64,
    /// Step [s].
    pub step: f64,
    /// Time the computation took [s].
    pub wall: f64,
    /// Threads.
    pub threads: usize,
    /// Whether it was stopped early.
    pub interrupted: bool,
}

/// The summary of a study.
///
/// # Errors
/// Figures that make no ratio: a hall without IT energy.
pub fn of(from: &Sources) -> Result<Summary, StudyError> {
    let (hall, tally, model) = (from.hall, from.tally, &from.hall.model);
    let energies = energies(from);
    let ratios = Ratios::of(&energies)?;
    let bars = waterfall::waterfall(&energies, Category::ItInput)?.unwrap_or_default();
    let waterfall = bars
        .iter()
        .map(|b| WaterfallStep {
            category: b.group.clone(),
            kwh: b.energy,
            pue_share: b.share,
        })
        .collect();
    let it = energies.it.input;
    let water = water(from);
    let grid = hall.config.site.grid_carbon.as_ref().map(|c| **c * KWH);
    let year = from.mode == Mode::Year;
    let carried = flows::flows(from);
    Ok(Summary {
        halltwin: env!("CARGO_PKG_VERSION").to_owned(),
        command: from.command.to_owned(),
        config: hall.identity(),
        mode: from.mode,
        site: Site {
            name: model.climate.site.name.clone(),
            elevation_m: model.climate.site.elevation_m,
            climate: model.climate.site.source.clone(),
            synthetic: model.climate.site.synthetic,
        },
        start: civil(from.start),
        duration_s: tally.seconds,
        step_s: from.step,
        steps: tally.steps,
        wall_time_s: from.wall,
        threads: from.threads,
        interrupted: from.interrupted,
        checkpoint: None,
        it_energy_kwh: it,
        facility_energy_kwh: energies.utility,
        energy_ratio: (!year).then_some(ratios.headline),
        pue: year.then_some(ratios.headline),
        pue_statement: statement(from, &energies, &ratios),
        ppue_cooling: metrics::pue::partial(&energies, |c| c.account == Account::Cooling)?,
        wue_l_per_kwh: 1e3 * water.total_m3() / it,
        cue_kg_per_kwh: grid.map(|factor| factor * energies.utility / it),
        erf: 0.0,
        ref_factor: None,
        meter_to_12v: energies
            .it
            .bus_12v
            .filter(|e| *e > 0.0)
            .map(|e| energies.utility / e),
        meter_to_chip: energies
            .it
            .chip
            .filter(|e| *e > 0.0)
            .map(|e| energies.utility / e),
        water_m3: water.total_m3(),
        water,
        sound: None,
        ledger_residual: from.ledger.worst.as_ref().map_or(0.0, |w| w.residual),
        ledger_worst: from.ledger.worst.as_ref().map(|w| LedgerWorst {
            element: from.ledger.accounts[w.account].name.clone(),
            time_s: w.time_s - from.start,
        }),
        coupling_residual: tally.coupling,
        coupling_passes_max: tally.passes,
        worst_margin_k: tally.worst.map_or(f64::MAX, |w| w.margin),
        worst_margin: worst(from),
        unknowns: unknowns(model),
        hydraulic_solves: tally.solves,
        heat_meter: heat_meter(tally),
        waterfall,
        components: components(&energies),
        flows: carried,
        ledger: ledger_lines(from),
        validity: validity(from),
        events: from.events.to_vec(),
        citations: hall.config.citations.iter().map(citation).collect(),
        remarks: remarks(from),
    })
}

/// Energies of a study, by component, with the bar of the waterfall each belongs to.
fn energies(from: &Sources) -> Energies {
    let (tally, tree) = (from.tally, &from.hall.model.power);
    let [utility, it, ..] = tally.accounts.map(|joule| joule / KWH);
    let point = |p: Point| {
        tally.points[Point::ALL.iter().position(|q| *q == p).unwrap_or(0)].map(|j| j / KWH)
    };
    let components = tally
        .rows
        .iter()
        .enumerate()
        .filter(|(row, _)| !tree.sources.contains(&(*row as u32)));
    let components = components.map(|(row, sums)| {
        let [input, output, _, overhead] = sums.map(|joule| joule / KWH);
        Component {
            name: tree.names[row].clone(),
            group: group(from, &tree.names[row]),
            account: account(tree.boundary.owner[row]),
            place: place(tree.seat[row].place),
            input,
            output,
            overhead,
        }
    });
    Energies {
        hours: tally.seconds / 3_600.0,
        utility,
        it: ItEnergy {
            ups_output: point(Point::UpsOutput),
            pdu_output: point(Point::PduOutput),
            input: it,
            bus_12v: point(Point::Bus12V),
            chip: point(Point::Chip),
        },
        house_assumed: !from.hall.config.hall.house_load.given,
        components: components.collect(),
    }
}

fn account(meter: electrical::Meter) -> Account {
    match meter {
        electrical::Meter::It => Account::It,
        electrical::Meter::Cooling => Account::Cooling,
        electrical::Meter::Power => Account::Power,
        electrical::Meter::House => Account::House,
    }
}

fn place(place: electrical::Place) -> Place {
    match place {
        electrical::Place::Coolant(_) => Place::Coolant,
        electrical::Place::HallAir => Place::HallAir,
        electrical::Place::ElectricalRoom => Place::ElectricalRoom,
        electrical::Place::Outdoors => Place::Outdoors,
    }
}

/// Bar of the waterfall to which a node of the power tree belongs.
fn group(from: &Sources, name: &str) -> String {
    let config = &from.hall.config;
    let word = if name.contains(':') {
        "rack converters"
    } else if config.transformer.get(name).is_some() {
        "transformers"
    } else if config.converter.get(name).is_some() {
        "converters"
    } else if config.ups.get(name).is_some() {
        "UPS"
    } else if config.busway.get(name).is_some() {
        "busways"
    } else {
        let unit = from
            .hall
            .model
            .equipment
            .units
            .iter()
            .find(|u| u.name == name);
        unit.map_or("other", |u| family(u.family))
    };
    word.to_owned()
}

/// What a family is called in figures.
pub fn family(family: &str) -> &'static str {
    match family {
        "rack" => "racks",
        "rear_door" => "rear doors",
        "cdu" => "CDUs",
        "fan_wall" => "fan walls",
        "dry_cooler" => "dry coolers",
        "tower" => "cooling towers",
        "chiller" => "chillers",
        "loop" => "facility pumps",
        "house" => "house load",
        "room" => "electrical-room cooling",
        _ => "other",
    }
}

fn statement(from: &Sources, energies: &Energies, ratios: &Ratios) -> PueStatement {
    let boundary = boundary::boundary(energies);
    let side = |it: bool| {
        let lines = boundary.iter().filter(|l| (l.account == Account::It) == it);
        lines
            .map(|l| format!("{} ({})", l.group, l.count))
            .collect()
    };
    PueStatement {
        category: 3,
        kind: PueKind::Design,
        edition: EDITION.to_owned(),
        period: format!("{:.0} h from {}", energies.hours, civil(from.start)),
        categories: ratios
            .categories
            .iter()
            .map(|r| PueCategory {
                category: r.category.number(),
                read_at: match r.reason {
                    Some(reason) => reason.to_owned(),
                    None => read_at(r.category).to_owned(),
                },
                it_energy_kwh: r.category.it_energy(energies).ok(),
                value: r.value,
            })
            .collect(),
        it_side: side(true),
        facility_side: side(false),
        house_load: boundary::house_note(energies).unwrap_or_else(|| "house load given".to_owned()),
        house_load_assumed: energies.house_assumed,
    }
}

fn read_at(category: Category) -> &'static str {
    match category {
        Category::UpsOutput => "UPS output",
        Category::PduOutput => "PDU output",
        Category::ItInput => "input of IT equipment",
    }
}

fn water(from: &Sources) -> Water {
    let mut water = Water::default();
    for (unit, sum) in from
        .hall
        .model
        .equipment
        .units
        .iter()
        .zip(&from.tally.units)
    {
        match unit.family {
            "dry_cooler" => water.pads_m3 += sum.water,
            _ => water.evaporation_m3 += sum.water,
        }
    }
    water
}

fn worst(from: &Sources) -> Option<WorstMargin> {
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

fn unknowns(model: &crate::model::Model) -> u64 {
    let racks = &model.equipment.racks;
    let hydraulic = model.hydraulics.links() + model.hydraulics.nodes();
    let thermal = model.coolant.unknowns() + 3 * racks.len() * racks.bank.segments + 2;
    (hydraulic + thermal + model.power.len()) as u64
}

fn heat_meter(tally: &Tally) -> Option<HeatMeter> {
    let [flow, meters] = tally.plant.map(|joule| joule / KWH);
    (meters != 0.0).then(|| HeatMeter {
        from_flow_kwh: flow,
        from_meters_kwh: meters,
        relative_difference: (flow - meters) / meters,
    })
}

/// Components, equal ones together.
fn components(energies: &Energies) -> Vec<ComponentEnergy> {
    let mut all: Vec<ComponentEnergy> = Vec::new();
    for c in &energies.components {
        let (meter, place) = (
            format!("{:?}", c.account).to_lowercase(),
            format!("{:?}", c.place).to_lowercase(),
        );
        let same =
            |e: &&mut ComponentEnergy| e.kind == c.group && e.meter == meter && e.place == place;
        let used = c.input - c.output;
        match all.iter_mut().find(same) {
            Some(sum) => {
                sum.electric_in_kwh += c.input;
                sum.electric_out_kwh += c.output;
                sum.loss_kwh += used;
                sum.heat_kwh += used;
            }
            None => all.push(ComponentEnergy {
                name: c.group.clone(),
                kind: c.group.clone(),
                meter,
                place,
                electric_in_kwh: c.input,
                electric_out_kwh: c.output,
                loss_kwh: used,
                heat_kwh: used,
            }),
        }
    }
    all
}

/// Accounts of all units, of hall air and of the whole.
fn ledger_lines(from: &Sources) -> Vec<LedgerLine> {
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
        .filter(|(i, _)| !power.contains(i));
    lines
        .map(|(_, a)| LedgerLine {
            name: a.name.clone(),
            in_kwh: a.entered / KWH,
            out_kwh: a.left / KWH,
            stored_kwh: a.stored / KWH,
            residual_kwh: (a.entered - a.left - a.stored) / KWH,
        })
        .collect()
}

fn validity(from: &Sources) -> Vec<ValidityLine> {
    let units = &from.hall.model.equipment.units;
    let line = |(range, sum): (&CurveRange, &super::tally::Outside)| {
        let (curve, variable) = range
            .variable
            .split_once(": ")
            .unwrap_or(("", &range.variable));
        let (variable, unit) = variable.split_once(" [").unwrap_or((variable, "1"));
        let width = range.range[1] - range.range[0];
        ValidityLine {
            curve: curve.to_owned(),
            component: units[range.unit].name.clone(),
            variable: variable.to_owned(),
            unit: unit.trim_end_matches(']').to_owned(),
            range: range.range,
            reached: [
                range.range[0] - sum.excess * width,
                range.range[1] + sum.excess * width,
            ],
            hours_outside: sum.seconds / 3_600.0,
            kwh_outside: sum.energy / KWH,
        }
    };
    from.ranges
        .iter()
        .zip(&from.tally.outside)
        .map(line)
        .collect()
}

fn citation(cited: &Cited) -> Citation {
    Citation {
        record: cited.record.clone(),
        field: cited.field.clone(),
        value: cited.value.clone(),
        source: cited.source.clone(),
        assumed: cited.assumed,
    }
}

fn remarks(from: &Sources) -> Vec<String> {
    let warnings = from
        .hall
        .warnings
        .iter()
        .map(|w| format!("{}: {}", w.code, w.message));
    warnings
        .chain(from.hall.model.climate.notes.iter().cloned())
        .collect()
}

/// Civil time [s] after the first midnight of a year without leap day.
pub fn civil(seconds: f64) -> String {
    const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let whole = seconds.max(0.0).round() as u64;
    let mut day = (whole / 86_400 % 365) as u32;
    let mut month = 0;
    while day >= DAYS[month] {
        day -= DAYS[month];
        month += 1;
    }
    let (h, m, s) = (whole / 3_600 % 24, whole / 60 % 60, whole % 60);
    format!("2026-{:02}-{:02}T{h:02}:{m:02}:{s:02}", month + 1, day + 1)
}
