//! Networks of direct current: buses joined by lines in any shape, with loads, sources and converters.
//!
//! Every element has two ends, each a conductor at a bus or the common return [`GROUND`]: a unipolar
//! network has one conductor a bus and the resistance of the loop in its lines, a three-wire network
//! has conductors p, o and n. Converters that hold their output cut the network into islands; seen
//! from above a converter is a load of constant power, so islands are solved one after the other, those
//! that feed nothing first.

mod build;
mod circuit;
mod error;
mod islands;
mod table;
#[cfg(test)]
mod tests;

pub use build::GridBuilder;
pub use circuit::WITHOUT_LIMIT;
pub use error::GridError;
pub use table::Neutral;

use crate::physics::electrical::converter::Converter;
use crate::physics::electrical::droop::Droop;
use crate::physics::electrical::polynomial_load::PolynomialLoad;

/// The common return, at 0 V by definition.
pub const GROUND: u32 = u32::MAX;

/// A conductor between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Nodes it joins.
    pub ends: [u32; 2],
    /// Resistance at 20 °C \[Ω\], above zero; of the whole loop where the return is [`GROUND`].
    pub resistance: f64,
    /// Temperature coefficient of the resistance at 20 °C [1/K].
    pub coefficient: f64,
    /// Temperature of what surrounds it \[°C\].
    pub ambient: f64,
    /// Rise of the conductor above its surroundings at rated current \[K\]; 0 where none is known.
    pub rise: f64,
    /// Rated current \[A\]; infinite where nothing limits it.
    pub rated: f64,
}

impl Line {
    /// Resistance \[Ω\] carrying `current` \[A\]: R₂₀·(1 + α·(T − 20 °C)), T = ambient + rise·(I/I_r)².
    pub fn at(&self, current: f64) -> f64 {
        let loading = if self.rise > 0.0 {
            current / self.rated
        } else {
            0.0
        };
        let temperature = self.ambient + self.rise * loading * loading;
        self.resistance * (1.0 + self.coefficient * (temperature - 20.0))
    }
}

/// A load between two nodes; current flows from the first to the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Its name.
    pub name: String,
    /// Nodes it takes current from and returns it to.
    pub ends: [u32; 2],
    /// Its law.
    pub law: PolynomialLoad,
}

/// How a source or the output of a converter holds its voltage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hold {
    /// Exactly, at this voltage \[V\].
    Stiff(f64),
    /// With droop and perhaps a limit of current.
    Droop(Droop),
}

impl Hold {
    /// Voltage at no load \[V\].
    pub fn volts(&self) -> f64 {
        match self {
            Hold::Stiff(volts) => *volts,
            Hold::Droop(droop) => droop.volts,
        }
    }
}

/// A source between two nodes; the first stands above the second by its voltage.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Positive and negative node.
    pub ends: [u32; 2],
    /// How it holds its voltage.
    pub hold: Hold,
    /// Rated current \[A\]; infinite where nothing limits it.
    pub rated: f64,
}

/// A converter between two islands: a load of the one, a source of the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// Its name.
    pub name: String,
    /// Nodes it takes power from.
    pub input: [u32; 2],
    /// Index of its output among the sources.
    pub output: u32,
    /// Its modules and their losses.
    pub unit: Converter,
}

/// A checked network: what stays the same during a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Name of each node.
    pub nodes: Vec<String>,
    /// Lines.
    pub lines: Vec<Line>,
    /// Loads.
    pub loads: Vec<Load>,
    /// Sources, those at the outputs of converters included.
    pub sources: Vec<Source>,
    /// Converters between islands.
    pub ties: Vec<Tie>,
    /// Nodes tied to earth.
    pub earthed: Vec<u32>,
    /// Stiff sources with the node that each gives its potential, in the order in which they do.
    pub stiff: Vec<(u32, u32)>,
    /// Potential of each node at no load, as the nearest source gives it \[V\].
    pub open: Vec<f64>,
    /// Whether a stiff source or the earth holds the node at that potential.
    pub held: Vec<bool>,
    /// Island of each node.
    pub island: Vec<u32>,
    /// Islands in the order of solution, those that feed no other first.
    pub order: Vec<u32>,
}

impl Grid {
    /// Potential of a node at no load \[V\].
    pub fn open_at(&self, node: u32) -> f64 {
        if node == GROUND {
            0.0
        } else {
            self.open[node as usize]
        }
    }

    /// Whether the potential of a node is given.
    pub fn is_held(&self, node: u32) -> bool {
        node == GROUND || self.held[node as usize]
    }

    /// Island that an element between `ends` belongs to; `None` between the return and itself.
    pub fn island_of(&self, ends: [u32; 2]) -> Option<u32> {
        let node = ends.into_iter().find(|n| *n != GROUND)?;
        Some(self.island[node as usize])
    }

    /// The same network with one line taken out.
    ///
    /// # Errors
    /// The buses that nothing feeds then.
    pub fn without_line(&self, line: usize) -> Result<Self, Vec<GridError>> {
        let mut draft = self.draft();
        draft.lines.remove(line);
        islands::divide(draft)
    }

    fn draft(&self) -> build::Draft {
        build::Draft {
            nodes: self.nodes.clone(),
            lines: self.lines.clone(),
            loads: self.loads.clone(),
            sources: self.sources.clone(),
            ties: self.ties.clone(),
            earthed: self.earthed.clone(),
        }
    }

    /// Index of the node called `name`.
    pub fn node(&self, name: &str) -> Option<u32> {
        self.nodes.iter().position(|n| n == name).map(|i| i as u32)
    }
}
