use super::*;
use crate::config::inp::{LinkKind, ValveKind};
use crate::model::hydraulic::HydraulicsBuilder;
use crate::physics::hydraulic::check_valve::CheckValve;
use crate::physics::hydraulic::curve::Curve;
use crate::physics::hydraulic::efficiency::Efficiency;
use crate::physics::hydraulic::formula_pipe::FormulaPipe;
use crate::physics::hydraulic::pipe::Pipe;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::pump::{Drive, Pump};
use crate::physics::hydraulic::regulator::{Regulator, Side};

/// Two loops of unlike coolants, each a pump, a pipe and a rack.
fn loops() -> Hydraulics {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    for name in ["cold", "a loop with a name that is too long for it"] {
        let [s, d, e] = ["s", "d", "e"].map(|n| b.node(format!("{name}.{n}"), 0.0));
        let curve = Curve::rated(3e5, 0.02, 2.4e5);
        let efficiency = Efficiency::parabola(0.75, 0.02);
        let pump = curve.and_then(|c| Pump::new(c, 1000.0, efficiency?, 1));
        let full = Drive {
            speed: 1.0,
            running: 1.0,
        };
        b.pump(format!("{name}.pump"), s, d, pump, full);
        b.pipe(
            format!("{name}.pipe"),
            d,
            e,
            Pipe::new(40.0, 0.1, 5e-5, 2.0),
        );
        b.power_law(format!("{name}.rack"), e, s, PowerLaw::new(20.0, 1e5, 1.85));
        b.anchor(s, 2e5);
    }
    let mut h = b.build().unwrap();
    for l in 3..6 {
        (h.density[l], h.viscosity[l]) = (1020.0, 1.7e-3);
    }
    h
}

#[test]
fn pipes_of_another_coolant_are_similar_ones() {
    let h = loops();
    let inp = Inp::read(&export(&h, &[0.0; 6], "two").unwrap().text).unwrap();
    let pipes = inp.links.iter().filter_map(|l| match &l.kind {
        LinkKind::Pipe(p) => Some(*p),
        _ => None,
    });
    let [plain, similar] = pipes.collect::<Vec<_>>()[..] else {
        panic!("two pipes");
    };
    let a = (1.7e-3 / 1020.0) / 1e-6;
    // Which of two equally common coolants names the file's viscosity does not matter.
    let (plain, similar, a) = if plain.length == 40.0 {
        (plain, similar, a)
    } else {
        (similar, plain, 1.0 / a)
    };
    let near = |x: f64, y: f64| assert!((x / y - 1.0).abs() < 1e-12, "{x} {y}");
    near(similar.diameter / plain.diameter, a);
    near(similar.roughness / plain.roughness, a);
    near(similar.length / plain.length, a.powi(5));
    near(similar.minor / plain.minor, a.powi(4));
}

#[test]
fn names_are_kept_where_epanet_can_read_them() {
    let written = export(&loops(), &[0.0; 6], "two").unwrap();
    assert_eq!(written.links[..2], ["cold.pump", "cold.pipe"]);
    assert_eq!(written.links[3], "L3");
    assert_eq!(names(["L1", "a b"].into_iter(), 'L'), ["L1", "L1_"]);
}

#[test]
fn curves_have_a_point_at_the_present_flow() {
    let h = loops();
    let flow = [17.3; 6];
    let written = export(&h, &flow, "two").unwrap();
    let inp = Inp::read(&written.text).unwrap();
    let litres = 17.3 / (1000.0 * 28.316_846_592e-3 / 28.317);
    let points = &inp.curves["C2"];
    assert!(points.iter().any(|p| (p.0 / litres - 1.0).abs() < 1e-12));
    assert!(
        points
            .windows(2)
            .all(|w| w[1].0 > w[0].0 && w[1].1 > w[0].1)
    );
    assert!(inp.curves["C0"].windows(2).all(|w| w[1].1 < w[0].1));
}

#[test]
fn what_a_file_cannot_say_is_refused_by_name() {
    let mut h = loops();
    h.density[1] = 990.0;
    h.density[2] = 980.0;
    let text: Vec<String> = export(&h, &[0.0; 6], "two")
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(text.len(), 1);
    assert!(text[0].starts_with("cold.pump and cold.pipe are in one loop"));
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let (high, low) = (b.node("high", 3.0), b.node("low", 0.0));
    b.formula_pipe("f", high, low, FormulaPipe::new(1.0, 1.852, 0.0, 1.0));
    b.check_valve("c", high, low, CheckValve::new(10.0));
    b.anchor(high, 1e5);
    let error = export(&b.build().unwrap(), &[0.0; 2], "f").unwrap_err();
    assert!(matches!(error[..], [ExportError::Kind { .. }]));
}

/// A loop with a valve that keeps `set`, which counts from the suction where it has an impulse line.
fn regulated(side: Side, sensed: bool) -> Hydraulics {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let heights = [("s", 0.0), ("d", 2.0), ("e", 2.0)];
    let [s, d, e] = heights.map(|(name, z)| b.node(name, z));
    let curve = Curve::rated(3e5, 0.02, 2.4e5);
    let efficiency = Efficiency::parabola(0.75, 0.02);
    let pump = curve.and_then(|c| Pump::new(c, 1000.0, efficiency?, 1));
    let full = Drive {
        speed: 1.0,
        running: 1.0,
    };
    b.pump("pump", s, d, pump, full);
    let column = b.reference_density() * GRAVITY * 2.0;
    let law = Regulator::new(side, 3e5 + column, 250.0, 5.0);
    if sensed {
        b.difference_regulator("keeper", d, e, law, s);
    } else {
        b.regulator("keeper", d, e, law);
    }
    b.power_law("rack", e, s, PowerLaw::new(20.0, 1e5, 1.85));
    b.anchor(s, 2e5);
    b.build().unwrap()
}

#[test]
fn valves_that_keep_a_pressure_are_written_with_it() {
    for (side, kind) in [
        (Side::Reducing, ValveKind::Prv),
        (Side::Sustaining, ValveKind::Psv),
    ] {
        let h = regulated(side, false);
        let inp = Inp::read(&export(&h, &[10.0; 3], "kept").unwrap().text).unwrap();
        let valve = inp.links.iter().find(|l| l.id == "keeper").unwrap();
        assert!(matches!(&valve.kind, LinkKind::Valve(v) if v.kind == kind));
        // Both ends are the valve's own: EPANET's errors 219 and 220.
        for end in [valve.from, valve.to] {
            let at = |l: &&crate::config::inp::Link| l.from == end || l.to == end;
            assert_eq!(inp.links.iter().filter(at).count(), 2);
        }
        let metres = 3e5 / (1000.0 * 32.2 * 0.3048);
        assert!((valve.state.setting.unwrap() / metres - 1.0).abs() < 1e-12);
        let height = inp.nodes[valve.to].elevation;
        assert!((height / (2.0 * GRAVITY / (32.2 * 0.3048)) - 1.0).abs() < 1e-12);
    }
}

#[test]
fn a_valve_that_keeps_a_difference_is_refused_by_name() {
    let h = regulated(Side::Reducing, true);
    let refused = export(&h, &[10.0; 3], "kept").unwrap_err();
    let [ExportError::Difference { element, node }] = &refused[..] else {
        panic!("{refused:?}");
    };
    assert_eq!([element.as_str(), node.as_str()], ["keeper", "s"]);
}
