//! `halltwin power fault`: every fault of a circuit by itself.

use clap::Args;
use serde_json::{Value, json};

use super::circuit::{Circuit, audited, ledger_json, refuse};
use crate::cli::Exit;
use crate::study::circuit::{CircuitStudyError, FaultAnswer, faults};

/// Peak currents, let-through and selectivity for every fault of a circuit
///
/// Each [fault.x] is solved by itself. The table tells which breaker opens first, and by how much;
/// beside the peak stands what IEC 61660-1 gives for the capacitors at the fault alone.
#[derive(Args, Debug)]
pub struct Fault {
    #[command(flatten)]
    circuit: Circuit,
}

impl Fault {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match self.answer() {
            Ok(answer) => self.write(&answer),
            Err(error) => refuse(&error),
        }
    }

    fn answer(&self) -> Result<Vec<FaultAnswer>, CircuitStudyError> {
        faults(&self.circuit.load()?)
    }

    fn write(&self, answers: &[FaultAnswer]) -> Exit {
        let columns: [Vec<f64>; 4] = [
            answers.iter().map(|a| a.time).collect(),
            answers.iter().map(|a| a.peak).collect(),
            answers.iter().map(|a| a.time_to_peak).collect(),
            answers.iter().map(|a| a.let_through).collect(),
        ];
        let names = [
            "fault_time_s",
            "peak_A",
            "time_to_peak_s",
            "let_through_A2s",
        ];
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        if let Err(error) = self.circuit.write_csv(&names, &slices) {
            tell!("error: {error}");
            return Exit::Failure;
        }
        let said = self.circuit.print(
            || answers.iter().map(to_json).collect(),
            || answers.iter().map(to_text).collect::<String>() + &selectivity(answers),
        );
        answers
            .iter()
            .map(|a| audited(&a.energies))
            .fold(said, |all, one| if all == Exit::Good { one } else { all })
    }
}

fn to_json(a: &FaultAnswer) -> Value {
    let breakers: Vec<Value> = a
        .breakers
        .iter()
        .map(|b| {
            json!({
                "name": b.name,
                "peak_A": b.peak,
                "let_through_A2s": b.let_through,
                "let_through_share": b.share,
                "tripped_s": b.tripped,
                "opened_s": b.opened,
            })
        })
        .collect();
    json!({
        "name": a.name,
        "time_s": a.time,
        "peak_A": a.peak,
        "time_to_peak_s": a.time_to_peak,
        "let_through_A2s": a.let_through,
        "iec_61660_peak_A": a.standard.map(|s| s.peak),
        "iec_61660_time_to_peak_s": a.standard.map(|s| s.time),
        "breakers": breakers,
        "margin_s": a.margin,
        "selective": a.selective,
        "ledger": ledger_json(&a.energies),
    })
}

fn to_text(a: &FaultAnswer) -> String {
    let mut lines = vec![format!(
        "{} at {:.6} s: peak {:.1} A after {:.6} s, let-through {:.4e} A2s",
        a.name, a.time, a.peak, a.time_to_peak, a.let_through
    )];
    if let Some(s) = a.standard {
        lines.push(format!(
            "  capacitors at the fault alone (IEC 61660-1): {:.1} A after {:.6} s",
            s.peak, s.time
        ));
    }
    let time = |t: Option<f64>| t.map_or_else(|| "-".to_owned(), |t| format!("{t:.9}"));
    for b in &a.breakers {
        lines.push(format!(
            "  {:<20}peak {:>12.1} A  let-through {:>11.4e} A2s{:>9}  tripped {:>14} s  opened {:>14} s",
            b.name,
            b.peak,
            b.let_through,
            b.share.map_or_else(String::new, |s| format!(" {:.1} %", 100.0 * s)),
            time(b.tripped),
            time(b.opened)
        ));
    }
    if let Some(margin) = a.margin {
        lines.push(format!(
            "  the next breaker opened {margin:.9} s after the first"
        ));
    }
    lines.push(format!("  ledger residual {:.1e}", a.energies.residual()));
    lines.join("\n") + "\n"
}

/// What opens at which fault, and when: a fault should open the device before it and no other.
fn selectivity(answers: &[FaultAnswer]) -> String {
    let Some(first) = answers.first().filter(|a| !a.breakers.is_empty()) else {
        return String::new();
    };
    let mut names: Vec<&str> = first.breakers.iter().map(|b| b.name.as_str()).collect();
    names.sort_unstable();
    let mut text = format!("selectivity: opened after the fault [ms]\n{:<20}", "fault");
    for name in &names {
        text += &format!("{name:>16}");
    }
    text.push('\n');
    for a in answers {
        text += &format!("{:<20}", a.name);
        for name in &names {
            let duty = a.breakers.iter().find(|b| b.name == *name);
            let cell = match duty.map(|b| (b.opened, b.tripped)) {
                Some((Some(t), _)) => format!("{:.4}", 1e3 * t),
                Some((None, Some(_))) => "tripped".to_owned(),
                _ => "-".to_owned(),
            };
            text += &format!("{cell:>16}");
        }
        text += match a.selective {
            Some(true) => "  selective\n",
            Some(false) => "  not selective\n",
            None => "  nothing opens\n",
        };
    }
    text
}
