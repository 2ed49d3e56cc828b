//! A hall's loops as an EPANET file, to be cross-checked there.
//!
//! Pipes become pipes, quadratic valves throttles (TCV) or flow controls (FCV), check valves short
//! pipes with one. What EPANET has no law for (records with other exponents, pump groups, pipes of
//! another coolant than most) is written as the curve of our law, straight between [`POINTS`] points.
//! Names stand in comments: EPANET's may not have blanks.

use std::fmt::Write as _;

use crate::model::hydraulic::{Hydraulics, Kind, LinkId, NodeId};
use crate::physics::hydraulic::{GRAVITY, Loss};

/// Points of a curve.
const POINTS: u32 = 80;
/// Diameter in which valves are written [m]; their loss coefficient is referred to it.
const BORE: f64 = 0.1;
/// Length of the pipe that holds a check valve [m].
const STUB: f64 = 1e-3;
/// Fall that keeps pump curves falling where a group holds its pressure [m over the whole curve].
const FALL: f64 = 1e-6;
/// EPANET's viscosity of water [m²/s].
const WATER: f64 = 1.1e-5 * 0.3048 * 0.3048;

/// Sections being written.
#[derive(Default)]
struct Sections {
    pipes: String,
    pumps: String,
    valves: String,
    status: String,
    curves: String,
}

/// The text of a file that holds `h` at its present settings.
pub fn export(h: &Hydraulics, title: &str) -> String {
    let fluid = fluid(h);
    let mut out = Sections::default();
    for l in 0..h.links() {
        link(h, LinkId(l as u32), fluid, &mut out);
    }
    let (junctions, reservoirs) = nodes(h);
    let viscosity = fluid[1] / fluid[0] / WATER;
    let gravity = h.reference_density / 1000.0;
    format!(
        "[TITLE]\n{title}\n\n[JUNCTIONS]\n{junctions}\n[RESERVOIRS]\n{reservoirs}\n[PIPES]\n{}\n[PUMPS]\n{}\n\
         [VALVES]\n{}\n[STATUS]\n{}\n[CURVES]\n{}\n[OPTIONS]\nUNITS LPS\nHEADLOSS D-W\nSPECIFIC GRAVITY {gravity}\n\
         VISCOSITY {viscosity}\nTRIALS 200\nACCURACY 1e-8\nQUALITY NONE\n\n[TIMES]\nDURATION 0\n\n[END]\n",
        out.pipes, out.pumps, out.valves, out.status, out.curves
    )
}

/// Density and viscosity of the coolant in most pipes.
fn fluid(h: &Hydraulics) -> [f64; 2] {
    let of = |&l: &u32| [h.density[l as usize], h.viscosity[l as usize]];
    let all: Vec<[f64; 2]> = h.pipes.link.iter().map(of).collect();
    let times = |f: &[f64; 2]| all.iter().filter(|g| *g == f).count();
    let mut most = [h.reference_density, 1e-3];
    let mut count = 0;
    for f in all.iter().take(64) {
        if times(f) > count {
            (most, count) = (*f, times(f));
        }
    }
    most
}

fn nodes(h: &Hydraulics) -> (String, String) {
    let (mut junctions, mut reservoirs) = (String::new(), String::new());
    for v in 0..h.nodes() {
        let node = NodeId(v as u32);
        let given = h.fixed.iter().find(|f| f.node == node);
        let name = h.node_name(node);
        let _ = match given {
            Some(fixed) => {
                let head = fixed.pressure / (h.reference_density * GRAVITY) + h.elevation[v];
                writeln!(reservoirs, "N{v} {head} ; {name}")
            }
            None => {
                let demand = -1e3 * h.injection[v] / h.reference_density;
                writeln!(junctions, "N{v} {} {demand} ; {name}", h.elevation[v])
            }
        };
    }
    (junctions, reservoirs)
}

fn link(h: &Hydraulics, id: LinkId, fluid: [f64; 2], out: &mut Sections) {
    let l = id.0 as usize;
    let (row, rho) = (h.row[l] as usize, h.density[l]);
    match h.kind[l] {
        Kind::Pipe => pipe(h, id, fluid, out),
        Kind::PowerLaw => {
            let (law, scale) = (h.power_laws.law[row], h.power_laws.scale[row]);
            curve(h, id, 3.0 * law.flow, |m| law.loss(m, scale), out);
        }
        Kind::Pump => {
            let (law, drive) = (&h.pumps.law[row], h.pumps.drive[row]);
            let most = law.most_flow() * drive.speed.max(0.05);
            pump(h, id, most, |m| law.loss(m, rho, drive), out);
        }
        Kind::RegulatedPump => {
            let (law, hold) = (&h.regulated.law[row], h.regulated.hold[row]);
            pump(h, id, law.pump.most_flow(), |m| law.loss(m, rho, hold), out);
        }
        _ => valve(h, id, out),
    }
}

/// Number and ends of a link as EPANET's first three words.
fn ends(h: &Hydraulics, id: LinkId) -> String {
    let l = id.0 as usize;
    format!("L{l} N{} N{}", h.from[l], h.to[l])
}

fn pipe(h: &Hydraulics, id: LinkId, fluid: [f64; 2], out: &mut Sections) {
    let l = id.0 as usize;
    let (p, of) = (
        h.pipes.law[h.row[l] as usize],
        [h.density[l], h.viscosity[l]],
    );
    if of == fluid {
        let (d, k) = (1e3 * p.diameter, 1e3 * p.roughness.max(1e-9));
        let (ends, name) = (ends(h, id), h.link_name(id));
        let _ = writeln!(
            out.pipes,
            "{ends} {} {d} {k} {} Open ; {name}",
            p.length, p.minor
        );
    } else {
        let law = p.at(of[0], of[1]);
        curve(h, id, 6.0 * of[0] * p.area(), |m| law.loss(m), out);
    }
}

/// A valve that is an orifice.
fn valve(h: &Hydraulics, id: LinkId, out: &mut Sections) {
    let l = id.0 as usize;
    let (row, rho) = (h.row[l] as usize, h.density[l]);
    let (ends, name, bore) = (ends(h, id), h.link_name(id), 1e3 * BORE);
    let k = |resistance: f64| coefficient(resistance, rho);
    let _ = match h.kind[l] {
        Kind::Valve => {
            let orifice = h.valves.law[row].orifice(h.valves.opening[row], rho);
            writeln!(
                out.valves,
                "{ends} {bore} TCV {} 0 ; {name}",
                k(orifice.resistance)
            )
        }
        Kind::FlowLimiter => {
            let orifice = h.limiters.law[row].orifice(h.limiters.set[row], rho);
            let set = 1e3 * orifice.most / h.reference_density;
            writeln!(
                out.valves,
                "{ends} {bore} FCV {set} {} ; {name}",
                k(orifice.resistance)
            )
        }
        Kind::CheckValve => {
            let open = h.checks.law[row].orifice(rho);
            writeln!(
                out.pipes,
                "{ends} {STUB} {bore} 0.01 {} CV ; {name}",
                k(open.resistance)
            )
        }
        Kind::StopValve => {
            if !h.stops.open[row] {
                let _ = writeln!(out.status, "L{l} Closed");
            }
            let open = h.stops.law[row].orifice(true, rho);
            writeln!(
                out.valves,
                "{ends} {bore} TCV {} 0 ; {name}",
                k(open.resistance)
            )
        }
        // A hall is drawn with no others.
        _ => Ok(()),
    };
}

/// Loss coefficient in [`BORE`] of a resistance [Pa·s²/kg²].
fn coefficient(resistance: f64, rho: f64) -> f64 {
    let area = 0.25 * std::f64::consts::PI * BORE * BORE;
    resistance * 2.0 * rho * area * area
}

/// Samples `law` up to the flow `most` [kg/s]: flow [L/s], head [m].
fn sample(h: &Hydraulics, most: f64, law: impl Fn(f64) -> Loss) -> Vec<(f64, f64)> {
    let point = |i: u32| {
        let share = f64::from(i) / f64::from(POINTS);
        let m = most * share * share.sqrt();
        let head = law(m).drop / (h.reference_density * GRAVITY);
        (1e3 * m / h.reference_density, head)
    };
    (0..=POINTS).map(point).collect()
}

/// A link as a general-purpose valve with a loss curve.
fn curve(h: &Hydraulics, id: LinkId, most: f64, law: impl Fn(f64) -> Loss, out: &mut Sections) {
    let (l, name) = (id.0 as usize, h.link_name(id));
    let ends = ends(h, id);
    let _ = writeln!(out.valves, "{ends} {} GPV C{l} 0 ; {name}", 1e3 * BORE);
    for (flow, head) in sample(h, most, law) {
        let _ = writeln!(out.curves, "C{l} {flow} {head}");
    }
}

/// A link as a pump with a curve as far as its head is above zero; one that gives none is closed.
fn pump(h: &Hydraulics, id: LinkId, most: f64, law: impl Fn(f64) -> Loss, out: &mut Sections) {
    let (l, name) = (id.0 as usize, h.link_name(id));
    let points: Vec<(f64, f64)> = sample(h, most, law)
        .into_iter()
        .map(|(flow, loss)| {
            (
                flow,
                -loss - FALL * flow / (1e3 * most / h.reference_density),
            )
        })
        .take_while(|(_, head)| *head > 0.0)
        .collect();
    let ends = ends(h, id);
    if points.len() < 4 {
        let _ = writeln!(
            out.pipes,
            "{ends} {STUB} {} 0.01 0 Closed ; {name}",
            1e3 * BORE
        );
        return;
    }
    let _ = writeln!(out.pumps, "{ends} HEAD C{l} ; {name}");
    // A curve may rise a little at first: EPANET wants it to fall.
    let mut last = f64::INFINITY;
    for (flow, head) in points {
        last = head.min(last - 1e-9);
        let _ = writeln!(out.curves, "C{l} {flow} {last}");
    }
}
