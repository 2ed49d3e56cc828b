//! The network of an EPANET file at its start, drawn as [`Hydraulics`].
//!
//! What the file's numbers mean follows EPANET: patterns at their start, controls that act at time
//! zero, tanks as given heads that let nothing in when full and nothing out when empty. Closed links
//! are left out; only where they are all that leads to a part with demands do they leak, as there:
//! 10⁸ ft a cfs. [`Constants`] chooses between EPANET's rounded constants and exact ones.
//!
//! # References
//! - Rossman et al., *EPANET 2.2 User Manual*, EPA/600/R-20/133 (2020), ch. 3 and appendix C.

mod draw;
mod export;
mod laws;
mod pumps;
mod scale;
mod switches;

pub use export::export;
pub use scale::{Constants, Scale};
pub use switches::{at_start, by_pressure};

use super::hydraulic::{Hydraulics, LinkId, NetworkError, NodeId};

/// A network drawn from a file.
#[derive(Clone, Debug)]
pub struct Water {
    /// The network.
    pub hydraulics: Hydraulics,
    /// Units and constants.
    pub scale: Scale,
    /// Node of each node of the file; none where no open link leads to it.
    pub nodes: Vec<Option<NodeId>>,
    /// Link of each link of the file; none where it is closed.
    pub links: Vec<Option<LinkId>>,
    /// Given head of each node of the file \[m\], NaN of junctions.
    pub given: Vec<f64>,
}

/// Why a file cannot be drawn.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WaterError {
    /// A pump has neither a curve nor a power.
    #[error("pump {0} has neither a head curve nor a power")]
    NoCurve(String),
    /// A head curve is no pump's.
    #[error("pump {pump}: its curve has no head that falls with flow")]
    Curve {
        /// The pump.
        pump: String,
    },
    /// What the builder found.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

#[cfg(test)]
mod tests;
