//! Published test feeders, as far as their numbers are known in closed form or from the papers.

use halltwin::config::bus_table::BusTable;
use halltwin::model::electrical::grid::{Grid, Neutral};
use halltwin::solver::electrics::grid::GridFlow;
use std::path::{Path, PathBuf};

fn reference() -> Option<PathBuf> {
    let named = std::env::var_os("HALLTWIN_REFERENCE").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference");
    let folder = named.unwrap_or(beside).join("power/dcpf");
    folder.is_dir().then_some(folder)
}

fn solved(grid: &Grid) -> GridFlow {
    let mut flow = GridFlow::new(grid);
    flow.solve(grid, 1.0).expect("the feeder carries its loads");
    flow
}

fn case(folder: &Path, name: &str, neutral: Neutral) -> Grid {
    let table = BusTable::load(&folder.join(name)).unwrap();
    Grid::from_table(&table, neutral).unwrap()
}

/// Every unipolar table against its solution: 1e-9 of the voltage, 1e-8 of the loss and of λ_max.
#[test]
fn all_unipolar_tables() {
    let Some(folder) = reference() else {
        println!("skipped: all_unipolar_tables: reference folder absent");
        return;
    };
    let mut met = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let given: serde_json::Value = serde_json::from_str(&text).unwrap();
        let Some(volts) = given["solution"]["V"].as_array() else {
            continue;
        };
        met += 1;
        let grid = case(&folder, path.to_str().unwrap(), Neutral::Floating);
        let mut flow = solved(&grid);
        let slack = given["slack_voltage_V"].as_f64().unwrap();
        for (ours, given) in flow.volts.iter().zip(volts) {
            assert!((ours - given.as_f64().unwrap()).abs() <= 1e-9 * slack);
        }
        let loss = given["solution"]["loss_W"].as_f64().unwrap();
        assert!((flow.loss() / loss - 1.0).abs() <= 1e-8, "{path:?}");
        let limit = given["loadability"]["lambda_max"].as_f64().unwrap();
        let found = flow.loadability(&grid).unwrap().factor;
        assert!((found / limit - 1.0).abs() <= 1e-8, "{path:?}: {found}");
        assert!(flow.solve(&grid, 0.999_999 * limit).is_ok());
        assert!(flow.solve(&grid, 1.000_001 * limit).is_err());
    }
    assert_eq!(met, 5);
}

#[test]
fn garces_feeder_of_21_buses() {
    let Some(folder) = reference() else {
        println!("skipped: garces_feeder_of_21_buses: reference folder absent");
        return;
    };
    let grid = case(&folder, "garces21.json", Neutral::Floating);
    let mut flow = solved(&grid);
    // Garcés, EPSR 151 (2017) 149: 27.603 kW.
    assert!((flow.loss() - 27_603.41).abs() < 5e-3, "{}", flow.loss());
    let limit = flow.loadability(&grid).unwrap();
    assert!((limit.factor - 4.035_716).abs() < 5e-7, "{limit:?}");
    assert!(flow.solve(&grid, 0.999_999 * limit.factor).is_ok());
    assert!(flow.solve(&grid, 1.000_001 * limit.factor).is_err());
}

#[test]
fn three_wire_feeder_of_21_buses() {
    let Some(folder) = reference() else {
        println!("skipped: three_wire_feeder_of_21_buses: reference folder absent");
        return;
    };
    // Lee et al., Montoya et al. (2022): 95.4237 kW floating, 91.2701 kW solid.
    for (neutral, loss) in [(Neutral::Floating, 95_423.68), (Neutral::Solid, 91_270.10)] {
        let grid = case(&folder, "bipolar21.json", neutral);
        let mut flow = solved(&grid);
        assert!((flow.loss() - loss).abs() < 5e-3, "{}", flow.loss());
        let balance = flow.supplied(&grid) - flow.taken(&grid, 1.0) - flow.loss();
        assert!(balance.abs() < 1e-9 * flow.supplied(&grid));
        let limit = flow.loadability(&grid).unwrap();
        assert!(flow.solve(&grid, 0.999_999 * limit.factor).is_ok());
        assert!(flow.solve(&grid, 1.000_001 * limit.factor).is_err());
    }
}

/// The command as scripts call it.
#[test]
fn command_prints_what_was_promised() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.json");
    let case = r#"{"slack_bus":1,"slack_voltage_V":800,
        "lines":[{"f":1,"t":2,"r_ohm":0.01}],"loads_W":{"2":100000}}"#;
    std::fs::write(&path, case).unwrap();
    let run = |more: &[&str]| {
        assert_cmd::Command::cargo_bin("halltwin")
            .unwrap()
            .args(["power", "flow", path.to_str().unwrap(), "--json"])
            .args(more)
            .output()
            .unwrap()
    };
    let out = run(&[]);
    assert_eq!(out.status.code(), Some(0));
    let result: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(result["converged"], true);
    assert!(result["iterations"].as_u64().unwrap() > 0);
    assert!((result["voltages"]["2"].as_f64().unwrap() - 798.748_040_747_537_7).abs() < 1e-9);
    assert!((result["loss"].as_f64().unwrap() - 156.740_196_982_585_25).abs() < 1e-6);
    assert!((result["lambda_max"].as_f64().unwrap() - 160.0).abs() < 1e-8);

    let out = run(&["--scale", "160.001"]);
    assert_eq!(out.status.code(), Some(4));
    let result: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(result["converged"], false);
    assert!(result.get("voltages").is_none());
    let text = String::from_utf8(out.stderr).unwrap();
    assert!(
        text.contains("voltage collapse") && text.contains("bus `2`"),
        "{text}"
    );

    // All faults at once: a resistance below zero, and a bus that no line leads to.
    let bad = case.replace("0.01", "-0.01");
    let bad = bad.replace("}],\"loads", "},{\"f\":7,\"t\":8,\"r_ohm\":1}],\"loads");
    std::fs::write(&path, bad).unwrap();
    let out = run(&[]);
    assert_eq!(out.status.code(), Some(2));
    let text = String::from_utf8(out.stderr).unwrap();
    for words in [
        "has a resistance [Ω] of -0.01",
        "bus `7` is fed by nothing",
        "bus `8`",
    ] {
        assert!(text.contains(words), "{text}");
    }
}

/// The line that closes a ring is drawn, and no load leaves no margin in per cent.
#[test]
fn rings_are_drawn_closed_and_no_load_has_no_margin() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ring.json");
    let case = r#"{"slack_bus":1,"slack_voltage_V":800,"lines":[{"f":1,"t":2,"r_ohm":0.01},
        {"f":2,"t":3,"r_ohm":0.01},{"f":3,"t":4,"r_ohm":0.02},{"f":4,"t":1,"r_ohm":0.01}],
        "loads_W":{"2":50000,"3":80000,"4":60000}}"#;
    std::fs::write(&path, case).unwrap();
    let run = |more: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("halltwin").unwrap();
        command.args(["power", "flow", path.to_str().unwrap()]);
        command.args(more).output().unwrap()
    };
    let plots = folder.path().join("plots");
    let out = run(&["--plot", plots.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(0));
    let svg = std::fs::read_to_string(plots.join("single_line.svg")).unwrap();
    assert_eq!(svg.matches(">line 3 (3–4) to 3, closes a ring<").count(), 1);
    let out = run(&["--scale", "0"]);
    assert_eq!(out.status.code(), Some(0));
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(
        text.contains("lambda_max") && !text.contains("inf"),
        "{text}"
    );
}
