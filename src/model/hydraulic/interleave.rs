//! Several settings of one network side by side, for solutions in step.

use super::{Hydraulics, HydraulicsBuilder, LinkId};

impl Hydraulics {
    /// Networks of one topology as one whose rows alternate: row r of network k of n becomes row n·r + k.
    /// It carries laws, settings and coolant only: no nodes, ends or names.
    ///
    /// Returns none where the networks differ in topology or kinds.
    pub fn interleave(all: &[&Self]) -> Option<Self> {
        let first = all.first()?;
        let same = |h: &&&Self| {
            h.from == first.from && h.to == first.to && h.kind == first.kind && h.row == first.row
        };
        if !all.iter().all(|h| same(&h)) || all.iter().any(|h| h.friction != first.friction) {
            return None;
        }
        let n = all.len() as u32;
        let mut wide = Self {
            reference_density: first.reference_density,
            friction: first.friction,
            ..HydraulicsBuilder::new(first.reference_density, 1.0).net
        };
        let link = |links: &[u32]| -> Vec<u32> {
            let lanes = |&l: &u32| (0..n).map(move |k| n * l + k);
            links.iter().flat_map(lanes).collect()
        };
        wide.density = weave(all, |h| &h.density).into();
        wide.viscosity = weave(all, |h| &h.viscosity).into();
        wide.rise = weave(all, |h| &h.rise);
        wide.pipes.link = link(&first.pipes.link);
        wide.pipes.law = weave(all, |h| &h.pipes.law).into();
        wide.power_laws.link = link(&first.power_laws.link);
        wide.power_laws.law = weave(all, |h| &h.power_laws.law);
        wide.power_laws.scale = weave(all, |h| &h.power_laws.scale);
        wide.valves.link = link(&first.valves.link);
        wide.valves.law = weave(all, |h| &h.valves.law);
        wide.valves.opening = weave(all, |h| &h.valves.opening);
        wide.limiters.link = link(&first.limiters.link);
        wide.limiters.law = weave(all, |h| &h.limiters.law);
        wide.limiters.set = weave(all, |h| &h.limiters.set);
        wide.checks.link = link(&first.checks.link);
        wide.checks.law = weave(all, |h| &h.checks.law);
        wide.stops.link = link(&first.stops.link);
        wide.stops.law = weave(all, |h| &h.stops.law);
        wide.stops.open = weave(all, |h| &h.stops.open);
        wide.pumps.link = link(&first.pumps.link);
        wide.pumps.law = weave(all, |h| &h.pumps.law);
        wide.pumps.drive = weave(all, |h| &h.pumps.drive);
        wide.regulated.link = link(&first.regulated.link);
        wide.regulated.law = weave(all, |h| &h.regulated.law);
        wide.regulated.hold = weave(all, |h| &h.regulated.hold);
        wide.formulas.link = link(&first.formulas.link);
        wide.formulas.law = weave(all, |h| &h.formulas.law).into();
        wide.throttles.link = link(&first.throttles.link);
        wide.throttles.law = weave(all, |h| &h.throttles.law).into();
        wide.devices.link = link(&first.devices.link);
        wide.devices.law = weave(all, |h| &h.devices.law).into();
        wide.devices.speed = weave(all, |h| &h.devices.speed).into();
        Some(wide)
    }

    /// [`Self::buoyancy`] of lane `k` of `n` \[Pa\].
    pub fn buoyancy_in(&self, link: LinkId, n: usize, k: usize) -> f64 {
        self.buoyancy(LinkId(link.0 * n as u32 + k as u32))
    }
}

fn weave<T: Clone>(all: &[&Hydraulics], column: impl Fn(&Hydraulics) -> &[T]) -> Vec<T> {
    let rows = column(all[0]).len();
    let lanes = |row: usize| all.iter().map(move |h| (h, row));
    let rows = (0..rows).flat_map(lanes);
    rows.map(|(h, row)| column(h)[row].clone()).collect()
}
