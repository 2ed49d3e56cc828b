//! `[bench.balance]`: valves of parallel branches set for given flows.
//!
//! Parameters: `density`, `viscosity`, `head` (pressure across the whole, held), `main_flow` and `main_drop` of what all flows pass
//! first, quadratic, `rangeability` of equal-percentage trims. Every row is a branch. Inputs: `flow` that is wanted, `rated_drop` of
//! the branch at that flow, quadratic, `kvs` [m³/h]. Results by branch: `kv` [m³/h], `opening`, `drop` of its valve, `reached`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    model::hydraulic::{Hydraulics, HydraulicsBuilder, LinkId},
    physics::hydraulic::{
        power_law::PowerLaw,
        valve::{Trim, Valve},
    },
    study::balance::{Branch, Wanted, balance},
    units::Dimension,
};

/// Accuracy of the solution.
const ACCURACY: f64 = 1e-12;
/// A cubic metre an hour [m³/s].
const CUBIC_METRE_PER_HOUR: f64 = 1.0 / 3_600.0;

/// What the case asks for, by branch.
struct Asked {
    flow: Vec<f64>,
    drop: Vec<f64>,
    kvs: Vec<f64>,
}

fn network(fields: &Fields<'_>, asked: &Asked) -> Result<(Hydraulics, Vec<LinkId>), Stop> {
    let density = fields.quantity("density", Dimension::Density)?;
    let mut net =
        HydraulicsBuilder::new(density, fields.quantity("viscosity", Dimension::Viscosity)?);
    let [supply, split, back] = ["supply", "split", "return"].map(|name| net.node(name, 0.0));
    net.reservoir(supply, fields.quantity("head", Dimension::Pressure)?);
    net.reservoir(back, 0.0);
    let main = fields.quantity("main_flow", Dimension::VolumeFlow)? * density;
    let main = PowerLaw::new(
        main,
        fields.quantity("main_drop", Dimension::Pressure)?,
        2.0,
    );
    net.power_law("main", supply, split, main);
    let rangeability = fields.number("rangeability")?;
    let mut valves = Vec::new();
    for i in 0..asked.flow.len() {
        let inlet = net.node(format!("inlet {i}"), 0.0);
        let branch = PowerLaw::new(asked.flow[i] * density, asked.drop[i], 2.0);
        net.power_law(format!("branch {i}"), split, inlet, branch);
        let law = Valve::new(asked.kvs[i], Trim::EqualPercentage { rangeability }, 1e-4);
        valves.push(net.valve(format!("valve {i}"), inlet, back, law, 1.0));
    }
    let built = net.build().map_err(|faults| {
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        fields.fault(all.join("; "))
    })?;
    Ok((built, valves))
}

/// Settings.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let asked = Asked {
        flow: inputs.column("flow", Dimension::VolumeFlow)?,
        drop: inputs.column("rated_drop", Dimension::Pressure)?,
        kvs: inputs.column("kvs", Dimension::VolumeFlow)?,
    };
    let kvs: Vec<f64> = asked.kvs.iter().map(|q| q / CUBIC_METRE_PER_HOUR).collect();
    let asked = Asked { kvs, ..asked };
    let (net, valves) = network(fields, &asked)?;
    let density = net.reference_density;
    let wanted = valves.iter().zip(&asked.flow).map(|(link, flow)| Wanted {
        link: *link,
        flow: flow * density,
    });
    let found = balance(&net, &wanted.collect::<Vec<_>>(), ACCURACY).map_err(|faults| {
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        fields.fault(all.join("; "))
    })?;
    let column = |of: &dyn Fn(usize, &Branch) -> f64| -> Vec<f64> {
        let each = found.branches.iter().enumerate();
        each.map(|(i, branch)| of(i, branch)).collect()
    };
    let share = |b: &Branch| b.coefficient.unwrap_or(f64::NAN);
    Ok(vec![
        Answer::new(
            "kv",
            Dimension::Ratio,
            column(&|i, b| share(b) * asked.kvs[i]),
        ),
        Answer::new(
            "opening",
            Dimension::Ratio,
            column(&|_, b| b.opening.unwrap_or(f64::NAN)),
        ),
        Answer::new("drop", Dimension::Pressure, column(&|_, b| b.drop)),
        Answer::new(
            "reached",
            Dimension::VolumeFlow,
            column(&|_, b| b.reached / density),
        ),
    ])
}
