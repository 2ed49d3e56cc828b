//! Files of a [`RideSummary`]: JSON, and two tables for a spreadsheet.

use super::{RIDE_JSON, ResultsError, Ride, RideEnd, RideSummary, write_atomic};
use std::path::Path;

/// File name of the table of losses.
pub const RIDE_CSV: &str = "ride.csv";
/// File name of the table of racks that came to a limit.
pub const RIDE_RACKS_CSV: &str = "ride_racks.csv";

/// Columns of the table of losses behind the names of what was lost.
const COLUMNS: [&str; 18] = [
    "outcome",
    "ended_at_s",
    "time_to_throttle_s",
    "time_to_limit_s",
    "time_uncertainty_s",
    "first_rack",
    "limited_by",
    "hall_air_degC",
    "racks_throttled",
    "racks_limited",
    "racks_dark",
    "least_margin_K",
    "least_margin_rack",
    "held_by",
    "coolant_left",
    "thermosyphon_kg_per_s",
    "steps",
    "reason",
];

impl Ride {
    /// Outcome in a word.
    pub fn outcome(&self) -> &'static str {
        match self.end {
            RideEnd::Unsolved => "unsolved",
            RideEnd::Runaway => "runaway",
            _ if self.time_to_limit_s.is_some() => "limit",
            _ if self.time_to_throttle_s.is_some() => "throttled",
            _ => "held",
        }
    }

    /// Coolant that buoyancy alone moves through standing pumps, the most of any CDU or loop [kg/s].
    pub fn syphon(&self) -> f64 {
        let flows = self.thermosyphons.iter().map(|s| s.flow_kg_per_s);
        flows.fold(0.0, f64::max)
    }

    /// What was lost, in `width` cells.
    fn lost_cells(&self, width: usize) -> impl Iterator<Item = String> {
        (0..width).map(|i| self.lost.get(i).cloned().unwrap_or_default())
    }

    fn cells(&self) -> Vec<String> {
        let time = |t: Option<f64>| t.map_or_else(String::new, |t| t.to_string());
        vec![
            self.outcome().to_owned(),
            self.ended_at_s.to_string(),
            time(self.time_to_throttle_s),
            time(self.time_to_limit_s),
            time(self.time_uncertainty_s),
            self.first_rack.clone().unwrap_or_default(),
            self.limited_by.clone().unwrap_or_default(),
            self.hall_air_deg_c.to_string(),
            self.racks_throttled.to_string(),
            self.racks_limited.to_string(),
            self.racks_dark.to_string(),
            self.least_margin_k.to_string(),
            self.least_margin_rack.clone(),
            self.held_by.join(" + "),
            self.coolant_left.to_string(),
            self.syphon().to_string(),
            self.steps.to_string(),
            self.reason.clone().unwrap_or_default(),
        ]
    }
}

impl RideSummary {
    /// The summary as JSON, with a line end.
    ///
    /// # Errors
    /// A figure that is not a number.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Writes `ride.json`, `ride.csv` and `ride_racks.csv` into `folder`, each whole or not at all.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), ResultsError> {
        std::fs::create_dir_all(folder).map_err(|e| ResultsError::io("create", folder, e))?;
        let path = folder.join(RIDE_JSON);
        let text = self.to_json();
        let text = text.map_err(|e| ResultsError::io("write", &path, e.into()))?;
        write_atomic(&path, text.as_bytes())?;
        let width = self.all().map(|r| r.lost.len()).fold(2, usize::max);
        let heads = |more: &[&str]| -> Vec<String> {
            let lost = (1..=width).map(|k| format!("lost_{k}"));
            lost.chain(more.iter().map(|h| (*h).to_owned())).collect()
        };
        let rows = self
            .all()
            .map(|ride| ride.lost_cells(width).chain(ride.cells()).collect());
        table(&folder.join(RIDE_CSV), &heads(&COLUMNS), rows)?;
        let racks = self.all().flat_map(|ride| {
            ride.racks.iter().map(move |rack| {
                let time = |t: Option<f64>| t.map_or_else(String::new, |t| t.to_string());
                let own = [
                    rack.rack.clone(),
                    time(rack.time_to_throttle_s),
                    time(rack.time_to_limit_s),
                ];
                ride.lost_cells(width).chain(own).collect()
            })
        });
        let columns = ["rack", "time_to_throttle_s", "time_to_limit_s"];
        table(&folder.join(RIDE_RACKS_CSV), &heads(&columns), racks)
    }
}

fn table(
    path: &Path,
    columns: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), ResultsError> {
    let fail = |e: csv::Error| ResultsError::io("write", path, e.into());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(columns).map_err(fail)?;
    for row in rows {
        out.write_record(row).map_err(fail)?;
    }
    let bytes = out
        .into_inner()
        .map_err(|e| ResultsError::io("write", path, e.into_error()))?;
    write_atomic(path, &bytes)
}
