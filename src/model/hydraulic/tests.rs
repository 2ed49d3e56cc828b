use super::*;
use crate::physics::hydraulic::LawError;
use crate::physics::hydraulic::curve::Curve;
use crate::physics::hydraulic::efficiency::Efficiency;
use crate::physics::hydraulic::pipe::Pipe;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::pump::{Drive, Pump};
use crate::physics::hydraulic::valve::{Trim, Valve};

const FULL: Drive = Drive {
    speed: 1.0,
    running: 1.0,
};

fn pump() -> Result<Pump, LawError> {
    Pump::new(
        Curve::rated(3e5, 0.02, 2.4e5)?,
        1000.0,
        Efficiency::parabola(0.75, 0.02)?,
        1,
    )
}

fn loop_of(b: &mut HydraulicsBuilder, name: &str) -> (NodeId, LinkId, LinkId) {
    let (a, c) = (
        b.node(format!("{name}.a"), 0.0),
        b.node(format!("{name}.b"), 0.0),
    );
    let pump = b.pump(format!("{name}.pump"), a, c, pump(), FULL);
    let rack = b.power_law(format!("{name}.rack"), c, a, PowerLaw::new(10.0, 1e5, 1.9));
    (a, pump, rack)
}

#[test]
fn two_loops_with_a_vessel_each_are_a_network() {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    for name in ["primary", "secondary"] {
        let (a, ..) = loop_of(&mut b, name);
        b.anchor(a, 2e5);
    }
    let net = b.build().unwrap();
    assert_eq!((net.nodes(), net.links()), (4, 4));
    assert_eq!(net.find_link("secondary.rack"), Some(LinkId(3)));
    assert!(net.dead_ends().is_empty());
}

#[test]
fn every_fault_is_reported_at_once_with_its_element() {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let (a, ..) = loop_of(&mut b, "one");
    b.anchor(a, 2e5);
    b.anchor(NodeId(1), 3e5);
    loop_of(&mut b, "floating");
    b.node("lost", 0.0);
    b.pipe("one.flat", a, NodeId(1), Pipe::new(0.0, 0.1, 0.0, 0.0));
    b.pipe("ring", a, a, Pipe::new(1.0, 0.1, 0.0, 0.0));
    b.valve(
        "one.pump",
        a,
        NodeId(1),
        Valve::new(10.0, Trim::Linear, 1e-4),
        1.5,
    );
    let text: Vec<String> = b
        .build()
        .unwrap_err()
        .iter()
        .map(|e| e.to_string())
        .collect();
    for part in [
        "one.flat: length [m] must be above zero",
        "two elements are called one.pump",
        "ring starts and ends at one.a",
        "one.pump: opening is 1.5",
        "one.a and one.b both give the pressure",
        "around floating.a (2 nodes) has no expansion vessel",
        "node lost is not connected",
    ] {
        let hits = text.iter().filter(|t| t.contains(part)).count();
        assert_eq!(hits, 1, "{part}: {text:#?}");
    }
    assert_eq!(text.len(), 7, "{text:#?}");
}

#[test]
fn a_loop_without_a_pump_needs_another_drive() {
    let draw = |height: f64, injection: f64| {
        let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
        let (a, c) = (b.node("a", 0.0), b.node("b", height));
        b.pipe("up", a, c, Pipe::new(3.0, 0.05, 0.0, 0.0));
        b.pipe("down", c, a, Pipe::new(3.0, 0.05, 0.0, 0.0));
        b.anchor(a, 1e5);
        b.inject(c, injection);
        b.build()
    };
    assert!(matches!(
        draw(0.0, 0.0).unwrap_err()[..],
        [NetworkError::NoDrive { .. }]
    ));
    assert!(draw(3.0, 0.0).is_ok() && draw(0.0, 1.0).is_ok());
}

#[test]
fn settings_are_checked() {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let (a, pump, rack) = loop_of(&mut b, "one");
    b.anchor(a, 2e5);
    let mut net = b.build().unwrap();
    assert!(net.set_speed(pump, 0.8).is_ok() && net.set_running(pump, 0.0).is_ok());
    assert!(net.set_speed(pump, f64::NAN).is_err() && net.set_running(pump, 2.0).is_err());
    assert!(net.set_fouling(rack, 1.3).is_ok());
    let error = net.set_opening(rack, 0.5).unwrap_err().to_string();
    assert_eq!(error, "one.rack is a loss record and has no opening");
    assert_eq!(net.power_laws.scale[0], 1.3);
    assert!(net.duty(rack, 1.0).is_none() && net.duty(pump, 1.0).is_some());
}

#[test]
fn dead_ends_are_found() {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let (a, ..) = loop_of(&mut b, "one");
    let (vessel, blind) = (b.node("vessel", 0.0), b.node("blind", 0.0));
    b.pipe("to vessel", a, vessel, Pipe::new(1.0, 0.05, 0.0, 0.0));
    let end = b.pipe("end", a, blind, Pipe::new(1.0, 0.05, 0.0, 0.0));
    b.anchor(vessel, 2e5);
    assert_eq!(b.build().unwrap().dead_ends(), vec![end]);
}
