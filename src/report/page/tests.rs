use super::super::{fixture, write};
use super::*;
use crate::results::{EventKind, Run};

fn written(year: bool) -> (tempfile::TempDir, Run, String) {
    let dir = tempfile::tempdir().unwrap();
    let run = fixture::run(dir.path(), year);
    let paths = write(&run, dir.path()).unwrap();
    let text = std::fs::read_to_string(&paths.html).unwrap();
    assert_eq!(paths.plots.len(), if year { 16 } else { 14 });
    for plot in &paths.plots {
        assert!(
            std::fs::metadata(plot).unwrap().len() > 1000,
            "{}",
            plot.display()
        );
    }
    if let Ok(folder) = std::env::var("HALLTWIN_PLOTS") {
        let name = if year { "year.html" } else { "day.html" };
        std::fs::write(std::path::Path::new(&folder).join(name), &text).unwrap();
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

#[test]
fn the_page_is_whole_and_asks_nothing_of_a_network() {
    for year in [false, true] {
        let (dir, _, text) = written(year);
        assert_eq!(unclosed(&text), Ok(()));
        for needle in ["src=", "<script", "<link", "@import", "url(http"] {
            assert!(!text.contains(needle), "{needle}");
        }
        // Namespaces are names, not addresses that are fetched.
        let foreign = text.replace("http://www.w3.org/2000/svg", "");
        assert!(!foreign.contains("http://") && !foreign.contains("https://"));
        for entry in std::fs::read_dir(dir.path().join("plots")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "svg") {
                let svg = std::fs::read_to_string(&path).unwrap();
                assert_eq!(unclosed(&svg), Ok(()), "{}", path.display());
            }
        }
    }
}

#[test]
fn a_run_has_an_energy_ratio_and_a_year_a_pue() {
    let (_dir, run, text) = written(false);
    assert!(text.contains("<h1>nanto_a: energy ratio 1.0"));
    assert!(text.contains("It is not a PUE"));
    assert!(run.summary.pue.is_none());
    let (_dir, _, text) = written(true);
    assert!(text.contains("<h1>nanto_a: PUE 1.0"));
    assert!(text.contains("category 3, design"));
    assert!(text.contains("was withdrawn in February 2026"));
}

#[test]
fn numbers_of_the_page_are_those_of_the_summary() {
    let (_dir, run, text) = written(true);
    let s = &run.summary;
    let worst = s.worst_margin.as_ref().unwrap();
    let numbers = [
        s.pue.unwrap(),
        s.it_energy_kwh,
        s.facility_energy_kwh,
        s.ppue_cooling,
        s.wue_l_per_kwh,
        s.water_m3,
        s.worst_margin_k,
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
    let (_dir, _, text) = written(false);
    assert!(text.contains("worst chip margin, limit assumed"));
    assert!(text.contains("limit: chip case 85.0 °C, assumed"));
    let assumed = text.find("<h3>Assumed</h3>").unwrap();
    let sources = text.find("<h3>Sources</h3>").unwrap();
    assert!(assumed < sources);
    assert!(text[assumed..sources].contains("chip limit"));
    assert!(!text[sources..].contains("chip limit"));
}

#[test]
fn names_cannot_break_the_page_and_violations_stand_first() {
    let mut summary = super::super::fixture_summary::summary(false);
    summary.config.name = "<script>alert(1)</script>".into();
    summary.interrupted = true;
    summary.events[1].kind = EventKind::Violation;
    let text = page(&summary, &[]);
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
    insta::assert_snapshot!(super::evidence::validity(&summary).into_string());
    insta::assert_snapshot!(super::limits::margin(&summary).into_string());
}
