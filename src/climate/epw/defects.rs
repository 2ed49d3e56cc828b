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

/// One comma-separated field and the column where it starts, from 1.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    pub text: &'a str,
    pub column: usize,
}

/// Splits a line at its commas.
pub(super) fn split(line: &str) -> Vec<Cell<'_>> {
    let mut column = 1;
    let cell = |field: &'_ str| {
        let start = column + field.chars().take_while(|c| *c == ' ').count();
        column += field.chars().count() + 1;
        start
    };
    let starts: Vec<usize> = line.split(',').map(cell).collect();
    line.split(',')
        .zip(starts)
        .map(|(field, column)| Cell {
            text: field.trim(),
            column,
        })
        .collect()
}
