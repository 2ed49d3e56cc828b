//! Pump group of a CDU or plant: variable-speed pumps that hold a differential pressure across the
//! outer ports, in series with the exchanger and filter inside.
//!
//! # Equations
//! With G(s) = n pumps' rise at speed s less the loss of what is inside, both at flow ṁ:
//!
//! ```text
//! g(ṁ) = max( G(s_min), min(Δp_set − d·ṁ, G(s_max)) ),   loss = −g                          (1)
//! ```
//!
//! The speed is the one that gives g + internal loss on the affinity curve. A local loop is thus at
//! its set point or at its limit, never hunting; max and min are rounded over 10⁻³ of the shut-off
//! pressure,
//!
//! ```text
//! min(a, b) − (w − |a − b|)²/(4w)   where |a − b| < w                                       (2)
//! ```
//!
//! so that the law stays differentiable. Where the controller is stepped instead of solved, its line
//! s = A·e + B (`control::pid`, eq. 3) with e = (Δp_set − d·ṁ − g)/r takes the place of the set point,
//!
//! ```text
//! g = Δp_set − d·ṁ − σ·(s − B),   σ = r/A,   together with   g = G(s)                       (3)
//! ```
//!
//! and σ = 0 is eq. (1). Reverse flow is held by the check valves, and with no pump
//! running the group passes forward flow through the standing pumps (`pump`, eqs. 2 and 3).
//!
//! # Units
//! kg/s, Pa, W; droop d in Pa·s/kg.
//!
//! # Validity
//! Loops much faster than the step (σ = 0), or stepped with it. A droop of 1–3 % of the set point at rated flow shares the load
//! between groups on a common header; without it only the pipes between them do.
//!
//! # References
//! - ASHRAE Handbook, *HVAC Systems and Equipment* (2024), ch. 44: differential-pressure control.
//! - Gülich, *Centrifugal Pumps*, 3rd ed. (2014), §11.4: speed control.

use super::coast_down::CoastDown;
use super::power_law::PowerLaw;
use super::pump::{Drive, Duty, Pump};
use super::{LawError, Loss, positive, within};

/// Pressure that no group reaches [Pa]: asked for it, pumps turn as fast as they can.
const BEYOND: f64 = 1e12;

/// Most steps towards the speed of eq. (3), the step at which they end, and the least speed that is tried [-].
const SPEED_PASSES: usize = 40;
const SPEED_SETTLED: f64 = 1e-14;
const SLOWEST: f64 = 1e-3;

/// Share of the shut-off pressure over which the limits of eq. (1) are rounded.
const ROUNDING: f64 = 1e-3;

/// A pump group.
#[derive(Clone, Debug, PartialEq)]
pub struct RegulatedPump {
    /// The pumps.
    pub pump: Pump,
    /// What stands in series with them inside: exchanger, filter, pipework.
    pub internal: Vec<PowerLaw>,
    /// Least speed of the drive [-].
    pub least_speed: f64,
    /// Most speed of the drive [-].
    pub most_speed: f64,
    /// Moment of inertia times the square of the rated speed, of one pump with its motor \[J\]; 0 where it stops at
    /// once (`coast_down`).
    pub inertia: f64,
}

/// What a controller sets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// Differential pressure to hold at no flow \[Pa\].
    pub pressure: f64,
    /// By how much it falls with flow [Pa·s/kg], not negative.
    pub droop: f64,
    /// How many pumps run [-].
    pub running: f64,
    /// Fouling of what is inside: factor on its loss [-], 1 when clean.
    pub fouling: f64,
    /// Pressure \[Pa\] that is given up for a speed of 1 above `bias`: σ of eq. (3), 0 for an ideal controller.
    pub slack: f64,
    /// Speed that the controller holds without an error [-]: B of eq. (3).
    pub bias: f64,
}

impl Hold {
    /// The same set point under an ideal controller.
    pub fn ideal(self) -> Self {
        Self {
            slack: 0.0,
            bias: 0.0,
            ..self
        }
    }
}

impl Hold {
    /// Whether the group has lost its drive and runs down, see [`RegulatedPump::coast`].
    pub fn coasts(&self) -> bool {
        self.pressure >= BEYOND
    }
}

impl RegulatedPump {
    /// A group of `pump`s with `internal` losses in series and a drive between `least_speed` and
    /// `most_speed` [-].
    ///
    /// # Errors
    /// Speeds not in order 0 ≤ least < most ≤ 2.
    pub fn new(
        pump: Pump,
        internal: &[PowerLaw],
        least_speed: f64,
        most_speed: f64,
    ) -> Result<Self, LawError> {
        within("most speed", most_speed, 1e-3, 2.0)?;
        Ok(Self {
            pump,
            internal: internal.to_vec(),
            least_speed: within("least speed", least_speed, 0.0, 0.999 * most_speed)?,
            most_speed,
            inertia: 0.0,
        })
    }

    /// The same group with rotors that lose 63 % of their rated speed in `time` \[s\], beginning at `shaft` \[W\] each:
    /// J·ω_r² = τ·P of `coast_down`, eq. (1).
    ///
    /// # Errors
    /// A time or power not above zero.
    pub fn with_rotors(self, time: f64, shaft: f64) -> Result<Self, LawError> {
        let shaft = positive("rated shaft power [W]", shaft)?;
        let inertia = CoastDown::of_loss(time)?.time * shaft;
        Ok(Self { inertia, ..self })
    }

    /// Loses its drive: the group turns at `speed`, whatever was to be held.
    pub fn coast(&mut self, hold: &mut Hold, speed: f64, running: f64) {
        (self.least_speed, self.most_speed) = (0.0, speed);
        *hold = Hold {
            pressure: BEYOND,
            droop: 0.0,
            running,
            ..hold.ideal()
        };
    }

    /// Loss of exchanger, filter and pipework inside at flow `m` [kg/s].
    #[inline]
    pub fn internal_loss(&self, m: f64, fouling: f64) -> Loss {
        self.internal.iter().fold(Loss::default(), |sum, law| {
            let loss = law.loss(m, fouling);
            Loss {
                drop: sum.drop + loss.drop,
                slope: sum.slope + loss.slope,
            }
        })
    }

    /// Loss (negative gain) between the outer ports at flow `m` [kg/s] of density `rho` [kg/m³].
    #[inline]
    pub fn loss(&self, m: f64, rho: f64, hold: Hold) -> Loss {
        let forward = m.max(0.0);
        let held = self.pump.reverse(m);
        let inside = self.internal_loss(forward, hold.fouling);
        let (gain, slope) = self.gain(forward, rho, hold, inside);
        Loss {
            drop: -gain - held.drop,
            slope: -slope + held.slope,
        }
    }

    /// Speed and powers at flow `m` [kg/s] of density `rho` [kg/m³]; `rise` is that of the pumps
    /// themselves, internal losses included.
    pub fn duty(&self, m: f64, rho: f64, hold: Hold) -> Duty {
        self.duty_near(m, rho, hold, 0.0)
    }

    /// [`Self::duty`] where the speed is expected at `near` [-]: the same to round-off, sooner.
    pub fn duty_near(&self, m: f64, rho: f64, hold: Hold, near: f64) -> Duty {
        let m = m.max(0.0);
        let inside = self.internal_loss(m, hold.fouling);
        let rise = self.gain(m, rho, hold, inside).0 + inside.drop;
        let speed = self
            .pump
            .speed_for(m, rho, rise, hold.running, self.most_speed, near);
        let speed = if hold.running > 0.0 {
            speed.max(self.least_speed)
        } else {
            speed
        };
        let drive = Drive {
            speed,
            running: hold.running,
        };
        self.pump.duty(m, rho, drive)
    }

    /// Gain between the ports [Pa] and its derivative [Pa·s/kg] at forward flow, with the loss `inside`: eqs. (1), (2).
    #[inline]
    fn gain(&self, m: f64, rho: f64, hold: Hold, inside: Loss) -> (f64, f64) {
        let at = |speed: f64| {
            let drive = Drive {
                speed,
                running: hold.running,
            };
            let (rise, slope) = self.pump.rise(m, rho, drive);
            (rise - inside.drop, slope - inside.slope)
        };
        let full = at(self.most_speed);
        if hold.running <= 0.0 {
            return full;
        }
        let set = self.line(m, rho, hold, inside);
        let width = ROUNDING * self.pump.curve.shut_off();
        let limited = smaller(set, full, width);
        let floor = at(self.least_speed);
        let negative = smaller((-limited.0, -limited.1), (-floor.0, -floor.1), width);
        (-negative.0, -negative.1)
    }

    /// What the controller asks for \[Pa\] and its derivative [Pa·s/kg]: eq. (3).
    #[inline]
    fn line(&self, m: f64, rho: f64, hold: Hold, inside: Loss) -> (f64, f64) {
        let set = (hold.pressure - hold.droop * m, -hold.droop);
        if hold.slack <= 0.0 {
            return set;
        }
        // By affinity (Euler's theorem on a rise of degree 2) ∂G/∂s = (2·rise − ṁ·∂rise/∂ṁ)/s. The rise is convex in
        // the speed, so that Newton's steps come down from above.
        let mut speed = self.most_speed;
        let mut answer = (0.0, 0.0);
        for _ in 0..SPEED_PASSES {
            let drive = Drive {
                speed,
                running: hold.running,
            };
            let (rise, slope) = self.pump.rise(m, rho, drive);
            let by_speed = ((2.0 * rise - m * slope) / speed).max(0.0) + hold.slack;
            let miss = rise - inside.drop - set.0 + hold.slack * (speed - hold.bias);
            let turned = (set.1 - slope + inside.slope) / by_speed;
            answer = (
                set.0 - hold.slack * (speed - hold.bias),
                set.1 - hold.slack * turned,
            );
            let next = (speed - miss / by_speed).max(SLOWEST);
            let step = (next - speed).abs();
            if step <= SPEED_SETTLED {
                break;
            }
            speed = next;
        }
        answer
    }
}

/// The smaller of two values with its derivative, rounded over `width`: eq. (2).
#[inline(always)]
fn smaller(a: (f64, f64), b: (f64, f64), width: f64) -> (f64, f64) {
    let difference = a.0 - b.0;
    let (low, other) = if difference <= 0.0 { (a, b) } else { (b, a) };
    let near = (width - difference.abs()).max(0.0);
    let share = near / (2.0 * width);
    (
        low.0 - near * near / (4.0 * width),
        low.1 * (1.0 - share) + other.1 * share,
    )
}

#[cfg(test)]
mod tests {
    use super::super::curve::Curve;
    use super::super::efficiency::Efficiency;
    use super::*;

    const HOLD: Hold = Hold {
        pressure: 1.2e5,
        droop: 100.0,
        running: 2.0,
        fouling: 1.0,
        slack: 0.0,
        bias: 0.0,
    };

    fn cdu() -> RegulatedPump {
        let curve = Curve::rated(3e5, 0.012, 2.6e5).unwrap();
        let efficiency = Efficiency::parabola(0.7, 0.012).unwrap();
        let pump = Pump::new(curve, 1013.0, efficiency, 2).unwrap();
        let hx = PowerLaw::new(20.0, 6e4, 1.8).unwrap();
        let filter = PowerLaw::new(20.0, 1.5e4, 1.76).unwrap();
        RegulatedPump::new(pump, &[hx, filter], 0.2, 1.0).unwrap()
    }

    #[test]
    fn holds_its_set_point_as_far_as_its_speed_allows() {
        let cdu = cdu();
        let at = |m: f64| -cdu.loss(m, 1013.0, HOLD).drop;
        assert!((at(15.0) - (1.2e5 - 1500.0)).abs() < 1e-9);
        let drive = Drive {
            speed: 1.0,
            running: 2.0,
        };
        let full = cdu.pump.rise(38.0, 1013.0, drive).0 - cdu.internal_loss(38.0, 1.0).drop;
        assert!(full < 1.1e5 && (at(38.0) - full).abs() < 1e-9);
    }

    #[test]
    fn least_speed_is_a_floor() {
        let low = Hold {
            pressure: 0.0,
            ..HOLD
        };
        let gain = -cdu().loss(0.0, 1013.0, low).drop;
        assert!((gain / (0.04 * 3e5) - 1.0).abs() < 1e-12);
        assert_eq!(cdu().duty(0.0, 1013.0, low).speed, 0.2);
    }

    #[test]
    fn speed_and_power_follow_the_affinity_laws() {
        let duty = cdu().duty(15.0, 1013.0, HOLD);
        let drive = Drive {
            speed: duty.speed,
            running: 2.0,
        };
        let rise = cdu().pump.rise(15.0, 1013.0, drive).0;
        let needed = 1.2e5 - 1500.0 + cdu().internal_loss(15.0, 1.0).drop;
        assert!((rise / needed - 1.0).abs() < 1e-12 && duty.speed < 1.0);
        assert!((duty.hydraulic / (needed * 15.0 / 1013.0) - 1.0).abs() < 1e-12);
        assert!(duty.shaft > duty.hydraulic / 0.7 * 0.999);
    }

    #[test]
    fn standing_it_takes_no_power_and_passes_forward_flow() {
        let off = Hold {
            running: 0.0,
            ..HOLD
        };
        assert!(cdu().loss(3.0, 1013.0, off).drop > 0.0);
        assert_eq!(cdu().duty(3.0, 1013.0, off).shaft, 0.0);
        assert!(cdu().loss(-1e-4, 1013.0, off).drop < -1e5);
    }

    /// Speed and gain lie on the line and on the affinity curve at once, and the slope is that of the gain.
    #[test]
    fn a_stepped_controller_meets_its_line() {
        let cdu = cdu();
        for (slack, bias, m) in [(1e5, 0.75, 15.0), (4e5, 0.6, 12.0), (3e4, 0.85, 25.0)] {
            let hold = Hold {
                slack,
                bias,
                ..HOLD
            };
            let gain = |m: f64| -cdu.loss(m, 1013.0, hold).drop;
            let speed = cdu.duty(m, 1013.0, hold).speed;
            let line = HOLD.pressure - HOLD.droop * m - slack * (speed - bias);
            assert!((gain(m) - line).abs() < 1e-6, "{} {line} {speed}", gain(m));
            let slope = (gain(m + 1e-4) - gain(m - 1e-4)) / 2e-4;
            let told = -cdu.loss(m, 1013.0, hold).slope;
            assert!((slope - told).abs() < 1e-4 * told.abs(), "{slope} {told}");
        }
        let stiff = Hold {
            slack: 1e-6,
            bias: 0.3,
            ..HOLD
        };
        let ideal = cdu.loss(15.0, 1013.0, HOLD).drop;
        assert!((cdu.loss(15.0, 1013.0, stiff).drop - ideal).abs() < 1e-5);
    }

    #[test]
    fn fouling_costs_speed_not_pressure() {
        let dirty = Hold {
            fouling: 1.5,
            ..HOLD
        };
        assert_eq!(
            cdu().loss(15.0, 1013.0, dirty).drop,
            cdu().loss(15.0, 1013.0, HOLD).drop
        );
        assert!(cdu().duty(15.0, 1013.0, dirty).speed > cdu().duty(15.0, 1013.0, HOLD).speed);
    }
}
