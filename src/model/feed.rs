//! Which units are without power when places of the power tree are lost or sag, and from when to when.
//!
//! A unit is dark from the loss of anything on its way to the meter. An uninterruptible supply between the loss and the
//! unit carries it for its autonomy; generators behind a lost point of supply end the loss. A sag, or an outage that is
//! short enough, is ridden through where the unit's tolerance bears it; otherwise the unit stands until supply is back
//! and its turn to restart has come.

use super::Model;
use super::electrical::ROOT;
use crate::config::kinds::Element;
use crate::config::{Config, Diagnostic, Diagnostics};
use crate::physics::electrical::sag::{ITIC, SEMI_F47, Tolerance};

/// Ways from every unit to the meter, and what units bear.
pub struct Feed {
    /// Rows of the power tree from each unit upwards.
    path: Vec<Vec<u32>>,
    /// Time for which a row carries its load without being fed \[s\].
    autonomy: Vec<f64>,
    /// Time after which the loss of a row is made good \[s\].
    restored: Vec<f64>,
    /// Sags that each unit rides through.
    tolerance: Vec<Tolerance>,
    /// Time from the return of supply to the restart of each unit \[s\].
    restart: Vec<f64>,
}

impl Feed {
    /// Ways of the units of `model`.
    ///
    /// # Errors
    /// Tolerances that are no curve, elements that feed or draw nothing.
    pub fn of(config: &Config, model: &Model) -> Result<Self, Diagnostics> {
        let tree = &model.power;
        let path = |leaf: u32| {
            let first = tree.leaves[leaf as usize];
            let up = |row: &u32| Some(tree.parent[*row as usize]).filter(|row| *row != ROOT);
            std::iter::successors(Some(first), up).collect()
        };
        let (mut autonomy, mut restored) = (vec![0.0; tree.len()], vec![f64::INFINITY; tree.len()]);
        for ups in &config.ups {
            if let Some(node) = tree.find(&ups.name) {
                autonomy[tree.row(node)] = *ups.autonomy;
            }
        }
        for utility in &config.utility {
            if let (Some(node), Some(start)) = (tree.find(&utility.name), &utility.generator_start)
            {
                restored[tree.row(node)] = **start;
            }
        }
        let units = &model.equipment.units;
        let mut feed = Self {
            path: units
                .iter()
                .map(|u| u.leaf.map(path).unwrap_or_default())
                .collect(),
            autonomy,
            restored,
            tolerance: usual(model),
            restart: vec![0.0; units.len()],
        };
        feed.stated(config, model)?;
        Ok(feed)
    }

    /// What the file states of how units take a loss of their supply.
    fn stated(&mut self, config: &Config, model: &Model) -> Result<(), Diagnostics> {
        let mut problems = Diagnostics::default();
        for item in &config.ride_through {
            let given = item.survives.as_ref();
            let curve = given.map(|points| (Tolerance::new(points), &points.at));
            if let Some((Err(error), at)) = &curve {
                let problem = Diagnostic::error("wrong-curve", error.to_string());
                problems.push(problem.at(at, "durations and the least voltages borne for them"));
            }
            for named in &item.of {
                let units: Vec<usize> = named.each().flat_map(|e| units_of(model, &e)).collect();
                if units.is_empty() {
                    let text = format!("{} draws no power", named.path());
                    problems.push(Diagnostic::error("part", text).at(&named.at, "this element"));
                }
                for unit in units {
                    self.restart[unit] = *item.restart;
                    if let Some((Ok(curve), _)) = &curve {
                        self.tolerance[unit] = curve.clone();
                    }
                }
            }
        }
        if problems.has_errors() {
            return Err(problems);
        }
        Ok(())
    }

    /// Which units hang on `row`.
    pub fn below(&self, row: u32) -> Vec<usize> {
        let fed = |unit: &usize| self.path[*unit].contains(&row);
        (0..self.path.len()).filter(fed).collect()
    }

    /// From when to when \[s\] `unit` is dark because `row` is lost at zero for good.
    pub fn dark(&self, unit: usize, row: u32) -> Option<[f64; 2]> {
        self.sagged(unit, row, 0.0, f64::INFINITY)
    }

    /// From when to when \[s\] `unit` stands because `row` has `voltage`, a share of the nominal one, for `length` \[s\]
    /// from zero on; `None` where it is carried or rides it through.
    pub fn sagged(&self, unit: usize, row: u32, voltage: f64, length: f64) -> Option<[f64; 2]> {
        let path = &self.path[unit];
        let at = path.iter().position(|r| *r == row)?;
        let carried = path[..at].iter().map(|r| self.autonomy[*r as usize]);
        let from = carried.fold(0.0, f64::max);
        let until = length.min(self.restored[row as usize]);
        let borne = from >= until || self.tolerance[unit].bears(voltage, until - from);
        (!borne).then(|| [from, until + self.restart[unit]])
    }

    /// Whether an uninterruptible supply stands between `unit` and the lost `row`.
    pub fn backed(&self, unit: usize, row: u32) -> bool {
        let path = &self.path[unit];
        let at = path.iter().position(|r| *r == row).unwrap_or(0);
        path[..at].iter().any(|r| self.autonomy[*r as usize] > 0.0)
    }

    /// Whether generators make the loss of `row` good `t` \[s\] after it.
    pub fn generates(&self, row: u32, t: f64) -> bool {
        self.restored[row as usize] <= t
    }
}

/// Tolerances where the file states none: racks by ITIC, all else by SEMI F47.
fn usual(model: &Model) -> Vec<Tolerance> {
    let published = |points: [[f64; 2]; 3]| {
        Tolerance::new(&points).expect("the published curves are curves, which their tests prove")
    };
    let [it, plant] = [ITIC, SEMI_F47].map(published);
    let units = model.equipment.units.iter();
    units
        .map(|u| match u.family {
            "rack" => it.clone(),
            _ => plant.clone(),
        })
        .collect()
}

/// Units that `element` stands for.
fn units_of(model: &Model, element: &Element) -> Vec<usize> {
    let path = element.path();
    let prefix = format!("{path}.");
    let units = model.equipment.units.iter().enumerate();
    let named = units.filter(|(_, u)| {
        let of_row = element.rack.is_none() && u.family == "rack" && u.name.starts_with(&prefix);
        u.name == path || of_row
    });
    named.map(|(i, _)| i).collect()
}
