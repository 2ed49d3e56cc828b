//! Batteries at the ends of their charge, and buses that what has opened leaves without a source.

use halltwin::study::circuit::{CircuitStudyError, Drawn, Transient, stability, transient};
use std::path::Path;

fn drawn(path: &str, sets: &[&str]) -> Drawn {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    Drawn::load(&path, &sets).unwrap()
}

fn battery(sets: &[&str]) -> Transient {
    transient(&drawn("validation/transient/battery/circuit.toml", sets)).unwrap()
}

fn column<'a>(answer: &'a Transient, name: &str) -> &'a [f64] {
    &answer
        .columns
        .iter()
        .find(|c| c.name == name)
        .unwrap()
        .values
}

/// Times of the events that hold `words`.
fn times(answer: &Transient, words: &str) -> Vec<f64> {
    let told = answer.events.iter().filter(|e| e.1.contains(words));
    told.map(|e| e.0).collect()
}

/// At 770 V the string disconnects; nothing else feeds the load, whose bus is at zero volts from then on.
#[test]
fn a_battery_at_its_cut_off_disconnects() {
    let answer = battery(&["battery.string.cutoff_voltage=\"770 V\""]);
    let cut = times(&answer, "string reached its cut-off at 770.0 V");
    assert!(
        cut.len() == 1 && (cut[0] - 64.678).abs() < 0.01,
        "{:?}",
        answer.events
    );
    assert_eq!(times(&answer, "cycle browned out"), cut);
    assert_eq!(answer.time.len(), 7_201);
    let after = answer.time.iter().position(|t| *t > cut[0]).unwrap();
    let (volts, charge) = (column(&answer, "v_b_V"), column(&answer, "soc_string"));
    assert!(volts[after - 1] > 769.9 && volts[after..].iter().all(|v| v.abs() < 1e-6));
    assert!(
        charge[after..]
            .iter()
            .all(|s| (s - charge[after]).abs() < 1e-12)
    );
    assert!(!answer.loads[0].rides_through());
    assert!(answer.record.energies.residual().abs() < 1e-9);
}

/// A string of 1 A h is empty after some 25 s of 100 kW, is charged full again by what its load gives back, is not
/// overcharged by the rest of that, and feeds the load again when it asks.
#[test]
fn a_battery_is_neither_overcharged_nor_discharged_below_nothing() {
    let answer = battery(&["battery.string.charge=\"1 A h\""]);
    let charge = column(&answer, "soc_string");
    assert!(charge.iter().all(|s| (0.0..=1.0).contains(s)));
    assert!(
        column(&answer, "v_b_V")
            .iter()
            .all(|v| (-1e-6..900.0).contains(v))
    );
    let (empty, full) = (
        times(&answer, "string is empty"),
        times(&answer, "string is full"),
    );
    let again = times(&answer, "string carries current again");
    assert!(
        empty.len() == 2 && full.len() == 1 && again.len() == 2,
        "{:?}",
        answer.events
    );
    assert!(empty[0] > 10.0 && empty[0] < 40.0 && (again[0] - 130.07).abs() < 0.02);
    // 0.996 A h at about 64 A.
    assert!((full[0] - again[0] - 56.0).abs() < 4.0 && (again[1] - 300.05).abs() < 0.02);
    assert!(empty[1] > 340.0 && empty[1] < 370.0);
    assert!(answer.record.energies.residual().abs() < 1e-9);
}

/// A full string beside a source above its voltage carries nothing until the source is gone, and the load after.
#[test]
fn a_full_battery_waits_beside_a_source() {
    let text = "[circuit]\nname = \"beside\"\nduration = \"20 s\"\nsample = \"10 ms\"\n\
        [source.s]\nfrom = \"s\"\nvoltage = \"820 V\"\n\
        [switch.q]\nfrom = \"s\"\nto = \"b\"\nresistance = \"10 mohm\"\nopen_at = \"10 s\"\n\
        [capacitor.c]\nfrom = \"b\"\ncapacitance = \"10 mF\"\n\
        [battery.x]\nfrom = \"b\"\ncells = 240\ncharge = \"10 A h\"\nstate_of_charge = 0.999\n\
        open_circuit = [3.25, 0.006, 0.09, 18.0]\nresistance = \"60 mohm\"\n\
        resistance_1 = \"30 mohm\"\ncapacitance_1 = \"1500 F\"\n\
        resistance_2 = \"50 mohm\"\ncapacitance_2 = \"20000 F\"\n\
        [load.r]\nfrom = \"b\"\npower = \"50 kW\"\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("circuit.toml");
    std::fs::write(&path, text).unwrap();
    let answer = transient(&Drawn::load(&path, &[]).unwrap()).unwrap();
    let (full, again) = (
        times(&answer, "x is full"),
        times(&answer, "carries current again"),
    );
    assert!(full.len() == 1 && full[0] < 2.0, "{:?}", answer.events);
    assert!(
        again.len() == 1 && again[0] > 10.0 && again[0] < 10.02,
        "{:?}",
        answer.events
    );
    let current = column(&answer, "i_x_A");
    let at = |t: f64| current[answer.time.iter().position(|x| *x >= t).unwrap()];
    assert!(at(5.0).abs() < 1e-9 && at(15.0) < -60.0);
    assert!(column(&answer, "v_b_V").iter().all(|v| *v > 700.0));
}

/// What stands open at time zero is named at its place, not that loads are too large.
#[test]
fn an_open_contactor_is_told_at_its_place() {
    let drawn = drawn("configs/circuits/pre_charge.toml", &[]);
    let Err(CircuitStudyError::Config(found)) = stability(&drawn) else {
        panic!("it has a rest");
    };
    let told = found.iter().next().unwrap();
    let words = "`b` is fed by nothing at time zero, because `contactor` and `pre_charge` are open";
    assert_eq!(told.message, words);
    assert!(
        told.origin().to_string().contains("pre_charge.toml:22:"),
        "{}",
        told.origin()
    );
    let closed = self::drawn(
        "configs/circuits/pre_charge.toml",
        &["switch.contactor.closed=true"],
    );
    assert!(closed.unfed().is_none() && stability(&closed).is_ok());
}
