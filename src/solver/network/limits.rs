//! Limits kept exactly.
//!
//! A barrier of stiffness S lets λ/S beyond a limit where the pressure λ has to be held: 10⁻⁷ of the
//! open flow a bar. Moving the barrier back by what passed (the method of multipliers) leaves λ and
//! brings the flow to its limit; each round gains as many digits as the barrier is stiffer than the
//! network, so one or two reach rounding.
//!
//! # References
//! - Bertsekas, *Constrained Optimization and Lagrange Multiplier Methods* (1982), ch. 2.

use super::measure::HUGE;
use super::newton::Workspace;
use super::symbolic::Network;
use crate::model::hydraulic::Hydraulics;

/// Flow beyond a limit that needs no further round [share of the largest rated flow].
const CLOSE: f64 = 1e-14;
/// Most rounds: what leaks into a part that nothing feeds never comes to its limit.
pub(super) const ROUNDS: u32 = 12;

/// Limits as they were set.
#[derive(Clone, Debug, Default)]
pub(super) struct Limits {
    /// Least and most flow of each orifice [kg/s].
    orifice: Vec<[f64; 2]>,
}

impl Workspace {
    /// Notes the limits that rounds are to reach.
    pub(super) fn note_limits(&mut self) {
        let limits = &mut self.limits.orifice;
        limits.clear();
        limits.extend(self.rows.orifices.iter().map(|o| [o.least, o.most]));
    }

    /// Moves barriers back by what passed them; true if any moved by more than rounding. What leaks into
    /// a part that nothing else feeds is left: no shift brings it to its limit.
    pub(super) fn tighten(&mut self, h: &Hydraulics, net: &Network) -> bool {
        let (mut worst, mut leaked) = (0.0f64, 0.0f64);
        let potential = &self.potential;
        let starved = |row: usize| {
            let ends = net.ends.get(net.chain_of_row[row] as usize);
            ends.is_none_or(|e| e.iter().any(|&v| potential[v as usize].abs() > HUGE))
        };
        let mut shift = |row: usize, beyond: f64, shift: f64| {
            let idle = beyond <= 0.0 && shift == 0.0 || !beyond.is_finite();
            if idle || starved(row) {
                return shift;
            }
            let next = (shift + beyond).max(0.0);
            worst = worst.max((next - shift).abs());
            next
        };
        let first = self.rows.first_orifice(h);
        let flows = &self.rows.flow[first..];
        let orifices = self.rows.orifices.iter_mut().zip(&self.limits.orifice);
        for (i, ((orifice, &[least, most]), &flow)) in orifices.zip(flows).enumerate() {
            let row = first + i;
            if most.is_finite() {
                orifice.most = most - shift(row, flow - most, most - orifice.most);
            }
            if least.is_finite() {
                orifice.least = least + shift(row, least - flow, orifice.least - least);
            }
        }
        let first = self.rows.first_device();
        let (flows, drops) = (&self.rows.flow[first..], &self.rows.drop[first..]);
        let devices = h.devices.law.len();
        let leaking = self.regulating.leaking;
        for (i, (allowed, &flow)) in self.rows.allowed.iter_mut().zip(flows).enumerate() {
            if i >= devices && leaking {
                // What leaks forward is held back by a shift to the other side.
                if self.regulating.balance[i - devices].held > 0.0 && !starved(first + i) {
                    *allowed -= flow;
                    leaked = leaked.max(flow.abs());
                }
                continue;
            }
            // A regulator, like a pump, passes nothing backwards.
            let held = (h.devices.law.get(i)).map_or(Some(0.0), |device| device.held_at(drops[i]));
            if let Some(held) = held {
                *allowed = shift(first + i, held - flow, *allowed);
            }
        }
        let worst = worst.max(leaked);
        worst > CLOSE * net.rated_flow
    }
}
