//! A study's result as JSON, for `--json` and `front.json`.

use super::plan::Plan;
use super::row::Row;
use super::run::Sized;
use super::write::Member;
use crate::study::uncertainty::to_json;
use serde_json::{Value, json};

/// A number, or null where it is none.
fn finite(x: f64) -> Value {
    if x.is_finite() { json!(x) } else { Value::Null }
}

/// A study's result as JSON: the front with the full years of its members, or the nearest design.
pub fn as_json(plan: &Plan, sized: &Sized, found: &[Member]) -> Value {
    let front: Vec<Value> = sized
        .front
        .rows
        .iter()
        .map(|row| one(plan, row, found))
        .collect();
    let nearest = sized
        .nearest
        .as_ref()
        .filter(|_| sized.feasible == 0)
        .map(|row| {
            json!({
                "design": row.number, "values": row.values, "binding": row.verdict.binding,
                "text": row.verdict.text, "excess": row.verdict.by(),
            })
        });
    json!({
        "study": *plan.study.study.name,
        "fields": plan.fields.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(),
        "designs": sized.total,
        "assessed": sized.assessed,
        "feasible": sized.feasible,
        "ruled_out_by": sized.broken,
        "nearest": nearest,
        "currency": plan.study.cost.cdu.currency,
        "front": front,
    })
}

fn one(plan: &Plan, row: &Row, found: &[Member]) -> Value {
    let (f, y) = (&row.figures, row.figures.year.unwrap_or_default());
    let member = found.iter().find(|m| m.row.number == row.number);
    let values = plan.fields.iter().zip(&row.values);
    let values: serde_json::Map<String, Value> =
        values.map(|(f, v)| (f.name.clone(), json!(v))).collect();
    let mut all = json!({
        "design": row.number,
        "values": values,
        "capex": f.capex,
        "footprint_m2": f.ground,
        "design_margin_K": finite(f.design_margin),
        "energy_kWh": y.energy,
        "pue": y.pue,
        "water_m3": y.water,
        "noise_dBA": y.noise,
        "worst_margin_K": finite(y.margin),
        "hours_solved": y.solved,
        "pue_error": y.error,
    });
    if let Some(member) = member {
        all["config"] = json!(member.config.display().to_string());
        all["full_year_failed"] = json!(member.remark);
    }
    if let Some((member, s)) = member.and_then(|m| Some((m, m.summary.as_ref()?))) {
        all["full_year"] = json!({
            "pue": s.pue,
            "energy_kWh": s.facility_energy_kwh,
            "water_m3": s.water_m3,
            "worst_margin_K": s.worst_margin_k,
        });
        if let Some(spread) = &member.spread {
            all["uncertainty"] = to_json(&spread.told("PUE"));
        }
    }
    all
}
