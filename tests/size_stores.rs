//! `halltwin size` of halls with stores: design days that repeat, years of some days or of all, prices of what stores.

use halltwin::study::StudyError;
use halltwin::study::sizing::{
    Assessed, Design, Front, Job, Member, Plan, Shard, assess_all, members,
};
use std::fs;
use std::path::{Path, PathBuf};

fn config(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(name)
}

/// A study of `hall`, whose tank serves until the evening where it has one.
fn plan(folder: &Path, hall: &Path, text: &str, sets: &[&str]) -> Result<Plan, StudyError> {
    let path = folder.join("study.toml");
    fs::write(&path, format!("[study]\nname = \"stores\"\n{text}")).unwrap();
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    Plan::load(hall, &path, &sets)
}

const EVENING: &str = "tank.night.discharge=10:00-21:00";

fn assessed(plan: &Plan) -> Vec<Assessed> {
    let each = (0..plan.designs()).map(|n| plan.assess(&Design::of(&plan.fields, n)));
    each.map(|found| found.unwrap_or_else(|e| panic!("{e}")))
        .collect()
}

fn pool(threads: usize) -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().unwrap()
}

/// The cheapest design of `front`, with its year.
fn first_member(plan: &Plan, front: &Front, folder: &Path) -> Member {
    let all = members(plan, front, folder, &pool(2), &mut |_| false);
    let all = all.unwrap_or_else(|e| panic!("{e}"));
    all.into_iter().next().expect("a member")
}

const TANKS: &str = "[vary.\"loop.chw.rejection\"]\nvalues = [[\"cold\"], [\"night\", \"cold\"]]\n\
    [vary.\"chiller.cold.count\"]\nvalues = [1, 2]\n[constraint]\nsupply_above = \"0.5 K\"\n";

/// One chiller does not carry the peak of the design day, and does with a tank that the night fills.
#[test]
fn a_tank_lets_a_smaller_chiller_stand_the_design_day() {
    let dir = tempfile::tempdir().unwrap();
    let text = format!("{TANKS}[year]\nhours = 48\n");
    let sets = [EVENING, "chiller.cold.rated_capacity=900 kW"];
    let plan = plan(dir.path(), &config("10_night_tank.toml"), &text, &sets);
    let plan = plan.unwrap_or_else(|e| panic!("{e}"));
    let found = assessed(&plan);
    let stands: Vec<bool> = found.iter().map(|a| a.row.verdict.feasible()).collect();
    for a in &found {
        println!("{:?} {:?} {:?}", a.row.values, a.row.verdict, a.row.figures);
    }
    assert_eq!(stands, [false, true, true, true]);
    let alone = &found[0].row.verdict;
    assert!(
        alone.binding.contains("chw") || alone.binding == "steady state",
        "{alone:?}"
    );
    // A tank is priced and takes ground.
    let bill = found[2].bill.as_ref().unwrap();
    let tank = bill.items.iter().find(|i| i.tag == "tank.night").unwrap();
    assert!((tank.price - 500.0 * 300.0).abs() < 1e-6, "{tank:?}");
    assert!(
        (tank.ground - 1.3 * 500.0 / 12.0).abs() < 1e-9 && tank.source.contains("assumed"),
        "{tank:?}"
    );
    assert!(
        bill.items
            .iter()
            .any(|i| i.tag == "tank.night pumps" && i.price > 0.0)
    );
    let without = found[1].bill.as_ref().unwrap();
    assert!(without.items.iter().all(|i| !i.tag.starts_with("tank")));
}

/// Twelve chillers stand the loss of any one of them with the tank, and not the loss of the tank's pumps.
#[test]
fn pumps_of_a_tank_may_fail() {
    let dir = tempfile::tempdir().unwrap();
    let sets = [
        EVENING,
        "tank.night.volume=600 m3",
        "chiller.cold.rated_capacity=72 kW",
    ];
    let verdict = |redundancy: &str| {
        let text = format!(
            "[vary.\"chiller.cold.count\"]\nvalues = [12]\n[constraint]\nsupply_above = \"0.5 K\"\n\
             redundancy = \"{redundancy}\"\n[year]\nhours = 48\n"
        );
        let plan = plan(dir.path(), &config("10_night_tank.toml"), &text, &sets);
        let plan = plan.unwrap_or_else(|e| panic!("{e}"));
        assessed(&plan)[0].row.verdict.clone()
    };
    let whole = verdict("N");
    assert!(whole.feasible(), "{whole:?}");
    let broken = verdict("N+1");
    println!("{broken:?}");
    assert!(
        !broken.feasible() && broken.text.contains("tank.night out"),
        "{broken:?}"
    );
}

/// What `size` told of a member is what `halltwin year` finds, to the last digits where the whole year was marched and within the told
/// error where some days stood for it; its bands lie about that year.
#[test]
fn the_year_of_a_member_is_what_was_told() {
    let dir = tempfile::tempdir().unwrap();
    let vary = "[vary.\"tank.night.volume\"]\nvalues = [\"500 m3\"]\n[constraint]\nsupply_above = \"0.5 K\"\n[objective]\n\
        minimize = [\"capex\", \"energy\"]\nmembers = 1\n";
    for (hours, name) in [(8_760, "whole"), (500, "days"), (240, "few")] {
        let folder = dir.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        let text = format!("{vary}[year]\nhours = {hours}\n");
        let plan = plan(&folder, &config("10_night_tank.toml"), &text, &[])
            .unwrap_or_else(|e| panic!("{e}"));
        let job = Job {
            folder: folder.clone(),
            shard: Shard::WHOLE,
            resume: false,
            stop: &mut |_| false,
        };
        let sized = assess_all(&plan, job, &pool(2)).unwrap_or_else(|e| panic!("{e}"));
        let member = first_member(&plan, &sized.front, &folder);
        let (told, full) = (member.row.figures.year.unwrap(), member.summary.unwrap());
        let off = told.pue - full.pue.unwrap();
        println!(
            "{name}: {off:.2e} of PUE, {:.2e} told, {} hours",
            told.error, told.solved
        );
        if hours == 8_760 {
            assert!(off.abs() < 1e-9 && told.error == 0.0 && told.solved == 8_760.0);
            assert!((told.energy / full.facility_energy_kwh - 1.0).abs() < 1e-9);
            // No chips, no margin.
            assert!(told.margin.is_infinite() && full.worst_margin_k.is_none());
        } else {
            assert!(off.abs() <= told.error && told.error < 5e-3 && told.error > 0.0);
            assert!(told.solved <= hours as f64 + 13.0 * 24.0);
        }
        let spread = member.spread.as_ref().unwrap();
        let pue = spread.bands[0];
        assert!(
            pue.p10 < pue.p90 && (pue.nominal - full.pue.unwrap()).abs() < 1e-12,
            "{pue:?}"
        );
    }
}

/// A hall with racks, whose tank stands on the chilled water of its air: days stand for the year.
#[test]
fn a_hall_with_racks_and_a_tank_is_sized() {
    let dir = tempfile::tempdir().unwrap();
    let hall = dir.path().join("hall.toml");
    let tank = "[tank.small]\nvolume = \"8 m3\"\nheight = \"3 m\"\nflow = \"40 L/min\"\ncharge = \"21:00-07:00\"\ndischarge = \"10:00-19:00\"\n\
        [loop.chw]\nrejection = [\"small\", \"cold\"]\n";
    fs::write(
        &hall,
        format!("base = {:?}\n{tank}", config("01_one_rack.toml")),
    )
    .unwrap();
    let text = "[vary.\"tank.small.volume\"]\nvalues = [\"8 m3\", \"12 m3\"]\n[constraint]\nsupply_above = \"1 K\"\n\
        [objective]\nmembers = 1\n";
    let plan = plan(dir.path(), &hall, text, &[]).unwrap_or_else(|e| panic!("{e}"));
    let table = |name: &str, threads: usize, resume: bool, stop: &mut dyn FnMut(f64) -> bool| {
        let folder = dir.path().join(name);
        let job = Job {
            folder: folder.clone(),
            shard: Shard::WHOLE,
            resume,
            stop,
        };
        let sized = assess_all(&plan, job, &pool(threads)).unwrap_or_else(|e| panic!("{e}"));
        (
            sized,
            fs::read_to_string(folder.join("designs.csv")).unwrap(),
            folder,
        )
    };
    let (sized, one, folder) = table("one", 1, false, &mut |_| false);
    println!("{one}");
    assert_eq!(sized.feasible, 2);
    assert_eq!(table("three", 3, false, &mut |_| false).1, one);
    let head: String = one.lines().take(2).map(|l| format!("{l}\n")).collect();
    fs::write(dir.path().join("three/designs.csv"), head).unwrap();
    assert_eq!(table("three", 2, true, &mut |_| false).1, one);
    let member = first_member(&plan, &sized.front, &folder);
    let (told, full) = (member.row.figures.year.unwrap(), member.summary.unwrap());
    let off = told.pue - full.pue.unwrap();
    println!(
        "{off:.2e} of PUE, {:.2e} told, margin {} {:?}",
        told.error, told.margin, full.worst_margin_k
    );
    assert!(off.abs() <= told.error && told.error < 2e-3);
}

/// Snow lasts from winter to summer: no day of a year stands for itself.
#[test]
fn snow_is_refused_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let text = "[vary.\"ice_store.heap.mass\"]\nvalues = [\"1000 t\", \"3000 t\"]\n";
    let found = plan(dir.path(), &config("11_snow_store.toml"), text, &[])
        .and_then(|plan| plan.assess(&Design::of(&plan.fields, 0)));
    match found {
        Err(error) => assert!(error.to_string().contains("ice_store.heap"), "{error}"),
        Ok(_) => panic!("a heap of snow was sized by its days"),
    }
}

/// Ice that a machine freezes every night is sized as a tank is, its mass and its machine priced.
#[test]
fn ice_is_sized_by_its_mass() {
    let dir = tempfile::tempdir().unwrap();
    let hall = dir.path().join("hall.toml");
    let ice = "[ice_store.block]\nuse = \"ice_store/ICE\"\nmass = \"30 t\"\nmaker_capacity = \"350 kW\"\ndischarge = \"10:00-21:00\"\n\
        [loop.chw]\nrejection = [\"cold\", \"block\"]\n[chiller.cold]\ncount = 1\n";
    let record = fs::read_dir(config("catalog/ice_store")).unwrap();
    let names: Vec<String> = record
        .map(|f| {
            f.unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let name = names.iter().find(|n| n.contains("ice")).unwrap();
    let base = config("10_night_tank.toml");
    fs::write(
        &hall,
        format!("base = {base:?}\n{}", ice.replace("ICE", name)),
    )
    .unwrap();
    let text = "[vary.\"ice_store.block.mass\"]\nvalues = [\"1 t\", \"30 t\"]\n[constraint]\nsupply_above = \"0.5 K\"\n[year]\nhours = 48\n";
    let plan = plan(dir.path(), &hall, text, &[]).unwrap_or_else(|e| panic!("{e}"));
    let found = assessed(&plan);
    for a in &found {
        println!("{:?} {:?} {:?}", a.row.values, a.row.verdict, a.row.figures);
    }
    assert!(!found[0].row.verdict.feasible() && found[1].row.verdict.feasible());
    let bill = found[1].bill.as_ref().unwrap();
    let price = |tag: &str| {
        bill.items
            .iter()
            .find(|i| i.tag == tag)
            .map_or(0.0, |i| i.price)
    };
    assert!((price("ice_store.block") - 30.0 * 700.0).abs() < 1e-6);
    assert!((price("ice_store.block machine") - 350.0 * 320.0).abs() < 1e-6);
}
