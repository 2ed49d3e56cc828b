//! The network of an EPANET file at its start, drawn as [`Hydraulics`].
//!
//! What the file's numbers mean follows EPANET: patterns at their start, controls that act at time
//! zero, tanks as given heads that let nothing in when full and nothing out when empty. Closed links
//! are left out; only where they are all that leads to a part do they leak, as there: 10⁸ ft a cfs. Where
//! that part draws water, it is told as [`Unfed`]. [`Constants`] chooses between EPANET's rounded constants and exact ones.
//!
//! # References
//! - Rossman et al., *EPANET 2.2 User Manual*, EPA/600/R-20/133 (2020), ch. 3 and appendix C.

mod draw;
mod export;
mod laws;
mod pumps;
mod scale;
mod switches;
mod unfed;

pub use export::{ExportError, Exported, export};
pub use scale::{Constants, Scale};
pub use switches::{at_start, by_pressure};
pub use unfed::{Barred, Unfed, out_of_this_world};

use super::hydraulic::{Hydraulics, LinkId, NetworkError, NodeId};
use crate::config::inp::{Inp, Place};

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
    /// What draws water behind closed links.
    pub unfed: Vec<Unfed>,
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

impl WaterError {
    /// Where the element that is at fault stands in its file.
    pub fn place(&self, inp: &Inp) -> Option<Place> {
        let link = |id: &str| inp.links.iter().position(|l| l.id == id);
        let link = |id: &str| link(id).and_then(|i| inp.link_place.get(i).copied());
        let node = |id: &str| inp.node(id).and_then(|i| inp.node_place.get(i).copied());
        match self {
            Self::NoCurve(id) | Self::Curve { pump: id } => link(id),
            Self::Network(error) => {
                let name = error.element()?;
                let of_link = name.rsplit_once("link ").map(|(_, id)| id);
                let of_node = name.strip_prefix("node ");
                of_link.and_then(link).or_else(|| of_node.and_then(node))
            }
        }
    }
}

#[cfg(test)]
mod tests;
