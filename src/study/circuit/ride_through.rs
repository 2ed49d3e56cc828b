//! What each load got: voltage, energy, interruptions, and whether its voltage stayed within what it puts up with.
//!
//! # Equations
//! A tolerance is a staircase: below the share s_k of the nominal voltage for at most t_k (and likewise above). With
//! v(t) the sampled voltage, straight between samples,
//!
//! ```text
//! longest span with v < s_k·V_nom  ≤  t_k   for all k                                      (1)
//! asked = ∫ p_asked dt,  used = ∫ v·i dt    by the trapezoid rule over samples             (2)
//! ```
//!
//! A span that is not over at the end of the window counts as long as it has lasted.
//!
//! # References
//! - ITI (CBEMA) Curve, Information Technology Industry Council (2000): 0 for 20 ms, 70 % for 0.5 s, 80 % for 10 s.
//! - SEMI F47-0706: 50 % for 0.2 s, 70 % for 0.5 s, 80 % for 1 s.

use super::Drawn;
use crate::config::{At, Named, circuit as tables};
use crate::solver::circuit::{Event, Happening, Probe};

/// A step of a tolerance that was passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    /// Whether the voltage was below the share; else above.
    pub below: bool,
    /// Share of the nominal voltage.
    pub share: f64,
    /// Time allowed \[s\].
    pub allowed: f64,
    /// Beginning of the longest span \[s\].
    pub from: f64,
    /// Its length \[s\].
    pub lasted: f64,
}

/// A span in which a load had less than it needs to run.
#[derive(Clone, Debug, PartialEq)]
pub struct Interruption {
    /// Beginning \[s\].
    pub from: f64,
    /// End \[s\]; none where the window ends first.
    pub to: Option<f64>,
    /// Whether the load was locked out; else it was below its least voltage, a brown-out.
    pub locked_out: bool,
}

/// Times nearer than this share of the window are one.
const ROUND: f64 = 1e-9;

/// What one load got.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadRecord {
    /// Name of the load.
    pub name: String,
    /// Nominal voltage \[V\].
    pub nominal: f64,
    /// Least and largest voltage \[V\].
    pub volts: [f64; 2],
    /// Energy asked \[J\].
    pub asked: f64,
    /// Energy taken \[J\].
    pub used: f64,
    /// Lock-outs and brown-outs, in the order of time.
    pub interruptions: Vec<Interruption>,
    /// Name of its tolerance, where it has one.
    pub tolerance: Option<String>,
    /// Steps of the tolerance that were passed.
    pub breaches: Vec<Breach>,
}

impl LoadRecord {
    /// Whether the load rides through: what it puts up with was not passed, and it was not interrupted.
    pub fn rides_through(&self) -> bool {
        self.breaches.is_empty() && self.interruptions.is_empty()
    }
}

/// Loads that are recorded, as indices of the file's: all where the file chooses no columns, else those with a
/// tolerance.
pub(super) fn recorded(drawn: &Drawn) -> Vec<usize> {
    let all = drawn.file.circuit.record.is_none();
    let loads = drawn.file.load.iter().enumerate();
    loads
        .filter(|(_, load)| all || load.tolerance.is_some())
        .map(|(n, _)| n)
        .collect()
}

/// Probes of a load: its voltage and its power.
pub(super) fn probes(load: usize) -> [Probe; 2] {
    [
        Probe::LoadVoltage(load as u32),
        Probe::LoadPower(load as u32),
    ]
}

/// The record of load `n` from its sampled voltage \[V\] and power \[W\].
pub(super) fn record(
    drawn: &Drawn,
    n: usize,
    time: &[f64],
    [volts, power]: [&[f64]; 2],
    events: &[Event],
) -> Option<LoadRecord> {
    let (load, written) = (
        &drawn.circuit.loads[n],
        drawn.file.load.get(&drawn.circuit.loads[n].name)?,
    );
    let asked = &drawn.circuit.waveforms[load.power as usize];
    let asked: Vec<f64> = time
        .iter()
        .map(|t| asked.value(*t).max(load.least))
        .collect();
    let mut interruptions = locked_out(load.gate, events);
    // A lock-out leaves no voltage to judge by.
    if load.gate.is_none() && load.law.power > 0.0 {
        interruptions.extend(browned_out(time, volts, load.law.floor, events));
    }
    let range = |a: [f64; 2], v: &f64| [a[0].min(*v), a[1].max(*v)];
    let tolerance = written.tolerance.as_ref().map(|name| name.value.clone());
    let curve = tolerance
        .as_ref()
        .and_then(|name| drawn.file.tolerance.get(name));
    let nominal = *written.nominal_voltage;
    Some(LoadRecord {
        name: load.name.clone(),
        nominal,
        volts: volts.iter().fold([f64::INFINITY, f64::NEG_INFINITY], range),
        asked: integral(time, &asked),
        used: integral(time, power),
        interruptions,
        breaches: curve.map_or_else(Vec::new, |curve| breaches(curve, nominal, time, volts)),
        tolerance,
    })
}

fn integral(time: &[f64], y: &[f64]) -> f64 {
    let pairs = time.windows(2).zip(y.windows(2));
    pairs
        .map(|(t, y)| 0.5 * (y[0] + y[1]) * (t[1] - t[0]))
        .sum()
}

fn locked_out(gate: Option<u32>, events: &[Event]) -> Vec<Interruption> {
    let mut all: Vec<Interruption> = Vec::new();
    for event in events.iter().filter(|e| Some(e.gate) == gate) {
        match event.what {
            Happening::LockedOut(_) => all.push(Interruption {
                from: event.time,
                to: None,
                locked_out: true,
            }),
            Happening::Restarted(_) => {
                if let Some(last) = all.last_mut() {
                    last.to = Some(event.time);
                }
            }
            _ => {}
        }
    }
    all
}

fn browned_out(time: &[f64], volts: &[f64], floor: f64, events: &[Event]) -> Vec<Interruption> {
    let end = time.last().copied().unwrap_or(0.0);
    // Where something opened or closed between two samples the voltage jumped then.
    let same = ROUND * end;
    let jumped = |at: f64| {
        let after = time.partition_point(|t| *t < at).max(1);
        let until = time.get(after).copied().unwrap_or(end);
        let within = |t: f64| t >= time[after - 1] - same && t <= until + same;
        let jump = events.iter().find(|e| within(e.time));
        jump.map_or(at, |e| e.time)
    };
    spans(time, volts, floor, 1.0)
        .into_iter()
        .map(|[from, to]| Interruption {
            from: if from > 0.0 { jumped(from) } else { from },
            to: (to < end).then(|| jumped(to)),
            locked_out: false,
        })
        .collect()
}

/// Spans in which `sign`·v < `sign`·`level`.
fn spans(time: &[f64], volts: &[f64], level: f64, sign: f64) -> Vec<[f64; 2]> {
    let gap = |k: usize| sign * (volts[k] - level);
    let crossing = |k: usize| {
        let (a, b) = (gap(k - 1), gap(k));
        time[k - 1] + (time[k] - time[k - 1]) * a / (a - b)
    };
    let mut all = Vec::new();
    let mut from = None;
    for k in 0..volts.len().min(time.len()) {
        match (gap(k) < 0.0, from) {
            (true, None) => from = Some(if k == 0 { time[0] } else { crossing(k) }),
            (false, Some(start)) => {
                all.push([start, crossing(k)]);
                from = None;
            }
            _ => {}
        }
    }
    if let (Some(start), Some(end)) = (from, time.last()) {
        all.push([start, *end]);
    }
    all
}

/// Steps of `curve` that the voltage passed.
fn breaches(
    curve: &Named<tables::Tolerance>,
    nominal: f64,
    time: &[f64],
    volts: &[f64],
) -> Vec<Breach> {
    let sides = [(true, &curve.below, 1.0), (false, &curve.above, -1.0)];
    let steps = sides.into_iter().flat_map(|(below, curve, sign)| {
        let points: &[[f64; 2]] = curve.as_ref().map_or(&[], |c: &At<Vec<[f64; 2]>>| c);
        points.iter().map(move |step| (below, sign, *step))
    });
    let passed = |(below, sign, [allowed, share]): (bool, f64, [f64; 2])| {
        let all = spans(time, volts, share * nominal, sign);
        let longest = all
            .into_iter()
            .max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
        let lasted = longest[1] - longest[0];
        (lasted > allowed).then_some(Breach {
            below,
            share,
            allowed,
            from: longest[0],
            lasted,
        })
    };
    steps.filter_map(passed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_cut_between_samples() {
        let (time, volts) = ([0.0, 1.0, 2.0, 3.0, 4.0], [10.0, 10.0, 6.0, 6.0, 10.0]);
        assert_eq!(spans(&time, &volts, 8.0, 1.0), [[1.5, 3.5]]);
        assert_eq!(spans(&time, &volts, 8.0, -1.0), [[0.0, 1.5], [3.5, 4.0]]);
        assert!(spans(&time, &volts, 5.0, 1.0).is_empty());
    }

    /// SEMI F47 and ITIC judge a dip to 65 % differently: the one allows it for 0.2 s, the other for 20 ms.
    #[test]
    fn standards_judge_a_dip() {
        let text = "[circuit]\nname = \"t\"\n[source.s]\nfrom = \"b\"\nvoltage = \"800 V\"\n\
            [tolerance.itic]\nbelow = [[\"20 ms\", 0.7], [\"0.5 s\", 0.8], [\"10 s\", 0.9]]\n\
            [tolerance.f47]\nbelow = [[\"0 s\", 0.5], [\"0.2 s\", 0.7], [\"0.5 s\", 0.8], [\"1 s\", 0.9]]\n";
        let (file, _) = crate::config::circuit::from_text(text, "t.toml").unwrap();
        let time: Vec<f64> = (0..=1_000).map(|k| 1e-3 * f64::from(k)).collect();
        let dip = |depth: f64, length: f64| -> Vec<f64> {
            let inside = |t: &f64| *t > 0.1 && *t < 0.1 + length;
            time.iter()
                .map(|t| if inside(t) { depth * 800.0 } else { 800.0 })
                .collect()
        };
        let rides = |name: &str, depth: f64, length: f64| {
            let curve = file.tolerance.get(name).unwrap();
            breaches(curve, 800.0, &time, &dip(depth, length)).is_empty()
        };
        assert!(rides("itic", 0.0, 0.018) && !rides("itic", 0.65, 0.05));
        assert!(rides("f47", 0.65, 0.15) && !rides("f47", 0.4, 0.05) && !rides("f47", 0.65, 0.3));
        assert!(rides("itic", 0.75, 0.4) && !rides("itic", 0.75, 0.6));
    }
}
