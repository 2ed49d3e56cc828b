//! The power chain at the peak or in a load flow, equal places under one feeder together, and its losses over load.

use super::super::Hall;
use super::super::summary::group;
use crate::model::electrical::{PowerTree, ROOT};
use crate::results::{ChainPlace, StageLoss};
use crate::solver::electrics::audit::loading;
use crate::solver::electrics::{PowerFlow, sweep};
use std::collections::HashMap;

/// Shares of the peak's loads at which stages are compared, in tenths.
const TENTHS: u32 = 10;
/// Sweeps in which the number of modules settles.
const STAGED: usize = 3;

/// What a row is, in words; a stage of a rack's own chain by its number.
fn kind(hall: &Hall, row: usize) -> String {
    let tree = &hall.model.power;
    let name = &tree.names[row];
    if tree.parent[row] == ROOT {
        return "meter".to_owned();
    }
    let word = group(hall, name);
    match name.rsplit_once(':') {
        Some((_, number)) => format!("{word}, stage {number}"),
        None => word,
    }
}

/// Whether energy is used in `row` rather than passed on.
fn leaves(tree: &PowerTree) -> Vec<bool> {
    let mut leaf = vec![false; tree.len()];
    for row in &tree.leaves {
        leaf[*row as usize] = true;
    }
    leaf
}

/// Input, output, loss \[W\], voltage \[V\] and share of the rating of a row.
pub(super) type Row = [f64; 5];

/// What each row of `tree` does in `flow`.
pub(super) fn rows(tree: &PowerTree, flow: &PowerFlow) -> Vec<Row> {
    (0..tree.len()).map(|row| facts(tree, flow, row)).collect()
}

/// What `row` does in `flow`.
pub(super) fn facts(tree: &PowerTree, flow: &PowerFlow, row: usize) -> Row {
    [
        flow.input[row],
        flow.output[row],
        flow.loss[row],
        flow.volts[row],
        loading(tree, flow, row),
    ]
}

/// The chain of `hall` from the meter on, and the place of each row in it.
pub(super) fn chain(hall: &Hall, rows: &[Row]) -> (Vec<ChainPlace>, Vec<usize>) {
    let tree = &hall.model.power;
    let leaf = leaves(tree);
    let mut place_of = vec![usize::MAX; tree.len()];
    let mut known: HashMap<(usize, String, u64), usize> = HashMap::new();
    let mut all: Vec<ChainPlace> = Vec::new();
    // Feeders stand in later rows than what they feed.
    for row in (0..tree.len()).rev() {
        let up = tree.parent[row];
        let fed_by = (up != ROOT).then(|| place_of[up as usize]);
        let kind = kind(hall, row);
        let rating = tree.rated[row].min(tree.rated_current[row]);
        let key = (fed_by.unwrap_or(usize::MAX), kind.clone(), rating.to_bits());
        let at = *known.entry(key).or_insert(all.len());
        place_of[row] = at;
        let own = place(tree, row, kind, fed_by, leaf[row], rows[row]);
        match all.get_mut(at) {
            Some(place) => join(place, own),
            None => all.push(own),
        }
    }
    (all, place_of)
}

fn place(
    tree: &PowerTree,
    row: usize,
    kind: String,
    fed_by: Option<usize>,
    leaf: bool,
    [input, _, loss, volts, loading]: Row,
) -> ChainPlace {
    let rated = tree.rated[row].is_finite() || tree.rated_current[row].is_finite();
    ChainPlace {
        name: tree.names[row].clone(),
        count: 1,
        kind,
        fed_by,
        input_kw: input / 1e3,
        loss_kw: loss / 1e3,
        nominal_v: (!leaf).then_some(tree.volts[row]),
        voltage_v: (!leaf).then_some([volts; 2]),
        loading: rated.then_some([loading; 2]),
    }
}

/// Adds an equal place.
fn join(all: &mut ChainPlace, own: ChainPlace) {
    let widen = |a: &mut Option<[f64; 2]>, b: Option<[f64; 2]>| {
        if let (Some(a), Some(b)) = (a.as_mut(), b) {
            *a = [a[0].min(b[0]), a[1].max(b[1])];
        }
    };
    all.name.clone_from(&all.kind);
    all.count += 1;
    all.input_kw += own.input_kw;
    all.loss_kw += own.loss_kw;
    widen(&mut all.voltage_v, own.voltage_v);
    widen(&mut all.loading, own.loading);
}

/// The chain swept at shares of its loads.
#[derive(Default)]
pub(super) struct Swept {
    /// Shares of the peak's loads.
    pub load: Vec<f64>,
    /// Power at the meter \[kW\].
    pub facility_kw: Vec<f64>,
    /// Losses of each stage, from the meter on.
    pub stages: Vec<StageLoss>,
}

/// Losses of the places of `chain` at shares of the loads of `rows`. All loads, those of cooling too, are taken in
/// proportion; conductors are as warm as in `flow`.
pub(super) fn stages(
    tree: &PowerTree,
    mut flow: PowerFlow,
    rows: &[Row],
    (chain, place_of): &(Vec<ChainPlace>, Vec<usize>),
) -> Swept {
    let leaf = tree.leaves.iter().map(|r| rows[*r as usize][1]);
    let full: Vec<f64> = leaf.collect();
    let (names, stage_of) = named(chain);
    let mut swept = Swept::default();
    let mut losses = vec![Vec::new(); names.len()];
    // From all loads downwards, as modules are switched off that stand as they did in `flow`.
    for tenth in (1..=TENTHS).rev() {
        let share = f64::from(tenth) / f64::from(TENTHS);
        let loads: Vec<f64> = full.iter().map(|watts| share * watts).collect();
        let settled = (0..STAGED).all(|_| {
            flow.stage(tree);
            sweep(tree, &loads, &mut flow).is_ok()
        });
        if !settled {
            continue;
        }
        let meter = tree.sources.iter().map(|r| flow.input[*r as usize]);
        swept.load.push(share);
        swept.facility_kw.push(meter.sum::<f64>() / 1e3);
        let mut sums = vec![0.0; names.len()];
        for (row, place) in place_of.iter().enumerate() {
            sums[stage_of[*place]] += flow.loss[row] / 1e3;
        }
        for (all, sum) in losses.iter_mut().zip(sums) {
            all.push(sum);
        }
    }
    swept.load.reverse();
    swept.facility_kw.reverse();
    losses.iter_mut().for_each(|loss| loss.reverse());
    let stages = names.into_iter().zip(losses);
    let lossy = stages.filter(|(_, loss)| loss.iter().any(|kw| *kw > 0.0));
    swept.stages = lossy
        .map(|(stage, loss_kw)| StageLoss { stage, loss_kw })
        .collect();
    swept
}

/// Stages by name, those nearer to the meter first, and the stage of each place. Places of one name at one depth are
/// one stage.
fn named(chain: &[ChainPlace]) -> (Vec<String>, Vec<usize>) {
    let mut depth: Vec<usize> = Vec::with_capacity(chain.len());
    for place in chain {
        depth.push(place.fed_by.map_or(0, |up| depth[up] + 1));
    }
    let mut order: Vec<usize> = (0..chain.len()).collect();
    order.sort_by_key(|at| depth[*at]);
    let mut known: Vec<(usize, &str)> = Vec::new();
    let mut stage_of = vec![0; chain.len()];
    for at in order {
        let own = (depth[at], chain[at].name.as_str());
        let found = known.iter().position(|k| *k == own);
        stage_of[at] = found.unwrap_or_else(|| {
            known.push(own);
            known.len() - 1
        });
    }
    let names = known.into_iter().map(|(_, name)| name.to_owned());
    (names.collect(), stage_of)
}
