//! Losses of two parts as a matrix: how many seconds each pair leaves.
//!
//! Darker is sooner; a cell says its time in figures where there is room, so that nothing rests on colour alone. Losses of one
//! part stand on the diagonal.

use super::super::figure::{Anchor, Colour, Figure, Mark, Stroke};
use super::super::font::Weight;
use super::super::number;
use super::style::{LABEL, TITLE, TOP, WIDTH};

/// Outcome of one loss.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RideCell {
    /// No rack came to its limit or throttled.
    Held,
    /// Chips throttled, none passed its limit.
    Throttled,
    /// A limit was passed after so many seconds.
    Limit(f64),
    /// No solution.
    Unsolved,
    /// Not followed.
    Open,
}

/// Data of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct RideMatrix {
    /// Names of the parts.
    pub parts: Vec<String>,
    /// Outcome of the loss of parts `i` and `j ≤ i`, row by row.
    pub cells: Vec<Vec<RideCell>>,
}

/// Classes of time to a limit: below so many seconds, filling, words. Lightness L* rises by 12 or more from one to the next.
const CLASSES: [(f64, Colour, &str); 5] = [
    (10.0, Colour::hex(0x2b0a1e), "below 10 s"),
    (30.0, Colour::hex(0x7a1630), "10 to 30 s"),
    (120.0, Colour::hex(0xc2502a), "30 s to 2 min"),
    (300.0, Colour::hex(0xe39a4b), "2 to 5 min"),
    (f64::INFINITY, Colour::hex(0xf4dca6), "later"),
];
/// Filling of a loss that throttles only.
const THROTTLED: Colour = Colour::hex(0xe4eaf0);
/// Widest and narrowest cell [px].
const CELL: [f64; 2] = [24.0, 7.0];
/// Narrowest cell that holds figures [px], and size of the figures [px].
const FIGURES: (f64, f64) = (15.0, 7.5);

fn class(seconds: f64) -> (Colour, &'static str) {
    let found = CLASSES.iter().find(|(below, ..)| seconds < *below);
    found.map_or((CLASSES[4].1, CLASSES[4].2), |(_, colour, words)| {
        (*colour, *words)
    })
}

fn fill(cell: RideCell) -> Colour {
    match cell {
        RideCell::Limit(seconds) => class(seconds).0,
        RideCell::Throttled => THROTTLED,
        RideCell::Unsolved => Colour::GREY,
        RideCell::Held | RideCell::Open => Colour::PAPER,
    }
}

fn words(cell: RideCell) -> String {
    match cell {
        RideCell::Limit(seconds) => format!("limit after {} s", number::fixed(seconds, 1)),
        RideCell::Throttled => "throttles".to_owned(),
        RideCell::Unsolved => "no solution".to_owned(),
        RideCell::Held => "held".to_owned(),
        RideCell::Open => "not followed".to_owned(),
    }
}

/// Draws the matrix, its legend on top.
pub fn ride_matrix(plot: &RideMatrix) -> Figure {
    let n = plot.parts.len().max(1);
    let cell = (1_000.0 / n as f64).clamp(CELL[1], CELL[0]);
    let em = (0.8 * cell).clamp(6.0, LABEL);
    let longest = plot.parts.iter().map(|p| p.chars().count()).max();
    let left = 30.0 + 0.56 * em * (longest.unwrap_or(0) + 5) as f64;
    let top = TOP + 54.0;
    let width = (left + n as f64 * cell + 16.0).max(WIDTH);
    let title = "Seconds to a chip's limit when two parts are lost";
    let mut figure = Figure::new(width, top + n as f64 * cell + 12.0, title);
    let ink = Colour::INK;
    figure.text(
        [8.0, 20.0],
        title,
        TITLE,
        Weight::Semibold,
        Anchor::Start,
        ink,
    );
    legend(&mut figure);
    labels(&mut figure, plot, [left, top], cell, em);
    for (i, row) in plot.cells.iter().enumerate() {
        for (j, outcome) in row.iter().enumerate() {
            let corner = [left + j as f64 * cell, top + i as f64 * cell];
            draw(&mut figure, plot, [i, j], corner, cell, *outcome);
        }
    }
    figure.description = describe(plot);
    figure
}

/// Names of the rows and numbers of the columns.
fn labels(figure: &mut Figure, plot: &RideMatrix, [left, top]: [f64; 2], cell: f64, em: f64) {
    let ink = Colour::INK;
    for (i, name) in plot.parts.iter().enumerate() {
        let y = top + (i as f64 + 0.5) * cell + 0.35 * em;
        let label = format!("{name}  {}", i + 1);
        figure.text(
            [left - 4.0, y],
            label,
            em,
            Weight::Regular,
            Anchor::End,
            ink,
        );
        if cell >= FIGURES.0 || (i + 1) % 5 == 0 {
            let at = [left + (i as f64 + 0.5) * cell, top - 4.0];
            let number = (i + 1).to_string();
            figure.text(
                at,
                number,
                em.min(9.0),
                Weight::Regular,
                Anchor::Middle,
                Colour::GREY,
            );
        }
    }
}

fn draw(
    figure: &mut Figure,
    plot: &RideMatrix,
    [i, j]: [usize; 2],
    [x, y]: [f64; 2],
    cell: f64,
    outcome: RideCell,
) {
    let lost = if i == j {
        plot.parts[i].clone()
    } else {
        format!("{} and {}", plot.parts[j], plot.parts[i])
    };
    let tip = format!("{lost}: {}", words(outcome));
    let far = [x + cell, y + cell];
    figure.rect([x, y], far, fill(outcome), tip);
    let frame = vec![[x, y], [far[0], y], far, [x, far[1]], [x, y]];
    let weight = if i == j { 1.0 } else { 0.4 };
    figure.line(frame, Stroke::full(Colour::GREY, weight));
    let middle = [x + 0.5 * cell, y + 0.5 * cell];
    match outcome {
        RideCell::Limit(seconds) if cell >= FIGURES.0 => {
            let paper = class(seconds).0.lightness() < 55.0;
            let ink = if paper { Colour::PAPER } else { Colour::INK };
            let at = [middle[0], middle[1] + 0.35 * FIGURES.1];
            let text = number::fixed(seconds, 0);
            figure.text(at, text, FIGURES.1, Weight::Regular, Anchor::Middle, ink);
        }
        RideCell::Throttled => {
            figure.dots(vec![middle], 0.12 * cell, Mark::Disc, Colour::INK);
        }
        RideCell::Unsolved => {
            let cross = vec![[x, y], far];
            figure.line(cross, Stroke::full(Colour::PAPER, 1.0));
        }
        _ => {}
    }
}

fn legend(figure: &mut Figure) {
    let mut x = 8.0;
    let (y, side) = (TOP + 4.0, 12.0);
    let mut entry = |figure: &mut Figure, colour: Colour, words: &str, dot: bool| {
        figure.rect([x, y], [x + side, y + side], colour, "");
        let corners = vec![
            [x, y],
            [x + side, y],
            [x + side, y + side],
            [x, y + side],
            [x, y],
        ];
        figure.line(corners, Stroke::full(Colour::GREY, 0.6));
        if dot {
            let middle = vec![[x + 0.5 * side, y + 0.5 * side]];
            figure.dots(middle, 1.8, Mark::Disc, Colour::INK);
        }
        let at = [x + side + 4.0, y + side - 2.0];
        figure.text(
            at,
            words,
            LABEL,
            Weight::Regular,
            Anchor::Start,
            Colour::INK,
        );
        x += side + 22.0 + 6.0 * words.chars().count() as f64;
    };
    for (_, colour, words) in CLASSES {
        entry(figure, colour, words, false);
    }
    entry(figure, THROTTLED, "throttles", true);
    entry(figure, Colour::PAPER, "held", false);
}

fn describe(plot: &RideMatrix) -> String {
    let all = || plot.cells.iter().flatten();
    let count = |wanted: fn(&RideCell) -> bool| all().filter(|c| wanted(c)).count();
    let limits = count(|c| matches!(c, RideCell::Limit(_)));
    let throttled = count(|c| matches!(c, RideCell::Throttled));
    let held = count(|c| matches!(c, RideCell::Held));
    let soonest = all().filter_map(|c| match c {
        RideCell::Limit(seconds) => Some(*seconds),
        _ => None,
    });
    let soonest = soonest.fold(f64::INFINITY, f64::min);
    let first = if soonest.is_finite() {
        format!(" The soonest comes after {} s.", number::fixed(soonest, 1))
    } else {
        String::new()
    };
    format!(
        "Losses of one part (diagonal) and of two: {limits} pass a limit, {throttled} throttle, {held} are held.{first}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_apart_in_greyscale() {
        let light: Vec<f64> = CLASSES.iter().map(|c| c.1.lightness()).collect();
        for pair in light.windows(2) {
            assert!(pair[1] - pair[0] > 12.0, "{pair:?}");
        }
    }

    #[test]
    fn every_loss_has_its_cell_and_its_words() {
        let plot = RideMatrix {
            parts: vec!["a".into(), "b".into()],
            cells: vec![
                vec![RideCell::Held],
                vec![RideCell::Limit(12.34), RideCell::Throttled],
            ],
        };
        let figure = ride_matrix(&plot);
        let text =
            super::super::super::figure::svg(&figure, super::super::super::figure::Standing::Alone);
        assert!(text.contains("a and b: limit after 12.3 s"));
        assert!(
            figure
                .description
                .contains("1 pass a limit, 1 throttle, 1 are held")
        );
        assert!(figure.description.contains("12.3 s"));
    }
}
