//! Measures of moist air, hour by hour in rows.

use crate::fluids::moist_air as air;

/// Humidity ratio [kg/kg], at most that of saturated air, wet bulb [°C] and relative humidity [0 to 1] of air at `dry_bulb`
/// [°C] and `pressure` \[Pa\].
#[inline(always)]
pub(super) fn measures(dry_bulb: f64, humidity_ratio: f64, pressure: f64) -> [f64; 3] {
    let saturated = air::humidity_ratio_saturated(dry_bulb, pressure);
    let w = humidity_ratio.clamp(0.0, saturated);
    [
        w,
        air::wet_bulb(dry_bulb, w, pressure).min(dry_bulb),
        air::relative_humidity(dry_bulb, w, pressure).min(1.0),
    ]
}

/// The [`measures`] of a row from dry bulb [°C], pressure \[Pa\] and dew point [°C]; a dew point above the dry bulb is lowered to
/// it.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub(super) fn moist(
    [dry_bulb, pressure]: [&[f64]; 2],
    dew_point: &mut [f64],
    [w, wet_bulb, relative_humidity]: [&mut [f64]; 3],
) {
    let given = dry_bulb.iter().zip(pressure).zip(dew_point);
    let found = w.iter_mut().zip(wet_bulb).zip(relative_humidity);
    for (((dry_bulb, p), dew_point), ((w, wet_bulb), rh)) in given.zip(found) {
        *dew_point = dew_point.min(*dry_bulb);
        let held = air::humidity_ratio_from_dew_point(*dew_point, *p);
        [*w, *wet_bulb, *rh] = measures(*dry_bulb, held, *p);
    }
}

/// Dew point [°C] of a row from dry bulb [°C], relative humidity \[%\] in its place, and pressure \[Pa\].
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub(in crate::climate) fn dew_points(
    dry_bulb: &[f64],
    pressure: &[f64],
    humidity_to_dew_point: &mut [f64],
) {
    let given = dry_bulb.iter().zip(pressure);
    for ((t, p), x) in given.zip(humidity_to_dew_point) {
        let w = air::humidity_ratio(*t, 0.01 * *x, *p);
        *x = air::dew_point(w, *p).min(*t);
    }
}
