//! Rows between their CDUs or loops: who hangs on what.

use super::loops::{self, Drawn};
use super::plan::{Medium, Plan};
use super::profiles::{self, Place, Profiles};
use super::racks::{self, RowPlan, Slot};
use super::units::Numbered;
use super::{banks, cdus};
use crate::config::{self, At, Config, Diagnostic, Header, Named, Origin, Pattern, TraceQuantity};
use crate::model::equipment::Demand;
use crate::model::hydraulic::NodeId;
use crate::units::Dimension;
use std::collections::HashMap;

/// Technology ports and coolant of each drawn CDU.
type Ports = HashMap<String, ([NodeId; 2], Medium)>;

/// Draws all CDUs and rows; returns what the racks' power follows, in the order of the racks.
pub fn draw<'c>(
    plan: &mut Plan<'c>,
    numbered: &mut Numbered<'c>,
    profiles: &mut Profiles,
    loops: &[(String, Drawn)],
) -> Vec<Demand> {
    let rows = std::mem::take(&mut numbered.rows);
    let ports = draw_cdus(plan, numbered, loops);
    super::drawn::draw_nodes(plan);
    let mut demands = Vec::new();
    for row in &rows {
        let hung = hang(plan, row, &ports, loops);
        for (i, slot) in row.slots.iter().enumerate() {
            let Some(medium) = &hung else { continue };
            racks::size_rack(plan, slot, medium);
            let place = place_of(plan.config, row, i, &rows, slot);
            let full = slot.power * place.chain;
            let demand = profiles.demand(plan, &place, full, *slot.record.idle_fraction);
            if let Some(peak) = profiles.peak(&demand) {
                above_peak(plan, slot, &place, peak / place.chain);
            }
            demands.push(demand);
            let chips = &mut plan.equipment.racks.chip;
            if measured(plan.config, &place) && slot.unit < chips.len() {
                chips.without_leakage(slot.unit);
            }
        }
    }
    numbered.rows = rows;
    demands
}

/// W011 for a trace: the most that it asks of a rack [W] against the rack's peak.
fn above_peak(plan: &mut Plan, slot: &Slot, place: &Place, asked: f64) {
    let record = slot.record;
    let peak = record.peak_power.as_ref().unwrap_or(&record.rated_power);
    if asked.is_nan() || asked <= **peak * 1.0001 {
        return;
    }
    let workload = place
        .workload
        .and_then(|name| plan.config.workload.get(name));
    let Some(workload) = workload else { return };
    let named = workload.file.as_ref().map_or(&workload.at, |f| &f.at);
    let text = format!(
        "a rack of `{}` is asked for {} at the highest of its trace, its peak is {}",
        place.row,
        Dimension::Power.show(asked),
        Dimension::Power.show(**peak)
    );
    plan.faults.push(
        Diagnostic::warning("W011", text)
            .at(named, "this trace")
            .at(&peak.at, "peak of the rack")
            .reason("its power supplies cut off before that")
            .help("check the unit and what one column belongs to (`of`), or lower `scale`"),
    );
}

fn draw_cdus<'c>(plan: &mut Plan<'c>, numbered: &Numbered<'c>, loops: &[(String, Drawn)]) -> Ports {
    let config = plan.config;
    let mut ports = Ports::new();
    for row in &config.row {
        let Some(record) = &row.in_rack_cdu else {
            continue;
        };
        for i in 1..=*row.racks {
            let name = format!("cdu.{}.{i}", row.name);
            let primary = row.in_rack_primary.as_ref();
            draw_cdu(
                plan, numbered, loops, &mut ports, &name, record, primary, &row.at,
            );
        }
    }
    for item in &config.cdu {
        let name = format!("cdu.{}", item.name);
        draw_cdu(
            plan,
            numbered,
            loops,
            &mut ports,
            &name,
            item,
            item.primary.as_ref(),
            &item.at,
        );
    }
    ports
}

fn draw_cdu<'c>(
    plan: &mut Plan<'c>,
    numbered: &Numbered<'c>,
    loops: &[(String, Drawn)],
    ports: &mut Ports,
    name: &str,
    record: &'c config::Cdu,
    primary: Option<&At<String>>,
    at: &Origin,
) {
    let Some((_, on)) = primary.and_then(|p| loops.iter().find(|(n, _)| *n == **p)) else {
        let text = format!("{name} has no facility loop to give its heat to");
        plan.faults
            .push(Diagnostic::error("no-primary", text).at(at, "add `primary = \"…\"`"));
        return;
    };
    let medium = plan.medium(&record.fluid, *record.supply, &record.fluid.at);
    let branch = loops::branch_to(plan, on, name, *record.elevation);
    let slot = cdus::Slot {
        unit: numbered.of(name),
        name: name.to_owned(),
        record,
    };
    let secondary = cdus::draw(plan, &slot, &medium, &on.medium, branch);
    ports.insert(name.to_owned(), (secondary, medium));
}

/// Draws one row and joins it to its supply; returns its coolant.
fn hang(
    plan: &mut Plan,
    row: &RowPlan,
    ports: &Ports,
    loops: &[(String, Drawn)],
) -> Option<Medium> {
    let config = plan.config;
    let (kind, name) = row.name.split_once('.')?;
    let as_row = (kind == "row").then(|| config.row.get(name)).flatten();
    let as_rack = (kind == "rack").then(|| config.rack.get(name)).flatten();
    let nodes = match (as_row, as_rack) {
        (Some(r), _) => r.supply_node.as_ref().zip(r.return_node.as_ref()),
        (_, Some(r)) => r.supply_node.as_ref().zip(r.return_node.as_ref()),
        _ => None,
    };
    if let Some((supply, back)) = nodes {
        return hang_on_nodes(plan, row, supply, back);
    }
    if let Some(r) = as_row.filter(|r| r.in_rack_cdu.is_some()) {
        return hang_each(plan, row, r, ports);
    }
    let cdus = as_row
        .map(|r| &r.cdu)
        .or(as_rack.map(|r| &r.cdu))
        .and_then(|c| c.as_ref());
    if let Some(cdus) = cdus {
        let names: Vec<String> = cdus.iter().map(|c| format!("cdu.{}", c.value)).collect();
        return hang_on_cdus(plan, row, &names, ports);
    }
    let on = as_row
        .map(|r| &r.r#loop)
        .or(as_rack.map(|r| &r.r#loop))
        .and_then(|l| l.as_ref());
    let (_, on) = on.and_then(|on| loops.iter().find(|(n, _)| *n == **on))?;
    let [supply, back] = racks::draw_row(plan, row, &on.medium);
    let branch = loops::branch(plan, on, &row.name);
    join(
        plan,
        &row.name,
        row,
        branch,
        [supply[0], far_end(row, &back)],
    );
    Some(on.medium.clone())
}

fn hang_on_nodes(
    plan: &mut Plan,
    row: &RowPlan,
    supply: &At<String>,
    back: &At<String>,
) -> Option<Medium> {
    let ends = [supply, back].map(|n| super::drawn::node(plan, n));
    let [Some(from), Some(to)] = ends else {
        return None;
    };
    let medium = plan.medium_at(from);
    // The row stands at the height of what supplies it.
    let drawn = plan.config.node.get(supply);
    plan.floor = drawn.map_or(0.0, |node| *node.elevation);
    let [first, last] = racks::draw_row(plan, row, &medium);
    plan.floor = 0.0;
    join(
        plan,
        &row.name,
        row,
        [from, to],
        [first[0], far_end(row, &last)],
    );
    Some(medium)
}

/// Each rack on the CDU inside it.
fn hang_each(
    plan: &mut Plan,
    row: &RowPlan,
    item: &Named<config::Row>,
    ports: &Ports,
) -> Option<Medium> {
    let mut found = None;
    for (i, slot) in row.slots.iter().enumerate() {
        let (ends, medium) = ports.get(&format!("cdu.{}.{}", item.name, i + 1))?;
        let supply = plan.node(format!("{}.supply", slot.name), medium);
        let back = plan.node(format!("{}.return", slot.name), medium);
        racks::draw_rack(plan, slot, supply, back, medium);
        join(plan, &slot.name, row, *ends, [supply, back]);
        found = Some(medium.clone());
    }
    found
}

/// The row's headers with its CDUs spread along them.
fn hang_on_cdus(plan: &mut Plan, row: &RowPlan, names: &[String], ports: &Ports) -> Option<Medium> {
    let medium = names.iter().find_map(|n| ports.get(n))?.1.clone();
    let [supply, back] = racks::draw_row(plan, row, &medium);
    let n = supply.len();
    for (k, name) in names.iter().enumerate() {
        let Some((ends, _)) = ports.get(name) else {
            continue;
        };
        let at = (2 * k + 1) * n / (2 * names.len());
        let at = if names.len() == 1 { 0 } else { at.min(n - 1) };
        let returning = match row.header {
            Header::DirectReturn => at,
            Header::ReverseReturn => n - 1 - at,
        };
        join(
            plan,
            &format!("{}.{name}", row.name),
            row,
            *ends,
            [supply[at], back[returning]],
        );
    }
    Some(medium)
}

/// Return node at which a header leaves.
fn far_end(row: &RowPlan, back: &[NodeId]) -> NodeId {
    match row.header {
        Header::DirectReturn => back[0],
        Header::ReverseReturn => back[back.len() - 1],
    }
}

/// Two short pipes from a source's supply and return to a header's.
fn join(plan: &mut Plan, name: &str, row: &RowPlan, source: [NodeId; 2], header: [NodeId; 2]) {
    let run = cdus::connection(row.piece.diameter, row.piece.roughness);
    plan.hose(
        &format!("{name}.supply-connection"),
        source[0],
        header[0],
        run,
    );
    plan.hose(
        &format!("{name}.return-connection"),
        header[1],
        source[1],
        run,
    );
}

/// Whether a rack follows a trace of power, measured or made like a measured one.
fn measured(config: &Config, place: &Place) -> bool {
    let workload = place.workload.and_then(|name| config.workload.get(name));
    workload.is_some_and(|w| match *w.pattern {
        Pattern::Trace => *w.quantity == TraceQuantity::Power,
        pattern => pattern == Pattern::Jobs,
    })
}

/// Where the `i`-th rack of `row` stands, for its workload.
fn place_of<'c>(
    config: &'c Config,
    row: &RowPlan,
    i: usize,
    rows: &[RowPlan],
    slot: &Slot,
) -> Place<'c> {
    let (kind, name) = row.name.split_once('.').unwrap_or(("row", &row.name));
    let as_row = (kind == "row").then(|| config.row.get(name)).flatten();
    let as_rack = (kind == "rack").then(|| config.rack.get(name)).flatten();
    let workload = as_row
        .map(|r| &r.workload)
        .or(as_rack.map(|r| &r.workload))
        .and_then(|w| w.as_ref());
    let cdus = as_row
        .map(|r| &r.cdu)
        .or(as_rack.map(|r| &r.cdu))
        .and_then(|c| c.as_ref());
    let cdu = cdus
        .and_then(|c| c.first())
        .map_or(String::new(), |c| c.value.clone());
    let racks_of = |wanted: &str| -> usize {
        let serves = |r: &&RowPlan| {
            let on = r
                .name
                .strip_prefix("row.")
                .and_then(|n| config.row.get(n))
                .and_then(|r| r.cdu.as_ref());
            on.is_some_and(|on| on.iter().any(|c| c.value == wanted))
        };
        rows.iter().filter(serves).map(|r| r.slots.len()).sum()
    };
    let of_cdu = if cdu.is_empty() {
        1
    } else {
        racks_of(&cdu).max(1)
    };
    let sharing = workload
        .and_then(|w| config.workload.get(w))
        .map_or(1.0, |w| profiles::sharing(w, of_cdu, row.slots.len()));
    Place {
        workload,
        row: name.to_owned(),
        index: config.cdu.index_of(&cdu).map_or(i + 1, |k| k + 1),
        cdu,
        rack: i + 1,
        sharing,
        chain: banks::behind(&slot.record.chain, slot.power) / slot.power,
    }
}
