//! Time to follow one loss of a hall: a redundant CDU, which settles, and a shared header, which ends in a limit.

#![allow(missing_docs, reason = "criterion writes the group function")]

use criterion::{Criterion, criterion_group, criterion_main};
use halltwin::study::Hall;
use halltwin::study::ride::{RideOrders, ride};
use std::path::Path;

fn losses(c: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/05_ride.toml");
    let hall = Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{e}"));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.expect("a thread");
    for part in ["cdu.a1", "pipe.header"] {
        c.bench_function(&format!("ride/{part}"), |b| {
            b.iter(|| {
                let orders = RideOrders {
                    folder: "unused".into(),
                    command: String::new(),
                    moment: None,
                    horizon: None,
                    at_once: 1,
                    only: vec![vec![part.to_owned()]],
                    step: None,
                    resume: false,
                    stop: &mut |_| false,
                };
                ride(&hall, orders, &pool).expect("the hall has a solution")
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = losses
}
criterion_main!(benches);
