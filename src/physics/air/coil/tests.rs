use super::*;
use crate::fluids::moist_air;
use proptest::prelude::*;

const P: f64 = 101_325.0;

/// Fan-wall coil: 100 kW from 36 °C air (6.5 m³/s) to water entering at 20 °C.
fn rating() -> Rating {
    Rating {
        heat: 100e3,
        air: AirState::from_relative_humidity(36.0, 0.2, P),
        air_flow: 8.0,
        t_water: 20.0,
        water_flow: 2.5,
        cp: 4_184.0,
        film_ratio: 0.5,
    }
}

fn inlet(air: AirState, t_water: f64) -> Inlet {
    Inlet {
        air,
        air_mass: rating().air_flow * rating().air.dry_density(),
        t_water,
        water_flow: 2.5,
        cp: 4_184.0,
    }
}

#[test]
fn meets_its_dry_rating() {
    let coil = Coil::rated(&rating()).unwrap();
    let out = coil.run(&inlet(rating().air, 20.0));
    assert!((out.heat / 100e3 - 1.0).abs() < 1e-9, "{out:?}");
    assert_eq!((out.condensate, out.air.w), (0.0, rating().air.w));
}

/// Braun's worked example has no table; this is the limit that every wet coil must reach: with endless
/// surface and water the air leaves saturated at the water's temperature.
#[test]
fn endless_coil_saturates_the_air_at_the_water() {
    let coil = Coil {
        film: [1e7, 1e7],
        air_mass: 9.0,
        water_flow: 1e3,
    };
    let air = AirState::from_relative_humidity(28.0, 0.6, P);
    let out = coil.run(&Inlet {
        water_flow: 1e3,
        ..inlet(air, 10.0)
    });
    assert!((out.air.t - 10.0).abs() < 0.05, "{out:?}");
    let saturated = humidity_ratio_saturated(10.0, P);
    assert!((out.air.w / saturated - 1.0).abs() < 5e-3, "{out:?}");
}

/// A comfort coil, 27 °C / 19.5 °C wet bulb over 7 °C water, has a sensible heat ratio of 0.65 to 0.85.
#[test]
fn comfort_coil_has_the_usual_sensible_heat_ratio() {
    let coil = Coil::rated(&rating()).unwrap();
    let air = AirState::from_wet_bulb(27.0, 19.5, P);
    let out = coil.run(&Inlet {
        water_flow: 6.0,
        ..inlet(air, 7.0)
    });
    let sensible = inlet(air, 7.0).air_mass * air.specific_heat() * (27.0 - out.air.t);
    let ratio = sensible / out.heat;
    assert!(
        (0.65..0.85).contains(&ratio) && out.condensate > 0.0,
        "{ratio}"
    );
}

#[test]
fn dry_and_wet_meet_without_a_jump() {
    let coil = Coil::rated(&rating()).unwrap();
    let mut last = None;
    for k in 0..4_000 {
        let air = AirState::from_relative_humidity(30.0, 0.2 + 2e-4 * f64::from(k), P);
        let heat = coil.run(&inlet(air, 14.0)).heat;
        if let Some(before) = last {
            let step: f64 = heat - before;
            assert!((-1.0..300.0).contains(&step), "{k}: {step}");
        }
        last = Some(heat);
    }
}

#[test]
fn refuses_what_cannot_be() {
    let refused = |r: Rating| Coil::rated(&r).unwrap_err();
    let cold = refused(Rating {
        t_water: 40.0,
        ..rating()
    });
    assert!(matches!(cold, RatingError::NotPositive { .. }));
    let greedy = refused(Rating {
        heat: 200e3,
        ..rating()
    });
    assert!(matches!(greedy, RatingError::Unreachable(_)));
}

proptest! {
    #[test]
    fn water_and_air_agree_and_nothing_passes_its_limit(
        t in 15.0..45.0f64, rh in 0.05..0.95f64, t_water in 5.0..35.0f64, m in 0.1..5.0f64,
    ) {
        let coil = Coil::rated(&rating()).unwrap();
        let air = AirState::from_relative_humidity(t, rh, P);
        let inlet = Inlet { water_flow: m, ..inlet(air, t_water) };
        let out = coil.run(&inlet);
        let given = inlet.air_mass * (air.enthalpy() - out.air.enthalpy());
        let taken = out.heat + out.drained;
        prop_assert!((given - taken).abs() < 1e-9 * given.abs().max(1.0) + 1e-6);
        prop_assert!(out.condensate >= 0.0);
        let wet = moist_air::relative_humidity(out.air.t, out.air.w, P);
        prop_assert!(t < t_water || wet <= rh.max(1.03), "{wet} {out:?}");
        prop_assert!((out.air.t - t) * (t_water - t) >= -1e-9);
        prop_assert!(out.air.t >= t_water.min(t) - 1e-6);
    }
}
