//! Curves given as points, and fixed lists of numbers.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::super::diagnostic::Diagnostic;
use super::super::read::{Kind, Reader, at};
use super::super::tree::{Node, Value};
use super::super::value::At;
use super::{Number, Quantity};

/// A curve by points, `[["0 L/min", "340 kPa"], …]`, the first coordinate growing.
#[derive(Clone, Copy, Debug)]
pub struct Curve<X, Y>(PhantomData<(X, Y)>);

fn read_points<X, Y>(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Vec<[f64; 2]>>
where
    X: Kind<Value = At<f64>> + Quantity,
    Y: Kind<Value = At<f64>> + Quantity,
{
    let example = format!("[[{}, {}], …]", quoted::<X>(), quoted::<Y>());
    let Value::List(items) = &node.value else {
        return cx.wrong_type(node, path, "a list of points", &example);
    };
    let mut points = Some(Vec::with_capacity(items.len()));
    for (i, item) in items.iter().enumerate() {
        let path = format!("{path}[{i}]");
        let pair = match &item.value {
            Value::List(pair) if pair.len() == 2 => {
                let x = X::read(&pair[0], &path, cx);
                let y = Y::read(&pair[1], &path, cx);
                x.zip(y).map(|(x, y)| [x.value, y.value])
            }
            _ => cx.wrong_type(item, &path, "a point of two values", &example),
        };
        points = points.zip(pair).map(|(mut points, pair)| {
            points.push(pair);
            points
        });
    }
    let points = points?;
    let grows = points.windows(2).all(|w| w[0][0] < w[1][0]);
    if points.len() < 2 || !grows {
        return cx.fail(
            Diagnostic::error("wrong-curve", format!("`{path}` is no curve"))
                .at(&node.at, "two points or more, the first value growing")
                .reason("a curve has one value at each place"),
        );
    }
    Some(points)
}

fn quoted<Q: Quantity>() -> String {
    match Q::DIMENSION {
        crate::units::Dimension::Ratio => "0.8".to_owned(),
        other => format!("\"{}\"", other.example()),
    }
}

fn points_schema<X: Kind, Y: Kind>() -> Json {
    json!({
        "type": "array",
        "minItems": 2,
        "items": { "type": "array", "prefixItems": [X::schema(), Y::schema()],
                   "minItems": 2, "maxItems": 2 },
    })
}

impl<X, Y> Kind for Curve<X, Y>
where
    X: Kind<Value = At<f64>> + Quantity,
    Y: Kind<Value = At<f64>> + Quantity,
{
    type Value = At<Vec<[f64; 2]>>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Self::Value> {
        read_points::<X, Y>(node, path, cx).map(|points| at(points, node, path))
    }

    fn schema() -> Json {
        points_schema::<X, Y>()
    }
}

/// A curve, or one value that holds everywhere (a single point at zero).
#[derive(Clone, Copy, Debug)]
pub struct Profile<X, Y>(PhantomData<(X, Y)>);

impl<X, Y> Kind for Profile<X, Y>
where
    X: Kind<Value = At<f64>> + Quantity,
    Y: Kind<Value = At<f64>> + Quantity,
{
    type Value = At<Vec<[f64; 2]>>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Self::Value> {
        if matches!(node.value, Value::List(_)) {
            return Curve::<X, Y>::read(node, path, cx);
        }
        Y::read(node, path, cx).map(|y| y.map(|&y| vec![[0.0, y]]))
    }

    fn schema() -> Json {
        json!({ "anyOf": [Y::schema(), points_schema::<X, Y>()] })
    }
}

/// A range of a quantity: `["5 degC", "20 degC"]`.
#[derive(Clone, Copy, Debug)]
pub struct Span<Q>(PhantomData<Q>);

impl<Q: Kind<Value = At<f64>> + Quantity> Kind for Span<Q> {
    type Value = At<[f64; 2]>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Self::Value> {
        let example = format!("[{0}, {0}]", quoted::<Q>());
        let Value::List(items) = &node.value else {
            return cx.wrong_type(node, path, "a range of two values", &example);
        };
        let [low, high] = items.as_slice() else {
            return cx.wrong_type(node, path, "a range of two values", &example);
        };
        let low = Q::read(low, &format!("{path}[0]"), cx);
        let high = Q::read(high, &format!("{path}[1]"), cx);
        let (low, high) = low.zip(high)?;
        if low.value < high.value {
            Some(at([low.value, high.value], node, path))
        } else {
            cx.fail(
                Diagnostic::error("wrong-curve", format!("`{path}` is no range"))
                    .at(&node.at, "the first value must be below the second"),
            )
        }
    }

    fn schema() -> Json {
        json!({ "type": "array", "items": Q::schema(), "minItems": 2, "maxItems": 2 })
    }
}

/// Exactly `N` plain numbers, such as the coefficients of a fit.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<const N: usize>;

impl<const N: usize> Kind for Numbers<N> {
    type Value = At<[f64; N]>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Self::Value> {
        let expected = format!("a list of {N} numbers");
        let Value::List(items) = &node.value else {
            return cx.wrong_type(node, path, &expected, "[1.0, 0.0, …]");
        };
        if items.len() != N {
            return cx.fail(
                Diagnostic::error(
                    "wrong-curve",
                    format!("`{path}` has {} numbers, {N} are expected", items.len()),
                )
                .at(&node.at, expected),
            );
        }
        let mut all = [0.0; N];
        let mut good = true;
        for (i, item) in items.iter().enumerate() {
            match Number::read(item, &format!("{path}[{i}]"), cx) {
                Some(number) => all[i] = number.value,
                None => good = false,
            }
        }
        good.then(|| at(all, node, path))
    }

    fn schema() -> Json {
        json!({ "type": "array", "items": { "type": "number" }, "minItems": N, "maxItems": N })
    }
}
