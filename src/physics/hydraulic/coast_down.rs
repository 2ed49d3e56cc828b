//! A pump that has lost its drive: the rotor's energy carries the flow on for seconds.
//!
//! # Equations
//! ω = speed, J = moment of inertia of pump, coupling, motor and entrained liquid, T = hydraulic torque. On a loop
//! whose loss grows with the square of flow the affinity laws make T = T₀·(ω/ω₀)², so that
//!
//! ```text
//! J·dω/dt = −T₀·(ω/ω₀)²     →     ω/ω₀ = 1/(1 + t/τ),     τ = J·ω₀/T₀ = J·ω₀²/P₀            (1)
//! mean over [t, t + Δt]  =  τ/Δt·ln(1 + Δt/(τ + t))                                         (2)
//! t(s) = τ·(1/s − 1)                                                                       (3)
//! ```
//!
//! P₀ is the shaft power at ω₀. Flow follows speed, as long as buoyancy does not take over. On any other loop the
//! torque is what the pump takes at its present operating point; with x = ω/ω_r, ω_r the rated speed, and c held over a
//! step,
//!
//! ```text
//! dx/dt = −c·x²,   c = P/(J·ω_r²·x³)     →     1/x(t + Δt) = 1/x(t) + c·Δt                   (4)
//! ```
//!
//! which is eq. (1) to round-off where the loss grows with the square of flow, at any Δt.
//!
//! # Units
//! s, kg·m², rad/s, W; speed over rated speed \[1\].
//!
//! # Validity
//! Friction of bearings and seals below a few per cent of T₀; it stops the rotor at last, when ω/ω₀ is below 0.1. A
//! check valve that shuts in a parallel group ends the law earlier.
//!
//! # References
//! - Gülich, *Centrifugal Pumps*, 3rd ed. (2014), §10.12: run-down of pumps.
//! - Wylie & Streeter, *Fluid Transients in Systems* (1993), ch. 7: pump failure.

use crate::kernels::math::ln_1p;

use super::{LawError, positive};

/// Share of speed lost after the time that datasheets call the time constant.
const LOST: f64 = 0.632_120_558_828_557_7;

/// A rotor that runs down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoastDown {
    /// τ of eq. (1) \[s\].
    pub time: f64,
}

impl CoastDown {
    /// From moment of inertia `inertia` [kg·m²], speed `speed` [rad/s] and shaft power `shaft` \[W\] at the trip.
    ///
    /// # Errors
    /// A figure not above zero.
    pub fn of_rotor(inertia: f64, speed: f64, shaft: f64) -> Result<Self, LawError> {
        let inertia = positive("moment of inertia [kg m2]", inertia)?;
        let speed = positive("speed [rad/s]", speed)?;
        let shaft = positive("shaft power [W]", shaft)?;
        let time = inertia * speed * speed / shaft;
        Ok(Self { time })
    }

    /// From the time in which the rotor loses 63 % of its speed \[s\], eq. (3).
    ///
    /// # Errors
    /// A time not above zero.
    pub fn of_loss(time: f64) -> Result<Self, LawError> {
        let time = positive("run-down time [s]", time)?;
        Ok(Self {
            time: time * (1.0 - LOST) / LOST,
        })
    }

    /// Speed over that at the trip `t` \[s\] after it, eq. (1); 1 before.
    #[inline(always)]
    pub fn speed(&self, t: f64) -> f64 {
        1.0 / (1.0 + t.max(0.0) / self.time)
    }

    /// Mean speed between `t` and `t + dt` \[s\] after the trip, eq. (2).
    #[inline]
    pub fn mean_speed(&self, t: f64, dt: f64) -> f64 {
        let lost = dt / (self.time + t.max(0.0));
        if lost <= 0.0 {
            return self.speed(t);
        }
        self.time / dt * ln_1p(lost)
    }

    /// Time after the trip at which the speed has fallen to `speed` (0 to 1) \[s\], eq. (3).
    #[inline]
    pub fn time_to(&self, speed: f64) -> f64 {
        self.time * (1.0 / speed - 1.0).max(0.0)
    }
}

/// c of eq. (4) [1/s]: a rotor of `inertia` J·ω_r² \[J\] takes `shaft` \[W\] at `speed` over rated speed. None at rest.
#[inline]
pub fn braking(shaft: f64, inertia: f64, speed: f64) -> f64 {
    let held = inertia * speed * speed * speed;
    if held > 0.0 { shaft / held } else { 0.0 }
}

/// Speed over rated speed after `dt` \[s\] of `braking` [1/s] from `speed`, eq. (4).
#[inline]
pub fn slowed(speed: f64, braking: f64, dt: f64) -> f64 {
    if speed > 0.0 {
        speed / (1.0 + braking * speed * dt)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::curve::Curve;
    use super::super::efficiency::Efficiency;
    use super::super::power_law::PowerLaw;
    use super::super::pump::{Drive, Pump};
    use super::*;
    use crate::physics::control::setpoint::hold;
    use proptest::prelude::*;

    const WATER: f64 = 998.0;

    fn pump() -> Pump {
        let curve = Curve::rated(3.2e5, 0.02, 2.5e5).unwrap();
        let efficiency = Efficiency::parabola(0.75, 0.02).unwrap();
        Pump::new(curve, WATER, efficiency, 1).unwrap()
    }

    /// The pump's own laws on a quadratic loop, stepped by the torque balance, against eq. (1).
    #[test]
    fn follows_the_hyperbola_on_a_quadratic_loop() {
        let (pump, loss) = (pump(), PowerLaw::new(19.96, 2.5e5, 2.0).unwrap());
        let duty = |speed: f64| {
            let drive = Drive {
                speed,
                running: 1.0,
            };
            let miss = |m: f64| pump.rise(m, WATER, drive).0 - loss.loss(m, 1.0).drop;
            let flow = hold([0.0, 40.0], 0.0, miss).input;
            (flow, pump.duty(flow, WATER, drive).shaft)
        };
        let (inertia, rated) = (0.4, 304.0);
        let (flow, shaft) = duty(1.0);
        let law = CoastDown::of_rotor(inertia, rated, shaft).unwrap();
        let (mut speed, dt) = (1.0, 1e-3 * law.time);
        for k in 1..=4_000 {
            let middle = speed - 0.5 * dt * duty(speed).1 / (inertia * rated * rated * speed);
            speed -= dt * duty(middle).1 / (inertia * rated * rated * middle);
            let t = k as f64 * dt;
            if k % 500 == 0 {
                assert!((speed / law.speed(t) - 1.0).abs() < 0.01, "{t}: {speed}");
                assert!((duty(speed).0 / flow / law.speed(t) - 1.0).abs() < 0.01);
            }
        }
    }

    /// Eq. (4) with the torque of a loop that has a static part too, against fine steps of the torque balance.
    #[test]
    fn steps_follow_the_torque_of_any_loop() {
        let (inertia, shaft) = (4e4, |x: f64| 9e3 * x * x * x + 1e3 * x);
        let march = |dt: f64, end: f64| {
            let (mut x, mut t) = (1.0, 0.0);
            while t < end - 1e-9 {
                x = slowed(x, braking(shaft(x), inertia, x), dt);
                t += dt;
            }
            x
        };
        let mut fine = 1.0;
        for _ in 0..800_000 {
            fine -= 1e-5 * shaft(fine) / (inertia * fine);
        }
        assert!((march(0.05, 8.0) / fine - 1.0).abs() < 0.01);
        assert_eq!(slowed(0.0, 1.0, 1.0), 0.0);
        assert_eq!(braking(1.0, 1.0, 0.0), 0.0);
    }

    #[test]
    fn steps_of_any_length_meet_the_hyperbola() {
        let law = CoastDown::of_rotor(0.4, 300.0, 9e3).unwrap();
        let c = braking(9e3, 0.4 * 300.0 * 300.0, 1.0);
        for dt in [0.01, 1.0, 30.0] {
            assert!((slowed(1.0, c, dt) / law.speed(dt) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn meets_its_times() {
        let law = CoastDown::of_loss(4.0).unwrap();
        assert!((law.speed(4.0) - (1.0 - LOST)).abs() < 1e-12);
        assert!((law.time_to(0.5) - law.time).abs() < 1e-12);
        assert_eq!(law.speed(-1.0), 1.0);
        assert!(
            CoastDown::of_loss(0.0).is_err() && CoastDown::of_rotor(0.4, 304.0, f64::NAN).is_err()
        );
    }

    proptest! {
        #[test]
        fn means_add_up(t in 0.0..60.0f64, dt in 1e-3..30.0f64, loss in 0.5..20.0f64) {
            let law = CoastDown::of_loss(loss).unwrap();
            let whole = law.mean_speed(t, dt) * dt;
            let halves = 0.5 * dt * (law.mean_speed(t, 0.5 * dt) + law.mean_speed(t + 0.5 * dt, 0.5 * dt));
            prop_assert!((whole - halves).abs() <= 1e-12 * whole);
            prop_assert!(law.mean_speed(t, dt) <= law.speed(t) && law.mean_speed(t, dt) >= law.speed(t + dt));
        }
    }
}
