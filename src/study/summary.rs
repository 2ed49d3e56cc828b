//! From sums to `summary.json`: ratios, waterfall, flows of energy, evidence.

mod evidence;
mod surroundings;

use super::hall::Hall;
use super::tally::Tally;
use super::{StudyError, flows};
use crate::config::{Config, Transformer};
use crate::metrics::pue::{Category, EDITION, Ratios};
use crate::metrics::{self, Account, Component, Energies, ItEnergy, Place, boundary, waterfall};
use crate::model::electrical::{self, Point};
use crate::model::equipment::CurveRange;
use crate::model::moment::Moment;
use crate::results::{
    Event, GridAudit, Hydraulics, LedgerWorst, Mode, PueCategory, PueKind, PueStatement, Site,
    Summary, WaterfallStep,
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
    /// What the grid sees, where the configuration has limits.
    pub grid: Option<GridAudit>,
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
    /// What a hydraulic engineer checks of its loops, where a run begins with them.
    pub hydraulics: Option<Hydraulics>,
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
    let water = surroundings::water(from);
    let carbon = surroundings::carbon(from, &energies)?;
    let ppue = metrics::pue::partial(&energies, |c| c.account == Account::Cooling)?;
    let year = whole_year(from);
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
            weather_h: model.climate.length_s() / 3_600.0,
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
        energy_ratio: ratios.headline.filter(|_| !year),
        pue: ratios.headline.filter(|_| year),
        pue_statement: statement(from, &energies, &ratios),
        ppue_cooling: ppue,
        wue_l_per_kwh: surroundings::wue(&water, it),
        cue_kg_per_kwh: carbon.cue,
        reused_heat_kwh: surroundings::reused(from),
        erf: carbon.erf,
        ere: carbon.ere,
        ref_factor: hall.config.site.renewable_share.as_ref().map(|s| **s),
        grid_renewable_share: carbon.grid_renewable,
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
        plant: super::plant::plant(from, ppue, &water),
        hall_moisture: super::plant::moisture(from),
        sound: surroundings::sound(from),
        recirculation: surroundings::recirculation(from),
        cost: surroundings::cost(from, &energies, &water)?,
        ledger_residual: from.ledger.worst.as_ref().map_or(0.0, |w| w.residual),
        ledger_worst: from.ledger.worst.as_ref().map(|w| LedgerWorst {
            element: from.ledger.accounts[w.account].name.clone(),
            time_s: w.time_s - from.start,
        }),
        coupling_residual: tally.coupling,
        coupling_residual_k: tally.coupling_k,
        coupling_passes_max: tally.passes,
        worst_margin_k: tally.worst.map(|w| w.margin),
        worst_margin: evidence::worst(from),
        unknowns: unknowns(model),
        hydraulic_solves: tally.solves,
        heat_meter: evidence::heat_meter(tally),
        uncertainty: None,
        grid: from.grid.clone(),
        peak: super::peak::picture(from),
        waterfall,
        components: evidence::components(from, &energies),
        flows: carried,
        ledger: evidence::ledger_lines(from),
        validity: evidence::validity(from),
        turndown: evidence::turndown(from),
        run_hours: evidence::run_hours(from),
        hydraulics: hydraulics(from),
        events: from.events.to_vec(),
        citations: hall
            .config
            .citations
            .iter()
            .map(evidence::citation)
            .chain(surroundings::given(from))
            .collect(),
        remarks: evidence::remarks(from),
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
            group: group(from.hall, &tree.names[row]),
            account: account(tree.boundary.owner[row]),
            place: place(tree.seat[row].place),
            machines: machines(&from.hall.config, &tree.names[row]),
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
pub(super) fn group(hall: &Hall, name: &str) -> String {
    let config = &hall.config;
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
        let unit = hall.model.equipment.units.iter().find(|u| u.name == name);
        unit.map_or("other", |u| family(u.family))
    };
    word.to_owned()
}

/// Equal machines behind a node of the power tree: those of its table, one where a table is one machine.
fn machines(config: &Config, name: &str) -> u32 {
    let installed = |t: &Transformer| t.redundancy.installed(*t.count).unwrap_or(*t.count);
    let count = match name.split_once('.') {
        None => config.transformer.get(name).map(|t| installed(t)),
        Some(("fan_wall", own)) => config.fan_wall.get(own).map(|x| *x.count),
        Some(("dry_cooler", own)) => config.dry_cooler.get(own).map(|x| *x.count),
        Some(("tower", own)) => config.tower.get(own).map(|x| *x.count),
        Some(("chiller", own)) => config.chiller.get(own).map(|x| *x.count),
        Some(("loop", own)) => config.loops.get(own).map(|x| *x.pumps),
        Some(("booster", own)) => config.booster.get(own).map(|x| *x.pumps),
        Some(_) => None,
    };
    count.unwrap_or(1)
}

/// The loops as they were when the run began, and every pump where its suction had least reserve.
fn hydraulics(from: &Sources) -> Option<Hydraulics> {
    let pumps = super::loop_report::pumps(from.hall, &from.tally.suctions);
    if pumps.is_empty() {
        return from.hydraulics.clone();
    }
    let start = from.hydraulics.clone().unwrap_or_default();
    Some(Hydraulics { pumps, ..start })
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
        "loop" | "booster" => "facility pumps",
        "load" => "process loads",
        "exchanger" => "exchangers",
        "heat_reuse" => "heat reuse",
        "tank" => "storage tanks",
        "ice_store" => "ice stores",
        "house" => "house load",
        "room" => "electrical-room cooling",
        "makeup_air" => "make-up air",
        _ => "other",
    }
}

fn statement(from: &Sources, energies: &Energies, ratios: &Ratios) -> PueStatement {
    let boundary = boundary::boundary(energies);
    let side = |it: bool| {
        let lines = boundary.iter().filter(|l| (l.account == Account::It) == it);
        lines.map(ToString::to_string).collect()
    };
    PueStatement {
        category: 3,
        kind: if whole_year(from) {
            PueKind::Design
        } else {
            PueKind::EnergyRatio
        },
        edition: EDITION.to_owned(),
        period: format!(
            "{:.2} h from {}",
            energies.hours,
            civil(from.start).replace('T', " ")
        ),
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
        house_load: house(from, energies),
        house_load_assumed: energies.house_assumed,
    }
}

/// Whether all hours of a year were computed in a year's weather: only then is there a PUE.
fn whole_year(from: &Sources) -> bool {
    const YEAR: f64 = 8_760.0 * 3_600.0;
    let weather = from.hall.model.climate.length_s() >= YEAR - 1.0;
    weather && from.mode == Mode::Year && !from.interrupted && from.tally.seconds >= YEAR - 1.0
}

/// The house load in words, as energy and as it was configured.
fn house(from: &Sources, energies: &Energies) -> String {
    let share = 100.0 * *from.hall.config.hall.house_load;
    boundary::house_note(energies).map_or_else(
        || format!("{share} % of the power of racks' boards, as given"),
        |note| format!("{note} ({share} % of the power of racks' boards)"),
    )
}

fn read_at(category: Category) -> &'static str {
    match category {
        Category::UpsOutput => "UPS output",
        Category::PduOutput => "PDU output",
        Category::ItInput => "input of IT equipment",
    }
}

fn unknowns(model: &crate::model::Model) -> u64 {
    let racks = &model.equipment.racks;
    let hydraulic = model.hydraulics.links() + model.hydraulics.nodes();
    let thermal = model.coolant.unknowns() + 3 * racks.len() * racks.bank.segments + 2;
    (hydraulic + thermal + model.power.len()) as u64
}

/// Civil time [s] after the first midnight of a year without leap day.
pub fn civil(seconds: f64) -> String {
    let whole = seconds.max(0.0).round();
    let year = 2026 + (whole / (365.0 * 86_400.0)) as u64;
    format!("{year}-{}", Moment(whole).to_string().replace(' ', "T"))
}
