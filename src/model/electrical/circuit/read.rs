//! From the tables of a file to a circuit.

use super::gates::{fault, fuse, locked, switch};
use super::{
    Capacitor, Circuit, CircuitBuilder, CircuitError, Device, Law, Load, Series, Tracking, Waveform,
};
use crate::config::circuit::{self as tables, CircuitFile};
use crate::config::{At, Named};
use crate::physics::electrical::battery::{Battery, Rating as BatteryRating};
use crate::physics::electrical::diode::{Diode, Rating as DiodeRating};
use crate::physics::electrical::limited_lag::LimitedLag;
use crate::physics::electrical::varistor::{Rating as VaristorRating, Varistor};
use crate::physics::electrical::zip_load::{Rating as LoadRating, ZipLoad};

/// Time constant of a regulator or a ramp that no time constant is given for \[s\]: faster than any
/// bus.
const PROMPT: f64 = 1e-6;

impl Circuit {
    /// The circuit of a file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn from_file(file: &CircuitFile) -> Result<Self, Vec<CircuitError>> {
        let mut b = CircuitBuilder::new();
        file.source.iter().for_each(|s| source(&mut b, s));
        file.line.iter().for_each(|l| line(&mut b, l));
        file.capacitor.iter().for_each(|c| capacitor(&mut b, c));
        file.load.iter().for_each(|l| load(&mut b, file, l));
        file.switch.iter().for_each(|s| switch(&mut b, s));
        file.breaker.iter().for_each(|s| switch(&mut b, s));
        file.fuse.iter().for_each(|f| fuse(&mut b, f));
        file.fault.iter().for_each(|f| fault(&mut b, f));
        file.varistor.iter().for_each(|v| varistor(&mut b, v));
        file.diode.iter().for_each(|d| diode(&mut b, d));
        file.battery.iter().for_each(|x| battery(&mut b, x));
        file.converter.iter().for_each(|c| converter(&mut b, c));
        file.smoother.iter().for_each(|s| smoother(&mut b, s));
        b.build()
    }
}

/// The value, or the fault noted.
pub(super) fn kept<T>(b: &mut CircuitBuilder, result: Result<T, CircuitError>) -> Option<T> {
    result.map_err(|error| b.fault(error)).ok()
}

fn given(value: &Option<At<f64>>, other: f64) -> f64 {
    value.as_ref().map_or(other, |v| v.value)
}

fn lag(
    b: &mut CircuitBuilder,
    name: &str,
    time: f64,
    up: &Option<At<f64>>,
    down: &Option<At<f64>>,
) -> Option<LimitedLag> {
    let (up, down) = (given(up, f64::INFINITY), given(down, f64::INFINITY));
    let lag = LimitedLag::new(time, up, down);
    kept(
        b,
        lag.map_err(|error| CircuitError::Lag {
            name: name.to_owned(),
            error,
        }),
    )
}

fn source(b: &mut CircuitBuilder, s: &Named<tables::Source>) {
    let ends = b.ends(&s.from, &s.to);
    let Some(voltage) = kept(b, Waveform::new(&s.name, s.voltage.to_vec(), None)) else {
        return;
    };
    let regulated = s.current_limit.is_some()
        || s.response.is_some()
        || s.slew_per_second.is_some()
        || !*s.reverse;
    if !regulated && *s.resistance == 0.0 && *s.inductance == 0.0 {
        b.ideal(&s.name, ends, voltage);
        return;
    }
    let waveform = b.waveform(voltage);
    if !regulated {
        b.series(Series {
            name: s.name.clone(),
            ends,
            resistance: *s.resistance,
            open_resistance: f64::INFINITY,
            inductance: *s.inductance,
            emf: Some(waveform),
            start: -*s.current,
            gate: None,
        });
        return;
    }
    let slew = &s.slew_per_second;
    let Some(lag) = lag(b, &s.name, given(&s.response, PROMPT), slew, slew) else {
        return;
    };
    let mut own = ends;
    if *s.inductance > 0.0 {
        // The inductance stands outside of the regulator.
        own.from = b.node(&format!("{}.regulator", s.name));
        b.series(Series {
            name: format!("{}.inductance", s.name),
            ends: super::Ends {
                from: own.from,
                to: ends.from,
            },
            resistance: 0.0,
            open_resistance: f64::INFINITY,
            inductance: *s.inductance,
            emf: None,
            start: *s.current,
            gate: None,
        });
    }
    let limit = given(&s.current_limit, f64::INFINITY);
    let least = if *s.reverse { -limit } else { 0.0 };
    b.device(Device {
        name: s.name.clone(),
        ends: own,
        law: Law::Regulator {
            voltage: waveform,
            lag,
            resistance: *s.resistance,
            limits: [least, limit],
        },
        gate: None,
    });
}

fn line(b: &mut CircuitBuilder, l: &Named<tables::Line>) {
    let ends = b.ends(&l.from, &l.to);
    b.series(Series {
        name: l.name.clone(),
        ends,
        resistance: *l.resistance,
        open_resistance: f64::INFINITY,
        inductance: *l.inductance,
        emf: None,
        start: *l.current,
        gate: None,
    });
}

fn capacitor(b: &mut CircuitBuilder, c: &Named<tables::Capacitor>) {
    let ends = b.ends(&c.from, &c.to);
    b.capacitor(Capacitor {
        name: c.name.clone(),
        ends,
        capacitance: *c.capacitance,
        resistance: *c.esr,
        start: *c.voltage,
    });
}

/// What asks for a load's power over time.
fn power(b: &mut CircuitBuilder, file: &CircuitFile, l: &Named<tables::Load>) -> Option<Waveform> {
    let points = l.power.to_vec();
    let own = match &l.waveform {
        None => Waveform::new(&l.name, points, l.repeat.as_deref().copied()),
        Some(name) => {
            let shape = file.waveform.get(name)?;
            let repeat = shape.repeat.as_deref().copied();
            Waveform::new(&l.name, shape.points.to_vec(), repeat)
                .map(|w| w.transformed(points[0][1], 0.0))
        }
    };
    kept(b, own).map(|w| w.held(*l.hold).transformed(1.0, *l.delay))
}

fn load(b: &mut CircuitBuilder, file: &CircuitFile, l: &Named<tables::Load>) {
    let ends = b.ends(&l.from, &l.to);
    let Some(power) = power(b, file, l) else {
        return;
    };
    let law = ZipLoad::new(&LoadRating {
        nominal: *l.nominal_voltage,
        floor: given(&l.minimum_voltage, 0.5 * *l.nominal_voltage),
        resistance_share: *l.resistance_share,
        current_share: *l.current_share,
    });
    let law = law.map_err(|error| CircuitError::Load {
        name: l.name.clone(),
        error,
    });
    let (up, down) = (&l.ramp_up_per_second, &l.ramp_down_per_second);
    let tracked = l.response.is_some() || up.is_some() || down.is_some();
    let tracking = if tracked {
        let time = given(&l.response, PROMPT);
        lag(b, &l.name, time, up, down).map(|lag| Tracking { lag })
    } else {
        None
    };
    let gate = l.lockout_voltage.as_ref().map(|off| {
        b.gate(locked(
            &l.name,
            **off,
            given(&l.restart_voltage, f64::INFINITY),
            *l.restart_delay,
        ))
    });
    let power = b.waveform(power);
    if let Some(law) = kept(b, law) {
        b.load(Load {
            name: l.name.clone(),
            ends,
            power,
            least: given(&l.least_power, f64::NEG_INFINITY),
            law,
            tracking,
            gate,
        });
    }
}

pub(super) fn device(b: &mut CircuitBuilder, name: &str, from: &str, to: &str, law: Law) {
    let ends = b.ends(from, to);
    b.device(Device {
        name: name.to_owned(),
        ends,
        law,
        gate: None,
    });
}

fn varistor(b: &mut CircuitBuilder, v: &Named<tables::Varistor>) {
    let law = Varistor::new(&VaristorRating {
        voltage: *v.voltage,
        current: *v.current,
        clamp_voltage: *v.clamp_voltage,
        clamp_current: *v.clamp_current,
    });
    let name = v.name.clone();
    if let Some(law) = kept(
        b,
        law.map_err(|error| CircuitError::Varistor { name, error }),
    ) {
        device(b, &v.name, &v.from, &v.to, Law::Varistor(law));
    }
}

fn diode(b: &mut CircuitBuilder, d: &Named<tables::Diode>) {
    let law = Diode::new(&DiodeRating {
        forward_voltage: *d.forward_voltage,
        resistance: *d.resistance,
        reverse_resistance: *d.reverse_resistance,
    });
    let name = d.name.clone();
    if let Some(law) = kept(b, law.map_err(|error| CircuitError::Diode { name, error })) {
        device(b, &d.name, &d.from, &d.to, Law::Diode(law));
    }
}

fn battery(b: &mut CircuitBuilder, x: &Named<tables::Battery>) {
    let string = Battery::new(BatteryRating {
        cells: f64::from(*x.cells),
        charge: *x.charge,
        open_circuit: *x.open_circuit,
        resistance: *x.resistance,
        pair_resistance: [*x.resistance_1, *x.resistance_2],
        pair_capacitance: [*x.capacitance_1, *x.capacitance_2],
    });
    let name = x.name.clone();
    let Some(string) = kept(
        b,
        string.map_err(|error| CircuitError::Battery { name, error }),
    ) else {
        return;
    };
    let mut gate = locked(&x.name, 0.0, f64::INFINITY, 0.0);
    match &x.cutoff_voltage {
        Some(off) => gate = locked(&x.name, **off, f64::INFINITY, 0.0),
        // It opens by its charge alone.
        None => gate.undervoltage = None,
    }
    let gate = Some(b.gate(gate));
    let ends = b.ends(&x.from, &x.to);
    b.device(Device {
        name: x.name.clone(),
        ends,
        law: Law::Battery {
            string,
            start: [*x.state_of_charge, 0.0, 0.0],
        },
        gate,
    });
}

fn converter(b: &mut CircuitBuilder, c: &Named<tables::Converter>) {
    let Some(lag) = lag(b, &c.name, *c.response, &None, &None) else {
        return;
    };
    let Some(voltage) = kept(b, Waveform::new(&c.name, c.voltage.to_vec(), None)) else {
        return;
    };
    let voltage = b.waveform(voltage);
    let restart = given(&c.restart_voltage, f64::INFINITY);
    let gate = c
        .lockout_voltage
        .as_ref()
        .map(|off| b.gate(locked(&c.name, **off, restart, *c.restart_delay)));
    let ends = b.ends(&c.to, &c.to_return);
    let output = b.device(Device {
        name: format!("{}.output", c.name),
        ends,
        law: Law::Regulator {
            voltage,
            lag,
            resistance: *c.resistance,
            limits: [0.0, given(&c.current_limit, f64::INFINITY)],
        },
        gate,
    });
    let ends = b.ends(&c.from, &c.from_return);
    b.device(Device {
        name: c.name.clone(),
        ends,
        law: Law::Input {
            output,
            efficiency: *c.efficiency,
            idle: *c.idle_loss,
            floor: *c.minimum_voltage,
        },
        gate,
    });
}

fn smoother(b: &mut CircuitBuilder, s: &Named<tables::Smoother>) {
    let (up, down) = (&s.ramp_up_per_second, &s.ramp_down_per_second);
    let filter = lag(b, &s.name, *s.filter, &None, &None);
    let Some((filter, lag)) = filter.zip(lag(b, &s.name, *s.response, up, down)) else {
        return;
    };
    let of = s.of.iter().filter_map(|name| b.power_of(name)).collect();
    let law = Law::Smoother {
        of,
        filter,
        lag,
        gain: *s.gain,
        voltage: *s.voltage,
    };
    device(b, &s.name, &s.from, &s.to, law);
}
