//! What `run` and `year` share: Ctrl-C, the bar, the report, what is printed, the exit code.

use super::output::say;
use super::{Exit, problems};
use crate::report;
use crate::results::{self, Summary};
use crate::study::{Hall, Outcome, StudyError};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by Ctrl-C: the step in progress is finished, what is there is written.
static STOP: AtomicBool = AtomicBool::new(false);
static HANDLER: OnceLock<bool> = OnceLock::new();

/// Steps of the bar.
const TICKS: u64 = 1_000;

/// Listens for Ctrl-C and shows progress on a terminal.
pub struct Watch {
    bar: ProgressBar,
}

impl Watch {
    /// Begins to listen and to show.
    pub fn begin(what: &str) -> Self {
        HANDLER.get_or_init(|| ctrlc::set_handler(|| STOP.store(true, Ordering::SeqCst)).is_ok());
        let bar = if stderr().is_terminal() {
            let template = "{msg} {wide_bar} {percent} % {eta} left";
            let style = ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(TICKS)
                .with_style(style)
                .with_message(what.to_owned())
        } else {
            ProgressBar::hidden()
        };
        Self { bar }
    }

    /// Shows the share done; true when Ctrl-C was pressed.
    pub fn tick(&self, share: f64) -> bool {
        self.bar.set_position((share * TICKS as f64) as u64);
        STOP.load(Ordering::SeqCst)
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// Folder of results: the one that was asked for, or `runs/<config>-<mode>`.
pub fn folder(asked: Option<&PathBuf>, hall: &Hall, mode: &str) -> PathBuf {
    asked
        .cloned()
        .unwrap_or_else(|| Path::new("runs").join(format!("{}-{mode}", hall.stem())))
}

/// Seconds of `text`, such as `24h` or `15 s`.
pub fn seconds(text: &str) -> Result<f64, String> {
    crate::units::parse(text, crate::units::Dimension::Time).map_err(|e| e.to_string())
}

/// The command line as typed.
pub fn command_line() -> String {
    let quote = |word: String| {
        if word.contains(' ') {
            format!("\"{word}\"")
        } else {
            word
        }
    };
    std::env::args().map(quote).collect::<Vec<_>>().join(" ")
}

/// Prints why there is no result.
pub fn refuse(error: &StudyError) -> Exit {
    match error {
        StudyError::Config(found) => {
            problems::print(found);
            Exit::Usage
        }
        StudyError::Climate(_) | StudyError::Order(_) | StudyError::Metrics(_) => {
            eprintln!("error: {error}");
            Exit::Usage
        }
        StudyError::Step(_) => {
            eprintln!("error: {error}");
            Exit::NotConverged
        }
        StudyError::Results(_) => {
            eprintln!("error: {error}");
            Exit::Failure
        }
    }
}

/// Writes the report of a finished study and prints its key figures.
pub fn conclude(outcome: &Outcome, json: bool, with_report: bool) -> Exit {
    let summary = &outcome.summary;
    let page = if with_report {
        match results::load(&outcome.folder)
            .map_err(|e| e.to_string())
            .and_then(|run| report::write(&run, &outcome.folder).map_err(|e| e.to_string()))
        {
            Ok(paths) => Some(paths.html),
            Err(error) => {
                eprintln!("error: {error}");
                return Exit::Failure;
            }
        }
    } else {
        None
    };
    let said = if json {
        match summary.to_json(&outcome.folder) {
            Ok(text) => say(&text),
            Err(error) => {
                eprintln!("error: {error}");
                return Exit::Failure;
            }
        }
    } else {
        say(&text(summary, page.as_deref(), &outcome.folder))
    };
    if let Some(checkpoint) = &summary.checkpoint {
        eprintln!(
            "stopped at {:.0} s; go on with: {}",
            checkpoint.time_s, checkpoint.command
        );
    }
    if let Some(error) = &outcome.failed {
        eprintln!(
            "error: {error}\nwhat was computed until then is in {}",
            outcome.folder.display()
        );
        return Exit::NotConverged;
    }
    match said {
        Exit::Good if outcome.violated => Exit::Limit,
        said => said,
    }
}

/// Key figures in a few lines.
fn text(s: &Summary, page: Option<&Path>, folder: &Path) -> String {
    let (name, value) = s.headline();
    let mut lines = vec![
        format!(
            "{}: {} steps of {} s in {:.2} s",
            s.config.name, s.steps, s.step_s, s.wall_time_s
        ),
        format!(
            "{name:<22}{:.4}   IT {:.1} kWh, facility {:.1} kWh",
            value.unwrap_or(f64::NAN),
            s.it_energy_kwh,
            s.facility_energy_kwh
        ),
    ];
    if let Some(meter) = s.meter_to_12v {
        lines.push(format!(
            "{:<22}{meter:.4}   kWh at the meter per kWh at 12 V",
            "meter to 12 V"
        ));
    }
    lines.push(format!(
        "{:<22}{:.3} L/kWh, {:.2} m3",
        "water", s.wue_l_per_kwh, s.water_m3
    ));
    if let Some(worst) = &s.worst_margin {
        let assumed = if worst.assumed {
            " (limit assumed)"
        } else {
            ""
        };
        lines.push(format!(
            "{:<22}{:.2} K at {}: {:.1} of {:.0} degC{assumed}",
            "worst margin",
            worst.limit_deg_c - worst.reached_deg_c,
            worst.rack,
            worst.reached_deg_c,
            worst.limit_deg_c
        ));
    }
    let element = s.ledger_worst.as_ref().map_or("", |w| w.element.as_str());
    lines.push(format!(
        "{:<22}{:.1e} of throughput ({element})",
        "ledger residual", s.ledger_residual
    ));
    lines.push(format!(
        "{:<22}{:.1e} of power, at most {} passes",
        "coupling residual", s.coupling_residual, s.coupling_passes_max
    ));
    for short in s.remarks.iter().filter(|r| r.starts_with("coolant: ")) {
        lines.push(format!("{:<22}{short}", "limit"));
    }
    for event in binding(s) {
        lines.push(event);
    }
    match page {
        Some(page) => lines.push(format!("{:<22}{}", "report", page.display())),
        None => lines.push(format!("{:<22}{}", "results", folder.display())),
    }
    lines.join("\n") + "\n"
}

/// What binds: the first violations and saturations, each element once.
fn binding(s: &Summary) -> Vec<String> {
    use crate::results::EventKind;
    let mut seen: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for event in &s.events {
        if event.kind != EventKind::Operation
            && !seen.contains(&event.component.as_str())
            && lines.len() < 6
        {
            seen.push(&event.component);
            lines.push(format!(
                "{:<22}{} at {:.2} h: {}",
                "limit",
                event.component,
                event.time_s / 3_600.0,
                event.text
            ));
        }
    }
    lines
}
