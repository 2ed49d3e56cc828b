//! Time of one power sweep of a hall: each rack on its own cable, or racks tapping row busways.

#![allow(missing_docs, reason = "criterion writes the group function")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use halltwin::model::electrical::{Meter, Place, PowerTree, PowerTreeBuilder, Seat, Supply};
use halltwin::physics::electrical::busway::{Busway, COPPER, Rating, Wiring};
use halltwin::physics::electrical::converter::Converter;
use halltwin::physics::electrical::loss_table::LossTable;
use halltwin::solver::electrics::account::{PlaceHeat, totals};
use halltwin::solver::electrics::{PowerFlow, sweep};

const DC: Supply = Supply::Dc(800.0);
const MID: Supply = Supply::Dc(50.0);
const LOW: Supply = Supply::Dc(12.0);

fn unit(rated: f64, points: &[(f64, f64)]) -> Converter {
    let table = LossTable::from_efficiency(rated, points).expect("bench points are monotone");
    Converter::single(rated, table).expect("bench rating is positive")
}

fn cable(length: f64) -> Busway {
    let rating = Rating::solid(COPPER, length, 1.2e-3, Wiring::Unipolar, 2_000.0);
    Busway::new(&rating).expect("bench cable is sized")
}

/// `racks` of cable, 800 → 50 V, 50 → 12 V and a chip; `tapped` racks share a row busway.
fn hall(racks: usize, tapped: usize) -> PowerTree {
    let mut b = PowerTreeBuilder::new();
    let power = Seat::new(Place::ElectricalRoom, Meter::Power);
    let it = Seat::new(Place::Coolant(0), Meter::It);
    b.source("grid", Supply::Ac(22e3));
    let sst = unit(
        130e3 * racks as f64,
        &[(0.1, 0.96), (0.3, 0.98), (0.5, 0.982), (1.0, 0.98)],
    );
    b.converter("sst", "grid", sst, [Supply::Ac(22e3), DC], power);
    let shelf = unit(
        140e3,
        &[
            (0.1, 0.955),
            (0.3, 0.978),
            (0.5, 0.981),
            (0.75, 0.98),
            (1.0, 0.977),
        ],
    );
    let low = unit(
        140e3,
        &[
            (0.1, 0.94),
            (0.3, 0.972),
            (0.5, 0.976),
            (0.75, 0.976),
            (1.0, 0.974),
        ],
    );
    for rack in 0..racks {
        let above = if rack % tapped == 0 {
            "sst".to_owned()
        } else {
            format!("tap {}", rack - 1)
        };
        b.busway(&format!("tap {rack}"), &above, cable(3.0), power);
        b.converter(
            &format!("shelf {rack}"),
            &format!("tap {rack}"),
            shelf.clone(),
            [DC, MID],
            it,
        );
        b.converter(
            &format!("low {rack}"),
            &format!("shelf {rack}"),
            low.clone(),
            [MID, LOW],
            it,
        );
        b.load(&format!("chip {rack}"), &format!("low {rack}"), LOW, it);
    }
    b.build().expect("bench hall is sound")
}

fn bench(c: &mut Criterion) {
    for (name, tapped) in [("own cable", 1), ("row of 20", 20)] {
        for racks in [75, 500] {
            let tree = hall(racks, tapped);
            let loads: Vec<f64> = (0..racks)
                .map(|i| 100e3 + 250.0 * (i % 80) as f64)
                .collect();
            let mut flow = PowerFlow::new(&tree);
            c.bench_function(&format!("sweep/{name}/{racks} racks"), |b| {
                b.iter(|| sweep(&tree, black_box(&loads), &mut flow));
            });
            let mut heat = PlaceHeat::new(&tree);
            c.bench_function(&format!("accounts/{name}/{racks} racks"), |b| {
                b.iter(|| {
                    heat.collect(&tree, black_box(&flow));
                    totals(&tree, &flow)
                });
            });
        }
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
