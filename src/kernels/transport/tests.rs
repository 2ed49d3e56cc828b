use super::*;
use proptest::prelude::*;

const NONE: Coupling = Coupling {
    film: 0.0,
    loss: 0.0,
    ambient: 0.0,
};

fn line(content: f64, wall: f64, parcels: u32, enthalpy: f64) -> Line {
    Line {
        content,
        wall,
        parcels,
        enthalpy,
    }
}

/// One step of pipe 0; what left at which enthalpy, and what the surroundings got.
fn step(rings: &mut Rings, after: &mut Swept, mass: f64, h: f64, coupling: Coupling) -> Outflow {
    let step = Move {
        mass: mass.abs(),
        forward: mass >= 0.0,
        coupling,
        spread: 0.0,
    };
    let out = rings.outflow(0, &step, after);
    rings.advance(0, &step, h, after);
    out
}

fn pipe(wall: f64, parcels: u32, enthalpy: f64) -> (Rings, Swept) {
    let rings = Rings::new([line(10.0, wall, parcels, enthalpy)]);
    let after = Swept::new(&rings);
    (rings, after)
}

#[test]
fn a_front_stays_a_front() {
    let (mut rings, mut after) = pipe(0.0, 64, 0.0);
    for k in 1..=20 {
        let out = step(&mut rings, &mut after, 1.0, 100.0, NONE);
        let want = if k <= 10 { 0.0 } else { 100.0 };
        assert_eq!(out.heat(100.0), want, "step {k}");
    }
}

#[test]
fn a_step_longer_than_the_transit_lets_the_inflow_through() {
    let (mut rings, mut after) = pipe(0.0, 8, 5.0);
    let out = step(&mut rings, &mut after, 25.0, 0.0, NONE);
    assert_eq!((out.stored, out.through), (50.0, 15.0));
    assert_eq!(out.entered, [0.0, 1.0]);
}

/// Wall and coolant in perfect contact: a front arrives after the capacity of both has passed.
#[test]
fn a_wall_holds_a_front_back_by_its_capacity() {
    let (mut rings, mut after) = pipe(5.0, 256, 0.0);
    let coupling = Coupling { film: 1e3, ..NONE };
    let (mut mean, mut half) = (0.0, 0.0);
    for k in 0..2_500 {
        let out = step(&mut rings, &mut after, 0.02, 1e5, coupling);
        let leaving = out.heat(1e5) / 0.02e5;
        mean += 0.02 * (1.0 - leaving);
        if leaving < 0.5 {
            half = 0.02 * f64::from(k);
        }
    }
    assert!((mean - 15.0).abs() < 1e-3, "{mean}");
    assert!((half / 15.0 - 1.0).abs() < 0.05, "{half}");
}

/// At rest in time the outlet follows exp(−G/ṁc) with film and loss in series.
#[test]
fn a_steady_loss_is_exponential() {
    for (wall, series) in [(0.0, 2.0), (4.0, 1.0 / (1.0 / 8.0 + 1.0 / 2.0))] {
        let (mut rings, mut after) = pipe(wall, 256, 1e5);
        let dt = 0.05;
        let coupling = Coupling {
            film: 8.0 * dt,
            loss: 2.0 * dt,
            ambient: 0.0,
        };
        let mut leaving = 0.0;
        for _ in 0..4_000 {
            leaving = step(&mut rings, &mut after, 2.0 * dt, 1e5, coupling).heat(1e5);
        }
        let want = 1e5 * (-series / 2.0f64).exp();
        let got = leaving / (2.0 * dt);
        assert!((got - want).abs() < 250.0, "wall {wall}: {got} {want}");
    }
}

/// Anzelius and Schumann: a step of inlet temperature into a long cold bed, here the pipe and its wall, one
/// transit of the dead time later: T(η, τ) = 1 − e^(−τ)·Σ… by quadrature of the Bessel form.
#[test]
fn a_front_past_a_wall_follows_schumann() {
    // η = G·x/(ṁc) along the pipe and τ = G·t/C after the front.
    let (eta, gamma) = (3.0, 6.0);
    let (mut rings, mut after) = pipe(gamma, 1_024, 0.0);
    let (flow, dt) = (1.0, 0.02);
    let coupling = Coupling {
        film: eta * flow * dt,
        ..NONE
    };
    let mut worst: f64 = 0.0;
    for k in 0..2_000 {
        let t = (f64::from(k) + 0.5) * dt;
        let leaving =
            step(&mut rings, &mut after, flow * dt, 1e5, coupling).heat(1e5) / (1e5 * flow * dt);
        let tau = eta * flow / gamma * (t - 10.0 / flow);
        if tau > 0.1 {
            worst = worst.max((leaving - schumann(eta, tau)).abs());
        }
    }
    assert!(worst < 0.012, "{worst}");
}

/// 1 − e^(−τ)·∫₀^η e^(−s)·I₀(2√(τs)) ds.
fn schumann(eta: f64, tau: f64) -> f64 {
    let n = 2_000;
    let ds = eta / f64::from(n);
    let term = |k: i32| {
        let s = (f64::from(k) + 0.5) * ds;
        let (x, mut i0, mut part) = (tau * s, 0.0, 1.0);
        for m in 1..60 {
            i0 += part;
            part *= x / f64::from(m * m);
        }
        (-s - tau).exp() * i0 * ds
    };
    1.0 - (0..n).map(term).sum::<f64>()
}

#[test]
fn fine_ripples_survive_small_steps() {
    // A 20 s sine through a 100 s pipe at 0.1 s, 256 parcels for 1000 steps.
    let (mut rings, mut after) = pipe(0.0, 256, 0.0);
    let (mut low, mut high) = (0.0f64, 0.0f64);
    for k in 0..4_000 {
        let h = 1e4 * (std::f64::consts::TAU * f64::from(k) / 200.0).sin();
        let out = step(&mut rings, &mut after, 0.01, h, NONE);
        if k > 2_000 {
            low = low.min(out.heat(h) / 0.01);
            high = high.max(out.heat(h) / 0.01);
        }
    }
    assert!(high - low > 0.98 * 2e4, "{low} {high}");
}

/// A pulse in coolant that stands still widens as √(2Dt): Fick's closed form on the coordinate of mass.
#[test]
fn a_pulse_spreads_as_fick_has_it() {
    let (mut rings, mut after) = pipe(0.0, 256, 0.0);
    for _ in 0..64 {
        step(&mut rings, &mut after, 10.0 / 64.0, 0.0, NONE);
    }
    step(&mut rings, &mut after, 0.2, 1e5, NONE);
    step(&mut rings, &mut after, 4.9, 0.0, NONE);
    let rest = Move {
        spread: 2e-3,
        ..Move::default()
    };
    for _ in 0..100 {
        rings.outflow(0, &rest, &mut after);
        rings.advance(0, &rest, 0.0, &mut after);
    }
    let (mut at, mut sum, mut first, mut second) = (0.0, 0.0, 0.0, 0.0);
    for (m, h) in rings.parcels(0) {
        let x = at + 0.5 * m;
        (sum, first, second) = (sum + m * h, first + m * h * x, second + m * h * x * x);
        at += m;
    }
    let mean = first / sum;
    let width = second / sum - mean * mean;
    assert!((sum - 2e4).abs() < 1e-9 * 2e4, "{sum}");
    assert!((mean - 5.0).abs() < 1e-3, "{mean}");
    // 2·D·t = 0.4 kg², and the pulse's own 0.2²/12.
    assert!((width / (0.4 + 0.04 / 12.0) - 1.0).abs() < 0.02, "{width}");
}

proptest! {
    /// Dispersion makes no heat and leaves no bounds, moving or still, however long the step.
    #[test]
    fn dispersion_keeps_content_and_bounds(
        moves in prop::collection::vec((-3.0f64..3.0, 0.0f64..100.0, 0.0f64..50.0), 1..120), capacity in 4u32..40,
    ) {
        let (mut rings, mut after) = pipe(0.0, capacity, 50.0);
        for (mass, h, spread) in moves {
            let before = rings.content(0, 0.0);
            let step = Move { mass: mass.abs(), forward: mass >= 0.0, coupling: NONE, spread };
            let out = rings.outflow(0, &step, &mut after);
            rings.advance(0, &step, h, &mut after);
            let missing = rings.content(0, 0.0) - before - (mass.abs() * h - out.heat(h));
            prop_assert!(missing.abs() < 1e-9, "{missing}");
            let held: f64 = rings.parcels(0).map(|p| p.0).sum();
            prop_assert!((held - 10.0).abs() < 1e-12);
            prop_assert!(rings.parcels(0).all(|p| (-1e-9..=100.0 + 1e-9).contains(&p.1)));
        }
    }

    #[test]
    fn content_changes_by_what_crosses_the_ends(
        moves in prop::collection::vec((-3.0f64..3.0, 0.0f64..100.0), 1..200),
        capacity in 2u32..12, wall in prop_oneof![Just(0.0), 0.1f64..20.0],
        film in 0.0..50.0f64, loss in prop_oneof![Just(0.0), 0.0f64..5.0],
    ) {
        let (mut rings, mut after) = pipe(wall, capacity, 50.0);
        let coupling = Coupling { film, loss, ambient: 10.0 };
        for (mass, h) in moves {
            let m = mass * 5.0;
            let before = rings.content(0, 0.0);
            let out = step(&mut rings, &mut after, m, h, coupling);
            let change = m.abs() * h - out.heat(h) - out.given(h);
            let missing = rings.content(0, 0.0) - before - change;
            prop_assert!(missing.abs() < 1e-9, "{missing}");
            let held: f64 = rings.parcels(0).map(|p| p.0).sum();
            prop_assert!((held - 10.0).abs() < 1e-12);
            let inside = |h: f64| (-1e-9..=100.0 + 1e-9).contains(&h);
            prop_assert!(rings.parcels(0).all(|p| inside(p.1)));
            prop_assert!(rings.wall(0).iter().all(|w| inside(*w)));
        }
    }

    /// A pipe turned round, with the flow turned round, is the same pipe.
    #[test]
    fn direction_is_only_a_sign(
        moves in prop::collection::vec((-8.0f64..8.0, 0.0f64..100.0), 1..60),
    ) {
        let coupling = Coupling { film: 2.0, loss: 0.1, ambient: 20.0 };
        let (mut one, mut after_one) = pipe(3.0, 24, 50.0);
        let (mut other, mut after_other) = pipe(3.0, 24, 50.0);
        for (mass, h) in moves {
            let a = step(&mut one, &mut after_one, mass, h, coupling);
            let b = step(&mut other, &mut after_other, -mass, h, coupling);
            prop_assert!((a.heat(h) - b.heat(h)).abs() < 1e-7);
            prop_assert!((a.given(h) - b.given(h)).abs() < 1e-7);
        }
    }
}
