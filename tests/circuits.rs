//! The example circuits run, close their ledger and give the numbers they gave when they were last
//! looked at and set beside ngspice (validation/peers/circuits.py).

use halltwin::study::circuit::{CircuitStudyError, Drawn, Transient, faults, transient};
use std::path::{Path, PathBuf};

/// Circuit, column, its least and its largest value.
const EXPECTED: &[(&str, &str, f64, f64)] = &[
    ("ring_main", "v_n8_V", 797.0349, 800.5933),
    ("ring_main", "i_closing_A", -458.0080, -306.5842),
    ("droop_feeders", "v_bus_V", 807.2251, 809.4067),
    ("droop_feeders", "i_out2_A", 101.1392, 228.8998),
    ("droop_ring", "v_n6_V", 798.5969, 802.8362),
    ("three_wire", "v_p_V", 397.5527, 400.9542),
    ("three_wire", "i_o_A", -160.9424, 25.0313),
    ("training_row", "v_n20_V", 777.6592, 814.2015),
    ("pre_charge", "v_b_V", 0.0000, 801.5274),
    ("breaker_mov", "v_m_V", -511.6454, 1796.6705),
    ("two_feeders_fault", "v_bus_V", 766.3540, 825.7132),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/circuits")
}

fn solved(path: &Path) -> Transient {
    let drawn = Drawn::load(path, &[]).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    transient(&drawn).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn every_circuit_runs_and_closes_its_ledger() {
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let answer = solved(&path);
        let residual = answer.record.energies.residual().abs();
        assert!(residual < 1e-10, "{}: {residual:e}", path.display());
        let all = answer.columns.iter().flat_map(|c| &c.values);
        assert!(all.into_iter().all(|x| x.is_finite()), "{}", path.display());
    }
}

#[test]
fn circuits_keep_their_key_numbers() {
    for (name, column, least, largest) in EXPECTED {
        let answer = solved(&folder().join(format!("{name}.toml")));
        let found = answer.columns.iter().find(|c| c.name == *column);
        let found = found.unwrap_or_else(|| panic!("{name} has no column {column}"));
        let (low, high) = found.range();
        let near = |a: f64, b: f64| (a - b).abs() <= 5e-3_f64.max(1e-6 * b.abs());
        assert!(
            near(low, *least) && near(high, *largest),
            "{name}: {column} lies between {low} and {high}"
        );
    }
}

/// A limit of the grid side that is exceeded is told, one that is kept is not.
#[test]
fn the_grid_side_is_audited() {
    let path = folder().join("training_row.toml");
    let limit = |watt: &str| {
        let set = format!("grid.ramp_per_second=\"{watt}\"");
        let drawn = Drawn::load(&path, &[set]).unwrap();
        let grid = transient(&drawn).unwrap().grid.unwrap();
        let ramp = grid.figures.iter().find(|f| f.key == "ramp_W_per_s");
        let ramp = ramp.unwrap().clone();
        // Twenty racks go from 30 to 100 kW; some of the line's ringing is left in a cycle's mean.
        assert!((1.35e6..1.5e6).contains(&ramp.value.unwrap()), "{ramp:?}");
        ramp.violated()
    };
    assert!(limit("1.3 MW") && !limit("2 MW"));
}

/// A rest drawn for the load flow is the rest that a run starts from.
#[test]
fn the_load_flow_of_a_circuit_is_where_its_run_starts() {
    for name in [
        "ring_main",
        "three_wire",
        "droop_feeders",
        "droop_ring",
        "training_row",
    ] {
        let drawn = Drawn::load(&folder().join(format!("{name}.toml")), &[]).unwrap();
        let grid = drawn.grid().unwrap_or_else(|e| panic!("{name}: {e:?}"));
        let mut flow = halltwin::solver::electrics::grid::GridFlow::new(&grid);
        flow.solve(&grid, 1.0).unwrap();
        let answer = transient(&drawn).unwrap();
        for (node, volts) in grid.nodes.iter().zip(&flow.volts) {
            let column = format!("v_{node}_V");
            if let Some(c) = answer.columns.iter().find(|c| c.name == column) {
                let off = (c.values[0] - volts).abs();
                assert!(off < 1e-6, "{name}: {column} is off by {off:e}");
            }
        }
    }
}

/// Everything that is wrong comes in one run, each with its place: a value, a node, a battery, the loads.
#[test]
fn all_that_is_wrong_is_told_at_once() {
    let text = r#"
[circuit]
name = "bad"
[source.grid]
from = "s"
voltage = "800 V"
[line.good]
from = "s"
to = "b"
resistance = "10 mohm"
[line.negative]
from = "b"
to = "c"
resistance = "-1 mohm"
[load.rack]
from = "b"
power = "100 MW"
[load.lost]
from = "nowhere"
power = "10 kW"
[converter.magic]
from = "b"
to = "o"
voltage = "54 V"
resistance = "1 mohm"
efficiency = 1.2
minimum_voltage = "400 V"
[battery.flat]
from = "s"
cells = 200
charge = "100 A h"
open_circuit = [3.0, 0.1, 0.2, 5.0]
resistance = "10 mohm"
resistance_1 = "10 mohm"
capacitance_1 = "1 kF"
resistance_2 = "10 mohm"
capacitance_2 = "1 kF"
cutoff_voltage = "700 V"
"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.toml");
    std::fs::write(&path, text).unwrap();
    let Err(CircuitStudyError::Config(found)) = Drawn::load(&path, &[]) else {
        panic!("nothing is wrong with it");
    };
    let told: Vec<String> = found
        .iter()
        .map(|d| format!("{} {}", d.origin(), d.message))
        .collect();
    let expected = [
        (":14:14 ", "cannot be negative"),
        (":17:9 ", "more than the circuit can carry"),
        (":19:8 ", "nothing feeds `nowhere`"),
        (":26:14 ", "at most 1"),
        (":28:", "below its cut-off"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, (place, words)) in told.iter().zip(expected) {
        assert!(
            told.contains(place) && told.contains(words),
            "{told} is not {words} at {place}"
        );
    }
}

fn written(text: &str) -> Result<Transient, CircuitStudyError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("circuit.toml");
    std::fs::write(&path, text).unwrap();
    transient(&Drawn::load(&path, &[])?)
}

const LIMITED: &str = r#"
[circuit]
name = "limits"
duration = "300 ms"
[source.a]
from = "b"
voltage = "800 V"
resistance = "20 mohm"
current_limit = "100 A"
[source.b]
from = "b"
voltage = "800 V"
resistance = "20 mohm"
current_limit = "100 A"
[capacitor.c]
from = "b"
capacitance = "10 mF"
[load.rack]
from = "b"
minimum_voltage = "500 V"
"#;

/// Two sources that can give 200 A together carry 159.6 kW at 798 V, and not more.
#[test]
fn sources_at_their_limits_have_a_rest_or_a_margin() {
    for power in [0.0, 100.0, 159.5] {
        let answer = written(&format!("{LIMITED}power = \"{power} kW\"\n")).unwrap();
        let volts = answer.columns.iter().find(|c| c.name == "v_b_V").unwrap();
        // v = 800 V − 10 mΩ·P/v
        let v = 400.0 + f64::sqrt(160_000.0 - 0.01 * 1e3 * power);
        assert!(
            (volts.values[0] - v).abs() < 1e-3,
            "{power}: {}",
            volts.values[0]
        );
    }
    let Err(CircuitStudyError::Collapse(found)) =
        written(&format!("{LIMITED}power = \"200 kW\"\n"))
    else {
        panic!("200 kW have a rest");
    };
    let told = found.iter().next().unwrap();
    assert!(
        told.message.contains("0.79") && told.origin().to_string().contains(":21:"),
        "{told}"
    );
}

/// A load that outgrows its sources browns out: an event with its time, and a rest of 200 A through its resistance.
#[test]
fn a_brown_out_is_an_event() {
    let power = "power = [[\"0 s\", \"100 kW\"], [\"1 ms\", \"100 kW\"], [\"2 ms\", \"200 kW\"]]\n";
    let answer = written(&format!("{LIMITED}{power}")).unwrap();
    let volts = answer.columns.iter().find(|c| c.name == "v_b_V").unwrap();
    let rest = 200.0 * 500.0 * 500.0 / 200e3;
    let last = volts.values.last().unwrap();
    assert!((last - rest).abs() < 1.0, "{last} V, not {rest}");
    let (time, what) = answer.events.first().expect("an event");
    assert!(
        what.contains("browned out") && *time > 2e-3,
        "{time} {what}"
    );
    assert!(!answer.loads[0].rides_through());
    assert!(answer.record.energies.residual().abs() < 1e-9);
}

/// Nothing to rest on is refused by name; charged capacitors without a source close their ledger.
#[test]
fn circuits_without_sources() {
    let dead = "[circuit]\nname = \"dead\"\n[capacitor.c]\nfrom = \"b\"\ncapacitance = \"1 mF\"\n";
    let Err(CircuitStudyError::Config(found)) = written(dead) else {
        panic!("it has a rest");
    };
    assert!(found.iter().next().unwrap().message.contains("no source"));
    let given = "[circuit]\nname = \"idle\"\nstart = \"given\"\nduration = \"20 ms\"\n\
        [capacitor.c]\nfrom = \"b\"\ncapacitance = \"10 mF\"\nvoltage = \"800 V\"\n\
        [line.l]\nfrom = \"b\"\nto = \"a\"\nresistance = \"1 ohm\"\ninductance = \"1 uH\"\n\
        [capacitor.d]\nfrom = \"a\"\ncapacitance = \"10 mF\"\nvoltage = \"800 V\"\n";
    for load in ["", "[load.r]\nfrom = \"a\"\npower = \"1 kW\"\n"] {
        let answer = written(&format!("{given}{load}")).unwrap();
        assert!(answer.record.energies.residual().abs() < 1e-9);
    }
}

/// The solved peak of a capacitor alone is that of IEC 61660-1.
#[test]
fn the_peak_is_that_of_the_standard() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("validation/transient");
    for name in ["iec_61660_ringing", "iec_61660_damped"] {
        let drawn = Drawn::load(&folder.join(name).join("circuit.toml"), &[]).unwrap();
        let answer = &faults(&drawn).unwrap()[0];
        let standard = answer.standard.expect("a loop of R, L and C");
        assert!(
            (answer.peak / standard.peak - 1.0).abs() < 1e-5,
            "{name}: {answer:?}"
        );
        assert!(
            (answer.time_to_peak - standard.time).abs() < 5e-6,
            "{name}: {answer:?}"
        );
    }
}

/// A sag: storage carries one rack, the other passes ITIC, the drive locks out and comes back.
#[test]
fn loads_are_judged_by_their_curves() {
    let answer = solved(&folder().join("sag_ride.toml"));
    let of = |name: &str| answer.loads.iter().find(|l| l.name == name).unwrap();
    assert!(of("rack1").rides_through(), "{:?}", of("rack1"));
    let rack2 = of("rack2");
    assert!(
        rack2
            .breaches
            .iter()
            .any(|b| b.below && b.share == 0.7 && b.lasted > 0.04),
        "{rack2:?}"
    );
    let drive = of("pump_drive");
    assert!(
        drive.interruptions.len() == 1 && drive.interruptions[0].locked_out,
        "{drive:?}"
    );
    let back = drive.interruptions[0].to.expect("it starts again");
    assert!((0.2..0.22).contains(&back), "{back}");
    // Work ends at 150 ms; power is held for 20 ms and then falls by 1 MW a second.
    let power = answer
        .columns
        .iter()
        .find(|c| c.name == "p_rack1_W")
        .unwrap();
    let at = |t: f64| power.values[answer.time.iter().position(|x| *x >= t - 1e-9).unwrap()];
    assert!((at(0.169) - 100e3).abs() < 100.0 && (at(0.29) - 30e3).abs() < 100.0);
    assert!(at(0.2) > 60e3 && at(0.2) < 75e3, "{}", at(0.2));
}

/// A rack's fault melts its own fuse at the integral given and nothing else opens; at the bus the breaker does.
#[test]
fn fuses_are_selective() {
    let drawn = Drawn::load(&folder().join("fuses.toml"), &[]).unwrap();
    let answers = faults(&drawn).unwrap();
    let of = |name: &str| answers.iter().find(|a| a.name == name).unwrap();
    let rack = of("rack1");
    let own = rack.breakers.iter().find(|b| b.name == "fuse1").unwrap();
    assert_eq!(rack.selective, Some(true), "{rack:?}");
    assert!(own.opened.is_some() && own.share.unwrap() > 0.99, "{own:?}");
    let other = rack.breakers.iter().find(|b| b.name == "fuse2").unwrap();
    assert!(
        other.opened.is_none() && other.share.unwrap() < 1.0,
        "{other:?}"
    );
    let bus = of("bus");
    let feeder = bus.breakers.iter().find(|b| b.name == "feeder").unwrap();
    assert!(feeder.opened.is_some(), "{bus:?}");
}

/// 1 kA melts 0.01 kA²s in 10 ms, less what is cooled away with τ = M/(1.25·I_n)² = 0.64 s; the arc of 1.2 kV then drives the current of 1 mH to zero against 800 V.
#[test]
fn a_fuse_melts_by_its_integral() {
    let text = r#"
[circuit]
name = "fuse"
duration = "20 ms"
[source.s]
from = "s"
voltage = "800 V"
[line.l]
from = "s"
to = "a"
resistance = "0.7999 ohm"
inductance = "1 mH"
[fuse.f]
from = "a"
melting = "10 kA2 s"
rated_current = "100 A"
arc_voltage = "1.2 kV"
"#;
    let answer = written(&text.replace("10 kA2 s", "0.01 kA2 s")).unwrap();
    let (time, what) = &answer.events[0];
    let melts = -0.64 * f64::ln(1.0 - 1e4 / (1e6 * 0.64));
    assert!(
        (time - melts).abs() < 1e-6 && what.contains("f melted"),
        "{time} {what}"
    );
    let current = answer.columns.iter().find(|c| c.name == "i_l_A").unwrap();
    let at = |t: f64| current.values[answer.time.iter().position(|x| *x >= t - 1e-9).unwrap()];
    assert!((at(9.9e-3) - 1e3).abs() < 0.1, "{}", at(9.9e-3));
    // 800 V − 0.8 Ω·i − about 1.32 kV over 1 mH: zero within 2 ms, and no current after.
    assert!(at(13e-3).abs() < 0.1, "{}", at(13e-3));
    assert!(answer.record.energies.residual().abs() < 1e-9);
}
