//! Which of equal machines run: lead and lag by the clock.
//!
//! # Equations
//! Of n machines of which m run, those with the numbers k, k + 1, … k + m − 1 (mod n) do, with the leader
//!
//! ```text
//! k = ⌊t/T⌋ mod n                                                                          (1)
//! ```
//!
//! t after the first midnight of the climate year, T the time for which one leads. It depends on nothing that happened before,
//! so that weeks of a year that are solved apart agree, and a resumed run with one that was not stopped. Equal machines do
//! the same to the plant whichever of them run.

use super::equipment::Equipment;
use super::hydraulic::{Hydraulics, LinkId};
use crate::config::{At, Config};

/// What runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// A unit of equipment.
    Unit(usize),
    /// Pumps, by their row among regulated ones.
    Pumps(usize),
}

/// Equal machines that take turns.
#[derive(Clone, Debug, PartialEq)]
pub struct Rotation {
    /// Their name, such as `chiller.trim` or `loop.fws`.
    pub name: String,
    /// What tells how many of them run.
    pub of: Group,
    /// How many there are.
    pub machines: usize,
    /// Time for which one leads T \[s\]; the first always where there is none.
    pub every: Option<f64>,
}

impl Rotation {
    /// Time \[s\] for which the machine `k` has led from the first midnight until `clock` \[s\].
    fn led(&self, k: usize, clock: f64) -> f64 {
        let Some(every) = self.every else {
            return if k == 0 { clock } else { 0.0 };
        };
        let cycle = every * self.machines as f64;
        let within = clock.rem_euclid(cycle) - every * k as f64;
        every * clock.div_euclid(cycle) + within.clamp(0.0, every)
    }

    /// Adds what a step of `dt` \[s\] with its middle at `clock` \[s\], in which `running` run, has of each machine's turns to
    /// `sums`: many turns may pass in a step.
    pub fn add(&self, running: usize, clock: f64, dt: f64, sums: &mut [f64]) {
        for leader in 0..self.machines {
            let led = self.led(leader, clock + 0.5 * dt) - self.led(leader, clock - 0.5 * dt);
            if led == 0.0 {
                continue;
            }
            for k in 0..running.min(self.machines) {
                sums[(leader + k) % self.machines] += led;
            }
        }
    }
}

/// All groups of two and more equal machines.
pub fn rotations(config: &Config, equipment: &Equipment, net: &Hydraulics) -> Vec<Rotation> {
    let mut all = Vec::new();
    let mut group = |name: String, of: Option<Group>, machines: u32, every: &Option<At<f64>>| {
        if let Some(of) = of.filter(|_| machines > 1) {
            let every = every.as_ref().map(|t| **t);
            let machines = machines as usize;
            all.push(Rotation {
                name,
                of,
                machines,
                every,
            });
        }
    };
    let unit = |name: &str| {
        let found = equipment.units.iter().position(|u| u.name == name);
        found.map(Group::Unit)
    };
    for x in &config.loops {
        let link = format!("loop.{}.plant", x.name);
        let own = |l: &u32| net.link_name(LinkId(*l)) == link;
        let row = net.regulated.link.iter().position(own).map(Group::Pumps);
        group(format!("loop.{}", x.name), row, *x.pumps, &x.rotate);
    }
    for x in &config.dry_cooler {
        let name = format!("dry_cooler.{}", x.name);
        group(name.clone(), unit(&name), *x.count, &x.rotate);
    }
    for x in &config.tower {
        let name = format!("tower.{}", x.name);
        group(name.clone(), unit(&name), *x.count, &x.rotate);
    }
    for x in &config.chiller {
        let name = format!("chiller.{}", x.name);
        group(name.clone(), unit(&name), *x.count, &x.rotate);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_lead_alike_and_history_does_not_matter() {
        let trio = Rotation {
            name: "chiller.x".to_owned(),
            of: Group::Unit(0),
            machines: 3,
            every: Some(100.0),
        };
        assert_eq!([0, 1, 2].map(|k| trio.led(k, 450.0)), [200.0, 150.0, 100.0]);
        let mut sums = [0.0; 3];
        (0..60).for_each(|k| trio.add(2, 10.0 * f64::from(k) + 5.0, 10.0, &mut sums));
        assert_eq!(sums, [400.0; 3]);
        // A step that is as long as several turns: each leads for a part of it.
        let mut sums = [0.0; 3];
        trio.add(1, 225.0, 450.0, &mut sums);
        assert_eq!(sums, [200.0, 150.0, 100.0]);
        let fixed = Rotation {
            every: None,
            ..trio
        };
        let mut sums = [0.0; 3];
        (0..60).for_each(|k| fixed.add(2, 10.0 * f64::from(k) + 5.0, 10.0, &mut sums));
        assert_eq!(sums, [600.0, 600.0, 0.0]);
        fixed.add(9, 0.0, 1.0, &mut sums);
        assert_eq!(sums, [601.0, 601.0, 1.0]);
    }
}
