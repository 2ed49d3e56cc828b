//! Valves.

use super::elements::Reader;
use super::fault::{InpError, InpFault};
use super::text::Line;
use super::{LinkKind, Switch, Valve, ValveKind};

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
