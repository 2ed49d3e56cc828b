//! The checkpoint of an interrupted study: a file beside its results, from which `--resume` goes on.

use super::StudyError;
use super::hall::Hall;
use super::march::Orders;
use crate::results::{
    CHECKPOINT_JSON, Checkpoint, ResultsError, SUMMARY_JSON, Summary, write_atomic,
};
use serde::{Serialize, de::DeserializeOwned};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

fn place(folder: &Path) -> PathBuf {
    folder.join(CHECKPOINT_JSON)
}

fn refuse(folder: &Path, why: impl std::fmt::Display) -> StudyError {
    let path = place(folder);
    StudyError::Order(format!("cannot resume from {}: {why}", path.display()))
}

/// Reads what was saved in `folder`.
pub(super) fn read<T: DeserializeOwned>(folder: &Path) -> Result<T, StudyError> {
    let text = std::fs::read_to_string(place(folder)).map_err(|e| match e.kind() {
        ErrorKind::NotFound => nothing(folder),
        _ => refuse(folder, e),
    })?;
    serde_json::from_str(&text).map_err(|e| refuse(folder, e))
}

/// There is no checkpoint: what is in `folder` was not interrupted, or stands elsewhere.
fn nothing(folder: &Path) -> StudyError {
    let there = folder.display();
    let whole = Summary::read(&folder.join(SUMMARY_JSON)).is_ok_and(|s| !s.interrupted);
    StudyError::Order(match whole {
        true => format!(
            "nothing to resume: the results in {there} are whole; leave --resume out to compute them anew, or make their \
             page again with `halltwin report {there}`"
        ),
        false => format!(
            "nothing to resume: no {CHECKPOINT_JSON} in {there}; leave --resume out to begin, or name the folder of the \
             interrupted study with --out"
        ),
    })
}

/// Refuses what was saved by another configuration (its fingerprint), or with another start or step \[s\].
pub(super) fn matches(
    hall: &Hall,
    orders: &Orders,
    (config, start, step): (&str, f64, f64),
) -> Result<(), StudyError> {
    if config != hall.identity().hash {
        return Err(refuse(
            &orders.folder,
            "it was written by another configuration",
        ));
    }
    if step != orders.step || start != orders.start {
        let why = "start or step differ from those it was written with";
        return Err(refuse(&orders.folder, why));
    }
    Ok(())
}

/// Saves a study that stopped at `time_s` \[s\] after its start, and tells how it goes on.
pub(super) fn write(
    saved: &impl Serialize,
    orders: &Orders,
    time_s: f64,
) -> Result<Checkpoint, StudyError> {
    let path = place(&orders.folder);
    let text = serde_json::to_vec(saved)
        .map_err(|e| StudyError::Order(format!("cannot write {}: {e}", path.display())))?;
    write_atomic(&path, &text)?;
    Ok(Checkpoint {
        path: path.display().to_string(),
        time_s,
        command: match orders.resume {
            true => orders.command.clone(),
            false => format!("{} --resume", orders.command),
        },
    })
}

/// Removes the checkpoint of an earlier study: nothing is left to go on from.
pub fn forget(folder: &Path) -> Result<(), ResultsError> {
    let path = place(folder);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(ResultsError::io("remove", &path, error))
        }
        _ => Ok(()),
    }
}
