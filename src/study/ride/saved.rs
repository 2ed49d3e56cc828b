//! What an interrupted study leaves, and from which it goes on.

use super::RideOrders;
use crate::results::{ResultsError, Ride, RideSummary, write_atomic};
use crate::study::StudyError;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::PathBuf;

/// File of losses that were followed.
const FILE: &str = "checkpoint.json";

/// Losses that were followed, and what they belong to.
#[derive(Serialize, Deserialize)]
struct Saved {
    key: String,
    rides: Vec<Ride>,
}

/// Where losses that were followed are left.
pub(super) struct Place {
    path: PathBuf,
    key: String,
}

impl Place {
    /// In the folder of `orders`, for the hall and the manner of `summary`.
    pub(super) fn new(orders: &RideOrders, summary: &RideSummary, moment: f64) -> Self {
        let RideSummary {
            resolved_sha256,
            horizon_s,
            step_s,
            ..
        } = summary;
        Self {
            path: orders.folder.join(FILE),
            key: format!("{resolved_sha256} {moment} {horizon_s} {step_s:?}"),
        }
    }

    fn refuse(&self, why: impl std::fmt::Display) -> StudyError {
        StudyError::Order(format!("cannot resume from {}: {why}", self.path.display()))
    }

    /// Takes the rides that were left into `rides`, by the names of what was lost.
    pub(super) fn read(
        &self,
        losses: impl Iterator<Item = Vec<String>>,
        rides: &mut [Option<Ride>],
    ) -> Result<(), StudyError> {
        let text = std::fs::read_to_string(&self.path).map_err(|e| self.refuse(e))?;
        let saved: Saved = serde_json::from_str(&text).map_err(|e| self.refuse(e))?;
        if saved.key != self.key {
            let why = "it was left by another hall, moment, horizon or step";
            return Err(self.refuse(why));
        }
        let of: HashMap<Vec<String>, Ride> = saved
            .rides
            .into_iter()
            .map(|ride| (ride.lost.clone(), ride))
            .collect();
        for (lost, ride) in losses.zip(rides) {
            *ride = of.get(&lost).cloned();
        }
        Ok(())
    }

    /// Leaves `rides`.
    pub(super) fn write<'r>(
        &self,
        rides: impl Iterator<Item = &'r Ride>,
    ) -> Result<(), StudyError> {
        let saved = Saved {
            key: self.key.clone(),
            rides: rides.cloned().collect(),
        };
        let text = serde_json::to_vec(&saved).map_err(|e| self.refuse(e))?;
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| ResultsError::io("create", folder, e))?;
        }
        Ok(write_atomic(&self.path, &text)?)
    }

    /// Nothing is left to go on from.
    pub(super) fn forget(&self) -> Result<(), StudyError> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(ResultsError::io("remove", &self.path, error).into())
            }
            _ => Ok(()),
        }
    }
}
