//! `[bench.coast_down]`: a pump on its loop that has lost its drive.
//!
//! Parameters: `shut_off`, `rated_flow` and `rated_head` of a quadratic curve, `efficiency` (best, at the rated flow),
//! `density`; `inertia` [kg·m²] and `speed` [rad/s], plain numbers; `loop_drop` at the rated flow and `loop_exponent`; `step`.
//! Input: `time` since the trip, rising.
//!
//! The rotor's energy is spent at the shaft power of its present operating point, found anew from curve, loop and
//! efficiency in every step (fourth-order Runge–Kutta): nothing of the closed form is used. Results: `speed` and `flow`
//! over those at the trip so found, and `closed_form`, the law that a run uses; `time_constant` of that law, one value.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::{
        control::setpoint::hold,
        hydraulic::{
            coast_down::CoastDown,
            curve::Curve,
            efficiency::Efficiency,
            power_law::PowerLaw,
            pump::{Drive, Pump},
        },
    },
    units::Dimension,
};

/// A pump on its loop.
struct Rig {
    pump: Pump,
    density: f64,
    most: f64,
    inertia: f64,
    speed: f64,
    loss: PowerLaw,
}

impl Rig {
    fn read(fields: &Fields<'_>) -> Result<Self, Stop> {
        let pressure = |key| fields.quantity(key, Dimension::Pressure);
        let flow = fields.quantity("rated_flow", Dimension::VolumeFlow)?;
        let density = fields.quantity("density", Dimension::Density)?;
        let (shut_off, head) = (pressure("shut_off")?, pressure("rated_head")?);
        let (best, drop) = (fields.number("efficiency")?, pressure("loop_drop")?);
        let exponent = fields.number("loop_exponent")?;
        let sized = Curve::rated(shut_off, flow, head).and_then(|curve| {
            let pump = Pump::new(curve, density, Efficiency::parabola(best, flow)?, 1)?;
            Ok((pump, PowerLaw::new(flow * density, drop, exponent)?))
        });
        let (pump, loss) = sized.map_err(|error| fields.fault(error))?;
        Ok(Self {
            most: pump.most_flow(),
            pump,
            density,
            inertia: fields.number("inertia")?,
            speed: fields.number("speed")?,
            loss,
        })
    }

    /// Flow [kg/s] and shaft power \[W\] at relative speed `s`.
    fn point(&self, s: f64) -> (f64, f64) {
        let drive = Drive {
            speed: s,
            running: 1.0,
        };
        let missing =
            |m: f64| self.loss.loss(m, 1.0).drop - self.pump.rise(m, self.density, drive).0;
        let m = hold([0.0, self.most * s.max(1e-6)], 0.0, missing).input;
        (m, self.pump.duty(m, self.density, drive).shaft)
    }

    /// Rate of the relative speed [1/s]: J·ω·dω/dt = −P.
    fn rate(&self, s: f64) -> f64 {
        -self.point(s).1 / (self.inertia * self.speed * self.speed * s)
    }

    fn stepped(&self, s: f64, dt: f64) -> f64 {
        let a = self.rate(s);
        let b = self.rate(s + 0.5 * dt * a);
        let c = self.rate(s + 0.5 * dt * b);
        let d = self.rate(s + dt * c);
        s + dt / 6.0 * (a + 2.0 * b + 2.0 * c + d)
    }
}

/// Speed and flow after the trip.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let rig = Rig::read(fields)?;
    let longest = fields.quantity("step", Dimension::Time)?;
    if longest <= 0.0 {
        return Err(fields.fault_at("step", "`step` is above 0").into());
    }
    let time = inputs.column("time", Dimension::Time)?;
    let (flow_at_trip, shaft) = rig.point(1.0);
    let law = CoastDown::of_rotor(rig.inertia, rig.speed, shaft).map_err(|e| fields.fault(e))?;
    let (mut now, mut s) = (0.0, 1.0);
    let (mut speed, mut flow) = (vec![], vec![]);
    for (row, &at) in time.iter().enumerate() {
        if at.is_nan() || at < now {
            let message = format!("time falls, or begins before the trip, at row {}", row + 1);
            return Err(fields.fault(message).into());
        }
        let steps = ((at - now) / longest).ceil();
        for _ in 0..steps as usize {
            s = rig.stepped(s, (at - now) / steps);
        }
        now = at;
        speed.push(s);
        flow.push(rig.point(s).0 / flow_at_trip);
    }
    let closed = time.iter().map(|t| law.speed(*t)).collect();
    Ok(vec![
        Answer::new("speed", Dimension::Ratio, speed),
        Answer::new("flow", Dimension::Ratio, flow),
        Answer::new("closed_form", Dimension::Ratio, closed),
        Answer::new("time_constant", Dimension::Time, vec![law.time]),
    ])
}
