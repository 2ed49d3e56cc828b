//! Outcomes as JUnit XML, for the test views of build servers.

use super::{
    outcome::{Outcome, Status},
    table::shown,
};

/// Text with the five characters that XML reserves written out, and without those it forbids.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&apos;",
            c if c < ' ' && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

/// A test suite with one test case an expectation; broken cases count as errors.
pub fn to_junit(outcomes: &[Outcome]) -> String {
    let of = |word: &str| outcomes.iter().filter(|o| o.status.word() == word).count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"halltwin validate\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
        outcomes.len(),
        of("FAILED"),
        of("BROKEN"),
        of("skipped"),
    );
    for outcome in outcomes {
        let name = if outcome.quantity.is_empty() {
            &outcome.title
        } else {
            &outcome.quantity
        };
        text += &format!(
            "  <testcase classname=\"{}\" name=\"{}\"",
            escaped(&outcome.case),
            escaped(name)
        );
        let unit = &outcome.unit;
        text += &match &outcome.status {
            Status::Passed => "/>\n".to_owned(),
            Status::Failed => format!(
                "><failure message=\"{} error {} beyond {}\"/></testcase>\n",
                outcome.norm.name(),
                escaped(&shown(outcome.error, unit)),
                escaped(&shown(outcome.tolerance, unit)),
            ),
            Status::Skipped(why) => {
                format!("><skipped message=\"{}\"/></testcase>\n", escaped(why))
            }
            Status::Broken(why) => format!("><error message=\"{}\"/></testcase>\n", escaped(why)),
        };
    }
    text + "</testsuite>\n"
}
