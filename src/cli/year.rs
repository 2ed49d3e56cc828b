//! `halltwin year`: 8760 quasi-steady hours.

use super::hall::Hall as HallArguments;
use super::{Exit, study};
use crate::study::{Hall, Orders, StudyError, year};
use clap::Args;
use std::path::PathBuf;

/// Solve a year of quasi-steady hours
#[derive(Args, Debug)]
pub struct Year {
    #[command(flatten)]
    hall: HallArguments,
    /// Climate, instead of the configuration's: a built-in name or an EPW file
    #[arg(long, value_name = "CLIMATE")]
    climate: Option<String>,
    /// Folder of results [default: runs/CONFIG-year]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads; the result is the same for any number
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Go on from the checkpoint of an interrupted year
    #[arg(long)]
    resume: bool,
    /// Print summary.json on stdout
    #[arg(long)]
    json: bool,
    /// Write every probe to the CSV, not only the hall's own
    #[arg(long)]
    csv_all: bool,
    /// Leave the report out
    #[arg(long)]
    no_report: bool,
}

/// Length of a climate year [s].
const YEAR: f64 = 8_760.0 * 3_600.0;

impl Year {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match self.study() {
            Ok(exit) => exit,
            Err(error) => study::refuse(&error),
        }
    }

    fn study(&self) -> Result<Exit, StudyError> {
        let mut sets = self.hall.sets.clone();
        sets.extend(
            self.climate
                .iter()
                .map(|name| format!("site.climate={name}")),
        );
        let hall = Hall::load(&self.hall.config, &sets)?;
        if !hall.model.schedule.is_empty() {
            eprintln!(
                "note: the events of the file belong to `run`; the year is solved without them"
            );
        }
        let watch = study::Watch::begin(&hall.model.name);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.unwrap_or(0))
            .build()
            .map_err(|e| StudyError::Order(format!("--threads: {e}")))?;
        let orders = Orders {
            folder: study::folder(self.out.as_ref(), &hall, "year"),
            command: study::command_line(),
            start: 0.0,
            duration: YEAR,
            step: *hall.config.run.year_step,
            csv_all: self.csv_all,
            resume: self.resume,
            stop: &mut |share| watch.tick(share),
        };
        let outcome = year(&hall, orders, &pool);
        watch.end();
        Ok(study::conclude(&outcome?, self.json, !self.no_report))
    }
}
