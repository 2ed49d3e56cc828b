//! Curves, patterns, demands, and sections that are refused.

use super::NodeKind;
use super::elements::Reader;
use super::fault::{InpError, InpFault};
use super::text::{Line, Sections};
use std::collections::HashSet;

impl Reader {
    /// Reads `[CURVES]` and `[PATTERNS]`.
    pub(super) fn curves_and_patterns(&mut self, sections: &Sections<'_>) {
        for line in sections.lines("CURV") {
            let read = self.curve_points(line);
            self.note(read);
        }
        for line in sections.lines("PATT") {
            let read = self.multipliers(line);
            self.note(read);
        }
    }

    fn curve_points(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        let curves = &mut self.inp.curves;
        let points = curves.entry(line.words[0].to_owned()).or_default();
        // A kind may be named after the curve's name.
        let first = usize::from(line.word(1).is_some_and(|w| w.parse::<f64>().is_err()));
        for i in (1 + first..line.words.len()).step_by(2) {
            points.push((line.number(i, "a curve")?, line.number(i + 1, "a curve")?));
        }
        Ok(())
    }

    fn multipliers(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        let patterns = &mut self.inp.patterns;
        let pattern = patterns.entry(line.words[0].to_owned()).or_default();
        if line.is(1, "FIXED") || line.is(1, "VARIABLE") {
            return Ok(());
        }
        for word in &line.words[1..] {
            pattern.push(line.number_of(word)?);
        }
        Ok(())
    }

    /// Reads `[DEMANDS]`: a junction's first entry there takes the place of its own demand.
    pub(super) fn demands(&mut self, sections: &Sections<'_>) {
        let mut replaced = HashSet::new();
        for line in sections.lines("DEMA") {
            let read = self.demand(line, &mut replaced);
            self.note(read);
        }
        self.known_patterns();
    }

    fn demand(&mut self, line: &Line<'_>, replaced: &mut HashSet<usize>) -> Result<(), InpError> {
        if line.is(0, "MULT") && line.words.len() == 2 {
            self.inp.options.demand = line.number(1, "MULTIPLY")?;
            return Ok(());
        }
        let flow = line.number(1, "a demand")?;
        let node = self.node_of(line, 0)?;
        if let NodeKind::Junction(demands) = &mut self.inp.nodes[node].kind {
            if replaced.insert(node) {
                demands.clear();
            }
            demands.push(super::Demand {
                flow,
                pattern: line.word(2).map(str::to_owned),
            });
        }
        Ok(())
    }

    /// Every pattern that is named has to be there.
    fn known_patterns(&mut self) {
        let mut unknown = Vec::new();
        for node in &self.inp.nodes {
            let named: Vec<&String> = match &node.kind {
                NodeKind::Junction(demands) => {
                    demands.iter().filter_map(|d| d.pattern.as_ref()).collect()
                }
                NodeKind::Reservoir(pattern) => pattern.iter().collect(),
                NodeKind::Tank(_) => Vec::new(),
            };
            let missing = |name: &&String| !self.inp.patterns.contains_key(name.as_str());
            unknown.extend(named.into_iter().filter(missing).cloned());
        }
        for name in unknown {
            let what = "pattern";
            self.note(Err(InpError {
                line: 0,
                column: 0,
                fault: InpFault::Unknown { what, name },
            }));
        }
    }

    /// Sections that the format does not have: what stands in them would be passed over in silence.
    pub(super) fn sections(&mut self, sections: &Sections<'_>) {
        for line in &sections.unknown {
            let section = line.words[0].to_owned();
            self.note(Err(line.fault(InpFault::Section(section))));
        }
    }

    /// Emitters, leakage and demands that depend on pressure are refused by name, but for such as let nothing out.
    pub(super) fn refused(&mut self, sections: &Sections<'_>) {
        let zero = |word: &&str| word.parse() == Ok(0.0);
        for (section, what) in [("EMIT", "emitters"), ("LEAK", "leaking pipes")] {
            let mut lines = sections.lines(section);
            if let Some(line) = lines.find(|line| !line.words[1..].iter().all(zero)) {
                self.note(Err(line.fault(InpFault::Refused(what))));
            }
        }
        if self.pressure_driven {
            self.note(Err(InpError {
                line: 0,
                column: 0,
                fault: InpFault::Refused("demands that depend on pressure (PDA)"),
            }));
        }
    }
}
