//! A solved load flow as pictures: single-line diagram and voltage profile.

use crate::model::electrical::grid::{GROUND, Grid};
use crate::report::figure::Figure;
use crate::report::number;
use crate::report::plot::{LinePlace, ProfileBus, Symbol, single_line, voltage_profile};
use crate::solver::electrics::grid::GridFlow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// No-load voltage below which a conductor is a neutral \[V\].
const NEUTRAL: f64 = 1.0;
/// Milliohms of an ohm.
const MILLI: f64 = 1e3;

/// How current comes to a node.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// It stands at a source.
    Source,
    /// Over a line from a node.
    Line(usize, u32),
    /// Through a converter from a node.
    Tie(usize, u32),
}

/// The ways of least resistance from the sources.
struct Ways {
    /// Nodes in the order of their distance.
    order: Vec<u32>,
    way: Vec<Option<Way>>,
    /// Resistance on the way [Ω].
    distance: Vec<f64>,
}

/// The pictures of `flow`, solved with loads times `scale`, by file name.
pub(super) fn figures(
    grid: &Grid,
    flow: &GridFlow,
    scale: f64,
    name: &str,
) -> Vec<(&'static str, Figure)> {
    let ways = Ways::of(grid, flow);
    vec![
        ("single_line", diagram(grid, flow, &ways, scale, name)),
        ("voltage_profile", profile(grid, flow, &ways)),
    ]
}

impl Ways {
    fn of(grid: &Grid, flow: &GridFlow) -> Self {
        let n = grid.nodes.len();
        let mut lines: Vec<Vec<(usize, u32)>> = vec![Vec::new(); n];
        for (i, line) in grid.lines.iter().enumerate() {
            let [a, b] = line.ends;
            if a != GROUND && b != GROUND {
                lines[a as usize].push((i, b));
                lines[b as usize].push((i, a));
            }
        }
        let mut ties: Vec<Vec<usize>> = vec![Vec::new(); n];
        for (t, tie) in grid.ties.iter().enumerate() {
            for node in tie.input.into_iter().filter(|e| *e != GROUND) {
                ties[node as usize].push(t);
            }
        }
        let mut all = Self {
            order: Vec::new(),
            way: vec![None; n],
            distance: vec![f64::INFINITY; n],
        };
        let mut open: BinaryHeap<Reverse<(u64, u32)>> = BinaryHeap::new();
        let outputs: Vec<usize> = grid.ties.iter().map(|t| t.output as usize).collect();
        for (k, source) in grid.sources.iter().enumerate() {
            for node in source.ends.into_iter().filter(|e| *e != GROUND) {
                if !outputs.contains(&k) {
                    all.reach(&mut open, node, Way::Source, 0.0);
                }
            }
        }
        // Distances are not negative, and such numbers are ordered as their bits are.
        while let Some(Reverse((bits, node))) = open.pop() {
            let (at, here) = (node as usize, f64::from_bits(bits));
            if here > all.distance[at] {
                continue;
            }
            all.order.push(node);
            for (line, next) in &lines[at] {
                let far = here + flow.resistance[*line];
                all.reach(&mut open, *next, Way::Line(*line, node), far);
            }
            for t in &ties[at] {
                let output = &grid.sources[grid.ties[*t].output as usize];
                for next in output.ends.into_iter().filter(|e| *e != GROUND) {
                    all.reach(&mut open, next, Way::Tie(*t, node), here);
                }
            }
        }
        all
    }

    fn reach(
        &mut self,
        open: &mut BinaryHeap<Reverse<(u64, u32)>>,
        node: u32,
        way: Way,
        distance: f64,
    ) {
        let at = node as usize;
        if distance < self.distance[at] {
            (self.distance[at], self.way[at]) = (distance, Some(way));
            open.push(Reverse((distance.to_bits(), node)));
        }
    }
}

/// Sources, the lines and converters by which power comes to each bus, and the loads there.
fn diagram(grid: &Grid, flow: &GridFlow, ways: &Ways, scale: f64, name: &str) -> Figure {
    let mut places: Vec<LinePlace> = Vec::new();
    let mut place_of: Vec<Option<usize>> = vec![None; grid.nodes.len()];
    for &node in &ways.order {
        let way = ways.way[node as usize].unwrap_or(Way::Source);
        let fed_by = match way {
            Way::Source => None,
            Way::Line(_, from) | Way::Tie(_, from) => place_of[from as usize],
        };
        place_of[node as usize] = Some(places.len());
        places.push(LinePlace {
            fed_by,
            ..bus(grid, flow, node, way)
        });
    }
    for line in closing(grid, ways) {
        let [a, b] = grid.lines[line].ends;
        // What brings power to a bus stands below the bus that gives it.
        let gives = flow.volts[a as usize] * flow.current[line] >= 0.0;
        let (from, to) = if gives { (a, b) } else { (b, a) };
        let own = bus(grid, flow, to, Way::Line(line, from));
        places.push(LinePlace {
            fed_by: place_of[from as usize],
            name: format!("{}, closes a ring", own.name),
            ..own
        });
    }
    for load in &grid.loads {
        let across = flow.across(load.ends);
        let power = scale * across * load.law.current(across).0;
        places.push(LinePlace {
            fed_by: place_of[live(grid, load.ends) as usize],
            symbol: Symbol::Load,
            name: load.name.clone(),
            input_kw: power / 1e3,
            loss_kw: None,
            loading: None,
            voltage: String::new(),
        });
    }
    single_line(name, rings(grid, ways), &places)
}

/// A bus with what brings power to it.
fn bus(grid: &Grid, flow: &GridFlow, node: u32, way: Way) -> LinePlace {
    let name = &grid.nodes[node as usize];
    let (symbol, name, input, loss, loading) = match way {
        Way::Source => {
            let power = given(grid, flow, node);
            (Symbol::Source, name.clone(), power, None, f64::NAN)
        }
        Way::Line(line, from) => {
            let (law, amps) = (&grid.lines[line], flow.current[line]);
            let power = (flow.volts[from as usize] * amps).abs();
            let loss = flow.resistance[line] * amps * amps;
            // Without a rating there is no loading.
            let loading = if law.rated.is_finite() {
                amps.abs() / law.rated
            } else {
                f64::NAN
            };
            let name = format!("{} to {name}", law.name);
            (Symbol::Conductor, name, power, Some(loss), loading)
        }
        Way::Tie(tie, _) => {
            let (law, through) = (&grid.ties[tie], flow.ties[tie]);
            let loss = through.input - through.output;
            let loading = through.output / law.unit.capacity();
            let name = format!("{} to {name}", law.name);
            (Symbol::Converter, name, through.input, Some(loss), loading)
        }
    };
    LinePlace {
        fed_by: None,
        symbol,
        name,
        input_kw: input / 1e3,
        loss_kw: loss.map(|w| w / 1e3),
        loading: loading.is_finite().then_some([loading; 2]),
        voltage: format!("{} V", number::fixed(flow.volts[node as usize], 2)),
    }
}

/// Lines between buses that are reached by others: each closes a ring.
fn closing(grid: &Grid, ways: &Ways) -> Vec<usize> {
    let mut used = vec![false; grid.lines.len()];
    for way in &ways.way {
        if let Some(Way::Line(line, _)) = way {
            used[*line] = true;
        }
    }
    let reached = |end: &u32| *end != GROUND && ways.distance[*end as usize].is_finite();
    let all = grid.lines.iter().enumerate();
    let rest = all.filter(|(i, l)| !used[*i] && l.ends.iter().all(reached));
    rest.map(|(i, _)| i).collect()
}

/// Which lines the diagram shows.
fn rings(grid: &Grid, ways: &Ways) -> &'static str {
    match closing(grid, ways).len() {
        0 => "each bus with the line that feeds it",
        _ => {
            "each bus with the line of least resistance to it; what closes a ring stands below the bus that gives it \
             power"
        }
    }
}

/// The end of an element that stands farther from the return.
fn live(grid: &Grid, [a, b]: [u32; 2]) -> u32 {
    match grid.open_at(b).abs() > grid.open_at(a).abs() || a == GROUND {
        true => b,
        false => a,
    }
}

/// Power that leaves a source's node \[W\].
fn given(grid: &Grid, flow: &GridFlow, node: u32) -> f64 {
    let sources = grid.sources.iter().zip(&flow.supply);
    let own = sources.filter(|(s, _)| live(grid, s.ends) == node);
    own.map(|(s, amps)| flow.across(s.ends) * amps).sum()
}

/// Voltage over the way from the source.
fn profile(grid: &Grid, flow: &GridFlow, ways: &Ways) -> Figure {
    let mut buses: Vec<ProfileBus> = Vec::new();
    let mut parts: Vec<String> = Vec::new();
    let mut place_of: Vec<Option<usize>> = vec![None; grid.nodes.len()];
    for &node in &ways.order {
        let open = grid.open[node as usize];
        if open.abs() < NEUTRAL {
            continue;
        }
        let part = format!("{} V", number::fixed(open, 0));
        let known = parts.iter().position(|p| *p == part);
        let number = known.unwrap_or_else(|| {
            parts.push(part);
            parts.len() - 1
        });
        let fed_by = match ways.way[node as usize] {
            Some(Way::Line(_, from)) => place_of[from as usize],
            _ => None,
        };
        place_of[node as usize] = Some(buses.len());
        buses.push(ProfileBus {
            name: grid.nodes[node as usize].clone(),
            fed_by,
            distance: MILLI * ways.distance[node as usize],
            percent: 100.0 * flow.volts[node as usize] / open,
            part: number,
        });
    }
    voltage_profile("Voltage along the rows", &buses, &parts)
}
