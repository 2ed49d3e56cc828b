use super::*;
use crate::study::uncertainty::{Spread, inputs, spread};
use std::fs;
use std::path::{Path, PathBuf};

mod refused;

const STUDY: &str = "[study]\nname = \"Few\"\n[vary.\"loop.fws.supply\"]\nvalues = [\"36 degC\", \"37 degC\", \"20 degC\"]\n\
    [vary.\"fan_wall.wall.count\"]\nfrom = 1\nto = 2\nstep = 1\n[year]\npue_tolerance = 0.001\nwater_tolerance = \"1 kg/kWh\"\n\
    [objective]\nmembers = 1\n";

fn one_rack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml")
}

fn plan(folder: &Path, text: &str) -> Plan {
    let path = folder.join("study.toml");
    fs::write(&path, text).unwrap();
    Plan::load(&one_rack(), &path, &[]).unwrap_or_else(|e| match e {
        crate::study::StudyError::Config(found) => panic!("{found}"),
        other => panic!("{other}"),
    })
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
}

fn job(folder: PathBuf, shard: Shard, resume: bool, stop: &mut dyn FnMut(f64) -> bool) -> Job<'_> {
    Job {
        folder,
        shard,
        resume,
        stop,
    }
}

fn table(folder: &Path) -> String {
    fs::read_to_string(folder.join("designs.csv")).unwrap()
}

#[test]
fn threads_resumption_and_shards_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(dir.path(), STUDY);
    assert_eq!(plan.designs(), 6);
    let go = |name: &str, threads, shard, resume, stop: &mut dyn FnMut(f64) -> bool| {
        let folder = dir.path().join(name);
        let sized = assess_all(
            &plan,
            job(folder.clone(), shard, resume, stop),
            &pool(threads),
        );
        (sized.unwrap(), folder)
    };
    let (one, folder) = go("one", 1, Shard::WHOLE, false, &mut |_| false);
    let whole = table(&folder);
    let (_, two) = go("two", 2, Shard::WHOLE, false, &mut |_| false);
    assert_eq!(whole, table(&two), "two threads");
    assert!(one.feasible > 0 && one.feasible < 6, "{:?}", one.broken);

    let (half, stopped) = go("stopped", 1, Shard::WHOLE, false, &mut |_| true);
    assert!(half.interrupted && half.assessed == 4, "{}", half.assessed);
    // A line that was not finished is written again.
    let mut text = table(&stopped);
    text.truncate(text.len() - 20);
    fs::write(stopped.join("designs.csv"), text).unwrap();
    let (_, resumed) = go("stopped", 1, Shard::WHOLE, true, &mut |_| false);
    assert_eq!(whole, table(&resumed), "resumed");

    let parts: Vec<PathBuf> = (1..=2)
        .map(|index| {
            let name = format!("part{index}");
            go(&name, 1, Shard { index, of: 2 }, false, &mut |_| false).1
        })
        .collect();
    let union = joined(&plan, &parts).unwrap();
    assert_eq!((union.assessed, union.interrupted), (6, false));
    assert_eq!(union.front.rows, one.front.rows, "shards");
    assert!(joined(&plan, &parts[..1]).unwrap().interrupted);
}

#[test]
fn a_study_without_a_design_says_what_binds_and_by_how_much() {
    let dir = tempfile::tempdir().unwrap();
    let text = STUDY.replace(
        "\"36 degC\", \"37 degC\", \"20 degC\"",
        "\"18 degC\", \"20 degC\"",
    );
    let plan = plan(dir.path(), &text);
    let sized = assess_all(
        &plan,
        job(dir.path().join("out"), Shard::WHOLE, false, &mut |_| false),
        &pool(1),
    )
    .unwrap();
    assert_eq!((sized.feasible, sized.assessed), (0, 4));
    let nearest = sized.nearest.unwrap();
    assert_eq!(nearest.verdict.binding, "loop.fws supply");
    assert!(nearest.values[0].contains("20 degC"), "{nearest:?}");
    // A dry cooler does not cool below the air: 20 degC miss by at least the air less 20 degC.
    assert!(nearest.verdict.excess > 5.0, "{nearest:?}");
    assert!(nearest.verdict.text.contains("K too warm"), "{nearest:?}");
}

#[test]
fn values_that_the_hall_refuses_are_told_at_their_place() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bad.toml");
    let text = "[study]\nname = \"Bad\"\n[vary.\"loop.fws.suply\"]\nvalues = [\"31 degC\"]\n\
                [vary.\"dry_cooler.roof.count\"]\nvalues = [2, -1]\n\
                [vary.\"loop.fws.main_diameter\"]\nvalues = [\"3 bar\"]\n\
                [vary.\"tower.none.count\"]\nvalues = [1]\n";
    fs::write(&path, text).unwrap();
    let Err(crate::study::StudyError::Config(found)) = Plan::load(&one_rack(), &path, &[]) else {
        panic!("four values are wrong")
    };
    let places: Vec<usize> = found
        .iter()
        .filter_map(|d| d.origin().position().map(|p| p.0))
        .collect();
    assert_eq!(places, [4, 6, 8, 10], "{found}");
}

#[test]
fn members_are_halls_that_run() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(dir.path(), STUDY);
    let out = dir.path().join("out");
    let mut on = |_| false;
    let job = job(out.clone(), Shard::WHOLE, false, &mut on);
    let sized = assess_all(&plan, job, &pool(2)).unwrap();
    let found = members(&plan, &sized.front, &out, &pool(2), &mut |_| false).unwrap();
    tables(&plan, &sized, &found, &out).unwrap();
    let member = &found[0];
    let summary = member.summary.as_ref().unwrap();
    let told = member.row.figures.year.unwrap();
    assert!((summary.pue.unwrap() - told.pue).abs() < 1e-3, "{told:?}");
    let hall = crate::study::Hall::load(&member.config, &[]).unwrap();
    let supply = format!("{} degC", *hall.config.loops.get("fws").unwrap().supply);
    assert_eq!(member.row.values[0], supply);
    let bill = member.found.bill.as_ref().unwrap();
    assert!((bill.total() - member.row.figures.capex).abs() < 1e-6);
    let schedule = fs::read_to_string(member.folder.join("schedule.csv")).unwrap();
    assert!(
        schedule.contains("dry_cooler.roof,dry_cooler/flat-bed-500kw,1,250 kW"),
        "{schedule}"
    );
    assert!(out.join("front.csv").is_file() && out.join("front.json").is_file());
    assert!(!member.folder.join(".year").exists());
    let band = member.spread.as_ref().unwrap().bands[0];
    assert!(band.p10 < band.p50 && band.p50 < band.p90, "{band:?}");
}

#[test]
fn rows_read_back_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(dir.path(), STUDY);
    for number in [0, 4] {
        let row = plan.assess(&Design::of(&plan.fields, number)).unwrap().row;
        let cells = row.cells();
        assert_eq!(cells.len(), Row::heads(&plan).len());
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        assert_eq!(Row::of_cells(&cells, 2), Some(row));
        assert_eq!(Row::of_cells(&cells[1..], 2), None);
    }
}

#[test]
fn every_combination_has_its_number() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(dir.path(), STUDY);
    let mut all: Vec<Vec<usize>> = (0..plan.designs())
        .map(|n| Design::of(&plan.fields, n).choice)
        .collect();
    assert_eq!(all[1], [0, 1], "the last field varies fastest");
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 6);
}

#[test]
fn what_may_fail_is_found() {
    use crate::config::study::Spare;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/halls/nanto_a.toml");
    let hall = crate::study::Hall::load(&path, &[]).unwrap();
    let names = |spare| -> Vec<String> {
        let all = failure::cases(&hall.config, &hall.model, spare);
        all.into_iter().map(|c| c.name).collect()
    };
    assert!(names(Spare::N).is_empty());
    let one = names(Spare::Np1);
    for wanted in [
        "1 of 11 dry_cooler.roof out",
        "1 of 3 chiller.chillers out",
        "1 of 7 fan_wall.wall out",
        "cdu.a1 out",
        "cdu.b1 out",
    ] {
        assert!(one.iter().any(|n| n == wanted), "{wanted}: {one:?}");
    }
    assert!(
        !one.iter().any(|n| n.contains("pumps")),
        "one stands by: {one:?}"
    );
    let two = names(Spare::TwoN);
    assert!(
        two.iter().any(|n| n == "2 of 4 pumps of loop.fws out"),
        "{two:?}"
    );
    assert!(
        two.iter().any(|n| n == "6 of 11 dry_cooler.roof out"),
        "{two:?}"
    );
}

#[test]
fn what_has_nothing_beside_it_may_fail_too() {
    use crate::config::study::Spare;
    let names = |sets: &[String]| -> Vec<String> {
        let hall = crate::study::Hall::load(&one_rack(), sets).unwrap();
        let all = failure::cases(&hall.config, &hall.model, Spare::Np1);
        all.into_iter().map(|c| c.name).collect()
    };
    let told = |all: &[String]| all.iter().any(|n| n.contains("of 2 pumps of cdu.a.1 out"));
    assert!(!told(&names(&[])), "one stands by");
    let both = names(&["row.a.in_rack_cdu.pumps_running=2".to_owned()]);
    assert!(told(&both), "{both:?}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/plants/tower_1mw.toml");
    let hall = crate::study::Hall::load(&path, &[]).unwrap();
    let all = failure::cases(&hall.config, &hall.model, Spare::Np1);
    assert!(all.iter().any(|c| c.name == "exchanger.cdu out"), "{all:?}");
}

#[test]
fn bands_follow_their_inputs() {
    let path = one_rack();
    let place = crate::study::Hall::load(&path, &[]).unwrap().model.climate;
    let weather = crate::study::surface::Weather::of(&place, 6.0 * 3_600.0);
    let all = inputs(None, &path, &[]).unwrap();
    let names: Vec<&str> = all.iter().map(|i| i.name.as_str()).collect();
    assert!(
        names.contains(&"load") && names.contains(&"fan power"),
        "{names:?}"
    );
    assert!(!names.contains(&"tower approach"), "there is no tower");
    let of = Spread {
        hall: &path,
        sets: &[],
        climate: &place,
        weather: &weather,
        tolerance: crate::study::surface::Tolerance::default(),
        stop: || false,
    };
    let halted = Spread {
        stop: || true,
        ..of
    };
    assert!(matches!(
        spread(&halted, &all),
        Err(crate::study::StudyError::Stopped)
    ));
    let of = Spread {
        stop: || false,
        ..halted
    };
    let found = spread(&of, &all).unwrap();
    let bar = |name: &str| found.bars.iter().find(|b| b.name == name).unwrap();
    let [low, high] = bar("fan power").at[0];
    assert!(low < high, "more fan power, more PUE: {low} {high}");
    let [low, high] = bar("weather year").at[1];
    assert!(
        low >= high - 1e-9,
        "a warmer year, a smaller margin: {low} {high}"
    );
    let pue = found.bands[0];
    assert!(pue.p10 <= pue.p50 && pue.p50 <= pue.p90);
    assert!(pue.checked < 0.3 * (pue.p90 - pue.p10) + 1e-4, "{pue:?}");
}
