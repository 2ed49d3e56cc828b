//! Problems as plain text and as JSON. (The binary draws them with their lines of source.)

use std::fmt;

use serde_json::{Value as Json, json};

use super::diagnostic::{Diagnostic, Diagnostics, Severity};
use super::origin::Origin;

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((origin, _)) = self.labels.first() {
            write!(f, "{origin}: ")?;
        }
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        for (i, (origin, text)) in self.labels.iter().enumerate() {
            if i == 0 {
                let said = text.trim_end_matches("here").trim_end();
                if !said.is_empty() {
                    write!(f, "\n  here: {said}")?;
                }
            } else if text.is_empty() {
                write!(f, "\n  {origin}")?;
            } else {
                write!(f, "\n  {origin}: {text}")?;
            }
        }
        if let Some(reason) = &self.reason {
            write!(f, "\n  because: {reason}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in self {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

impl Diagnostics {
    /// All problems as a JSON list.
    pub fn to_json(&self) -> Json {
        self.iter().map(Diagnostic::to_json).collect()
    }
}

impl Diagnostic {
    /// The problem as JSON, with lines and columns from 1.
    pub fn to_json(&self) -> Json {
        let labels = self.labels.iter().map(|(origin, text)| {
            let mut place = place(origin);
            place["text"] = json!(text);
            place
        });
        let mut all = json!({
            "code": self.code,
            "severity": self.severity.to_string(),
            "message": self.message,
            "reason": self.reason,
            "help": self.help,
            "labels": labels.collect::<Json>(),
        });
        if let (Some(own), Some(all)) = (place(&self.origin()).as_object(), all.as_object_mut()) {
            for key in ["file", "line", "column"] {
                all.insert(key.to_owned(), own[key].clone());
            }
        }
        all
    }
}

fn place(origin: &Origin) -> Json {
    let start = origin.position();
    let end = origin.source.as_ref().map(|s| s.position(origin.end));
    json!({
        "file": origin.source.as_ref().map(|s| s.name.as_str()),
        "line": start.map(|p| p.0),
        "column": start.map(|p| p.1),
        "end_line": end.map(|p| p.0),
        "end_column": end.map(|p| p.1),
    })
}

#[cfg(test)]
mod tests {
    use super::super::origin::Source;
    use super::*;

    #[test]
    fn plain_text_and_json_carry_place_reason_and_remedy() {
        let source = Source::new("a.toml", "x = 1\ny = 2\n");
        let problem = Diagnostic::error("unknown-key", "no key `y`")
            .at(&Origin::new(&source, 6..7), "not a key")
            .reason("physics")
            .help("did you mean `x`?");
        assert_eq!(
            problem.to_string(),
            "a.toml:2:1: error[unknown-key]: no key `y`\n  here: not a key\n  because: physics\n  \
             help: did you mean `x`?"
        );
        let json = problem.to_json();
        assert_eq!((&json["line"], &json["column"]), (&json!(2), &json!(1)));
        assert_eq!(json["labels"][0]["end_column"], 2);
    }
}
