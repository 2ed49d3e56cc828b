//! The two inverse problems of psychrometry: dew point and wet bulb.
//!
//! Both are Newton iterations of fixed length with the slope of Clausius and Clapeyron, so a row of them has no branches and the same bits
//! everywhere. The dew point iterates on ln p_ws, nearly linear in 1/T; the wet bulb on eq. (5) of
//! the parent module, convex and monotone in t*.
//!
//! Around 0 °C two wet bulbs can satisfy eq. (5), one over water and one over ice; the one over water
//! is taken whenever it is at or above 0 °C, as a wetted pad behaves.

use super::saturation::{TRIPLE_POINT, saturated_vapour};
use super::{
    CP_AIR, CP_VAPOUR, LATENT, MOLAR_MASS_RATIO, enthalpy, humidity_ratio_saturated, mole_fraction,
};
use crate::kernels::math::ln;
use crate::units::ZERO_CELSIUS;

/// Specific heat of liquid water between 0 and 60 °C [J/(kg·K)].
const CP_WATER: f64 = 4_186.0;
/// Specific heat of ice near 0 °C [J/(kg·K)].
const CP_ICE: f64 = 2_080.0;
/// Heat of fusion at 0 °C [J/kg].
const FUSION: f64 = 333_400.0;
/// Coldest temperature an inverse returns [°C]: the answer for perfectly dry air.
const COLDEST: f64 = -100.0;
/// Passes after which the wet bulb has reached round-off from the dry bulb.
const PASSES: usize = 8;
/// Passes after which the dew point has reached round-off from Magnus' formula.
const DEW_POINT_PASSES: usize = 4;
/// Move after which the next would be a thousandth of it, the slope being that exact \[K\].
const DEW_POINT_MOVED: f64 = 1e-7;

/// Enthalpy [J/kg] of the condensed water that evaporates at wet bulb `t` [°C].
#[inline(always)]
fn condensed_enthalpy(t: f64, over_water: bool) -> f64 {
    if over_water {
        CP_WATER * t
    } else {
        CP_ICE * t - FUSION
    }
}

/// Slope −d(ln p_ws)/d(1/T) [K]; what it lacks only costs a pass.
#[inline(always)]
fn clapeyron(t: f64) -> f64 {
    if t >= TRIPLE_POINT {
        5_425.0 - 5.1 * t
    } else {
        6_140.0
    }
}

/// The next of Newton's iterates after `t` [°C] for the dew point of vapour at `vapour` \[Pa\] in air at `p` \[Pa\].
#[inline(always)]
fn towards_dew_point(t: f64, vapour: f64, p: f64) -> f64 {
    let held = saturated_vapour(t, p);
    let inverse = 1.0 / (t + ZERO_CELSIUS) - ln(vapour / held) / clapeyron(t);
    (1.0 / inverse.max(1e-3) - ZERO_CELSIUS).clamp(COLDEST, 100.0)
}

/// Partial pressure [Pa] of the vapour in air with `w` [kg/kg] at `p` [Pa]; next to none in dry air.
#[inline(always)]
fn vapour_pressure(w: f64, p: f64) -> f64 {
    (mole_fraction(w) * p).max(1e-9)
}

/// Dew point, below 0.01 °C frost point [°C], of air with `w` [kg/kg] at `p` \[Pa\]; at least −100 °C.
#[inline(always)]
pub fn dew_point(w: f64, p: f64) -> f64 {
    dew_points([w], [p])[0]
}

/// The [`dew_point`] of `N` airs, pass by pass: lanes of one vector where the caller is compiled for vectors.
#[inline(always)]
pub fn dew_points<const N: usize>(w: [f64; N], p: [f64; N]) -> [f64; N] {
    let mut vapour = [0.0; N];
    let mut t = [0.0; N];
    for i in 0..N {
        vapour[i] = vapour_pressure(w[i], p[i]);
        // Magnus' formula, over water and over ice, starts within half a kelvin.
        let g = ln(vapour[i] / 611.2);
        let (over_water, over_ice) = (243.12 * g / (17.62 - g), 272.62 * g / (22.46 - g));
        t[i] = if g >= 0.0 { over_water } else { over_ice };
    }
    for _ in 0..DEW_POINT_PASSES {
        for i in 0..N {
            t[i] = towards_dew_point(t[i], vapour[i], p[i]);
        }
    }
    t
}

/// [`dew_point`] where it is expected near `near` [°C]: the same to 1e-9 K, sooner.
#[inline]
pub fn dew_point_near(w: f64, p: f64, near: f64) -> f64 {
    let vapour = vapour_pressure(w, p);
    let mut t = near;
    for _ in 0..DEW_POINT_PASSES {
        let next = towards_dew_point(t, vapour, p);
        let moved = (next - t).abs();
        t = next;
        if moved <= DEW_POINT_MOVED {
            return t;
        }
    }
    dew_point(w, p)
}

/// Left minus right side of eq. (5) at the trial wet bulb `tw` [°C], and saturated humidity there; the
/// imbalance falls as `tw` rises.
#[inline(always)]
fn imbalance(h: f64, w: f64, p: f64, tw: f64, over_water: bool) -> (f64, f64) {
    let ws = humidity_ratio_saturated(tw, p);
    let difference = h + (ws - w) * condensed_enthalpy(tw, over_water) - enthalpy(tw, ws);
    (difference, ws)
}

/// The next of Newton's iterates after `tw` [°C] for the wet bulb of air with enthalpy `h` [J/kg] and `w` [kg/kg] at `p` \[Pa\].
#[inline(always)]
fn towards_wet_bulb(tw: f64, h: f64, w: f64, p: f64, over_water: bool) -> f64 {
    let (difference, ws) = imbalance(h, w, p, tw, over_water);
    let kelvin = tw + ZERO_CELSIUS;
    let rise = ws * (1.0 + ws / MOLAR_MASS_RATIO) * clapeyron(tw) / (kelvin * kelvin);
    let heat = LATENT + CP_VAPOUR[0] * tw - condensed_enthalpy(tw, over_water);
    (tw + difference / (CP_AIR[0] + w * CP_VAPOUR[0] + rise * heat)).max(COLDEST)
}

/// Thermodynamic wet-bulb temperature [°C] of air at `t` [°C], `w` [kg/kg], `p` \[Pa\]; not above `t`.
#[inline(always)]
pub fn wet_bulb(t: f64, w: f64, p: f64) -> f64 {
    wet_bulbs([t], [w], [p])[0]
}

/// The [`wet_bulb`] of `N` airs, pass by pass: lanes of one vector where the caller is compiled for vectors.
#[inline(always)]
pub fn wet_bulbs<const N: usize>(t: [f64; N], w: [f64; N], p: [f64; N]) -> [f64; N] {
    let (mut h, mut melted, mut tw) = ([0.0; N], [0.0; N], [0.0; N]);
    for i in 0..N {
        h[i] = enthalpy(t[i], w[i]);
        melted[i] = imbalance(h[i], w[i], p[i], 0.0, true).0;
        // The imbalance is concave in tw: from the warm side Newton approaches the root monotonically.
        tw[i] = if melted[i] >= 0.0 {
            t[i]
        } else {
            t[i].min(0.0)
        };
    }
    for _ in 0..PASSES {
        for i in 0..N {
            tw[i] = towards_wet_bulb(tw[i], h[i], w[i], p[i], melted[i] >= 0.0);
        }
    }
    for i in 0..N {
        tw[i] = tw[i].min(t[i]);
    }
    tw
}

/// Humidity ratio [kg/kg] of air at dry bulb `t` and wet bulb `t_wb` [°C] and `p` \[Pa\], eq. (5) solved
/// for w; zero where the pair lies below perfectly dry air.
#[inline(always)]
pub fn humidity_ratio_from_wet_bulb(t: f64, t_wb: f64, p: f64) -> f64 {
    let ws = humidity_ratio_saturated(t_wb, p);
    let hc = condensed_enthalpy(t_wb, t_wb >= 0.0);
    let dry = enthalpy(t, 0.0);
    let vapour = enthalpy(t, 1.0) - dry;
    ((enthalpy(t_wb, ws) - ws * hc - dry) / (vapour - hc)).max(0.0)
}
