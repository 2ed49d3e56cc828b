//! What cannot be of transformers, converters, uninterruptible supplies, busways and stages of chains.

use super::super::chains::Stage;
use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::*;
use super::super::value::At;
use super::tables::{is_own_table, missing};

/// Points over load, and where they are written.
type Points = At<Vec<[f64; 2]>>;

/// Losses must be known, in one way, and must not fall with load.
fn losses(path: &str, at: &Origin, [efficiency, loss]: [Option<&Points>; 2], cx: &mut Reader<'_>) {
    match (efficiency, loss) {
        (None, None) => cx.problems.push(missing(
            path,
            "efficiency",
            at,
            "no converter is without loss",
            "give `efficiency` or `loss`",
        )),
        (Some(one), Some(other)) => cx.problems.push(
            Diagnostic::error("conflict", format!("`{path}` states its losses twice"))
                .at(&one.at, "efficiency here")
                .at(&other.at, "loss here")
                .help("keep one of them"),
        ),
        (Some(curve), None) => rising(path, "efficiency", curve, |[x, e]| x * (1.0 / e - 1.0), cx),
        (None, Some(curve)) => rising(path, "loss", curve, |[_, watts]| watts, cx),
    }
}

/// A loss that falls while the load rises is a misprint: no converter loses less the more it carries.
fn rising(
    path: &str,
    field: &str,
    curve: &Points,
    loss: impl Fn([f64; 2]) -> f64,
    cx: &mut Reader<'_>,
) {
    let falls = |pair: &&[[f64; 2]]| loss(pair[1]) < loss(pair[0]);
    let Some(pair) = curve.windows(2).find(falls) else {
        return;
    };
    let ([low, _], [high, _]) = (pair[0], pair[1]);
    cx.problems.push(
        Diagnostic::error(
            "falling-loss",
            format!("the loss of `{path}` falls between its points at {low} and {high}"),
        )
        .at(&curve.at, format!("`{field}` here"))
        .reason("requirements and rounded figures do that, converters do not")
        .help("take measured points, or leave out the one that is wrong"),
    );
}

/// A table of the power tree must be fed; a record is fed where it is used.
fn fed(path: &str, at: &Origin, fed_by: Option<&At<String>>, cx: &mut Reader<'_>) {
    if is_own_table(path) && fed_by.is_none() {
        cx.problems.push(missing(
            path,
            "fed_by",
            at,
            "nothing feeds it, so it can feed nothing",
            "name what feeds it: fed_by = \"grid\"",
        ));
    }
}

/// Four systems any three of which carry the load have units in threes.
fn thirds(redundancy: &At<Redundancy>, needed: &At<u32>, cx: &mut Reader<'_>) {
    if redundancy.installed(needed.value).is_some() {
        return;
    }
    let place = if needed.given {
        &needed.at
    } else {
        &redundancy.at
    };
    cx.problems.push(
        Diagnostic::error(
            "redundancy",
            format!("`{}` is {}, with redundancy {} it is a multiple of 3", needed.path, needed.value, redundancy.word()),
        )
        .at(place, "of this")
        .reason("each of three systems carries a third of the load, and a fourth of the same size is spare")
        .help("give units in threes, or another redundancy"),
    );
}

pub(in crate::config) fn converter(c: &Converter, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    losses(path, at, [c.efficiency.as_ref(), c.loss.as_ref()], cx);
    thirds(&c.redundancy, &c.modules, cx);
    fed(path, at, c.fed_by.as_ref(), cx);
}

pub(in crate::config) fn ups(ups: &Ups, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    losses(path, at, [ups.efficiency.as_ref(), ups.loss.as_ref()], cx);
    thirds(&ups.redundancy, &ups.modules, cx);
    fed(path, at, ups.fed_by.as_ref(), cx);
}

pub(in crate::config) fn transformer(
    transformer: &Transformer,
    at: &Origin,
    path: &str,
    cx: &mut Reader<'_>,
) {
    thirds(&transformer.redundancy, &transformer.count, cx);
    fed(path, at, transformer.fed_by.as_ref(), cx);
}

pub(in crate::config) fn busway(busway: &Busway, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    thirds(&busway.redundancy, &busway.runs, cx);
    fed(path, at, busway.fed_by.as_ref(), cx);
}

pub(in crate::config) fn stage(stage: &Stage, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    losses(
        path,
        at,
        [stage.efficiency.as_ref(), stage.loss.as_ref()],
        cx,
    );
    thirds(&stage.redundancy, &stage.modules, cx);
    if stage.loss.is_some() && stage.rated_power.is_none() {
        cx.problems.push(missing(
            path,
            "rated_power",
            at,
            "a loss in watts belongs to a module of some size",
            "give `rated_power`, or `efficiency` over load",
        ));
    }
}
