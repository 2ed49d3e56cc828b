//! Loads that swing within a step: what converters and conductors lose on the way, and not at the mean.
//!
//! # Equations
//! Losses bend with power. A load with mean P̄ and standard deviation σ within the step is met by two sweeps of the
//! power tree,
//!
//! ```text
//! flow = ½·(flow(P̄ + σ) + flow(P̄ − σ))                                                    (1)
//! ```
//!
//! in which every rack goes up and down together: exact for a wave between two levels, and for any other to the
//! second moment, E[f(x)] ≈ f(x̄) + ½·f″·σ². Powers and losses of (1) add up as those of each sweep do; the laws are audited in
//! both sweeps.
//!
//! # Validity
//! Swings far slower than converters and faster than the step. Workloads of different profiles are taken to swing in
//! step. Below [`LEAST`] of the load the mean is taken.

use super::electrics::audit::{Audit, audit, audit_sums};
use super::electrics::{PowerEvent, PowerFlow, sweep};
use super::step::Stepper;

/// Deviation over the load below which one sweep at the mean serves: it misses 0.1 % of what bends.
const LEAST: f64 = 0.03;

/// Two sweeps of a step whose loads swing.
#[derive(Clone, Debug)]
pub struct Swing {
    /// Standard deviation of each workload's level within the step; none where nothing swings.
    deviation: Vec<f64>,
    load: [Vec<f64>; 2],
    flow: [PowerFlow; 2],
    /// Whether any load swings enough.
    on: bool,
}

impl Swing {
    /// Nothing swings.
    pub(super) fn new(flow: &PowerFlow, loads: usize) -> Self {
        let load = vec![0.0; loads];
        Self {
            deviation: Vec::new(),
            load: [load.clone(), load],
            flow: [flow.clone(), flow.clone()],
            on: false,
        }
    }
}

impl Stepper<'_> {
    /// Deviation of the workloads within the last step; empty where none swung.
    pub(super) fn deviation(&self) -> &[f64] {
        &self.swing.deviation
    }

    /// Standard deviation of each workload's level within the next steps; empty where none swings.
    pub fn set_swing(&mut self, deviation: &[f64]) {
        self.swing.deviation.clear();
        if deviation.iter().any(|d| *d > 0.0) {
            self.swing.deviation.extend_from_slice(deviation);
        }
    }

    /// Splits the loads by their deviation under workloads at `level`; returns whether any swings enough.
    fn split_loads(&mut self, level: &[f64]) -> bool {
        self.swing.on = false;
        if self.swing.deviation.is_empty() {
            return false;
        }
        for load in &mut self.swing.load {
            load.copy_from_slice(&self.columns.load);
        }
        let racks = &self.model.equipment.racks;
        for (i, demand) in racks.demand.iter().enumerate() {
            let p = demand.profile as usize;
            let asked = demand.base + demand.slope * level[p];
            let share = (demand.slope * self.swing.deviation[p]).abs() / asked.max(1e-9);
            let leaf = self.model.equipment.units[racks.first + i].leaf;
            let Some(leaf) = leaf.filter(|_| share >= LEAST) else {
                continue;
            };
            let (leaf, share) = (leaf as usize, share.min(1.0));
            self.swing.load[0][leaf] *= 1.0 + share;
            self.swing.load[1][leaf] *= 1.0 - share;
            self.swing.on = true;
        }
        self.swing.on
    }

    /// Sweeps the power tree for the loads of this pass under workloads at `level`.
    pub(super) fn sweep_power(&mut self, level: &[f64]) -> Result<(), PowerEvent> {
        let tree = &self.model.power;
        if !self.split_loads(level) {
            return sweep(tree, &self.columns.load, &mut self.electrics);
        }
        let Swing { load, flow, .. } = &mut self.swing;
        for (load, flow) in load.iter().zip(flow.iter_mut()) {
            flow.stand_as(&self.electrics);
            sweep(tree, load, flow)?;
        }
        self.electrics.take_mean(flow);
        Ok(())
    }

    /// The worst disagreement of the power flow of this step.
    pub(super) fn audit_flow(&mut self) -> Audit {
        let (tree, load) = (&self.model.power, &self.columns.load);
        if !self.swing.on {
            return audit(tree, &self.electrics, load, &mut self.fed);
        }
        let mut worst = audit_sums(tree, &self.electrics, load, &mut self.fed);
        for (load, flow) in self.swing.load.iter().zip(&self.swing.flow) {
            let found = audit(tree, flow, load, &mut self.fed);
            if found.residual > worst.residual || found.residual.is_nan() {
                worst = found;
            }
        }
        worst
    }
}
