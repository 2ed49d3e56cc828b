//! What a study is told before it runs, and what rules its designs out.

use super::*;
use crate::config::Diagnostics;

const HEAD: &str = "[study]\nname = \"x\"\n[vary.\"dry_cooler.roof.count\"]\nvalues = [2]\n";

/// What the study is told of the hall with one rack.
fn told(text: &str, sets: &[&str]) -> Result<Plan, Diagnostics> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("study.toml");
    fs::write(&path, text).unwrap();
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    Plan::load(&one_rack(), &path, &sets).map_err(|error| match error {
        crate::study::StudyError::Config(found) => found,
        other => panic!("{other}"),
    })
}

fn lines(text: &str, sets: &[&str]) -> Vec<usize> {
    let found = told(text, sets).err().unwrap_or_default();
    let places = found.iter().filter_map(|d| d.origin().position());
    places.map(|p| p.0).collect()
}

#[test]
fn sound_at_a_boundary_that_is_nowhere_is_refused() {
    let limits = format!(
        "{HEAD}[constraint]\nboundary_day = \"50 dBA\"\nboundary_night = \"30 dBA\"\n\
         [objective]\nminimize = [\"capex\", \"noise\"]\n"
    );
    assert_eq!(lines(&limits, &[]), [6, 7, 9]);
    assert!(told(&limits, &["site.boundary_distance=60 m"]).is_ok());
    let varied = "[vary.\"site.boundary_distance\"]\nvalues = [\"60 m\", \"90 m\"]\n";
    assert!(told(&format!("{limits}{varied}"), &[]).is_ok());
    // A limit of the site itself cannot be checked either.
    assert_eq!(lines(HEAD, &["site.sound_limit_night=45 dBA"]), [1]);
    // Where nobody chose, noise only counts where it can be told.
    let noise = crate::config::study::ObjectiveWord::Noise;
    assert!(
        !told(HEAD, &[])
            .unwrap_or_else(|e| panic!("{e}"))
            .objectives
            .contains(&noise)
    );
    let heard = told(HEAD, &["site.boundary_distance=60 m"]);
    assert!(
        heard
            .unwrap_or_else(|e| panic!("{e}"))
            .objectives
            .contains(&noise)
    );
}

#[test]
fn the_level_at_a_boundary_that_is_nowhere_is_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(dir.path(), STUDY);
    let year = plan.assess(&Design::of(&plan.fields, 0)).unwrap().row;
    assert_eq!(year.figures.year.unwrap().noise, None);
    let column = Row::heads(&plan).iter().position(|h| h == "noise_dBA");
    assert_eq!(year.cells()[column.unwrap()], "");
}

#[test]
fn bands_that_move_nothing_are_refused() {
    let band = |on: &str, ends: &str| format!("{HEAD}[band.q]\non = [\"{on}\"]\n{ends}\n");
    let (factor, shift) = ("factor = [0.9, 1.1]", "shift = [\"-1 K\", \"1 K\"]");
    for (on, ends) in [
        ("dry_cooler.*.nothere", factor),
        ("dry_cooler.rof.fan_power", factor),
        ("dri_cooler.*.fan_power", factor),
        ("site.x.elevation", factor),
        ("dry_cooler.*.fan_power", shift),
        ("loop.fws.supply", factor),
        ("loop.fws.pump", factor),
        ("loop.*.plant_elevation", factor),
    ] {
        assert_eq!(lines(&band(on, ends), &[]), [6], "{on} {ends}");
    }
    for (on, ends, warnings) in [
        ("dry_cooler.*.fan_power", factor, 0),
        ("loop.fws.supply", shift, 0),
        ("tower.*.rated_approach", factor, 1),
    ] {
        let plan = told(&band(on, ends), &[]).unwrap_or_else(|e| panic!("{on}: {e}"));
        assert_eq!(plan.warnings.len(), warnings, "{on}: {}", plan.warnings);
    }
    let many: String = (0..17)
        .map(|k| format!("[band.b{k}]\non = [\"load\"]\nfactor = [0.9, 1.1]\n"))
        .collect();
    let found = lines(&format!("{HEAD}{many}"), &[]);
    assert_eq!(found, [5 + 16 * 3], "sixteen are spread");
}

#[test]
fn what_cannot_be_read_hides_nothing() {
    let text = "[study]\nname = \"bad\"\n[vary.\"dry_cooler.rof.count\"]\nvalues = [1]\n\
        [vary.\"loop.fws.supply\"]\nvalues = [\"35 kPa\", \"37 degC\", \"900 degC\"]\n\
        [vary.\"loop.fws.pump\"]\nvalues = [\"pump/none\"]\n\
        [vary.\"dry_cooler.roof.count\"]\nfrom = 3\nto = 1\nstep = 1\n\
        [constraint]\nchip_margin = \"30 degC\"\nredundancy = \"N+3\"\npue = 0.9\n\
        [objective]\nminimize = [\"capex\", \"beauty\"]\nmembers = -2\n\
        [band.x]\non = [\"dry_cooler.*.fan_powr\"]\nfactor = [1.2, 0.8]\n\
        [band.y]\non = [\"dry_cooler.*.fan_powr\"]\nfactor = [0.8, 1.2]\n";
    let all = [4, 6, 6, 8, 12, 14, 15, 16, 18, 19, 21, 22, 24];
    let found = lines(text, &[]);
    assert_eq!(found, all, "{:?}", told(text, &[]).err());
    // Nor does a study without a name, and what is wrong with the hall is told once.
    let text = "[vary.\"loop.fws.supply\"]\nvalues = [\"35 kPa\", \"37 degC\"]\n";
    let found = told(text, &["loop.fws.pumps=-1"]).err().unwrap_or_default();
    let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
    for code in ["missing-key", "wrong-unit", "out-of-range"] {
        let count = codes.iter().filter(|c| **c == code).count();
        assert_eq!(count, 1, "{code}: {found}");
    }
}

#[test]
fn a_family_without_a_spare_is_named_with_the_heat_it_leaves() {
    let dir = tempfile::tempdir().unwrap();
    let text = "[study]\nname = \"n1\"\n[vary.\"dry_cooler.roof.count\"]\nvalues = [3]\n\
        [vary.\"fan_wall.wall.count\"]\nvalues = [1, 2]\n[constraint]\nredundancy = \"N+1\"\n";
    let plan = plan(dir.path(), text);
    let one = plan.assess(&Design::of(&plan.fields, 0)).unwrap().row;
    assert_eq!(
        one.verdict.binding, "spare of fan_wall.wall",
        "{:?}",
        one.verdict
    );
    assert!(one.verdict.text.contains("kW of heat are without a cooler"));
    // What the rack of 116 kW leaves to the air, and the fans of the wall: not more, not nothing.
    assert!(
        (5.0..40.0).contains(&one.verdict.excess),
        "{:?}",
        one.verdict
    );
    assert_eq!(one.verdict.by(), Some(one.verdict.excess));
    // A second wall takes over; without the only chiller its water still comes to rest, far too warm.
    let two = plan.assess(&Design::of(&plan.fields, 1)).unwrap().row;
    let verdict = &two.verdict;
    assert_eq!(verdict.binding, "loop.chw supply", "{verdict:?}");
    assert!(
        verdict.text.contains("1 of 1 chiller.cold out"),
        "{verdict:?}"
    );
    assert!(!verdict.text.contains("fan_wall"), "{verdict:?}");
}

/// Water on a roof where it freezes is told before the study begins, at the hall's line, unless a design has another coolant.
#[test]
fn coolant_that_freezes_in_every_design_is_refused() {
    let cold = [
        "loop.fws.fluid=water",
        "lint.allow=[]",
        "site.climate=tokyo",
    ];
    let found = told(HEAD, &cold).err().expect("refused");
    let text = found.to_string();
    assert!(text.contains("W102") && text.contains("freezes"), "{text}");
    let varied = "[vary.\"loop.fws.fluid\"]\nvalues = [\"water\", \"pg25\"]\n";
    assert!(told(&format!("{HEAD}{varied}"), &cold).is_ok());
    assert!(told(HEAD, &["loop.fws.fluid=pg25", cold[1], cold[2]]).is_ok());
}

/// A study that is asked to stop keeps whole rows, and goes on from them.
#[test]
fn a_study_that_is_halted_keeps_its_rows() {
    let dir = tempfile::tempdir().unwrap();
    let mut plan = plan(dir.path(), STUDY);
    let folder = dir.path().join("out");
    plan.stop = || true;
    let go = |plan: &Plan, resume: bool| {
        let mut heard = |_| false;
        let job = job(folder.clone(), Shard::WHOLE, resume, &mut heard);
        assess_all(plan, job, &pool(2)).unwrap()
    };
    let halted = go(&plan, false);
    assert!(halted.interrupted && halted.assessed == 0);
    plan.stop = || false;
    let whole = go(&plan, true);
    assert!(!whole.interrupted && whole.assessed == whole.total);
}
