//! The solver on small networks whose answer is known, and its behaviour at the edges.

use super::*;
use crate::model::hydraulic::HydraulicsBuilder;
use crate::physics::hydraulic::LawError;
use crate::physics::hydraulic::check_valve::CheckValve;
use crate::physics::hydraulic::curve::Curve;
use crate::physics::hydraulic::efficiency::Efficiency;
use crate::physics::hydraulic::flow_limiter::FlowLimiter;
use crate::physics::hydraulic::pipe::Pipe;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::pump::{Drive, Pump};
use crate::physics::hydraulic::regulated_pump::{Hold, RegulatedPump};
use crate::physics::hydraulic::stop_valve::StopValve;

mod epanet;
mod invariance;
mod kept;
mod random;
mod regulating;
mod symmetry;
mod textbook;

const FULL: Drive = Drive {
    speed: 1.0,
    running: 1.0,
};

fn pump(installed: u32) -> Result<Pump, LawError> {
    let curve = Curve::rated(3e5, 0.02, 2.4e5)?;
    Pump::new(curve, 1000.0, Efficiency::parabola(0.75, 0.02)?, installed)
}

fn run(h: &Hydraulics) -> (Flows, Convergence) {
    run_to(h, &Tolerance::default())
}

fn run_to(h: &Hydraulics, tolerance: &Tolerance) -> (Flows, Convergence) {
    let net = Network::new(h);
    let mut ws = Workspace::new(h, &net);
    let mut flows = Flows::new(h);
    let report = solve(h, &net, &mut ws, &mut flows, tolerance);
    let report = report.unwrap_or_else(|e| panic!("{e}"));
    assert_solution(h, &flows);
    (flows, report)
}

/// Every node balances to rounding and every link's potentials differ by its loss.
fn assert_solution(h: &Hydraulics, flows: &Flows) {
    let mut balance = h.injection.clone();
    let mut through = vec![1e-12; h.nodes()];
    for l in 0..h.links() {
        let m = flows.mass[l];
        for (v, sign) in [(h.from[l] as usize, -1.0), (h.to[l] as usize, 1.0)] {
            balance[v] += sign * m;
            through[v] += m.abs();
        }
        let difference = flows.potential[h.from[l] as usize] - flows.potential[h.to[l] as usize];
        let loss = flows.drop[l] + h.buoyancy(LinkId(l as u32));
        let error = (difference - loss).abs();
        assert!(
            error <= 1e-3,
            "{}: {error} Pa",
            h.link_name(LinkId(l as u32))
        );
    }
    let parts = h.parts();
    let largest = flows.mass.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    for v in 0..h.nodes() {
        let part_open = h
            .fixed
            .iter()
            .filter(|f| parts[f.node.0 as usize] == parts[v]);
        if part_open.count() == 1 || h.fixed.iter().all(|f| f.node.0 as usize != v) {
            let injected: f64 = (0..h.nodes())
                .filter(|&u| parts[u] == parts[v])
                .map(|u| h.injection[u])
                .sum();
            let vessel = h.fixed.iter().any(|f| f.node.0 as usize == v);
            let expected = if vessel { injected } else { 0.0 };
            let error = (balance[v] - expected).abs();
            let rounding = 4e-15 * through[v] + 2e-15 * largest;
            assert!(
                error <= rounding,
                "{}: {error}",
                h.node_name(NodeId(v as u32))
            );
        }
    }
}

fn hose(length: f64, diameter: f64) -> Result<Pipe, LawError> {
    Pipe::new(length, diameter, 1e-5, 1.0)
}

/// Two CDUs, `rows` rows of `racks` racks on ladder headers; every rack a limiter, a record and a hose.
fn hall(rows: usize, racks: usize, set: f64) -> (Hydraulics, Vec<LinkId>, Vec<LinkId>) {
    let mut b = HydraulicsBuilder::new(1013.0, 1.36e-3);
    let total = (rows * racks) as f64 * 1.5;
    let (mut supply, mut back) = (b.node("s", 0.0), b.node("r", 0.0));
    let vessel = b.node("vessel", 4.0);
    b.pipe("vessel leg", back, vessel, hose(5.0, 0.05));
    b.anchor(vessel, 1.5e5);
    let (mut groups, mut limiters) = (Vec::new(), Vec::new());
    for c in 0..2 {
        let d = b.node(format!("d{c}"), 0.0);
        let curve = Curve::rated(3.5e5, total / 2000.0, 2.6e5).unwrap();
        let efficiency = Efficiency::parabola(0.7, total / 2000.0).unwrap();
        let law = Pump::new(curve, 1013.0, efficiency, 2).and_then(|p| {
            RegulatedPump::new(p, &[PowerLaw::new(total / 2.0, 6e4, 1.8)?], 0.2, 1.0)
        });
        let hold = Hold {
            pressure: 1.4e5,
            droop: 2e3 / total,
            running: 2.0,
            fouling: 1.0,
            slack: 0.0,
            bias: 0.0,
        };
        groups.push(b.regulated_pump(format!("cdu{c}"), back, d, law, hold));
        b.pipe(format!("out{c}"), d, supply, hose(4.0 + c as f64, 0.25));
    }
    for r in 0..rows {
        let (s, t) = (b.node(format!("s{r}"), 0.0), b.node(format!("r{r}"), 0.0));
        b.pipe(format!("hs{r}"), supply, s, hose(2.5, 0.2));
        b.pipe(format!("hr{r}"), t, back, hose(2.5, 0.2));
        (supply, back) = (s, t);
        let (mut s, mut t) = (s, t);
        for k in 0..racks {
            let (s2, t2) = (
                b.node(format!("s{r}.{k}"), 0.0),
                b.node(format!("r{r}.{k}"), 0.0),
            );
            b.pipe(format!("ms{r}.{k}"), s, s2, hose(0.75, 0.1));
            b.pipe(format!("mr{r}.{k}"), t2, t, hose(0.75, 0.1));
            let (x, y) = (
                b.node(format!("x{r}.{k}"), 0.5),
                b.node(format!("y{r}.{k}"), 1.5),
            );
            let law = FlowLimiter::rated(2.0, 2e4, 1013.0);
            limiters.push(b.flow_limiter(format!("picv{r}.{k}"), s2, x, law, set));
            b.power_law(format!("rack{r}.{k}"), x, y, PowerLaw::new(1.5, 8e4, 1.85));
            b.pipe(format!("hose{r}.{k}"), y, t2, hose(2.0, 0.04));
            (s, t) = (s2, t2);
        }
    }
    (b.build().unwrap(), groups, limiters)
}

#[test]
fn one_loop_meets_its_operating_point() {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let (a, c) = (b.node("a", 0.0), b.node("b", 0.0));
    b.pump("pump", a, c, pump(1), FULL);
    b.power_law("rack", c, a, PowerLaw::new(20.0, 2.4e5, 1.85));
    b.anchor(a, 2e5);
    let (flows, _) = run(&b.build().unwrap());
    assert!((flows.mass[0] - 20.0).abs() < 1e-6);
    assert_eq!(flows.mass[0], flows.mass[1]);
    assert!((flows.potential[1] - 4.4e5).abs() < 1e-2);
}

#[test]
fn a_hall_converges_cold_and_stays_put_when_warm() {
    let (h, _, _) = hall(4, 20, 1.5);
    let net = Network::new(&h);
    let mut ws = Workspace::new(&h, &net);
    let (mut flows, cold) = run(&h);
    assert!(cold.iterations < 15, "{cold:?}");
    let before = flows.clone();
    let warm = solve(&h, &net, &mut ws, &mut flows, &Tolerance::default()).unwrap();
    assert_eq!((warm.iterations, flows), (0, before));
}

#[test]
fn limiters_hold_their_setting_or_are_open_valves() {
    for (set, limited) in [
        (0.5, true),
        (1.0, true),
        (3.0, false),
        (f64::INFINITY, false),
    ] {
        let (h, _, limiters) = hall(4, 20, set);
        let (flows, report) = run(&h);
        for l in limiters {
            let m = flows.flow(l);
            assert!(m < set * (1.0 + 2e-6), "{set} {m} {report:?}");
            assert_eq!((m / set - 1.0).abs() < 2e-6, limited, "{set} {m}");
        }
    }
}

#[test]
fn shutting_one_rack_gives_its_neighbours_more() {
    let (mut h, _, limiters) = hall(2, 10, f64::INFINITY);
    let (open, _) = run(&h);
    h.set_flow(limiters[5], 0.0).unwrap();
    let (shut, _) = run(&h);
    assert!(shut.flow(limiters[5]).abs() < 1e-5);
    assert!(shut.flow(limiters[4]) > open.flow(limiters[4]) * (1.0 + 1e-6));
}

#[test]
fn all_racks_shut_and_all_pumps_off_still_converge() {
    let (mut h, groups, limiters) = hall(3, 12, 1.5);
    let net = Network::new(&h);
    let mut ws = Workspace::new(&h, &net);
    let mut flows = Flows::new(&h);
    let tolerance = Tolerance::default();
    let mut step = |h: &Hydraulics, flows: &mut Flows| {
        let report = solve(h, &net, &mut ws, flows, &tolerance).unwrap();
        assert_solution(h, flows);
        report
    };
    step(&h, &mut flows);
    for &l in &limiters {
        h.set_flow(l, 0.0).unwrap();
    }
    step(&h, &mut flows);
    assert!(limiters.iter().all(|&l| flows.flow(l).abs() < 1e-5));
    for &l in &limiters {
        h.set_flow(l, 1.5).unwrap();
    }
    h.set_running(groups[0], 0.0).unwrap();
    step(&h, &mut flows);
    assert!(flows.flow(groups[0]).abs() < 1e-4 && flows.flow(groups[1]) > 1.0);
    h.set_running(groups[1], 0.0).unwrap();
    step(&h, &mut flows);
    let still = flows.mass.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    assert!(still < 1e-5, "{still}");
}

/// The last digit of a limited flow is more pressure than 1e-9 of a pump of 2 kPa.
#[test]
fn a_weak_pump_beside_a_stiff_limit_converges() {
    for set in [1.0, 3.7, 5.3, 9.1, 14.9] {
        let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
        let [s, d, e] = ["s", "d", "e"].map(|n| b.node(n, 0.0));
        let curve = Curve::rated(2.2e3, 0.02, 2e3);
        let law = curve.and_then(|c| Pump::new(c, 1000.0, Efficiency::parabola(0.7, 0.02)?, 1));
        b.pump("pump", s, d, law, FULL);
        b.flow_limiter("limit", d, e, FlowLimiter::new(500.0), set);
        b.power_law("beside", d, e, PowerLaw::new(5.0, 1e3, 1.9));
        b.power_law("back", e, s, PowerLaw::new(20.0, 100.0, 1.9));
        b.anchor(s, 2e5);
        let (flows, report) = run(&b.build().unwrap());
        assert!((flows.mass[1] / set - 1.0).abs() < 1e-5 && report.iterations < 40);
    }
}

#[test]
fn a_tripped_loop_is_left_with_its_buoyancy() {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let (a, c, d) = (b.node("a", 0.0), b.node("b", 0.0), b.node("top", 6.0));
    let off = Drive {
        speed: 1.0,
        running: 0.0,
    };
    let pump = b.pump("pump", a, c, pump(1), off);
    let hot = b.pipe("riser", c, d, hose(6.0, 0.1));
    b.pipe("downcomer", d, a, hose(6.0, 0.1));
    b.anchor(a, 2e5);
    let mut h = b.build().unwrap();
    let (flows, _) = run(&h);
    assert!(flows.flow(pump).abs() < 1e-5);
    h.density[hot.0 as usize] = 985.0;
    let (flows, _) = run(&h);
    let drive = 15.0 * 9.80665 * 6.0;
    let lost: f64 = flows.drop.iter().sum();
    assert!(
        flows.flow(pump) > 1.0 && (lost / drive - 1.0).abs() < 1e-6,
        "{lost} {drive}"
    );
    h.density[hot.0 as usize] = 1015.0;
    // Reverse buoyancy is held by the pump's check valve.
    assert!(run(&h).0.flow(pump).abs() < 1e-5);
}

#[test]
fn a_check_valve_and_a_stop_valve_hold() {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let (a, c) = (b.node("a", 0.0), b.node("b", 0.0));
    b.pump("pump", a, c, pump(1), FULL);
    b.power_law("rack", c, a, PowerLaw::new(20.0, 2.4e5, 1.85));
    let check = b.check_valve("check", a, c, CheckValve::new(50.0));
    let stop = b.stop_valve("bypass", c, a, StopValve::new(50.0), false);
    b.anchor(a, 2e5);
    let mut h = b.build().unwrap();
    let (flows, _) = run(&h);
    assert!(flows.flow(check).abs() < 1e-5 && flows.flow(stop).abs() < 1e-5);
    assert!((flows.mass[1] - 20.0).abs() < 1e-4);
    h.set_opening(stop, 1.0).unwrap();
    assert!(run(&h).0.flow(stop) > 5.0);
}

#[test]
fn injections_pass_through_dead_ends_and_chains() {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let n: Vec<NodeId> = (0..6).map(|i| b.node(format!("n{i}"), 0.0)).collect();
    for (i, (x, y)) in [(0, 1), (1, 2), (2, 3), (3, 0), (1, 4), (5, 4)]
        .iter()
        .enumerate()
    {
        b.pipe(format!("p{i}"), n[*x], n[*y], hose(10.0, 0.05));
    }
    b.inject(n[5], 2.0);
    b.inject(n[2], -0.5);
    b.anchor(n[3], 1e5);
    let (flows, _) = run(&b.build().unwrap());
    assert_eq!((flows.mass[5], flows.mass[4]), (2.0, -2.0));
    assert!((flows.mass[2] - flows.mass[3] - 1.5).abs() < 1e-12);
}

#[test]
fn a_number_that_is_none_is_named() {
    let (mut h, ..) = hall(2, 5, 1.5);
    h.viscosity[7] = f64::NAN;
    let name = h.link_name(LinkId(7)).to_owned();
    let net = Network::new(&h);
    let mut ws = Workspace::new(&h, &net);
    let error = solve(
        &h,
        &net,
        &mut ws,
        &mut Flows::new(&h),
        &Tolerance::default(),
    );
    assert_eq!(error, Err(SolveError::NotANumber { element: name }));
}

#[test]
fn no_convergence_names_an_element() {
    let (h, ..) = hall(2, 5, 1.5);
    let net = Network::new(&h);
    let mut ws = Workspace::new(&h, &net);
    let strict = Tolerance {
        iterations: 1,
        ..Tolerance::default()
    };
    let error = solve(&h, &net, &mut ws, &mut Flows::new(&h), &strict).unwrap_err();
    assert!(
        matches!(error, SolveError::NotConverged { iterations: 1, .. }),
        "{error}"
    );
}
