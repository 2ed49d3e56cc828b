//! A list of problems that grows while a file is read.

use super::Defect;

/// Past this number nothing more is learnt from a file.
const MOST: usize = 10_000;

/// Problems so far, and the line being read.
#[derive(Default)]
pub(super) struct Defects {
    found: Vec<Defect>,
    /// Line being read, from 1.
    pub line: usize,
}

impl Defects {
    /// Notes a problem at `column` of the line being read.
    pub(super) fn here(&mut self, column: usize, reason: &str, fix: &str) {
        self.add(self.line, column, reason, fix);
    }

    /// Notes a problem at any place.
    pub(super) fn add(&mut self, line: usize, column: usize, reason: &str, fix: &str) {
        if self.found.len() < MOST {
            let (reason, fix) = (reason.to_owned(), fix.to_owned());
            self.found.push(Defect {
                line,
                column,
                reason,
                fix,
            });
        }
    }

    /// All problems, in the order of the file.
    pub(super) fn into_inner(mut self) -> Vec<Defect> {
        self.found.sort_by_key(|d| (d.line, d.column));
        self.found
    }
}

/// One comma-separated field of a line.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    line: &'a str,
    begin: usize,
    end: usize,
}

impl<'a> Cell<'a> {
    /// A field that is not there.
    pub(super) const NONE: Self = Self {
        line: "",
        begin: 0,
        end: 0,
    };

    /// What it says, without blanks around it.
    #[inline]
    pub(super) fn text(&self) -> &'a str {
        let field = &self.line[self.begin..self.end];
        match field.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => field,
            _ => field.trim(),
        }
    }

    /// Column where it starts, from 1.
    pub(super) fn column(&self) -> usize {
        let field = &self.line[self.begin..self.end];
        let blanks = field.chars().take_while(|c| *c == ' ').count();
        self.line[..self.begin].chars().count() + blanks + 1
    }
}

/// Splits a line at its commas, into `cells`.
pub(super) fn split<'a>(line: &'a str, cells: &mut Vec<Cell<'a>>) {
    cells.clear();
    let mut begin = 0;
    let commas = line.bytes().enumerate().filter(|(_, b)| *b == b',');
    for end in commas.map(|(at, _)| at).chain([line.len()]) {
        cells.push(Cell { line, begin, end });
        begin = end + 1;
    }
}
