//! What the loss of parts makes of a hall, and when: edits of its model at a time after the loss.

use super::parts::Loss;
use super::ready::Ready;
use crate::model::feed::Feed;
use crate::model::schedule::Edit;
use std::collections::BTreeMap;

/// Parts that are lost together.
pub(super) struct Condition<'a> {
    ready: &'a Ready<'a>,
    feed: &'a Feed,
    losses: Vec<Loss>,
    /// Time until a pump that stood by has taken over \[s\].
    standby_start: f64,
}

/// Pumps of one group that are lost.
#[derive(Clone, Copy, Debug, Default)]
struct Pumps {
    unit: usize,
    running: f64,
    standing_by: f64,
}

impl<'a> Condition<'a> {
    /// The loss of `losses`.
    pub(super) fn new(
        ready: &'a Ready<'a>,
        feed: &'a Feed,
        losses: Vec<Loss>,
        standby_start: f64,
    ) -> Self {
        Self {
            ready,
            feed,
            losses,
            standby_start,
        }
    }

    fn rows(&self) -> impl Iterator<Item = u32> {
        self.losses.iter().filter_map(|loss| match loss {
            Loss::Feeder(row) => Some(*row),
            _ => None,
        })
    }

    /// Times after the loss at which something changes by itself \[s\], ascending.
    pub(super) fn turning_points(&self) -> Vec<f64> {
        let units = 0..self.ready.model.equipment.units.len();
        let mut times: Vec<f64> = units
            .flat_map(|u| self.rows().filter_map(move |row| self.feed.dark(u, row)))
            .flatten()
            .collect();
        if !self.pumps().is_empty() {
            times.push(self.standby_start);
        }
        times.retain(|t| *t > 0.0 && t.is_finite());
        times.sort_by(f64::total_cmp);
        times.dedup();
        times
    }

    /// Whether `unit` is without power `t` \[s\] after the loss.
    pub(super) fn dark(&self, unit: usize, t: f64) -> bool {
        let spans = self.rows().filter_map(|row| self.feed.dark(unit, row));
        spans.into_iter().any(|[from, to]| from <= t && t < to)
    }

    /// Whether `unit` is lost or without power.
    pub(super) fn stands(&self, unit: usize, t: f64) -> bool {
        self.losses.contains(&Loss::Unit(unit)) || self.dark(unit, t)
    }

    /// Lost pumps by the link of their group.
    fn pumps(&self) -> BTreeMap<u32, Pumps> {
        let mut groups: BTreeMap<u32, Pumps> = BTreeMap::new();
        for loss in &self.losses {
            if let Loss::Pump {
                unit,
                link,
                stands_by,
            } = *loss
            {
                let group = groups.entry(link).or_default();
                group.unit = unit;
                let lost = if stands_by {
                    &mut group.standing_by
                } else {
                    &mut group.running
                };
                *lost += 1.0;
            }
        }
        groups
    }

    /// Pumps that run in the group on `link` with these lost.
    fn running(&self, link: u32, lost: &Pumps, t: f64) -> f64 {
        let regulated = &self.ready.model.hydraulics.regulated;
        let row = self.ready.model.hydraulics.row[link as usize] as usize;
        let ran = regulated.hold[row].running;
        let left = (ran - lost.running).max(0.0);
        if t < self.standby_start {
            return left;
        }
        let whole = regulated.law[row].pump.installed - lost.running - lost.standing_by;
        ran.min(whole).max(left)
    }

    /// Whether a pump that stood by has taken over `t` \[s\] after the loss.
    pub(super) fn standby_runs(&self, t: f64) -> bool {
        let took_over = |(link, lost): (&u32, &Pumps)| {
            self.running(*link, lost, t) > self.running(*link, lost, -1.0)
                && !self.stands(lost.unit, t)
        };
        self.pumps().iter().any(took_over)
    }

    /// What batteries and generators do within `t` \[s\] for units whose feed is lost: whether any unit but racks is carried.
    pub(super) fn backed(&self, t: f64) -> [bool; 2] {
        let units = self.ready.model.equipment.units.iter().enumerate();
        let mut found = [false; 2];
        for (u, _) in units.filter(|(_, unit)| !matches!(unit.family, "house" | "room")) {
            for row in self.rows() {
                let carried = self.feed.backed(u, row);
                found[0] |= carried;
                let below = self.feed.generates(row, t) && self.feed.below(row).contains(&u);
                found[1] |= below;
            }
        }
        found
    }

    /// What holds `t` \[s\] after the loss.
    pub(super) fn edits(&self, t: f64) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (link, lost) in self.pumps() {
            edits.push(Edit::Running(link, self.running(link, &lost, t)));
        }
        let mut machines: BTreeMap<usize, f64> = BTreeMap::new();
        for loss in &self.losses {
            match *loss {
                Loss::Machine(unit) => *machines.entry(unit).or_default() += 1.0,
                Loss::Valve(unit) => edits.push(Edit::Shut(unit)),
                Loss::DrawnValve(row) => edits.push(Edit::Opening(row, 0.0)),
                Loss::Blocked(link) => edits.push(Edit::Blocked(link)),
                Loss::Held(unit) => edits.push(self.held(unit)),
                Loss::Pump { .. } | Loss::Unit(_) | Loss::Feeder(_) => {}
            }
        }
        let some = machines
            .into_iter()
            .map(|(unit, n)| Edit::Standing(unit, n));
        edits.extend(some);
        let units = 0..self.ready.model.equipment.units.len();
        edits.extend(units.filter(|u| self.stands(*u, t)).map(Edit::Off));
        edits
    }

    /// Actuators of `unit` where they were before the loss.
    fn held(&self, unit: usize) -> Edit {
        let (e, memory) = (&self.ready.model.equipment, &self.ready.state.memory);
        let cdu = unit
            .checked_sub(e.cdus.first)
            .and_then(|i| e.cdus.cdus.get(i));
        let link = match cdu {
            Some(cdu) => cdu.pump_link,
            None => e.loop_pumps.groups[unit - e.loop_pumps.first].link,
        };
        let flow = cdu.map_or(0.0, |cdu| memory.set[cdu.valve]);
        Edit::Held(unit, memory.reading.speed[link as usize], flow)
    }
}
