//! A batch against solutions one by one.

use super::*;
use crate::physics::hydraulic::curve::Curve;
use crate::physics::hydraulic::efficiency::Efficiency;
use crate::physics::hydraulic::pipe::Pipe;
use crate::physics::hydraulic::pump::{Drive, Pump};

/// Two pumps on a ladder of racks.
fn hall() -> Hydraulics {
    let mut b = crate::model::hydraulic::HydraulicsBuilder::new(1000.0, 1e-3);
    let (supply, back): (Vec<_>, Vec<_>) = (0..12)
        .map(|i| (b.node(format!("s{i}"), 0.0), b.node(format!("r{i}"), 0.0)))
        .unzip();
    let pipe = |l: f64, d: f64, k: f64| Pipe::new(l, d, 1e-5, k);
    for i in 1..12 {
        b.pipe(
            format!("ps{i}"),
            supply[i - 1],
            supply[i],
            pipe(2.0, 0.15, 0.1),
        );
        b.pipe(format!("pr{i}"), back[i], back[i - 1], pipe(2.0, 0.15, 0.1));
    }
    for i in 0..12 {
        let law = pipe(4.0, 0.05, 10.0 + i as f64);
        b.pipe(format!("rack{i}"), supply[i], back[i], law);
    }
    for i in 0..2 {
        let law = Curve::rated(3e5, 0.02, 2.4e5)
            .and_then(|c| Pump::new(c, 1000.0, Efficiency::parabola(0.7, 0.02)?, 1));
        let drive = Drive {
            speed: 1.0,
            running: 1.0,
        };
        b.pump(format!("pump{i}"), back[i], supply[i], law, drive);
    }
    b.anchor(back[0], 1e5);
    b.build().unwrap()
}

fn alone(h: &Hydraulics) -> Flows {
    let net = Network::new(h);
    let mut flows = Flows::new(h);
    let tolerance = Tolerance::default();
    solve(
        h,
        &net,
        &mut Workspace::new(h, &net),
        &mut flows,
        &tolerance,
    )
    .unwrap();
    flows
}

#[test]
fn lanes_agree_with_solutions_one_by_one_and_do_not_depend_on_each_other() {
    let base = hall();
    let start = alone(&base);
    let net = Network::new(&base);
    let scenarios: Vec<Hydraulics> = (0..13)
        .map(|i| {
            let mut h = base.clone();
            for law in h.pipes.law.all_mut() {
                law.minor *= 1.0 + 0.07 * f64::from(i);
            }
            h.pumps.drive[1].speed = 1.0 - 0.02 * f64::from(i);
            h
        })
        .collect();
    let mut batch = Batch::new(&base, &net);
    let tolerance = Tolerance {
        change: 1e-8,
        ..Tolerance::default()
    };
    let (mut all, woven) = (Vec::new(), Scenarios::new(scenarios.clone()));
    let reports = batch
        .solve(&woven, &net, &start, &tolerance, &mut all)
        .unwrap();
    assert_eq!((all.len(), reports.len()), (13, 13));
    for ((h, flows), report) in scenarios.iter().zip(&all).zip(&reports) {
        let alone = alone(h);
        assert!(report.head <= 1e-9 && report.iterations > 0, "{report:?}");
        for (ours, theirs) in flows.mass.iter().zip(&alone.mass) {
            assert!(
                (ours - theirs).abs() <= 1e-7 * theirs.abs().max(0.1),
                "{ours} {theirs}"
            );
        }
    }
    let (mut one, woven) = (Vec::new(), Scenarios::new(scenarios[9..10].to_vec()));
    batch
        .solve(&woven, &net, &start, &tolerance, &mut one)
        .unwrap();
    assert_eq!(one[0], all[9]);
}
