//! Where the figures come from, assumptions first.

use super::table::head;
use crate::results::{Citation, Summary};
use maud::{Markup, html};

/// What was assumed.
pub(super) fn assumptions(summary: &Summary) -> Markup {
    let assumed: Vec<_> = summary.citations.iter().filter(|c| c.assumed).collect();
    html! {
        h3 { "Assumed" }
        @if assumed.is_empty() && !summary.pue_statement.house_load_assumed {
            p { "Nothing: every figure used has a source." }
        } @else {
            @if summary.pue_statement.house_load_assumed {
                p { "House load: " (summary.pue_statement.house_load.trim_start_matches("house load assumed: ")) "." }
            }
            @if !assumed.is_empty() { (table(&assumed, "reasoning")) }
        }
    }
}

/// What has a source.
pub(super) fn sources(summary: &Summary) -> Markup {
    let sourced: Vec<_> = summary.citations.iter().filter(|c| !c.assumed).collect();
    html! {
        h3 { "Sources" }
        p { "Weather, " @if summary.site.synthetic { "synthesised" } @else { "measured" } ":" }
        ul { @for part in summary.site.climate.split("; ") { li { (part) } } }
        @if !sourced.is_empty() { (table(&sourced, "source")) }
    }
}

/// Figures of one record that share one source.
struct Group<'a> {
    record: &'a str,
    source: &'a str,
    figures: Vec<String>,
}

/// Groups in the order in which record and source first appear; a record's groups stay together.
fn groups<'a>(citations: &[&'a Citation]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for c in citations {
        let figure = format!("{} {}", c.field.replace('_', " "), readable(&c.value));
        let same = |g: &&mut Group<'_>| g.record == c.record && g.source == c.source;
        if let Some(group) = groups.iter_mut().find(same) {
            group.figures.push(figure);
            continue;
        }
        let last = groups.iter().rposition(|g| g.record == c.record);
        let group = Group {
            record: &c.record,
            source: &c.source,
            figures: vec![figure],
        };
        groups.insert(last.map_or(groups.len(), |i| i + 1), group);
    }
    groups
}

fn table(citations: &[&Citation], last: &str) -> Markup {
    let groups = groups(citations);
    let begins = |i: usize| i == 0 || groups[i - 1].record != groups[i].record;
    html! {
        div.scroll { table.sources {
            (head(&[("record", false), ("figures", false), (last, false)]))
            tbody { @for (i, g) in groups.iter().enumerate() { tr {
                th scope="row" { @if begins(i) { (g.record) } }
                td { (g.figures.join("; ")) }
                td { (reason(g.source)) }
            } } }
        } }
    }
}

/// A list as a person writes it: `[["0 L/min", "476 kPa"], ["525 L/min", "473 kPa"]]` becomes
/// "0 L/min: 476 kPa; 525 L/min: 473 kPa". Other values stay as they are.
fn readable(value: &str) -> String {
    if !value.trim_start().starts_with('[') {
        return value.to_owned();
    }
    let of_pairs = value.matches('[').count() > 1;
    let (mut text, mut depth) = (String::new(), 0);
    for letter in value.chars() {
        match letter {
            '[' => depth += 1,
            ']' => depth -= 1,
            '"' => {}
            ',' if depth > 1 => text.push(':'),
            ',' if of_pairs => text.push(';'),
            other => text.push(other),
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches([';', ',', ' ']).to_owned()
}

/// The reasoning without the word that the heading says already.
pub(super) fn reason(source: &str) -> &str {
    source.trim_start_matches("assumed: ")
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn lists_read_as_a_person_writes_them() {
        let pairs = "[ [\"0 L/min\", \"476 kPa\"],\n [\"525 L/min\", \"473 kPa\"], ]";
        assert_eq!(readable(pairs), "0 L/min: 476 kPa; 525 L/min: 473 kPa");
        assert_eq!(
            readable("[[0.05, 0.92], [1.0, 0.974]]"),
            "0.05: 0.92; 1.0: 0.974"
        );
        assert_eq!(readable("[0.1, 1.0]"), "0.1, 1.0");
        assert_eq!(readable("132 kW"), "132 kW");
        assert_eq!(readable("[]"), "");
    }
}
