//! Where in the file a fault of a circuit stands.

use crate::config::circuit::CircuitFile;
use crate::config::{Diagnostic, Diagnostics, Origin};
use crate::model::electrical::circuit::{CircuitError, Subject};

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

/// The faults with their places, in the order of the file.
pub(super) fn placed(file: &CircuitFile, faults: &[CircuitError]) -> Diagnostics {
    let elements = elements(file);
    let place = |fault: &CircuitError| match fault.subject() {
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
    };
    let mut found = Diagnostics::default();
    for fault in faults {
        let problem = Diagnostic::error("circuit", fault.to_string());
        let origin = place(fault).unwrap_or(&file.circuit.name.at);
        found.push(problem.at(origin, "here"));
    }
    found.sort();
    found
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
[line.stub]
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
