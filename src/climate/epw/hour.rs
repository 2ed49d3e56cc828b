//! One line of data: its date, and the four figures that are used.

use super::defects::{Cell, Defects, split};
use super::{Moisture, Stamp};

/// Fields up to and including wind speed.
const FEWEST: usize = 22;
/// A reported dew point may pass the dry bulb by this much through rounding and two sensors [K].
const DEW_ABOVE_DRY: f64 = 0.5;

/// A field that is used, with the limits and the missing-value code of the data dictionary.
struct Field {
    name: &'static str,
    unit: &'static str,
    index: usize,
    range: [f64; 2],
    missing: f64,
}

/// Dry bulb, dew point, pressure, wind: the order of [`values`].
const FIELDS: [Field; 4] = [
    Field {
        name: "dry bulb",
        unit: "degC",
        index: 6,
        range: [-70.0, 70.0],
        missing: 99.9,
    },
    Field {
        name: "dew point",
        unit: "degC",
        index: 7,
        range: [-70.0, 70.0],
        missing: 99.9,
    },
    Field {
        name: "pressure",
        unit: "Pa",
        index: 9,
        range: [31e3, 120e3],
        missing: 999_999.0,
    },
    Field {
        name: "wind speed",
        unit: "m/s",
        index: 21,
        range: [0.0, 40.0],
        missing: 999.0,
    },
];

/// Relative humidity, where that is the measure of moisture.
const HUMIDITY: Field = Field {
    name: "relative humidity",
    unit: "%",
    index: 8,
    range: [0.0, 110.0],
    missing: 999.0,
};
/// Least relative humidity whose dew point is looked up [%].
const DRIEST: f64 = 0.1;

/// Takes the fields of `line` into `cells`; returns whether there are as many as there should be, where `width` is that of
/// the first line.
pub(super) fn cells<'a>(
    line: &'a str,
    width: usize,
    cells: &mut Vec<Cell<'a>>,
    defects: &mut Defects,
) -> bool {
    split(line, cells);
    let expected = width.max(FEWEST);
    if cells.len() == expected {
        return true;
    }
    let reason = format!("{} fields where {expected} are expected", cells.len());
    let end = line.chars().count() + 1;
    defects.here(end, &reason, "restore the line from the original file");
    false
}

/// The date of a line, which ought to be `due`; `due` itself where the line has no such date.
pub(super) fn stamp(cells: &[Cell<'_>], due: Stamp, defects: &mut Defects) -> Stamp {
    let number = |i: usize| cells[i].text().parse::<usize>().ok();
    let found = number(1).zip(number(2)).zip(number(3));
    let Some(found) = found.and_then(|((month, day), hour)| Stamp::new(month, day, hour)) else {
        let text = |i: usize| cells[i].text();
        let reason = format!(
            "{}/{} hour {} is no hour of a year",
            text(1),
            text(2),
            text(3)
        );
        defects.here(cells[1].column(), &reason, &format!("{due} is due here"));
        return due;
    };
    if found > due {
        let reason = format!("gap: {due} is due and {found} follows");
        defects.here(
            cells[1].column(),
            &reason,
            "fill the missing hours, all of them",
        );
    } else if found < due {
        let reason = format!("out of order: {found} comes where {due} is due");
        defects.here(
            cells[1].column(),
            &reason,
            "sort the lines and remove repeated hours",
        );
    }
    found
}

/// Dry bulb [°C], dew point [°C] or relative humidity [%], whichever is the measure of moisture, pressure [Pa] and wind
/// [m/s]; not a number where noted as broken.
pub(super) fn values(cells: &[Cell<'_>], moisture: Moisture, defects: &mut Defects) -> [f64; 4] {
    let mut read = |field: &Field| value(field, &cells[field.index], defects);
    if moisture == Moisture::RelativeHumidity {
        let [dry, rh, pressure, wind] = [&FIELDS[0], &HUMIDITY, &FIELDS[2], &FIELDS[3]].map(read);
        return [dry, rh.clamp(DRIEST, 100.0), pressure, wind];
    }
    let values = FIELDS.each_ref().map(&mut read);
    let [dry, dew, ..] = values;
    if dew > dry + DEW_ABOVE_DRY {
        let reason = format!("dew point {dew} degC lies above the dry bulb of {dry} degC");
        defects.here(
            cells[FIELDS[1].index].column(),
            &reason,
            "correct one of the two",
        );
    }
    values
}

/// One figure.
fn value(field: &Field, cell: &Cell<'_>, defects: &mut Defects) -> f64 {
    let Field {
        name,
        unit,
        range: [lowest, highest],
        missing,
        ..
    } = field;
    let text = cell.text();
    let read = text.parse::<f64>().unwrap_or(f64::NAN);
    if (*lowest..=*highest).contains(&read) {
        return read;
    }
    let (reason, fix) = if text.is_empty() || read >= *missing {
        let said = if text.is_empty() {
            "an empty field"
        } else {
            text
        };
        (
            format!("{name} is missing ({said})"),
            "fill it, for example from the hours around it".into(),
        )
    } else if read.is_nan() {
        (
            format!("{name} \"{text}\" is not a number"),
            format!("write it in {unit}"),
        )
    } else {
        let limits = format!("the format allows {lowest} to {highest} {unit}");
        (format!("{name} of {text} {unit} is implausible"), limits)
    };
    defects.here(cell.column(), &reason, &fix);
    f64::NAN
}
