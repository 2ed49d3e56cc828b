//! Years of halls with alike members, solved by their quotient and whole: every probe, all sums and what the summary lists.

use super::super::*;
use crate::results::Probe;
use crate::study::summary::Sources;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Hours that are compared: a day in July, its load and weather up and down.
const DAY: usize = 24;
const FIRST: usize = 4_704;

/// By how much two figures of hours may differ, relative. A steady state is left at 1e-7 K of an inlet, of an approach of a
/// few kelvin at which a fan near its limit answers by several times its own share, and its power by the cube of that: what is
/// found is 1.7e-6 at most. What is told of the wrong member differs by a thousand times as much.
const SETTLED: f64 = 4e-6;
/// What a difference is measured against where a figure is small: a residual of what is settled, in its own unit.
const SMALL: f64 = 1e-3;

/// How passes went and what they left; in which of alike hours it was: rounding decides.
const LEFT_OVER: [&str; 14] = [
    "coupling",
    "coupling_k",
    "coupling_passes_max",
    "coupling_residual",
    "coupling_residual_K",
    "hydraulic_solves",
    "ledger_residual",
    "ledger_worst",
    "least_reserve_at_s",
    "overhead",
    "passes",
    "relative_difference",
    "residual_kWh",
    "wall_time_s",
];

/// A hall of four rows on one facility loop, with `text` for what differs; {row} stands in each of its rows.
fn written(folder: &Path, name: &str, more: &str) -> PathBuf {
    const HALL: &str = r#"
[hall]
name = "Alike"
[site]
climate = "toyama"
[lint]
allow = ["W002", "W003", "W018", "W101", "W102", "W104"]
[workload.inference]
pattern = "inference"
[loop.fws]
supply = "30 degC"
fluid = "pg25"
pump = "pump/end-suction-4000"
pumps = 3
pumps_running = 2
differential_pressure = "150 kPa"
main_length = "80 m"
main_diameter = "250 mm"
rejection = ["roof"]
fed_by = "lv"
[loop.chw]
supply = "18 degC"
pump = "pump/end-suction-1000"
pumps = 2
pumps_running = 1
differential_pressure = "100 kPa"
main_length = "40 m"
main_diameter = "125 mm"
branch_diameter = "100 mm"
rejection = ["cold"]
fed_by = "lv"
[chiller.cold]
use = "chiller/air-cooled-750-warm"
fed_by = "lv"
[fan_wall.wall]
use = "fan_wall/fan-wall-300kw"
count = 2
loop = "chw"
fed_by = "lv"
[utility.grid]
voltage = "22 kV"
[transformer.lv]
use = "transformer/liquid-2500"
count = 2
voltage_out = "480 V"
fed_by = "grid"
"#;
    let roof = "[dry_cooler.roof]\nuse = \"dry_cooler/v-bank-1mw\"\ncount = 3\nfed_by = \"lv\"\n";
    let roof = if more.contains("dry_cooler.roof") {
        ""
    } else {
        roof
    };
    let path = folder.join(format!("{name}.toml"));
    // The rating of the thermosyphon is one with water.
    let fluid = ["\"pg25\"", "\"water\""][usize::from(more.contains("thermosyphon"))];
    let hall = HALL.replace("\"pg25\"", fluid);
    fs::write(&path, format!("{hall}{roof}{more}")).unwrap();
    path
}

const RACKS: &str = "racks = 3\nrack = \"rack/gb300-nvl72\"\nworkload = \"inference\"\n";
const IN_ROW: &str = "count = 4\nuse = \"cdu/nidec-style-in-row-1500\"\nsupply = \"38 degC\"\ndifferential_pressure = \"80 kPa\"\n\
                      primary = \"fws\"\nfed_by = \"lv\"\n";

/// Topologies by name, and whether they have a quotient.
fn topologies(folder: &Path) -> Vec<(PathBuf, bool)> {
    let row = |more: &str| format!("[row.r]\ncount = 4\n{RACKS}{more}\n");
    let one = row("cdu = [\"a{index}\"]\nfed_by = \"lv\"") + "[cdu.a]\n" + IN_ROW;
    let texts = [
        (
            "in_rack",
            row(
                "in_rack_cdu = { use = \"cdu/nidec-style-in-rack-250\", differential_pressure = \"90 kPa\" }\n\
                 in_rack_primary = \"fws\"\nfed_by = \"lv\"",
            ),
            true,
        ),
        (
            "pairs",
            row("cdu = [\"a{index}\", \"b{index}\"]\nfed_by = \"lv\"")
                + "[cdu.a]\n"
                + IN_ROW
                + "[cdu.b]\n"
                + IN_ROW,
            true,
        ),
        (
            "single_racks",
            format!(
                "[rack.s]\ncount = 4\nrack = \"rack/gb300-nvl72\"\nworkload = \"inference\"\ncdu = [\"a{{index}}\"]\n\
                 fed_by = \"lv\"\n[cdu.a]\n{IN_ROW}"
            ),
            true,
        ),
        (
            "ups_a_row",
            row("cdu = [\"a{index}\"]\nfed_by = \"u{index}\"")
                + "[cdu.a]\n"
                + IN_ROW
                + "[ups.u]\ncount = 4\nuse = \"ups/double-conversion-1000\"\nvoltage_in = \"480 V\"\nvoltage_out = \"480 V\"\nfed_by = \"lv\"\n",
            true,
        ),
        (
            "doors",
            row("cdu = [\"a{index}\"]\nfed_by = \"lv\"\nrear_door = \"rear_door/active-30kw\"")
                + "[cdu.a]\n"
                + IN_ROW,
            true,
        ),
        (
            "thermosyphons",
            one.clone()
                + "[dry_cooler.roof]\nuse = \"dry_cooler/thermosyphon-500kw\"\ncount = 6\nfed_by = \"lv\"\n",
            true,
        ),
        ("on_the_loop", row("loop = \"fws\"\nfed_by = \"lv\""), false),
        (
            "staged",
            row("cdu = [\"a{index}\"]\nfed_by = \"u{index}\"")
                + "[cdu.a]\n"
                + IN_ROW
                + "[ups.u]\ncount = 4\nuse = \"ups/double-conversion-400\"\nvoltage_in = \"480 V\"\nvoltage_out = \"480 V\"\nmodules = 4\nstaging = \"staged\"\nmodules_min = 2\n\
                   fed_by = \"lv\"\n",
            true,
        ),
    ];
    let made = texts.into_iter();
    made.map(|(name, text, has)| (written(folder, name, &text), has))
        .collect()
}

/// Files below `folder`, by name, but for the catalogue's.
fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with("catalog") {
            files(&path, all);
        } else if path.extension().is_some_and(|e| e == "toml") {
            all.push(path);
        }
    }
}

fn hours(hall: &Hall, solved: &Solved) -> Result<(Value, Vec<f64>), StudyError> {
    let pace = Pace {
        start: 0.0,
        step: 3_600.0,
    };
    let mut week = week(solved, &Stages::of(solved.model()), FIRST, DAY, pace)?;
    week.ledger = solved.ledger(week.ledger);
    let width = probes::all(&hall.model).len();
    let mut rows = vec![0.0; DAY * width];
    let told = rows.chunks_exact_mut(width);
    for (row, values) in told.zip(week.rows.chunks_exact(week.width)) {
        solved.row(values, row);
    }
    let summary = summary::of(&Sources {
        hall,
        tally: &week.tally,
        events: &week.noted,
        ledger: &week.ledger,
        grid: None,
        ranges: &hall.model.equipment.ranges(),
        command: "",
        mode: Mode::Year,
        start: FIRST as f64 * 3_600.0,
        step: 3_600.0,
        wall: 0.0,
        threads: 1,
        interrupted: false,
        hydraulics: None,
    })?;
    Ok((json!([week.tally, summary, week.ledger.accounts]), rows))
}

/// `text` with the numbers behind letters taken out, those of members: which of equal ones was a little ahead rounding
/// decides. A rack's own number in its row stays.
fn of_any(text: &str) -> String {
    let mut letters = false;
    let mut kept = String::new();
    for c in text.chars() {
        letters = c.is_ascii_alphabetic() || letters && c.is_ascii_digit();
        if !(letters && c.is_ascii_digit()) {
            kept.push(c);
        }
    }
    kept
}

/// Differences between `a` and `b` beyond what is settled, at most some.
fn differences(at: &str, a: &Value, b: &Value, found: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            // The place of a rack is told by its name in the summary.
            let told = |key: &str, value: &Value| {
                let place = key == "rack" && value.is_number();
                !LEFT_OVER.contains(&key) && key != "residual" && key != "span" && !place
            };
            for (key, value) in a.iter().filter(|(key, value)| told(key, value)) {
                differences(&format!("{at}.{key}"), value, &b[key], found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (k, (a, b)) in a.iter().zip(b).enumerate() {
                differences(&format!("{at}.{k}"), a, b, found);
            }
        }
        (Value::Number(x), Value::Number(y)) => {
            let [x, y] = [x, y].map(|n| n.as_f64().unwrap());
            if (x - y).abs() > SETTLED * x.abs().max(y.abs()).max(SMALL) {
                found.push(format!("{at}: {x} {y}"));
            }
        }
        (Value::String(x), Value::String(y)) if of_any(x) == of_any(y) => {}
        // Of a pair of CDUs that share a row, the one whose pumps turn fastest by a rounding.
        (Value::String(_), Value::String(_)) if at.contains(".peak.circuits.") => {}
        _ if a == b => {}
        _ => found.push(format!("{at}: {a} {b}")),
    }
}

/// What a day of `hall` says otherwise by its quotient than whole.
fn compared(hall: &Hall, quotient: &Solved) -> Vec<String> {
    let both = [&Solved::whole(hall), quotient].map(|solved| hours(hall, solved));
    let [Ok(whole), Ok(part)] = both else {
        return vec![format!("{:?}", both.map(|b| b.err()))];
    };
    let mut found = Vec::new();
    let probes = probes::all(&hall.model);
    for (k, (a, b)) in part.1.iter().zip(&whole.1).enumerate() {
        let name = &probes[k % probes.len()].name;
        let same =
            a.is_nan() && b.is_nan() || (a - b).abs() <= SETTLED * a.abs().max(b.abs()).max(SMALL);
        if !same && !name.starts_with("solver.") {
            found.push(format!("hour {} {name}: {a} {b}", k / probes.len()));
        }
    }
    differences("", &part.0, &whole.0, &mut found);
    if worst_is_shared(&whole.1, &probes) {
        found.retain(|said| !(said.contains("worst") && said.contains(".time_s: ")));
    }
    found
}

/// Whether more hours than one have the least margin, as far as it is settled: rounding tells which is named.
fn worst_is_shared(rows: &[f64], probes: &[Probe]) -> bool {
    let column = probes.iter().position(|p| p.name == "hall.worst_margin");
    let margins = rows.iter().skip(column.unwrap()).step_by(probes.len());
    let least = margins.clone().fold(f64::INFINITY, |a, b| a.min(*b));
    margins
        .filter(|m| **m - least <= SETTLED * least.abs())
        .count()
        > 1
}

fn is_part(hall: &Hall, solved: &Solved) -> bool {
    solved.model().equipment.units.len() < hall.model.equipment.units.len()
}

#[test]
fn every_hall_with_alike_members_says_by_its_quotient_what_it_says_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = topologies(folder.path());
    let mut own = Vec::new();
    files(Path::new("configs"), &mut own);
    let (mut wrong, mut compared_halls) = (Vec::new(), Vec::new());
    let written = all.len();
    all.extend(own.into_iter().map(|path| (path, false)));
    for (k, (path, must)) in all.into_iter().enumerate() {
        // Circuits, chains and studies are no halls; what a trace needs may not be there.
        let hall = match Hall::load(&path, &[]) {
            Ok(hall) => hall,
            Err(e) if k < written => {
                wrong.push(format!("{}: {e:?}", path.display()));
                continue;
            }
            Err(_) => continue,
        };
        let solved = Solved::of(&hall);
        if !is_part(&hall, &solved) {
            if must {
                wrong.push(format!("{} has no quotient", path.display()));
            }
            continue;
        }
        let mut found = compared(&hall, &solved);
        let more = found.len().saturating_sub(8);
        found.truncate(8);
        if !found.is_empty() {
            wrong.push(format!(
                "{} (+{more}):\n  {}",
                path.display(),
                found.join("\n  ")
            ));
        }
        compared_halls.push(path);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for name in ["nanto_a", "chiba_b"] {
        let there = |p: &PathBuf| p.file_stem().is_some_and(|s| s == name);
        assert!(compared_halls.iter().any(there), "{name} was not compared");
    }
}
