//! The JSON Schema of the language, made from the same declarations as its readers.

use serde_json::{Map, Value as Json, json};

use super::compose::BASE;
use super::multiply::COUNT;
use super::read::{NOTE, SOURCE, Section, USE};
use super::tables::{Cdu, Converter, Pump, Rack, RearDoor, family_schemas};
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

/// Tables that stand in the catalogue and inside other tables.
fn records() -> [(&'static str, Json); 5] {
    [
        (Rack::KIND, section::<Rack>()),
        (Cdu::KIND, section::<Cdu>()),
        (Pump::KIND, section::<Pump>()),
        (RearDoor::KIND, section::<RearDoor>()),
        (Converter::KIND, section::<Converter>()),
    ]
}

/// A family with its documentation and schema, as its declaration gives it.
type Described = (&'static str, &'static str, bool, bool, Json);

/// The JSON Schema (draft 2020-12) of a configuration file.
pub fn schema() -> Json {
    let mut schema = of_families(
        "halltwin configuration",
        "A GPU hall: what stands in it, what cools it, what feeds it. Quantities are texts with a unit.",
        family_schemas(),
    );
    schema["$defs"] = Json::Object(Map::from_iter(
        records().map(|(kind, schema)| (kind.to_owned(), schema)),
    ));
    schema
}

/// The JSON Schema (draft 2020-12) of a circuit file.
pub fn circuit_schema() -> Json {
    of_families(
        "halltwin circuit",
        "A direct-current circuit for `halltwin power transient`, `fault` and `stability`. Quantities are texts with a unit.",
        super::circuit::family_schemas(),
    )
}

/// The JSON Schema (draft 2020-12) of a file of chains.
pub fn chain_schema() -> Json {
    of_families(
        "halltwin chains",
        "Chains of conversion stages for `halltwin power compare`. Quantities are texts with a unit.",
        super::chains::family_schemas(),
    )
}

/// The JSON Schema (draft 2020-12) of a study.
pub fn study_schema() -> Json {
    of_families(
        "halltwin study",
        "What of a hall varies, what every design must hold, what is looked for: `halltwin size`. Quantities are texts with a unit.",
        super::study::family_schemas(),
    )
}

fn of_families(title: &str, about_file: &str, families: Vec<Described>) -> Json {
    let mut properties = Map::new();
    properties.insert(
        BASE.into(),
        json!({ "type": "string", "description": "File to inherit from, relative to this one." }),
    );
    for (word, about, many, multiplied, mut table) in families {
        if multiplied {
            table["properties"][COUNT] = json!({
                "type": "integer",
                "minimum": 1,
                "description": "How many: [x.a] with count = 2 stands for a1 and a2; {index} in its texts is the number.",
            });
        }
        let schema = if many {
            json!({ "type": "object", "description": about.trim(), "additionalProperties": table })
        } else {
            table
        };
        properties.insert(word.to_owned(), schema);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": about_file,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_schema_in_the_repository_is_current() {
        current("configs/schema.json", &schema());
        current("configs/circuit.schema.json", &circuit_schema());
        current("configs/chain.schema.json", &chain_schema());
        current("configs/study.schema.json", &study_schema());
    }

    fn current(path: &str, schema: &Json) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = format!("{schema:#}\n");
        if std::env::var_os("HALLTWIN_BLESS").is_some() {
            fs::write(&file, &text).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept == text,
            "run HALLTWIN_BLESS=1 cargo test --lib config::schema"
        );
    }

    #[test]
    fn every_field_is_described_and_every_example_is_written_as_toml() {
        let circuit = crate::config::circuit::family_schemas();
        let chains = crate::config::chains::family_schemas();
        let studies = crate::config::study::family_schemas();
        let others = circuit.into_iter().chain(chains).chain(studies);
        for (word, _, _, _, table) in family_schemas().into_iter().chain(others) {
            for (field, schema) in table["properties"].as_object().unwrap() {
                let about = schema["description"].as_str().unwrap_or("");
                assert!(about.len() > 4, "{word}.{field} has no description");
                assert!(!example(schema).is_empty());
            }
        }
    }

    #[test]
    fn references_lead_to_definitions() {
        let schema = schema();
        let text = schema.to_string();
        for piece in text.split("#/$defs/").skip(1) {
            let name = piece.split('"').next().unwrap();
            assert!(schema["$defs"].get(name).is_some(), "{name}");
        }
    }
}
