//! What can be wrong with a network before it is solved, each naming its element.

use crate::physics::hydraulic::LawError;

/// A fault of a network or of a setting.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NetworkError {
    /// The figures of an element cannot be.
    #[error("{element}: {source}")]
    Law {
        /// Name of the link.
        element: String,
        /// What is wrong with it.
        source: LawError,
    },
    /// Two elements share a name.
    #[error("two elements are called {element}")]
    Duplicate {
        /// The name.
        element: String,
    },
    /// Both ends of a link are the same node.
    #[error("{element} starts and ends at {node}")]
    Loop {
        /// Name of the link.
        element: String,
        /// Name of the node.
        node: String,
    },
    /// A node carries no link.
    #[error("node {node} is not connected to anything")]
    Unconnected {
        /// Name of the node.
        node: String,
    },
    /// A part of the network has no given pressure.
    #[error(
        "the part around {node} ({nodes} nodes) has no expansion vessel or other given pressure; \
             anchor it at a pump's suction"
    )]
    NoAnchor {
        /// Name of its first node.
        node: String,
        /// How many nodes it has.
        nodes: usize,
    },
    /// A closed part has more than one given pressure.
    #[error(
        "{first} and {second} both give the pressure of one closed part; keep one expansion vessel"
    )]
    TwoAnchors {
        /// Name of the node first given.
        first: String,
        /// Name of the other.
        second: String,
    },
    /// Nothing in a closed part can move coolant.
    #[error(
        "nothing drives the loop around {node}: it has no pump, no difference of height and no injection"
    )]
    NoDrive {
        /// Name of its first node.
        node: String,
    },
    /// A number is not finite, or out of its range.
    #[error("{element}: {quantity} is {value}")]
    Number {
        /// Name of the node or link.
        element: String,
        /// What the number is.
        quantity: &'static str,
        /// Its value.
        value: f64,
    },
    /// A setting was given to a link that has no such setting.
    #[error("{element} is a {kind} and has no {setting}")]
    NoSuchSetting {
        /// Name of the link.
        element: String,
        /// What it is.
        kind: &'static str,
        /// What was to be set.
        setting: &'static str,
    },
    /// An impulse line leads to another loop.
    #[error(
        "{element} counts its pressure from {node}, which is in another loop: there is no pressure between two closed loops"
    )]
    Apart {
        /// Name of the valve.
        element: String,
        /// Name of the node.
        node: String,
    },
    /// The network has no links.
    #[error("the network has no links")]
    Empty,
}

impl NetworkError {
    /// Name of the element at fault, the first where there are two; none where the whole network is.
    pub fn element(&self) -> Option<&str> {
        match self {
            Self::Law { element, .. }
            | Self::Duplicate { element }
            | Self::Loop { element, .. }
            | Self::Number { element, .. }
            | Self::Apart { element, .. }
            | Self::NoSuchSetting { element, .. } => Some(element),
            Self::Unconnected { node } | Self::NoAnchor { node, .. } | Self::NoDrive { node } => {
                Some(node)
            }
            Self::TwoAnchors { first, .. } => Some(first),
            Self::Empty => None,
        }
    }
}
