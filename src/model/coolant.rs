//! Where coolant is held: the volumes on every link and node of the hydraulic graph.
//!
//! The thermal graph has the nodes and links of [`Hydraulics`](super::hydraulic::Hydraulics). A link
//! carries a chain of elements in its own direction: pipes, through which coolant moves as plug
//! flow, and cells, which are well mixed and to which equipment gives heat. Mass is the coordinate:
//! each loop has one reference density, so what a volume holds does not change with temperature.

use crate::fluids::Fluid;
use crate::physics::thermal::tube::Tube;

/// One volume in a link's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// Plug-flow pipe: index into [`Pipes`].
    Pipe(u32),
    /// Well-mixed cell: index into [`Cells`].
    Cell(u32),
}

/// Plug-flow pipes, one column a quantity.
#[derive(Clone, Debug, Default)]
pub struct Pipes {
    /// Coolant held \[kg\].
    pub mass: Vec<f64>,
    /// Conductance to the surroundings [W/K]: from the wall, or from the coolant where there is no wall.
    pub conductance: Vec<f64>,
    /// Wall of each pipe.
    pub wall: Vec<Wall>,
    /// Bore along which fronts widen by dispersion; none where they stay fronts.
    pub disperses: Vec<Option<Tube>>,
    /// Where the lost heat goes.
    pub surroundings: Vec<Surroundings>,
    /// Link the pipe lies on.
    pub link: Vec<u32>,
    /// Most parcels the pipe may hold; neighbours merge beyond.
    pub parcels: Vec<u32>,
}

/// Wall of a pipe.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wall {
    /// Heat capacity over the specific heat of the coolant \[kg\]; 0 for none.
    pub mass: f64,
    /// The bore, which decides the film.
    pub bore: Tube,
    /// Resistance from the inner surface to the wall's mean temperature, over the whole pipe [K/W].
    pub resistance: f64,
}

/// Well-mixed cells, one column a quantity.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// Coolant held, with the wall's heat capacity counted as coolant \[kg\].
    pub mass: Vec<f64>,
    /// Link the cell lies on.
    pub link: Vec<u32>,
}

/// What stands around a pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surroundings {
    /// The air of the hall.
    Hall,
    /// Outdoor air.
    Outdoors,
}

/// All coolant volumes of a hall.
#[derive(Clone, Debug, Default)]
pub struct Coolant {
    /// The liquids in use.
    pub fluids: Vec<Fluid>,
    /// Liquid at each node: index into `fluids`.
    pub node_fluid: Vec<u16>,
    /// Mixed coolant at each node, walls counted as coolant \[kg\], of all nodes that it lumps; 0 for a mere joint.
    pub node_mass: Vec<f64>,
    /// Upstream end of each link for positive flow.
    pub from: Vec<u32>,
    /// Downstream end of each link for positive flow.
    pub to: Vec<u32>,
    /// Elements of link `l` are `elements[first[l]..first[l + 1]]`.
    pub first: Vec<u32>,
    /// Chains of all links.
    pub elements: Vec<Element>,
    /// Part of the flow of each link that passes what is on it: 1 over the number of equal chains that the link lumps.
    pub share: Vec<f64>,
    /// The same of what flows through each node.
    pub node_share: Vec<f64>,
    /// Equal links of the hall that each link stands for.
    pub copies: Vec<f64>,
    /// Equal nodes of the hall that each node stands for.
    pub node_copies: Vec<f64>,
    /// Plug-flow pipes.
    pub pipes: Pipes,
    /// Well-mixed cells.
    pub cells: Cells,
}

impl Coolant {
    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.node_mass.len()
    }

    /// Number of links.
    pub fn links(&self) -> usize {
        self.from.len()
    }

    /// Chain of `link`, in its own direction.
    #[inline]
    pub fn chain(&self, link: usize) -> &[Element] {
        &self.elements[self.first[link] as usize..self.first[link + 1] as usize]
    }

    /// Liquid that flows through `link`.
    #[inline]
    pub fn fluid_of_link(&self, link: usize) -> &Fluid {
        &self.fluids[self.kind_of_link(link)]
    }

    /// Which of the liquids flows through `link`.
    #[inline]
    pub fn kind_of_link(&self, link: usize) -> usize {
        self.node_fluid[self.from[link] as usize] as usize
    }

    /// Liquid in `cell`.
    #[inline]
    pub fn fluid_of_cell(&self, cell: usize) -> &Fluid {
        self.fluid_of_link(self.cells.link[cell] as usize)
    }

    /// Whether something on `link` stores heat.
    pub fn stores(&self, link: usize) -> bool {
        self.chain(link).iter().any(|e| match *e {
            Element::Pipe(p) => self.pipes.mass[p as usize] > 0.0,
            Element::Cell(c) => self.cells.mass[c as usize] > 0.0,
        })
    }

    /// Volumes whose temperature is an unknown: nodes with mass, cells and pipes.
    pub fn unknowns(&self) -> usize {
        let held = |m: &[f64]| m.iter().filter(|m| **m > 0.0).count();
        held(&self.node_mass) + held(&self.cells.mass) + held(&self.pipes.mass)
    }
}

/// Collects a hall's volumes link by link; links must be added in the order of the hydraulic graph.
#[derive(Clone, Debug, Default)]
pub struct CoolantBuilder {
    built: Coolant,
}

impl CoolantBuilder {
    /// Registers a liquid and returns its index.
    pub fn fluid(&mut self, fluid: Fluid) -> u16 {
        let known = self.built.fluids.iter().position(|f| *f == fluid);
        known.unwrap_or_else(|| {
            self.built.fluids.push(fluid);
            self.built.fluids.len() - 1
        }) as u16
    }

    /// Adds a node that holds `mass` \[kg\] of liquid `fluid`.
    pub fn node(&mut self, fluid: u16, mass: f64) {
        self.built.node_fluid.push(fluid);
        self.built.node_mass.push(mass);
        self.built.node_share.push(1.0);
        self.built.node_copies.push(1.0);
    }

    /// Adds `mass` \[kg\] to what `node` holds.
    pub fn hold(&mut self, node: usize, mass: f64) {
        self.built.node_mass[node] += mass;
    }

    /// Begins link `from → to`; elements added next belong to it.
    pub fn link(&mut self, from: u32, to: u32) {
        self.built.from.push(from);
        self.built.to.push(to);
        self.built.first.push(self.built.elements.len() as u32);
        self.built.share.push(1.0);
        self.built.copies.push(1.0);
    }

    /// Appends a mixed cell of `mass` \[kg\] to the current link and returns its index.
    pub fn cell(&mut self, mass: f64) -> u32 {
        let cells = &mut self.built.cells;
        let index = cells.mass.len() as u32;
        cells.mass.push(mass);
        cells.link.push(self.built.from.len() as u32 - 1);
        self.built.elements.push(Element::Cell(index));
        index
    }

    /// The link begun last.
    pub fn last_link(&self) -> u32 {
        self.built.from.len() as u32 - 1
    }

    /// The cell appended last.
    pub fn last_cell(&self) -> Option<u32> {
        (self.built.cells.mass.len() as u32).checked_sub(1)
    }

    /// Appends a plug-flow pipe to the current link: coolant held \[kg\], conductance to the
    /// surroundings [W/K].
    pub fn pipe(&mut self, mass: f64, conductance: f64, surroundings: Surroundings) -> u32 {
        let pipes = &mut self.built.pipes;
        let index = pipes.mass.len() as u32;
        pipes.mass.push(mass);
        pipes.conductance.push(conductance);
        pipes.wall.push(Wall::default());
        pipes.disperses.push(None);
        pipes.surroundings.push(surroundings);
        pipes.link.push(self.built.from.len() as u32 - 1);
        pipes.parcels.push(PARCELS);
        self.built.elements.push(Element::Pipe(index));
        index
    }

    /// Gives the pipe added last a wall.
    pub fn wall_of_last(&mut self, wall: Wall) {
        if let Some(last) = self.built.pipes.wall.last_mut() {
            *last = wall;
        }
    }

    /// Lets fronts widen by dispersion along the `bore` of the pipe added last.
    pub fn disperse_last(&mut self, bore: Tube) {
        if let Some(last) = self.built.pipes.disperses.last_mut() {
            *last = Some(bore);
        }
        if let Some(last) = self.built.pipes.parcels.last_mut() {
            *last = DISPERSED;
        }
    }

    /// Closes the last chain.
    pub fn build(mut self) -> Coolant {
        self.built.first.push(self.built.elements.len() as u32);
        self.built
    }
}

/// Parcels a pipe keeps apart before neighbours merge: a 250 s pipe is resolved to one second.
const PARCELS: u32 = 256;
/// The same where fronts widen: what leaves is read off the parcels, so that they are finer than a front.
const DISPERSED: u32 = 1_024;
