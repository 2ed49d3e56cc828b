//! `halltwin year`: 8760 quasi-steady hours, or as many steps as an hour is divided into.

use super::hall::Hall as HallArguments;
use super::{Exit, study, tornado};
use crate::results::{SUMMARY_JSON, write_atomic};
use crate::study::surface::{Tolerance, Weather};
use crate::study::uncertainty::{Spread, inputs, results_of, spread, to_json};
use crate::study::{Hall, Orders, Outcome, StudyError, forget, year_kept};
use clap::Args;
use std::path::PathBuf;

/// Solve a year of quasi-steady hours, or of finer steps
///
/// Writes series.parquet (all probes), series.csv (the hall's own), summary.json and report.html.
/// Exit code 3 when a limit was passed, 4 when a step has no solution or the ledger does not close.
#[derive(Args, Debug)]
pub struct Year {
    #[command(flatten)]
    hall: HallArguments,
    /// Climate, instead of the configuration's: a built-in name or an EPW file
    #[arg(long, value_name = "CLIMATE")]
    climate: Option<String>,
    /// Length of a step, as in 15min: 1 min to 1 h, dividing an hour; that of the configuration when left out. Weather is
    /// interpolated between its hours
    #[arg(long, value_name = "TIME", value_parser = study::time, allow_hyphen_values = true)]
    step: Option<String>,
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
    /// P10, P50 and P90 of PUE, margin, water and energy, and what each uncertain input does (on stderr, in the page, and
    /// as uncertainty.json), even without a report
    #[arg(long)]
    bands: bool,
    /// Leave them out of the report too
    #[arg(long, conflicts_with = "bands")]
    no_bands: bool,
}

/// Length of a climate year [s].
pub(super) const YEAR: f64 = 8_760.0 * 3_600.0;

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
                .map(|name| format!("--climate site.climate={name}")),
        );
        let step = self.step.iter();
        sets.extend(step.map(|step| format!("--step run.year_step={step}")));
        let pool = study::pool(self.threads)?;
        let hall = pool.install(|| Hall::load_year(&self.hall.config, &sets))?;
        let hall = study::warn(hall);
        let watch = study::Watch::begin(&hall.model.name);
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
        let outcome = year_kept(&hall, orders, &pool, self.wants_bands(&hall));
        watch.end();
        let mut outcome = outcome?;
        let mut halted = false;
        if !outcome.summary.interrupted && self.wants_bands(&hall) {
            match self.bands(&hall, &sets, &mut outcome, &pool) {
                Err(StudyError::Stopped) => halted = true,
                other => {
                    forget(&outcome.folder)?;
                    other?;
                }
            }
        }
        let exit = study::conclude(&hall, &outcome, self.json, !self.no_report);
        if halted {
            self.tell_halted(&hall);
            return Ok(Exit::Interrupted);
        }
        Ok(exit)
    }

    /// How bands are found that were stopped. The year of a hall with stores has no checkpoint once it is whole.
    fn tell_halted(&self, hall: &Hall) {
        let again = match hall.model.equipment.stores.all.is_empty() {
            true => study::resume_line(self.resume),
            false => "the same command".to_owned(),
        };
        tell!(
            "stopped while its bands were found: the year itself is whole; find them with: {again}"
        );
    }

    /// Whether bands were asked for, or belong to the page of a hall whose hours can be solved apart from each other.
    fn wants_bands(&self, hall: &Hall) -> bool {
        let on_page = !self.no_report && !self.no_bands;
        self.bands || on_page && hall.model.equipment.stores.all.is_empty()
    }

    /// Bands; what keeps the page from having them is told, what keeps from having those that were asked for fails.
    fn bands(
        &self,
        hall: &Hall,
        sets: &[String],
        outcome: &mut Outcome,
        pool: &rayon::ThreadPool,
    ) -> Result<(), StudyError> {
        if self.bands {
            return pool.install(|| self.spread(hall, sets, outcome));
        }
        match pool.install(|| self.spread(hall, sets, outcome)) {
            Err(StudyError::Stopped) => Err(StudyError::Stopped),
            Err(error) => {
                tell!("the page has no bands: {error}");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Bands of the year's figures, kept in its summary and beside it.
    fn spread(
        &self,
        hall: &Hall,
        sets: &[String],
        outcome: &mut Outcome,
    ) -> Result<(), StudyError> {
        let climate = &hall.model.climate;
        let inputs = inputs(None, &self.hall.config, sets).map_err(StudyError::Config)?;
        let of = Spread {
            hall: &self.hall.config,
            sets,
            climate,
            weather: &Weather::of(climate, *hall.config.run.year_step),
            tolerance: Tolerance::default(),
            stop: study::stopped,
        };
        let year = &outcome.summary;
        // The differences come from some of the hours, what they are about from all.
        let found = spread(&of, &inputs)?.about(results_of(year));
        let found = found.told(year.headline().0);
        tell!("{}", tornado::text(&found));
        let text = serde_json::to_vec_pretty(&to_json(&found)).unwrap_or_default();
        write_atomic(&outcome.folder.join("uncertainty.json"), &text)?;
        outcome.summary.uncertainty = Some(found);
        Ok(outcome.summary.write(&outcome.folder.join(SUMMARY_JSON))?)
    }
}
