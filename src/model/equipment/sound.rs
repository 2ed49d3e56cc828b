//! Sound power of what stands outdoors: fans of dry coolers and towers, air-cooled chillers.
//!
//! # Equations
//! For N running machines of equal air flow fraction x, on for the share u of the time,
//!
//! ```text
//! L_W = L_W,0 + 50·log₁₀ x + 10·log₁₀ u + 10·log₁₀ N                                       (1)
//! ```
//!
//! x = 1 for a chiller. Fans of two speeds that take turns are the energy mean of (1) at either, not (1) at their mean.
//! u makes the energy mean of a machine that cycles; its peaks are higher by −10·log₁₀ u.
//!
//! # Units
//! dB(A) re 1 pW.
//!
//! # Validity
//! Machines whose record has a sound power. Water-cooled chillers and pumps stand indoors and are left out.
//!
//! # References
//! - VDI 2081-1:2022: 50 log₁₀ of the speed ratio.

use super::{Balance, Equipment, Scratch};
use crate::physics::acoustic::sound_power::several;

impl Equipment {
    /// Hands `each` the unit and the sound power level [dB(A)] of every group that sounds outdoors: eq. (1).
    pub fn sound(&self, scratch: &Scratch, balance: &[Balance], mut each: impl FnMut(usize, f64)) {
        let dry = self.dry_coolers.groups.iter().zip(&scratch.dry);
        for (i, (group, run)) in dry.enumerate() {
            if let Some(run) = run.filter(|r| r.duty > 0.0) {
                let unit = self.dry_coolers.first + i;
                let on = f64::from(balance[unit].running);
                each(unit, several(group.sound_power(run.fan), on * run.duty));
            }
        }
        for (i, (group, run)) in self.towers.groups.iter().zip(&scratch.tower).enumerate() {
            if let Some(run) = run.filter(|r| r.duty > 0.0) {
                let unit = self.towers.first + i;
                let on = f64::from(balance[unit].running);
                each(unit, several(group.fan.sound_power(run.fan), on * run.duty));
            }
        }
        let chillers = self.chillers.groups.iter().zip(&scratch.chillers.done);
        for (i, (group, run)) in chillers.enumerate() {
            let outdoors = group.condenser.is_none();
            let on = scratch.chillers.on[i];
            let running = run.map_or(0.0, |r| r.running);
            if let Some(level) = group.sound_power.filter(|_| outdoors && running > 0.0) {
                each(self.chillers.first + i, several(level, on * running));
            }
        }
    }
}
