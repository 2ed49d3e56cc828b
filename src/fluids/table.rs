//! Reading of the committed property tables, for tests only.

/// Rows of a table as numbers; comment and heading lines are skipped, an empty cell is NaN.
pub(crate) fn rows(text: &str) -> Vec<Vec<f64>> {
    let number = |cell: &str| cell.parse().unwrap_or(f64::NAN);
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit() || c == '-'))
        .map(|line| line.split(',').map(number).collect())
        .collect()
}

/// Relative difference, absolute where the reference is zero.
pub(crate) fn relative(ours: f64, theirs: f64) -> f64 {
    if theirs == 0.0 {
        ours.abs()
    } else {
        (ours / theirs - 1.0).abs()
    }
}
