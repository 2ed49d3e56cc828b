//! The properties of a liquid along a row of temperatures: the arithmetic of [`Fluid`], vectorised.

use super::Fluid;

/// One row kernel: the named method of [`Fluid`] applied to every element.
macro_rules! row {
    ($name:ident) => {
        #[multiversion::multiversion(targets(
            "x86_64+avx512f+avx512vl+avx512dq",
            "x86_64+avx2",
            "aarch64+neon"
        ))]
        pub(super) fn $name(fluid: &Fluid, x: &[f64], out: &mut [f64]) {
            for (out, x) in out.iter_mut().zip(x) {
                *out = fluid.$name(*x);
            }
        }
    };
}

row!(density);
row!(specific_heat);
row!(viscosity);
row!(conductivity);
row!(enthalpy);
row!(temperature);
