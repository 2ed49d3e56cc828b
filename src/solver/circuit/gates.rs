//! What opens and closes, and when.

use super::charge::{self, Held};
use super::engine::Engine;
use super::error::CircuitFault;
use super::window::{Event, Happening};
use crate::model::electrical::circuit::{Circuit, Law, Trip, Undervoltage};
use crate::physics::electrical::fuse::Fuse;

/// The element whose current and voltage a gate watches.
#[derive(Clone, Copy, Debug)]
enum Watched {
    Series(usize),
    Load(usize),
    Device(usize),
    Nothing,
}

/// One gate in motion.
#[derive(Clone, Debug)]
struct Motion {
    watched: Watched,
    trip: Option<Trip>,
    undervoltage: Option<Undervoltage>,
    schedule: Vec<(f64, bool)>,
    /// Next entry of the schedule.
    next: usize,
    /// When it moves by itself, and to what.
    due: Option<(f64, bool)>,
    /// True while a lock-out holds it open.
    locked: bool,
    /// The battery that it joins, of the devices.
    battery: Option<usize>,
    /// Why its battery is held open.
    held: Option<Held>,
    /// Heat of its fuse since it closed \[A² s\].
    heat: f64,
    /// Current at the beginning of the step \[A\].
    before: f64,
}

/// All gates.
#[derive(Clone, Debug)]
pub(super) struct Gates {
    all: Vec<Motion>,
    /// True where any of them watches a current or a voltage.
    pub watched: bool,
    /// True where any of them melts.
    melting: bool,
}

impl Gates {
    pub fn new(circuit: &Circuit) -> Self {
        let mut all: Vec<Motion> = circuit
            .gates
            .iter()
            .map(|g| Motion {
                watched: Watched::Nothing,
                trip: g.trip,
                undervoltage: g.undervoltage,
                schedule: g.schedule.clone(),
                next: 0,
                due: None,
                locked: false,
                battery: None,
                held: None,
                heat: 0.0,
                before: 0.0,
            })
            .collect();
        let mut note = |gate: Option<u32>, watched| {
            if let Some(g) = gate {
                all[g as usize].watched = watched;
            }
        };
        for (n, d) in circuit.devices.iter().enumerate() {
            note(d.gate, Watched::Device(n));
        }
        for (n, e) in circuit.series.iter().enumerate() {
            note(e.gate, Watched::Series(n));
        }
        for (n, l) in circuit.loads.iter().enumerate() {
            note(l.gate, Watched::Load(n));
        }
        for (n, d) in circuit.devices.iter().enumerate() {
            if let (Some(g), Law::Battery { .. }) = (d.gate, &d.law) {
                all[g as usize].battery = Some(n);
            }
        }
        let watches =
            |m: &Motion| m.trip.is_some() || m.undervoltage.is_some() || m.battery.is_some();
        let watched = all.iter().any(watches);
        let melts = |m: &Motion| m.fuse().is_some();
        let melting = all.iter().any(melts);
        Self {
            all,
            watched,
            melting,
        }
    }

    /// True where there is nothing that could move.
    pub fn idle(&self) -> bool {
        self.all.is_empty()
    }

    /// The earliest time at which a gate moves by itself \[s\].
    pub fn next_due(&self) -> Option<f64> {
        let times = self.all.iter().filter_map(|m| m.due.map(|d| d.0));
        times.reduce(f64::min)
    }

    /// True when a current or voltage of the instant in `engine`, `dt` \[s\] after the beginning of the step, makes a
    /// gate want something new.
    pub fn wants(&self, engine: &Engine<'_>, dt: f64) -> bool {
        let mut all = self.all.iter().enumerate();
        all.any(|(g, m)| m.wish(engine, engine.closed[g], dt).is_some())
    }

    /// Notes the currents of the instant in `engine`, with which a step begins.
    pub fn begin(&mut self, engine: &Engine<'_>) {
        for m in self.all.iter_mut().filter(|m| m.trip.is_some()) {
            m.before = m.reading(engine).1;
        }
    }

    /// Adds the heat of a step of `dt` \[s\] that ends at `time` \[s\] with the states of `engine`.
    pub fn heat(
        &mut self,
        engine: &mut Engine<'_>,
        time: f64,
        dt: f64,
    ) -> Result<(), CircuitFault> {
        if !self.melting {
            return Ok(());
        }
        let x = engine.x.clone();
        engine.instant(&x, time)?;
        for m in &mut self.all {
            if let Some(fuse) = m.fuse() {
                m.heat = m.heated(&fuse, m.reading(engine).1, dt);
            }
        }
        Ok(())
    }

    /// Moves what is due at `time` or wants to. Returns the energy that cut-off currents lose \[J\],
    /// where anything moved.
    pub fn act(
        &mut self,
        engine: &mut Engine<'_>,
        time: f64,
        same: f64,
        events: &mut Vec<Event>,
    ) -> Option<f64> {
        let mut lost = None;
        for g in 0..self.all.len() {
            let m = &mut self.all[g];
            let mut to = None;
            while let Some(&(at, closed)) = m.schedule.get(m.next).filter(|s| s.0 <= time + same) {
                if at > -same {
                    to = Some((
                        closed,
                        if closed {
                            Happening::Closed
                        } else {
                            Happening::Opened
                        },
                    ));
                }
                m.next += 1;
                (m.locked, m.due) = (false, None);
            }
            if let Some((_, closed)) = m.due.filter(|d| d.0 <= time + same) {
                m.due = None;
                let happening = match (closed, m.locked) {
                    (true, _) => Happening::Restarted(m.reading(engine).0),
                    (false, _) => Happening::Opened,
                };
                to = Some((closed, happening));
                m.locked = false;
            }
            if to.is_none() {
                to = m.decide(engine, engine.closed[g], time, |what| {
                    events.push(Event {
                        time,
                        gate: g as u32,
                        what,
                    });
                });
            }
            if let Some((closed, what)) = to.filter(|t| t.0 != engine.closed[g]) {
                events.push(Event {
                    time,
                    gate: g as u32,
                    what,
                });
                engine.closed[g] = closed;
                self.all[g].heat = 0.0;
                *lost.get_or_insert(0.0) += cut(engine, g as u32, closed);
            }
        }
        lost
    }
}

/// What a gate wants.
enum Wish {
    Trip(f64),
    Melt(f64),
    LockOut(f64),
    Recover,
    Wait,
    /// A battery's management holds it or lets it go.
    Hold(Option<Held>),
}

impl Motion {
    /// Voltage and current of the element.
    fn reading(&self, engine: &Engine<'_>) -> (f64, f64) {
        let (plan, stage, v) = (&engine.plan, &engine.stage, &engine.v);
        match self.watched {
            Watched::Series(n) => (plan.series.across(n, v), stage.series[n]),
            Watched::Load(n) => (plan.loads.across(n, v), stage.loads[n]),
            Watched::Device(n) => (plan.devices.across(n, v), stage.devices[n].i),
            Watched::Nothing => (0.0, 0.0),
        }
    }

    /// The element that its current melts.
    fn fuse(&self) -> Option<Fuse> {
        self.trip?.fuse
    }

    /// Heat of `fuse` when the current has changed in `dt` \[s\] along a straight line to `i` \[A\].
    fn heated(&self, fuse: &Fuse, i: f64, dt: f64) -> f64 {
        let before = self.before;
        let joules = dt * (before * before + before * i + i * i) / 3.0;
        fuse.heated(self.heat, joules, dt)
    }

    fn wish(&self, engine: &Engine<'_>, closed: bool, dt: f64) -> Option<Wish> {
        let (v, i) = self.reading(engine);
        if let Some(fuse) = self.fuse().filter(|_| closed) {
            let heat = self.heated(&fuse, i, dt);
            if heat >= fuse.melting {
                return Some(Wish::Melt(heat));
            }
        }
        if let Some(trip) = self.trip
            && closed
            && self.due.is_none()
            && i.abs() >= trip.current
        {
            return Some(Wish::Trip(i));
        }
        let battery = self.battery;
        if let Some(held) = battery.and_then(|n| charge::wish(engine, n, closed, self.held)) {
            return Some(Wish::Hold(held));
        }
        let u = self.undervoltage?;
        if closed && v < u.off {
            Some(Wish::LockOut(v))
        } else if self.locked && self.due.is_none() && v > u.on {
            Some(Wish::Recover)
        } else if self.locked && self.due.is_some() && v < u.on {
            Some(Wish::Wait)
        } else {
            None
        }
    }

    /// Acts on a wish: notes when it will move, or says what it moves to now.
    fn decide(
        &mut self,
        engine: &Engine<'_>,
        closed: bool,
        time: f64,
        mut log: impl FnMut(Happening),
    ) -> Option<(bool, Happening)> {
        match self.wish(engine, closed, 0.0)? {
            Wish::Melt(heat) => Some((false, Happening::Melted(heat))),
            Wish::Trip(i) => {
                let delay = self.trip.map_or(0.0, |t| t.delay);
                if delay > 0.0 {
                    log(Happening::Tripped(i));
                    self.due = Some((time + delay, false));
                    return None;
                }
                Some((false, Happening::Tripped(i)))
            }
            Wish::LockOut(v) => {
                self.locked = true;
                Some((false, Happening::LockedOut(v)))
            }
            Wish::Recover => {
                let delay = self.undervoltage.map_or(0.0, |u| u.delay);
                if delay > 0.0 {
                    self.due = Some((time + delay, true));
                    return None;
                }
                self.locked = false;
                Some((true, Happening::Restarted(self.reading(engine).0)))
            }
            Wish::Wait => {
                self.due = None;
                None
            }
            Wish::Hold(held) => {
                self.held = held;
                Some(match held {
                    Some(Held::Full) => (false, Happening::Full),
                    Some(Held::Empty) => (false, Happening::Empty),
                    None => (true, Happening::Returned),
                })
            }
        }
    }
}

/// Puts the states of what opened to rest; returns the energy of the current that is cut off \[J\].
fn cut(engine: &mut Engine<'_>, gate: u32, closed: bool) -> f64 {
    let mut lost = 0.0;
    for (n, e) in engine.circuit.series.iter().enumerate() {
        if e.gate == Some(gate) && !closed && e.open_resistance.is_infinite() {
            lost += 0.5 * e.inductance * engine.x[n] * engine.x[n];
            engine.x[n] = 0.0;
        }
    }
    for (n, l) in engine.circuit.loads.iter().enumerate() {
        if l.gate == Some(gate) {
            engine.x[engine.plan.layout.loads + n] = 0.0;
        }
    }
    lost
}
