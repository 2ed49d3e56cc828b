//! One design: built, priced, screened by the design day, then its year.

use super::design::Design;
use super::plan::Plan;
use super::price::{Bill, bill};
use super::row::{Figures, NO_HALL, NO_STATE, OfYear, Row, Verdict};
use super::screen::{level, loud, screen};
use super::surroundings::Place;
use crate::config::{Diagnostics, Severity};
use crate::study::noise::DAY;
use crate::study::solved::Solved;
use crate::study::surface::{Tolerance, Year, carried_year, year};
use crate::study::{Hall, StudyError};
use std::sync::Arc;

/// A design with all that was found on the way.
pub struct Assessed {
    /// What is kept.
    pub row: Row,
    /// The hall, where it can be built.
    pub hall: Option<Hall>,
    /// Its year, where it stands the design day.
    pub year: Option<Year>,
    /// Its schedule.
    pub bill: Option<Bill>,
}

/// A kilowatt-hour \[J\].
const KWH: f64 = 3.6e6;

impl Plan {
    /// The hall of a design and where it stands.
    pub(super) fn hall(&self, sets: &[String]) -> Result<(Hall, Arc<Place>), StudyError> {
        let mut place = None;
        let hall = Hall::load_in(&self.hall, sets, |config| {
            let found = self.surroundings.place(config)?;
            let climate = found.climate.clone();
            place = Some(found);
            Ok(climate)
        })?;
        match place {
            Some(place) => {
                hall.without_seasons("a study of designs")?;
                Ok((hall, place))
            }
            None => Err(StudyError::Order("a hall without a climate".to_owned())),
        }
    }

    /// How well the year of a design has to be known.
    pub fn tolerance(&self) -> Tolerance {
        let asked = &self.study.year;
        Tolerance {
            ratio: *asked.pue_tolerance,
            water: *asked.water_tolerance / 1e3,
            most: *asked.hours as usize,
        }
    }

    /// Overrides of a design, those of the command line first.
    pub fn sets_of(&self, design: &Design) -> Vec<String> {
        let mut sets = self.sets.clone();
        sets.extend(design.sets(&self.fields));
        sets
    }

    /// Schedule and prices of a hall.
    pub fn bill(&self, hall: &Hall) -> Bill {
        let citations = &self.study.citations;
        let source = |field: &str| {
            let own = citations.iter().find(|c| c.field == field);
            own.map_or_else(|| "given in the study".to_owned(), |c| c.source.clone())
        };
        bill(&hall.config, &self.study.cost, &source)
    }

    /// Assesses a design.
    ///
    /// # Errors
    /// Weather that cannot be read; a design that cannot be built or solved is no error but does not stand.
    pub fn assess(&self, design: &Design) -> Result<Assessed, StudyError> {
        let mut row = Row {
            number: design.number,
            values: design.shown(&self.fields),
            verdict: Verdict::default(),
            figures: Figures::default(),
        };
        let (hall, place) = match self.hall(&self.sets_of(design)) {
            Ok(found) => found,
            Err(StudyError::Config(found)) => {
                row.verdict.refuse(NO_HALL, refusal(&found));
                return Ok(Assessed {
                    row,
                    hall: None,
                    year: None,
                    bill: None,
                });
            }
            Err(error) => return Err(error),
        };
        let bill = self.bill(&hall);
        let (verdict, shown) = screen(self, &hall, &place)?;
        row.verdict = verdict;
        row.figures = Figures {
            capex: bill.total(),
            ground: bill.ground(),
            design_margin: shown.margin,
            design_above: shown.above,
            year: None,
        };
        let year = match row.verdict.feasible() {
            true => self.year_of(&hall, &place, &mut row),
            false => None,
        };
        Ok(Assessed {
            row,
            hall: Some(hall),
            year,
            bill: Some(bill),
        })
    }

    /// The year of a design that stands its design days.
    fn year_of(&self, hall: &Hall, place: &Place, row: &mut Row) -> Option<Year> {
        let found = match hall.has_stores() {
            true => carried_year(&hall.model, place.weather.step_s, self.tolerance()),
            false => year(Solved::of(hall).model(), &place.weather, self.tolerance()),
        };
        match found {
            Ok(year) => {
                row.figures.year = Some(figures(hall, &year));
                row.verdict = self.stands(hall, &year);
                Some(year)
            }
            Err(error) => {
                let text = match hall.has_stores() {
                    true => format!("a step of the year has no solution: {error}"),
                    false => format!("no steady state in the year: {error}"),
                };
                row.verdict.refuse(NO_STATE, text);
                None
            }
        }
    }

    /// Constraints on the year.
    fn stands(&self, hall: &Hall, year: &Year) -> Verdict {
        let constraint = &self.study.constraint;
        let mut verdict = Verdict::default();
        if let Some(limit) = &constraint.pue {
            let excess = year.pue() - **limit;
            verdict.limit("PUE", 100.0 * excess, || {
                format!("PUE {:.4} is above {:.4}", year.pue(), **limit)
            });
        }
        if let Some(limit) = &constraint.water {
            let water = year.total(|a| a.water);
            verdict.limit("water", water / limit.max(1e-9) - 1.0, || {
                format!("{water:.0} m3 of water a year are above {:.0} m3", **limit)
            });
        }
        for (day, name) in [
            (true, "the loudest hour by day"),
            (false, "the loudest hour by night"),
        ] {
            verdict.meet(loud(hall, constraint, loudest(year, day), day, name));
        }
        verdict
    }
}

/// Most sound of an hour by day or by night, over 1 pW.
fn loudest(year: &Year, day: bool) -> f64 {
    let clock = |hour: usize| (hour as f64 * year.step_s / 3_600.0) as usize % 24;
    let hours = year.hours.iter().zip(&year.answers);
    let own = hours.filter(|(h, _)| DAY.contains(&clock(**h)) == day);
    own.map(|(_, a)| a.sound).fold(0.0, f64::max)
}

/// Figures of a year.
fn figures(hall: &Hall, year: &Year) -> OfYear {
    let margin = year
        .least(|a| a.margin)
        .map_or(f64::INFINITY, |m| m.1.margin);
    let sound = loudest(year, true).max(loudest(year, false));
    OfYear {
        energy: year.total(|a| a.power[0]) / KWH,
        pue: year.pue(),
        water: year.total(|a| a.water).max(0.0),
        noise: level(hall, sound),
        margin,
        solved: (year.evidence.solved + year.evidence.withheld) as f64,
        error: year.evidence.ratio_mean,
    }
}

/// Why a hall cannot be built: its first fault.
fn refusal(found: &Diagnostics) -> String {
    let mut errors = found.iter().filter(|d| d.severity == Severity::Error);
    let first = errors.next().map_or("", |d| d.message.as_str());
    format!("cannot be built: {first}")
}
