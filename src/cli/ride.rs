//! `halltwin ride`: what fails first, and after how many seconds.

use super::hall::Hall as HallArguments;
use super::output::say;
use super::{Exit, study};
use crate::config::kinds::TimeOfYear;
use crate::report;
use crate::results::{Ride as Followed, RideEnd, RideSummary, soonest_first};
use crate::study::ride::{self, RideOrders};
use crate::study::{Hall, StudyError};
use clap::Args;
use std::path::{Path, PathBuf};

/// Pairs that are printed.
const PAIRS: usize = 20;

/// Lose every part of a hall, alone and by twos, and tell how long its chips ride it through
///
/// Pumps, CDUs, valves, coolers, chillers, feeders, controllers, shared headers and declared common causes are
/// lost one by one and two by two from one steady state at full load. Writes ride.json, ride.csv,
/// ride_racks.csv, certificate.html and the matrix of pairs. Exit code 3 when a loss of one part passes
/// a limit, or any loss named with --only; 4 when a loss has no solution.
#[derive(Args, Debug)]
pub struct Ride {
    #[command(flatten)]
    hall: HallArguments,
    /// Most parts lost at once
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=2))]
    at_once: u32,
    /// Follow this loss only, as in --only cdu.a1+cdu.a2, of any number of parts; may be given several times
    #[arg(long, value_name = "PARTS")]
    only: Vec<String>,
    /// Moment whose weather is held, as in "08-15 14:00"; that of the configuration when left out
    #[arg(long, value_name = "MOMENT")]
    at: Option<String>,
    /// How long each loss is followed, as in 15min; that of the configuration when left out
    #[arg(long, value_name = "TIME", value_parser = study::seconds)]
    horizon: Option<f64>,
    /// Length of all steps, as in 0.1s; found by itself when left out
    #[arg(long, value_name = "TIME", value_parser = study::seconds)]
    step: Option<f64>,
    /// Folder of results [default: runs/CONFIG-ride]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads; the result is the same for any number
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Go on from what an interrupted study left
    #[arg(long)]
    resume: bool,
    /// Print ride.json on stdout
    #[arg(long)]
    json: bool,
    /// Leave certificate and matrix out
    #[arg(long)]
    no_report: bool,
    /// Only name the parts
    #[arg(long)]
    list: bool,
}

impl Ride {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match self.study() {
            Ok(exit) => exit,
            Err(error) => study::refuse(&error),
        }
    }

    fn study(&self) -> Result<Exit, StudyError> {
        let pool = study::pool(self.threads)?;
        let hall = pool.install(|| Hall::load(&self.hall.config, &self.hall.sets))?;
        if self.list {
            return self.name_parts(&hall);
        }
        if [self.step, self.horizon]
            .into_iter()
            .flatten()
            .any(|t| t <= 0.0)
        {
            let why = "--step and --horizon must be above 0";
            return Err(StudyError::Order(why.to_owned()));
        }
        let watch = study::Watch::begin(&hall.model.name);
        let folder = study::folder(self.out.as_ref(), &hall, "ride");
        let orders = RideOrders {
            folder: folder.clone(),
            command: study::command_line(),
            moment: self.at.as_deref().map(moment).transpose()?,
            horizon: self.horizon,
            at_once: self.at_once,
            only: self.only.iter().map(|loss| split(loss)).collect(),
            step: self.step,
            resume: self.resume,
            stop: &mut |share| watch.tick(share),
        };
        let summary = ride::ride(&hall, orders, &pool);
        watch.end();
        self.conclude(&summary?, &folder)
    }

    fn name_parts(&self, hall: &Hall) -> Result<Exit, StudyError> {
        let parts = ride::parts(hall)?;
        if self.json {
            let list = serde_json::json!({ "parts": parts });
            return Ok(say(&format!("{list:#}\n")));
        }
        let line = |p: &crate::results::LostPart| format!("{:<14}{}\n", p.kind, p.name);
        Ok(say(&parts.iter().map(line).collect::<String>()))
    }

    fn conclude(&self, summary: &RideSummary, folder: &Path) -> Result<Exit, StudyError> {
        summary.write(folder)?;
        if !self.no_report
            && let Err(error) = report::write_ride(summary, folder)
        {
            tell!("error: {error}");
            return Ok(Exit::Failure);
        }
        let text = if self.json {
            let json = summary.to_json();
            json.map_err(|e| StudyError::Order(format!("the result cannot be written: {e}")))?
        } else {
            text(summary, folder)
        };
        if summary.interrupted() {
            tell!("stopped; go on with: {}", study::resume_line(self.resume));
        }
        Ok(match say(&text) {
            Exit::Good if summary.interrupted() => Exit::Interrupted,
            Exit::Good => verdict(summary),
            said => said,
        })
    }
}

fn moment(text: &str) -> Result<f64, StudyError> {
    let found = TimeOfYear::parse(text).map(TimeOfYear::seconds);
    found.ok_or_else(|| {
        StudyError::Order(format!("--at `{text}`: write for example \"08-15 14:00\""))
    })
}

fn split(loss: &str) -> Vec<String> {
    loss.split('+').map(|part| part.trim().to_owned()).collect()
}

fn verdict(summary: &RideSummary) -> Exit {
    if summary.all().any(|r| r.end == RideEnd::Unsolved) {
        Exit::NotConverged
    } else if summary.refuted() > 0 || summary.base.least_margin_k < 0.0 {
        Exit::Limit
    } else {
        Exit::Good
    }
}

fn text(s: &RideSummary, folder: &Path) -> String {
    let base = &s.base;
    let larger = match s.larger.len() {
        0 => String::new(),
        n => format!(", {n} of more"),
    };
    let mut lines = vec![
        format!(
            "{}: {} parts, {} losses of one and {} of two{larger} in {:.1} s",
            s.config.name,
            s.parts.len(),
            s.singles.len(),
            s.pairs.len(),
            s.wall_time_s
        ),
        format!(
            "before: {:.0} kW in the racks, {:.1} degC outdoors, margin {:.1} K at {}",
            base.it_power_kw, base.dry_bulb_deg_c, base.least_margin_k, base.least_margin_rack
        ),
        String::new(),
        header(),
    ];
    if s.losses_named {
        lines.extend(soonest_first(s.all()).into_iter().map(line));
    } else {
        lines.extend(soonest_first(s.singles.iter()).into_iter().map(line));
    }
    lines.extend(pairs(s));
    for cause in &s.shared_causes {
        let members = cause.members.join(", ");
        lines.push(format!("{} alone takes down {members}", cause.part));
    }
    lines.push(format!("results: {}", folder.display()));
    lines.join("\n") + "\n"
}

/// What the losses of two parts show.
fn pairs(s: &RideSummary) -> Vec<String> {
    if s.pairs.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), s.pairs_in_words()];
    let alone: Vec<String> = s
        .not_followed_alone()
        .into_iter()
        .map(|part| format!("--only {part}"))
        .collect();
    if !alone.is_empty() && s.losses_named {
        lines.push(format!("to know it, add {}", alone.join(" ")));
    }
    if !s.losses_named {
        let new = soonest_first(s.true_pairs());
        lines.extend(new.iter().take(PAIRS).map(|r| line(r)));
        if new.len() > PAIRS {
            lines.push(format!("… {} more in ride.csv", new.len() - PAIRS));
        }
    }
    lines
}

fn header() -> String {
    format!(
        "{:<44}{:>10}{:>10}{:>8}{:>10}  {}",
        "lost", "throttle", "limit", "racks", "margin", "first rack, or what held"
    )
}

fn line(ride: &Followed) -> String {
    let time = |t: Option<f64>| t.map_or_else(|| "-".to_owned(), |t| format!("{t:.1} s"));
    let what = if ride.violates() {
        let rack = ride.first_rack.as_deref().or(ride.reason.as_deref());
        let word = ride.limited_by.as_deref().unwrap_or(ride.outcome());
        format!("{word}: {}", rack.unwrap_or(""))
    } else {
        ride.held_by.join(", ")
    };
    format!(
        "{:<44}{:>10}{:>10}{:>8}{:>8.1} K  {what}",
        ride.lost.join(" + "),
        time(ride.time_to_throttle_s),
        time(ride.time_to_limit_s),
        ride.racks_limited,
        ride.least_margin_k
    )
}
