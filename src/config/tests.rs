//! The language as a whole: what is understood, and what is objected to.

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
    let empty = tables::FAMILIES
        .iter()
        .filter(|(_, many, _)| *many)
        .map(|(word, ..)| format!("[{word}.x]\n"))
        .collect::<String>();
    for (code, at) in bad(&empty) {
        assert_eq!(code, "missing-key", "at {at}");
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
