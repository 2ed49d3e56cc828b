//! `count = 6` in a table of a multiplied family stands for six tables: `[cdu.a]` becomes `a1` to
//! `a6`. In their texts `{index}` is the number, `{index+1}` and `{index-1}` those of its neighbours; a table written out under a member's name
//! overrides that member.

use super::diagnostic::{Diagnostic, Diagnostics};
use super::family::Family;
use super::names::Names;
use super::tree::{Entry, Node, Table, Value};

/// The key that multiplies.
pub(super) const COUNT: &str = "count";
/// The most members of a group; more is a slip of the keyboard.
const MOST: i64 = 10_000;

/// Multiplies all tables that ask for it, and lists the names that result.
pub(super) fn multiply(
    tree: &mut Table,
    families: &'static [Family],
    problems: &mut Diagnostics,
) -> Names {
    let mut names = Names::default();
    for (word, many, multiplied) in families {
        let Some(entry) = tree.get_mut(*word).filter(|_| *many) else {
            continue;
        };
        let Value::Table(tables) = &mut entry.node.value else {
            continue;
        };
        if *multiplied {
            *tables = expand(std::mem::take(tables), word, &mut names, problems);
        }
        for (name, entry) in tables.iter() {
            names.insert(word, name, &entry.node.at);
        }
    }
    names
}

fn expand(
    mut tables: Table,
    word: &'static str,
    names: &mut Names,
    problems: &mut Diagnostics,
) -> Table {
    let mut groups = Vec::new();
    for (base, entry) in &mut tables {
        if let Value::Table(own) = &mut entry.node.value
            && let Some(count) = own.shift_remove(COUNT)
            && let Some(count) = read_count(&count, &format!("{word}.{base}"), problems)
        {
            let members: Vec<String> = (1..=count).map(|i| format!("{base}{i}")).collect();
            groups.push((base.clone(), members));
        }
    }
    let mut overrides = Table::new();
    for member in groups.iter().flat_map(|(_, members)| members) {
        if let Some(own) = tables.shift_remove(member) {
            overrides.insert(member.clone(), own);
        }
    }
    let mut expanded = Table::with_capacity(tables.len());
    for (name, entry) in tables {
        match groups.iter().position(|(base, _)| *base == name) {
            None => {
                expanded.insert(name, entry);
            }
            Some(found) => {
                let (base, members) = groups.swap_remove(found);
                for (i, member) in members.iter().enumerate() {
                    let own = overrides.shift_remove(member);
                    expanded.insert(member.clone(), one(&entry, i + 1, own));
                }
                names.insert_group(word, &base, members);
            }
        }
    }
    expanded
}

/// The member number `index`, with what is written out for it laid over.
fn one(group: &Entry, index: usize, own: Option<Entry>) -> Entry {
    let words = [
        ("{index}", index.to_string()),
        ("{index+1}", (index + 1).to_string()),
        ("{index-1}", (index - 1).to_string()),
    ];
    let mut member = group.clone();
    member.node.map_texts(&|text| {
        for (word, number) in &words {
            if text.contains(word) {
                *text = text.replace(word, number);
            }
        }
    });
    if let Some(own) = own {
        member.key = own.key;
        member.node.overlay(own.node);
    }
    member
}

fn read_count(entry: &Entry, path: &str, problems: &mut Diagnostics) -> Option<i64> {
    let Node { value, at } = &entry.node;
    match value {
        Value::Integer(n) if (1..=MOST).contains(n) => Some(*n),
        _ => {
            problems.push(
                Diagnostic::error("out-of-range", format!("`{path}.count` multiplies nothing"))
                    .at(at, format!("a whole number from 1 to {MOST} is expected"))
                    .help("write for example count = 2"),
            );
            None
        }
    }
}
