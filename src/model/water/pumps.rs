//! Pumps and their head curves.

use super::{Scale, WaterError};
use crate::config::inp::{Inp, Link, Pump};
use crate::physics::hydraulic::device::{Device, Law};

/// Shut-off head over the design head of a pump given by one point, in EPANET and exactly.
const SHUT_OFF: [f64; 2] = [1.33334, 4.0 / 3.0];
/// Flow from which a pump of constant power starts [m³/s]: EPANET's 1 cfs.
const POWER_FLOW: f64 = 0.028;

/// The law of a running pump.
pub(super) fn device(
    inp: &Inp,
    scale: &Scale,
    link: &Link,
    pump: &Pump,
) -> Result<Device, WaterError> {
    let wrong = |_| WaterError::Curve {
        pump: link.id.clone(),
    };
    if let Some(power) = pump.power {
        let law = Law::Power(scale.pascal(power * scale.power) * scale.density);
        return Device::new(law, POWER_FLOW * scale.density).map_err(wrong);
    }
    let curve = pump.curve.as_ref().and_then(|name| inp.curves.get(name));
    let curve = curve.ok_or_else(|| WaterError::NoCurve(link.id.clone()))?;
    let points: Vec<(f64, f64)> = curve
        .iter()
        .map(|&(q, h)| (scale.mass(q), scale.pascal(h * scale.length)))
        .collect();
    let exact = usize::from(scale.constants == super::Constants::Si);
    let (law, usual) = match *points.as_slice() {
        [(q, h)] => (function(SHUT_OFF[exact] * h, (q, h), (2.0 * q, 0.0)), q),
        [(0.0, h), middle, last] => (function(h, middle, last), middle.0),
        _ => {
            let usual = points.get(points.len() / 2).map_or(0.0, |p| p.0);
            (Some(Law::Points(points)), usual)
        }
    };
    let law = law.ok_or_else(|| WaterError::Curve {
        pump: link.id.clone(),
    })?;
    Device::new(law, usual).map_err(wrong)
}

/// h₀ − r·ṁⁿ through two points.
fn function(shut_off: f64, near: (f64, f64), far: (f64, f64)) -> Option<Law> {
    let (fallen, all) = (shut_off - near.1, shut_off - far.1);
    let exponent = (all / fallen).ln() / (far.0 / near.0).ln();
    let good = fallen > 0.0 && all > fallen && exponent > 0.0 && exponent <= 20.0;
    good.then(|| Law::Function {
        shut_off,
        fall: fallen / near.0.powf(exponent),
        exponent,
    })
}
