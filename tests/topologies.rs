//! Halls that are not a row on its in-row CDUs: a CDU in each rack, and a network drawn pipe by pipe.

mod support;

use halltwin::model::equipment::Unit;
use halltwin::study::Hall;
use support::March;

const START: f64 = 212.0 * 86_400.0;

fn unit(hall: &Hall, name: &str) -> usize {
    let named = |u: &Unit| u.name == name;
    hall.model
        .equipment
        .units
        .iter()
        .position(named)
        .unwrap_or_else(|| panic!("no {name}"))
}

fn flow(hall: &Hall, march: &March, link: &str) -> f64 {
    let link = hall.model.hydraulics.find_link(link);
    march.stepper.flow()[link.expect("drawn").0 as usize]
}

/// Heat that a CDU moves to its facility side \[W\], from flow and temperatures of its technology side alone.
fn moved(hall: &Hall, march: &March, name: &str) -> f64 {
    let shaft = march.stepper.balances()[unit(hall, &format!("cdu.{name}"))].coolant;
    let cells = &hall.model.equipment.cdus;
    let cdu = &cells.cdus[unit(hall, &format!("cdu.{name}")) - cells.first];
    let [hot, _] = cdu.cell;
    march.stepper.cell_heat()[hot as usize] + shaft
}

#[test]
fn a_cdu_in_each_rack_carries_its_own_rack() {
    let hall = support::hall(
        "01_one_rack.toml",
        &[
            "row.a.racks=3",
            "fan_wall.wall.count=3",
            "dry_cooler.roof.count=3",
            "chiller.cold.count=3",
        ],
    );
    let cdus = hall.model.equipment.cdus.cdus.len();
    assert_eq!(cdus, 3);
    // Three technology loops and two facility loops, none joined to another.
    let parts = hall.model.hydraulics.parts();
    assert_eq!(parts.iter().max().map(|p| p + 1), Some(5));
    let march = March::begin(&hall, START, 60.0);
    for i in 1..=3 {
        let (rack, pumps) = (format!("row.a.{i}"), format!("cdu.a.{i}.pumps"));
        let (through, pumped) = (flow(&hall, &march, &rack), flow(&hall, &march, &pumps));
        assert!(
            (through - pumped).abs() <= 1e-9 * pumped,
            "{through} of {pumped} kg/s"
        );
        let heat = march.stepper.balances()[unit(&hall, &rack)].coolant;
        // What the rack gave and the pumps added left through the exchanger, in a steady state.
        let left = moved(&hall, &march, &format!("a.{i}"));
        assert!(
            (heat + left).abs() < 1e-6 * heat,
            "{heat} W in, {left} W out"
        );
    }
}

#[test]
fn a_drawn_network_carries_its_row() {
    let hall = support::hall("04_drawn.toml", &[]);
    let mut march = March::begin(&hall, START, 60.0);
    let all = [
        "pipe.out",
        "valve.balance",
        "pipe.back",
        "check_valve.back",
        "cdu.d.pumps",
    ];
    let flows = all.map(|link| flow(&hall, &march, link));
    let racks = flow(&hall, &march, "row.d.1") + flow(&hall, &march, "row.d.2");
    for (link, found) in all.iter().zip(flows) {
        assert!(
            (found - racks).abs() <= 1e-9 * racks,
            "{link}: {found} of {racks} kg/s"
        );
    }
    // Pipes warm the hall: what the racks and pumps gave left by exchanger and insulation.
    let heat: f64 = ["row.d.1", "row.d.2"]
        .map(|r| march.stepper.balances()[unit(&hall, r)].coolant)
        .iter()
        .sum();
    let lost = heat + moved(&hall, &march, "d");
    assert!(lost > 50.0 && lost < 500.0, "{lost} W lost by 40 m of pipe");
    for _ in 0..20 {
        let report = march.step(15.0).unwrap_or_else(|error| panic!("{error}"));
        assert!(report.power <= 1e-9);
    }
}

#[test]
fn a_drawn_valve_throttles_its_network_alone() {
    let rack = |opening: &str| {
        let hall = support::hall(
            "04_drawn.toml",
            &[&format!("valve.balance.opening={opening}")],
        );
        let march = March::begin(&hall, START, 60.0);
        [
            flow(&hall, &march, "row.d.1"),
            flow(&hall, &march, "row.a.1"),
        ]
    };
    let ([drawn, other], [throttled, untouched]) = (rack("0.8"), rack("0.2"));
    assert!(throttled < 0.95 * drawn, "{throttled} of {drawn} kg/s");
    assert!(
        (untouched / other - 1.0).abs() < 1e-6,
        "{untouched} of {other} kg/s"
    );
}
