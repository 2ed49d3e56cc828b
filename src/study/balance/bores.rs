//! Bores of all pipes by velocity and pressure gradient, widened along the index circuit until the pump head
//! suffices.
//!
//! Where a budget is left by the rules alone the pipes are as small as they allow. Otherwise the pipe of the
//! index circuit whose next size saves most pressure for its metal is taken one size wider, and the network is
//! balanced again, until the head suffices.

use super::super::index_circuit::{Solved, is_control};
use super::{BalanceError, Balanced, Wanted, balance};
use crate::model::hydraulic::{Hydraulics, Kind, LinkId};
use crate::physics::hydraulic::bore::{Rules, STANDARD, Stream, smallest};

/// Most times that all pipes are sized for the flows of the last sizes.
const ROUNDS: u32 = 20;
/// Flow below which a pipe stands still, as a share of the largest.
const STILL: f64 = 1e-9;

/// The bore of one pipe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sized {
    /// The pipe.
    pub link: LinkId,
    /// Mass flow [kg/s].
    pub flow: f64,
    /// Bore that was drawn \[m\].
    pub drawn: f64,
    /// Nominal size chosen, DN \[mm\].
    pub nominal: u32,
    /// Its bore \[m\].
    pub bore: f64,
    /// Velocity in it [m/s].
    pub speed: f64,
    /// Pressure gradient in it [Pa/m].
    pub gradient: f64,
    /// Whether it is wider than the rules ask, because of the head.
    pub widened: bool,
}

/// Bores and the settings that go with them.
#[derive(Clone, Debug)]
pub struct Sizes {
    /// All pipes that coolant flows through.
    pub pipes: Vec<Sized>,
    /// Settings of the valves with these pipes.
    pub balanced: Balanced,
}

/// Chooses bores by `rules` so that every link in `wanted` has its flow with no more than `head` \[Pa\] of the only
/// pump of its loop, or with what the pumps give.
///
/// # Errors
/// As [`balance`]; a flow that no pipe carries, a budget that wider pipes cannot keep.
pub fn choose(
    h: &Hydraulics,
    wanted: &[Wanted],
    rules: &Rules,
    head: Option<f64>,
    accuracy: f64,
) -> Result<Sizes, Vec<BalanceError>> {
    if let Some(&l) = h.formulas.link.first() {
        let element = h.link_name(LinkId(l)).to_owned();
        let kind = Kind::FormulaPipe.label();
        return Err(vec![BalanceError::Formula { element, kind }]);
    }
    let mut plan = Plan {
        h: h.clone(),
        size: vec![None; h.pipes.link.len()],
        rules: *rules,
    };
    let mut balanced = plan.by_rules(wanted, accuracy)?;
    let ruled = plan.size.clone();
    while let Some(missing) = missing(&balanced, head) {
        plan.widen(&balanced, &missing).map_err(|e| vec![e])?;
        balanced = balance(&plan.h, wanted, accuracy)?;
    }
    let pipes = (0..plan.size.len()).filter_map(|row| {
        let size = plan.size[row]?;
        let link = LinkId(h.pipes.link[row]);
        let stream = plan.stream(link, &balanced);
        let bore = STANDARD[size].inner();
        Some(Sized {
            link,
            flow: stream.flow,
            drawn: h.pipes.law[row].diameter,
            nominal: STANDARD[size].nominal,
            bore,
            speed: stream.speed(bore),
            gradient: stream.gradient(bore, h.pipes.law[row].roughness),
            widened: ruled[row] != Some(size),
        })
    });
    Ok(Sizes {
        pipes: pipes.collect(),
        balanced,
    })
}

/// A loop whose pump does not suffice.
struct Missing {
    index: LinkId,
    needed: f64,
    budget: f64,
}

/// The first loop whose head does not suffice.
fn missing(balanced: &Balanced, head: Option<f64>) -> Option<Missing> {
    let short = |link: LinkId| {
        let branch = balanced.branches.iter().find(|b| b.link == link);
        // A valve that leaks too much has flow to spare.
        branch.is_some_and(|b| b.misses() && b.reached.abs() < b.wanted.abs())
    };
    balanced.loops.iter().find_map(|s| {
        let needed = s.rise - s.pressure;
        let budget = head.filter(|_| s.pump.is_some()).unwrap_or(s.rise);
        (short(s.index) || needed > budget).then_some(Missing {
            index: s.index,
            needed,
            budget,
        })
    })
}

/// Sizes being chosen.
struct Plan {
    h: Hydraulics,
    /// Place of each pipe's bore in the table; none of a pipe that stands still.
    size: Vec<Option<usize>>,
    rules: Rules,
}

impl Plan {
    fn stream(&self, link: LinkId, balanced: &Balanced) -> Stream {
        let l = link.0 as usize;
        Stream {
            flow: balanced.flows.mass[l],
            density: self.h.density[l],
            viscosity: self.h.viscosity[l],
        }
    }

    /// Sizes by the rules alone; after the first round none becomes smaller, so that rounds end.
    fn by_rules(
        &mut self,
        wanted: &[Wanted],
        accuracy: f64,
    ) -> Result<Balanced, Vec<BalanceError>> {
        let mut balanced = balance(&self.h, wanted, accuracy)?;
        for _ in 0..ROUNDS {
            let most = balanced
                .flows
                .mass
                .iter()
                .fold(0.0f64, |m, q| m.max(q.abs()));
            let (mut moved, mut faults) = (false, Vec::new());
            for row in 0..self.size.len() {
                let link = LinkId(self.h.pipes.link[row]);
                let stream = self.stream(link, &balanced);
                if stream.flow.abs() <= STILL * most {
                    continue;
                }
                let roughness = self.h.pipes.law[row].roughness;
                let Some(size) = smallest(&stream, roughness, &self.rules) else {
                    let (element, flow) = (self.h.link_name(link).to_owned(), stream.flow.abs());
                    faults.push(BalanceError::NoBore { element, flow });
                    continue;
                };
                let size = self.size[row].map_or(size, |before| before.max(size));
                moved |= self.size[row] != Some(size);
                self.put(row, size);
            }
            if !faults.is_empty() {
                return Err(faults);
            }
            if !moved {
                break;
            }
            balanced = balance(&self.h, wanted, accuracy)?;
        }
        Ok(balanced)
    }

    fn put(&mut self, row: usize, size: usize) {
        self.size[row] = Some(size);
        self.h.pipes.law[row].diameter = STANDARD[size].inner();
    }

    /// Takes the pipe of the index circuit that saves most pressure for its metal one size wider.
    fn widen(&mut self, balanced: &Balanced, missing: &Missing) -> Result<(), BalanceError> {
        let (kind, flows) = (&self.h.kind, &balanced.flows);
        let solved = Solved {
            net: &self.h,
            mass: &|l| flows.mass[l as usize],
            potential: &flows.potential,
        };
        let way = solved.circuit(missing.index, |l| match is_control(kind[l as usize]) {
            true => 0.0,
            false => flows.drop[l as usize].abs(),
        });
        let way: Vec<LinkId> = way.into_iter().map(LinkId).collect();
        let pipes = way.iter().filter(|l| kind[l.0 as usize] == Kind::Pipe);
        let gain = |link: &LinkId| {
            let row = self.h.row[link.0 as usize] as usize;
            let size = self.size[row]?;
            let wider = STANDARD.get(size + 1)?;
            let (l, mut pipe) = (link.0 as usize, self.h.pipes.law[row]);
            let loss = |p: &crate::physics::hydraulic::pipe::Pipe| {
                let law = p.at(self.h.density[l], self.h.viscosity[l]);
                law.loss(balanced.flows.mass[l].abs()).drop
            };
            let before = loss(&pipe);
            pipe.diameter = wider.inner();
            let metal = pipe.length * (wider.metal() - STANDARD[size].metal());
            Some(((before - loss(&pipe)) / metal, row, size + 1))
        };
        let best = pipes.filter_map(gain).max_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((saved, row, size)) if saved > 0.0 => {
                self.put(row, size);
                Ok(())
            }
            _ => Err(BalanceError::Budget {
                index: self.h.link_name(missing.index).to_owned(),
                needed: missing.needed / 1e3,
                budget: missing.budget / 1e3,
            }),
        }
    }
}
