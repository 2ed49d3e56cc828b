//! Events in a year: those that last change its hours, those that are over within one are refused by name.

use halltwin::study::{Hall, Orders, Outcome, StudyError, year};
use std::fs;
use std::path::Path;

const HOUR: f64 = 3_600.0;

fn hours(folder: &Path, event: &str) -> Result<Outcome, StudyError> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml");
    let path = folder.join("hall.toml");
    fs::write(&path, format!("base = {base:?}\n{event}")).unwrap();
    let hall = Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{e}"));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let mut stop = |_: f64| false;
    let orders = Orders {
        folder: folder.join("out"),
        command: "halltwin".to_owned(),
        start: hall.config.run.start.seconds(),
        duration: 6.0 * HOUR,
        step: HOUR,
        csv_all: true,
        resume: false,
        stop: &mut stop,
    };
    year(&hall, orders, &pool)
}

#[test]
fn a_lasting_event_changes_its_hours() {
    let folder = tempfile::tempdir().unwrap();
    let event = "[event.less]\nfrom = \"2 h\"\nuntil = \"4 h\"\non = \"row.a\"\nload = 0.5\n";
    let outcome = hours(folder.path(), event).unwrap_or_else(|e| panic!("{e}"));
    let run = halltwin::results::load(&outcome.folder).unwrap();
    let power = run.series.column("row.a.1.power").unwrap();
    for (hour, p) in power.iter().enumerate() {
        let share = p / power[0];
        // Half the demand, and cooler chips leak less.
        let wanted = if (2..4).contains(&hour) {
            0.45..0.5
        } else {
            0.99..1.01
        };
        assert!(wanted.contains(&share), "hour {hour}: {share}");
    }
    let told = |e: &&halltwin::results::Event| e.component == "row.a";
    let events: Vec<_> = outcome.summary.events.iter().filter(told).collect();
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0].time_s, 2.0 * HOUR);
}

#[test]
fn a_short_event_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let event = "[event.noon]\nfrom = \"2 h\"\nuntil = \"130 min\"\non = \"row.a\"\nload = 0.5\n";
    match hours(folder.path(), event) {
        Err(StudyError::Config(found)) => {
            let text = format!("{found:?}");
            assert!(text.contains("event noon lasts 600 s"), "{text}");
        }
        other => panic!("{other:?}"),
    }
    assert!(!folder.path().join("out").exists());
}
