//! All designs of a study, or of a shard of it: in parallel, in order, line by line on disk.

use super::design::Design;
use super::front::Front;
use super::plan::Plan;
use super::row::Row;
use crate::results::{ResultsError, write_atomic};
use crate::study::StudyError;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Table of all designs.
const TABLE: &str = "designs.csv";
/// What tells a folder's study from others.
const MARK: &str = "study.json";
/// Designs at a time for each thread.
const BATCH: usize = 4;

/// A part of a study: designs `index`, `index + of`, … counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which part, from 1.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// The whole study.
    pub const WHOLE: Self = Self { index: 1, of: 1 };

    /// Reads `2/8`.
    ///
    /// # Errors
    /// In words, what is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "write for example 2/8: the second of eight parts".to_owned();
        let (index, of) = text.split_once('/').ok_or_else(wrong)?;
        let read = |t: &str| t.trim().parse::<u64>().map_err(|_| wrong());
        let shard = Self {
            index: read(index)?,
            of: read(of)?,
        };
        if shard.index == 0 || shard.index > shard.of {
            return Err(wrong());
        }
        Ok(shard)
    }

    /// Number of its designs among `all`.
    fn designs(self, all: u64) -> u64 {
        (all + self.of - self.index) / self.of
    }
}

/// What is asked.
pub struct Job<'a> {
    /// Folder of results.
    pub folder: PathBuf,
    /// Part of the study.
    pub shard: Shard,
    /// Whether to go on from what the folder holds.
    pub resume: bool,
    /// Asked now and then with the share done; `true` stops the study.
    pub stop: &'a mut dyn FnMut(f64) -> bool,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Sized {
    /// Designs that no other beats.
    pub front: Front,
    /// Designs assessed.
    pub assessed: u64,
    /// Designs of the study, or of its part.
    pub total: u64,
    /// Designs that stand all constraints.
    pub feasible: u64,
    /// How many designs each constraint rules out.
    pub broken: BTreeMap<String, u64>,
    /// The design that misses its constraints by least.
    pub nearest: Option<Row>,
    /// Whether it was stopped early.
    pub interrupted: bool,
}

#[derive(Serialize, Deserialize)]
struct Mark {
    study: String,
    hall: String,
    fingerprint: String,
    shard: Shard,
}

impl Sized {
    fn new(plan: &Plan, total: u64) -> Self {
        Self {
            front: Front::new(&plan.objectives),
            total,
            ..Self::default()
        }
    }

    fn take(&mut self, row: &Row) {
        self.assessed += 1;
        if row.verdict.feasible() {
            self.feasible += 1;
            self.front.offer(row);
            return;
        }
        *self.broken.entry(row.verdict.binding.clone()).or_default() += 1;
        let nearer = |n: &Row| n.verdict.worse(&row.verdict);
        if self.nearest.as_ref().is_none_or(nearer) {
            self.nearest = Some(row.clone());
        }
    }
}

/// Assesses all designs of `job` on the threads of `pool`; the result is the same for any number of them.
///
/// # Errors
/// A folder that cannot be written, or that holds another study; weather that cannot be read.
pub fn assess_all(plan: &Plan, job: Job, pool: &rayon::ThreadPool) -> Result<Sized, StudyError> {
    let all = plan.designs();
    let total = job.shard.designs(all);
    let mut sized = Sized::new(plan, total);
    let mut table = open(plan, &job, &mut sized)?;
    let path = job.folder.join(TABLE);
    let failed = |e| StudyError::from(ResultsError::io("write", &path, e));
    while sized.assessed < total {
        let batch = (BATCH * pool.current_num_threads()) as u64;
        let first = sized.assessed;
        let numbers: Vec<u64> = (first..total.min(first + batch))
            .map(|k| job.shard.index - 1 + k * job.shard.of)
            .collect();
        let assess = |n: &u64| match (plan.stop)() {
            true => Err(StudyError::Stopped),
            false => Ok(plan.assess(&Design::of(&plan.fields, *n))?.row),
        };
        let rows: Vec<Result<Row, StudyError>> =
            pool.install(|| numbers.par_iter().map(assess).collect());
        let mut text = Vec::new();
        let mut halted = false;
        for row in rows {
            // Rows stand in order: what is behind one that was not assessed is assessed again.
            let row = match row {
                Err(StudyError::Stopped) => {
                    halted = true;
                    break;
                }
                other => other?,
            };
            text.extend_from_slice(&line(&row.cells()));
            sized.take(&row);
        }
        table
            .write_all(&text)
            .and_then(|()| table.flush())
            .map_err(failed)?;
        if (job.stop)(sized.assessed as f64 / total as f64) || halted {
            break;
        }
    }
    sized.interrupted = sized.assessed < total;
    Ok(sized)
}

/// The rows of several folders, which together are a study or a part of it.
///
/// # Errors
/// A folder that cannot be read or that holds another study.
pub fn joined(plan: &Plan, folders: &[PathBuf]) -> Result<Sized, StudyError> {
    let mut rows = Vec::new();
    for folder in folders {
        check(plan, folder, None)?;
        rows.extend(read(plan, &folder.join(TABLE))?);
    }
    rows.sort_by_key(|r| r.number);
    rows.dedup_by_key(|r| r.number);
    let mut sized = Sized::new(plan, plan.designs());
    rows.iter().for_each(|r| sized.take(r));
    sized.interrupted = sized.assessed < sized.total;
    Ok(sized)
}

/// One line of a table.
fn line(cells: &[String]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // A vector takes every write.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}

/// The table, opened behind what it holds already.
fn open(plan: &Plan, job: &Job, sized: &mut Sized) -> Result<fs::File, StudyError> {
    let path = job.folder.join(TABLE);
    let io = |what: &'static str| {
        let path = path.clone();
        move |e| StudyError::from(ResultsError::io(what, &path, e))
    };
    fs::create_dir_all(&job.folder).map_err(io("create"))?;
    let mut text = line(&Row::heads(plan));
    if job.resume {
        check(plan, &job.folder, Some(job.shard))?;
        for (k, row) in read(plan, &path)?.iter().enumerate() {
            if row.number != job.shard.index - 1 + k as u64 * job.shard.of {
                break;
            }
            text.extend_from_slice(&line(&row.cells()));
            sized.take(row);
        }
    }
    let mark = Mark {
        study: plan.path.display().to_string(),
        hall: plan.hall.display().to_string(),
        fingerprint: plan.fingerprint(),
        shard: job.shard,
    };
    let mark = serde_json::to_vec_pretty(&mark).unwrap_or_default();
    write_atomic(&job.folder.join(MARK), &mark)?;
    write_atomic(&path, &text)?;
    OpenOptions::new()
        .append(true)
        .open(&path)
        .map_err(io("open"))
}

/// Refuses a folder of another study, or of another part of it.
fn check(plan: &Plan, folder: &Path, shard: Option<Shard>) -> Result<(), StudyError> {
    let path = folder.join(MARK);
    let refuse = |why: &str| StudyError::Order(format!("{}: {why}", path.display()));
    let text = fs::read_to_string(&path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => {
            refuse("there is no study in this folder: the path is wrong, or it was never begun")
        }
        _ => refuse(&e.to_string()),
    })?;
    let mark: Mark = serde_json::from_str(&text).map_err(|e| refuse(&e.to_string()))?;
    if mark.fingerprint != plan.fingerprint() {
        return Err(refuse(
            "the folder holds another study, or hall or study were changed since",
        ));
    }
    if shard.is_some_and(|s| s != mark.shard) {
        return Err(refuse("the folder holds another shard"));
    }
    Ok(())
}

/// Whole rows of a table; a last line that was not finished is left out.
fn read(plan: &Plan, path: &Path) -> Result<Vec<Row>, StudyError> {
    let bytes = fs::read(path).map_err(|e| ResultsError::io("read", path, e))?;
    let end = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(&bytes[..end]);
    let mut rows = Vec::new();
    for record in reader.records() {
        let refuse = |why: String| StudyError::Order(format!("{}: {why}", path.display()));
        let record = record.map_err(|e| refuse(e.to_string()))?;
        let cells: Vec<&str> = record.iter().collect();
        match Row::of_cells(&cells, plan.fields.len()) {
            Some(row) => rows.push(row),
            None => return Err(refuse(format!("row {} is no design", rows.len() + 1))),
        }
    }
    Ok(rows)
}
