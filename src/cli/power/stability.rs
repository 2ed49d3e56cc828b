//! `halltwin power stability`: eigenvalues, impedances and capacitances of a circuit at rest.

use clap::Args;
use serde_json::{Value, json};

use super::circuit::{Circuit, Drawing, refuse};
use crate::cli::Exit;
use crate::report::figure::Figure;
use crate::report::plot::{Line, LinePanel, line_plot};
use crate::study::circuit::{BusImpedance, CircuitStudyError, Stability as Answer, stability};

/// Eigenvalues, bus impedances and smallest capacitances of a circuit at rest
///
/// The circuit is linearised at the rest under its inputs at time zero. CSV holds the impedance of
/// each bus over frequency. Exit code 3 when the rest is unstable.
#[derive(Args, Debug)]
pub struct Stability {
    #[command(flatten)]
    circuit: Circuit,
    #[command(flatten)]
    drawing: Drawing,
}

impl Stability {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match self.answer() {
            Ok(answer) => self.write(&answer),
            Err(error) => refuse(&error),
        }
    }

    fn answer(&self) -> Result<Answer, CircuitStudyError> {
        stability(&self.circuit.load()?)
    }

    fn write(&self, answer: &Answer) -> Exit {
        let mut names = vec!["f_Hz".to_owned()];
        let mut columns = vec![answer.frequencies.clone()];
        for bus in &answer.buses {
            names.push(format!("z_{}_ohm", bus.bus));
            names.push(format!("angle_{}_rad", bus.bus));
            columns.push(bus.impedance.iter().map(|z| z.abs()).collect());
            columns.push(bus.impedance.iter().map(|z| z.angle()).collect());
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let written = self.circuit.write_csv(&names, &columns);
        let drawn = || self.drawing.draw(|| figures(answer));
        if let Err(error) = written.and_then(|()| drawn()) {
            tell!("error: {error}");
            return Exit::Failure;
        }
        let said = self.circuit.print(|| to_json(answer), || to_text(answer));
        if !matches!(said, Exit::Good) {
            return said;
        }
        if answer.stable {
            Exit::Good
        } else {
            Exit::Limit
        }
    }
}

/// Buses in one panel, at most.
const LINES: usize = 4;

/// Eigenvalues farther from zero than this times the slowest one that rings are left out of the closer look.
const CLOSER: f64 = 5.0;

/// Impedances over frequency, and the plane of eigenvalues.
fn figures(answer: &Answer) -> Vec<(&'static str, Figure)> {
    let title = |what: &str| format!("{}: {what}", answer.name);
    vec![
        (
            "impedance",
            line_plot(&title("impedance of buses"), &[impedances(answer)]),
        ),
        (
            "eigenvalues",
            line_plot(&title("eigenvalues"), &eigenvalues(answer)),
        ),
    ]
}

/// Impedance below which a bus counts as held [ohm]: that of an ideal source has no logarithm.
const LEAST: f64 = 1e-9;

/// An impedance [ohm] in decibels over 1 ohm: resonances and what lies between them are decades apart.
fn decibels(ohm: f64) -> f64 {
    20.0 * ohm.max(LEAST).log10()
}

fn impedances(answer: &Answer) -> LinePanel {
    let step = answer.buses.len().div_ceil(LINES).max(1);
    let impedance = |b: &BusImpedance| Line {
        label: b.bus.clone(),
        x: answer.frequencies.clone(),
        y: b.impedance.iter().map(|z| decibels(z.abs())).collect(),
    };
    LinePanel {
        name: "|Z| of a bus [dB over 1 ohm]".to_owned(),
        x_name: "frequency [Hz]".to_owned(),
        lines: answer.buses.iter().step_by(step).map(impedance).collect(),
        log_x: true,
        ..LinePanel::default()
    }
}

/// All eigenvalues, and a closer look at those by the border of stability where others lie far off.
fn eigenvalues(answer: &Answer) -> Vec<LinePanel> {
    let panel = |name: &str, reach: f64| {
        let near = answer.eigenvalues.iter().filter(|l| l.abs() <= reach);
        LinePanel {
            name: "imaginary part [1/s]".to_owned(),
            x_name: "real part [1/s]; unstable right of the dashed line".to_owned(),
            lines: vec![Line {
                label: name.to_owned(),
                x: near.clone().map(|l| l.re).collect(),
                y: near.map(|l| l.im).collect(),
            }],
            marks: true,
            upright_at_zero: true,
            ..LinePanel::default()
        }
    };
    let mut panels = vec![panel("all eigenvalues", f64::INFINITY)];
    let ringing = answer.eigenvalues.iter().filter(|l| l.im != 0.0);
    let slowest = ringing.map(|l| l.abs()).fold(f64::INFINITY, f64::min);
    let farthest = answer
        .eigenvalues
        .iter()
        .map(|l| l.abs())
        .fold(0.0, f64::max);
    if farthest > CLOSER * slowest {
        panels.push(panel("the slowest ones", CLOSER * slowest));
    }
    panels
}

fn to_json(answer: &Answer) -> Value {
    let pairs = |all: &[crate::kernels::complex::Complex]| -> Vec<[f64; 2]> {
        all.iter().map(|z| [z.re, z.im]).collect()
    };
    let loads: Vec<Value> = answer
        .loads
        .iter()
        .map(|l| {
            json!({
                "name": l.name,
                "power_W": l.power,
                "middlebrook_ratio": l.middlebrook,
                "middlebrook_frequency_Hz": l.frequency,
                "capacitance_F": l.capacitance,
                "smallest_capacitance_F": l.smallest,
                "smallest_mF_per_MW": l.smallest.map(|c| c * 1e3 / (l.power * 1e-6)),
            })
        })
        .collect();
    let buses: serde_json::Map<String, Value> = answer
        .buses
        .iter()
        .map(|b| (b.bus.clone(), json!(pairs(&b.impedance))))
        .collect();
    json!({
        "name": answer.name,
        "stable": answer.stable,
        "eigenvalues_per_s": pairs(&answer.eigenvalues),
        "frequency_Hz": answer.frequencies,
        "impedance_ohm": buses,
        "loads": loads,
    })
}

fn to_text(answer: &Answer) -> String {
    let verdict = if answer.stable { "stable" } else { "unstable" };
    let mut lines = vec![format!("{}: {verdict} at rest", answer.name)];
    lines.push(format!(
        "{:>20}{:>20}{:>12}",
        "eigenvalue re 1/s", "im 1/s", "damping"
    ));
    for l in answer.eigenvalues.iter().filter(|l| l.im >= 0.0) {
        let damping = -l.re / l.abs().max(f64::MIN_POSITIVE);
        lines.push(format!("{:>20.7}{:>20.7}{damping:>12.5}", l.re, l.im));
    }
    lines.push(format!(
        "{:<16}{:>12}{:>14}{:>14}{:>12}{:>14}{:>12}",
        "load", "power W", "Middlebrook", "at Hz", "C mF", "smallest mF", "mF/MW"
    ));
    for l in &answer.loads {
        let (smallest, per) = match l.smallest {
            Some(c) => (
                format!("{:.6}", c * 1e3),
                format!("{:.3}", c * 1e3 / (l.power * 1e-6)),
            ),
            None => ("none".to_owned(), String::new()),
        };
        lines.push(format!(
            "{:<16}{:>12.1}{:>14.5}{:>14.2}{:>12.4}{smallest:>14}{per:>12}",
            l.name,
            l.power,
            l.middlebrook,
            l.frequency,
            l.capacitance * 1e3
        ));
    }
    for bus in &answer.buses {
        let sizes = bus.impedance.iter().zip(&answer.frequencies);
        let peak = sizes.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
        if let Some((z, f)) = peak {
            lines.push(format!(
                "bus {:<12}largest impedance {:.6} ohm at {f:.1} Hz",
                bus.bus,
                z.abs()
            ));
        }
    }
    lines.join("\n") + "\n"
}
