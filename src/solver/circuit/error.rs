//! Why a circuit has no solution.

/// A circuit that cannot be marched on.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CircuitFault {
    /// No rest state exists: the loads ask for more than the network can carry.
    #[error("no steady state: at {share:.4} of the loads the voltage at `{node}` collapses")]
    Collapse {
        /// Share of all loads up to which a steady state was found.
        share: f64,
        /// Node with the lowest voltage there.
        node: String,
    },
    /// Newton's method finds no balance of currents at any step size.
    #[error("at {time:.9} s no balance of currents exists: the voltage at `{node}` collapses")]
    NoBalance {
        /// Time \[s\].
        time: f64,
        /// Node that moved most.
        node: String,
    },
    /// The iteration for the eigenvalues does not converge.
    #[error("the eigenvalues of the linearised circuit were not found")]
    Eigenvalues,
    /// The window is no window.
    #[error("{what} is {value}, it must be above 0")]
    Window {
        /// Which figure.
        what: &'static str,
        /// What was given.
        value: f64,
    },
}
