//! Problems with published answers: `hydraulics/textbook.json` of the reference data, computed with
//! Colebrook's friction factor (fluids 1.3.1) and g = 9.80665 m/s².

use super::*;
use crate::physics::hydraulic::GRAVITY;

const RHO: f64 = 1000.0;
const NU: f64 = 1.004e-6;

fn near(value: f64, expected: f64, share: f64) {
    assert!((value / expected - 1.0).abs() < share, "{value} {expected}");
}

fn basin(b: &mut HydraulicsBuilder, name: &str, height: f64) -> NodeId {
    let node = b.node(name, height);
    b.reservoir(node, 0.0);
    node
}

#[test]
fn two_reservoirs() {
    let mut b = HydraulicsBuilder::new(RHO, NU * RHO);
    let (high, low) = (basin(&mut b, "high", 20.0), basin(&mut b, "low", 0.0));
    let pipe = b.pipe("pipe", high, low, Pipe::new(1000.0, 0.25, 0.00026, 3.3));
    let (flows, _) = run(&b.build().unwrap());
    near(flows.flow(pipe) / RHO, 0.10558514935585424, 1e-9);
}

#[test]
fn three_reservoirs() {
    let mut b = HydraulicsBuilder::new(RHO, NU * RHO);
    let junction = b.node("junction", 10.0);
    let reservoirs = [
        (100.0, 1000.0, 0.3, 0.15711282993298747),
        (85.0, 1500.0, 0.25, -0.011156831877919639),
        (60.0, 2000.0, 0.3, -0.14595599805506784),
    ];
    let pipes = reservoirs.map(|(z, length, d, _)| {
        let basin = basin(&mut b, &format!("at {z}"), z);
        let name = format!("from {z}");
        b.pipe(name, basin, junction, Pipe::new(length, d, 1.5e-4, 0.0))
    });
    let h = b.build().unwrap();
    let (flows, _) = run(&h);
    for (pipe, reservoir) in pipes.into_iter().zip(reservoirs) {
        near(flows.flow(pipe) / RHO, reservoir.3, 1e-8);
    }
    let head = flows.potential[junction.0 as usize] / (RHO * GRAVITY);
    near(head, 85.35439964771946, 1e-9);
    near(
        flows.pressure(&h, junction) / (RHO * GRAVITY),
        75.35439964771946,
        1e-9,
    );
}

#[test]
fn hardy_cross_two_loops() {
    let mut b = HydraulicsBuilder::new(RHO, NU * RHO);
    let node: Vec<NodeId> = ["A", "B", "C", "D"].map(|n| b.node(n, 0.0)).into();
    let given = [
        ("AB", 0, 1, 1000.0, 0.05460820366293629),
        ("BC", 1, 2, 2500.0, 0.01904444868352853),
        ("CD", 2, 3, 1500.0, -0.010955551316471468),
        ("DA", 3, 0, 1800.0, -0.04539179633706372),
        ("BD", 1, 3, 3000.0, 0.015563754979407757),
    ];
    let links = given.map(|(name, x, y, r, _)| {
        let law = PowerLaw::new(0.1 * RHO, RHO * GRAVITY * r * 0.01, 2.0);
        b.power_law(name, node[x], node[y], law)
    });
    for (v, flow) in [(0, 0.1), (1, -0.02), (2, -0.03), (3, -0.05)] {
        b.inject(node[v], flow * RHO);
    }
    b.anchor(node[0], 1e5);
    let (flows, _) = run(&b.build().unwrap());
    for (link, (.., q)) in links.into_iter().zip(given) {
        near(flows.flow(link) / RHO, q, 1e-9);
    }
}

#[test]
fn parallel_pipes() {
    let mut b = HydraulicsBuilder::new(RHO, NU * RHO);
    let (start, end) = (b.node("start", 0.0), b.node("end", 0.0));
    let given = [
        (300.0, 0.2, 2.0, 0.039307180462401906),
        (350.0, 0.25, 5.0, 0.06117062118507395),
        (280.0, 0.15, 1.0, 0.019522198352524178),
    ];
    let pipes = given.map(|(length, d, k, _)| {
        let law = Pipe::new(length, d, 5e-5, k);
        b.pipe(format!("DN{d}"), start, end, law)
    });
    b.inject(start, 0.12 * RHO);
    b.anchor(end, 1e5);
    let (flows, _) = run(&b.build().unwrap());
    for (pipe, (.., q)) in pipes.into_iter().zip(given) {
        near(flows.flow(pipe) / RHO, q, 1e-8);
    }
    let lost = flows.potential[0] - flows.potential[1];
    near(lost / (RHO * GRAVITY), 2.190569930344847, 1e-8);
}

/// H = 40 − 50·Q − 3000·Q² [m] at full speed.
fn book_pump() -> Result<Pump, LawError> {
    let head = RHO * GRAVITY;
    let curve = Curve::quadratic(40.0 * head, 50.0 * head, 3000.0 * head)?;
    Pump::new(curve, RHO, Efficiency::parabola(0.75, 0.06)?, 1)
}

fn turning(speed: f64) -> Drive {
    Drive {
        speed,
        running: 1.0,
    }
}

/// Pumps at `speeds` in parallel lift 8 m through 200 m of DN 150; their flows [m³/s].
fn parallel(speeds: &[f64]) -> Vec<f64> {
    let mut b = HydraulicsBuilder::new(RHO, NU * RHO);
    let (low, high) = (basin(&mut b, "low", 0.0), basin(&mut b, "high", 8.0));
    let discharge = b.node("discharge", 0.0);
    let pumps: Vec<LinkId> = (0..speeds.len())
        .map(|i| {
            let drive = turning(speeds[i]);
            b.pump(format!("pump {i}"), low, discharge, book_pump(), drive)
        })
        .collect();
    b.pipe(
        "main",
        discharge,
        high,
        Pipe::new(200.0, 0.15, 4.5e-5, 12.0),
    );
    let (flows, _) = run(&b.build().unwrap());
    pumps.iter().map(|&p| flows.flow(p) / RHO).collect()
}

#[test]
fn pumps_in_parallel_at_any_speeds() {
    for (speeds, each) in [
        (vec![1.0], 0.05846979884026594),
        (vec![1.0, 1.0], 0.03488967766440168),
        (vec![1.0, 1.0, 1.0], 0.024310737311523868),
        (vec![0.7, 0.7], 0.020687854155489946),
    ] {
        for q in parallel(&speeds) {
            near(q, each, 1e-7);
        }
    }
    // A slower pump cannot reach the pressure of the other: its check valve holds.
    for slow in [0.8, 0.6] {
        let q = parallel(&[1.0, slow]);
        near(q[0], 0.058469798840265964, 1e-5);
        assert!(q[1].abs() < 1e-7, "{q:?}");
    }
}

#[test]
fn pumps_in_series() {
    let mut b = HydraulicsBuilder::new(RHO, NU * RHO);
    let (low, high) = (basin(&mut b, "low", 0.0), basin(&mut b, "high", 8.0));
    let (between, discharge) = (b.node("between", 0.0), b.node("discharge", 0.0));
    let first = b.pump("first", low, between, book_pump(), turning(1.0));
    b.pump("second", between, discharge, book_pump(), turning(1.0));
    b.pipe(
        "main",
        discharge,
        high,
        Pipe::new(200.0, 0.15, 4.5e-5, 12.0),
    );
    let (flows, _) = run(&b.build().unwrap());
    near(flows.flow(first) / RHO, 0.07505721189053773, 1e-7);
    let lift = flows.potential[discharge.0 as usize] - flows.potential[low.0 as usize];
    near(lift / (RHO * GRAVITY), 38.69276847025976, 1e-7);
}
