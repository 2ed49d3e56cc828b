//! From a path to a [`StudyFile`].

use std::path::Path;

use super::Setting;
use super::tables::{StudyFile, Vary};
use crate::config::At;
use crate::config::diagnostic::{Diagnostic, Diagnostics};
use crate::config::file::{self, Language};
use crate::config::read::Reader;
use crate::config::tree::{Entry, Node, Table};
use crate::config::value::Named;

/// A study that can be made, with the warnings about it.
pub type Loaded = (StudyFile, Diagnostics);

/// The cost table of a study that names none.
const COST: &str = "cost/order-of-magnitude";

impl Language for StudyFile {
    const NAME: &'static str = "study";

    fn references(cx: &mut Reader<'_>, tree: &Table) {
        if tree
            .get("vary")
            .and_then(|e| e.node.as_table())
            .is_none_or(Table::is_empty)
        {
            let at = cx.file.clone();
            cx.problems.push(
                Diagnostic::error(
                    "bad-vary",
                    "nothing varies, so that there is nothing to choose",
                )
                .at(&at, "no [vary.\"…\"] in this file")
                .help(
                    "add for example [vary.\"dry_cooler.roof.count\"] with values = [10, 11, 12]",
                ),
            );
        }
    }

    fn mend(tree: &mut Table) {
        let place = crate::config::Origin::default();
        let fresh = |node: Node| Entry {
            key: place.clone(),
            node,
        };
        let study = tree
            .entry("study".to_owned())
            .or_insert_with(|| fresh(Node::empty_table(place.clone())));
        if let crate::config::tree::Value::Table(table) = &mut study.node.value
            && table.get("name").and_then(|e| e.node.as_text()).is_none()
        {
            table.insert("name".to_owned(), fresh(Node::from("a study")));
        }
    }

    fn prepare(tree: &mut Table) {
        tree.entry("cost".to_owned()).or_insert_with(|| {
            let used = Entry {
                key: crate::config::Origin::default(),
                node: Node::from(COST),
            };
            let mut cost = Node::empty_table(crate::config::Origin::default());
            if let crate::config::tree::Value::Table(table) = &mut cost.value {
                table.insert("use".to_owned(), used);
            }
            Entry {
                key: crate::config::Origin::default(),
                node: cost,
            }
        });
    }
}

/// Reads the study at `path`, with overrides such as `constraint.redundancy=N+1`.
///
/// # Errors
/// All problems found, sorted by place.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Diagnostics> {
    file::load(path, sets)
}

/// The study at `path`, whose faults [`load`] tells, as far as it can be read: fields that cannot be have their preset
/// values, tables without what they need are left out.
pub fn sketch(path: &Path) -> Option<StudyFile> {
    Some(file::sketch::<StudyFile>(path, &[])?.tables)
}

/// Reads a study from a text.
///
/// # Errors
/// As [`load`].
pub fn from_text(text: &str, name: &str) -> Result<Loaded, Diagnostics> {
    file::from_text(text, name, &[])
}

impl Vary {
    /// All values, each where it was written.
    pub fn settings(&self) -> Vec<At<Setting>> {
        match (&self.values, &self.from) {
            (Some(values), _) => values.clone(),
            (None, Some(from)) => {
                let all = self.range().unwrap_or_default();
                all.into_iter().map(|s| from.map(|_| s)).collect()
            }
            (None, None) => Vec::new(),
        }
    }
}

impl StudyFile {
    /// Number of combinations.
    pub fn designs(&self) -> u64 {
        let counts = self.vary.iter().map(|v| v.settings().len() as u64);
        counts.fold(1, u64::saturating_mul)
    }

    /// The overrides of a value of a field: of the field itself and of those beside it.
    pub fn overrides(vary: &Named<Vary>, setting: &Setting) -> Vec<String> {
        let also = vary.also.iter().map(|a| a.value.as_str());
        let fields = std::iter::once(vary.name.as_str()).chain(also);
        fields.map(|f| format!("{f}={}", setting.text)).collect()
    }
}
