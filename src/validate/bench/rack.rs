//! `[bench.rack]`: coolant and chips of a rack that follows its utilisation.
//!
//! Parameters, in the words of `[rack.x]` in a hall file: `rated_power`, `chips` (plates in parallel), `chip_resistance`,
//! `plate_resistance`, `chip_capacity`, `plate_capacity`, `coolant_volume`, `segments` (absent: 1), `rated_flow` (by mass),
//! `rated_drop`, `drop_exponent`; the liquid as in `[bench.fluid]`; `start`, the temperature of everything; `step`, the
//! longest time step. Inputs: `time`, rising; `utilisation`, `flow`, `inlet`. Results: `outlet`, `chip` (the warmest),
//! `drop`.

use super::{Answer, Fields, Inputs, Stop, fluid::liquid};
use crate::{
    fluids::Fluid,
    physics::{
        hydraulic::power_law::PowerLaw,
        thermal::rack::{Cell, Drive, Rating, Segment, advance_cell},
    },
    units::Dimension,
};

/// A rack under test.
struct Rig {
    segment: Segment,
    segments: usize,
    power: f64,
    loss: PowerLaw,
    fluid: Fluid,
    start: f64,
    step: f64,
}

impl Rig {
    fn read(fields: &Fields<'_>) -> Result<Self, Stop> {
        let fluid = liquid(fields)?;
        let start = fields.quantity("start", Dimension::Temperature)?;
        let flow = fields.quantity("rated_flow", Dimension::MassFlow)?;
        let resistance = |key| fields.quantity(key, Dimension::ThermalResistance);
        let capacity = |key| fields.quantity(key, Dimension::HeatCapacity);
        let segments = fields.optional_number("segments")?.unwrap_or(1.0);
        if !(1.0..=256.0).contains(&segments) {
            let message = "`segments` is 1 to 256";
            return Err(fields.fault_at("segments", message).into());
        }
        let rating = Rating {
            segments: segments as usize,
            chips: fields.number("chips")?,
            chip_resistance: resistance("chip_resistance")?,
            wall_resistance: resistance("plate_resistance")?,
            chip_capacity: capacity("chip_capacity")?,
            plate_capacity: capacity("plate_capacity")?,
            coolant_mass: fluid.density(start)
                * fields.quantity("coolant_volume", Dimension::Volume)?,
            flow,
            exponent: 0.0,
        };
        let drop = fields.quantity("rated_drop", Dimension::Pressure)?;
        let exponent = fields.number("drop_exponent")?;
        let step = fields.quantity("step", Dimension::Time)?;
        if step <= 0.0 {
            return Err(fields.fault_at("step", "`step` is above 0").into());
        }
        Ok(Self {
            segment: Segment::rated(&rating).map_err(|error| fields.fault(error))?,
            segments: rating.segments,
            power: fields.quantity("rated_power", Dimension::Power)?,
            loss: PowerLaw::new(flow, drop, exponent).map_err(|error| fields.fault(error))?,
            fluid,
            start,
            step,
        })
    }

    /// All segments one step of `dt` \[s\] on, with `heat` \[W\], `flow` [kg/s] and `inlet` [°C].
    fn advance(&self, cells: &mut [Cell], [heat, flow, inlet]: [f64; 3], dt: f64) {
        let h_in = self.fluid.enthalpy(inlet);
        let cp = self.fluid.specific_heat(inlet);
        let mut h_up = h_in;
        for cell in cells {
            let drive = Drive {
                heat: heat / self.segments as f64,
                flow,
                h_up,
                t_in: inlet,
                h_in,
                cp,
                wall: self.segment.wall(flow, cp),
            };
            *cell = advance_cell(&self.segment, &drive, 1.0 / dt, cell);
            h_up = cell.h;
        }
    }
}

/// Outlet, chips and pressure drop.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let rig = Rig::read(fields)?;
    let time = inputs.column("time", Dimension::Time)?;
    let signals = [
        inputs.signal("utilisation", Dimension::Ratio)?,
        inputs.signal("flow", Dimension::MassFlow)?,
        inputs.signal("inlet", Dimension::Temperature)?,
    ];
    let mut cells = vec![
        Cell {
            t_chip: rig.start,
            t_plate: rig.start,
            h: rig.fluid.enthalpy(rig.start),
        };
        rig.segments
    ];
    let (mut outlet, mut chip, mut drop) = (vec![], vec![], vec![]);
    for k in 0..time.len() {
        let span = if k == 0 { 0.0 } else { time[k] - time[k - 1] };
        if span < 0.0 || span.is_nan() {
            return Err(fields
                .fault(format_args!("time falls at row {}", k + 1))
                .into());
        }
        let steps = (span / rig.step).ceil();
        for j in 0..steps as usize {
            let [share, flow, inlet] = signals
                .each_ref()
                .map(|s| s.at(k, (j as f64 + 0.5) / steps));
            if flow.is_nan() || flow < 0.0 {
                let message = format!("`flow` is not below 0, as it is at row {}", k + 1);
                return Err(fields.fault(message).into());
            }
            rig.advance(&mut cells, [share * rig.power, flow, inlet], span / steps);
        }
        let last = cells.last().map_or(0.0, |cell| cell.h);
        outlet.push(rig.fluid.temperature(last));
        chip.push(cells.iter().fold(f64::MIN, |t, cell| t.max(cell.t_chip)));
        drop.push(rig.loss.loss(signals[1].at(k, 1.0), 1.0).drop);
    }
    Ok(vec![
        Answer::new("outlet", Dimension::Temperature, outlet),
        Answer::new("chip", Dimension::Temperature, chip),
        Answer::new("drop", Dimension::Pressure, drop),
    ])
}
