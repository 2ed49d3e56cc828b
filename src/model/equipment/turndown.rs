//! Equipment that is asked for less than it can give steadily: fans and compressors that cycle, pumps and the fans of fan
//! walls at their least speed.

use super::{Equipment, Reading, Scratch};

/// Distance within which a speed counts as the least one.
const AT_LEAST: f64 = 1e-9;

impl Equipment {
    /// Hands `each` every unit that stands below its turndown: a fan or compressor that runs part of the time
    /// or not at all while heat passes, pumps at their least speed while coolant flows, fans of fan walls at theirs.
    pub fn below_turndown(
        &self,
        scratch: &Scratch,
        reading: &Reading,
        mut each: impl FnMut(usize),
    ) {
        let rejecting = [
            (self.dry_coolers.first, &scratch.dry),
            (self.towers.first, &scratch.tower),
        ];
        for (first, done) in rejecting {
            for (i, run) in done.iter().enumerate() {
                if run.is_some_and(|r| r.duty < 1.0 && r.heat > 0.0) {
                    each(first + i);
                }
            }
        }
        for (i, run) in scratch.chillers.done.iter().enumerate() {
            if run.is_some_and(|r| r.running < 1.0 && r.cooling > 0.0) {
                each(self.chillers.first + i);
            }
        }
        let walls = self.fan_walls.groups.iter().zip(&scratch.fan_wall);
        for (i, (group, run)) in walls.enumerate() {
            let lowest = |x: f64| x > 0.0 && x <= group.least_fan * (1.0 + AT_LEAST);
            if group.rated_heat > 0.0 && run.as_ref().is_some_and(|run| lowest(run.x)) {
                each(self.fan_walls.first + i);
            }
        }
        let slow = |link: u32, least: f64| {
            let speed = reading.speed[link as usize];
            speed > 0.0 && speed <= least * (1.0 + AT_LEAST)
        };
        for (i, cdu) in self.cdus.cdus.iter().enumerate() {
            if slow(cdu.pump_link, cdu.least_speed) {
                each(self.cdus.first + i);
            }
        }
        for (i, group) in self.loop_pumps.groups.iter().enumerate() {
            if slow(group.link, group.least_speed) {
                each(self.loop_pumps.first + i);
            }
        }
    }
}
