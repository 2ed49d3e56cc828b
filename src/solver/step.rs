//! One step of a hall: control → hydraulics → electrics → heat → ledger, iterated until nothing moves.
//!
//! Discrete choices (pads, modules of converters) are frozen when the step begins. A [pass](super::pass)
//! sweeps the power tree, sets the actuators from what the sensors read, solves the networks where anything
//! they depend on moved, and carries heat once along the flow. Passes repeat until no inlet at the end of a pass
//! differs by more than [`Tolerance::temperature`] from the one its equipment was evaluated with, and no power
//! told by more than [`Tolerance::power`] from the one swept; the balance of every element is exact after
//! any number of them.

use super::circle::{self, Circle};
use super::columns::Columns;
use super::electrics::account::PlaceHeat;
use super::electrics::{PowerEvent, PowerFlow};
use super::error::StepError;
use super::hall;
use super::ledger::Ledger;
use super::loops::Loops;
use super::missed::Missed;
use super::network::Flows;
use super::properties::Properties;
use super::round::Round;
use super::swing::Swing;
use super::transport::Transport;
use crate::model::Model;
use crate::model::Outdoor;
use crate::model::equipment::staged::Switched;
use crate::model::equipment::{self, Trip};
use crate::model::hydraulic::Hydraulics;
use crate::model::state::{Rotor, State};

/// When a step has converged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Largest difference of any inlet temperature from the one that its equipment was evaluated with \[K\].
    pub temperature: f64,
    /// Largest difference of the hall's air from that which its equipment was evaluated with \[K\].
    pub air: f64,
    /// Largest difference of electric power told from that swept, relative to the total.
    pub power: f64,
    /// Most passes.
    pub passes: u32,
    /// Whether racks that reach their shutdown temperature in the step are switched off in it; else it is refused, so
    /// that a shorter one can tell the moment. A steady state switches none off.
    pub trips: bool,
}

/// Tolerance of a transient step.
pub const TRANSIENT: Tolerance = Tolerance {
    temperature: 1e-6,
    air: 1e-6,
    power: 1e-9,
    passes: 20,
    trips: true,
};
/// Tolerance of a steady state, which has no storage to absorb what is left over: its loops are closed by `MISREAD`,
/// its air here.
pub const STEADY: Tolerance = Tolerance {
    temperature: 1e-7,
    air: 1e-8,
    power: 1e-10,
    passes: 1_000,
    trips: false,
};

/// Largest share of a change that is taken to come round within a step, and the passes after which none is.
const FORESEEN: (f64, u32) = (0.5, 8);
/// The same of a step that is [`LONG`].
const LONG_FORESEEN: (f64, u32) = (0.95, 24);
/// Length of a step from which its loops come round so often that circles are foreseen as in a steady state \[s\].
pub const LONG: f64 = 900.0;
/// Change of a node's enthalpy with which a steady state keeps density and viscosity [J/kg]: some 5 µK, by which the viscosity
/// of water changes by 1e-7.
const SAME_COOLANT: f64 = 0.02;
/// Most times that a steady state is sought again because modules were switched or differential pressures follow its flow: each
/// brings pressures nearer by a third or more.
const SOUGHT: u32 = 64;

/// What drives a step: means over its length.
#[derive(Clone, Copy, Debug)]
pub struct Drivers<'a> {
    /// Length of the step \[s\]; infinite for a steady state.
    pub dt: f64,
    /// Outdoor air.
    pub outdoor: Outdoor,
    /// Level of each workload profile.
    pub level: &'a [f64],
}

/// How a step went.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    /// Passes made.
    pub passes: u32,
    /// Hydraulic solves.
    pub solves: u32,
    /// Left by the last pass: of inlet temperatures \[K\].
    pub temperature: f64,
    /// Left by the last pass: of power, relative.
    pub power: f64,
}

/// Working columns that march a model; a step allocates nothing once they are warm.
#[derive(Clone, Debug)]
pub struct Stepper<'m> {
    pub(super) model: &'m Model,
    pub(super) plant: Hydraulics,
    pub(super) loops: Loops,
    pub(super) flows: Flows,
    pub(super) rotors: Vec<Rotor>,
    pub(super) transport: Transport,
    pub(super) electrics: PowerFlow,
    pub(super) swing: Swing,
    pub(super) places: PlaceHeat,
    pub(super) columns: Columns,
    pub(super) circle: Circle,
    /// Enthalpy at each node before a sweep that only looks whether circles close.
    pub(super) opened: Vec<f64>,
    pub(super) air: Circle,
    properties: Properties,
    pub(super) round: Round,
    /// Whether the flows are those of this step's coolant.
    pub(super) known: bool,
    pub(super) scratch: equipment::Scratch,
    pub(super) hall: hall::Air,
    pub(super) ambient: [f64; 2],
    pub(super) contents: Vec<f64>,
    pub(super) fed: Vec<f64>,
    pub(super) node_before: Vec<f64>,
    pub(super) cell_before: Vec<f64>,
    pub(super) stored: f64,
    pub(super) node_sides: Vec<[f64; 4]>,
    /// Racks that switched themselves off in the last step.
    pub(super) trips: Vec<Trip>,
    /// Starts and stops of machines before the steady state that is sought.
    switched_before: Vec<Switched>,
    /// Balances of everything.
    pub ledger: Ledger,
    /// Spoils one element, to prove that the ledger finds it.
    #[doc(hidden)]
    pub tamper: Option<super::audit::Tamper>,
}

/// What equipment may read, from the columns as they stand.
macro_rules! situation {
    ($self:ident, $state:ident, $drivers:ident) => {
        Situation {
            inv_dt: 1.0 / $drivers.dt,
            outdoor: &$drivers.outdoor,
            hall: $self.hall.now,
            air_gain: $self.hall.gain,
            inlet_h: &$self.columns.inlet_h,
            inlet_t: &$self.columns.inlet_t,
            cp: &$self.columns.cp,
            flow: &$self.columns.cell_flow,
            held_h: &$state.coolant.cell,
            mass: &$self.model.coolant.cells.mass,
            power: &$self.columns.power,
            loss: &$self.columns.loss,
            staged: &$self.columns.staged,
            clock: if $drivers.dt.is_finite() {
                $state.time_s + 0.5 * $drivers.dt
            } else {
                $state.time_s
            },
            stores: &$state.stores,
            response: &$state.memory.response,
            switched: &$state.switched,
            local: &$state.memory.local,
        }
    };
}
/// What a sweep reads, from the columns as they stand.
macro_rules! stream {
    ($self:ident, $state:ident) => {
        Stream {
            coolant: &$self.model.coolant,
            state: &$state.coolant,
            flow: &$self.columns.flow,
        }
    };
}
pub(super) use {situation, stream};

impl<'m> Stepper<'m> {
    /// Advances `state` by one step. After an error `state` is as it was, unless its ledger did not close.
    pub fn step(
        &mut self,
        state: &mut State,
        drivers: &Drivers,
        tolerance: Tolerance,
    ) -> Result<Report, StepError> {
        let report = self.advance(state, drivers, tolerance)?;
        if !drivers.dt.is_finite() {
            self.fill_pipes(state);
        }
        Ok(report)
    }

    /// Fills pipes along their length as the steady flows leave them.
    fn fill_pipes(&mut self, state: &mut State) {
        let flow = &self.columns.flow;
        self.transport
            .fill_pipes(&self.model.coolant, &mut state.coolant, flow);
        self.remember_contents(state);
    }

    /// [`Self::step`]; what pipes hold along their length is left as it was by a steady one.
    fn advance(
        &mut self,
        state: &mut State,
        drivers: &Drivers,
        tolerance: Tolerance,
    ) -> Result<Report, StepError> {
        self.trips.clear();
        self.scratch.racks.on.copy_from_slice(&state.on);
        let report = loop {
            let found = self.iterate(state, drivers, tolerance);
            if !self.trip(state, drivers, &tolerance, &found)? {
                break found?;
            }
        };
        self.commit(state, drivers)?;
        Ok(report)
    }

    /// Brings `state` to the steady state of `drivers`: discrete choices follow from powers and powers
    /// from choices, so the state is sought again until no module is switched any more and no differential pressure follows another
    /// flow than its own.
    ///
    /// # Errors
    /// As [`Self::step`], and [`StepError::Hunting`].
    pub fn settle(&mut self, state: &mut State, drivers: &Drivers) -> Result<Report, StepError> {
        let report = self.settle_hour(state, drivers)?;
        self.fill_pipes(state);
        Ok(report)
    }

    /// [`Self::settle`] of an hour from which no transient step goes on: what pipes hold along their length is left as it was.
    ///
    /// # Errors
    /// As [`Self::settle`].
    pub fn settle_hour(
        &mut self,
        state: &mut State,
        drivers: &Drivers,
    ) -> Result<Report, StepError> {
        self.switched_before.copy_from_slice(&state.switched);
        let found = self.seek(state, drivers);
        if found.is_err() {
            // What machines did before is not what a state did that is none.
            state.switched.copy_from_slice(&self.switched_before);
        }
        found
    }

    fn seek(&mut self, state: &mut State, drivers: &Drivers) -> Result<Report, StepError> {
        let mut report = self.advance(state, drivers, STEADY)?;
        let mut sought = 0;
        loop {
            let switched = self.electrics.stage(&self.model.power);
            let unmatched = self.unmatched(state);
            if !switched && unmatched.is_none() {
                return Ok(report);
            }
            if sought == SOUGHT {
                return Err(self.hunting(state, switched, sought));
            }
            report = self.again(state, drivers)?;
            sought += 1;
        }
    }

    /// Seeks the steady state again, as the only one that counts.
    fn again(&mut self, state: &mut State, drivers: &Drivers) -> Result<Report, StepError> {
        self.ledger.withdraw();
        // However often it is sought, its machines follow those of the hour before.
        state.switched.copy_from_slice(&self.switched_before);
        self.advance(state, drivers, STEADY)
    }

    fn iterate(
        &mut self,
        state: &State,
        drivers: &Drivers,
        tolerance: Tolerance,
    ) -> Result<Report, StepError> {
        let mut report = Report::default();
        report.solves += u32::from(self.begin(state, drivers)?);
        loop {
            report.passes += 1;
            report.solves += u32::from(self.pass(state, drivers)?);
            self.moved(state, &mut report);
            if !drivers.dt.is_finite() && self.only_told(&tolerance, &report) {
                self.sweep_told(state, drivers)?;
                self.moved(state, &mut report);
            }
            let missed = self.missed(state, drivers, &tolerance, &report);
            let still = missed.is_none();
            if drivers.dt.is_finite() {
                if still {
                    return Ok(report);
                }
                self.foresee();
            } else {
                if !still {
                    self.go_round();
                }
                let moved = self.properties_moved();
                if still && !moved {
                    self.end_round();
                    return Ok(report);
                }
                if moved {
                    self.columns.pumped.fill(f64::NAN);
                    self.known = false;
                    report.solves += u32::from(self.solve_quiet(state)?);
                }
            }
            if report.passes >= tolerance.passes {
                let missed = missed.unwrap_or(Missed::Coolant);
                return Err(self.unsettled(state, &tolerance, &report, missed));
            }
        }
    }

    /// Starts the next pass of a transient step where circles will lead.
    fn foresee(&mut self) {
        self.circle.advance(&mut self.transport.node);
        let mut air = [self.hall.now.t];
        self.air.advance(&mut air);
        let humidity_ratio = self.hall.now.humidity_ratio;
        self.hall.start_from(air[0], humidity_ratio);
    }

    /// Columns for `model`, as `state` left them.
    pub fn new(model: &'m Model, state: &State) -> Self {
        let memory = &state.memory;
        let mut transport = Transport::new(&model.coolant);
        transport.cell_heat.copy_from_slice(&memory.cell_heat);
        let mut plant = model.hydraulics.clone();
        plant.limiters.set.copy_from_slice(&memory.set);
        let flows = Flows {
            mass: memory.flow.clone(),
            potential: memory.potential.clone(),
            drop: memory.drop.clone(),
            solved: memory.solved,
        };
        let (electrics, columns) = (PowerFlow::new(&model.power), Columns::new(model, state));
        let mut stepper = Self {
            model,
            loops: Loops::new(&plant, &flows, &model.equipment.commanded()),
            plant,
            flows,
            rotors: memory.rotors.clone(),
            transport,
            swing: Swing::new(&electrics, columns.load.len()),
            electrics,
            places: PlaceHeat::new(&model.power),
            columns,
            opened: vec![0.0; model.coolant.nodes()],
            circle: Circle::new(&memory.share, circle::ENTHALPY),
            air: Circle::new(&[memory.air_share], circle::TEMPERATURE),
            properties: Properties::new(&model.coolant),
            round: Round::new(model.coolant.nodes(), model.equipment.told().collect()),
            known: false,
            scratch: model.equipment.scratch(&state.racks, &memory.chips),
            hall: hall::Air::new(state),
            ambient: [0.0; 2],
            contents: vec![0.0; model.coolant.links()],
            fed: vec![0.0; model.power.len()],
            node_before: vec![0.0; model.coolant.nodes()],
            cell_before: vec![0.0; model.coolant.cells.mass.len()],
            stored: 0.0,
            node_sides: vec![[0.0; 4]; model.coolant.nodes()],
            trips: Vec::new(),
            switched_before: state.switched.clone(),
            ledger: super::audit::accounts(model),
            tamper: None,
        };
        stepper.restore_power(state);
        stepper.remember_contents(state);
        stepper
    }

    /// Modules as they were, and the sweep they were left with.
    fn restore_power(&mut self, state: &State) {
        if state.memory.modules.len() == self.electrics.on.len() {
            self.electrics.on.copy_from_slice(&state.memory.modules);
            self.load_units();
            let warm = &state.memory.busways;
            self.electrics.warm(&self.model.power, warm);
            self.set_swing(&state.memory.deviation);
            // A state that was reached by a sweep can be swept again.
            let _ = self.sweep_power(&state.memory.level);
        }
    }

    pub(super) fn load_units(&mut self) {
        let c = &mut self.columns;
        for (unit, power) in self.model.equipment.units.iter().zip(&c.power) {
            if let Some(leaf) = unit.leaf {
                c.load[leaf as usize] = *power;
            }
        }
    }

    /// Freezes what a step keeps and takes the flows of all loops without commanded valves; returns whether
    /// any had to be solved.
    fn begin(&mut self, state: &State, drivers: &Drivers) -> Result<bool, StepError> {
        self.turn_rotors(state, drivers.dt);
        self.reset_pressures(state);
        self.set_local_loops(state, drivers.dt);
        self.hall.begin(state, drivers.dt);
        self.ambient = [state.hall.t, drivers.outdoor.dry_bulb];
        self.transport.begin(
            &self.model.coolant,
            &state.coolant,
            drivers.dt,
            self.ambient,
        );
        if drivers.dt.is_finite() {
            let (most, until) = if drivers.dt < LONG {
                FORESEEN
            } else {
                LONG_FORESEEN
            };
            self.circle.begin(&self.transport.node, most, until);
            self.air.begin(&[self.hall.now.t], most, until);
        } else {
            self.begin_round(drivers);
        }
        self.electrics.stage(&self.model.power);
        self.model.equipment.stage(
            &drivers.outdoor,
            &mut self.scratch,
            &mut self.columns.staged,
        );
        self.known = false;
        self.columns.pumped.fill(f64::NAN);
        self.take_properties();
        // What was sensed at the same enthalpy need not be sensed again, but in this step only.
        self.columns.inlet_h.fill(f64::NAN);
        self.solve_quiet(state)
    }

    fn take_properties(&mut self) {
        self.columns.turned_before = self.transport.turned;
        self.properties.take(
            &self.model.coolant,
            &self.transport.node,
            &self.columns.flow,
            self.plant.density.all_mut(),
            self.plant.viscosity.all_mut(),
        );
    }

    /// Takes density and viscosity anew where the coolant moved by more than `SAME_COOLANT` since they were taken; returns
    /// whether it did. A transient step keeps those that its coolant begins with, a steady state must agree with its own.
    fn properties_moved(&mut self) -> bool {
        let moved = self.properties.moved(&self.transport.node, SAME_COOLANT)
            || self.columns.turned_before != self.transport.turned;
        if moved {
            self.take_properties();
        }
        moved
    }

    pub(super) fn power_event(&self, state: &State, event: &PowerEvent) -> StepError {
        StepError::Power {
            time_s: state.time_s,
            text: event.message(&self.model.power),
        }
    }
}
