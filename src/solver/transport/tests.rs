use super::*;
use crate::fluids::Fluid;
use crate::model::coolant::{CoolantBuilder, Surroundings, Wall};
use crate::physics::thermal::tube::Tube;
use proptest::prelude::*;

/// Coolant in the sealed loop [kg]: a transit of 20 s at 1 kg/s.
const LOOP: f64 = 20.0;
const AMBIENT: [f64; 2] = [20.0, 20.0];

fn wall(mass: f64) -> Wall {
    Wall {
        mass,
        bore: Tube {
            length: 3.0,
            diameter: 0.05,
        },
        resistance: 0.0,
    }
}

/// Four pipes in a ring, walled and adiabatic, a mixed vessel at one of the joints.
fn sealed() -> Coolant {
    let mut builder = CoolantBuilder::default();
    let water = builder.fluid(Fluid::water());
    for held in [2.0, 0.0, 0.0, 0.0] {
        builder.node(water, held);
    }
    for (k, mass) in [6.0, 5.0, 4.0, 3.0].into_iter().enumerate() {
        builder.link(k as u32, (k as u32 + 1) % 4);
        builder.pipe(mass, 0.0, Surroundings::Hall);
        builder.wall_of_last(wall(0.35 * mass));
    }
    builder.build()
}

fn content(coolant: &Coolant, state: &CoolantState, datum: f64) -> f64 {
    let pipes = 0..coolant.pipes.mass.len();
    let held = pipes.map(|p| state.rings.content(p, datum)).sum::<f64>();
    let nodes = coolant.node_mass.iter().zip(&state.node);
    held + nodes.map(|(m, h)| m * (h - datum)).sum::<f64>()
}

fn advance(
    coolant: &Coolant,
    state: &mut CoolantState,
    transport: &mut Transport,
    flow: &[f64],
    dt: f64,
) {
    transport.begin(coolant, state, dt, AMBIENT);
    let stream = Stream {
        coolant,
        state,
        flow,
    };
    let none = [None; 16];
    transport.take_flow(stream, &none[..coolant.links()], 1);
    transport.follow_all(stream);
    transport.commit(coolant, state, flow);
}

/// Flow of step `k`: forward, turned round, still, and other speeds in between.
fn schedule(k: u32) -> f64 {
    match k % 100 {
        0..40 => 1.0,
        40..50 => 0.13,
        50..55 => 0.0,
        55..90 => -0.9,
        _ => 1.7,
    }
}

/// Largest drift of energy over `steps` steps of `dt` [s], relative to the content above the coldest start.
fn drift(dt: f64, steps: u32) -> f64 {
    let coolant = sealed();
    let start = [20.0, 35.0, 50.0, 28.0];
    let mut state = CoolantState::at(&coolant, &start);
    let mut transport = Transport::new(&coolant);
    let datum = coolant.fluids[0].enthalpy(20.0);
    let before = content(&coolant, &state, datum);
    let mut worst: f64 = 0.0;
    for k in 0..steps {
        advance(&coolant, &mut state, &mut transport, &[schedule(k); 4], dt);
        if k % 64 == 0 || k + 1 == steps {
            worst = worst.max((content(&coolant, &state, datum) - before).abs() / before);
        }
    }
    let held = |p: usize| state.rings.parcels(p).map(|q| q.0).sum::<f64>();
    let mass: f64 = (0..4).map(held).sum();
    assert!((mass - (LOOP - 2.0)).abs() < 1e-10, "{mass}");
    let t = coolant.fluids[0].temperature(state.node[0]);
    assert!((20.0..50.0).contains(&t), "{t}");
    worst
}

/// Steps of the drift tests: a million where the code is optimised.
const STEPS: u32 = if cfg!(debug_assertions) {
    50_000
} else {
    1_000_000
};

#[test]
fn a_sealed_loop_keeps_its_heat_in_steps_of_100_ms() {
    let drift = drift(0.1, STEPS);
    assert!(drift <= 1e-12, "{drift:e}");
}

#[test]
fn a_sealed_loop_keeps_its_heat_in_steps_of_1_s() {
    let drift = drift(1.0, STEPS);
    assert!(drift <= 1e-12, "{drift:e}");
}

#[test]
fn a_sealed_loop_keeps_its_heat_in_steps_of_10_s() {
    let drift = drift(10.0, STEPS);
    assert!(drift <= 1e-12, "{drift:e}");
}

#[test]
fn a_sealed_loop_keeps_its_heat_in_steps_of_60_s() {
    let drift = drift(60.0, STEPS);
    assert!(drift <= 1e-12, "{drift:e}");
}

/// One adiabatic pipe of 125 s between two joints, fed at `inlet(t)`; what leaves step by step [°C].
fn through(dt: f64, steps: usize, inlet: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut builder = CoolantBuilder::default();
    let water = builder.fluid(Fluid::water());
    builder.node(water, 0.0);
    builder.node(water, 0.0);
    builder.link(0, 1);
    builder.pipe(125.0, 0.0, Surroundings::Hall);
    let coolant = builder.build();
    let fluid = &coolant.fluids[0];
    let mut state = CoolantState::at(&coolant, &[20.0, 20.0]);
    let mut transport = Transport::new(&coolant);
    let mut leaving = vec![];
    for k in 0..steps {
        transport.begin(&coolant, &state, dt, AMBIENT);
        transport.node[0] = fluid.enthalpy(inlet((k as f64 + 0.5) * dt));
        let stream = Stream {
            coolant: &coolant,
            state: &state,
            flow: &[1.0],
        };
        transport.take_flow(stream, &[None], 1);
        transport.follow_all(stream);
        transport.commit(&coolant, &mut state, &[1.0]);
        leaving.push(fluid.temperature(transport.left[0]));
    }
    leaving
}

#[test]
fn a_front_leaves_an_adiabatic_pipe_within_one_step() {
    for dt in [0.1, 0.25, 1.0, 5.0, 7.0, 60.0] {
        let steps = (400.0 / dt) as usize;
        let leaving = through(dt, steps, |_| 30.0);
        let rising = leaving.iter().filter(|t| (21.0..29.0).contains(*t)).count();
        assert!(rising <= 1, "{dt} s: {rising} steps");
        let arrived = leaving.iter().position(|t| *t > 25.0).unwrap();
        assert!(
            (arrived as f64 * dt - 125.0).abs() <= dt,
            "{dt} s: {arrived}"
        );
    }
}

#[test]
fn a_sine_of_20_s_keeps_its_amplitude() {
    for dt in [0.05, 0.1, 0.25, 0.5, 1.0] {
        let wave = |t: f64| 30.0 + 10.0 * (std::f64::consts::TAU * t / 20.0).sin();
        let steps = (600.0 / dt) as usize;
        let leaving = &through(dt, steps, wave)[(300.0 / dt) as usize..];
        let high = leaving.iter().fold(f64::MIN, |a, b| a.max(*b));
        let low = leaving.iter().fold(f64::MAX, |a, b| a.min(*b));
        let amplitude = (high - low) / 20.0;
        assert!(
            (0.98..=1.0 + 1e-9).contains(&amplitude),
            "{dt} s: {amplitude}"
        );
    }
}

/// Three circles that share a joint, in steps longer than each transit: closed whatever the flows.
#[test]
fn coupled_circles_close() {
    let mut builder = CoolantBuilder::default();
    let water = builder.fluid(Fluid::water());
    for _ in 0..4 {
        builder.node(water, 0.0);
    }
    for (from, to, mass) in [
        (0, 1, 4.0),
        (1, 0, 3.0),
        (0, 2, 5.0),
        (2, 0, 1.0),
        (1, 3, 2.0),
        (3, 2, 2.0),
    ] {
        builder.link(from, to);
        builder.pipe(mass, 0.0, Surroundings::Hall);
    }
    let coolant = builder.build();
    let flow = [2.0, 1.5, 0.7, 1.2, 0.5, 0.5];
    let mut state = CoolantState::at(&coolant, &[20.0, 60.0, 35.0, 45.0]);
    let mut transport = Transport::new(&coolant);
    let before = content(&coolant, &state, 0.0);
    for _ in 0..50 {
        advance(&coolant, &mut state, &mut transport, &flow, 30.0);
        let stream = Stream {
            coolant: &coolant,
            state: &state,
            flow: &flow,
        };
        assert!(transport.misread(stream).1 <= CLOSED);
        let after = content(&coolant, &state, 0.0);
        assert!((after - before).abs() < 1e-12 * before);
    }
    let inside = |h: f64| (0.0..=300_000.0).contains(&h);
    assert!(state.node.iter().all(|h| inside(*h)));
    let spread = state
        .node
        .iter()
        .fold(0.0f64, |a, h| a.max((h - state.node[0]).abs()));
    assert!(spread < 1.0, "mixed after 50 rounds: {spread}");
}

/// A run that starts from a steady state stays there, but for the first order of the step: profiles of coolant
/// and wall are at rest.
#[test]
fn a_steady_state_is_at_rest() {
    let mut builder = CoolantBuilder::default();
    let water = builder.fluid(Fluid::water());
    builder.node(water, 0.0);
    builder.node(water, 0.0);
    builder.link(0, 1);
    builder.pipe(50.0, 100.0, Surroundings::Hall);
    builder.wall_of_last(wall(20.0));
    let coolant = builder.build();
    let mut state = CoolantState::at(&coolant, &[60.0, 60.0]);
    let mut transport = Transport::new(&coolant);
    let mut leave = |state: &mut CoolantState, dt: f64| {
        transport.begin(&coolant, state, dt, AMBIENT);
        transport.node[0] = coolant.fluids[0].enthalpy(60.0);
        let stream = Stream {
            coolant: &coolant,
            state,
            flow: &[0.8],
        };
        transport.take_flow(stream, &[None], 1);
        transport.follow_all(stream);
        transport.commit(&coolant, state, &[0.8]);
        if dt.is_infinite() {
            transport.fill_pipes(&coolant, state, &[0.8]);
        }
        (
            coolant.fluids[0].temperature(transport.left[0]),
            transport.pipe_loss[0],
        )
    };
    let (steady, lost) = leave(&mut state, f64::INFINITY);
    assert!((58.5..59.5).contains(&steady), "{steady}");
    for dt in [1.0, 5.0, 100.0] {
        let mut state = state.clone();
        for k in 0..100 {
            let (t, loss) = leave(&mut state, dt);
            assert!(
                k < 20 || (t - steady).abs() < 0.03 * (60.0 - steady),
                "{dt} s: {t} {steady}"
            );
            assert!(
                k < 20 || (loss / lost - 1.0).abs() < 0.03,
                "{dt} s: {loss} {lost}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any flows round the ring, still and turned, in any steps: no heat is made, and none leaves the range
    /// of temperatures it started in.
    #[test]
    fn a_ring_keeps_heat_and_bounds(
        steps in prop::collection::vec((-3.0..3.0f64, 0.01..200.0f64, 0u8..4), 1..60),
        start in prop::array::uniform4(5.0..80.0f64),
    ) {
        let coolant = sealed();
        let mut state = CoolantState::at(&coolant, &start);
        let mut transport = Transport::new(&coolant);
        let before = content(&coolant, &state, 0.0);
        let [low, high] = [f64::min as fn(f64, f64) -> f64, f64::max]
            .map(|pick| start.into_iter().reduce(pick).map(|t| coolant.fluids[0].enthalpy(t)).unwrap());
        for (flow, dt, still) in steps {
            let flow = if still == 0 { 0.0 } else { flow };
            advance(&coolant, &mut state, &mut transport, &[flow; 4], dt);
            prop_assert!((content(&coolant, &state, 0.0) - before).abs() < 1e-12 * before);
            let inside = |h: f64| (low - 0.1..=high + 0.1).contains(&h);
            for p in 0..4 {
                prop_assert!(state.rings.parcels(p).all(|q| inside(q.1)));
                prop_assert!(state.rings.wall(p).iter().all(|h| inside(*h)));
            }
        }
    }
}
