//! What is written of the members of the front: a hall that runs, its schedule, its full year.

use super::assess::Assessed;
use super::design::Design;
use super::front::Front;
use super::plan::Plan;
use super::price::Bill;
use super::row::Row;
use super::run::Sized;
use super::told::as_json;
use crate::config;
use crate::results::{ResultsError, SUMMARY_JSON, Summary, write_atomic};
use crate::study::uncertainty::{Outcome, Spread, inputs, results_of, spread, to_json};
use crate::study::{Hall, Orders, StudyError, year};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A member of the front.
pub struct Member {
    /// Its row.
    pub row: Row,
    /// Its folder.
    pub folder: PathBuf,
    /// Its configuration.
    pub config: PathBuf,
    /// The full year; absent where one of its hours has no solution.
    pub summary: Option<Summary>,
    /// Why it is absent.
    pub remark: Option<String>,
    /// What was found on the way.
    pub found: Assessed,
    /// What its figures are worth.
    pub spread: Option<Outcome>,
}

/// A year \[s\].
const YEAR: f64 = 8_760.0 * 3_600.0;

/// Writes the members of `front` below `folder` and solves their full years; the cheapest first where the study
/// allows fewer than there are. Those that are whole when somebody asks to stop.
///
/// # Errors
/// A file that cannot be written; an hour of a full year without a solution.
pub fn members(
    plan: &Plan,
    front: &Front,
    folder: &Path,
    pool: &rayon::ThreadPool,
    stop: &mut dyn FnMut(f64) -> bool,
) -> Result<Vec<Member>, StudyError> {
    let mut rows = front.rows.clone();
    rows.sort_by(|a, b| {
        let price = a.figures.capex.total_cmp(&b.figures.capex);
        price.then(a.number.cmp(&b.number))
    });
    rows.truncate(*plan.study.objective.members as usize);
    let mut all = Vec::new();
    for (k, row) in rows.iter().enumerate() {
        if stop(k as f64 / rows.len() as f64) {
            break;
        }
        match member(plan, row, k, folder, pool) {
            Err(StudyError::Stopped) => break,
            found => all.push(found?),
        }
    }
    Ok(all)
}

fn member(
    plan: &Plan,
    row: &Row,
    k: usize,
    folder: &Path,
    pool: &rayon::ThreadPool,
) -> Result<Member, StudyError> {
    let own = folder.join("front").join(format!("{:02}", k + 1));
    std::fs::create_dir_all(&own).map_err(|e| ResultsError::io("create", &own, e))?;
    let design = Design::of(&plan.fields, row.number);
    let config = own.join("hall.toml");
    write_atomic(&config, hall_file(plan, &design, row, &own).as_bytes())?;
    // What was written is what runs.
    let hall = Hall::load_year(&config, &[])?;
    let found = plan.assess(&design)?;
    if let Some(bill) = &found.bill {
        let products = products(plan, &plan.sets_of(&design));
        write_atomic(&own.join("schedule.csv"), &schedule(bill, &products))?;
    }
    let (summary, remark) = match full_year(plan, &hall, &config, &own, pool) {
        Ok(summary) => (Some(summary), None),
        Err(StudyError::Step(error)) => (None, Some(error.to_string())),
        Err(error) => return Err(error),
    };
    let mut spread = pool.install(|| bands(plan, &design))?;
    if let Some(year) = &summary {
        spread = spread.about(results_of(year));
    }
    let text = serde_json::to_vec_pretty(&to_json(&spread.told("PUE"))).unwrap_or_default();
    write_atomic(&own.join("uncertainty.json"), &text)?;
    Ok(Member {
        spread: Some(spread),
        remark,
        row: row.clone(),
        folder: own,
        config,
        summary,
        found,
    })
}

/// Bands of its figures.
fn bands(plan: &Plan, design: &Design) -> Result<Outcome, StudyError> {
    let sets = plan.sets_of(design);
    let (_, place) = plan.hall(&sets)?;
    let inputs = inputs(Some(&plan.study), &plan.hall, &sets).map_err(StudyError::Config)?;
    let of = Spread {
        hall: &plan.hall,
        sets: &sets,
        climate: &place.climate,
        weather: &place.weather,
        tolerance: plan.tolerance(),
        stop: plan.stop,
    };
    spread(&of, &inputs)
}

/// Writes `front.csv` and `front.json`.
///
/// # Errors
/// A file that cannot be written.
pub fn tables(
    plan: &Plan,
    sized: &Sized,
    found: &[Member],
    folder: &Path,
) -> Result<(), StudyError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut heads = Row::heads(plan);
    let full = [
        "folder",
        "full_pue",
        "full_energy_kWh",
        "full_water_m3",
        "pue_p10",
        "pue_p90",
    ];
    heads.extend(full.map(str::to_owned));
    // A vector takes every write.
    let _ = writer.write_record(&heads);
    for row in &sized.front.rows {
        let mut cells = row.cells();
        let member = found.iter().find(|m| m.row.number == row.number);
        cells.extend(member.map_or([const { String::new() }; 6], |m| {
            let band = m.spread.as_ref().map(|s| s.bands[0]);
            let show = |x: Option<f64>| x.map_or(String::new(), |x| x.to_string());
            [
                m.folder.display().to_string(),
                show(m.summary.as_ref().and_then(|s| s.pue)),
                show(m.summary.as_ref().map(|s| s.facility_energy_kwh)),
                show(m.summary.as_ref().map(|s| s.water_m3)),
                show(band.map(|b| b.p10)),
                show(band.map(|b| b.p90)),
            ]
        }));
        let _ = writer.write_record(&cells);
    }
    write_atomic(
        &folder.join("front.csv"),
        &writer.into_inner().unwrap_or_default(),
    )?;
    let text = serde_json::to_vec_pretty(&as_json(plan, sized, found)).unwrap_or_default();
    write_atomic(&folder.join("front.json"), &text)?;
    Ok(())
}

/// The full year; of its files the summary is kept.
fn full_year(
    plan: &Plan,
    hall: &Hall,
    config: &Path,
    folder: &Path,
    pool: &rayon::ThreadPool,
) -> Result<Summary, StudyError> {
    let scratch = folder.join(".year");
    let orders = Orders {
        folder: scratch.clone(),
        command: format!("halltwin year {}", config.display()),
        start: 0.0,
        duration: YEAR,
        step: *hall.config.run.year_step,
        csv_all: false,
        resume: false,
        stop: &mut |_| (plan.stop)(),
    };
    let outcome = year(hall, orders, pool);
    let removed = std::fs::remove_dir_all(&scratch);
    let summary = outcome?.summary;
    removed.map_err(|e| ResultsError::io("remove", &scratch, e))?;
    if summary.interrupted {
        return Err(StudyError::Stopped);
    }
    summary.write(&folder.join(SUMMARY_JSON))?;
    Ok(summary)
}

/// A hall that inherits from the study's and differs in the design's figures.
fn hall_file(plan: &Plan, design: &Design, row: &Row, folder: &Path) -> String {
    let mut text = format!(
        "# Design {} of {}: {}\n",
        row.number,
        plan.path.display(),
        *plan.study.study.name
    );
    let base = relative(&plan.hall, folder);
    let _ = writeln!(text, "base = {:?}\n", base.display().to_string());
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for set in plan.sets_of(design) {
        let Some((path, value)) = set.split_once('=') else {
            continue;
        };
        let (table, key) = path.trim().rsplit_once('.').unwrap_or(("", path.trim()));
        let value = toml_value(value.trim());
        let lines = tables.entry(header(table)).or_default();
        lines.retain(|line| !line.starts_with(&format!("{key} = ")));
        lines.push(format!("{key} = {value}"));
    }
    for (table, lines) in tables {
        let _ = writeln!(text, "[{table}]\n{}\n", lines.join("\n"));
    }
    text
}

/// A table's name as a header has it: parts that are no bare keys in quotes.
fn header(path: &str) -> String {
    let bare = |p: &str| {
        p.chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    let parts = path.split('.').map(str::trim);
    let each = parts.map(|p| match bare(p) {
        true => p.to_owned(),
        false => format!("{p:?}"),
    });
    each.collect::<Vec<_>>().join(".")
}

/// The value of an override in TOML: texts without quotes get them.
fn toml_value(text: &str) -> String {
    let parsed: Result<toml::Table, _> = format!("v = {text}").parse();
    match parsed {
        Ok(_) => text.to_owned(),
        Err(_) => format!("{text:?}"),
    }
}

/// The way from `folder` to `file`; an absolute one where there is none.
fn relative(file: &Path, folder: &Path) -> PathBuf {
    let (Ok(file), Ok(folder)) = (file.canonicalize(), folder.canonicalize()) else {
        return file.to_owned();
    };
    let (a, b): (Vec<_>, Vec<_>) = (file.components().collect(), folder.components().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    if same < 2 {
        return file;
    }
    let up = b[same..].iter().map(|_| std::path::Component::ParentDir);
    up.chain(a[same..].iter().copied()).collect()
}

/// Catalogue records of equipment, by its tag.
fn products(plan: &Plan, sets: &[String]) -> BTreeMap<String, String> {
    let families = ["cdu", "dry_cooler", "tower", "chiller", "fan_wall"];
    let each = families.iter().flat_map(|family| {
        let pattern = format!("{family}.*.use");
        config::written(&plan.hall, sets, &pattern).unwrap_or_default()
    });
    let tag = |path: String| path.trim_end_matches(".use").to_owned();
    each.map(|(path, record)| (tag(path), record.shown))
        .collect()
}

/// The schedule as CSV.
fn schedule(bill: &Bill, products: &BTreeMap<String, String>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let price = format!("price_{}", bill.currency);
    let heads = [
        "tag",
        "product",
        "count",
        "size_of_one",
        &price,
        "footprint_m2",
        "source_of_price",
    ];
    // A vector takes every write.
    let _ = writer.write_record(heads);
    for item in &bill.items {
        let _ = writer.write_record([
            item.tag.as_str(),
            match item.product.is_empty() {
                true => products.get(&item.tag).map_or("", String::as_str),
                false => &item.product,
            },
            &item.count.to_string(),
            &item.size,
            &format!("{:.0}", item.price),
            &format!("{:.1}", item.ground),
            &item.source,
        ]);
    }
    writer.into_inner().unwrap_or_default()
}
