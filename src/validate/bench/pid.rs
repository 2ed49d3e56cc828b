//! `[bench.pid]`: a controller answering a square wave of its set point.
//!
//! Parameters: `gain`, `integral_time`, `derivative_time` (absent: no such part), `limits` (absent: none),
//! `windup`, `filter`; `wave` (set point in the first and second half of a period), `period`,
//! `measured` at the start, `plant_gain` (the measured value is the output integrated with this gain; it
//! stays where it is without), `span` of the error, 1 if absent, and `step`, the time step. Input: `time`, rising from 0.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::control::pid::{Action, Pid},
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

/// Output of the controller.
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
    // What the controller acts on: its output, integrated.
    let plant = fields.optional_number("plant_gain")?.unwrap_or(0.0);
    let mut measured = measured;
    let error = |time: f64, at: f64| pid.error(wave[(2.0 * time / period) as usize % 2], at);
    let start = error(0.0, measured);
    let mut memory = pid.holding(pid.gain * start, start);
    let [least, most] = pid.limits;
    let mut output = (pid.gain * start).clamp(least, most);
    let mut taken = 0u64;
    let mut outputs = Vec::with_capacity(times.len());
    let mut answers = Vec::with_capacity(times.len());
    for time in times {
        while (taken as f64 + 0.5) * step < time {
            (output, memory) = pid.step(memory, error(taken as f64 * step, measured), step);
            measured += step * plant * output;
            taken += 1;
        }
        outputs.push(output);
        answers.push(measured);
    }
    Ok(vec![
        Answer::new("output", Dimension::Ratio, outputs),
        Answer::new("measured", Dimension::Ratio, answers),
    ])
}
