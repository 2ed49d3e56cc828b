//! Time of one step of heat transport: pipes of parcels beside their walls, joints and circles.
//!
//! The sealed ring of the drift tests, and a main under load: 40 pipes in series with walls and losses, whose inlet swings
//! as racks do. Steps from 0.1 s, where pipes hold as many parcels as they may, to 60 s, longer than the ring's transit.

#![allow(missing_docs, reason = "criterion writes the group function")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use halltwin::fluids::Fluid;
use halltwin::model::coolant::{Coolant, CoolantBuilder, Surroundings, Wall};
use halltwin::model::state::CoolantState;
use halltwin::physics::thermal::tube::Tube;
use halltwin::solver::transport::{Stream, Transport};

const AMBIENT: [f64; 2] = [24.0, 10.0];
/// Pipes of the main.
const MAIN: u32 = 40;
/// Steps before the clock runs: queues are as full as they get.
const WARM: u32 = 4_000;

fn wall(mass: f64, length: f64) -> Wall {
    Wall {
        mass,
        bore: Tube {
            length,
            diameter: 0.1,
        },
        resistance: 0.0,
    }
}

/// Four pipes in a ring with a mixed vessel, 20 s of transit at 1 kg/s.
fn ring() -> Coolant {
    let mut builder = CoolantBuilder::default();
    let water = builder.fluid(Fluid::water());
    for held in [2.0, 0.0, 0.0, 0.0] {
        builder.node(water, held);
    }
    for (k, mass) in [6.0, 5.0, 4.0, 3.0].into_iter().enumerate() {
        builder.link(k as u32, (k as u32 + 1) % 4);
        builder.pipe(mass, 0.0, Surroundings::Hall);
        builder.wall_of_last(wall(0.35 * mass, 3.0));
    }
    builder.build()
}

/// Pipes of 3 m DN 100 in series, walled and insulated, optionally dispersing.
fn main_of(disperses: bool) -> Coolant {
    let mut builder = CoolantBuilder::default();
    let water = builder.fluid(Fluid::water());
    for _ in 0..=MAIN {
        builder.node(water, 0.0);
    }
    for k in 0..MAIN {
        builder.link(k, k + 1);
        builder.pipe(23.5, 2.0, Surroundings::Hall);
        builder.wall_of_last(wall(4.0, 3.0));
        if disperses {
            builder.disperse_last(wall(0.0, 3.0).bore);
        }
    }
    builder.build()
}

/// A network of pipes with one flow, marched.
struct March {
    coolant: Coolant,
    state: CoolantState,
    transport: Transport,
    flow: Vec<f64>,
    stages: Vec<Option<u8>>,
    step: u32,
    fed: bool,
}

impl March {
    fn new(coolant: Coolant, flow: f64, fed: bool) -> Self {
        let start: Vec<f64> = (0..coolant.nodes())
            .map(|k| 30.0 + (k % 4) as f64)
            .collect();
        Self {
            state: CoolantState::at(&coolant, &start),
            transport: Transport::new(&coolant),
            flow: vec![flow; coolant.links()],
            stages: vec![None; coolant.links()],
            coolant,
            step: 0,
            fed,
        }
    }

    fn advance(&mut self, dt: f64) {
        let transport = &mut self.transport;
        transport.begin(&self.coolant, &self.state, dt, AMBIENT);
        if self.fed {
            let t = 40.0 + 8.0 * (f64::from(self.step) * dt / 7.0).sin();
            transport.node[0] = self.coolant.fluids[0].enthalpy(t);
        }
        self.step += 1;
        let stream = Stream {
            coolant: &self.coolant,
            state: &self.state,
            flow: &self.flow,
        };
        transport.take_flow(stream, &self.stages, 1);
        transport.follow_all(stream);
        transport.commit(&self.coolant, &mut self.state, &self.flow);
    }
}

fn transport(c: &mut Criterion) {
    let mut group = c.benchmark_group("transport");
    for dt in [0.1, 1.0, 15.0, 60.0] {
        for (name, coolant, flow, fed) in [
            ("ring", ring(), 1.0, false),
            ("main", main_of(false), 6.0, true),
            ("main_dispersing", main_of(true), 6.0, true),
        ] {
            group.throughput(Throughput::Elements(coolant.links() as u64));
            let mut march = March::new(coolant, flow, fed);
            for _ in 0..WARM {
                march.advance(dt);
            }
            group.bench_function(format!("{name}/{dt}_s"), |b| b.iter(|| march.advance(dt)));
        }
    }
    group.finish();
}

criterion_group!(benches, transport);
criterion_main!(benches);
