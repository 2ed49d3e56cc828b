use super::*;
use proptest::prelude::*;

fn ice() -> LatentStore {
    LatentStore {
        mass: 1_000.0,
        melting: 0.0,
        latent: 333.4e3,
        heat: [2_097.0, 4_219.0],
        ua: 5_000.0,
        loss: 0.0,
    }
}

fn warm(t_in: f64, capacity: f64) -> Drive {
    Drive {
        t_in,
        capacity,
        wanted: f64::INFINITY,
        made: 0.0,
        t_room: 20.0,
    }
}

/// A tonne of ice at 0 °C takes 333.4 MJ (IAPWS R10-06): with g·(10 °C − 0 °C) it lasts m·L/(g·10 K), whatever the step.
#[test]
fn melting_takes_the_heat_of_fusion_at_one_temperature() {
    let store = ice();
    let g = 4_180.0 * (1.0 - (-5_000.0_f64 / 4_180.0).exp());
    assert!((store.conductance(4_180.0) - g).abs() < 1e-9 * g);
    let lasts = 333.4e6 / (g * 10.0);
    for steps in [1_u32, 10, 1_000] {
        let dt = lasts / f64::from(steps);
        let mut h = store.of_share(1.0);
        for k in 0..steps {
            assert!(store.temperature(h).abs() < 1e-9, "step {k}");
            let (next, taken) = store.advance(&warm(10.0, 4_180.0), dt, h);
            assert!((taken.heat - g * 10.0).abs() < 1e-6 * taken.heat);
            h = next;
        }
        assert!(
            store.solid(h) < 1e-9,
            "{steps} steps leave {}",
            store.solid(h)
        );
    }
}

/// Neumann's problem in the lumped form: sub-cooled ice of −20 °C warms by m·c_s·20 K before it melts.
#[test]
fn all_three_ranges_hold_their_heat() {
    let store = ice();
    let h = -store.latent - 2_097.0 * 20.0;
    assert!((store.temperature(h) + 20.0).abs() < 1e-12);
    assert!((store.temperature(4_219.0 * 5.0) - 5.0).abs() < 1e-12);
    let whole = 2_097.0 * 20.0 + 333.4e3 + 4_219.0 * 5.0;
    let (mut now, mut heat) = (h, 0.0);
    for _ in 0..20_000 {
        let (next, taken) = store.advance(&warm(5.0, 1e6), 60.0, now);
        heat += taken.heat * 60.0;
        now = next;
    }
    assert!((heat / 1_000.0 - whole).abs() < 1e-6 * whole, "{heat}");
}

#[test]
fn a_machine_freezes_and_stops_when_all_is_solid() {
    let store = ice();
    let mut h = 0.0;
    for _ in 0..200 {
        let made = 20e3_f64.min(store.room_for_ice(h, 600.0));
        let drive = Drive {
            made,
            ..warm(0.0, 0.0)
        };
        h = store.advance(&drive, 600.0, h).0;
    }
    assert!((store.solid(h) - 1.0).abs() < 1e-12);
    assert!(store.temperature(h).abs() < 1e-6);
}

#[test]
fn bad_figures_are_named() {
    let bad = |store: LatentStore, what: &str| assert_eq!(store.checked().unwrap_err().what, what);
    bad(LatentStore { mass: 0.0, ..ice() }, "mass");
    bad(
        LatentStore {
            latent: f64::NAN,
            ..ice()
        },
        "heat of fusion",
    );
    bad(
        LatentStore {
            heat: [0.0, 1.0],
            ..ice()
        },
        "heat of the solid",
    );
    bad(
        LatentStore {
            loss: -1.0,
            ..ice()
        },
        "loss",
    );
    bad(
        LatentStore {
            melting: f64::INFINITY,
            ..ice()
        },
        "melting point",
    );
}

proptest! {
    #[test]
    fn energy_is_exact_and_the_second_law_holds(
        h in -500e3..200e3, t_in in -15.0..40.0, capacity in 0.0..1e5, wanted in 0.0..1e6,
        made in 0.0..1e5, loss in 0.0..500.0, room in -20.0..40.0, dt in 1.0..1e5,
    ) {
        let store = LatentStore { loss, ..ice() };
        let drive = Drive { t_in, capacity, wanted, made, t_room: room };
        let (new, taken) = store.advance(&drive, dt, h);
        let sum = taken.heat + taken.gained - made;
        prop_assert!((taken.stored - sum).abs() <= 1e-9 * sum.abs().max(1.0));
        prop_assert!((store.mass * (new - h) / dt - sum).abs() <= 1e-9 * (taken.heat.abs() + taken.gained.abs() + made + 1.0));
        prop_assert!(taken.heat >= 0.0 && taken.heat <= wanted);
        // A coil takes heat only from what is warmer than the store at the end of the step.
        prop_assert!(taken.heat <= 1e-9 * wanted || t_in >= store.temperature(new) - 1e-6);
        // The temperature told by the flux is that of the new enthalpy.
        let leak = store.loss * (room - store.temperature(new));
        prop_assert!((taken.gained - leak).abs() <= 1e-6 * (leak.abs() + 1.0));
    }

    #[test]
    fn warmer_coolant_melts_no_less(h in -400e3..50e3, t in 0.0..30.0, more in 0.0..10.0, dt in 1.0..1e4) {
        let one = ice().advance(&warm(t, 4_180.0), dt, h);
        let two = ice().advance(&warm(t + more, 4_180.0), dt, h);
        prop_assert!(two.1.heat >= one.1.heat - 1e-6);
        prop_assert!(two.0 >= one.0 - 1e-6);
    }
}
