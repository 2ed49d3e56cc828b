//! Where a value was written: a file (or the command line) and a range of bytes in it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text that values come from, with the name that messages show.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// File path as the user knows it, or `--set` for the command line.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// Keeps `text` under `name`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            name: name.into(),
            text: text.into(),
        })
    }

    /// Byte offset of a line and column, both from 1; the end of the line where it has fewer characters.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let lines = self.text.split_inclusive('\n');
        let start: usize = lines.clone().take(line.max(1) - 1).map(str::len).sum();
        let own = lines.clone().nth(line.max(1) - 1).unwrap_or("");
        let own = own.trim_end_matches(['\n', '\r']);
        let within = own.char_indices().nth(column.max(1) - 1);
        start + within.map_or(own.len(), |(i, _)| i)
    }

    /// Line and column, both from 1, of a byte offset; columns count characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

/// Where a value stands. The default is nowhere: a preset value that nobody wrote.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The text, or none for a preset value.
    pub source: Option<Arc<Source>>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Origin {
    /// The range `span` of `source`.
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        let len = source.text.len();
        Self {
            source: Some(Arc::clone(source)),
            start: span.start.min(len),
            end: span.end.clamp(span.start.min(len), len),
        }
    }

    /// The text as it was written.
    pub fn text(&self) -> &str {
        let text = self.source.as_ref().map_or("", |s| s.text.as_str());
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Line and column, both from 1; none for a preset value.
    pub fn position(&self) -> Option<(usize, usize)> {
        self.source.as_ref().map(|s| s.position(self.start))
    }

    /// The key that problems are sorted by.
    pub(super) fn order(&self) -> (&str, usize, usize) {
        let name = self.source.as_ref().map_or("", |s| s.name.as_str());
        (name, self.start, self.end)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.source, self.position()) {
            (Some(source), Some((line, column))) => write!(f, "{}:{line}:{column}", source.name),
            _ => f.write_str("(preset)"),
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("a.toml", "é = 1\nb = 2\n");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(2), (1, 2));
        assert_eq!(source.position(1), (1, 1), "inside a character");
        assert_eq!(source.position(7), (2, 1));
        assert_eq!(source.position(999), (3, 1));
        for offset in [0, 2, 7, 8] {
            let (line, column) = source.position(offset);
            assert_eq!(source.offset(line, column), offset);
        }
        assert_eq!(source.offset(1, 99), 6, "the end of the line");
        assert_eq!(Origin::new(&source, 7..8).to_string(), "a.toml:2:1");
        assert_eq!(Origin::new(&source, 7..8).text(), "b");
    }
}
