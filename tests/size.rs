//! `halltwin size` as a user meets it: exit codes, files, and what goes to which stream.

use std::path::Path;

use assert_cmd::Command;

fn halltwin(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("halltwin").expect("the program");
    command.current_dir(folder);
    command
}

fn configs(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(name);
    path.display().to_string()
}

#[test]
fn the_smallest_study_writes_a_front_of_halls() {
    let dir = tempfile::tempdir().unwrap();
    let done = halltwin(dir.path())
        .args([
            "size",
            &configs("01_one_rack.toml"),
            &configs("studies/one_rack_roof.toml"),
        ])
        .args(["--out", "out", "--json", "--threads", "1"])
        .assert()
        .code(0);
    let told: serde_json::Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
    assert_eq!(told["assessed"], 8);
    let first = &told["front"][0];
    let (quick, full) = (
        first["pue"].as_f64().unwrap(),
        first["full_year"]["pue"].as_f64().unwrap(),
    );
    assert!((quick - full).abs() < 1e-4, "{quick} {full}");
    for file in [
        "designs.csv",
        "front.csv",
        "front.json",
        "plots/front.svg",
        "plots/front.png",
    ] {
        assert!(dir.path().join("out").join(file).is_file(), "{file}");
    }
    for file in [
        "hall.toml",
        "schedule.csv",
        "summary.json",
        "uncertainty.json",
        "tornado_pue.svg",
    ] {
        assert!(
            dir.path().join("out/front/01").join(file).is_file(),
            "{file}"
        );
    }
    halltwin(dir.path())
        .args(["check", "out/front/01/hall.toml"])
        .assert()
        .code(0);
}

#[test]
fn no_design_is_a_violated_limit_and_a_bad_study_is_bad_usage() {
    let dir = tempfile::tempdir().unwrap();
    let study = |values: &str| {
        let text =
            format!("[study]\nname = \"x\"\n[vary.\"loop.fws.supply\"]\nvalues = {values}\n");
        std::fs::write(dir.path().join("study.toml"), text).unwrap();
    };
    study("[\"18 degC\"]");
    let run = |folder: &str| {
        let mut command = halltwin(dir.path());
        command.args([
            "size",
            &configs("01_one_rack.toml"),
            "study.toml",
            "--out",
            folder,
        ]);
        command.assert()
    };
    let done = run("cold").code(3);
    let text = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
    assert!(text.contains("binding   loop.fws supply"), "{text}");
    assert!(text.contains("K too warm"), "{text}");
    study("[\"18 bar\"]");
    let done = run("bad").code(2);
    let text = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(text.contains("study.toml:4:11"), "{text}");
}

#[test]
fn a_repeating_day_is_no_year_to_compare_designs_by() {
    let dir = tempfile::tempdir().unwrap();
    let done = halltwin(dir.path())
        .args([
            "size",
            &configs("01_one_rack.toml"),
            &configs("studies/one_rack_roof.toml"),
            "--set",
            "site.climate=tokyo-design-summer",
            "--out",
            "out",
        ])
        .assert()
        .code(2);
    let text = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(text.contains("repeats after 24 h"), "{text}");
}
