//! Ranges that belong to no law of a unit: loss tables of converters, the rise of busways, and the coolant of each circuit.
//!
//! What was reached and how long it lay outside is added up like the ranges of curves ([`Outside`]): of a loss table the
//! load of its modules over their rating, of a busway its current over that at which its rise is proved, of a circuit its
//! coldest and warmest node.

use super::solved::Copied;
use super::tally::Outside;
use crate::model::Model;
use crate::model::electrical::PowerTree;
use crate::results::ValidityLine;
use crate::solver::Stepper;
use crate::solver::electrics::audit::{outside_tables, tables};
use serde::{Deserialize, Serialize};

/// Sums over loss tables and circuits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ranges {
    /// By kind of converter.
    tables: Vec<Outside>,
    /// By busway.
    busways: Vec<Outside>,
    /// By circuit.
    circuits: Vec<Outside>,
    /// Circuit of each node.
    circuit_of: Vec<u32>,
    /// Least and greatest enthalpy in each circuit in the last step [J/kg].
    span: Vec<[f64; 2]>,
    /// Least and greatest enthalpy in each circuit so far [J/kg].
    reached: Vec<[f64; 2]>,
    /// Enthalpy at the ends of the range of each circuit's coolant [J/kg].
    limits: Vec<[f64; 2]>,
    /// Circuits' fluids, by their place among the coolants.
    fluid: Vec<u32>,
}

/// Current over rating above which a busway counts as beyond it: rounding aside, its own.
const FULL: f64 = 1.0 + 1e-6;
/// Span of no enthalpy at all [J/kg]: any is outside it.
const NOWHERE: [f64; 2] = [f64::MAX, f64::MIN];

/// Nodes that coolant joins: circuit of each, and the number of circuits.
fn circuits(model: &Model) -> (Vec<u32>, usize) {
    let coolant = &model.coolant;
    let mut root: Vec<u32> = (0..coolant.nodes() as u32).collect();
    fn find(root: &mut [u32], mut n: u32) -> u32 {
        while root[n as usize] != n {
            root[n as usize] = root[root[n as usize] as usize];
            n = root[n as usize];
        }
        n
    }
    for (from, to) in coolant.from.iter().zip(&coolant.to) {
        let (a, b) = (find(&mut root, *from), find(&mut root, *to));
        root[a.max(b) as usize] = a.min(b);
    }
    let mut number = vec![u32::MAX; root.len()];
    let mut count = 0;
    let of = (0..root.len() as u32).map(|n| {
        let r = find(&mut root, n) as usize;
        if number[r] == u32::MAX {
            number[r] = count;
            count += 1;
        }
        number[r]
    });
    let of = of.collect();
    (of, count as usize)
}

impl Ranges {
    /// Zeros for `model`.
    pub fn new(model: &Model) -> Self {
        let (circuit_of, count) = circuits(model);
        let mut fluid = vec![0; count];
        for (node, circuit) in circuit_of.iter().enumerate() {
            fluid[*circuit as usize] = u32::from(model.coolant.node_fluid[node]);
        }
        let ends = |fluid: &u32| {
            let fluid = &model.coolant.fluids[*fluid as usize];
            fluid.range().map(|t| fluid.enthalpy(t))
        };
        Self {
            limits: fluid.iter().map(ends).collect(),
            reached: vec![NOWHERE; count],
            tables: vec![Outside::default(); tables(&model.power).count()],
            busways: vec![Outside::default(); model.power.conductors.len()],
            circuits: vec![Outside::default(); count],
            circuit_of,
            span: vec![[0.0; 2]; count],
            fluid,
        }
    }

    /// Adds a step of `dt` \[s\].
    pub fn add(&mut self, stepper: &Stepper, model: &Model, dt: f64) {
        self.add_tables(&model.power, stepper, dt);
        self.add_busways(&model.power, stepper, dt);
        self.span.fill(NOWHERE);
        for (h, circuit) in stepper.node_enthalpy().iter().zip(&self.circuit_of) {
            let [low, high] = &mut self.span[*circuit as usize];
            (*low, *high) = (low.min(*h), high.max(*h));
        }
        for (i, [low, high]) in self.span.iter().enumerate() {
            let (reached, sum) = (&mut self.reached[i], &mut self.circuits[i]);
            if *low < reached[0] || *high > reached[1] {
                *reached = [reached[0].min(*low), reached[1].max(*high)];
                let fluid = &model.coolant.fluids[self.fluid[i] as usize];
                sum.widen(reached.map(|h| fluid.temperature(h)));
            }
            if *low < self.limits[i][0] || *high > self.limits[i][1] {
                sum.seconds += dt;
            }
        }
    }

    fn add_tables(&mut self, tree: &PowerTree, stepper: &Stepper, dt: f64) {
        let sums = &mut self.tables;
        // Rows of a kind stand side by side: its time is counted once for all of them.
        let mut counted = usize::MAX;
        outside_tables(tree, stepper.power_flow(), |kind, row, share, covered| {
            let sum = &mut sums[kind];
            sum.widen([share; 2]);
            if !covered {
                sum.energy += tree.copies[row] * stepper.power_flow().output[row] * dt;
                if counted != kind {
                    sum.seconds += dt;
                    counted = kind;
                }
            }
        });
    }

    fn add_busways(&mut self, tree: &PowerTree, stepper: &Stepper, dt: f64) {
        let flow = stepper.power_flow();
        for (&row, sum) in tree.conductors.iter().zip(&mut self.busways) {
            let row = row as usize;
            let load = flow.amps[row] / tree.rated_current[row];
            sum.widen([load; 2]);
            if load > FULL {
                sum.seconds += dt;
                sum.energy += flow.output[row] * dt;
            }
        }
    }

    /// The sums of the hall `full`.
    pub(super) fn spread(&self, full: &Model, of: &Copied) -> Self {
        let (part, quotient) = (&of.quotient.model, &of.quotient);
        let place = |row: &u32| part.power.conductors.iter().position(|r| r == row);
        let conductors = full.power.conductors.iter();
        let busways = conductors.filter_map(|row| place(&quotient.rows[*row as usize]));
        let mut whole = Self::new(full);
        whole.busways = busways.map(|at| self.busways[at]).collect();
        whole.tables.clone_from(&self.tables);
        for (node, at) in whole.circuit_of.iter().zip(&quotient.nodes) {
            let (circuit, stands) = (*node as usize, self.circuit_of[*at as usize] as usize);
            whole.circuits[circuit] = self.circuits[stands];
            whole.reached[circuit] = self.reached[stands];
        }
        whole
    }

    /// Adds the sums of a later part of the same study.
    pub fn join(&mut self, later: &Self) {
        let tables = self.tables.iter_mut().zip(&later.tables);
        let busways = self.busways.iter_mut().zip(&later.busways);
        let circuits = self.circuits.iter_mut().zip(&later.circuits);
        for (sum, later) in tables.chain(busways).chain(circuits) {
            sum.join(later);
        }
    }

    /// Lines of the table of ranges.
    pub fn lines(&self, model: &Model) -> Vec<ValidityLine> {
        let tree = &model.power;
        let table = |(run, sum): (&crate::model::electrical::Run, &Outside)| {
            let unit = &tree.units[run.unit];
            let names = &tree.names[run.rows.clone()];
            let more = names.len() - 1;
            let component = match more {
                0 => names[0].clone(),
                _ => format!("{} and {more} alike", names[0]),
            };
            let what = ["loss table", "load of a module", "1"];
            line(
                what,
                component,
                unit.module.range().map(|p| p / unit.rated),
                sum,
            )
        };
        let of_tables = tables(tree).zip(&self.tables).map(table);
        let busway = |(row, sum): (&u32, &Outside)| {
            let what = ["temperature rise", "current over rating", "1"];
            line(what, tree.names[*row as usize].clone(), [0.0, 1.0], sum)
        };
        let rated = |(row, _): &(&u32, &Outside)| tree.rated_current[**row as usize].is_finite();
        let busways = tree.conductors.iter().zip(&self.busways);
        let of_busways = busways.filter(rated).map(busway);
        let circuit = |(number, sum): (usize, &Outside)| {
            let fluid = &model.coolant.fluids[self.fluid[number] as usize];
            let curve = format!("properties of {}", fluid.name());
            let what = [curve.as_str(), "temperature", "°C"];
            line(what, self.circuit_name(model, number), fluid.range(), sum)
        };
        let of_circuits = self.circuits.iter().enumerate().map(circuit);
        let known = |l: &ValidityLine| l.range.iter().all(|r| r.is_finite());
        let all = of_tables.chain(of_busways).chain(of_circuits);
        all.filter(known).collect()
    }

    /// What drives a circuit, else its first node.
    fn circuit_name(&self, model: &Model, number: usize) -> String {
        let e = &model.equipment;
        let here = |link: u32| {
            let from = model.coolant.from[link as usize];
            self.circuit_of[from as usize] as usize == number
        };
        let pumps = e.loop_pumps.groups.iter().map(|g| g.link);
        if let Some(i) = pumps.clone().position(here) {
            return e.units[e.loop_pumps.first + i].name.clone();
        }
        let mut cdus = e.cdus.cdus.iter().map(|c| c.pump_link);
        if let Some(i) = cdus.position(here) {
            return format!("{}, technology side", e.units[e.cdus.first + i].name);
        }
        let first = self.circuit_of.iter().position(|c| *c as usize == number);
        first.map_or_else(String::new, |node| model.node_names[node].clone())
    }
}

fn line(
    [curve, variable, unit]: [&str; 3],
    component: String,
    range: [f64; 2],
    sum: &Outside,
) -> ValidityLine {
    ValidityLine {
        curve: curve.to_owned(),
        component,
        variable: variable.to_owned(),
        unit: unit.to_owned(),
        range,
        reached: sum.reached,
        hours_outside: sum.seconds / 3_600.0,
        kwh_outside: sum.energy / super::summary::KWH,
    }
}
