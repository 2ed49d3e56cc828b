//! Coolant networks of a hall from 95 to 97 793 links: cold, after 1 % of the links changed, and
//! unchanged. Compare with EPANET on the same drawings in the same minute; see `docs/src/hydraulics.md`.

#![allow(missing_docs, reason = "criterion writes the group function")]

use criterion::{Criterion, criterion_group, criterion_main};
use halltwin::{model, physics, solver};
use solver::network::{Flows, Network, Tolerance, Workspace, solve};

#[path = "support/hall.rs"]
mod hall;

fn networks(c: &mut Criterion) {
    for size in &hall::SIZES {
        let mut h = hall::draw(size);
        let network = Network::new(&h);
        let mut workspace = Workspace::new(&h, &network);
        let mut flows = Flows::new(&h);
        let tolerance = Tolerance::default();
        let mut group = c.benchmark_group(format!("network/{}", h.links()));
        group.bench_function("symbolic", |b| b.iter(|| Network::new(&h)));
        group.bench_function("cold", |b| {
            b.iter(|| {
                flows.solved = false;
                solve(&h, &network, &mut workspace, &mut flows, &tolerance).unwrap()
            })
        });
        let mut factor = 1.02;
        group.bench_function("warm", |b| {
            b.iter(|| {
                hall::nudge(&mut h, factor);
                factor = 1.0 / factor;
                solve(&h, &network, &mut workspace, &mut flows, &tolerance).unwrap()
            })
        });
        group.bench_function("unchanged", |b| {
            b.iter(|| solve(&h, &network, &mut workspace, &mut flows, &tolerance).unwrap())
        });
    }
}

criterion_group!(benches, networks);
criterion_main!(benches);
