//! Pump groups at the peak: their curves, and the circuit through each that needs most pressure.
//!
//! # Equations
//! Every closed way through a pump group uses up the same pressure, because what pipes and equipment do not take the
//! control valves do. The index circuit is the way on which equipment and pipes take most, so that least is left for
//! a valve. With all valves as they stand and the flows of the peak times x,
//!
//! ```text
//! Δp_system(x) = Σ Δp_i(x·ṁ_i) + Σ (ρ − ρ_ref)·g·Δz                                        (1)
//! ```
//!
//! with the law of each pipe and record, and Δp·x² in valves, which stand still. At x = 1 it is the rise of the pumps.
//!
//! # References
//! - ASHRAE Handbook, *HVAC Systems and Equipment* (2024), ch. 44: pump curves against system curves.

use super::Peak;
use crate::model::Model;
use crate::model::hydraulic::{Hydraulics, Kind};
use crate::physics::hydraulic::GRAVITY;
use crate::physics::hydraulic::pump::Drive;
use crate::results::{CircuitPiece, PumpCircuit};
use crate::study::index_circuit::{Solved, is_control};

/// Share of the whole loss below which neighbours are told together.
const SMALL: f64 = 0.015;
/// What of a pipe's loss decides between ways that need the same: the one with more pipe is farther off.
const FARTHER: f64 = 1e-6;
/// Points of a curve.
const POINTS: usize = 41;
/// Flow up to which curves are told, over that of the peak.
const BEYOND: f64 = 1.6;
/// A kilopascal \[Pa\].
const KPA: f64 = 1e3;
/// Seconds of an hour.
const HOUR: f64 = 3_600.0;

/// The circuits of all loops, and of the CDU whose pumps turn fastest.
pub(super) fn circuits(model: &Model, peak: &Peak) -> Vec<PumpCircuit> {
    let e = &model.equipment;
    let loops = e.loop_pumps.groups.iter().enumerate();
    let mut chosen: Vec<(String, u32)> = loops
        .map(|(i, group)| (e.units[e.loop_pumps.first + i].name.clone(), group.link))
        .collect();
    let speed = |link: u32| peak.pumps[model.hydraulics.row[link as usize] as usize][1];
    let cdus = e.cdus.cdus.iter().enumerate();
    let fastest = cdus.max_by(|a, b| speed(a.1.pump_link).total_cmp(&speed(b.1.pump_link)));
    if let Some((i, cdu)) = fastest {
        chosen.push((e.units[e.cdus.first + i].name.clone(), cdu.pump_link));
    }
    let each = chosen.into_iter();
    each.filter_map(|(name, link)| circuit(model, peak, name, link))
        .collect()
}

/// The circuit of the group on `link`; `None` where no pump runs or no way leads back.
fn circuit(model: &Model, peak: &Peak, name: String, link: u32) -> Option<PumpCircuit> {
    let net = &model.hydraulics;
    let row = net.row[link as usize] as usize;
    let ([flow, drop, rho, _], [running, speed]) = (peak.links[link as usize], peak.pumps[row]);
    if flow <= 0.0 || running <= 0.0 {
        return None;
    }
    let way = index(net, peak, link)?;
    let law = &net.regulated.law[row];
    let fouling = net.regulated.hold[row].fouling;
    let inside = |x: f64| law.internal_loss(x * flow, fouling).drop;
    let standing: f64 = way.iter().map(|l| column(net, peak, *l)).sum();
    let system = |x: f64| {
        let outside = way.iter().map(|l| loss(net, peak, *l, x));
        (inside(x) + standing + outside.sum::<f64>()) / KPA
    };
    let pump = |x: f64, speed: f64| {
        let drive = Drive { speed, running };
        law.pump.rise(x * flow, rho, drive).0 / KPA
    };
    let shares: Vec<f64> = (0..POINTS)
        .map(|k| BEYOND * k as f64 / (POINTS - 1) as f64)
        .collect();
    let over = |y: &dyn Fn(f64) -> f64| shares.iter().map(|x| y(*x)).collect::<Vec<f64>>();
    let volume = flow / rho * HOUR;
    Some(PumpCircuit {
        index: pieces(model, peak, &way, inside(1.0)),
        name,
        running,
        speed,
        flow_m3_h: volume,
        rise_kpa: (inside(1.0) - drop) / KPA,
        head_m_per_kpa: KPA / (rho * GRAVITY),
        curve_flow_m3_h: over(&|x| x * volume),
        full_kpa: over(&|x| pump(x, law.most_speed)),
        now_kpa: over(&|x| pump(x, speed)),
        system_kpa: over(&system),
    })
}

/// Links of the index circuit from the outlet of the group on `link` back to its inlet.
fn index(net: &Hydraulics, peak: &Peak, link: u32) -> Option<Vec<u32>> {
    let solved = Solved {
        net,
        mass: &|l| peak.links[l as usize][0],
        potential: &peak.potential,
    };
    let need = |l: u32| {
        let drop = peak.links[l as usize][1].abs();
        match net.kind[l as usize] {
            Kind::Pipe => drop * (1.0 + FARTHER),
            kind if is_control(kind) => 0.0,
            _ => drop,
        }
    };
    let [start, end] = [net.to[link as usize], net.from[link as usize]];
    solved.neediest(&[start], &[end], peak.links[link as usize][0], need)
}

/// Loss of `link` \[Pa\] in the direction of its flow, at `x` times that flow.
fn loss(net: &Hydraulics, peak: &Peak, link: u32, x: f64) -> f64 {
    let [flow, drop, rho, mu] = peak.links[link as usize];
    let (flow, row) = (flow.abs(), net.row[link as usize] as usize);
    let grows = match net.kind[link as usize] {
        Kind::Pipe => {
            let law = net.pipes.law[row].at(rho, mu);
            law.loss(x * flow).drop / law.loss(flow).drop
        }
        Kind::PowerLaw => {
            let law = &net.power_laws.law[row];
            law.loss(x * flow, 1.0).drop / law.loss(flow, 1.0).drop
        }
        _ => x * x,
    };
    drop.abs() * grows
}

/// Pressure of the column of coolant in `link` \[Pa\], in the direction of its flow.
fn column(net: &Hydraulics, peak: &Peak, link: u32) -> f64 {
    let [flow, _, rho, _] = peak.links[link as usize];
    let rise = net.rise[link as usize] * flow.signum();
    (rho - net.reference_density) * GRAVITY * rise
}

/// The way in pieces as people read it: small neighbours together.
fn pieces(model: &Model, peak: &Peak, way: &[u32], inside: f64) -> Vec<CircuitPiece> {
    let net = &model.hydraulics;
    let mut all = vec![CircuitPiece {
        name: "inside the pump group".to_owned(),
        loss_kpa: inside / KPA,
        control: false,
    }];
    all.retain(|piece| piece.loss_kpa > 0.0);
    let drops = way.iter().map(|l| peak.links[*l as usize][1].abs());
    let small = SMALL * (inside + drops.sum::<f64>()) / KPA;
    let mut open = false;
    for l in way {
        let piece = CircuitPiece {
            name: model.link_names[*l as usize].clone(),
            loss_kpa: peak.links[*l as usize][1].abs() / KPA,
            control: is_control(net.kind[*l as usize]),
        };
        let is_small = piece.loss_kpa < small && !piece.control;
        match all.last_mut().filter(|_| is_small && open) {
            Some(run) => {
                let first = run.name.split(" to ").next().unwrap_or_default();
                run.name = format!("{first} to {}", piece.name);
                run.loss_kpa += piece.loss_kpa;
            }
            None => all.push(piece),
        }
        open = is_small;
    }
    all
}
