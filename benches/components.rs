//! Component laws: rows that the solver steps, and single units that a controller solves at a set point.

#![allow(missing_docs)] // the macros of criterion write public functions without any

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use halltwin::physics::{
    air::{
        fan::{self, Fan},
        state::AirState,
    },
    thermal::{
        cooling_tower::{self, Tower, merkel::Merkel, york::York},
        dry_cooler::{self, DryCooler},
        plate_hx::{self, PlateHx},
        rack::{self, Segment},
    },
};
use std::hint::black_box;

/// Elements of a row: the racks of one hall.
const ROW: usize = 1_024;
/// Finite volumes of a rack.
const SEGMENTS: usize = 4;
const P: f64 = 101_325.0;

fn exchangers(c: &mut Criterion) {
    let hx = PlateHx::rated(&plate_hx::Rating {
        heat: 1.3e6,
        hot: [45.0, 35.0],
        cold: [30.0, 40.0],
        flow: [31.1; 2],
    })
    .expect("a possible duty");
    let mut bank = plate_hx::Bank::default();
    (0..ROW).for_each(|_| bank.push(&hx));
    let hot: Vec<f64> = (0..ROW).map(|i| 10.0 + 0.02 * i as f64).collect();
    let (cold, cp, mut g) = (vec![28.0; ROW], vec![4_180.0; ROW], vec![0.0; ROW]);
    let mut group = c.benchmark_group("plate_hx");
    group.throughput(Throughput::Elements(ROW as u64));
    group.bench_function("conductance_row", |b| {
        b.iter(|| {
            let flows = plate_hx::Flows {
                hot: black_box(&hot),
                cold: &cold,
                cp_hot: &cp,
                cp_cold: &cp,
            };
            plate_hx::conductance(&bank, flows, &mut g);
        });
    });
    group.finish();
    let inlet = plate_hx::Inlet {
        t: [45.0, 30.0],
        flow: [31.1, 0.0],
        cp: [4_180.0; 2],
    };
    c.bench_function("plate_hx/flow_for_heat", |b| {
        b.iter(|| hx.flow_for_heat(black_box(9e5), &inlet, 40.0));
    });
}

fn racks(c: &mut Criterion) {
    let segment = Segment::rated(&rack::Rating {
        segments: SEGMENTS,
        chips: 108.0,
        chip_resistance: 0.01,
        wall_resistance: 0.017,
        chip_capacity: 30e3,
        plate_capacity: 40e3,
        coolant_mass: 25.0,
        flow: 2.0,
        exponent: 0.0,
    })
    .expect("a possible rack");
    let mut bank = rack::Bank::new(SEGMENTS);
    (0..ROW).for_each(|_| bank.push(&segment));
    let old = bank.state(40.0, 158e3);
    let (mut new, mut out) = (old.clone(), bank.outflow());
    let heat = vec![30e3; SEGMENTS * ROW];
    let flow: Vec<f64> = (0..ROW).map(|i| 1.5 + 1e-3 * i as f64).collect();
    let (t_in, h_in, cp) = (vec![40.0; ROW], vec![158e3; ROW], vec![3_950.0; ROW]);
    let mut group = c.benchmark_group("rack");
    group.throughput(Throughput::Elements((SEGMENTS * ROW) as u64));
    group.bench_function("advance_row", |b| {
        b.iter(|| {
            let inflow = rack::Inflow {
                heat: black_box(&heat),
                flow: &flow,
                t_in: &t_in,
                h_in: &h_in,
                cp: &cp,
            };
            rack::advance(&bank, inflow, 1.0 / 15.0, &old, &mut new, &mut out);
        });
    });
    group.finish();
}

fn fan() -> Fan {
    Fan::rated(&fan::Rating {
        power: 20e3,
        drive_efficiency: 0.88,
        fixed_share: 0.4,
        sound_power: 94.0,
    })
    .expect("a possible nameplate")
}

fn coolers(c: &mut Criterion) {
    let air = AirState::from_relative_humidity(35.0, 0.4, P);
    let cooler = DryCooler::rated(&dry_cooler::Rating {
        heat: 1e6,
        t_in: 50.0,
        flow: 34.5,
        cp: 3_940.0,
        air,
        air_flow: 100.0,
        film_ratio: 0.5,
        natural: 0.05,
        law: dry_cooler::Law::Coil,
        stepped: false,
    })
    .expect("a possible duty");
    let mild = AirState::from_relative_humidity(20.0, 0.5, P);
    let inlet = dry_cooler::Inlet {
        t: 50.0,
        flow: 34.5,
        cp: 3_940.0,
        air: mild,
    };
    let fan = fan();
    c.bench_function("dry_cooler/fan_for_outlet", |b| {
        b.iter(|| cooler.fan_for_outlet(&fan, &inlet, black_box(43.0), [0.2, 1.0], 0.0));
    });
}

fn towers(c: &mut Criterion) {
    let rating = cooling_tower::Rating {
        air: AirState::from_wet_bulb(35.0, 25.6, P),
        approach: 3.9,
        range: 5.5,
        flow: 435.0,
        cp: 4_180.0,
        air_flow: 290.0,
        free: 0.125,
    };
    let air = AirState::from_wet_bulb(26.0, 20.0, P);
    let inlet = cooling_tower::Inlet {
        t: 35.0,
        flow: 435.0,
        cp: 4_180.0,
        swell: 1.0,
        air,
        wet_bulb: 20.0,
    };
    let fan = fan();
    for (name, tower) in [
        ("merkel", Merkel::rated(&rating).map(Tower::Merkel)),
        ("york", York::rated(&rating).map(Tower::York)),
    ] {
        let tower = tower.expect("a possible duty");
        c.bench_function(&format!("cooling_tower/{name}/heat"), |b| {
            b.iter(|| tower.heat(black_box(&inlet), 0.7));
        });
        c.bench_function(&format!("cooling_tower/{name}/fan_for_outlet"), |b| {
            b.iter(|| tower.fan_for_outlet(&fan, black_box(&inlet), 29.0, [0.2, 1.0]));
        });
    }
}

criterion_group!(benches, exchangers, racks, coolers, towers);
criterion_main!(benches);
