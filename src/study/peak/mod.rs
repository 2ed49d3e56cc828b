//! The step in which the meter reads most: kept while a study goes on, told as a picture at its end.

mod chain;
mod circuit;

use super::solved::{Copied, at};
use super::summary::Sources;
use super::{Hall, HallFlow};
use crate::model::Model;
use crate::results;
use crate::solver::Stepper;
use crate::solver::electrics::PowerFlow;
use crate::solver::electrics::account::totals;
use serde::{Deserialize, Serialize};

/// Columns of the hall at the step of highest power at the meter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Peak {
    /// Power at the meter \[W\]; zero before any step.
    pub utility: f64,
    /// End of the step \[s\].
    pub time_s: f64,
    /// By row of the power tree: input, output, loss \[W\], voltage \[V\], share of the rating.
    rows: Vec<chain::Row>,
    /// By link: mass flow [kg/s], loss \[Pa\], density [kg/m³], viscosity [Pa·s].
    links: Vec<[f64; 4]>,
    /// Piezometric pressure by node \[Pa\].
    potential: Vec<f64>,
    /// By pump group: running pumps, speed over rated speed.
    pumps: Vec<[f64; 2]>,
}

impl Peak {
    /// Room for the columns of `model`, so that a step allocates nothing.
    pub fn new(model: &Model) -> Self {
        Self {
            rows: vec![[0.0; 5]; model.power.len()],
            links: vec![[0.0; 4]; model.hydraulics.links()],
            potential: vec![0.0; model.hydraulics.nodes()],
            pumps: vec![[0.0; 2]; model.hydraulics.regulated.link.len()],
            ..Self::default()
        }
    }

    /// Takes the step just made where the meter reads more than before; it ended at `time_s` \[s\].
    pub fn look(&mut self, stepper: &Stepper, model: &Model, time_s: f64) {
        let (tree, flow) = (&model.power, stepper.power_flow());
        let utility = totals(tree, flow).utility;
        if utility <= self.utility {
            return;
        }
        (self.utility, self.time_s) = (utility, time_s);
        for (row, kept) in self.rows.iter_mut().enumerate() {
            *kept = chain::facts(tree, flow, row);
        }
        let (net, flows) = stepper.network();
        for (link, kept) in self.links.iter_mut().enumerate() {
            *kept = [
                flows.mass[link],
                flows.drop[link],
                net.density[link],
                net.viscosity[link],
            ];
        }
        self.potential.copy_from_slice(&flows.potential);
        let regulated = &net.regulated;
        for (row, kept) in self.pumps.iter_mut().enumerate() {
            let link = regulated.link[row] as usize;
            *kept = [regulated.hold[row].running, stepper.pump_speed(link)];
        }
    }

    /// The columns of the whole hall.
    pub(super) fn spread(&self, of: &Copied) -> Self {
        let quotient = &of.quotient;
        let links = at(&self.links, &quotient.links).into_iter().zip(&of.flow);
        let own = |([flow, drop, density, viscosity], share): ([f64; 4], &f64)| {
            [share * flow, drop, density, viscosity]
        };
        Self {
            utility: self.utility,
            time_s: self.time_s,
            rows: at(&self.rows, &quotient.rows),
            links: links.map(own).collect(),
            potential: at(&self.potential, &quotient.nodes),
            pumps: at(&self.pumps, &of.pumps),
        }
    }

    /// Keeps the higher of two parts of a study.
    pub fn join(&mut self, later: &Self) {
        if later.utility > self.utility {
            self.clone_from(later);
        }
    }
}

/// The picture of the peak; `None` where no step drew power.
pub(super) fn picture(from: &Sources) -> Option<results::Peak> {
    let peak = &from.tally.peak;
    (peak.utility > 0.0).then(|| {
        let tree = &from.hall.model.power;
        let chain = chain::chain(from.hall, &peak.rows);
        let swept = chain::stages(tree, PowerFlow::new(tree), &peak.rows, &chain);
        results::Peak {
            time_s: peak.time_s,
            facility_kw: peak.utility / 1e3,
            chain: chain.0,
            load: swept.load,
            facility_at_load_kw: swept.facility_kw,
            stages: swept.stages,
            circuits: circuit::circuits(&from.hall.model, peak),
        }
    })
}

impl HallFlow {
    /// What is drawn of the power chain of `hall`, whose flow this is, as of the peak of a run; there is no moment and
    /// there are no circuits of coolant.
    pub fn picture(&self, hall: &Hall) -> results::Peak {
        let rows = chain::rows(&self.tree, &self.flow);
        let chain = chain::chain(hall, &rows);
        let swept = chain::stages(&self.tree, self.flow.clone(), &rows, &chain);
        results::Peak {
            time_s: 0.0,
            facility_kw: self.supplied() / 1e3,
            chain: chain.0,
            load: swept.load,
            facility_at_load_kw: swept.facility_kw,
            stages: swept.stages,
            circuits: Vec::new(),
        }
    }
}
