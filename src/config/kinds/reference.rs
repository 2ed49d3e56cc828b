//! References to other tables, judged where they stand.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::super::diagnostic::Diagnostic;
use super::super::names::Names;
use super::super::read::{Kind, Reader, at};
use super::super::tree::Node;
use super::super::value::At;

/// What a reference may name.
pub trait Target {
    /// Families of tables.
    const FAMILIES: &'static [&'static str];
    /// Words that may stand instead of a name.
    const WORDS: &'static [&'static str] = &[];
    /// What it is called in a message.
    const NOUN: &'static str;
}

/// The targets of references.
pub mod to {
    use super::Target;

    macro_rules! targets {
        ($($(#[doc = $doc:literal])* $name:ident $families:expr, $noun:literal
            $(, words $words:expr)?;)*) => {$(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl Target for $name {
                const FAMILIES: &'static [&'static str] = &$families;
                const NOUN: &'static str = $noun;
                $(const WORDS: &'static [&'static str] = &$words;)?
            }
        )*};
    }

    targets! {
        /// A workload.
        Workload ["workload"], "workload";
        /// A coolant distribution unit.
        Cdu ["cdu"], "CDU";
        /// A coolant loop.
        Loop ["loop"], "loop";
        /// A coolant loop, or air.
        LoopOrAir ["loop"], "loop", words ["air"];
        /// Equipment that rejects or makes cold.
        Rejection ["dry_cooler", "tower", "chiller", "exchanger", "heat_reuse", "tank", "ice_store"],
            "heat rejection";
        /// A place in the power tree.
        Feeder ["utility", "transformer", "converter", "ups", "busway"], "power source";
        /// A drawn node.
        Node ["node"], "node";
        /// A waveform of a circuit.
        Waveform ["waveform"], "waveform";
        /// What voltages a load of a circuit puts up with.
        Tolerance ["tolerance"], "tolerance";
        /// A load of a circuit.
        Load ["load"], "load";
        /// A stage of a chain.
        Stage ["stage"], "stage";
    }
}

/// The name of a table.
#[derive(Clone, Copy, Debug)]
pub struct Name<T>(PhantomData<T>);

impl<T: Target> Name<T> {
    fn known(names: &Names) -> Vec<&str> {
        let one = T::FAMILIES.iter().flat_map(|f| names.of(f)).map(|(n, _)| n);
        let group = T::FAMILIES.iter().flat_map(|f| names.groups_of(f));
        one.chain(group).chain(T::WORDS.iter().copied()).collect()
    }

    fn members<'n>(names: &'n Names, name: &str) -> Option<&'n [String]> {
        T::FAMILIES.iter().find_map(|f| names.group(f, name))
    }

    fn exists(names: &Names, name: &str) -> bool {
        T::WORDS.contains(&name) || T::FAMILIES.iter().any(|f| names.find(f, name).is_some())
    }

    fn unknown<V>(node: &Node, path: &str, name: &str, cx: &mut Reader<'_>) -> Option<V> {
        let known = Self::known(cx.names);
        let mut problem = Diagnostic::error(
            "unknown-name",
            format!("`{path}`: there is no {} `{name}`", T::NOUN),
        )
        .at(&node.at, "not declared")
        .did_you_mean(name, known.iter().copied());
        if known.is_empty() {
            problem = problem.help(format!("declare it: [{}.{name}]", T::FAMILIES[0]));
        }
        cx.fail(problem)
    }

    fn found(name: &str, node: &Node, path: &str, cx: &mut Reader<'_>) -> At<String> {
        let name = at(name.to_owned(), node, path);
        let family = T::FAMILIES
            .iter()
            .find(|f| cx.names.find(f, &name).is_some());
        if let Some(family) = family {
            cx.refer(path, family, name.clone());
        }
        name
    }
}

impl<T: Target> Kind for Name<T> {
    type Value = At<String>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<String>> {
        let Some(name) = node.as_text() else {
            return cx.wrong_type(node, path, &format!("the name of a {}", T::NOUN), "\"a1\"");
        };
        if Self::exists(cx.names, name) {
            return Some(Self::found(name, node, path, cx));
        }
        match Self::members(cx.names, name) {
            Some([only]) => Some(Self::found(only, node, path, cx)),
            Some(several) => {
                let list = several.join(", ");
                cx.fail(
                    Diagnostic::error(
                        "unknown-name",
                        format!("`{path}`: `{name}` stands for several"),
                    )
                    .at(&node.at, format!("one {} is expected", T::NOUN))
                    .help(format!("name one of {list}")),
                )
            }
            None => Self::unknown(node, path, name, cx),
        }
    }

    fn read_item(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Vec<At<String>>> {
        let group = node
            .as_text()
            .and_then(|name| Self::members(cx.names, name));
        match group {
            Some(members) => Some(members.iter().map(|m| at(m.clone(), node, path)).collect()),
            None => Self::read(node, path, cx).map(|name| vec![name]),
        }
    }

    fn schema() -> Json {
        let families = T::FAMILIES.join("], [");
        json!({ "type": "string", "description": format!("Name of a table [{families}].") })
    }
}

/// Which opening of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Where the component's warm or technology side gives coolant out.
    Supply,
    /// Where it takes coolant back.
    Return,
    /// Where the facility side of a CDU takes coolant in.
    PrimarySupply,
    /// Where the facility side of a CDU gives it back.
    PrimaryReturn,
}

impl Side {
    /// The word it is written as.
    pub fn word(self) -> &'static str {
        SIDES
            .iter()
            .find(|(_, side)| *side == self)
            .map_or("", |(word, _)| word)
    }
}

const SIDES: [(&str, Side); 4] = [
    ("supply", Side::Supply),
    ("return", Side::Return),
    ("primary_supply", Side::PrimarySupply),
    ("primary_return", Side::PrimaryReturn),
];

/// Families of components that have openings.
const OPEN: &[&str] = &[
    "cdu",
    "row",
    "rack",
    "loop",
    "dry_cooler",
    "tower",
    "chiller",
    "fan_wall",
];

/// Where an end of a pipe is joined.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// A drawn node.
    Node(String),
    /// An opening of a component.
    Opening {
        /// Family, such as `cdu`.
        family: &'static str,
        /// Name in the family.
        name: String,
        /// Which opening.
        side: Side,
    },
}

/// An end of a pipe: a node's name, or an opening such as `c1.supply` or `row.a.return`.
#[derive(Clone, Copy, Debug)]
pub struct Port;

impl Port {
    fn parse(text: &str, names: &Names) -> Option<End> {
        if names.find("node", text).is_some() {
            return Some(End::Node(text.to_owned()));
        }
        let (owner, word) = text.rsplit_once('.')?;
        let side = SIDES.iter().find(|(w, _)| *w == word)?.1;
        let (families, name) = match owner.split_once('.') {
            Some((family, name)) => {
                let at = OPEN.iter().position(|f| *f == family)?;
                (&OPEN[at..=at], name)
            }
            None => (OPEN, owner),
        };
        let mut owners = families.iter().filter(|f| names.find(f, name).is_some());
        let family = *owners.next()?;
        let unique = owners.next().is_none();
        unique.then(|| End::Opening {
            family,
            name: name.to_owned(),
            side,
        })
    }
}

impl Kind for Port {
    type Value = At<End>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<End>> {
        let Some(text) = node.as_text() else {
            return cx.wrong_type(node, path, "a node or an opening", "\"c1.supply\"");
        };
        if let Some(end) = Self::parse(text, cx.names) {
            if let End::Opening { family, name, side } = &end {
                let path = format!("{path}:{}", side.word());
                cx.refer(&path, family, at(name.clone(), node, &path));
            }
            return Some(at(end, node, path));
        }
        let openings = OPEN.iter().flat_map(|family| {
            let names = cx.names.of(family);
            names
                .flat_map(move |(n, _)| SIDES.iter().map(move |(s, _)| format!("{family}.{n}.{s}")))
        });
        let nodes = cx.names.of("node").map(|(n, _)| n.to_owned());
        let known: Vec<String> = nodes.chain(openings).collect();
        let problem = Diagnostic::error(
            "unknown-name",
            format!("`{path}`: there is no node or opening `{text}`"),
        )
        .at(&node.at, "joined to nothing")
        .reason("a pipe that ends nowhere would leak")
        .did_you_mean(text, known.iter().map(String::as_str));
        cx.fail(problem)
    }

    fn schema() -> Json {
        json!({
            "type": "string",
            "description": "A node, or an opening: c1.supply, row.a.return, cdu.c1.primary_supply.",
        })
    }
}

/// The name of a coolant: built in (`water`, `pg25`, `eg40`) or declared as `[fluid.x]`.
#[derive(Clone, Copy, Debug)]
pub struct FluidName;

/// Strongest glycol mixture with tabulated properties \[vol-%\].
const STRONGEST: u32 = 60;

impl FluidName {
    fn built_in(name: &str) -> bool {
        let strength = name.strip_prefix("pg").or_else(|| name.strip_prefix("eg"));
        let strength = strength
            .filter(|s| s.len() == 2)
            .and_then(|s| s.parse::<u32>().ok());
        name == "water" || strength.is_some_and(|s| (10..=STRONGEST).contains(&s))
    }
}

impl Kind for FluidName {
    type Value = At<String>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<String>> {
        let Some(name) = node.as_text() else {
            return cx.wrong_type(node, path, "the name of a coolant", "\"pg25\"");
        };
        if Self::built_in(name) || cx.names.find("fluid", name).is_some() {
            return Some(at(name.to_owned(), node, path));
        }
        let declared = cx.names.of("fluid").map(|(n, _)| n);
        let known: Vec<&str> = ["water", "pg25", "pg30", "eg25", "eg40"]
            .into_iter()
            .chain(declared)
            .collect();
        let problem = Diagnostic::error(
            "unknown-name",
            format!("`{path}`: there is no coolant `{name}`"),
        )
        .at(&node.at, "not known")
        .reason("water, pg10 to pg60 and eg10 to eg60 (vol-%) are built in")
        .did_you_mean(name, known);
        cx.fail(problem)
    }

    fn schema() -> Json {
        json!({ "type": "string", "examples": ["water", "pg25"] })
    }
}
