//! How a run begins: from the steady state of the load of its first minute, and where there is none, from that of the hall
//! with the fewest racks switched off that has one.
//!
//! Racks are switched off in the order of how far their chips would stand above their shutdown temperature if they were
//! throttled as far as they can and had coolant at the set point of their loop,
//!
//! ```text
//! T = T_set + f·P·l/K·(1/G₁ + 1/G₂ + K/(ṁ·c_p))                                             (1)
//! ```
//!
//! with the load P, its share l in coolant, K segments and the throttled share f; conductances as in
//! [`rack`](crate::physics::thermal::rack). Those above it must be off; of the others as many as heat rejection asks for.

use super::StudyError;
use super::events::event;
use super::operating::{START, settled_without};
use crate::model::Model;
use crate::model::state::State;
use crate::results::{Event, EventKind};
use crate::solver::StepError;

/// Excess from which a figure for the chips says nothing but that they have no coolant \[K\].
const DRY: f64 = 500.0;

/// A state to begin with.
pub(super) struct Start {
    /// Steady.
    pub state: State,
    /// Level of each workload.
    pub level: Vec<f64>,
    /// What had to be switched off.
    pub events: Vec<Event>,
}

/// A rack and what its chips would do at eq. (1).
#[derive(Clone, Copy, Debug)]
struct Load {
    rack: usize,
    /// Power asked for \[W\].
    asked: f64,
    /// Share to which it is throttled at most.
    throttled: f64,
    /// Coolant that it gets [kg/s].
    flow: f64,
    /// Set point of its coolant and chips at eq. (1) [°C].
    coolant: f64,
    chips: f64,
    /// Temperature at which it switches itself off [°C].
    shutdown: f64,
}

impl Load {
    fn excess(&self) -> f64 {
        self.chips - self.shutdown
    }
}

/// The start of a run at `start` \[s\] in the weather of `base`, with the schedule's model of that moment, `staged`.
///
/// # Errors
/// No steady state even with all racks off.
pub(super) fn start(base: &Model, staged: &Model, start: f64) -> Result<Start, StudyError> {
    let level: Vec<f64> = base.profiles.iter().map(|p| p.mean(start, START)).collect();
    let found = settled_without(base, staged, start, &level, &[]);
    let why = match found {
        Ok((_, state)) => return Ok(begun(state, level, Vec::new())),
        Err(StudyError::Step(why)) if may_shed(&why) => why,
        Err(error) => return Err(error),
    };
    let all: Vec<usize> = (0..staged.equipment.racks.len()).collect();
    let Ok((_, idle)) = settled_without(base, staged, start, &level, &all) else {
        return Err(why.into());
    };
    let loads = loads(staged, &idle, &level);
    if loads.is_empty() {
        return Err(why.into());
    }
    let attempt = |n: usize| {
        let off: Vec<usize> = loads[..n].iter().map(|l| l.rack).collect();
        settled_without(base, staged, start, &level, &off).map(|(_, state)| state)
    };
    let (state, n) = fewest(attempt, &loads, idle);
    let events = loads[..n].iter().map(|load| told(staged, load, &why));
    let events = events.collect();
    Ok(begun(state, level, events))
}

fn begun(mut state: State, level: Vec<f64>, events: Vec<Event>) -> Start {
    state.step = 0;
    Start {
        state,
        level,
        events,
    }
}

/// Whether heat stands in the way of a steady state.
fn may_shed(error: &StepError) -> bool {
    use StepError::{Coupling, Overloaded, Runaway, Starved};
    matches!(
        error,
        Coupling { .. } | Overloaded { .. } | Runaway { .. } | Starved { .. }
    )
}

/// The state with the fewest of `loads`, first come first off, that `attempt` finds, and their number; `idle` is that
/// with all of them off.
fn fewest(
    attempt: impl Fn(usize) -> Result<State, StudyError>,
    loads: &[Load],
    idle: State,
) -> (State, usize) {
    let hot = loads.iter().filter(|l| l.excess() >= 0.0).count().max(1);
    let (mut too_few, mut best) = (hot.min(loads.len()) - 1, (idle, loads.len()));
    let mut next = too_few + 1;
    while next < best.1 {
        match attempt(next) {
            Ok(state) => best = (state, next),
            Err(_) => too_few = next,
        }
        next = too_few + (best.1 - too_few) / 2;
        if next <= too_few {
            break;
        }
    }
    best
}

/// What each rack asks for and would come to, the worst first.
fn loads(model: &Model, idle: &State, level: &[f64]) -> Vec<Load> {
    let racks = &model.equipment.racks;
    let mut all: Vec<Load> = (0..racks.len())
        .map(|i| load(model, idle, level, i))
        .filter(|load| load.asked > 0.0)
        .collect();
    all.sort_by(|a, b| {
        let worse = b.excess().total_cmp(&a.excess());
        worse.then(b.asked.total_cmp(&a.asked))
    });
    all
}

fn load(model: &Model, idle: &State, level: &[f64], i: usize) -> Load {
    let racks = &model.equipment.racks;
    let (law, demand) = (racks.chip.law(i), racks.demand[i]);
    let cell = racks.cell[i] as usize;
    let link = model.coolant.cells.link[cell] as usize;
    let coolant = model.start_t[model.coolant.from[link] as usize];
    let flow = idle.memory.flow[link].abs();
    let cp = model.coolant.fluid_of_cell(cell).specific_heat(coolant);
    let asked = (demand.base + demand.slope * level[demand.profile as usize]).max(0.0);
    let throttled = if law.slope > 0.0 { law.floor } else { 1.0 };
    let heat = throttled * asked * racks.liquid[i] / racks.bank.segments as f64;
    Load {
        rack: i,
        asked,
        throttled,
        flow,
        coolant,
        chips: coolant + heat * racks.resistance(i, flow, cp),
        shutdown: racks.shutdown[i],
    }
}

/// A rack that is off from the start.
fn told(model: &Model, load: &Load, why: &StepError) -> Event {
    let name = &model.equipment.units[model.equipment.racks.first + load.rack].name;
    let reason = if load.excess() >= DRY {
        format!(
            "its {:.1} kW meet {:.4} kg/s of coolant at {:.1} degC, far too little",
            load.asked / 1e3,
            load.flow,
            load.coolant
        )
    } else if load.excess() >= 0.0 {
        let throttled = match load.throttled < 1.0 {
            true => format!(" throttled to {:.0} %,", 100.0 * load.throttled),
            false => String::new(),
        };
        format!(
            "its {:.1} kW would bring its chips to {:.1} degC,{throttled} with {:.3} kg/s of coolant at {:.1} degC: {:.1} K above the \
             {:.1} degC at which its protection switches it off",
            load.asked / 1e3,
            load.chips,
            load.flow,
            load.coolant,
            load.excess(),
            load.shutdown
        )
    } else {
        match why {
            StepError::Overloaded { unit, .. } => format!(
                "it asks for {:.1} kW, more than heat rejection carries: {unit} stands at its limit",
                load.asked / 1e3
            ),
            StepError::Runaway { rack, gain, .. } if rack == name => format!(
                "its chips run away thermally (one kelvin more makes them draw as much more as warms them by {gain:.2} K)"
            ),
            _ => format!("nothing settles while it draws {:.1} kW", load.asked / 1e3),
        }
    };
    let text = format!("there is no steady state with it on: {reason}; it is off from the start");
    event(0.0, name, EventKind::Violation, &text)
}
