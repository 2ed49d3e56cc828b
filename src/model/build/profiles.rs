//! Workloads: which profile each rack follows, and what its power is at level 0 and 1.

use super::Period;
use super::plan::Plan;
use super::trace::{self, Table};
use crate::config::{At, Diagnostic, Named, Origin, Pattern, PerWhat, TraceQuantity, Workload};
use crate::model::TraceSpan;
use crate::model::equipment::Demand;
use crate::model::workload::jobs::Jobs;
use crate::model::workload::{Blocks, Inference, Monthly, Profile, Trace, Training};
use std::collections::HashMap;
use std::path::PathBuf;

/// Where a rack stands, for the columns of traces and for shares.
pub struct Place<'c> {
    /// Workload it follows.
    pub workload: Option<&'c At<String>>,
    /// Name of its row, or its own.
    pub row: String,
    /// Name of its CDU.
    pub cdu: String,
    /// Number of its CDU, from 1, in the order of the file.
    pub index: usize,
    /// Number of the rack in its row, from 1.
    pub rack: usize,
    /// Racks that share one column of a trace.
    pub sharing: f64,
    /// Power at the end of the rack's chain over power at its input, at full load.
    pub chain: f64,
}

impl<'c> Place<'c> {
    /// Of what stands alone under `name`.
    pub fn alone(name: &str, workload: Option<&'c At<String>>) -> Self {
        Self {
            workload,
            row: name.to_owned(),
            cdu: String::new(),
            index: 1,
            rack: 1,
            sharing: 1.0,
            chain: 1.0,
        }
    }
}

/// Profiles found so far.
#[derive(Default)]
pub struct Profiles {
    /// The profiles.
    pub all: Vec<Profile>,
    known: HashMap<String, u32>,
    tables: HashMap<PathBuf, Option<Table>>,
    /// What each trace covers.
    pub spans: Vec<TraceSpan>,
}

impl Profiles {
    /// What a rack at `place` with `power` [W] at full load follows.
    pub fn demand(&mut self, plan: &mut Plan, place: &Place, power: f64, idle: f64) -> Demand {
        let by_level = |profile| Demand {
            profile,
            base: power * idle,
            slope: power * (1.0 - idle),
        };
        let workload = place
            .workload
            .and_then(|name| plan.config.workload.get(name));
        let Some(workload) = workload else {
            return by_level(self.find("full", || Profile::Constant(1.0)));
        };
        if *workload.pattern == Pattern::Jobs {
            let profile = self.jobs(plan, workload, place);
            return Demand {
                profile,
                base: 0.0,
                slope: power,
            };
        }
        if *workload.pattern != Pattern::Trace {
            return by_level(self.find(&workload.name, || pattern(workload)));
        }
        let profile = self.trace(plan, workload, place);
        match *workload.quantity {
            TraceQuantity::Utilisation => by_level(profile),
            TraceQuantity::Power => {
                let share = *workload.scale * place.chain / place.sharing;
                Demand {
                    profile,
                    base: 0.0,
                    slope: share,
                }
            }
        }
    }

    fn find(&mut self, key: &str, make: impl FnOnce() -> Profile) -> u32 {
        if let Some(known) = self.known.get(key) {
            return *known;
        }
        let index = self.all.len() as u32;
        self.all.push(make());
        self.known.insert(key.to_owned(), index);
        index
    }

    /// A trace of jobs over all that is asked about; racks, CDUs or rows each have their own.
    fn jobs(&mut self, plan: &mut Plan, workload: &Named<Workload>, place: &Place) -> u32 {
        let stream = match *workload.of {
            PerWhat::Rack => format!("{}.{}", place.row, place.rack),
            PerWhat::Cdu => place.cdu.clone(),
            PerWhat::Row => place.row.clone(),
        };
        let key = format!("{}/{stream}", workload.name);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let jobs = Jobs {
            seed: *workload.seed,
            level: *workload.level,
            trough: *workload.trough,
            length: *workload.job_length,
            ramp: *workload.ramp,
            spread: *workload.spread,
            noise: *workload.noise,
            sample: *workload.sample,
        };
        let Period {
            start,
            duration,
            step,
        } = plan.period;
        let made = jobs.trace(&stream, start, duration);
        let trace = plan.accept("jobs", &workload.name, made, &workload.pattern.at);
        let profile = trace.map_or(Profile::Constant(0.0), |trace| {
            self.note(trace.span(), &workload.pattern.at);
            match step {
                Some(step) => Profile::Blocks(Blocks::of(&trace, step)),
                None => Profile::Trace(trace),
            }
        });
        self.find(&key, || profile)
    }

    fn trace(&mut self, plan: &mut Plan, workload: &Named<Workload>, place: &Place) -> u32 {
        let column = workload.column.as_ref().map_or("power", |c| c.as_str());
        let column = column
            .replace("{row}", &place.row)
            .replace("{cdu}", &place.cdu)
            .replace("{rack}", &place.rack.to_string())
            .replace("{index}", &place.index.to_string());
        let key = format!("{}/{column}", workload.name);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let profile = self
            .read(plan, workload, &column)
            .unwrap_or(Profile::Constant(0.0));
        self.find(&key, || profile)
    }

    fn read(
        &mut self,
        plan: &mut Plan,
        workload: &Named<Workload>,
        column: &str,
    ) -> Option<Profile> {
        let Some(file) = &workload.file else {
            let text = format!(
                "workload {} follows a trace but names no file",
                workload.name
            );
            plan.faults
                .push(Diagnostic::error("trace", text).at(&workload.at, "add `file = \"…\"`"));
            return None;
        };
        let path = plan.config.path(file);
        if !self.tables.contains_key(&path) {
            let read = Table::read(&path, &file.at);
            let table = read.map_err(|problems| plan.faults.extend(problems));
            self.tables.insert(path.clone(), table.ok());
        }
        let table = self.tables[&path].as_ref()?;
        let named = |name: &str| table.column(name).map(<[f64]>::to_vec);
        let (time, level) = (named(&workload.time_column), named(column));
        for (found, wanted) in [(&time, workload.time_column.as_str()), (&level, column)] {
            if found.is_none() {
                let text = format!("{} has no column `{wanted}`", path.display());
                let fault = Diagnostic::error("trace-column", text).at(&file.at, "this file");
                plan.faults.push(fault.did_you_mean(wanted, table.names()));
            }
        }
        let factor = plan.accept(
            "trace",
            "unit of the trace",
            factor(workload),
            &workload.unit.at,
        )?;
        // Time 0 of a trace is the start of the configuration's run.
        let start = plan.config.run.start.seconds();
        let time: Vec<f64> = time?.iter().map(|t| t + start).collect();
        let level = level?.iter().map(|v| v * factor).collect();
        let Ok(trace) = Trace::new(time, level) else {
            let columns = [workload.time_column.as_str(), column];
            plan.faults
                .extend(trace::disorder(&path, columns, &file.at));
            return None;
        };
        self.note(trace.span(), &file.at);
        Some(Profile::Trace(trace))
    }

    /// Notes what a trace named at `at` covers.
    fn note(&mut self, span: [f64; 2], at: &Origin) {
        let at = at.clone();
        self.spans.push(TraceSpan { at, span });
    }

    /// Most that a demand asks for in the course of a trace read from a file [W].
    pub fn peak(&self, demand: &Demand) -> Option<f64> {
        match &self.all[demand.profile as usize] {
            Profile::Trace(trace) => Some(demand.base + demand.slope * trace.peak()),
            Profile::Blocks(blocks) => Some(demand.base + demand.slope * blocks.peak()),
            _ => None,
        }
    }
}

/// SI value of one unit of the trace's numbers.
fn factor(workload: &Workload) -> Result<f64, crate::units::UnitError> {
    match *workload.quantity {
        TraceQuantity::Utilisation => Ok(1.0),
        TraceQuantity::Power => crate::units::parse(
            &format!("1 {}", *workload.unit),
            crate::units::Dimension::Power,
        ),
    }
}

fn pattern(workload: &Workload) -> Profile {
    match *workload.pattern {
        Pattern::Constant | Pattern::Jobs | Pattern::Trace => Profile::Constant(*workload.level),
        Pattern::Idle => Profile::Constant(0.0),
        Pattern::Training => Profile::Training(Training {
            level: *workload.level,
            swing: *workload.swing,
            period: *workload.period,
            idle: 0.0,
            checkpoint_every: *workload.checkpoint_every,
            checkpoint_length: *workload.checkpoint_length,
        }),
        Pattern::Monthly => Profile::Monthly(Monthly {
            level: workload
                .months
                .as_ref()
                .map_or([0.0; 12], |m| m.value.map(|level| *workload.level * level)),
        }),
        Pattern::Inference => Profile::Inference(Inference {
            level: *workload.level,
            night: *workload.night,
            peak: *workload.peak_hour,
        }),
    }
}

/// Racks that share a column of `workload`, from those of the rack's CDUs and of its row.
pub fn sharing(workload: &Workload, of_cdu: usize, of_row: usize) -> f64 {
    match *workload.of {
        PerWhat::Rack => 1.0,
        PerWhat::Cdu => of_cdu as f64,
        PerWhat::Row => of_row as f64,
    }
}
