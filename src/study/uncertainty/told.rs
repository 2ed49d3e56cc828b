//! An outcome as JSON.

use super::spread::{Outcome, RESULTS};
use serde_json::{Value, json};

/// A number, or null where it is none.
fn finite(x: f64) -> Value {
    if x.is_finite() { json!(x) } else { Value::Null }
}

impl Outcome {
    /// Bands of the results, and what each input does to them.
    pub fn to_json(&self) -> Value {
        let mut results = serde_json::Map::new();
        for ((name, unit), b) in RESULTS.iter().zip(&self.bands) {
            let key = match *unit {
                "1" => name.to_lowercase(),
                unit => format!("{}_{unit}", name.replace(' ', "_")),
            };
            let band = json!({
                "nominal": finite(b.nominal), "p10": finite(b.p10), "p50": finite(b.p50),
                "p90": finite(b.p90), "largest_error_of_the_sum_of_effects": finite(b.checked),
            });
            results.insert(key, band);
        }
        let inputs: Vec<Value> = self
            .bars
            .iter()
            .map(|b| {
                json!({
                    "input": b.name, "ends": b.ends, "from": b.from,
                    "pue": b.at[0].map(finite), "worst_margin_K": b.at[1].map(finite),
                    "water_m3": b.at[2].map(finite), "energy_kWh": b.at[3].map(finite),
                })
            })
            .collect();
        json!({ "results": results, "inputs": inputs, "left_out": self.left_out })
    }
}
