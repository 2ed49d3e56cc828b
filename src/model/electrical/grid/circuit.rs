//! A circuit at rest as a network: what a load flow sees of it.
//!
//! Inductors and capacitors have no say at rest, switches are resistances as they stand at time zero,
//! loads draw their power of time zero. Sources keep droop and limit of current, converters their
//! efficiency and idle loss; a battery is its open-circuit voltage behind R0.

use super::{GROUND, Grid, GridBuilder, GridError, Hold, Line};
use crate::model::electrical::circuit::{self as drawn, Circuit, Device, Ends, Law};
use crate::physics::electrical::converter::Converter;
use crate::physics::electrical::droop::{Droop, Rating};
use crate::physics::electrical::loss_table::LossTable;
use crate::physics::electrical::polynomial_load::PolynomialLoad;

/// Rated power of a converter that has no limit of current \[W\]: beyond any hall.
pub const WITHOUT_LIMIT: f64 = 1e12;

/// Name of the return where conductors lead to it.
const RETURN: &str = "ground";

impl Grid {
    /// The network of `circuit` at time zero; `rated` tells the rated current of a line \[A\].
    ///
    /// # Errors
    /// Everything that keeps the circuit from being a network at rest.
    pub fn from_circuit(
        circuit: &Circuit,
        rated: impl Fn(&str) -> Option<f64>,
    ) -> Result<Self, Vec<GridError>> {
        let mut b = GridBuilder::new();
        for (node, name) in circuit.nodes.iter().enumerate().skip(1) {
            if carries(circuit, node as u32) {
                b.node(name);
            }
        }
        let at_return = |e: Ends| e.from == drawn::GROUND || e.to == drawn::GROUND;
        let conductors = circuit.series.iter().filter(|s| s.emf.is_none());
        if conductors.into_iter().any(|s| at_return(s.ends)) {
            b.node(RETURN);
            b.earth(RETURN);
        }
        for fixed in &circuit.fixed {
            stiff(&mut b, circuit, fixed);
        }
        for series in &circuit.series {
            line(&mut b, circuit, series, &rated);
        }
        for load in &circuit.loads {
            consumer(&mut b, circuit, load);
        }
        for device in &circuit.devices {
            self::device(&mut b, circuit, device);
        }
        b.build()
    }
}

/// True where anything but a capacitor ends at `node`.
fn carries(circuit: &Circuit, node: u32) -> bool {
    let at = |e: Ends| e.from == node || e.to == node;
    circuit.fixed.iter().any(|f| f.node == node)
        || circuit.series.iter().any(|s| at(s.ends))
        || circuit.loads.iter().any(|l| at(l.ends))
        || circuit.devices.iter().any(|d| at(d.ends))
}

fn end(circuit: &Circuit, node: u32) -> Option<&str> {
    (node != drawn::GROUND).then(|| circuit.nodes[node as usize].as_str())
}

fn ends(circuit: &Circuit, e: Ends) -> [Option<&str>; 2] {
    [end(circuit, e.from), end(circuit, e.to)]
}

fn closed(circuit: &Circuit, gate: Option<u32>) -> bool {
    gate.is_none_or(|g| circuit.gates[g as usize].closed)
}

/// An ideal source, whichever way round it stands.
fn stiff(b: &mut GridBuilder, circuit: &Circuit, fixed: &drawn::Fixed) {
    let volts = circuit.waveforms[fixed.voltage as usize].value(0.0);
    let node = end(circuit, fixed.node);
    let ends = if volts < 0.0 {
        [None, node]
    } else {
        [node, None]
    };
    b.source(&fixed.name, Hold::Stiff(volts.abs()), f64::INFINITY, ends);
}

/// A line, a switch as it stands, or a source behind its resistance.
fn line(
    b: &mut GridBuilder,
    circuit: &Circuit,
    series: &drawn::Series,
    rated: &impl Fn(&str) -> Option<f64>,
) {
    let on = closed(circuit, series.gate);
    let resistance = if on {
        series.resistance
    } else {
        series.open_resistance
    };
    if resistance.is_infinite() {
        return;
    }
    let around = ends(circuit, series.ends);
    let rated = rated(&series.name).unwrap_or(f64::INFINITY);
    if let Some(w) = series.emf {
        let volts = circuit.waveforms[w as usize].value(0.0);
        let rating = Rating {
            volts,
            resistance,
            limit: f64::INFINITY,
            reversible: true,
        };
        return droop(b, &series.name, rating, around);
    }
    let [from, to] = around.map(|end| end.unwrap_or(RETURN));
    let line = Line {
        name: series.name.clone(),
        ends: [GROUND; 2],
        resistance,
        coefficient: 0.0,
        ambient: 20.0,
        rise: 0.0,
        rated,
    };
    b.line(line, [from, to]);
}

fn consumer(b: &mut GridBuilder, circuit: &Circuit, load: &drawn::Load) {
    if !closed(circuit, load.gate) {
        return;
    }
    let asked = circuit.waveforms[load.power as usize].value(0.0);
    let power = asked.max(load.least);
    let law = PolynomialLoad {
        power: power * load.law.power,
        current: power * load.law.current,
        conductance: power * load.law.conductance,
    };
    b.load(&load.name, law, ends(circuit, load.ends));
}

fn droop(b: &mut GridBuilder, name: &str, rating: Rating, ends: [Option<&str>; 2]) {
    match Droop::new(&rating) {
        Ok(droop) => {
            b.source(name, Hold::Droop(droop), rating.limit, ends);
        }
        Err(error) => b.fault(GridError::Source {
            name: name.to_owned(),
            error,
        }),
    }
}

fn device(b: &mut GridBuilder, circuit: &Circuit, device: &Device) {
    if !closed(circuit, device.gate) {
        return;
    }
    let around = ends(circuit, device.ends);
    match &device.law {
        Law::Regulator { .. } => {
            let index = circuit.devices.iter().position(|d| std::ptr::eq(d, device));
            let fed = circuit.devices.iter().any(
                |d| matches!(&d.law, Law::Input { output, .. } if Some(*output as usize) == index),
            );
            if let (false, Some(rating)) = (fed, regulator(circuit, &device.law)) {
                droop(b, &device.name, rating, around);
            }
        }
        Law::Battery { string, start } => {
            let rating = Rating {
                volts: string.open_circuit(start[0]).0,
                resistance: string.rating.resistance,
                limit: f64::INFINITY,
                reversible: true,
            };
            droop(b, &device.name, rating, around);
        }
        Law::Input {
            output,
            efficiency,
            idle,
            ..
        } => converter(b, circuit, device, *output, *efficiency, *idle),
        // Below its varistor voltage a varistor leaks microamperes.
        Law::Varistor(_) => {}
        Law::Diode(_) | Law::Smoother { .. } => {
            b.fault(GridError::Dynamic {
                name: device.name.clone(),
            });
        }
    }
}

fn regulator(circuit: &Circuit, law: &Law) -> Option<Rating> {
    match law {
        Law::Regulator {
            voltage,
            resistance,
            limits,
            ..
        } => Some(Rating {
            volts: circuit.waveforms[*voltage as usize].value(0.0),
            resistance: *resistance,
            limit: limits[1],
            reversible: limits[0] < 0.0,
        }),
        _ => None,
    }
}

fn converter(
    b: &mut GridBuilder,
    circuit: &Circuit,
    device: &Device,
    output: u32,
    efficiency: f64,
    idle: f64,
) {
    let out = &circuit.devices[output as usize];
    let Some(rating) = regulator(circuit, &out.law) else {
        return;
    };
    let rated = (rating.limit * rating.volts).min(WITHOUT_LIMIT);
    let table = LossTable::quadratic(idle, 1.0 / efficiency - 1.0, 0.0, rated);
    let unit = table
        .map_err(Into::into)
        .and_then(|t| Converter::single(rated, t));
    match (unit, Droop::new(&rating)) {
        (Ok(unit), Ok(droop)) => b.converter(
            &device.name,
            unit,
            Hold::Droop(droop),
            ends(circuit, device.ends),
            ends(circuit, out.ends),
        ),
        (_, Err(error)) => b.fault(GridError::Source {
            name: device.name.clone(),
            error,
        }),
        (Err(error), _) => b.fault(GridError::Converter {
            name: device.name.clone(),
            error,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::electrical::circuit::{CircuitBuilder, Load, Series, Waveform};
    use crate::physics::electrical::zip_load;

    /// 800 V behind a droop and a line, a rack at the end, beside a coil that only counts in time.
    #[test]
    fn a_rest_is_drawn_without_what_only_stores() {
        let mut b = CircuitBuilder::new();
        let series = |name: &str, ends, resistance, emf| Series {
            name: name.to_owned(),
            ends,
            resistance,
            open_resistance: f64::INFINITY,
            inductance: 1e-5,
            emf,
            start: 0.0,
            gate: None,
        };
        let volts = b.waveform(Waveform::constant(800.0));
        let ends = b.ends("s", "0");
        b.series(series("grid", ends, 0.01, Some(volts)));
        let ends = b.ends("s", "b");
        b.series(series("cable", ends, 0.02, None));
        let (ends, power) = (b.ends("b", "0"), b.waveform(Waveform::constant(1e5)));
        let law = zip_load::ZipLoad::new(&zip_load::Rating {
            nominal: 800.0,
            floor: 400.0,
            resistance_share: 0.25,
            current_share: 0.25,
        });
        b.load(Load {
            name: "rack".to_owned(),
            ends,
            power,
            least: f64::NEG_INFINITY,
            law: law.unwrap(),
            tracking: None,
            gate: None,
        });
        let circuit = b.build().unwrap();
        let grid = Grid::from_circuit(&circuit, |_| Some(150.0)).unwrap();
        assert_eq!(
            (grid.lines.len(), grid.sources.len(), grid.loads.len()),
            (1, 1, 1)
        );
        assert_eq!(grid.lines[0].rated, 150.0);
        let law = grid.loads[0].law;
        let at_nominal = law.power + law.current * 800.0 + law.conductance * 800.0 * 800.0;
        assert!((at_nominal - 1e5).abs() < 1e-9);
    }
}
