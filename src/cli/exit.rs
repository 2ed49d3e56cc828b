//! What the process tells its caller.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// As asked.
    Good,
    /// Something outside failed: a file could not be written.
    Failure,
    /// The command line or the configuration cannot be understood.
    Usage,
    /// A limit of the hall was violated.
    Limit,
    /// No convergence, or the ledger does not close.
    NotConverged,
    /// Stopped by Ctrl-C or a request to end: what was computed is written.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Good => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::Limit => 3,
            Exit::NotConverged => 4,
            // 128 and the number of SIGINT, as shells have it.
            Exit::Interrupted => 130,
        })
    }
}
