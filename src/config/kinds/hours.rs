//! Hours of the day: `"22:00-06:00"`.

use serde_json::{Value as Json, json};

use super::super::diagnostic::Diagnostic;
use super::super::read::{Kind, Reader, at};
use super::super::tree::Node;
use super::super::value::At;

/// Hours of every day, from and until \[s\] after midnight; over midnight where the end is before the beginning.
#[derive(Clone, Copy, Debug)]
pub struct Hours;

/// Length of a day \[s\].
const DAY: f64 = 86_400.0;

/// Reads `22:00-06:00`.
fn parse(text: &str) -> Option<[f64; 2]> {
    let moment = |text: &str| {
        let (hour, minute) = text.trim().split_once(':')?;
        let two = |t: &str| (t.len() == 2).then(|| t.parse::<u8>().ok()).flatten();
        let (hour, minute) = (two(hour)?, two(minute)?);
        let valid = (hour < 24 && minute < 60) || (hour == 24 && minute == 0);
        valid.then(|| f64::from(hour) * 3_600.0 + f64::from(minute) * 60.0)
    };
    let (from, until) = text.split_once('-')?;
    let (from, until) = (moment(from)?, moment(until)?);
    // What begins at 24:00 begins with the day.
    let begun = if from == DAY { 0.0 } else { from };
    (from != until && begun != until).then_some([begun, until])
}

impl Kind for Hours {
    type Value = At<[f64; 2]>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<[f64; 2]>> {
        let Some(text) = node.as_text() else {
            return cx.wrong_type(node, path, "hours of the day", "\"22:00-06:00\"");
        };
        match parse(text) {
            Some(hours) => Some(at(hours, node, path)),
            None => cx.fail(
                Diagnostic::error(
                    "wrong-type",
                    format!("`{path}`: `{text}` are no hours of a day"),
                )
                .at(&node.at, "from and until, hour:minute each, are expected")
                .help("write for example \"22:00-06:00\", or \"00:00-24:00\" for all day"),
            ),
        }
    }

    fn schema() -> Json {
        json!({
            "type": "string",
            "pattern": "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$",
            "examples": ["22:00-06:00"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn hours_count_from_midnight() {
        assert_eq!(parse("22:00-06:30"), Some([79_200.0, 23_400.0]));
        assert_eq!(parse("00:00-24:00"), Some([0.0, 86_400.0]));
        assert_eq!(parse("24:00-06:00"), Some([0.0, 21_600.0]));
        for wrong in [
            "22-06",
            "25:00-06:00",
            "06:00-06:00",
            "24:00-00:00",
            "24:00-24:00",
            "06:00",
            "6:00-7:00",
            "24:30-06:00",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
