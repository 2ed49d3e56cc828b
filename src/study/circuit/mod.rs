//! What people ask of a circuit: a window of time, its faults, its stability.

mod columns;
mod fault;
mod grid_side;
mod place;
mod ride_through;
mod stability;
mod survey;
mod transient;

pub use columns::columns;
pub use fault::{BreakerDuty, FaultAnswer, faults};
pub use grid_side::{Audited, GridSide, Limits, audit};
pub use ride_through::{Breach, Interruption, LoadRecord};
pub use stability::{BusImpedance, LoadStability, Stability, stability};
pub use transient::{Column, Levels, Transient, transient};

use crate::config::circuit::CircuitFile;
use crate::config::{Diagnostic, Diagnostics};
use crate::model::electrical::circuit::Circuit;
use crate::model::electrical::grid::{Grid, GridError};
use crate::solver::circuit::{CircuitFault, Start, Window};
use std::path::Path;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum CircuitStudyError {
    /// The file cannot be read.
    #[error("the circuit has problems")]
    Config(Diagnostics),
    /// What is asked for does not exist.
    #[error("{0}")]
    Order(String),
    /// Its loads are more than it can carry.
    #[error("the loads are more than the circuit can carry")]
    Collapse(Diagnostics),
    /// It has no solution.
    #[error(transparent)]
    Fault(#[from] CircuitFault),
}

/// A circuit read from its file.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What was written.
    pub file: CircuitFile,
    /// What it means.
    pub circuit: Circuit,
    /// Warnings about it.
    pub warnings: Diagnostics,
}

impl Drawn {
    /// Reads the circuit at `path`, with overrides.
    ///
    /// # Errors
    /// All problems found.
    pub fn load(path: &Path, sets: &[String]) -> Result<Self, CircuitStudyError> {
        use crate::config::circuit;
        let (file, warnings) = circuit::load(path, sets).map_err(|mut found| {
            if let Some(sketch) = circuit::sketch(path, sets) {
                survey::survey(sketch, &mut found);
            }
            CircuitStudyError::Config(found)
        })?;
        let circuit = Circuit::from_file(&file)
            .map_err(|faults| CircuitStudyError::Config(survey::faults(&file, &faults)))?;
        Ok(Self {
            file,
            circuit,
            warnings,
        })
    }

    /// What keeps the circuit from being a network at rest, where it stands in the file.
    pub fn placed(&self, faults: &[GridError]) -> Diagnostics {
        place::placed_at_rest(&self.file, faults)
    }

    /// The problem of loads beyond what the circuit carries, where it stands in the file; all loads may be `margin` of
    /// what is asked, and `bus` gives way first.
    pub fn collapse(&self, bus: &str, margin: f64) -> Diagnostics {
        let mut found = Diagnostics::default();
        found.push(survey::collapse(&self.file, bus, margin));
        found
    }

    /// Buses that nothing feeds at time zero because of what stands open, where that is written; none where all that
    /// asks for power is fed.
    pub fn unfed(&self) -> Option<Diagnostics> {
        let found = place::unfed(&self.file, &self.circuit);
        (!found.is_empty()).then_some(found)
    }

    /// A fault with its place, where it has one.
    fn told(&self, fault: CircuitFault) -> CircuitStudyError {
        if let (CircuitFault::Collapse { .. }, Some(found)) = (&fault, self.unfed()) {
            return CircuitStudyError::Config(found);
        }
        match fault {
            CircuitFault::Collapse { share, node } => {
                CircuitStudyError::Collapse(self.collapse(&node, share))
            }
            other => CircuitStudyError::Fault(other),
        }
    }

    /// Refuses to start at rest where nothing holds a voltage.
    fn at_rest(&self) -> Result<(), CircuitStudyError> {
        use crate::config::circuit::StartWord;
        if *self.file.circuit.start == StartWord::Given || self.circuit.has_source() {
            return Ok(());
        }
        let mut found = Diagnostics::default();
        found.push(
            Diagnostic::error(
                "no-source",
                "the circuit has no source, so it has no rest to start from",
            )
            .at(&self.file.circuit.name.at, "this circuit")
            .reason("no source, battery or converter holds a voltage")
            .help("add [source.name], or begin with charged capacitors: start = \"given\""),
        );
        Err(CircuitStudyError::Config(found))
    }

    /// The network that a load flow solves: the circuit at rest under its inputs at time zero.
    ///
    /// # Errors
    /// Everything that keeps it from being one.
    pub fn grid(&self) -> Result<Grid, Vec<GridError>> {
        let rated = |name: &str| {
            let line = self.file.line.get(name)?;
            line.rated_current.as_ref().map(|i| **i)
        };
        Grid::from_circuit(&self.circuit, rated)
    }

    /// The window that the file asks for.
    pub fn window(&self) -> Window {
        use crate::config::circuit::StartWord;
        let head = &self.file.circuit;
        let preset = Window::new(*head.duration, *head.sample);
        Window {
            voltage_error: *head.voltage_error,
            current_error: *head.current_error,
            power_error: *head.power_error,
            shortest: *head.shortest_step,
            longest: head.longest_step.as_ref().map_or(preset.longest, |s| **s),
            start: match *head.start {
                StartWord::Steady => Start::Steady,
                StartWord::Given => Start::Given,
            },
            ..preset
        }
    }
}
