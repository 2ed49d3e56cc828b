//! One sweep from the loads to the meter.

use std::ops::Range;

use super::flow::{PowerEvent, PowerFlow};
use super::series;
use crate::model::electrical::{PowerTree, ROOT};
use crate::physics::electrical::{busway, converter};

/// Solves the tree for the powers `loads` \[W\] of [`PowerTree::leaves`]; allocates nothing.
///
/// # Errors
/// The first load that is negative or not a number, or the first element whose voltage collapses, with
/// its margin; `flow` then holds no result.
///
/// # Panics
/// When there are fewer loads than leaves.
pub fn sweep(tree: &PowerTree, loads: &[f64], flow: &mut PowerFlow) -> Result<(), PowerEvent> {
    flow.swept = false;
    flow.output.fill(0.0);
    for (&row, &watts) in tree.leaves.iter().zip(&loads[..tree.leaves.len()]) {
        if !(watts >= 0.0 && watts.is_finite()) {
            return Err(PowerEvent::Load {
                row: row as usize,
                watts,
            });
        }
        flow.output[row as usize] = watts;
    }
    for stage in &tree.stages {
        flow.input[stage.loads.clone()].copy_from_slice(&flow.output[stage.loads.clone()]);
        hand_up(tree, flow, stage.loads.clone());
        for run in &stage.runs {
            let rows = run.rows.clone();
            let unit = &tree.units[run.unit];
            converter::losses(
                unit,
                &flow.output[rows.clone()],
                &flow.on[rows.clone()],
                &mut flow.loss[rows.clone()],
            );
            enter(flow, rows.clone());
            hand_up(tree, flow, rows);
        }
        lone(tree, flow, stage.lone.clone())?;
        hand_up(tree, flow, stage.lone.clone());
        for forest in &stage.forests {
            series::solve(tree, flow, forest)?;
            hand_up(tree, flow, forest.rows.end - forest.lanes..forest.rows.end);
        }
        flow.input[stage.sources.clone()].copy_from_slice(&flow.output[stage.sources.clone()]);
    }
    flow.swept = true;
    Ok(())
}

/// Largest factor on the powers taken within each island that still has a solution, and the row of the
/// element whose feeder has the least; `None` when no current flows through any resistance.
pub fn margin(tree: &PowerTree, flow: &mut PowerFlow) -> Option<(f64, usize)> {
    let mut least: Option<(f64, usize)> = None;
    let mut keep = |margin: f64, row: usize| {
        if margin.is_finite() && least.is_none_or(|(known, _)| margin < known) {
            least = Some((margin, row));
        }
    };
    for stage in &tree.stages {
        for row in stage.lone.clone() {
            let nose = 4.0 * flow.resistance[row] * flow.output[row];
            keep(flow.open[row] * flow.open[row] / nose, row);
        }
        for forest in &stage.forests {
            for lane in 0..forest.lanes {
                let root = forest.rows.end - forest.lanes + lane;
                keep(series::margin(flow, tree, forest, lane), root);
            }
        }
    }
    least
}

/// Input of rows whose loss and output are known.
fn enter(flow: &mut PowerFlow, rows: Range<usize>) {
    let (output, loss) = (&flow.output[rows.clone()], &flow.loss[rows.clone()]);
    for ((input, output), loss) in flow.input[rows].iter_mut().zip(output).zip(loss) {
        *input = output + loss;
    }
}

/// Adds inputs to the outputs of feeders, in row order.
fn hand_up(tree: &PowerTree, flow: &mut PowerFlow, rows: Range<usize>) {
    let taken = tree.per_feeder[rows.clone()]
        .iter()
        .zip(&flow.input[rows.clone()]);
    for (&parent, (count, input)) in tree.parent[rows].iter().zip(taken) {
        if parent != ROOT {
            flow.output[parent as usize] += count * input;
        }
    }
}

/// Lone series elements: closed form over the row.
fn lone(tree: &PowerTree, flow: &mut PowerFlow, rows: Range<usize>) -> Result<(), PowerEvent> {
    let (open, output) = (&flow.open[rows.clone()], &flow.output[rows.clone()]);
    let resistance = &flow.resistance[rows.clone()];
    let least = busway::far_ends(open, resistance, output, &mut flow.amps[rows.clone()]);
    if least < 0.0 {
        return Err(collapsed(flow, rows));
    }
    let (amps, shunt) = (&flow.amps[rows.clone()], &tree.shunt[rows.clone()]);
    let (volts, loss) = (&mut flow.volts[rows.clone()], &mut flow.loss[rows.clone()]);
    for i in 0..amps.len() {
        volts[i] = open[i] - resistance[i] * amps[i];
        loss[i] = shunt[i] + resistance[i] * amps[i] * amps[i];
    }
    enter(flow, rows);
    Ok(())
}

/// The first lone element without a solution.
fn collapsed(flow: &PowerFlow, rows: Range<usize>) -> PowerEvent {
    let share = |row: usize| {
        flow.open[row] * flow.open[row] / (4.0 * flow.resistance[row] * flow.output[row])
    };
    let row = rows
        .clone()
        .find(|&row| share(row) < 1.0)
        .unwrap_or(rows.start);
    PowerEvent::Collapse {
        row,
        margin: share(row),
    }
}
