//! Why a study has no result.

use crate::climate::ClimateError;
use crate::config::Diagnostics;
use crate::metrics::Fault;
use crate::results::ResultsError;
use crate::solver::StepError;

/// Why a study has no result.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// The configuration has faults; all of them are listed.
    #[error("the configuration has {} problems", .0.len())]
    Config(Diagnostics),
    /// The weather cannot be read.
    #[error(transparent)]
    Climate(#[from] ClimateError),
    /// A step has no solution, or its ledger does not close.
    #[error(transparent)]
    Step(#[from] StepError),
    /// A file cannot be written or read.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// The figures make no ratio.
    #[error(transparent)]
    Metrics(#[from] Fault),
    /// Somebody asked to stop; what is on disk is whole.
    #[error("stopped")]
    Stopped,
    /// The run asks for more than the trace or the command line gives.
    #[error("{0}")]
    Order(String),
}
