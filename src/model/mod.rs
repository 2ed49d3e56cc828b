//! The model: what a hall is, resolved to indices, SI units and columns, immutable during a run.
//!
//! ```text
//! config ──► build ──► coolant     volumes on the hydraulic graph
//!                 ├──► hydraulic   links, laws, anchors
//!                 ├──► electrical  the power tree
//!                 ├──► equipment   racks, CDUs, coolers … in columns
//!                 ├──► workload    levels over time
//!                 └──► schedule    what is done in the course of a run
//! ```

mod build;
pub mod busways;
pub mod coolant;
pub mod electrical;
pub mod equipment;
pub mod feed;
pub mod hydraulic;
pub mod moment;
pub mod quotient;
pub mod rotation;
pub mod rules;
pub mod schedule;
pub mod state;
pub mod suction;
pub mod water;
pub mod workload;

pub use crate::climate::Outdoor;
pub use build::{Period, build, build_for, place, trace_problems};

use crate::climate::Climate;
use crate::config::{Diagnostics, Origin};
use coolant::Coolant;
use electrical::PowerTree;
use equipment::Equipment;
use hydraulic::Hydraulics;
use workload::Profile;

/// Air volume of the hall and what moves in and out of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hall {
    /// Air and what is as warm as the air, as an air volume \[m³\].
    pub volume: f64,
    /// Supply-air set point of the fan walls [°C].
    pub supply: f64,
    /// Outdoor air that leaks in [m³/s].
    pub infiltration: f64,
    /// Outdoor air that is blown in [m³/s].
    pub makeup: f64,
    /// Warmest air that every rack may draw in [°C]; infinite where none gives heat to the air.
    pub air_limit: f64,
    /// By how much the racks warm the air that they draw in \[K\].
    pub rack_air_rise: f64,
}

/// What a trace covers.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceSpan {
    /// Where the trace is named.
    pub at: Origin,
    /// First and last time \[s\] after the first midnight of the climate year.
    pub span: [f64; 2],
}

/// A resolved hall.
#[derive(Clone, Debug)]
pub struct Model {
    /// Name of the hall.
    pub name: String,
    /// Air of the hall.
    pub hall: Hall,
    /// Weather.
    pub climate: Climate,
    /// Workload profiles.
    pub profiles: Vec<Profile>,
    /// What each trace covers.
    pub traces: Vec<TraceSpan>,
    /// What a plant engineer would ask about, seen only once all is drawn.
    pub warnings: Diagnostics,
    /// Links, laws and anchors of all loops.
    pub hydraulics: Hydraulics,
    /// What the pumps of each group ask for at their suction.
    pub suction: Vec<Option<suction::Asked>>,
    /// Volumes on them.
    pub coolant: Coolant,
    /// Power from the meter to the chip.
    pub power: PowerTree,
    /// What warms its busways.
    pub busways: busways::Busways,
    /// Equipment.
    pub equipment: Equipment,
    /// Equal machines that take turns.
    pub rotation: Vec<rotation::Rotation>,
    /// Names of links, for messages and the ledger.
    pub link_names: Vec<String>,
    /// Names of nodes, likewise.
    pub node_names: Vec<String>,
    /// Temperature at which each node starts to look for its steady state [°C].
    pub start_t: Vec<f64>,
    /// What is done in the course of a run, by the time of its beginning.
    pub schedule: Vec<schedule::Event>,
}
