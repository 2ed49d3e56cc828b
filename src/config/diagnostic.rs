//! One problem with what the user wrote, and the collection of all of them.

use super::origin::Origin;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing can be run.
    Error,
    /// It runs, but a plant engineer would ask.
    Warning,
}

/// One problem: what, where, why physics objects, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// A stable word (`unknown-key`) or, for plausibility rules, a number (`W001`).
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Why it cannot be, when physics or the trade says so.
    pub reason: Option<String>,
    /// What to write instead.
    pub help: Option<String>,
    /// The places concerned, the first one being the problem's own.
    pub labels: Vec<(Origin, String)>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning; `code` is the rule's number.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            reason: None,
            help: None,
            labels: Vec::new(),
        }
    }

    /// Adds a place.
    pub fn at(mut self, origin: &Origin, label: impl Into<String>) -> Self {
        self.labels.push((origin.clone(), label.into()));
        self
    }

    /// Adds the physical reason.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Adds the remedy.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds "did you mean" when `known` holds a name near to `written`, else lists what is known.
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(written, &known) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None if known.is_empty() => self,
            None => {
                let more = if known.len() > 12 { ", …" } else { "" };
                let some = known[..known.len().min(12)].join(", ");
                self.help(format!("known here: {some}{more}"))
            }
        }
    }

    /// The problem's own place.
    pub fn origin(&self) -> Origin {
        self.labels.first().map(|l| l.0.clone()).unwrap_or_default()
    }
}

/// Likeness of a word with one slip of the keyboard in it.
const SLIP: f64 = 0.9;

/// The name in `known` that `written` most resembles, if it resembles any.
fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let wanted = written.to_lowercase();
    let likeness = |name: &str| {
        // Letters that changed places count for little in a short word.
        let swapped = wanted.len() > 2 && strsim::osa_distance(name, &wanted) == 1;
        let share = if swapped { SLIP } else { 0.0 };
        strsim::jaro_winkler(name, &wanted).max(share)
    };
    known
        .iter()
        .map(|&name| (likeness(&name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.78)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// All problems of one reading, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one, unless the same is told already: what is written once for many units (by `count`,
    /// or in a record) is wrong once.
    pub fn push(&mut self, problem: Diagnostic) {
        let same = |told: &Diagnostic| match (told.labels.first(), problem.labels.first()) {
            (Some(one), Some(other)) => told.code == problem.code && one == other,
            _ => *told == problem,
        };
        if !self.list.iter().any(same) {
            self.list.push(problem);
        }
    }

    /// Adds many.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Diagnostic>) {
        problems.into_iter().for_each(|p| self.push(p));
    }

    /// Sorts by file, line and column.
    pub fn sort(&mut self) {
        self.list
            .sort_by(|a, b| a.origin().order().cmp(&b.origin().order()));
    }

    /// Drops the warnings whose code is in `allowed`.
    pub fn silence(&mut self, allowed: &[&str]) {
        self.list
            .retain(|d| d.severity == Severity::Error || !allowed.contains(&d.code));
    }

    /// Keeps those that `keep` wants.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// True when one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// One by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl From<Vec<Diagnostic>> for Diagnostics {
    fn from(problems: Vec<Diagnostic>) -> Self {
        let mut all = Self::default();
        all.extend(problems);
        all
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(problem: Diagnostic) -> Self {
        Self {
            list: vec![problem],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_far_ones_are_listed() {
        let near = Diagnostic::error("x", "").did_you_mean("suply", ["supply", "static"]);
        assert_eq!(near.help.unwrap(), "did you mean `supply`?");
        let slip = Diagnostic::error("x", "").did_you_mean("rwo", ["rack", "row", "run"]);
        assert_eq!(slip.help.unwrap(), "did you mean `row`?");
        let far = Diagnostic::error("x", "").did_you_mean("zzz", ["supply", "static"]);
        assert_eq!(far.help.unwrap(), "known here: supply, static");
    }

    #[test]
    fn silencing_spares_errors() {
        let mut all = Diagnostics::from(Diagnostic::warning("W001", "a"));
        all.push(Diagnostic::error("unknown-key", "b"));
        all.push(Diagnostic::error("unknown-key", "b"));
        assert_eq!(all.len(), 2, "the same problem is told once");
        all.silence(&["W001", "unknown-key"]);
        assert_eq!(all.len(), 1);
        assert!(all.has_errors());
    }
}
