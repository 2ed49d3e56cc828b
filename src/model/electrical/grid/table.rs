//! A bus–line–load table as a network.

use super::{GROUND, Grid, GridBuilder, GridError, Hold, Line};
use crate::config::bus_table::{BusTable, Supply};
use crate::physics::electrical::polynomial_load::PolynomialLoad;

/// How the neutral of a three-wire network is earthed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Neutral {
    /// At the source alone: the neutral conductor carries what the poles differ by.
    #[default]
    Floating,
    /// At every bus: the earth carries it without loss.
    Solid,
}

impl Grid {
    /// The network of a table; nodes bear the bus numbers, with p, o and n before them on three wires.
    ///
    /// # Errors
    /// Everything that keeps the table from being a network.
    pub fn from_table(table: &BusTable, neutral: Neutral) -> Result<Self, Vec<GridError>> {
        match table.supply {
            Supply::Unipolar(volts) => unipolar(table, volts),
            Supply::ThreeWire(poles) => three_wire(table, poles, neutral),
        }
    }
}

/// Conductors and the names of what they join.
fn conductor(name: String, resistance: f64) -> Line {
    Line {
        name,
        ends: [GROUND; 2],
        resistance,
        coefficient: 0.0,
        ambient: 20.0,
        rise: 0.0,
        rated: f64::INFINITY,
    }
}

fn unipolar(table: &BusTable, volts: f64) -> Result<Grid, Vec<GridError>> {
    let mut b = GridBuilder::new();
    for bus in &table.buses {
        b.node(&bus.to_string());
    }
    let slack = table.slack.to_string();
    b.source(
        "slack",
        Hold::Stiff(volts),
        f64::INFINITY,
        [Some(&slack), None],
    );
    for (i, line) in table.lines.iter().enumerate() {
        let [from, to] = line.ends.map(|bus| bus.to_string());
        let name = format!("line {} ({from}–{to})", i + 1);
        b.line(conductor(name, line.resistance), [&from, &to]);
    }
    for (bus, load) in &table.loads {
        let at = bus.to_string();
        let law = PolynomialLoad::constant_power(load.upper);
        b.load(&format!("load {bus}"), law, [Some(&at), None]);
    }
    b.build()
}

fn three_wire(table: &BusTable, poles: [f64; 2], neutral: Neutral) -> Result<Grid, Vec<GridError>> {
    let mut b = GridBuilder::new();
    let wires = |bus: u32| ["p", "o", "n"].map(|wire| format!("{wire}{bus}"));
    for &bus in &table.buses {
        for node in wires(bus) {
            b.node(&node);
        }
        if bus == table.slack || neutral == Neutral::Solid {
            b.earth(&wires(bus)[1]);
        }
    }
    let [p, o, n] = wires(table.slack);
    for (name, volts, ends) in [("upper", poles[0], [&p, &o]), ("lower", poles[1], [&o, &n])] {
        let ends = ends.map(|node| Some(node.as_str()));
        b.source(name, Hold::Stiff(volts), f64::INFINITY, ends);
    }
    for (i, line) in table.lines.iter().enumerate() {
        let (from, to) = (wires(line.ends[0]), wires(line.ends[1]));
        for (from, to) in from.iter().zip(&to) {
            let name = format!("line {} ({from}–{to})", i + 1);
            b.line(conductor(name, line.resistance), [from, to]);
        }
    }
    for (bus, load) in &table.loads {
        let [p, o, n] = wires(*bus);
        let parts = [
            (load.upper, [&p, &o], "p–o"),
            (load.lower, [&o, &n], "o–n"),
            (load.across, [&p, &n], "p–n"),
        ];
        for (power, ends, pair) in parts.into_iter().filter(|(power, ..)| *power != 0.0) {
            let law = PolynomialLoad::constant_power(power);
            let ends = ends.map(|node| Some(node.as_str()));
            b.load(&format!("load {bus} {pair}"), law, ends);
        }
    }
    b.build()
}
