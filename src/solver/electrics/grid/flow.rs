//! The whole network: island after island, then currents, losses and the balance.

use super::members::Members;
use super::newton::{self, Work};
use super::system::{Law, Place, System};
use crate::model::electrical::grid::{GROUND, Grid, Hold};
use crate::physics::electrical::polynomial_load::PolynomialLoad;

/// Passes of the conductors' temperatures; each takes about the share of loss in the power off.
const HEATING: usize = 60;
/// Change of a resistance at which temperatures count as found, relative.
const WARM: f64 = 1e-14;

/// Why a network has no solution.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GridFault {
    /// The loads exceed what the network can carry.
    #[error(
        "voltage collapse: the network cannot carry its loads; all of them may be at most {margin:.9} of what is asked, and bus `{bus}` gives way first"
    )]
    Collapse {
        /// Bus whose voltage falls most as the loads grow.
        bus: String,
        /// Largest factor on all loads, below 1.
        margin: f64,
    },
    /// Power would have to flow back through a converter.
    #[error("converter `{name}` would have to take {watts:.6} W back from its output")]
    Reverse {
        /// The converter.
        name: String,
        /// Power at its output \[W\], below zero.
        watts: f64,
    },
    /// The temperatures of conductors found no end.
    #[error("conductor `{line}` heats itself without end: it is loaded far beyond its rating")]
    Runaway {
        /// The conductor whose resistance still moved most.
        line: String,
    },
}

/// What passes through a converter.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TieFlow {
    /// Power it delivers \[W\].
    pub output: f64,
    /// Power it takes \[W\].
    pub input: f64,
    /// Modules that are on.
    pub on: f64,
}

/// Solution and work space of one network.
#[derive(Clone, Debug)]
pub struct GridFlow {
    members: Vec<Members>,
    pub(super) systems: Vec<System>,
    pub(super) works: Vec<Work>,
    /// Potential of each node \[V\].
    pub volts: Vec<f64>,
    /// Resistance of each line at its temperature \[Ω\].
    pub resistance: Vec<f64>,
    /// Current of each line from its first end to its second \[A\].
    pub current: Vec<f64>,
    /// Current of each source, out of its first end \[A\].
    pub supply: Vec<f64>,
    /// What passes through each converter.
    pub ties: Vec<TieFlow>,
    /// Current out of each node into lines, loads and droop sources \[A\].
    leaving: Vec<f64>,
    /// Passes of Newton's method, of the island that took most.
    pub iterations: usize,
}

/// Why a cascade of islands stopped.
pub(super) enum Stop {
    /// The path ends in the island solved at this position.
    Fold(usize),
    /// Anything else.
    Fault(GridFault),
}

impl GridFlow {
    /// Work space for `grid`.
    pub fn new(grid: &Grid) -> Self {
        let resistance: Vec<f64> = grid.lines.iter().map(|l| l.at(0.0)).collect();
        let members = Members::of_all(grid);
        let systems = systems(grid, &members, &resistance);
        Self {
            members,
            works: systems.iter().map(Work::new).collect(),
            systems,
            volts: grid.open.clone(),
            resistance,
            current: vec![0.0; grid.lines.len()],
            supply: vec![0.0; grid.sources.len()],
            ties: vec![TieFlow::default(); grid.ties.len()],
            leaving: vec![0.0; grid.nodes.len()],
            iterations: 0,
        }
    }

    /// Solves for all loads times `factor`, not negative.
    ///
    /// # Errors
    /// A load beyond what the network can carry, with the weakest bus and the margin; a converter that
    /// would run backwards; a conductor that heats itself without end.
    pub fn solve(&mut self, grid: &Grid, factor: f64) -> Result<(), GridFault> {
        match self.settle(grid, factor) {
            Ok(()) => Ok(()),
            Err(Stop::Fault(fault)) => Err(fault),
            Err(Stop::Fold(_)) => {
                let found = self.loadability_below(grid, factor);
                Err(GridFault::Collapse {
                    bus: found.bus,
                    margin: found.factor / factor,
                })
            }
        }
    }

    /// The cascade, repeated until conductors have the temperatures that their currents give them.
    pub(super) fn settle(&mut self, grid: &Grid, factor: f64) -> Result<(), Stop> {
        let heated = grid.lines.iter().any(|l| l.rise > 0.0);
        if heated {
            self.current.fill(0.0);
            self.warm(grid);
        }
        for _ in 0..HEATING {
            self.cascade(grid, factor)?;
            if !heated || self.warm(grid) <= WARM {
                return Ok(());
            }
        }
        let mut most = (0.0, 0);
        for (i, line) in grid.lines.iter().enumerate() {
            let moved = (line.at(self.current[i]) / self.resistance[i] - 1.0).abs();
            most = if moved >= most.0 { (moved, i) } else { most };
        }
        Err(Stop::Fault(GridFault::Runaway {
            line: grid.lines[most.1].name.clone(),
        }))
    }

    /// Gives lines the resistances of their currents; returns the largest relative change.
    fn warm(&mut self, grid: &Grid) -> f64 {
        let mut moved = 0.0f64;
        for (i, line) in grid.lines.iter().enumerate() {
            let resistance = line.at(self.current[i]);
            moved = moved.max((resistance / self.resistance[i] - 1.0).abs());
            self.resistance[i] = resistance;
        }
        if moved > WARM {
            self.systems = systems(grid, &self.members, &self.resistance);
        }
        moved
    }

    /// One pass over all islands.
    fn cascade(&mut self, grid: &Grid, factor: f64) -> Result<(), Stop> {
        self.iterations = 0;
        for at in 0..self.systems.len() {
            self.feed_inputs(at, factor);
            if !newton::solve(&self.systems[at], factor, &mut self.works[at]) {
                return Err(Stop::Fold(at));
            }
            self.iterations = self.iterations.max(self.works[at].passes);
            let (system, work) = (&self.systems[at], &self.works[at]);
            for (node, drop) in system.nodes.iter().zip(&work.drop) {
                self.volts[*node as usize] = grid.open[*node as usize] - drop;
            }
            let members = std::mem::take(&mut self.members[at]);
            self.currents(grid, &members, factor);
            let converted = self.convert(grid, &members);
            self.members[at] = members;
            converted?;
        }
        Ok(())
    }

    /// Puts the inputs of converters, known from the islands they feed, among an island's loads.
    fn feed_inputs(&mut self, at: usize, factor: f64) {
        let system = &mut self.systems[at];
        for input in &mut system.inputs {
            // Loads of the island are multiplied by the factor, this one is what it is.
            let power = self.ties[input.tie].input / factor.max(f64::MIN_POSITIVE);
            match input.place {
                Place::Held => {}
                Place::Column(place) => system.power[place] += power - input.fed,
                Place::Element(element) => {
                    system.elements[element].law = Law::Load(PolynomialLoad::constant_power(power));
                }
            }
            input.fed = power;
        }
    }

    /// Currents of an island's lines, loads and sources.
    fn currents(&mut self, grid: &Grid, members: &Members, factor: f64) {
        for &node in &members.nodes {
            self.leaving[node as usize] = 0.0;
        }
        for i in members.lines.iter().map(|i| *i as usize) {
            let amps = self.line_current(grid, i);
            self.current[i] = amps;
            self.leave(grid.lines[i].ends, amps);
        }
        for i in members.loads.iter().map(|i| *i as usize) {
            let load = &grid.loads[i];
            let (amps, _) = load.law.scaled(factor).current(self.across(load.ends));
            self.leave(load.ends, amps);
        }
        for i in members.inputs.iter().map(|i| *i as usize) {
            let ends = grid.ties[i].input;
            self.leave(ends, self.ties[i].input / self.across(ends));
        }
        for i in members.sources.iter().map(|i| *i as usize) {
            let source = &grid.sources[i];
            if let Hold::Droop(droop) = source.hold {
                let (amps, _) = droop.current(self.across(source.ends));
                self.supply[i] = amps;
                self.leave(source.ends, -amps);
            }
        }
        // What hangs on a conductor passes to the one that gave it its potential.
        for i in members.stiff.iter().rev() {
            let (source, node) = grid.stiff[*i as usize];
            let ends = grid.sources[source as usize].ends;
            let out = self.leaving[node as usize];
            let amps = if ends[0] == node { out } else { -out };
            self.supply[source as usize] = amps;
            self.leave(ends, -amps);
        }
    }

    /// Current of a line, from drops where both ends stand at one potential at no load.
    fn line_current(&self, grid: &Grid, line: usize) -> f64 {
        let [a, b] = grid.lines[line].ends;
        let open = grid.open_at(a) - grid.open_at(b);
        let drop = |n: u32| match n {
            GROUND => 0.0,
            n => grid.open[n as usize] - self.volts[n as usize],
        };
        (open - (drop(a) - drop(b))) / self.resistance[line]
    }

    fn leave(&mut self, ends: [u32; 2], amps: f64) {
        for (node, amps) in [(ends[0], amps), (ends[1], -amps)] {
            if node != GROUND {
                self.leaving[node as usize] += amps;
            }
        }
    }

    /// Output and input of the converters that feed an island.
    fn convert(&mut self, grid: &Grid, members: &Members) -> Result<(), Stop> {
        for i in members.outputs.iter().map(|i| *i as usize) {
            let tie = &grid.ties[i];
            let ends = grid.sources[tie.output as usize].ends;
            let output = self.across(ends) * self.supply[tie.output as usize];
            if output < 0.0 {
                return Err(Stop::Fault(GridFault::Reverse {
                    name: tie.name.clone(),
                    watts: output,
                }));
            }
            let on = tie.unit.staged(output, tie.unit.modules);
            let input = output + tie.unit.loss(output, on);
            self.ties[i] = TieFlow { output, input, on };
        }
        Ok(())
    }

    /// Voltage between two nodes \[V\].
    pub fn across(&self, [a, b]: [u32; 2]) -> f64 {
        let at = |n: u32| match n {
            GROUND => 0.0,
            n => self.volts[n as usize],
        };
        at(a) - at(b)
    }

    /// Loss of each line \[W\].
    pub fn line_losses(&self) -> impl Iterator<Item = f64> + '_ {
        let pairs = self.current.iter().zip(&self.resistance);
        pairs.map(|(amps, ohms)| ohms * amps * amps)
    }

    /// Loss of lines and converters \[W\].
    pub fn loss(&self) -> f64 {
        let lines: f64 = self.line_losses().sum();
        let ties: f64 = self.ties.iter().map(|t| t.input - t.output).sum();
        lines + ties
    }

    /// Power given by the sources that are no converters' outputs \[W\].
    pub fn supplied(&self, grid: &Grid) -> f64 {
        let mut inside = vec![false; grid.sources.len()];
        for tie in &grid.ties {
            inside[tie.output as usize] = true;
        }
        (0..grid.sources.len())
            .filter(|i| !inside[*i])
            .map(|i| self.across(grid.sources[i].ends) * self.supply[i])
            .sum()
    }

    /// Power taken by the loads, all times `factor` \[W\].
    pub fn taken(&self, grid: &Grid, factor: f64) -> f64 {
        let power = |load: &crate::model::electrical::grid::Load| {
            let volts = self.across(load.ends);
            volts * load.law.scaled(factor).current(volts).0
        };
        grid.loads.iter().map(power).sum()
    }
}

fn systems(grid: &Grid, members: &[Members], resistance: &[f64]) -> Vec<System> {
    let mut local = vec![u32::MAX; grid.nodes.len()];
    members
        .iter()
        .map(|members| System::new(grid, members, resistance, &mut local))
        .collect()
}
