//! What came of one expectation of one case.

use super::norm::Norm;

/// Verdict on one expectation.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// The error is within the tolerance.
    Passed,
    /// The error is beyond the tolerance, or is not a number.
    Failed,
    /// Nothing was compared, and why.
    Skipped(String),
    /// The case file has a mistake: `file:line:column: message`.
    Broken(String),
}

impl Status {
    /// One word for tables.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "FAILED",
            Self::Skipped(_) => "skipped",
            Self::Broken(_) => "BROKEN",
        }
    }

    /// Why nothing was compared; empty where something was.
    pub fn reason(&self) -> &str {
        match self {
            Self::Passed | Self::Failed => "",
            Self::Skipped(reason) | Self::Broken(reason) => reason,
        }
    }
}

/// Ours and the reference, sample by sample, for a plot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// Name and unit of the first input that varies, or "row".
    pub x_label: String,
    /// Its values, in that unit.
    pub x: Vec<f64>,
    /// Name and unit of the quantity.
    pub y_label: String,
    /// Reference values, in that unit.
    pub reference: Vec<f64>,
    /// Our values, in that unit.
    pub ours: Vec<f64>,
}

/// One expectation of one case, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Folder of the case below the folder that was given, with `/`.
    pub case: String,
    /// Title of the case.
    pub title: String,
    /// Where the reference comes from.
    pub source: String,
    /// The quantity compared; empty where the case has no result.
    pub quantity: String,
    /// How it is compared.
    pub norm: Norm,
    /// The error, in `unit`; NaN where nothing was compared.
    pub error: f64,
    /// The largest error allowed, in `unit`.
    pub tolerance: f64,
    /// Unit of error and tolerance; empty for a ratio.
    pub unit: String,
    /// Why that tolerance.
    pub why: String,
    /// The verdict.
    pub status: Status,
    /// How many samples were compared.
    pub samples: usize,
    /// Row of the data file with the largest error, counted from 1 without comments and heading.
    pub worst_row: Option<usize>,
    /// Both series.
    pub overlay: Overlay,
}

impl Outcome {
    /// The one outcome of a case that gives no result.
    pub(super) fn without_result(case: &str, title: &str, source: &str, status: Status) -> Self {
        Self {
            case: case.to_owned(),
            title: title.to_owned(),
            source: source.to_owned(),
            quantity: String::new(),
            norm: Norm::Absolute,
            error: f64::NAN,
            tolerance: f64::NAN,
            unit: String::new(),
            why: String::new(),
            status,
            samples: 0,
            worst_row: None,
            overlay: Overlay::default(),
        }
    }

    /// Whether a run with this outcome may count as good: passed or skipped.
    pub fn is_good(&self) -> bool {
        matches!(self.status, Status::Passed | Status::Skipped(_))
    }
}
