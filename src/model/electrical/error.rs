//! What can be wrong with a power tree.

use super::seat::{Meter, Supply};

/// One fault of a power tree; a build reports all of them.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PowerError {
    /// There is no source.
    #[error("no source of power")]
    NoSource,
    /// Two nodes bear one name.
    #[error("two nodes are named `{name}`")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// A node is fed by something that does not exist.
    #[error("`{name}` is fed by `{fed_by}`, which does not exist")]
    UnknownFeeder {
        /// The node.
        name: String,
        /// The name it asks for.
        fed_by: String,
    },
    /// A node is fed by a load or a motor.
    #[error("`{name}` is fed by `{fed_by}`, which is a load")]
    FedByLoad {
        /// The node.
        name: String,
        /// The load.
        fed_by: String,
    },
    /// Nodes feed each other in a circle.
    #[error("nodes feed each other in a circle: {}", .names.join(" → "))]
    Circle {
        /// The nodes of the circle, each feeding the next.
        names: Vec<String>,
    },
    /// A node is made for another voltage than its feeder gives.
    #[error("`{name}` needs {needs}, but `{fed_by}` gives {gives}")]
    Voltage {
        /// The node.
        name: String,
        /// What it is made for.
        needs: Supply,
        /// Its feeder.
        fed_by: String,
        /// What the feeder gives.
        gives: Supply,
    },
    /// A nominal voltage that is not above zero.
    #[error("`{name}` has a nominal voltage of {volts} V, it must be above 0")]
    NotAVoltage {
        /// The node.
        name: String,
        /// What was given \[V\].
        volts: f64,
    },
    /// IT equipment fed through a node of another account would vanish from the IT energy.
    #[error("`{name}` is metered as IT but fed through `{under}`, which is metered as {meter:?}")]
    ItBelow {
        /// The IT node.
        name: String,
        /// The node above it.
        under: String,
        /// The account of the node above.
        meter: Meter,
    },
}
