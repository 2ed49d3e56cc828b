use super::*;
use crate::fluids::table::{relative, rows as table};
use proptest::prelude::*;

const MOIST: &str = include_str!("../../../validation/fluids/moist_air.csv");
const SATURATION: &str = include_str!("../../../validation/fluids/water_psat.csv");

/// Largest `error` over the table of moist air, whose columns are
/// p, t, φ, w, ρ, c_p, h, μ, k, t_wb, t_dp.
fn worst(error: impl Fn(&[f64]) -> f64) -> f64 {
    let rows = table(MOIST);
    assert_eq!(rows.len(), 506);
    rows.iter()
        .map(|row| error(row))
        .filter(|e| !e.is_nan())
        .fold(0.0, f64::max)
}

#[test]
fn saturation_pressure_follows_iapws_95() {
    let rows = table(SATURATION);
    assert_eq!(rows.len(), 100);
    for row in rows {
        assert!(
            relative(saturation_pressure(row[0]), row[1]) < 5e-6,
            "{} °C",
            row[0]
        );
    }
}

#[test]
fn saturation_pressure_over_ice_follows_wagner_2011() {
    // Table 4 of the paper: 611.657 Pa at 273.16 K, 8.947 35 Pa at 230 K.
    assert!(relative(saturation_pressure(0.01), 611.657) < 1e-12);
    assert!(relative(saturation_pressure(230.0 - ZERO_CELSIUS), 8.947_35) < 1e-5);
}

#[test]
fn humidity_and_density_follow_the_real_gas_model() {
    let w = worst(|r| relative(humidity_ratio(r[1], r[2], r[0]), r[3]));
    assert!(w < 1e-4, "humidity ratio {w:e}");
    let rho = worst(|r| relative(density(r[1], r[3], r[0]), r[4]));
    assert!(rho < 3e-5, "density {rho:e}");
    let rh = worst(|r| relative(relative_humidity(r[1], r[3], r[0]), r[2]));
    assert!(rh < 1e-4, "relative humidity {rh:e}");
}

#[test]
fn enthalpy_follows_the_real_gas_model() {
    // The largest differences are at 60 °C, saturated, where 1 K is worth 27 kJ/kg. The datum of the
    // table is 28 J/kg away.
    let all = worst(|r| (enthalpy(r[1], r[3]) - r[6]).abs());
    assert!(all < 500.0, "{all} J/kg");
    let hall = worst(|r| {
        if r[1] <= 40.0 {
            (enthalpy(r[1], r[3]) - r[6]).abs()
        } else {
            0.0
        }
    });
    assert!(hall < 100.0, "{hall} J/kg");
}

#[test]
fn wet_bulb_and_dew_point_follow_the_real_gas_model() {
    // Just below 0 °C the table holds the wet bulb over ice where one over water exists as well.
    let wb = worst(|r| {
        let two_roots = r[9] < 0.0 && wet_bulb(r[1], r[3], r[0]) >= 0.0;
        if two_roots {
            0.0
        } else {
            (wet_bulb(r[1], r[3], r[0]) - r[9]).abs()
        }
    });
    assert!(wb < 0.015, "wet bulb {wb} K");
    let dp = worst(|r| (dew_point(r[3], r[0]) - r[10]).abs());
    assert!(dp < 1e-3, "dew point {dp} K");
}

#[test]
fn specific_heat_and_transport_follow_the_reference() {
    let cp = worst(|r| relative(specific_heat(r[1], r[3], r[0]), r[5]));
    assert!(cp < 5e-5, "specific heat {cp:e}");
    let mu = worst(|r| relative(viscosity(r[1], r[3], r[0]), r[7]));
    assert!(mu < 3e-5, "viscosity {mu:e}");
    let k = worst(|r| relative(conductivity(r[1], r[3], r[0]), r[8]));
    assert!(k < 3e-5, "conductivity {k:e}");
}

#[test]
fn standard_atmosphere_at_known_heights() {
    // ISO 2533: 89 874.6 Pa at 1 000 m geopotential.
    assert!(relative(pressure_at_elevation(1_000.0), 89_874.6) < 1e-5);
    assert_eq!(pressure_at_elevation(0.0), 101_325.0);
}

#[test]
fn extremes_stay_finite() {
    for t in [-90.0, -40.0, 0.0, 0.01, 60.0, 99.0] {
        for w in [0.0, 1e-6, 0.02, 0.5] {
            let all = [
                wet_bulb(t, w, 101_325.0),
                dew_point(w, 101_325.0),
                relative_humidity(t, w, 101_325.0),
                humidity_ratio(t, 1.0, 101_325.0),
                density(t, w, 101_325.0),
            ];
            assert!(all.iter().all(|v| v.is_finite()), "{t} {w} {all:?}");
        }
    }
}

proptest! {
    #[test]
    fn dew_point_undoes_saturation(t in -40.0..60.0f64, p in 80e3..105e3f64) {
        prop_assert!((dew_point(humidity_ratio_saturated(t, p), p) - t).abs() < 1e-8);
    }

    #[test]
    fn dew_point_near_or_far_is_the_same(
        w in 1e-5..0.05f64, p in 80e3..105e3f64, off in -60.0..60.0f64, scale in 0..8i32,
    ) {
        let far = dew_point(w, p);
        let near = dew_point_near(w, p, far + off * 0.1f64.powi(scale));
        prop_assert!((near - far).abs() < 1e-9, "{near} {far}");
    }

    #[test]
    fn wet_bulb_undoes_humidity(t in -30.0..55.0f64, rh in 0.0..1.0f64, p in 80e3..105e3f64) {
        let w = humidity_ratio(t, rh, p);
        let back = humidity_ratio_from_wet_bulb(t, wet_bulb(t, w, p), p);
        prop_assert!((back - w).abs() < 1e-9, "{w} {back}");
    }

    #[test]
    fn temperatures_are_ordered(t in -30.0..55.0f64, rh in 0.02..0.999f64, p in 80e3..105e3f64) {
        let w = humidity_ratio(t, rh, p);
        let (wb, dp) = (wet_bulb(t, w, p), dew_point(w, p));
        prop_assert!(dp <= wb + 1e-9 && wb <= t + 1e-12, "{dp} {wb} {t}");
    }

    #[test]
    fn enthalpy_inverts(t in -40.0..90.0f64, w in 0.0..0.3f64) {
        prop_assert!((temperature_from_enthalpy(enthalpy(t, w), w) - t).abs() < 1e-11);
    }

    #[test]
    fn saturation_pressure_rises(t in -99.0..119.0f64, step in 1e-6..1.0f64) {
        prop_assert!(saturation_pressure(t + step) > saturation_pressure(t));
    }

    #[test]
    fn damp_air_is_lighter(t in -20.0..60.0f64, w in 0.0..0.1f64, p in 80e3..105e3f64) {
        prop_assert!(density(t, w + 1e-4, p) < density(t, w, p));
    }
}
