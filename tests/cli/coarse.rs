//! Long steps and loads beyond what a plant bears: a result, a limit or a cause by name.

use super::folder::{Folder, config};

#[test]
fn the_hall_that_new_writes_stands_steps_of_five_minutes() {
    let folder = Folder::new();
    let mut new = assert_cmd::Command::cargo_bin("halltwin").unwrap();
    new.current_dir(folder.path(""));
    new.args(["new", "hall.toml"]).assert().success();
    let done = folder.run(&["--for", "48h", "--step", "300s", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let all: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(all["steps"], 576);
    assert!(all["ledger_residual"].as_f64().unwrap() <= 1e-9);
    assert!(all["coupling_residual"].as_f64().unwrap() <= 1e-9);
}

#[test]
fn a_rack_beyond_its_coolant_throttles_and_passes_its_limit() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    for power in ["row.a.power=\"230 kW\"", "row.a.power=\"300 kW\""] {
        let done = folder.run(&["--for", "10 min", "--set", power]);
        assert_eq!(done.code, 3, "{power}: {}", done.err);
        assert!(done.out.contains("row.a.1"), "{}", done.out);
    }
}

#[test]
fn more_heat_than_a_cooler_moves_is_told_by_its_name() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let done = folder.run(&["--for", "2 min", "--set", "row.a.power=\"450 kW\""]);
    assert_eq!(done.code, 3, "{}", done.err);
    assert!(
        done.out
            .contains("chiller.cold stands at its limit; it is off from the start"),
        "{}",
        done.out
    );
}
