//! A file as sections of lines of words.

use super::fault::{InpError, InpFault, Place};

/// A line without its comment.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// Its words; quotes hold a word together.
    pub words: Vec<&'a str>,
    /// The line as it stands in the file.
    whole: &'a str,
}

/// All lines, with the section that each stands in.
pub(super) struct Sections<'a> {
    lines: Vec<(String, Line<'a>)>,
    /// Heads of sections that the format does not have.
    pub unknown: Vec<Line<'a>>,
}

/// Sections of EPANET 2.2 and 2.3, by the four letters that tell them apart.
const SECTIONS: [&str; 30] = [
    "TITL", "JUNC", "RESE", "TANK", "PIPE", "PUMP", "VALV", "CONT", "RULE", "DEMA", "SOUR", "EMIT",
    "PATT", "CURV", "QUAL", "STAT", "ROUG", "ENER", "REAC", "MIXI", "REPO", "TIME", "OPTI", "COOR",
    "VERT", "LABE", "BACK", "TAGS", "LEAK", "END",
];

impl<'a> Sections<'a> {
    /// Splits `text`. What follows `[END]` is passed over.
    pub fn of(text: &'a str) -> Self {
        let (mut section, mut lines) = (String::new(), Vec::new());
        let mut unknown = Vec::new();
        // Some editors begin a file with a mark of its encoding.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (i, whole) in text.lines().enumerate() {
            let line = whole.split(';').next().unwrap_or_default().trim();
            if let Some(name) = line.strip_prefix('[') {
                section = name.chars().take(4).collect::<String>().to_uppercase();
                if section.starts_with("END") {
                    break;
                }
                if !SECTIONS.contains(&section.as_str()) {
                    unknown.push(Line {
                        number: i + 1,
                        words: vec![line],
                        whole,
                    });
                }
            } else if !line.is_empty() && section != "TITL" {
                let line = Line {
                    number: i + 1,
                    words: words(line),
                    whole,
                };
                lines.push((section.clone(), line));
            }
        }
        Self { lines, unknown }
    }

    /// Lines of the section whose name starts with these four letters.
    pub fn lines(&self, section: &'static str) -> impl Iterator<Item = &Line<'a>> {
        let lines = self.lines.iter().filter(move |line| line.0 == section);
        lines.map(|line| &line.1)
    }
}

fn words(line: &str) -> Vec<&str> {
    let (mut words, mut rest) = (Vec::new(), line.trim_start());
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest
                .split_once(|c: char| c.is_whitespace())
                .unwrap_or((rest, "")),
        };
        words.push(word);
        rest = after.trim_start();
    }
    words
}

impl<'a> Line<'a> {
    /// A fault of this line, at its first word.
    pub fn fault(&self, fault: InpFault) -> InpError {
        self.fault_at(self.words.first().copied().unwrap_or_default(), fault)
    }

    /// A fault of `word`, which is one of this line's.
    pub fn fault_at(&self, word: &str, fault: InpFault) -> InpError {
        InpError {
            line: self.number,
            column: self.column(word),
            fault,
        }
    }

    /// Column of a word of this line, in characters from 1.
    fn column(&self, word: &str) -> usize {
        let before = (word.as_ptr() as usize).checked_sub(self.whole.as_ptr() as usize);
        let before = before.and_then(|bytes| self.whole.get(..bytes));
        before.map_or(1, |text| text.chars().count() + 1)
    }

    /// Where this line stands.
    pub fn place(&self) -> Place {
        Place {
            line: self.number,
            column: self.column(self.words.first().copied().unwrap_or_default()),
        }
    }

    /// The word at `i`, if there is one.
    pub fn word(&self, i: usize) -> Option<&'a str> {
        self.words.get(i).copied()
    }

    /// The number at `i`, if there is one.
    pub fn maybe(&self, i: usize) -> Result<Option<f64>, InpError> {
        self.word(i).map(|word| self.number_of(word)).transpose()
    }

    /// The number at `i` of a line of `what`.
    pub fn number(&self, i: usize, what: &'static str) -> Result<f64, InpError> {
        let number = self.maybe(i)?;
        number.ok_or_else(|| self.fault(InpFault::Short(what, i + 1)))
    }

    /// A word as a finite number.
    pub fn number_of(&self, word: &str) -> Result<f64, InpError> {
        let number = word.parse::<f64>().ok().filter(|n| n.is_finite());
        number.ok_or_else(|| self.fault_at(word, InpFault::Number(word.to_owned())))
    }

    /// Whether the word at `i` starts with `key` as EPANET compares: letters of either case.
    pub fn is(&self, i: usize, key: &str) -> bool {
        self.word(i).is_some_and(|word| starts(word, key))
    }
}

/// Whether `word` starts with `key`, letters of either case.
pub(super) fn starts(word: &str, key: &str) -> bool {
    word.get(..key.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(key))
}
