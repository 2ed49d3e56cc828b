//! A circuit: what is solved in averaged dynamics, in columns of two-terminal elements.
//!
//! Every element lies between two nodes and carries the current i from the first to the second under
//! the voltage v = v_from − v_to. Node 0 is ground. Elements without an inductance, a capacitance or
//! a control have no state; the others have those of their law.

mod builder;
mod check;
mod element;
mod error;
mod gates;
mod islands;
mod read;
mod waveform;

pub use builder::CircuitBuilder;
pub use element::{
    Capacitor, Device, Ends, Fixed, Gate, Law, Load, Series, Tracking, Trip, Undervoltage,
};
pub use error::{CircuitError, Subject};
pub use islands::{Islands, Unfed, unfed_at_start};
pub use waveform::{Piece, Waveform};

/// The node of zero potential.
pub const GROUND: u32 = 0;

/// A circuit, immutable during a run.
#[derive(Clone, Debug, Default)]
pub struct Circuit {
    /// Names of the nodes; the first is ground.
    pub nodes: Vec<String>,
    /// Inputs over time.
    pub waveforms: Vec<Waveform>,
    /// Nodes whose voltage is set by an ideal source.
    pub fixed: Vec<Fixed>,
    /// Resistance, inductance and electromotive force in series: lines, sources, switches, faults.
    pub series: Vec<Series>,
    /// Capacitors with their series resistance.
    pub capacitors: Vec<Capacitor>,
    /// Loads.
    pub loads: Vec<Load>,
    /// What has a law of its own.
    pub devices: Vec<Device>,
    /// Elements that open and close.
    pub gates: Vec<Gate>,
}

impl Circuit {
    /// Whether anything in it holds a voltage at rest.
    pub fn has_source(&self) -> bool {
        let holds = |law: &Law| {
            matches!(
                law,
                Law::Regulator { .. } | Law::Battery { .. } | Law::Smoother { .. }
            )
        };
        !self.fixed.is_empty()
            || self.series.iter().any(|s| s.emf.is_some())
            || self.devices.iter().any(|d| holds(&d.law))
    }
}
