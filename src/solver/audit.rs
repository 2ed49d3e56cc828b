//! Audit of a step: every element's two sides, read where each side keeps its own figures.

use super::error::StepError;
use super::hall;
use super::ledger::{LAST_BITS, Ledger};
use super::step::{Drivers, Stepper};
use super::transport::{Transport, order::ends};
use crate::model::Model;
use crate::model::coolant::{Element, Surroundings};
use crate::model::state::State;

/// Enthalpy from which the throughput of coolant is counted [J/kg]: water some 20 K below freezing, colder
/// than any loop, so that throughput does not vanish where a loop happens to be at 0 °C.
const DATUM: f64 = -84_000.0;

/// Account of the water in the hall's air.
pub const HALL_MOISTURE: &str = "hall moisture";

/// A flux that is spoiled on purpose, to show that the ledger names the element that lost it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tamper {
    /// A link passes on less heat than it took: (link, share lost).
    Heat(usize, f64),
    /// A link carries less coolant than the hydraulics gave it: (link, share lost).
    Mass(usize, f64),
    /// Less of the heat and vapour that a unit gives to the hall's air arrives there: (unit, share lost).
    Air(usize, f64),
    /// A node of the power tree loses less than its law says, on the books of the place that takes the loss up: (row,
    /// share lost).
    Loss(usize, f64),
    /// A node of the power tree takes in less than it gives and loses: (row, share lost).
    Current(usize, f64),
}

impl Tamper {
    pub(super) fn spoil_heat(&self, transport: &mut Transport) {
        if let Self::Heat(link, share) = *self {
            transport.left[link] -= share * (transport.left[link] - transport.entered[link]);
        }
    }

    pub(super) fn spoil_mass(&self, flow: &mut [f64]) {
        if let Self::Mass(link, share) = *self {
            flow[link] *= 1.0 - share;
        }
    }

    /// Share of what a unit gives to the hall's air that arrives there.
    pub(super) fn left_of_air(&self, of: usize) -> f64 {
        match *self {
            Self::Air(unit, share) if unit == of => 1.0 - share,
            _ => 1.0,
        }
    }

    pub(super) fn spoil_loss(&self, loss: &mut [f64]) {
        if let Self::Loss(row, share) = *self {
            loss[row] *= 1.0 - share;
        }
    }

    pub(super) fn spoil_current(&self, input: &mut [f64]) {
        if let Self::Current(row, share) = *self {
            input[row] *= 1.0 - share;
        }
    }
}

/// Accounts of `model` in the order in which a step is audited: links, nodes, units, power nodes, hall air, its moisture, the
/// whole.
pub fn accounts(model: &Model) -> Ledger {
    let mut ledger = Ledger::default();
    for name in model.link_names.iter().chain(&model.node_names) {
        ledger.open(name.clone());
    }
    for unit in &model.equipment.units {
        ledger.open(unit.name.clone());
    }
    for name in &model.power.names {
        ledger.open(format!("power node {name}"));
    }
    ledger.open("hall air");
    ledger.open(HALL_MOISTURE);
    ledger.open("meter to sky");
    ledger
}

impl Stepper<'_> {
    /// Account of the first unit; units follow in their order.
    pub fn account_of_units(&self) -> usize {
        self.model.coolant.links() + self.model.coolant.nodes()
    }

    /// Heat of a step to the sky but for what units give there themselves \[W\]: losses outdoors, pipes
    /// outdoors, air exchange.
    pub fn other_heat_outdoors(&self) -> f64 {
        let pipes = self.pipe_loss_to(Surroundings::Outdoors);
        self.places.outdoors + pipes + self.hall.carried[0]
    }

    pub(super) fn remember_contents(&mut self, state: &State) {
        for link in 0..self.contents.len() {
            self.contents[link] = state.coolant.content(&self.model.coolant, link);
        }
    }

    /// Enters every element's two sides and refuses a step that does not balance.
    pub(super) fn audit(&mut self, state: &State, drivers: &Drivers) -> Result<(), StepError> {
        // A steady state has no length; its balances are those of one second.
        let (dt, steady) = if drivers.dt.is_finite() {
            (drivers.dt, false)
        } else {
            (1.0, true)
        };
        self.ledger.begin();
        let mut stored = self.audit_links(state, dt, steady);
        stored += self.audit_nodes(dt, steady);
        stored += self.audit_units(dt);
        self.audit_power(dt);
        let air =
            self.account_of_units() + self.model.equipment.units.len() + self.model.power.len();
        stored += self.audit_air(air, state, drivers, dt);
        self.stored = stored;
        let [meter, outdoors] = self.meter_and_sky();
        self.ledger
            .enter(air + 2, meter * dt, outdoors * dt, stored);
        self.ledger.end(state.time_s)?;
        Ok(())
    }

    /// Heat and water of the hall's air: what units say they gave and what the exchange with outdoors took, computed anew,
    /// against the change of what the air holds \[J\], which is returned.
    fn audit_air(&mut self, account: usize, state: &State, drivers: &Drivers, dt: f64) -> f64 {
        let carried = self.exchanged(state, drivers);
        let [mut gained, mut given] = self.given_to_air();
        gained += (-carried).max(0.0);
        given += carried.max(0.0);
        let change = hall::content(state)[0] - self.hall.held[0];
        let stored = if drivers.dt.is_finite() { change } else { 0.0 };
        let sides = [gained * dt, given * dt, stored];
        self.ledger.enter_held(account, sides, self.hall.held[0]);
        let m = self.hall.moisture;
        let came = m.infiltration + m.makeup + m.humidified + (-m.condensed).max(0.0);
        let went = m.exhaust + m.dried + m.condensed.max(0.0);
        self.ledger
            .check(account + 1, came * dt, went * dt, m.stored * dt);
        stored
    }

    /// What entered at the meter and what left to the sky or to others \[W\].
    pub(super) fn meter_and_sky(&self) -> [f64; 2] {
        let sources = self.model.power.sources.iter();
        let meter = sources.map(|r| self.electrics.input[*r as usize]).sum();
        let outdoors = self.sum_of_units(|b| b.outdoors + b.reused);
        [meter, outdoors + self.other_heat_outdoors()]
    }

    /// What entered the hall's air and what left it [W], each the sum of all that went that way.
    pub(super) fn air_sides(&self) -> [f64; 2] {
        let [gained, given] = self.given_to_air();
        let carried = self.hall.carried[0];
        [gained + (-carried).max(0.0), given + carried.max(0.0)]
    }

    /// The same without the exchange with outdoors.
    fn given_to_air(&self) -> [f64; 2] {
        let units = self.model.equipment.units.iter().zip(&self.columns.balance);
        let units = units.map(|(unit, b)| unit.copies * b.air);
        let others = [self.places.hall_air, self.pipe_loss_to_hall()];
        let (mut gained, mut given) = (0.0, 0.0);
        for heat in units.chain(others) {
            gained += heat.max(0.0);
            given -= heat.min(0.0);
        }
        [gained, given]
    }

    fn audit_links(&mut self, state: &State, dt: f64, steady: bool) -> f64 {
        let coolant = &self.model.coolant;
        let (mut total, t) = (0.0, &self.transport);
        for link in 0..coolant.links() {
            let (carried, given) = (self.columns.flow[link], self.flows.mass[link]);
            self.ledger.check(link, given, carried, 0.0);
            let before = self.contents[link];
            if !steady {
                self.contents[link] = state.coolant.content(coolant, link);
            }
            let stored = self.contents[link] - before;
            let (mut heat, mut loss) = (0.0, 0.0);
            // The content of a pipe is a sum over its parcels, whose round-off grows with their number.
            let mut parcels = 0;
            for element in coolant.chain(link) {
                match *element {
                    Element::Cell(c) => heat += t.cell_heat[c as usize],
                    Element::Pipe(p) => {
                        loss += t.pipe_loss[p as usize];
                        parcels = parcels.max(coolant.pipes.parcels[p as usize]);
                    }
                }
            }
            let m = coolant.share[link] * carried.abs();
            let entered = m * (t.node[ends(coolant, link, carried).0] - DATUM) + heat;
            let left = m * (t.left[link] - DATUM) + loss;
            let sides = [entered * dt, left * dt, stored];
            let rounded = self.contents[link] * (0.25 * f64::from(parcels)).max(1.0);
            self.ledger.enter_held(link, sides, rounded);
            total += coolant.copies[link] * stored;
        }
        total
    }

    fn audit_nodes(&mut self, dt: f64, steady: bool) -> f64 {
        let coolant = &self.model.coolant;
        let (links, t) = (coolant.links(), &self.transport);
        self.node_sides.fill([0.0; 4]);
        for link in 0..links {
            let flow = self.columns.flow[link];
            let (up, down) = ends(coolant, link, flow);
            let sides = &mut self.node_sides[down];
            sides[0] += flow.abs();
            sides[1] += flow.abs() * (t.left[link] - DATUM);
            let sides = &mut self.node_sides[up];
            sides[2] += flow.abs();
            sides[3] += flow.abs() * (t.node[up] - DATUM);
        }
        let mut total = 0.0;
        for node in 0..coolant.nodes() {
            let share = coolant.node_share[node];
            let [m_in, h_in, m_out, h_out] = self.node_sides[node].map(|side| share * side);
            let mass = share * coolant.node_mass[node];
            let change = mass * (t.node[node] - self.node_before[node]);
            let stored = if steady { 0.0 } else { change };
            self.ledger.check(links + node, m_in, m_out, 0.0);
            self.ledger
                .enter(links + node, h_in * dt, h_out * dt, stored);
            total += coolant.node_copies[node] * stored;
        }
        total
    }

    fn audit_units(&mut self, dt: f64) -> f64 {
        let first = self.account_of_units();
        let c = &self.columns;
        let mut total = 0.0;
        for (i, unit) in self.model.equipment.units.iter().enumerate() {
            let balance = &c.balance[i];
            let coolant: f64 = unit
                .cells
                .iter()
                .map(|cell| self.transport.cell_heat[*cell as usize])
                .sum();
            let room = if unit.family == "room" {
                c.reading.room_loss
            } else {
                0.0
            };
            let entered = c.power[i] + c.loss[i] + room;
            let left = coolant + balance.air + balance.outdoors + balance.reused;
            let sides = [entered * dt, left * dt, balance.stored * dt];
            let equipment = &self.model.equipment;
            let racks = &equipment.racks;
            // What a rack or a store stores is a sum of differences of its contents, whose round-off grows with their number.
            let held = match i.checked_sub(racks.first) {
                Some(rack) if rack < racks.len() => {
                    racks.bank.segments as f64 * racks.content(&self.scratch.racks, rack)
                }
                _ => equipment.stores.content(&self.scratch.stores, i),
            };
            // Heat that passes from coolant to air or sky stands on one side and cancels, but it passes.
            let through = (LAST_BITS * held).max(coolant.abs() * dt);
            self.ledger.enter_through(first + i, sides, through);
            total += unit.copies * balance.stored * dt;
        }
        total
    }

    /// The power node at which what it took in, what those that it feeds took, and what its law loses agree least: none
    /// of these is taken from another of them.
    fn audit_power(&mut self, dt: f64) {
        let first = self.account_of_units() + self.model.equipment.units.len();
        let found = self.audit_flow();
        let flow = &self.electrics;
        let entered = flow.input[found.row].abs().max(1.0);
        let left = entered * (1.0 - found.residual);
        self.ledger
            .check(first + found.row, entered * dt, left * dt, 0.0);
    }
}
