//! Drawing a file with its links set as they are.

use super::laws::{PipeLaw, ValveLaw, leak, loss_curve, open_pipe, open_valve, usual};
use super::rigid::contradictions;
use super::switches::pattern;
use super::unfed::behind_closed;
use super::{Constants, Scale, Water, WaterError, curves, pumps};
use crate::config::inp::{Demand, Inp, Link, LinkKind, Node, NodeKind, Pipe, Switch, ValveKind};
use crate::model::hydraulic::{Friction, HydraulicsBuilder, LinkId, NodeId};
use crate::physics::hydraulic::throttle::Throttle;

/// Level within which a tank is full or empty [m]: EPANET's 0.0005 ft.
const FULL: f64 = 0.0005 * 0.3048;

/// A network being drawn.
struct Drawing<'a> {
    inp: &'a Inp,
    scale: Scale,
    builder: HydraulicsBuilder,
    nodes: Vec<Option<NodeId>>,
    given: Vec<f64>,
}

impl Water {
    /// Draws `inp` with its links set to `switches`.
    ///
    /// # Errors
    /// Everything that keeps it from having one solution, each by name.
    pub fn draw(
        inp: &Inp,
        constants: Constants,
        switches: &[Switch],
    ) -> Result<Self, Vec<WaterError>> {
        let scale = Scale::of(inp, constants);
        let given: Vec<f64> = inp.nodes.iter().map(|n| given(inp, &scale, n)).collect();
        let switches = shut_by_tanks(inp, &scale, switches);
        let drawn = drawn(inp, &given, &switches);
        let mut drawing = Drawing {
            inp,
            scale,
            builder: HydraulicsBuilder::new(scale.density, scale.viscosity * scale.density),
            nodes: vec![None; inp.nodes.len()],
            given,
        };
        if constants == Constants::Epanet {
            drawing.builder.friction(Friction::SwameeJain);
        }
        drawing.draw_nodes(&drawn);
        let (mut links, mut wrong) = (vec![None; inp.links.len()], Vec::new());
        for (i, link) in inp.links.iter().enumerate().filter(|&(i, _)| drawn[i]) {
            match drawing.link(link, switches[i]) {
                Ok(id) => links[i] = Some(id),
                Err(error) => wrong.push(error),
            }
        }
        wrong.extend(contradictions(inp, &switches));
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let hydraulics = drawing.builder.build().map_err(|all| {
            let all = all.into_iter().map(WaterError::from);
            all.collect::<Vec<_>>()
        })?;
        Ok(Self {
            hydraulics,
            scale,
            nodes: drawing.nodes,
            links,
            unfed: behind_closed(inp, &drawing.given, &switches),
            given: drawing.given,
            switches,
        })
    }
}

/// `switches`, but that pumps which would draw from an empty tank or lift into a full one are shut, as EPANET has them:
/// what a pump of constant power lifts grows without end as its flow ceases, and only no flow at all holds it.
fn shut_by_tanks(inp: &Inp, scale: &Scale, switches: &[Switch]) -> Vec<Switch> {
    let mut switches = switches.to_vec();
    for (link, switch) in inp.links.iter().zip(&mut switches) {
        let [(empty, _), (_, full)] = [link.from, link.to].map(|node| fullness(inp, scale, node));
        if matches!(link.kind, LinkKind::Pump(_)) && (empty || full) {
            switch.open = false;
        }
    }
    switches
}

/// Whether a node is an empty tank, and a full one.
pub(super) fn fullness(inp: &Inp, scale: &Scale, node: usize) -> (bool, bool) {
    let NodeKind::Tank(tank) = inp.nodes[node].kind else {
        return (false, false);
    };
    let close = FULL / scale.length;
    let full = tank.level >= tank.most - close && !tank.overflows;
    (tank.level <= tank.least + close, full)
}

/// Head of a reservoir or tank [m], NaN of a junction.
fn given(inp: &Inp, scale: &Scale, node: &Node) -> f64 {
    scale.length
        * match &node.kind {
            NodeKind::Junction(_) => f64::NAN,
            NodeKind::Reservoir(name) => node.elevation * pattern(inp, name.as_ref()),
            NodeKind::Tank(tank) => node.elevation + tank.level,
        }
}

/// What `demands` draw at the start, in the file's unit.
pub(super) fn demand(inp: &Inp, demands: &[Demand]) -> f64 {
    let flows = demands.iter().map(|demand| {
        let name = demand.pattern.as_ref();
        let name = name.unwrap_or(&inp.options.pattern);
        demand.flow * pattern(inp, Some(name))
    });
    flows.sum::<f64>() * inp.options.demand
}

/// Which links are drawn: open ones, and one closed one for each part that nothing else feeds.
fn drawn(inp: &Inp, given: &[f64], switches: &[Switch]) -> Vec<bool> {
    let mut drawn: Vec<bool> = switches.iter().map(|s| s.open).collect();
    let mut fed: Vec<bool> = given.iter().map(|head| !head.is_nan()).collect();
    loop {
        spread(inp, &drawn, &mut fed);
        let edge = |link: &Link| fed[link.from] != fed[link.to];
        let leaks = inp.links.iter().position(edge);
        let Some(leak) = leaks else { return drawn };
        drawn[leak] = true;
    }
}

/// Marks all nodes that drawn links join to fed ones.
fn spread(inp: &Inp, drawn: &[bool], fed: &mut [bool]) {
    let mut more = true;
    while more {
        more = false;
        for (link, _) in inp.links.iter().zip(drawn).filter(|(_, drawn)| **drawn) {
            if fed[link.from] != fed[link.to] {
                (fed[link.from], fed[link.to]) = (true, true);
                more = true;
            }
        }
    }
}

impl Drawing<'_> {
    fn draw_nodes(&mut self, drawn: &[bool]) {
        let mut reached = vec![false; self.nodes.len()];
        for (link, _) in self
            .inp
            .links
            .iter()
            .zip(drawn)
            .filter(|(_, drawn)| **drawn)
        {
            reached[link.from] = true;
            reached[link.to] = true;
        }
        for (i, node) in self.inp.nodes.iter().enumerate() {
            let junction = matches!(node.kind, NodeKind::Junction(_));
            if !junction && !reached[i] {
                continue;
            }
            // Heads are potentials: heights only matter to density, which is the same everywhere.
            let id = self.builder.node(format!("node {}", node.id), 0.0);
            self.nodes[i] = Some(id);
            match &node.kind {
                NodeKind::Junction(demands) => {
                    let drawn = self.scale.mass(demand(self.inp, demands));
                    self.builder.inject(id, -drawn);
                }
                _ => {
                    let pressure = self.scale.pascal(self.given[i]);
                    self.builder.reservoir(id, pressure);
                }
            }
        }
    }

    fn link(&mut self, link: &Link, switch: Switch) -> Result<LinkId, WaterError> {
        let name = format!("link {}", link.id);
        let (Some(from), Some(to)) = (self.nodes[link.from], self.nodes[link.to]) else {
            return Err(WaterError::NoCurve(link.id.clone()));
        };
        if !switch.open {
            return Ok(self.builder.formula_pipe(name, from, to, leak(&self.scale)));
        }
        match &link.kind {
            LinkKind::Pipe(pipe) => Ok(self.pipe(name, link, pipe, [from, to])),
            LinkKind::Pump(pump) => {
                let law = pumps::device(self.inp, &self.scale, link, pump)?;
                let usual = law.usual;
                let to = self.one_way(&name, link, [from, to], usual, false);
                let speed = switch.setting.unwrap_or(1.0);
                Ok(self.builder.device(name, from, to, Ok(law), speed))
            }
            LinkKind::Valve(valve) => {
                let usual = usual(&self.scale, valve.diameter);
                if let Some(points) = loss_curve(self.inp, valve) {
                    curves::loss(&link.id, points)?;
                }
                let curve = valve
                    .curve
                    .as_ref()
                    .filter(|_| valve.kind == ValveKind::Pcv);
                if let Some(points) = curve.and_then(|name| self.inp.curves.get(name)) {
                    curves::opening(&link.id, points)?;
                }
                let to = self.one_way(&name, link, [from, to], usual, false);
                let law = open_valve(self.inp, &self.scale, link, valve, switch);
                let builder = &mut self.builder;
                Ok(match law {
                    ValveLaw::Throttle(law) => builder.throttle(name, from, to, law),
                    ValveLaw::Device(law) => builder.device(name, from, to, law, 1.0),
                    ValveLaw::Regulator(law) => builder.regulator(name, from, to, law),
                })
            }
        }
    }

    fn pipe(&mut self, name: String, link: &Link, pipe: &Pipe, [from, to]: [NodeId; 2]) -> LinkId {
        let usual = usual(&self.scale, pipe.diameter);
        let to = self.one_way(&name, link, [from, to], usual, pipe.check);
        match open_pipe(&self.scale, pipe) {
            PipeLaw::Friction(law) => self.builder.pipe(name, from, to, law),
            PipeLaw::Formula(law) => self.builder.formula_pipe(name, from, to, law),
        }
    }

    /// Puts a check before the end of a link that may pass flow one way only, because it has a check
    /// valve or ends at a tank that is full or empty; returns the node at which the link then ends.
    fn one_way(
        &mut self,
        name: &str,
        link: &Link,
        [_, to]: [NodeId; 2],
        usual: f64,
        check: bool,
    ) -> NodeId {
        let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
        if check {
            least = 0.0;
        }
        let [start, end] = [link.from, link.to].map(|node| fullness(self.inp, &self.scale, node));
        let may_start = [start.0 || end.1, start.1 || end.0];
        if may_start[0] {
            most = 0.0; // empty at the start or full at the end
        }
        if may_start[1] {
            least = 0.0; // full at the start or empty at the end
        }
        if least.is_infinite() && most.is_infinite() {
            return to;
        }
        let middle = self.builder.node(format!("before the end of {name}"), 0.0);
        let law = Throttle::new(0.0, usual).and_then(|law| law.between(least, most));
        let name = format!("check of {name}");
        self.builder.throttle(name, middle, to, law);
        middle
    }
}
