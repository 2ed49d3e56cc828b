//! The year of a hall with stores from some of its days.
//!
//! A store answers with its past, so that hours do not stand for themselves; days nearly do: what a daily store holds is settled within a
//! night or two. Some days are marched, each with the day before it, and stand for all.
//!
//! # Equations
//! Days are points x (mean and half the range of the dry bulb, mean wet bulb, mean dry bulb of the day before, levels of the workload).
//! An answer y of a day (power, water) is interpolated between the days that are marched,
//!
//! ```text
//! y(x) = Σ_k λ_k·φ(|x − x_k|) + c₀ + Σ_i c_i·x_i          see [`super::radial`]                    (1)
//! year = Σ_k W_k·y_k                                       the same weights for every answer        (2)
//! ```
//!
//! First come the days at both ends of each axis, then again and again the day farthest from all that are there, ten, twenty, forty and so
//! on, until those that came last were foreseen within the tolerance or the hours that are allowed are spent. The choice follows from
//! weather and load alone, so that designs of one climate are compared on the same days.
//!
//! A march begins at the midnight before the day before, with what the stores held at the nearest midnight that is known. Where as many hours
//! are allowed as the year has, it is marched as a whole, from its first midnight on, as `halltwin year` does.
//!
//! # Evidence
//! A dozen days, evenly spread over the year, have no part in (1); they are marched from the stores' first content with three days before
//! them, so that their error tells of the interpolation and of the contents that marches begin with.
//!
//! # Validity
//! Stores whose past is a day or two: tanks and ice that are filled day by day. What lasts from winter to summer is marched as a whole.

use super::answer::Answer;
use super::carried::Carried;
use super::radial::Radial;
use super::search::HELD;
use super::year::{Evidence, Tolerance, Year};
use crate::model::Model;
use crate::solver::StepError;
use std::collections::BTreeMap;

/// Length of a day \[s\].
const DAY_S: f64 = 86_400.0;
/// Days of a year.
const DAYS: usize = 365;
/// Days of the first round; each further one doubles them.
const FIRST: usize = 10;
/// Days between two that are withheld, and the first of them.
const WITHHELD: [usize; 2] = [30, 15];
/// Days before one that is marched, and before one whose stores nobody knows.
const BEFORE: [usize; 2] = [1, 3];
/// Units of the axes: answers vary about as much over 1 K of means as over 2 K of half a range, over 4 K of the day before and over a
/// fiftieth of the load.
const PER_RANGE: f64 = 0.5;
const PER_BEFORE: f64 = 0.25;
const PER_LEVEL: f64 = 50.0;
/// Extent below which an axis is none.
const LEAST_EXTENT: f64 = 1e-6;

/// The year of `model`, which has stores, in its own weather and in steps of `step_s` \[s\].
///
/// # Errors
/// A step has no solution.
pub fn carried_year(model: &Model, step_s: f64, tolerance: Tolerance) -> Result<Year, StepError> {
    let mut search = Search::new(model, step_s);
    if tolerance.most as f64 * 3_600.0 >= DAYS as f64 * DAY_S {
        return search.whole();
    }
    let most = (tolerance.most / 24).clamp(1, DAYS);
    let mut count = FIRST.min(most);
    loop {
        let chosen = search.chosen(count);
        let foreseen = search.round(&chosen, tolerance)?;
        if foreseen || count >= most || chosen.len() < count {
            return search.sum();
        }
        count = (2 * count).min(most);
    }
}

/// The year of `model` from the days that `known` was found from, of a hall alike; its error is not told.
///
/// # Errors
/// A step has no solution.
pub fn carried_again(model: &Model, step_s: f64, known: &Year) -> Result<Year, StepError> {
    let mut search = Search::new(model, step_s);
    let mut days: Vec<usize> = known.hours.iter().map(|k| k / search.steps).collect();
    days.dedup();
    if days.len() == DAYS {
        return search.whole();
    }
    search.know(&days)?;
    Ok(search.year(Evidence::default()))
}

struct Search<'m> {
    model: &'m Model,
    step_s: f64,
    /// Steps of a day.
    steps: usize,
    /// Days as points.
    x: Vec<Vec<f64>>,
    known: BTreeMap<usize, Vec<Answer>>,
    /// What stores held at the beginning of a day [J/kg].
    midnight: BTreeMap<usize, Vec<f64>>,
}

/// Days as points.
fn points(model: &Model) -> Vec<Vec<f64>> {
    let hours = |day: usize| (0..24).map(move |h| (24 * day + h) as f64 * 3_600.0);
    let air = |day: usize| {
        let all: Vec<_> = hours(day).map(|t| model.climate.at(t)).collect();
        let mean =
            |of: &dyn Fn(&crate::climate::Outdoor) -> f64| all.iter().map(of).sum::<f64>() / 24.0;
        let dry = all.iter().map(|o| o.dry_bulb);
        let (low, high) = dry.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), t| {
            (l.min(t), h.max(t))
        });
        [
            mean(&|o| o.dry_bulb),
            0.5 * (high - low),
            mean(&|o| o.wet_bulb),
        ]
    };
    let air: Vec<[f64; 3]> = (0..DAYS).map(air).collect();
    let mut columns: Vec<Vec<f64>> = vec![
        air.iter().map(|a| a[0]).collect(),
        air.iter().map(|a| PER_RANGE * a[1]).collect(),
        air.iter().map(|a| a[2]).collect(),
        (0..DAYS)
            .map(|d| PER_BEFORE * air[d.saturating_sub(1)][0])
            .collect(),
    ];
    for profile in &model.profiles {
        let level: Vec<f64> = (0..DAYS)
            .map(|d| profile.mean(d as f64 * DAY_S, DAY_S))
            .collect();
        let peak = level.iter().copied().fold(1e-300, f64::max);
        columns.push(level.iter().map(|l| PER_LEVEL * l / peak).collect());
    }
    let extent = |c: &[f64]| {
        let [lo, hi] = c
            .iter()
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[l, h], v| {
                [l.min(*v), h.max(*v)]
            });
        hi - lo
    };
    columns.retain(|c| extent(c) > LEAST_EXTENT);
    (0..DAYS)
        .map(|d| columns.iter().map(|c| c[d]).collect())
        .collect()
}

/// Days that have no part in the fit.
fn is_withheld(day: usize) -> bool {
    day % WITHHELD[0] == WITHHELD[1]
}

/// Means of a day: power at the meter, of IT, water.
fn means(day: &[Answer]) -> [f64; 3] {
    let n = day.len() as f64;
    let mean = |of: fn(&Answer) -> f64| day.iter().map(of).sum::<f64>() / n;
    [
        mean(|a| a.power[0]),
        mean(|a| a.power[1]),
        mean(|a| a.water),
    ]
}

impl<'m> Search<'m> {
    fn new(model: &'m Model, step_s: f64) -> Self {
        Self {
            steps: (DAY_S / step_s).round().max(1.0) as usize,
            x: points(model),
            known: BTreeMap::new(),
            midnight: BTreeMap::new(),
            model,
            step_s,
        }
    }

    /// The first `count` days to be marched, in the order of their choice.
    fn chosen(&self, count: usize) -> Vec<usize> {
        let free: Vec<usize> = (0..DAYS).filter(|d| !is_withheld(*d)).collect();
        let mut chosen: Vec<usize> = Vec::new();
        let mut take = |d: Option<usize>| {
            if let Some(d) = d.filter(|d| !chosen.contains(d)) {
                chosen.push(d);
            }
        };
        for axis in 0..self.x[0].len() {
            let by = |a: &usize, b: &usize| self.x[*a][axis].total_cmp(&self.x[*b][axis]);
            take(free.iter().copied().max_by(|a, b| by(a, b).then(b.cmp(a))));
            take(free.iter().copied().min_by(|a, b| by(a, b).then(a.cmp(b))));
        }
        take(free.first().copied());
        let far = |a: usize, b: usize| -> f64 {
            let each = self.x[a].iter().zip(&self.x[b]);
            each.map(|(p, q)| (p - q) * (p - q)).sum()
        };
        let mut off: Vec<f64> = vec![f64::INFINITY; DAYS];
        let near = |off: &mut Vec<f64>, day: usize| {
            for d in &free {
                off[*d] = off[*d].min(far(*d, day));
            }
        };
        chosen.truncate(count);
        chosen.iter().for_each(|d| near(&mut off, *d));
        while chosen.len() < count {
            let best = free
                .iter()
                .copied()
                .max_by(|a, b| off[*a].total_cmp(&off[*b]).then(b.cmp(a)));
            match best.filter(|d| off[*d] > 0.0) {
                Some(day) => {
                    chosen.push(day);
                    near(&mut off, day);
                }
                None => break,
            }
        }
        chosen
    }

    /// Marches `day` with `before` days before it; whether its stores begin as a run's do.
    fn march(&self, day: usize, before: usize, fresh: bool) -> Result<Marched, StepError> {
        let first = day.saturating_sub(before);
        let near = self.midnight.iter().min_by_key(|(d, _)| d.abs_diff(first));
        let held = near
            .filter(|_| !fresh && first > 0)
            .map(|(_, held)| &held[..]);
        let mut march = Carried::begin(self.model, first as f64 * DAY_S, held)?;
        let mut midnight = Vec::new();
        let mut answers = Vec::with_capacity(self.steps);
        for d in first..=day {
            midnight.push((d, march.stores().to_vec()));
            for k in 0..self.steps {
                let t = d as f64 * DAY_S + k as f64 * self.step_s;
                let answer = march.step_of_year(t, self.step_s)?;
                if d == day {
                    answers.push(answer);
                }
            }
        }
        midnight.push((day + 1, march.stores().to_vec()));
        if first > 0 {
            // What the march began with was only near.
            midnight.remove(0);
        }
        Ok(Marched { answers, midnight })
    }

    /// Marches those of `days` that are not known, in the order of the year.
    fn know(&mut self, days: &[usize]) -> Result<(), StepError> {
        let mut new = days.to_vec();
        new.retain(|d| !self.known.contains_key(d));
        new.sort_unstable();
        for day in new {
            let fresh = self.midnight.is_empty();
            let marched = self.march(day, BEFORE[usize::from(fresh)], fresh)?;
            self.midnight.extend(marched.midnight);
            self.known.insert(day, marched.answers);
        }
        Ok(())
    }

    fn fit(&self) -> Radial {
        Radial::through(self.known.keys().map(|d| self.x[*d].clone()).collect())
    }

    /// Means of `day` as the known ones foresee them.
    fn told(&self, fit: &Radial, day: usize) -> [f64; 3] {
        let weights = fit.weights(std::iter::once(&self.x[day][..]));
        let mut told = [0.0; 3];
        for (w, known) in weights.iter().zip(self.known.values()) {
            let each = told.iter_mut().zip(means(known));
            each.for_each(|(sum, y)| *sum += w * y);
        }
        told
    }

    /// Marches the `chosen` days; whether those that came last were foreseen.
    fn round(&mut self, chosen: &[usize], tolerance: Tolerance) -> Result<bool, StepError> {
        let new = |d: &&usize| !self.known.contains_key(d);
        let new: Vec<usize> = chosen.iter().filter(new).copied().collect();
        let told: Option<Vec<[f64; 3]>> = (!self.known.is_empty()).then(|| {
            let fit = self.fit();
            new.iter().map(|d| self.told(&fit, *d)).collect()
        });
        self.know(&new)?;
        let Some(told) = told.filter(|t| !t.is_empty()) else {
            return Ok(false);
        };
        let mut off = [0.0; 2];
        for (day, told) in new.iter().zip(&told) {
            let [power, it, water] = means(&self.known[day]);
            off[0] += (told[0] - power).abs() / it.max(1.0);
            off[1] += (told[2] - water).abs() / it.max(1.0);
        }
        let n = new.len() as f64;
        Ok(off[0] <= n * tolerance.ratio && off[1] <= n * tolerance.water)
    }

    /// The year, with its evidence.
    fn sum(&self) -> Result<Year, StepError> {
        let fit = self.fit();
        let days: Vec<usize> = (0..DAYS).filter(|d| is_withheld(*d)).collect();
        let n = days.len() as f64;
        let mut evidence = Evidence {
            solved: self.known.len() * self.steps,
            cells: 1,
            withheld: days.len() * self.steps,
            ..Evidence::default()
        };
        let (mut wet, mut drawn) = (0.0, 0.0);
        for day in days {
            let found = means(&self.march(day, BEFORE[1], true)?.answers);
            let told = self.told(&fit, day);
            let error = (told[0] - found[0]) / found[1].max(1.0);
            evidence.ratio_bias += error / n;
            evidence.ratio_mean += error.abs() / n;
            evidence.ratio_worst = evidence.ratio_worst.max(error.abs());
            wet += told[2] - found[2];
            drawn += found[2];
        }
        evidence.water_bias = if drawn > 0.0 { wet / drawn } else { 0.0 };
        Ok(self.year(evidence))
    }

    /// The year from the known days.
    fn year(&self, evidence: Evidence) -> Year {
        let rest = (0..DAYS).filter(|d| !self.known.contains_key(d));
        let own = self.fit().weights(rest.map(|d| &self.x[d][..]));
        let mut year = Year {
            step_s: self.step_s,
            evidence,
            above: vec![0.0; self.model.equipment.loop_pumps.of_loops().len()],
            ..Year::default()
        };
        for ((day, answers), weight) in self.known.iter().zip(own) {
            for (k, answer) in answers.iter().enumerate() {
                self.add(
                    &mut year,
                    day * self.steps + k,
                    answer.clone(),
                    1.0 + weight,
                );
            }
        }
        year
    }

    /// Every step from the first midnight on.
    fn whole(&mut self) -> Result<Year, StepError> {
        let mut year = Year {
            step_s: self.step_s,
            above: vec![0.0; self.model.equipment.loop_pumps.of_loops().len()],
            evidence: Evidence {
                solved: DAYS * self.steps,
                ..Evidence::default()
            },
            ..Year::default()
        };
        let mut march = Carried::begin(self.model, 0.0, None)?;
        for k in 0..DAYS * self.steps {
            let answer = march.step_of_year(k as f64 * self.step_s, self.step_s)?;
            self.add(&mut year, k, answer, 1.0);
        }
        Ok(year)
    }

    /// Adds the step `k`, which stands for `weight` steps at its hour of the day.
    fn add(&self, year: &mut Year, k: usize, answer: Answer, weight: f64) {
        let clock = (k as f64 * self.step_s / 3_600.0) as usize % 24;
        let mut weights = [0.0; 24];
        weights[clock] = weight;
        for (sum, supply) in year.above.iter_mut().zip(&answer.supply) {
            if *supply > HELD {
                *sum += weight * self.step_s / 3_600.0;
            }
        }
        year.hours.push(k);
        year.weights.push(weights);
        year.answers.push(answer);
    }
}

/// A day that was marched.
struct Marched {
    answers: Vec<Answer>,
    /// What stores held at the beginning of the days passed, and of the one after.
    midnight: Vec<(usize, Vec<f64>)>,
}
