//! The elements of a circuit.

use crate::physics::electrical::{
    battery, battery::Battery, diode::Diode, fuse::Fuse, limited_lag::LimitedLag,
    varistor::Varistor, zip_load::ZipLoad,
};

/// Between which nodes an element lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Where the current enters.
    pub from: u32,
    /// Where it leaves.
    pub to: u32,
}

/// A node that an ideal source sets.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed {
    /// Name of the source.
    pub name: String,
    /// The node.
    pub node: u32,
    /// Its voltage against ground, an index of a waveform \[V\].
    pub voltage: u32,
}

/// R·i + L·di/dt + e = v.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name.
    pub name: String,
    /// Its nodes.
    pub ends: Ends,
    /// R while closed \[Ω\].
    pub resistance: f64,
    /// R while open \[Ω\]; infinite where it carries no current at all.
    pub open_resistance: f64,
    /// L \[H\].
    pub inductance: f64,
    /// e, an index of a waveform \[V\].
    pub emf: Option<u32>,
    /// Current at the start \[A\], where it is given.
    pub start: f64,
    /// What opens and closes it.
    pub gate: Option<u32>,
}

/// C·du/dt = i with v = u + R·i.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacitor {
    /// Name.
    pub name: String,
    /// Its nodes.
    pub ends: Ends,
    /// C \[F\].
    pub capacitance: f64,
    /// R \[Ω\].
    pub resistance: f64,
    /// Voltage u at the start, where it is given \[V\].
    pub start: f64,
}

/// How a load's power follows what is asked of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tracking {
    /// Bandwidth and ramps \[W/s\].
    pub lag: LimitedLag,
}

/// A load of constant power, current and resistance parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Name.
    pub name: String,
    /// Its nodes.
    pub ends: Ends,
    /// Power asked, an index of a waveform \[W\].
    pub power: u32,
    /// Least power drawn while it runs \[W\].
    pub least: f64,
    /// Current per watt.
    pub law: ZipLoad,
    /// How fast it follows; at once where there is none.
    pub tracking: Option<Tracking>,
    /// What locks it out.
    pub gate: Option<u32>,
}

/// An element with a law of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// Name.
    pub name: String,
    /// Its nodes.
    pub ends: Ends,
    /// The law.
    pub law: Law,
    /// What opens and closes it.
    pub gate: Option<u32>,
}

/// Laws of devices. Currents that a source delivers leave at its first node, so they are negative.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// A battery string, first node positive.
    Battery {
        /// The string.
        string: Battery,
        /// State at the start.
        start: battery::State,
    },
    /// A metal-oxide varistor.
    Varistor(Varistor),
    /// A diode that conducts from its first node to its second.
    Diode(Diode),
    /// A regulated source behind its droop resistance, first node positive.
    Regulator {
        /// Set voltage, an index of a waveform \[V\].
        voltage: u32,
        /// How the electromotive force follows it.
        lag: LimitedLag,
        /// Droop resistance \[Ω\].
        resistance: f64,
        /// Least and largest delivered current \[A\].
        limits: [f64; 2],
    },
    /// The input of a converter whose output is the regulator at an index of the same list.
    Input {
        /// Index of the output.
        output: u32,
        /// Output power per input power.
        efficiency: f64,
        /// Loss without load \[W\].
        idle: f64,
        /// Voltage below which the input is a resistance \[V\].
        floor: f64,
    },
    /// A source of smoothed power: it follows the low-passed power of loads and the bus voltage.
    Smoother {
        /// Loads whose power it follows, indices of their waveforms.
        of: Vec<u32>,
        /// Time constant of the low pass \[s\].
        filter: LimitedLag,
        /// Time constant and ramps of the power \[W/s\].
        lag: LimitedLag,
        /// Power per volt below the set voltage \[W/V\].
        gain: f64,
        /// Set voltage \[V\].
        voltage: f64,
    },
}

impl Law {
    /// How many states it has.
    pub fn states(&self) -> usize {
        match self {
            Self::Battery { .. } => 3,
            Self::Smoother { .. } => 2,
            Self::Regulator { .. } => 1,
            Self::Varistor(_) | Self::Diode(_) | Self::Input { .. } => 0,
        }
    }
}

/// What opens and closes elements: at set times, by current, by voltage.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// Name of the element, for the log.
    pub name: String,
    /// True when it conducts at the start.
    pub closed: bool,
    /// Times \[s\] at which it is closed (true) or opened (false).
    pub schedule: Vec<(f64, bool)>,
    /// Opens above a current.
    pub trip: Option<Trip>,
    /// Locks out below a voltage.
    pub undervoltage: Option<Undervoltage>,
}

/// Trip by current: once, until closed again by the schedule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trip {
    /// Current in either direction \[A\].
    pub current: f64,
    /// Time from the crossing to open contacts \[s\].
    pub delay: f64,
    /// The element whose melting opens it at once; none where its heat does not count.
    pub fuse: Option<Fuse>,
}

/// Under-voltage lock-out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Undervoltage {
    /// Voltage below which it goes off \[V\].
    pub off: f64,
    /// Voltage above which it returns \[V\]; infinite where it stays off.
    pub on: f64,
    /// Time above that voltage before it returns \[s\].
    pub delay: f64,
}
