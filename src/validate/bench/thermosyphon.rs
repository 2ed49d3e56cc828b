//! `[bench.thermosyphon]`: what goes on by buoyancy when the pumps of a loop stand.
//!
//! Parameters: `riser`, the height of what cools above what heats; `cold`, the temperature that comes down; `loop_drop` at
//! `loop_flow` with `loop_exponent`, all losses of the loop; the liquid as in `[bench.fluid]`, with `expansion` [1/K] where its
//! density is constant. Input: `heat`. Results: `flow` and `rise` of temperature.
//!
//! The loop is four links on four nodes of an ordinary coolant network, heated below and cooled above; the flow is that at
//! which the heat makes the densities that move it.

use super::{Answer, Fields, Inputs, Stop, fluid::liquid};
use crate::{
    fluids::Fluid,
    model::hydraulic::{Hydraulics, HydraulicsBuilder},
    physics::{control::setpoint::hold, hydraulic::power_law::PowerLaw},
    solver::network::{self, Flows, Network, Workspace},
    units::Dimension,
};

/// Pressure of the expansion vessel [Pa]; nothing depends on it.
const PRESSURE: f64 = 2e5;
/// Links of the loop, of equal losses.
const LINKS: [&str; 4] = ["heater", "riser", "cooler", "downcomer"];

/// The loop.
struct Rig {
    net: Hydraulics,
    fluid: Fluid,
    expansion: Option<f64>,
    cold: f64,
    most: f64,
}

impl Rig {
    fn read(fields: &Fields<'_>) -> Result<Self, Stop> {
        let fluid = liquid(fields)?;
        let cold = fields.quantity("cold", Dimension::Temperature)?;
        let riser = fields.quantity("riser", Dimension::Length)?;
        let flow = fields.quantity("loop_flow", Dimension::MassFlow)?;
        let drop = fields.quantity("loop_drop", Dimension::Pressure)?;
        let exponent = fields.number("loop_exponent")?;
        let mut builder = HydraulicsBuilder::new(fluid.density(cold), fluid.viscosity(cold));
        let nodes = [
            ("cold below", 0.0),
            ("warm below", 0.0),
            ("warm above", riser),
            ("cold above", riser),
        ];
        let nodes = nodes.map(|(name, z)| builder.node(name, z));
        builder.anchor(nodes[0], PRESSURE);
        for (k, name) in LINKS.into_iter().enumerate() {
            let law = PowerLaw::new(flow, drop / LINKS.len() as f64, exponent);
            builder.power_law(name, nodes[k], nodes[(k + 1) % 4], law);
        }
        let refused = |errors: Vec<_>| -> Stop {
            let told = errors.iter().map(ToString::to_string);
            fields.fault(told.collect::<Vec<_>>().join("; ")).into()
        };
        Ok(Self {
            net: builder.build().map_err(refused)?,
            expansion: fields.optional_quantity("expansion", Dimension::PerKelvin)?,
            most: 10.0 * flow,
            fluid,
            cold,
        })
    }

    fn density(&self, t: f64) -> f64 {
        let change = self.expansion.map_or(0.0, |b| b * (t - self.cold));
        self.fluid.density(t) * (1.0 - change)
    }

    /// Temperature above [°C] where `heat` \[W\] warms `flow` [kg/s].
    fn warm(&self, heat: f64, flow: f64) -> f64 {
        let h = self.fluid.enthalpy(self.cold) + heat / flow.max(1e-9);
        self.fluid.temperature(h).min(self.fluid.range()[1])
    }

    /// Flow that the densities of `heat` in `flow` make [kg/s].
    fn driven(&self, heat: f64, flow: f64) -> Result<f64, network::SolveError> {
        let mut net = self.net.clone();
        net.density.all_mut().fill(self.density(self.cold));
        net.density[1] = self.density(self.warm(heat, flow));
        let plan = Network::new(&net);
        let mut workspace = Workspace::new(&net, &plan);
        let mut flows = Flows::new(&net);
        let tolerance = network::Tolerance::default();
        network::solve(&net, &plan, &mut workspace, &mut flows, &tolerance)?;
        Ok(flows.mass[0])
    }
}

/// Flow and rise of temperature.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let rig = Rig::read(fields)?;
    let heat = inputs.column("heat", Dimension::Power)?;
    let (mut flow, mut rise) = (vec![], vec![]);
    for (row, heat) in heat.into_iter().enumerate() {
        let mut failed = None;
        let excess = |m: f64| match rig.driven(heat, m) {
            Ok(driven) => m - driven,
            Err(error) => {
                failed = Some(error);
                0.0
            }
        };
        let m = hold([0.0, rig.most], 0.0, excess).input;
        if let Some(error) = failed {
            return Err(fields
                .fault(format_args!("row {}: {error}", row + 1))
                .into());
        }
        flow.push(m);
        rise.push(rig.warm(heat, m) - rig.cold);
    }
    Ok(vec![
        Answer::new("flow", Dimension::MassFlow, flow),
        Answer::new("rise", Dimension::TemperatureDifference, rise),
    ])
}
