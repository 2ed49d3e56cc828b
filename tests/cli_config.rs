//! `new`, `check` and `schema` as a user meets them: exit codes, and what goes to which stream.

use assert_cmd::Command;

fn halltwin() -> Command {
    let mut command = Command::cargo_bin("halltwin").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

#[test]
fn a_new_hall_checks_without_problems_and_is_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("hall.toml");
    halltwin().arg("new").arg(&file).assert().code(0);
    let check = halltwin().arg("check").arg(&file).assert().code(0);
    let out = String::from_utf8_lossy(&check.get_output().stdout).into_owned();
    assert!(out.contains("racks     8"), "{out}");
    assert!(check.get_output().stderr.is_empty());
    let before = std::fs::read(&file).unwrap();
    halltwin().arg("new").arg(&file).assert().code(2);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let nowhere = dir.path().join("no/such/folder/hall.toml");
    halltwin().arg("new").arg(&nowhere).assert().code(1);
    assert!(!nowhere.exists());
}

#[test]
fn twelve_problems_are_told_with_exit_code_two() {
    let check = halltwin()
        .args(["check", "tests/data/twelve_errors.toml"])
        .assert()
        .code(2);
    let err = String::from_utf8_lossy(&check.get_output().stderr).into_owned();
    assert_eq!(err.matches("error[").count(), 12, "{err}");
    assert!(err.contains("tests/data/twelve_errors.toml:4:1:"), "{err}");
    assert!(err.trim_end().ends_with("12 errors"), "{err}");
    assert!(check.get_output().stdout.is_empty());

    let json = halltwin()
        .args(["check", "--json", "tests/data/twelve_errors.toml"])
        .assert()
        .code(2);
    let all: serde_json::Value = serde_json::from_slice(&json.get_output().stdout).unwrap();
    assert_eq!(all["problems"].as_array().unwrap().len(), 12);
    assert_eq!(all["valid"], false);
}

/// An event that only a year reaches is refused for the run of its hall, and one that none reaches for both.
#[test]
fn a_hall_is_checked_for_its_run_or_for_a_year() {
    let folder = tempfile::tempdir().unwrap();
    let hall = folder.path().join("hall.toml");
    let nanto = concat!(env!("CARGO_MANIFEST_DIR"), "/configs/halls/nanto_a.toml");
    let check = |from: &str, year: &[&str]| {
        let event = format!("from = \"{from}\"\non = \"cdu.a1\"\nrunning = 0\n");
        std::fs::write(&hall, format!("base = \"{nanto}\"\n[event.trip]\n{event}")).unwrap();
        let found = halltwin().arg("check").arg(&hall).args(year).assert();
        let err = String::from_utf8_lossy(&found.get_output().stderr).into_owned();
        (found.get_output().status.code(), err)
    };
    let late = check("1000 h", &[]);
    assert!(late.0 == Some(2) && late.1.contains("trip"), "{late:?}");
    assert_eq!(check("1000 h", &["--year"]).0, Some(0));
    let beyond = check("9000 h", &["--year"]);
    assert!(
        beyond.0 == Some(2) && beyond.1.contains("trip"),
        "{beyond:?}"
    );
}

#[test]
fn nanto_a_is_twelve_megawatts_in_under_a_hundred_lines() {
    let hall = "configs/halls/nanto_a.toml";
    let json = halltwin().args(["check", "--json", hall]).assert().code(0);
    let all: serde_json::Value = serde_json::from_slice(&json.get_output().stdout).unwrap();
    assert_eq!(
        (&all["racks"], &all["it_power_kW"]),
        (&96.into(), &12_000.0.into())
    );
    assert_eq!(all["cdus"], 12);
    let lines = std::fs::read_to_string(hall).unwrap().lines().count();
    assert!(lines < 100, "{lines} lines");

    let set = [
        "check",
        "--json",
        hall,
        "--set",
        "row.r1.racks=20",
        "--set",
        "row.r1.power=100 kW",
    ];
    let json = halltwin().args(set).assert().code(0);
    let all: serde_json::Value = serde_json::from_slice(&json.get_output().stdout).unwrap();
    assert_eq!(all["racks"], 100);
    assert_eq!(all["it_power_kW"], 12_000.0);
    halltwin()
        .args(["check", hall, "--set", "row.z.racks=20"])
        .assert()
        .code(2);
}

#[test]
fn the_schema_is_printed() {
    let schema = halltwin().arg("schema").assert().code(0);
    let all: serde_json::Value = serde_json::from_slice(&schema.get_output().stdout).unwrap();
    assert_eq!(
        all["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
}
