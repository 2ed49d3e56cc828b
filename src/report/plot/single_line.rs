//! Single-line diagram: what feeds what, with power, loss, loading and voltage of every place.

use super::super::figure::{Anchor, Colour, Figure, Mark, Point, Stroke};
use super::super::font::{self, Weight};
use super::super::number;
use super::panel::label;
use super::style::{self, LABEL, LIMIT, TOP, WIDTH};

/// Height of a row \[px\].
const ROW: f64 = 20.0;
/// What a level of the tree is further right, and what all levels together are at most \[px\].
const INDENT: [f64; 2] = [17.0, 190.0];
/// Half the size of a symbol \[px\].
const SYMBOL: f64 = 5.0;
/// Most places drawn: the largest.
const MOST: usize = 44;
/// Right ends of the columns of power and loss, both ends of the bars, right end of the voltages \[px\].
const COLUMNS: [f64; 5] = [372.0, 462.0, 484.0, 596.0, WIDTH - 8.0];
/// Line of a conductor.
const WIRE: Stroke = Stroke::full(Colour::INK, 1.2);

/// What stands at a place of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// The meter, or another source.
    Source,
    /// Transformer.
    Transformer,
    /// Converter, or an uninterruptible supply.
    Converter,
    /// Busway, cable, line.
    Conductor,
    /// What uses the power.
    Load,
}

/// A place, or several equal ones.
#[derive(Debug, Clone, PartialEq)]
pub struct LinePlace {
    /// Number of the feeder, which stands before it; `None` at a source.
    pub fed_by: Option<usize>,
    /// What it is.
    pub symbol: Symbol,
    /// Its name.
    pub name: String,
    /// Power taken in \[kW\].
    pub input_kw: f64,
    /// Loss \[kW\]; `None` where power is used.
    pub loss_kw: Option<f64>,
    /// Least and greatest share of the rating; `None` without a rating.
    pub loading: Option<[f64; 2]>,
    /// Voltage, in words.
    pub voltage: String,
}

/// Draws the diagram; `note` stands under the title.
pub fn single_line(title: &str, note: &str, places: &[LinePlace]) -> Figure {
    let (rows, left_out) = rows(places);
    let mut figure = style::titled(title, 0.0);
    let grey = |figure: &mut Figure, at, text: &str, anchor| {
        label(figure, at, text, Weight::Regular, anchor, Colour::GREY);
    };
    grey(&mut figure, [8.0, TOP + 6.0], note, Anchor::Start);
    let top = TOP + 32.0;
    let heads = ["power in", "loss", "", "", "voltage"];
    for (x, head) in COLUMNS.into_iter().zip(heads) {
        grey(&mut figure, [x, top - 8.0], head, Anchor::End);
    }
    let rated = rows.iter().any(|r| places[r.place].loading.is_some());
    if rated {
        grey(
            &mut figure,
            [COLUMNS[2], top - 8.0],
            "loading",
            Anchor::Start,
        );
    }
    let greatest = rows.iter().filter_map(|r| places[r.place].loading);
    let most = greatest.map(|l| l[1]).fold(1.0, f64::max);
    let deepest = rows.iter().map(|r| r.depth).max().unwrap_or(0);
    let indent = INDENT[0].min(INDENT[1] / deepest.max(1) as f64);
    let middle = |depth: usize| 14.0 + indent * depth as f64;
    for (k, row) in rows.iter().enumerate() {
        let y = top + ROW * (k as f64 + 0.5);
        if let Some(feeder) = row.feeder {
            let ends = [middle(rows[feeder].depth), middle(row.depth)];
            wire(&mut figure, &rows, k, ends, top);
        }
        let place = &places[row.place];
        draw(&mut figure, place, middle(row.depth), y, most);
    }
    let bottom = top + ROW * rows.len() as f64;
    if rated {
        let full = bar_px(1.0, most);
        figure.line(vec![[full, top], [full, bottom]], LIMIT);
    }
    figure.height = bottom + 10.0;
    if left_out > 0 {
        let text = format!("and {left_out} smaller places that are not drawn");
        grey(&mut figure, [8.0, bottom + 14.0], &text, Anchor::Start);
        figure.height += 14.0;
    }
    figure.description = describe(title, places, &rows);
    figure
}

/// A row of the drawing: the place that stands in it, how far right, and the row of its feeder.
struct Row {
    place: usize,
    depth: usize,
    feeder: Option<usize>,
}

/// The largest places in the order of the tree, and how many are left out. A feeder carries what it feeds, so that it
/// is kept with it.
fn rows(places: &[LinePlace]) -> (Vec<Row>, usize) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    let power = |i: usize| places[i].input_kw.abs();
    order.sort_by(|a, b| power(*b).total_cmp(&power(*a)).then(a.cmp(b)));
    let mut kept = vec![false; places.len()];
    order.iter().take(MOST).for_each(|i| kept[*i] = true);
    let mut rows = Vec::new();
    let mut open: Vec<(usize, usize, Option<usize>)> = (0..places.len())
        .rev()
        .filter(|i| kept[*i] && places[*i].fed_by.is_none_or(|up| !kept[up]))
        .map(|i| (i, 0, None))
        .collect();
    while let Some((place, depth, feeder)) = open.pop() {
        let own = rows.len();
        rows.push(Row {
            place,
            depth,
            feeder,
        });
        let mut fed: Vec<usize> = (place + 1..places.len())
            .filter(|i| kept[*i] && places[*i].fed_by == Some(place))
            .collect();
        // Along a conductor what it feeds here before what lies farther, else the largest first; the first lies on
        // top of the stack.
        let along = places[place].symbol == Symbol::Conductor;
        let here = |i: usize| along && places[i].symbol == Symbol::Load;
        fed.sort_by(|a, b| {
            let first = here(*a).cmp(&here(*b));
            first.then(power(*a).total_cmp(&power(*b))).then(b.cmp(a))
        });
        open.extend(fed.into_iter().map(|i| (i, depth + 1, Some(own))));
    }
    let left_out = places.len() - rows.len();
    (rows, left_out)
}

/// The way from the feeder to row `k`, between the `ends` of their symbols.
fn wire(figure: &mut Figure, rows: &[Row], k: usize, [x, to]: [f64; 2], top: f64) {
    let feeder = rows[k].feeder.unwrap_or(k);
    let y = |row: usize| top + ROW * (row as f64 + 0.5);
    // From the feeder, or from the row before that hangs on it too.
    let before = (feeder + 1..k)
        .rev()
        .find(|r| rows[*r].feeder == Some(feeder));
    let from = before.map_or(y(feeder) + SYMBOL + 1.0, y);
    figure.line(vec![[x, from], [x, y(k)], [to - SYMBOL - 1.0, y(k)]], WIRE);
}

fn bar_px(share: f64, most: f64) -> f64 {
    COLUMNS[2] + (COLUMNS[3] - COLUMNS[2] - 44.0) * share / most
}

fn draw(figure: &mut Figure, place: &LinePlace, x: f64, y: f64, most: f64) {
    symbol(figure, place.symbol, [x, y]);
    let base = y + 3.9;
    let text = |figure: &mut Figure, x, text: &str, anchor| {
        label(
            figure,
            [x, base],
            text,
            Weight::Regular,
            anchor,
            Colour::INK,
        );
    };
    let left = x + SYMBOL + 6.0;
    let power = kilowatts(place.input_kw);
    let room = COLUMNS[0] - left - 10.0 - font::width(&power, LABEL, Weight::Regular);
    text(figure, left, &fitted(&place.name, room), Anchor::Start);
    text(figure, COLUMNS[0], &power, Anchor::End);
    if let Some(loss) = place.loss_kw {
        text(figure, COLUMNS[1], &kilowatts(loss), Anchor::End);
    }
    text(figure, COLUMNS[4], &place.voltage, Anchor::End);
    if let Some(loading) = place.loading {
        bar(figure, &place.name, loading, y, most);
    }
}

/// Bar and figures of a loading.
fn bar(figure: &mut Figure, name: &str, [least, greatest]: [f64; 2], y: f64, most: f64) {
    let over = greatest > 1.0 + 1e-6;
    let fill = if over { Colour::ALARM } else { Colour::TEAL };
    let from = bar_px(0.0, most);
    let to = bar_px(greatest, most).max(COLUMNS[2] + 1.0);
    let tip = format!("{name}: {}", number::percent(greatest));
    figure.rect([from, y - 5.0], [to, y + 5.0], fill, tip);
    let whole = |share: f64| number::fixed(100.0 * share, usize::from(share < 0.0995));
    let spread = greatest - least > 0.005;
    if spread {
        let x = bar_px(least, most);
        let light = Stroke::full(Colour::PAPER, 1.6);
        figure.line(vec![[x, y - 5.0], [x, y + 5.0]], light);
    }
    let shown = match spread {
        true => format!("{}–{} %", whole(least), whole(greatest)),
        false => format!("{} %", whole(greatest)),
    };
    let at = [to.max(bar_px(1.0, most)) + 6.0, y + 3.9];
    let (weight, colour) = match over {
        true => (Weight::Semibold, Colour::ALARM),
        false => (Weight::Regular, Colour::INK),
    };
    label(figure, at, &shown, weight, Anchor::Start, colour);
}

/// Power with the digits that a reader wants: "12 345 kW", "0.42 kW", "56.5 W".
fn kilowatts(kw: f64) -> String {
    match kw.abs() < 0.1 {
        true => format!("{} W", number::significant(1e3 * kw, 3)),
        false => format!("{} kW", number::significant(kw, 3)),
    }
}

/// `text`, shortened at its end where it is wider than `room` \[px\].
fn fitted(text: &str, room: f64) -> String {
    let wide = |t: &str| font::width(t, LABEL, Weight::Regular) > room;
    let mut kept = text.to_owned();
    while wide(&kept) && kept.chars().count() > 2 {
        kept = kept.trim_end_matches('…').to_owned();
        kept.pop();
        kept.push('…');
    }
    kept
}

/// Symbols after IEC 60617.
fn symbol(figure: &mut Figure, symbol: Symbol, [x, y]: Point) {
    let circle = |figure: &mut Figure, cx: f64, r: f64| {
        let turn = |i: u32| std::f64::consts::TAU * f64::from(i) / 20.0;
        let points = (0..=20).map(|i| [cx + r * turn(i).cos(), y + r * turn(i).sin()]);
        figure.line(points.collect(), WIRE);
    };
    let s = SYMBOL;
    match symbol {
        Symbol::Source => circle(figure, x, s),
        Symbol::Transformer => {
            circle(figure, x - 2.2, 3.6);
            circle(figure, x + 2.2, 3.6);
        }
        Symbol::Converter => {
            let corners = [
                [x - s, y - s],
                [x + s, y - s],
                [x + s, y + s],
                [x - s, y + s],
            ];
            let outline = corners.iter().chain(&corners[..1]).copied().collect();
            figure.line(outline, WIRE);
            figure.line(vec![corners[3], corners[1]], WIRE);
        }
        Symbol::Conductor => {
            let thick = Stroke::full(Colour::INK, 3.0);
            figure.line(vec![[x - s, y], [x + s, y]], thick);
        }
        Symbol::Load => {
            figure.dots(vec![[x, y]], 4.0, Mark::Triangle, Colour::INK);
        }
    }
}

fn describe(title: &str, places: &[LinePlace], rows: &[Row]) -> String {
    let each = rows.iter().map(|row| {
        let p = &places[row.place];
        let loading = p.loading.map_or_else(String::new, |[_, most]| {
            format!(", {} of its rating", number::percent(most))
        });
        format!("{} {}{loading}", p.name, kilowatts(p.input_kw))
    });
    format!("{title}: {}", each.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::super::super::figure::overlap::complaints;
    use super::*;

    fn place(fed_by: Option<usize>, symbol: Symbol, name: &str, kw: f64) -> LinePlace {
        LinePlace {
            fed_by,
            symbol,
            name: name.to_owned(),
            input_kw: kw,
            loss_kw: (symbol != Symbol::Load).then_some(0.01 * kw),
            loading: (symbol != Symbol::Load).then_some([0.4, 0.5]),
            voltage: "478.1 V".to_owned(),
        }
    }

    #[test]
    fn feeders_stand_above_what_they_feed_and_the_smallest_are_left_out() {
        let mut all = vec![
            place(None, Symbol::Source, "meter", 1e4),
            place(Some(0), Symbol::Transformer, "lv", 9e3),
            place(
                Some(1),
                Symbol::Conductor,
                "a busway with quite a long name of its own",
                4e3,
            ),
        ];
        all[1].loading = Some([0.9, 1.3]);
        all.extend((0..60).map(|k| place(Some(2), Symbol::Load, "rack", 60.0 - f64::from(k))));
        let (order, left_out) = rows(&all);
        assert_eq!((order.len(), left_out), (MOST, 63 - MOST));
        assert!(order.windows(2).skip(3).all(|w| w[0].place < w[1].place));
        for row in &order {
            assert_eq!(row.feeder.map(|f| order[f].place), all[row.place].fed_by);
        }
        let figure = single_line("Power chain", "at its peak", &all);
        assert_eq!(complaints(&figure), Vec::<String>::new());
        assert!(figure.description.contains("130.0 % of its rating"));
    }
}
