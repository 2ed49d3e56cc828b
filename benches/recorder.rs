//! Time of recording a day at 15 s: 500 probes, of which 40 go to the CSV too.

#![allow(missing_docs, reason = "criterion writes the group function")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use halltwin::results::{Probe, Recorder, RecorderOptions, Unit};

const PROBES: usize = 500;
const ROWS: usize = 5760;

fn probes() -> Vec<Probe> {
    (0..PROBES)
        .map(|i| {
            let name = format!("rack.r{i}.outlet_temperature");
            if i < 40 {
                Probe::hall(name, "outlet", Unit::DegC)
            } else {
                Probe::component(name, "outlet", Unit::DegC)
            }
        })
        .collect()
}

/// Values that drift and carry noise in their last digits, as a simulation's do.
fn rows() -> Vec<Vec<f64>> {
    let value = |i: usize, j: usize| 45.0 + 0.01 * j as f64 + ((i * (j + 1)) as f64 * 1e-3).sin();
    (0..ROWS)
        .map(|i| (0..PROBES).map(|j| value(i, j)).collect())
        .collect()
}

fn record(c: &mut Criterion) {
    let (probes, rows) = (probes(), rows());
    let mut group = c.benchmark_group("recorder");
    group.sample_size(10);
    group.throughput(Throughput::Elements((PROBES * ROWS) as u64));
    group.bench_function("500 probes x 5760 rows, to disk", |b| {
        b.iter(|| {
            let dir = tempfile::tempdir().expect("a temporary folder");
            let options = RecorderOptions::default();
            let mut recorder = Recorder::create(dir.path(), &probes, options).expect("opens");
            for (i, row) in rows.iter().enumerate() {
                let time_s = 15.0 * (i + 1) as f64;
                recorder.push(time_s, black_box(row)).expect("writes");
            }
            recorder.finish().expect("finishes");
        });
    });
    group.finish();
}

criterion_group!(benches, record);
criterion_main!(benches);
