//! Fields of one table that do not go together.

use super::super::diagnostic::Diagnostic;
use super::super::load::{is_climate_file, path_in};
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::*;
use super::super::value::At;
use super::head::falls;
use super::process::monthly;
use super::staging::stages_apart;

/// True for `[cdu.c1]`, false for a record inside another table.
pub(super) fn is_own_table(path: &str) -> bool {
    path.split('.').count() == 2
}

pub(super) fn missing(
    path: &str,
    field: &str,
    at: &Origin,
    reason: &str,
    help: &str,
) -> Diagnostic {
    Diagnostic::error("missing-key", format!("`{path}.{field}` is missing"))
        .at(at, format!("needs `{field}`"))
        .reason(reason)
        .help(help)
}

/// At most one way can be given by which coolant reaches racks.
fn one_coolant(path: &str, ways: &[(&str, Option<Origin>)], cx: &mut Reader<'_>) {
    let given: Vec<_> = ways.iter().filter(|(_, at)| at.is_some()).collect();
    let words = ways
        .iter()
        .map(|(w, _)| format!("`{w}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if given.len() > 1 {
        let names = given
            .iter()
            .map(|(w, _)| format!("`{w}`"))
            .collect::<Vec<_>>()
            .join(" and ");
        let mut problem = Diagnostic::error(
            "conflict",
            format!("`{path}` has {names}: only one can hold"),
        )
        .reason("its coolant comes from one place");
        for (word, at) in given {
            let at = at.clone().unwrap_or_default();
            problem = problem.at(&at, format!("`{word}` here"));
        }
        cx.problems
            .push(problem.help(format!("keep one of {words}")));
    }
}

fn first_of<T>(list: Option<&Vec<At<T>>>) -> Option<Origin> {
    list.and_then(|l| l.first()).map(|n| n.at.clone())
}

/// Both ends of a drawn connection, or none.
fn both_nodes(
    path: &str,
    supply: Option<&At<String>>,
    back: Option<&At<String>>,
    cx: &mut Reader<'_>,
) {
    let (there, absent) = match (supply, back) {
        (Some(there), None) => (there, "return_node"),
        (None, Some(there)) => (there, "supply_node"),
        _ => return,
    };
    cx.problems.push(missing(
        path,
        absent,
        &there.at,
        "what flows in must flow out again",
        "give both nodes",
    ));
}

pub(in crate::config) fn row(row: &Row, _: &Origin, path: &str, cx: &mut Reader<'_>) {
    let ways = [
        ("cdu", first_of(row.cdu.as_ref())),
        (
            "in_rack_cdu",
            row.in_rack_cdu.as_ref().map(|c| c.at.clone()),
        ),
        ("loop", row.r#loop.as_ref().map(|l| l.at.clone())),
        (
            "supply_node",
            row.supply_node.as_ref().map(|n| n.at.clone()),
        ),
    ];
    one_coolant(path, &ways, cx);
    both_nodes(path, row.supply_node.as_ref(), row.return_node.as_ref(), cx);
    match (&row.in_rack_cdu, &row.in_rack_primary) {
        (Some(cdu), None) => cx.problems.push(missing(
            path,
            "in_rack_primary",
            &cdu.at,
            "the CDUs in the racks give their heat to a facility loop",
            "name the loop: in_rack_primary = \"fws\"",
        )),
        (None, Some(primary)) => cx.problems.push(
            Diagnostic::error(
                "conflict",
                format!("`{path}.in_rack_primary` belongs to no CDU"),
            )
            .at(&primary.at, "there is no `in_rack_cdu`"),
        ),
        _ => {}
    }
}

pub(in crate::config) fn single_rack(
    rack: &SingleRack,
    _: &Origin,
    path: &str,
    cx: &mut Reader<'_>,
) {
    let ways = [
        ("cdu", first_of(rack.cdu.as_ref())),
        ("loop", rack.r#loop.as_ref().map(|l| l.at.clone())),
        (
            "supply_node",
            rack.supply_node.as_ref().map(|n| n.at.clone()),
        ),
    ];
    one_coolant(path, &ways, cx);
    both_nodes(
        path,
        rack.supply_node.as_ref(),
        rack.return_node.as_ref(),
        cx,
    );
}

pub(in crate::config) fn rack(rack: &Rack, _: &Origin, path: &str, cx: &mut Reader<'_>) {
    let chips = f64::from(*rack.chips) * *rack.chip_power;
    if chips > *rack.rated_power {
        cx.problems.push(
            Diagnostic::error(
                "conflict",
                format!("`{path}`: its chips need more than the rack"),
            )
            .at(&rack.chip_power.at, "power of one chip")
            .at(&rack.rated_power.at, "power of the rack")
            .reason(format!(
                "{} chips at {:.0} W make {:.1} kW",
                *rack.chips,
                *rack.chip_power,
                chips / 1e3
            )),
        );
    }
    let stages = rack.chain.len();
    // Without a chain nothing is counted.
    let beyond = |s: &&At<u32>| stages > 0 && s.value as usize >= stages;
    if let Some(stage) = rack.bus_12v_stage.as_ref().filter(beyond) {
        cx.problems.push(
            Diagnostic::error(
                "out-of-range",
                format!("`{}` is beyond the chain", stage.path),
            )
            .at(
                &stage.at,
                format!("the chain has {stages} stages, counted from 0"),
            ),
        );
    }
}

/// No more pumps can run than there are.
fn pumps(path: &str, running: &At<u32>, built: &At<u32>, cx: &mut Reader<'_>) {
    if running.value > built.value {
        cx.problems.push(
            Diagnostic::error(
                "conflict",
                format!("`{path}`: {} pumps run of {}", running.value, built.value),
            )
            .at(&running.at, "these run")
            .at(&built.at, "these are built in")
            .help("raise `pumps` or lower `pumps_running`"),
        );
    }
}

pub(in crate::config) fn booster(b: &Booster, _: &Origin, path: &str, cx: &mut Reader<'_>) {
    pumps(path, &b.pumps_running, &b.pumps, cx);
}

pub(in crate::config) fn cdu(cdu: &Cdu, _: &Origin, path: &str, cx: &mut Reader<'_>) {
    pumps(path, &cdu.pumps_running, &cdu.pumps, cx);
    let rated = &cdu.rated_secondary_flow;
    falls(path, "external_head", &cdu.external_head, rated, cx);
    if *cdu.rated_secondary_supply <= *cdu.rated_primary_inlet {
        cx.problems.push(
            Diagnostic::error(
                "conflict",
                format!("`{path}` is rated below its facility water"),
            )
            .at(
                &cdu.rated_secondary_supply.at,
                "technology supply at the rating",
            )
            .at(&cdu.rated_primary_inlet.at, "facility inlet at the rating")
            .reason("an exchanger cannot cool below what cools it (second law)"),
        );
    }
}

pub(in crate::config) fn coolant_loop(l: &Loop, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    pumps(path, &l.pumps_running, &l.pumps, cx);
    if let Some(least) = &l.differential_pressure_least
        && **least > *l.differential_pressure
    {
        cx.problems.push(
            Diagnostic::error(
                "conflict",
                format!("`{path}` asks for more pressure at no flow than at full flow"),
            )
            .at(&least.at, "at no flow")
            .at(&l.differential_pressure.at, "at full flow")
            .reason("what the mains lose rises with the flow")
            .help("swap the two, or leave `differential_pressure_least` out"),
        );
    }
    if l.rejection.is_empty() {
        cx.problems.push(missing(
            path,
            "rejection",
            at,
            "a closed loop that gives its heat to nothing warms without end",
            "name what cools it: rejection = [\"roof\"]",
        ));
    }
}

pub(in crate::config) fn chiller(chiller: &Chiller, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    let part_load = match *chiller.model {
        ChillerModel::ReformulatedEir => ("plr_bicubic", chiller.plr_bicubic.is_some()),
        _ => ("plr_curve", chiller.plr_curve.is_some()),
    };
    let needed: &[(&str, bool)] = match *chiller.model {
        ChillerModel::Carnot => &[("carnot_fraction", chiller.carnot_fraction.is_some())],
        _ => &[
            ("capacity_curve", chiller.capacity_curve.is_some()),
            ("eir_curve", chiller.eir_curve.is_some()),
            part_load,
            ("leaving_range", chiller.leaving_range.is_some()),
            ("condenser_range", chiller.condenser_range.is_some()),
        ],
    };
    stages_apart(path, &chiller.stage_up, &chiller.stage_down, cx);
    if **chiller.condenser != *"air" && chiller.condenser_flow.is_none() {
        let reason = "the condenser's loop must know what it sends through";
        let help = "add condenser_flow = \"1200 L/min\"";
        cx.problems
            .push(missing(path, "condenser_flow", at, reason, help));
    }
    for (field, _) in needed.iter().filter(|(_, given)| !given) {
        let reason = format!("the law `{}` is made of it", chiller.model.word());
        let help = format!("give `{field}`, or choose another `model`");
        cx.problems.push(missing(path, field, at, &reason, &help));
    }
}

pub(in crate::config) fn workload(w: &Workload, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    if *w.pattern == Pattern::Monthly {
        monthly(w, at, path, cx);
    }
    if *w.pattern != Pattern::Trace {
        return;
    }
    for (field, given) in [("file", w.file.as_ref()), ("column", w.column.as_ref())] {
        if given.is_none() {
            let reason = "a trace is read from a column of a file";
            let help = "write file = \"trace.csv\" and column = \"power[{index}]\"";
            cx.problems.push(missing(path, field, at, reason, help));
        }
    }
    if let Some(file) = &w.file {
        file_is_there(file, cx);
    }
}

pub(in crate::config) fn site(site: &Site, _: &Origin, _: &str, cx: &mut Reader<'_>) {
    if is_climate_file(&site.climate) {
        file_is_there(&site.climate, cx);
    }
    let Some(sources) = &site.sources else { return };
    let sum: f64 = sources.iter().map(|(_, share)| share.value).sum();
    if let Some((_, first)) = sources.first()
        && (sum - 1.0).abs() > 1e-6
    {
        cx.problems.push(
            Diagnostic::error(
                "conflict",
                format!("the shares of `site.sources` make {sum}"),
            )
            .at(&first.at, "the first of them")
            .reason("shares of a whole make 1"),
        );
    }
}

fn file_is_there(text: &At<String>, cx: &mut Reader<'_>) {
    let path = path_in(text);
    if let Err(error) = std::fs::metadata(&path) {
        let problem = super::super::compose::missing_file(&path, &error, Some(&text.at));
        let problem = match text.strip_prefix("${reference}/") {
            Some(_) => problem
                .reason("`${reference}` is the folder that HALLTWIN_REFERENCE names, or ../shared/reference")
                .help(
                    "set HALLTWIN_REFERENCE to the folder of reference data; configs/halls/frontier_synthetic.toml is \
                     like Frontier and needs none",
                ),
            None => problem,
        };
        cx.problems.push(problem);
    }
}
