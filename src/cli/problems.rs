//! Problems drawn with their lines of source on a terminal, and one place a line in a pipe.

use std::fmt;
use std::io::{IsTerminal, stderr};
use std::sync::Arc;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use crate::config::{Diagnostic, Diagnostics, Severity, Source};

/// Prints all problems on stderr, and how many there are.
pub fn print(problems: &Diagnostics) {
    if problems.is_empty() {
        return;
    }
    let drawn = stderr().is_terminal();
    for problem in problems {
        if drawn {
            tell!("{}", draw(problem, GraphicalTheme::unicode()));
        } else {
            tell!("{problem}");
        }
    }
    let errors = problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .count();
    tell!("{}", count(errors, problems.len() - errors));
}

fn count(errors: usize, warnings: usize) -> String {
    let of = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, w) => of(w, "warning"),
        (e, 0) => of(e, "error"),
        (e, w) => format!("{}, {}", of(e, "error"), of(w, "warning")),
    }
}

/// The problem with the lines it stands in.
fn draw(problem: &Diagnostic, theme: GraphicalTheme) -> String {
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(theme).with_links(false);
    match handler.render_report(&mut text, &Drawn::new(problem)) {
        Ok(()) => text,
        Err(fmt::Error) => problem.to_string(),
    }
}

/// A problem as miette wants it.
#[derive(Debug)]
struct Drawn<'a> {
    problem: &'a Diagnostic,
    text: Option<Named>,
}

impl<'a> Drawn<'a> {
    fn new(problem: &'a Diagnostic) -> Self {
        let source = problem.origin().source;
        Self {
            problem,
            text: source.map(Named),
        }
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(self.problem.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.problem.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let own = self.problem.origin().source;
        let mut lines = Vec::new();
        if let Some(reason) = &self.problem.reason {
            lines.push(format!("because {reason}"));
        }
        lines.extend(self.problem.help.clone());
        for (origin, label) in self.problem.labels.iter().filter(|(o, _)| o.source != own) {
            lines.push(format!("{origin}: {label}"));
        }
        (!lines.is_empty()).then(|| Box::new(lines.join("\n")) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.text.as_ref().map(|text| text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let own = self.problem.origin().source;
        let here = self
            .problem
            .labels
            .iter()
            .filter(move |(o, _)| o.source == own);
        Some(Box::new(here.map(|(origin, label)| {
            let label = (!label.is_empty()).then(|| label.clone());
            LabeledSpan::new(label, origin.start, origin.end - origin.start)
        })))
    }
}

/// A source text under its file name.
#[derive(Debug)]
struct Named(Arc<Source>);

impl SourceCode for Named {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.0.text.read_span(span, before, after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.0.name.clone(),
            inner.data(),
            *inner.span(),
            inner.line(),
            inner.column(),
            inner.line_count(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Origin, from_text};

    #[test]
    fn a_problem_is_drawn_with_its_line_reason_and_remedy() {
        let text = "[hall]\nname = \"x\"\n[site]\nclimate = \"toyama\"\n[run]\nstep = 15\n";
        let problems = from_text(text, "hall.toml").unwrap_err();
        let problem = problems.iter().next().unwrap();
        let drawn = draw(problem, GraphicalTheme::unicode_nocolor());
        assert!(drawn.contains("hall.toml:6:8"), "{drawn}");
        assert!(drawn.contains("step = 15"), "{drawn}");
        assert!(drawn.contains("15 s"), "{drawn}");
    }

    #[test]
    fn places_in_other_files_are_listed_below() {
        let (a, b) = (
            Source::new("a.toml", "x = 1"),
            Source::new("b.toml", "y = 2"),
        );
        let problem = Diagnostic::error("conflict", "x and y")
            .at(&Origin::new(&a, 0..1), "one")
            .at(&Origin::new(&b, 0..1), "other");
        let drawn = draw(&problem, GraphicalTheme::unicode_nocolor());
        assert!(drawn.contains("b.toml:1:1: other"), "{drawn}");
    }

    #[test]
    fn problems_are_counted() {
        assert_eq!(count(1, 0), "1 error");
        assert_eq!(count(12, 1), "12 errors, 1 warning");
        assert_eq!(count(0, 2), "2 warnings");
    }
}
