//! The networks of a hall, solved apart: those whose valves move within a step from those that keep their flows.

use super::network::{self, Flows, Network, SolveError, Workspace};
use crate::model::hydraulic::{Hydraulics, Piece};

/// One piece of the hall's network.
#[derive(Clone, Debug)]
struct Part {
    piece: Piece,
    network: Network,
    workspace: Workspace,
    flows: Flows,
}

/// All pieces.
#[derive(Clone, Debug)]
pub struct Loops {
    /// Parts without a commanded valve, together: their rows are longer than those of a part alone.
    quiet: Option<Part>,
    /// Parts with commanded valves, each alone.
    driven: Vec<Part>,
}

impl Part {
    fn new(whole: &Hydraulics, flows: &Flows, keep: impl Fn(u32) -> bool) -> Self {
        let piece = whole.piece(keep);
        let network = Network::new(&piece.net);
        let pick = |column: &[f64], of: &[u32]| of.iter().map(|i| column[*i as usize]).collect();
        Self {
            workspace: Workspace::new(&piece.net, &network),
            flows: Flows {
                mass: pick(&flows.mass, &piece.links),
                potential: pick(&flows.potential, &piece.nodes),
                drop: pick(&flows.drop, &piece.links),
                solved: flows.solved,
            },
            network,
            piece,
        }
    }

    /// Solves for the settings as they stand and writes the solution; returns whether it is another.
    fn solve(&mut self, whole: &mut Flows) -> Result<bool, SolveError> {
        let (net, known) = (&self.piece.net, self.flows.solved);
        let (ws, flows) = (&mut self.workspace, &mut self.flows);
        let report = network::solve(
            net,
            &self.network,
            ws,
            flows,
            &network::Tolerance::default(),
        )?;
        if known && report.iterations == 0 {
            return Ok(false);
        }
        for (i, link) in self.piece.links.iter().enumerate() {
            whole.mass[*link as usize] = flows.mass[i];
            whole.drop[*link as usize] = flows.drop[i];
        }
        for (potential, node) in flows.potential.iter().zip(&self.piece.nodes) {
            whole.potential[*node as usize] = *potential;
        }
        Ok(true)
    }
}

impl Loops {
    /// Takes `whole` apart; `commanded` are the rows of the flow limiters that move within a step.
    pub fn new(whole: &Hydraulics, flows: &Flows, commanded: &[usize]) -> Self {
        let number = whole.parts();
        let number_of = |row: &usize| {
            let link = whole.limiters.link[*row] as usize;
            number[whole.from[link] as usize]
        };
        let mut moving: Vec<u32> = commanded.iter().map(number_of).collect();
        moving.sort_unstable();
        moving.dedup();
        let quiet = number.iter().any(|p| !moving.contains(p));
        let alone = |of: &u32| Part::new(whole, flows, |p| p == *of);
        Self {
            quiet: quiet.then(|| Part::new(whole, flows, |p| !moving.contains(&p))),
            driven: moving.iter().map(alone).collect(),
        }
    }

    /// Takes over coolant and settings for a new step and solves the parts whose valves keep their setting
    /// during it; returns whether any of their flows is new.
    ///
    /// # Errors
    /// A part that has no solution.
    pub fn begin(&mut self, whole: &Hydraulics, flows: &mut Flows) -> Result<bool, SolveError> {
        for part in &mut self.driven {
            part.piece.follow(whole);
        }
        let Some(quiet) = &mut self.quiet else {
            return Ok(false);
        };
        quiet.piece.follow(whole);
        quiet.solve(flows)
    }

    /// Solves the parts whose valves moved, or all with valves where the coolant is `fresh`; returns whether any
    /// flow is new.
    ///
    /// # Errors
    /// A part that has no solution.
    pub fn command(
        &mut self,
        whole: &Hydraulics,
        flows: &mut Flows,
        fresh: bool,
    ) -> Result<bool, SolveError> {
        let mut solved = false;
        for part in &mut self.driven {
            if part.piece.follow_limiters(whole) || fresh {
                solved |= part.solve(flows)?;
            }
        }
        Ok(solved)
    }

    /// Whether every part has been solved.
    pub fn solved(&self) -> bool {
        let mut all = self.quiet.iter().chain(&self.driven);
        all.all(|part| part.flows.solved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hydraulic::HydraulicsBuilder;
    use crate::physics::hydraulic::curve::Curve;
    use crate::physics::hydraulic::efficiency::Efficiency;
    use crate::physics::hydraulic::flow_limiter::FlowLimiter;
    use crate::physics::hydraulic::power_law::PowerLaw;
    use crate::physics::hydraulic::pump::{Drive, Pump};

    const FULL: Drive = Drive {
        speed: 1.0,
        running: 1.0,
    };

    /// Three loops of pump and load; the second has a flow limiter beside its load. Links of the loops alternate.
    fn hall() -> Hydraulics {
        let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
        let nodes = ["one", "two", "three"].map(|loop_name| {
            let a = b.node(format!("{loop_name}.return"), 0.0);
            let c = b.node(format!("{loop_name}.supply"), 0.0);
            b.anchor(a, 2e5);
            (loop_name, a, c)
        });
        for (name, a, c) in nodes {
            let efficiency = Efficiency::parabola(0.75, 0.02).unwrap();
            let curve = Curve::rated(3e5, 0.02, 2.4e5).unwrap();
            let pump = Pump::new(curve, 1000.0, efficiency, 1);
            b.pump(format!("{name}.pump"), a, c, pump, FULL);
        }
        for (name, a, c) in nodes {
            b.power_law(format!("{name}.rack"), c, a, PowerLaw::new(10.0, 1e5, 1.85));
        }
        let (_, a, c) = nodes[1];
        b.flow_limiter("valve", c, a, FlowLimiter::new(20.0), 2.0);
        b.build().unwrap()
    }

    fn whole(net: &Hydraulics) -> Flows {
        let network = Network::new(net);
        let mut flows = Flows::new(net);
        let mut workspace = Workspace::new(net, &network);
        let tolerance = network::Tolerance::default();
        network::solve(net, &network, &mut workspace, &mut flows, &tolerance).unwrap();
        flows
    }

    fn agree(parts: &Flows, net: &Hydraulics) {
        let whole = whole(net);
        for (a, b) in parts.mass.iter().zip(&whole.mass) {
            assert!((a - b).abs() < 1e-7 * b.abs().max(1.0), "{a} {b}");
        }
        for (a, b) in parts.potential.iter().zip(&whole.potential) {
            assert!((a - b).abs() < 1e-2, "{a} {b}");
        }
    }

    #[test]
    fn parts_have_the_flows_of_the_whole() {
        let mut net = hall();
        let mut flows = Flows::new(&net);
        let mut loops = Loops::new(&net, &flows, &[0]);
        assert!(loops.begin(&net, &mut flows).unwrap());
        assert!(loops.command(&net, &mut flows, true).unwrap() && loops.solved());
        agree(&flows, &net);
        // A slower pump and a warmer, thinner coolant reach their part.
        net.pumps.drive[2].speed = 0.8;
        net.density.all_mut().fill(990.0);
        loops.begin(&net, &mut flows).unwrap();
        loops.command(&net, &mut flows, true).unwrap();
        agree(&flows, &net);
    }

    #[test]
    fn a_moved_valve_moves_its_own_loop_alone() {
        let mut net = hall();
        let mut flows = Flows::new(&net);
        let mut loops = Loops::new(&net, &flows, &[0]);
        loops.begin(&net, &mut flows).unwrap();
        loops.command(&net, &mut flows, true).unwrap();
        let before = flows.clone();
        assert!(!loops.command(&net, &mut flows, false).unwrap());
        assert_eq!(flows, before);
        net.limiters.set[0] = 3.0;
        assert!(loops.command(&net, &mut flows, false).unwrap());
        agree(&flows, &net);
        let moved = |l: usize| flows.mass[l] != before.mass[l];
        let links: Vec<usize> = (0..net.links()).filter(|l| moved(*l)).collect();
        assert_eq!(links, [1, 4, 6]);
    }
}
