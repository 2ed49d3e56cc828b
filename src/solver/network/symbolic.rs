//! What stays the same while a network is solved again and again: places in the matrix, the tree
//! along which flows are made solenoidal, and the order of law rows.

use super::chains::{Blind, Chains, Step, open_parts};
use super::meetings::{Meetings, Signed};
use super::regulate::Held;
use super::shelves::{self, Shelves};
use super::tree::{Branch, spanning_tree};
use crate::kernels::sparse::ldl::Symbolic;
use crate::model::hydraulic::{Hydraulics, Kind};
use crate::physics::hydraulic::device::Law;

/// The symbolic part of a network. Depends on topology and kinds of links only.
#[derive(Clone, Debug)]
pub struct Network {
    pub(super) nodes: usize,
    pub(super) matrix: Symbolic,
    pub(super) chains: Chains,
    /// Place of each chain's ends in the vector of potentials: free nodes first, then ground.
    pub(super) ends: Vec<[u32; 2]>,
    /// The same with all of ground as one place, that of no unknown.
    pub(super) nodes_of_chain: Vec<[u32; 2]>,
    /// Places in the matrix of each chain: diagonals of its ends, joint.
    pub(super) places: Vec<[u32; 3]>,
    /// Chains that end at each unknown.
    pub(super) meetings: Meetings,
    /// Which pipes belong to which chains.
    pub(super) shelves: Shelves,
    /// Tree chains from the leaves inwards.
    pub(super) tree: Vec<Branch>,
    /// Whether each chain is in the tree.
    pub(super) in_tree: Vec<bool>,
    /// Link of each law row; rows stand in the order pipes, records, formulas, orifices, pumps,
    /// groups, devices, regulators.
    pub(super) link_of_row: Vec<u32>,
    /// Row of each link.
    pub(super) row_of_link: Vec<u32>,
    /// Chain of each row; the number of chains for blind links.
    pub(super) chain_of_row: Vec<u32>,
    /// Direction of each row in its chain.
    pub(super) sign_of_row: Vec<f64>,
    /// Rows along the chains, in the order of `Chains::step`, and their directions.
    pub(super) row_of_step: Vec<u32>,
    pub(super) sign_of_step: Vec<f64>,
    /// The same rows, rising within each chain: the order in which they are summed.
    pub(super) rising_rows: Vec<u32>,
    /// Rows whose settings nobody watches: records and pumps.
    pub(super) lively: Vec<u32>,
    /// First link of each chain and its direction.
    pub(super) first_of_chain: Vec<Signed>,
    /// Chain of each link and its direction in it.
    pub(super) chain_of_link: Vec<Signed>,
    /// Nodes within chains: the node, the one before it, and the row between them with its direction.
    pub(super) within: Vec<(u32, u32, Signed)>,
    /// Chain of each joint in the matrix, the number of chains where it is fill; chains that come to a joint
    /// later, with its index.
    pub(super) joints: Vec<u32>,
    pub(super) more_joints: Vec<[u32; 2]>,
    /// Chains outside the tree, and the places of their ends.
    pub(super) loops: Vec<[u32; 3]>,
    /// Number of links in each chain.
    pub(super) steps_of_chain: Vec<u32>,
    pub(super) links_of_chain: Vec<f64>,
    /// Flow at 1.5 m/s in the narrowest pipe of each chain [kg/s], infinite where it has none.
    pub(super) usual_flow: Vec<f64>,
    /// Largest shut-off pressure of the pumps [Pa].
    pub(super) largest_head: f64,
    /// Largest flow that pumps, records and pipes are made for [kg/s].
    pub(super) rated_flow: f64,
    /// Connected part of each node.
    pub(super) part: Vec<u32>,
    /// For each part with a single given pressure: index of it in `Hydraulics::fixed`.
    pub(super) vessel: Vec<Option<u32>>,
    /// Place in the vector of potentials of each core node.
    pub(super) place_of_core: Vec<(u32, u32)>,
    /// Whether a law is so steep near rest that no growth of a slope is a limit being met: constant
    /// power.
    pub(super) strict: bool,
    /// Where each regulator stands.
    pub(super) held: Vec<Held>,
}

impl Network {
    /// Analyses the topology of `h`.
    pub fn new(h: &Hydraulics) -> Self {
        let part = h.parts();
        let (chains, matrix) = reduce(h, &part);
        let free_of = free_places(h, &chains);
        let pairs = pairs(&chains, &free_of);
        let n = chains.free.len();
        let mut place = vec![0u32; h.nodes()];
        for &v in &chains.free {
            place[v as usize] = matrix.place(free_of[v as usize]);
        }
        for (i, &v) in chains.ground.iter().enumerate() {
            place[v as usize] = (n + i) as u32;
        }
        let ends: Vec<[u32; 2]> = (0..chains.from.len())
            .map(|c| [chains.from[c], chains.to[c]].map(|v| place[v as usize]))
            .collect();
        let places = matrix_places(&matrix, &pairs);
        let core = chains.free.iter().chain(&chains.ground);
        let mut place_of_core: Vec<(u32, u32)> = core.map(|&v| (v, place[v as usize])).collect();
        place_of_core.sort_unstable();
        let (tree, in_tree) = spanning_tree(h, &chains, &ends, n as u32);
        let mut network = Self {
            nodes: h.nodes(),
            nodes_of_chain: ends.iter().map(|e| e.map(|v| v.min(n as u32))).collect(),
            shelves: Shelves::new(h, &chains),
            meetings: Meetings::new(&ends, n),
            matrix,
            ends,
            places,
            tree,
            in_tree,
            link_of_row: Vec::new(),
            row_of_link: vec![0; h.links()],
            chain_of_row: Vec::new(),
            sign_of_row: Vec::new(),
            row_of_step: Vec::new(),
            sign_of_step: Vec::new(),
            rising_rows: Vec::new(),
            lively: Vec::new(),
            first_of_chain: Vec::new(),
            chain_of_link: Vec::new(),
            within: Vec::new(),
            joints: Vec::new(),
            more_joints: Vec::new(),
            loops: Vec::new(),
            steps_of_chain: Vec::new(),
            links_of_chain: Vec::new(),
            usual_flow: usual_flow(h, &chains),
            largest_head: largest_head(h),
            rated_flow: rated_flow(h),
            vessel: vessels(h, &part),
            part,
            place_of_core,
            held: Vec::new(),
            strict: (h.devices.law.iter()).any(|device| matches!(device.law, Law::Power(_))),
            chains,
        };
        network.lay_rows(h);
        network.note_steps(h);
        network.held = Held::all(h, &network);
        network
    }

    /// Number of unknown potentials.
    pub fn unknowns(&self) -> usize {
        self.matrix.size()
    }

    /// Number of unknown flows.
    pub fn flows(&self) -> usize {
        self.ends.len()
    }

    /// Entries below the diagonal of the factor.
    pub fn fill(&self) -> usize {
        self.matrix.fill()
    }

    fn lay_rows(&mut self, h: &Hydraulics) {
        let pipes: Vec<u32> = (self.shelves.pipe.iter())
            .map(|&p| h.pipes.link[p as usize])
            .collect();
        let groups = [
            &pipes,
            &h.power_laws.link,
            &h.formulas.link,
            &h.valves.link,
            &h.limiters.link,
            &h.checks.link,
            &h.stops.link,
            &h.throttles.link,
            &h.pumps.link,
            &h.regulated.link,
            &h.devices.link,
            &h.regulators.link,
        ];
        self.link_of_row = groups.into_iter().flatten().copied().collect();
        for (row, &link) in self.link_of_row.iter().enumerate() {
            self.row_of_link[link as usize] = row as u32;
        }
        self.chain_of_row = vec![self.flows() as u32; h.links()];
        self.sign_of_row = vec![1.0; h.links()];
        let steps = &self.chains.step;
        self.row_of_step = steps
            .iter()
            .map(|s| self.row_of_link[s.link as usize])
            .collect();
        self.sign_of_step = steps.iter().map(|s| s.sign).collect();
        let start = &self.chains.start;
        self.steps_of_chain = start.windows(2).map(|w| w[1] - w[0]).collect();
        let links = self.steps_of_chain.iter().map(|&n| f64::from(n));
        self.links_of_chain = links.collect();
        for c in 0..self.flows() {
            let (low, high) = (start[c] as usize, start[c + 1] as usize);
            for &Step { link, sign, .. } in &self.chains.step[low..high] {
                let row = self.row_of_link[link as usize] as usize;
                self.chain_of_row[row] = c as u32;
                self.sign_of_row[row] = sign;
            }
        }
        self.shelves
            .note_rows(&self.chain_of_row, &self.sign_of_row);
    }

    fn note_steps(&mut self, h: &Hydraulics) {
        self.rising_rows.clone_from(&self.row_of_step);
        for bounds in self.chains.start.windows(2) {
            self.rising_rows[bounds[0] as usize..bounds[1] as usize].sort_unstable();
        }
        let first = (0..self.flows()).map(|c| self.steps(c)[0]);
        let first = first.map(|step| Signed::new(step.link, step.sign < 0.0));
        self.first_of_chain = first.collect();
        let rows = self.row_of_link.iter().map(|&row| row as usize);
        let turned = rows.map(|r| Signed::new(self.chain_of_row[r], self.sign_of_row[r] < 0.0));
        self.chain_of_link = turned.collect();
        for c in 0..self.flows() {
            let mut before = self.chains.from[c];
            for at in self.chains.start[c] as usize..self.chains.start[c + 1] as usize - 1 {
                let step = &self.chains.step[at];
                let row = Signed::new(self.row_of_step[at], step.sign < 0.0);
                self.within.push((step.end, before, row));
                before = step.end;
            }
        }
        self.note_joints();
        let n = self.matrix.no_place();
        let ends = self.ends.iter().map(|e| e.map(|v| v.min(n)));
        let loops = (0..)
            .zip(ends)
            .zip(&self.in_tree)
            .filter(|(_, tree)| !**tree);
        self.loops = loops.map(|((c, [a, b]), _)| [c, a, b]).collect();
        let unwatched = |&&l: &&u32| {
            matches!(
                h.kind[l as usize],
                Kind::PowerLaw | Kind::Pump | Kind::RegulatedPump | Kind::Regulator
            )
        };
        let links = self.link_of_row.iter().filter(unwatched);
        self.lively = links.map(|l| self.row_of_link[*l as usize]).collect();
    }

    fn note_joints(&mut self) {
        let (none, first) = (self.matrix.no_joint(), self.matrix.size() as u32);
        self.joints = vec![self.flows() as u32; self.matrix.fill() + 1];
        for (c, &[_, _, joint]) in (0..).zip(&self.places) {
            if joint != none {
                let at = &mut self.joints[(joint - first) as usize];
                if *at == self.ends.len() as u32 {
                    *at = c;
                } else {
                    self.more_joints.push([c, joint - first]);
                }
            }
        }
    }

    /// Rows of a chain, rising.
    pub(super) fn rising(&self, chain: usize) -> &[u32] {
        let start = &self.chains.start;
        &self.rising_rows[start[chain] as usize..start[chain + 1] as usize]
    }

    pub(super) fn steps(&self, chain: usize) -> &[Step] {
        let start = &self.chains.start;
        &self.chains.step[start[chain] as usize..start[chain + 1] as usize]
    }

    /// Rows of a chain with their directions.
    pub(super) fn rows(&self, chain: usize) -> impl Iterator<Item = (usize, f64)> {
        let start = &self.chains.start;
        let steps = start[chain] as usize..start[chain + 1] as usize;
        let rows = self.row_of_step[steps.clone()].iter();
        rows.zip(&self.sign_of_step[steps])
            .map(|(&row, &sign)| (row as usize, sign))
    }

    pub(super) fn blind(&self) -> &[Blind] {
        &self.chains.blind
    }
}

/// Chains in the order that suits elimination, and the matrix of their free ends.
fn reduce(h: &Hydraulics, part: &[u32]) -> (Chains, Symbolic) {
    let mut chains = Chains::new(h, part);
    let free_of = free_places(h, &chains);
    let pairs = pairs(&chains, &free_of);
    let edges: Vec<(u32, u32)> = pairs
        .iter()
        .filter(|e| both(e))
        .map(|e| (e[0], e[1]))
        .collect();
    let matrix = Symbolic::new(chains.free.len(), &edges);
    let met = |v: u32| if v == u32::MAX { v } else { matrix.place(v) };
    let first: Vec<u32> = pairs.iter().map(|e| met(e[0]).min(met(e[1]))).collect();
    chains.reorder(&shelves::order(h, &chains, &first));
    (chains, matrix)
}

/// Index of each node among the free ones; the largest number of others.
fn free_places(h: &Hydraulics, chains: &Chains) -> Vec<u32> {
    let mut free_of = vec![u32::MAX; h.nodes()];
    for (i, &v) in chains.free.iter().enumerate() {
        free_of[v as usize] = i as u32;
    }
    free_of
}

/// Ends of each chain by `free_of`.
fn pairs(chains: &Chains, free_of: &[u32]) -> Vec<[u32; 2]> {
    let ends = chains.from.iter().zip(&chains.to);
    ends.map(|(&a, &b)| [a, b].map(|v| free_of[v as usize]))
        .collect()
}

/// Places in the matrix of diagonals and joint of each of `pairs`.
fn matrix_places(matrix: &Symbolic, pairs: &[[u32; 2]]) -> Vec<[u32; 3]> {
    let none = matrix.no_joint();
    let diagonal = |v: u32| {
        if v == u32::MAX { none } else { matrix.place(v) }
    };
    let places = |e: &[u32; 2]| match e {
        [a, b] if a == b => [none; 3],
        [a, b] if both(e) => [diagonal(*a), diagonal(*b), matrix.joint(*a, *b)],
        [a, b] => [diagonal(*a), diagonal(*b), none],
    };
    pairs.iter().map(places).collect()
}

/// Whether a chain joins two free nodes.
fn both(e: &[u32; 2]) -> bool {
    e[0] != u32::MAX && e[1] != u32::MAX && e[0] != e[1]
}

/// Flow at 1.5 m/s in the narrowest pipe of each chain [kg/s].
fn usual_flow(h: &Hydraulics, chains: &Chains) -> Vec<f64> {
    let least = |steps: &[Step]| {
        let links = steps.iter().map(|s| s.link as usize);
        let pipes = links.filter(|&l| h.kind[l] == Kind::Pipe);
        let flow = |l: usize| 1.5 * h.reference_density * h.pipes.law[h.row[l] as usize].area();
        pipes.map(flow).fold(f64::INFINITY, f64::min)
    };
    let bounds = chains.start.windows(2);
    let all = bounds.map(|w| least(&chains.step[w[0] as usize..w[1] as usize]));
    all.collect()
}

fn largest_head(h: &Hydraulics) -> f64 {
    let pumps = h.pumps.law.iter().map(|p| p.curve.shut_off());
    let groups = h
        .regulated
        .law
        .iter()
        .map(|g| g.pump.curve.shut_off() * g.most_speed * g.most_speed);
    let speeds = h.devices.law.iter().zip(&h.devices.speed);
    let devices = speeds.map(|(d, speed)| d.shut_off() * speed * speed);
    pumps.chain(groups).chain(devices).fold(0.0, f64::max)
}

fn rated_flow(h: &Hydraulics) -> f64 {
    let pumps = h.pumps.law.iter().map(|p| p.most_flow());
    let groups = h.regulated.law.iter().map(|g| g.pump.most_flow());
    let records = h.power_laws.law.iter().map(|r| r.flow);
    let pipes = h.pipes.law.iter().map(|p| h.reference_density * p.area());
    let formulas = h.formulas.law.iter().map(|p| p.usual);
    let devices = h.devices.law.iter().map(|d| d.usual);
    let all = pumps.chain(groups).chain(records).chain(pipes);
    let all = all.chain(formulas).chain(devices);
    all.fold(0.0, f64::max)
}

fn vessels(h: &Hydraulics, part: &[u32]) -> Vec<Option<u32>> {
    let open = open_parts(h, part);
    let mut vessel = vec![None; open.len()];
    for (i, fixed) in h.fixed.iter().enumerate() {
        let c = part[fixed.node.0 as usize] as usize;
        vessel[c] = (!open[c]).then_some(i as u32);
    }
    vessel
}
