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

/// Eigenvalues of the rack behind its line with `farad`: those of the pencil by hand.
fn by_hand(farad: f64) -> Complex {
    let (r, l, p) = (0.00226, 1e-5, 1e5);
    let v = 0.5 * (800.0 + f64::sqrt(800.0 * 800.0 - 4.0 * p * r));
    let (a, d) = (-r / l, p / (farad * v * v));
    let half = 0.5 * (a + d);
    Complex::new(half, (1.0 / (l * farad) + a * d - half * half).sqrt())
}

#[test]
fn eigenvalues_of_a_stable_and_an_unstable_rack() {
    for (farad, published) in [
        (2e-3, Some((-73.909_887_730_334, 7_069.431_985_509_853))),
        (8e-4, Some((-15.274_719_325_834_4, 11_178.353_852_696_05))),
        (6e-4, None),
    ] {
        let circuit = rack(vec![[0.0, 1e5]], farad);
        let all = eigenvalues(&circuit).unwrap();
        assert_eq!(all.len(), 2);
        let hand = by_hand(farad);
        assert!(
            (all[0].re / hand.re - 1.0).abs() < 1e-8,
            "{:?} {hand:?}",
            all
        );
        assert!((all[0].im.abs() / hand.im - 1.0).abs() < 1e-10);
        if let Some((re, im)) = published {
            assert!(
                (all[0].re / re - 1.0).abs() < 1e-8 && (all[0].im.abs() / im - 1.0).abs() < 1e-10
            );
        }
    }
}

#[test]
fn impedance_of_the_rack_is_that_of_its_three_branches() {
    let circuit = rack(vec![[0.0, 1e5]], 2e-3);
    let mut small = SmallSignal::new(&circuit).unwrap();
    let v = 0.5 * (800.0 + f64::sqrt(800.0 * 800.0 - 4.0e5 * 0.00226));
    for f in [1.0, 100.0, 1_125.0, 1e5] {
        small.at(f);
        let w = std::f64::consts::TAU * f;
        let line = Complex::new(0.00226, w * 1e-5).inverse();
        let y = line + Complex::new(-1e5 / (v * v), w * 2e-3);
        let z = small.impedance(circuit.loads[0].ends);
        assert!((z * y - Complex::real(1.0)).abs() < 1e-10, "{f} Hz");
        let source = (line + Complex::new(0.0, w * 2e-3)).inverse();
        let gain = source.abs() * 1e5 / (v * v);
        assert!((small.minor_loop(0) / gain - 1.0).abs() < 1e-9);
    }
}

#[test]
fn a_load_that_the_line_cannot_carry_has_no_rest() {
    // The most that 800 V behind 0.1 ohm can give is 1.6 MW.
    let mut b = CircuitBuilder::new();
    let ends = b.ends("s", "0");
    b.ideal("grid", ends, Waveform::constant(800.0));
    let ends = b.ends("s", "b");
    b.series(line("l", ends, 0.1, 1e-6));
    let ends = b.ends("b", "0");
    b.capacitor(capacitor("c", ends, 1e-3));
    let power = b.waveform(Waveform::constant(2e6));
    b.load(Load {
        name: "p".to_owned(),
        ends,
        power,
        least: f64::NEG_INFINITY,
        law: constant_power(100.0),
        tracking: None,
        gate: None,
    });
    let circuit = b.build().unwrap();
    match march(&circuit, Window::new(1e-3, 1e-5), &[]) {
        Err(CircuitFault::Collapse { share, node }) => {
            assert!((share - 0.8).abs() < 1e-3, "{share}");
            assert_eq!(node, "b");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_window_without_length_is_refused() {
    let circuit = rack(vec![[0.0, 1e5]], 2e-3);
    let window = Window::new(0.0, 1e-5);
    assert!(matches!(
        march(&circuit, window, &[]),
        Err(CircuitFault::Window { .. })
    ));
}

#[test]
fn an_opened_line_keeps_the_ledger_closed() {
    let mut b = CircuitBuilder::new();
    let ends = b.ends("s", "0");
    b.ideal("grid", ends, Waveform::constant(800.0));
    let ends = b.ends("s", "b");
    let gate = b.gate(Gate {
        name: "k".to_owned(),
        closed: true,
        schedule: vec![(0.3e-3, false), (0.6e-3, true)],
        trip: None,
        undervoltage: None,
    });
    b.series(Series {
        gate: Some(gate),
        ..line("l", ends, 0.01, 1e-5)
    });
    let ends = b.ends("b", "0");
    b.capacitor(Capacitor {
        resistance: 1e-3,
        ..capacitor("c", ends, 2e-3)
    });
    b.series(line("r", ends, 8.0, 0.0));
    let circuit = b.build().unwrap();
    let record = march(&circuit, Window::new(1e-3, 1e-5), &[Probe::Series(0)]).unwrap();
    let e = record.energies;
    assert!(e.interrupted > 0.0 && e.residual().abs() < 1e-11, "{e:?}");
    assert_eq!(record.events.len(), 2);
    let open = record.time.iter().position(|t| *t > 0.4e-3).unwrap();
    assert_eq!(record.columns[0][open], 0.0);
}

/// A charged capacitor behind an inductor, without loss: u = U·cos(t/√(LC)).
#[test]
fn an_oscillation_keeps_its_energy_and_its_phase() {
    let (l, c, u): (f64, f64, f64) = (1e-5, 1e-3, 100.0);
    let mut b = CircuitBuilder::new();
    let ends = b.ends("b", "0");
    b.capacitor(Capacitor {
        start: u,
        ..capacitor("c", ends, c)
    });
    b.series(line("l", ends, 0.0, l));
    let circuit = b.build().unwrap();
    let (omega, duration) = (1.0 / (l * c).sqrt(), 20e-3);
    let (mut before, mut fewer) = (f64::INFINITY, u64::MAX / 6);
    for error in [1e-2, 1e-4] {
        let window = Window {
            voltage_error: error,
            current_error: error * (c / l).sqrt(),
            start: Start::Given,
            ..Window::new(duration, 1e-4)
        };
        let record = march(&circuit, window, &[Probe::CapacitorVoltage(0)]).unwrap();
        let last = record.columns[0].last().unwrap();
        let off = (last - u * (omega * duration).cos()).abs();
        assert!(off < error && off < before, "{off}");
        before = off;
        let e = record.energies;
        assert!(
            (e.stored_after / e.stored_before - 1.0).abs() < 1e-11,
            "{e:?}"
        );
        // Order four: a hundredth of the error takes 3.2 times the steps, not ten times.
        assert!(record.steps < 6 * fewer, "{} after {fewer}", record.steps);
        fewer = record.steps;
    }
}
