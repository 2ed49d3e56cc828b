//! `halltwin network export`: a hall's loops as an EPANET file.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use super::{Exit, is_inp};
use crate::cli::output::say;
use crate::cli::study::{refuse, warn};
use crate::model::hydraulic::{Hydraulics, LinkId, NodeId};
use crate::model::water::{Exported, export};
use crate::results::write_atomic;
use crate::solver::network::{Flows, SolveError};
use crate::study::{Hall, Operating, StudyError};

/// Accuracy of the solutions that are compared.
const ACCURACY: f64 = 1e-8;
/// Flows below this share of the largest of their loop are not compared.
const SMALL: f64 = 0.01;

/// Write the coolant loops of a hall as an EPANET file, to cross-check them there
///
/// Settings are those of the steady state from which a run starts, as in `network solve CONFIG`. Names are
/// kept where EPANET can read them (31 characters, no blanks); comments and --json tell the others. EPANET has
/// another friction factor (Swamee and Jain's): how far that moves flows is printed, and `network solve CONFIG
/// --constants epanet` solves with it.
#[derive(Args, Debug)]
pub struct Export {
    /// Configuration of the hall
    config: PathBuf,
    /// File to write
    #[arg(value_name = "OUT.inp")]
    out: PathBuf,
    /// Print path, names and the effect of the friction factor as JSON on stdout
    #[arg(long)]
    json: bool,
}

impl Export {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        if is_inp(&self.config) {
            tell!(
                "error: {}: is an EPANET file already; a configuration of a hall is exported",
                self.config.display()
            );
            return Exit::Usage;
        }
        match self.file() {
            Ok(exit) => exit,
            Err(error) => refuse(&error),
        }
    }

    fn file(&self) -> Result<Exit, StudyError> {
        let hall = warn(Hall::load(&self.config, &[])?);
        let operating = Operating::of(&hall)?;
        let h = &operating.hydraulics;
        let (ours, epanet) = match both(&operating) {
            Ok(flows) => flows,
            Err(error) => {
                tell!("error: {error}");
                return Ok(Exit::NotConverged);
            }
        };
        let written = match export(h, &epanet.mass, &hall.model.name) {
            Ok(written) => written,
            Err(faults) => {
                for fault in faults {
                    tell!("error: {}: {fault}", self.config.display());
                }
                return Ok(Exit::Usage);
            }
        };
        write_atomic(&self.out, written.text.as_bytes())?;
        let (link, moved) = furthest(h, &ours, &epanet);
        Ok(if self.json {
            say(&format!("{:#}\n", self.as_json(h, &written, link, moved)))
        } else {
            say(&format!(
                "{}\nthe friction factor of EPANET moves flows by up to {:.2} % ({}); to compare without: halltwin \
                 network solve {} --constants epanet\n",
                self.out.display(),
                100.0 * moved,
                h.link_name(link),
                self.config.display()
            ))
        })
    }

    fn as_json(&self, h: &Hydraulics, written: &Exported, link: LinkId, moved: f64) -> Value {
        let object = |ids: &[String], name: &dyn Fn(u32) -> String| -> Map<String, Value> {
            let pairs = ids.iter().zip(0..);
            pairs.map(|(id, i)| (id.clone(), json!(name(i)))).collect()
        };
        json!({
            "file": self.out,
            "friction_moves_flows_by": moved,
            "friction_moves_most": h.link_name(link),
            "nodes": object(&written.nodes, &|v| h.node_name(NodeId(v)).to_owned()),
            "links": object(&written.links, &|l| h.link_name(LinkId(l)).to_owned()),
        })
    }
}

/// Flows with our friction factor and with EPANET's.
fn both(operating: &Operating) -> Result<(Flows, Flows), SolveError> {
    let ours = operating.solve(ACCURACY)?.flows;
    let epanet = operating.with_swamee_jain().solve(ACCURACY)?.flows;
    Ok((ours, epanet))
}

/// Link whose flow differs most between two solutions, relative to itself, and by how much.
fn furthest(h: &Hydraulics, a: &Flows, b: &Flows) -> (LinkId, f64) {
    let part = h.parts();
    let mut largest = vec![0.0f64; h.nodes()];
    for l in 0..h.links() {
        let most = &mut largest[part[h.from[l] as usize] as usize];
        *most = most.max(a.mass[l].abs());
    }
    let mut worst = (LinkId(0), 0.0);
    for l in 0..h.links() {
        let flow = a.mass[l].abs();
        let moved = (b.mass[l] - a.mass[l]).abs() / flow.max(f64::MIN_POSITIVE);
        if flow > SMALL * largest[part[h.from[l] as usize] as usize] && moved > worst.1 {
            worst = (LinkId(l as u32), moved);
        }
    }
    worst
}
