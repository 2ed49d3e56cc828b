//! What people ask of a circuit: a window of time, its faults, its stability.

mod columns;
mod fault;
mod grid_side;
mod place;
mod stability;
mod transient;

pub use columns::columns;
pub use fault::{BreakerDuty, FaultAnswer, faults};
pub use grid_side::{Audited, GridSide};
pub use stability::{BusImpedance, LoadStability, Stability, stability};
pub use transient::{Column, Transient, transient};

use crate::config::Diagnostics;
use crate::config::circuit::CircuitFile;
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
        let read = crate::config::circuit::load(path, sets);
        let (file, warnings) = read.map_err(CircuitStudyError::Config)?;
        let circuit = Circuit::from_file(&file)
            .map_err(|faults| CircuitStudyError::Config(place::placed(&file, &faults)))?;
        Ok(Self {
            file,
            circuit,
            warnings,
        })
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
