//! Bands that would move nothing, or that move what cannot be moved so: told before anything runs.

use super::sample::MOST;
use crate::config::study::Band;
use crate::config::study::Setting;
use crate::config::{self, At, Diagnostic, Diagnostics};
use crate::units::{Dimension, parse};
use serde_json::{Map, Value};
use std::path::Path;

/// What is wrong with `bands` at the hall that `sets` make of `hall`, each at its place.
pub fn check(bands: &config::Map<Band>, hall: &Path, sets: &[String]) -> Diagnostics {
    let mut found = Diagnostics::default();
    let schema = config::schema();
    for (k, band) in bands.iter().enumerate() {
        if k == MOST {
            let text = format!(
                "{} bands are more than the {MOST} that are spread",
                bands.len()
            );
            let problem = Diagnostic::error("too-many", text).at(&band.at, "the first too many");
            found.push(
                problem.help("let one band move several fields: on = [\"a.*.b\", \"c.*.d\"]"),
            );
        }
        for on in &band.on {
            found.extend(pattern(band, on, &schema["properties"], hall, sets));
        }
    }
    found
}

/// What is wrong with one pattern, `family.name.field`; others are read elsewhere.
fn pattern(
    band: &Band,
    on: &At<String>,
    families: &Value,
    hall: &Path,
    sets: &[String],
) -> Option<Diagnostic> {
    let mut parts = on.splitn(3, '.');
    let (family, name, field) = (parts.next()?, parts.next()?, parts.next()?);
    let names = config::names(hall, sets, family);
    if let Some(problem) = unknown(on, [family, name, field], families, &names) {
        return Some(problem);
    }
    let whole = &on.value;
    if names.is_empty() {
        let text = format!("the hall has no [{family}.…], so that `{whole}` moves nothing");
        return Some(Diagnostic::warning("band", text).at(&on.at, "left out"));
    }
    // What is wrong with the hall is told where it is read.
    let written = config::written(hall, sets, on).ok()?;
    if written.is_empty() {
        let text = format!("`{whole}` is written nowhere, neither in the hall nor in a record");
        let problem = Diagnostic::error("unknown-name", text).at(&on.at, "moves nothing");
        let help = "a band moves figures that are written: give this one in the hall";
        return Some(problem.help(help));
    }
    let mut misfits = written
        .iter()
        .filter_map(|(path, value)| misfit(band, path, value));
    let (text, help) = misfits.next()?;
    let problem = Diagnostic::error("bad-band", text).at(&on.at, "cannot be moved so");
    Some(problem.help(help))
}

/// A family, field or table that is not there, with what was meant.
fn unknown(
    on: &At<String>,
    [family, name, field]: [&str; 3],
    families: &Value,
    names: &[String],
) -> Option<Diagnostic> {
    let fields = |family: &Value| {
        let table = &family["additionalProperties"]["properties"];
        table.as_object().cloned()
    };
    let told = |text: String, label: &str| {
        Diagnostic::error("unknown-name", text).at(&on.at, label.to_owned())
    };
    let Some(known) = fields(&families[family]) else {
        let all = families.as_object()?.iter();
        let several = all.filter(|(_, schema)| fields(schema).is_some());
        let problem = told(
            format!("there are no tables [{family}.…]"),
            "no such tables",
        );
        return Some(problem.did_you_mean(family, several.map(|(word, _)| word.as_str())));
    };
    if !known.contains_key(field) {
        let problem = told(format!("[{family}.…] has no `{field}`"), "no such field");
        return Some(problem.did_you_mean(field, figures(&known)));
    }
    let there = name == "*" || names.iter().any(|n| n == name);
    (!there).then(|| {
        let problem = told(
            format!("the hall has no [{family}.{name}]"),
            "not in the hall",
        );
        problem.did_you_mean(name, names.iter().map(String::as_str))
    })
}

/// Names of the fields that may hold figures.
fn figures(fields: &Map<String, Value>) -> impl Iterator<Item = &str> {
    const ASIDE: [&str; 3] = ["use", "source", "note"];
    let names = fields.keys().map(String::as_str);
    names.filter(|name| !ASIDE.contains(name))
}

/// Why `value` at `path` cannot be moved as `band` wants, and a remedy.
fn misfit(band: &Band, path: &str, value: &Setting) -> Option<(String, &'static str)> {
    let shown = &value.shown;
    let text = |why: &str| format!("{path} = {shown} {why}");
    if value.number_and_unit().is_none() {
        return Some((text("is no number"), "name a field that is a number"));
    }
    let scale = parse(shown, Dimension::Temperature).is_ok();
    let point = scale && parse(shown, Dimension::TemperatureDifference).is_err();
    match (&band.factor, &band.shift) {
        (Some(_), None) if point => Some((
            text("is a point on a scale whose zero is a convention, and has no factor"),
            "write for example shift = [\"-1 K\", \"1 K\"]",
        )),
        (None, Some(_)) if !scale => Some((
            text("is no temperature that a shift could be added to"),
            "write for example factor = [0.95, 1.05]",
        )),
        _ => None,
    }
}
