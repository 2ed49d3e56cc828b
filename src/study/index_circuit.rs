//! The way of the coolant that needs most pressure: the index circuit.
//!
//! # Equations
//! Links are ordered by the pressure from which they take their coolant, highest first, and every node keeps the way to it
//! on which the needs add up to most (the longest path of a graph without circles):
//!
//! ```text
//! best(b) = max over links a → b of best(a) + need(a → b)                                  (1)
//! ```
//!
//! # References
//! - Petitjean, *Total Hydronic Balancing* (1994), ch. 3: index circuit.
//! - Cormen et al., *Introduction to Algorithms*, 3rd ed. (2009), §24.2: longest paths.

use crate::model::hydraulic::{Hydraulics, Kind, LinkId};

/// Difference of two needs that is rounding, relative.
const SAME: f64 = 1e-6;
/// Share of the largest flow below which a link is no way.
const LEAST_FLOW: f64 = 1e-6;

/// A solved network.
#[derive(Clone, Copy)]
pub struct Solved<'a> {
    /// The network.
    pub net: &'a Hydraulics,
    /// Mass flow of each link [kg/s].
    pub mass: &'a dyn Fn(u32) -> f64,
    /// Piezometric pressure of each node \[Pa\].
    pub potential: &'a [f64],
}

/// Whether a link takes up what is not needed elsewhere: its loss is no need.
pub fn is_control(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Valve | Kind::FlowLimiter | Kind::Throttle | Kind::Regulator
    )
}

/// Whether two ways need the same but for rounding \[Pa\]: of such the one with the lower number is told, whatever rounds.
fn same(a: f64, b: f64) -> bool {
    a.is_finite() && b.is_finite() && (a - b).abs() <= SAME * a.abs().max(b.abs()).max(1.0)
}

impl Solved<'_> {
    /// Ends of a link, that from which its coolant comes first.
    pub fn ends(&self, link: u32) -> [u32; 2] {
        let l = link as usize;
        let (a, b) = (self.net.from[l], self.net.to[l]);
        if (self.mass)(link) >= 0.0 {
            [a, b]
        } else {
            [b, a]
        }
    }

    /// Links from one of `starts` to one of `ends` along the flow, on the way on which `need` adds up to most: eq. (1).
    /// No way leads through a pump, or through what has less than 1e-6 of `usual` [kg/s]. `None` where none leads there.
    pub fn neediest(
        &self,
        starts: &[u32],
        ends: &[u32],
        usual: f64,
        need: impl Fn(u32) -> f64,
    ) -> Option<Vec<u32>> {
        let net = self.net;
        let moves = |l: &u32| {
            let flow = (self.mass)(*l).abs();
            !net.lifts(LinkId(*l)) && flow > LEAST_FLOW * usual
        };
        let mut links: Vec<u32> = (0..net.links() as u32).filter(moves).collect();
        let pressure = |l: &u32| self.potential[self.ends(*l)[0] as usize];
        links.sort_by(|a, b| pressure(b).total_cmp(&pressure(a)));
        let mut best = vec![f64::NEG_INFINITY; net.nodes()];
        let mut came = vec![u32::MAX; net.nodes()];
        for start in starts {
            best[*start as usize] = 0.0;
        }
        for l in links {
            let [a, b] = self.ends(l).map(|v| v as usize);
            let there = best[a] + need(l);
            let more = match same(there, best[b]) {
                true => l < came[b],
                false => there > best[b],
            };
            if !starts.contains(&(b as u32)) && more {
                (best[b], came[b]) = (there, l);
            }
        }
        let reached = ends.iter().filter(|v| best[**v as usize].is_finite());
        let needs = |v: &&u32| best[**v as usize];
        let most = reached.clone().map(|v| needs(&v)).reduce(f64::max)?;
        let mut at = *reached.filter(|v| same(needs(v), most)).min()?;
        let mut way = Vec::new();
        while !starts.contains(&at) {
            let l = came[at as usize];
            if l == u32::MAX || way.len() > net.links() {
                return None;
            }
            way.push(l);
            at = self.ends(l)[0];
        }
        way.reverse();
        Some(way)
    }

    /// The neediest way from a pump or an open end through the link `through` and back to one, `through` included.
    pub fn circuit(&self, through: LinkId, need: impl Fn(u32) -> f64) -> Vec<u32> {
        let net = self.net;
        let pumps = (0..net.links() as u32).filter(|l| net.lifts(LinkId(*l)));
        let open = net.fixed.iter().filter(|f| !f.vessel).map(|f| f.node.0);
        let open: Vec<u32> = open.collect();
        let sides = |side: usize| -> Vec<u32> {
            let of_pumps = pumps
                .clone()
                .map(|l| [net.to[l as usize], net.from[l as usize]][side]);
            of_pumps.chain(open.iter().copied()).collect()
        };
        let [inlet, outlet] = self.ends(through.0);
        let usual = (self.mass)(through.0).abs();
        let before = self.neediest(&sides(0), &[inlet], usual, &need);
        let behind = self.neediest(&[outlet], &sides(1), usual, &need);
        let mut way = before.unwrap_or_default();
        way.push(through.0);
        way.extend(behind.unwrap_or_default());
        way
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hydraulic::HydraulicsBuilder;
    use crate::physics::hydraulic::curve::Curve;
    use crate::physics::hydraulic::efficiency::Efficiency;
    use crate::physics::hydraulic::power_law::PowerLaw;
    use crate::physics::hydraulic::pump::{Drive, Pump};
    use crate::solver::network::Flows;
    use crate::study::solve_alone;

    /// A pump, a main, two racks of which the second is drawn against its flow, a return.
    fn ring() -> (Hydraulics, Flows) {
        let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
        let [s, d, e, f] = ["s", "d", "e", "f"].map(|n| b.node(n, 0.0));
        let pump = Curve::rated(3e5, 0.02, 2.4e5);
        let pump = pump.and_then(|c| Pump::new(c, 1000.0, Efficiency::parabola(0.75, 0.02)?, 1));
        let full = Drive {
            speed: 1.0,
            running: 1.0,
        };
        b.pump("pump", s, d, pump, full);
        b.power_law("main", d, e, PowerLaw::new(20.0, 5e4, 1.9));
        b.power_law("near", e, f, PowerLaw::new(15.0, 1e5, 1.9));
        b.power_law("far", f, e, PowerLaw::new(5.0, 1e5, 1.9));
        b.power_law("back", f, s, PowerLaw::new(20.0, 5e4, 1.9));
        b.anchor(s, 2e5);
        let h = b.build().unwrap();
        let flows = solve_alone(&h, 1e-8).unwrap().flows;
        (h, flows)
    }

    fn names(h: &Hydraulics, way: &[u32]) -> Vec<String> {
        let name = |l: &u32| h.link_name(LinkId(*l)).to_owned();
        way.iter().map(name).collect()
    }

    #[test]
    fn goes_once_round_through_the_branch() {
        let (h, flows) = ring();
        let solved = Solved {
            net: &h,
            mass: &|l| flows.mass[l as usize],
            potential: &flows.potential,
        };
        let far = h.find_link("far").unwrap();
        let way = solved.circuit(far, |l| flows.drop[l as usize].abs());
        assert_eq!(names(&h, &way), ["main", "far", "back"]);
        let pump = h.find_link("pump").unwrap().0 as usize;
        let sum: f64 = way.iter().map(|l| flows.drop[*l as usize].abs()).sum();
        assert!((sum + flows.drop[pump]).abs() < 1e-3, "{sum}");
    }

    #[test]
    fn takes_the_way_that_needs_most() {
        let (h, flows) = ring();
        let solved = Solved {
            net: &h,
            mass: &|l| flows.mass[l as usize],
            potential: &flows.potential,
        };
        let near = h.find_link("near").unwrap().0;
        let (out, back) = (h.to[0], h.from[0]);
        // Only the one that needs something counts, though both lose the same pressure.
        let need = |l: u32| f64::from(u8::from(l == near));
        let way = solved.neediest(&[out], &[back], 20.0, need).unwrap();
        assert_eq!(names(&h, &way), ["main", "near", "back"]);
        assert_eq!(solved.neediest(&[back], &[out], 20.0, need), None);
    }
}
