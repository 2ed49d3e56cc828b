//! Studies that cannot be: a field without values, a range that leads nowhere, a band without ends.

use super::tables::{Band, Vary};
use crate::config::diagnostic::Diagnostic;
use crate::config::origin::Origin;
use crate::config::read::Reader;

/// Most values of a field; more is a slip of the keyboard.
const MOST: f64 = 10_000.0;

/// Objects to fields without values, or with two ways to give them.
pub(super) fn vary(vary: &Vary, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    let field = path.strip_prefix("vary.").unwrap_or(path);
    if !field.contains('.') {
        cx.problems.push(
            Diagnostic::error("bad-vary", format!("`{field}` names no field"))
                .at(at, "table.name.field is expected")
                .help("write for example [vary.\"dry_cooler.roof.count\"]"),
        );
    }
    let range = [&vary.from, &vary.to, &vary.step];
    match (&vary.values, range) {
        (Some(values), [None, None, None]) if values.is_empty() => cx.problems.push(
            Diagnostic::error("bad-vary", format!("`{field}` has no values"))
                .at(at, "an empty list")
                .help("give one value or more"),
        ),
        (Some(_), [None, None, None]) => {}
        (None, [Some(_), Some(_), Some(_)]) => {
            if let Err(problem) = vary.range() {
                cx.problems.push(problem);
            }
        }
        _ => cx.problems.push(
            Diagnostic::error("bad-vary", format!("`{field}` needs its values in one way"))
                .at(at, "here")
                .help("give either values = [ … ] or from, to and step"),
        ),
    }
}

impl Vary {
    /// The values of `from`, `to` and `step`; empty where they are not given.
    ///
    /// # Errors
    /// Numbers in different units, a step that leads away from the end, too many values.
    pub(super) fn range(&self) -> Result<Vec<super::Setting>, Diagnostic> {
        let (Some(from), Some(to), Some(step)) = (&self.from, &self.to, &self.step) else {
            return Ok(Vec::new());
        };
        let bad = |at: &Origin, text: String, label: &str| {
            Diagnostic::error("bad-vary", text).at(at, label.to_owned())
        };
        let read = |s: &crate::config::At<super::Setting>| {
            let found = s.number_and_unit().map(|(n, u)| (n, u.to_owned()));
            let text = format!("`{}` is no number that can be stepped", s.shown);
            found.ok_or_else(|| bad(&s.at, text, "a number, with its unit, is expected"))
        };
        let ((a, unit), (b, unit_to), (d, unit_step)) = (read(from)?, read(to)?, read(step)?);
        if unit != unit_to {
            let text = format!("`from` is in `{unit}` and `to` in `{unit_to}`");
            return Err(bad(&to.at, text, "the unit of `from` is expected"));
        }
        let fits = unit_step == unit || (unit == "degC" && unit_step == "K");
        if !fits {
            let text = format!("the step is in `{unit_step}`");
            return Err(bad(&step.at, text, "the unit of `from` is expected"));
        }
        let count = ((b - a) / d + 1e-9).floor();
        if d == 0.0 || !count.is_finite() || count < 0.0 {
            let text = "these steps do not lead from `from` to `to`".to_owned();
            return Err(bad(&step.at, text, "this step"));
        }
        if count >= MOST {
            let text = format!("{count:.0} steps are too many");
            return Err(bad(&step.at, text, "this step"));
        }
        // Rounded to what was written: nine steps of 0.1 end at 0.9.
        let value = |i: usize| ((a + i as f64 * d) * 1e9).round() / 1e9;
        let each = (0..=count as usize).filter_map(|i| from.like(value(i)));
        Ok(each.collect())
    }
}

/// What a band may move that is no field of a table.
const WHOLE: [&str; 2] = ["weather", "load"];

/// Objects to bands without ends, with two ways to give them, or with ends that do not fit what they move.
pub(super) fn band(band: &Band, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    if band.factor.is_some() == band.shift.is_some() {
        cx.problems.push(
            Diagnostic::error("bad-band", format!("`{path}` needs its ends in one way"))
                .at(at, "here")
                .help("give either factor = [0.9, 1.1] or shift = [\"-1 K\", \"1 K\"]"),
        );
    }
    for on in &band.on {
        if let Some((text, label, help)) = misfit(band, on) {
            let problem = Diagnostic::error("bad-band", text).at(&on.at, label);
            cx.problems.push(problem.help(help));
        }
    }
}

/// Why `on` cannot be moved as `band` wants: the problem, what is expected here, and a remedy.
fn misfit(band: &Band, on: &str) -> Option<(String, &'static str, &'static str)> {
    if !WHOLE.contains(&on) {
        return (on.split('.').count() < 3).then(|| {
            (
                format!("`{on}` names no field"),
                "family.name.field, `weather` or `load` is expected",
                "write for example \"dry_cooler.*.rated_heat\"",
            )
        });
    }
    if band.on.len() > 1 {
        let text = format!("`{on}` is moved by a band of its own");
        return Some((text, "not beside others", "give it a [band.x] of its own"));
    }
    match on {
        "weather" if band.shift.is_none() && band.factor.is_some() => Some((
            "a dry bulb in degC has no factor: its zero is a convention".to_owned(),
            "moved by a difference only",
            "write for example shift = [\"-1 K\", \"1 K\"]",
        )),
        "load" if band.factor.is_none() && band.shift.is_some() => Some((
            "a load is no temperature that a shift could be added to".to_owned(),
            "moved by a factor only",
            "write for example factor = [0.95, 1.05]",
        )),
        _ => None,
    }
}
