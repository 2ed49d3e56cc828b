//! The eight header lines: where the station is, and that the data are one hourly year.

use super::HEADER;
use super::defects::{Cell, Defects, split};
use crate::climate::Site;

/// Keywords that open the header lines, in order.
const KEYWORDS: [&str; HEADER] = [
    "LOCATION",
    "DESIGN CONDITIONS",
    "TYPICAL/EXTREME PERIODS",
    "GROUND TEMPERATURES",
    "HOLIDAYS/DAYLIGHT SAVINGS",
    "COMMENTS 1",
    "COMMENTS 2",
    "DATA PERIODS",
];

/// Fields of LOCATION: position, name, lowest and highest value.
const PLACE: [(usize, &str, [f64; 2]); 4] = [
    (6, "latitude", [-90.0, 90.0]),
    (7, "longitude", [-180.0, 180.0]),
    (8, "time zone", [-12.0, 14.0]),
    (9, "elevation", [-1_000.0, 9_999.9]),
];

/// The station, or nothing after noting why.
pub(super) fn read(lines: &[&str], defects: &mut Defects) -> Option<Site> {
    let mut whole = true;
    for (i, keyword) in KEYWORDS.iter().enumerate() {
        defects.line = i + 1;
        let found = lines
            .get(i)
            .map_or("", |line| line.split(',').next().unwrap_or("").trim());
        if !found.eq_ignore_ascii_case(keyword) {
            let reason = format!(
                "header line \"{keyword}\" expected, found \"{}\"",
                brief(found)
            );
            defects.here(
                1,
                &reason,
                "restore the eight header lines of the EPW format",
            );
            whole = false;
        }
    }
    if !whole {
        return None;
    }
    let mut cells = Vec::new();
    split(lines[HEADER - 1], &mut cells);
    periods(&cells, defects);
    split(lines[0], &mut cells);
    location(&cells, defects)
}

/// The station of the LOCATION line.
fn location(cells: &[Cell<'_>], defects: &mut Defects) -> Option<Site> {
    defects.line = 1;
    let mut figures = [0.0; 4];
    let mut whole = true;
    for (slot, (index, name, [lowest, highest])) in figures.iter_mut().zip(PLACE) {
        let cell = cells.get(index).copied().unwrap_or(Cell::NONE);
        match cell.text().parse::<f64>() {
            Ok(value) if (lowest..=highest).contains(&value) => *slot = value,
            _ => {
                let reason = format!("LOCATION has {name} \"{}\"", brief(cell.text()));
                let fix = format!(
                    "write a number from {lowest} to {highest} as field {}",
                    index + 1
                );
                defects.here(cell.column(), &reason, &fix);
                whole = false;
            }
        }
    }
    let words = |range: std::ops::RangeInclusive<usize>| {
        let texts = cells.get(range).unwrap_or(&[]).iter().map(Cell::text);
        texts
            .filter(|text| !text.is_empty() && *text != "-")
            .collect::<Vec<_>>()
            .join(", ")
    };
    let [latitude_deg, longitude_deg, utc_offset_h, elevation_m] = figures;
    whole.then(|| Site {
        name: words(1..=3),
        latitude_deg,
        longitude_deg,
        elevation_m,
        utc_offset_h,
        source: words(4..=5),
        synthetic: false,
    })
}

/// DATA PERIODS must say: one period, one record an hour.
fn periods(cells: &[Cell<'_>], defects: &mut Defects) {
    defects.line = HEADER;
    let rules = [(1, "data periods"), (2, "records an hour")];
    for (index, what) in rules {
        let Some(cell) = cells.get(index).filter(|cell| cell.text() != "1") else {
            continue;
        };
        let reason = format!("DATA PERIODS announces {} {what}", brief(cell.text()));
        defects.here(
            cell.column(),
            &reason,
            "use a file with one period and one record an hour",
        );
    }
}

/// The start of a text that may be long.
fn brief(text: &str) -> String {
    text.chars().take(24).collect()
}
