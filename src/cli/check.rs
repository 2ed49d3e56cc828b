//! `halltwin check`: what a configuration says, and everything that is wrong with it.

use clap::Args;
use serde_json::json;

use crate::config::{Config, Diagnostics};
use crate::study::{self, StudyError};
use crate::units::format;

use super::hall::Hall;
use super::output::say;
use super::study::refuse;
use super::year::YEAR;
use super::{Exit, problems};

/// Check a configuration and say what it holds
///
/// All problems are reported at once, each with file, line and column, the physical reason and a
/// remedy. Exit code 2 when one of them is an error; warnings do not count.
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    hall: Hall,
    /// Check it as `halltwin year` takes it: events and traces have a year, not the run's length
    #[arg(long)]
    year: bool,
    /// Print the result as JSON on stdout
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let (config, found) = match self.load() {
            Ok(hall) => match self.covers(&hall) {
                Ok(()) => (Some(hall.config), hall.warnings),
                Err(StudyError::Config(mut short)) => {
                    short.extend(hall.warnings);
                    short.sort();
                    (None, short)
                }
                Err(error) => return refuse(&error),
            },
            Err(StudyError::Config(problems)) => (None, problems),
            Err(error) => return refuse(&error),
        };
        let said = if self.json {
            say(&format!("{:#}\n", as_json(config.as_ref(), &found)))
        } else {
            let said = config.as_ref().map_or(Exit::Good, |c| say(&as_text(c)));
            problems::print(&found);
            said
        };
        match config {
            Some(_) => said,
            None => Exit::Usage,
        }
    }

    fn load(&self) -> Result<study::Hall, StudyError> {
        let (config, sets) = (&self.hall.config, &self.hall.sets);
        if self.year {
            study::Hall::load_year(config, sets)
        } else {
            study::Hall::load(config, sets)
        }
    }

    /// Refuses traces and events that the run, or the year, cannot follow.
    fn covers(&self, hall: &study::Hall) -> Result<(), StudyError> {
        let run = &hall.config.run;
        if self.year {
            return study::year_fits(hall, 0.0, YEAR, *run.year_step);
        }
        let help = "shorten `run.duration`, or give a longer trace";
        study::covered(hall, run.start.seconds(), *run.duration, help)
    }
}

fn as_json(config: Option<&Config>, found: &Diagnostics) -> serde_json::Value {
    let mut all = json!({ "valid": config.is_some(), "problems": found.to_json() });
    if let Some(config) = config {
        let size = config.size();
        let assumed = config.citations.iter().filter(|c| c.assumed).count();
        all["name"] = json!(*config.hall.name);
        all["racks"] = json!(size.racks);
        all["cdus"] = json!(size.cdus);
        all["it_power_kW"] = json!(size.it_power / 1e3);
        all["figures_cited"] = json!(config.citations.len());
        all["figures_assumed"] = json!(assumed);
    }
    all
}

fn as_text(config: &Config) -> String {
    let size = config.size();
    let assumed = config.citations.iter().filter(|c| c.assumed).count();
    let lines = [
        ("hall", config.hall.name.value.clone()),
        ("climate", config.site.climate.value.clone()),
        ("racks", size.racks.to_string()),
        ("CDUs", size.cdus.to_string()),
        ("IT power", format(size.it_power, "MW")),
        ("loops", config.loops.len().to_string()),
        (
            "figures",
            format!(
                "{} from the catalogue, {assumed} of them assumed",
                config.citations.len()
            ),
        ),
    ];
    lines
        .iter()
        .map(|(word, value)| format!("{word:<9} {value}\n"))
        .collect()
}
