use super::*;
use crate::physics::thermal::{eps_ntu::cross_unmixed, pads::Pads};
use crate::physics::{air::fan, control::setpoint::Reach};
use proptest::prelude::*;

fn summer() -> AirState {
    AirState::from_relative_humidity(35.0, 0.40, 101_325.0)
}

/// A 1 MW unit: PG25 from 50 °C to 42.6 °C in air at 35 °C, 100 m³/s.
fn rating() -> Rating {
    Rating {
        heat: 1e6,
        t_in: 50.0,
        flow: 34.5,
        cp: 3_940.0,
        air: summer(),
        air_flow: 100.0,
        film_ratio: 0.5,
        natural: 0.05,
        law: Law::Coil,
        stepped: false,
    }
}

fn fan() -> Fan {
    Fan::rated(&fan::Rating {
        power: 20e3,
        drive_efficiency: 0.88,
        fixed_share: 0.4,
        sound_power: 94.0,
    })
    .unwrap()
}

fn inlet(t: f64, flow: f64, air: AirState) -> Inlet {
    Inlet {
        t,
        flow,
        cp: 3_940.0,
        air,
    }
}

#[test]
fn meets_its_rating() {
    let cooler = DryCooler::rated(&rating()).unwrap();
    let q = cooler.heat(&inlet(50.0, 34.5, summer()), 1.0);
    assert!((q / 1e6 - 1.0).abs() < 1e-9, "{q}");
    assert!((cooler.fan_power(&fan(), &summer(), 1.0, 0.0) / 20e3 - 1.0).abs() < 1e-12);
}

/// Equations (1) and (2) by hand at half the air flow, natural draught left out.
#[test]
fn half_the_air_follows_the_films() {
    let cooler = DryCooler::rated(&Rating {
        natural: 1e-6,
        ..rating()
    })
    .unwrap();
    let ua = cooler.ua / (2.0 / 3.0 / 0.5f64.powf(0.8) + 1.0 / 3.0);
    let air = 50.0 * summer().dry_density() * summer().specific_heat();
    let (ntu, z) = (ua / air, air / (34.5 * 3_940.0));
    let effect = ((-z * ntu.powf(0.78)).exp() - 1.0) / (z * ntu.powf(-0.22));
    let by_hand = (1.0 - effect.exp()) * air * 15.0;
    let got = cooler.heat(&inlet(50.0, 34.5, summer()), 0.5);
    assert!((got / by_hand - 1.0).abs() < 1e-9, "{got} {by_hand}");
}

#[test]
fn holds_its_outlet_or_says_why_not() {
    let cooler = DryCooler::rated(&rating()).unwrap();
    let run = |t_air: f64, t_set: f64| {
        let air = AirState::from_relative_humidity(t_air, 0.5, 101_325.0);
        let inlet = inlet(50.0, 34.5, air);
        cooler.fan_for_outlet(&fan(), &inlet, t_set, [0.2, 1.0], 0.0)
    };
    let mild = run(15.0, 43.0);
    assert_eq!(mild.reach, Reach::Held);
    assert!((mild.heat / (34.5 * 3_940.0 * 7.0) - 1.0).abs() < 1e-12);
    assert!(
        mild.fan > 0.2 && mild.fan < 0.6 && mild.power < 3e3,
        "{mild:?}"
    );
    assert_eq!(run(35.0, 40.0).reach, Reach::AtHigh);
    assert_eq!(run(-10.0, 49.9).reach, Reach::AtLow);
    assert!(run(0.0, 47.0).duty < 1.0);
}

/// Slow air leaves wet pads nearer to its wet bulb, so a fan at part load needs less of it than the pads' rating tells.
#[test]
fn pads_work_better_at_the_air_flow_of_part_load() {
    let pads = Pads {
        effectiveness: 0.85,
        resistance: 0.15,
        cycles: 4.0,
    };
    let (cooler, air) = (DryCooler::rated(&rating()).unwrap(), summer());
    let at = |x: f64| pads.wet_from(air, air.wet_bulb(), x).air;
    assert!(at(0.3).t < at(1.0).t - 0.5);
    let own = inlet(50.0, 34.5, air);
    let run = cooler.fan_behind(&fan(), &own, at, 42.0, [0.2, 1.0], (0.15, None));
    let rated = Inlet {
        air: at(1.0),
        ..own
    };
    let fixed = cooler.fan_for_outlet(&fan(), &rated, 42.0, [0.2, 1.0], 0.15);
    assert_eq!((run.reach, fixed.reach), (Reach::Held, Reach::Held));
    assert!((run.heat / fixed.heat - 1.0).abs() < 1e-12);
    assert!(
        run.fan < fixed.fan && run.power < fixed.power,
        "{run:?} {fixed:?}"
    );
}

#[test]
fn thin_air_carries_less() {
    let cooler = DryCooler::rated(&rating()).unwrap();
    let high = AirState {
        p: 80_000.0,
        ..summer()
    };
    let at = |air| cooler.heat(&inlet(50.0, 34.5, air), 1.0);
    assert!(at(high) < 0.93 * at(summer()));
    assert!(cooler.fan_power(&fan(), &high, 1.0, 0.0) < 0.85 * 20e3);
}

#[test]
fn refuses_what_cannot_be() {
    let refused = |r: Rating| DryCooler::rated(&r).unwrap_err();
    let warm = refused(Rating {
        t_in: 35.0,
        ..rating()
    });
    assert!(matches!(warm, RatingError::NotPositive { .. }));
    let greedy = refused(Rating {
        heat: 2.5e6,
        ..rating()
    });
    assert!(
        matches!(greedy, RatingError::Unreachable { .. }),
        "{greedy}"
    );
    let nan = refused(Rating {
        flow: f64::NAN,
        ..rating()
    });
    assert!(matches!(nan, RatingError::NotPositive { .. }));
}

proptest! {
    #[test]
    fn obeys_the_second_law_and_rises_with_air(
        t in 20.0..70.0f64, flow in 0.0..60.0f64, x in 0.0..1.0f64, t_air in -20.0..45.0f64,
    ) {
        let cooler = DryCooler::rated(&rating()).unwrap();
        let inlet = inlet(t, flow, AirState::from_relative_humidity(t_air, 0.5, 101_325.0));
        let q = cooler.heat(&inlet, x);
        let most = (flow * 3_940.0 * (t - t_air)).abs() + 1e-6;
        prop_assert!(q * (t - t_air) >= 0.0 && q.abs() <= most);
        prop_assert!(cooler.heat(&inlet, x + 0.01).abs() >= q.abs() * (1.0 - 1e-12));
    }
}

/// Equation (4) by hand: with N = hA/C on both sides, Q = C·(1 − e^−N)·ΔT/2 where both capacities are equal; a side of endless flow
/// leaves the other one alone (Kays and London, effectiveness with one side at one temperature).
#[test]
fn a_thermosyphon_is_two_exchangers_in_series() {
    let equal = in_series([3e5, 3e5], [1e5, 1e5]);
    assert!((equal / (0.5e5 * (1.0 - (-3.0_f64).exp())) - 1.0).abs() < 1e-12);
    let endless = in_series([1e14, 2e5], [1e13, 1e5]);
    assert!((endless / (1e5 * (1.0 - (-2.0_f64).exp())) - 1.0).abs() < 1e-6);
    let duty = Rating {
        heat: 8e5,
        law: Law::Thermosyphon,
        ..rating()
    };
    let cooler = DryCooler::rated(&duty).unwrap();
    let q = cooler.heat(&inlet(50.0, 34.5, summer()), 1.0);
    assert!((q / 8e5 - 1.0).abs() < 1e-9, "{q}");
    // It takes more surface than a coil for the same duty.
    let coil = DryCooler::rated(&Rating {
        heat: 8e5,
        ..rating()
    });
    assert!(cooler.ua > coil.unwrap().ua);
    let most = DryCooler::rated(&Rating {
        heat: 1.5e6,
        ..duty
    });
    assert!(matches!(most, Err(RatingError::Unreachable { .. })));
}

/// EnergyPlus' fluid cooler: nothing at rest, the same conductance in cold and dense air, fan power by speed alone.
#[test]
fn a_constant_conductance_knows_no_draught() {
    let cooler = DryCooler::rated(&Rating {
        law: Law::Constant,
        ..rating()
    })
    .unwrap();
    assert!(cooler.heat(&inlet(50.0, 34.5, summer()), 0.0).abs() < 1.0);
    let cold = AirState::from_relative_humidity(-10.0, 0.4, 101_325.0);
    assert_eq!(cooler.fan_power(&fan(), &cold, 1.0, 0.0), 20e3);
    let air = 100.0 * cold.dry_density() * cold.specific_heat();
    let water = 34.5 * 3_940.0;
    let (least, z) = (air.min(water), air.min(water) / air.max(water));
    let by_hand = cross_unmixed(cooler.ua / least, z) * least * 60.0;
    let got = cooler.heat(&inlet(50.0, 34.5, cold), 1.0);
    assert!((got / by_hand - 1.0).abs() < 1e-9, "{got} {by_hand}");
}

proptest! {
    #[test]
    fn a_thermosyphon_obeys_the_second_law(
        t in 20.0..60.0, dry in -20.0..40.0, x in 0.0..1.0, share in 0.1..1.5,
    ) {
        let cooler = DryCooler::rated(&Rating { heat: 8e5, law: Law::Thermosyphon, ..rating() }).unwrap();
        let air = AirState::from_relative_humidity(dry, 0.5, 101_325.0);
        let at = inlet(t, share * 34.5, air);
        let q = cooler.heat(&at, x);
        prop_assert!(q * (t - dry) >= 0.0);
        let out = t - q / (at.flow * at.cp);
        prop_assert!((out - dry) * (t - dry) >= 0.0, "{out}");
        prop_assert!(cooler.heat(&at, (x + 0.1).min(1.2)).abs() >= q.abs() - 1e-6);
    }
}
