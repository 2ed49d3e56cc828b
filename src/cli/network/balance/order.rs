//! What is to be balanced: the network and the flows that were asked for.

use std::path::Path;

use crate::cli::network::{ConstantsOf, is_inp, read, tell_drawing};
use crate::cli::study::{quantity, refuse, warn};
use crate::cli::{Exit, network::balance::Balance};
use crate::config::Diagnostic;
use crate::config::inp::{Inp, LinkKind, Switch, ValveKind};
use crate::model::hydraulic::{Hydraulics, Kind, LinkId};
use crate::model::water::{Scale, Water, at_start};
use crate::study::balance::Wanted;
use crate::study::{Hall, Operating};
use crate::units::Dimension;

/// What one valve is called and set by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Setting {
    /// Opening and Kv [m³/h]; Kvs of the open valve.
    Opening(f64),
    /// Loss coefficient; what it is for a resistance of 1 Pa·s²/kg².
    Loss(f64),
    /// Its flow.
    Flow,
}

/// A network and the flows that it is to have.
pub(super) struct Order {
    /// The network.
    pub hydraulics: Hydraulics,
    /// Flows of valves.
    pub wanted: Vec<Wanted>,
    /// How each of them is set.
    pub settings: Vec<Setting>,
    /// Volume flow reported for a volume flow of 1 m³/s [m³/s].
    pub reported: f64,
}

/// A valve and its flow [m³/s], as `name=1.2 L/s`.
pub(super) fn pair(text: &str) -> Result<(String, f64), String> {
    let (name, flow) = text
        .split_once('=')
        .ok_or_else(|| "write VALVE=FLOW, such as valve.v7=\"1.2 L/s\"".to_owned())?;
    Ok((name.trim().to_owned(), forward(flow.trim())?))
}

/// A flow [m³/s] that a valve can be set to: none, or along the valve.
fn forward(text: &str) -> Result<f64, String> {
    let flow = quantity(text, Dimension::VolumeFlow)?;
    if flow < 0.0 {
        return Err(format!(
            "`{text}` is negative: a flow counts from a valve's start to its end; swap the ends of a valve that is to \
             pass the other way"
        ));
    }
    Ok(flow)
}

/// Flows from a CSV file, every bad row told.
fn table(path: &Path) -> Result<Vec<(String, f64)>, Exit> {
    let name = path.display();
    let fail = |error: &dyn std::fmt::Display| {
        tell!("error: {name}: {error}");
        Exit::Usage
    };
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_path(path)
        .map_err(|e| fail(&e))?;
    let heads = reader.headers().map_err(|e| fail(&e))?.clone();
    let column = |wanted: &str| heads.iter().position(|h| h == wanted);
    let (Some(valve), Some(flow)) = (column("valve"), column("flow")) else {
        return Err(fail(
            &"the first line must name the columns `valve` and `flow`",
        ));
    };
    let (mut all, mut good) = (Vec::new(), true);
    for row in reader.records() {
        let row = row.map_err(|e| fail(&e))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |i: usize| row.get(i).unwrap_or_default();
        match forward(cell(flow)) {
            Ok(q) => all.push((cell(valve).to_owned(), q)),
            Err(error) => {
                tell!("error: {name}:{line}: flow of `{}`: {error}", cell(valve));
                good = false;
            }
        }
    }
    if good { Ok(all) } else { Err(Exit::Usage) }
}

impl Balance {
    /// The network and the flows, or what is wrong with them, told.
    pub(super) fn order(&self) -> Result<Order, Exit> {
        let mut flows = self.flow.clone();
        if let Some(path) = &self.flows {
            flows.extend(table(path)?);
        }
        if flows.is_empty() {
            tell!(
                "error: no flows are given: name valves with --flow VALVE=FLOW or --flows FILE.csv"
            );
            return Err(Exit::Usage);
        }
        if is_inp(&self.file) {
            self.of_file(&flows)
        } else {
            self.of_hall(&flows)
        }
    }

    fn of_hall(&self, flows: &[(String, f64)]) -> Result<Order, Exit> {
        let hall = Hall::load(&self.file, &[]).map_err(|e| refuse(&e))?;
        let operating = Operating::of(&warn(hall)).map_err(|e| refuse(&e))?;
        let h = match self.constants.unwrap_or(ConstantsOf::Si) {
            ConstantsOf::Epanet => operating.with_swamee_jain().hydraulics,
            ConstantsOf::Si => operating.hydraulics,
        };
        let found = flows.iter().map(|(name, q)| (h.find_link(name), name, *q));
        let found: Vec<_> = found.collect();
        let valves = (0..h.links() as u32).map(LinkId);
        let valves = valves.filter(|l| h.open_resistance(*l).is_ok());
        let known: Vec<&str> = valves.map(|l| h.link_name(l)).collect();
        self.known(found.iter().map(|f| (f.0.is_some(), f.1.as_str())), &known)?;
        let wanted = found.iter().filter_map(|(link, _, q)| {
            let link = (*link)?;
            let flow = q * h.density[link.0 as usize];
            Some(Wanted { link, flow })
        });
        let wanted: Vec<Wanted> = wanted.collect();
        let setting = |w: &Wanted| {
            let l = w.link.0 as usize;
            match h.kind[l] {
                Kind::Valve => Setting::Opening(h.valves.law[h.row[l] as usize].kv),
                _ => Setting::Flow,
            }
        };
        Ok(Order {
            settings: wanted.iter().map(setting).collect(),
            wanted,
            hydraulics: h,
            reported: 1.0,
        })
    }

    fn of_file(&self, flows: &[(String, f64)]) -> Result<Order, Exit> {
        let inp = read(&self.file)?;
        let find = |name: &str| inp.links.iter().position(|l| l.id == name);
        let found: Vec<_> = flows
            .iter()
            .map(|(name, q)| (find(name), name, *q))
            .collect();
        let valves = inp.links.iter().filter(|l| valve(l).is_some());
        let known: Vec<&str> = valves.map(|l| l.id.as_str()).collect();
        let named = found.iter().map(|(link, name, _)| {
            let good = link.is_some_and(|i| valve(&inp.links[i]).is_some());
            (good, name.as_str())
        });
        self.known(named, &known)?;
        let mut switches = at_start(&inp);
        for (i, ..) in &found {
            let law = i.and_then(|i| Some((i, valve(&inp.links[i])?)));
            if let Some((i, (kind, minor))) = law {
                switches[i] = match kind {
                    ValveKind::Tcv => Switch::setting(minor),
                    _ => Switch::OPEN,
                };
            }
        }
        let constants = self.constants.unwrap_or(ConstantsOf::Epanet);
        let drawn = Water::draw(&inp, constants.into(), &switches);
        let water = drawn.map_err(|errors| {
            tell_drawing(&self.file, &inp, &errors);
            Exit::Usage
        })?;
        let (mut wanted, mut settings) = (Vec::new(), Vec::new());
        for (i, _, q) in found {
            let link = i.and_then(|i| water.links[i].map(|link| (i, link)));
            let Some((i, link)) = link else { continue };
            let flow = q / water.scale.reported * water.scale.density;
            wanted.push(Wanted { link, flow });
            settings.push(setting(&inp, &water.scale, i));
        }
        Ok(Order {
            hydraulics: water.hydraulics,
            wanted,
            settings,
            reported: water.scale.reported,
        })
    }

    /// Tells all names that belong to no valve.
    fn known<'a>(
        &self,
        names: impl Iterator<Item = (bool, &'a str)>,
        known: &[&str],
    ) -> Result<(), Exit> {
        let mut all = true;
        for (_, name) in names.filter(|n| !n.0) {
            let text = format!("there is no valve `{name}` that could be set");
            let problem =
                Diagnostic::error("valve", text).did_you_mean(name, known.iter().copied());
            let help = problem.help.as_deref().unwrap_or_default();
            tell!(
                "error: {}: {}; {help}",
                self.file.display(),
                problem.message
            );
            all = false;
        }
        if all { Ok(()) } else { Err(Exit::Usage) }
    }
}

/// Kind and open loss coefficient of a valve that can be balanced.
fn valve(link: &crate::config::inp::Link) -> Option<(ValveKind, f64)> {
    match &link.kind {
        LinkKind::Valve(v) if matches!(v.kind, ValveKind::Tcv | ValveKind::Fcv) => {
            Some((v.kind, v.minor))
        }
        _ => None,
    }
}

fn setting(inp: &Inp, scale: &Scale, i: usize) -> Setting {
    match &inp.links[i].kind {
        LinkKind::Valve(v) if v.kind == ValveKind::Tcv => {
            let d = v.diameter * scale.diameter;
            let area = 0.25 * std::f64::consts::PI * d * d;
            Setting::Loss(2.0 * scale.density * area * area / scale.minor)
        }
        _ => Setting::Flow,
    }
}
