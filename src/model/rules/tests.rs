use std::path::Path;

use super::*;
use crate::climate;
use crate::config::{RULES, from_text_with};

const HALL: &str = include_str!("../../../configs/templates/row.toml");

fn warnings(sets: &[&str]) -> Diagnostics {
    let (config, climate) = hall(sets);
    apply(&config, &climate)
}

fn hall(sets: &[&str]) -> (Config, Climate) {
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    let (config, _) = from_text_with(HALL, "row.toml", &sets).unwrap_or_else(|e| panic!("{e}"));
    let climate = climate::load(&config.site.climate, Path::new(".")).unwrap();
    (config, climate)
}

#[test]
fn a_sound_hall_hears_nothing() {
    let found = warnings(&[]);
    assert!(found.is_empty(), "{found}");
}

const CASES: &[(&str, &[&str])] = &[
    ("W101", &["cdu.a.supply=25 degC", "loop.fws.supply=22 degC"]),
    ("W102", &["loop.fws.fluid=water"]),
    ("W103", &["cdu.a.expansion_volume=1 L"]),
    (
        "W104",
        &["site.climate=toyama-foehn", "dry_cooler.roof.pads=false"],
    ),
    ("W106", &["chiller.cold.rated_cop=30"]),
    ("W108", &["cdu.a.rated_primary_inlet=30 degC"]),
];

#[test]
fn each_rule_speaks_where_it_should() {
    for (code, sets) in CASES {
        let found = warnings(sets);
        let own = found.iter().find(|d| d.code == *code);
        let own = own.unwrap_or_else(|| panic!("{code} with {sets:?} finds only:\n{found}"));
        assert!(own.reason.is_some() && own.help.is_some(), "{own}");
        assert!(own.origin().position().is_some(), "{own} stands nowhere");
        let allow = format!("lint.allow=[\"{code}\"]");
        let quiet = warnings(&[sets, &[allow.as_str()][..]].concat());
        assert!(
            !quiet.iter().any(|d| d.code == *code),
            "{code} is not silenced"
        );
    }
}

/// Water outdoors in a frost is no remark: nothing runs until the file says how the coolers are protected.
#[test]
fn coolant_that_can_freeze_is_an_error() {
    assert!(warnings(&["loop.fws.fluid=water"]).has_errors());
    let told = warnings(&["loop.fws.fluid=water", "lint.allow=[\"W102\"]"]);
    assert!(!told.has_errors(), "{told}");
}

/// Four condensers on one branch of 100 mm get a tenth of their water; the hall as it stands has a bore for them.
#[test]
fn a_branch_too_narrow_for_its_condensers_is_told() {
    const HALL: &str = include_str!("../../../configs/halls/chiba_b.toml");
    let told = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
        let (config, _) = from_text_with(HALL, "chiba_b.toml", &sets).unwrap();
        let climate = climate::load(&config.site.climate, Path::new(".")).unwrap();
        let found = apply(&config, &climate);
        let own: Vec<String> = found.iter().map(ToString::to_string).collect();
        own.into_iter()
            .filter(|d| d.contains("W109"))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&[]), Vec::<String>::new());
    let narrow = told(&["loop.condenser.branch_diameter=100 mm"]);
    assert_eq!(narrow.len(), 1, "{narrow:?}");
    assert!(
        narrow[0].contains("condenser of `chiller.trim`"),
        "{narrow:?}"
    );
    assert!(told(&["loop.fws.branch_diameter=60 mm"])[0].contains("fan_wall.wall"));
    assert!(
        told(&[
            "loop.condenser.branch_diameter=100 mm",
            "lint.allow=[\"W109\"]"
        ])
        .is_empty()
    );
}

#[test]
fn a_tower_law_ends_before_singapore() {
    let tower = "\n[tower.spare]\nuse = \"tower/yorkcalc-2mw\"\nmodel = \"yorkcalc\"\n";
    let (config, _) = from_text_with(&format!("{HALL}{tower}"), "row.toml", &[]).unwrap();
    let climate = climate::load("singapore", Path::new(".")).unwrap();
    let found = apply(&config, &climate);
    assert!(found.iter().any(|d| d.code == "W105"), "{found}");
}

#[test]
fn the_least_pue_grows_as_loops_grow_colder_and_one_below_it_is_doubted() {
    let floor = |sets: &[&str]| {
        let (config, climate) = hall(sets);
        pue_floor(&config, &climate)
    };
    let warm = floor(&["loop.chw.supply=33 degC"]);
    assert_eq!(warm, 1.0, "no wet bulb of Tokyo lies above 33 °C");
    let cold = floor(&["loop.chw.supply=18 degC"]);
    let colder = floor(&["loop.chw.supply=7 degC"]);
    assert!(
        1.0 < cold && cold < colder && colder < 1.02,
        "{cold} {colder}"
    );
    let (config, climate) = hall(&[]);
    assert!(pue_below_floor(&config, &climate, 1.0).is_some());
    assert!(pue_below_floor(&config, &climate, 1.1).is_none());
}

#[test]
fn every_rule_of_this_module_has_a_case() {
    let apart = ["W105", "W107", "W109"];
    for (code, _) in RULES.iter().filter(|(code, _)| *code >= "W100") {
        let has = CASES.iter().any(|(c, _)| c == code) || apart.contains(code);
        assert!(has, "{code} has no case");
    }
}
