//! What a workspace keeps of one solution for the next must not show in its bits.

use super::random::tangle;
use super::*;
use crate::model::hydraulic::{Friction, Kind};
use crate::physics::hydraulic::device::{Device, Law};
use crate::physics::hydraulic::formula_pipe::FormulaPipe;
use crate::physics::hydraulic::throttle::Throttle;
use proptest::prelude::*;

fn bits(flows: &Flows) -> Vec<u64> {
    let all = flows.mass.iter().chain(&flows.potential).chain(&flows.drop);
    all.map(|x| x.to_bits()).collect()
}

/// Writes one setting of `h`, the one that `dice` points at.
fn write(h: &mut Hydraulics, dice: usize) {
    let l = dice % h.links();
    let (row, by) = (h.row[l] as usize, 1.0 + 0.01 * (1 + dice % 7) as f64);
    match h.kind[l] {
        Kind::Pipe => h.pipes.law[row].length *= by,
        Kind::FormulaPipe => h.formulas.law[row].resistance *= by,
        Kind::Throttle => h.throttles.law[row].resistance *= by,
        Kind::PowerLaw => h.power_laws.scale[row] *= by,
        Kind::Valve => h.valves.opening[row] = 1.0 - 0.5 * h.valves.opening[row],
        Kind::FlowLimiter => h.limiters.set[row] *= by,
        Kind::Pump => h.pumps.drive[row].speed = 1.7 - h.pumps.drive[row].speed,
        Kind::StopValve => h.stops.open[row] = !h.stops.open[row],
        Kind::Device if dice.is_multiple_of(2) => h.devices.speed[row] = 1.9 - h.devices.speed[row],
        Kind::Device => {
            if let Law::Function { fall, .. } = &mut h.devices.law[row].law {
                *fall *= by;
            }
        }
        _ => h.density[l] *= 0.99,
    }
    if dice % 11 == 3 {
        let node = dice % h.nodes();
        h.injection[node] += 0.1;
    }
}

/// Solves `h` after each of `dice`, with a workspace that is kept and with a new one.
fn compare(mut h: Hydraulics, dice: &[usize]) -> Result<(), TestCaseError> {
    let net = Network::new(&h);
    let (mut kept, mut flows) = (Workspace::new(&h, &net), Flows::new(&h));
    let tolerance = Tolerance::default();
    for &dice in dice {
        write(&mut h, dice);
        let (mut new, mut same) = (Workspace::new(&h, &net), flows.clone());
        let by_new = solve(&h, &net, &mut new, &mut same, &tolerance);
        let by_kept = solve(&h, &net, &mut kept, &mut flows, &tolerance);
        prop_assert_eq!(by_new, by_kept);
        prop_assert_eq!(bits(&flows), bits(&same));
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_kept_workspace_solves_to_the_bits_of_a_new_one(
        seed in any::<u64>(),
        dice in proptest::collection::vec(any::<usize>(), 1..12),
        published in any::<bool>(),
    ) {
        let mut h = tangle(seed, 5);
        if published {
            h.friction = Friction::SwameeJain;
        }
        compare(h, &dice)?;
    }
}

/// Rungs of a hose and a throttle between two headers, `drive`n from the one to the other.
fn ladder(drive: impl Fn(&mut HydraulicsBuilder, [NodeId; 2])) -> Hydraulics {
    let mut b = HydraulicsBuilder::new(998.0, 1e-3);
    let nodes = |b: &mut HydraulicsBuilder, side: &str| -> Vec<NodeId> {
        let name = |i: u32| format!("{side}{i}");
        (0..120).map(|i| b.node(name(i), 0.0)).collect()
    };
    let (supply, back) = (nodes(&mut b, "s"), nodes(&mut b, "r"));
    for i in 0..120 {
        if i > 0 {
            b.pipe(format!("s{i}"), supply[i - 1], supply[i], hose(1.0, 0.1));
            let law = FormulaPipe::new(0.5, 1.852, 0.0, 10.0);
            b.formula_pipe(format!("r{i}"), back[i], back[i - 1], law);
        }
        let rung = b.node(format!("q{i}"), 0.0);
        b.pipe(format!("a{i}"), supply[i], rung, hose(2.0, 0.02));
        b.throttle(format!("b{i}"), rung, back[i], Throttle::new(4e4, 0.3));
    }
    drive(&mut b, [back[0], supply[0]]);
    b.anchor(back[0], 2e5);
    b.build().unwrap()
}

#[test]
fn a_pump_by_its_curve_follows_its_speed_and_its_law() {
    let h = ladder(|b, [suction, discharge]| {
        let law = Law::Function {
            shut_off: 3e5,
            fall: 40.0,
            exponent: 1.852,
        };
        b.device("pump", suction, discharge, Device::new(law, 20.0), 1.0);
    });
    let (pump, links) = (h.devices.link[0] as usize, h.links());
    let points_at = |odd: usize| {
        (pump..)
            .step_by(links)
            .find(|dice| dice % 2 == odd)
            .unwrap()
    };
    compare(h, &[7, points_at(0), 8, points_at(1), 9]).unwrap();
}

#[test]
fn a_ladder_keeps_most_of_its_laws() {
    let mut h = ladder(|b, [suction, discharge]| {
        let drive = Drive {
            speed: 1.0,
            running: 1.0,
        };
        b.pump("pump", suction, discharge, pump(1), drive);
    });
    for friction in [Friction::Colebrook, Friction::SwameeJain] {
        h.friction = friction;
        compare(h.clone(), &[7, 8, 9, 21, 22, 23, 40, 41, 300, 301, 302, 5]).unwrap();
    }
    let net = Network::new(&h);
    let (mut kept, mut flows) = (Workspace::new(&h, &net), Flows::new(&h));
    solve(&h, &net, &mut kept, &mut flows, &Tolerance::default()).unwrap();
    h.pipes.law[10].length *= 1.02;
    solve(&h, &net, &mut kept, &mut flows, &Tolerance::default()).unwrap();
    assert!(
        kept.kept.is_some(),
        "flows were closed before laws were evaluated"
    );
    assert!(
        !kept.stale.is_empty() && kept.stale.len() < 10,
        "{}",
        kept.stale.len()
    );
}
