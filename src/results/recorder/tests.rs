use super::super::{Probe, ResultsError, SERIES_CSV, SERIES_PARQUET, Series, Unit};
use super::{Recorder, RecorderOptions};
use std::path::Path;

fn probes(count: usize) -> Vec<Probe> {
    (0..count)
        .map(|i| {
            if i == 0 {
                Probe::hall("hall.it_power", "IT", Unit::KiloWatt)
            } else {
                Probe::component(format!("cdu.c{i}.supply"), "supply", Unit::DegC)
            }
        })
        .collect()
}

/// A smooth signal with noise in the last digits, as a simulation gives.
fn value(row: usize, probe: usize) -> f64 {
    40.0 + 0.01 * probe as f64 + ((row * (probe + 1)) as f64 * 1e-3).sin() / 3.0
}

fn record(dir: &Path, probes: &[Probe], rows: std::ops::Range<usize>) -> Recorder {
    let mut recorder = Recorder::create(dir, probes, RecorderOptions::default()).unwrap();
    fill(&mut recorder, probes.len(), rows);
    recorder
}

fn fill(recorder: &mut Recorder, probes: usize, rows: std::ops::Range<usize>) {
    let mut row = vec![0.0; probes];
    for i in rows {
        for (j, v) in row.iter_mut().enumerate() {
            *v = value(i, j);
        }
        recorder.push(15.0 * (i + 1) as f64, &row).unwrap();
    }
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn rows_read_back_bit_for_bit_over_several_groups() {
    let dir = tempfile::tempdir().unwrap();
    let probes = probes(3);
    let rows = 20_001;
    record(dir.path(), &probes, 0..rows).finish().unwrap();
    let series = Series::open(&dir.path().join(SERIES_PARQUET)).unwrap();
    assert_eq!(series.rows(), rows);
    assert_eq!(series.unit("hall.it_power"), Some(Unit::KiloWatt));
    let time = series.time_s().unwrap();
    let power = series.column("hall.it_power").unwrap();
    let supply = series.column("cdu.c2.supply").unwrap();
    for i in 0..rows {
        assert_eq!(time[i], 15.0 * (i + 1) as f64);
        assert_eq!(power[i].to_bits(), (value(i, 0) / 1000.0).to_bits());
        assert_eq!(supply[i].to_bits(), value(i, 2).to_bits());
    }
    let error = series.column("cdu.c9.supply").unwrap_err();
    assert!(error.to_string().contains("cdu.c9.supply"));
}

#[test]
fn csv_holds_the_hall_and_all_when_asked() {
    let dir = tempfile::tempdir().unwrap();
    let probes = probes(2);
    record(dir.path(), &probes, 0..2).finish().unwrap();
    let text = std::fs::read_to_string(dir.path().join(SERIES_CSV)).unwrap();
    assert_eq!(text.lines().next(), Some("time [s],hall.it_power [kW]"));
    assert_eq!(text.lines().count(), 3);
    let last: Vec<f64> = text
        .lines()
        .last()
        .unwrap()
        .split(',')
        .map(|x| x.parse().unwrap())
        .collect();
    assert_eq!(last, [30.0, value(1, 0) / 1000.0]);

    let mut all = Recorder::create(dir.path(), &probes, RecorderOptions { csv_all: true }).unwrap();
    fill(&mut all, 2, 0..1);
    all.finish().unwrap();
    let text = std::fs::read_to_string(dir.path().join(SERIES_CSV)).unwrap();
    assert!(text.starts_with("time [s],hall.it_power [kW],cdu.c1.supply [degC]\n"));
}

#[test]
fn nothing_has_a_final_name_before_finish() {
    let dir = tempfile::tempdir().unwrap();
    let recorder = record(dir.path(), &probes(4), 0..20_000);
    let under_way = names(dir.path());
    assert!(
        under_way.iter().all(|n| n.ends_with(".partial")),
        "{under_way:?}"
    );
    drop(recorder);
    assert!(names(dir.path()).is_empty());
    record(dir.path(), &probes(4), 0..10).finish().unwrap();
    assert_eq!(names(dir.path()), [SERIES_CSV, SERIES_PARQUET]);
}

#[test]
fn a_resumed_recording_is_the_uninterrupted_one() {
    let probes = probes(5);
    let (whole, parted) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    record(whole.path(), &probes, 0..9000).finish().unwrap();
    record(parted.path(), &probes, 0..8500).finish().unwrap();
    // The checkpoint lies before the last rows, which are computed again.
    let options = RecorderOptions::default();
    let mut resumed = Recorder::resume(parted.path(), &probes, options, 15.0 * 8400.0).unwrap();
    assert_eq!(resumed.rows(), 8400);
    fill(&mut resumed, 5, 8400..9000);
    resumed.finish().unwrap();
    for name in [SERIES_CSV, SERIES_PARQUET] {
        let read = |dir: &tempfile::TempDir| std::fs::read(dir.path().join(name)).unwrap();
        assert!(read(&whole) == read(&parted), "{name} differs");
    }
    let error = Recorder::resume(parted.path(), &probes[..4], options, 1.0)
        .err()
        .unwrap();
    assert!(matches!(error, ResultsError::Mismatch { .. }), "{error}");
}

#[test]
fn rows_that_do_not_fit_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut recorder =
        Recorder::create(dir.path(), &probes(2), RecorderOptions::default()).unwrap();
    let refused = recorder.push(1.0, &[1.0]).unwrap_err();
    assert!(matches!(
        refused,
        ResultsError::Width {
            expected: 2,
            found: 1
        }
    ));
    recorder.push(1.0, &[1.0, 2.0]).unwrap();
    for late in [1.0, 0.5, f64::NAN] {
        let refused = recorder.push(late, &[1.0, 2.0]).unwrap_err();
        assert!(matches!(refused, ResultsError::Order { .. }));
    }
    assert_eq!(recorder.rows(), 1);
}

#[test]
fn a_folder_that_is_a_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("taken");
    std::fs::write(&path, "x").unwrap();
    let error = Recorder::create(&path, &probes(1), RecorderOptions::default())
        .err()
        .unwrap();
    assert!(error.to_string().contains("taken"), "{error}");
}

/// A file system of 256 KiB fills up while the rows stream. Mounting it takes a privilege that a
/// container build may not have.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_leaves_no_file() {
    use std::process::Command;
    let dir = tempfile::tempdir().unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
        .arg(dir.path())
        .status()
        .is_ok_and(|s| s.success());
    if !mounted {
        println!("skipped: a_full_disk_is_an_error_and_leaves_no_file: cannot mount a tmpfs");
        return;
    }
    let outcome = (|| {
        let mut recorder = Recorder::create(dir.path(), &probes(8), RecorderOptions::default())?;
        let mut row = [0.0; 8];
        for i in 0..40_000_u32 {
            for (j, v) in row.iter_mut().enumerate() {
                *v = (f64::from(i) * 0.37 + j as f64).sin();
            }
            recorder.push(f64::from(i), &row)?;
        }
        recorder.finish()
    })();
    let left = names(dir.path());
    let unmounted = Command::new("umount").arg(dir.path()).status();
    assert!(unmounted.is_ok_and(|s| s.success()));
    let error = outcome.unwrap_err().to_string();
    assert!(error.contains("series."), "{error}");
    assert!(left.is_empty(), "{left:?}");
}
