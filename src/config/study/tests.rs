use super::*;

fn refused(text: &str) -> Vec<(usize, String)> {
    let found = from_text(text, "study.toml").unwrap_err();
    let each = found.iter().map(|d| {
        let line = d.origin().position().map_or(0, |p| p.0);
        (line, d.message.clone())
    });
    each.collect()
}

#[test]
fn all_slips_are_told_at_once_with_their_lines() {
    let found = refused(
        "[study]\nname = \"x\"\n[vary.\"a.b.c\"]\nfrom = 1\nto = 5\nstep = -1\n[vary.\"a.b.d\"]\nfrom = \"1 m\"\n\
         to = \"2 mm\"\nstep = \"1 m\"\n[vary.\"a.b.e\"]\nvalues = [1]\nfrom = 2\n[vary.f]\nvalues = [1]\n\
         [constraint]\nredundancy = \"N+2\"\n[band.x]\non = [\"load\"]\n[objective]\nminimise = [\"capex\"]\n",
    );
    let lines: Vec<usize> = found.iter().map(|f| f.0).collect();
    assert_eq!(lines, [6, 9, 11, 14, 17, 18, 21], "{found:#?}");
}

#[test]
fn a_study_in_which_nothing_varies_is_none() {
    let found = refused("[study]\nname = \"x\"\n");
    assert!(
        found.iter().any(|f| f.1.contains("nothing varies")),
        "{found:?}"
    );
}

#[test]
fn ranges_end_where_the_last_step_falls() {
    let text = "[study]\nname = \"x\"\n[vary.\"loop.a.supply\"]\nfrom = \"30 degC\"\nto = \"31 degC\"\nstep = \"0.3 K\"\n";
    let (study, _) = from_text(text, "study.toml").unwrap();
    let vary = study.vary.iter().next().unwrap();
    let shown: Vec<String> = vary.settings().iter().map(|s| s.shown.clone()).collect();
    assert_eq!(shown, ["30 degC", "30.3 degC", "30.6 degC", "30.9 degC"]);
    let sets = StudyFile::overrides(vary, &vary.settings()[1]);
    assert_eq!(sets, ["loop.a.supply=\"30.3 degC\""]);
}

#[test]
fn lists_are_values_and_fields_may_go_together() {
    let text = "[study]\nname = \"x\"\n[vary.\"loop.a.rejection\"]\nvalues = [[\"dry\"], [\"dry\", \"trim\"]]\n\
                also = [\"loop.b.rejection\"]\n";
    let (study, _) = from_text(text, "study.toml").unwrap();
    let vary = study.vary.iter().next().unwrap();
    let sets = StudyFile::overrides(vary, &vary.settings()[1]);
    let both = [
        "loop.a.rejection=[\"dry\", \"trim\"]",
        "loop.b.rejection=[\"dry\", \"trim\"]",
    ];
    assert_eq!(sets, both);
}

#[test]
fn prices_have_a_preset_and_can_be_overridden() {
    let text = "[study]\nname = \"x\"\n[vary.\"a.b.c\"]\nvalues = [1]\n[cost]\nuse = \"cost/order-of-magnitude\"\n\
                pump = \"500 USD/kW\"\n";
    let (study, _) = from_text(text, "study.toml").unwrap();
    assert!((study.cost.pump.amount - 0.5).abs() < 1e-12);
    assert!((study.cost.cdu.amount - 0.09).abs() < 1e-12);
    assert!(
        study
            .citations
            .iter()
            .any(|c| c.field == "cdu" && c.assumed)
    );
}

#[test]
fn bands_that_cannot_move_what_they_name_are_refused() {
    let found = refused(
        "[study]\nname = \"x\"\n[vary.\"a.b.c\"]\nvalues = [1]\n\
         [band.weather]\non = [\"weather\"]\nfactor = [0.9, 1.1]\n\
         [band.load]\non = [\"load\"]\nshift = [\"-1 K\", \"1 K\"]\n\
         [band.both]\non = [\"dry_cooler.*.fan_power\", \"load\"]\nfactor = [0.9, 1.1]\n\
         [band.good]\non = [\"weather\"]\nshift = [\"-1 K\", \"1 K\"]\n",
    );
    let lines: Vec<usize> = found.iter().map(|f| f.0).collect();
    assert_eq!(lines, [6, 9, 12], "{found:#?}");
}

#[test]
fn no_plant_has_a_pue_below_one() {
    let vary = "[study]\nname = \"x\"\n[vary.\"a.b.c\"]\nvalues = [1]\n";
    let found = refused(&format!("{vary}[constraint]\npue = 0.9\n"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, 6);
    assert!(from_text(&format!("{vary}[constraint]\npue = 1.01\n"), "s").is_ok());
}

#[test]
fn a_faulty_study_is_told_as_far_as_it_goes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("study.toml");
    let text = "[study]\n[vary.\"a.b.c\"]\nvalues = [1, 2]\n[objective]\nmembers = -2\n[constraint]\npue = \"x\"\n";
    std::fs::write(&path, text).unwrap();
    assert!(load(&path, &[]).is_err());
    let study = sketch(&path).expect("the rest of it");
    assert_eq!(study.designs(), 2);
    assert!(study.constraint.pue.is_none());
}
