//! Makes a series of hours meet published statistics while keeping its weather.
//!
//! ```text
//! T ← T + Σ_m c_m·Λ_m(t),    c_m = target_m − mean of month m      Λ_m: hat over mid-months   (1)
//! T ← g(T),   g piecewise linear through (Q(s_k), T_k), g(T) = T below the knee               (2)
//! T* ← T* + Σ_k c_k·Λ_k(T),  c_k = T*_k − mean of T* where |T − T_k| ≤ ½ K                    (3)
//! ```
//!
//! (1) meets monthly means without steps between months, (2) meets the design values T_k that a
//! share s_k of the hours exceeds, Q(s) being the value exceeded now, (3) meets coincident wet bulbs.
//! Each disturbs the others a little; repeated in turn they settle, because each leaves most hours
//! alone. Each pass returns the largest of its corrections before it was made, to see them settle.

use super::calendar::{YEAR_H, month_starts};
use super::normals::Exceeded;
use super::series::Highest;

/// Half the width of the band in which coincident values are averaged, eq. (3) [K].
const BAND: f64 = 0.5;

/// What is given for the middle of each month, linear between, in the middle of each hour of a year.
pub(super) fn seasonal(monthly: &[f64; 12]) -> impl Iterator<Item = f64> {
    let (monthly, starts, year) = (*monthly, month_starts(), YEAR_H as f64);
    let middle = |m: usize| 0.5 * (starts[m] + starts[m + 1]) as f64;
    let middles: [f64; 12] = std::array::from_fn(middle);
    // From the middle of one month to that of the next; the year begins and ends between those of December and January.
    let spans = (0..=12).map(move |k| {
        let [left, right] = match k {
            0 => [middles[11] - year, middles[0]],
            12 => [middles[11], middles[0] + year],
            _ => [middles[k - 1], middles[k]],
        };
        ([left, right], [monthly[(k + 11) % 12], monthly[k % 12]])
    });
    let first_from = move |x: f64| (x.clamp(0.0, year) - 0.5).ceil() as usize;
    spans.flat_map(move |([left, right], [from, to])| {
        let hours = first_from(left)..first_from(right);
        hours.map(move |hour| from + (to - from) * (hour as f64 + 0.5 - left) / (right - left))
    })
}

/// Mean of each month.
pub(super) fn monthly_means(values: &[f64]) -> [f64; 12] {
    let starts = month_starts();
    std::array::from_fn(|m| mean(values[starts[m]..starts[m + 1]].iter().copied()))
}

/// Mean of some values, zero of none.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), v| (sum + v, n + 1.0));
    sum / f64::max(n, 1.0)
}

/// One pass of eq. (1) towards `targets`.
pub(super) fn move_means(values: &mut [f64], targets: &[f64; 12]) -> f64 {
    let means = monthly_means(values);
    let shift = std::array::from_fn(|m| targets[m] - means[m]);
    let moved = values.iter_mut().zip(seasonal(&shift));
    moved.for_each(|(value, shift)| *value += shift);
    largest(shift)
}

/// The largest magnitude among some corrections.
fn largest(corrections: impl IntoIterator<Item = f64>) -> f64 {
    corrections
        .into_iter()
        .fold(0.0, |most, c| most.max(c.abs()))
}

/// Eq. (2): bends the upper tail through `tail`, shares rising from the hottest.
pub(super) fn bend_tail(values: &mut [f64], tail: &[Exceeded]) -> f64 {
    let Some(&(widest, _)) = tail.last() else {
        return 0.0;
    };
    let highest = Highest::of(values, 0.08 + widest);
    let knee = highest.exceeded(0.08 + widest);
    let mut curve = vec![[knee, knee]];
    curve.extend(
        tail.iter()
            .rev()
            .map(|&(share, wanted)| [highest.exceeded(share), wanted]),
    );
    for value in values.iter_mut().filter(|value| **value > knee) {
        *value = along(&curve, *value);
    }
    largest(curve.iter().map(|[now, wanted]| wanted - now))
}

/// Eq. (2) for the lower tail: a share s_k of the hours is colder than T_k, shares rising from the
/// coldest.
pub(super) fn bend_lower_tail(values: &mut [f64], tail: &[Exceeded]) -> f64 {
    let mirrored: Vec<Exceeded> = tail
        .iter()
        .map(|&(share, wanted)| (share, -wanted))
        .collect();
    values.iter_mut().for_each(|value| *value = -*value);
    let off = bend_tail(values, &mirrored);
    values.iter_mut().for_each(|value| *value = -*value);
    off
}

/// The polyline through `curve`, both coordinates rising; parallel to the diagonal past its end.
fn along(curve: &[[f64; 2]], x: f64) -> f64 {
    for pair in curve.windows(2) {
        let [[x0, y0], [x1, y1]] = [pair[0], pair[1]];
        if x <= x1 {
            return y0 + (y1 - y0) * ((x - x0) / (x1 - x0).max(1e-9)).clamp(0.0, 1.0);
        }
    }
    curve.last().map_or(x, |end| x + end[1] - end[0])
}

/// Mean of `y` over the hours with `x` within half a kelvin of `at`.
pub(super) fn coincident_mean(x: &[f64], y: &[f64], at: f64) -> f64 {
    let near = x.iter().zip(y).filter(|(x, _)| (**x - at).abs() <= BAND);
    mean(near.map(|(_, y)| *y))
}

/// One pass of eq. (3): moves `wet` towards the mean values of `coincident` = `[dry, wet]`; below the
/// first of them the correction fades to nothing over as much as they span.
pub(super) fn move_coincident(wet: &mut [f64], dry: &[f64], coincident: &[[f64; 2]]) -> f64 {
    let (Some(first), Some(last)) = (coincident.first(), coincident.last()) else {
        return 0.0;
    };
    let fade = first[0] - (last[0] - first[0]).max(1.0);
    let mut curve = vec![[fade, 0.0]];
    for &[at, wanted] in coincident {
        curve.push([at, wanted - coincident_mean(dry, wet, at)]);
    }
    for (wet, &t) in wet.iter_mut().zip(dry).filter(|(_, t)| **t > fade) {
        *wet += along(&curve, t.min(last[0]));
    }
    largest(curve.iter().map(|[_, correction]| *correction))
}

#[cfg(test)]
mod tests;
