//! The name of a thing in the hall that something is done to: `valve.v1`, `cdu.c3`, `row.a.7`.

use serde_json::{Value as Json, json};

use super::super::diagnostic::Diagnostic;
use super::super::names::Names;
use super::super::read::{Kind, Reader, at};
use super::super::tree::Node;
use super::super::value::At;

/// Families whose members can be acted upon.
const FAMILIES: &[&str] = &[
    "row",
    "rack",
    "cdu",
    "loop",
    "valve",
    "three_way_valve",
    "booster",
    "fan_wall",
    "dry_cooler",
    "tower",
    "chiller",
    "utility",
    "transformer",
    "converter",
    "ups",
    "busway",
];

/// What is acted upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Family of its table; `cdu` for a CDU inside a rack too.
    pub family: &'static str,
    /// Name of its table, that of the row for a rack in a row and for the CDU inside it.
    pub name: String,
    /// Number of the rack in the row, from 1.
    pub rack: Option<u32>,
    /// Names of all tables that it stands for: itself, or what `count` made of it.
    pub members: Vec<String>,
}

impl Element {
    /// Each of those it stands for.
    pub fn each(&self) -> impl Iterator<Item = Self> {
        self.members.iter().map(|name| Self {
            name: name.clone(),
            members: vec![name.clone()],
            ..self.clone()
        })
    }

    /// As it is written.
    pub fn path(&self) -> String {
        match self.rack {
            Some(rack) => format!("{}.{}.{rack}", self.family, self.name),
            None => format!("{}.{}", self.family, self.name),
        }
    }
}

/// A field that names an element.
#[derive(Clone, Copy, Debug)]
pub struct OnElement;

fn parse(text: &str, names: &Names) -> Option<Element> {
    let (word, rest) = text.split_once('.')?;
    let family = *FAMILIES.iter().find(|f| **f == word)?;
    let one = names.find(family, rest).map(|_| vec![rest.to_owned()]);
    let members = one.or_else(|| names.group(family, rest).map(<[String]>::to_vec));
    if let Some(members) = members {
        return Some(Element {
            family,
            name: rest.to_owned(),
            rack: None,
            members,
        });
    }
    let (row, rack) = rest.rsplit_once('.')?;
    let numbered = matches!(family, "row" | "cdu") && names.find("row", row).is_some();
    Some(Element {
        family: numbered.then_some(family)?,
        name: row.to_owned(),
        rack: Some(rack.parse().ok().filter(|n| *n > 0)?),
        members: vec![row.to_owned()],
    })
}

impl Kind for OnElement {
    type Value = At<Element>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<Element>> {
        let Some(text) = node.as_text() else {
            return cx.wrong_type(node, path, "the name of an element", "\"row.a.3\"");
        };
        if let Some(element) = parse(text, cx.names) {
            return Some(at(element, node, path));
        }
        let names = |family: &'static str| {
            let of = cx.names.of(family);
            of.map(move |(name, _)| format!("{family}.{name}"))
        };
        let mut known: Vec<String> = FAMILIES.iter().flat_map(|f| names(f)).collect();
        // A slip in the row of a rack is found by the same number in the other rows.
        if let Some((_, rack)) = text
            .rsplit_once('.')
            .filter(|(_, n)| n.parse::<u32>().is_ok())
        {
            known.extend(names("row").map(|row| format!("{row}.{rack}")));
        }
        let problem = Diagnostic::error(
            "unknown-name",
            format!("`{path}`: there is no element `{text}`"),
        )
        .at(&node.at, "nothing to act upon")
        .reason(
            "an element is written with its family: valve.v1, cdu.c3, row.a, or row.a.7 for a rack",
        )
        .did_you_mean(text, known.iter().map(String::as_str));
        cx.fail(problem)
    }

    fn schema() -> Json {
        json!({
            "type": "string",
            "description": "An element with its family: valve.v1, cdu.c3, loop.fws, row.a, row.a.7.",
        })
    }
}
