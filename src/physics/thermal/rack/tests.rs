use super::*;
use proptest::prelude::*;

/// PG25 by volume at 30 °C: density [kg/m³] and specific heat [J/(kg·K)].
const PG25: [f64; 2] = [1_014.9, 3_944.6];
const WATER: [f64; 2] = [995.6, 4_179.0];
const LITRE_A_MINUTE: f64 = 1e-3 / 60.0;

fn plate(segments: usize, wall: f64) -> Rating {
    Rating {
        segments,
        chips: 1.0,
        chip_resistance: 0.01,
        wall_resistance: wall,
        chip_capacity: 300.0,
        plate_capacity: 400.0,
        coolant_mass: 0.1,
        flow: 0.025,
        exponent: 0.0,
    }
}

struct Run {
    bank: Bank,
    state: State,
    out: Outflow,
}

/// One rack with `heat` [W] on each segment.
fn run(rating: &Rating, flow: f64, cp: f64, heat: &[f64], inv_dt: f64, from: f64) -> Run {
    let mut bank = Bank::new(rating.segments);
    bank.push(&Segment::rated(rating).unwrap());
    let old = bank.state(from, cp * from);
    let (mut state, mut out) = (old.clone(), bank.outflow());
    let inflow = Inflow {
        heat,
        flow: &[flow],
        t_in: &[40.0],
        h_in: &[cp * 40.0],
        cp: &[cp],
    };
    advance(&bank, inflow, inv_dt, &old, &mut state, &mut out);
    Run { bank, state, out }
}

/// Mean plate temperature above inlet for each watt [K/W].
fn case_to_inlet(wall: f64, litres: f64, [density, cp]: [f64; 2]) -> f64 {
    let flow = litres * LITRE_A_MINUTE * density;
    let run = run(&plate(16, wall), flow, cp, &[62.5; 16], 0.0, 40.0);
    run.state.t_plate.iter().map(|t| t - 40.0).sum::<f64>() / 16.0 / 1_000.0
}

/// OCP OAI liquid cooling guidelines (2023), fig. 8 (deionised water) and fig. 7 (PG25).
#[test]
fn constant_wall_gives_the_ocp_curves() {
    for (litres, measured) in [(2.0, 0.0172), (3.0, 0.0160), (4.0, 0.0154), (5.0, 0.0151)] {
        let r = case_to_inlet(0.0136, litres, WATER);
        assert!((r / measured - 1.0).abs() < 5e-3, "water {litres}: {r}");
    }
    for (litres, measured) in [(0.5, 0.0325), (0.8, 0.0265), (1.2, 0.0230), (2.0, 0.0204)] {
        let r = case_to_inlet(0.017, litres, PG25);
        assert!((r / measured - 1.0).abs() < 2.5e-2, "PG25 {litres}: {r}");
    }
}

#[test]
fn steady_segment_is_the_exact_isothermal_exchanger() {
    for flow in [1e-4, 1e-3, 0.01, 0.1, 10.0] {
        let cp = 4_000.0;
        let steady = run(&plate(1, 0.02), flow, cp, &[1_000.0], 0.0, 0.0);
        let effectiveness = -(-50.0 / (flow * cp)).exp_m1();
        let rise = steady.out.h[0] / cp - 40.0;
        assert!((rise / (1_000.0 / (flow * cp)) - 1.0).abs() < 1e-9);
        let wall = rise / effectiveness;
        assert!(((steady.state.t_plate[0] - 40.0) / wall - 1.0).abs() < 1e-9);
        assert!((steady.state.t_chip[0] - steady.state.t_plate[0] - 10.0).abs() < 1e-8);
    }
}

#[test]
fn long_steps_tend_to_the_steady_state() {
    let heat = [100.0, 400.0, 200.0, 300.0];
    let steady = run(&plate(4, 0.017), 0.02, 3_944.0, &heat, 0.0, 25.0);
    let long = run(&plate(4, 0.017), 0.02, 3_944.0, &heat, 1e-9, 25.0);
    for s in 0..4 {
        assert!((steady.state.t_chip[s] - long.state.t_chip[s]).abs() < 1e-4);
    }
    assert_eq!(steady.out.stored[0], 0.0);
}

#[test]
fn without_flow_all_heat_is_stored() {
    let rating = plate(4, 0.017);
    let stalled = run(&rating, 0.0, 4_180.0, &[250.0; 4], 1e-4, 40.0);
    assert!((stalled.out.stored[0] / 1_000.0 - 1.0).abs() < 1e-12);
    let capacity = 300.0 + 400.0 + 0.1 * 4_180.0;
    let rise = 1_000.0 * 1e4 / capacity;
    let mean = stalled.state.h.iter().map(|h| h / 4_180.0).sum::<f64>() / 4.0;
    assert!((mean - 40.0) / rise > 0.99 && mean - 40.0 < rise);
    let nowhere = run(&rating, 0.0, 4_180.0, &[250.0; 4], 0.0, 40.0);
    assert!(
        nowhere
            .state
            .t_chip
            .iter()
            .all(|t| t.is_finite() && *t > 1e6)
    );
}

#[test]
fn small_steps_converge_to_the_exponential() {
    // Stagnant water and a plate: the difference decays with the sum of both rates.
    let segment = Segment::rated(&plate(1, 0.02)).unwrap();
    let drive = Drive {
        heat: 0.0,
        flow: 0.0,
        h_up: 0.0,
        t_in: 0.0,
        h_in: 0.0,
        cp: 4_000.0,
        wall: segment.wall(0.0, 4_000.0),
    };
    let light_chip = Segment {
        chip_capacity: 1e-9,
        ..segment
    };
    let (mut cell, steps) = (
        Cell {
            t_chip: 80.0,
            t_plate: 80.0,
            h: 4_000.0 * 20.0,
        },
        20_000,
    );
    for _ in 0..steps {
        cell = advance_cell(&light_chip, &drive, steps as f64 / 5.0, &cell);
    }
    let rate = 50.0 * (1.0 / 400.0 + 1.0 / 400.0);
    let exact = 50.0 + 30.0 * f64::exp(-rate * 5.0);
    assert!((cell.t_plate - exact).abs() < 3e-3, "{}", cell.t_plate);
}

#[test]
fn row_and_single_segments_give_the_same_bits() {
    let (n, segments) = (13, 4);
    let segment = Segment::rated(&plate(segments, 0.017)).unwrap();
    let mut bank = Bank::new(segments);
    (0..n).for_each(|_| bank.push(&segment));
    let old = bank.state(35.0, 35.0 * 3_900.0);
    let (mut new, mut out) = (old.clone(), bank.outflow());
    let heat: Vec<f64> = (0..n * segments).map(|k| 10.0 * k as f64).collect();
    let flow: Vec<f64> = (0..n).map(|i| 0.004 * i as f64).collect();
    let inflow = Inflow {
        heat: &heat,
        flow: &flow,
        t_in: &vec![40.0; n],
        h_in: &vec![40.0 * 3_900.0; n],
        cp: &vec![3_900.0; n],
    };
    advance(&bank, inflow, 0.5, &old, &mut new, &mut out);
    for i in 0..n {
        let mut h_up = 40.0 * 3_900.0;
        for s in 0..segments {
            let drive = Drive {
                heat: heat[s * n + i],
                flow: flow[i],
                h_up,
                t_in: 40.0,
                h_in: 40.0 * 3_900.0,
                cp: 3_900.0,
                wall: segment.wall(flow[i], 3_900.0),
            };
            let before = Cell {
                t_chip: 35.0,
                t_plate: 35.0,
                h: 35.0 * 3_900.0,
            };
            let one = advance_cell(&segment, &drive, 0.5, &before);
            assert_eq!(new.t_chip[s * n + i].to_bits(), one.t_chip.to_bits());
            h_up = one.h;
        }
        assert_eq!(out.h[i].to_bits(), h_up.to_bits());
    }
}

#[test]
fn refuses_what_cannot_be() {
    let good = plate(4, 0.017);
    let bad = |rating: Rating| Segment::rated(&rating).unwrap_err();
    bad(Rating {
        segments: 0,
        ..good
    });
    bad(Rating {
        wall_resistance: f64::NAN,
        ..good
    });
    let error = bad(Rating {
        exponent: 1.5,
        ..good
    });
    assert_eq!(error, RatingError::Exponent(1.5));
}

proptest! {
    #[test]
    fn what_enters_leaves_or_stays(
        flow in 0.0..0.2f64, heat in prop::collection::vec(0.0..2e3f64, 4),
        inv_dt in 0.0..100.0f64, from in 5.0..90.0f64, cp in 3_000.0..4_300.0f64,
    ) {
        prop_assume!(flow > 1e-6 || inv_dt > 1e-6);
        let run = run(&plate(4, 0.017), flow, cp, &heat, inv_dt, from);
        let total: f64 = heat.iter().sum();
        let carried = flow * (run.out.h[0] - cp * 40.0);
        let scale = total + carried.abs() + run.out.stored[0].abs() + inv_dt * 1e3;
        prop_assert!((total - carried - run.out.stored[0]).abs() < 1e-11 * scale);
        prop_assert_eq!(run.bank.len(), 1);
    }

    #[test]
    fn without_heat_no_temperature_leaves_the_span_of_what_was_there(
        flow in 0.0..5.0f64, inv_dt in 1e-4..1e3f64, from in 5.0..90.0f64,
    ) {
        let run = run(&plate(4, 0.017), flow, 4_000.0, &[0.0; 4], inv_dt, from);
        let (low, high) = (from.min(40.0) - 1e-9, from.max(40.0) + 1e-9);
        let inside = |t: f64| t >= low && t <= high;
        prop_assert!(run.state.t_chip.iter().all(|t| inside(*t)));
        prop_assert!(run.state.h.iter().all(|h| inside(h / 4_000.0)));
    }

    #[test]
    fn more_flow_cools_and_more_heat_warms(
        flow in 1e-3..0.2f64, heat in 10.0..2e3f64, inv_dt in 0.0..10.0f64,
    ) {
        let chip = |flow, heat| {
            run(&plate(4, 0.017), flow, 4_000.0, &[heat; 4], inv_dt, 40.0).state.t_chip[3]
        };
        prop_assert!(chip(flow * 1.1, heat) <= chip(flow, heat) + 1e-9);
        prop_assert!(chip(flow, heat * 1.1) > chip(flow, heat));
    }
}

/// A rack of 132 kW under a pulsed load and a flow that halves: the peer's rack is one stirred volume.
#[test]
fn peer_rack_outlet() {
    let path = "plant/06_cold_plate_ocp/dymola_ColdPlateR_P.csv";
    let Some(table) = crate::physics::reference::csv(path) else {
        return;
    };
    let (rated, cp, tau) = (4.780_45, 3_944.64, 2.0);
    let segment = Segment {
        chip_capacity: 1e-6,
        plate_capacity: 1e-6,
        coolant_mass: rated * tau,
        chip_conductance: 1e6,
        wall_conductance: 1e6,
        flow: rated,
        exponent: 0.0,
    };
    let mut cell = Cell {
        t_chip: 30.0,
        t_plate: 30.0,
        h: 0.0,
    };
    let (time, out) = (table.column("time_s"), table.column("senTOut.T"));
    for k in 1..time.len() {
        let fine = 600;
        let dt = (time[k] - time[k - 1]) / f64::from(fine);
        for j in 1..=fine {
            let now = time[k - 1] + dt * f64::from(j);
            let flow = rated * (1.0 - 0.5 * ((now - 30.0) / 5.0).clamp(0.0, 1.0));
            let busy = now >= 0.2 && (now - 0.2) % 5.0 < 2.0;
            let drive = Drive {
                heat: 132e3 * if busy { 1.02 } else { 0.62 },
                flow,
                h_up: 0.0,
                t_in: 30.0,
                h_in: 0.0,
                cp,
                wall: segment.wall(flow, cp),
            };
            cell = advance_cell(&segment, &drive, 1.0 / dt, &cell);
        }
        let got = 303.15 + cell.h / cp;
        assert!((got - out[k]).abs() < 0.01, "{}: {got} {}", time[k], out[k]);
    }
}

/// Loss of flow: 1 kW on 0.5 kg of copper (385 J/(kg·K)) and 0.1 kg of water, adiabatic, from 65 to 87 °C. By hand
/// (0.5·385 + 0.1·4184)·22/1000 = 13.44 s.
#[test]
fn loss_of_flow_takes_thirteen_seconds() {
    let cp = 4_184.0;
    let rating = Rating {
        segments: 1,
        chips: 1.0,
        chip_resistance: 1e-4,
        wall_resistance: 1e-4,
        chip_capacity: 0.5 * 0.5 * 385.0,
        plate_capacity: 0.5 * 0.5 * 385.0,
        coolant_mass: 0.1,
        flow: 0.025,
        exponent: 0.0,
    };
    let mut bank = Bank::new(1);
    bank.push(&Segment::rated(&rating).unwrap());
    let mut state = bank.state(65.0, cp * 65.0);
    let mut out = bank.outflow();
    let (dt, mut t) = (0.01, 0.0);
    while state.t_plate[0] < 87.0 {
        let old = state.clone();
        let inflow = Inflow {
            heat: &[1_000.0],
            flow: &[0.0],
            t_in: &[65.0],
            h_in: &[cp * 65.0],
            cp: &[cp],
        };
        advance(&bank, inflow, 1.0 / dt, &old, &mut state, &mut out);
        t += dt;
        assert!(t < 20.0);
    }
    assert!((t / 13.44 - 1.0).abs() < 0.01, "{t} s");
    // All of it is stored: nothing left with the coolant.
    assert!((out.stored[0] - 1_000.0).abs() < 1e-6);
}
