//! Loads that no pump can reach, and what is in the way: seen in the drawing, before anything is solved.
//!
//! Coolant that a pump drives through a load needs a closed way through both: the two must lie in one block of the
//! graph ([`super::blocks`]) without the valves that are shut. Two one-way links that point at each other along an
//! unbranched line let nothing pass either way.

use super::{Hydraulics, Kind, LinkId, blocks::NO_BLOCK};

/// A load without coolant.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// The load.
    pub load: LinkId,
    /// Valves whose opening would bring it coolant: each alone if one would, all of them together if not. None
    /// where the load lies on no circuit with a pump at all.
    pub shut: Vec<LinkId>,
}

impl Hydraulics {
    /// Whether a valve that is set by hand is shut, a flow valve by the flow that it is to pass.
    fn is_shut(&self, link: LinkId) -> bool {
        let l = link.0 as usize;
        let row = self.row[l] as usize;
        match self.kind[l] {
            Kind::Valve => self.valves.opening[row] == 0.0,
            Kind::StopValve => !self.stops.open[row],
            Kind::FlowLimiter => self.limiters.set[row] == 0.0,
            _ => false,
        }
    }

    /// Whether a link is a pump, at given speed, regulated or by its head curve.
    pub fn lifts(&self, link: LinkId) -> bool {
        let l = link.0 as usize;
        match self.kind[l] {
            Kind::Pump | Kind::RegulatedPump => true,
            Kind::Device => self.devices.law[self.row[l] as usize].is_pump(),
            _ => false,
        }
    }

    /// Which of `loads` no pump can send coolant through, with the valves in the way. Loops without a pump are not
    /// judged: heights or given pressures may drive them.
    pub fn cut_off(&self, loads: &[LinkId]) -> Vec<Cut> {
        let all = || (0..self.links() as u32).map(LinkId);
        let part = self.parts();
        let of = |link: LinkId| part[self.from[link.0 as usize] as usize];
        let pumps: Vec<LinkId> = all().filter(|l| self.lifts(*l)).collect();
        let shut: Vec<LinkId> = all().filter(|l| self.is_shut(*l)).collect();
        let fed = |block: &[u32], load: LinkId| {
            let own = block[load.0 as usize];
            own != NO_BLOCK && pumps.iter().any(|p| block[p.0 as usize] == own)
        };
        let whole = self.blocks(None);
        let open = self.blocks_where(|l| !shut.contains(&l));
        let driven = |load: &&LinkId| pumps.iter().any(|p| of(*p) == of(**load));
        let closed = self.fixed.iter().all(|f| f.vessel);
        let judged = loads.iter().filter(driven).filter(|_| closed);
        let mut cuts: Vec<Cut> = judged
            .filter(|load| !fed(&open, **load))
            .map(|&load| Cut {
                load,
                shut: Vec::new(),
            })
            .collect();
        for &valve in &shut {
            if cuts.is_empty() {
                break;
            }
            let block = self.blocks_where(|l| l == valve || !shut.contains(&l));
            for cut in cuts.iter_mut().filter(|c| fed(&block, c.load)) {
                cut.shut.push(valve);
            }
        }
        for cut in cuts.iter_mut().filter(|c| c.shut.is_empty()) {
            let own = whole[cut.load.0 as usize];
            let near = shut.iter().filter(|v| whole[v.0 as usize] == own);
            if fed(&whole, cut.load) {
                cut.shut.extend(near);
            }
        }
        cuts
    }

    /// Pairs of one-way links that point at each other, or away from each other, along an unbranched line.
    pub fn contradictions(&self) -> Vec<[LinkId; 2]> {
        let mut at: Vec<Vec<u32>> = vec![Vec::new(); self.nodes()];
        for l in 0..self.links() as u32 {
            at[self.from[l as usize] as usize].push(l);
            at[self.to[l as usize] as usize].push(l);
        }
        for fixed in self.fixed.iter().filter(|f| !f.vessel) {
            at[fixed.node.0 as usize].clear();
        }
        let passes = |v: u32| at[v as usize].len() == 2 && self.injection[v as usize] == 0.0;
        let mut seen = vec![false; self.links()];
        let mut found = Vec::new();
        for first in (0..self.links() as u32).filter(|l| self.is_directed(LinkId(*l))) {
            if seen[first as usize] {
                continue;
            }
            seen[first as usize] = true;
            let ends = [self.to[first as usize], self.from[first as usize]];
            for (start, forward) in ends.into_iter().zip([true, false]) {
                let (mut node, mut link) = (start, first);
                while passes(node) {
                    let [a, b] = [at[node as usize][0], at[node as usize][1]];
                    link = if a == link { b } else { a };
                    if seen[link as usize] {
                        break;
                    }
                    let along = self.from[link as usize] == node;
                    if self.is_directed(LinkId(link)) {
                        seen[link as usize] = true;
                        if along != forward {
                            found.push([LinkId(first), LinkId(link)]);
                        }
                    }
                    node = if along {
                        self.to[link as usize]
                    } else {
                        self.from[link as usize]
                    };
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::HydraulicsBuilder;
    use super::*;
    use crate::physics::hydraulic::check_valve::CheckValve;
    use crate::physics::hydraulic::curve::Curve;
    use crate::physics::hydraulic::efficiency::Efficiency;
    use crate::physics::hydraulic::power_law::PowerLaw;
    use crate::physics::hydraulic::pump::{Drive, Pump};
    use crate::physics::hydraulic::stop_valve::StopValve;

    /// A pump and two racks, the second behind two isolating valves in series; `checks` tells the way of two check
    /// valves in the main.
    fn hall(open: [bool; 2], checks: [bool; 2]) -> Hydraulics {
        let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
        let n: Vec<_> = (0..7).map(|i| b.node(format!("n{i}"), 0.0)).collect();
        let pump = Curve::rated(3e5, 0.02, 2.4e5);
        let pump = pump.and_then(|c| Pump::new(c, 1000.0, Efficiency::parabola(0.75, 0.02)?, 1));
        let full = Drive {
            speed: 1.0,
            running: 1.0,
        };
        b.pump("pump", n[0], n[1], pump, full);
        for (i, along) in checks.iter().enumerate() {
            let (from, to) = if *along {
                (1 + i, 2 + i)
            } else {
                (2 + i, 1 + i)
            };
            b.check_valve(format!("c{i}"), n[from], n[to], CheckValve::new(50.0));
        }
        b.power_law("row a", n[3], n[0], PowerLaw::new(5.0, 5e4, 1.9));
        b.stop_valve("v7", n[3], n[4], StopValve::new(30.0), open[0]);
        b.power_law("row b", n[4], n[5], PowerLaw::new(5.0, 5e4, 1.9));
        b.stop_valve("v8", n[5], n[0], StopValve::new(30.0), open[1]);
        b.power_law("blind", n[3], n[6], PowerLaw::new(5.0, 5e4, 1.9));
        b.anchor(n[0], 2e5);
        b.build().unwrap()
    }

    fn names(h: &Hydraulics, links: &[LinkId]) -> Vec<String> {
        links.iter().map(|l| h.link_name(*l).to_owned()).collect()
    }

    #[test]
    fn what_is_in_the_way_is_named() {
        let loads = |h: &Hydraulics| ["row a", "row b"].map(|n| h.find_link(n).unwrap());
        let h = hall([true, true], [true, true]);
        assert!(h.cut_off(&loads(&h)).is_empty());
        for (open, shut) in [
            ([false, true], vec!["v7"]),
            ([true, false], vec!["v8"]),
            ([false, false], vec!["v7", "v8"]),
        ] {
            let h = hall(open, [true, true]);
            let cuts = h.cut_off(&loads(&h));
            assert_eq!(cuts.len(), 1, "{cuts:?}");
            assert_eq!(names(&h, &[cuts[0].load]), ["row b"]);
            assert_eq!(names(&h, &cuts[0].shut), shut);
        }
        let blind = h.find_link("blind").unwrap();
        let cut = &h.cut_off(&[blind])[0];
        assert!(cut.shut.is_empty());
    }

    #[test]
    fn one_way_links_that_oppose_each_other_are_found() {
        assert!(hall([true; 2], [true, true]).contradictions().is_empty());
        let h = hall([true; 2], [true, false]);
        let found = h.contradictions();
        assert_eq!(found.len(), 1);
        assert_eq!(names(&h, &found[0]), ["pump", "c1"]);
        assert_eq!(hall([true; 2], [false, false]).contradictions().len(), 2);
    }
}
