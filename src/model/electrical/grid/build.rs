//! Collects a network by names and checks it.

use std::collections::HashMap;

use super::islands;
use super::{GROUND, Grid, GridError, Hold, Line, Load, Source, Tie};
use crate::physics::electrical::converter::Converter;
use crate::physics::electrical::polynomial_load::PolynomialLoad;

/// A network while it is drawn. An end is the name of a node; `None` is the common return.
#[derive(Debug, Default)]
pub struct GridBuilder {
    grid: Draft,
    by_name: HashMap<String, u32>,
    faults: Vec<GridError>,
}

#[derive(Debug, Default)]
pub(super) struct Draft {
    pub nodes: Vec<String>,
    pub lines: Vec<Line>,
    pub loads: Vec<Load>,
    pub sources: Vec<Source>,
    pub ties: Vec<Tie>,
    /// Nodes at earth potential.
    pub earthed: Vec<u32>,
}

impl GridBuilder {
    /// An empty network.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a node.
    pub fn node(&mut self, name: &str) {
        let index = self.grid.nodes.len() as u32;
        if self.by_name.insert(name.to_owned(), index).is_some() {
            self.faults.push(GridError::Duplicate {
                what: "buses",
                name: name.to_owned(),
            });
        }
        self.grid.nodes.push(name.to_owned());
    }

    /// Ties a node to earth, which is the common return.
    pub fn earth(&mut self, node: &str) {
        if let Some(node) = self.find("earth", node) {
            self.grid.earthed.push(node);
        }
    }

    /// Adds a line; its `ends` are set here.
    pub fn line(&mut self, line: Line, ends: [&str; 2]) {
        let figures = [
            ("resistance [Ω]", line.resistance, false),
            ("rated current [A]", line.rated, true),
        ];
        for (what, value, endless) in figures {
            if !(value > 0.0 && (endless || value.is_finite())) {
                self.faults.push(GridError::Line {
                    name: line.name.clone(),
                    what,
                    value,
                });
            }
        }
        // A conductor that is a superconductor somewhere below its ambient is no conductor of a hall.
        let coldest = 1.0 + line.coefficient * (line.ambient - 20.0);
        let plausible = coldest > 0.0 && line.rise >= 0.0 && line.rise.is_finite();
        if !plausible {
            self.faults.push(GridError::Line {
                name: line.name.clone(),
                what: "resistance at its temperature over that at 20 °C",
                value: if coldest > 0.0 { line.rise } else { coldest },
            });
        }
        if let Some(ends) = self.ends(&line.name, ends.map(Some)) {
            self.grid.lines.push(Line { ends, ..line });
        }
    }

    /// Adds a load.
    pub fn load(&mut self, name: &str, law: PolynomialLoad, ends: [Option<&str>; 2]) {
        if let Err(error) = law.checked() {
            let name = name.to_owned();
            self.faults.push(GridError::Load { name, error });
        }
        if let Some(ends) = self.ends(name, ends) {
            let name = name.to_owned();
            self.grid.loads.push(Load { name, ends, law });
        }
    }

    /// Adds a source with its rated current \[A\]; returns its index where its ends exist.
    pub fn source(
        &mut self,
        name: &str,
        hold: Hold,
        rated: f64,
        ends: [Option<&str>; 2],
    ) -> Option<u32> {
        let volts = hold.volts();
        if !(volts.is_finite() && volts > 0.0) {
            self.faults.push(GridError::Source {
                name: name.to_owned(),
                error: crate::physics::electrical::droop::RatingError {
                    what: "voltage at no load [V]",
                    value: volts,
                },
            });
        }
        let ends = self.ends(name, ends)?;
        self.grid.sources.push(Source {
            name: name.to_owned(),
            ends,
            hold,
            rated,
        });
        Some(self.grid.sources.len() as u32 - 1)
    }

    /// Adds a converter between the nodes `input` and `output`.
    pub fn converter(
        &mut self,
        name: &str,
        unit: Converter,
        hold: Hold,
        input: [Option<&str>; 2],
        output: [Option<&str>; 2],
    ) {
        let rated = unit.capacity() / hold.volts();
        let input = self.ends(name, input);
        if let (Some(output), Some(input)) = (self.source(name, hold, rated, output), input) {
            self.grid.ties.push(Tie {
                name: name.to_owned(),
                input,
                output,
                unit,
            });
        }
    }

    /// Records a fault found while the network was drawn.
    pub fn fault(&mut self, fault: GridError) {
        self.faults.push(fault);
    }

    /// Checks everything and finds the islands; all faults are returned together.
    pub fn build(mut self) -> Result<Grid, Vec<GridError>> {
        for (what, names) in [
            ("lines", names(&self.grid.lines, |l| &l.name)),
            ("loads", names(&self.grid.loads, |l| &l.name)),
            ("sources", names(&self.grid.sources, |s| &s.name)),
        ] {
            for name in repeated(&names) {
                self.faults.push(GridError::Duplicate { what, name });
            }
        }
        if self.grid.sources.is_empty() {
            self.faults.push(GridError::NoSource);
        }
        if self.faults.is_empty() {
            return islands::divide(self.grid);
        }
        // Where something is not there, what it would feed tells nothing.
        let astray = |f: &GridError| {
            matches!(
                f,
                GridError::UnknownBus { .. } | GridError::NoSource | GridError::Dynamic { .. }
            )
        };
        if !self.faults.iter().any(astray)
            && let Err(more) = islands::divide(self.grid)
        {
            self.faults.extend(more);
        }
        Err(self.faults)
    }

    fn ends(&mut self, name: &str, ends: [Option<&str>; 2]) -> Option<[u32; 2]> {
        let [a, b] = ends.map(|end| match end {
            None => Some(GROUND),
            Some(bus) => self.find(name, bus),
        });
        let found = [a?, b?];
        if found[0] == found[1] {
            self.faults.push(GridError::SameEnds {
                name: name.to_owned(),
                bus: ends[0].unwrap_or("return").to_owned(),
            });
            return None;
        }
        Some(found)
    }

    fn find(&mut self, name: &str, bus: &str) -> Option<u32> {
        let found = self.by_name.get(bus).copied();
        if found.is_none() {
            self.faults.push(GridError::UnknownBus {
                name: name.to_owned(),
                bus: bus.to_owned(),
            });
        }
        found
    }
}

fn names<T>(of: &[T], name: fn(&T) -> &str) -> Vec<String> {
    of.iter().map(|t| name(t).to_owned()).collect()
}

/// Names that occur more than once, each once.
fn repeated(names: &[String]) -> Vec<String> {
    let mut sorted = names.to_vec();
    sorted.sort_unstable();
    let mut found: Vec<String> = sorted
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| pair[0].clone())
        .collect();
    found.dedup();
    found
}
