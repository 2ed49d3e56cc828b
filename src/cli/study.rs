//! What `run` and `year` share: Ctrl-C, the bar, the report, what is printed, the exit code.

mod words;

use super::output::say;
use super::{Exit, problems};
use crate::report::{self, civil::Moment};
use crate::results;
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

/// Listens for Ctrl-C (and for SIGTERM and SIGHUP, where they exist) and shows progress on a terminal.
pub struct Watch {
    bar: ProgressBar,
}

/// Whether Ctrl-C was pressed since a [`Watch`] listens.
pub fn stopped() -> bool {
    STOP.load(Ordering::SeqCst)
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
        stopped()
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// As many threads as were asked for, or as there are cores.
///
/// # Errors
/// The system gives none.
pub fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, StudyError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|e| StudyError::Order(format!("--threads: {e}")))
}

/// Folder of results: the one that was asked for, or `runs/<config>-<mode>`.
pub fn folder(asked: Option<&PathBuf>, hall: &Hall, mode: &str) -> PathBuf {
    asked
        .cloned()
        .unwrap_or_else(|| Path::new("runs").join(format!("{}-{mode}", hall.stem())))
}

/// Seconds of `text`, such as `24h` or `15 s`.
pub fn seconds(text: &str) -> Result<f64, String> {
    quantity(text, crate::units::Dimension::Time)
}

/// A length of time, such as `15min`, as it was written.
pub fn time(text: &str) -> Result<String, String> {
    seconds(text).map(|_| text.to_owned())
}

/// A quantity of `dimension` with its unit \[SI\].
pub fn quantity(text: &str, dimension: crate::units::Dimension) -> Result<f64, String> {
    crate::units::parse(text, dimension).map_err(|e| e.to_string())
}

/// The hall, its warnings told.
pub fn warn(hall: Hall) -> Hall {
    problems::print(&hall.warnings);
    hall
}

/// The command line, quoted so that a shell reads the same words again.
pub fn command_line() -> String {
    let words = std::env::args_os().map(|word| quoted(&word.to_string_lossy()));
    words.collect::<Vec<_>>().join(" ")
}

/// The command line that goes on where this one was stopped; `resume` where it resumed already.
pub fn resume_line(resume: bool) -> String {
    let more = if resume { "" } else { " --resume" };
    command_line() + more
}

/// A word as a POSIX shell must be given it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@%+=:,./-_".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Prints why there is no result.
pub fn refuse(error: &StudyError) -> Exit {
    match error {
        StudyError::Config(found) => {
            problems::print(found);
            Exit::Usage
        }
        StudyError::Climate(_) | StudyError::Order(_) | StudyError::Metrics(_) => {
            tell!("error: {error}");
            Exit::Usage
        }
        StudyError::Step(_) => {
            tell!("error: {error}");
            Exit::NotConverged
        }
        StudyError::Results(_) => {
            tell!("error: {error}");
            Exit::Failure
        }
        StudyError::Stopped => {
            tell!("stopped");
            Exit::Interrupted
        }
    }
}

/// Writes the page of the run in `folder`.
fn page_of(folder: &Path) -> Result<PathBuf, String> {
    let run = results::load(folder).map_err(|e| e.to_string())?;
    report::write_page(&run, folder).map_err(|e| e.to_string())
}

/// Writes the resolved configuration and the report of a finished study and prints its key figures.
pub fn conclude(hall: &Hall, outcome: &Outcome, json: bool, with_report: bool) -> Exit {
    let summary = &outcome.summary;
    let resolved = outcome.folder.join(results::CONFIG_RESOLVED);
    if let Err(error) = results::write_atomic(&resolved, hall.resolved.as_bytes()) {
        tell!("error: {error}");
        return Exit::Failure;
    }
    let page = match with_report.then(|| page_of(&outcome.folder)).transpose() {
        Ok(page) => page,
        Err(error) => {
            tell!("error: {error}");
            return Exit::Failure;
        }
    };
    let said = if json {
        match summary.to_json(&outcome.folder) {
            Ok(text) => say(&text),
            Err(error) => {
                tell!("error: {error}");
                return Exit::Failure;
            }
        }
    } else {
        say(&words::text(summary, page.as_deref(), &outcome.folder))
    };
    if let Some(checkpoint) = &summary.checkpoint {
        tell!(
            "stopped at {}; go on with: {}",
            Moment::label(&summary.start, checkpoint.time_s),
            checkpoint.command
        );
    }
    if let Some(error) = &outcome.failed {
        tell!(
            "error: {error}\nwhat was computed until then is in {}",
            outcome.folder.display()
        );
        return Exit::NotConverged;
    }
    match said {
        Exit::Good if summary.interrupted => Exit::Interrupted,
        Exit::Good if outcome.violated => Exit::Limit,
        said => said,
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_quoted_for_a_shell() {
        assert_eq!(quoted("row.a.racks=20"), "row.a.racks=20");
        assert_eq!(quoted("08-15 14:00"), "'08-15 14:00'");
        assert_eq!(quoted("row.a.rack=\"rack/x\""), "'row.a.rack=\"rack/x\"'");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }
}
