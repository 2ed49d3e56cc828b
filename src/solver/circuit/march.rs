//! Marches a circuit through a window: corners of inputs are ends of steps, the error of each step
//! is measured by halving it, gates move when their currents and voltages say so.

use super::engine::{Engine, frame};
use super::error::CircuitFault;
use super::gates::Gates;
use super::inputs::{SAME, corners};
use super::ledger::{Energies, stored};
use super::past::{Past, parabola};
use super::stage::Frame;
use super::step::{Leap, Method};
use super::weights::weights;
use super::window::{Probe, Record, Window};
use crate::model::electrical::circuit::Circuit;

/// L-stable steps after a switching, and after a corner that the midpoint rule cannot follow.
const DAMPED: u32 = 8;
/// Rejections in a row after which steps are damped.
const STUBBORN: u32 = 4;
/// Share of the allowed error that a damped step may take: there are few of them.
const SETTLING: f64 = 1e-3;
/// Largest current of a load off its law, of the error allowed to currents.
const OFF: f64 = 1e-4;
/// First step after a corner, of the longest: samples in it have no past to lean on.
const AFTER_CORNER: f64 = 1.0 / 16.0;
/// First step after a switching, in shortest steps.
const FIRST: f64 = 10.0;

/// Runs `circuit` through `window` and samples `probes`.
///
/// # Errors
/// [`CircuitFault`]: no steady state to start from, or no balance of currents on the way.
pub fn march(circuit: &Circuit, window: Window, probes: &[Probe]) -> Result<Record, CircuitFault> {
    let window = window.checked()?;
    let stops = corners(circuit, window.duration);
    let first = stops.first().copied().unwrap_or(window.duration);
    let mut engine = Engine::new(circuit, first, window.start)?;
    if let Some(pair) = &mut engine.scratch.pair {
        pair.allow(OFF * window.current_error);
    }
    let mut march = March::new(engine, window, probes);
    march.begin()?;
    let mut from = 0.0;
    for &to in stops.iter().chain([&window.duration]) {
        march.engine.inputs.set(circuit, from, to);
        march.segment(from, to)?;
        from = to;
    }
    Ok(march.finish())
}

struct March<'a> {
    engine: Engine<'a>,
    window: Window,
    probes: Vec<(Probe, Option<usize>)>,
    /// True where no probe needs a balance of currents.
    direct: bool,
    gates: Gates,
    /// 1/allowed error of each state; zero where it has no memory.
    weight: Vec<f64>,
    h: f64,
    damped: u32,
    stubborn: u32,
    next_sample: u64,
    whole: Vec<f64>,
    middle: Vec<f64>,
    end: Vec<f64>,
    between: Vec<f64>,
    past: Past,
    record: Record,
}

impl<'a> March<'a> {
    fn new(engine: Engine<'a>, window: Window, probes: &[Probe]) -> Self {
        let states = engine.plan.layout.len;
        let probes: Vec<_> = probes.iter().map(|&p| (p, engine.direct(p))).collect();
        Self {
            direct: probes.iter().all(|p| p.1.is_some()),
            gates: Gates::new(engine.circuit),
            weight: weights(&engine, &window),
            h: (FIRST * window.shortest).min(window.longest),
            damped: 0,
            stubborn: 0,
            next_sample: 0,
            whole: vec![0.0; states],
            middle: vec![0.0; states],
            end: vec![0.0; states],
            between: vec![0.0; states],
            past: Past::new(states),
            record: Record {
                columns: vec![Vec::new(); probes.len()],
                ..Record::default()
            },
            probes,
            engine,
            window,
        }
    }

    fn begin(&mut self) -> Result<(), CircuitFault> {
        let e = &mut self.engine;
        self.record.energies.stored_before = stored(e.circuit, &frame!(e), &e.x);
        // What stands open from the start leaves parts without a potential as what opens later does.
        self.record.energies.interrupted += e.isolate();
        e.stage.stamp += 1;
        let x = e.x.clone();
        e.instant(&x, 0.0)?;
        e.scratch.trail.restart(0.0, &e.v);
        self.between.copy_from_slice(&x);
        self.sample_here(0.0)?;
        self.next_sample = 1;
        Ok(())
    }

    fn finish(mut self) -> Record {
        let e = &self.engine;
        self.record.energies.stored_after = stored(e.circuit, &frame!(e), &e.x);
        self.record.iterations = e.stage.iterations;
        self.record
    }

    /// From one corner to the next.
    fn segment(&mut self, from: f64, to: f64) -> Result<(), CircuitFault> {
        let mut time = from;
        self.switch(time)?;
        self.engine.scratch.trail.restart(time, &self.engine.v);
        self.past.forget();
        if self.engine.scratch.pair.is_some() {
            self.h = self.h.min(AFTER_CORNER * self.window.longest);
        }
        while time < to {
            let stop = self.gates.next_due().filter(|t| *t < to).unwrap_or(to);
            if stop - time > SAME * self.window.duration {
                time = self.advance(time, stop)?;
            } else {
                time = stop;
            }
            self.switch(time)?;
        }
        Ok(())
    }

    /// One accepted step towards `stop`; returns where it ends.
    fn advance(&mut self, time: f64, stop: f64) -> Result<f64, CircuitFault> {
        let mut forced = None;
        loop {
            let left = stop - time;
            let h = forced.unwrap_or(if self.h >= left * 0.999_999 {
                left
            } else {
                self.h
            });
            let mut energies = Energies::default();
            let ratio = match self.attempt(time, h, &mut energies) {
                Ok(ratio) => ratio,
                Err(fault) if h <= self.window.shortest => return Err(fault),
                Err(_) => f64::INFINITY,
            };
            let shortest = h <= self.window.shortest * 1.000_001;
            if ratio > 1.0 && !shortest && forced.is_none() {
                self.reject(h, ratio);
                continue;
            }
            if ratio == f64::INFINITY {
                forced = None;
                self.h = (0.25 * h).max(self.window.shortest);
                continue;
            }
            let end = if h == left { stop } else { time + h };
            if forced.is_none()
                && let Some(at) = self.crossing(time, h)?
            {
                forced = Some(at);
                continue;
            }
            self.accept(time, end, &energies, ratio)?;
            self.lengthen(h, left, ratio);
            return Ok(end);
        }
    }

    fn method(&self) -> Method {
        if self.damped > 0 {
            Method::LStable
        } else if self.engine.scratch.pair.is_some() && self.engine.stage.afloat.is_empty() {
            Method::Gauss
        } else {
            Method::Midpoint
        }
    }

    /// The factor on a step's length that makes `ratio`, its error over what is allowed, nearly one.
    fn factor(&self, ratio: f64) -> f64 {
        let root = ratio.max(1e-12).sqrt();
        match self.method().order() {
            4 => 0.9 / root.sqrt(),
            _ => 0.9 / root,
        }
    }

    /// Takes a step whole and in halves; returns its error over what is allowed.
    fn attempt(&mut self, time: f64, h: f64, energies: &mut Energies) -> Result<f64, CircuitFault> {
        let method = self.method();
        let e = &mut self.engine;
        let frame = frame!(e);
        let (stage, scratch) = (&mut e.stage, &mut e.scratch);
        let leap = |time, h, x0| Leap {
            method,
            time,
            h,
            x0,
        };
        let half = 0.5 * h;
        leap(time, h, &e.x).take(&frame, stage, scratch, &mut self.whole, None)?;
        let first = leap(time, half, &e.x);
        first.take(&frame, stage, scratch, &mut self.middle, Some(energies))?;
        let second = leap(time + half, half, &self.middle);
        second.take(&frame, stage, scratch, &mut self.end, Some(energies))?;
        // Of the difference, that of the two halves.
        let part = 1.0 / (f64::from(1 << method.order()) - 1.0);
        let mut worst = 0.0f64;
        for ((a, b), w) in self.end.iter().zip(&self.whole).zip(&self.weight) {
            let error = ((a - b).abs() - ROUND * a.abs()).max(0.0) * part;
            worst = worst.max(error * w);
        }
        let share = h / self.window.duration;
        Ok(match method {
            Method::Midpoint | Method::Gauss => worst / share,
            Method::LStable => worst / share.max(SETTLING),
        })
    }

    fn reject(&mut self, h: f64, ratio: f64) {
        self.record.rejected += 1;
        self.stubborn += 1;
        if self.stubborn >= STUBBORN {
            self.damped = self.damped.max(DAMPED);
        }
        let factor = self.factor(ratio).clamp(0.1, 0.7);
        self.h = (factor * h).max(self.window.shortest);
    }

    /// The next step after one of length `h`: one of a ladder of lengths, so that matrices are kept.
    fn lengthen(&mut self, h: f64, left: f64, ratio: f64) {
        let factor = self.factor(ratio).min(2.0);
        let wished = (factor * h).clamp(self.window.shortest, self.window.longest);
        let cut_short = h >= left && h < self.h;
        if cut_short && wished < self.h && factor >= 1.0 {
            return;
        }
        let rung = (2.0 * (self.window.longest / wished).log2())
            .ceil()
            .max(0.0);
        let ladder = self.window.longest * 0.5f64.powi((rung / 2.0).floor() as i32);
        let odd = rung % 2.0 != 0.0;
        self.h = if odd {
            ladder * std::f64::consts::FRAC_1_SQRT_2
        } else {
            ladder
        };
        self.h = self.h.max(self.window.shortest);
    }

    fn accept(
        &mut self,
        time: f64,
        end: f64,
        energies: &Energies,
        ratio: f64,
    ) -> Result<(), CircuitFault> {
        self.record.steps += 1;
        self.record.coarse += u64::from(ratio > 1.0);
        self.stubborn = 0;
        self.damped = self.damped.saturating_sub(1);
        self.record.energies.gather(energies);
        self.samples(time, end)?;
        self.past
            .note(time, end, &mut self.engine.x, &mut self.middle);
        std::mem::swap(&mut self.engine.x, &mut self.end);
        self.gates.heat(&mut self.engine, end, end - time)
    }

    /// States at `share` of the step, on the parabola through its start, middle and end.
    fn interpolate(&mut self, share: f64) {
        let [a, b, c] = parabola(share);
        let x0 = &self.engine.x;
        for (n, y) in self.between.iter_mut().enumerate() {
            *y = a * x0[n] + b * self.middle[n] + c * self.end[n];
        }
    }

    /// States at a sample: of order four where the method is, by what was before the step.
    fn interpolate_sampled(&mut self, from: f64, to: f64, at: f64) {
        let known = [&self.engine.x, &self.middle, &self.end];
        let weights = match &self.engine.scratch.pair {
            Some(_) => self.past.weights(from, to, at),
            None => None,
        };
        match weights {
            Some(weights) if self.direct => {
                for n in self.probes.iter().filter_map(|p| p.1) {
                    self.between[n] = self.past.value(&weights, known, n);
                }
            }
            Some(weights) => {
                for n in 0..self.between.len() {
                    self.between[n] = self.past.value(&weights, known, n);
                }
            }
            None => self.interpolate((at - from) / (to - from)),
        }
    }

    fn samples(&mut self, time: f64, end: f64) -> Result<(), CircuitFault> {
        loop {
            let at = self.next_sample as f64 * self.window.sample;
            if at > end + SAME * self.window.duration {
                return Ok(());
            }
            self.interpolate_sampled(time, end, at.min(end));
            self.sample_here(at)?;
            self.next_sample += 1;
        }
    }

    /// Samples the states in `between`.
    fn sample_here(&mut self, time: f64) -> Result<(), CircuitFault> {
        if !self.direct {
            self.engine.instant(&self.between, time)?;
        }
        self.record.time.push(time);
        for ((probe, direct), column) in self.probes.iter().zip(&mut self.record.columns) {
            column.push(match direct {
                Some(state) => self.between[*state],
                None => self.engine.probe(*probe, &self.between),
            });
        }
        Ok(())
    }

    /// Length of the step after which the first gate wants to move, where one does before its end.
    fn crossing(&mut self, time: f64, h: f64) -> Result<Option<f64>, CircuitFault> {
        if !self.gates.watched {
            return Ok(None);
        }
        let wants = |march: &mut Self, share: f64| -> Result<bool, CircuitFault> {
            march.interpolate(share);
            march.engine.instant(&march.between, time + share * h)?;
            Ok(march.gates.wants(&march.engine, share * h))
        };
        if !wants(self, 1.0)? {
            return Ok(None);
        }
        let (mut low, mut high) = (0.0, 1.0);
        while (high - low) * h > self.window.shortest {
            let middle = 0.5 * (low + high);
            if wants(self, middle)? {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok((high < 1.0).then_some(high * h))
    }

    /// Moves the gates that want to or are due.
    fn switch(&mut self, time: f64) -> Result<(), CircuitFault> {
        if self.gates.idle() {
            return Ok(());
        }
        let x = self.engine.x.clone();
        if self.gates.watched {
            self.engine.instant(&x, time)?;
        }
        let same = SAME * self.window.duration;
        let cut = self
            .gates
            .act(&mut self.engine, time, same, &mut self.record.events);
        if let Some(lost) = cut {
            self.record.energies.interrupted += lost + self.engine.isolate();
            self.engine.stage.stamp += 1;
            self.past.forget();
            self.damped = DAMPED;
            self.h = (FIRST * self.window.shortest).min(self.window.longest);
            let x = self.engine.x.clone();
            self.engine.instant(&x, time)?;
            self.engine.scratch.trail.restart(time, &self.engine.v);
        }
        self.gates.begin(&self.engine);
        Ok(())
    }
}

/// Differences below this share of a state are rounding.
const ROUND: f64 = 1e-13;
