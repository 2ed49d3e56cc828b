//! Which links can lie on one circulation: the blocks of the graph.
//!
//! Two links lie on one simple closed way if and only if they are in the same block (biconnected component); coolant that
//! a pump drives through a load needs such a way. Direction is not asked about.
//!
//! # References
//! - Hopcroft & Tarjan, "Efficient algorithms for graph manipulation", *Comm. ACM* 16 (1973) 372–378.

use super::{Hydraulics, LinkId};

/// Block of a link that was left out.
pub const NO_BLOCK: u32 = u32::MAX;

/// A search in progress.
struct Search<'h> {
    net: &'h Hydraulics,
    /// Links at each node.
    at: Vec<Vec<u32>>,
    /// Order in which nodes were found, and the least order that is reached from below them.
    found: Vec<[u32; 2]>,
    block: Vec<u32>,
    open: Vec<u32>,
    orders: u32,
    blocks: u32,
}

impl Hydraulics {
    /// Number of the block of every link when `without` is left out.
    pub fn blocks(&self, without: Option<LinkId>) -> Vec<u32> {
        self.blocks_where(|link| without != Some(link))
    }

    /// Number of the block of every link when only those that `kept` tells are there.
    pub fn blocks_where(&self, kept: impl Fn(LinkId) -> bool) -> Vec<u32> {
        let mut at = vec![Vec::new(); self.nodes()];
        let links = (0..self.links() as u32).filter(|l| kept(LinkId(*l)));
        for link in links {
            at[self.from[link as usize] as usize].push(link);
            at[self.to[link as usize] as usize].push(link);
        }
        let mut search = Search {
            net: self,
            at,
            found: vec![[0; 2]; self.nodes()],
            block: vec![NO_BLOCK; self.links()],
            open: Vec::new(),
            orders: 0,
            blocks: 0,
        };
        for node in 0..self.nodes() as u32 {
            if search.found[node as usize][0] == 0 {
                search.from(node);
            }
        }
        search.block
    }
}

impl Search<'_> {
    fn enter(&mut self, node: u32) {
        self.orders += 1;
        self.found[node as usize] = [self.orders; 2];
    }

    fn other_end(&self, link: u32, node: u32) -> u32 {
        let ends = [self.net.from[link as usize], self.net.to[link as usize]];
        ends[usize::from(ends[0] == node)]
    }

    /// Depth first from `root`, without recursion: each entry is a node, the link it was entered by, and the next link.
    fn from(&mut self, root: u32) {
        self.enter(root);
        let mut way = vec![(root, NO_BLOCK, 0usize)];
        while let Some((node, by, next)) = way.last_mut() {
            let (node, by) = (*node, *by);
            let Some(&link) = self.at[node as usize].get(*next) else {
                way.pop();
                if let Some((above, ..)) = way.last() {
                    self.leave(node, by, *above);
                }
                continue;
            };
            *next += 1;
            let to = self.other_end(link, node);
            let [order, _] = self.found[to as usize];
            if link == by {
                continue;
            }
            if order == 0 {
                self.open.push(link);
                self.enter(to);
                way.push((to, link, 0));
            } else if order < self.found[node as usize][0] {
                self.open.push(link);
                let low = &mut self.found[node as usize][1];
                *low = (*low).min(order);
            }
        }
    }

    /// Back from `node`, which was entered by the link `by` from `above`: a block ends where nothing below reaches higher.
    fn leave(&mut self, node: u32, by: u32, above: u32) {
        let low = self.found[node as usize][1];
        let [order, least] = &mut self.found[above as usize];
        *least = (*least).min(low);
        if low < *order {
            return;
        }
        while let Some(link) = self.open.pop() {
            self.block[link as usize] = self.blocks;
            if link == by {
                break;
            }
        }
        self.blocks += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::HydraulicsBuilder;
    use super::*;
    use crate::physics::hydraulic::curve::Curve;
    use crate::physics::hydraulic::efficiency::Efficiency;
    use crate::physics::hydraulic::power_law::PowerLaw;
    use crate::physics::hydraulic::pump::{Drive, Pump};

    /// A pump, because a net without one is none.
    fn pump() -> Pump {
        let efficiency = Efficiency::parabola(0.75, 0.02).expect("an efficiency");
        let curve = Curve::rated(3e5, 0.02, 2.4e5).expect("a curve");
        Pump::new(curve, 1000.0, efficiency, 1).expect("a pump")
    }

    /// A net of links between numbered nodes, the first with a pump.
    fn net(nodes: usize, links: &[[usize; 2]]) -> Hydraulics {
        let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
        let at: Vec<_> = (0..nodes).map(|n| b.node(format!("n{n}"), 0.0)).collect();
        b.anchor(at[0], 2e5);
        for (i, [from, to]) in links.iter().enumerate() {
            let (name, from, to) = (format!("l{i}"), at[*from], at[*to]);
            if i == 0 {
                let full = Drive {
                    speed: 1.0,
                    running: 1.0,
                };
                b.pump(name, from, to, Ok(pump()), full);
            } else {
                b.power_law(name, from, to, PowerLaw::new(1.0, 1e4, 2.0));
            }
        }
        b.build().expect("a net")
    }

    #[test]
    fn circles_that_share_a_node_are_two_blocks() {
        let net = net(5, &[[0, 1], [1, 2], [2, 0], [2, 3], [3, 4], [4, 2]]);
        let block = net.blocks(None);
        assert_eq!(block[0], block[1]);
        assert_eq!(block[0], block[2]);
        assert_eq!(block[3], block[4]);
        assert_ne!(block[0], block[3]);
    }

    #[test]
    fn parallel_links_are_one_block_and_a_bridge_is_its_own() {
        let net = net(4, &[[0, 1], [1, 0], [1, 2], [2, 3], [3, 2]]);
        let block = net.blocks(None);
        assert_eq!(block[0], block[1]);
        assert!(block[2] != block[0] && block[2] != block[3]);
        assert_eq!(block[3], block[4]);
    }

    #[test]
    fn without_its_header_a_pair_still_circulates_but_not_through_the_load() {
        // Two pumps in parallel (0, 1), a header (2), a load (3), a return (4).
        let net = net(4, &[[0, 1], [0, 1], [1, 2], [2, 3], [3, 0]]);
        let whole = net.blocks(None);
        assert!(whole.iter().all(|b| *b == whole[0]));
        let cut = net.blocks(Some(LinkId(2)));
        assert_eq!(cut[2], NO_BLOCK);
        assert_eq!(cut[0], cut[1]);
        assert_ne!(cut[0], cut[3]);
    }
}
