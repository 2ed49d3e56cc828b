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
mod pipes;
#[cfg(test)]
mod tests;

use crate::kernels::transport::{Move, Outflow, Swept};
use crate::model::coolant::{Coolant, Element};
use crate::model::state::CoolantState;
use order::{Order, Visit, ends};
use pipes::Pipes;

/// Enthalpy by which a circle may fail to close before it is swept again [J/kg].
const CLOSED: f64 = 4e-3;
/// Most sweeps that close circles.
const SWEEPS: u32 = 24;

/// What a pass reads: the volumes, their contents when the step began, and the flows of this pass.
#[derive(Clone, Copy)]
pub struct Stream<'a> {
    /// The volumes.
    pub coolant: &'a Coolant,
    /// Their contents when the step began.
    pub state: &'a CoolantState,
    /// Mass flow of each link [kg/s], with that of all chains that it lumps.
    pub flow: &'a [f64],
}

/// What coolant passes on the link of a cell before it comes to it: from node `up`, the elements `first..end`.
#[derive(Clone, Copy, Debug, Default)]
struct Ahead {
    up: u32,
    first: u32,
    end: u32,
}

/// What a pipe makes of the enthalpy h that enters it: `out[0] + out[1]·h` leaves [J/kg], and
/// `loss[0] + loss[1]·h` goes to its surroundings \[W\].
#[derive(Clone, Copy, Debug, Default)]
struct Answer {
    out: [f64; 2],
    loss: [f64; 2],
}

impl Answer {
    #[inline(always)]
    fn outlet(&self, h: f64) -> f64 {
        self.out[0] + self.out[1] * h
    }

    #[inline(always)]
    fn lost(&self, h: f64) -> f64 {
        self.loss[0] + self.loss[1] * h
    }
}

/// A cell in a step, eq. (1).
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    /// Coolant it holds over the step's length [kg/s].
    rate: f64,
    /// What that brings along \[W\].
    content: f64,
    /// Its flow, for which the others are known [kg/s].
    flow: f64,
    /// One over what is mixed in it [s/kg], finite where next to nothing is.
    per_mixed: f64,
    /// Share of that which flows.
    through: f64,
}

/// What has flowed into a node so far, above the enthalpy of the first to arrive: nothing is rounded where
/// all arrive alike.
#[derive(Clone, Copy, Debug, Default)]
struct Inflow {
    mass: f64,
    heat: f64,
    base: f64,
}

impl Inflow {
    #[inline]
    fn take(&mut self, mass: f64, h: f64) {
        if self.mass == 0.0 {
            self.base = h;
        }
        self.mass += mass;
        self.heat += mass * (h - self.base);
    }
}

/// Working columns of heat transport; nothing is allocated after construction unless a flow turns round.
#[derive(Clone, Debug, Default)]
pub struct Transport {
    order: Order,
    last: Order,
    directions: Vec<i8>,
    /// How often flows turned round.
    pub turned: u32,
    ahead: Vec<Ahead>,
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
    pipes: Pipes,
    swept: Swept,
    moves: Vec<Move>,
    out: Vec<Outflow>,
    answers: Vec<Answer>,
    held: Vec<Held>,
    guess: Vec<[f64; 2]>,
    inflow: Vec<Inflow>,
    /// Heat of each node that the digits of its enthalpy cannot hold \[W\].
    excess: Vec<f64>,
    inv_dt: f64,
}

impl Transport {
    /// Columns for `coolant`.
    pub fn new(coolant: &Coolant) -> Self {
        let (links, pipes) = (coolant.links(), coolant.pipes.mass.len());
        let cells = coolant.cells.mass.len();
        Self {
            directions: vec![2; links],
            ahead: vec![Ahead::default(); cells],
            node: vec![0.0; coolant.nodes()],
            cell: vec![0.0; cells],
            entered: vec![0.0; links],
            left: vec![0.0; links],
            cell_heat: vec![0.0; cells],
            pipe_loss: vec![0.0; pipes],
            pipes: Pipes::new(coolant),
            moves: vec![Move::default(); pipes],
            out: vec![Outflow::default(); pipes],
            answers: vec![Answer::default(); pipes],
            held: vec![Held::default(); cells],
            inflow: vec![Inflow::default(); coolant.nodes()],
            excess: vec![0.0; coolant.nodes()],
            ..Self::default()
        }
    }

    /// Begins a step of `dt` \[s\], infinite for a steady state; pipes lose heat to `ambient`
    /// (hall air, outdoors) [°C] over the step.
    pub fn begin(&mut self, coolant: &Coolant, state: &CoolantState, dt: f64, ambient: [f64; 2]) {
        self.inv_dt = 1.0 / dt;
        self.node.copy_from_slice(&state.node);
        self.cell.copy_from_slice(&state.cell);
        self.excess.fill(0.0);
        self.pipes.begin(coolant, state, ambient);
        self.swept.fit(&state.rings);
        let cells = coolant.cells.mass.iter().zip(&state.cell);
        for (held, (mass, h)) in self.held.iter_mut().zip(cells) {
            let rate = mass * self.inv_dt;
            *held = Held {
                rate,
                content: rate * h,
                flow: f64::NAN,
                per_mixed: f64::NAN,
                through: f64::NAN,
            };
        }
        for step in &mut self.moves {
            step.mass = f64::NAN;
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
            self.turned += 1;
            self.inflow.fill(Inflow::default());
            self.order = Order::new(stream.coolant, stream.flow, stage_of_link, stages);
            let none = vec![None; stage_of_link.len()];
            self.last = Order::new(stream.coolant, stream.flow, &none, 1);
            for (d, m) in self.directions.iter_mut().zip(stream.flow) {
                *d = sign(*m);
            }
            self.look_ahead(stream);
        }
        self.ask_cells(stream);
        self.ask_pipes(stream);
        turned
    }

    fn ask_cells(&mut self, stream: Stream) {
        for (held, &link) in self.held.iter_mut().zip(&stream.coolant.cells.link) {
            let link = link as usize;
            let m = stream.coolant.share[link] * stream.flow[link].abs();
            if held.flow != m {
                let mixed = held.rate + m;
                (held.flow, held.through) = (m, if m > 0.0 { m / mixed } else { 0.0 });
                held.per_mixed = 1.0 / mixed.max(f64::MIN_POSITIVE);
            }
        }
    }

    fn look_ahead(&mut self, stream: Stream) {
        let coolant = stream.coolant;
        for (cell, ahead) in self.ahead.iter_mut().enumerate() {
            let link = coolant.cells.link[cell] as usize;
            let m = stream.flow[link];
            let this = Element::Cell(cell as u32);
            let chain = coolant.chain(link);
            let at = chain.iter().position(|e| *e == this).unwrap_or(0);
            let (first, end) = (
                coolant.first[link] as usize,
                coolant.first[link + 1] as usize,
            );
            let between = if m >= 0.0 {
                first..first + at
            } else {
                first + at + 1..end
            };
            *ahead = Ahead {
                up: ends(coolant, link, m).0 as u32,
                first: between.start as u32,
                end: between.end as u32,
            };
        }
    }

    /// Asks each pipe whose flow has changed in this step what it makes of what enters.
    fn ask_pipes(&mut self, stream: Stream) {
        let steady = self.inv_dt == 0.0;
        let dt = if steady { 1.0 } else { 1.0 / self.inv_dt };
        for (p, &link) in stream.coolant.pipes.link.iter().enumerate() {
            let m = stream.coolant.share[link as usize] * stream.flow[link as usize];
            let step = &mut self.moves[p];
            if step.mass == m.abs() * dt && step.forward == (m >= 0.0) {
                continue;
            }
            (step.mass, step.forward) = (m.abs() * dt, m >= 0.0);
            if steady && m == 0.0 {
                // Nobody visits a link in which nothing flows.
                self.pipe_loss[p] = 0.0;
            }
            self.answers[p] = if steady {
                let [base, slope] = self.pipes.steady_answer(stream.coolant, p, m);
                Answer {
                    out: [base, slope],
                    loss: [-m.abs() * base, m.abs() * (1.0 - slope)],
                }
            } else {
                step.coupling = self.pipes.coupling(stream.coolant, p, m, dt);
                step.spread = self.pipes.spread(stream.coolant, p, m, dt);
                let out = stream.state.rings.outflow(p, step, &mut self.swept);
                self.out[p] = out;
                self.pipe_loss[p] = out.given[0] * self.inv_dt;
                let [base, slope] = out.entered;
                Answer {
                    out: [out.stored + out.through * base, out.through * slope]
                        .map(|x| x / step.mass),
                    loss: out.given.map(|x| x * self.inv_dt),
                }
            };
        }
    }

    /// Links that a pass opens: they read their upstream node before it is mixed.
    pub fn opened(&self) -> &[u32] {
        &self.order.lagged
    }

    /// Visits what follows the evaluation of `stage`.
    pub fn follow(&mut self, stream: Stream, stage: usize) {
        let order = std::mem::take(&mut self.order);
        self.visit(stream, order.after(stage));
        self.order = order;
    }

    /// Visits everything with the heats as they stand, with the flow. Circles are opened at links that store
    /// heat and closed by `close`; [`Self::commit`] settles the round-off that remains.
    pub fn follow_all(&mut self, stream: Stream) {
        let last = std::mem::take(&mut self.last);
        self.visit(stream, last.all());
        if self.inv_dt > 0.0 {
            self.close(stream, &last);
        }
        self.last = last;
    }

    /// Sweeps until every circle returns what it was given. A sweep is linear in the enthalpies at which circles
    /// were opened, so Aitken's step meets the answer of one circle at once; several take a few.
    fn close(&mut self, stream: Stream, order: &Order) {
        let mut relax = 1.0;
        self.guess.clear();
        for sweep in 0..SWEEPS {
            let (mut worst, mut turn, mut along) = (0.0f64, 0.0, 0.0);
            for (k, &link) in order.lagged.iter().enumerate() {
                let up = ends(stream.coolant, link as usize, stream.flow[link as usize]).0;
                let read = self.entered[link as usize];
                let gap = self.node[up] - read;
                worst = worst.max(gap.abs());
                if sweep == 0 {
                    self.guess.push([read, gap]);
                } else {
                    let change = gap - self.guess[k][1];
                    turn += change * change;
                    along += self.guess[k][1] * change;
                    self.guess[k] = [read, gap];
                }
            }
            if worst <= CLOSED {
                return;
            }
            if turn > 0.0 {
                relax *= -along / turn;
            }
            for (k, &link) in order.lagged.iter().enumerate() {
                let up = ends(stream.coolant, link as usize, stream.flow[link as usize]).0;
                self.node[up] = self.guess[k][0] + relax * self.guess[k][1];
            }
            self.visit(stream, order.all());
        }
    }

    fn visit(&mut self, stream: Stream, visits: &[Visit]) {
        for visit in visits {
            match *visit {
                Visit::Link { link, up, down } => {
                    self.carry(stream, link as usize, up as usize, down as usize);
                }
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
        let Ahead { up, first, end } = self.ahead[cell];
        let mut h = self.node[up as usize];
        for element in directed(&stream.coolant.elements[first as usize..end as usize], m) {
            h = self.pass(element, h).0;
        }
        h
    }

    /// The link that misread its upstream node most in the last sweep of everything, and by how much [J/kg].
    pub fn misread(&self, stream: Stream) -> (u32, f64) {
        let gap = |link: &u32| {
            let link = *link as usize;
            let up = ends(stream.coolant, link, stream.flow[link]).0;
            (link as u32, (self.node[up] - self.entered[link]).abs())
        };
        let gaps = self.last.lagged.iter().map(gap);
        gaps.fold((0, 0.0), |most, it| if it.1 > most.1 { it } else { most })
    }

    /// Ends the step: what was carried becomes the new state, misread inflow is settled. What pipes hold along their length
    /// in a steady state is left to [`Self::fill_pipes`].
    pub fn commit(&mut self, coolant: &Coolant, state: &mut CoolantState, flow: &[f64]) {
        if self.inv_dt > 0.0 {
            self.settle_links(coolant, state, flow);
        }
        state.node.copy_from_slice(&self.node);
        state.cell.copy_from_slice(&self.cell);
        if self.inv_dt > 0.0 {
            for (node, mass) in coolant.node_mass.iter().enumerate() {
                if *mass > 0.0 {
                    state.node[node] += self.excess[node] / (mass * self.inv_dt);
                }
            }
            for k in 0..self.last.lagged.len() {
                let link = self.last.lagged[k] as usize;
                let up = ends(coolant, link, flow[link]).0;
                let m = coolant.share[link] * flow[link].abs();
                let heat = m * (self.node[up] - self.entered[link]) / self.inv_dt;
                settle(coolant, state, link, flow[link], heat);
            }
        }
    }

    #[inline]
    fn carry(&mut self, stream: Stream, link: usize, up: usize, down: usize) {
        let m = stream.flow[link];
        let mut h = self.node[up];
        self.entered[link] = h;
        for element in directed(stream.coolant.chain(link), m) {
            let (out, loss) = self.pass(element, h);
            match element {
                Element::Cell(c) => self.cell[c as usize] = out,
                Element::Pipe(p) => self.pipe_loss[p as usize] = loss,
            }
            h = out;
        }
        self.left[link] = h;
        self.inflow[down].take(m.abs(), h);
    }

    /// Outlet enthalpy of one element [J/kg] and a pipe's loss [W]: eqs. (1), (2).
    #[inline(always)]
    fn pass(&self, element: Element, h: f64) -> (f64, f64) {
        match element {
            Element::Cell(c) => {
                let c = c as usize;
                let held = &self.held[c];
                let kept = (held.content + self.cell_heat[c]) * held.per_mixed;
                (kept + held.through * h, 0.0)
            }
            Element::Pipe(p) => {
                let answer = &self.answers[p as usize];
                (answer.outlet(h), answer.lost(h))
            }
        }
    }

    #[inline]
    fn mix(&mut self, stream: Stream, node: usize) {
        let mass = stream.coolant.node_mass[node];
        let inflow = std::mem::take(&mut self.inflow[node]);
        if mass == 0.0 && inflow.heat == 0.0 {
            (self.node[node], self.excess[node]) = (inflow.base, 0.0);
            return;
        }
        let held = mass * self.inv_dt;
        let heat = inflow.heat + held * (stream.state.node[node] - inflow.base);
        let sum = held + inflow.mass;
        self.node[node] = inflow.base + heat / sum;
        self.excess[node] = heat - sum * (self.node[node] - inflow.base);
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

    /// Enthalpy at which the flow `m` [kg/s] of a link comes to its first element [J/kg].
    fn enters(&self, coolant: &Coolant, link: usize, m: f64) -> f64 {
        match m {
            0.0 => self.node[coolant.from[link] as usize],
            _ => self.entered[link],
        }
    }

    /// Fills every pipe as the steady flows of the last pass leave it.
    pub fn fill_pipes(&self, coolant: &Coolant, state: &mut CoolantState, flow: &[f64]) {
        for link in 0..coolant.links() {
            let m = coolant.share[link] * flow[link];
            let mut h = self.enters(coolant, link, m);
            for element in directed(coolant.chain(link), m) {
                match element {
                    Element::Cell(c) => h = self.cell[c as usize],
                    Element::Pipe(p) => {
                        let p = p as usize;
                        self.pipes.settle(coolant, state, p, m, h);
                        if m != 0.0 {
                            h = self.answers[p].outlet(h);
                        }
                    }
                }
            }
        }
    }

    /// Moves the contents of every link on by the flows and inlet enthalpies of the last pass.
    fn settle_links(&mut self, coolant: &Coolant, state: &mut CoolantState, flow: &[f64]) {
        for link in 0..coolant.links() {
            let m = coolant.share[link] * flow[link];
            if m == 0.0 {
                self.heat_stagnant(coolant, link);
            }
            let mut h = self.enters(coolant, link, m);
            for element in directed(coolant.chain(link), m) {
                match element {
                    Element::Cell(c) => h = self.cell[c as usize],
                    Element::Pipe(p) => {
                        let (p, step) = (p as usize, &self.moves[p as usize]);
                        let out = self.answers[p].outlet(h);
                        if step.mass < coolant.pipes.mass[p] {
                            state.rings.advance(p, step, h, &mut self.swept);
                        } else {
                            // Much passes and little stays: what stays takes the round-off of what passed.
                            let before = state.rings.content(p, h);
                            state.rings.advance(p, step, h, &mut self.swept);
                            let gone = step.mass * (out - h) + self.out[p].given(h);
                            let missing = before - gone - state.rings.content(p, h);
                            state.rings.deposit(p, missing, step.forward);
                        }
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
