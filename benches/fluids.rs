//! Row kernels of the fluid properties, per element of a row that stays in cache.

#![allow(missing_docs)] // the macros of criterion write public functions without any

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use halltwin::fluids::{Fluid, moist_air};
use std::hint::black_box;

/// Elements of a row: racks and pipes of one hall.
const ROW: usize = 2_048;

fn liquids(c: &mut Criterion) {
    let mut group = c.benchmark_group("fluid");
    group.throughput(Throughput::Elements(ROW as u64));
    let t: Vec<f64> = (0..ROW).map(|i| 20.0 + 0.02 * i as f64).collect();
    let mut out = vec![0.0; ROW];
    for name in ["water", "pg25"] {
        let fluid = Fluid::by_name(name).expect("a built-in name");
        let h: Vec<f64> = t.iter().map(|t| fluid.enthalpy(*t)).collect();
        type Row = fn(&Fluid, &[f64], &mut [f64]);
        let kernels: [(&str, &[f64], Row); 6] = [
            ("density", &t, Fluid::density_row),
            ("specific_heat", &t, Fluid::specific_heat_row),
            ("viscosity", &t, Fluid::viscosity_row),
            ("conductivity", &t, Fluid::conductivity_row),
            ("enthalpy", &t, Fluid::enthalpy_row),
            ("temperature", &h, Fluid::temperature_row),
        ];
        for (kernel, input, row) in kernels {
            group.bench_function(format!("{name}/{kernel}"), |b| {
                b.iter(|| row(&fluid, black_box(input), black_box(&mut out)));
            });
        }
    }
    group.finish();
}

fn psychrometrics(c: &mut Criterion) {
    let mut group = c.benchmark_group("moist_air");
    let w = moist_air::humidity_ratio(30.0, 0.6, 101_325.0);
    group.bench_function("wet_bulb", |b| {
        b.iter(|| moist_air::wet_bulb(black_box(30.0), black_box(w), 101_325.0));
    });
    group.bench_function("dew_point", |b| {
        b.iter(|| moist_air::dew_point(black_box(w), 101_325.0));
    });
    group.finish();
}

criterion_group!(benches, liquids, psychrometrics);
criterion_main!(benches);
