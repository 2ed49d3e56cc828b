//! `[bench.pipe_run]`: what leaves a pipe over time, of a measured run or another program's.
//!
//! Parameters: `length`, `diameter`; a wall as `wall_thickness`, `wall_density`, `wall_specific_heat` (none of the three:
//! no wall) and `wall_conductivity` (absent: no resistance in it); `wall_at`: `along` the pipe (absent), or `ends`, half of
//! its capacity mixed with the coolant at each end, as some programs and some rigs (flanges, valves) have it;
//! `dispersion = true` lets fronts widen (Taylor); `heat_loss` [W/(m K)] from the wall to `ambient`; the liquid as in `[bench.fluid]`; `start`, the temperatures at both ends, linear between;
//! `step`, the longest time step (absent: 1 s); `between`, what holds between two samples: `linear` (absent),
//! `previous` or `next`.
//! Inputs: `time`, rising; `flow`, positive from inlet to outlet; `inlet`; and where the flow turns round,
//! `outlet_side`, the temperature of what then comes in. Results: `outlet` and `inlet_end`, the temperatures in
//! the two ends, of what leaves or enters there.

use std::f64::consts::PI;

use super::{Answer, Fields, Inputs, Stop, fluid::liquid};
use crate::{
    fluids::Fluid,
    model::{
        coolant::{Coolant, CoolantBuilder, Surroundings, Wall},
        state::CoolantState,
    },
    physics::thermal::tube::Tube,
    solver::transport::{Stream, Transport},
    units::Dimension,
};

/// Longest time step unless the case says otherwise [s].
const STEP: f64 = 1.0;

/// What holds between two samples.
#[derive(Clone, Copy)]
enum Between {
    Linear,
    Previous,
    Next,
}

impl Between {
    fn read(fields: &Fields<'_>) -> Result<Self, Stop> {
        match fields.optional_text("between")?.unwrap_or("linear") {
            "linear" => Ok(Self::Linear),
            "previous" => Ok(Self::Previous),
            "next" => Ok(Self::Next),
            _ => Err(fields
                .fault_at("between", "`between` is linear, previous or next")
                .into()),
        }
    }

    /// Value at the share `x` of the way from sample `k - 1` to sample `k`.
    fn at(self, column: &[f64], k: usize, x: f64) -> f64 {
        match self {
            Self::Linear => column[k - 1] + x * (column[k] - column[k - 1]),
            Self::Previous => column[k - 1],
            Self::Next => column[k],
        }
    }
}

/// A pipe under test.
struct Rig {
    fluid: Fluid,
    coolant: Coolant,
    start: [f64; 2],
    ambient: f64,
    step: f64,
    between: Between,
}

impl Rig {
    fn read(fields: &Fields<'_>) -> Result<Self, Stop> {
        let positive = |key: &'static str, dimension| -> Result<f64, Stop> {
            let value = fields.quantity(key, dimension)?;
            if value > 0.0 && value.is_finite() {
                Ok(value)
            } else {
                let message = format!("`{key}` is {value}: it must be a number above 0");
                Err(fields.fault_at(key, message).into())
            }
        };
        let bore = Tube {
            length: positive("length", Dimension::Length)?,
            diameter: positive("diameter", Dimension::Length)?,
        };
        let start = fields.quantities("start", Dimension::Temperature)?;
        let start: [f64; 2] = start.try_into().map_err(|_| {
            fields.fault_at(
                "start",
                "`start` has two temperatures: inlet end, outlet end",
            )
        })?;
        let fluid = liquid(fields)?;
        let mean = 0.5 * (start[0] + start[1]);
        let wall = wall(fields, bore, fluid.specific_heat(mean))?;
        let along = wall_is_along(fields)?;
        let loss = heat_loss(fields)?;
        let section = 0.25 * PI * bore.diameter * bore.diameter;
        let mut builder = CoolantBuilder::default();
        let index = builder.fluid(fluid.clone());
        builder.node(index, 0.0);
        builder.node(index, 0.0);
        builder.link(0, 1);
        let ends = if along { 0.0 } else { 0.5 * wall.mass };
        builder.cell(ends);
        builder.pipe(
            fluid.density(mean) * section * bore.length,
            loss * bore.length,
            Surroundings::Hall,
        );
        if along {
            builder.wall_of_last(wall);
        }
        if fields.flag("dispersion")? {
            builder.disperse_last(bore);
        }
        builder.cell(ends);
        let ambient = fields.optional_quantity("ambient", Dimension::Temperature)?;
        let step = match fields.value("step") {
            Some(_) => positive("step", Dimension::Time)?,
            None => STEP,
        };
        Ok(Self {
            coolant: builder.build(),
            start,
            ambient: ambient.unwrap_or(mean),
            step,
            between: Between::read(fields)?,
            fluid,
        })
    }

    /// Temperatures in the two ends of `state` where nothing flows.
    fn held(&self, state: &CoolantState) -> [f64; 2] {
        let parcel = |parcel: Option<(f64, f64)>| parcel.map_or(0.0, |p| p.1);
        let first = parcel(state.rings.parcels(0).next());
        let last = parcel(state.rings.parcels(0).last());
        let cells = &self.coolant.cells.mass;
        let end = |cell: usize, coolant: f64| match cells[cell] > 0.0 {
            true => state.cell[cell],
            false => coolant,
        };
        [end(0, first), end(1, last)].map(|h| self.fluid.temperature(h))
    }

    /// The pipe before the run.
    fn state(&self) -> CoolantState {
        let mut state = CoolantState::at(&self.coolant, &self.start);
        let [a, b] = self.start.map(|t| self.fluid.enthalpy(t));
        let profile = |x: f64| a + (b - a) * x;
        state.rings.fill_profile(0, profile, profile);
        state.cell.copy_from_slice(&[a, b]);
        state
    }
}

/// Heat that a metre of the pipe loses for each kelvin above its surroundings [W/(m·K)]; none unless given.
fn heat_loss(fields: &Fields<'_>) -> Result<f64, Stop> {
    let loss = fields.optional_quantity("heat_loss", Dimension::LinearConductance)?;
    let loss = loss.unwrap_or(0.0);
    if loss >= 0.0 && loss.is_finite() {
        return Ok(loss);
    }
    let message = format!(
        "`heat_loss` is {loss} W/(m K): it must be a number, 0 or above, for heat leaves the pipe as long as it is warmer \
         than `ambient`; leave it out for a pipe that loses none"
    );
    Err(fields.fault_at("heat_loss", message).into())
}

/// Whether the wall lies along the pipe and not at its ends.
fn wall_is_along(fields: &Fields<'_>) -> Result<bool, Stop> {
    match fields.optional_text("wall_at")?.unwrap_or("along") {
        "along" => Ok(true),
        "ends" => Ok(false),
        _ => Err(fields
            .fault_at("wall_at", "`wall_at` is along or ends")
            .into()),
    }
}

/// The wall of the parameters.
fn wall(fields: &Fields<'_>, bore: Tube, specific_heat: f64) -> Result<Wall, Stop> {
    let Some(thickness) = fields.optional_quantity("wall_thickness", Dimension::Length)? else {
        return Ok(Wall::default());
    };
    let density = fields.quantity("wall_density", Dimension::Density)?;
    let heat = fields.quantity("wall_specific_heat", Dimension::SpecificHeat)?;
    let conductivity = fields.optional_quantity("wall_conductivity", Dimension::Conductivity)?;
    let section = PI * thickness * (bore.diameter + thickness);
    let surface = PI * bore.diameter * bore.length;
    Ok(Wall {
        mass: density * heat * section * bore.length / specific_heat,
        bore,
        // From one face of a slab to its mean while all of it warms at one rate.
        resistance: conductivity.map_or(0.0, |k| thickness / (3.0 * k * surface)),
    })
}

/// Inputs of a run, one value a sample.
struct Series {
    time: Vec<f64>,
    flow: Vec<f64>,
    inlet: Vec<f64>,
    outlet_side: Option<Vec<f64>>,
}

/// Temperatures at both ends.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let rig = Rig::read(fields)?;
    let series = Series {
        time: inputs.column("time", Dimension::Time)?,
        flow: inputs.column("flow", Dimension::MassFlow)?,
        inlet: inputs.column("inlet", Dimension::Temperature)?,
        outlet_side: inputs.optional("outlet_side", Dimension::Temperature)?,
    };
    check(fields, &series)?;
    let [inlet_end, outlet] = march(&rig, &series);
    Ok(vec![
        Answer::new("outlet", Dimension::Temperature, outlet),
        Answer::new("inlet_end", Dimension::Temperature, inlet_end),
    ])
}

/// Refuses series that no pipe can follow, naming the row.
fn check(fields: &Fields<'_>, series: &Series) -> Result<(), Stop> {
    let columns = [&series.time, &series.flow, &series.inlet];
    for row in 0..series.time.len() {
        if !columns.iter().all(|c| c[row].is_finite()) {
            let message = format!("row {} is not all numbers", row + 1);
            return Err(fields.fault(message).into());
        }
        if row > 0 && series.time[row] < series.time[row - 1] {
            let message = format!("time falls at row {}", row + 1);
            return Err(fields.fault(message).into());
        }
        if series.flow[row] < 0.0 && series.outlet_side.is_none() {
            let message = format!(
                "the flow turns round at row {}: give `outlet_side`",
                row + 1
            );
            return Err(fields.fault(message).into());
        }
    }
    Ok(())
}

/// Temperatures at the inlet end and at the outlet at each sample.
fn march(rig: &Rig, series: &Series) -> [Vec<f64>; 2] {
    let mut state = rig.state();
    let mut transport = Transport::new(&rig.coolant);
    let mut ends = rig.start;
    let (mut inlet_end, mut outlet) = (vec![], vec![]);
    for k in 0..series.time.len() {
        if k > 0 {
            let span = series.time[k] - series.time[k - 1];
            let steps = (span / rig.step).ceil().max(1.0);
            for j in 0..steps as usize {
                let x = (j as f64 + 0.5) / steps;
                if span > 0.0 {
                    let given = given(rig, series, k, x);
                    ends = step(rig, &mut state, &mut transport, given, span / steps);
                }
            }
        }
        inlet_end.push(ends[0]);
        outlet.push(ends[1]);
    }
    [inlet_end, outlet]
}

/// Flow, and temperatures outside the two ends.
fn given(rig: &Rig, series: &Series, k: usize, x: f64) -> (f64, [f64; 2]) {
    let at = |column: &[f64]| rig.between.at(column, k, x);
    let inlet = at(&series.inlet);
    let other = series.outlet_side.as_deref().map_or(inlet, at);
    (at(&series.flow), [inlet, other])
}

/// One step; temperatures in the two ends.
fn step(
    rig: &Rig,
    state: &mut CoolantState,
    transport: &mut Transport,
    (flow, outside): (f64, [f64; 2]),
    dt: f64,
) -> [f64; 2] {
    let coolant = &rig.coolant;
    transport.begin(coolant, state, dt, [rig.ambient; 2]);
    for (node, t) in outside.into_iter().enumerate() {
        transport.node[node] = rig.fluid.enthalpy(t);
    }
    let flow = [flow];
    let stream = Stream {
        coolant,
        state,
        flow: &flow,
    };
    transport.take_flow(stream, &[None], 1);
    transport.follow_all(stream);
    transport.commit(coolant, state, &flow);
    if flow[0] == 0.0 {
        return rig.held(state);
    }
    let ends = [transport.entered[0], transport.left[0]].map(|h| rig.fluid.temperature(h));
    if flow[0] > 0.0 {
        ends
    } else {
        [ends[1], ends[0]]
    }
}
