//! The design day: whether a design stands it, whole and with something failed, and what binds if not.

use super::failure::{Case, Change, cases};
use super::plan::Plan;
use super::row::Verdict;
use super::surroundings::{DesignHour, Place};
use crate::config::study::Constraint;
use crate::model::Model;
use crate::solver::StepError;
use crate::study::surface::{Answer, steady};
use crate::study::{Hall, StudyError, noise};

/// What the design day shows of a design that is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// Smallest margin of a chip \[K\].
    pub margin: f64,
    /// Highest supply above its set point \[K\].
    pub above: f64,
    /// Least coolant over what is asked.
    pub served: f64,
}

/// Whether a design stands its design days.
pub(super) fn screen(
    plan: &Plan,
    hall: &Hall,
    place: &Place,
) -> Result<(Verdict, Shown), StudyError> {
    let constraint = &plan.study.constraint;
    let level = peak(&hall.model, place, *constraint.load);
    let hours = &place.design;
    let mut verdict = Verdict::default();
    let mut shown = Shown {
        margin: f64::INFINITY,
        above: f64::NEG_INFINITY,
        served: f64::INFINITY,
    };
    for hour in hours {
        let answer = steady(&hall.model, &hour.outdoor, &level, hour.time_s);
        if let Ok(a) = &answer {
            shown.margin = shown.margin.min(a.margin);
            shown.served = shown.served.min(a.served);
            shown.above = a.supply.iter().copied().fold(shown.above, f64::max);
        }
        verdict.meet(judge(
            plan,
            hall,
            answer,
            *constraint.supply_above,
            &hour.name,
        ));
    }
    if !verdict.feasible() {
        return Ok((verdict, shown));
    }
    for case in cases(&hall.config, &hall.model, *constraint.redundancy) {
        verdict.meet(failed(plan, hall, place, &case, hours, &level)?);
    }
    Ok((verdict, shown))
}

/// The design days with something failed.
fn failed(
    plan: &Plan,
    hall: &Hall,
    place: &Place,
    case: &Case,
    hours: &[DesignHour],
    level: &[f64],
) -> Result<Verdict, StudyError> {
    let changed: Model = match &case.change {
        Change::Edits(edits) => hall.model.changed(edits),
        Change::Set(set) => {
            let mut sets = hall.sets.clone();
            sets.push(set.clone());
            Hall::load_in(&hall.path, &sets, |_| Ok(place.climate.clone()))?.model
        }
    };
    let mut verdict = Verdict::default();
    for hour in hours {
        let answer = steady(&changed, &hour.outdoor, level, hour.time_s);
        let name = format!("{} with {}", hour.name, case.name);
        let allowed = *plan.study.constraint.supply_above_failed;
        verdict.meet(judge(plan, hall, answer, allowed, &name));
    }
    Ok(verdict)
}

/// Highest hourly level of each workload in a year, times `factor`.
pub(super) fn peak(model: &Model, place: &Place, factor: f64) -> Vec<f64> {
    let step = place.weather.step_s;
    let highest = |p: &crate::model::workload::Profile| {
        let hours = 0..place.weather.outdoor.len();
        let levels = hours.map(|k| p.mean(k as f64 * step, step));
        factor * levels.fold(0.0, f64::max)
    };
    model.profiles.iter().map(highest).collect()
}

/// What of the constraints an hour breaks, and by how much.
fn judge(
    plan: &Plan,
    hall: &Hall,
    answer: Result<Answer, StepError>,
    above: f64,
    when: &str,
) -> Verdict {
    let mut verdict = Verdict::default();
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            verdict.refuse(
                "steady state",
                format!("no steady state on {when}: {error}"),
            );
            return verdict;
        }
    };
    let constraint = &plan.study.constraint;
    let margin = *constraint.chip_margin - answer.margin;
    let equipment = &hall.model.equipment;
    let rack = equipment.units.get(equipment.racks.first + answer.rack);
    let rack = rack.map_or("", |u| u.name.as_str());
    verdict.limit("chip margin", margin, || {
        format!(
            "{rack} comes within {:.2} K of its limit on {when}, {:.2} K are asked for: {margin:.2} K too little",
            answer.margin, *constraint.chip_margin
        )
    });
    let loops = &hall.model.equipment.loop_pumps;
    for (i, supply) in answer.supply.iter().enumerate() {
        let name = &hall.model.equipment.units[loops.first + i].name;
        let excess = supply - above;
        verdict.limit(&format!("{name} supply"), excess, || {
            format!(
                "{name} is supplied {supply:.2} K above its set point on {when}, {above:.2} K are allowed: \
                 {excess:.2} K too warm"
            )
        });
    }
    let lack = *constraint.coolant - answer.served;
    verdict.limit("coolant", 10.0 * lack, || {
        let text = answer.short.as_ref().map(|s| s.text(&hall.model));
        format!(
            "on {when} {}",
            text.unwrap_or_else(|| "racks lack coolant".to_owned())
        )
    });
    verdict.meet(loud(hall, constraint, answer.sound, true, when));
    verdict
}

/// Sound at the boundary \[dB(A)\] against its limit.
pub(super) fn loud(
    hall: &Hall,
    constraint: &Constraint,
    strength: f64,
    day: bool,
    when: &str,
) -> Verdict {
    let mut verdict = Verdict::default();
    let site = &hall.config.site;
    let (own, of_site, name) = match day {
        true => (
            &constraint.boundary_day,
            &site.sound_limit_day,
            "sound by day",
        ),
        false => (
            &constraint.boundary_night,
            &site.sound_limit_night,
            "sound by night",
        ),
    };
    let Some(limit) = own.as_ref().or(of_site.as_ref()).map(|l| **l) else {
        return verdict;
    };
    if strength <= 0.0 || site.boundary_distance.is_none() {
        return verdict;
    }
    let level = level(hall, strength);
    let excess = level - limit;
    verdict.limit(name, excess, || {
        format!(
            "the boundary hears {level:.1} dB(A) on {when}, {limit:.1} dB(A) are allowed: {excess:.1} dB too loud"
        )
    });
    verdict
}

/// Level [dB(A)] at the boundary, or sound power where the site has none.
pub(super) fn level(hall: &Hall, strength: f64) -> f64 {
    let distance = hall.config.site.boundary_distance.as_ref();
    noise::decibel(strength) - distance.map_or(0.0, |d| noise::attenuation(**d))
}
