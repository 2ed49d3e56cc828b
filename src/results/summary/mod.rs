//! `summary.json`: one page of totals, with the evidence for them.
//!
//! Every key that has a dimension carries its unit. Numbers are written with as many digits as
//! needed to read back the same double.

mod energy;
mod evidence;
mod grid;
mod hydraulics;
mod identity;
mod peak;
mod plant;
mod surroundings;
mod uncertainty;

pub use energy::{
    Carrier, ComponentEnergy, EnergyFlow, HeatMeter, PueCategory, PueKind, PueStatement, Water,
    WaterfallStep,
};
pub use evidence::{
    Citation, Event, EventKind, LedgerLine, LedgerWorst, ValidityLine, WorstMargin,
};
pub use grid::{GridAudit, GridFigure};
pub use hydraulics::{Hydraulics, LoopVessel, PumpState, RowFlows, ValveState};
pub use identity::{Checkpoint, ConfigIdentity, Mode, Site};
pub use peak::{ChainPlace, CircuitPiece, Peak, PumpCircuit, StageLoss};
pub use plant::{HallMoisture, LoopSupply, Plant};
pub use surroundings::{
    Cost, Recirculation, RunHours, Sound, SoundHour, SoundPeriod, SoundSource, Turndown,
};

pub use uncertainty::{InputEffect, ResultBand, Uncertainty};

use super::{ResultsError, write_atomic};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Totals of a run or of a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Version of halltwin that wrote the file.
    pub halltwin: String,
    /// Command line that made the run, as typed.
    pub command: String,
    /// What was run.
    pub config: ConfigIdentity,
    /// Transient run or year of hours.
    pub mode: Mode,
    /// Place and climate.
    pub site: Site,
    /// Civil time of the start, `2026-07-15T00:00:00`, local standard time of the site.
    pub start: String,
    /// Simulated time \[s\].
    pub duration_s: f64,
    /// Length of a step \[s\].
    pub step_s: f64,
    /// Steps done.
    pub steps: u64,
    /// Elapsed time of the computation \[s\].
    pub wall_time_s: f64,
    /// Threads used.
    pub threads: usize,
    /// True when the run was stopped before its end; totals then cover what was done.
    pub interrupted: bool,
    /// State from which the run can go on, when one was written.
    pub checkpoint: Option<Checkpoint>,

    /// Energy of the IT equipment at the reading point of the headline figure \[kWh\].
    #[serde(rename = "it_energy_kWh")]
    pub it_energy_kwh: f64,
    /// Energy at the utility meter \[kWh\].
    #[serde(rename = "facility_energy_kWh")]
    pub facility_energy_kwh: f64,
    /// Facility over IT energy of a run, or of the part of a year that was computed; `None` for a whole year and where no IT
    /// energy was used.
    pub energy_ratio: Option<f64>,
    /// PUE of a whole year, of the category in `pue_statement`; `None` for anything shorter and without IT energy.
    pub pue: Option<f64>,
    /// What the PUE or energy ratio covers: category, edition, period, boundary.
    pub pue_statement: PueStatement,
    /// Partial PUE of the cooling, (IT + cooling) / IT; `None` without IT energy.
    pub ppue_cooling: Option<f64>,
    /// Water usage effectiveness \[L/kWh of IT energy\]; `None` without.
    #[serde(rename = "wue_L_per_kWh")]
    pub wue_l_per_kwh: Option<f64>,
    /// Carbon usage effectiveness \[kg CO₂-eq/kWh of IT energy\]; `None` without, or without a grid factor.
    #[serde(rename = "cue_kg_per_kWh")]
    pub cue_kg_per_kwh: Option<f64>,
    /// Heat handed to others outside the data centre \[kWh\].
    #[serde(rename = "reused_heat_kWh", default)]
    pub reused_heat_kwh: f64,
    /// Energy reuse factor: reused over facility energy.
    pub erf: f64,
    /// Energy reuse effectiveness: facility less reused energy over IT energy; `None` without IT energy.
    pub ere: Option<f64>,
    /// Renewable energy factor of ISO/IEC 30134-3, from energy whose certificates the operator owns; `None` when the site does
    /// not say.
    pub ref_factor: Option<f64>,
    /// Share of renewable sources in the grid's mix; `None` when the site does not say.
    #[serde(default)]
    pub grid_renewable_share: Option<f64>,
    /// kWh at the meter per kWh delivered at 12 V; `None` when the chain shows no 12 V point.
    #[serde(rename = "meter_to_12v")]
    pub meter_to_12v: Option<f64>,
    /// kWh at the meter per kWh delivered at the chips.
    pub meter_to_chip: Option<f64>,
    /// Water drawn, total of `water` \[m³\].
    pub water_m3: f64,
    /// Water drawn, by kind.
    pub water: Water,
    /// What is read first of a cooling plant.
    #[serde(flatten)]
    pub plant: Plant,
    /// Water of the hall's air.
    #[serde(default)]
    pub hall_moisture: HallMoisture,
    /// Sound at the site boundary, when the site asks for it.
    pub sound: Option<Sound>,
    /// Warm air drawn in again, by outdoor equipment that can.
    pub recirculation: Vec<Recirculation>,
    /// Cost of electricity and water, where the site has prices.
    pub cost: Option<Cost>,

    /// Largest |in − out − stored| of any element and step over its throughput.
    pub ledger_residual: f64,
    /// Where and when that was.
    pub ledger_worst: Option<LedgerWorst>,
    /// Largest relative change of power in the last coupling pass of any step.
    pub coupling_residual: f64,
    /// Largest difference, in the last coupling pass of any step, between an inlet temperature and the one its
    /// equipment was evaluated with \[K\].
    #[serde(rename = "coupling_residual_K", default)]
    pub coupling_residual_k: f64,
    /// Most coupling passes that a step took.
    pub coupling_passes_max: u32,
    /// Smallest distance of a chip to its limit \[K\]; negative when the limit was passed, `None` without racks.
    #[serde(rename = "worst_margin_K")]
    pub worst_margin_k: Option<f64>,
    /// Rack, time and limit of that margin.
    pub worst_margin: Option<WorstMargin>,
    /// Unknowns of one step: hydraulic, thermal and electrical.
    pub unknowns: u64,
    /// Steps in which the hydraulics were solved anew.
    pub hydraulic_solves: u64,
    /// Heat read twice: from flow and temperatures, and from the electric meters.
    pub heat_meter: Option<HeatMeter>,
    /// What the figures are worth; `None` where it was not asked.
    #[serde(default)]
    pub uncertainty: Option<Uncertainty>,
    /// What the grid sees at the meter; `None` where the configuration gives no limits.
    #[serde(default)]
    pub grid: Option<GridAudit>,
    /// The hall at the step of highest power at the meter; `None` where nothing was drawn.
    #[serde(default)]
    pub peak: Option<Peak>,

    /// PUE − 1 (or energy ratio − 1) as a sum of categories.
    pub waterfall: Vec<WaterfallStep>,
    /// Energy of each component.
    pub components: Vec<ComponentEnergy>,
    /// Energy from the meter to the sky.
    pub flows: Vec<EnergyFlow>,
    /// Balance of each component and meter.
    pub ledger: Vec<LedgerLine>,
    /// Curves and the range they hold in.
    pub validity: Vec<ValidityLine>,
    /// Equipment below its turndown, longest first.
    pub turndown: Vec<Turndown>,
    /// Run hours of equal machines.
    #[serde(default)]
    pub run_hours: Vec<RunHours>,
    /// Vessels, suction heads, authorities and shares of flow when a run starts; none of a year.
    #[serde(default)]
    pub hydraulics: Option<Hydraulics>,
    /// Limit violations, throttling, saturation, changes of operation.
    pub events: Vec<Event>,
    /// Sources of the figures used.
    pub citations: Vec<Citation>,
    /// Plausibility findings and other remarks of the run, in plain words.
    pub remarks: Vec<String>,
}

impl Summary {
    /// The headline ratio and its honest name: PUE for a whole year, energy ratio otherwise.
    pub fn headline(&self) -> (&'static str, Option<f64>) {
        let design = self.pue_statement.kind == PueKind::Design;
        match self.energy_ratio {
            None if design || self.pue.is_some() => ("PUE", self.pue),
            ratio => ("energy ratio", ratio),
        }
    }

    /// Whether the site boundary hears more than is allowed.
    pub fn is_too_loud(&self) -> bool {
        let sound = self.sound.as_ref();
        sound.is_some_and(|s| s.above_limit().next().is_some())
    }

    /// Text of `summary.json`.
    ///
    /// # Errors
    /// [`ResultsError::NotFinite`] when a number is NaN or infinite, naming `path`.
    pub fn to_json(&self, path: &Path) -> Result<String, ResultsError> {
        let refuse = |source| ResultsError::Summary {
            path: path.to_path_buf(),
            source,
        };
        let mut text = serde_json::to_string_pretty(self).map_err(refuse)?;
        text.push('\n');
        // JSON has no NaN: what does not read back the same was not finite.
        match serde_json::from_str::<Self>(&text) {
            Ok(back) if back == *self => Ok(text),
            _ => Err(ResultsError::NotFinite {
                path: path.to_path_buf(),
            }),
        }
    }

    /// Writes `summary.json`, whole or not at all.
    ///
    /// # Errors
    /// [`ResultsError`] naming `path`.
    pub fn write(&self, path: &Path) -> Result<(), ResultsError> {
        write_atomic(path, self.to_json(path)?.as_bytes())
    }

    /// Reads `summary.json`.
    ///
    /// # Errors
    /// [`ResultsError`] naming `path`, with line and column where the text is at fault.
    pub fn read(path: &Path) -> Result<Self, ResultsError> {
        let text = std::fs::read_to_string(path).map_err(|e| ResultsError::io("read", path, e))?;
        serde_json::from_str(&text).map_err(|source| ResultsError::Summary {
            path: path.to_path_buf(),
            source,
        })
    }
}

#[cfg(test)]
mod tests;
