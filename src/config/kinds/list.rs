//! Lists of a kind, and shares by name.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::super::read::{Kind, Reader};
use super::super::tree::{Node, Value};
use super::super::value::At;
use super::Share;

/// A list; a single value may stand without its brackets.
#[derive(Clone, Copy, Debug)]
pub struct List<K>(PhantomData<K>);

impl<K: Kind> Kind for List<K> {
    type Value = Vec<K::Value>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Self::Value> {
        let Value::List(items) = &node.value else {
            return K::read_item(node, path, cx);
        };
        let mut all = Some(Vec::with_capacity(items.len()));
        for (i, item) in items.iter().enumerate() {
            let read = K::read_item(item, &format!("{path}[{i}]"), cx);
            all = match (all, read) {
                (Some(mut all), Some(more)) => {
                    all.extend(more);
                    Some(all)
                }
                _ => None,
            };
        }
        all
    }

    fn schema() -> Json {
        let item = K::schema();
        json!({ "anyOf": [item.clone(), { "type": "array", "items": item }] })
    }
}

/// Shares by name: `{ hydro = 0.3, gas = 0.7 }`.
#[derive(Clone, Copy, Debug)]
pub struct Shares;

impl Kind for Shares {
    type Value = Vec<(String, At<f64>)>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Self::Value> {
        let Some(table) = node.as_table() else {
            return cx.wrong_type(
                node,
                path,
                "a table of shares",
                "{ hydro = 0.3, gas = 0.7 }",
            );
        };
        let mut all = Some(Vec::with_capacity(table.len()));
        for (name, entry) in table {
            let share = Share::read(&entry.node, &format!("{path}.{name}"), cx);
            all = all.zip(share).map(|(mut all, share)| {
                all.push((name.clone(), share));
                all
            });
        }
        all
    }

    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": Share::schema() })
    }
}
