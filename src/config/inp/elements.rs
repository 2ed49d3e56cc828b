//! Nodes, pipes and pumps, with the reader that gathers everything.

use super::fault::{InpError, InpFault};
use super::text::{Line, Sections};
use super::{Control, Inp, Link, LinkKind, Node, NodeKind, Pipe, Pump, Switch, Tank};
use std::collections::HashMap;

/// Gathers a file and its faults.
#[derive(Default)]
pub(super) struct Reader {
    pub inp: Inp,
    pub pressure_driven: bool,
    faults: Vec<InpError>,
    node_at: HashMap<String, usize>,
    link_at: HashMap<String, usize>,
}

impl Reader {
    /// Keeps a fault.
    pub fn note(&mut self, read: Result<(), InpError>) {
        self.faults.extend(read.err());
    }

    /// The file, or its faults.
    pub fn finish(mut self) -> Result<Inp, Vec<InpError>> {
        let missing = |what| InpError {
            line: 0,
            column: 0,
            fault: InpFault::Missing(what),
        };
        if self.inp.links.is_empty() {
            self.faults.push(missing("links"));
        }
        let given = |node: &Node| !matches!(node.kind, NodeKind::Junction(_));
        if !self.inp.nodes.iter().any(given) {
            self.faults.push(missing("reservoirs or tanks"));
        }
        if self.faults.is_empty() {
            Ok(self.inp)
        } else {
            Err(self.faults)
        }
    }

    /// Index of a node, by the word at `i`.
    pub fn node_of(&self, line: &Line<'_>, i: usize) -> Result<usize, InpError> {
        find(&self.node_at, line, i, "node")
    }

    /// Index of a link, by the word at `i`.
    pub fn link_of(&self, line: &Line<'_>, i: usize) -> Result<usize, InpError> {
        find(&self.link_at, line, i, "link")
    }

    /// Reads `[JUNCTIONS]`, `[RESERVOIRS]` and `[TANKS]`.
    pub fn nodes(&mut self, sections: &Sections<'_>) {
        for line in sections.lines("JUNC") {
            let read = self.junction(line);
            self.note(read);
        }
        for line in sections.lines("RESE") {
            let read = self.tank(line, false);
            self.note(read);
        }
        for line in sections.lines("TANK") {
            let read = self.tank(line, true);
            self.note(read);
        }
    }

    fn junction(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        let elevation = line.maybe(1)?.unwrap_or(0.0);
        let demand = super::Demand {
            flow: line.maybe(2)?.unwrap_or(0.0),
            pattern: line.word(3).map(str::to_owned),
        };
        self.add_node(line, elevation, NodeKind::Junction(vec![demand]))
    }

    /// A tank; with fewer than four words it is a reservoir, whatever its section.
    fn tank(&mut self, line: &Line<'_>, section: bool) -> Result<(), InpError> {
        let elevation = line.number(1, "a reservoir")?;
        if !section || line.words.len() <= 3 {
            let pattern = line.word(2).map(str::to_owned);
            return self.add_node(line, elevation, NodeKind::Reservoir(pattern));
        }
        let [level, least, most] = [2, 3, 4].map(|i| line.number(i, "a tank"));
        let tank = Tank {
            level: level?,
            least: least?,
            most: most?,
            overflows: line.is(8, "YES"),
        };
        let inside = (tank.least..=tank.most).contains(&tank.level);
        if !inside {
            return Err(line.fault(InpFault::Range {
                what: "level",
                name: line.words[0].to_owned(),
                value: tank.level,
                range: "between the least and the most level",
            }));
        }
        if line.maybe(5)?.is_some_and(|diameter| diameter < 0.0) {
            return Err(line.fault(InpFault::Range {
                what: "diameter",
                name: line.words[0].to_owned(),
                value: line.number(5, "a tank")?,
                range: "not negative",
            }));
        }
        self.add_node(line, elevation, NodeKind::Tank(tank))
    }

    fn add_node(
        &mut self,
        line: &Line<'_>,
        elevation: f64,
        kind: NodeKind,
    ) -> Result<(), InpError> {
        let id = line.words[0].to_owned();
        let index = self.inp.nodes.len();
        if self.node_at.insert(id.clone(), index).is_some() {
            let what = "node";
            return Err(line.fault(InpFault::Twice { what, name: id }));
        }
        self.inp.node_place.push(line.place());
        self.inp.nodes.push(Node {
            id,
            elevation,
            kind,
        });
        Ok(())
    }

    /// Reads `[PIPES]`, `[PUMPS]` and `[VALVES]`.
    pub fn links(&mut self, sections: &Sections<'_>) {
        for line in sections.lines("PIPE") {
            let read = self.pipe(line);
            self.note(read);
        }
        for line in sections.lines("PUMP") {
            let read = self.pump(line);
            self.note(read);
        }
        for line in sections.lines("VALV") {
            let read = self.valve(line);
            self.note(read);
        }
    }

    /// A figure of an element that has to be above zero, or not below where `zero` is allowed.
    pub fn figure(
        line: &Line<'_>,
        i: usize,
        what: &'static str,
        zero: bool,
    ) -> Result<f64, InpError> {
        let value = line.number(i, what)?;
        if value > 0.0 || (zero && value == 0.0) {
            return Ok(value);
        }
        let fault = InpFault::Range {
            what,
            name: line.words[0].to_owned(),
            value,
            range: if zero { "not negative" } else { "above zero" },
        };
        Err(line.fault_at(line.words[i], fault))
    }

    fn pipe(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        let mut pipe = Pipe {
            length: Self::figure(line, 3, "length", false)?,
            diameter: Self::figure(line, 4, "diameter", false)?,
            roughness: Self::figure(line, 5, "roughness", false)?,
            minor: 0.0,
            check: false,
        };
        let mut state = Switch::OPEN;
        for i in [6, 7] {
            match line.word(i) {
                None => {}
                Some(_) if line.is(i, "CV") => pipe.check = true,
                Some(_) if line.is(i, "CLOSED") => state = Switch::CLOSED,
                Some(_) if line.is(i, "OPEN") => {}
                Some(_) => pipe.minor = Self::figure(line, i, "minor loss", true)?,
            }
        }
        self.add_link(line, LinkKind::Pipe(pipe), state)
    }

    fn pump(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        let mut pump = Pump::default();
        let mut state = Switch::setting(1.0);
        // The old form, a power and no keywords; with more numbers it was a curve, which EPANET 2.3 reads no more.
        if let (Some(word), Some(_)) = (line.word(3), line.word(4))
            && word.parse::<f64>().is_ok()
        {
            let expected = "HEAD, POWER, SPEED or PATTERN: give the points of a pump in [CURVES]";
            let (at, word) = (word, word.to_owned());
            return Err(line.fault_at(at, InpFault::Word { word, expected }));
        }
        if line.word(3).is_some_and(|w| w.parse::<f64>().is_ok()) {
            pump.power = Some(Self::figure(line, 3, "power", false)?);
        } else {
            for i in (3..line.words.len()).step_by(2) {
                let value = line.word(i + 1).map(str::to_owned);
                if line.is(i, "HEAD") {
                    pump.curve = value;
                } else if line.is(i, "PATT") {
                    pump.pattern = value;
                } else if line.is(i, "POWER") {
                    pump.power = Some(Self::figure(line, i + 1, "power", false)?);
                } else if line.is(i, "SPEED") {
                    state = Switch::speed(Self::figure(line, i + 1, "speed", true)?);
                }
            }
        }
        let curve = pump.curve.as_ref();
        if let Some(name) = curve.filter(|name| !self.inp.curves.contains_key(*name)) {
            let (what, name) = ("curve", name.clone());
            return Err(line.fault(InpFault::Unknown { what, name }));
        }
        self.add_link(line, LinkKind::Pump(pump), state)
    }

    /// Adds a link between the nodes named by the second and third word.
    pub fn add_link(
        &mut self,
        line: &Line<'_>,
        kind: LinkKind,
        state: Switch,
    ) -> Result<(), InpError> {
        let (from, to) = (self.node_of(line, 1)?, self.node_of(line, 2)?);
        let id = line.words[0].to_owned();
        if from == to {
            return Err(line.fault(InpFault::Loop(id)));
        }
        let index = self.inp.links.len();
        if self.link_at.insert(id.clone(), index).is_some() {
            let what = "link";
            return Err(line.fault(InpFault::Twice { what, name: id }));
        }
        self.inp.link_place.push(line.place());
        self.inp.links.push(Link {
            id,
            from,
            to,
            kind,
            state,
        });
        Ok(())
    }

    /// Adds a control.
    pub fn add_control(&mut self, control: Control) {
        self.inp.controls.push(control);
    }
}

fn find(
    places: &HashMap<String, usize>,
    line: &Line<'_>,
    i: usize,
    what: &'static str,
) -> Result<usize, InpError> {
    let word = line.word(i);
    let name = word.ok_or_else(|| line.fault(InpFault::Short(what, i + 1)))?;
    places.get(name).copied().ok_or_else(|| {
        let fault = InpFault::Unknown {
            what,
            name: name.to_owned(),
        };
        line.fault_at(name, fault)
    })
}
