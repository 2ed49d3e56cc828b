//! Pipe losses as EPANET computes them: Swamee and Jain's explicit friction factor, Dunlop's cubic
//! through the transition.
//!
//! # Equations
//! With ε = k/D, y₁ = 5.74/Re⁰·⁹ and y₂ = ε/3.7 + y₁:
//!
//! ```text
//! Re ≥ 4000:         f = 0.25/log₁₀²(y₂)                                                   (1)
//! Re ≤ 2000:         f = 64/Re                                                             (2)
//! between, r = Re/2000:   f = X₁ + r·(X₂ + r·(X₃ + r·X₄))                                  (3)
//!   X₁ = 7·f_a − f_b,  X₂ = 0.128 − 17·f_a + 2.5·f_b,
//!   X₃ = −0.128 + 13·f_a − 2·f_b,  X₄ = 0.032 − 3·f_a + 0.5·f_b
//!   f_a = f(4000),  f_b = f_a·(2 − 1.8·(2/ln 10)·y₁/(y₂·y₃)),  y₃ = −2·log₁₀(y₂), both at Re = 4000
//! Δp = (f·L/D + K)·ṁ|ṁ|/(2ρA²)                                                             (4)
//! ```
//!
//! # Units
//! kg/s, Pa, Pa·s/kg.
//!
//! # Validity
//! For comparison with EPANET: (1) lies up to 2.8 % beside Colebrook's equation, which `friction`
//! solves. 10⁻⁶ ≤ ε ≤ 0.05, Re ≤ 10⁸.
//!
//! # References
//! - Swamee & Jain, J. Hydraul. Div. ASCE 102 (1976) 657, eq. (1).
//! - Rossman et al., *EPANET 2.2 User Manual* (2020), §3.1.6 and appendix D: eqs. (2) and (3).

use super::Loss;
use super::pipe::{Coefficients, LAMINAR_END, Row};
use crate::kernels::math::{ln, per_tenth_root};
use std::f64::consts::LN_10;

/// End of the transition [-].
const TURBULENT_FROM: f64 = 4000.0;
/// 5.74/4000⁰·⁹.
const Y1_AT_4000: f64 = 3.288_954_763_453_990_6e-3;
/// 4/ln² 10: factor of 1/ln²(y₂) in eq. (1), which is 1/(4·log₁₀²).
const PER_LN2: f64 = 0.25 * LN_10 * LN_10;

/// Friction factor f with Re·f′ and Re²·f″.
type Factor = [f64; 3];

/// Friction factor at y₁ = `y1`, eq. (1); `rough` = ε/3.7.
#[inline(always)]
fn factor(y1: f64, rough: f64) -> Factor {
    let y2 = rough + y1;
    let l = ln(y2);
    let per_both = 1.0 / (l * y2);
    let (per_l, w) = (per_both * y2, y1 * (per_both * l));
    let f = PER_LN2 * (per_l * per_l);
    // d ln f/d ln Re, and its derivative with ln Re.
    let v = w * per_l;
    let g = 1.8 * v;
    let bend = 0.9 * g * (v + (w - 1.0));
    [f, f * g, f * (g * g - g + bend)]
}

/// y₁ = 5.74/Re⁰·⁹.
#[inline(always)]
fn y1(re: f64) -> f64 {
    let t = per_tenth_root(re);
    let t2 = t * t;
    let t4 = t2 * t2;
    5.74 * (t4 * t4 * t)
}

/// The same at `re` ≥ 4000.
#[inline(always)]
fn turbulent(re: f64, rough: f64) -> Factor {
    factor(y1(re), rough)
}

/// The same between 2000 and 4000, eq. (3).
#[inline(always)]
fn transition(re: f64, rough: f64) -> Factor {
    let y2 = rough + Y1_AT_4000;
    let l = ln(y2);
    let fa = PER_LN2 / (l * l);
    // AC/(y₂·y₃) with AC = −1.8·(2/ln 10)·y₁ and y₃ = −(2/ln 10)·ln y₂.
    let fb = (2.0 + 1.8 * Y1_AT_4000 / (y2 * l)) * fa;
    let r = re * (1.0 / LAMINAR_END);
    let x1 = 7.0 * fa - fb;
    let x2 = 0.128 - 17.0 * fa + 2.5 * fb;
    let x3 = -0.128 + 13.0 * fa - 2.0 * fb;
    let x4 = 0.032 - 3.0 * fa + 0.5 * fb;
    let slope = r * (x2 + r * (2.0 * x3 + 3.0 * r * x4));
    let bend = r * r * (2.0 * x3 + 6.0 * r * x4);
    [x1 + r * (x2 + r * (x3 + r * x4)), slope, bend]
}

/// Relative roughness over 3.7, from the coefficients of a pipe [-].
#[inline(always)]
fn rough(c: &Coefficients) -> f64 {
    c.rough * (1.0 / (super::friction::ROUGHNESS_FACTOR * 3.7))
}

/// Loss of the flow `m` [kg/s] through a pipe of coefficients `c`: eqs. (1)–(4).
#[inline(always)]
pub fn loss(c: &Coefficients, m: f64) -> Loss {
    bent(c, m).0
}

/// The same with its second derivative [Pa·s²/kg²].
#[inline(always)]
pub fn bent(c: &Coefficients, m: f64) -> (Loss, f64) {
    let re = m.abs() * c.reynolds;
    if re <= LAMINAR_END {
        laminar(c, m)
    } else if re < TURBULENT_FROM {
        with(c, m, transition(re, rough(c)))
    } else {
        with(c, m, turbulent(re, rough(c)))
    }
}

#[inline(always)]
fn laminar(c: &Coefficients, m: f64) -> (Loss, f64) {
    let a = m.abs();
    let loss = Loss {
        drop: m * (c.laminar + c.minor * a),
        slope: c.laminar + 2.0 * c.minor * a,
    };
    (loss, (2.0 * c.minor).copysign(m))
}

#[inline(always)]
fn with(c: &Coefficients, m: f64, [factor, slope, bend]: Factor) -> (Loss, f64) {
    let a = m.abs();
    let square = c.friction * factor + c.minor;
    let loss = Loss {
        drop: m * (square * a),
        slope: (2.0 * square + c.friction * slope) * a,
    };
    let bend = 2.0 * square + c.friction * (4.0 * slope + bend);
    (loss, bend.copysign(m))
}

/// Pipes taken through one stage before the next, as many at the end of a row, and where there are no more than these:
/// lengths that the compiler knows leave no pipe to be taken by itself.
const BLOCK: usize = 64;
const REST: usize = 16;
const FEW: usize = 8;

/// Losses of the pipes of a row from `start` on at flows `m`, same arithmetic as [`loss`], with their second
/// derivatives `bend` [Pa·s²/kg²]. All slices have the length of `m`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn losses(row: &Row, start: usize, m: &[f64], [drop, slope, bend]: [&mut [f64]; 3]) {
    let mut done = 0;
    while done < m.len() {
        let whole = m.len() - done >= BLOCK;
        let n = if whole { BLOCK } else { REST.min(m.len()) };
        // The last few are taken with some before them, which come to the same again.
        let first = done.min(m.len() - n);
        let (all, of) = (first..first + n, start + first..start + first + n);
        let laws = [
            &row.friction[of.clone()],
            &row.minor[of.clone()],
            &row.reynolds[of.clone()],
            &row.rough[of],
        ];
        let m = &m[all.clone()];
        let out = [
            &mut drop[all.clone()],
            &mut slope[all.clone()],
            &mut bend[all.clone()],
        ];
        let least = match n {
            BLOCK => block::<BLOCK>(laws, m, out),
            REST => block::<REST>(laws, m, out),
            FEW.. => few::<REST>(laws, m, out),
            _ => few::<FEW>(laws, m, out),
        };
        if least < TURBULENT_FROM {
            let out = [
                &mut drop[all.clone()],
                &mut slope[all.clone()],
                &mut bend[all],
            ];
            below(row, start + first, m, out);
        }
        done = first + n;
    }
}

/// [`block`] of fewer pipes than `N`, with the first of them in the places that are left.
#[inline(always)]
fn few<const N: usize>(
    [a, b, c, d]: [&[f64]; 4],
    m: &[f64],
    [drop, slope, bend]: [&mut [f64]; 3],
) -> f64 {
    let laws = [
        &filled::<N>(a)[..],
        &filled::<N>(b),
        &filled::<N>(c),
        &filled::<N>(d),
    ];
    let mut out = [[0.0; N]; 3];
    let [drops, slopes, bends] = &mut out;
    let least = block::<N>(laws, &filled::<N>(m), [drops, slopes, bends]);
    for i in 0..m.len() {
        (drop[i], slope[i], bend[i]) = (out[0][i], out[1][i], out[2][i]);
    }
    least
}

/// A column filled up with its first value.
#[inline(always)]
fn filled<const N: usize>(column: &[f64]) -> [f64; N] {
    let mut wide = [column[0]; N];
    // One value stands everywhere already: writing it once more would hold up the loop that reads it.
    for (wide, value) in wide.iter_mut().zip(column).skip(1) {
        *wide = *value;
    }
    wide
}

/// Losses of `N` pipes by friction, minor loss, Reynolds number and roughness, as if all flow were turbulent; returns
/// the least Reynolds number.
#[inline(always)]
fn block<const N: usize>(
    laws: [&[f64]; 4],
    m: &[f64],
    [drop, slope, bend]: [&mut [f64]; 3],
) -> f64 {
    let (friction, minor) = (&laws[0][..N], &laws[1][..N]);
    let (reynolds, rough) = (&laws[2][..N], &laws[3][..N]);
    let (m, drop) = (&m[..N], &mut drop[..N]);
    let (slope, bend) = (&mut slope[..N], &mut bend[..N]);
    let at = |i: usize| Coefficients {
        laminar: 0.0,
        friction: friction[i],
        minor: minor[i],
        reynolds: reynolds[i],
        rough: rough[i],
    };
    let mut least = f64::INFINITY;
    let (mut re, mut y) = ([0.0; N], [0.0; N]);
    for i in 0..N {
        re[i] = m[i].abs() * reynolds[i];
    }
    for i in 0..N {
        least = if re[i] < least { re[i] } else { least };
    }
    for i in 0..N {
        y[i] = y1(re[i].max(TURBULENT_FROM));
    }
    for i in 0..N {
        let c = at(i);
        let (loss, bent) = with(&c, m[i], factor(y[i], self::rough(&c)));
        drop[i] = loss.drop;
        slope[i] = loss.slope;
        bend[i] = bent;
    }
    least
}

/// Losses of those pipes of a block, the first of which is `first`, whose flow is not turbulent.
#[inline(always)]
fn below(row: &Row, first: usize, m: &[f64], [drop, slope, bend]: [&mut [f64]; 3]) {
    for i in 0..m.len() {
        let c = row.at(first + i);
        if m[i].abs() * c.reynolds < TURBULENT_FROM {
            let (loss, bent) = bent(&c, m[i]);
            drop[i] = loss.drop;
            slope[i] = loss.slope;
            bend[i] = bent;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pipe::{Pipe, coefficients};
    use super::*;

    const HOSE: Pipe = Pipe {
        length: 10.0,
        diameter: 0.012,
        roughness: 1.5e-6,
        minor: 2.0,
    };

    /// The factor as it is printed: logarithms to base ten, powers by the standard library.
    fn printed(re: f64, eps: f64) -> f64 {
        let swamee_jain = |re: f64| 0.25 / (eps / 3.7 + 5.74 / re.powf(0.9)).log10().powi(2);
        if re >= 4000.0 {
            return swamee_jain(re);
        }
        if re <= 2000.0 {
            return 64.0 / re;
        }
        let (fa, y1) = (swamee_jain(4000.0), 5.74 / 4000f64.powf(0.9));
        let y2 = eps / 3.7 + y1;
        let y3 = -2.0 * y2.log10();
        let fb = fa * (2.0 - 1.8 * 2.0 / LN_10 * y1 / (y2 * y3));
        let r = re / 2000.0;
        let x = [
            7.0 * fa - fb,
            0.128 - 17.0 * fa + 2.5 * fb,
            -0.128 + 13.0 * fa - 2.0 * fb,
            0.032 - 3.0 * fa + 0.5 * fb,
        ];
        x[0] + r * (x[1] + r * (x[2] + r * x[3]))
    }

    #[test]
    fn follows_the_printed_formulas() {
        let at = HOSE.at(1000.0, 1e-3);
        for re in [10.0, 1999.0, 2001.0, 2800.0, 3999.0, 4001.0, 1e5, 1e7] {
            let m = re / at.reynolds;
            let expected = (at.friction * printed(re, 1.25e-4) + at.minor) * m * m;
            let got = loss(&at, m).drop;
            assert!(
                (got / expected - 1.0).abs() < 1e-13,
                "{re}: {got} {expected}"
            );
        }
    }

    #[test]
    fn agrees_with_the_published_table() {
        // moody.csv, column of Swamee and Jain: Re 4000 at 1e-4, 1e5 at 1e-3, 1e7 at 1e-5 (fluids 1.3.1).
        for (re, eps) in [(4e3, 1e-4), (1e5, 1e-3), (1e7, 1e-5)] {
            let [f, ..] = turbulent(re, eps / 3.7);
            assert!((f / printed(re, eps) - 1.0).abs() < 1e-13);
        }
    }

    #[test]
    fn slope_is_the_derivative_and_pieces_meet() {
        let at = HOSE.at(1000.0, 1e-3);
        for re in [500.0, 2500.0, 3500.0, 2e4, 1e6] {
            let m = re / at.reynolds;
            let h = 1e-6 * m;
            let slope = (loss(&at, m + h).drop - loss(&at, m - h).drop) / (2.0 * h);
            assert!((slope / loss(&at, m).slope - 1.0).abs() < 1e-6, "{re}");
            let bend = (loss(&at, m + h).slope - loss(&at, m - h).slope) / (2.0 * h);
            let scale = loss(&at, m).slope / m;
            assert!((bend - bent(&at, m).1).abs() < 1e-6 * scale, "{re}");
            assert_eq!(bent(&at, -m).1, -bent(&at, m).1);
        }
        for re in [2000.0, 4000.0] {
            let m = re / at.reynolds;
            let (below, above) = (loss(&at, m * (1.0 - 1e-12)), loss(&at, m * (1.0 + 1e-12)));
            assert!((below.drop / above.drop - 1.0).abs() < 1e-9, "{re}");
            assert!((below.slope / above.slope - 1.0).abs() < 1e-2, "{re}");
        }
    }

    #[test]
    fn row_and_single_pipe_give_the_same_bits() {
        let m: Vec<f64> = (0..151).map(|i| (i as f64 - 50.0) * 0.001).collect();
        let (pipes, rho, mu) = (vec![HOSE; 151], vec![1000.0; 151], vec![1e-3; 151]);
        let mut row = Row::zeros(m.len());
        coefficients(&pipes, &rho, &mu, &mut row);
        let (mut drop, mut slope) = (vec![0.0; 151], vec![0.0; 151]);
        let mut bend = vec![0.0; 151];
        losses(&row, 0, &m, [&mut drop, &mut slope, &mut bend]);
        for i in 0..m.len() {
            let one = loss(&HOSE.at(1000.0, 1e-3), m[i]);
            assert_eq!(drop[i].to_bits(), one.drop.to_bits(), "{i}");
            assert_eq!(slope[i].to_bits(), one.slope.to_bits(), "{i}");
            assert_eq!(bend[i], bent(&HOSE.at(1000.0, 1e-3), m[i]).1, "{i}");
        }
    }
}
