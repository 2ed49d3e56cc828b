//! What happens when one line is out: the N-1 question.

use super::flow::{GridFault, GridFlow};
use crate::model::electrical::grid::{Grid, GridError};

/// The network without one of its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// Index of the line that is out.
    pub line: usize,
    /// What the network does without it.
    pub result: OutageResult,
}

/// How a network fares without a line, from bad to worse.
#[derive(Clone, Debug, PartialEq)]
pub enum OutageResult {
    /// All loads are carried.
    Carried {
        /// Highest loading of another line, as a share of its rated current.
        loading: f64,
        /// Index of that line.
        loaded: usize,
        /// Largest share of its voltage at no load that a bus loses.
        drop: f64,
        /// Name of that bus.
        bus: String,
    },
    /// There is no solution.
    Refused(GridFault),
    /// Buses are cut off.
    CutOff(Vec<String>),
}

/// Every single outage, in the order of the lines.
pub fn all(grid: &Grid, factor: f64) -> Vec<Outage> {
    (0..grid.lines.len())
        .map(|line| Outage {
            line,
            result: without(grid, line, factor),
        })
        .collect()
}

/// The worst of `outages`: most buses cut off, else least margin, else highest loading, else deepest drop.
pub fn worst(outages: &[Outage]) -> Option<&Outage> {
    let rank = |outage: &Outage| match &outage.result {
        OutageResult::CutOff(buses) => (2, buses.len() as f64, 0.0),
        OutageResult::Refused(GridFault::Collapse { margin, .. }) => (1, 1.0 - margin, 0.0),
        OutageResult::Refused(_) => (1, 0.0, 0.0),
        OutageResult::Carried { loading, drop, .. } => (0, *loading, *drop),
    };
    outages.iter().reduce(|a, b| {
        let (x, y) = (rank(a), rank(b));
        let order = x.0.cmp(&y.0).then(x.1.total_cmp(&y.1));
        if order.then(x.2.total_cmp(&y.2)).is_lt() {
            b
        } else {
            a
        }
    })
}

/// The network without the line `line`.
fn without(grid: &Grid, line: usize, factor: f64) -> OutageResult {
    let rest = match grid.without_line(line) {
        Ok(rest) => rest,
        Err(faults) => return OutageResult::CutOff(cut_off(faults)),
    };
    let mut flow = GridFlow::new(&rest);
    match flow.solve(&rest, factor) {
        Ok(()) => carried(&rest, &flow, line),
        Err(fault) => OutageResult::Refused(fault),
    }
}

fn cut_off(faults: Vec<GridError>) -> Vec<String> {
    let bus = |fault| match fault {
        GridError::NotFed { bus } => Some(bus),
        _ => None,
    };
    faults.into_iter().filter_map(bus).collect()
}

fn carried(rest: &Grid, flow: &GridFlow, out: usize) -> OutageResult {
    let (mut loading, mut loaded) = (0.0, 0);
    for (i, line) in rest.lines.iter().enumerate() {
        let share = flow.current[i].abs() / line.rated;
        if share > loading {
            (loading, loaded) = (share, i + usize::from(i >= out));
        }
    }
    let (mut drop, mut bus) = (0.0, String::new());
    for (node, (open, volts)) in rest.open.iter().zip(&flow.volts).enumerate() {
        let share = if *open == 0.0 {
            0.0
        } else {
            (1.0 - volts / open).abs()
        };
        if share > drop {
            (drop, bus) = (share, rest.nodes[node].clone());
        }
    }
    OutageResult::Carried {
        loading,
        loaded,
        drop,
        bus,
    }
}
