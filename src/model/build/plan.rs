//! The plan of a hall while it is drawn: hydraulic and coolant graph side by side, units, faults.

use super::Period;
use crate::config::{At, Config, Diagnostic, Diagnostics, Origin};
use crate::fluids::Fluid;
use crate::kernels::groups::Groups;
use crate::model::coolant::{CoolantBuilder, Surroundings, Wall};
use crate::model::equipment::{Equipment, Unit};
use crate::model::hydraulic::{HydraulicsBuilder, LinkId, NodeId};
use crate::physics::hydraulic::GRAVITY;
use crate::physics::hydraulic::pipe::Pipe;
use crate::physics::thermal::tube::Tube;
use crate::units::Dimension;
use std::collections::HashMap;
use std::f64::consts::PI;

/// Heat capacity of a hose's or header's wall over that of the coolant in it: 30 to 40 % for EPDM and
/// thin stainless steel of 25 to 50 mm (assumed).
const WALL_SHARE: f64 = 0.35;

/// What helps against a rating that cannot be.
pub(super) const RATING_HELP: &str =
    "the figures belong to one rating point: look them up in one column of the datasheet";

/// Difference of static pressures that two vessels may have [Pa]: what a gauge shows.
const AGREE: f64 = 1e3;

/// A coolant and the temperature at which its loop is drawn.
#[derive(Clone, Debug)]
pub struct Medium {
    /// Index among the coolants of the hall.
    pub index: u16,
    /// The coolant.
    pub fluid: Fluid,
    /// Temperature at which the loop starts and its reference density holds [°C].
    pub t: f64,
    /// Density there [kg/m³].
    pub density: f64,
}

/// Straight pipe as a plan draws it.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Length [m].
    pub length: f64,
    /// Inner diameter [m].
    pub diameter: f64,
    /// Roughness [m].
    pub roughness: f64,
    /// Sum of minor losses.
    pub minor: f64,
}

impl Run {
    /// Volume inside [m³].
    pub fn volume(&self) -> f64 {
        0.25 * PI * self.diameter * self.diameter * self.length
    }

    /// Its bore.
    pub fn bore(&self) -> Tube {
        Tube {
            length: self.length,
            diameter: self.diameter,
        }
    }

    /// Its law.
    pub fn law(&self) -> Result<Pipe, crate::physics::hydraulic::LawError> {
        Pipe::new(self.length, self.diameter, self.roughness, self.minor)
    }
}

/// A place for an expansion vessel.
#[derive(Clone, Debug)]
pub struct Vessel {
    /// Its node.
    pub node: NodeId,
    /// Pressure that it holds [Pa].
    pub pressure: f64,
    /// Height of the node above the floor [m].
    pub height: f64,
    /// Where the pressure was written; none where it is a default.
    pub at: Option<Origin>,
}

impl Vessel {
    /// A vessel at `node` with the pressure of a table.
    pub fn new(node: NodeId, pressure: &At<f64>, height: f64) -> Self {
        Self {
            node,
            pressure: pressure.value,
            height,
            at: pressure.given.then(|| pressure.at.clone()),
        }
    }
}

/// What is being drawn.
pub struct Plan<'c> {
    /// What the user wrote.
    pub config: &'c Config,
    /// What the model is to be asked about.
    pub period: Period,
    /// Links, laws and anchors.
    pub net: HydraulicsBuilder,
    /// Volumes.
    pub coolant: CoolantBuilder,
    /// Equipment.
    pub equipment: Equipment,
    /// Everything wrong so far.
    pub faults: Diagnostics,
    /// Medium at each node.
    pub media: Vec<Medium>,
    /// Height at which nodes without one of their own are drawn [m].
    pub floor: f64,
    /// Names of the nodes, as the drawn network may use them.
    pub ports: HashMap<String, NodeId>,
    /// Names of the links.
    pub link_names: Vec<String>,
    /// Names of the nodes.
    pub node_names: Vec<String>,
    /// Ends of the links.
    pub ends: Vec<[u32; 2]>,
    /// Medium of each link: density and viscosity at the start.
    pub link_state: Vec<[f64; 2]>,
    /// Nodes that would hold an expansion vessel, in order of preference.
    pub vessels: Vec<Vessel>,
}

impl<'c> Plan<'c> {
    /// An empty plan.
    pub fn new(config: &'c Config, period: Period) -> Self {
        let water = Fluid::water();
        Self {
            config,
            period,
            net: HydraulicsBuilder::new(water.density(30.0), water.viscosity(30.0)),
            coolant: CoolantBuilder::default(),
            equipment: Equipment::default(),
            faults: Diagnostics::default(),
            media: Vec::new(),
            floor: 0.0,
            ports: HashMap::new(),
            link_names: Vec::new(),
            node_names: Vec::new(),
            ends: Vec::new(),
            link_state: Vec::new(),
            vessels: Vec::new(),
        }
    }

    /// The coolant called `name`, at `t` [°C].
    pub fn medium(&mut self, name: &str, t: f64, at: &Origin) -> Medium {
        let named = match self.config.fluid.get(name) {
            Some(f) => Fluid::constant(crate::fluids::Constant {
                density: *f.density,
                specific_heat: *f.specific_heat,
                viscosity: *f.viscosity,
                conductivity: *f.conductivity,
            }),
            None => Fluid::by_name(name),
        };
        let fluid = named.unwrap_or_else(|error| {
            self.faults
                .push(Diagnostic::error("fluid", error.to_string()).at(at, "this coolant"));
            Fluid::water()
        });
        let [low, high] = fluid.range();
        if !(low..=high).contains(&t) {
            let text = format!("{name} is described from {low} to {high} °C, not at {t} °C");
            self.faults
                .push(Diagnostic::error("fluid-range", text).at(at, "this coolant"));
        }
        let t = t.clamp(low, high);
        let index = self.coolant.fluid(fluid.clone());
        Medium {
            index,
            density: fluid.density(t),
            fluid,
            t,
        }
    }

    /// A node in `medium`, at floor height.
    pub fn node(&mut self, name: impl Into<String>, medium: &Medium) -> NodeId {
        self.node_at(name, medium, self.floor)
    }

    /// A node in `medium` at `elevation` [m].
    pub fn node_at(&mut self, name: impl Into<String>, medium: &Medium, elevation: f64) -> NodeId {
        let name = name.into();
        let id = self.net.node(name.clone(), elevation);
        self.coolant.node(medium.index, 0.0);
        self.media.push(medium.clone());
        self.ports.insert(name.clone(), id);
        self.node_names.push(name);
        id
    }

    /// Medium at a node.
    pub fn medium_at(&self, node: NodeId) -> Medium {
        self.media[node.0 as usize].clone()
    }

    /// Registers a link that the hydraulic builder has just drawn; its volumes are added next.
    pub fn began(&mut self, link: LinkId, name: &str, from: NodeId, to: NodeId) -> LinkId {
        debug_assert_eq!(link.0 as usize, self.link_names.len());
        self.coolant.link(from.0, to.0);
        let medium = &self.media[from.0 as usize];
        self.link_state
            .push([medium.density, medium.fluid.viscosity(medium.t)]);
        self.link_names.push(name.to_owned());
        self.ends.push([from.0, to.0]);
        link
    }

    /// A short pipe or hose: coolant and wall as one well-mixed volume.
    pub fn hose(&mut self, name: &str, from: NodeId, to: NodeId, run: Run) -> LinkId {
        let link = self.net.pipe(name, from, to, run.law());
        self.began(link, name, from, to);
        let mass = self.media[from.0 as usize].density * run.volume();
        self.coolant.cell(mass * (1.0 + WALL_SHARE));
        link
    }

    /// A long pipe: plug flow, losing `loss` [W/(m·K)] to its surroundings.
    pub fn main(
        &mut self,
        name: &str,
        from: NodeId,
        to: NodeId,
        run: Run,
        loss: f64,
        surroundings: Surroundings,
    ) -> LinkId {
        let link = self.net.pipe(name, from, to, run.law());
        self.began(link, name, from, to);
        let mass = self.media[from.0 as usize].density * run.volume();
        self.coolant.pipe(mass, loss * run.length, surroundings);
        link
    }

    /// Gives the pipe just drawn from `from` along `run` a wall of `capacity` [J/(m·K)].
    pub fn wall(&mut self, from: NodeId, run: Run, capacity: f64) {
        let medium = self.medium_at(from);
        let wall = Wall {
            mass: capacity * run.length / medium.fluid.specific_heat(medium.t),
            bore: run.bore(),
            resistance: 0.0,
        };
        self.coolant.wall_of_last(wall);
    }

    /// Registers a unit and returns its index.
    pub fn unit(&mut self, name: impl Into<String>, family: &'static str) -> usize {
        self.equipment.units.push(Unit {
            name: name.into(),
            family,
            copies: 1.0,
            ..Unit::default()
        });
        self.equipment.units.len() - 1
    }

    /// Appends a cell of `mass` [kg] to the current link and gives it to `unit`.
    pub fn cell(&mut self, unit: usize, mass: f64) -> u32 {
        let cell = self.coolant.cell(mass);
        self.equipment.units[unit].cells.push(cell);
        cell
    }

    /// Reports `error` at `at`.
    pub fn refuse(
        &mut self,
        code: &'static str,
        what: &str,
        error: impl std::fmt::Display,
        at: &Origin,
    ) {
        self.faults
            .push(Diagnostic::error(code, format!("{what}: {error}")).at(at, ""));
    }

    /// `result`, or `None` with its error reported at `at`.
    pub fn accept<T, E: std::fmt::Display>(
        &mut self,
        code: &'static str,
        what: &str,
        result: Result<T, E>,
        at: &Origin,
    ) -> Option<T> {
        result
            .map_err(|error| self.refuse(code, what, error, at))
            .ok()
    }

    /// `result`, or `None` with its error reported at the `figures` that make it together.
    pub fn accept_rating<T, E: std::fmt::Display>(
        &mut self,
        code: &'static str,
        what: &str,
        result: Result<T, E>,
        figures: &[(&Origin, &str)],
    ) -> Option<T> {
        let told = |error| {
            let mut fault = Diagnostic::error(code, format!("{what}: {error}"));
            for (at, label) in figures {
                fault = fault.at(at, *label);
            }
            self.faults.push(fault.help(RATING_HELP));
        };
        result.map_err(told).ok()
    }

    /// Two vessels of one loop that were given pressures which cannot both hold.
    fn disagreement(&self, first: &Vessel, other: &Vessel) -> Option<Diagnostic> {
        let (a, b) = (first.at.as_ref()?, other.at.as_ref()?);
        let weight = self.media[first.node.0 as usize].density * GRAVITY;
        let there = first.pressure + weight * (first.height - other.height);
        if (there - other.pressure).abs() <= AGREE {
            return None;
        }
        let name = |v: &Vessel| self.node_names[v.node.0 as usize].clone();
        let show = |p: f64| Dimension::Pressure.show(p);
        let text = format!(
            "{} and {} hold one loop at pressures that do not agree: {} there would be {} here, not {}",
            name(first),
            name(other),
            show(first.pressure),
            show(there),
            show(other.pressure)
        );
        let problem = Diagnostic::error("two-anchors", text)
            .at(b, "this pressure")
            .at(a, "and this one")
            .reason("a closed loop hangs from one expansion vessel; at rest all else follows from height")
            .help("leave one of the two out");
        Some(problem)
    }

    /// Hangs each connected part from the first vessel that stands in it; these vessels.
    pub fn anchor(&mut self) -> Vec<Vessel> {
        let mut parts = Groups::new(self.node_names.len());
        for [a, b] in &self.ends {
            parts.join(*a, *b);
        }
        let mut held: HashMap<u32, Vessel> = HashMap::new();
        for vessel in std::mem::take(&mut self.vessels) {
            let root = parts.root(vessel.node.0);
            let Some(first) = held.get(&root) else {
                self.net.anchor(vessel.node, vessel.pressure);
                held.insert(root, vessel);
                continue;
            };
            let disagreement = self.disagreement(first, &vessel);
            self.faults.extend(disagreement);
        }
        held.into_values().collect()
    }
}
