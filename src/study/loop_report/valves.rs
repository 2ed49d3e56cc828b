//! Valve authority: pressure across the open valve over that across the shut one (VDI/VDE 2173; Petitjean, *Total
//! Hydronic Balancing* (1994), §2.2).

use crate::model::hydraulic::{Hydraulics, Kind, LinkId};
use crate::results::ValveState;
use crate::solver::network::{Flows, Network, SolveError, Tolerance, Workspace, solve};
use crate::study::{Operating, OperatingPoint};

/// Pressure across a valve at rest below which its authority means nothing [Pa].
const NOTHING: f64 = 1.0;

/// Control valves and flow limiters through which coolant flows.
fn regulating(h: &Hydraulics, flows: &Flows) -> Vec<LinkId> {
    let limiters = h.limiters.link.iter().zip(&h.limiters.set);
    let open = limiters.filter(|(_, set)| **set > 0.0).map(|(l, _)| *l);
    let valves = h.valves.link.iter().copied().chain(open);
    let valves = valves.map(LinkId).filter(|l| flows.flow(*l) != 0.0);
    valves.collect()
}

/// Authorities, least first, of at most `most` valves: those whose open loss is the least share of pump pressure.
pub(super) fn authorities(
    operating: &Operating,
    point: &OperatingPoint,
    most: usize,
) -> Result<Vec<ValveState>, SolveError> {
    let (h, flows) = (&operating.hydraulics, &point.flows);
    let part = h.parts();
    let mut rise = vec![0.0f64; h.nodes()];
    for l in (0..h.links()).filter(|&l| h.lifts(LinkId(l as u32))) {
        let here = &mut rise[part[h.from[l] as usize] as usize];
        *here = here.max(-flows.drop[l]);
    }
    let open = |link: LinkId| {
        let resistance = h.open_resistance(link).unwrap_or(0.0);
        resistance * flows.flow(link) * flows.flow(link)
    };
    let share = |link: &LinkId| open(*link) / rise[part[h.from[link.0 as usize] as usize] as usize];
    let mut valves = regulating(h, flows);
    valves.sort_by(|a, b| share(a).total_cmp(&share(b)).then(a.cmp(b)));
    valves.truncate(most);
    let network = Network::new(h);
    let mut workspace = Workspace::new(h, &network);
    let mut states = Vec::with_capacity(valves.len());
    for link in valves {
        let shut = shut(h, link);
        let mut at_rest = flows.clone();
        solve(
            &shut,
            &network,
            &mut workspace,
            &mut at_rest,
            &Tolerance::default(),
        )?;
        let l = link.0 as usize;
        let held = at_rest.drop[l].abs();
        if held > NOTHING {
            states.push(ValveState {
                valve: h.link_name(link).to_owned(),
                drop_kpa: flows.drop[l].abs() / 1e3,
                authority: (open(link) / held).min(1.0),
            });
        }
    }
    states.sort_by(|a, b| a.authority.total_cmp(&b.authority));
    Ok(states)
}

/// The loops with one valve shut.
fn shut(h: &Hydraulics, link: LinkId) -> Hydraulics {
    let mut shut = h.clone();
    let row = h.row[link.0 as usize] as usize;
    match h.kind[link.0 as usize] {
        Kind::Valve => shut.valves.opening[row] = 0.0,
        _ => shut.limiters.set[row] = 0.0,
    }
    shut
}
