//! What belongs to each island.

use crate::model::electrical::grid::Grid;

/// Indices of an island's nodes and elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    pub nodes: Vec<u32>,
    pub lines: Vec<u32>,
    pub loads: Vec<u32>,
    pub sources: Vec<u32>,
    /// Converters that the island feeds.
    pub inputs: Vec<u32>,
    /// Converters that feed the island.
    pub outputs: Vec<u32>,
    /// Entries of the list of stiff sources.
    pub stiff: Vec<u32>,
}

impl Members {
    /// Members of every island, in the order of solution.
    pub fn of_all(grid: &Grid) -> Vec<Self> {
        let mut rank = vec![0; grid.order.len()];
        for (at, island) in grid.order.iter().enumerate() {
            rank[*island as usize] = at;
        }
        let mut all = vec![Self::default(); grid.order.len()];
        for (node, island) in grid.island.iter().enumerate() {
            all[rank[*island as usize]].nodes.push(node as u32);
        }
        let mut add = |ends: [u32; 2], list: fn(&mut Self) -> &mut Vec<u32>, index: usize| {
            if let Some(island) = grid.island_of(ends) {
                list(&mut all[rank[island as usize]]).push(index as u32);
            }
        };
        for (i, line) in grid.lines.iter().enumerate() {
            add(line.ends, |m| &mut m.lines, i);
        }
        for (i, load) in grid.loads.iter().enumerate() {
            add(load.ends, |m| &mut m.loads, i);
        }
        for (i, source) in grid.sources.iter().enumerate() {
            add(source.ends, |m| &mut m.sources, i);
        }
        for (i, tie) in grid.ties.iter().enumerate() {
            add(tie.input, |m| &mut m.inputs, i);
            let output = grid.sources[tie.output as usize].ends;
            add(output, |m| &mut m.outputs, i);
        }
        for (i, (source, _)) in grid.stiff.iter().enumerate() {
            let ends = grid.sources[*source as usize].ends;
            add(ends, |m| &mut m.stiff, i);
        }
        all
    }
}
