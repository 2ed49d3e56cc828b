//! `halltwin ride`: what fails first, and after how many seconds.
//!
//! ```text
//! parts ──► losses of one and of two ──► Condition (edits over time) ──► march from one steady state ──► Ride
//! ```
//!
//! Every loss starts at t = 0 from the same converged steady state, with all workloads at their peak and the weather of one
//! moment. A rack whose chips pass their limit is switched off, and the march goes on for the others. A march ends when no
//! rack has power, at the horizon, or when what still moves is too slow to reach a limit before it.
//!
//! Times to a limit are interpolated within a step; where one is passed the march is repeated with halved steps until the
//! times agree, and the difference is reported.

mod condition;
mod fingerprint;
mod follow;
mod losses;
mod march;
mod pace;
mod parts;
mod ready;
mod redundancy;
mod saved;
mod track;

use super::summary::civil;
use super::{Hall, StudyError};
use crate::model::feed::Feed;
use crate::results::{LostPart, Ride, RideBase, RideSummary};
use condition::Condition;
use follow::{Manner, follow};
use losses::losses;
use parts::Part;
use rayon::prelude::*;
use ready::Ready;
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Instant;

/// Losses between two looks at the clock and at Ctrl-C, for each thread.
const CHUNK: usize = 8;

/// What is asked.
pub struct RideOrders<'a> {
    /// Folder of results, where an interrupted study leaves what it has.
    pub folder: PathBuf,
    /// Command line, for the summary.
    pub command: String,
    /// Moment of the climate year \[s\]; that of the configuration when left out.
    pub moment: Option<f64>,
    /// Time after which a loss is followed no more \[s\]; that of the configuration when left out.
    pub horizon: Option<f64>,
    /// Most parts lost at once: 1 or 2.
    pub at_once: u32,
    /// Losses to be followed, each by the names of its parts; all when empty.
    pub only: Vec<Vec<String>>,
    /// Length of all steps \[s\]; found by itself when left out.
    pub step: Option<f64>,
    /// Whether it goes on from what an interrupted study left.
    pub resume: bool,
    /// Asked now and then with the share done; `true` stops the study.
    pub stop: &'a mut dyn FnMut(f64) -> bool,
}

/// Names and kinds of the parts of `hall`.
///
/// # Errors
/// Common causes and controllers of what the hall does not have.
pub fn parts(hall: &Hall) -> Result<Vec<LostPart>, StudyError> {
    let feed = Feed::of(&hall.config, &hall.model).map_err(StudyError::Config)?;
    let parts = parts::parts(&hall.config, &hall.model, &feed).map_err(StudyError::Config)?;
    Ok(parts.iter().map(named).collect())
}

fn named(part: &Part) -> LostPart {
    LostPart {
        name: part.name.clone(),
        kind: part.kind.word().to_owned(),
    }
}

/// Follows the losses of one and two parts of `hall`, in parallel: the same to the bit for any number of threads.
///
/// # Errors
/// A hall without racks or without a steady state, parts that do not exist.
pub fn ride(
    hall: &Hall,
    orders: RideOrders,
    pool: &rayon::ThreadPool,
) -> Result<RideSummary, StudyError> {
    let begun = Instant::now();
    if hall.model.equipment.racks.is_empty() {
        let why = "the hall has no racks whose chips could come to a limit";
        return Err(StudyError::Order(why.to_owned()));
    }
    let settings = &hall.config.ride;
    let moment = settings.moment.as_ref().map(|m| m.seconds());
    let moment = orders.moment.or(moment);
    let moment = moment.unwrap_or_else(|| hall.config.run.start.seconds());
    let how = Manner {
        horizon: orders.horizon.unwrap_or(*settings.horizon),
        air_limit: *settings.air_limit,
        step: orders.step,
    };
    let feed = Feed::of(&hall.config, &hall.model).map_err(StudyError::Config)?;
    let parts = parts::parts(&hall.config, &hall.model, &feed).map_err(StudyError::Config)?;
    let losses = losses(&parts, &orders)?;
    let ready = pool.install(|| Ready::at(hall, moment))?;
    let mut summary = summary(hall, &ready, &feed, &parts, &orders, moment);
    summary.horizon_s = how.horizon;
    summary.losses = losses.len() as u32;
    summary.losses_at_once = losses.iter().map(Vec::len).max().unwrap_or(0) as u32;
    let work = Work {
        ready: &ready,
        feed: &feed,
        parts: &parts,
        losses: &losses,
        how,
        standby_start: *settings.standby_start,
    };
    let saved = saved::Place::new(&orders, &summary, moment);
    let rides = work.all(pool, orders.stop, &saved, orders.resume)?;
    for ride in rides.into_iter().flatten() {
        match ride.lost.len() {
            1 => summary.singles.push(ride),
            2 => summary.pairs.push(ride),
            _ => summary.larger.push(ride),
        }
    }
    if !summary.interrupted() {
        saved.forget()?;
    }
    summary.wall_time_s = begun.elapsed().as_secs_f64();
    Ok(summary)
}

/// All losses and what they need.
struct Work<'a> {
    ready: &'a Ready<'a>,
    feed: &'a Feed,
    parts: &'a [Part],
    losses: &'a [Vec<usize>],
    how: Manner,
    standby_start: f64,
}

impl Work<'_> {
    fn condition(&self, loss: &[usize]) -> Condition<'_> {
        let losses = loss
            .iter()
            .flat_map(|p| self.parts[*p].losses.iter().copied());
        Condition::new(self.ready, self.feed, losses.collect(), self.standby_start)
    }

    fn names(&self, loss: &[usize]) -> Vec<String> {
        loss.iter().map(|p| self.parts[*p].name.clone()).collect()
    }

    /// Losses that do the same to the hall as an earlier one, by the number of that.
    fn twins(&self) -> Vec<usize> {
        let mut known: HashMap<String, usize> = HashMap::new();
        let each = self.losses.iter().enumerate();
        each.map(|(i, loss)| {
            let condition = self.condition(loss);
            let mut does = String::new();
            for t in std::iter::once(0.0).chain(condition.turning_points()) {
                does += &format!("{t} {:?}\n", condition.edits(t));
            }
            *known.entry(does).or_insert(i)
        })
        .collect()
    }

    /// Follows all losses; those that were not reached before a stop are `None`.
    fn all(
        &self,
        pool: &rayon::ThreadPool,
        stop: &mut dyn FnMut(f64) -> bool,
        saved: &saved::Place,
        resume: bool,
    ) -> Result<Vec<Option<Ride>>, StudyError> {
        let twins = self.twins();
        let mut rides: Vec<Option<Ride>> = vec![None; self.losses.len()];
        if resume {
            saved.read(self.losses.iter().map(|l| self.names(l)), &mut rides)?;
        }
        let own = |i: &usize| twins[*i] == *i && rides[*i].is_none();
        let open: Vec<usize> = (0..rides.len()).filter(own).collect();
        let size = CHUNK * pool.current_num_threads();
        let mut done = 0;
        for chunk in open.chunks(size) {
            let found: Vec<Ride> = pool.install(|| {
                let each = chunk.par_iter().map(|i| {
                    let loss = &self.losses[*i];
                    follow(
                        self.ready,
                        &self.condition(loss),
                        self.names(loss),
                        self.how,
                    )
                });
                each.collect()
            });
            for (i, ride) in chunk.iter().zip(found) {
                rides[*i] = Some(ride);
            }
            done += chunk.len();
            let share = done as f64 / open.len() as f64;
            if stop(share) && done < open.len() {
                saved.write(rides.iter().flatten())?;
                break;
            }
        }
        for i in 0..rides.len() {
            if rides[i].is_none() && rides[twins[i]].is_some() {
                let names = self.names(&self.losses[i]);
                rides[i] = rides[twins[i]].clone().map(|ride| Ride {
                    lost: names,
                    ..ride
                });
            }
        }
        Ok(rides)
    }
}

/// What is known before any loss is followed.
fn summary(
    hall: &Hall,
    ready: &Ready,
    feed: &Feed,
    parts: &[Part],
    orders: &RideOrders,
    moment: f64,
) -> RideSummary {
    let settings = &hall.config.ride;
    let racks = &hall.model.equipment.racks;
    let (margin, rack) = track::Track::new(ready).least;
    let it: f64 = ready.power[racks.first..racks.first + racks.len()]
        .iter()
        .sum();
    let shared = redundancy::shared_causes(&hall.model, feed, parts);
    RideSummary {
        halltwin: env!("CARGO_PKG_VERSION").to_owned(),
        command: orders.command.clone(),
        config: hall.identity(),
        resolved_sha256: fingerprint::resolved(hall),
        moment: civil(moment),
        horizon_s: *settings.horizon,
        standby_start_s: *settings.standby_start,
        air_limit_deg_c: *settings.air_limit,
        step_s: orders.step,
        losses_at_once: 0,
        losses_named: !orders.only.is_empty(),
        base: RideBase {
            least_margin_k: margin,
            least_margin_rack: ready.rack(rack).to_owned(),
            it_power_kw: it / 1e3,
            dry_bulb_deg_c: ready.outdoor.dry_bulb,
            wet_bulb_deg_c: ready.outdoor.wet_bulb,
        },
        parts: parts.iter().map(named).collect(),
        shared_causes: shared,
        singles: Vec::new(),
        pairs: Vec::new(),
        larger: Vec::new(),
        assumptions: assumptions(hall),
        losses: 0,
        wall_time_s: 0.0,
    }
}

/// What the times rest on and nobody stated.
fn assumptions(hall: &Hall) -> Vec<String> {
    let c = &hall.config;
    let mut all = Vec::new();
    if !c.ride.standby_start.given {
        all.push(format!(
            "a pump that stands by takes over {} s after the loss",
            *c.ride.standby_start
        ));
    }
    if !c.ride.air_limit.given {
        all.push(format!(
            "racks that breathe the hall's air switch off when it is at {} °C",
            *c.ride.air_limit
        ));
    }
    for ups in c.ups.iter().filter(|u| !u.autonomy.given) {
        all.push(format!(
            "the batteries of ups.{} carry its load for {} s",
            ups.name, *ups.autonomy
        ));
    }
    let cited = c.citations.iter().filter(|citation| citation.assumed);
    let matters = |field: &str| {
        let fields = [
            "inertia",
            "capacity",
            "chip_limit",
            "throttle",
            "leakage",
            "volume",
        ];
        fields.iter().any(|f| field.contains(f))
    };
    for citation in cited.filter(|c| matters(&c.field)) {
        let line = format!(
            "{}: {} = {}",
            citation.record, citation.field, citation.value
        );
        if !all.contains(&line) {
            all.push(line);
        }
    }
    all
}
