//! The network of an EPANET file at its start, drawn as [`Hydraulics`].
//!
//! What the file's numbers mean follows EPANET: patterns at their start, controls that act at time
//! zero, tanks as given heads that let nothing in when full and nothing out when empty. Closed links
//! are left out; only where they are all that leads to a part do they leak, as there: 10⁸ ft a cfs. Where
//! that part draws water, it is told as [`Unfed`]. [`Constants`] chooses between EPANET's rounded constants and exact ones.
//!
//! # References
//! - Rossman et al., *EPANET 2.2 User Manual*, EPA/600/R-20/133 (2020), ch. 3 and appendix C.

mod curves;
mod draw;
mod export;
mod laws;
mod pumps;
mod rigid;
mod scale;
mod switches;
mod unfed;

pub use export::{ExportError, Exported, export};
pub use scale::{Constants, Scale};
pub use switches::{at_start, by_pressure};
pub use unfed::{Barred, Unfed, out_of_this_world};

use super::hydraulic::{Hydraulics, LinkId, NetworkError, NodeId};
use crate::config::inp::{Inp, Place, Switch};

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
    /// What each link is set to: as asked, but for pumps that a tank shuts.
    pub switches: Vec<Switch>,
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
    /// A pump takes head at rest.
    #[error(
        "pump {pump}: its curve begins at a head of {shut_off} (in the file's units): a pump lifts; turn the sign"
    )]
    Lowers {
        /// The pump.
        pump: String,
        /// Head of its first point, in the file's units.
        shut_off: f64,
    },
    /// The head of a pump rises with flow where it must not.
    #[error(
        "pump {pump}: its head rises from {} at a flow of {} to {} at {} (in the file's units), above a quarter of its \
         rated flow of {rated}, where it gives most power: a pump whose head rises with flow has two flows at one head, \
         and real ones do so below that quarter only; correct the curve, or give fewer points of it",
        from.1, from.0, to.1, to.0
    )]
    Rises {
        /// The pump.
        pump: String,
        /// Flow and head where it begins to rise, in the file's units.
        from: (f64, f64),
        /// Where it has risen.
        to: (f64, f64),
        /// Flow of most hydraulic power.
        rated: f64,
    },
    /// A general-purpose valve gains head.
    #[error(
        "valve {valve}: its head loss at rest is {at_rest} (in the file's units): a valve that gains head without flow \
         would be a pump; begin its curve at 0 0"
    )]
    Gains {
        /// The valve.
        valve: String,
        /// Loss at no flow, in the file's unit.
        at_rest: f64,
    },
    /// A general-purpose valve loses less head at more flow.
    #[error(
        "valve {valve}: its head loss falls from {} at a flow of {} to {} at {} (in the file's units): a valve that \
         loses less at more flow has two flows at one loss; put the points in order",
        from.1, from.0, to.1, to.0
    )]
    LessLoss {
        /// The valve.
        valve: String,
        /// Flow and loss where it begins to fall, in the file's units.
        from: (f64, f64),
        /// Where it has fallen.
        to: (f64, f64),
    },
    /// A curve has two values at one flow.
    #[error(
        "{kind} {name}: its curve has two {what}, {} and {}, at a flow of {flow} (in the file's units): leave one of the \
         two points out",
        values[0], values[1]
    )]
    TwoAtOneFlow {
        /// Pump or valve.
        kind: &'static str,
        /// Which.
        name: String,
        /// Heads or losses.
        what: &'static str,
        /// The flow, in the file's unit.
        flow: f64,
        /// The two values there.
        values: [f64; 2],
    },
    /// The flows of a curve fall from point to point.
    #[error(
        "{kind} {name}: a flow of {} follows one of {} in its curve (in the file's units): put the points in the order of \
         their flows",
        flows[1], flows[0]
    )]
    Descends {
        /// Pump or valve.
        kind: &'static str,
        /// Which.
        name: String,
        /// A flow and the one that follows it.
        flows: [f64; 2],
    },
    /// Losses that are given around a loop do not add up to nothing.
    #[error(
        "valve {valve} is to take {drop} (in the file's unit of pressure), and around it lead {} without any loss that \
         could balance it: no flows make these heads; give one of them a loss coefficient, or close or leave out one of \
         them", members.join(", ")
    )]
    Contradiction {
        /// The pressure-breaking valve.
        valve: String,
        /// What it takes.
        drop: f64,
        /// The others of the loop, in its order.
        members: Vec<String>,
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
            Self::NoCurve(id)
            | Self::Curve { pump: id }
            | Self::Lowers { pump: id, .. }
            | Self::Rises { pump: id, .. }
            | Self::Gains { valve: id, .. }
            | Self::LessLoss { valve: id, .. }
            | Self::TwoAtOneFlow { name: id, .. }
            | Self::Descends { name: id, .. }
            | Self::Contradiction { valve: id, .. } => link(id),
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
