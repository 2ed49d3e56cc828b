//! PID controller in standard form, with anti-windup and filtered derivative.
//!
//! # Equations
//! e is the scaled error, y_u the free and y the limited output:
//!
//! ```text
//! e     = ±(set − measured)/r
//! y_u   = k·(e + I + D)
//! dI/dt = (e − (y_u − y)/(k·N_i))/T_i                                                       (1)
//! D     = N_d·(e − x),   dx/dt = (e − x)·N_d/T_d                                            (2)
//! y     = min(max(y_u, y_lo), y_hi)
//! ```
//!
//! (1) and (2) are stepped implicitly (backward Euler, closed form also while limited): stable at any Δt, first
//! order in it. Within a step the limited output is therefore a straight line of the error that the step ends with,
//!
//! ```text
//! y = min(max(A·e + B, y_lo), y_hi),   A = k·(1 + Δt/T_i + N_d/(1 + b)),
//!                                      B = k·(I − N_d·x/(1 + b)),   b = Δt·N_d/T_d          (3)
//! ```
//!
//! so that a plant which answers within the step can be solved together with its controller: then e → 0 as Δt
//! grows, and a loop sampled less often than five times in T_i passes over into one that is held at its set point,
//! see [`super::setpoint`].
//!
//! # Units
//! Times in s; error in units of r; output in units of the actuator.
//!
//! # Validity
//! k > 0, r > 0, N_i > 0, T_i > 0 (infinite for no integral part), T_d ≥ 0 (0 for no derivative part).
//!
//! # References
//! - Åström & Hägglund, *Advanced PID Control* (ISA, 2006), ch. 3: back-calculation.
//! - ASHRAE 231P (CDL), block `Reals.PID`: this form, N_i = 0.9 and N_d = 10 as defaults.

/// Which way the output moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Output rises when the measured value is below its set point (heating, pump on pressure).
    Reverse,
    /// Output rises when the measured value is above its set point (cooling valve, fan).
    Direct,
}

/// Share of the integral time below which a step steps the controller.
const STEPPED: f64 = 0.2;

/// A tuned controller: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pid {
    /// Which way the output moves.
    pub action: Action,
    /// Gain k.
    pub gain: f64,
    /// Integral time T_i \[s\]; infinite for none.
    pub integral_time: f64,
    /// Derivative time T_d \[s\]; 0 for none.
    pub derivative_time: f64,
    /// Span r in units of the measured value.
    pub span: f64,
    /// Anti-windup N_i; 0.9 where nothing else is known.
    pub windup: f64,
    /// Derivative filter N_d; 10 where nothing else is known.
    pub filter: f64,
    /// Output limits y_lo, y_hi.
    pub limits: [f64; 2],
}

/// What a controller remembers between steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Memory {
    /// Integral part I.
    pub integral: f64,
    /// Filtered error x.
    pub filtered: f64,
}

/// A tuning that cannot work.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} of the controller must be {range}, is {value}")]
pub struct PidError {
    /// Which figure.
    pub what: &'static str,
    /// Allowed range in words.
    pub range: &'static str,
    /// Value given.
    pub value: f64,
}

impl Pid {
    /// The controller itself when its tuning is possible.
    pub fn checked(self) -> Result<Self, PidError> {
        let [low, high] = self.limits;
        for (what, range, value, good) in [
            ("gain", "positive", self.gain, self.gain > 0.0),
            (
                "integral time",
                "positive",
                self.integral_time,
                self.integral_time > 0.0,
            ),
            (
                "derivative time",
                "0 or more",
                self.derivative_time,
                self.derivative_time >= 0.0,
            ),
            ("span", "positive", self.span, self.span > 0.0),
            (
                "anti-windup factor",
                "positive",
                self.windup,
                self.windup > 0.0,
            ),
            (
                "derivative filter",
                "positive",
                self.filter,
                self.filter > 0.0,
            ),
            ("upper limit", "above the lower", high, high > low),
        ] {
            if !good {
                return Err(PidError { what, range, value });
            }
        }
        Ok(self)
    }

    /// Scaled error e.
    #[inline(always)]
    pub fn error(&self, set: f64, measured: f64) -> f64 {
        let e = (set - measured) / self.span;
        match self.action {
            Action::Reverse => e,
            Action::Direct => -e,
        }
    }

    /// Memory with which the output stands at `output` while the error is `error`: a start without a bump.
    pub fn holding(&self, output: f64, error: f64) -> Memory {
        Memory {
            integral: output / self.gain - error,
            filtered: error,
        }
    }

    /// Whether a step of `dt` \[s\] is short enough to step the controller: below a fifth of its integral time. A loop
    /// that is sampled less often would hunt by the sampling alone and is held at its set point.
    #[inline(always)]
    pub fn is_stepped(&self, dt: f64) -> bool {
        dt < STEPPED * self.integral_time
    }

    /// A and B of eq. (3) for a step of `dt` \[s\].
    #[inline(always)]
    pub fn line(&self, memory: Memory, dt: f64) -> [f64; 2] {
        let (rate, past) = if self.derivative_time > 0.0 {
            let blend = dt * self.filter / self.derivative_time;
            let rate = self.filter / (1.0 + blend);
            (rate, rate * memory.filtered)
        } else {
            (0.0, 0.0)
        };
        [
            self.gain * (1.0 + dt / self.integral_time + rate),
            self.gain * (memory.integral - past),
        ]
    }

    /// Output and memory after a step of `dt` \[s\] with scaled error `error`: eqs. (1) and (2).
    #[inline(always)]
    pub fn step(&self, memory: Memory, error: f64, dt: f64) -> (f64, Memory) {
        let (filtered, derivative) = if self.derivative_time > 0.0 {
            let blend = dt * self.filter / self.derivative_time;
            let filtered = (memory.filtered + blend * error) / (1.0 + blend);
            (filtered, self.filter * (error - filtered))
        } else {
            (error, 0.0)
        };
        let [low, high] = self.limits;
        let share = dt / self.integral_time;
        let mut integral = memory.integral + share * error;
        let free = self.gain * (error + integral + derivative);
        if free < low || free > high {
            let limit = free.clamp(low, high) / self.gain;
            let back = share / self.windup;
            let unwind = (error + derivative - limit) * back;
            integral = (memory.integral + share * error - unwind) / (1.0 + back);
        }
        let output = (self.gain * (error + integral + derivative)).clamp(low, high);
        (output, Memory { integral, filtered })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::reference;
    use proptest::prelude::*;

    const PID: Pid = Pid {
        action: Action::Reverse,
        gain: 1.0,
        integral_time: 1.0,
        derivative_time: 1.0,
        span: 1.0,
        windup: 0.9,
        filter: 10.0,
        limits: [-1.0, 1.0],
    };

    /// Output of `pid` at every 0.01 s under a square wave of ±0.5 with a period of 0.25 s.
    fn under_square_wave(pid: &Pid, samples: usize) -> Vec<f64> {
        let fine = 4_000;
        let dt = 0.01 / f64::from(fine);
        let (mut memory, mut y) = (pid.holding(0.5, 0.5), 0.5);
        let mut outputs = vec![y];
        for k in 1..samples {
            for j in 0..fine {
                let time = 0.01 * (k as f64 - 1.0) + dt * f64::from(j);
                let first_half = (time / 0.125).floor() % 2.0 < 0.5;
                let error = if first_half { 0.5 } else { -0.5 };
                (y, memory) = pid.step(memory, error, dt);
            }
            outputs.push(y);
        }
        outputs
    }

    /// Five controllers; samples next to a switching instant are left out.
    #[test]
    fn peer_controllers() {
        let Some(table) = reference::csv("plant/19_pid/dymola_PID.csv") else {
            return;
        };
        let proportional = Pid {
            integral_time: f64::INFINITY,
            ..PID
        };
        let without_derivative = |pid: Pid| Pid {
            derivative_time: 0.0,
            ..pid
        };
        let free = Pid {
            limits: [-1e15, 1e15],
            ..PID
        };
        let set = table.column("limPID.u_s");
        for (name, pid) in [
            ("limPID.y", PID),
            ("noLimPID.y", free),
            ("limP.y", without_derivative(proportional)),
            ("limPI.y", without_derivative(PID)),
            ("limPD.y", proportional),
        ] {
            let (want, got) = (table.column(name), under_square_wave(&pid, set.len()));
            for k in 1..set.len() - 1 {
                if set[k - 1] == set[k] && set[k] == set[k + 1] {
                    let off = (got[k] - want[k]).abs();
                    let scale = want[k].abs().max(1.0);
                    assert!(off < 1e-4 * scale, "{name} {k}: {} {}", got[k], want[k]);
                }
            }
        }
    }

    #[test]
    fn starts_without_a_bump() {
        let (y, _) = PID.step(PID.holding(0.3, 0.1), 0.1, 1e-9);
        assert!((y - 0.3).abs() < 1e-6);
    }

    #[test]
    fn recovers_from_saturation_at_once() {
        let pid = Pid {
            derivative_time: 0.0,
            ..PID
        };
        let mut memory = Memory::default();
        for _ in 0..1_000 {
            memory = pid.step(memory, 5.0, 1.0).1;
        }
        let (y, _) = pid.step(memory, -0.5, 0.1);
        assert!(y < 1.0, "{y}");
    }

    #[test]
    fn is_stepped_below_a_fifth_of_its_integral_time() {
        let slow = Pid {
            integral_time: 60.0,
            ..PID
        };
        assert!(slow.is_stepped(11.9) && !slow.is_stepped(12.0));
        assert!(!slow.is_stepped(f64::INFINITY));
    }

    #[test]
    fn refuses_what_cannot_work() {
        let bad = Pid {
            limits: [1.0, 0.0],
            ..PID
        };
        assert!(bad.checked().is_err() && PID.checked().is_ok());
    }

    proptest! {
        #[test]
        fn a_step_is_a_straight_line_between_its_limits(
            dt in 1e-3..1e3f64, error in -3.0..3.0f64, integral in -2.0..2.0f64, filtered in -2.0..2.0f64,
            derivative_time in prop::sample::select(vec![0.0, 0.5]),
        ) {
            let pid = Pid { derivative_time, ..PID };
            let memory = Memory { integral, filtered };
            let [a, b] = pid.line(memory, dt);
            let (y, _) = pid.step(memory, error, dt);
            let free = a * error + b;
            prop_assert!((y - free.clamp(-1.0, 1.0)).abs() <= 1e-12 * free.abs().max(1.0), "{y} {free}");
        }

        #[test]
        fn stays_within_its_limits_at_any_step(
            dt in 1e-3..1e4f64, errors in prop::collection::vec(-10.0..10.0f64, 1..40),
        ) {
            let mut memory = Memory::default();
            for e in errors {
                let (y, next) = PID.step(memory, e, dt);
                prop_assert!((-1.0..=1.0).contains(&y) && next.integral.abs() < 50.0);
                memory = next;
            }
        }
    }
}
