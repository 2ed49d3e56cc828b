//! A limit of PUE, which is never below 1: energy at the meter holds that of IT (ISO/IEC 30134-2).

use serde_json::{Value as Json, json};

use crate::config::diagnostic::Diagnostic;
use crate::config::kinds::{Positive, Ratio};
use crate::config::read::{Kind, Reader};
use crate::config::tree::Node;
use crate::config::value::At;

/// Energy at the meter over that of IT.
#[derive(Clone, Copy, Debug)]
pub struct Pue;

impl Kind for Pue {
    type Value = At<f64>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<f64>> {
        let value = Positive::<Ratio>::read(node, path, cx)?;
        if *value >= 1.0 {
            return Some(value);
        }
        cx.fail(
            Diagnostic::error("out-of-range", format!("`{path}` cannot be {}", *value))
                .at(&node.at, "1 or more is possible")
                .reason("energy at the meter is never less than that of IT, which is part of it")
                .help("write for example pue = 1.1"),
        )
    }

    fn schema() -> Json {
        let mut schema = Positive::<Ratio>::schema();
        schema["examples"] = json!([1.1]);
        schema["minimum"] = json!(1);
        schema
    }
}
