//! `halltwin run`: a transient from a converged steady state.

use super::hall::Hall as HallArguments;
use super::{Exit, study};
use crate::config::kinds::TimeOfYear;
use crate::study::{Hall, Orders, StudyError, run};
use clap::Args;
use std::path::PathBuf;

/// Run a hall through time, from a converged steady state
///
/// Writes series.parquet (all probes), series.csv (the hall's own), summary.json and report.html.
/// Exit code 3 when a limit was passed, 4 when a step has no solution or the ledger does not close.
#[derive(Args, Debug)]
pub struct Run {
    #[command(flatten)]
    hall: HallArguments,
    /// Time covered, as in 24h; that of the configuration when left out
    #[arg(long = "for", value_name = "TIME", value_parser = study::seconds, allow_hyphen_values = true)]
    duration: Option<f64>,
    /// Length of a step, as in 15s
    #[arg(long, value_name = "TIME", value_parser = study::seconds, allow_hyphen_values = true)]
    step: Option<f64>,
    /// Start, as in "08-01 00:00" (month-day hour:minute of the climate year)
    #[arg(long, value_name = "MOMENT")]
    from: Option<String>,
    /// Folder of results [default: runs/CONFIG-run]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Go on from the checkpoint of an interrupted run
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

impl Run {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match self.study() {
            Ok(exit) => exit,
            Err(error) => study::refuse(&error),
        }
    }

    fn study(&self) -> Result<Exit, StudyError> {
        let hall = study::warn(Hall::load(&self.hall.config, &self.hall.sets)?);
        let start = match &self.from {
            None => hall.config.run.start.seconds(),
            Some(text) => TimeOfYear::parse(text)
                .ok_or_else(|| {
                    StudyError::Order(format!(
                        "--from `{text}`: write for example \"08-15 14:00\""
                    ))
                })?
                .seconds(),
        };
        let watch = study::Watch::begin(&hall.model.name);
        let outcome = run(
            &hall,
            Orders {
                folder: study::folder(self.out.as_ref(), &hall, "run"),
                command: study::command_line(),
                start,
                duration: self.duration.unwrap_or(*hall.config.run.duration),
                step: self.step.unwrap_or(*hall.config.run.step),
                csv_all: self.csv_all,
                resume: self.resume,
                stop: &mut |share| watch.tick(share),
            },
        );
        watch.end();
        Ok(study::conclude(
            &hall,
            &outcome?,
            self.json,
            !self.no_report,
        ))
    }
}
