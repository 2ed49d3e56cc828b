//! Closed coolant networks of a GPU hall from 95 to 98 000 links: the same drawings as the EPANET
//! files they are timed against (header, CDUs with pump, exchanger and check valve, rows, racks,
//! optionally blades), with parameters from the same sequence of pseudo-random numbers.

use super::model::hydraulic::{Hydraulics, HydraulicsBuilder, NodeId};
use super::physics::hydraulic::check_valve::CheckValve;
use super::physics::hydraulic::curve::Curve;
use super::physics::hydraulic::efficiency::Efficiency;
use super::physics::hydraulic::pipe::Pipe;
use super::physics::hydraulic::pump::{Drive, Pump};
use super::physics::hydraulic::stop_valve::StopValve;
use std::f64::consts::PI;

/// One drawing.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Number of CDUs, rows, racks a row and blades a rack (0: a rack is one lumped pipe).
    pub count: [usize; 4],
    /// Whether the headers are closed to rings.
    pub ring: bool,
}

/// The sizes timed: 95, 999, 9 793 and 97 793 links.
pub const SIZES: [Size; 4] = [
    Size {
        count: [2, 2, 8, 0],
        ring: false,
    },
    Size {
        count: [4, 8, 24, 0],
        ring: false,
    },
    Size {
        count: [8, 8, 16, 18],
        ring: true,
    },
    Size {
        count: [64, 64, 20, 18],
        ring: true,
    },
];

const RHO: f64 = 1013.0;
const NU: f64 = 1.38e-6;
const G: f64 = 9.80665;
const STEEL: f64 = 4.5e-5;
const HOSE: f64 = 1.5e-6;
const DN: [f64; 32] = [
    10.0, 12.0, 16.0, 20.0, 25.0, 32.0, 40.0, 50.0, 65.0, 80.0, 100.0, 125.0, 150.0, 200.0, 250.0,
    300.0, 350.0, 400.0, 450.0, 500.0, 600.0, 700.0, 800.0, 900.0, 1000.0, 1200.0, 1400.0, 1600.0,
    1800.0, 2000.0, 2500.0, 3000.0,
];

/// Smallest nominal diameter [m] that passes `q` [L/s] at no more than `v` [m/s].
fn dn(q: f64, v: f64) -> f64 {
    let d = (4.0 * q * 1e-3 / (PI * v)).sqrt() * 1e3;
    DN.into_iter().find(|&x| x >= d).unwrap_or(3000.0) * 1e-3
}

/// Loss coefficient that loses `head` [m] at `q` [L/s] through `d` [m].
fn k_for(head: f64, q: f64, d: f64) -> f64 {
    let v = q * 1e-3 / (PI * d * d / 4.0);
    head * 2.0 * G / (v * v)
}

/// Kv [m³/h] of a loss coefficient `k` in diameter `d` [m].
fn kv_of(k: f64, d: f64) -> f64 {
    (1.6e9 * d.powi(4) / k).sqrt()
}

struct Draw {
    b: HydraulicsBuilder,
    seed: u32,
    links: usize,
    nodes: usize,
}

impl Draw {
    fn unit(&mut self) -> f64 {
        self.seed = self
            .seed
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        f64::from(self.seed) / 4_294_967_296.0
    }

    /// 1 ± `a`.
    fn jitter(&mut self, a: f64) -> f64 {
        1.0 + a * (2.0 * self.unit() - 1.0)
    }

    fn node(&mut self) -> NodeId {
        self.nodes += 1;
        self.b.node(format!("n{}", self.nodes), 0.0)
    }

    fn pipe(&mut self, ends: [NodeId; 2], length: f64, d: f64, k: f64, rough: f64) {
        self.links += 1;
        let law = Pipe::new(length, d, rough, k);
        self.b
            .pipe(format!("p{}", self.links), ends[0], ends[1], law);
    }

    /// Throttle of loss coefficient `k`.
    fn throttle(&mut self, ends: [NodeId; 2], d: f64, k: f64) {
        self.links += 1;
        let law = StopValve::new(kv_of(k, d));
        self.b
            .stop_valve(format!("t{}", self.links), ends[0], ends[1], law, true);
    }

    fn cdu(&mut self, from: NodeId, to: NodeId, q: f64) {
        let (s, m, d) = (self.node(), self.node(), self.node());
        let dc = dn(q, 2.5);
        self.pipe([from, s], 3.0, dc, 1.5, STEEL);
        let head = 24.0 * RHO * G;
        let flow = q * 1e-3;
        let efficiency = Efficiency::parabola(0.75, flow);
        let law = Curve::rated(1.3 * head, flow, head)
            .and_then(|curve| Pump::new(curve, RHO, efficiency?, 1));
        let drive = Drive {
            speed: self.jitter(0.01),
            running: 1.0,
        };
        self.links += 1;
        self.b.pump(format!("pump{}", self.links), s, m, law, drive);
        let k = k_for(6.0, q, dc) * self.jitter(0.05);
        self.pipe([m, d], 2.0, dc, k, STEEL);
        self.links += 1;
        let law = CheckValve::new(kv_of(2.3, dc));
        self.b
            .check_valve(format!("check{}", self.links), d, to, law);
    }

    fn rack(&mut self, supply: NodeId, back: NodeId, q: f64, blades: usize) {
        let (x, y) = (self.node(), self.node());
        let d = dn(q, 1.6);
        let k = 6.0 + 30.0 * self.unit();
        self.throttle([supply, x], d, k);
        if blades == 0 {
            let (length, k) = (4.0 * self.jitter(0.2), k_for(8.0, q, d) * self.jitter(0.1));
            self.pipe([x, y], length, d, k, HOSE);
            let length = 2.0 * self.jitter(0.2);
            self.pipe([y, back], length, d, 1.0, HOSE);
            return;
        }
        let (mut m, mut n) = (self.node(), self.node());
        let qb = q / blades as f64;
        let (db, dm) = (dn(qb, 1.9), dn(q, 2.2));
        let lengths = [2.0 * self.jitter(0.2), 2.0 * self.jitter(0.2)];
        self.pipe([x, m], lengths[0], d, 1.0, HOSE);
        self.pipe([n, y], lengths[1], d, 1.0, HOSE);
        self.pipe([y, back], 0.3, d, 0.5, HOSE);
        for blade in 0..blades {
            if blade > 0 {
                let (m2, n2) = (self.node(), self.node());
                self.pipe([m, m2], 0.045, dm, 0.05, HOSE);
                self.pipe([n2, n], 0.045, dm, 0.05, HOSE);
                (m, n) = (m2, n2);
            }
            let plate = self.node();
            let (length, k) = (
                1.2 * self.jitter(0.1),
                k_for(5.0, qb, db) * self.jitter(0.1),
            );
            self.pipe([m, plate], length, db, k, HOSE);
            let k = 4.0 * self.jitter(0.1);
            self.throttle([plate, n], db, k);
        }
    }
}

/// Draws the network of `size`.
pub fn draw(size: &Size) -> Hydraulics {
    let [cdus, rows, racks, blades] = size.count;
    let mut draw = Draw {
        b: HydraulicsBuilder::new(RHO, NU * RHO),
        seed: 2_654_435_761u32.wrapping_add(12_345),
        links: 0,
        nodes: 0,
    };
    let q_rack = 100.0 * 1.5 / 60.0;
    let q_row = q_rack * racks as f64;
    let total = q_row * rows as f64;
    let header = dn(total / if size.ring { 2.0 } else { 1.0 }, 2.2);
    let mut side = || -> Vec<NodeId> { (0..cdus + rows).map(|_| draw.node()).collect() };
    let (supply, back) = (side(), side());
    for nodes in [&supply, &back] {
        for w in nodes.windows(2) {
            let length = 2.5 * draw.jitter(0.1);
            draw.pipe([w[0], w[1]], length, header, 0.3, STEEL);
        }
        if size.ring {
            let length = 1.25 * nodes.len() as f64;
            draw.pipe(
                [nodes[nodes.len() - 1], nodes[0]],
                length,
                header,
                1.2,
                STEEL,
            );
        }
    }
    let vessel = draw.node();
    draw.pipe([vessel, back[0]], 2.0, 0.05, 1.0, STEEL);
    draw.b.anchor(vessel, 15.0 * RHO * G);
    for c in 0..cdus {
        draw.cdu(back[c], supply[c], total / cdus as f64);
    }
    for r in 0..rows {
        let (mut s, mut t) = (draw.node(), draw.node());
        let d = dn(q_row, 2.0);
        draw.pipe([supply[cdus + r], s], 4.0, d, 2.0, STEEL);
        draw.pipe([t, back[cdus + r]], 4.0, d, 2.0, STEEL);
        for k in 0..racks {
            if k > 0 {
                let (s2, t2) = (draw.node(), draw.node());
                draw.pipe([s, s2], 0.75, d, 0.1, STEEL);
                draw.pipe([t2, t], 0.75, d, 0.1, STEEL);
                (s, t) = (s2, t2);
            }
            draw.rack(s, t, q_rack, blades);
        }
    }
    draw.b.build().expect("a drawn hall has no faults")
}

/// Changes every hundredth pipe's length by `factor`.
pub fn nudge(h: &mut Hydraulics, factor: f64) {
    for row in (0..h.pipes.law.len()).step_by(100) {
        let law = &mut h.pipes.law[row];
        law.length *= factor;
        law.minor *= factor;
    }
}
