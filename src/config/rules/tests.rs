//! Each rule speaks where it should, and a sound hall hears nothing.

use super::super::{Diagnostics, from_text, from_text_with};
use super::*;

const HALL: &str = include_str!("../../../configs/templates/row.toml");

fn warnings(sets: &[&str]) -> Diagnostics {
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    match from_text_with(HALL, "row.toml", &sets) {
        Ok((_, warnings)) => warnings,
        Err(problems) => panic!("{problems}"),
    }
}

#[test]
fn a_sound_hall_hears_nothing() {
    let found = warnings(&[]);
    assert!(found.is_empty(), "{found}");
}

/// Code, and overrides of the sound hall that call for it; two need a change of the text itself.
const CASES: &[(&str, &[&str])] = &[
    ("W001", &["row.a.racks=40"]),
    ("W002", &["cdu.a.count=1"]),
    ("W003", &["loop.fws.supply=37.5 degC"]),
    ("W003", &["cdu.a.supply=30 degC"]),
    ("W004", &["cdu.a.differential_pressure=900 kPa"]),
    ("W004", &["row.a.racks=60"]),
    (
        "W005",
        &["cdu.a.external_head=[[\"0 L/min\", \"9.8 MPa\"], [\"2000 L/min\", \"1 MPa\"]]"],
    ),
    ("W006", &["row.a.header_diameter=50 mm"]),
    ("W006", &["row.a.hose_diameter=15 mm"]),
    ("W006", &["loop.fws.main_diameter=40 mm"]),
    ("W007", &[]),
    ("W008", &["fan_wall.wall.rated_heat=10 kW"]),
    ("W009", &["row.a.rack.chip_limit=45 degC"]),
    (
        "W010",
        &[
            "row.a.rack.required_flow_constant=1775 L K/min",
            "row.a.rack.required_flow_reference=40 degC",
        ],
    ),
    (
        "W010",
        &[
            "row.a.rack.required_flow_constant=1775 L K/min",
            "row.a.rack.required_flow_reference=35 degC",
        ],
    ),
    ("W011", &["workload.training.level=1.6"]),
    ("W012", &["transformer.lv.rated_power=500 kVA"]),
    ("W013", &["transformer.lv.voltage_out=208 V"]),
    ("W014", &["chiller.cold.use=chiller/york-ys-1758"]),
    ("W015", &["cdu.a.droop=0"]),
    (
        "W016",
        &["row.a.workload=idle", "workload.idle.pattern=idle"],
    ),
    ("W017", &["dry_cooler.roof.rated_heat=100 kW"]),
    ("W018", &["loop.fws.pumps_running=2"]),
];

#[test]
fn each_rule_speaks_where_it_should() {
    for (code, sets) in CASES {
        let found = match *code {
            "W016" => unused_workload(),
            "W007" => without_fan_wall(),
            _ => warnings(sets),
        };
        let own: Vec<_> = found.iter().filter(|d| d.code == *code).collect();
        assert!(!own.is_empty(), "{code} with {sets:?} finds only:\n{found}");
        for warning in own {
            assert!(
                warning.reason.is_some() && warning.help.is_some(),
                "{warning}"
            );
            assert!(
                warning.origin().position().is_some(),
                "{warning} stands nowhere"
            );
        }
    }
}

fn of_text(text: &str) -> Diagnostics {
    match from_text(text, "row.toml") {
        Ok((_, warnings)) => warnings,
        Err(problems) => panic!("{problems}"),
    }
}

fn unused_workload() -> Diagnostics {
    of_text(&format!("{HALL}\n[workload.night]\npattern = \"idle\"\n"))
}

fn without_fan_wall() -> Diagnostics {
    let (before, rest) = HALL.split_once("[fan_wall.wall]").unwrap();
    let (_, after) = rest.split_once("\n# Power").unwrap();
    of_text(&format!("{before}# Power{after}"))
}

#[test]
fn every_rule_of_this_module_has_a_case() {
    for (code, _) in RULES.iter().filter(|(code, _)| *code < "W100") {
        assert!(CASES.iter().any(|(c, _)| c == code), "{code} has no case");
    }
}

#[test]
fn every_rule_has_its_section_in_the_book() {
    let book = include_str!("../../../docs/src/rules.md");
    for (code, title) in RULES {
        assert!(
            book.contains(&format!("\n## {code}: {title}\n")),
            "## {code}: {title}"
        );
    }
}

#[test]
fn rules_are_silenced_by_code_and_wrong_codes_are_refused() {
    let loud = warnings(&["loop.fws.pumps_running=2"]);
    assert_eq!(loud.len(), 1);
    assert!(warnings(&["loop.fws.pumps_running=2", "lint.allow=[\"W018\"]"]).is_empty());
    let wrong = from_text_with(HALL, "row.toml", &["lint.allow=W999".to_owned()]).unwrap_err();
    assert_eq!(wrong.iter().next().unwrap().code, "unknown-word");
}

/// Racks that are short of CDUs by the same figures are one remark that names them, multiplied or written out.
#[test]
fn alike_rows_are_told_once_grouped_and_written_out() {
    let row = "[row.a]\nracks = 8";
    let cdus = "count = 2\nsupply";
    let grouped = (HALL.replace(row, "[row.a]\ncount = 4\nracks = 8"))
        .replace("cdu = \"a\" ", "cdu = \"a{index}\" ")
        .replace(cdus, "count = 4\nsupply");
    let start = HALL.find("[row.a]").unwrap();
    let end = start + HALL[start..].find("\n# ").unwrap();
    let (own, rest) = (
        &HALL[start..end],
        HALL[end..].replace(cdus, "count = 4\nsupply"),
    );
    let rows = (1..5).map(|i| {
        let one = own.replace("[row.a]", &format!("[row.a{i}]"));
        one.replace("cdu = \"a\" ", &format!("cdu = \"a{i}\" "))
    });
    let written = format!(
        "{}{}{rest}",
        &HALL[..start],
        rows.collect::<Vec<_>>().join("\n")
    );
    let told = |text: &str, code: &str| -> Vec<String> {
        let all = of_text(text);
        let own = all.iter().filter(|d| d.code == code);
        own.map(|d| d.message.clone()).collect()
    };
    let both = [&grouped, &written].map(|text| told(text, "W002"));
    assert_eq!(both[0], both[1]);
    assert_eq!(both[0].len(), 1, "{both:?}");
    assert!(
        both[0][0].starts_with("row.a1; row.a2; row.a3 and 1 more stop when one CDU does: each "),
        "{both:?}"
    );
}
