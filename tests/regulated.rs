//! What regulates itself in a hall's loop: pressure-reducing and differential-pressure valves, flow valves, couplings, boosters
//! in series with a CDU's pumps, a three-way valve that an event moves.

mod support;

use halltwin::model::hydraulic::NodeId;
use halltwin::results::Summary;
use halltwin::study::Hall;
use support::March;

const FILE: &str = "12_regulated.toml";
const START: f64 = 212.0 * 86_400.0;

/// Pressure above the air's at a drawn node \[Pa\].
fn pressure(march: &March, name: &str) -> f64 {
    let (net, flows) = march.stepper.network();
    let node: NodeId = net.find_node(name).unwrap_or_else(|| panic!("no {name}"));
    flows.pressure(net, node)
}

/// Mass flow of a link [kg/s].
fn flow(hall: &Hall, march: &March, link: &str) -> f64 {
    let link = hall.model.hydraulics.find_link(link);
    march.stepper.flow()[link.unwrap_or_else(|| panic!("no link")).0 as usize]
}

/// Volume flow of the flow valve [L/min].
fn far(hall: &Hall, march: &March) -> f64 {
    let link = hall
        .model
        .hydraulics
        .find_link("flow_valve.far")
        .expect("drawn");
    let (net, _) = march.stepper.network();
    6e4 * flow(hall, march, "flow_valve.far") / net.density[link.0 as usize]
}

fn difference(march: &March) -> f64 {
    pressure(march, "node.near_in") - pressure(march, "node.near_out")
}

#[test]
fn valves_keep_what_they_are_set_to() {
    let hall = support::hall(FILE, &[]);
    let march = March::begin(&hall, START, 60.0);
    let reduced = pressure(&march, "node.reduced");
    assert!((reduced - 2.85e5).abs() < 300.0, "{reduced}");
    let kept = difference(&march);
    assert!((kept - 6e4).abs() < 100.0, "{kept}");
    assert!(
        (far(&hall, &march) - 260.0).abs() < 2.0,
        "{}",
        far(&hall, &march)
    );
    let lift = pressure(&march, "node.lifted") - pressure(&march, "node.far");
    assert!((lift - 8e4).abs() < 100.0, "{lift}");
}

#[test]
fn more_pump_pressure_does_not_reach_what_is_protected() {
    let at = |sets: &[&str]| {
        let hall = support::hall(FILE, sets);
        let march = March::begin(&hall, START, 60.0);
        let near = flow(&hall, &march, "coupling.near");
        (difference(&march), near, far(&hall, &march))
    };
    let (base, more) = (at(&[]), at(&["cdu.d.differential_pressure=160 kPa"]));
    assert!((base.0 - more.0).abs() < 50.0, "{base:?} {more:?}");
    assert!((base.1 / more.1 - 1.0).abs() < 1e-3, "{base:?} {more:?}");
    assert!((base.2 - more.2).abs() < 1e-2, "{base:?} {more:?}");
    // Without the valve the near row takes what there is.
    let free = at(&["differential_pressure_valve.near.differential_pressure=900 kPa"]);
    assert!(free.1 > 1.05 * base.1, "{free:?} {base:?}");
}

#[test]
fn couplings_taken_apart_let_nothing_pass() {
    let sets = ["coupling.near.connected=false"];
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(FILE);
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    // A row without coolant is found before anything runs.
    let found = Hall::load(&path, &sets).err();
    let text = format!("{:?}", found.expect("row n has no coolant"));
    assert!(
        text.contains("row n is cut off: coupling near closed"),
        "{text}"
    );
}

fn half_an_hour(sets: &[&str]) -> Summary {
    support::outcome(&support::hall(FILE, sets), 1_800.0).summary
}

#[test]
fn boosters_are_metered_and_their_heat_is_in_the_ledger() {
    let summary = half_an_hour(&[]);
    let drawn = summary.plant.component_energy["booster.far_kWh"];
    // 25 min of 260 L/min against 80 kPa, 0.35 kW of water power, at some 55 %.
    assert!((0.2..0.4).contains(&drawn), "{drawn}");
    assert!(
        summary.ledger_residual < 1e-9,
        "{}",
        summary.ledger_residual
    );
    for what in ["booster.far", "three_way_valve.divert"] {
        let told = summary
            .events
            .iter()
            .any(|e| format!("{e:?}").contains(what));
        assert!(told, "{what}: {:?}", summary.events);
    }
    let pumps = summary.hydraulics.expect("told").pumps;
    let of = |name: &str| pumps.iter().find(|p| p.pump == name);
    assert!(
        of("booster.far").is_some_and(|p| p.npsh_available_m > 5.0),
        "{pumps:?}"
    );
}

#[test]
fn the_suction_of_least_reserve_is_told_with_its_time() {
    let pump = |sets: &[&str]| {
        let pumps = half_an_hour(sets).hydraulics.expect("told").pumps;
        let pump = pumps.into_iter().find(|p| p.pump == "cdu.a1.pumps");
        pump.expect("it runs")
    };
    let base = pump(&[]);
    let time = base.least_reserve_at_s.expect("seen in a step");
    assert!(time > 0.0 && time <= 1_800.0, "{time}");
    // A load that is higher for a while is what the pumps are judged by.
    let swing = [
        "workload.training.pattern=constant",
        "workload.training.level=0.5",
    ];
    let low = pump(&swing);
    assert!(low.suction < base.suction - 1.0, "{low:?} {base:?}");
    assert!(
        low.npsh_available_m > base.npsh_available_m,
        "{low:?} {base:?}"
    );
}

#[test]
fn a_fouled_filter_costs_speed_and_power() {
    let at = |sets: &[&str]| {
        let hall = support::hall("02_cdu_and_row.toml", sets);
        let march = March::begin(&hall, START, 60.0);
        let link = hall
            .model
            .hydraulics
            .find_link("cdu.a1.pumps")
            .expect("drawn");
        let units = &hall.model.equipment.units;
        let unit = units
            .iter()
            .position(|u| u.name == "cdu.a1")
            .expect("a unit");
        let (speed, power) = (
            march.stepper.pump_speed(link.0 as usize),
            march.stepper.unit_power()[unit],
        );
        (speed, power, flow(&hall, &march, "cdu.a1.pumps"))
    };
    let (clean, fouled) = (at(&[]), at(&["cdu.a.filter_fouling=3"]));
    assert!(
        fouled.0 > 1.02 * clean.0 && fouled.1 > 1.02 * clean.1,
        "{clean:?} {fouled:?}"
    );
    // The difference across the ports is held, so the row gets what it got.
    assert!(
        (fouled.2 / clean.2 - 1.0).abs() < 1e-3,
        "{clean:?} {fouled:?}"
    );
}

#[test]
fn the_fouling_of_a_filter_is_told_as_configured() {
    let pumps = half_an_hour(&["cdu.a.filter_fouling=3"]).hydraulics;
    let pumps = pumps.expect("told").pumps;
    let of = |name: &str| pumps.iter().find(|p| p.pump == name).map(|p| p.fouling);
    assert_eq!(of("cdu.a1.pumps"), Some(3.0), "{pumps:?}");
    assert_eq!(of("booster.far"), Some(1.0), "{pumps:?}");
}

/// What is said of the example with `sets`, which cannot be.
fn refused(sets: &[&str]) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("configs");
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    match Hall::load(&path.join(FILE), &sets) {
        Ok(_) => panic!("{sets:?} must be refused"),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn valves_that_cannot_regulate_are_refused_by_name() {
    for end in ["near_out", "near_back"] {
        let said = refused(&[&format!("differential_pressure_valve.near.sense={end}")]);
        let name = "differential_pressure_valve.near senses itself";
        assert!(said.contains(name), "{end}: {said}");
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("configs");
    let second = "[pressure_valve.second]\nfrom = \"out\"\nto = \"reduced\"\nkv = \"10 Kv\"\ndownstream = \"280 kPa\"\n";
    let text = format!("base = \"{}\"\n{second}", path.join(FILE).display());
    let file = std::env::temp_dir().join(format!("two_regulators_{}.toml", std::process::id()));
    std::fs::write(&file, text).expect("written");
    let loaded = Hall::load(&file, &[]);
    std::fs::remove_file(&file).expect("removed");
    let said = format!("{:?}", loaded.err().expect("must be refused"));
    let name = "pressure_valve.guard and pressure_valve.second keep the pressure of one node";
    assert!(said.contains(name), "{said}");
    let said = refused(&["node.reduced.static_pressure=285 kPa"]);
    let name = "pressure_valve.guard keeps the pressure of node.reduced, which";
    assert!(said.contains(name), "{said}");
}

/// What is set or drawn so that a row gets no coolant is named with the pressures at it, before anything runs.
#[test]
fn what_shuts_a_row_off_is_named() {
    let refused = |sets: &[&str]| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("configs")
            .join(FILE);
        let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
        let found = Hall::load(&path, &sets).err();
        format!("{:?}", found.expect("a row has no coolant"))
    };
    let turned = |valve: &str, from: &str, to: &str| {
        let sets = [format!("{valve}.from={to}"), format!("{valve}.to={from}")];
        refused(&sets.each_ref().map(String::as_str))
    };
    let low = refused(&["pressure_valve.guard.downstream=120 kPa"]);
    assert!(
        low.contains("`pressure_valve.guard` is shut") && low.contains("120 kPa behind it"),
        "{low}"
    );
    for (valve, from, to) in [
        ("pressure_valve.guard", "out", "reduced"),
        ("booster.far", "far", "lifted"),
    ] {
        let wrong = turned(valve, from, to);
        assert!(
            wrong.contains(&format!("`{valve}` is shut")) && wrong.contains("swap its `from`"),
            "{wrong}"
        );
    }
    let none = refused(&["flow_valve.far.flow=0 L/min"]);
    assert!(
        none.contains("row f is cut off: flow_valve far closed") && none.contains("`flow` above 0"),
        "{none}"
    );
}

/// Two valves in series of which each alone would shut the row are named together, with what either of them needs.
#[test]
fn two_valves_in_series_that_shut_a_row_are_both_named() {
    let folder = tempfile::tempdir().unwrap();
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(FILE);
    let more = "[node.between]\n[coupling.near]\nfrom = \"between\"\n[pressure_valve.second]\nfrom = \"reduced\"\nto = \"between\"\n\
                kv = \"80 m3/h\"\ndownstream = \"110 kPa\"\n[pressure_valve.guard]\ndownstream = \"120 kPa\"\n";
    let path = folder.path().join("hall.toml");
    let write = |more: &str| std::fs::write(&path, format!("base = {base:?}\n{more}")).unwrap();
    write(more);
    let text = format!(
        "{:?}",
        Hall::load(&path, &[]).err().expect("row n has no coolant")
    );
    for said in [
        "`pressure_valve.guard` and `pressure_valve.second` are shut",
        "pressure_valve.guard`: it is set to 120 kPa",
        "pressure_valve.second`: it is set to 110 kPa",
        "row.n.1 and 1 more",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    // One alone is still told by itself.
    write(&more.replace("120 kPa", "290 kPa"));
    let text = format!(
        "{:?}",
        Hall::load(&path, &[]).err().expect("row n has no coolant")
    );
    assert!(
        text.contains("`pressure_valve.second` is shut") && !text.contains("guard` is"),
        "{text}"
    );
}
