//! Initial statuses and controls.

use super::elements::Reader;
use super::fault::{InpError, InpFault};
use super::options::seconds;
use super::text::{Line, Sections};
use super::{Link, LinkKind, ValveKind};

/// What a link is set to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Switch {
    /// Whether it is open; a valve with a setting is.
    pub open: bool,
    /// Speed of a pump, setting of a valve; none where it is fixed open or closed, or has none.
    pub setting: Option<f64>,
}

impl Switch {
    /// Open, without a setting.
    pub const OPEN: Self = Self {
        open: true,
        setting: None,
    };
    /// Closed.
    pub const CLOSED: Self = Self {
        open: false,
        setting: None,
    };

    /// Open with a setting.
    pub fn setting(setting: f64) -> Self {
        Self {
            open: true,
            setting: Some(setting),
        }
    }

    /// A pump at `speed`, which stands at 0.
    pub fn speed(speed: f64) -> Self {
        Self {
            open: speed > 0.0,
            setting: Some(speed),
        }
    }
}

/// A control: what a link is switched to when something happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Control {
    /// The link.
    pub link: usize,
    /// What it is switched to.
    pub switch: Switch,
    /// When.
    pub event: Event,
}

/// When a control acts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// The level of a tank, or the pressure at a junction, is at or above this.
    Above(usize, f64),
    /// The same, at or below.
    Below(usize, f64),
    /// At a time from the start \[s\].
    Time(f64),
    /// At a time of day \[s\].
    Clock(f64),
}

/// The number with which a name begins, 0 where it begins with none.
fn number(name: &str) -> u64 {
    let digits = name.find(|c: char| !c.is_ascii_digit());
    name[..digits.unwrap_or(name.len())].parse().unwrap_or(0)
}

impl Reader {
    /// Reads `[STATUS]`.
    pub(super) fn statuses(&mut self, sections: &Sections<'_>) {
        for line in sections.lines("STAT") {
            let read = self.status(line);
            self.note(read);
        }
    }

    /// A status of one link, or of all whose names lie between two: by the numbers they begin with where both ends begin with
    /// one, else by their letters, as EPANET has them.
    fn status(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        let last = line.words.len() - 1;
        if last < 2 {
            let link = self.link_of(line, 0)?;
            let kind = &self.inp.links[link].kind;
            if matches!(kind, LinkKind::Pipe(pipe) if pipe.check) {
                let id = self.inp.links[link].id.clone();
                return Err(line.fault(InpFault::CheckValve(id)));
            }
            return self.set_status(line, 1, link);
        }
        let [from, to] = [line.words[0], line.words[1]];
        let numbers = [number(from), number(to)];
        let within = |id: &str| match numbers {
            [from, to] if from > 0 && to > 0 => (from..=to).contains(&number(id)),
            _ => (from..=to).contains(&id),
        };
        for link in 0..self.inp.links.len() {
            let Link { id, kind, .. } = &self.inp.links[link];
            let check = matches!(kind, LinkKind::Pipe(pipe) if pipe.check);
            if within(id) && !check {
                self.set_status(line, last, link)?;
            }
        }
        Ok(())
    }

    /// Sets `link` to the word at `i`. A number says nothing of a pipe or a general-purpose valve.
    fn set_status(&mut self, line: &Line<'_>, i: usize, link: usize) -> Result<(), InpError> {
        let switch = self.switch(line, i, link)?;
        if let Some(value) = line.word(i).and_then(|word| word.parse::<f64>().ok()) {
            if value < 0.0 {
                return Err(line.fault(InpFault::Range {
                    what: "status",
                    name: self.inp.links[link].id.clone(),
                    value,
                    range: "OPEN, CLOSED or a setting not below zero",
                }));
            }
            match &self.inp.links[link].kind {
                LinkKind::Pipe(_) => return Ok(()),
                LinkKind::Valve(valve) if valve.kind == ValveKind::Gpv => return Ok(()),
                _ => {}
            }
        }
        self.inp.links[link].state = switch;
        Ok(())
    }

    /// The word at `i` as a switch of `link`.
    fn switch(&self, line: &Line<'_>, i: usize, link: usize) -> Result<Switch, InpError> {
        let kind = &self.inp.links[link].kind;
        let pump = matches!(kind, LinkKind::Pump(_));
        if line.is(i, "OPEN") {
            return Ok(if pump {
                Switch::speed(1.0)
            } else {
                Switch::OPEN
            });
        }
        if line.is(i, "CLOSED") {
            return Ok(Switch::CLOSED);
        }
        if line.is(i, "ACTIVE") {
            return Ok(self.inp.links[link].state);
        }
        let setting = line.number(i, "a status")?;
        Ok(match kind {
            LinkKind::Pump(_) => Switch::speed(setting),
            LinkKind::Pipe(_) if setting == 0.0 => Switch::CLOSED,
            LinkKind::Pipe(_) => Switch::OPEN,
            LinkKind::Valve(valve) if valve.kind == ValveKind::Gpv => Switch::OPEN,
            LinkKind::Valve(_) => Switch::setting(setting),
        })
    }

    /// Reads `[CONTROLS]`.
    pub(super) fn controls(&mut self, sections: &Sections<'_>) {
        for line in sections.lines("CONT") {
            let read = self.control(line);
            self.note(read);
        }
    }

    fn control(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        // EPANET 2.3: such a control stays in the file and does not act.
        if line.words.len() > 6 && line.is(line.words.len() - 1, "DISABLED") {
            return Ok(());
        }
        let link = self.link_of(line, 1)?;
        let controlled = &self.inp.links[link];
        if matches!(&controlled.kind, LinkKind::Pipe(pipe) if pipe.check) {
            return Err(line.fault(InpFault::CheckValve(controlled.id.clone())));
        }
        let switch = self.switch(line, 2, link)?;
        let event = if line.is(4, "TIME") {
            Event::Time(seconds(line, 5)?)
        } else if line.is(4, "CLOCKTIME") {
            Event::Clock(seconds(line, 5)? % 86_400.0)
        } else {
            let (node, value) = (self.node_of(line, 5)?, line.number(7, "a control")?);
            let word = line.word(6).unwrap_or_default();
            if line.is(6, "ABOVE") {
                Event::Above(node, value)
            } else if line.is(6, "BELOW") {
                Event::Below(node, value)
            } else {
                let expected = "ABOVE or BELOW";
                let word_is = word.to_owned();
                return Err(line.fault_at(
                    word,
                    InpFault::Word {
                        word: word_is,
                        expected,
                    },
                ));
            }
        };
        self.add_control(Control {
            link,
            switch,
            event,
        });
        Ok(())
    }
}
