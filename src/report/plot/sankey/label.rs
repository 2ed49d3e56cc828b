//! Labels of stages: name, energy and share, wrapped to the room between two columns.

use super::super::super::font::{self, Weight};
use super::super::super::number;
use super::super::style::WIDTH;
use super::graph::{Graph, Line};

/// Breadth of the bar of a stage \[px\].
pub(super) const BAR: f64 = 6.0;
/// Size of labels \[px\].
pub(super) const EM: f64 = 10.0;
/// Height of a line of a label \[px\].
pub(super) const LINE: f64 = 12.0;
/// Left edge of the first column \[px\].
const LEFT: f64 = 8.0;
/// Room for the labels of the last column \[px\].
const LAST: f64 = 74.0;
/// Distance of a label from its bar \[px\].
pub(super) const AWAY: f64 = 3.0;

/// Left edge of the bars of a column \[px\].
pub(super) fn bar_left(graph: &Graph, column: usize) -> f64 {
    let pitch = (WIDTH - LEFT - LAST) / (graph.columns.max(2) - 1) as f64;
    LEFT + pitch * column as f64 - if column == 0 { 0.0 } else { BAR }
}

/// Share of the room between two columns that labels may take; flows bend in the rest.
const SHARE: f64 = 0.7;

/// Right edge of the labels of a column \[px\]: flows bend beyond it.
pub(super) fn beyond(graph: &Graph, column: usize) -> f64 {
    let begin = bar_left(graph, column) + BAR + AWAY;
    let named = graph.nodes.iter().filter(|n| n.column == column);
    let lines = named.flat_map(|n| &n.lines);
    let widths = lines.map(|(text, weight)| font::width(text, EM, *weight));
    begin + widths.fold(0.0, f64::max)
}

/// Sets the lines of every stage.
pub(super) fn set(graph: &mut Graph) {
    for i in 0..graph.nodes.len() {
        if !graph.nodes[i].name.is_empty() {
            graph.nodes[i].lines = lines(graph, i);
        }
    }
}

fn lines(graph: &Graph, i: usize) -> Vec<Line> {
    let node = &graph.nodes[i];
    let begin = bar_left(graph, node.column) + BAR + AWAY;
    let room = if node.column + 1 == graph.columns {
        WIDTH - begin - AWAY
    } else {
        SHARE * (bar_left(graph, node.column + 1) - begin)
    };
    let amount = format!(
        "{} {}",
        glued(&number::energy_beside(node.kwh, graph.total_kwh)),
        glued(&number::percent(node.kwh / graph.total_kwh))
    );
    let name = wrap(&node.name, room, Weight::Semibold);
    let name = name.into_iter().map(|text| (text, Weight::Semibold));
    let amount = wrap(&amount, room, Weight::Regular);
    let amount = amount.into_iter().map(|text| (text, Weight::Regular));
    name.chain(amount).collect()
}

/// Text whose spaces do not break: a number stays with its unit.
fn glued(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// Fills lines with words as far as they go; a word broader than the room is cut.
fn wrap(text: &str, room: f64, weight: Weight) -> Vec<String> {
    let fits = |line: &str| font::width(line, EM, weight) <= room;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.extend(cut(word, fits)),
        }
    }
    lines
}

/// Pieces of a word that fit, behind a hyphen or underscore of its own where it has one.
fn cut(word: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while !fits(rest) {
        let ends = || rest.char_indices().map(|(i, c)| i + c.len_utf8());
        let longest = ends().take_while(|&e| fits(&rest[..e])).last();
        // At least one letter a line, or the loop would not end.
        let longest = longest.or_else(|| ends().next()).unwrap_or(rest.len());
        let own = rest[..longest].rfind(['-', '_']).map(|i| i + 1);
        let (piece, after) = rest.split_at(own.unwrap_or(longest));
        pieces.push(piece.to_owned());
        rest = after;
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fill_lines_and_long_words_are_cut() {
        let room = font::width("medium-", EM, Weight::Regular) + 0.1;
        let lines = wrap("a b medium-voltage", room, Weight::Regular);
        assert_eq!(lines, ["a b", "medium-", "voltage"]);
        let lines = wrap("transformers", room, Weight::Regular);
        assert_eq!(lines.concat(), "transformers");
        assert!(
            lines
                .iter()
                .all(|l| font::width(l, EM, Weight::Regular) <= room)
        );
        assert_eq!(wrap("ab", 0.0, Weight::Regular), ["a", "b"]);
        assert_eq!(wrap("", 10.0, Weight::Regular), [""]);
    }
}
