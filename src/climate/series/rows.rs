//! Measures of moist air, hour by hour in rows, which the threads of a pool share.

use crate::fluids::moist_air as air;
use rayon::prelude::*;

/// Hours that are taken together.
const LANES: usize = 8;
/// Hours that a thread takes at a time: whole [`LANES`], so that no hour's digits go by the number of threads.
const SHARE: usize = 256 * LANES;

/// Humidity ratio [kg/kg], at most that of saturated air, wet bulb [°C] and relative humidity [0 to 1] of `N` airs at `dry_bulb`
/// [°C] and `pressure` \[Pa\].
#[inline(always)]
fn measures_of<const N: usize>(
    dry_bulb: [f64; N],
    humidity_ratio: [f64; N],
    pressure: [f64; N],
) -> [[f64; N]; 3] {
    let (mut w, mut humidity) = ([0.0; N], [0.0; N]);
    for i in 0..N {
        let saturated = air::humidity_ratio_saturated(dry_bulb[i], pressure[i]);
        w[i] = humidity_ratio[i].clamp(0.0, saturated);
        humidity[i] = air::relative_humidity(dry_bulb[i], w[i], pressure[i]).min(1.0);
    }
    [w, air::wet_bulbs(dry_bulb, w, pressure), humidity]
}

/// Humidity ratio [kg/kg], at most that of saturated air, wet bulb [°C] and relative humidity [0 to 1] of air at `dry_bulb`
/// [°C] and `pressure` \[Pa\].
#[inline(always)]
pub(super) fn measures(dry_bulb: f64, humidity_ratio: f64, pressure: f64) -> [f64; 3] {
    measures_of([dry_bulb], [humidity_ratio], [pressure]).map(|[x]| x)
}

/// The `N` values of a row from `at` on.
#[inline(always)]
fn lanes<const N: usize>(row: &[f64], at: usize) -> [f64; N] {
    std::array::from_fn(|i| row[at + i])
}

/// The [`measures`] of `N` hours from `at` on.
#[inline(always)]
fn moist_from<const N: usize>(
    at: usize,
    [dry_bulb, pressure]: [&[f64]; 2],
    dew_point: &mut [f64],
    found: [&mut [f64]; 3],
) {
    let (t, p) = (lanes::<N>(dry_bulb, at), lanes::<N>(pressure, at));
    let dew = lanes::<N>(dew_point, at);
    let dew: [f64; N] = std::array::from_fn(|i| dew[i].min(t[i]));
    let held = std::array::from_fn(|i| air::humidity_ratio_from_dew_point(dew[i], p[i]));
    dew_point[at..at + N].copy_from_slice(&dew);
    for (row, measure) in found.into_iter().zip(measures_of(t, held, p)) {
        row[at..at + N].copy_from_slice(&measure);
    }
}

/// The [`measures`] of a row from dry bulb [°C], pressure \[Pa\] and dew point [°C]; a dew point above the dry bulb is lowered to
/// it.
pub(super) fn moist(
    [dry_bulb, pressure]: [&[f64]; 2],
    dew_point: &mut [f64],
    [w, wet_bulb, rh]: [&mut [f64]; 3],
) {
    let given = dry_bulb.par_chunks(SHARE).zip(pressure.par_chunks(SHARE));
    let found = w.par_chunks_mut(SHARE).zip(wet_bulb.par_chunks_mut(SHARE));
    let rows = given.zip(found).zip(rh.par_chunks_mut(SHARE));
    let shares = rows.zip(dew_point.par_chunks_mut(SHARE));
    shares.for_each(|((((t, p), (w, wet)), rh), dew)| moist_share([t, p], dew, [w, wet, rh]));
}

/// [`moist`] of what a thread takes.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn moist_share(given: [&[f64]; 2], dew_point: &mut [f64], [w, wet_bulb, rh]: [&mut [f64]; 3]) {
    let full = dew_point.len() - dew_point.len() % LANES;
    for at in (0..full).step_by(LANES) {
        moist_from::<LANES>(at, given, dew_point, [&mut *w, &mut *wet_bulb, &mut *rh]);
    }
    for at in full..dew_point.len() {
        moist_from::<1>(at, given, dew_point, [&mut *w, &mut *wet_bulb, &mut *rh]);
    }
}

/// A row kernel: `$of` takes dry bulb [°C], the row's own value and pressure \[Pa\] of some hours to the value in its place.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident, $of:ident) => {
        $(#[$doc])*
        pub(in crate::climate) fn $name(dry_bulb: &[f64], pressure: &[f64], row: &mut [f64]) {
            #[multiversion::multiversion(targets(
                "x86_64+avx512f+avx512vl+avx512dq",
                "x86_64+avx2",
                "aarch64+neon"
            ))]
            fn share(dry_bulb: &[f64], pressure: &[f64], row: &mut [f64]) {
                let full = row.len() - row.len() % LANES;
                for at in (0..full).step_by(LANES) {
                    let (t, p) = (lanes::<LANES>(dry_bulb, at), lanes(pressure, at));
                    let values = $of(t, lanes(row, at), p);
                    row[at..at + LANES].copy_from_slice(&values);
                }
                for at in full..row.len() {
                    [row[at]] = $of([dry_bulb[at]], [row[at]], [pressure[at]]);
                }
            }
            let given = dry_bulb.par_chunks(SHARE).zip(pressure.par_chunks(SHARE));
            let shares = row.par_chunks_mut(SHARE).zip(given);
            shares.for_each(|(row, (t, p))| share(t, p, row));
        }
    };
}

#[inline(always)]
fn dew_point_of_humidity<const N: usize>(t: [f64; N], rh: [f64; N], p: [f64; N]) -> [f64; N] {
    let w = std::array::from_fn(|i| air::humidity_ratio(t[i], 0.01 * rh[i], p[i]));
    let dew = air::dew_points(w, p);
    std::array::from_fn(|i| dew[i].min(t[i]))
}

#[inline(always)]
fn humidity_of_dew_point<const N: usize>(t: [f64; N], dew: [f64; N], p: [f64; N]) -> [f64; N] {
    std::array::from_fn(|i| {
        let w = air::humidity_ratio_from_dew_point(dew[i], p[i]);
        air::relative_humidity(t[i], w, p[i])
    })
}

#[inline(always)]
fn dew_point_of_ratio<const N: usize>(_: [f64; N], w: [f64; N], p: [f64; N]) -> [f64; N] {
    air::dew_points(w, p)
}

#[inline(always)]
fn wet_bulb_of_ratio<const N: usize>(t: [f64; N], w: [f64; N], p: [f64; N]) -> [f64; N] {
    air::wet_bulbs(t, w, p)
}

row!(
    /// Relative humidity \[%\] to dew point [°C], at most the dry bulb.
    dew_points_of_humidity, dew_point_of_humidity
);
row!(
    /// Dew point [°C] to relative humidity [0 to 1, above where the dew point is].
    humidities_of_dew_point, humidity_of_dew_point
);
row!(
    /// Humidity ratio [kg/kg] to dew point [°C].
    dew_points_of_ratio, dew_point_of_ratio
);
row!(
    /// Humidity ratio [kg/kg] to wet bulb [°C].
    wet_bulbs_of_ratio, wet_bulb_of_ratio
);
