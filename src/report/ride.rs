//! Files of a ride-through study: certificate and matrix.

use super::figure::{Figure, Standing, png, svg};
use super::plot::{RideCell, RideMatrix, ride_matrix};
use super::{PLOTS, ReportError, page};
use crate::results::{ResultsError, Ride, RideEnd, RideSummary, write_atomic};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// File name of the certificate.
const CERTIFICATE: &str = "certificate.html";
/// File name of the matrix without its ending.
const MATRIX: &str = "ride_matrix";

/// Files that were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidePaths {
    /// The certificate.
    pub html: PathBuf,
    /// The matrix, SVG and PNG.
    pub plots: [PathBuf; 2],
}

/// Writes the certificate and the matrix of `summary` into `out`.
///
/// # Errors
/// [`ReportError`]; files written before the failure are complete.
pub fn write_ride(summary: &RideSummary, out: &Path) -> Result<RidePaths, ReportError> {
    let folder = out.join(PLOTS);
    std::fs::create_dir_all(&folder).map_err(|e| ResultsError::io("create", &folder, e))?;
    let figure = matrix(summary);
    let paths = RidePaths {
        html: out.join(CERTIFICATE),
        plots: ["svg", "png"].map(|kind| folder.join(MATRIX).with_extension(kind)),
    };
    write_atomic(&paths.plots[0], svg(&figure, Standing::Alone).as_bytes())?;
    write_atomic(&paths.plots[1], &png(&figure)?)?;
    let text = page::certificate(summary, &figure);
    write_atomic(&paths.html, text.as_bytes())?;
    Ok(paths)
}

fn outcome(ride: &Ride) -> RideCell {
    match (ride.time_to_limit_s, ride.end) {
        (Some(seconds), _) => RideCell::Limit(seconds),
        (None, RideEnd::Runaway) => RideCell::Limit(ride.ended_at_s),
        (None, RideEnd::Unsolved) => RideCell::Unsolved,
        _ if ride.time_to_throttle_s.is_some() => RideCell::Throttled,
        _ => RideCell::Held,
    }
}

/// The matrix of all parts.
fn matrix(summary: &RideSummary) -> Figure {
    let of: HashMap<Vec<&str>, RideCell> = summary
        .all()
        .map(|ride| {
            (
                ride.lost.iter().map(String::as_str).collect(),
                outcome(ride),
            )
        })
        .collect();
    let names: Vec<&str> = summary.parts.iter().map(|p| p.name.as_str()).collect();
    let cell = |i: usize, j: usize| {
        let key = if i == j {
            vec![names[i]]
        } else {
            vec![names[j], names[i]]
        };
        of.get(&key).copied().unwrap_or(RideCell::Open)
    };
    ride_matrix(&RideMatrix {
        parts: names.iter().map(|n| (*n).to_owned()).collect(),
        cells: (0..names.len())
            .map(|i| (0..=i).map(|j| cell(i, j)).collect())
            .collect(),
    })
}
