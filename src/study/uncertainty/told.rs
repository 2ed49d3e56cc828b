//! An outcome as it is kept: in a summary, and as JSON of its own.

use super::spread::{Band, Bar, Outcome, RESULTS};
use crate::results::{InputEffect, ResultBand, Uncertainty};
use serde_json::{Value, json};

/// A number, where it is one.
fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

impl Outcome {
    /// Bands and effects for a summary whose headline ratio is called `ratio`.
    pub fn told(&self, ratio: &str) -> Uncertainty {
        let band = |((name, unit), b): (&(&str, &str), &Band)| ResultBand {
            name: if *unit == "1" { ratio } else { name }.to_owned(),
            unit: (*unit).to_owned(),
            nominal: finite(b.nominal),
            p10: finite(b.p10),
            p50: finite(b.p50),
            p90: finite(b.p90),
            largest_error: finite(b.checked),
        };
        let effect = |b: &Bar| InputEffect {
            name: b.name.clone(),
            ends: b.ends.clone(),
            from: b.from.clone(),
            at: b.at.iter().map(|ends| ends.map(finite)).collect(),
        };
        Uncertainty {
            bands: RESULTS.iter().zip(&self.bands).map(band).collect(),
            inputs: self.bars.iter().map(effect).collect(),
            left_out: self.left_out.clone(),
        }
    }
}

/// Key of a result, with its unit at the end.
fn key(band: &ResultBand) -> String {
    let name = band.name.to_lowercase().replace(' ', "_");
    match band.unit.as_str() {
        "1" => name,
        unit => format!("{name}_{unit}"),
    }
}

/// `uncertainty.json`: bands of the results, and what each input does to them.
pub fn to_json(all: &Uncertainty) -> Value {
    let mut results = serde_json::Map::new();
    for b in &all.bands {
        let band = json!({
            "nominal": b.nominal, "p10": b.p10, "p50": b.p50, "p90": b.p90,
            "largest_error_of_the_sum_of_effects": b.largest_error,
        });
        results.insert(key(b), band);
    }
    let inputs = all.inputs.iter().map(|i| {
        let mut input = json!({ "input": i.name, "ends": i.ends, "from": i.from });
        for (band, at) in all.bands.iter().zip(&i.at) {
            input[key(band)] = json!(at);
        }
        input
    });
    let inputs: Vec<Value> = inputs.collect();
    json!({ "results": results, "inputs": inputs, "left_out": all.left_out })
}
