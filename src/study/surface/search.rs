//! The search for a year: cells, their cutting, weights, extremes and evidence.

use super::answer::{Answer, FIXED};
use super::cell::{Cell, Local, Wanted};
use super::hours::{Points, Weather};
use super::solve::Solver;
use super::year::{Evidence, Tolerance, Year};
use crate::model::Model;
use crate::solver::StepError;
use crate::study::noise::DAY;
use std::collections::BTreeMap;

/// Hours that have no part in the fit and tell its error.
const WITHHELD: usize = 24;
/// Times that extremes are looked for again after solving those that were foreseen.
const HUNTS: usize = 4;

/// Distance above its set point from which a supply counts as not held \[K\].
pub(super) const HELD: f64 = 0.05;

struct Search<'m, 'w> {
    points: Points,
    weather: &'w Weather,
    model: &'m Model,
    solvers: BTreeMap<u64, Solver<'m>>,
    known: BTreeMap<usize, Answer>,
    tolerance: Tolerance,
}

/// The year of `model` in `weather`.
///
/// # Errors
/// An hour has no solution.
pub fn year(model: &Model, weather: &Weather, tolerance: Tolerance) -> Result<Year, StepError> {
    let mut search = Search {
        points: Points::of(model, weather),
        weather,
        model,
        solvers: BTreeMap::new(),
        known: BTreeMap::new(),
        tolerance,
    };
    let cells = search.cut()?;
    search.hunt(&cells)?;
    let evidence = search.withheld(&cells)?;
    Ok(search.sum(&cells, evidence))
}

impl Search<'_, '_> {
    fn solve(&mut self, hour: usize) -> Result<Answer, StepError> {
        let mode = self.points.mode[hour];
        let (model, weather) = (self.model, self.weather);
        let outdoor = &weather.outdoor[hour];
        let solver = self
            .solvers
            .entry(mode)
            .or_insert_with(|| Solver::new(model, outdoor, mode));
        solver.hour(&self.points, weather, hour)
    }

    fn know(&mut self, hours: &[usize]) -> Result<(), StepError> {
        let mut new: Vec<usize> = hours.to_vec();
        new.retain(|h| !self.known.contains_key(h));
        // Neighbours one after the other: each starts from the one before.
        let key = |h: &usize| self.points.at(*h).first().copied().unwrap_or(0.0);
        new.sort_by(|a, b| key(a).total_cmp(&key(b)).then(a.cmp(b)));
        for hour in new {
            let answer = self.solve(hour)?;
            self.known.insert(hour, answer);
        }
        Ok(())
    }

    /// Cells fine enough for eq. (3).
    fn cut(&mut self) -> Result<Vec<Cell>, StepError> {
        let mut by_mode: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (hour, mode) in self.points.mode.iter().enumerate() {
            by_mode.entry(*mode).or_default().push(hour);
        }
        let mut cells = Vec::new();
        for hours in by_mode.into_values() {
            cells.push(self.judged(Cell::new(hours))?);
        }
        let total = self.points.mode.len() as f64;
        let share = |c: &Cell| c.error * c.hours.len() as f64;
        while cells.iter().map(share).sum::<f64>() > total && self.known.len() < self.tolerance.most
        {
            let worst = (0..cells.len()).max_by(|a, b| {
                let order = share(&cells[*a]).total_cmp(&share(&cells[*b]));
                order.then(b.cmp(a))
            });
            let Some(worst) = worst else { break };
            for half in cells.swap_remove(worst).halves(&self.points) {
                let half = self.judged(half)?;
                cells.push(half);
            }
        }
        Ok(cells)
    }

    /// Solves what a cell wants and tells its error.
    fn judged(&mut self, mut cell: Cell) -> Result<Cell, StepError> {
        let Wanted { fit, judge } = cell.wanted(&self.points);
        self.know(&fit)?;
        self.know(&judge)?;
        if judge.is_empty() {
            return Ok(cell);
        }
        let mut basis = self.inside(&cell);
        basis.retain(|h| !judge.contains(h));
        let frame = cell.frame(&self.points);
        let local = Local::of(&frame, &self.points, &basis);
        let mut row = vec![0.0; local.terms()];
        let (mut error, mut slope) = (0.0, vec![0.0; self.points.axes()]);
        let it = self.known[&judge[0]].power[1].max(1.0);
        let limits = [self.tolerance.ratio * it, self.tolerance.water * it];
        for (lane, limit) in limits.into_iter().enumerate() {
            let y = |h: usize| self.known[&h].lanes().nth(lane).unwrap_or(0.0);
            let beta = local.beta(|k| y(basis[k]));
            let mut off = 0.0;
            for h in &judge {
                local.terms_at(self.points.at(*h), &mut row);
                let told: f64 = row.iter().zip(&beta).map(|(t, b)| t * b).sum();
                off += (told - y(*h)).abs();
            }
            error += off / judge.len() as f64 / limit;
            let axes = slope.len();
            for (i, s) in slope.iter_mut().enumerate() {
                *s += (beta[1 + i].abs() + beta[1 + axes + i].abs()) / limit;
            }
        }
        cell.error = error;
        let steepest = |a: &usize, b: &usize| slope[*a].total_cmp(&slope[*b]).then(b.cmp(a));
        cell.axis = (0..slope.len()).max_by(steepest).unwrap_or(0);
        Ok(cell)
    }

    /// Solved hours of a cell.
    fn inside(&self, cell: &Cell) -> Vec<usize> {
        let solved = |h: &&usize| self.known.contains_key(h);
        cell.hours.iter().filter(solved).copied().collect()
    }

    /// Solves hours in which extremes are foreseen, until the foreseen ones are solved.
    fn hunt(&mut self, cells: &[Cell]) -> Result<(), StepError> {
        for _ in 0..HUNTS {
            let foreseen = self.foreseen(cells);
            if foreseen.iter().all(|h| self.known.contains_key(h)) {
                break;
            }
            self.know(&foreseen)?;
        }
        Ok(())
    }

    /// Hours of the smallest margin, most sound by day and by night, and warmest supplies.
    fn foreseen(&self, cells: &[Cell]) -> Vec<usize> {
        let loops = self.model.equipment.loop_pumps.of_loops().len();
        let mut best = vec![(f64::NEG_INFINITY, 0); 3 + loops];
        self.each(cells, |hour, lanes| {
            let clock = hour as f64 * self.weather.step_s / 3_600.0;
            let day = DAY.contains(&(clock as usize % 24));
            let mut look = |at: usize, value: f64| {
                if value > best[at].0 {
                    best[at] = (value, hour);
                }
            };
            look(0, -lanes[3]);
            look(if day { 1 } else { 2 }, lanes[2]);
            for (i, supply) in lanes[FIXED..].iter().enumerate() {
                look(3 + i, *supply);
            }
        });
        let found = best.into_iter().filter(|b| b.0 > f64::NEG_INFINITY);
        found.map(|b| b.1).collect()
    }

    /// Hands `each` every hour with its interpolated (or solved) lanes.
    fn each(&self, cells: &[Cell], mut each: impl FnMut(usize, &[f64])) {
        let count = FIXED + self.model.equipment.loop_pumps.of_loops().len();
        let mut lanes = vec![0.0; count];
        for cell in cells {
            let basis = self.inside(cell);
            let local = Local::of(&cell.frame(&self.points), &self.points, &basis);
            let mut row = vec![0.0; local.terms()];
            let answers: Vec<Vec<f64>> = basis
                .iter()
                .map(|h| self.known[h].lanes().collect())
                .collect();
            let beta: Vec<Vec<f64>> = (0..count).map(|l| local.beta(|k| answers[k][l])).collect();
            for &hour in &cell.hours {
                match basis.binary_search(&hour) {
                    Ok(k) => lanes.copy_from_slice(&answers[k]),
                    Err(_) => {
                        local.terms_at(self.points.at(hour), &mut row);
                        for (lane, beta) in lanes.iter_mut().zip(&beta) {
                            *lane = row.iter().zip(beta).map(|(t, b)| t * b).sum();
                        }
                    }
                }
                each(hour, &lanes);
            }
        }
    }

    /// Errors at hours that had no part in anything.
    fn withheld(&mut self, cells: &[Cell]) -> Result<Evidence, StepError> {
        let n = self.points.mode.len();
        let pace = (n / WITHHELD).max(1);
        let free = |h: &usize| !self.known.contains_key(h);
        let hours: Vec<usize> = (0..n).skip(pace / 2).step_by(pace).filter(free).collect();
        let mut told = BTreeMap::new();
        self.each(cells, |hour, lanes| {
            if hours.binary_search(&hour).is_ok() {
                told.insert(hour, [lanes[0], lanes[1]]);
            }
        });
        let mut order = hours.clone();
        order.sort_by(|a, b| {
            let key = |h: &usize| self.points.at(*h).first().copied().unwrap_or(0.0);
            key(a).total_cmp(&key(b)).then(a.cmp(b))
        });
        let mut evidence = Evidence {
            solved: self.known.len(),
            cells: cells.len(),
            withheld: order.len(),
            ..Evidence::default()
        };
        let (mut wet, mut water) = (0.0, 0.0);
        for hour in &order {
            let answer = self.solve(*hour)?;
            let [power, drawn] = told[hour];
            let error = (power - answer.power[0]) / answer.power[1].max(1.0);
            evidence.ratio_bias += error / order.len() as f64;
            evidence.ratio_mean += error.abs() / order.len() as f64;
            evidence.ratio_worst = evidence.ratio_worst.max(error.abs());
            wet += drawn - answer.water;
            water += answer.water;
        }
        evidence.water_bias = if water > 0.0 { wet / water } else { 0.0 };
        evidence.anew = self.solvers.values().map(|s| s.anew).sum();
        Ok(evidence)
    }

    /// Weights of the solved hours.
    fn sum(&self, cells: &[Cell], evidence: Evidence) -> Year {
        let hours: Vec<usize> = self.known.keys().copied().collect();
        let mut weights = vec![[0.0; 24]; hours.len()];
        let place: BTreeMap<usize, usize> =
            hours.iter().enumerate().map(|(i, h)| (*h, i)).collect();
        let clock = |h: usize| (h as f64 * self.weather.step_s / 3_600.0) as usize % 24;
        for cell in cells {
            let basis = self.inside(cell);
            let local = Local::of(&cell.frame(&self.points), &self.points, &basis);
            let mut row = vec![0.0; local.terms()];
            let mut sums = vec![vec![0.0; local.terms()]; 24];
            for &hour in &cell.hours {
                match basis.binary_search(&hour) {
                    Ok(_) => weights[place[&hour]][clock(hour)] += 1.0,
                    Err(_) => {
                        local.terms_at(self.points.at(hour), &mut row);
                        let sums = &mut sums[clock(hour)];
                        sums.iter_mut().zip(&row).for_each(|(s, t)| *s += t);
                    }
                }
            }
            for (hour, sums) in sums.iter().enumerate() {
                local.weights(sums, |k, w| weights[place[&basis[k]]][hour] += w);
            }
        }
        let loops = self.model.equipment.loop_pumps.of_loops().len();
        let mut above = vec![0.0; loops];
        self.each(cells, |_, lanes| {
            for (sum, supply) in above.iter_mut().zip(&lanes[FIXED..]) {
                *sum += if *supply > HELD {
                    self.weather.step_s / 3_600.0
                } else {
                    0.0
                };
            }
        });
        Year {
            hours,
            answers: self.known.values().cloned().collect(),
            weights,
            mode: self.points.mode.clone(),
            step_s: self.weather.step_s,
            above,
            evidence,
        }
    }
}
