//! The way of the coolant from its pump through one branch and back.

use crate::model::hydraulic::{Hydraulics, LinkId};
use crate::solver::network::Flows;

/// Links from a pump through the link `through` back to a pump, in the direction of the flow; at a junction the
/// largest stream is followed. Ends where coolant enters or leaves the network.
pub fn circuit(h: &Hydraulics, flows: &Flows, through: LinkId) -> Vec<LinkId> {
    let mut at: Vec<Vec<u32>> = vec![Vec::new(); h.nodes()];
    for l in 0..h.links() as u32 {
        at[h.from[l as usize] as usize].push(l);
        at[h.to[l as usize] as usize].push(l);
    }
    let open: Vec<bool> = (0..h.nodes())
        .map(|v| h.fixed.iter().any(|f| f.node.0 as usize == v && !f.vessel))
        .collect();
    let mut seen = vec![false; h.links()];
    seen[through.0 as usize] = true;
    let mut walk = |downstream: bool| {
        let mut way = Vec::new();
        let mut link = through;
        while !(h.lifts(link) && link != through) {
            let node = end(h, flows, link, downstream);
            if open[node as usize] {
                break;
            }
            let leaves =
                |l: &&u32| end(h, flows, LinkId(**l), !downstream) == node && !seen[**l as usize];
            let most = |a: &&u32, b: &&u32| {
                let [a, b] = [a, b].map(|l| flows.mass[**l as usize].abs());
                a.total_cmp(&b)
            };
            let Some(&next) = at[node as usize].iter().filter(leaves).max_by(most) else {
                break;
            };
            seen[next as usize] = true;
            link = LinkId(next);
            way.push(link);
        }
        way
    };
    let after = walk(true);
    let mut before = walk(false);
    before.reverse();
    before.push(through);
    before.extend(after);
    before
}

/// Node at which the flow leaves a link, or enters it.
fn end(h: &Hydraulics, flows: &Flows, link: LinkId, downstream: bool) -> u32 {
    let l = link.0 as usize;
    if (flows.mass[l] >= 0.0) == downstream {
        h.to[l]
    } else {
        h.from[l]
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
    use crate::study::solve_alone;

    /// A pump, a main, two racks of which the second is drawn against its flow, a return.
    #[test]
    fn goes_once_round_through_the_branch() {
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
        let far = h.find_link("far").unwrap();
        let way = circuit(&h, &flows, far);
        let names: Vec<&str> = way.iter().map(|l| h.link_name(*l)).collect();
        assert_eq!(names, ["main", "far", "back", "pump"]);
        let sum: f64 = way
            .iter()
            .map(|l| flows.drop[l.0 as usize] * flows.mass[l.0 as usize].signum())
            .sum();
        assert!(sum.abs() < 1e-3, "{sum}");
    }
}
