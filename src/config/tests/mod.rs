//! The language as a whole: what is understood, and what is objected to.

mod catalogue;
mod robust;

use approx::assert_relative_eq;

use super::*;

const HEAD: &str = "[hall]\nname = \"T\"\n[site]\nclimate = \"toyama\"\n";

fn good(text: &str) -> Config {
    match from_text(&format!("{HEAD}{text}"), "t.toml") {
        Ok((config, _)) => config,
        Err(problems) => panic!("{problems:#?}"),
    }
}

fn bad(text: &str) -> Vec<(&'static str, String)> {
    let problems = from_text(&format!("{HEAD}{text}"), "t.toml").expect_err("must be refused");
    problems
        .iter()
        .map(|p| (p.code, p.origin().to_string()))
        .collect()
}

#[test]
fn the_presets_of_every_table_are_read_by_their_kinds() {
    let empty = FAMILIES
        .iter()
        .filter(|(_, many, _)| *many)
        .map(|(word, ..)| format!("[{word}.x_{word}]\n"))
        .collect::<String>();
    for (code, at) in bad(&empty) {
        assert!(
            matches!(code, "missing-key" | "no-coolant"),
            "{code} at {at}"
        );
    }
}

#[test]
fn quantities_are_read_to_si_and_keep_their_place() {
    let config = good(
        "[busway.b]\nlength = \"100 ft\"\nresistance = \"12 uohm/m\"\nrated_current = \"2.5 kA\"\nvoltage = \"800 V\"\nfed_by = \"u\"\n[utility.u]\nvoltage = \"6.6 kV\"\n",
    );
    let busway = config.busway.get("b").unwrap();
    assert_relative_eq!(*busway.length, 30.48, max_relative = 1e-12);
    assert_eq!(busway.length.at.to_string(), "t.toml:6:10");
    assert_eq!(&*busway.length.path, "busway.b.length");
    assert!(busway.length.given && !busway.meter.given);
    assert_eq!(*busway.meter, Meter::Power);
}

#[test]
fn each_slip_is_told_with_its_place() {
    assert_eq!(bad("[halls]\n"), [("unknown-table", "t.toml:5:2".into())]);
    assert_eq!(
        bad("[run]\nstpe = \"15 s\"\n"),
        [("unknown-key", "t.toml:6:1".into())]
    );
    assert_eq!(
        bad("[run]\nstep = 15\n"),
        [("wrong-unit", "t.toml:6:8".into())]
    );
    assert_eq!(
        bad("[run]\nstep = \"15 W\"\n"),
        [("wrong-unit", "t.toml:6:8".into())]
    );
    assert_eq!(
        bad("[run]\nstep = true\n"),
        [("wrong-type", "t.toml:6:8".into())]
    );
    assert_eq!(
        bad("[run]\nstep = \"0 s\"\n"),
        [("out-of-range", "t.toml:6:8".into())]
    );
    assert_eq!(bad("[utility.u]\n"), [("missing-key", "t.toml:5:1".into())]);
    let pattern = "[workload.w]\npattern = \"trainign\"\n";
    assert_eq!(bad(pattern), [("unknown-word", "t.toml:6:11".into())]);
}

#[test]
fn a_file_without_its_two_tables_says_so() {
    let problems = from_text("", "t.toml").unwrap_err();
    let messages: Vec<_> = problems.iter().map(|p| p.message.as_str()).collect();
    assert_eq!(
        messages,
        ["`hall.name` is missing", "`site.climate` is missing"]
    );
}

#[test]
fn count_multiplies_and_index_numbers() {
    let power = "[utility.g]\nvoltage = \"22 kV\"\n";
    let text = format!(
        "{power}[busway.b]\ncount = 3\nlength = \"10 m\"\nresistance = \"12 uohm/m\"\n\
         rated_current = \"2 kA\"\nvoltage = \"800 V\"\nfed_by = \"c{{index}}\"\n\
         [busway.b2]\nlength = \"99 m\"\n\
         [busway.c]\ncount = 3\nlength = \"1 m\"\nresistance = \"12 uohm/m\"\n\
         rated_current = \"2 kA\"\nvoltage = \"800 V\"\nfed_by = \"g\"\n"
    );
    let config = good(&text);
    let names: Vec<_> = config.busway.iter().map(|b| b.name.as_str()).collect();
    assert_eq!(names, ["b1", "b2", "b3", "c1", "c2", "c3"]);
    let b2 = config.busway.get("b2").unwrap();
    assert_eq!((*b2.length, b2.group.as_deref()), (99.0, Some("b")));
    assert_eq!(b2.fed_by.as_ref().unwrap().value, "c2");
    assert_eq!(*config.busway.get("b3").unwrap().length, 10.0);
}

#[test]
fn power_in_a_circle_and_one_name_for_two_sources_are_refused() {
    let ups = |name: &str, fed: &str| {
        format!(
            "[ups.{name}]\nrated_power = \"1 MW\"\nefficiency = 0.96\nvoltage_in = \"400 V\"\n\
             voltage_out = \"400 V\"\nfed_by = \"{fed}\"\n"
        )
    };
    let circle = format!("{}{}{}", ups("a", "b"), ups("b", "c"), ups("c", "a"));
    assert_eq!(bad(&circle), [("circle", "t.toml:10:10".into())]);
    let twice = format!("[utility.a]\nvoltage = \"22 kV\"\n{}", ups("a", "a"));
    assert!(bad(&twice).iter().any(|(code, _)| *code == "duplicate"));
    let beside = format!("{}{}", ups("a", "b"), ups("b", "b"));
    assert_eq!(
        bad(&beside).len(),
        1,
        "the circle is told once, not by what hangs on it"
    );
}

#[test]
fn racks_without_coolant_and_with_two_are_refused() {
    let row = |more: &str| format!("[row.a]\nracks = 2\nrack = \"rack/gb300-nvl72\"\n{more}");
    assert_eq!(bad(&row("")), [("no-coolant", "t.toml:5:1".into())]);
    let two = row("supply_node = \"n\"\nreturn_node = \"n\"\nloop = \"l\"\n[node.n]\n[loop.l]\n");
    assert!(
        bad(&two)
            .iter()
            .any(|(code, at)| *code == "conflict" && at == "t.toml:10:8")
    );
}

#[test]
fn a_file_inherits_and_a_circle_of_files_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write(
        "under.toml",
        &format!("{HEAD}[run]\nstep = \"1 s\"\nduration = \"1 h\"\n"),
    );
    write(
        "over.toml",
        "base = \"under.toml\"\n[run]\nstep = \"5 s\"\n",
    );
    let (config, _) = load(
        &dir.path().join("over.toml"),
        &["run.year_step=30 min".into()],
    )
    .unwrap();
    assert_eq!((*config.run.step, *config.run.duration), (5.0, 3600.0));
    assert_eq!(*config.run.year_step, 1800.0);
    assert_eq!(
        config.run.year_step.at.to_string(),
        "--set run.year_step:1:15"
    );

    write("a.toml", &format!("base = \"b.toml\"\n{HEAD}"));
    write("b.toml", "base = \"a.toml\"\n");
    let problems = load(&dir.path().join("a.toml"), &[]).unwrap_err();
    assert_eq!(problems.iter().next().unwrap().code, "circle");
    write("c.toml", &format!("base = \"gone.toml\"\n{HEAD}"));
    let problems = load(&dir.path().join("c.toml"), &[]).unwrap_err();
    assert_eq!(problems.iter().next().unwrap().code, "missing-file");
    assert!(load(&dir.path().join("gone.toml"), &[]).is_err());
}

#[test]
fn a_booster_that_holds_no_difference_cannot_be_set_another() {
    let text = |held: &str| {
        format!(
            "[node.a]\n[node.b]\n[booster.x]\nfrom = \"a\"\nto = \"b\"\npump = \"pump/end-suction-1000\"\n{held}\n[event.e]\nfrom = \"1 min\"\non = \"booster.x\"\ndifferential_pressure = \"50 kPa\"\n"
        )
    };
    good(&text("differential_pressure = \"60 kPa\""));
    assert_eq!(bad(&text("")), [("wrong-action", "t.toml:15:25".into())]);
}

#[test]
fn what_is_said_of_machines_that_are_never_staged_is_refused() {
    for (family, record) in [
        ("dry_cooler", "dry_cooler/v-bank-1mw"),
        ("tower", "tower/open-induced-4mw"),
    ] {
        let text = |more: &str| format!("[{family}.x]\nuse = \"{record}\"\n{more}");
        let staged = "stage_down = 0.6\nmin_run = \"5 min\"\nmin_stop = \"5 min\"\n";
        good(&text(&format!("{staged}stage_up = 0.8\n")));
        good(&text(""));
        assert_eq!(bad(&text(staged)), [("conflict", "t.toml:7:14".into())]);
        let time = bad(&text("min_stop = \"5 min\"\n"));
        assert_eq!(time, [("conflict", "t.toml:7:12".into())]);
    }
}
