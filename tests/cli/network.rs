//! `halltwin network` as a user meets it: balancing, export, and drawings that must be refused before anything is solved.

use super::folder::{Done, Folder, config};
use assert_cmd::Command;
use serde_json::Value;

fn network(folder: &Folder, words: &[&str]) -> Done {
    let mut command = Command::cargo_bin("halltwin").unwrap();
    let root = env!("CARGO_MANIFEST_DIR");
    command
        .current_dir(folder.path(""))
        .arg("network")
        .args(words);
    command.env("CARGO_MANIFEST_DIR", root);
    command.output().unwrap().into()
}

fn json(done: &Done) -> Value {
    assert!(done.code == 0 || done.code == 3, "{}", done.err);
    serde_json::from_str(&done.out).unwrap()
}

/// A pump, two branches with a throttle each.
const NET: &str = "\
[JUNCTIONS]
A 0 0
B 0 0
C 0 0
D 0 0
[RESERVOIRS]
R 10
[PIPES]
ab A B 40 100 0.05
bc B C 40 80 0.05
da D A 20 80 0.05
[PUMPS]
u R A HEAD c
[VALVES]
near B R 80 TCV 5 0.4
far C R 80 TCV 5 0.4
dead D R 80 TCV 1000 0
[CURVES]
c 0 20
c 10 18
c 25 10
[OPTIONS]
UNITS LPS
HEADLOSS D-W
[END]
";

#[test]
fn settings_that_were_found_give_the_flows() {
    let folder = Folder::new();
    std::fs::write(folder.path("n.inp"), NET).unwrap();
    let words = [
        "balance",
        "n.inp",
        "--flow",
        "near=5 L/s",
        "--flow",
        "far=4 L/s",
        "--json",
    ];
    let found = json(&network(&folder, &words));
    assert_eq!(found["balanced"], true);
    let mut text = NET.to_owned();
    for (valve, old) in [(0, "near B R 80 TCV 5"), (1, "far C R 80 TCV 5")] {
        let k = &found["valves"][valve]["loss_coefficient"];
        let new = old.trim_end_matches('5').to_owned() + &k.to_string();
        text = text.replace(old, &new);
    }
    std::fs::write(folder.path("m.inp"), text).unwrap();
    let flows = json(&network(&folder, &["solve", "m.inp", "--json"]));
    for (valve, wanted) in [("near", 5e-3), ("far", 4e-3)] {
        let flow = flows["flows"][valve].as_f64().unwrap();
        assert!((flow / wanted - 1.0).abs() < 1e-6, "{valve}: {flow}");
    }
}

#[test]
fn balancing_tells_what_is_wrong_at_once() {
    let folder = Folder::new();
    std::fs::write(folder.path("n.inp"), NET).unwrap();
    let words = [
        "balance",
        "n.inp",
        "--flow",
        "nera=5 L/s",
        "--flow",
        "ab=4 L/s",
    ];
    let done = network(&folder, &words);
    assert_eq!(done.code, 2);
    assert!(
        done.err.contains("did you mean `near`") && done.err.contains("no valve `ab`"),
        "{}",
        done.err
    );
    assert_eq!(network(&folder, &["balance", "n.inp"]).code, 2);
    let done = network(&folder, &["balance", "n.inp", "--flow", "near=5 kW"]);
    assert!(
        done.code == 2 && done.err.contains("volume flow"),
        "{}",
        done.err
    );
    let far = network(&folder, &["balance", "n.inp", "--flow", "far=90 L/s"]);
    assert!(
        far.code == 3 && far.out.contains("NOT REACHED"),
        "{}",
        far.out
    );
    std::fs::write(folder.path("f.csv"), "valve,flow\nnear,5 L/s\nfar,4\n").unwrap();
    let done = network(&folder, &["balance", "n.inp", "--flows", "f.csv"]);
    assert!(
        done.code == 2 && done.err.contains("f.csv:3"),
        "{}",
        done.err
    );
}

#[test]
fn bores_follow_flows_and_head() {
    let folder = Folder::new();
    std::fs::write(folder.path("n.inp"), NET).unwrap();
    let words = [
        "balance",
        "n.inp",
        "--flow",
        "near=5 L/s",
        "--flow",
        "far=4 L/s",
        "--size",
        "--json",
    ];
    let found = json(&network(&folder, &words));
    let pipes = found["pipes"].as_array().unwrap();
    let bore = |name: &str| {
        let pipe = pipes.iter().find(|p| p["pipe"] == format!("link {name}"));
        pipe.map(|p| p["nominal_mm"].as_u64().unwrap())
    };
    // 9 L/s lose 435 Pa/m in DN 80 and 115 Pa/m in DN 100; 4 L/s lose 260 Pa/m in DN 65.
    assert_eq!((bore("ab"), bore("bc")), (Some(100), Some(65)));
}

/// A demand behind a closed pipe is fed through a leak, by EPANET and by us, and never silently; where nothing is drawn
/// nothing is told.
#[test]
fn what_is_cut_off_is_named() {
    let folder = Folder::new();
    let shut = NET.replace("bc B C 40 80 0.05", "bc B C 40 80 0.05 0 Closed");
    let shut = shut.replace("far C R 80 TCV 5 0.4\n", "");
    std::fs::write(folder.path("dry.inp"), shut.replace("C 0 0", "C 0 3")).unwrap();
    let done = network(&folder, &["solve", "dry.inp", "--json"]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert!(
        done.err
            .contains("`C` cut off: `bc` closed and no other path"),
        "{}",
        done.err
    );
    let found: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(found["cut_off"][0]["nodes"], serde_json::json!(["C"]));
    assert_eq!(found["cut_off"][0]["links"], serde_json::json!(["bc"]));
    std::fs::write(folder.path("idle.inp"), shut).unwrap();
    let done = network(&folder, &["solve", "idle.inp", "--json"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(json(&done).get("cut_off").is_none());
    // A check valve that points the wrong way is found by the solution, not by the drawing.
    let check = NET.replace("bc B C 40 80 0.05", "bc C B 40 80 0.05 0 CV");
    let check = check.replace("far C R 80 TCV 5 0.4\n", "");
    std::fs::write(folder.path("check.inp"), check.replace("C 0 0", "C 0 3")).unwrap();
    let done = network(&folder, &["solve", "check.inp"]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert!(done.err.contains("`C` cut off: `bc` shut"), "{}", done.err);
}

#[test]
fn a_valve_is_not_balanced_to_a_flow_that_runs_backwards() {
    let folder = Folder::new();
    std::fs::write(folder.path("n.inp"), NET).unwrap();
    let done = network(&folder, &["balance", "n.inp", "--flow", "near=-5 L/s"]);
    assert!(
        done.code == 2 && done.err.contains("is negative"),
        "{}{}",
        done.code,
        done.err
    );
    std::fs::write(folder.path("f.csv"), "valve,flow\nnear,5 L/s\nfar,-4 L/s\n").unwrap();
    let done = network(&folder, &["balance", "n.inp", "--flows", "f.csv"]);
    assert!(
        done.code == 2 && done.err.contains("f.csv:3"),
        "{}",
        done.err
    );
}

fn refused(text: &str) -> String {
    let folder = Folder::new();
    folder.write(text);
    let done = network(&folder, &["solve", "hall.toml"]);
    assert_eq!(done.code, 2, "{}{}", done.out, done.err);
    done.err
}

/// configs/04 on the row of configs/02, in one file.
fn drawn(old: &str, new: &str) -> String {
    let own = config("04_drawn.toml");
    let root = env!("CARGO_MANIFEST_DIR");
    let base = "base = \"02_cdu_and_row.toml\"";
    assert!(own.contains(base) && own.contains(old), "{old}");
    let text = own.replacen(old, new, 1);
    text.replacen(
        base,
        &format!("base = \"{root}/configs/02_cdu_and_row.toml\""),
        1,
    )
}

fn line_of(text: &str, part: &str) -> usize {
    1 + text[..text.find(part).unwrap()].matches('\n').count()
}

#[test]
fn a_row_behind_a_closed_valve_is_cut_off() {
    let text = drawn("opening = 0.8", "opening = 0");
    let said = refused(&text);
    assert!(
        said.contains("row d is cut off: valve balance closed and no other path"),
        "{said}"
    );
    let place = format!("hall.toml:{}:", line_of(&text, "[valve.balance]"));
    assert!(said.contains(&place), "{place}: {said}");
}

#[test]
fn a_check_valve_against_its_pump_is_a_contradiction() {
    let text = drawn(
        "from = \"back\"\nto = \"cdu.d.return\"\nkv",
        "to = \"back\"\nfrom = \"cdu.d.return\"\nkv",
    );
    let said = refused(&text);
    assert!(
        said.contains("check_valve.back") && said.contains("pass opposite ways"),
        "{said}"
    );
    let place = format!("hall.toml:{}:", line_of(&text, "[check_valve.back]"));
    assert!(said.contains(&place), "{said}");
}

#[test]
fn two_vessels_that_disagree_are_refused() {
    let two = "[node.row_in]\nstatic_pressure = \"200 kPa\"\n\n[node.row_out]\nstatic_pressure = \"260 kPa\"";
    let text = drawn("[node.row_in]\n\n[node.row_out]", two);
    let said = refused(&text);
    assert!(
        said.contains("two-anchors") && said.contains("do not agree"),
        "{said}"
    );
    let place = format!(
        "hall.toml:{}:",
        line_of(&text, "static_pressure = \"260 kPa\"")
    );
    assert!(said.contains(&place), "{said}");
    let agreed = two.replace("260 kPa", "200 kPa");
    let folder = Folder::new();
    folder.write(&drawn("[node.row_in]\n\n[node.row_out]", &agreed));
    assert_eq!(network(&folder, &["solve", "hall.toml"]).code, 0);
}

#[test]
fn a_head_curve_may_rise_below_a_quarter_of_the_rated_flow_only() {
    let curve = |points: &str| {
        let mut text = drawn("[dry_cooler.roof]", "[dry_cooler.roof]");
        text +=
            &format!("\n[loop.fws.pump]\nuse = \"pump/end-suction-2000\"\ncurve = [{points}]\n");
        text
    };
    let good =
        "[\"0 L/min\", \"300 kPa\"], [\"400 L/min\", \"310 kPa\"], [\"2000 L/min\", \"250 kPa\"]";
    let folder = Folder::new();
    folder.write(&curve(good));
    let done = network(&folder, &["solve", "hall.toml"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let bad =
        "[\"0 L/min\", \"300 kPa\"], [\"900 L/min\", \"310 kPa\"], [\"2000 L/min\", \"250 kPa\"]";
    let said = refused(&curve(bad));
    assert!(
        said.contains("pump-curve") && said.contains("hall.toml:"),
        "{said}"
    );
}

#[test]
fn a_pipe_of_no_length_and_more_are_told_together() {
    let text = drawn("length = \"20 m\"", "length = \"0 m\"").replacen(
        "kv = \"120 m3/h\"",
        "kv = \"-1 m3/h\"",
        1,
    );
    let said = refused(&text);
    assert!(
        said.contains("length") && said.contains("kv") && said.contains("2 errors"),
        "{said}"
    );
}

/// What EPANET is given is what was solved, with its own constants.
#[test]
fn an_exported_hall_is_the_same_network() {
    let folder = Folder::new();
    let hall = format!("{}/configs/04_drawn.toml", env!("CARGO_MANIFEST_DIR"));
    let named = json(&network(&folder, &["export", &hall, "out.inp", "--json"]));
    let ours = json(&network(
        &folder,
        &["solve", &hall, "--constants", "epanet", "--json"],
    ));
    let file = json(&network(&folder, &["solve", "out.inp", "--json"]));
    for (kind, table, tolerance) in [("links", "flows", 2e-5), ("nodes", "heads", 1e-4)] {
        for (id, name) in named[kind].as_object().unwrap() {
            let a = file[table][id].as_f64().unwrap();
            let b = ours[table][name.as_str().unwrap()].as_f64().unwrap();
            assert!(
                (a - b).abs() < tolerance * b.abs().max(1e-3),
                "{name}: {a} {b}"
            );
        }
    }
    let done = network(&folder, &["export", "out.inp", "other.inp"]);
    assert!(done.code == 2 && done.err.contains("EPANET file already"));
}

/// Pressure valves, flow valves and boosters are what EPANET has too; a differential-pressure valve is not.
#[test]
fn halls_that_regulate_themselves_are_exported() {
    let folder = Folder::new();
    let hall = format!("{}/configs/12_regulated.toml", env!("CARGO_MANIFEST_DIR"));
    let done = network(&folder, &["export", &hall, "out.inp"]);
    assert_eq!(done.code, 2, "{}", done.out);
    assert!(
        done.err
            .contains("differential_pressure_valve.near keeps a difference of pressures"),
        "{}",
        done.err
    );
    let text = std::fs::read_to_string(&hall).unwrap();
    let (before, rest) = text
        .split_once("[differential_pressure_valve.near]")
        .unwrap();
    let (_, after) = rest.split_once("[booster.far]").unwrap();
    let valve =
        "[valve.near]\nfrom = \"near_out\"\nto = \"near_back\"\nkv = \"20 m3/h\"\n\n[booster.far]";
    let configs = format!("base = \"{}/configs/", env!("CARGO_MANIFEST_DIR"));
    let text = format!("{before}{valve}{after}").replace("base = \"", &configs);
    folder.write(&text);
    let named = json(&network(
        &folder,
        &["export", "hall.toml", "out.inp", "--json"],
    ));
    let words = ["solve", "hall.toml", "--constants", "epanet", "--json"];
    let ours = json(&network(&folder, &words));
    let file = json(&network(&folder, &["solve", "out.inp", "--json"]));
    let inp = std::fs::read_to_string(folder.path("out.inp")).unwrap();
    assert!(inp.contains(" PRV ") && inp.contains(" FCV "), "{inp}");
    for (kind, table, tolerance) in [("links", "flows", 2e-5), ("nodes", "heads", 1e-4)] {
        for (id, name) in named[kind].as_object().unwrap() {
            let a = file[table][id].as_f64().unwrap();
            let b = ours[table][name.as_str().unwrap()].as_f64().unwrap();
            assert!(
                (a - b).abs() < tolerance * b.abs().max(1e-3),
                "{name}: {a} {b}"
            );
        }
    }
}

#[test]
fn what_does_not_converge_tells_its_iterations_and_what_is_missed() {
    let folder = Folder::new();
    std::fs::write(folder.path("n.inp"), NET).unwrap();
    // With EPANET's constants the last digit of this one happens to vanish.
    let mut words = vec!["solve", "n.inp", "--json", "--constants", "si"];
    words.extend(["--accuracy", "1e-300"]);
    let done = network(&folder, &words[..]);
    assert_eq!(done.code, 4, "{}", done.out);
    let found: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(found["converged"], false);
    assert_eq!(found["iterations"], 200);
    assert!(
        done.err.contains("another iteration could change flows"),
        "{}",
        done.err
    );
}

#[test]
fn a_batch_of_none_is_refused_with_a_suggestion() {
    let folder = Folder::new();
    std::fs::write(folder.path("n.inp"), NET).unwrap();
    let done = network(&folder, &["bench", "n.inp", "--batch", "0"]);
    assert_eq!(done.code, 2, "{}", done.out);
    assert!(done.err.contains("such as 64"), "{}", done.err);
}
