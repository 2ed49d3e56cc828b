//! Losses that are given whatever flows, and loops of nothing else.
//!
//! A pressure-breaking valve takes its setting, an open valve without a loss coefficient nothing. Where such links alone
//! close a loop, the losses around it must add up to nothing; else no flows make these heads, and what EPANET's hardly
//! lossy valves let circulate instead (10⁹ L/s) is none of this world.

use super::WaterError;
use super::laws::loss_curve;
use crate::config::inp::{Inp, Link, LinkKind, Switch, ValveKind};

/// Difference of losses that is none [share of the larger].
const ALIKE: f64 = 1e-9;

/// What a link takes whatever flows, in the file's unit of pressure. A pressure-breaking valve with a loss coefficient takes
/// anything below its setting at the one flow, backwards, at which it loses as much when open.
fn given(inp: &Inp, link: &Link, switch: Switch) -> Option<f64> {
    let LinkKind::Valve(valve) = &link.kind else {
        return None;
    };
    if !switch.open {
        return None;
    }
    let takes = |drop: f64| (valve.minor == 0.0).then_some(drop);
    match (valve.kind, switch.setting) {
        (ValveKind::Gpv, _) => {
            let points = loss_curve(inp, valve)?;
            points.iter().all(|p| p.1 == 0.0).then_some(0.0)
        }
        (ValveKind::Tcv, Some(k)) => (k == 0.0).then_some(0.0),
        (ValveKind::Pbv, Some(set)) => takes(set),
        (ValveKind::Pcv, Some(_)) | (_, None) => takes(0.0),
        _ => None,
    }
}

/// A link of the forest: where it leads, what it takes on the way, which it is.
type Step = (usize, f64, usize);

/// Links from `start` to `end` and what they take together; none where nothing leads there.
fn way(steps: &[Vec<Step>], start: usize, end: usize) -> Option<(f64, Vec<usize>)> {
    let mut open = vec![(start, usize::MAX, 0.0, Vec::new())];
    while let Some((node, from, taken, links)) = open.pop() {
        if node == end {
            return Some((taken, links));
        }
        for &(to, takes, link) in steps[node].iter().filter(|s| s.2 != from) {
            let mut on = links.clone();
            on.push(link);
            open.push((to, link, taken + takes, on));
        }
    }
    None
}

/// Pressure-breaking valves that nothing in a loop balances.
pub(super) fn contradictions(inp: &Inp, switches: &[Switch]) -> Vec<WaterError> {
    let mut steps: Vec<Vec<Step>> = vec![Vec::new(); inp.nodes.len()];
    let mut found = Vec::new();
    let all = || (inp.links.iter().zip(switches)).map(|(link, s)| (link, given(inp, link, *s)));
    // Those that take nothing first, so that it is a valve which takes something that closes a loop.
    for takes in [false, true] {
        for (i, (link, of)) in all().enumerate() {
            let Some(drop) = of.filter(|drop| (*drop != 0.0) == takes) else {
                continue;
            };
            let Some((around, links)) = way(&steps, link.from, link.to) else {
                steps[link.from].push((link.to, drop, i));
                steps[link.to].push((link.from, -drop, i));
                continue;
            };
            if (drop - around).abs() > ALIKE * drop.abs().max(around.abs()) {
                found.push(WaterError::Contradiction {
                    valve: link.id.clone(),
                    drop,
                    members: links.iter().map(|l| inp.links[*l].id.clone()).collect(),
                });
            }
        }
    }
    found
}
