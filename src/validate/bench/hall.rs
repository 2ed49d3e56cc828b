//! `[bench.hall]`: steady states of a whole hall, from its configuration.
//!
//! Parameters: `file`, the configuration; `loop`, the facility loop that is driven. Inputs: `load`, the factor
//! on the load of all racks; `flow`, what the pumps of the loop move; `supply`, its set point. The pumps are
//! regulated to a differential pressure, so the pressure that gives the flow is sought first. Results:
//! `chip_1` to `chip_4`, the warmest chip of the first racks in the order of the file.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    model::{Model, schedule::Edit},
    solver::{self, Drivers, Stepper, network},
    study::Hall,
    units::Dimension,
};

/// Names of the results, rack by rack.
const CHIPS: [&str; 4] = ["chip_1", "chip_2", "chip_3", "chip_4"];
/// Halvings of the range in which the pressure lies: to round-off.
const HALVINGS: usize = 100;
/// Longest time over whose mean load a steady state stands [s].
const MEAN: f64 = 60.0;

/// A loop of a hall, as the bench drives it.
struct Driven {
    model: Model,
    pumps: u32,
    units: Vec<usize>,
}

impl Driven {
    fn new(model: Model, name: &str) -> Option<Self> {
        let e = &model.equipment;
        let unit = e
            .units
            .iter()
            .position(|u| u.name == format!("loop.{name}"))?;
        let pumps = e.loop_pumps.groups[unit - e.loop_pumps.first].link;
        let cools = |u: &usize| {
            let rejects = matches!(e.units[*u].family, "dry_cooler" | "tower" | "chiller");
            let mut cells = e.units[*u].cells.iter();
            rejects && cells.any(|c| model.coolant.cells.link[*c as usize] == pumps)
        };
        let units = (0..e.units.len()).filter(cools).collect();
        Some(Self {
            units,
            pumps,
            model,
        })
    }

    /// Differential pressure at which the pumps move `flow` [kg/s], fluids as at the start.
    fn pressure_for(&self, flow: f64) -> Result<f64, network::SolveError> {
        let mut net = self.model.hydraulics.clone();
        let row = net.row[self.pumps as usize] as usize;
        let most = net.regulated.law[row].pump.curve.shut_off();
        let plan = network::Network::new(&net);
        let mut workspace = network::Workspace::new(&net, &plan);
        let mut flows = network::Flows::new(&net);
        let tolerance = network::Tolerance::default();
        let (mut low, mut high) = (0.0, most);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            net.regulated.hold[row].pressure = middle;
            network::solve(&net, &plan, &mut workspace, &mut flows, &tolerance)?;
            match flows.mass[self.pumps as usize] < flow {
                true => low = middle,
                false => high = middle,
            }
        }
        Ok(high)
    }

    /// Warmest chip of each rack [°C] in the steady state.
    fn chips(&self, load: f64, flow: f64, supply: f64) -> Result<Vec<f64>, String> {
        let pressure = self.pressure_for(flow).map_err(|e| e.to_string())?;
        let racks = &self.model.equipment.racks;
        let mut edits = vec![Edit::Pressure(self.pumps, pressure)];
        edits.extend(self.units.iter().map(|u| Edit::Supply(*u, supply)));
        edits.extend((racks.first..racks.first + racks.len()).map(|u| Edit::Load(u, load)));
        let model = self.model.changed(&edits);
        let outdoor = model.climate.at(0.0);
        let mut state = solver::cold(&model, 0.0, &outdoor);
        let level: Vec<f64> = model.profiles.iter().map(|p| p.mean(0.0, MEAN)).collect();
        let drivers = Drivers {
            dt: f64::INFINITY,
            outdoor,
            level: &level,
        };
        let mut stepper = Stepper::new(&model, &state);
        stepper
            .settle(&mut state, &drivers)
            .map_err(|e| e.to_string())?;
        let (n, segments) = (racks.len(), racks.bank.segments);
        let warmest = |i: usize| {
            (0..segments)
                .map(|s| state.racks.t_chip[s * n + i])
                .fold(f64::MIN, f64::max)
        };
        Ok((0..n).map(warmest).collect())
    }
}

/// Chip temperatures.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let path = inputs.place.path(fields)?;
    let on = fields.text("loop")?;
    let hall = Hall::load(&path, &[]).map_err(|error| fields.fault(format_args!("{error:?}")))?;
    let driven = Driven::new(hall.model, on);
    let driven =
        driven.ok_or_else(|| fields.fault_at("loop", format!("there is no loop `{on}`")))?;
    let load = inputs.column("load", Dimension::Ratio)?;
    let flow = inputs.column("flow", Dimension::MassFlow)?;
    let supply = inputs.column("supply", Dimension::Temperature)?;
    let rows = load.len().min(flow.len()).min(supply.len());
    let mut chips = vec![Vec::with_capacity(rows); CHIPS.len()];
    for row in 0..rows {
        let found = driven.chips(load[row], flow[row], supply[row]);
        let found = found.map_err(|why| fields.fault(format_args!("row {}: {why}", row + 1)))?;
        for (column, t) in chips.iter_mut().zip(found) {
            column.push(t);
        }
    }
    let answer = |(name, values)| Answer::new(name, Dimension::Temperature, values);
    let whole = CHIPS
        .into_iter()
        .zip(chips)
        .filter(|(_, values)| values.len() == rows);
    Ok(whole.map(answer).collect())
}
