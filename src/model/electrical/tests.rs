use super::*;
use crate::physics::electrical::busway::{Busway, COPPER, Rating, Wiring};
use crate::physics::electrical::converter::Converter;

const DC: Supply = Supply::Dc(800.0);

fn seat(meter: Meter) -> Seat {
    Seat::new(Place::HallAir, meter)
}

fn unit(efficiency: f64) -> Converter {
    Converter::constant(1e5, efficiency).unwrap()
}

fn cable() -> Busway {
    Busway::new(&Rating::solid(COPPER, 10.0, 1e-4, Wiring::Unipolar, 300.0)).unwrap()
}

#[test]
fn all_faults_come_at_once_and_by_name() {
    let mut b = PowerTreeBuilder::new();
    b.source("grid", DC);
    b.busway("loop a", "loop c", cable(), seat(Meter::Power));
    b.busway("loop b", "loop a", cable(), seat(Meter::Power));
    b.busway("loop c", "loop b", cable(), seat(Meter::Power));
    b.busway("tail", "loop b", cable(), seat(Meter::Power));
    b.load("lost", "gird", DC, seat(Meter::It));
    b.load("fan", "grid", DC, seat(Meter::Cooling));
    b.load("fan", "grid", DC, seat(Meter::Cooling));
    b.load("behind", "lost", DC, seat(Meter::It));
    let faults = b.build().unwrap_err();
    let text: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        text,
        [
            "two nodes are named `fan`",
            "`lost` is fed by `gird`, which does not exist",
            "`behind` is fed by `lost`, which is a load",
            "nodes feed each other in a circle: loop b → loop c → loop a",
        ]
    );
}

#[test]
fn voltages_and_kinds_must_match() {
    let mut b = PowerTreeBuilder::new();
    b.source("grid", Supply::Ac(415.0));
    b.converter(
        "near",
        "grid",
        unit(0.97),
        [Supply::Ac(400.0), DC],
        seat(Meter::Power),
    );
    b.converter(
        "far",
        "grid",
        unit(0.97),
        [Supply::Ac(480.0), DC],
        seat(Meter::Power),
    );
    b.converter(
        "direct",
        "grid",
        unit(0.97),
        [Supply::Dc(415.0), DC],
        seat(Meter::Power),
    );
    b.load("zero", "near", Supply::Dc(0.0), seat(Meter::It));
    let faults = b.build().unwrap_err();
    let named = |name: &str| {
        faults
            .iter()
            .any(|f| matches!(f, PowerError::Voltage { name: n, .. } if n == name))
    };
    assert!(
        named("far") && named("direct") && !named("near"),
        "{faults:?}"
    );
    assert!(
        faults
            .iter()
            .any(|f| matches!(f, PowerError::NotAVoltage { name, .. } if name == "zero"))
    );
}

#[test]
fn it_may_not_hide_behind_cooling() {
    let mut b = PowerTreeBuilder::new();
    b.source("grid", DC);
    b.converter("drive", "grid", unit(0.97), [DC, DC], seat(Meter::Cooling));
    b.load("rack", "drive", DC, seat(Meter::It));
    let faults = b.build().unwrap_err();
    assert!(
        matches!(&faults[..], [PowerError::ItBelow { name, under, .. }] if name == "rack" && under == "drive")
    );
    assert_eq!(
        PowerTreeBuilder::new().build().unwrap_err(),
        [PowerError::NoSource]
    );
}

/// Two racks on tapped cables and one on its own, all behind one converter, added from the bottom up.
fn row() -> PowerTree {
    let mut b = PowerTreeBuilder::new();
    for (rack, feed) in [("rack 0", "tap 0"), ("rack 1", "tap 1"), ("rack 2", "own")] {
        b.load(
            &format!("chip of {rack}"),
            rack,
            Supply::Dc(12.0),
            seat(Meter::It),
        );
        b.converter(
            rack,
            feed,
            unit(0.97),
            [DC, Supply::Dc(12.0)],
            seat(Meter::It),
        );
    }
    b.busway("tap 1", "tap 0", cable(), seat(Meter::Power));
    b.busway("own", "sst", cable(), seat(Meter::Power));
    b.busway("tap 0", "sst", cable(), seat(Meter::Power));
    b.converter(
        "sst",
        "grid",
        unit(0.98),
        [Supply::Ac(22e3), DC],
        seat(Meter::Power),
    );
    b.source("grid", Supply::Ac(22e3));
    b.build().unwrap()
}

#[test]
fn feeders_stand_below_what_they_feed() {
    let tree = row();
    for (r, &up) in tree.parent.iter().enumerate() {
        assert!(up == ROOT || up as usize > r, "{}", tree.names[r]);
    }
    assert_eq!(tree.sources, [tree.len() as u32 - 1]);
    let name = |rows: std::ops::Range<usize>| tree.names[rows].to_vec();
    let stage = tree.stages.iter().find(|s| !s.forests.is_empty()).unwrap();
    assert_eq!(name(stage.forests[0].rows.clone()), ["tap 1", "tap 0"]);
    assert_eq!(stage.forests[0].shape, [1, ROOT]);
    assert_eq!(name(stage.lone.clone()), ["own"]);
    assert_eq!(stage.runs.len(), 1);
    assert_eq!(stage.runs[0].rows.len(), 3);
}

#[test]
fn equal_units_are_stored_once() {
    let tree = row();
    assert_eq!(tree.units.len(), 2);
    assert_eq!(tree.conductors.len(), 3);
    let chips = tree
        .leaves
        .iter()
        .map(|r| tree.names[*r as usize].as_str())
        .collect::<Vec<_>>();
    assert_eq!(
        chips,
        ["chip of rack 0", "chip of rack 1", "chip of rack 2"]
    );
    let second = tree.find("chip of rack 1").unwrap();
    assert_eq!(tree.leaf(second), Some(1));
    assert_eq!(tree.leaf(tree.find("sst").unwrap()), None);
    assert_eq!(tree.conductor(tree.find("own").unwrap()), Some(1));
}

#[test]
fn trees_of_one_shape_lie_side_by_side() {
    let mut b = PowerTreeBuilder::new();
    b.source("grid", DC);
    for (row, racks) in [(0, 3), (1, 2), (2, 3)] {
        let mut above = "grid".to_owned();
        for rack in 0..racks {
            let tap = format!("{row}.{rack}");
            b.busway(&tap, &above, cable(), seat(Meter::Power));
            b.load(&format!("load {tap}"), &tap, DC, seat(Meter::It));
            above = tap;
        }
    }
    let tree = b.build().unwrap();
    let forests: Vec<&Forest> = tree.stages.iter().flat_map(|s| &s.forests).collect();
    let names: Vec<&[String]> = forests
        .iter()
        .map(|f| &tree.names[f.rows.clone()])
        .collect();
    assert_eq!(names[0], ["0.2", "2.2", "0.1", "2.1", "0.0", "2.0"]);
    assert_eq!(names[1], ["1.1", "1.0"]);
    assert_eq!(
        (forests[0].lanes, &forests[0].shape[..]),
        (2, &[1, 2, ROOT][..])
    );
}
