//! Laws of pipes and valves.

use super::Scale;
use super::scale::Constants;
use crate::config::inp::{Formula, Inp, Link, Pipe, Switch, Valve, ValveKind};
use crate::physics::hydraulic::device::{Device, Law};
use crate::physics::hydraulic::formula_pipe::FormulaPipe;
use crate::physics::hydraulic::regulator::{Regulator, Side};
use crate::physics::hydraulic::throttle::Throttle;
use crate::physics::hydraulic::{LawError, pipe};
use std::f64::consts::PI;

/// Exponent of Hazen and Williams [-].
const HAZEN_WILLIAMS: f64 = 1.852;
/// Loss of a closed link that leaks [ft/cfs].
const LEAK: f64 = 1e8;
/// EPANET's loss of an open valve without a loss coefficient [ft/cfs].
const CREEP: f64 = 1e-6;

/// What a pipe is.
pub(super) enum PipeLaw {
    /// Darcy–Weisbach.
    Friction(Result<pipe::Pipe, LawError>),
    /// A formula.
    Formula(Result<FormulaPipe, LawError>),
}

fn area(diameter: f64) -> f64 {
    0.25 * PI * diameter * diameter
}

/// Loss per flow² of a coefficient `k` in a diameter [m]: K/(2ρA²) [Pa·s²/kg²].
fn minor(scale: &Scale, k: f64, diameter: f64) -> f64 {
    let a = area(diameter);
    k * scale.minor / (2.0 * scale.density * a * a)
}

/// Mass flow at 1 m/s [kg/s].
pub(super) fn usual(scale: &Scale, diameter: f64) -> f64 {
    scale.density * area(diameter * scale.diameter)
}

/// Law of an open pipe.
pub(super) fn open_pipe(scale: &Scale, p: &Pipe) -> PipeLaw {
    let (length, diameter) = (p.length * scale.length, p.diameter * scale.diameter);
    let (l, d) = (Scale::feet(length), Scale::feet(diameter));
    let formula = |per_cfs: f64, n: f64| {
        let fittings = minor(scale, p.minor, diameter);
        let resistance = scale.resistance(per_cfs, n);
        PipeLaw::Formula(FormulaPipe::new(
            resistance,
            n,
            fittings,
            usual(scale, p.diameter),
        ))
    };
    match scale.formula {
        // Roughness is not bounded here: files have what they have.
        Formula::DarcyWeisbach => PipeLaw::Friction(Ok(pipe::Pipe {
            length,
            diameter,
            roughness: p.roughness * scale.roughness,
            minor: p.minor * scale.minor,
        })),
        Formula::HazenWilliams => {
            let per_cfs = 4.727 * l / p.roughness.powf(HAZEN_WILLIAMS) / d.powf(4.871);
            formula(per_cfs, HAZEN_WILLIAMS)
        }
        Formula::ChezyManning => {
            let (unit, exponent) = match scale.constants {
                Constants::Epanet => (1.49, 1.333),
                Constants::Si => (0.3048f64.powf(-1.0 / 3.0), 4.0 / 3.0),
            };
            let speed = 4.0 * p.roughness / (unit * PI * d * d);
            formula(speed * speed * (d / 4.0).powf(-exponent) * l, 2.0)
        }
    }
}

/// Loss of an open valve without a loss coefficient in proportion to flow [Pa·s/kg]: EPANET's own, else none.
fn creep(scale: &Scale) -> f64 {
    match scale.constants {
        Constants::Epanet => scale.resistance(CREEP, 1.0),
        Constants::Si => 0.0,
    }
}

/// Law of a closed link that leaks.
pub(super) fn leak(scale: &Scale) -> Result<FormulaPipe, LawError> {
    FormulaPipe::new(scale.resistance(LEAK, 1.0), 1.0, 0.0, 1e-6 * scale.density)
}

/// What a valve is.
pub(super) enum ValveLaw {
    /// An orifice with limits.
    Throttle(Result<Throttle, LawError>),
    /// A loss curve or a breaker.
    Device(Result<Device, LawError>),
    /// A pressure on one side.
    Regulator(Result<Regulator, LawError>),
}

/// Loss curve of a general-purpose valve, in the file's units.
pub(super) fn loss_curve<'a>(inp: &'a Inp, valve: &Valve) -> Option<&'a Vec<(f64, f64)>> {
    let curve = valve
        .curve
        .as_ref()
        .filter(|_| valve.kind == ValveKind::Gpv);
    curve.and_then(|name| inp.curves.get(name))
}

/// Law of a valve that is not closed.
pub(super) fn open_valve(
    inp: &Inp,
    scale: &Scale,
    link: &Link,
    valve: &Valve,
    switch: Switch,
) -> ValveLaw {
    let diameter = valve.diameter * scale.diameter;
    let usual = usual(scale, valve.diameter);
    let open = minor(scale, valve.minor, diameter);
    let creep = creep(scale);
    let throttle = |k: f64| {
        let law = Throttle::new(minor(scale, k, diameter), usual);
        ValveLaw::Throttle(law.map(|law| law.creeping(creep)))
    };
    let curve = || valve.curve.as_ref().and_then(|name| inp.curves.get(name));
    if valve.kind == ValveKind::Gpv {
        let points = loss_curve(inp, valve).into_iter().flatten();
        let points = points.map(|&(q, h)| (scale.mass(q), scale.pascal(h * scale.length)));
        return ValveLaw::Device(Device::new(Law::Valve(points.collect()), usual));
    }
    let Some(setting) = switch.setting else {
        return throttle(valve.minor);
    };
    let head = setting * scale.pressure;
    let potential = |node: usize| {
        let elevation = inp.nodes[node].elevation * scale.length;
        scale.pascal(elevation + head)
    };
    let regulator = |side, node| {
        let law = Regulator::new(side, potential(node), open, usual);
        ValveLaw::Regulator(law.map(|law| law.creeping(creep)))
    };
    match valve.kind {
        ValveKind::Tcv | ValveKind::Gpv => throttle(setting),
        ValveKind::Pcv => throttle(positional(valve.minor, curve(), setting, scale.constants)),
        ValveKind::Prv => regulator(Side::Reducing, link.to),
        ValveKind::Psv => regulator(Side::Sustaining, link.from),
        ValveKind::Pbv if setting == 0.0 => throttle(valve.minor),
        ValveKind::Pbv => {
            let (set, resistance) = (scale.pascal(head), open);
            ValveLaw::Device(Device::new(Law::Breaker { set, resistance }, usual))
        }
        ValveKind::Fcv => {
            let law = Throttle::new(open, usual).map(|law| law.creeping(creep));
            let most = scale.mass(setting);
            ValveLaw::Throttle(law.and_then(|law| law.between(f64::NEG_INFINITY, most)))
        }
    }
}

/// Loss coefficient of a valve opened to `percent`, along the curve of its flow coefficient. Beyond the last point of a
/// curve that ends below 100 percent EPANET 2.3 goes on along the line from 1 percent at 1 to that point, where 100 at
/// 100 must be meant; with its constants so do we.
fn positional(
    open: f64,
    curve: Option<&Vec<(f64, f64)>>,
    percent: f64,
    constants: Constants,
) -> f64 {
    if percent >= 100.0 {
        return open;
    }
    let share = match curve.map(Vec::as_slice) {
        None | Some([]) => percent,
        Some(points) => {
            let mut all = Vec::with_capacity(points.len() + 2);
            all.extend(points.first().filter(|p| p.0 > 0.0).map(|_| (0.0, 0.0)));
            all.extend_from_slice(points);
            let (x, y) = all[all.len() - 1];
            all.push(match constants {
                Constants::Epanet if x > 1.0 => (100.0, y + (y - 1.0) / (x - 1.0) * (100.0 - x)),
                _ => (100.0, 100.0),
            });
            all.dedup_by_key(|p| p.0);
            let next = all
                .partition_point(|p| p.0 < percent)
                .clamp(1, all.len() - 1);
            let ((x0, y0), (x1, y1)) = (all[next - 1], all[next]);
            y0 + (y1 - y0) / (x1 - x0) * (percent - x0)
        }
    };
    let share = (share / 100.0).clamp(1e-6, 1.0);
    (open / (share * share)).min(1e8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shares that EPANET 2.3.5 (owa-epanet) has of this curve: 100/√(K/K_open) of its losses.
    #[test]
    fn a_positional_valve_follows_its_curve_as_in_epanet() {
        let curve = vec![(20.0, 5.0), (50.0, 25.0), (80.0, 70.0)];
        for (percent, share) in [
            (5.0, 1.25),
            (30.0, 11.6667),
            (79.0, 68.5),
            (82.0, 71.7468),
            (95.0, 83.1013),
            (100.0, 100.0),
        ] {
            let k = positional(10.0, Some(&curve), percent, Constants::Epanet);
            let ours = 100.0 / (k / 10.0).sqrt();
            assert!((ours - share).abs() < 1e-4, "{percent}: {ours} {share}");
        }
        // A curve that tells what passes a shut valve is kept at that.
        let leaks = vec![(0.0, 30.0), (100.0, 100.0)];
        let k = positional(2.0, Some(&leaks), 5.0, Constants::Epanet);
        assert!((100.0 / (k / 2.0).sqrt() - 33.5).abs() < 1e-9, "{k}");
        let exact = positional(10.0, Some(&curve), 95.0, Constants::Si);
        assert!((100.0 / (exact / 10.0).sqrt() - 92.5).abs() < 1e-9);
    }
}
