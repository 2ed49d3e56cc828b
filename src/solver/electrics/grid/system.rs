//! One island as a system of equations, in the order of its elimination.
//!
//! Unknown is how far each node stands below its potential at no load: these drops keep their digits
//! where potentials are almost equal. What never changes is worked out once; a pass of Newton's method
//! adds the slopes of loads and sources to the diagonal and to the few joints between conductors.

use super::members::Members;
use crate::kernels::sparse::ldl::Symbolic;
use crate::model::electrical::grid::{GROUND, Grid, Hold};
use crate::physics::electrical::droop::Droop;
use crate::physics::electrical::polynomial_load::PolynomialLoad;

/// Law of an element whose current depends on its voltage.
#[derive(Clone, Copy, Debug)]
pub(super) enum Law {
    /// A load, and its index among the island's powers if it is the input of a converter.
    Load(PolynomialLoad),
    /// A source, whose current runs the other way.
    Source(Droop),
}

/// An element between two unknowns or one and something held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub law: Law,
    /// Places of its ends; the place beyond the last for what is held.
    pub at: [u32; 2],
    /// Place of the joint between them.
    pub joint: u32,
    /// Voltage across it at no load \[V\].
    pub open: f64,
}

/// An island, prepared.
#[derive(Clone, Debug)]
pub(super) struct System {
    pub symbolic: Symbolic,
    /// Nodes of the island that are unknown, by place.
    pub nodes: Vec<u32>,
    /// Matrix of the lines.
    pub lines: Vec<f64>,
    /// Currents that the potentials at no load drive through the lines \[A\].
    pub offset: Vec<f64>,
    /// Constant power taken from each unknown to something held \[W\].
    pub power: Vec<f64>,
    /// Voltage at no load across those loads \[V\].
    pub open: Vec<f64>,
    /// All other loads and sources.
    pub elements: Vec<Element>,
    /// Where the power of each converter input that the island feeds stands.
    pub inputs: Vec<Input>,
    /// Whether Newton's method from no load must find the solution if there is one.
    pub monotone: bool,
    /// Largest voltage of the island, which tolerances are relative to \[V\].
    pub scale: f64,
}

/// Input of a converter: an element of the system or a part of its column of powers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input {
    pub tie: usize,
    pub place: Place,
    /// Power last put there \[W\].
    pub fed: f64,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Element(usize),
    Column(usize),
    /// Both ends are held: the power is a constant of the island.
    Held,
}

/// Voltage that stands where an unknown has no load \[V\]: far above any drop, and its cube is finite.
const NO_LOAD: f64 = 1e99;

/// Places of nodes in one island.
struct Places<'a> {
    grid: &'a Grid,
    symbolic: &'a Symbolic,
    local: &'a [u32],
}

impl Places<'_> {
    fn of(&self, node: u32) -> u32 {
        if self.grid.is_held(node) {
            self.symbolic.no_place()
        } else {
            self.symbolic.place(self.local[node as usize])
        }
    }

    fn joint(&self, [a, b]: [u32; 2]) -> u32 {
        if self.grid.is_held(a) || self.grid.is_held(b) {
            self.symbolic.no_joint()
        } else {
            self.symbolic
                .joint(self.local[a as usize], self.local[b as usize])
        }
    }
}

impl System {
    /// Prepares an island with the lines' resistances \[Ω\]; `local` is room for one index a node.
    pub fn new(grid: &Grid, members: &Members, resistance: &[f64], local: &mut [u32]) -> Self {
        let mut unknown = Vec::new();
        for &node in members.nodes.iter().filter(|n| !grid.is_held(**n)) {
            local[node as usize] = unknown.len() as u32;
            unknown.push(node);
        }
        let local: &[u32] = local;
        let edges = edges(grid, members, local);
        let symbolic = Symbolic::new(unknown.len(), &edges);
        let mut nodes = vec![GROUND; unknown.len()];
        for (i, &node) in unknown.iter().enumerate() {
            nodes[symbolic.place(i as u32) as usize] = node;
        }
        let size = symbolic.size() + 1;
        let mut system = Self {
            lines: vec![0.0; symbolic.len()],
            offset: vec![0.0; size],
            power: vec![0.0; size],
            open: vec![NO_LOAD; size],
            elements: Vec::new(),
            inputs: Vec::new(),
            monotone: true,
            scale: 0.0,
            nodes,
            symbolic,
        };
        let symbolic = system.symbolic.clone();
        let places = Places {
            grid,
            symbolic: &symbolic,
            local,
        };
        system.scale = members
            .nodes
            .iter()
            .fold(0.0f64, |m, n| m.max(grid.open[*n as usize].abs()));
        system.add_lines(&places, members, resistance);
        system.add_sources(&places, members);
        system.add_loads(&places, members);
        system
    }

    fn add_lines(&mut self, places: &Places<'_>, members: &Members, resistance: &[f64]) {
        let grid = places.grid;
        for &i in &members.lines {
            let line = &grid.lines[i as usize];
            let conductance = 1.0 / resistance[i as usize];
            let [a, b] = line.ends.map(|n| places.of(n) as usize);
            let joint = places.joint(line.ends) as usize;
            self.lines[a] += if a < self.nodes.len() {
                conductance
            } else {
                0.0
            };
            self.lines[b] += if b < self.nodes.len() {
                conductance
            } else {
                0.0
            };
            if joint as u32 != self.symbolic.no_joint() {
                self.lines[joint] -= conductance;
            }
            let driven = conductance * (grid.open_at(line.ends[0]) - grid.open_at(line.ends[1]));
            self.offset[a] += driven;
            self.offset[b] -= driven;
        }
    }

    fn add_sources(&mut self, places: &Places<'_>, members: &Members) {
        let grid = places.grid;
        for &i in &members.sources {
            let source = &grid.sources[i as usize];
            if let Hold::Droop(droop) = source.hold {
                self.monotone = false;
                self.elements
                    .push(element(places, source.ends, Law::Source(droop)));
            }
        }
    }

    fn add_loads(&mut self, places: &Places<'_>, members: &Members) {
        let grid = places.grid;
        for &i in &members.loads {
            let load = &grid.loads[i as usize];
            self.add_load(places, load.ends, load.law);
        }
        for &i in &members.inputs {
            let tie = i as usize;
            let place = self.add_load(places, grid.ties[tie].input, PolynomialLoad::default());
            self.inputs.push(Input {
                tie,
                place,
                fed: 0.0,
            });
        }
    }

    fn add_load(&mut self, places: &Places<'_>, ends: [u32; 2], law: PolynomialLoad) -> Place {
        let grid = places.grid;
        let open = grid.open_at(ends[0]) - grid.open_at(ends[1]);
        let at = places.of(ends[0]) as usize;
        if grid.is_held(ends[0]) && grid.is_held(ends[1]) {
            return Place::Held;
        }
        let alone = self.open[at] == NO_LOAD || self.open[at] == open;
        let plain = law.current == 0.0 && law.conductance == 0.0;
        if plain && alone && grid.is_held(ends[1]) {
            self.power[at] += law.power;
            self.open[at] = open;
            self.monotone &= law.power >= 0.0;
            return Place::Column(at);
        }
        // The shortest way to a solution is certain only where every conductor returns to what is held.
        self.monotone &= grid.is_held(ends[1]) && law.power >= 0.0 && law.current >= 0.0;
        self.elements.push(element(places, ends, Law::Load(law)));
        Place::Element(self.elements.len() - 1)
    }
}

fn element(places: &Places<'_>, ends: [u32; 2], law: Law) -> Element {
    Element {
        law,
        at: ends.map(|n| places.of(n)),
        joint: places.joint(ends),
        open: places.grid.open_at(ends[0]) - places.grid.open_at(ends[1]),
    }
}

/// Pairs of unknowns that lines, loads, sources and converter inputs join.
fn edges(grid: &Grid, members: &Members, local: &[u32]) -> Vec<(u32, u32)> {
    let lines = members.lines.iter().map(|i| grid.lines[*i as usize].ends);
    let loads = members.loads.iter().map(|i| grid.loads[*i as usize].ends);
    let sources = members
        .sources
        .iter()
        .map(|i| grid.sources[*i as usize].ends);
    let inputs = members.inputs.iter().map(|i| grid.ties[*i as usize].input);
    lines
        .chain(loads)
        .chain(sources)
        .chain(inputs)
        .filter(|[a, b]| !grid.is_held(*a) && !grid.is_held(*b))
        .map(|[a, b]| (local[a as usize], local[b as usize]))
        .collect()
}
