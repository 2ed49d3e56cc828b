//! The quotient of a hall by its identical rows: one of each set of copies, which stands for all of them.
//!
//! # Equations
//! Copies that start alike and are driven alike stay alike, so that one of n needs to be solved. It keeps its own powers,
//! temperatures, heats and, in the loops that it does not share, flows. Where it meets what is shared, n of it meet:
//!
//! ```text
//! flow of a link that hangs copies on a shared loop   ṁ = n·ṁ₁,   Δp(ṁ) = Δp₁(ṁ/n)         (1)
//! shared feeder                                       P = Σ P + n·P₁                       (2)
//! air of the hall, meters, ledger of the whole        Q = Σ Q + n·Q₁                       (3)
//! ```
//!
//! By (1) hydraulics and the mixing at nodes see no copies: the law of such a link is that of n side by side
//! ([`Hydraulics::lump`](super::hydraulic::Hydraulics::lump)), and what is on it passes the part 1/n of its flow
//! ([`Coolant::share`](super::coolant::Coolant::share)). A hall without copies is its own quotient with n = 1 everywhere.
//!
//! # Validity
//! Copies are alike as written, hang alike on what is shared, follow the same workload, and no event singles one out.
//!
//! # References
//! - C. Godsil & G. Royle, *Algebraic Graph Theory* (Springer 2001), §9.3: equitable partitions and their quotients.

mod alike;

use super::Model;
use super::coolant::Coolant;
use super::electrical::{Place, ROOT};
use super::hydraulic::{Kind, LinkId};
use crate::config::Config;
use alike::Alike;
use std::collections::HashMap;

/// Families of equipment of which copies are known to meet the rest of the hall by (1) to (3) alone.
const FAMILIES: [&str; 3] = ["rack", "rear_door", "cdu"];

/// A hall with one of each set of copies, and what stands there for each part of the whole.
pub struct Quotient {
    /// What is solved.
    pub model: Model,
    /// Link that stands for each link of the hall.
    pub links: Vec<u32>,
    /// Node that stands for each node.
    pub nodes: Vec<u32>,
    /// Unit that stands for each unit.
    pub units: Vec<u32>,
    /// Row of the power tree that stands for each row.
    pub rows: Vec<u32>,
}

fn names(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

fn unit_names(model: &Model) -> Vec<&str> {
    let units = model.equipment.units.iter();
    units.map(|unit| unit.name.as_str()).collect()
}

/// How often each of `n` stands for something; none where that is neither once nor `copies` times.
fn counted(stands: &[u32], n: usize, copies: usize) -> Option<Vec<f64>> {
    let mut count = vec![0usize; n];
    stands.iter().for_each(|at| count[*at as usize] += 1);
    let fits = count.iter().all(|n| *n == 1 || *n == copies);
    fits.then(|| count.into_iter().map(|n| n as f64).collect())
}

/// What hangs on what, in the hall and in its quotient.
struct Hanging<'a> {
    /// On which each hangs: in the hall, and in the quotient.
    on: [&'a [u32]; 2],
    /// What stands for each that hangs, and for each on which it does.
    stands: [&'a [u32]; 2],
    /// Copies of either in the quotient.
    copies: [&'a [f64]; 2],
}

impl Hanging<'_> {
    /// Whether as many hang on each as their copies say, those of the one over those of the other.
    fn is_even(&self) -> bool {
        let mut found: HashMap<(u32, u32), f64> = HashMap::new();
        for (on, stands) in self.on[0].iter().zip(self.stands[0]) {
            *found.entry((*on, *stands)).or_default() += 1.0;
        }
        let mut below = vec![Vec::new(); self.copies[1].len()];
        for (child, on) in (0u32..).zip(self.on[1]) {
            if let Some(below) = below.get_mut(*on as usize) {
                below.push(child);
            }
        }
        (0u32..).zip(self.stands[1]).all(|(whole, stands)| {
            let each = self.copies[1][*stands as usize];
            below[*stands as usize].iter().all(|child| {
                let number = found.get(&(whole, *child)).copied().unwrap_or_default();
                number * each == self.copies[0][*child as usize]
            })
        })
    }
}

impl Quotient {
    /// The quotient of `full`, which `config` was resolved to; none where no rows are alike, or where something makes
    /// copies differ.
    pub fn of(config: &Config, full: &Model) -> Option<Self> {
        if !full.schedule.is_empty() || !full.equipment.stores.all.is_empty() {
            return None;
        }
        let alike = Alike::find(config)?;
        let left = alike.with_one_of_each(config);
        let mut model = super::build(&left, full.climate.clone()).ok()?;
        model.hall = full.hall;
        let places = |of: &[String], left: &[String]| {
            alike.places(of.iter().map(String::as_str), &names(left))
        };
        let found = Self {
            links: places(&full.link_names, &model.link_names)?,
            nodes: places(&full.node_names, &model.node_names)?,
            units: alike.places(unit_names(full).into_iter(), &unit_names(&model))?,
            rows: places(&full.power.names, &model.power.names)?,
            model,
        };
        let same = found.coolant_is_alike(full) && found.power_is_alike(full);
        if !same || !found.racks_are_alike(full) {
            return None;
        }
        let weighed = found.weighed(alike.count);
        weighed.filter(|quotient| quotient.hangs_evenly(full))
    }

    /// Whether as many rows hang on each feeder, and links on each node, as their copies say: all copies might hang on one
    /// of several feeders that are alike.
    fn hangs_evenly(&self, full: &Model) -> bool {
        let (whole, part) = (&full.power, &self.model.power);
        let rows = Hanging {
            on: [&whole.parent, &part.parent],
            stands: [&self.rows, &self.rows],
            copies: [&part.copies, &part.copies],
        };
        let (coolant, left) = (&full.coolant, &self.model.coolant);
        let links = |on| Hanging {
            on,
            stands: [&self.links, &self.nodes],
            copies: [&left.copies, &left.node_copies],
        };
        rows.is_even()
            && links([&coolant.from, &left.from]).is_even()
            && links([&coolant.to, &left.to]).is_even()
    }

    /// Whether every link lies between nodes that stand for its ends, follows the law of what stands for it and holds as much.
    fn coolant_is_alike(&self, full: &Model) -> bool {
        let (whole, part) = (&full.coolant, &self.model.coolant);
        let (net, left) = (&full.hydraulics, &self.model.hydraulics);
        let held = |coolant: &Coolant, link: usize| -> Vec<f64> {
            let mass = |e: &super::coolant::Element| match *e {
                super::coolant::Element::Cell(c) => coolant.cells.mass[c as usize],
                super::coolant::Element::Pipe(p) => coolant.pipes.mass[p as usize],
            };
            coolant.chain(link).iter().map(mass).collect()
        };
        let law = |l: usize, r: usize| {
            let [row, stands] = [net.row[l], left.row[r]].map(|row| row as usize);
            match net.kind[l] {
                Kind::Pipe => net.pipes.law[row] == left.pipes.law[stands],
                Kind::PowerLaw => net.power_laws.law[row] == left.power_laws.law[stands],
                Kind::FlowLimiter => net.limiters.law[row] == left.limiters.law[stands],
                _ => true,
            }
        };
        let links = self.links.iter().enumerate().all(|(l, r)| {
            let r = *r as usize;
            let ends = [whole.from[l], whole.to[l]].map(|n| self.nodes[n as usize]);
            ends == [part.from[r], part.to[r]]
                && net.kind[l] == left.kind[r]
                && law(l, r)
                && held(whole, l) == held(part, r)
        });
        let node = |(n, r): (usize, &u32)| whole.node_mass[n] == part.node_mass[*r as usize];
        links && self.nodes.iter().enumerate().all(node)
    }

    /// Whether every row of the power tree is fed by what stands for its feeder, and loses to what stands for its place.
    fn power_is_alike(&self, full: &Model) -> bool {
        let (whole, part) = (&full.power, &self.model.power);
        self.rows.iter().enumerate().all(|(row, stands)| {
            let stands = *stands as usize;
            let feeder = match whole.parent[row] {
                ROOT => ROOT,
                up => self.rows[up as usize],
            };
            let place = match whole.seat[row].place {
                Place::Coolant(unit) => Place::Coolant(self.units[unit as usize]),
                other => other,
            };
            feeder == part.parent[stands]
                && place == part.seat[stands].place
                && whole.rated[row] == part.rated[stands]
                && whole.resistance[row] == part.resistance[stands]
        })
    }

    /// Whether every rack follows the workload of the one that stands for it.
    fn racks_are_alike(&self, full: &Model) -> bool {
        let (whole, part) = (&full.equipment.racks, &self.model.equipment.racks);
        let demand = |(rack, demand)| {
            let stands = self.rack(full, rack);
            stands.is_some_and(|stands| part.demand.get(stands) == Some(demand))
        };
        full.profiles.len() == self.model.profiles.len()
            && whole.demand.iter().enumerate().all(demand)
    }

    /// The rack that stands for `rack` of `full`.
    pub fn rack(&self, full: &Model, rack: usize) -> Option<usize> {
        let unit = *self.units.get(full.equipment.racks.first + rack)? as usize;
        unit.checked_sub(self.model.equipment.racks.first)
    }

    /// Lets each part stand for its copies, eqs. (1) to (3).
    fn weighed(mut self, copies: usize) -> Option<Self> {
        self.weigh_coolant(copies)?;
        self.weigh_power(copies)?;
        let units = &mut self.model.equipment.units;
        let count = counted(&self.units, units.len(), copies)?;
        for (unit, count) in units.iter_mut().zip(count) {
            if count > 1.0 && !FAMILIES.contains(&unit.family) {
                return None;
            }
            unit.copies = count;
        }
        let tree = &self.model.power;
        // What loses heat to a unit stands for as many as it.
        let meet = tree.seat.iter().zip(&tree.copies).all(|(seat, copies)| {
            !matches!(seat.place, Place::Coolant(unit) if units[unit as usize].copies != *copies)
        });
        let net = &self.model.hydraulics;
        for cdu in &mut self.model.equipment.cdus.cdus {
            let link = net.limiters.link[cdu.valve] as usize;
            cdu.lumped = 1.0 / self.model.coolant.share[link];
        }
        meet.then_some(self)
    }

    /// Links and nodes of copies: those in a loop that the hall shares are lumped.
    fn weigh_coolant(&mut self, copies: usize) -> Option<()> {
        let (coolant, net) = (&mut self.model.coolant, &mut self.model.hydraulics);
        coolant.copies = counted(&self.links, coolant.links(), copies)?;
        coolant.node_copies = counted(&self.nodes, coolant.nodes(), copies)?;
        let part = net.parts();
        let mut shared = vec![false; coolant.nodes()];
        for (node, count) in coolant.node_copies.iter().enumerate() {
            shared[part[node] as usize] |= *count == 1.0;
        }
        let lumped = |node: usize| shared[part[node] as usize];
        for link in 0..coolant.links() {
            let ends = [coolant.from[link], coolant.to[link]].map(|n| n as usize);
            let of_copies = ends.iter().any(|n| coolant.node_copies[*n] > 1.0);
            if coolant.copies[link] == 1.0 {
                if of_copies {
                    return None;
                }
            } else if lumped(ends[0]) {
                if !net.lump(LinkId(link as u32), coolant.copies[link]) {
                    return None;
                }
                coolant.share[link] = 1.0 / coolant.copies[link];
            }
        }
        for node in (0..coolant.nodes()).filter(|node| lumped(*node)) {
            coolant.node_mass[node] *= coolant.node_copies[node];
            coolant.node_share[node] = 1.0 / coolant.node_copies[node];
        }
        Some(())
    }

    /// Rows of the power tree; within a tree of series elements, which is solved as one, all must be of one number.
    fn weigh_power(&mut self, copies: usize) -> Option<()> {
        let tree = &mut self.model.power;
        tree.copies = counted(&self.rows, tree.len(), copies)?;
        for row in 0..tree.len() {
            tree.per_feeder[row] = match tree.parent[row] {
                // What comes from the grid is told of each source.
                ROOT if tree.copies[row] > 1.0 => return None,
                ROOT => 1.0,
                up => tree.copies[row] / tree.copies[up as usize],
            };
        }
        let mut forests = tree.stages.iter().flat_map(|stage| &stage.forests);
        let even = forests.all(|forest| {
            let mut inner = forest.rows.start..forest.rows.end - forest.lanes;
            inner.all(|row| tree.per_feeder[row] == 1.0)
        });
        even.then_some(())
    }
}
