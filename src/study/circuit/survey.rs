//! Everything that is wrong with a circuit, in one go: what cannot be read does not hide what cannot be, and neither
//! hides that the loads are more than the rest can carry.
//!
//! Where something is faulty the circuit is taken at its best for this: faulty lines and switches without resistance,
//! other faulty elements and all that nothing feeds left out. Loads that are too much even then are too much. Where a
//! source is faulty nothing can be said.

use super::place::placed;
use crate::config::circuit::{CircuitFile, Load, Sketch};
use crate::config::{At, Diagnostic, Diagnostics, Named};
use crate::model::electrical::circuit::{Circuit, CircuitError, Subject};
use crate::model::electrical::grid::Grid;
use crate::solver::electrics::grid::{GridFault, GridFlow};

/// Problems of single fields, beside which the rest of a file says what was meant.
const OF_FIELDS: [&str; 8] = [
    "out-of-range",
    "wrong-unit",
    "wrong-type",
    "wrong-curve",
    "missing-key",
    "unknown-key",
    "unknown-word",
    "unknown-name",
];
/// Resistance that stands for none \[Ω\].
const NONE: f64 = 1e-9;
/// Faulty elements are taken out this many times, at most.
const ROUNDS: usize = 20;

/// Adds to `found`, what reading told, what building and solving tell of the rest; nothing where tables are missing.
pub(super) fn survey(sketch: Sketch, found: &mut Diagnostics) {
    if !found
        .iter()
        .all(|problem| OF_FIELDS.contains(&problem.code))
    {
        return;
    }
    let Sketch { mut file, doubtful } = sketch;
    let doubtful: Vec<(&str, &str)> = doubtful.iter().filter_map(|p| p.split_once('.')).collect();
    let named = |name: &str| doubtful.iter().any(|(_, n)| of_element(name, n));
    let left_out = doubtful
        .iter()
        .any(|(family, name)| !stands(&file, family, name));
    if let Err(mut faults) = Circuit::from_file(&file) {
        faults.retain(|fault| match fault.subject() {
            Subject::Element(name) => !named(name),
            // What is left out may be what feeds it.
            Subject::Node(_) => !left_out,
        });
        found.extend(placed(&file, &faults).iter().cloned());
    }
    if !doubtful.iter().any(|(family, _)| *family == "source") {
        at_its_best(&mut file, &doubtful);
        found.extend(beyond(file));
    }
    found.sort();
}

/// The faults of a circuit that was read well, and whether the rest could carry its loads.
pub(super) fn faults(file: &CircuitFile, faults: &[CircuitError]) -> Diagnostics {
    let mut found = placed(file, faults);
    found.extend(beyond(file.clone()));
    found.sort();
    found
}

/// True where `name` is that of `element` or of a part of it.
fn of_element(name: &str, element: &str) -> bool {
    let rest = name.strip_prefix(element);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

macro_rules! every_family {
    ($do:ident) => {
        $do!(
            source, line, capacitor, load, switch, breaker, fuse, fault, varistor, diode, battery,
            converter, smoother
        )
    };
}

/// Whether the table is among those that were read.
fn stands(file: &CircuitFile, family: &str, name: &str) -> bool {
    macro_rules! known {
        ($($family:ident),*) => {
            match family {
                $(stringify!($family) => file.$family.get(name).is_some(),)*
                _ => true,
            }
        };
    }
    every_family!(known)
}

/// Doubtful conductors lose nothing, everything else that is doubtful is left out.
fn at_its_best(file: &mut CircuitFile, doubtful: &[(&str, &str)]) {
    let is = |family: &str, name: &str| doubtful.contains(&(family, name));
    macro_rules! conducts {
        ($($family:ident),*) => {$(
            file.$family.retain(|e| {
                if is(stringify!($family), &e.name) {
                    let best: &mut At<f64> = &mut e.value.resistance;
                    best.value = NONE;
                }
                true
            });
        )*};
    }
    macro_rules! left_out {
        ($($family:ident),*) => {$(
            file.$family.retain(|e| !is(stringify!($family), &e.name));
        )*};
    }
    conducts!(line, switch, breaker);
    left_out!(
        capacitor, load, fuse, fault, varistor, diode, battery, converter, smoother
    );
}

/// The one problem of a circuit whose loads exceed what it can carry at rest, once all that is faulty is taken out.
fn beyond(mut file: CircuitFile) -> Option<Diagnostic> {
    let circuit = (0..ROUNDS).find_map(|_| match Circuit::from_file(&file) {
        Ok(circuit) => Some(Some(circuit)),
        Err(faults) => (!take_out(&mut file, &faults)).then_some(None),
    })??;
    let grid = Grid::from_circuit(&circuit, |_| None).ok()?;
    match GridFlow::new(&grid).solve(&grid, 1.0) {
        Err(GridFault::Collapse { bus, margin }) => Some(collapse(&file, &bus, margin)),
        _ => None,
    }
}

/// The problem of loads that are too much, at the load of the bus that gives way first.
pub(super) fn collapse(file: &CircuitFile, bus: &str, margin: f64) -> Diagnostic {
    let problem = Diagnostic::error(
        "collapse",
        format!(
            "the loads are more than the circuit can carry: all of them may be at most {margin:.6} of what is asked, \
             and `{bus}` gives way first"
        ),
    )
    .reason("beyond it constant power at a falling voltage takes more current than conductors and sources give")
    .help("lower the loads, raise limits of current, or feed it by conductors of less resistance");
    let there = |from: &str, to: &str| from == bus || to == bus;
    let mut loads = file.load.iter();
    let mut converters = file.converter.iter();
    let place = loads
        .find(|l| there(&l.from, &l.to))
        .map(|l| &l.power.at)
        .or_else(|| {
            converters
                .find(|c| there(&c.from, &c.from_return))
                .map(|c| &c.at)
        })
        .or_else(|| {
            let most = |l: &Named<Load>| l.power.iter().fold(0.0f64, |m, p| m.max(p[1]));
            let largest = file.load.iter().max_by(|a, b| most(a).total_cmp(&most(b)));
            largest.map(|l| &l.power.at)
        });
    problem.at(place.unwrap_or(&file.circuit.name.at), "asked for here")
}

/// Takes out the elements that `faults` are about and those at nodes that nothing feeds; false where that changes
/// nothing, or where a source is faulty.
fn take_out(file: &mut CircuitFile, faults: &[CircuitError]) -> bool {
    let of_source = |fault: &CircuitError| match fault.subject() {
        Subject::Element(name) => file.source.iter().any(|s| of_element(name, &s.name)),
        Subject::Node(_) => false,
    };
    if faults.iter().any(of_source) {
        return false;
    }
    let about = |name: &str, ends: [&str; 2]| {
        faults.iter().any(|fault| match fault.subject() {
            Subject::Element(faulty) => of_element(faulty, name),
            Subject::Node(node) => ends.contains(&node),
        })
    };
    let mut taken = false;
    macro_rules! each {
        ($($family:ident),*) => {$(
            file.$family.retain(|e| {
                let out = about(&e.name, [e.from.as_str(), e.to.as_str()]);
                taken |= out;
                !out
            });
        )*};
    }
    every_family!(each);
    taken
}
