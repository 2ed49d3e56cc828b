//! What valves have to be set to so that each branch has a given flow.
//!
//! Every valve to be set is opened and limited to its flow, the network is solved, and what the limit holds
//! beyond the open valve is what the valve has to take: no search, one solution. The settings found are then put
//! in and the network is solved again, which tells how closely they give the flows.
//!
//! # References
//! - Petitjean, *Total Hydronic Balancing* (1994), ch. 3: the index circuit stays open, what all valves hold in
//!   common is pump head that can be saved.

pub mod bores;

use super::operating::solve_alone;
use crate::model::hydraulic::{Hydraulics, Kind, LinkId, NetworkError};
use crate::physics::hydraulic::pump::Drive;
use crate::solver::network::{Flows, SolveError};

/// Share of a wanted flow that may be missing.
const REACHED: f64 = 1e-6;

/// A flow that a link is to have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// The valve.
    pub link: LinkId,
    /// Mass flow, positive from its start to its end [kg/s].
    pub flow: f64,
}

/// What one valve has to be set to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Branch {
    /// The valve.
    pub link: LinkId,
    /// Flow that was wanted [kg/s].
    pub wanted: f64,
    /// Flow with the settings found [kg/s].
    pub reached: f64,
    /// Pressure that the set valve takes \[Pa\].
    pub drop: f64,
    /// Pressure that it would take fully open at the same flow \[Pa\].
    pub open_drop: f64,
    /// Its resistance [Pa·s²/kg²].
    pub resistance: f64,
    /// Kv over Kvs [-]; of a control valve only.
    pub coefficient: Option<f64>,
    /// Opening [-]; of a control valve only.
    pub opening: Option<f64>,
}

impl Branch {
    /// Whether the wanted flow is not reached though the valve stands open, or because it leaks.
    pub fn misses(&self) -> bool {
        (self.reached - self.wanted).abs() > REACHED * self.wanted.abs()
    }
}

/// What a loop has left over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surplus {
    /// The valve that throttles least, or misses most: it stands on the index circuit.
    pub index: LinkId,
    /// Pressure that this valve takes beyond its open loss: pump head that can be saved \[Pa\].
    pub pressure: f64,
    /// The only pump of the loop, where it has one.
    pub pump: Option<LinkId>,
    /// Pressure that it gives \[Pa\].
    pub rise: f64,
    /// Speed at which it would give that less the surplus [-]; of a pump at given speed.
    pub speed: Option<f64>,
}

/// Settings of all valves.
#[derive(Clone, Debug)]
pub struct Balanced {
    /// The valves, in the order in which flows were wanted.
    pub branches: Vec<Branch>,
    /// Loops with such a valve.
    pub loops: Vec<Surplus>,
    /// Flows while every valve is a limit.
    pub flows: Flows,
}

/// Why there are no settings.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BalanceError {
    /// A valve or a flow cannot be.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// A valve has two flows.
    #[error("{element} is given two flows")]
    Twice {
        /// The valve.
        element: String,
    },
    /// The network has no solution.
    #[error(transparent)]
    Solve(#[from] SolveError),
    /// No standard pipe carries the flow within the rules.
    #[error(
        "{element}: no pipe up to DN 600 carries {flow:.1} kg/s within the rules; draw pipes in parallel"
    )]
    NoBore {
        /// The pipe.
        element: String,
        /// Its flow [kg/s].
        flow: f64,
    },
    /// The budget cannot be kept by wider pipes.
    #[error(
        "the circuit through {index} needs {needed:.1} kPa and is left {budget:.1} kPa: no wider pipe of it helps any more"
    )]
    Budget {
        /// The valve on the index circuit.
        index: String,
        /// Pump head that is needed \[kPa\].
        needed: f64,
        /// Pump head that is there \[kPa\].
        budget: f64,
    },
    /// Pipes by another formula have no diameter in the network.
    #[error("{element} is a {kind}: bores are chosen for Darcy-Weisbach pipes only")]
    Formula {
        /// The link.
        element: String,
        /// What it is.
        kind: &'static str,
    },
}

/// Settings that give each link in `wanted` its flow, solved to `accuracy`.
///
/// # Errors
/// All links that are no valves or have impossible flows, or a network without a solution.
pub fn balance(
    h: &Hydraulics,
    wanted: &[Wanted],
    accuracy: f64,
) -> Result<Balanced, Vec<BalanceError>> {
    let limited = limited(h, wanted)?;
    let flows = solve_alone(&limited, accuracy).map_err(|e| vec![e.into()])?;
    let flows = flows.flows;
    let branches = wanted.iter().map(|w| branch(h, &flows, w));
    let branches = branches.collect::<Result<Vec<_>, _>>();
    let mut branches = branches.map_err(|e| vec![e.into()])?;
    prove(h, &mut branches, accuracy).map_err(|e| vec![e])?;
    let loops = loops(h, &flows, &branches);
    Ok(Balanced {
        branches,
        loops,
        flows,
    })
}

/// The network with every valve opened and limited.
fn limited(h: &Hydraulics, wanted: &[Wanted]) -> Result<Hydraulics, Vec<BalanceError>> {
    let mut limited = h.clone();
    let mut faults: Vec<BalanceError> = Vec::new();
    for (i, w) in wanted.iter().enumerate() {
        if wanted[..i].iter().any(|other| other.link == w.link) {
            let element = h.link_name(w.link).to_owned();
            faults.push(BalanceError::Twice { element });
            continue;
        }
        let open = h.open_resistance(w.link);
        let limit = open.and_then(|open| limited.limit_flow(w.link, open, w.flow));
        faults.extend(limit.err().map(BalanceError::from));
    }
    if faults.is_empty() {
        Ok(limited)
    } else {
        Err(faults)
    }
}

/// The setting that takes what the limit holds.
fn branch(h: &Hydraulics, flows: &Flows, wanted: &Wanted) -> Result<Branch, NetworkError> {
    let l = wanted.link.0 as usize;
    let (flow, open) = (flows.mass[l], h.open_resistance(wanted.link)?);
    let drop = flows.drop[l].abs();
    let reaches = (flow - wanted.flow).abs() <= REACHED * wanted.flow.abs();
    let resistance = if reaches {
        (drop / (flow * flow)).max(open)
    } else {
        open
    };
    let (mut coefficient, mut opening) = (None, None);
    if h.kind[l] == Kind::Valve {
        let law = &h.valves.law[h.row[l] as usize];
        let ratio = (open / resistance).sqrt();
        coefficient = Some(ratio);
        opening = Some(law.opening(ratio));
    }
    Ok(Branch {
        link: wanted.link,
        wanted: wanted.flow,
        reached: flow,
        drop,
        open_drop: open * flow * flow,
        resistance,
        coefficient,
        opening,
    })
}

/// Solves with the settings in place of the limits and notes the flows that they give.
fn prove(h: &Hydraulics, branches: &mut [Branch], accuracy: f64) -> Result<(), BalanceError> {
    let mut set = h.clone();
    for b in branches.iter() {
        match b.opening {
            Some(opening) => set.set_opening(b.link, opening)?,
            None if h.kind[b.link.0 as usize] == Kind::FlowLimiter => {
                set.set_flow(b.link, b.wanted.max(0.0))?;
            }
            None => set.set_resistance(b.link, b.resistance)?,
        }
    }
    let point = solve_alone(&set, accuracy)?;
    for b in branches {
        b.reached = point.flows.flow(b.link);
    }
    Ok(())
}

/// What each loop with a valve to be set has left over.
fn loops(h: &Hydraulics, flows: &Flows, branches: &[Branch]) -> Vec<Surplus> {
    let part = h.parts();
    let of = |link: LinkId| part[h.from[link.0 as usize] as usize];
    let mut seen: Vec<u32> = Vec::new();
    let mut all = Vec::new();
    for b in branches {
        let here = of(b.link);
        if seen.contains(&here) {
            continue;
        }
        seen.push(here);
        let beyond = |b: &Branch| match b.misses() {
            true => (b.reached / b.wanted).min(1.0) - 1.0,
            false => (b.drop - b.open_drop).max(0.0),
        };
        let mine = branches.iter().filter(|b| of(b.link) == here);
        let index = mine.min_by(|a, b| beyond(a).total_cmp(&beyond(b)));
        let index = index.unwrap_or(b);
        let pumps = (0..h.links() as u32).map(LinkId);
        let pumps: Vec<LinkId> = pumps.filter(|l| of(*l) == here && h.lifts(*l)).collect();
        let pump = (pumps.len() == 1).then(|| pumps[0]);
        let rise = pump.map_or(0.0, |p| -flows.drop[p.0 as usize]);
        let pressure = beyond(index).max(0.0);
        all.push(Surplus {
            index: index.link,
            pressure,
            pump,
            rise,
            speed: pump.and_then(|p| speed(h, flows, p, rise - pressure)),
        });
    }
    all
}

/// Speed at which the pump `link` gives `rise` \[Pa\] at its flow.
fn speed(h: &Hydraulics, flows: &Flows, link: LinkId, rise: f64) -> Option<f64> {
    let l = link.0 as usize;
    if h.kind[l] != Kind::Pump {
        return None;
    }
    let row = h.row[l] as usize;
    let (law, Drive { speed, running }) = (&h.pumps.law[row], h.pumps.drive[row]);
    (running > 0.0).then(|| law.speed_for(flows.mass[l], h.density[l], rise, running, speed, 0.0))
}

#[cfg(test)]
mod tests;
