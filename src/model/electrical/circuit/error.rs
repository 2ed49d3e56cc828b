//! What can be wrong with a circuit.

use crate::physics::electrical::{battery, diode, fuse, limited_lag, varistor, zip_load};

/// One fault of a circuit; a build reports all of them.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CircuitError {
    /// Two elements bear one name.
    #[error("two elements are named `{name}`")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// An element begins and ends at one node.
    #[error("`{name}` begins and ends at `{node}`")]
    Loop {
        /// The element.
        name: String,
        /// The node.
        node: String,
    },
    /// A figure is outside its range.
    #[error("`{name}`: {what} is {value}, outside its range")]
    Range {
        /// The element.
        name: String,
        /// Which quantity.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// A node is joined to nothing that feeds it.
    #[error("nothing feeds `{node}`: no path of lines or sources joins it to ground")]
    Unfed {
        /// The node.
        node: String,
    },
    /// Two ideal sources set one node.
    #[error("`{first}` and `{second}` both set the voltage of `{node}`; give one a resistance")]
    TwiceSet {
        /// One source.
        first: String,
        /// The other.
        second: String,
        /// The node.
        node: String,
    },
    /// An ideal source between two nodes neither of which is ground.
    #[error(
        "`{name}` stands between `{from}` and `{to}`: a source without resistance must have one end at ground; give it a resistance"
    )]
    FloatingIdeal {
        /// The source.
        name: String,
        /// One end.
        from: String,
        /// The other.
        to: String,
    },
    /// An input over time is unusable.
    #[error("waveform of `{name}` {what}")]
    Waveform {
        /// Whose.
        name: String,
        /// What it lacks.
        what: &'static str,
    },
    /// A name that nothing bears.
    #[error("`{name}` names `{other}`, which does not exist")]
    Unknown {
        /// Who names.
        name: String,
        /// What it names.
        other: String,
    },
    /// A load cannot be sized.
    #[error("`{name}`: {error}")]
    Load {
        /// The element.
        name: String,
        /// Why.
        error: zip_load::RatingError,
    },
    /// A battery cannot be sized.
    #[error("`{name}`: {error}")]
    Battery {
        /// The element.
        name: String,
        /// Why.
        error: battery::RatingError,
    },
    /// A battery starts below the voltage at which it is disconnected.
    #[error("`{name}` rests at {volts:.2} V, below its cut-off of {cutoff:.2} V: it gives nothing")]
    Empty {
        /// The battery.
        name: String,
        /// Its open-circuit voltage \[V\].
        volts: f64,
        /// Its cut-off \[V\].
        cutoff: f64,
    },
    /// A varistor cannot be sized.
    #[error("`{name}`: {error}")]
    Varistor {
        /// The element.
        name: String,
        /// Why.
        error: varistor::RatingError,
    },
    /// A fuse cannot be sized.
    #[error("`{name}`: {error}")]
    Fuse {
        /// The element.
        name: String,
        /// Why.
        error: fuse::RatingError,
    },
    /// A diode cannot be sized.
    #[error("`{name}`: {error}")]
    Diode {
        /// The element.
        name: String,
        /// Why.
        error: diode::RatingError,
    },
    /// A regulator cannot be sized.
    #[error("`{name}`: {error}")]
    Lag {
        /// The element.
        name: String,
        /// Why.
        error: limited_lag::LagError,
    },
}

/// What an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// An element, by its name.
    Element(&'a str),
    /// A node, by its name.
    Node(&'a str),
}

impl CircuitError {
    /// What the error is about.
    pub fn subject(&self) -> Subject<'_> {
        match self {
            Self::Unfed { node } => Subject::Node(node),
            Self::TwiceSet { second: name, .. }
            | Self::Duplicate { name }
            | Self::Loop { name, .. }
            | Self::Range { name, .. }
            | Self::FloatingIdeal { name, .. }
            | Self::Waveform { name, .. }
            | Self::Unknown { name, .. }
            | Self::Load { name, .. }
            | Self::Battery { name, .. }
            | Self::Empty { name, .. }
            | Self::Varistor { name, .. }
            | Self::Fuse { name, .. }
            | Self::Diode { name, .. }
            | Self::Lag { name, .. } => Subject::Element(name),
        }
    }
}
