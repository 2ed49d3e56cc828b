//! What can be wrong with a network of direct current.

use crate::physics::electrical::converter;
use crate::physics::electrical::droop;
use crate::physics::electrical::polynomial_load::LoadError;

/// One fault of a network; a build reports all of them.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GridError {
    /// There is no source.
    #[error("no source feeds the network")]
    NoSource,
    /// Two elements or two buses bear one name.
    #[error("two {what} are named `{name}`")]
    Duplicate {
        /// What they are.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// An element ends at a bus that does not exist.
    #[error("`{name}` ends at bus `{bus}`, which does not exist")]
    UnknownBus {
        /// The element.
        name: String,
        /// The bus it names.
        bus: String,
    },
    /// Both ends of an element are one node.
    #[error("both ends of `{name}` are at `{bus}`")]
    SameEnds {
        /// The element.
        name: String,
        /// The bus.
        bus: String,
    },
    /// No line or source leads to a bus.
    #[error("bus `{bus}` is fed by nothing: no line leads to it from a source")]
    NotFed {
        /// The bus.
        bus: String,
    },
    /// A resistance that is not above zero.
    #[error("`{name}` has a {what} of {value}, it must be finite and above 0")]
    Line {
        /// The line.
        name: String,
        /// Which figure.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// A load has an unusable figure.
    #[error("load `{name}`: {error}")]
    Load {
        /// The load.
        name: String,
        /// Its fault.
        error: LoadError,
    },
    /// A load is the wrong way round: its first end stands at the lower voltage.
    #[error("load `{name}` stands across {volts:.6} V; its first conductor must be the upper one")]
    Reversed {
        /// The load.
        name: String,
        /// Voltage across it at no load \[V\].
        volts: f64,
    },
    /// A source has an unusable figure.
    #[error("source `{name}`: {error}")]
    Source {
        /// The source.
        name: String,
        /// Its fault.
        error: droop::RatingError,
    },
    /// A stiff source contradicts another one, or stands between two conductors that nothing holds.
    #[error(
        "source `{name}` holds a voltage that other sources hold too or that has no common conductor with them: give it a droop resistance"
    )]
    Conflict {
        /// The source.
        name: String,
    },
    /// A converter cannot be sized.
    #[error("converter `{name}`: {error}")]
    Converter {
        /// The converter.
        name: String,
        /// Its fault.
        error: converter::RatingError,
    },
    /// An element that has a meaning only over time.
    #[error("`{name}` is no part of a load flow: ask `power transient`")]
    Dynamic {
        /// The element.
        name: String,
    },
    /// Converters feed each other in a circle.
    #[error("converter `{name}` feeds, through others, its own input")]
    Circle {
        /// A converter of the circle.
        name: String,
    },
}
