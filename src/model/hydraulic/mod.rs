//! A coolant network, resolved: nodes, links and their settings as columns.
//!
//! Mass flow [kg/s] is conserved at nodes. The potential is the piezometric pressure
//! P = p + ρ_ref·g·z \[Pa\]; in a link from node a to node b
//!
//! ```text
//! P_a − P_b = Δp(ṁ) + (ρ − ρ_ref)·g·(z_b − z_a)                                            (1)
//! ```
//!
//! so that coolant at the reference density feels no gravity and warmer coolant its buoyancy. Each
//! connected part hangs from one expansion vessel (`anchor`), or from any number of open ends of
//! given pressure (`reservoir`).
//!
//! [`HydraulicsBuilder`] makes a [`Hydraulics`] and reports all that is wrong at once. Between
//! solutions a controller changes settings through `set_*` or in the columns of a kind; temperature
//! changes [`Hydraulics::density`] and [`Hydraulics::viscosity`]. Topology and elevations never change.

mod blocks;
mod builder;
mod builder_water;
mod check;
mod cut;
mod error;
mod interleave;
mod kinds;
mod limit;
mod piece;
mod settings;
mod watched;

pub use builder::HydraulicsBuilder;
pub use cut::Cut;
pub use error::NetworkError;
pub use kinds::{
    CheckValves, Devices, FlowLimiters, FormulaPipes, Kind, Pipes, PowerLaws, Pumps,
    RegulatedPumps, Regulators, StopValves, Throttles, Valves,
};
pub use piece::Piece;
pub use watched::{Moment, Watched};

use crate::physics::hydraulic::GRAVITY;

/// A node of a network: index into its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// A link of a network: index into its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkId(pub u32);

/// A node of given pressure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fixed {
    /// The node.
    pub node: NodeId,
    /// Its pressure p, at its elevation \[Pa\].
    pub pressure: f64,
    /// Whether it is the expansion vessel of a closed part rather than an open end.
    pub vessel: bool,
}

/// Which friction factor pipes follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Friction {
    /// Colebrook's equation, solved: `physics::hydraulic::friction`.
    #[default]
    Colebrook,
    /// EPANET's explicit formulas: `physics::hydraulic::swamee_jain`.
    SwameeJain,
}

/// A coolant network as columns. Made by [`HydraulicsBuilder::build`].
#[derive(Clone, Debug)]
pub struct Hydraulics {
    /// Reference density ρ_ref [kg/m³].
    pub reference_density: f64,
    /// Elevation of each node \[m\].
    pub elevation: Vec<f64>,
    /// Flow brought into each node from outside [kg/s]; what is too much leaves where pressure is given.
    pub injection: Vec<f64>,
    /// Nodes of given pressure.
    pub fixed: Vec<Fixed>,
    /// Node each link starts at.
    pub from: Vec<u32>,
    /// Node each link ends at.
    pub to: Vec<u32>,
    /// Which law each link follows.
    pub kind: Vec<Kind>,
    /// Row of each link within the columns of its kind.
    pub row: Vec<u32>,
    /// Density of the coolant in each link [kg/m³].
    pub density: Watched<f64>,
    /// Dynamic viscosity of the coolant in each link [Pa·s].
    pub viscosity: Watched<f64>,
    /// Rise of each link from its start to its end \[m\].
    pub rise: Vec<f64>,
    /// Pipes, hoses, headers.
    pub pipes: Pipes,
    /// Datasheet losses.
    pub power_laws: PowerLaws,
    /// Control valves.
    pub valves: Valves,
    /// Flow limiters (PICV).
    pub limiters: FlowLimiters,
    /// Check valves.
    pub checks: CheckValves,
    /// Isolating valves.
    pub stops: StopValves,
    /// Pumps at given speed.
    pub pumps: Pumps,
    /// Pump groups that hold a differential pressure.
    pub regulated: RegulatedPumps,
    /// Pipes by Hazen and Williams' or Chézy and Manning's formula.
    pub formulas: FormulaPipes,
    /// Valves given by their resistance.
    pub throttles: Throttles,
    /// Pumps, valves and breakers by their head curve.
    pub devices: Devices,
    /// Pressure-reducing and pressure-sustaining valves.
    pub regulators: Regulators,
    /// How the friction factor of `pipes` is found.
    pub friction: Friction,
    names: Names,
}

/// Names, for messages only.
#[derive(Clone, Debug, Default)]
struct Names {
    node: Vec<String>,
    link: Vec<String>,
}

impl Hydraulics {
    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.elevation.len()
    }

    /// Number of links.
    pub fn links(&self) -> usize {
        self.from.len()
    }

    /// Name of a node.
    pub fn node_name(&self, node: NodeId) -> &str {
        &self.names.node[node.0 as usize]
    }

    /// Name of a link.
    pub fn link_name(&self, link: LinkId) -> &str {
        &self.names.link[link.0 as usize]
    }

    /// The link called `name`, by search.
    pub fn find_link(&self, name: &str) -> Option<LinkId> {
        let at = self.names.link.iter().position(|n| n == name)?;
        Some(LinkId(at as u32))
    }

    /// The node called `name`, by search.
    pub fn find_node(&self, name: &str) -> Option<NodeId> {
        let at = self.names.node.iter().position(|n| n == name)?;
        Some(NodeId(at as u32))
    }

    /// ρ_ref·g·z of a node \[Pa\]: piezometric less static pressure.
    #[inline]
    pub fn column(&self, node: NodeId) -> f64 {
        self.reference_density * GRAVITY * self.elevation[node.0 as usize]
    }

    /// Pressure that the column of coolant in a link adds to its loss, second term of eq. (1) \[Pa\].
    #[inline]
    pub fn buoyancy(&self, link: LinkId) -> f64 {
        let l = link.0 as usize;
        (self.density[l] - self.reference_density) * GRAVITY * self.rise[l]
    }

    /// Number of the connected part that each node belongs to, from 0 in order of first nodes.
    pub fn parts(&self) -> Vec<u32> {
        check::components(self)
    }

    /// Whether a link passes coolant from its start to its end only, by its kind or its limits.
    pub fn is_directed(&self, link: LinkId) -> bool {
        let (kind, row) = (
            self.kind[link.0 as usize],
            self.row[link.0 as usize] as usize,
        );
        match kind {
            Kind::Device => self.devices.law[row].is_pump(),
            Kind::Throttle => self.throttles.law[row].least == 0.0,
            kind => kind.is_directed(),
        }
    }

    /// Links that end blindly: one end carries no other link, no given pressure and no injection.
    /// Coolant in them stands still.
    pub fn dead_ends(&self) -> Vec<LinkId> {
        let mut degree = vec![0u32; self.nodes()];
        for &v in self.from.iter().chain(&self.to) {
            degree[v as usize] += 1;
        }
        for fixed in &self.fixed {
            degree[fixed.node.0 as usize] += 2;
        }
        let blind = |v: u32| degree[v as usize] == 1 && self.injection[v as usize] == 0.0;
        (0..self.links() as u32)
            .filter(|&l| blind(self.from[l as usize]) || blind(self.to[l as usize]))
            .map(LinkId)
            .collect()
    }
}

#[cfg(test)]
mod tests;
