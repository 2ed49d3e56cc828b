//! The design day: whether a design stands it, whole and with something failed, and what binds if not.

use super::failure::{Case, Change, cases};
use super::plan::Plan;
use super::row::{NO_STATE, SPARE, Verdict};
use super::stored::Days;
use super::surroundings::{DesignHour, Place};
use crate::config::study::Constraint;
use crate::model::Model;
use crate::solver::StepError;
use crate::study::surface::{Answer, duties, steady};
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

impl Shown {
    pub(super) fn take(&mut self, a: &Answer) {
        self.margin = self.margin.min(a.margin);
        self.served = self.served.min(a.served);
        self.above = a.supply.iter().copied().fold(self.above, f64::max);
    }
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
    let (mut verdict, shown) = standing(plan, hall, place, &level);
    if !verdict.feasible() {
        return Ok((verdict, shown));
    }
    let mut bare = Vec::new();
    for case in cases(&hall.config, &hall.model, *constraint.redundancy) {
        let found = failed(plan, hall, place, &case, hours, &level)?;
        if case.left == 0 && found.binding == case.spare() {
            bare.push(found.text.clone());
        }
        verdict.meet(found);
    }
    // Every kind of unit without a spare is told, the worst of them first.
    bare.retain(|text| *text != verdict.text);
    if verdict.binding.starts_with(SPARE) && !bare.is_empty() {
        verdict.text = format!("{}; {}", verdict.text, bare.join("; "));
    }
    Ok((verdict, shown))
}

/// Whether a design stands its design days while all is whole.
fn standing(plan: &Plan, hall: &Hall, place: &Place, level: &[f64]) -> (Verdict, Shown) {
    let mut shown = Shown {
        margin: f64::INFINITY,
        above: f64::NEG_INFINITY,
        served: f64::INFINITY,
    };
    let above = *plan.study.constraint.supply_above;
    if hall.has_stores() {
        let days = Days {
            plan,
            hall,
            place,
            above,
            with: String::new(),
        };
        let verdict = days.judged(&hall.model, Some(&mut shown));
        return (verdict, shown);
    }
    let mut verdict = Verdict::default();
    for hour in &place.design {
        let answer = steady(&hall.model, &hour.outdoor, level, hour.time_s);
        if let Ok(a) = &answer {
            shown.take(a);
        }
        verdict.meet(judge(plan, hall, answer, above, &hour.name));
    }
    (verdict, shown)
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
    if hall.has_stores() {
        let days = Days {
            plan,
            hall,
            place,
            above: *plan.study.constraint.supply_above_failed,
            with: format!(" with {}", case.name),
        };
        return Ok(days.judged(&changed, None));
    }
    let mut verdict = Verdict::default();
    for hour in hours {
        let answer = steady(&changed, &hour.outdoor, level, hour.time_s);
        let name = format!("{} with {}", hour.name, case.name);
        if let Err(error) = &answer
            && is_of_heat(error)
            && let Some(heat) = heat_lost(hall, case, hour, level)
        {
            verdict.meet(unmoved(case, heat, &name, error));
            continue;
        }
        let allowed = *plan.study.constraint.supply_above_failed;
        verdict.meet(judge(plan, hall, answer, allowed, &name));
    }
    Ok(verdict)
}

/// Whether heat that nobody takes is why there is no solution.
fn is_of_heat(error: &StepError) -> bool {
    !matches!(
        error,
        StepError::Network { .. }
            | StepError::Power { .. }
            | StepError::Hunting { .. }
            | StepError::Ledger(_)
    )
}

/// Heat that the units which failed move while all is whole \[kW\]; none where they move none that is known.
fn heat_lost(hall: &Hall, case: &Case, hour: &DesignHour, level: &[f64]) -> Option<f64> {
    let duty = duties(&hall.model, &hour.outdoor, level, hour.time_s).ok()?;
    let each = case.lost.iter();
    let heat: f64 = each.map(|(unit, share)| share * duty[*unit]).sum();
    (heat > 0.0).then_some(heat / 1e3)
}

/// The verdict on a failure that leaves no steady state, for `heat` \[kW\] that the lost units moved.
fn unmoved(case: &Case, heat: f64, when: &str, error: &StepError) -> Verdict {
    let mut verdict = Verdict::default();
    match case.left {
        0 => verdict.limit(&case.spare(), heat, || {
            format!(
                "{} has no spare: on {when}, {heat:.1} kW of heat are without a cooler and nothing comes to rest",
                case.kind
            )
        }),
        left => verdict.limit(NO_STATE, heat, || {
            format!(
                "no steady state on {when}: what is out moved {heat:.1} kW of heat, which the {left} left of {} do not take over \
                 ({error})",
                case.kind
            )
        }),
    }
    verdict
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
    match answer {
        // A design hour is one of the day, whose limit of sound is the day's.
        Ok(answer) => judged(plan, hall, &answer, above, (when, true)),
        Err(error) => {
            let mut verdict = Verdict::default();
            verdict.refuse(NO_STATE, format!("no steady state on {when}: {error}"));
            verdict
        }
    }
}

/// What of the constraints a solved hour or step breaks, by day or by night.
pub(super) fn judged(
    plan: &Plan,
    hall: &Hall,
    answer: &Answer,
    above: f64,
    (when, by_day): (&str, bool),
) -> Verdict {
    let mut verdict = Verdict::default();
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
    verdict.meet(loud(hall, constraint, answer.sound, by_day, when));
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
    // A limit without a distance is refused before anything runs.
    let Some(level) = level(hall, strength).filter(|_| strength > 0.0) else {
        return verdict;
    };
    let excess = level - limit;
    verdict.limit(name, excess, || {
        format!(
            "the boundary hears {level:.1} dB(A) on {when}, {limit:.1} dB(A) are allowed: {excess:.1} dB too loud"
        )
    });
    verdict
}

/// Level [dB(A)] at the boundary, 0 where nothing sounds; none where the site does not say how far the boundary is.
pub(super) fn level(hall: &Hall, strength: f64) -> Option<f64> {
    let distance = hall.config.site.boundary_distance.as_ref()?;
    Some(match strength > 0.0 {
        true => noise::decibel(strength) - noise::attenuation(**distance),
        false => 0.0,
    })
}
