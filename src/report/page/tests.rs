use super::super::civil::Moment;
use super::super::data::HallColumns;
use super::super::{fixture, plots, write};
use super::*;
use crate::results::{EventKind, Run};
use std::path::Path;

/// A made-up run and the text of its page, without the files of the plots.
fn rendered(year: bool) -> (tempfile::TempDir, Run, String) {
    let dir = tempfile::tempdir().unwrap();
    let run = fixture::run(dir.path(), year);
    let hall = HallColumns::read(&run.series).unwrap();
    let plots = plots(&run.summary, &hall).unwrap();
    let months = hall.months(Moment::parse(&run.summary.start).unwrap());
    let text = page(&run.summary, &months, &plots, false);
    // Where a person wants to look at it.
    if let Ok(folder) = std::env::var("HALLTWIN_PLOTS") {
        let name = if year { "year.html" } else { "day.html" };
        std::fs::write(Path::new(&folder).join(name), &text).unwrap();
    }
    (dir, run, text)
}

/// Checks that every element is closed in order; void elements and the doctype stand alone.
fn unclosed(text: &str) -> Result<(), String> {
    const VOID: [&str; 3] = ["meta", "br", "!DOCTYPE"];
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(begin) = rest.find('<') {
        let end = rest[begin..].find('>').ok_or("a tag is not closed")? + begin;
        let tag = &rest[begin + 1..end];
        rest = &rest[end + 1..];
        let name = |t: &str| t.split([' ', '/']).next().unwrap_or_default().to_owned();
        if let Some(closing) = tag.strip_prefix('/') {
            let last = open.pop().ok_or(format!("</{closing}> closes nothing"))?;
            if last != closing {
                return Err(format!("</{closing}> closes <{last}>"));
            }
        } else if !tag.ends_with('/') && !VOID.contains(&name(tag).as_str()) {
            open.push(name(tag));
        }
    }
    open.pop()
        .map_or(Ok(()), |last| Err(format!("<{last}> stays open")))
}

/// No reference that a browser would follow to a network.
fn stands_alone(text: &str) -> bool {
    // Namespaces are names, not addresses that are fetched.
    let text = text.replace("http://www.w3.org/2000/svg", "");
    let followed = ["http://", "https://", "src=", "<script", "<link", "@import"];
    followed.iter().all(|f| !text.contains(f))
}

#[test]
fn the_page_is_whole_and_asks_nothing_of_a_network() {
    for year in [false, true] {
        let (_dir, _, text) = rendered(year);
        assert_eq!(unclosed(&text), Ok(()));
        assert!(stands_alone(&text));
    }
}

#[test]
fn page_and_plots_are_written_as_files() {
    let dir = tempfile::tempdir().unwrap();
    let run = fixture::run(dir.path(), false);
    let paths = write(&run, &dir.path().join("out")).unwrap();
    assert_eq!(paths.plots.len(), 16);
    assert_eq!(
        unclosed(&std::fs::read_to_string(&paths.html).unwrap()),
        Ok(())
    );
    for path in &paths.plots {
        let bytes = std::fs::read(path).unwrap();
        if path.extension().is_some_and(|e| e == "svg") {
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(unclosed(&text), Ok(()), "{}", path.display());
            assert!(stands_alone(&text));
        } else {
            assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 1000);
        }
    }
    // A folder that is a file is named, and nothing else is touched.
    let error = write(&run, &dir.path().join("summary.json")).unwrap_err();
    assert!(error.to_string().contains("summary.json"));
}

#[test]
fn a_run_has_an_energy_ratio_and_a_year_a_pue() {
    let (_dir, run, text) = rendered(false);
    assert!(text.contains("<h1>nanto_a: energy ratio 1.0"));
    assert!(text.contains("It is not a PUE"));
    assert!(run.summary.pue.is_none());
    let (_dir, _, text) = rendered(true);
    assert!(text.contains("<h1>nanto_a: PUE 1.0"));
    assert!(text.contains("category 3, design"));
    assert!(text.contains("was withdrawn in February 2026"));
}

#[test]
fn numbers_of_the_page_are_those_of_the_summary() {
    let (_dir, run, text) = rendered(true);
    let s = &run.summary;
    let worst = s.worst_margin.as_ref().unwrap();
    let numbers = [
        s.pue.unwrap(),
        s.it_energy_kwh,
        s.facility_energy_kwh,
        s.ppue_cooling.unwrap(),
        s.wue_l_per_kwh.unwrap(),
        s.water_m3,
        s.worst_margin_k.unwrap(),
        s.ledger_residual,
        worst.reached_deg_c,
        s.meter_to_12v.unwrap(),
    ];
    let ledger = s
        .ledger
        .iter()
        .flat_map(|l| [l.in_kwh, l.out_kwh, l.residual_kwh]);
    let waterfall = s.waterfall.iter().flat_map(|w| [w.kwh, w.pue_share]);
    for number in numbers.into_iter().chain(ledger).chain(waterfall) {
        let needle = format!("<data value=\"{number}\">");
        assert!(text.contains(&needle), "{needle}");
    }
}

#[test]
fn what_is_assumed_says_so() {
    let (_dir, _, text) = rendered(false);
    assert!(text.contains("worst chip margin, limit assumed"));
    assert!(text.contains("limit: chip case 85.0 °C, assumed"));
    let assumed = text.find("<h3>Assumed</h3>").unwrap();
    let sources = text.find("<h3>Sources</h3>").unwrap();
    assert!(assumed < sources);
    assert!(text[assumed..sources].contains("chip limit"));
    assert!(!text[sources..].contains("chip limit"));
}

#[test]
fn figures_of_one_record_and_source_share_a_row() {
    let mut summary = super::super::fixture_summary::summary(false);
    let mut twin = summary.citations[0].clone();
    twin.field = "peak_power".into();
    twin.value = "155 kW".into();
    summary.citations.push(twin);
    let text = page(&summary, &[], &[], false);
    assert!(text.contains("<td>power 132 kW; peak power 155 kW</td>"));
}

#[test]
fn names_cannot_break_the_page_and_violations_stand_first() {
    let mut summary = super::super::fixture_summary::summary(false);
    summary.config.name = "<script>alert(1)</script>".into();
    summary.interrupted = true;
    summary.events[1].kind = EventKind::Violation;
    let text = page(&summary, &[], &[], false);
    assert_eq!(unclosed(&text), Ok(()));
    assert!(!text.contains("<script"));
    assert!(text.contains("A limit was passed."));
    assert!(text.contains("Stopped before its end."));
    let (first, second) = (
        text.rfind("fully open").unwrap(),
        text.rfind("pads on").unwrap(),
    );
    assert!(first < second);
}

#[test]
fn tables_of_evidence() {
    let summary = super::super::fixture_summary::summary(true);
    insta::assert_snapshot!(evidence::validity(&summary).into_string());
    insta::assert_snapshot!(limits::margin(&summary, false).into_string());
}

#[test]
fn much_heat_outside_a_curve_is_told_before_the_figures() {
    let mut summary = super::super::fixture_summary::summary(true);
    summary.facility_energy_kwh = 1e8;
    for (share, told) in [(0.005, false), (0.02, true)] {
        summary.validity[0].kwh_outside = share * summary.facility_energy_kwh;
        let text = page(&summary, &[], &[], false);
        assert_eq!(text.contains("Partly extrapolated."), told, "{share}");
    }
}

#[test]
fn a_part_of_a_year_is_no_pue_and_its_margin_is_of_means() {
    let mut summary = super::super::fixture_summary::summary(true);
    summary.pue = Some(1.05);
    assert!(page(&summary, &[], &[], false).contains("peaks within them"));
    summary.energy_ratio = summary.pue.take();
    summary.interrupted = true;
    let text = page(&summary, &[], &[], true);
    assert!(text.contains("<h1>nanto_a: energy ratio 1.0"));
    assert!(text.contains("It is not a PUE") && text.contains("constant throughout"));
}

#[test]
fn the_column_of_electricity_by_kind_counts_each_stage_once() {
    let summary = super::super::fixture_summary::summary(true);
    let text = energy::by_kind(&summary).into_string();
    let sum: f64 = summary.components.iter().map(|c| c.loss_kwh).sum();
    assert!(text.contains(&format!("<data value=\"{sum}\">")), "{text}");
    assert!(!text.contains("taken in"));
}
