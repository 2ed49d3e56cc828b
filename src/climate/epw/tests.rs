use super::*;
use crate::climate::exceeded;
use proptest::prelude::*;
use sample::year;

/// A valid year made on the spot.
mod sample {
    use crate::climate::calendar::Stamp;

    const HEAD: &str = "LOCATION,Testville,TS,TST,TMY3,000001,36.57,136.98,9.0,80.0
DESIGN CONDITIONS,0
TYPICAL/EXTREME PERIODS,0
GROUND TEMPERATURES,0
HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0
COMMENTS 1,made for a test
COMMENTS 2,
DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31";

    pub fn year(leap: bool) -> Vec<String> {
        let mut lines: Vec<String> = HEAD.lines().map(str::to_owned).collect();
        let mut stamp = Stamp::FIRST;
        for i in 0..if leap { 8_784 } else { 8_760 } {
            let Stamp { month, day, hour } = stamp;
            let dry = 10 + i % 24;
            lines.push(format!(
                "2001,{month},{day},{hour},0,?9?9,{dry}.5,8.0,70,100325,0,0,0,0,0,0,0,0,0,0,180,3.1,0"
            ));
            stamp = stamp.next(leap);
        }
        lines
    }
}

/// Line number of hour `i` of the year, both from their own start.
const fn line_of(i: usize) -> usize {
    HEADER + i + 1
}

fn defects(lines: &[String]) -> Vec<Defect> {
    match parse("a.epw", &lines.join("\n"), Moisture::DewPoint) {
        Err(ClimateError::Broken { defects, .. }) => defects,
        other => panic!("expected a broken file, got {:?}", other.map(|c| c.hours())),
    }
}

/// The file with field `index` of hour `i` replaced.
fn with_field(i: usize, index: usize, text: &str) -> Vec<String> {
    let mut lines = year(false);
    let line = &mut lines[HEADER + i];
    let mut fields: Vec<&str> = line.split(',').collect();
    fields[index] = text;
    *line = fields.join(",");
    lines
}

#[test]
fn reads_common_and_leap_years() {
    for (leap, hours) in [(false, 8_760), (true, 8_784)] {
        let climate = parse("a.epw", &year(leap).join("\r\n"), Moisture::DewPoint).unwrap();
        assert_eq!(climate.hours(), hours);
        assert_eq!(climate.site.name, "Testville, TS, TST");
        assert_eq!(climate.site.elevation_m, 80.0);
        assert!(!climate.site.synthetic);
        assert_eq!(climate.dry_bulb[25], 11.5);
        assert_eq!(climate.at(25.0 * 3_600.0).pressure, 100_325.0);
    }
}

#[test]
fn names_line_and_column_of_a_bad_figure() {
    for (index, text, reason) in [
        (6, "99.9", "dry bulb is missing (99.9)"),
        (6, "9999", "dry bulb is missing (9999)"),
        (6, "", "dry bulb is missing (an empty field)"),
        (7, "99.9", "dew point is missing (99.9)"),
        (9, "999999", "pressure is missing (999999)"),
        (21, "999", "wind speed is missing (999)"),
        (6, "77.0", "dry bulb of 77.0 degC is implausible"),
        (9, "1003", "pressure of 1003 Pa is implausible"),
        (21, "-1", "wind speed of -1 m/s is implausible"),
        (6, "warm", "dry bulb \"warm\" is not a number"),
        (6, "NaN", "dry bulb \"NaN\" is not a number"),
        (
            7,
            "30.0",
            "dew point 30 degC lies above the dry bulb of 12.5 degC",
        ),
    ] {
        let lines = with_field(2, index, text);
        let found = defects(&lines);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(
            (found[0].line, found[0].reason.as_str()),
            (line_of(2), reason)
        );
        let before: usize = lines[HEADER + 2]
            .split(',')
            .take(index)
            .map(|f| f.len() + 1)
            .sum();
        assert_eq!(found[0].column, before + 1);
    }
}

#[test]
fn names_a_gap_and_goes_on_after_it() {
    let mut lines = year(false);
    lines.drain(HEADER + 100..HEADER + 103);
    let found = defects(&lines);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].line, line_of(100));
    assert_eq!(
        found[0].reason,
        "gap: 1/5 hour 5 is due and 1/5 hour 8 follows"
    );
}

#[test]
fn names_repeated_and_swapped_hours() {
    let mut lines = year(false);
    lines.swap(HEADER + 10, HEADER + 11);
    let found = defects(&lines);
    assert_eq!(found[0].line, line_of(10));
    assert!(
        found[1].reason.starts_with("out of order: 1/1 hour 11"),
        "{found:?}"
    );
    let mut lines = year(false);
    lines.insert(HEADER + 10, lines[HEADER + 9].clone());
    let found = defects(&lines);
    assert_eq!((found.len(), found[0].line), (1, line_of(10)));
}

#[test]
fn a_year_must_be_whole() {
    let mut short = year(false);
    short.truncate(HEADER + 8_000);
    let found = defects(&short);
    assert_eq!((found.len(), found[0].line), (1, line_of(7_999)));
    assert!(
        found[0].reason.contains("11/30 hour 9 is missing"),
        "{found:?}"
    );
    let mut long = year(false);
    long.extend_from_slice(&year(false)[HEADER..]);
    assert_eq!(defects(&long)[0].line, line_of(8_760));
    assert_eq!(defects(&year(false)[..HEADER])[0].line, HEADER);
    let mut leap = year(true);
    leap.remove(HEADER + 24 * 59 + 3);
    assert_eq!(defects(&leap).len(), 1);
    assert!(!defects(&[]).is_empty());
}

#[test]
fn missing_fields_and_impossible_dates_are_refused() {
    let mut lines = year(false);
    let cut = lines[HEADER + 5].rsplit_once(",180").unwrap().0.to_owned();
    lines[HEADER + 5] = cut.clone();
    let found = defects(&lines);
    assert_eq!(
        (found.len(), found[0].line, found[0].column),
        (1, line_of(5), cut.len() + 1)
    );
    let mut last = year(false);
    last.last_mut().unwrap().truncate(30);
    assert_eq!(defects(&last).len(), 1);
    let found = defects(&with_field(7, 3, "25"));
    assert_eq!(found[0].reason, "1/1 hour 25 is no hour of a year");
}

#[test]
fn the_header_is_checked() {
    let mut lines = year(false);
    lines[0] = lines[0].replace("136.98", "436.98");
    lines[7] = lines[7].replace("1,1,Data", "1,4,Data");
    let found = defects(&lines);
    let places: Vec<_> = found.iter().map(|d| (d.line, d.column)).collect();
    assert_eq!(places, [(1, 45), (8, 16)]);
    lines.remove(3);
    assert_eq!(defects(&lines)[0].line, 4);
}

#[test]
fn every_problem_is_reported_at_once() {
    let mut lines = with_field(2, 6, "99.9");
    lines[HEADER + 50] = lines[HEADER + 50].replace(",3.1,", ",41,");
    lines.remove(HEADER + 300);
    let error = parse("a.epw", &lines.join("\n"), Moisture::DewPoint)
        .unwrap_err()
        .to_string();
    assert_eq!(error.lines().count(), 3, "{error}");
    assert!(
        error.starts_with("a.epw:11:19: dry bulb is missing (99.9); fill it"),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever one line turns into, the file is read or refused, and refused at that line or later.
    #[test]
    fn any_line_is_read_or_refused(i in 0..8_760usize, cut in 0..60usize, text in "[ -~]{0,12}") {
        let mut lines = year(false);
        let line = &mut lines[HEADER + i];
        line.truncate(cut);
        line.push_str(&text);
        let found = defects(&lines);
        prop_assert!(!found.is_empty() && found.iter().all(|d| d.line >= line_of(i) && d.column > 0));
    }

    #[test]
    fn any_text_is_refused(text in "\\PC{0,400}") {
        prop_assert!(parse("a.epw", &text, Moisture::DewPoint).is_err());
    }
}

/// Chicago's figures are those of `climate_epw_derived.csv`; in both files the relative humidity that
/// follows from the dew point is held against the file's own column.
#[test]
fn reads_public_typical_years() {
    let folder = crate::climate::tests::reference().join("climate");
    for name in [
        "USA_IL_Chicago-OHare.Intl.AP.725300_TMY3.epw",
        "USA_CA_San.Francisco.Intl.AP.724940_TMY3.epw",
    ] {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
            println!("skipped: reads_public_typical_years: reference folder absent");
            return;
        };
        let climate = parse(name, &text, Moisture::DewPoint).unwrap();
        let hours = text.lines().skip(HEADER).zip(&climate.relative_humidity);
        let apart = |(line, rh): (&str, &f64)| {
            let said: f64 = line.split(',').nth(8).unwrap().parse().unwrap();
            (100.0 * rh - said).abs()
        };
        let mean = hours.map(apart).sum::<f64>() / climate.hours() as f64;
        assert!(mean < 1.5, "{name}: {mean} %");
        if name.contains("Chicago") {
            let average = climate.dry_bulb.iter().sum::<f64>() / climate.hours() as f64;
            let design = [&climate.dry_bulb, &climate.wet_bulb].map(|y| exceeded(y, 0.004));
            assert!((average - 9.99).abs() < 0.01, "{average}");
            assert!(
                (design[0] - 32.2).abs() < 0.11 && (design[1] - 25.45).abs() < 0.1,
                "{design:?}"
            );
        }
    }
}
