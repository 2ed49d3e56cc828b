//! State of the power flow and what can end a sweep.

use crate::model::electrical::{Forest, PowerTree};
use crate::physics::electrical::busway::resistance_at;

/// Why a sweep has no result.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum PowerEvent {
    /// The voltage below a series element has no solution.
    #[error("voltage collapse below node {row}: only {margin:.6} of the load can be carried")]
    Collapse {
        /// Row of the element (its name is in the tree).
        row: usize,
        /// Largest factor on the power taken through it that has a solution, below 1.
        margin: f64,
    },
    /// A load that is negative or not a number.
    #[error("load of node {row} is {watts} W, it must be finite and not negative")]
    Load {
        /// Row of the load.
        row: usize,
        /// What was given \[W\].
        watts: f64,
    },
}

impl PowerEvent {
    /// The event with the name of the node in `tree`.
    pub fn message(&self, tree: &PowerTree) -> String {
        match *self {
            PowerEvent::Collapse { row, margin } => format!(
                "voltage collapse below `{}`: only {margin:.6} of the load can be carried",
                tree.names[row]
            ),
            PowerEvent::Load { row, watts } => format!(
                "load of `{}` is {watts} W, it must be finite and not negative",
                tree.names[row]
            ),
        }
    }
}

/// Powers, voltages and currents by row of a tree; allocated once.
#[derive(Clone, Debug, PartialEq)]
pub struct PowerFlow {
    /// What enters each node \[W\].
    pub input: Vec<f64>,
    /// What each node delivers; of a motor the shaft power, of a load what it uses \[W\].
    pub output: Vec<f64>,
    /// What each node loses \[W\].
    pub loss: Vec<f64>,
    /// Voltage at the output of each node but loads and motors, which have none of their own \[V\].
    pub volts: Vec<f64>,
    /// Circuit current at the output of series elements \[A\], 0 elsewhere.
    pub amps: Vec<f64>,
    /// Series resistance at conductor temperature \[Ω\].
    pub resistance: Vec<f64>,
    /// Modules on, 1 where there are none to switch.
    pub on: Vec<f64>,
    /// No-load voltage of series elements that a regulated node feeds [V].
    pub(super) open: Vec<f64>,
    /// Power taken at the bus of series elements [W].
    pub(super) taken: Vec<f64>,
    /// Eliminated current at zero no-load voltage [A].
    pub(super) free: Vec<f64>,
    /// Fall of the eliminated current with the no-load voltage [S].
    pub(super) slope: Vec<f64>,
    /// Whether outputs belong to a finished sweep.
    pub(super) swept: bool,
}

impl PowerFlow {
    /// A flow with nothing drawn, all modules on and conductors at their temperatures in service.
    pub fn new(tree: &PowerTree) -> Self {
        let n = tree.len();
        let mut on = vec![1.0; n];
        for run in tree.stages.iter().flat_map(|stage| &stage.runs) {
            on[run.rows.clone()].fill(tree.units[run.unit].modules);
        }
        let mut open = vec![0.0; n];
        let roots = |forest: &Forest| forest.rows.end - forest.lanes..forest.rows.end;
        let lone = tree.stages.iter().flat_map(|stage| stage.lone.clone());
        let rooted = tree
            .stages
            .iter()
            .flat_map(|stage| &stage.forests)
            .flat_map(roots);
        for row in lone.chain(rooted) {
            open[row] = tree.ratio[row] * tree.volts[tree.parent[row] as usize];
        }
        Self {
            input: vec![0.0; n],
            output: vec![0.0; n],
            loss: vec![0.0; n],
            volts: tree.volts.clone(),
            amps: vec![0.0; n],
            resistance: tree.resistance.clone(),
            on,
            open,
            taken: vec![0.0; n],
            free: vec![0.0; n],
            slope: vec![0.0; n],
            swept: false,
        }
    }

    /// Sets conductor temperatures [°C], one for each of [`PowerTree::conductors`].
    ///
    /// # Panics
    /// When there are fewer temperatures than conductors.
    pub fn warm(&mut self, tree: &PowerTree, celsius: &[f64]) {
        let celsius = &celsius[..tree.conductors.len()];
        for (&row, &t) in tree.conductors.iter().zip(celsius) {
            let row = row as usize;
            self.resistance[row] = resistance_at(tree.resistance[row], tree.coefficient[row], t);
        }
    }

    /// Switches modules by the powers of the last sweep, with hysteresis; returns whether any moved.
    /// Before the first sweep nothing is switched.
    pub fn stage(&mut self, tree: &PowerTree) -> bool {
        let mut moved = false;
        if !self.swept {
            return moved;
        }
        for run in tree.stages.iter().flat_map(|stage| &stage.runs) {
            let unit = &tree.units[run.unit];
            if unit.staging.is_none() {
                continue;
            }
            for row in run.rows.clone() {
                let on = unit.staged(self.output[row], self.on[row]);
                moved |= on != self.on[row];
                self.on[row] = on;
            }
        }
        moved
    }

    /// Takes over modules and conductors of `other`, for a sweep of its own.
    pub(in crate::solver) fn stand_as(&mut self, other: &Self) {
        self.on.copy_from_slice(&other.on);
        self.resistance.copy_from_slice(&other.resistance);
    }

    /// Becomes the mean of two finished sweeps: what is linear in powers holds for it too. Of currents it takes the root mean
    /// square.
    pub(in crate::solver) fn take_mean(&mut self, of: &[Self; 2]) {
        let [a, b] = of;
        let columns = [
            (&mut self.input, &a.input, &b.input),
            (&mut self.output, &a.output, &b.output),
            (&mut self.loss, &a.loss, &b.loss),
            (&mut self.volts, &a.volts, &b.volts),
            (&mut self.taken, &a.taken, &b.taken),
        ];
        for (mean, a, b) in columns {
            for ((mean, a), b) in mean.iter_mut().zip(a).zip(b) {
                *mean = 0.5 * (a + b);
            }
        }
        // What warms a conductor is the mean of the square.
        for ((rms, a), b) in self.amps.iter_mut().zip(&a.amps).zip(&b.amps) {
            *rms = (0.5 * (a * a + b * b)).sqrt();
        }
        self.swept = true;
    }

    /// Voltage at the terminals through which `row` is fed \[V\]; of a source its own.
    pub fn feeding_volts(&self, tree: &PowerTree, row: usize) -> f64 {
        match tree.parent.get(row).copied() {
            Some(up) if (up as usize) < self.volts.len() => self.volts[up as usize],
            _ => self.volts[row],
        }
    }
}
