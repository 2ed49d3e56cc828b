//! Columns of a power tree, one entry a row; rows stand in the order in which they are solved.

use super::boundary::Boundary;
use super::order::Stage;
use super::seat::Seat;
use crate::physics::electrical::converter::Converter;

/// A node, by the order in which it was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

/// Parent of a source.
pub const ROOT: u32 = u32::MAX;

/// A checked power tree: what stays the same during a run.
#[derive(Clone, Debug, PartialEq)]
pub struct PowerTree {
    /// Name of each row, used in results and messages only.
    pub names: Vec<String>,
    /// Row of the feeder, [`ROOT`] for sources; always a later row.
    pub parent: Vec<u32>,
    /// Place, meter and reading points.
    pub seat: Vec<Seat>,
    /// Nominal output voltage \[V\].
    pub volts: Vec<f64>,
    /// Rated output of converters, motors and transformers \[W\]; infinite where nothing limits power.
    pub rated: Vec<f64>,
    /// Rated circuit current of series elements \[A\]; infinite where nothing limits current.
    pub rated_current: Vec<f64>,
    /// Output over input voltage at no load of series elements, 1 elsewhere.
    pub ratio: Vec<f64>,
    /// Series resistance at 20 °C \[Ω\], 0 elsewhere.
    pub resistance: Vec<f64>,
    /// Temperature coefficient of the series resistance [1/K].
    pub coefficient: Vec<f64>,
    /// Draw at the input of series elements that does not depend on load \[W\].
    pub shunt: Vec<f64>,
    /// Equal units side by side that share the row's load: modules, transformers, busways.
    pub parallel: Vec<f64>,
    /// Separate systems that these units belong to, as 2 with redundancy 2N; 1 where there is but one.
    pub systems: Vec<f64>,
    /// Converters and motors without repetition.
    pub units: Vec<Converter>,
    /// The order of solution, from the chips to the meter.
    pub stages: Vec<Stage>,
    /// Rows of the loads and motors, in the order they were added: the order of a sweep's loads.
    pub leaves: Vec<u32>,
    /// Rows of the busways, in the order they were added: the order of conductor temperatures.
    pub conductors: Vec<u32>,
    /// Rows of the sources.
    pub sources: Vec<u32>,
    /// Rows of sources out of service: what is taken at them batteries and generators give, not the grid.
    pub lost: Vec<u32>,
    /// Boundaries of accounts and reading points.
    pub boundary: Boundary,
    /// Equal nodes of the hall that each row stands for.
    pub copies: Vec<f64>,
    /// Rows of this kind below each one of its feeders: `copies` over those of the feeder.
    pub per_feeder: Vec<f64>,
    /// Row of each node.
    pub(super) rows: Vec<u32>,
}

impl PowerTree {
    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Whether there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.parent.is_empty()
    }

    /// Row of a node of this tree.
    pub fn row(&self, id: NodeId) -> usize {
        self.rows[id.0 as usize] as usize
    }

    /// Position of a load or motor among a sweep's loads; `None` for other nodes.
    pub fn leaf(&self, id: NodeId) -> Option<usize> {
        let row = self.rows[id.0 as usize];
        self.leaves.iter().position(|leaf| *leaf == row)
    }

    /// Position of a busway among conductor temperatures; `None` for other nodes.
    pub fn conductor(&self, id: NodeId) -> Option<usize> {
        let row = self.rows[id.0 as usize];
        self.conductors
            .iter()
            .position(|conductor| *conductor == row)
    }

    /// The node of this name.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        let row = self.names.iter().position(|n| n == name)? as u32;
        self.rows
            .iter()
            .position(|r| *r == row)
            .map(|id| NodeId(id as u32))
    }

    /// One more than the largest index of a coolant that takes a loss.
    pub fn coolants(&self) -> usize {
        let index = |seat: &Seat| match seat.place {
            super::seat::Place::Coolant(i) => i as usize + 1,
            _ => 0,
        };
        self.seat.iter().map(index).max().unwrap_or(0)
    }
}
