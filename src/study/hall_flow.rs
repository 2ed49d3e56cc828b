//! The load flow of a hall: its power tree in the steady state under full load, how far that is from collapse, and what
//! the loss of one unit does.
//!
//! # Equations
//! Loads are those of the coupled steady state with all workloads at their peak, in the weather at the start of the
//! run: chips with their leakage, pumps, fans and compressors as they then run. `scale` multiplies all of them.
//!
//! ```text
//! drop = 1 − V/V₀          V₀ what the bus has without load                                (1)
//! ```
//!
//! Where the hall has no steady state because a voltage collapses, its loads are those that it would have on
//! conductors a millionth as resistive; they are told with the margin that the conductors leave.

use super::operating::settled;
use super::{Hall, StudyError};
use crate::config::{Config, Diagnostic, Origin};
use crate::model::Model;
use crate::model::electrical::{PowerTree, ROOT};
use crate::solver::StepError;
use crate::solver::electrics::audit::loading;
use crate::solver::electrics::limit::{Limit, limit};
use crate::solver::electrics::outage::{self, Outage};
use crate::solver::electrics::{PowerEvent, PowerFlow, sweep};

/// Sweeps in which modules are switched, at most.
const RESTAGED: usize = 8;
/// Of conductors that carry anything.
const PERFECT: f64 = 1e-6;

/// The load flow of a hall.
#[derive(Clone, Debug)]
pub struct HallFlow {
    /// Name of the hall.
    pub name: String,
    /// Moment whose weather holds \[s\] of the year.
    pub moment: f64,
    /// Its power tree.
    pub tree: PowerTree,
    /// Powers, voltages and currents; those of no load where a voltage collapses.
    pub flow: PowerFlow,
    /// Power asked by each of [`PowerTree::leaves`] \[W\].
    pub loads: Vec<f64>,
    /// Sweeps until modules were at rest, or why there is no solution.
    pub solved: Result<usize, PowerEvent>,
    /// How far all loads may grow, as a factor on those before `scale`.
    pub limit: Option<Limit>,
    /// What single outages do, if asked and solved.
    pub outages: Vec<Outage>,
    /// Voltage of each row without load \[V\].
    pub open: Vec<f64>,
}

impl HallFlow {
    /// The load flow of `hall` with all loads times `scale`, and of all its single outages if `outages`.
    ///
    /// # Errors
    /// The hall has no steady state, for another reason than a voltage that collapses.
    pub fn of(hall: &Hall, scale: f64, outages: bool) -> Result<Self, StudyError> {
        let moment = hall.config.run.start.seconds();
        let found = match at_peak(&hall.model, moment) {
            Err(StudyError::Step(StepError::Power { .. })) => {
                let mut perfect = hall.model.clone();
                perfect
                    .power
                    .resistance
                    .iter_mut()
                    .for_each(|r| *r *= PERFECT);
                let mut flow = at_peak(&perfect, moment)?;
                flow.resistance.iter_mut().for_each(|r| *r /= PERFECT);
                flow
            }
            other => other?,
        };
        let tree = hall.model.power.clone();
        let asked: Vec<f64> = (tree.leaves.iter())
            .map(|row| found.output[*row as usize])
            .collect();
        let limit = limit(&tree, &found, &asked);
        let mut flow = found;
        let loads: Vec<f64> = asked.iter().map(|watts| scale * watts).collect();
        let solved = at_rest(&tree, &mut flow, &loads);
        let outages = match (&solved, outages) {
            (Ok(_), true) => outage::all(&tree, &flow, &loads),
            _ => Vec::new(),
        };
        Ok(Self {
            name: hall.model.name.clone(),
            moment,
            open: open(&tree),
            flow,
            loads,
            solved,
            limit,
            outages,
            tree,
        })
    }

    /// Share of its voltage without load that `row` has lost: (1).
    pub fn drop(&self, row: usize) -> f64 {
        1.0 - self.flow.volts[row] / self.open[row]
    }

    /// Share of its rating that `row` uses, where it has one.
    pub fn loading(&self, row: usize) -> Option<f64> {
        let rated = self.tree.rated[row].is_finite() || self.tree.rated_current[row].is_finite();
        rated.then(|| loading(&self.tree, &self.flow, row))
    }

    /// Current at the output of `row` \[A\]: of the circuit where it is a conductor, else P/U.
    pub fn current(&self, row: usize) -> f64 {
        if self.tree.resistance[row] > 0.0 {
            self.flow.amps[row]
        } else {
            self.flow.output[row] / self.flow.volts[row]
        }
    }

    /// Units of `row` that share its load: of converters the modules that run.
    pub fn units_on(&self, row: usize) -> f64 {
        if self.tree.resistance[row] > 0.0 {
            self.tree.parallel[row]
        } else {
            self.flow.on[row]
        }
    }

    /// Loss of all rows \[W\].
    pub fn loss(&self) -> f64 {
        self.flow.loss.iter().sum()
    }

    /// What all sources give \[W\].
    pub fn supplied(&self) -> f64 {
        let sources = self.tree.sources.iter();
        sources.map(|row| self.flow.input[*row as usize]).sum()
    }

    /// The problem of loads beyond what the hall of `config` carries at `scale`, where its conductor stands; none
    /// where they are carried.
    pub fn collapse(&self, config: &Config, scale: f64) -> Option<Diagnostic> {
        let event = self.solved.err()?;
        let mut text = event.message(&self.tree);
        let mut problem_at = None;
        if let Some(limit) = self.limit {
            let weakest = &self.tree.names[limit.row];
            let margin = limit.factor / scale;
            text += &format!(
                "; all loads may be at most {margin:.9} of what is asked, and `{weakest}` gives way first"
            );
            problem_at = place_of(config, weakest);
        }
        let problem = Diagnostic::error("collapse", text)
            .reason("beyond it constant power at a falling voltage takes more current than conductors carry")
            .help("lower the loads, shorten or double the conductor, or raise its voltage");
        Some(match problem_at {
            Some(at) => problem.at(at, "gives way first"),
            None => problem,
        })
    }

    /// The worst single outage.
    pub fn worst(&self) -> Option<&Outage> {
        outage::worst(&self.outages)
    }
}

/// The power flow of the steady state at `moment` \[s\] with all workloads at their peak.
fn at_peak(model: &Model, moment: f64) -> Result<PowerFlow, StudyError> {
    let level: Vec<f64> = model.profiles.iter().map(|p| p.peak()).collect();
    let (stepper, _) = settled(model, model, moment, &level)?;
    Ok(stepper.power_flow().clone())
}

/// Sweeps until no module is switched any more; returns how many sweeps that took.
fn at_rest(tree: &PowerTree, flow: &mut PowerFlow, loads: &[f64]) -> Result<usize, PowerEvent> {
    for sweeps in 1..=RESTAGED {
        sweep(tree, loads, flow)?;
        if !flow.stage(tree) {
            return Ok(sweeps);
        }
    }
    sweep(tree, loads, flow)?;
    Ok(RESTAGED + 1)
}

/// Voltage of each row without load \[V\].
fn open(tree: &PowerTree) -> Vec<f64> {
    let mut open = tree.volts.clone();
    // Feeders stand in later rows.
    for row in (0..tree.len()).rev() {
        if tree.resistance[row] > 0.0 && tree.parent[row] != ROOT {
            open[row] = tree.ratio[row] * open[tree.parent[row] as usize];
        }
    }
    open
}

/// What all rows of one table of the file, or one stage of the racks' chains, take, give and lose.
#[derive(Clone, Debug, PartialEq)]
pub struct StageLoss {
    /// Kind of table, such as `busway`.
    pub family: &'static str,
    /// Name of the table, before `count` made several of it; `racks, stage 1` inside racks.
    pub name: String,
    /// How many rows.
    pub rows: usize,
    /// What enters them \[W\].
    pub input: f64,
    /// What they lose \[W\].
    pub loss: f64,
    /// Highest loading among them, where they have a rating.
    pub loading: Option<f64>,
}

impl HallFlow {
    /// Losses by stage, from the meter to the chips; `config` is that of the hall.
    pub fn stages(&self, config: &Config) -> Vec<StageLoss> {
        let mut all: Vec<StageLoss> = Vec::new();
        let mut leaf = vec![false; self.tree.len()];
        self.tree
            .leaves
            .iter()
            .for_each(|row| leaf[*row as usize] = true);
        for row in (0..self.tree.len()).rev() {
            if leaf[row] || self.tree.parent[row] == ROOT {
                continue;
            }
            let (family, name) = table_of(config, &self.tree.names[row]);
            let known = all
                .iter()
                .position(|s| s.family == family && s.name == name);
            let at = known.unwrap_or_else(|| {
                all.push(StageLoss {
                    family,
                    name,
                    rows: 0,
                    input: 0.0,
                    loss: 0.0,
                    loading: None,
                });
                all.len() - 1
            });
            let stage = &mut all[at];
            stage.rows += 1;
            stage.input += self.flow.input[row];
            stage.loss += self.flow.loss[row];
            let loading = self.loading(row);
            stage.loading = stage.loading.into_iter().chain(loading).reduce(f64::max);
        }
        all
    }
}

/// Where the table stands from which the node `name` of the power tree comes; none inside racks.
fn place_of<'c>(config: &'c Config, name: &str) -> Option<&'c Origin> {
    let transformer = config.transformer.get(name).map(|t| &t.at);
    let converter = || config.converter.get(name).map(|t| &t.at);
    let ups = || config.ups.get(name).map(|t| &t.at);
    let busway = || config.busway.get(name).map(|t| &t.at);
    transformer.or_else(converter).or_else(ups).or_else(busway)
}

/// Family and name of the table from which the node `name` of the power tree comes.
fn table_of(config: &Config, name: &str) -> (&'static str, String) {
    if let Some((_, stage)) = name.rsplit_once(':') {
        return ("converter", format!("racks, stage {stage}"));
    }
    macro_rules! family {
        ($($family:ident),*) => {$(
            if let Some(table) = config.$family.get(name) {
                let group = table.group.clone().unwrap_or_else(|| name.to_owned());
                return (stringify!($family), group);
            }
        )*};
    }
    family!(transformer, converter, ups, busway);
    ("load", name.to_owned())
}
