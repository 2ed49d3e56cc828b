//! Pumps and their head curves.

use super::{Scale, WaterError, curves};
use crate::config::inp::{Inp, Link, Pump};
use crate::model::hydraulic::NetworkError;
use crate::physics::hydraulic::LawError;
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
    let wrong = |source: LawError| {
        WaterError::from(NetworkError::Law {
            element: format!("link {}", link.id),
            source,
        })
    };
    if let Some(power) = pump.power {
        let law = Law::Power(scale.pascal(power * scale.power) * scale.density);
        return Device::new(law, POWER_FLOW * scale.density).map_err(wrong);
    }
    let curve = pump.curve.as_ref().and_then(|name| inp.curves.get(name));
    let curve = curve.ok_or_else(|| WaterError::NoCurve(link.id.clone()))?;
    let level = curves::head(&link.id, curve)?;
    let of = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        let si = |&(q, h)| (scale.mass(q), scale.pascal(h * scale.length));
        points.iter().map(si).collect()
    };
    let exact = usize::from(scale.constants == super::Constants::Si);
    let (law, usual) = match *of(curve).as_slice() {
        [(q, h)] => (function(SHUT_OFF[exact] * h, (q, h), (2.0 * q, 0.0)), q),
        [(0.0, h), middle, last] => (function(h, middle, last), middle.0),
        ref points => (None, points.get(points.len() / 2).map_or(0.0, |p| p.0)),
    };
    let law = law.unwrap_or_else(|| Law::Points(of(&level)));
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
