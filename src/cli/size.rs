//! `halltwin size`: designs of a hall that no other beats.

use super::output::say;
use super::{Exit, problems, study, tornado};
use crate::report::plot::{FrontPlot, front};
use crate::report::{ReportError, write_figure};
use crate::results::PLOTS;
use crate::results::ResultsError;
use crate::study::StudyError;
use crate::study::sizing::{
    Job, Member, Plan, Shard, Sized, as_json, assess_all, joined, members, tables,
};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Size a plant: designs that no other beats in price, energy, water, noise and ground
///
/// STUDY says which figures of the hall vary, what every design must hold on the design day and what is to be
/// small (`halltwin schema --study`); configs/studies has examples. Every design is screened on its design days,
/// with something failed if asked; the year of those that hold is found from some hundred of its hours (of halls with
/// stores from some of its days, contents carried), and the members of the front get all 8760.
#[derive(Args, Debug)]
pub struct Size {
    /// Configuration of the hall
    #[arg(value_name = "CONFIG")]
    config: PathBuf,
    /// The study
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// Override a value of the hall in all designs; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Folder of results [default: runs/CONFIG-STUDY]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads; the result is the same for any number
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Assess one part of the designs only, as in 2/8; `--join` puts parts together
    #[arg(long, value_name = "I/N", value_parser = Shard::parse, conflicts_with = "join")]
    shard: Option<Shard>,
    /// Take the designs from the folders of all parts instead of assessing them; may be given several times
    #[arg(long, value_name = "DIR")]
    join: Vec<PathBuf>,
    /// Go on from what the folder of results holds
    #[arg(long)]
    resume: bool,
    /// Print the result as JSON on stdout
    #[arg(long)]
    json: bool,
}

impl Size {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match self.size() {
            Ok(exit) => exit,
            Err(error) => study::refuse(&error),
        }
    }

    fn size(&self) -> Result<Exit, StudyError> {
        let pool = study::pool(self.threads)?;
        let mut plan = pool.install(|| Plan::load(&self.config, &self.study, &self.sets))?;
        plan.stop = study::stopped;
        problems::print(&plan.warnings);
        let folder = self.folder();
        let watch = study::Watch::begin(&plan.study.study.name);
        let shard = self.shard.unwrap_or(Shard::WHOLE);
        let sized = if self.join.is_empty() {
            let job = Job {
                folder: folder.clone(),
                shard,
                resume: self.resume,
                stop: &mut |share| watch.tick(share),
            };
            assess_all(&plan, job, &pool)
        } else {
            joined(&plan, &self.join)
        };
        let sized = sized.inspect_err(|_| watch.end())?;
        let whole = shard == Shard::WHOLE && !sized.interrupted;
        let found = match whole {
            true => members(&plan, &sized.front, &folder, &pool, &mut |s| watch.tick(s)),
            false => Ok(Vec::new()),
        };
        watch.end();
        let found = found?;
        if whole {
            std::fs::create_dir_all(&folder).map_err(|e| ResultsError::io("create", &folder, e))?;
            tables(&plan, &sized, &found, &folder)?;
            if let Err(error) = plots(&plan, &sized, &found, &folder) {
                tell!("error: {error}");
                return Ok(Exit::Failure);
            }
        }
        let exit = self.tell(&plan, &sized, &found, &folder);
        let of = sized
            .front
            .rows
            .len()
            .min(*plan.study.objective.members as usize);
        Ok(match whole && found.len() < of {
            true => self.partial(found.len(), of),
            false => exit,
        })
    }

    /// How a study ended of whose `of` members `written` were.
    fn partial(&self, written: usize, of: usize) -> Exit {
        tell!(
            "all designs are assessed; stopped with {written} of {of} members of the front written; go on with: {}",
            study::resume_line(self.resume)
        );
        Exit::Interrupted
    }

    /// Folder of results.
    fn folder(&self) -> PathBuf {
        let stem = |p: &Path| {
            p.file_stem()
                .map_or("hall".into(), |s| s.to_string_lossy().into_owned())
        };
        let own = || format!("{}-{}", stem(&self.config), stem(&self.study));
        let asked = self.out.clone();
        asked.unwrap_or_else(|| Path::new("runs").join(own()))
    }

    fn tell(&self, plan: &Plan, sized: &Sized, found: &[Member], folder: &Path) -> Exit {
        let said = if self.json {
            say(&format!("{:#}\n", as_json(plan, sized, found)))
        } else {
            say(&as_text(plan, sized, found, folder))
        };
        if sized.interrupted && self.join.is_empty() {
            tell!(
                "stopped after {} of {} designs; go on with: {}",
                sized.assessed,
                sized.total,
                study::resume_line(self.resume)
            );
        } else if sized.interrupted {
            tell!(
                "{} of {} designs are in these folders",
                sized.assessed,
                sized.total
            );
        } else if self.shard.is_some_and(|s| s != Shard::WHOLE) {
            tell!("this part is done; put parts together with --join DIR for each");
        }
        let failed = failures(found);
        for line in &failed {
            tell!("error: {line}");
        }
        match said {
            Exit::Good => ending(sized, &failed),
            said => said,
        }
    }
}

/// How a study ended that was told.
fn ending(sized: &Sized, failed: &[String]) -> Exit {
    if sized.interrupted {
        Exit::Interrupted
    } else if !failed.is_empty() {
        Exit::NotConverged
    } else if sized.feasible == 0 {
        Exit::Limit
    } else {
        Exit::Good
    }
}

/// Members of the front whose full year has an hour without a solution, and why.
fn failures(found: &[Member]) -> Vec<String> {
    let failed = found.iter().filter_map(|m| Some((m, m.remark.as_ref()?)));
    let line = |(m, why): (&Member, &String)| {
        let (design, folder) = (m.row.number, m.folder.display());
        format!("the full year of design {design} in {folder}: {why}")
    };
    failed.map(line).collect()
}

/// Why there is no design, in lines.
fn infeasible(plan: &Plan, sized: &Sized) -> String {
    let Some(nearest) = &sized.nearest else {
        return String::new();
    };
    let values = plan.fields.iter().zip(&nearest.values);
    let values: Vec<String> = values.map(|(f, v)| format!("{} = {v}", f.name)).collect();
    let mut counts: Vec<(&String, &u64)> = sized.broken.iter().collect();
    counts.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let counts: Vec<String> = counts.iter().map(|(n, c)| format!("{n}: {c}")).collect();
    format!(
        "no design stands all constraints\nnearest   design {} ({})\nbinding   {}: {}\nruled out by  {}\n",
        nearest.number,
        values.join(", "),
        nearest.verdict.binding,
        nearest.verdict.text,
        counts.join(", ")
    )
}

fn as_text(plan: &Plan, sized: &Sized, found: &[Member], folder: &Path) -> String {
    let mut text = format!(
        "{}: {} of {} designs assessed, {} stand all constraints, {} on the front\n",
        *plan.study.study.name,
        sized.assessed,
        sized.total,
        sized.feasible,
        sized.front.rows.len()
    );
    if sized.feasible == 0 {
        text += &infeasible(plan, sized);
        let _ = writeln!(text, "results   {}", folder.display());
        return text;
    }
    text += &rows(plan, sized, found);
    let names: Vec<&str> = plan.fields.iter().map(|f| f.name.as_str()).collect();
    let _ = writeln!(text, "design    {}", names.join(", "));
    let _ = writeln!(text, "results   {}", folder.display());
    text
}

/// Most rows of the front on the terminal; all are in `front.csv`.
const SHOWN: usize = 40;

/// The front in lines.
fn rows(plan: &Plan, sized: &Sized, found: &[Member]) -> String {
    let capex = format!("capex {}", plan.study.cost.cdu.currency);
    let mut text = format!(
        "{:>4} {:>8} {capex:>12} {:>10} {:>8} {:>17} {:>8} {:>8} {:>8}  design\n",
        "", "number", "GWh/year", "PUE", "P10 to P90", "water m3", "dB(A)", "m2"
    );
    let front = &sized.front.rows;
    for row in front.iter().take(SHOWN) {
        let member = found.iter().find(|m| m.row.number == row.number);
        let place = member.map_or(String::new(), name);
        let (f, y) = (&row.figures, row.figures.year.unwrap_or_default());
        let full = member.and_then(|m| m.summary.as_ref()?.pue);
        let pue = full.unwrap_or(y.pue);
        let band = member.and_then(|m| m.spread.as_ref());
        let band = band.map_or(String::new(), |s| {
            format!("{:.4} to {:.4}", s.bands[0].p10, s.bands[0].p90)
        });
        let noise = y
            .noise
            .map_or("-".to_owned(), |level| format!("{level:.1}"));
        let _ = writeln!(
            text,
            "{place:>4} {:>8} {:>12.0} {:>10.3} {pue:>8.4} {band:>17} {:>8.0} {noise:>8} {:>8.0}  {}",
            row.number,
            f.capex,
            y.energy / 1e6,
            y.water,
            f.ground,
            row.values.join(", ")
        );
    }
    if front.len() > SHOWN {
        let _ = writeln!(text, "     and {} more in front.csv", front.len() - SHOWN);
    }
    text
}

/// Name of a member's folder.
fn name(member: &Member) -> String {
    let name = member.folder.file_name();
    name.map_or(String::new(), |n| n.to_string_lossy().into_owned())
}

/// Draws the front, and for each member what uncertain inputs do to PUE and margin.
fn plots(plan: &Plan, sized: &Sized, found: &[Member], folder: &Path) -> Result<(), ReportError> {
    if sized.front.rows.is_empty() {
        return Ok(());
    }
    let point = |row: &crate::study::sizing::Row| {
        let pue = row.figures.year.map_or(f64::NAN, |y| y.pue);
        [row.figures.capex / 1e6, pue]
    };
    let drawn = front(&FrontPlot {
        title: format!("{}: price and PUE of the front", *plan.study.study.name),
        axes: [
            format!("price [million {}]", plan.study.cost.cdu.currency),
            "PUE [1]".to_owned(),
        ],
        front: sized.front.rows.iter().map(point).collect(),
        members: found.iter().map(|m| (point(&m.row), name(m))).collect(),
    });
    let make = |path: &Path| {
        std::fs::create_dir_all(path).map_err(|e| ResultsError::io("create", path, e))
    };
    let own = folder.join(PLOTS);
    make(&own)?;
    write_figure(&drawn, &own, "front")?;
    for member in found {
        if let Some(spread) = &member.spread {
            tornado::draw(&spread.told("PUE"), &member.folder)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::sizing::{Assessed, Figures, Row, Verdict};

    fn member(number: u64, remark: Option<&str>) -> Member {
        let row = Row {
            number,
            values: Vec::new(),
            verdict: Verdict::default(),
            figures: Figures::default(),
        };
        Member {
            found: Assessed {
                row: row.clone(),
                hall: None,
                year: None,
                bill: None,
            },
            row,
            folder: PathBuf::from(format!("out/front/{number:02}")),
            config: PathBuf::new(),
            summary: None,
            remark: remark.map(str::to_owned),
            spread: None,
        }
    }

    #[test]
    fn a_member_without_its_full_year_ends_the_study_with_four() {
        let sized = Sized {
            feasible: 2,
            ..Sized::default()
        };
        let good = failures(&[member(1, None)]);
        assert_eq!(ending(&sized, &good), Exit::Good);
        let found = [member(1, None), member(7, Some("no steady state at 12-27"))];
        let failed = failures(&found);
        assert_eq!(failed.len(), 1);
        assert!(
            failed[0].contains("design 7") && failed[0].contains("out/front/07"),
            "{failed:?}"
        );
        assert!(failed[0].contains("12-27"), "{failed:?}");
        assert_eq!(ending(&sized, &failed), Exit::NotConverged);
        assert_eq!(ending(&Sized::default(), &[]), Exit::Limit);
    }
}
