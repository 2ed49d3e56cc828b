//! What is solved of a hall, and what that says of the whole: copies are told what the one did that stands for them.

use super::tally::Tally;
use super::{Hall, probes};
use crate::model::Model;
use crate::model::quotient::Quotient;
use crate::solver::accounts;
use crate::solver::electrics::audit::tables;
use crate::solver::ledger::Ledger;
use std::collections::HashMap;

/// What is solved of a hall.
pub(super) struct Solved<'h> {
    full: &'h Model,
    of: Option<Copied>,
    /// Probes of what is solved.
    width: usize,
}

/// A quotient, and what stands in it for each part of the whole.
pub(super) struct Copied {
    /// The quotient.
    pub quotient: Quotient,
    /// Place of each probe among those of the quotient.
    probes: Vec<u32>,
    /// Account of the ledger that stands for each.
    accounts: Vec<u32>,
    /// Pump group that stands for each.
    pub pumps: Vec<u32>,
    /// Rack of the whole for which each rack of the quotient is told: the first of its copies.
    racks: Vec<usize>,
    /// Part of the flow of the link that stands for each link that is its own.
    pub flow: Vec<f64>,
}

/// `of` at each of `places`.
pub(super) fn at<T: Clone>(of: &[T], places: &[u32]) -> Vec<T> {
    places.iter().map(|at| of[*at as usize].clone()).collect()
}

impl Copied {
    /// None where the quotient does not tell all that the whole does.
    fn new(full: &Model, quotient: Quotient) -> Option<Self> {
        let part = &quotient.model;
        if tables(&full.power).count() != tables(&part.power).count() {
            return None;
        }
        Some(Self {
            probes: probes_of(full, &quotient)?,
            accounts: accounts_of(&quotient),
            pumps: pumps_of(full, &quotient),
            racks: racks_of(full, &quotient)?,
            flow: at(&part.coolant.share, &quotient.links),
            quotient,
        })
    }
}

/// The signals of each unit stand side by side, in the order of units within each family, and so do those of the quotient;
/// what is watched beside them goes by rows of the power tree.
fn probes_of(full: &Model, quotient: &Quotient) -> Option<Vec<u32>> {
    let part = &quotient.model;
    let all = probes::all(part);
    let place: HashMap<&str, u32> = all.iter().map(|p| p.name.as_str()).zip(0..).collect();
    let units = full.equipment.units.iter().zip(&quotient.units);
    let mut stands: HashMap<&str, &str> = HashMap::new();
    for (unit, at) in units {
        stands.insert(&unit.name, &part.equipment.units[*at as usize].name);
    }
    for (name, at) in full.power.names.iter().zip(&quotient.rows) {
        stands.insert(name, &part.power.names[*at as usize]);
    }
    let of = |name: &str| {
        let own = place.get(name).copied();
        let told = name.rsplit_once('.').and_then(|(whose, what)| {
            let other = stands.get(whose)?;
            place.get(format!("{other}.{what}").as_str()).copied()
        });
        told.or(own)
    };
    probes::all(full).iter().map(|p| of(&p.name)).collect()
}

/// Accounts stand in the order links, nodes, units, rows of the power tree, then those of the whole hall.
fn accounts_of(quotient: &Quotient) -> Vec<u32> {
    let part = &quotient.model;
    let sets = [
        (&quotient.links, part.link_names.len()),
        (&quotient.nodes, part.node_names.len()),
        (&quotient.units, part.equipment.units.len()),
        (&quotient.rows, part.power.len()),
    ];
    let (mut first, mut all) = (0u32, Vec::new());
    for (places, n) in sets {
        all.extend(places.iter().map(|at| first + at));
        first += n as u32;
    }
    all
}

/// Rows among the pump groups.
fn pumps_of(full: &Model, quotient: &Quotient) -> Vec<u32> {
    let links = full.hydraulics.regulated.link.iter();
    let stands = links.map(|link| quotient.links[*link as usize] as usize);
    stands
        .map(|link| quotient.model.hydraulics.row[link])
        .collect()
}

fn racks_of(full: &Model, quotient: &Quotient) -> Option<Vec<usize>> {
    let mut first = vec![None; quotient.model.equipment.racks.len()];
    for rack in 0..full.equipment.racks.len() {
        first[quotient.rack(full, rack)?].get_or_insert(rack);
    }
    first.into_iter().collect()
}

impl<'h> Solved<'h> {
    /// What is to be solved of `hall`.
    pub fn of(hall: &'h Hall) -> Self {
        let quotient = Quotient::of(&hall.config, &hall.model);
        let of = quotient.and_then(|quotient| Copied::new(&hall.model, quotient));
        Self::new(&hall.model, of)
    }

    fn new(full: &'h Model, of: Option<Copied>) -> Self {
        let model = of.as_ref().map_or(full, |of| &of.quotient.model);
        let width = probes::all(model).len();
        Self { full, of, width }
    }

    /// All of `hall`, whatever is alike in it.
    #[cfg(test)]
    pub fn whole(hall: &'h Hall) -> Self {
        Self::new(&hall.model, None)
    }

    /// What is solved.
    pub fn model(&self) -> &Model {
        self.of.as_ref().map_or(self.full, |of| &of.quotient.model)
    }

    /// Values of a row: one for each probe of what is solved.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Writes to `whole` what `row`, the values of all probes of what is solved, says of the hall.
    pub fn row(&self, row: &[f64], whole: &mut [f64]) {
        let Some(of) = &self.of else {
            whole.copy_from_slice(row);
            return;
        };
        for (value, at) in whole.iter_mut().zip(&of.probes) {
            *value = row[*at as usize];
        }
    }

    /// Writes to `whole` what the column `units` of what is solved says of the units of the hall.
    pub fn units(&self, units: &[f64], whole: &mut [f64]) {
        let Some(of) = &self.of else {
            whole.copy_from_slice(units);
            return;
        };
        for (value, at) in whole.iter_mut().zip(&of.quotient.units) {
            *value = units[*at as usize];
        }
    }

    /// The sums of the hall.
    pub fn tally(&self, mut tally: Tally) -> Tally {
        let Some(of) = &self.of else {
            return tally;
        };
        tally.units = at(&tally.units, &of.quotient.units);
        tally.rows = at(&tally.rows, &of.quotient.rows);
        tally.idle_modules = at(&tally.idle_modules, &of.quotient.rows);
        tally.below_knee = at(&tally.below_knee, &of.quotient.rows);
        tally.suctions.0 = at(&tally.suctions.0, &of.pumps);
        tally.peak = tally.peak.spread(of);
        tally.ranges = tally.ranges.spread(self.full, of);
        if let Some(worst) = &mut tally.worst {
            worst.rack = of.racks[worst.rack];
        }
        if let Some(shortfall) = &mut tally.shortfall {
            shortfall.rack = of.racks[shortfall.rack];
        }
        tally
    }

    /// The accounts of the hall.
    pub fn ledger(&self, mut ledger: Ledger) -> Ledger {
        let Some(of) = &self.of else {
            return ledger;
        };
        let whole = accounts(self.full).accounts;
        let solved = ledger.accounts.len();
        // What belongs to the whole hall stands behind what belongs to its parts.
        let shared = solved - (whole.len() - of.accounts.len())..solved;
        let mut places = of.accounts.clone();
        places.extend(shared.map(|at| at as u32));
        ledger.accounts = at(&ledger.accounts, &places);
        for (account, named) in ledger.accounts.iter_mut().zip(whole) {
            account.name = named.name;
        }
        if let Some(worst) = &mut ledger.worst {
            let first = places.iter().position(|at| *at as usize == worst.account);
            worst.account = first.unwrap_or_default();
        }
        ledger
    }
}

#[cfg(test)]
pub(super) mod tests;
