//! Reader of bus–line–load tables in JSON, the plain form in which DC test feeders are exchanged.
//!
//! Unipolar: `slack_bus`, `slack_voltage_V`, `lines` of `{f, t, r_ohm}` with the resistance of the loop,
//! and `loads_W` by bus. Three-wire: `slack` of `{bus, Vp_kV, Vn_kV, Vo}`, lines with the resistance of
//! one conductor, and `loads_kW` of `{p, n, pn}` by bus. Fields beyond these are left alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A table as it stands in the file, in SI.
#[derive(Clone, Debug, PartialEq)]
pub struct BusTable {
    /// Name of the case.
    pub name: String,
    /// Numbers of all buses, ascending.
    pub buses: Vec<u32>,
    /// Bus that the source stands at.
    pub slack: u32,
    /// Voltage held there.
    pub supply: Supply,
    /// Lines.
    pub lines: Vec<TableLine>,
    /// Loads by bus.
    pub loads: Vec<(u32, TableLoad)>,
}

/// Voltages held at the slack bus \[V\].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Supply {
    /// One conductor and a return.
    Unipolar(f64),
    /// Positive and negative pole against the neutral conductor.
    ThreeWire([f64; 2]),
}

/// A line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TableLine {
    /// Buses it joins.
    pub ends: [u32; 2],
    /// Resistance: of the loop, or of each of three conductors \[Ω\].
    pub resistance: f64,
}

/// Loads of constant power at a bus \[W\].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TableLoad {
    /// Between positive pole and neutral, or all of it in a unipolar table.
    pub upper: f64,
    /// Between neutral and negative pole.
    pub lower: f64,
    /// Between the poles.
    pub across: f64,
}

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BusTableError {
    /// The file cannot be read.
    #[error("cannot read {}: {error}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The text is no such table.
    #[error("{}: {error}", .path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        error: serde_json::Error,
    },
    /// The table contradicts itself.
    #[error("{}: {what}", .path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
}

#[derive(Deserialize)]
struct Raw {
    name: Option<String>,
    n_bus: Option<u32>,
    slack_bus: Option<u32>,
    #[serde(rename = "slack_voltage_V")]
    slack_voltage: Option<f64>,
    slack: Option<RawSlack>,
    lines: Vec<RawLine>,
    #[serde(rename = "loads_W")]
    loads: Option<BTreeMap<String, f64>>,
    #[serde(rename = "loads_kW")]
    three_wire: Option<BTreeMap<String, RawLoad>>,
}

#[derive(Deserialize)]
struct RawSlack {
    bus: u32,
    #[serde(rename = "Vp_kV")]
    upper: f64,
    #[serde(rename = "Vn_kV")]
    lower: f64,
}

#[derive(Deserialize)]
struct RawLine {
    f: u32,
    t: u32,
    r_ohm: f64,
}

#[derive(Deserialize)]
struct RawLoad {
    #[serde(default)]
    p: f64,
    #[serde(default)]
    n: f64,
    #[serde(default)]
    pn: f64,
}

impl BusTable {
    /// Reads a file.
    ///
    /// # Errors
    /// A file that cannot be read, is no such table or contradicts itself.
    pub fn load(path: &Path) -> Result<Self, BusTableError> {
        let text = std::fs::read_to_string(path).map_err(|error| BusTableError::Read {
            path: path.to_owned(),
            error,
        })?;
        Self::parse(&text, path)
    }

    /// Reads a text; `path` is named in errors.
    ///
    /// # Errors
    /// A text that is no such table or contradicts itself.
    pub fn parse(text: &str, path: &Path) -> Result<Self, BusTableError> {
        let raw: Raw = serde_json::from_str(text).map_err(|error| BusTableError::Form {
            path: path.to_owned(),
            error,
        })?;
        Self::resolve(raw, path).map_err(|what| BusTableError::Content {
            path: path.to_owned(),
            what,
        })
    }

    fn resolve(raw: Raw, path: &Path) -> Result<Self, String> {
        let loads = loads(&raw)?;
        let (slack, supply) = supply(&raw)?;
        let lines: Vec<TableLine> = raw
            .lines
            .iter()
            .map(|l| TableLine {
                ends: [l.f, l.t],
                resistance: l.r_ohm,
            })
            .collect();
        let mut buses: BTreeSet<u32> = lines.iter().flat_map(|l| l.ends).collect();
        buses.insert(slack);
        buses.extend(loads.iter().map(|(bus, _)| *bus));
        if let Some(count) = raw.n_bus {
            buses.extend(1..=count);
            if let Some(beyond) = buses.iter().find(|b| **b > count || **b == 0) {
                return Err(format!("bus {beyond} is not one of the {count} buses"));
            }
        }
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned());
        Ok(Self {
            name: raw.name.or(stem).unwrap_or_default(),
            buses: buses.into_iter().collect(),
            slack,
            supply,
            lines,
            loads,
        })
    }
}

fn supply(raw: &Raw) -> Result<(u32, Supply), String> {
    if let Some(slack) = &raw.slack {
        let poles = [1e3 * slack.upper, -1e3 * slack.lower];
        return Ok((slack.bus, Supply::ThreeWire(poles)));
    }
    let bus = raw.slack_bus.ok_or("`slack_bus` is missing")?;
    let volts = raw.slack_voltage.ok_or("`slack_voltage_V` is missing")?;
    Ok((bus, Supply::Unipolar(volts)))
}

fn loads(raw: &Raw) -> Result<Vec<(u32, TableLoad)>, String> {
    let number = |bus: &str| {
        bus.parse::<u32>()
            .map_err(|_| format!("a load stands at `{bus}`, which is no bus number"))
    };
    let mut all = Vec::new();
    for (bus, watts) in raw.loads.iter().flatten() {
        let upper = *watts;
        let load = TableLoad {
            upper,
            ..TableLoad::default()
        };
        all.push((number(bus)?, load));
    }
    if raw.three_wire.is_some() && raw.slack.is_none() {
        return Err("`loads_kW` of three wires needs `slack` with its poles".to_owned());
    }
    for (bus, kilowatts) in raw.three_wire.iter().flatten() {
        let load = TableLoad {
            upper: 1e3 * kilowatts.p,
            lower: 1e3 * kilowatts.n,
            across: 1e3 * kilowatts.pn,
        };
        all.push((number(bus)?, load));
    }
    all.sort_by_key(|(bus, _)| *bus);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<BusTable, String> {
        BusTable::parse(text, Path::new("case.json")).map_err(|e| e.to_string())
    }

    #[test]
    fn reads_both_forms() {
        let one = parse(
            r#"{"n_bus":2,"slack_bus":1,"slack_voltage_V":800,"extra":1,
                "lines":[{"f":1,"t":2,"r_ohm":0.01}],"loads_W":{"2":1e5}}"#,
        )
        .unwrap();
        assert_eq!(one.name, "case");
        assert_eq!((one.buses, one.slack), (vec![1, 2], 1));
        assert_eq!(one.supply, Supply::Unipolar(800.0));
        let three = parse(
            r#"{"slack":{"bus":1,"Vp_kV":0.4,"Vn_kV":-0.4,"Vo":0},
                "lines":[{"f":1,"t":2,"r_ohm":0.01}],"loads_kW":{"2":{"p":1,"pn":3}}}"#,
        )
        .unwrap();
        assert_eq!(three.supply, Supply::ThreeWire([400.0, 400.0]));
        let load = TableLoad {
            upper: 1e3,
            lower: 0.0,
            across: 3e3,
        };
        assert_eq!(three.loads, [(2, load)]);
    }

    #[test]
    fn says_what_is_missing_and_where() {
        let lines = r#""lines":[{"f":1,"t":2,"r_ohm":0.01}]"#;
        for (text, words) in [
            (format!("{{{lines}}}"), "`slack_bus` is missing"),
            ("{\"lines\": 3}".to_owned(), "line 1"),
            (
                format!("{{{lines},\"slack_bus\":1,\"slack_voltage_V\":800,\"n_bus\":1}}"),
                "bus 2 is not one of the 1 buses",
            ),
            (
                format!(
                    "{{{lines},\"slack_bus\":1,\"slack_voltage_V\":1,\"loads_W\":{{\"x\":1}}}}"
                ),
                "`x`, which is no bus number",
            ),
        ] {
            let error = parse(&text).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
        assert!(BusTable::load(Path::new("no/such.json")).is_err());
    }
}
