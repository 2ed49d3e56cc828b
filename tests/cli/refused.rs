//! Input that no run can be made of: exit 2, the place and the reason, nothing written.

use super::folder::{Done, Folder, config};

/// What is said of `text`, a hall that must be refused.
fn refused(text: &str, more: &[&str]) -> String {
    let folder = Folder::new();
    folder.write(text);
    let done = folder.run(more);
    nothing(&folder, &done)
}

fn nothing(folder: &Folder, done: &Done) -> String {
    assert_eq!(done.code, 2, "{}", done.err);
    assert!(!folder.results().exists(), "left {:?}", folder.left());
    assert!(done.out.is_empty(), "{}", done.out);
    done.err.clone()
}

/// The row of configs/02 with `old` replaced.
fn row_with(old: &str, new: &str) -> String {
    let text = config("02_cdu_and_row.toml");
    assert!(text.contains(old), "configs/02 has no `{old}`");
    text.replacen(old, new, 1)
}

/// Line of the first `text` in the row of configs/02, from 1.
fn line_of(text: &str) -> usize {
    let all = config("02_cdu_and_row.toml");
    1 + all[..all.find(text).unwrap()].matches('\n').count()
}

#[test]
fn a_missing_file() {
    let folder = Folder::new();
    let said = nothing(&folder, &folder.run(&[]));
    assert!(said.contains("hall.toml"), "{said}");
}

#[test]
fn a_wrong_unit() {
    let said = refused(&row_with("supply = \"38 degC\"", "supply = \"38 kW\""), &[]);
    let place = format!("hall.toml:{}:10", line_of("supply = \"38 degC\""));
    assert!(
        said.contains(&place) && said.contains("temperature"),
        "{said}"
    );
}

#[test]
fn an_unknown_name() {
    let said = refused(&row_with("cdu = \"a\"", "cdu = \"b\""), &[]);
    let place = format!("hall.toml:{}:", line_of("cdu = \"a\""));
    assert!(said.contains(&place) && said.contains("`b`"), "{said}");
    let said = refused(
        &row_with("workload = \"training\"", "workload = \"trainin\""),
        &[],
    );
    assert!(
        said.contains("did you mean") && said.contains("training"),
        "{said}"
    );
}

#[test]
fn a_negative_flow() {
    let old = "count = 2\nfed_by = \"lv\"";
    let new = "count = 2\nfed_by = \"lv\"\nrated_water_flow = \"-20 L/min\"";
    let said = refused(&row_with(old, new), &[]);
    assert!(
        said.contains("rated_water_flow") && said.contains("hall.toml:"),
        "{said}"
    );
}

#[test]
fn a_loop_with_no_pump() {
    let said = refused(&row_with("pump = \"pump/end-suction-2000\"\n", ""), &[]);
    assert!(said.contains("loop.fws") && said.contains("pump"), "{said}");
}

#[test]
fn a_rack_with_no_coolant() {
    let said = refused(&row_with("cdu = \"a\"\n", ""), &[]);
    assert!(
        said.contains("row.a") && said.contains("no coolant"),
        "{said}"
    );
}

#[test]
fn a_step_or_length_that_is_none() {
    let hall = config("01_one_rack.toml");
    for more in [
        ["--for", "10 s"],
        ["--step", "0 s"],
        ["--step", "-15 s"],
        ["--step", "10 us"],
        ["--for", "3 kW"],
        ["--from", "13-01 00:00"],
    ] {
        refused(&hall, &more);
    }
}

/// A file that is something else is called what it is, with the command or the place that takes it.
#[test]
fn files_that_are_no_halls() {
    for (file, said, help) in [
        (
            "studies/one_rack_roof.toml",
            "this is a study, no hall",
            "`halltwin size HALL STUDY`",
        ),
        (
            "catalog/rack/gb300-nvl72.toml",
            "this is a record of the catalogue, no hall",
            "`use = ",
        ),
        (
            "circuits/fuses.toml",
            "this is a circuit, no hall",
            "`halltwin power transient`",
        ),
    ] {
        let text = refused(&config(file), &[]);
        assert!(text.contains(said) && text.contains(help), "{text}");
        assert!(text.trim_end().ends_with("1 error"), "{text}");
    }
    // What follows a fault of the grammar is not missed.
    let text = refused("hello\n", &[]);
    assert!(
        text.contains("error[syntax]") && !text.contains("missing-key"),
        "{text}"
    );
}

#[test]
fn several_problems_at_once() {
    let text = row_with("supply = \"38 degC\"", "supply = \"38 kW\"").replacen(
        "\"training\"",
        "\"dance\"",
        1,
    );
    let said = refused(&text, &["--set", "hall.air_volume=-3 m3"]);
    assert!(said.trim_end().ends_with("3 errors"), "{said}");
}

/// An EPW year without the hours from `gap` on for `missing` hours.
fn weather(gap: usize, missing: usize) -> String {
    const DAYS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut text = String::from(
        "LOCATION,Testville,TS,TST,TMY3,000001,36.57,136.98,9.0,80.0\nDESIGN CONDITIONS,0\n\
         TYPICAL/EXTREME PERIODS,0\nGROUND TEMPERATURES,0\nHOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0\n\
         COMMENTS 1,made for a test\nCOMMENTS 2,\nDATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31\n",
    );
    let days = DAYS.iter().enumerate();
    let days = days.flat_map(|(month, days)| (1..=*days).map(move |day| (month + 1, day)));
    let hours = days.flat_map(|(month, day)| (1..=24).map(move |hour| (month, day, hour)));
    for (i, (month, day, hour)) in hours.enumerate() {
        if !(gap..gap + missing).contains(&i) {
            let dry = 10 + i % 24;
            text.push_str(&format!(
                "2001,{month},{day},{hour},0,?9?9,{dry}.5,8.0,70,100325,0,0,0,0,0,0,0,0,0,0,180,3.1,0\n"
            ));
        }
    }
    text
}

#[test]
fn a_climate_with_a_gap() {
    let hall = config("01_one_rack.toml").replace("\"frankfurt\"", "\"sky.epw\"");
    for (gap, missing, line) in [(100, 3, 109), (5_000, 3_760, 5_008)] {
        let folder = Folder::new();
        folder.write(&hall);
        std::fs::write(folder.path("sky.epw"), weather(gap, missing)).unwrap();
        let said = nothing(&folder, &folder.run(&["--for", "1 min"]));
        assert!(said.contains(&format!("sky.epw:{line}:")), "{said}");
    }
    let folder = Folder::new();
    folder.write(&hall);
    std::fs::write(folder.path("sky.epw"), weather(8_760, 0)).unwrap();
    let done = folder.run(&["--for", "1 min"]);
    assert_eq!(done.code, 0, "a whole year is a climate: {}", done.err);
}

#[test]
fn a_trace_that_is_too_short() {
    let traced = "pattern = \"trace\"\nfile = \"load.csv\"\ncolumn = \"power\"\nunit = \"kW\"";
    let hall = config("01_one_rack.toml").replacen("pattern = \"constant\"", traced, 1);
    let folder = Folder::new();
    folder.write(&hall);
    std::fs::write(folder.path("load.csv"), "time,power\n0,90\n600,110\n").unwrap();
    let said = nothing(&folder, &folder.run(&["--for", "11 min"]));
    assert!(
        said.contains("trace is too short") && said.contains("--for"),
        "{said}"
    );
    let place = hall.lines().position(|l| l.starts_with("file = ")).unwrap() + 1;
    assert!(said.contains(&format!("hall.toml:{place}:8: ")), "{said}");
    let done = folder.run(&["--for", "5 min"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let mut check = assert_cmd::Command::cargo_bin("halltwin").unwrap();
    let check = check
        .current_dir(folder.path(""))
        .args(["check", "hall.toml"]);
    let check: Done = check.output().unwrap().into();
    assert_eq!(check.code, 2, "{}", check.err);
    assert!(check.err.contains("trace is too short"), "{}", check.err);

    std::fs::write(folder.path("load.csv"), "time,power\n0,90\n1,much\n").unwrap();
    std::fs::remove_dir_all(folder.results()).unwrap();
    let said = nothing(&folder, &folder.run(&["--for", "5 min"]));
    assert!(
        said.contains("load.csv:3:3: ") && said.contains("much"),
        "{said}"
    );
}

/// What is wrong with the plant, its weather and its trace is told at once.
#[test]
fn problems_of_all_files_at_once() {
    let traced = "pattern = \"trace\"\nfile = \"load.csv\"\ncolumn = \"power\"\nunit = \"kW\"";
    let sound = config("01_one_rack.toml")
        .replacen("pattern = \"constant\"", traced, 1)
        .replace("\"frankfurt\"", "\"sky.epw\"");
    let broken = sound.replacen("[hall]", "[hall]\nnaem = 3", 1);
    for (hall, more) in [(sound, ""), (broken, "has no key `naem`")] {
        let folder = Folder::new();
        folder.write(&hall);
        std::fs::write(folder.path("sky.epw"), weather(100, 3)).unwrap();
        std::fs::write(folder.path("load.csv"), "time,power\n0,90\n1,much\n2\n").unwrap();
        let said = nothing(&folder, &folder.run(&["--for", "5 min"]));
        for place in ["sky.epw:109:", "load.csv:3:3: ", "load.csv:4:1: ", more] {
            assert!(said.contains(place), "{place}: {said}");
        }
    }
}
