//! Steps of networks with regulators, damped as a whole.
//!
//! A regulator's flow is no minimum of anything: where it regulates, the content of the flows says nothing of its
//! potentials, and a line search along the flows alone may refuse the very step that leads on. What falls along
//! Newton's step of flows **and** potentials, up to kinks, is the sum of squares of all residuals,
//!
//! ```text
//! M = Σ_e r_e²/Δp′_e + Σ_v φ_v²/Δp′_v                                                      (1)
//! ```
//!
//! each over its slope at the start of the step, so that chains count by the flow that their residual stands for. The
//! step is halved until M falls (Armijo's rule).
//!
//! # References
//! - Nocedal & Wright, *Numerical Optimization*, 2nd ed. (2006), §11.2: merit functions of systems of equations.
//! - De Luca, Facchinei & Kanzow, Math. Programming 75 (1996) 407: the same for equations with kinks.

use super::newton::Workspace;
use super::symbolic::Network;
use crate::model::hydraulic::Hydraulics;

/// Share of what a step promises that M has to fall by.
const FALL: f64 = 1e-4;
/// Most halvings of a step.
const HALVINGS: u32 = 12;

impl Workspace {
    /// M of eq. (1) [Pa·kg/s], with the slopes that were noted last.
    pub(super) fn unsolved(&self, net: &Network) -> f64 {
        let chains = self.residual.iter().zip(&self.old_slope);
        let chains: f64 = chains.map(|(r, slope)| r * r / slope).sum();
        chains + self.unregulated(net)
    }

    /// Halves the step just made until M is less than `before`, its `head` being the largest residual after the
    /// whole step \[Pa\]; returns the largest residual and how often laws were evaluated again.
    pub(super) fn damp(
        &mut self,
        h: &Hydraulics,
        net: &Network,
        [before, mut head]: [f64; 2],
    ) -> (f64, u32) {
        let (n, mut share) = (net.unknowns(), 1.0);
        for halvings in 0..HALVINGS {
            if self.unsolved(net) <= (1.0 - FALL * share) * before {
                return (head, halvings);
            }
            share *= 0.5;
            for (chain, (start, step)) in
                self.chain.iter_mut().zip(self.start.iter().zip(&self.step))
            {
                *chain = start + share * step;
            }
            for (p, dp) in self.potential[..n].iter_mut().zip(&self.right[..n]) {
                *p -= share * dp;
            }
            head = self.evaluate(h, net);
        }
        (head, HALVINGS)
    }
}
