//! A folder of results as a whole: what belongs together goes together.
//!
//! New series beside the summary or the plots of another run would be read as one. Whatever an earlier run left
//! is therefore taken away before the new series get their names; drafts that a killed process left are swept.

use super::{ResultsError, SERIES_CSV, SUMMARY_JSON};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// File name of the state from which an interrupted study goes on.
pub const CHECKPOINT_JSON: &str = "checkpoint.json";
/// File name of the configuration as it was resolved.
pub const CONFIG_RESOLVED: &str = "config.resolved.toml";
/// File name of the page.
pub const REPORT_HTML: &str = "report.html";
/// Folder of the plots.
pub const PLOTS: &str = "plots";
/// Names of the plots, without ending: each is there as SVG and as PNG.
pub const PLOT_NAMES: [&str; 15] = [
    "margin",
    "energy_flow",
    "waterfall",
    "time_series",
    "durations",
    "ratio_over_climate",
    "months",
    "climate",
    "sound",
    "single_line",
    "stage_loss",
    "pump_curves",
    "index_circuits",
    "tornado_pue",
    "tornado_margin",
];

/// What the names of drafts begin and end with.
pub(super) const DRAFT: [&str; 2] = [".halltwin-", ".partial"];

/// Takes away what an earlier run left in `dir` and what would not belong to the series that are about to appear.
/// Its checkpoint stays where the new series `go_on` from it.
pub(super) fn clear(dir: &Path, go_on: bool) -> Result<(), ResultsError> {
    let plots = dir.join(PLOTS);
    for name in PLOT_NAMES {
        for ending in ["svg", "png"] {
            remove(&plots.join(name).with_extension(ending))?;
        }
    }
    // The Parquet file is replaced in one go; a resumed study reads it until then.
    for name in [SUMMARY_JSON, REPORT_HTML, CONFIG_RESOLVED, SERIES_CSV] {
        remove(&dir.join(name))?;
    }
    if !go_on {
        remove(&dir.join(CHECKPOINT_JSON))?;
    }
    // An empty folder says nothing; one that holds something else is not ours.
    let _ = fs::remove_dir(&plots);
    Ok(())
}

fn remove(path: &Path) -> Result<(), ResultsError> {
    match fs::remove_file(path) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(ResultsError::io("remove", path, error))
        }
        _ => Ok(()),
    }
}

/// Sweeps drafts in `dir` whose process is gone. What cannot be told or removed stays: it is in nobody's way.
pub fn sweep(dir: &Path) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(draft) = name.to_str().and_then(|n| n.strip_prefix(DRAFT[0])) else {
            continue;
        };
        let process = draft.split('-').next().and_then(|p| p.parse::<u32>().ok());
        if draft.ends_with(DRAFT[1]) && !process.is_some_and(alive) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a process still runs; taken for granted where the system does not tell.
fn alive(process: u32) -> bool {
    let all = Path::new("/proc");
    !all.join("self").exists() || all.join(process.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn only_what_a_run_wrote_is_taken_away() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(PLOTS)).unwrap();
        for name in [
            SUMMARY_JSON,
            REPORT_HTML,
            CHECKPOINT_JSON,
            "notes.txt",
            "plots/margin.png",
        ] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        clear(dir.path(), true).unwrap();
        assert_eq!(left(dir.path()), [CHECKPOINT_JSON, "notes.txt"]);
        fs::create_dir(dir.path().join(PLOTS)).unwrap();
        fs::write(dir.path().join("plots/mine.png"), "x").unwrap();
        clear(dir.path(), false).unwrap();
        assert_eq!(left(dir.path()), ["notes.txt", PLOTS]);
        assert_eq!(left(&dir.path().join(PLOTS)), ["mine.png"]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn drafts_of_the_dead_are_swept() {
        let dir = tempfile::tempdir().unwrap();
        let mine = format!(".halltwin-{}-a.partial", std::process::id());
        let names = [
            ".halltwin-4294967295-b.partial",
            ".halltwin-c.partial",
            &mine,
            "d.partial",
        ];
        for name in names {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        sweep(dir.path());
        assert_eq!(left(dir.path()), [mine.as_str(), "d.partial"]);
    }
}
