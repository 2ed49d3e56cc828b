use super::*;
use proptest::prelude::*;

#[test]
fn copper_is_the_international_standard() {
    // IEC 60028: a wire of 1 m and 1 mm² has 1/58 Ω at 20 °C; at 75 °C 1.21615 times that.
    let rating = Rating::solid(COPPER, 1.0, 1e-6, Wiring::Unipolar, 10.0);
    let wire = Busway::new(&rating).unwrap();
    assert!((wire.resistance - 2.0 / 58.0).abs() < 1e-15);
    assert!((wire.resistance_at(75.0) / wire.resistance - 1.21615).abs() < 1e-12);
}

#[test]
fn three_phases_lose_what_three_conductors_lose() {
    let (r, pf, volts, power) = (2e-3, 0.95, 415.0, 400e3);
    let rating = Rating {
        conductor: r,
        metal: ALUMINIUM,
        wiring: Wiring::ThreePhase { power_factor: pf },
        rated_current: 1_000.0,
    };
    let bus = Busway::new(&rating).unwrap();
    let line = power / (3f64.sqrt() * volts * pf);
    let in_phase = power / volts;
    assert!((bus.resistance * in_phase * in_phase / (3.0 * r * line * line) - 1.0).abs() < 1e-12);
    assert!((bus.rated_current / in_phase - 1_000.0 / line).abs() < 1e-12);
}

#[test]
fn collapses_at_the_nose_and_says_how_much_fits() {
    // 800 V behind 16 mΩ carries 800²/(4·0.016) = 10 MW at most.
    assert!(current(800.0, 0.016, 1e7).is_ok());
    assert!((800.0 - 0.016 * current(800.0, 0.016, 1e7).unwrap() - 400.0).abs() < 1e-6);
    let error = current(800.0, 0.016, 1.25e7).unwrap_err();
    assert!((error.margin - 0.8).abs() < 1e-12);
}

#[test]
fn refuses_unusable_ratings() {
    let good = Rating::solid(COPPER, 30.0, 3e-4, Wiring::BalancedBipolar, 600.0);
    let bad = [
        Rating {
            conductor: -1.0,
            ..good
        },
        Rating {
            rated_current: 0.0,
            ..good
        },
        Rating {
            wiring: Wiring::ThreePhase { power_factor: 1.2 },
            ..good
        },
        Rating {
            metal: Metal {
                coefficient: f64::NAN,
                ..COPPER
            },
            ..good
        },
    ];
    for rating in bad {
        assert!(Busway::new(&rating).is_err(), "{rating:?}");
    }
}

proptest! {
    #[test]
    fn energy_is_conserved_and_current_grows(
        volts in 40.0..1_000.0f64, r in 0.0..0.05f64, share in 0.0..0.99f64,
    ) {
        let power = share * volts * volts / (4.0 * r.max(1e-6));
        let i = current(volts, r, power).unwrap();
        let balance = volts * i - power - r * i * i;
        prop_assert!(balance.abs() <= 4e-15 * volts * i, "{balance}");
        prop_assert!(i >= power / volts * (1.0 - 1e-15));
    }

    #[test]
    fn rows_have_the_bits_of_the_single_law(p in prop::collection::vec(0.0..2e6f64, 1..40)) {
        let n = p.len();
        let (u, r, mut amps) = (vec![800.0; n], vec![0.016; n], vec![0.0; n]);
        let least = far_ends(&u, &r, &p, &mut amps);
        let single: Vec<_> = p.iter().map(|p| far_end(800.0, 0.016, *p)).collect();
        for i in 0..n {
            prop_assert_eq!(amps[i].to_bits(), single[i].0.to_bits());
        }
        prop_assert_eq!(least, single.iter().map(|s| s.1).fold(f64::INFINITY, f64::min));
    }
}
