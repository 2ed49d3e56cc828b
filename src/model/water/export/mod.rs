//! A hall's loops as an EPANET file, to be cross-checked there.
//!
//! # How
//! Each closed loop is written in metres of its own coolant, Δp/(ρg), and in litres of its own coolant, so
//! that an EPANET file, which has one density, holds loops of several. It has one viscosity too: the pipes of
//! another coolant become geometrically similar ones,
//!
//! ```text
//! a = ν/ν_file,   D' = a·D,   k' = a·k,   L' = a⁵·L,   K' = a⁴·K                                 (1)
//! ```
//!
//! with the same Reynolds number, relative roughness and head loss at every flow. All numbers are divided by
//! EPANET's own constants (g = 32.2 ft/s², 28.317 L a cubic foot, 0.02517·K/d⁴), so that its answer in pascals
//! is ours. Pipes become pipes, quadratic valves throttles (TCV) or flow controls (FCV), pressure valves PRV or PSV,
//! check valves short pipes with one. EPANET lets no FCV, PRV or PSV end at a reservoir or meet another that sets the
//! same node (errors 219 and 220): a PRV or PSV, and an FCV at a given pressure, has a short pipe before and behind it.
//! Loss records with other exponents and pump groups become curves through 80 points, one of
//! them the present point of operation.
//!
//! # What a file cannot say
//! A valve that keeps a difference of pressures, whose impulse line EPANET does not have. Coolant of two densities in one loop (no buoyancy), and Colebrook's friction factor: EPANET has Swamee and
//! Jain's. `network solve CONFIG --constants epanet` solves the hall with that.
//!
//! # References
//! - Rossman et al., *EPANET 2.2 User Manual*, EPA/600/R-20/133 (2020), §3.1 and appendix C.

mod links;

use std::collections::HashSet;
use std::fmt::Write as _;

use super::{Constants, Scale};
use crate::config::inp::{FlowUnit, Formula, Inp};
use crate::model::hydraulic::{Hydraulics, LinkId, NodeId};
use crate::physics::hydraulic::GRAVITY;

/// EPANET's viscosity of water [m²/s].
const WATER: f64 = 1.1e-5 * 0.3048 * 0.3048;
/// Longest name that EPANET reads.
const LONGEST: usize = 31;
/// Relative difference of density that counts as none.
const SAME: f64 = 1e-9;

/// A file, and the names that it gives to nodes and links.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The file.
    pub text: String,
    /// Name of each node in it: its own where EPANET can read that.
    pub nodes: Vec<String>,
    /// Name of each link in it, likewise.
    pub links: Vec<String>,
}

/// What a file cannot say.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ExportError {
    /// A kind of link that halls do not have.
    #[error("{element} is a {kind}, which halls do not have; take it out to compare the rest")]
    Kind {
        /// Name of the link.
        element: String,
        /// What it is.
        kind: &'static str,
    },
    /// A valve that keeps a difference of pressures.
    #[error(
        "{element} keeps a difference of pressures to {node}: an EPANET file has no such valve, only such as keep a \
         pressure or a flow; to compare the rest, draw a [valve.x] in its place, open as far as it stands"
    )]
    Difference {
        /// Name of the valve.
        element: String,
        /// Node at the other end of its impulse line.
        node: String,
    },
    /// Two densities in one loop.
    #[error(
        "{first} and {second} are in one loop with coolant of {a:.3} and {b:.3} kg/m3: an EPANET file has no buoyancy"
    )]
    Densities {
        /// Name of a link.
        first: String,
        /// Name of another.
        second: String,
        /// Density in the first [kg/m³].
        a: f64,
        /// Density in the second [kg/m³].
        b: f64,
    },
}

/// Sections being written.
#[derive(Default)]
struct Sections {
    junctions: String,
    pipes: String,
    pumps: String,
    valves: String,
    status: String,
    curves: String,
}

/// A file being written.
struct Writer<'h> {
    h: &'h Hydraulics,
    /// Mass flow of each link at which curves have a point [kg/s].
    flow: &'h [f64],
    scale: Scale,
    /// Density of the loop at each node [kg/m³].
    density: Vec<f64>,
    /// Viscosity of the file [m²/s].
    viscosity: f64,
    nodes: Vec<String>,
    links: Vec<String>,
    out: Sections,
}

/// The file that holds `h` at its present settings; `flow` is the mass flow of each link [kg/s] in its solution.
///
/// # Errors
/// All that such a file cannot say.
pub fn export(h: &Hydraulics, flow: &[f64], title: &str) -> Result<Exported, Vec<ExportError>> {
    let mut inp = Inp::default();
    (inp.options.unit, inp.options.formula) = (FlowUnit::Lps, Formula::DarcyWeisbach);
    let mut faults = Vec::new();
    let mut writer = Writer {
        h,
        flow,
        scale: Scale::of(&inp, Constants::Epanet),
        density: densities(h, &mut faults),
        viscosity: usual_viscosity(h),
        nodes: names((0..h.nodes() as u32).map(|v| h.node_name(NodeId(v))), 'N'),
        links: names((0..h.links() as u32).map(|l| h.link_name(LinkId(l))), 'L'),
        out: Sections::default(),
    };
    for l in 0..h.links() {
        if let Err(fault) = writer.link(LinkId(l as u32)) {
            faults.push(fault);
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Exported {
        text: writer.text(title),
        nodes: writer.nodes,
        links: writer.links,
    })
}

/// Density of the loop that each node is in, from its links.
fn densities(h: &Hydraulics, faults: &mut Vec<ExportError>) -> Vec<f64> {
    let part = h.parts();
    let count = part.iter().max().map_or(0, |&m| m as usize + 1);
    let mut first: Vec<Option<usize>> = vec![None; count];
    let mut told = vec![false; count];
    for l in 0..h.links() {
        let c = part[h.from[l] as usize] as usize;
        let k = *first[c].get_or_insert(l);
        let (a, b) = (h.density[k], h.density[l]);
        if (a - b).abs() > SAME * a && !told[c] {
            told[c] = true;
            let name = |l: usize| h.link_name(LinkId(l as u32)).to_owned();
            let (first, second) = (name(k), name(l));
            faults.push(ExportError::Densities {
                first,
                second,
                a,
                b,
            });
        }
    }
    let of = |c: &u32| first[*c as usize].map_or(h.reference_density, |l| h.density[l]);
    part.iter().map(of).collect()
}

/// Kinematic viscosity of the coolant in most pipes [m²/s]; water's where there are none.
fn usual_viscosity(h: &Hydraulics) -> f64 {
    let of = |&l: &u32| h.viscosity[l as usize] / h.density[l as usize];
    let mut all: Vec<f64> = h.pipes.link.iter().map(of).collect();
    all.sort_by(f64::total_cmp);
    let runs = all.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| run.len()).map_or(WATER, |run| run[0])
}

/// Names as EPANET reads them: the given ones where it can, numbered ones where not.
fn names<'a>(given: impl Iterator<Item = &'a str>, letter: char) -> Vec<String> {
    let given: Vec<&str> = given.collect();
    let taken: HashSet<&str> = given.iter().copied().collect();
    let readable = |name: &str| {
        let good = |c: char| c.is_ascii_graphic() && c != ';' && c != '"';
        !name.is_empty()
            && name.len() <= LONGEST
            && !name.starts_with('[')
            && name.chars().all(good)
    };
    let numbered = |n: usize| {
        let mut name = format!("{letter}{n}");
        while taken.contains(name.as_str()) {
            name.push('_');
        }
        name
    };
    let name = |(n, name): (usize, &&str)| match readable(name) {
        true => (*name).to_owned(),
        false => numbered(n),
    };
    given.iter().enumerate().map(name).collect()
}

impl Writer<'_> {
    /// Height of a node as the file has it, in EPANET's g \[m\].
    fn elevation(&self, node: usize) -> f64 {
        self.h.elevation[node] * GRAVITY / self.scale.gravity
    }

    /// Head of a pressure in coolant of `rho` \[m\].
    fn head(&self, pressure: f64, rho: f64) -> f64 {
        pressure / (rho * self.scale.gravity)
    }

    /// Litres of coolant of `rho` in a mass \[L\], as EPANET counts them.
    fn litres(&self, mass: f64, rho: f64) -> f64 {
        mass / (rho * self.scale.flow)
    }

    fn text(&self, title: &str) -> String {
        let (junctions, reservoirs) = self.write_nodes();
        let out = &self.out;
        let title = title.lines().next().unwrap_or_default();
        format!(
            "[TITLE]\n{title}\n\n;Heads are metres of the coolant of each loop with EPANET's g; elevations are scaled by \
             {GRAVITY}/{:.5} for that.\n\n[JUNCTIONS]\n{junctions}\n[RESERVOIRS]\n{reservoirs}\n[PIPES]\n{}\n\
             [PUMPS]\n{}\n[VALVES]\n{}\n[STATUS]\n{}\n[CURVES]\n{}\n[OPTIONS]\nUNITS LPS\nHEADLOSS D-W\nVISCOSITY \
             {}\nTRIALS 200\nACCURACY 1e-8\nQUALITY NONE\n\n[TIMES]\nDURATION 0\n\n[END]\n",
            self.scale.gravity,
            out.pipes,
            out.pumps,
            out.valves,
            out.status,
            out.curves,
            self.viscosity / WATER,
        )
    }

    fn write_nodes(&self) -> (String, String) {
        let (mut junctions, mut reservoirs) = (String::new(), String::new());
        let h = self.h;
        junctions.push_str(&self.out.junctions);
        for (v, id) in self.nodes.iter().enumerate() {
            let (node, rho) = (NodeId(v as u32), self.density[v]);
            let name = h.node_name(node);
            let elevation = self.elevation(v);
            let _ = match h.fixed.iter().find(|f| f.node == node) {
                Some(fixed) => {
                    let head = self.head(fixed.pressure, rho) + elevation;
                    writeln!(reservoirs, "{id} {head} ; {name}")
                }
                None => {
                    let drawn = self.litres(-h.injection[v], rho);
                    writeln!(junctions, "{id} {elevation} {drawn} ; {name}")
                }
            };
        }
        (junctions, reservoirs)
    }
}

#[cfg(test)]
mod tests;
