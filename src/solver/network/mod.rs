//! Flows and pressures of a coolant network.
//!
//! # Equations
//! For every link e from node a to node b, and every node n without given pressure:
//!
//! ```text
//! P_a − P_b = Δp_e(ṁ_e) + (ρ_e − ρ_ref)·g·Δz_e                                             (1)
//! Σ_in ṁ − Σ_out ṁ + injection = 0                                                         (2)
//! ```
//!
//! Newton's method on (1) and (2) with flows eliminated (Todini & Pilati's global gradient): with
//! r = P_a − P_b − Δp − buoyancy and y = 1/Δp′,
//!
//! ```text
//! A·diag(y)·Aᵀ·δP = imbalance + A·y·r,   δṁ = y·(r + δP_a − δP_b)                          (3)
//! ```
//!
//! in increments, so that rounding shrinks with the step. All laws rise with flow, so the flows
//! minimise a convex function; where a full step overshoots, a line search along δṁ finds where its
//! derivative, Σ r·δṁ, vanishes. Converged is: max|r| ≤ 10⁻⁹ of the largest pump head, and imbalance
//! ≤ 10⁻¹² of the flow through each node. Flows are then made solenoidal to rounding by computing
//! those of a spanning tree from all others, in a fixed order; where a step should be the last, before the
//! laws are evaluated at its end.
//!
//! # Use
//! ```
//! use halltwin::model::hydraulic::HydraulicsBuilder;
//! use halltwin::physics::hydraulic::{curve::Curve, efficiency::Efficiency, power_law::PowerLaw};
//! use halltwin::physics::hydraulic::pump::{Drive, Pump};
//! use halltwin::solver::network::{Flows, Network, Tolerance, Workspace, solve};
//!
//! let mut draw = HydraulicsBuilder::new(1000.0, 1e-3);
//! let (suction, discharge) = (draw.node("suction", 0.0), draw.node("discharge", 0.0));
//! let curve = Curve::rated(3e5, 0.02, 2.4e5).unwrap();
//! let efficiency = Efficiency::parabola(0.75, 0.02).unwrap();
//! let full = Drive { speed: 1.0, running: 1.0 };
//! let pump = Pump::new(curve, 1000.0, efficiency, 1);
//! let pump = draw.pump("pump", suction, discharge, pump, full);
//! draw.power_law("rack", discharge, suction, PowerLaw::new(20.0, 2.4e5, 1.85));
//! draw.anchor(suction, 2e5);
//! let mut hydraulics = draw.build().unwrap();
//!
//! let network = Network::new(&hydraulics);           // once
//! let mut workspace = Workspace::new(&hydraulics, &network);
//! let mut flows = Flows::new(&hydraulics);           // carries the warm start
//! solve(&hydraulics, &network, &mut workspace, &mut flows, &Tolerance::default()).unwrap();
//! assert!((flows.mass[pump.0 as usize] - 20.0).abs() < 1e-6);
//! hydraulics.set_speed(pump, 0.5).unwrap();
//! solve(&hydraulics, &network, &mut workspace, &mut flows, &Tolerance::default()).unwrap();
//! assert!(flows.mass[pump.0 as usize] < 11.0);
//! ```
//!
//! # References
//! - Todini & Pilati, in *Computer Applications in Water Supply* (1988) 1–20.
//! - Elhay & Simpson, J. Hydraul. Eng. 137 (2011) 1216: zero flows in the global gradient method.
//! - Collins et al., Management Science 24 (1978) 747: the convex function (content).

mod batch;
mod chains;
mod damp;
mod evaluate;
mod finish;
mod kept;
mod laws;
mod limits;
mod loops;
mod measure;
mod meetings;
mod missed;
mod newton;
mod refine;
mod regulate;
mod rows;
mod shelves;
mod step;
mod symbolic;
mod tree;

pub use batch::{Batch, Scenarios};
pub use newton::{Workspace, solve};
pub use symbolic::Network;

/// What networks of tests are drawn with.
#[cfg(test)]
pub(crate) use crate::kernels::random::Random;
use crate::model::hydraulic::{Hydraulics, LinkId, NodeId};

/// Solution of a network and start of the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Flows {
    /// Mass flow of each link [kg/s], positive from its start to its end.
    pub mass: Vec<f64>,
    /// Piezometric pressure of each node \[Pa\].
    pub potential: Vec<f64>,
    /// Loss of each link without the column of coolant \[Pa\]; negative in running pumps.
    pub drop: Vec<f64>,
    /// Whether this is a solution, from which the next can start.
    pub solved: bool,
}

impl Flows {
    /// A cold start: no flow anywhere.
    pub fn new(h: &Hydraulics) -> Self {
        Self {
            mass: vec![0.0; h.links()],
            potential: vec![0.0; h.nodes()],
            drop: vec![0.0; h.links()],
            solved: false,
        }
    }

    /// Mass flow of a link [kg/s].
    #[inline]
    pub fn flow(&self, link: LinkId) -> f64 {
        self.mass[link.0 as usize]
    }

    /// Static pressure at a node \[Pa\], in the measure in which given pressures are.
    #[inline]
    pub fn pressure(&self, h: &Hydraulics, node: NodeId) -> f64 {
        self.potential[node.0 as usize] - h.column(node)
    }
}

/// When a solution is good enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Residual of eq. (1), as a share of the largest pump head [-].
    pub head: f64,
    /// Residual of eq. (2), as a share of the flow through the node [-].
    pub imbalance: f64,
    /// Most iterations.
    pub iterations: u32,
    /// Change of flows that the next step could make at most, Σ|δṁ|/Σ|ṁ| [-]: what EPANET calls
    /// accuracy. Infinite where it is not asked for.
    pub change: f64,
    /// Whether limits of flow are to be kept to rounding rather than to 10⁻⁷ of the open flow per bar.
    pub exact: bool,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self {
            head: 1e-9,
            imbalance: 1e-12,
            iterations: 200,
            change: f64::INFINITY,
            exact: false,
        }
    }
}

/// How a solution was reached.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Convergence {
    /// Newton steps taken; 0 where the start already was a solution.
    pub iterations: u32,
    /// Times all laws were evaluated.
    pub evaluations: u32,
    /// Residual of eq. (1) as a share of the largest pump head [-].
    pub head: f64,
    /// Residual of eq. (2) as a share of the flow through the node [-], before flows are made solenoidal; 0 where
    /// that was done before heads were measured.
    pub imbalance: f64,
    /// Bound on the next step's Σ|δṁ|/Σ|ṁ| [-]; 0 where it was not asked for.
    pub change: f64,
}

/// Why a network was not solved.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SolveError {
    /// Newton's method did not reach the tolerance.
    #[error(
        "the network did not converge in {iterations} iterations: worst at {element}, \
         {residual:.3e} Pa out of balance with {scale:.3e} Pa of pump head"
    )]
    NotConverged {
        /// Link in the chain of the largest residual.
        element: String,
        /// Residual of eq. (1) there \[Pa\].
        residual: f64,
        /// Largest pump head \[Pa\].
        scale: f64,
        /// Newton steps taken.
        iterations: u32,
    },
    /// Heads agree, flows do not add up.
    #[error(
        "the network did not converge in {iterations} iterations: heads agree, but flows at {node} add up only to \
         {imbalance:.1e} of what passes it, and {asked:.0e} is asked for"
    )]
    NotBalanced {
        /// Node of the largest residual of eq. (2).
        node: String,
        /// That residual, as a share of the flow through the node [-].
        imbalance: f64,
        /// What it may be [-].
        asked: f64,
        /// Newton steps taken.
        iterations: u32,
    },
    /// Heads and flows agree, and yet flows are not as sure as they are asked to be.
    #[error(
        "the network did not converge in {iterations} iterations: heads and flows agree, but another iteration could \
         change flows by {change:.1e} of their sum, most in {element}, and {asked:.0e} is asked for: ask for less \
         accuracy, or give links without loss a loss coefficient"
    )]
    NotSettled {
        /// First link of the chain whose flow changed most.
        element: String,
        /// Bound on Σ|δṁ|/Σ|ṁ| of the next step [-].
        change: f64,
        /// What it may be [-].
        asked: f64,
        /// Newton steps taken.
        iterations: u32,
    },
    /// A setting or a property is not a number.
    #[error("the loss of {element} is not a number: check its density, viscosity and settings")]
    NotANumber {
        /// The link.
        element: String,
    },
}

impl SolveError {
    /// Newton steps taken before it was given up.
    pub fn iterations(&self) -> u32 {
        match self {
            Self::NotConverged { iterations, .. }
            | Self::NotBalanced { iterations, .. }
            | Self::NotSettled { iterations, .. } => *iterations,
            Self::NotANumber { .. } => 0,
        }
    }
}

#[cfg(test)]
mod tests;
