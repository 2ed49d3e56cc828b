//! Liquid water: fits to IAPWS-95 at 3 bar, the pressure of a closed loop.
//!
//! # Validity
//! 0 to 100 °C. Density 1e-7, specific heat 2.1e-6, viscosity 2.7e-6, conductivity 7.3e-7 relative. From
//! 1 to 10 bar density changes by 4e-4 and the others by less than 1e-3.
//!
//! # References
//! - Wagner & Pruß, *J. Phys. Chem. Ref. Data* 31 (2002) 387: density, specific heat.
//! - Huber et al., *J. Phys. Chem. Ref. Data* 38 (2009) 101: viscosity (IAPWS R12-08).
//! - Huber et al., *J. Phys. Chem. Ref. Data* 41 (2012) 033102: conductivity (IAPWS R15-11).
//! - `validation/peers/fit_fluids.py water` prints the coefficients.

use super::inverse::Inverse;
use super::liquid::{Fluid, integral};

/// The fluid; s = (t − 50 °C)/50 K.
pub(super) fn water() -> Fluid {
    let scale = [50.0, 1.0 / 50.0];
    let enthalpy = integral(&SPECIFIC_HEAT, scale);
    Fluid {
        name: "water".to_owned(),
        source: "IAPWS-95, R12-08 and R15-11 at 3 bar",
        range: [0.0, 100.0],
        freezing: 0.0,
        viscosity_band: [1.0, 1.0],
        scale,
        density: DENSITY,
        specific_heat: SPECIFIC_HEAT,
        log_viscosity: LOG_VISCOSITY,
        conductivity: CONDUCTIVITY,
        inverse: Inverse::of(&enthalpy, scale, [0.0, 100.0]),
        enthalpy,
    }
}

/// ρ [kg/m³], within 1.0e-7.
#[rustfmt::skip]
const DENSITY: [f64; 9] = [
    9.881217191367e2, -2.261610495789e1, -8.189602848516, 1.584884318645,
    -6.187238875482e-1, 2.047386356556e-1, -8.262396133068e-2, 7.549047281197e-2,
    -3.751707162502e-2,
];
/// c_p [J/(kg·K)], within 2.1e-6.
#[rustfmt::skip]
const SPECIFIC_HEAT: [f64; 9] = [
    4.180885837059e3, 1.430968774175e1, 2.031854779353e1, -7.700466941461,
    1.218029087045e1, -5.054042439853, 1.315970332365, -3.169324623248,
    2.133359045423,
];
/// ln μ, μ in Pa·s, within 2.7e-6.
#[rustfmt::skip]
const LOG_VISCOSITY: [f64; 9] = [
    -7.511872888517, -8.392263391177e-1, 2.274558101441e-1, -7.089221015836e-2,
    2.827365831231e-2, -1.173360536560e-2, 4.981536025144e-3, -3.189788719858e-3,
    1.309659120967e-3,
];
/// k [W/(m·K)], within 7.3e-7.
#[rustfmt::skip]
const CONDUCTIVITY: [f64; 9] = [
    6.407249049070e-1, 5.614680814211e-2, -2.186260990509e-2, 3.316437495807e-3,
    -1.650984485203e-3, 9.127663562309e-4, -4.747886665485e-4, 3.849197079475e-4,
    -1.742141643225e-4,
];
