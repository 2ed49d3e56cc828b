//! Centrifugal pumps in parallel, each behind its check valve, at a given speed.
//!
//! # Equations
//! n running pumps share the flow; ρ_c is the density of the curve H (see `curve`):
//!
//! ```text
//! q = ṁ/(n·ρ),   Δp = ρ/ρ_c·H(q, s),   loss = −Δp                                          (1)
//! ṁ < 0:  the check valves hold: loss = −Δp(0) − B(−ṁ)       (B: barrier of `orifice`)      (2)
//! n = 0:  all installed pumps stand still and pass forward flow: n = installed, s = 0       (3)
//! hydraulic power = Δp·n·q,   shaft power = ρ/ρ_c·H·n·(q/η)                                 (4)
//! ```
//!
//! # Units
//! kg/s, Pa, W; speed relative to that of the curve.
//!
//! # Validity
//! Identical pumps, viscosity near that of water (HI 9.6.7 corrects above about 10 mm²/s).
//!
//! # References
//! - ISO 9906:2012; Gülich, *Centrifugal Pumps*, 3rd ed. (2014), §3.4 and 11.1.

use super::curve::Curve;
use super::efficiency::Efficiency;
use super::orifice::barrier;
use super::{LEAK, LEAK_PRESSURE, LawError, Loss, positive};

/// Identical pumps in parallel.
#[derive(Clone, Debug, PartialEq)]
pub struct Pump {
    /// Curve of one pump at rated speed.
    pub curve: Curve,
    /// Density of the curve [kg/m³].
    pub density: f64,
    /// Efficiency of one pump.
    pub efficiency: Efficiency,
    /// How many are built in, running or not [-].
    pub installed: f64,
    /// Stiffness of the closed check valves [Pa·s/kg].
    stiffness: f64,
}

/// What a controller sets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drive {
    /// Speed relative to the curve's [-], not negative.
    pub speed: f64,
    /// How many pumps run [-], 0 to [`Pump::installed`].
    pub running: f64,
}

/// What pumps do at an operating point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Duty {
    /// Speed relative to the curve's [-].
    pub speed: f64,
    /// Pressure rise across the pumps \[Pa\].
    pub rise: f64,
    /// Hydraulic power of all running pumps \[W\].
    pub hydraulic: f64,
    /// Shaft power of all running pumps \[W\].
    pub shaft: f64,
}

impl Pump {
    /// `installed` pumps of one `curve`, taken with coolant of `density` [kg/m³].
    ///
    /// # Errors
    /// A density not above zero, fewer than one pump.
    pub fn new(
        curve: Curve,
        density: f64,
        efficiency: Efficiency,
        installed: u32,
    ) -> Result<Self, LawError> {
        let density = positive("density of the pump curve [kg/m3]", density)?;
        let installed = positive("number of pumps", f64::from(installed))?;
        let most = density * curve.end() * installed;
        Ok(Self {
            curve,
            density,
            efficiency,
            installed,
            stiffness: LEAK_PRESSURE / (LEAK * most),
        })
    }

    /// Flow of all installed pumps at the end of the curve, at the curve's density [kg/s].
    pub fn most_flow(&self) -> f64 {
        self.density * self.curve.end() * self.installed
    }

    /// Pressure rise \[Pa\] and its derivative [Pa·s/kg] at forward flow `m` ≥ 0 [kg/s]: eqs. (1), (3).
    #[inline(always)]
    pub fn rise(&self, m: f64, rho: f64, drive: Drive) -> (f64, f64) {
        let (n, s) = self.turning(drive);
        let (rise, slope) = self.curve.rise(m / (n * rho), s);
        let density = rho / self.density;
        (density * rise, density * slope / (n * rho))
    }

    /// Loss (negative rise) of the flow `m` [kg/s] of density `rho` [kg/m³]: eqs. (1)–(3).
    #[inline(always)]
    pub fn loss(&self, m: f64, rho: f64, drive: Drive) -> Loss {
        let (rise, slope) = self.rise(m.max(0.0), rho, drive);
        let held = self.reverse(m);
        Loss {
            drop: -rise - held.drop,
            slope: -slope + held.slope,
        }
    }

    /// What the check valves hold against reverse flow: barrier at −`m` [kg/s].
    #[inline(always)]
    pub fn reverse(&self, m: f64) -> Loss {
        barrier(-m, self.stiffness)
    }

    /// Powers at flow `m` [kg/s] of density `rho` [kg/m³]: eq. (4). Standing pumps take none.
    pub fn duty(&self, m: f64, rho: f64, drive: Drive) -> Duty {
        let m = m.max(0.0);
        let (rise, _) = self.rise(m, rho, drive);
        if drive.running <= 0.0 || drive.speed <= 0.0 {
            return Duty {
                rise,
                ..Duty::default()
            };
        }
        let q = m / (drive.running * rho);
        let effective = self.efficiency.effective_flow(q, drive.speed);
        Duty {
            speed: drive.speed,
            rise,
            hydraulic: rise * drive.running * q,
            // A pump forced beyond its curve brakes; its motor is not a generator.
            shaft: (rise * drive.running * effective).max(0.0),
        }
    }

    /// Speed at which `running` pumps give `rise` \[Pa\] at flow `m` [kg/s], within 0..=`most`, sought from `near`
    /// where that is above 0.
    pub fn speed_for(
        &self,
        m: f64,
        rho: f64,
        rise: f64,
        running: f64,
        most: f64,
        near: f64,
    ) -> f64 {
        if running <= 0.0 {
            return 0.0;
        }
        let q = m.max(0.0) / (running * rho);
        let rise = rise * self.density / rho;
        self.curve.speed_near(q, rise, most, near)
    }

    /// Number of pumps that share the flow and their speed: eq. (3).
    #[inline(always)]
    fn turning(&self, drive: Drive) -> (f64, f64) {
        if drive.running > 0.0 {
            (drive.running, drive.speed)
        } else {
            (self.installed, 0.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: Drive = Drive {
        speed: 1.0,
        running: 1.0,
    };

    fn pump(installed: u32) -> Pump {
        let curve = Curve::rated(3e5, 0.02, 2.4e5).unwrap();
        let efficiency = Efficiency::parabola(0.75, 0.02).unwrap();
        Pump::new(curve, 1000.0, efficiency, installed).unwrap()
    }

    #[test]
    fn meets_its_rating_and_its_power() {
        let duty = pump(1).duty(20.0, 1000.0, FULL);
        assert!((duty.rise - 2.4e5).abs() < 1e-6);
        assert!((duty.hydraulic - 4800.0).abs() < 1e-6);
        assert!((duty.shaft - 6400.0).abs() < 1e-6);
    }

    #[test]
    fn obeys_the_affinity_laws() {
        let half = Drive { speed: 0.5, ..FULL };
        let (full, slow) = (
            pump(1).duty(20.0, 1000.0, FULL),
            pump(1).duty(10.0, 1000.0, half),
        );
        assert!((slow.rise / full.rise - 0.25).abs() < 1e-12);
        assert!((slow.shaft / full.shaft - 0.125).abs() < 1e-12);
    }

    #[test]
    fn two_pumps_share_the_flow() {
        let two = Drive {
            running: 2.0,
            ..FULL
        };
        assert_eq!(
            pump(2).duty(40.0, 1000.0, two).rise,
            pump(2).duty(20.0, 1000.0, FULL).rise
        );
    }

    #[test]
    fn holds_reverse_flow_and_passes_forward_flow_when_standing() {
        let off = Drive {
            speed: 1.0,
            running: 0.0,
        };
        assert!(pump(1).loss(-1e-4, 1000.0, FULL).drop < -1e6);
        let standing = pump(1).loss(5.0, 1000.0, off);
        assert!(standing.drop > 0.0 && standing.drop < 1e5);
        assert_eq!(pump(1).duty(5.0, 1000.0, off).shaft, 0.0);
    }

    #[test]
    fn speed_is_the_inverse_of_rise() {
        let drive = Drive {
            speed: 0.8,
            running: 2.0,
        };
        let (rise, _) = pump(3).rise(25.0, 1013.0, drive);
        assert!((pump(3).speed_for(25.0, 1013.0, rise, 2.0, 1.0, 0.0) - 0.8).abs() < 1e-12);
        assert_eq!(pump(3).speed_for(25.0, 1013.0, 9e9, 2.0, 1.0, 0.7), 1.0);
    }
}
