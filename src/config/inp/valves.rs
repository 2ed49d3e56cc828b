//! Valves, and which of them may meet.
//!
//! A PRV sets the node behind it, a PSV the node before it, an FCV the flow; none may end at a given head, and no two
//! may set one node or feed each other what the other sets (EPANET 2.2, errors 219 and 220).
//!
//! # References
//! - Rossman et al., *EPANET 2.2 User Manual* (2020), §3.1.7 and appendix B.

use super::elements::Reader;
use super::fault::{InpError, InpFault};
use super::text::Line;
use super::{Inp, Link, LinkKind, NodeKind, Place, Switch, Valve, ValveKind};
use std::collections::HashMap;

const KINDS: [(&str, ValveKind); 7] = [
    ("PRV", ValveKind::Prv),
    ("PSV", ValveKind::Psv),
    ("PBV", ValveKind::Pbv),
    ("FCV", ValveKind::Fcv),
    ("TCV", ValveKind::Tcv),
    ("GPV", ValveKind::Gpv),
    ("PCV", ValveKind::Pcv),
];

impl Reader {
    /// Reads a line of `[VALVES]`.
    pub(super) fn valve(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        let word = line.word(4);
        let word = word.ok_or_else(|| line.fault(InpFault::Short("a valve", 6)))?;
        let kind = KINDS.iter().find(|k| k.0.eq_ignore_ascii_case(word));
        let kind = kind.map(|k| k.1).ok_or_else(|| {
            let (word, expected) = (word.to_owned(), "a kind of valve");
            line.fault(InpFault::Word { word, expected })
        })?;
        let mut curve = None;
        let mut state = Switch::OPEN;
        if kind == ValveKind::Gpv {
            curve = Some(self.curve(line, 5)?);
        } else {
            state = Switch::setting(line.number(5, "a valve")?);
        }
        if kind == ValveKind::Pcv && line.word(7).is_some() {
            curve = Some(self.curve(line, 7)?);
        }
        let minor = match line.word(6) {
            Some(_) => Self::figure(line, 6, "minor loss", true)?,
            None => 0.0,
        };
        let valve = Valve {
            kind,
            diameter: Self::figure(line, 3, "diameter", false)?,
            minor,
            curve,
        };
        self.add_link(line, LinkKind::Valve(valve), state)
    }

    /// Notes valves at given heads and valves that must not meet.
    pub(super) fn connections(&mut self) {
        let mut at: HashMap<usize, Vec<(usize, ValveKind)>> = HashMap::new();
        let mut faults = Vec::new();
        for (i, link) in self.inp.links.iter().enumerate() {
            let Some(kind) = regulating(link) else {
                continue;
            };
            for node in [link.from, link.to] {
                if !matches!(self.inp.nodes[node].kind, NodeKind::Junction(_)) {
                    let node = self.inp.nodes[node].id.clone();
                    let (valve, kind) = (link.id.clone(), name(kind));
                    faults.push((i, InpFault::AtGivenHead { valve, kind, node }));
                }
                let met = at.entry(node).or_default();
                for &(j, other_kind) in met.iter() {
                    let pair = [(link, kind), (&self.inp.links[j], other_kind)];
                    faults.extend(meeting(&self.inp, pair, node).map(|fault| (i, fault)));
                }
                met.push((i, kind));
            }
        }
        for (i, fault) in faults {
            let Place { line, column } = self.inp.link_place[i];
            self.note(Err(InpError {
                line,
                column,
                fault,
            }));
        }
    }

    fn curve(&self, line: &Line<'_>, i: usize) -> Result<String, InpError> {
        let word = line.word(i);
        let name = word.ok_or_else(|| line.fault(InpFault::Short("a valve", i + 1)))?;
        if self.inp.curves.contains_key(name) {
            return Ok(name.to_owned());
        }
        let (what, name) = ("curve", name.to_owned());
        Err(line.fault(InpFault::Unknown { what, name }))
    }
}

fn name(kind: ValveKind) -> &'static str {
    KINDS.iter().find(|k| k.1 == kind).map_or("", |k| k.0)
}

/// The kind of a valve that sets a pressure or a flow.
fn regulating(link: &Link) -> Option<ValveKind> {
    match &link.kind {
        LinkKind::Valve(v)
            if matches!(v.kind, ValveKind::Prv | ValveKind::Psv | ValveKind::Fcv) =>
        {
            Some(v.kind)
        }
        _ => None,
    }
}

/// What is wrong with two valves that meet at `node`.
fn meeting(
    inp: &Inp,
    [(link, kind), (other, other_kind)]: [(&Link, ValveKind); 2],
    node: usize,
) -> Option<InpFault> {
    let side_by_side = [link.from, link.to] == [other.from, other.to];
    if side_by_side && kind == ValveKind::Prv && kind == other_kind {
        // Duty and standby: that of the higher setting serves, the other shuts or helps.
        let both = link.state.open && other.state.open && node == link.to;
        let set = link.state.setting.filter(|_| both)?;
        return (Some(set) == other.state.setting).then(|| InpFault::Undivided {
            valve: link.id.clone(),
            other: other.id.clone(),
        });
    }
    let ends = |l: &Link| [l.from, l.to].map(|n| n == node);
    must_not_meet((kind, ends(link)), (other_kind, ends(other))).then(|| InpFault::Meeting {
        valve: link.id.clone(),
        kind: name(kind),
        other: other.id.clone(),
        other_kind: name(other_kind),
        node: inp.nodes[node].id.clone(),
    })
}

/// Whether two valves, of which `[starts, ends]` tells what they do at one node, must not meet there.
fn must_not_meet(a: (ValveKind, [bool; 2]), b: (ValveKind, [bool; 2])) -> bool {
    use ValveKind::{Fcv, Prv, Psv};
    let one_way = |(first, [_, ends]): (ValveKind, [bool; 2]),
                   (second, [starts, too]): (ValveKind, [bool; 2])| {
        let series = ends && starts;
        match (first, second) {
            (Prv, Prv) => series || ends && too,
            (Prv, Psv | Fcv) | (Fcv, Psv) => series,
            (Psv, Psv) => series,
            _ => false,
        }
    };
    let both_start = a.0 == Psv && b.0 == Psv && a.1[0] && b.1[0];
    both_start || one_way(a, b) || one_way(b, a)
}
