//! `[bench.pid]`: a controller answering a square wave of its set point, alone or with what it controls.
//!
//! Parameters: `gain`, `integral_time`, `derivative_time` (absent: no such part), `limits` (absent: none),
//! `windup`, `filter`; `wave` (set point in the first and second half of a period), `period`,
//! `measured` at the start, `span` of the error, 1 if absent, and `step`, the time step. Of a plant: `plant_gain` (absent: none,
//! the measured value stays where it is) and `plant_time`, of first order and solved together with the controller in each step;
//! without `plant_time` the measured value is the output integrated with this gain. Input: `time`, rising from 0.
//! Results: `output` and `measured`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::control::pid::{Action, Memory, Pid},
    units::Dimension,
};

/// The controller of the parameters.
fn controller(fields: &Fields<'_>) -> Result<Pid, Stop> {
    let time = |key| fields.optional_quantity(key, Dimension::Time);
    let limits = match fields.value("limits") {
        Some(_) => pair(fields, "limits")?,
        None => [f64::MIN, f64::MAX],
    };
    let pid = Pid {
        action: Action::Reverse,
        gain: fields.number("gain")?,
        integral_time: time("integral_time")?.unwrap_or(f64::INFINITY),
        derivative_time: time("derivative_time")?.unwrap_or(0.0),
        span: fields.optional_number("span")?.unwrap_or(1.0),
        windup: fields.number("windup")?,
        filter: fields.number("filter")?,
        limits,
    };
    pid.checked().map_err(|error| fields.fault(error).into())
}

/// Two numbers.
fn pair(fields: &Fields<'_>, key: &'static str) -> Result<[f64; 2], Stop> {
    let given = fields.quantities(key, Dimension::Ratio)?;
    given.try_into().map_err(|_| {
        fields
            .fault_at(key, format!("`{key}` has two numbers"))
            .into()
    })
}

/// What the controller acts on.
enum Plant {
    /// Nothing: the measured value stays where it is.
    None,
    /// dx/dt = K·y, after each step of the controller.
    Integrating { gain: f64 },
    /// τ·dx/dt = K·y − x, together with the controller.
    FirstOrder { gain: f64, time: f64 },
}

impl Plant {
    fn of(fields: &Fields<'_>) -> Result<Self, Stop> {
        let Some(gain) = fields.optional_number("plant_gain")? else {
            return Ok(Self::None);
        };
        let Some(time) = fields.optional_quantity("plant_time", Dimension::Time)? else {
            return Ok(Self::Integrating { gain });
        };
        if !(gain > 0.0 && time >= 0.0) {
            let message = "`plant_gain` is above 0 and `plant_time` 0 or more";
            return Err(fields.fault_at("plant_gain", message).into());
        }
        Ok(Self::FirstOrder { gain, time })
    }

    /// State after a step of `dt` \[s\] from state `x` with the set point `set`: backward Euler of a plant of first order,
    /// together with the controller's line.
    fn together(&self, pid: &Pid, memory: Memory, [set, x, dt]: [f64; 3]) -> f64 {
        let Self::FirstOrder { gain, time } = *self else {
            return x;
        };
        let [slope, bias] = pid.line(memory, dt);
        let share = if time > 0.0 { dt / time } else { 1e12 };
        let (kept, given) = (x / (1.0 + share), gain * share / (1.0 + share));
        let free = (slope * pid.error(set, kept) + bias) / (1.0 + slope * given);
        kept + given * free.clamp(pid.limits[0], pid.limits[1])
    }

    /// State `x` after `given`, the output times the step, has been integrated.
    fn after(&self, x: f64, given: f64) -> f64 {
        match self {
            Self::Integrating { gain } => x + gain * given,
            _ => x,
        }
    }
}

/// Output of the controller, and of its plant.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let pid = controller(fields)?;
    let wave = pair(fields, "wave")?;
    let period = fields.quantity("period", Dimension::Time)?;
    let step = fields.quantity("step", Dimension::Time)?;
    let measured = fields.number("measured")?;
    if !(step > 0.0 && step <= period) {
        return Err(fields
            .fault_at("step", "`step` is above 0 and within a period")
            .into());
    }
    let times = inputs.column("time", Dimension::Time)?;
    let plant = Plant::of(fields)?;
    let set = |time: f64| wave[(2.0 * time / period) as usize % 2];
    let start = pid.error(set(0.0), measured);
    let mut memory = pid.holding(pid.gain * start, start);
    let [least, most] = pid.limits;
    let mut output = (pid.gain * start).clamp(least, most);
    let mut taken = 0u64;
    let mut x = measured;
    let (mut outputs, mut answers) = (Vec::with_capacity(times.len()), Vec::new());
    for time in times {
        while (taken as f64 + 0.5) * step < time {
            let set = set(taken as f64 * step);
            x = plant.together(&pid, memory, [set, x, step]);
            (output, memory) = pid.step(memory, pid.error(set, x), step);
            x = plant.after(x, step * output);
            taken += 1;
        }
        outputs.push(output);
        answers.push(x);
    }
    Ok(vec![
        Answer::new("output", Dimension::Ratio, outputs),
        Answer::new("measured", Dimension::Ratio, answers),
    ])
}
