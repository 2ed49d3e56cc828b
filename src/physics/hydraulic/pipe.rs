//! Straight pipe, hose or header with its fittings.
//!
//! # Equations
//! Darcy–Weisbach with the mean density and viscosity of the coolant in the pipe; A = πD²/4:
//!
//! ```text
//! Δp = (f·L/D + K)·ṁ|ṁ|/(2ρA²),   Re = 4ṁ/(πDμ)                                           (1)
//! laminar, Re ≤ 2000:   Δp_l = 128·μ·L·ṁ/(π·ρ·D⁴) + K·ṁ|ṁ|/(2ρA²)                          (2)
//! between:              Δp = (1 − s)·Δp_l + s·Δp_t,   s = x²(3 − 2x),   x = (Re − 2000)/2000   (3)
//! ```
//!
//! with f from `friction` for Re ≥ 4000. Between 2000 and 4000, where nature has no single answer,
//! (3) joins the two branches with a continuous derivative; because Δp_t > Δp_l there, Δp rises
//! throughout.
//!
//! # Units
//! m, kg/s, kg/m³, Pa·s, Pa.
//!
//! # Validity
//! Full round pipe, developed flow, single phase. Roughness up to 5 % of the diameter.
//!
//! # References
//! - White, *Fluid Mechanics*, 8th ed. (2016), §6.4–6.6 and 6.9 (minor losses).
//! - Rossman et al., *EPANET 2.2 User Manual* (2020), §3.1.6: cubic between Re 2000 and 4000.

use super::friction::{self, Friction, ROUGHNESS_FACTOR, colebrook};
use super::{LawError, Loss, positive, within};
use std::f64::consts::PI;

/// End of laminar flow and beginning of the transition [-].
pub const LAMINAR_END: f64 = 2000.0;
/// One over the width of the transition in Reynolds number [-].
const PER_TRANSITION: f64 = 1.0 / 2000.0;

/// Pipes that row kernels take through one stage before the next.
const BLOCK: usize = 64;

/// Geometry of a pipe.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pipe {
    /// Length \[m\], above zero.
    pub length: f64,
    /// Inner diameter \[m\], above zero.
    pub diameter: f64,
    /// Sand roughness \[m\], 0 to 0.05 D.
    pub roughness: f64,
    /// Sum of the minor loss coefficients K [-], not negative.
    pub minor: f64,
}

/// Coefficients of eqs. (1)–(3) for one coolant state.
#[derive(Clone, Copy, Debug)]
pub struct Coefficients {
    /// Laminar loss per flow [Pa·s/kg].
    pub laminar: f64,
    /// Loss per flow² and friction factor: L/(2DρA²) [Pa·s²/kg²].
    pub friction: f64,
    /// Loss per flow² of the fittings: K/(2ρA²) [Pa·s²/kg²].
    pub minor: f64,
    /// Reynolds number per flow [s/kg].
    pub reynolds: f64,
    /// [`ROUGHNESS_FACTOR`] times relative roughness [-].
    pub rough: f64,
}

impl Pipe {
    /// Checks the geometry.
    ///
    /// # Errors
    /// A length or diameter not above zero, a roughness above 5 % of the diameter, a negative K.
    pub fn new(length: f64, diameter: f64, roughness: f64, minor: f64) -> Result<Self, LawError> {
        positive("diameter [m]", diameter)?;
        Ok(Self {
            length: positive("length [m]", length)?,
            diameter,
            roughness: within("roughness [m]", roughness, 0.0, 0.05 * diameter)?,
            minor: within("minor loss coefficient", minor, 0.0, f64::MAX)?,
        })
    }

    /// `n` of this pipe side by side, as one: with L·n³, D·n, k·n and K·n² eqs. (1) to (3) give for n·ṁ the loss that
    /// each has for ṁ.
    pub fn side_by_side(&self, n: f64) -> Self {
        Self {
            length: self.length * n * n * n,
            diameter: self.diameter * n,
            roughness: self.roughness * n,
            minor: self.minor * n * n,
        }
    }

    /// Cross-section \[m²\].
    #[inline(always)]
    pub fn area(&self) -> f64 {
        0.25 * PI * self.diameter * self.diameter
    }

    /// Coefficients at density `rho` [kg/m³] and dynamic viscosity `mu` [Pa·s], both above zero.
    #[inline(always)]
    pub fn at(&self, rho: f64, mu: f64) -> Coefficients {
        let per = 1.0 / (self.diameter * rho * mu);
        let (per_d, per_rho) = (per * rho * mu, per * self.diameter * mu);
        let per_mu = per * self.diameter * rho;
        let per_d2 = per_d * per_d;
        let per_rho_d4 = per_d2 * per_d2 * per_rho;
        let dynamic = 8.0 / (PI * PI) * per_rho_d4;
        Coefficients {
            laminar: 128.0 / PI * mu * self.length * per_rho_d4,
            friction: dynamic * self.length * per_d,
            minor: dynamic * self.minor,
            reynolds: 4.0 / PI * per_d * per_mu,
            rough: ROUGHNESS_FACTOR * self.roughness * per_d,
        }
    }
}

impl Coefficients {
    /// Loss of the flow `m` [kg/s]: eqs. (1)–(3).
    #[inline(always)]
    pub fn loss(&self, m: f64) -> Loss {
        self.bent(m).0
    }

    /// The same with nearly its second derivative [Pa·s²/kg²].
    #[inline(always)]
    pub fn bent(&self, m: f64) -> (Loss, f64) {
        let re = self.turbulent_reynolds(m);
        self.loss_with(m, colebrook(re, self.rough * re))
    }

    /// Reynolds number of the flow `m` [kg/s], or the end of laminar flow where it is below.
    #[inline(always)]
    fn turbulent_reynolds(&self, m: f64) -> f64 {
        (m.abs() * self.reynolds).max(LAMINAR_END)
    }

    /// Loss, and nearly its second derivative [Pa·s²/kg²]: that of the power law which (1) is near by.
    #[inline(always)]
    fn loss_with(&self, m: f64, f: Friction) -> (Loss, f64) {
        let a = m.abs();
        let re = a * self.reynolds;
        let x = ((re - LAMINAR_END) * PER_TRANSITION).clamp(0.0, 1.0);
        let s = x * x * (3.0 - 2.0 * x);
        let s_slope = 6.0 * x * (1.0 - x) * (self.reynolds * PER_TRANSITION);
        let per_flow = self.friction * f.factor * a;
        let above = per_flow * a - self.laminar * a;
        let minor = self.minor * a;
        let drop = self.laminar * a + s * above + minor * a;
        let slope = self.laminar
            + s * (per_flow * f.exponent - self.laminar)
            + s_slope * above
            + 2.0 * minor;
        let bend =
            s * self.friction * f.factor * f.exponent * (f.exponent - 1.0) + 2.0 * self.minor;
        let loss = Loss {
            drop: drop.copysign(m),
            slope,
        };
        (loss, bend.copysign(m))
    }
}

/// A row of pipes, one column for each field of [`Coefficients`].
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Laminar loss per flow [Pa·s/kg].
    pub laminar: Vec<f64>,
    /// Loss per flow² and friction factor [Pa·s²/kg²].
    pub friction: Vec<f64>,
    /// Loss per flow² of the fittings [Pa·s²/kg²].
    pub minor: Vec<f64>,
    /// Reynolds number per flow [s/kg].
    pub reynolds: Vec<f64>,
    /// [`ROUGHNESS_FACTOR`] times relative roughness [-].
    pub rough: Vec<f64>,
}

impl Row {
    /// A row of `n` pipes, all coefficients zero.
    pub fn zeros(n: usize) -> Self {
        let column = || vec![0.0; n];
        Self {
            laminar: column(),
            friction: column(),
            minor: column(),
            reynolds: column(),
            rough: column(),
        }
    }

    /// Coefficients of pipe `i`.
    #[inline(always)]
    pub fn at(&self, i: usize) -> Coefficients {
        Coefficients {
            laminar: self.laminar[i],
            friction: self.friction[i],
            minor: self.minor[i],
            reynolds: self.reynolds[i],
            rough: self.rough[i],
        }
    }

    /// Gives pipe `i` other coefficients.
    pub fn set(&mut self, i: usize, to: Coefficients) {
        self.laminar[i] = to.laminar;
        self.friction[i] = to.friction;
        self.minor[i] = to.minor;
        self.reynolds[i] = to.reynolds;
        self.rough[i] = to.rough;
    }
}

/// Coefficients of a row that takes pipe and coolant at the indices in `of`, the latter from densities
/// [kg/m³] and viscosities [Pa·s]; same arithmetic as [`Pipe::at`]. `row` has the length of `of`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn coefficients_of(of: &[[u32; 2]], pipes: &[Pipe], coolant: [&[f64]; 2], row: &mut Row) {
    let mut first = 0;
    let mut pipe = [Pipe::default(); BLOCK];
    let (mut rho, mut mu) = ([0.0; BLOCK], [0.0; BLOCK]);
    while first < of.len() {
        let n = BLOCK.min(of.len() - first);
        let all = first..first + n;
        for (i, &[p, link]) in of[all.clone()].iter().enumerate() {
            pipe[i] = pipes[p as usize];
            (rho[i], mu[i]) = (coolant[0][link as usize], coolant[1][link as usize]);
        }
        let (laminar, friction) = (
            &mut row.laminar[all.clone()],
            &mut row.friction[all.clone()],
        );
        let (minor, reynolds) = (&mut row.minor[all.clone()], &mut row.reynolds[all.clone()]);
        let rough = &mut row.rough[all];
        for i in 0..n {
            let c = pipe[i].at(rho[i], mu[i]);
            laminar[i] = c.laminar;
            friction[i] = c.friction;
            minor[i] = c.minor;
            reynolds[i] = c.reynolds;
            rough[i] = c.rough;
        }
        first += n;
    }
}

/// The same of `pipes` one by one. All slices have the length of the row.
pub fn coefficients(pipes: &[Pipe], rho: &[f64], mu: &[f64], row: &mut Row) {
    let of: Vec<[u32; 2]> = (0..pipes.len() as u32).map(|i| [i, i]).collect();
    coefficients_of(&of, pipes, [rho, mu], row);
}

/// Losses of the pipes of a row from `start` on at flows `m`, same arithmetic as [`Coefficients::loss`], and
/// nearly their second derivatives `bend` [Pa·s²/kg²]. All slices have the length of `m`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn losses(row: &Row, start: usize, m: &[f64], [drop, slope, bend]: [&mut [f64]; 3]) {
    let mut first = 0;
    while first < m.len() {
        let n = BLOCK.min(m.len() - first);
        let all = first..first + n;
        let (m, drop) = (&m[all.clone()], &mut drop[all.clone()]);
        let (slope, bend) = (&mut slope[all.clone()], &mut bend[all]);
        let all = start + first..start + first + n;
        let (laminar, turbulent) = (&row.laminar[all.clone()], &row.friction[all.clone()]);
        let (minor, reynolds) = (&row.minor[all.clone()], &row.reynolds[all.clone()]);
        let rough = &row.rough[all];
        let at = |i: usize| Coefficients {
            laminar: laminar[i],
            friction: turbulent[i],
            minor: minor[i],
            reynolds: reynolds[i],
            rough: rough[i],
        };
        let (mut x1, mut x2, mut f) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        for i in 0..n {
            let re = at(i).turbulent_reynolds(m[i]);
            x1[i] = rough[i] * re;
            x2[i] = friction::smooth(re);
        }
        for i in 0..n {
            f[i] = friction::rough(x1[i], x2[i]);
        }
        for i in 0..n {
            f[i] = friction::refined(f[i], x1[i], x2[i]);
        }
        for i in 0..n {
            let (loss, bent) = at(i).loss_with(m[i], friction::friction(f[i], x1[i]));
            drop[i] = loss.drop;
            slope[i] = loss.slope;
            bend[i] = bent;
        }
        first += n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSE: Pipe = Pipe {
        length: 10.0,
        diameter: 0.012,
        roughness: 1.5e-6,
        minor: 0.0,
    };

    /// `single_pipe_dp` of the reference `hydraulics/textbook.json` (fluids 1.3.1).
    #[test]
    fn equals_published_losses() {
        let at = HOSE.at(1013.0, 1.36e-3);
        for (flow, drop, tolerance) in [
            (1e-6, 26.722311432713283, 1e-12),
            (1.3e-5, 347.39004862527275, 1e-12),
            (2e-5, 534.446228654266, 1e-12),
            // Re = 3952 lies in our transition and above the reference's abrupt one.
            (5e-5, 3314.4644143330956, 2e-3),
            (1e-4, 10912.39907255336, 1e-12),
            (5e-4, 184970.10672199604, 1e-12),
        ] {
            let got = at.loss(flow * 1013.0).drop;
            assert!((got / drop - 1.0).abs() < tolerance, "{flow}: {got} {drop}");
        }
    }

    #[test]
    fn fittings_follow_velocity_pressure() {
        let bare = HOSE.at(1000.0, 1e-3).loss(0.2).drop;
        let fitted = Pipe { minor: 3.0, ..HOSE }.at(1000.0, 1e-3).loss(0.2).drop;
        let v = 0.2 / (1000.0 * HOSE.area());
        assert!(((fitted - bare) / (3.0 * 500.0 * v * v) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn row_and_single_pipe_give_the_same_bits() {
        let m: Vec<f64> = (0..101).map(|i| (i as f64 - 50.0) * 0.007).collect();
        let mut row = Row::zeros(m.len());
        let rho: Vec<f64> = (0..m.len()).map(|i| 1000.0 + i as f64).collect();
        let (pipes, mu) = (vec![HOSE; m.len()], vec![1e-3; m.len()]);
        coefficients(&pipes, &rho, &mu, &mut row);
        let (mut drop, mut slope) = (vec![0.0; m.len()], vec![0.0; m.len()]);
        let mut bend = vec![0.0; m.len()];
        losses(&row, 0, &m, [&mut drop, &mut slope, &mut bend]);
        for i in 0..m.len() {
            let one = HOSE.at(rho[i], 1e-3).loss(m[i]);
            assert_eq!(drop[i].to_bits(), one.drop.to_bits());
            assert_eq!(slope[i].to_bits(), one.slope.to_bits());
        }
    }

    #[test]
    fn refuses_what_is_no_pipe() {
        assert!(Pipe::new(0.0, 0.1, 0.0, 0.0).is_err());
        assert!(Pipe::new(1.0, -0.1, 0.0, 0.0).is_err());
        assert!(Pipe::new(1.0, 0.1, 0.006, 0.0).is_err());
        assert!(Pipe::new(1.0, 0.1, 0.0, f64::NAN).is_err());
    }

    #[test]
    fn pipes_side_by_side_lose_what_each_does() {
        let pipe = Pipe::new(7.0, 0.08, 4e-5, 3.0).unwrap();
        let (one, six) = (pipe.at(990.0, 6e-4), pipe.side_by_side(6.0).at(990.0, 6e-4));
        // Laminar, in between, turbulent, and backwards.
        for m in [0.01, 0.11, 0.14, 2.0, -9.0] {
            let (a, b) = (one.loss(m), six.loss(6.0 * m));
            assert!((a.drop - b.drop).abs() <= 1e-13 * a.drop.abs(), "{m}");
            assert!((a.slope - 6.0 * b.slope).abs() <= 1e-12 * a.slope, "{m}");
        }
    }
}
