//! EPANET input files: what is written, in the file's own units, resolved to indices.
//!
//! All of a file's faults are reported at once, each with its line. Sections that say nothing of
//! flows and heads at the start (quality, energy, maps, rules) are passed over. What is read is the
//! text format of EPANET 2.3; what its numbers mean is the matter of `model::water`.
//!
//! # References
//! - Rossman et al., *EPANET 2.2 User Manual*, EPA/600/R-20/133 (2020), appendix C.

mod controls;
mod elements;
mod fault;
mod options;
mod tables;
mod text;
mod valves;

pub use controls::{Control, Event, Switch};
pub use fault::{InpError, InpFault, Place};
pub use options::{FlowUnit, Formula, Options, PressureUnit};

use indexmap::IndexMap;

/// A file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inp {
    /// Nodes: junctions, reservoirs, tanks in the order of the file.
    pub nodes: Vec<Node>,
    /// Links: pipes, pumps, valves in the order of the file.
    pub links: Vec<Link>,
    /// Curves by name: points (x, y).
    pub curves: IndexMap<String, Vec<(f64, f64)>>,
    /// Patterns by name: multipliers.
    pub patterns: IndexMap<String, Vec<f64>>,
    /// What switches links.
    pub controls: Vec<Control>,
    /// Units, formula, times.
    pub options: Options,
    /// Where each node stands in the file; empty where there is none.
    pub node_place: Vec<Place>,
    /// Where each link stands in the file, likewise.
    pub link_place: Vec<Place>,
    /// What was passed over though the format does not have it: to be told.
    pub ignored: Vec<InpError>,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its name.
    pub id: String,
    /// Elevation; of a reservoir its head.
    pub elevation: f64,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A junction with what is drawn from it.
    Junction(Vec<Demand>),
    /// A reservoir, with the pattern of its head.
    Reservoir(Option<String>),
    /// A tank.
    Tank(Tank),
}

/// A demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Base flow.
    pub flow: f64,
    /// Pattern; the file's default one where none is named.
    pub pattern: Option<String>,
}

/// Levels of a tank above its elevation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tank {
    /// At the start.
    pub level: f64,
    /// Least.
    pub least: f64,
    /// Most.
    pub most: f64,
    /// Whether it may overflow instead of filling up.
    pub overflows: bool,
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its name.
    pub id: String,
    /// Start node.
    pub from: usize,
    /// End node.
    pub to: usize,
    /// What it is.
    pub kind: LinkKind,
    /// Initial status, and setting of pumps and valves.
    pub state: Switch,
}

/// What a link is.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkKind {
    /// A pipe.
    Pipe(Pipe),
    /// A pump.
    Pump(Pump),
    /// A valve.
    Valve(Valve),
}

/// A pipe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pipe {
    /// Length.
    pub length: f64,
    /// Diameter.
    pub diameter: f64,
    /// Roughness: C, height or Manning's n.
    pub roughness: f64,
    /// Sum of minor loss coefficients.
    pub minor: f64,
    /// Whether it has a check valve.
    pub check: bool,
}

/// A pump.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pump {
    /// Name of its head curve.
    pub curve: Option<String>,
    /// Its constant power.
    pub power: Option<f64>,
    /// Pattern of its speed.
    pub pattern: Option<String>,
}

/// A valve.
#[derive(Clone, Debug, PartialEq)]
pub struct Valve {
    /// What it does.
    pub kind: ValveKind,
    /// Diameter.
    pub diameter: f64,
    /// Loss coefficient when open.
    pub minor: f64,
    /// Loss curve of a general-purpose valve, opening curve of a positional one.
    pub curve: Option<String>,
}

/// What a valve does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValveKind {
    /// Keeps the pressure behind it.
    Prv,
    /// Keeps the pressure before it.
    Psv,
    /// Takes a pressure away.
    Pbv,
    /// Limits the flow.
    Fcv,
    /// Throttles by a loss coefficient.
    Tcv,
    /// Loses head by a curve.
    Gpv,
    /// Throttles by its opening in percent.
    Pcv,
}

impl Inp {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// All faults found, at least one.
    pub fn read(text: &str) -> Result<Self, Vec<InpError>> {
        let sections = text::Sections::of(text);
        let mut reader = elements::Reader::default();
        reader.sections(&sections);
        reader.options(&sections);
        reader.nodes(&sections);
        reader.curves_and_patterns(&sections);
        reader.links(&sections);
        reader.demands(&sections);
        reader.statuses(&sections);
        reader.connections();
        reader.controls(&sections);
        reader.refused(&sections);
        reader.finish()
    }

    /// Index of the node called `id`.
    pub fn node(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }
}

#[cfg(test)]
mod tests;
