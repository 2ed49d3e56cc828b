//! What links are set to: at the start, and by controls that watch a pressure.

use crate::config::inp::{Control, Event, Inp, LinkKind, NodeKind, Switch};

use super::Scale;

/// Difference of levels that counts as none [in the file's unit].
const SAME_LEVEL: f64 = 1e-9;

/// Entry of pattern `name` at the start [-]; 1 where there is none.
pub(super) fn pattern(inp: &Inp, name: Option<&String>) -> f64 {
    let values = name.and_then(|name| inp.patterns.get(name));
    let Some(values) = values.filter(|values| !values.is_empty()) else {
        return 1.0;
    };
    let step = inp.options.pattern_step.max(1.0);
    values[(inp.options.pattern_start / step) as usize % values.len()]
}

/// What each link is set to at the start: its initial state, speed patterns, then the controls that
/// act at time zero or on a tank's level, in the order of the file.
pub fn at_start(inp: &Inp) -> Vec<Switch> {
    let state = |link: &crate::config::inp::Link| match &link.kind {
        LinkKind::Pump(pump) if pump.pattern.is_some() => {
            Switch::speed(pattern(inp, pump.pattern.as_ref()))
        }
        _ => link.state,
    };
    let mut switches: Vec<Switch> = inp.links.iter().map(state).collect();
    for control in &inp.controls {
        if acts(inp, control) {
            switches[control.link] = control.switch;
        }
    }
    switches
}

fn acts(inp: &Inp, control: &Control) -> bool {
    let level = |node: usize| match inp.nodes[node].kind {
        NodeKind::Tank(tank) => tank.level,
        _ => f64::NAN,
    };
    match control.event {
        Event::Above(node, value) => level(node) >= value - SAME_LEVEL,
        Event::Below(node, value) => level(node) <= value + SAME_LEVEL,
        Event::Time(time) => time == 0.0,
        Event::Clock(time) => time == inp.options.clock,
    }
}

/// Lets controls that watch the pressure at a junction act on `switches`, given the `heads` \[m\] of a
/// solution; true if one did.
pub fn by_pressure(inp: &Inp, scale: &Scale, heads: &[f64], switches: &mut [Switch]) -> bool {
    // EPANET's Htol, 0.0005 ft.
    let close = 0.0005 * 0.3048;
    let mut changed = false;
    for control in &inp.controls {
        let (Event::Above(node, value) | Event::Below(node, value)) = control.event else {
            continue;
        };
        if !matches!(inp.nodes[node].kind, NodeKind::Junction(_)) {
            continue;
        }
        let grade = scale.length * inp.nodes[node].elevation + scale.pressure * value;
        let met = match control.event {
            Event::Above(..) => heads[node] >= grade - close,
            _ => heads[node] <= grade + close,
        };
        if met && switches[control.link] != control.switch {
            switches[control.link] = control.switch;
            changed = true;
        }
    }
    changed
}
