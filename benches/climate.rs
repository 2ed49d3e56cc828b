//! Reading the weather: once an hour or once a step, and making a year when a run begins.

#![allow(missing_docs)] // the macros of criterion write public functions without any

use criterion::{Criterion, criterion_group, criterion_main};
use halltwin::climate;
use std::hint::black_box;
use std::path::Path;

fn outdoor(c: &mut Criterion) {
    let year = climate::load("toyama", Path::new("")).expect("a built-in name");
    let mut time = 0.0;
    c.bench_function("climate/at", |b| {
        b.iter(|| {
            time += 937.0;
            year.at(black_box(time))
        });
    });
    c.bench_function("climate/synthetic_year", |b| {
        b.iter(|| climate::load(black_box("toyama"), Path::new("")));
    });
}

criterion_group!(benches, outdoor);
criterion_main!(benches);
