//! What can be wrong with a file.

/// Where an element stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A fault with its place; written after the name of the file: `net.inp:7:12: …`.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}{fault}", place(*.line, *.column))]
pub struct InpError {
    /// Line of the file, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 where the whole file is meant.
    pub column: usize,
    /// What is wrong.
    pub fault: InpFault,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum InpFault {
    /// A line has too few words.
    #[error("{0} needs at least {1} values")]
    Short(&'static str, usize),
    /// A word is no number.
    #[error("`{0}` is not a number")]
    Number(String),
    /// A word is not one of those expected.
    #[error("`{word}` is not {expected}")]
    Word {
        /// The word.
        word: String,
        /// What may stand there.
        expected: &'static str,
    },
    /// A name is not known.
    #[error("there is no {what} `{name}`")]
    Unknown {
        /// Kind of thing.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A name is used twice.
    #[error("{what} `{name}` stands twice in the file")]
    Twice {
        /// Kind of thing.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Both ends of a link are one node.
    #[error("link `{0}` starts and ends at one node")]
    Loop(String),
    /// A section that the format does not have: EPANET's error 201.
    #[error("`{0}` is no section of an EPANET file: correct its name or take it out")]
    Section(String),
    /// An option that the format does not have: EPANET's error 201.
    #[error(
        "`{0}` is no option of an EPANET file and is passed over (EPANET refuses it): correct its name or take it out"
    )]
    Option(String),
    /// A pressure- or flow-regulating valve ends at a given head: EPANET's error 219.
    #[error(
        "valve `{valve}` ({kind}) ends at `{node}`, a reservoir or tank that keeps its own head: put a junction and a \
         short pipe between them"
    )]
    AtGivenHead {
        /// The valve.
        valve: String,
        /// Its kind.
        kind: &'static str,
        /// The reservoir or tank.
        node: String,
    },
    /// Two valves want to set one node: EPANET's error 220.
    #[error(
        "valves `{valve}` ({kind}) and `{other}` ({other_kind}) meet at `{node}`, where both would set pressure or flow: \
         put a pipe between them or leave one out"
    )]
    Meeting {
        /// The valve.
        valve: String,
        /// Its kind.
        kind: &'static str,
        /// The other valve.
        other: String,
        /// Its kind.
        other_kind: &'static str,
        /// Where they meet.
        node: String,
    },
    /// Two pressure-reducing valves side by side keep one pressure.
    #[error(
        "valves `{valve}` and `{other}` (PRV) lie side by side with one setting, and nothing says how they share the flow: \
         set the one that stands by a little lower, or make one of the two"
    )]
    Undivided {
        /// The valve.
        valve: String,
        /// The other.
        other: String,
    },
    /// A figure is out of its range.
    #[error("{what} of `{name}` is {value}: it must be {range}")]
    Range {
        /// The figure.
        what: &'static str,
        /// Its element.
        name: String,
        /// Its value.
        value: f64,
        /// What is allowed.
        range: &'static str,
    },
    /// A status or a control of a pipe with a check valve: EPANET's error 207.
    #[error(
        "pipe `{0}` has a check valve, which opens and shuts by itself: a status or control cannot set it; take this line \
         out, or let the pipe be OPEN or CLOSED instead of CV"
    )]
    CheckValve(String),
    /// Something that is not solved.
    #[error("{0} are not supported")]
    Refused(&'static str),
    /// The file has nothing to solve.
    #[error("the file has no {0}")]
    Missing(&'static str),
}

/// `line:column: `, or nothing for a whole file.
fn place(line: usize, column: usize) -> String {
    if line == 0 {
        " ".to_owned()
    } else {
        format!("{line}:{column}: ")
    }
}
