//! A network taken apart: parts that share no node are networks of their own.
//!
//! A hall has a loop for every CDU and a few for its plant. Within a step only some of them see a valve move;
//! solved apart, the others are left alone.

use super::{Hydraulics, Names};

/// Connected parts of a network as a network of their own. Links, nodes and the rows of each kind keep their order.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The parts.
    pub net: Hydraulics,
    /// Link of the whole for each link.
    pub links: Vec<u32>,
    /// Node of the whole for each node.
    pub nodes: Vec<u32>,
    /// Row of the whole for each flow limiter.
    pub limiters: Vec<u32>,
    rows: Rows,
}

/// Rows of the whole, kind by kind, for those that have settings.
#[derive(Clone, Debug)]
struct Rows {
    power_laws: Vec<u32>,
    valves: Vec<u32>,
    stops: Vec<u32>,
    pumps: Vec<u32>,
    regulated: Vec<u32>,
}

/// Entries of `column` at `rows`.
fn pick<T: Clone>(column: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().map(|r| column[*r as usize].clone()).collect()
}

/// Copies the entries of `from` at `rows`.
fn copy<T: Copy>(to: &mut [T], from: &[T], rows: &[u32]) {
    for (to, row) in to.iter_mut().zip(rows) {
        *to = from[*row as usize];
    }
}

impl Hydraulics {
    /// The parts whose number in [`Self::parts`] is to be kept; each part must be kept whole.
    pub fn piece(&self, keep: impl Fn(u32) -> bool) -> Piece {
        let part = self.parts();
        let kept = |v: &u32| keep(part[*v as usize]);
        let nodes: Vec<u32> = (0..self.nodes() as u32).filter(kept).collect();
        let stays = |l: &u32| kept(&self.from[*l as usize]);
        let links: Vec<u32> = (0..self.links() as u32).filter(stays).collect();
        let rows_of = |link: &[u32]| -> Vec<u32> {
            let row = |i: &u32| stays(&link[*i as usize]);
            (0..link.len() as u32).filter(row).collect()
        };
        let rows = Rows {
            power_laws: rows_of(&self.power_laws.link),
            valves: rows_of(&self.valves.link),
            stops: rows_of(&self.stops.link),
            pumps: rows_of(&self.pumps.link),
            regulated: rows_of(&self.regulated.link),
        };
        let (pipes, checks) = (rows_of(&self.pipes.link), rows_of(&self.checks.link));
        let limiters = rows_of(&self.limiters.link);
        let regulators = rows_of(&self.regulators.link);
        let mut net = self.clone();
        net.keep_graph(&nodes, &links);
        net.pipes.law = pick(&net.pipes.law, &pipes).into();
        net.power_laws.law = pick(&net.power_laws.law, &rows.power_laws);
        net.power_laws.scale = pick(&net.power_laws.scale, &rows.power_laws);
        net.valves.law = pick(&net.valves.law, &rows.valves);
        net.valves.opening = pick(&net.valves.opening, &rows.valves);
        net.limiters.law = pick(&net.limiters.law, &limiters);
        net.limiters.set = pick(&net.limiters.set, &limiters);
        net.checks.law = pick(&net.checks.law, &checks);
        net.stops.law = pick(&net.stops.law, &rows.stops);
        net.stops.open = pick(&net.stops.open, &rows.stops);
        net.pumps.law = pick(&net.pumps.law, &rows.pumps);
        net.pumps.drive = pick(&net.pumps.drive, &rows.pumps);
        net.regulated.law = pick(&net.regulated.law, &rows.regulated);
        net.regulated.hold = pick(&net.regulated.hold, &rows.regulated);
        net.regulators.law = pick(&net.regulators.law, &regulators);
        net.regulators.sense = pick(&net.regulators.sense, &regulators);
        for node in net.regulators.sense.iter_mut().flatten() {
            *node = nodes.binary_search(node).map_or(*node, |i| i as u32);
        }
        Piece {
            net,
            links,
            nodes,
            limiters,
            rows,
        }
    }

    /// Reduces nodes, links and the links of every kind to those given; laws and settings are left to the caller.
    fn keep_graph(&mut self, nodes: &[u32], links: &[u32]) {
        let index = |kept: &[u32], of: u32| kept.binary_search(&of).ok().map(|i| i as u32);
        let place = |v: &u32| index(nodes, *v).expect("both ends of a link are in one part");
        self.elevation = pick(&self.elevation, nodes);
        self.injection = pick(&self.injection, nodes);
        self.fixed.retain_mut(|fixed| {
            let at = index(nodes, fixed.node.0);
            fixed.node.0 = at.unwrap_or(fixed.node.0);
            at.is_some()
        });
        self.from = pick(&self.from, links).iter().map(place).collect();
        self.to = pick(&self.to, links).iter().map(place).collect();
        self.kind = pick(&self.kind, links);
        self.density = pick(&self.density, links).into();
        self.viscosity = pick(&self.viscosity, links).into();
        self.rise = pick(&self.rise, links);
        self.row = vec![0; links.len()];
        let columns = [
            &mut self.pipes.link,
            &mut self.power_laws.link,
            &mut self.valves.link,
            &mut self.limiters.link,
            &mut self.checks.link,
            &mut self.stops.link,
            &mut self.pumps.link,
            &mut self.regulated.link,
            &mut self.regulators.link,
        ];
        for column in columns {
            *column = column.iter().filter_map(|l| index(links, *l)).collect();
            for (row, link) in column.iter().enumerate() {
                self.row[*link as usize] = row as u32;
            }
        }
        self.names = Names {
            node: pick(&self.names.node, nodes),
            link: pick(&self.names.link, links),
        };
    }
}

impl Piece {
    /// Takes over properties of the coolant and all settings of the `whole`.
    pub fn follow(&mut self, whole: &Hydraulics) {
        let (net, rows) = (&mut self.net, &self.rows);
        copy(net.density.all_mut(), &whole.density, &self.links);
        copy(net.viscosity.all_mut(), &whole.viscosity, &self.links);
        copy(&mut net.injection, &whole.injection, &self.nodes);
        copy(&mut net.limiters.set, &whole.limiters.set, &self.limiters);
        let scale = &whole.power_laws.scale;
        copy(&mut net.power_laws.scale, scale, &rows.power_laws);
        copy(&mut net.valves.opening, &whole.valves.opening, &rows.valves);
        copy(&mut net.stops.open, &whole.stops.open, &rows.stops);
        copy(&mut net.pumps.drive, &whole.pumps.drive, &rows.pumps);
        let hold = &whole.regulated.hold;
        copy(&mut net.regulated.hold, hold, &rows.regulated);
        for (law, row) in net.regulated.law.iter_mut().zip(&rows.regulated) {
            let of = &whole.regulated.law[*row as usize];
            (law.least_speed, law.most_speed) = (of.least_speed, of.most_speed);
        }
    }

    /// Takes over the set flows of flow limiters; returns whether any is another than before.
    pub fn follow_limiters(&mut self, whole: &Hydraulics) -> bool {
        let mut moved = false;
        for (set, row) in self.net.limiters.set.iter_mut().zip(&self.limiters) {
            let wanted = whole.limiters.set[*row as usize];
            moved |= wanted != *set;
            *set = wanted;
        }
        moved
    }
}
