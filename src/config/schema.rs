//! The JSON Schema of the language, made from the same declarations as its readers.

use serde_json::{Map, Value as Json, json};

use super::read::{NOTE, SOURCE, Section, USE};
use super::tree::{Node, Value};

/// A value of that schema as it would be written in TOML, for messages.
pub(super) fn example(schema: &Json) -> String {
    let first = |key: &str| schema.get(key).and_then(|list| list.get(0));
    if let Some(example) = first("examples").or_else(|| first("enum")) {
        return example.to_string();
    }
    if let Some(option) = first("anyOf") {
        return example(option);
    }
    match schema.get("type").and_then(Json::as_str) {
        Some("array") => match schema["items"].get("prefixItems").and_then(Json::as_array) {
            Some(pair) => {
                let pair: Vec<String> = pair.iter().map(example).collect();
                format!("[[{}], …]", pair.join(", "))
            }
            None => format!("[{}, …]", example(&schema["items"])),
        },
        Some("boolean") => "true".to_owned(),
        Some("object") => "{ … }".to_owned(),
        Some("number" | "integer") => "1".to_owned(),
        _ => "\"…\"".to_owned(),
    }
}

/// The schema of a table.
pub(super) fn section<T: Section>() -> Json {
    let mut properties = Map::new();
    for field in T::fields() {
        let mut schema = (field.schema)();
        let mut about = field.doc.trim().replace("\n ", "\n");
        if field.required {
            about += "\nRequired, here or in the record it uses.";
        }
        if let Some(kind) = schema.get("description").and_then(Json::as_str) {
            about = format!("{about}\n{kind}");
        }
        schema["description"] = about.into();
        if let Some(preset) = field.preset {
            schema["default"] = plain(&preset());
        }
        properties.insert(field.name.to_owned(), schema);
    }
    let texts = |about: &str| json!({ "type": "string", "description": about });
    properties.insert(
        USE.into(),
        texts("Catalogue record to start from, as cdu/vertiv-xdu1350."),
    );
    properties.insert(NOTE.into(), texts("A remark."));
    properties.insert(
        SOURCE.into(),
        json!({
            "description": "Where the figures come from: one text, or one a field and `all`.",
            "anyOf": [{ "type": "string" },
                      { "type": "object", "additionalProperties": { "type": "string" } }],
        }),
    );
    json!({
        "type": "object",
        "description": T::DOC.trim().replace("\n ", "\n"),
        "properties": properties,
        "additionalProperties": false,
    })
}

fn plain(node: &Node) -> Json {
    match &node.value {
        Value::Text(text) | Value::Date(text) => json!(text),
        Value::Integer(n) => json!(n),
        Value::Float(x) => json!(x),
        Value::Bool(b) => json!(b),
        Value::List(items) => Json::Array(items.iter().map(plain).collect()),
        Value::Table(table) => Json::Object(
            table
                .iter()
                .map(|(k, e)| (k.clone(), plain(&e.node)))
                .collect(),
        ),
    }
}
