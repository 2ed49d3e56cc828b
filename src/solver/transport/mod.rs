//! Heat carried by coolant: one step of every pipe, cell and node, conservative to round-off.
//!
//! # Equations
//! With enthalpy h [J/kg] carried at mass flow ṁ and 1/Δt = 0 for a steady state,
//!
//! ```text
//! cell, node:  (m/Δt + Σṁ)·h = m/Δt·h_old + Σ ṁ·h_in + q                                  (1)
//! pipe:        ṁ·Δt·h_out = Σ stored parcels that leave + what passes through · h_in     (2)
//! ```
//!
//! A pass visits links and nodes with the flow ([`order`]). Where a link had to read its
//! upstream node early, the difference that remains after the last pass is put into the link's own
//! first volume at [`Transport::commit`]: it shifts a temperature by less than the pass tolerance
//! and leaves the energy balance exact.

pub mod order;

use crate::kernels::math;
use crate::model::coolant::{Coolant, Element, Surroundings};
use crate::model::state::CoolantState;
use order::{Order, Visit, ends};

/// What a pass reads: the volumes, their contents when the step began, and the flows of this pass.
#[derive(Clone, Copy)]
pub struct Stream<'a> {
    /// The volumes.
    pub coolant: &'a Coolant,
    /// Their contents when the step began.
    pub state: &'a CoolantState,
    /// Mass flow of each link [kg/s].
    pub flow: &'a [f64],
    /// Temperature of the hall's air and outdoors [°C].
    pub ambient: [f64; 2],
}

/// Working columns of heat transport; nothing is allocated after construction unless a flow turns round.
#[derive(Clone, Debug, Default)]
pub struct Transport {
    order: Order,
    last: Order,
    directions: Vec<i8>,
    /// Enthalpy at each node in this pass [J/kg].
    pub node: Vec<f64>,
    /// Enthalpy of each cell in this pass [J/kg].
    pub cell: Vec<f64>,
    /// Enthalpy that entered each link in this pass [J/kg].
    pub entered: Vec<f64>,
    /// Enthalpy that left each link in this pass [J/kg].
    pub left: Vec<f64>,
    /// Heat given to each cell by equipment \[W\].
    pub cell_heat: Vec<f64>,
    /// Heat lost by each pipe to its surroundings \[W\].
    pub pipe_loss: Vec<f64>,
    stored: Vec<f64>,
    through: Vec<f64>,
    inflow: Vec<[f64; 2]>,
    inv_dt: f64,
}

impl Transport {
    /// Columns for `coolant`.
    pub fn new(coolant: &Coolant) -> Self {
        let (links, pipes) = (coolant.links(), coolant.pipes.mass.len());
        let cells = coolant.cells.mass.len();
        Self {
            directions: vec![2; links],
            node: vec![0.0; coolant.nodes()],
            cell: vec![0.0; cells],
            entered: vec![0.0; links],
            left: vec![0.0; links],
            cell_heat: vec![0.0; cells],
            pipe_loss: vec![0.0; pipes],
            stored: vec![0.0; pipes],
            through: vec![0.0; pipes],
            inflow: vec![[0.0; 2]; coolant.nodes()],
            ..Self::default()
        }
    }

    /// Begins a step of `dt` \[s\], infinite for a steady state; pipes lose heat to `ambient`
    /// (hall air, outdoors) [°C] over the step.
    pub fn begin(
        &mut self,
        coolant: &Coolant,
        state: &mut CoolantState,
        dt: f64,
        ambient: [f64; 2],
    ) {
        self.inv_dt = 1.0 / dt;
        self.node.copy_from_slice(&state.node);
        self.cell.copy_from_slice(&state.cell);
        if self.inv_dt > 0.0 {
            for p in 0..coolant.pipes.mass.len() {
                let (target, rate) = relaxation(coolant, p, ambient);
                let share = 1.0 - math::exp(-rate * dt / coolant.pipes.mass[p]);
                self.pipe_loss[p] = state.rings.relax(p, target, share) / dt;
            }
        }
    }

    /// Takes the flows of this pass: directions, and what leaves each pipe. Returns whether a flow turned, so
    /// that stages followed before have to be followed again.
    pub fn take_flow(
        &mut self,
        stream: Stream,
        stage_of_link: &[Option<u8>],
        stages: usize,
    ) -> bool {
        let sign = |m: f64| if m == 0.0 { 0 } else { m.signum() as i8 };
        let turned = |(m, d): (&f64, &i8)| sign(*m) != *d;
        let turned = stream.flow.iter().zip(&self.directions).any(turned);
        if turned {
            self.inflow.fill([0.0; 2]);
            self.order = Order::new(stream.coolant, stream.flow, stage_of_link, stages);
            let none = vec![None; stage_of_link.len()];
            self.last = Order::new(stream.coolant, stream.flow, &none, 1);
            for (d, m) in self.directions.iter_mut().zip(stream.flow) {
                *d = sign(*m);
            }
        }
        if self.inv_dt > 0.0 {
            for (p, &link) in stream.coolant.pipes.link.iter().enumerate() {
                let m = stream.flow[link as usize];
                let out = stream
                    .state
                    .rings
                    .outflow(p, m.abs() / self.inv_dt, m >= 0.0);
                self.stored[p] = out.stored;
                self.through[p] = out.through;
            }
        }
        turned
    }

    /// Visits what follows the evaluation of `stage`.
    pub fn follow(&mut self, stream: Stream, stage: usize) {
        let order = std::mem::take(&mut self.order);
        self.visit(stream, order.after(stage));
        self.order = order;
    }

    /// Visits everything once with the heats as they stand, with the flow; circles are opened at links that
    /// store heat, where [`Self::commit`] settles what was misread.
    pub fn follow_all(&mut self, stream: Stream) {
        let last = std::mem::take(&mut self.last);
        self.visit(stream, last.all());
        self.last = last;
    }

    fn visit(&mut self, stream: Stream, visits: &[Visit]) {
        for visit in visits {
            match *visit {
                Visit::Link(link) => self.carry(stream, link as usize),
                Visit::Node(node) => self.mix(stream, node as usize),
            }
        }
    }

    /// Enthalpy at the inlet of `cell` [J/kg]; what the cell holds where nothing flows.
    pub fn inlet(&self, stream: Stream, cell: usize) -> f64 {
        let link = stream.coolant.cells.link[cell] as usize;
        let m = stream.flow[link];
        if m == 0.0 {
            return self.cell[cell];
        }
        let mut h = self.node[ends(stream.coolant, link, m).0];
        for element in directed(stream.coolant.chain(link), m) {
            if element == Element::Cell(cell as u32) {
                break;
            }
            h = self.pass(stream, m.abs(), element, h).0;
        }
        h
    }

    /// Largest enthalpy by which a link misread its upstream node in the last sweep of everything [J/kg].
    pub fn misread(&self, stream: Stream) -> f64 {
        let gap = |link: &u32| {
            let link = *link as usize;
            let up = ends(stream.coolant, link, stream.flow[link]).0;
            (self.node[up] - self.entered[link]).abs()
        };
        self.last.lagged.iter().map(gap).fold(0.0, f64::max)
    }

    /// Ends the step: what was carried becomes the new state, misread inflow is settled.
    pub fn commit(&mut self, coolant: &Coolant, state: &mut CoolantState, flow: &[f64]) {
        if self.inv_dt > 0.0 {
            self.settle_pipes(coolant, state, flow);
        }
        state.node.copy_from_slice(&self.node);
        state.cell.copy_from_slice(&self.cell);
        if self.inv_dt > 0.0 {
            for k in 0..self.last.lagged.len() {
                let link = self.last.lagged[k] as usize;
                let up = ends(coolant, link, flow[link]).0;
                let heat = flow[link].abs() * (self.node[up] - self.entered[link]) / self.inv_dt;
                settle(coolant, state, link, flow[link], heat);
            }
        } else {
            for (p, &link) in coolant.pipes.link.iter().enumerate() {
                state
                    .rings
                    .fill(p, self.node[coolant.from[link as usize] as usize]);
            }
        }
    }

    fn carry(&mut self, stream: Stream, link: usize) {
        let m = stream.flow[link];
        let (up, down) = ends(stream.coolant, link, m);
        let mut h = self.node[up];
        self.entered[link] = h;
        for element in directed(stream.coolant.chain(link), m) {
            let (out, loss) = self.pass(stream, m.abs(), element, h);
            match element {
                Element::Cell(c) => self.cell[c as usize] = out,
                Element::Pipe(p) if self.inv_dt == 0.0 => self.pipe_loss[p as usize] = loss,
                Element::Pipe(_) => {}
            }
            h = out;
        }
        self.left[link] = h;
        self.inflow[down][0] += m.abs();
        self.inflow[down][1] += m.abs() * h;
    }

    /// Outlet enthalpy of one element [J/kg] and, in a steady state, a pipe's loss [W]: eqs. (1), (2).
    #[inline]
    fn pass(&self, stream: Stream, m: f64, element: Element, h: f64) -> (f64, f64) {
        match element {
            Element::Cell(c) => {
                let c = c as usize;
                let held = stream.coolant.cells.mass[c] * self.inv_dt;
                let carried = held * stream.state.cell[c] + m * h + self.cell_heat[c];
                (carried / (held + m), 0.0)
            }
            Element::Pipe(p) if self.inv_dt == 0.0 => {
                let (target, rate) = relaxation(stream.coolant, p as usize, stream.ambient);
                let out = target + (h - target) * math::exp(-rate / m);
                (out, m * (h - out))
            }
            Element::Pipe(p) => {
                let p = p as usize;
                (
                    (self.stored[p] + self.through[p] * h) / (m / self.inv_dt),
                    0.0,
                )
            }
        }
    }

    fn mix(&mut self, stream: Stream, node: usize) {
        let held = stream.coolant.node_mass[node] * self.inv_dt;
        let [mass, heat] = std::mem::take(&mut self.inflow[node]);
        self.node[node] = (held * stream.state.node[node] + heat) / (held + mass);
    }

    /// Cells in which nothing flows keep what equipment gives them.
    fn heat_stagnant(&mut self, coolant: &Coolant, link: usize) {
        for element in coolant.chain(link) {
            if let Element::Cell(c) = *element {
                let c = c as usize;
                if coolant.cells.mass[c] > 0.0 {
                    self.cell[c] += self.cell_heat[c] / (coolant.cells.mass[c] * self.inv_dt);
                }
            }
        }
    }

    fn settle_pipes(&mut self, coolant: &Coolant, state: &mut CoolantState, flow: &[f64]) {
        for link in 0..coolant.links() {
            let m = flow[link];
            if m == 0.0 {
                self.heat_stagnant(coolant, link);
                continue;
            }
            let mut h = self.entered[link];
            for element in directed(coolant.chain(link), m) {
                match element {
                    Element::Cell(c) => h = self.cell[c as usize],
                    Element::Pipe(p) => {
                        let p = p as usize;
                        let mass = m.abs() / self.inv_dt;
                        let out = (self.stored[p] + self.through[p] * h) / mass;
                        state.rings.advance(p, mass, h, m >= 0.0);
                        h = out;
                    }
                }
            }
        }
    }
}

/// Puts misread inflow `heat` [J] into the first volume of a link.
fn settle(coolant: &Coolant, state: &mut CoolantState, link: usize, flow: f64, heat: f64) {
    for element in directed(coolant.chain(link), flow) {
        match element {
            Element::Cell(c) if coolant.cells.mass[c as usize] > 0.0 => {
                state.cell[c as usize] += heat / coolant.cells.mass[c as usize];
                return;
            }
            Element::Pipe(p) => {
                state.rings.deposit(p as usize, heat, flow >= 0.0);
                return;
            }
            Element::Cell(_) => {}
        }
    }
}

/// A chain in the direction of the flow.
fn directed(chain: &[Element], flow: f64) -> impl Iterator<Item = Element> + '_ {
    let n = chain.len();
    (0..n).map(move |k| chain[if flow >= 0.0 { k } else { n - 1 - k }])
}

/// Enthalpy of the surroundings in a pipe's liquid [J/kg] and the rate at which it is approached [kg/s].
fn relaxation(coolant: &Coolant, pipe: usize, ambient: [f64; 2]) -> (f64, f64) {
    let fluid = coolant.fluid_of_link(coolant.pipes.link[pipe] as usize);
    let t = match coolant.pipes.surroundings[pipe] {
        Surroundings::Hall => ambient[0],
        Surroundings::Outdoors => ambient[1],
    };
    let [low, high] = fluid.range();
    let t = t.clamp(low, high);
    (
        fluid.enthalpy(t),
        coolant.pipes.conductance[pipe] / fluid.specific_heat(t),
    )
}
