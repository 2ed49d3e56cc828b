//! Where in the file a fault of a circuit stands.

use crate::config::circuit::CircuitFile;
use crate::config::{Diagnostic, Diagnostics, Origin};
use crate::model::electrical::circuit::{Circuit, CircuitError, Subject, Unfed, unfed_at_start};
use crate::model::electrical::grid::GridError;

/// An element as it was written: its name, and where it and the nodes it ends at stand.
struct Written<'a> {
    name: &'a str,
    at: &'a Origin,
    nodes: [(&'a str, &'a Origin); 2],
}

/// Every element of the file.
fn elements(file: &CircuitFile) -> Vec<Written<'_>> {
    let mut all = Vec::new();
    macro_rules! family {
        ($($family:ident),*) => {$(
            for table in file.$family.iter() {
                let (from, to) = (&table.value.from, &table.value.to);
                all.push(Written {
                    name: &table.name,
                    at: &table.at,
                    nodes: [(from.as_str(), &from.at), (to.as_str(), &to.at)],
                });
            }
        )*};
    }
    family!(
        source, line, capacitor, load, switch, breaker, fuse, fault, varistor, diode, battery,
        converter, smoother
    );
    all
}

/// Where what a fault is about stands.
fn place<'a>(elements: &[Written<'a>], subject: Subject<'_>) -> Option<&'a Origin> {
    match subject {
        Subject::Element(name) => {
            // The parts of an element bear its name before a point.
            let whole = |e: &&Written<'_>| {
                let rest = name.strip_prefix(e.name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            // Of two of one name the later one is too many.
            elements.iter().rev().find(whole).map(|e| e.at)
        }
        Subject::Node(node) => {
            let mut ends = elements.iter().flat_map(|e| e.nodes);
            ends.find(|end| end.0 == node).map(|end| end.1)
        }
    }
}

/// Problems with their places, in the order of the file.
fn told<'f>(
    file: &CircuitFile,
    faults: impl Iterator<Item = (String, Subject<'f>)>,
) -> Diagnostics {
    let elements = elements(file);
    let mut found = Diagnostics::default();
    for (text, subject) in faults {
        let origin = place(&elements, subject).unwrap_or(&file.circuit.name.at);
        found.push(Diagnostic::error("circuit", text).at(origin, "here"));
    }
    found.sort();
    found
}

/// The faults with their places, in the order of the file.
pub(super) fn placed(file: &CircuitFile, faults: &[CircuitError]) -> Diagnostics {
    told(file, faults.iter().map(|f| (f.to_string(), f.subject())))
}

/// What keeps a circuit from being a network at rest, likewise.
pub(super) fn placed_at_rest(file: &CircuitFile, faults: &[GridError]) -> Diagnostics {
    told(file, faults.iter().map(|f| (f.to_string(), subject(f))))
}

/// Buses that nothing feeds at time zero, at the first switch or breaker that stands open towards them.
pub(super) fn unfed(file: &CircuitFile, circuit: &Circuit) -> Diagnostics {
    let elements = elements(file);
    let mut found = Diagnostics::default();
    for Unfed { bus, mut open } in unfed_at_start(circuit) {
        open.retain(|name| file.switch.get(name).is_some() || file.breaker.get(name).is_some());
        if open.is_empty() {
            continue;
        }
        let origin = open.first().map(|name| {
            let switches = file.switch.get(name).map(|s| &s.closed.at);
            let breakers = || file.breaker.get(name).map(|s| &s.closed.at);
            let known = switches.or_else(breakers).filter(|at| at.source.is_some());
            known.or_else(|| place(&elements, Subject::Element(name)))
        });
        let named: Vec<String> = open.iter().map(|name| format!("`{name}`")).collect();
        let (named, verb) = (
            named.join(" and "),
            if open.len() > 1 { "are" } else { "is" },
        );
        found.push(
            Diagnostic::error(
                "not-fed",
                format!("`{bus}` is fed by nothing at time zero, because {named} {verb} open"),
            )
            .at(origin.flatten().unwrap_or(&file.circuit.name.at), "open at time zero")
            .reason("its loads ask for power then, so the circuit has no rest to look at")
            .help(
                "set closed = true, or follow it over time: `halltwin power transient` with start = \"given\"",
            ),
        );
    }
    found
}

/// What a fault of a network is about.
fn subject(fault: &GridError) -> Subject<'_> {
    match fault {
        GridError::NotFed { bus } => Subject::Node(bus),
        GridError::Duplicate { name, .. }
        | GridError::UnknownBus { name, .. }
        | GridError::SameEnds { name, .. }
        | GridError::Line { name, .. }
        | GridError::Load { name, .. }
        | GridError::Reversed { name, .. }
        | GridError::Source { name, .. }
        | GridError::Conflict { name }
        | GridError::Converter { name, .. }
        | GridError::Dynamic { name }
        | GridError::Circle { name } => Subject::Element(name),
        // About the circuit as a whole.
        GridError::NoSource => Subject::Element(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::electrical::circuit::Circuit;

    #[test]
    fn all_faults_come_at_once_and_each_where_it_stands() {
        let text = r#"
[circuit]
name = "two faults"
[source.grid]
from = "s"
voltage = "800 V"
[line.far]
from = "x"
to = "y"
resistance = "1 mohm"
[line.spur]
from = "s"
to = "s"
resistance = "1 mohm"
[battery.flat]
from = "s"
cells = 200
charge = "100 A h"
open_circuit = [3.0, 0.1, 0.2, 5.0]
resistance = "10 mohm"
resistance_1 = "10 mohm"
capacitance_1 = "1 kF"
resistance_2 = "10 mohm"
capacitance_2 = "1 kF"
cutoff_voltage = "700 V"
"#;
        let (file, _) = crate::config::circuit::from_text(text, "t.toml").unwrap();
        let faults = Circuit::from_file(&file).unwrap_err();
        let found = placed(&file, &faults);
        let told: Vec<String> = found
            .iter()
            .map(|d| format!("{} {}", d.origin(), d.message))
            .collect();
        let expected = ["t.toml:8:8 ", "t.toml:9:6 ", "t.toml:11:", "t.toml:15:"];
        assert_eq!(told.len(), expected.len(), "{told:#?}");
        for (told, place) in told.iter().zip(expected) {
            assert!(told.starts_with(place), "{told} is not at {place}");
        }
        assert!(told[3].contains("below its cut-off"), "{}", told[3]);
    }
}
