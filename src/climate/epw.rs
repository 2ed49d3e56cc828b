//! EnergyPlus weather files (EPW): eight header lines, then one line for each hour of a year.
//!
//! A file is used whole or not at all. Every problem is reported with its line and column: missing
//! fields, missing-value codes, figures outside the format's own limits, hours that are absent,
//! repeated or out of order, a year that is neither 8760 nor 8784 hours.
//!
//! # Time
//! Hour 1 of the format is 00:00 to 01:00; its value is placed at 00:00, the start of that hour.
//!
//! # Validity
//! One record an hour, 1 January to 31 December. Dew point is the measure of moisture that is used, unless relative
//! humidity is asked for ([`Moisture`]); below freezing it is read as a frost point, as all dew points here.
//!
//! # References
//! - *EnergyPlus Auxiliary Programs*, "EnergyPlus Weather File (EPW) Data Dictionary": fields, limits
//!   and missing-value codes.

mod defects;
mod header;
mod hour;

use super::calendar::Stamp;
use super::error::{ClimateError, Defect};
use super::series::{Climate, Columns, dew_points_of_humidity};
use defects::Defects;

/// Which column of a weather file tells the moisture of the air. The two are rounded apart, and in typical years
/// they come from different sources now and then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moisture {
    /// Dew point.
    #[default]
    DewPoint,
    /// Relative humidity, the column that EnergyPlus reads.
    RelativeHumidity,
}

/// Number of header lines.
const HEADER: usize = 8;

/// Reads the text of an EPW file; `file` is its path for messages.
pub(super) fn parse(file: &str, text: &str, moisture: Moisture) -> Result<Climate, ClimateError> {
    let mut defects = Defects::default();
    let lines: Vec<&str> = text
        .trim_start_matches('\u{feff}')
        .trim_end()
        .lines()
        .collect();
    let site = header::read(&lines, &mut defects);
    let columns = if lines.len() > HEADER {
        hours(&lines[HEADER..], moisture, &mut defects)
    } else {
        let reason = "there are no hours after the 8 header lines";
        defects.add(lines.len().max(1), 1, reason, "use a complete EPW file");
        hours(&[], moisture, &mut Defects::default())
    };
    match (site, defects.into_inner()) {
        (Some(site), none) if none.is_empty() => {
            let notes = vec![format!("weather file {file}: {}", site.source)];
            Ok(Climate::hourly(site, columns, notes))
        }
        (_, defects) => Err(ClimateError::Broken {
            file: file.to_owned(),
            defects,
        }),
    }
}

/// The columns of all hours, following the calendar from 1 January.
fn hours(lines: &[&str], moisture: Moisture, defects: &mut Defects) -> Columns {
    let with_capacity = || Vec::with_capacity(lines.len());
    let mut columns = Columns {
        dry_bulb: with_capacity(),
        dew_point: with_capacity(),
        pressure: with_capacity(),
        wind: with_capacity(),
    };
    let width = lines.first().map_or(0, |line| line.split(',').count());
    let mut due = Stamp::FIRST;
    let mut cells = Vec::with_capacity(width);
    let mut ended = false;
    for (i, line) in lines.iter().enumerate() {
        defects.line = HEADER + i + 1;
        if !hour::cells(line, width, &mut cells, defects) {
            ended = due == Stamp::LAST;
            due = due.next(false);
            continue;
        }
        if ended {
            defects.here(
                1,
                "the year is complete before this line",
                "cut the file to one year",
            );
            break;
        }
        let found = hour::stamp(&cells, due, defects);
        ended = found == Stamp::LAST;
        due = following(found, lines.get(i + 1));
        let values = hour::values(&cells, moisture, defects);
        columns.dry_bulb.push(values[0]);
        columns.dew_point.push(values[1]);
        columns.pressure.push(values[2]);
        columns.wind.push(values[3]);
    }
    if !ended && !lines.is_empty() {
        let reason = format!("the year stops here: {due} is missing, and all after it");
        defects.here(1, &reason, "use a file that ends on 12/31 hour 24");
    }
    if moisture == Moisture::RelativeHumidity {
        let dew_point = &mut columns.dew_point;
        dew_points_of_humidity(&columns.dry_bulb, &columns.pressure, dew_point);
    }
    columns
}

/// The hour due after `found`; 29 February only where the next line has it.
fn following(found: Stamp, next_line: Option<&&str>) -> Stamp {
    let leap_day = found.next(true);
    let leap = leap_day.day == 29
        && next_line.is_some_and(|line| {
            let mut fields = line.split(',').skip(1).map(str::trim);
            fields.next() == Some("2") && fields.next() == Some("29")
        });
    found.next(leap)
}

#[cfg(test)]
mod tests;
