//! Stability of a circuit at rest: eigenvalues, impedances, what each load asks of its capacitor.

use super::{CircuitStudyError, Drawn};
use crate::model::electrical::circuit::{Circuit, Ends, GROUND};
use crate::solver::circuit::Complex;
use crate::solver::circuit::{CircuitFault, SmallSignal, eigenvalues};

/// Real parts up to this are those of stores that only integrate \[1/s\].
const NEUTRAL: f64 = 1e-6;
/// Capacitances are searched between the present one over and times this.
const REACH: f64 = 1e4;
/// Relative width at which the search ends.
const CLOSE: f64 = 1e-9;

/// What a load asks of its capacitor.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadStability {
    /// Name of the load.
    pub name: String,
    /// Its power at rest \[W\].
    pub power: f64,
    /// Largest gain of its minor loop (Middlebrook's ratio) over the frequencies.
    pub middlebrook: f64,
    /// Frequency of that gain \[Hz\].
    pub frequency: f64,
    /// Capacitance at its terminals \[F\]; zero where there is none.
    pub capacitance: f64,
    /// Smallest capacitance there that keeps the circuit stable, all others as they are \[F\]: none
    /// where no capacitance up to 10 000 times the present one does, zero where none is needed.
    pub smallest: Option<f64>,
}

/// Impedance of a bus over frequency.
#[derive(Clone, Debug, PartialEq)]
pub struct BusImpedance {
    /// Name of the node.
    pub bus: String,
    /// Impedance to ground at each frequency \[Ω\].
    pub impedance: Vec<Complex>,
}

/// What a circuit's rest is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Stability {
    /// Name of the circuit.
    pub name: String,
    /// Eigenvalues \[1/s\], largest real part first.
    pub eigenvalues: Vec<Complex>,
    /// True where no real part is above zero.
    pub stable: bool,
    /// Frequencies \[Hz\].
    pub frequencies: Vec<f64>,
    /// Impedances.
    pub buses: Vec<BusImpedance>,
    /// Loads.
    pub loads: Vec<LoadStability>,
}

/// Looks at the rest of `drawn`.
///
/// # Errors
/// [`CircuitStudyError`].
pub fn stability(drawn: &Drawn) -> Result<Stability, CircuitStudyError> {
    let circuit = &drawn.circuit;
    let mut frequencies = frequencies(drawn)?;
    let eigenvalues = eigenvalues(circuit).map_err(|fault| drawn.told(fault))?;
    sharpen(&mut frequencies, &eigenvalues);
    let mut buses = buses(drawn)?;
    let mut small = SmallSignal::new(circuit)?;
    let mut gains = vec![(0.0f64, 0.0); circuit.loads.len()];
    for &f in &frequencies {
        small.at(f);
        for (ends, bus) in &mut buses {
            bus.impedance.push(small.impedance(*ends));
        }
        for (n, best) in gains.iter_mut().enumerate() {
            let gain = small.minor_loop(n);
            if gain > best.0 {
                *best = (gain, f);
            }
        }
    }
    let mut loads = Vec::new();
    for (n, load) in circuit.loads.iter().enumerate() {
        let capacitance = at_terminals(circuit, load.ends);
        loads.push(LoadStability {
            name: load.name.clone(),
            power: circuit.waveforms[load.power as usize]
                .value(0.0)
                .max(load.least),
            middlebrook: gains[n].0,
            frequency: gains[n].1,
            capacitance,
            smallest: smallest(circuit, load.ends, capacitance)?,
        });
    }
    Ok(Stability {
        name: drawn.file.circuit.name.value.clone(),
        stable: is_stable(&eigenvalues),
        eigenvalues,
        frequencies,
        buses: buses.into_iter().map(|b| b.1).collect(),
        loads,
    })
}

fn is_stable(eigenvalues: &[Complex]) -> bool {
    eigenvalues.iter().all(|l| l.re <= NEUTRAL)
}

/// Frequencies in equal ratios from the lowest to the highest.
fn frequencies(drawn: &Drawn) -> Result<Vec<f64>, CircuitStudyError> {
    let ask = &drawn.file.stability;
    let (low, high) = (*ask.lowest_frequency, *ask.highest_frequency);
    if high <= low {
        return Err(CircuitStudyError::Order(
            "stability: the highest frequency must be above the lowest".to_owned(),
        ));
    }
    let decades = (high / low).log10();
    let count = (decades * f64::from(*ask.per_decade)).ceil().max(1.0) as usize;
    let at = |k: usize| low * (high / low).powf(k as f64 / count as f64);
    Ok((0..=count).map(at).collect())
}

/// Adds the frequencies at which the circuit rings: a sharp resonance falls between any others.
fn sharpen(frequencies: &mut Vec<f64>, eigenvalues: &[Complex]) {
    let (low, high) = (frequencies[0], frequencies[frequencies.len() - 1]);
    let ringing = eigenvalues.iter().map(|l| l.im / std::f64::consts::TAU);
    frequencies.extend(ringing.filter(|f| *f > low && *f < high));
    frequencies.sort_by(f64::total_cmp);
    frequencies.dedup();
}

/// The buses asked for, or those with loads.
fn buses(drawn: &Drawn) -> Result<Vec<(Ends, BusImpedance)>, CircuitStudyError> {
    let circuit = &drawn.circuit;
    let mut nodes: Vec<u32> = Vec::new();
    match &drawn.file.stability.bus {
        None => nodes.extend(circuit.loads.iter().map(|l| l.ends.from)),
        Some(names) => {
            for name in names {
                let found = circuit.nodes.iter().position(|n| *n == **name);
                let found = found.ok_or_else(|| {
                    CircuitStudyError::Order(format!(
                        "stability.bus: there is no node `{}`",
                        **name
                    ))
                })?;
                nodes.push(found as u32);
            }
        }
    }
    nodes.dedup();
    let bus = |from: u32| {
        (
            Ends { from, to: GROUND },
            BusImpedance {
                bus: circuit.nodes[from as usize].clone(),
                impedance: Vec::new(),
            },
        )
    };
    Ok(nodes.into_iter().map(bus).collect())
}

/// Capacitance between two nodes.
fn at_terminals(circuit: &Circuit, ends: Ends) -> f64 {
    let all = circuit.capacitors.iter().filter(|c| c.ends == ends);
    all.map(|c| c.capacitance).sum()
}

/// The smallest capacitance at `ends` that keeps the circuit stable.
fn smallest(circuit: &Circuit, ends: Ends, now: f64) -> Result<Option<f64>, CircuitFault> {
    if now == 0.0 {
        return Ok(None);
    }
    let mut changed = circuit.clone();
    let mut stable = |factor: f64| -> Result<bool, CircuitFault> {
        for (c, old) in changed.capacitors.iter_mut().zip(&circuit.capacitors) {
            if old.ends == ends {
                c.capacitance = old.capacitance * factor;
            }
        }
        Ok(is_stable(&eigenvalues(&changed)?))
    };
    let (mut low, mut high) = (1.0, 1.0);
    if stable(1.0)? {
        while stable(low)? {
            high = low;
            low *= 0.5;
            if low < 1.0 / REACH {
                return Ok(Some(0.0));
            }
        }
    } else {
        while !stable(high)? {
            low = high;
            high *= 2.0;
            if high > REACH {
                return Ok(None);
            }
        }
    }
    while high - low > CLOSE * high {
        let middle = 0.5 * (low + high);
        if stable(middle)? {
            high = middle;
        } else {
            low = middle;
        }
    }
    Ok(Some(high * now))
}
