//! What every law has to be: rising, differentiable through rest, and odd where it has no direction.

use super::check_valve::CheckValve;
use super::curve::Curve;
use super::efficiency::Efficiency;
use super::flow_limiter::FlowLimiter;
use super::pipe::Pipe;
use super::power_law::PowerLaw;
use super::pump::{Drive, Pump};
use super::regulated_pump::{Hold, RegulatedPump};
use super::valve::{Trim, Valve};
use super::*;
use proptest::prelude::*;

type Law = (&'static str, Box<dyn Fn(f64) -> Loss>);

fn two_way(a: f64, b: f64, n: f64) -> Vec<Law> {
    let pipe = Pipe::new(1.0 + 9.0 * a, 0.01 + 0.09 * b, 1e-5, 3.0 * a).unwrap();
    let at = pipe.at(1010.0, 1e-3);
    let record = PowerLaw::new(0.2 + 3.0 * b, 1e4 + 1e5 * a, n).unwrap();
    let valve = Valve::new(
        1.0 + 30.0 * a,
        Trim::EqualPercentage { rangeability: 50.0 },
        1e-4,
    );
    let orifice = valve.unwrap().orifice(b, 1010.0);
    let limiter = FlowLimiter::new(5.0 + 30.0 * a)
        .unwrap()
        .orifice(2.0 * b, 1010.0);
    vec![
        ("pipe", Box::new(move |m| at.loss(m))),
        ("power law", Box::new(move |m| record.loss(m, 1.0))),
        ("valve", Box::new(move |m| orifice.loss(m))),
        ("limiter", Box::new(move |m| limiter.loss(m))),
    ]
}

fn one_way(a: f64, b: f64) -> Vec<Law> {
    let check = CheckValve::new(10.0 + 30.0 * a).unwrap().orifice(1010.0);
    let curve = Curve::rated(2e5 + 2e5 * a, 0.004, 1.5e5).unwrap();
    let efficiency = Efficiency::parabola(0.7, 0.004).unwrap();
    let pump = Pump::new(curve, 998.0, efficiency, 2).unwrap();
    let record = PowerLaw::new(6.0, 4e4, 1.8).unwrap();
    let group = RegulatedPump::new(pump.clone(), &[record], 0.2, 1.0).unwrap();
    let drive = Drive {
        speed: b,
        running: 2.0,
    };
    let hold = Hold {
        pressure: 2e5 * b,
        droop: 500.0 * a,
        running: 1.0,
        fouling: 1.0,
        slack: 0.0,
        bias: 0.0,
    };
    vec![
        ("check valve", Box::new(move |m| check.loss(m))),
        ("pump", Box::new(move |m| pump.loss(m, 1010.0, drive))),
        (
            "regulated pump",
            Box::new(move |m| group.loss(m, 1010.0, hold)),
        ),
    ]
}

/// Rises, and lies between its own tangents: the derivative is that of the value.
fn assert_rises(law: &Law, m: f64) -> Result<(), TestCaseError> {
    let (name, f) = law;
    let h = 1e-6 * m.abs().max(1e-6);
    let (low, mid, high) = (f(m - h), f(m), f(m + h));
    prop_assert!(
        mid.slope >= 0.0 && mid.slope.is_finite(),
        "{name} {m}: {mid:?}"
    );
    let rounding = 1e-9 * (1.0 + mid.drop.abs());
    prop_assert!(high.drop >= low.drop - rounding, "{name} at {m} falls");
    let fd = (high.drop - low.drop) / (2.0 * h);
    let (least, most) = (
        low.slope.min(mid.slope).min(high.slope),
        low.slope.max(mid.slope).max(high.slope),
    );
    let slack = 1e-4 * most + rounding / h;
    prop_assert!(
        fd >= least - slack && fd <= most + slack,
        "{name} at {m}: difference {fd}, slope {least} to {most}"
    );
    Ok(())
}

proptest! {
    #[test]
    fn laws_rise_with_flow_as_their_slope_says(
        a in 0.0..1.0f64, b in 0.01..1.0f64, n in 1.0..2.5f64, m in -8.0..8.0f64, tiny in -6.0..0.0f64,
    ) {
        for law in two_way(a, b, n).iter().chain(&one_way(a, b)) {
            assert_rises(law, m)?;
            assert_rises(law, m.signum() * 10f64.powf(tiny))?;
        }
    }

    #[test]
    fn laws_without_a_direction_are_odd(
        a in 0.0..1.0f64, b in 0.01..1.0f64, n in 1.0..2.5f64, m in 0.0..8.0f64,
    ) {
        for (name, f) in two_way(a, b, n) {
            let (forward, reverse) = (f(m), f(-m));
            prop_assert_eq!(forward.drop, -reverse.drop, "{}", name);
            prop_assert_eq!(forward.slope, reverse.slope, "{}", name);
        }
    }

    #[test]
    fn a_dirtier_a_longer_or_a_more_viscous_line_loses_more(
        a in 0.0..1.0f64, b in 0.01..1.0f64, m in 1e-4..8.0f64,
    ) {
        let pipe = Pipe::new(1.0 + a, 0.01 + 0.05 * b, 1e-5, 1.0).unwrap();
        let base = pipe.at(1000.0, 1e-3).loss(m).drop;
        let longer = Pipe { length: 2.0 * pipe.length, ..pipe };
        prop_assert!(longer.at(1000.0, 1e-3).loss(m).drop > base);
        // Within the transition more viscosity can mean less loss: the flow turns laminar.
        let re = m * pipe.at(1000.0, 1e-3).reynolds;
        if !(2000.0..4800.0).contains(&re) {
            prop_assert!(pipe.at(1000.0, 1.2e-3).loss(m).drop > base);
        }
        let rougher = Pipe { roughness: 2e-5, ..pipe };
        prop_assert!(rougher.at(1000.0, 1e-3).loss(m).drop >= base);
    }
}
