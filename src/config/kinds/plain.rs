//! Plain values: texts, counts, flags and moments of the year.

use serde_json::{Value as Json, json};

use super::super::diagnostic::Diagnostic;
use super::super::read::{Kind, Reader, at};
use super::super::tree::{Node, Value};
use super::super::value::At;

/// Any text.
#[derive(Clone, Copy, Debug)]
pub struct Text;

impl Kind for Text {
    type Value = At<String>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<String>> {
        match node.as_text() {
            Some(text) => Some(at(text.to_owned(), node, path)),
            None => cx.wrong_type(node, path, "a text", "\"some text\""),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }
}

/// `true` or `false`.
#[derive(Clone, Copy, Debug)]
pub struct Flag;

impl Kind for Flag {
    type Value = At<bool>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<bool>> {
        match node.value {
            Value::Bool(flag) => Some(at(flag, node, path)),
            _ => cx.wrong_type(node, path, "a truth value", "true"),
        }
    }

    fn schema() -> Json {
        json!({ "type": "boolean" })
    }
}

/// How many there are: one or more, and no more than a million.
#[derive(Clone, Copy, Debug)]
pub struct Count;

/// A number of something that may be none.
#[derive(Clone, Copy, Debug)]
pub struct Index;

/// The most of anything a hall may hold; beyond it is a slip of the keyboard.
const MOST: i64 = 1_000_000;

fn read_count(node: &Node, path: &str, cx: &mut Reader<'_>, least: i64) -> Option<At<u32>> {
    match node.value {
        Value::Integer(n) if (least..=MOST).contains(&n) => Some(at(n as u32, node, path)),
        Value::Integer(n) => cx.fail(
            Diagnostic::error("out-of-range", format!("`{path}` cannot be {n}"))
                .at(&node.at, format!("{least} to {MOST} are possible"))
                .reason("it counts things"),
        ),
        _ => cx.wrong_type(node, path, "a whole number", "16"),
    }
}

macro_rules! counts {
    ($name:ident, $least:literal) => {
        impl Kind for $name {
            type Value = At<u32>;

            fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<u32>> {
                read_count(node, path, cx, $least)
            }

            fn schema() -> Json {
                json!({ "type": "integer", "minimum": $least, "maximum": MOST, "examples": [16] })
            }
        }
    };
}

counts!(Count, 1);
counts!(Index, 0);

/// A moment of a year without leap day, as climate years have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfYear {
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

/// Days of each month in a year without leap day.
const DAYS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl TimeOfYear {
    /// Reads `08-15 14:00` (month, day, hour, minute; local standard time).
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.trim().split_once([' ', 'T'])?;
        let pair = |text: &str, sign| {
            let (a, b) = text.split_once(sign)?;
            let two = |t: &str| (t.len() == 2).then(|| t.parse::<u8>().ok()).flatten();
            Some((two(a)?, two(b)?))
        };
        let (month, day) = pair(date, '-')?;
        let (hour, minute) = pair(time.trim(), ':')?;
        let days = *DAYS.get(usize::from(month).checked_sub(1)?)?;
        let valid = (1..=days).contains(&day) && hour < 24 && minute < 60;
        valid.then_some(Self {
            month,
            day,
            hour,
            minute,
        })
    }

    /// Seconds since the year began \[s\].
    pub fn seconds(self) -> f64 {
        let days: u32 = DAYS[..usize::from(self.month) - 1]
            .iter()
            .map(|&d| u32::from(d))
            .sum();
        let days = days + u32::from(self.day) - 1;
        f64::from((days * 24 + u32::from(self.hour)) * 60 + u32::from(self.minute)) * 60.0
    }
}

/// A moment of the year: `"08-15 14:00"`.
#[derive(Clone, Copy, Debug)]
pub struct Moment;

impl Kind for Moment {
    type Value = At<TimeOfYear>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<TimeOfYear>> {
        let Some(text) = node.as_text() else {
            return cx.wrong_type(node, path, "a moment of the year", "\"08-15 14:00\"");
        };
        match TimeOfYear::parse(text) {
            Some(moment) => Some(at(moment, node, path)),
            None => cx.fail(
                Diagnostic::error(
                    "wrong-type",
                    format!("`{path}`: `{text}` is no moment of a climate year"),
                )
                .at(&node.at, "month-day hour:minute is expected")
                .reason("a climate year has 365 days, 02-29 is none of them")
                .help("write for example \"08-15 14:00\""),
            ),
        }
    }

    fn schema() -> Json {
        json!({
            "type": "string",
            "pattern": "^[0-1][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9]$",
            "examples": ["08-15 14:00"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::TimeOfYear;

    #[test]
    fn moments_count_from_new_year() {
        let seconds = |text| TimeOfYear::parse(text).map(TimeOfYear::seconds);
        assert_eq!(seconds("01-01 00:00"), Some(0.0));
        assert_eq!(seconds("03-01 00:30"), Some(59.0 * 86_400.0 + 1800.0));
        assert_eq!(seconds("12-31T23:59"), Some(365.0 * 86_400.0 - 60.0));
        for wrong in [
            "02-29 00:00",
            "13-01 00:00",
            "00-01 00:00",
            "1-1 0:0",
            "01-01",
            "01-01 24:00",
        ] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
