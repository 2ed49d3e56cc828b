//! One step of a pipe against its wall and surroundings: parcels sweep past pieces of wall that stand still.
//!
//! # Equations
//! In the plane of coolant mass and wall position a step is a band; parcel i and piece j share the part
//! θᵢⱼ of the step that is the mean over the step of their overlap, over the length of the piece. Each pair
//! exchanges by `contact` for θᵢⱼ·Δt, in an order in which every piece meets the parcels as they pass it
//! and every parcel the pieces as it passes them. Sums over parcels of θᵢⱼ are 1: the pipe is full.
//!
//! What enters is the last to be swept, and the exchange is linear in its enthalpy h_in, so that the
//! outflow of a step is known as a + b·h_in before h_in is: loops close without iterating over sweeps.
//!
//! # References
//! - A. Anzelius, ZAMM 6 (1926); T. Schumann, J. Franklin Inst. 208 (1929): the continuous problem.

use super::Rings;
use super::contact::{Contact, Coupling, swept};
use super::spread::Work;

/// What leaves a pipe in one step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outflow {
    /// Heat content of the stored parcels that leave \[J\].
    pub stored: f64,
    /// Mass that enters and leaves within the step \[kg\].
    pub through: f64,
    /// Enthalpy of what entered, at the end of the step: `entered[0] + entered[1]·h_in` [J/kg].
    pub entered: [f64; 2],
    /// Heat given to the surroundings: `given[0] + given[1]·h_in` \[J\].
    pub given: [f64; 2],
}

impl Outflow {
    /// Heat content of all that leaves when it enters at `h_in` [J/kg]: \[J\].
    #[inline]
    pub fn heat(&self, h_in: f64) -> f64 {
        self.stored + self.through * (self.entered[0] + self.entered[1] * h_in)
    }

    /// Heat given to the surroundings when it enters at `h_in` [J/kg]: \[J\].
    #[inline]
    pub fn given(&self, h_in: f64) -> f64 {
        self.given[0] + self.given[1] * h_in
    }
}

/// Parcels and walls as a step leaves them before what enters has been swept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Swept {
    enthalpy: Vec<f64>,
    wall: Vec<f64>,
    work: Work,
}

impl Swept {
    /// Columns for `rings`.
    pub fn new(rings: &Rings) -> Self {
        let mut swept = Self::default();
        swept.fit(rings);
        swept
    }

    /// Makes room for `rings`; nothing is allocated where there is room.
    pub fn fit(&mut self, rings: &Rings) {
        self.enthalpy.resize(rings.enthalpy.len(), 0.0);
        self.wall.resize(rings.wall.len(), 0.0);
        let most = rings.capacity.iter().max();
        self.work.fit(most.map_or(0, |n| *n as usize));
    }
}

/// A pipe's step: how far coolant moves and from which end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Move {
    /// Mass that enters, and leaves \[kg\], not negative.
    pub mass: f64,
    /// From the `from` end to the `to` end.
    pub forward: bool,
    /// Conductances over the step.
    pub coupling: Coupling,
    /// (ρA)²·D·Δt with the coefficient of dispersion D along the pipe \[kg²\]; 0 where fronts stay fronts.
    pub spread: f64,
}

/// A parcel: its ends before the step as mass from the inlet \[kg\], and its mass.
#[derive(Clone, Copy)]
struct Span {
    begin: f64,
    end: f64,
    mass: f64,
}

impl Span {
    /// Mean mass of the parcel beyond `x` over a step that moves it by `moved`.
    #[inline(always)]
    fn beyond(&self, x: f64, moved: f64) -> f64 {
        swept(self.end - x, moved) - swept(self.begin - x, moved)
    }
}

impl Rings {
    /// Whether `pipe` exchanges heat with a wall or its surroundings under `step`.
    #[inline]
    fn exchanges(&self, pipe: usize, step: &Move) -> bool {
        step.coupling.loss > 0.0 || (self.wall_mass[pipe] > 0.0 && step.coupling.film > 0.0)
    }

    /// Sweeps what `pipe` holds along its wall into `after`, and says what leaves.
    pub fn outflow(&self, pipe: usize, step: &Move, after: &mut Swept) -> Outflow {
        let exchanges = self.exchanges(pipe, step);
        let mut out = Outflow {
            entered: [0.0, 1.0],
            ..Outflow::default()
        };
        let cells = self.cells(pipe);
        after.wall[cells.clone()].copy_from_slice(&self.wall[cells.clone()]);
        let (mut left, mut end) = (step.mass, self.total[pipe]);
        let per_piece = 1.0 / self.piece(pipe);
        for k in 0..self.len[pipe] {
            let slot = self.outlet_slot(pipe, k, step.forward);
            let (mass, mut h) = (self.mass[slot], self.enthalpy[slot]);
            if exchanges {
                let span = Span {
                    begin: end - mass,
                    end,
                    mass,
                };
                let per_mass = 1.0 / mass;
                self.visit(pipe, step, span, |wall, contact| {
                    let w = wall.map_or(0.0, |at| after.wall[at]);
                    let a = step.coupling.ambient;
                    let drawn = contact.drawn(h, w, a);
                    h -= drawn * per_mass;
                    let given = contact.given(h, w, a);
                    out.given[0] += given;
                    if let Some(at) = wall {
                        after.wall[at] += (drawn - given) * per_piece;
                    }
                });
                end = span.begin;
            } else if left <= 0.0 {
                break;
            }
            after.enthalpy[slot] = h;
            let taken = mass.min(left);
            out.stored += taken * h;
            left -= taken;
        }
        out.through = left;
        if exchanges && step.mass > 0.0 {
            self.admit(pipe, step, after, &mut out);
        }
        out
    }

    /// What becomes of what enters, for any enthalpy.
    fn admit(&self, pipe: usize, step: &Move, after: &Swept, out: &mut Outflow) {
        let span = Span {
            begin: -step.mass,
            end: 0.0,
            mass: step.mass,
        };
        let [mut base, mut slope] = out.entered;
        let given = &mut out.given;
        self.visit(pipe, step, span, |wall, contact| {
            let w = wall.map_or(0.0, |at| after.wall[at]);
            let a = step.coupling.ambient;
            base -= contact.drawn(base, w, a) / step.mass;
            given[0] += contact.given(base, w, a);
            slope -= contact.drawn(slope, 0.0, 0.0) / step.mass;
            given[1] += contact.given(slope, 0.0, 0.0);
        });
        out.entered = [base, slope];
    }

    /// Makes the sweep `after` of `step` the contents of `pipe`, into which `h_in` [J/kg] enters.
    pub fn advance(&mut self, pipe: usize, step: &Move, h_in: f64, after: &mut Swept) {
        let mut h = h_in;
        if self.exchanges(pipe, step) {
            for k in 0..self.len[pipe] {
                let slot = self.slot(pipe, k);
                self.enthalpy[slot] = after.enthalpy[slot];
            }
            if step.mass > 0.0 {
                let span = Span {
                    begin: -step.mass,
                    end: 0.0,
                    mass: step.mass,
                };
                self.visit(pipe, step, span, |wall, contact| {
                    let w = wall.map_or(0.0, |at| after.wall[at]);
                    let a = step.coupling.ambient;
                    let drawn = contact.drawn(h, w, a);
                    h -= drawn / step.mass;
                    if let Some(at) = wall {
                        let given = contact.given(h, w, a);
                        after.wall[at] += (drawn - given) / self.piece(pipe);
                    }
                });
            }
            let cells = self.cells(pipe);
            self.wall[cells.clone()].copy_from_slice(&after.wall[cells]);
        }
        self.shift(pipe, step.mass, h, step.forward);
        if step.spread > 0.0 {
            self.spread(pipe, step.spread, &mut after.work);
        }
    }

    /// Calls `meet` for every piece of wall that `span` passes, in that order; without a wall once, for
    /// the whole pipe.
    #[inline(always)]
    fn visit(
        &self,
        pipe: usize,
        step: &Move,
        span: Span,
        mut meet: impl FnMut(Option<usize>, Contact),
    ) {
        let (total, moved) = (self.total[pipe], step.mass);
        let cells = self.cells(pipe);
        if cells.is_empty() {
            let shared = (span.beyond(0.0, moved) - span.beyond(total, moved)) / total;
            if shared > 0.0 {
                // Without a wall the coolant itself stands at the end of the loss.
                let loss = step.coupling.loss * shared;
                meet(None, Contact::bare(span.mass, loss));
            }
            return;
        }
        let n = cells.len();
        let (length, per_length) = (total / n as f64, n as f64 / total);
        let (film, loss) = (step.coupling.film / n as f64, step.coupling.loss / n as f64);
        let wall = self.piece(pipe);
        let first = (span.begin * per_length).max(0.0) as usize;
        let mut beyond = span.beyond(first as f64 * length, moved);
        for j in first..n {
            let next = span.beyond((j + 1) as f64 * length, moved);
            let shared = (beyond - next) * per_length;
            if shared > 0.0 {
                let at = if step.forward { j } else { n - 1 - j };
                let contact = Contact::new(span.mass, wall, film * shared, loss * shared);
                meet(Some(cells.start + at), contact);
            }
            if next <= 0.0 {
                break;
            }
            beyond = next;
        }
    }
}
