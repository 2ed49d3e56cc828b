use super::*;
use crate::model::electrical::circuit::*;
use crate::physics::electrical::zip_load::{Rating, ZipLoad};

fn constant_power(floor: f64) -> ZipLoad {
    ZipLoad::new(&Rating {
        nominal: 800.0,
        floor,
        resistance_share: 0.0,
        current_share: 0.0,
    })
    .unwrap()
}

fn line(name: &str, ends: Ends, r: f64, l: f64) -> Series {
    Series {
        name: name.to_owned(),
        ends,
        resistance: r,
        open_resistance: f64::INFINITY,
        inductance: l,
        emf: None,
        start: 0.0,
        gate: None,
    }
}

fn capacitor(name: &str, ends: Ends, c: f64) -> Capacitor {
    Capacitor {
        name: name.to_owned(),
        ends,
        capacitance: c,
        resistance: 0.0,
        start: 0.0,
    }
}

/// A rack of constant power behind a line, as in the reference case c02.
fn rack(points: Vec<[f64; 2]>, farad: f64) -> Circuit {
    let mut b = CircuitBuilder::new();
    let ends = b.ends("s", "0");
    b.ideal("grid", ends, Waveform::constant(800.0));
    let ends = b.ends("s", "b");
    b.series(line("l", ends, 0.00226, 1e-5));
    let ends = b.ends("b", "0");
    b.capacitor(capacitor("c", ends, farad));
    let power = b.waveform(Waveform::new("p", points, None).unwrap());
    b.load(Load {
        name: "p".to_owned(),
        ends,
        power,
        least: f64::NEG_INFINITY,
        law: constant_power(400.0),
        tracking: None,
        gate: None,
    });
    b.build().unwrap()
}

/// Rows of a reference waveform.
fn reference(name: &str) -> Option<Vec<Vec<f64>>> {
    let folder = std::env::var_os("HALLTWIN_REFERENCE").map_or_else(
        || concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference").into(),
        std::path::PathBuf::from,
    );
    let text = std::fs::read_to_string(folder.join("power/transient").join(name)).ok()?;
    let row = |line: &str| line.split(',').map(|x| x.parse().unwrap()).collect();
    Some(text.lines().skip(1).map(row).collect())
}

#[test]
fn a_step_of_one_rack_agrees_with_ngspice() {
    let Some(rows) = reference("c02_step.csv") else {
        println!("skipped: a_step_of_one_rack_agrees_with_ngspice: reference folder absent");
        return;
    };
    let circuit = rack(
        vec![[0.0, 3e4], [0.001, 3e4], [0.0011, 1e5], [0.05, 1e5]],
        0.002,
    );
    let record = march(
        &circuit,
        Window::new(0.05, 1e-5),
        &[Probe::Node(2), Probe::Series(0)],
    )
    .unwrap();
    let worst = |k: usize| {
        rows.iter()
            .zip(&record.columns[k])
            .fold(0.0f64, |m, (r, y)| m.max((r[k + 1] - y).abs()))
    };
    println!(
        "{:.3e} V {:.3e} A, {} steps {} rejected {} iterations, ledger {:.1e}",
        worst(0),
        worst(1),
        record.steps,
        record.rejected,
        record.iterations,
        record.energies.residual()
    );
    assert_eq!(record.time.len(), rows.len());
    assert!(worst(0) < 5e-3 && worst(1) < 5e-2);
    assert!(record.energies.residual().abs() < 1e-11);
}
