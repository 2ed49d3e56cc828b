//! What is still true of the last solution: laws of links whose settings and flow are what they were need not
//! be evaluated again. What is kept has the bits that evaluation would give, so that a solution does not depend
//! on what its workspace did before.

use super::evaluate::worse;
use super::newton::Workspace;
use super::symbolic::Network;
use crate::model::hydraulic::{Friction, Hydraulics, Moment};

/// Share of the chains above which all laws are evaluated.
const FEW: usize = 8;

/// A chain whose laws no longer stand as they were evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stale {
    chain: u32,
    /// The row whose law is another; [`Stale::ALL`] where the chain's flow is.
    row: u32,
}

impl Stale {
    const ALL: u32 = u32::MAX;

    /// All rows of `chain`.
    pub fn flow(chain: u32) -> Self {
        let row = Self::ALL;
        Self { chain, row }
    }
}

/// The settings and columns at which laws were last evaluated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kept {
    coolant: [Moment; 2],
    reference: f64,
    friction: Friction,
    pipes: Moment,
    formulas: Moment,
    throttles: Moment,
    devices: [Moment; 2],
}

impl Kept {
    fn now(h: &Hydraulics) -> Self {
        Self {
            coolant: [h.density.now(), h.viscosity.now()],
            reference: h.reference_density,
            friction: h.friction,
            pipes: h.pipes.law.now(),
            formulas: h.formulas.law.now(),
            throttles: h.throttles.law.now(),
            devices: [h.devices.law.now(), h.devices.speed.now()],
        }
    }

    /// Pipes, formulas, throttles and devices by law and by speed written since then; none if what all laws depend on was.
    fn written<'h>(&self, h: &'h Hydraulics) -> Option<[&'h [u32]; 5]> {
        let now = Self::now(h);
        let same = self.coolant == now.coolant
            && self.reference == now.reference
            && self.friction == now.friction;
        if !same {
            return None;
        }
        Some([
            h.pipes.law.since(self.pipes)?,
            h.formulas.law.since(self.formulas)?,
            h.throttles.law.since(self.throttles)?,
            h.devices.law.since(self.devices[0])?,
            h.devices.speed.since(self.devices[1])?,
        ])
    }
}

impl Workspace {
    /// Notes that laws stand evaluated at the settings of `h` and at the flows of chains.
    pub(super) fn keep(&mut self, h: &Hydraulics) {
        self.kept = Some(Kept::now(h));
    }

    /// Brings coefficients and what else follows from settings up to date. True if `stale` then holds all chains
    /// whose laws, at the flows they have, changed since `kept`; else all may have.
    pub(super) fn renew(&mut self, h: &Hydraulics, net: &Network, kept: Option<Kept>) -> bool {
        self.stale.clear();
        let brought = self.pass_injections(h, net);
        let written = kept.filter(|_| !brought).and_then(|kept| kept.written(h));
        let Some([pipes, formulas, throttles, devices, speeds]) = written else {
            self.rows.coefficients(h);
            self.raise(h, net);
            return false;
        };
        self.rows.settings(h);
        for &pipe in pipes {
            let row = net.row_of_link[h.pipes.link[pipe as usize] as usize];
            self.rows.renew(h, row as usize);
            self.touch(h, net, row);
        }
        for &pipe in formulas {
            let link = h.formulas.link[pipe as usize];
            self.touch(h, net, net.row_of_link[link as usize]);
        }
        for &throttle in throttles {
            let row = self.rows.throttle(h, throttle as usize);
            self.touch(h, net, row);
        }
        for &device in devices.iter().chain(speeds) {
            self.rows.turn(h, device as usize);
            let link = h.devices.link[device as usize];
            self.touch(h, net, net.row_of_link[link as usize]);
        }
        let first = self.rows.first_orifice(h) as u32;
        for i in 0..self.rows.turned.len() {
            self.touch(h, net, first + self.rows.turned[i]);
        }
        for &row in &net.lively {
            self.touch(h, net, row);
        }
        true
    }

    /// Notes the chain of a row whose law changed; a row that ends blindly is evaluated at once.
    fn touch(&mut self, h: &Hydraulics, net: &Network, row: u32) {
        let chain = net.chain_of_row[row as usize];
        if (chain as usize) < net.flows() {
            self.stale.push(Stale { chain, row });
        } else {
            self.rows.law(h, net, row as usize, 0.0);
        }
    }

    /// Whether so few chains are noted that evaluating these is the sooner way.
    pub(super) fn few_stale(&self) -> bool {
        self.stale.len() * FEW <= self.chain.len()
    }

    /// What [`Workspace::evaluate`] does, of the chains noted.
    pub(super) fn evaluate_stale(&mut self, h: &Hydraulics, net: &Network) -> f64 {
        self.stale.sort_unstable();
        for stale in self.stale.chunk_by(|a, b| a.chain == b.chain) {
            let c = stale[0].chain as usize;
            let all = stale.iter().any(|s| s.row == Stale::ALL);
            for &row in net.rising(c) {
                // Slopes of pipes are not kept one by one.
                let kept = !all && row as usize >= net.shelves.rows();
                if !kept || stale.iter().any(|s| s.row == row) {
                    self.rows.law_beside(h, net, row as usize, self.chain[c]);
                }
            }
        }
        self.rows.few(h);
        for stale in self.stale.chunk_by(|a, b| a.chain == b.chain) {
            let c = stale[0].chain as usize;
            let (mut loss, mut slope, mut bend) = (self.lift[c], 0.0, 0.0);
            for row in net.rising(c).iter().map(|&row| row as usize) {
                let sign = net.sign_of_row[row];
                loss += sign * self.rows.drop[row];
                slope += self.rows.slope[row];
                bend += sign * self.rows.bend[row];
            }
            (self.loss[c], self.slope[c]) = (loss, slope);
            (self.yielding[c], self.refining.bend[c]) = (1.0 / slope, bend);
        }
        let runs = net.shelves.runs().iter();
        runs.fold(0.0, |most, run| worse(most, self.leave(net, run)))
    }
}
