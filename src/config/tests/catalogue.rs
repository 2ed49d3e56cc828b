//! Every record of the catalogue is a table of its family, and every figure in it has a source.

use std::collections::HashSet;

use crate::catalog::Shelf;

use super::super::names::Names;
use super::super::read::{NOTE, Reader, SOURCE, Section};
use super::super::records::Records;
use super::super::tables::*;
use super::super::tree::{self, Node};
use super::super::{Diagnostics, Source};

/// Reads a record as a table of `T`; gives the fields that stand in it without a source.
fn without_source<T: Section>(name: &str) -> Vec<String> {
    let names = Names::default();
    let mut cx = Reader::new(&names, Records::new(Shelf::built_in()));
    let text = Shelf::built_in().find(name).unwrap().text;
    let mut problems = Diagnostics::default();
    let written = tree::parse(&Source::new(name, text), &mut problems);
    let use_it = tree::parse(
        &Source::new("use", format!("use = \"{name}\"\n")),
        &mut problems,
    );
    // A table of the power tree must be fed, a record is fed where it is used: its path is longer.
    let read = T::read(&use_it, "in.the.catalogue", &mut cx);
    assert!(
        problems.is_empty() && cx.problems.is_empty(),
        "{name}: {problems}{}",
        cx.problems
    );
    assert!(read.is_some(), "{name}");
    let citations = cx.records.into_citations();
    let cited: HashSet<&str> = citations.iter().map(|c| c.field.as_str()).collect();
    let table = written.as_table().unwrap();
    let bare = |key: &&String| ![SOURCE, NOTE, "product", "form", "use"].contains(&key.as_str());
    let fields = table.keys().filter(bare);
    fields
        .filter(|f| !cited.contains(f.as_str()))
        .cloned()
        .collect()
}

fn check(name: &str) -> Vec<String> {
    match name.split_once('/').unwrap().0 {
        "rack" => without_source::<Rack>(name),
        "cdu" => without_source::<Cdu>(name),
        "pump" => without_source::<Pump>(name),
        "rear_door" => without_source::<RearDoor>(name),
        "dry_cooler" => without_source::<DryCooler>(name),
        "tower" => without_source::<Tower>(name),
        "chiller" => without_source::<Chiller>(name),
        "fan_wall" => without_source::<FanWall>(name),
        "tank" => without_source::<Tank>(name),
        "ice_store" => without_source::<IceStore>(name),
        "heat_reuse" => without_source::<HeatReuse>(name),
        "transformer" => without_source::<Transformer>(name),
        "converter" => without_source::<Converter>(name),
        "ups" => without_source::<Ups>(name),
        "busway" => without_source::<Busway>(name),
        "cost" => without_source::<crate::config::study::CostTable>(name),
        other => panic!("{name}: no table [{other}]"),
    }
}

#[test]
fn every_record_is_complete_and_every_figure_has_its_source() {
    for name in Shelf::built_in().names() {
        let bare = check(&name);
        assert!(bare.is_empty(), "{name} states no source for {bare:?}");
    }
}

#[test]
fn there_are_as_many_records_as_promised() {
    let names = Shelf::built_in().names();
    let count = |family: &str| names.iter().filter(|n| n.starts_with(family)).count();
    let least = [
        ("rack/", 6),
        ("cdu/", 8),
        ("dry_cooler/", 4),
        ("tower/", 3),
        ("chiller/", 6),
        ("converter/", 6),
    ];
    for (family, least) in least {
        assert!(count(family) >= least, "{family} has {}", count(family));
    }
}

#[test]
fn a_figure_overridden_in_place_is_no_longer_cited() {
    let names = Names::default();
    let read = |text: &str| {
        let mut cx = Reader::new(&names, Records::new(Shelf::built_in()));
        let node: Node = tree::parse(&Source::new("t", text), &mut cx.problems);
        Rack::read(&node, "record", &mut cx).unwrap();
        cx.records.into_citations()
    };
    let field = "chip_limit";
    let whole = read("use = \"rack/gb300-nvl72\"\n");
    assert!(whole.iter().any(|c| c.field == field && c.assumed));
    let own = read("use = \"rack/gb300-nvl72\"\nchip_limit = \"80 degC\"\n");
    assert!(!own.iter().any(|c| c.field == field));
    let stated =
        read("use = \"rack/gb300-nvl72\"\nchip_limit = \"80 degC\"\nsource = \"letter\"\n");
    let mine = stated.iter().find(|c| c.field == field).unwrap();
    assert_eq!(
        (mine.source.as_str(), mine.value.as_str()),
        ("letter", "80 degC")
    );
}
