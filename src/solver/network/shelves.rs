//! Pipes of chains on shelves: all first pipes of a run of chains side by side, then all second ones.
//!
//! Chains with most pipes come first in their run, so that each shelf lies beside the beginning of the run
//! and passing flows to pipes and summing their losses takes no index.

use super::chains::Chains;
use crate::model::hydraulic::{Hydraulics, Kind};

/// Chains in a run: their columns stay in the first cache while the run's pipes pass by.
const RUN: usize = 512;

/// Rows `row..row + count` of pipes belong to chains `chain..chain + count`.
#[derive(Clone, Copy, Debug)]
struct Shelf {
    row: usize,
    chain: usize,
    count: usize,
}

/// All shelves, and after them the pipes that end blindly.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelves {
    shelf: Vec<Shelf>,
    /// Pipe in each row.
    pub pipe: Vec<u32>,
}

fn pipes<'a>(h: &'a Hydraulics, chains: &'a Chains, c: usize) -> impl Iterator<Item = u32> + 'a {
    let (low, high) = (chains.start[c] as usize, chains.start[c + 1] as usize);
    let links = chains.step[low..high].iter().map(|s| s.link as usize);
    links.filter(|&l| h.kind[l] == Kind::Pipe).map(|l| h.row[l])
}

/// Order of chains that suits elimination, `first` telling the position at which each is met first, and
/// within runs of it the shelves.
pub(super) fn order(h: &Hydraulics, chains: &Chains, first: &[u32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..first.len()).collect();
    order.sort_by_key(|&c| first[c]);
    for run in order.chunks_mut(RUN) {
        run.sort_by_key(|&c| std::cmp::Reverse(pipes(h, chains, c).count()));
    }
    order
}

impl Shelves {
    /// Shelves of chains in [`order`].
    pub fn new(h: &Hydraulics, chains: &Chains) -> Self {
        let mut shelves = Self::default();
        let mut placed = vec![false; h.pipes.link.len()];
        let mut place = |shelves: &mut Self, pipe: u32| {
            placed[pipe as usize] = true;
            shelves.pipe.push(pipe);
        };
        let all = chains.from.len();
        for first in (0..all).step_by(RUN) {
            let run: Vec<Vec<u32>> = (first..all.min(first + RUN))
                .map(|c| pipes(h, chains, c).collect())
                .collect();
            for level in 0..run.first().map_or(0, Vec::len) {
                let row = shelves.pipe.len();
                for &pipe in run.iter().filter_map(|pipes| pipes.get(level)) {
                    place(&mut shelves, pipe);
                }
                shelves.shelf.push(Shelf {
                    row,
                    chain: first,
                    count: shelves.pipe.len() - row,
                });
            }
        }
        let blind = (0..placed.len() as u32).filter(|&p| !placed[p as usize]);
        let blind: Vec<u32> = blind.collect();
        shelves.pipe.extend(blind);
        shelves
    }

    /// Number of rows of pipes.
    pub fn rows(&self) -> usize {
        self.pipe.len()
    }

    /// Flow of each pipe: that of its chain in its direction, and what is not its chain's.
    pub fn pass(&self, chain: &[f64], base: &[f64], sign: &[f64], flow: &mut [f64]) {
        let mut last = 0;
        for &Shelf {
            row,
            chain: c,
            count,
        } in &self.shelf
        {
            let rows = row..row + count;
            last = row + count;
            let columns = [
                &chain[c..c + count],
                &base[rows.clone()],
                &sign[rows.clone()],
            ];
            pass(columns, &mut flow[rows]);
        }
        let blind = last..self.rows();
        flow[blind.clone()].copy_from_slice(&base[blind]);
    }

    /// Adds losses, slopes and second derivatives of pipes to those of chains.
    pub fn add(&self, rows: [&[f64]; 4], sums: [&mut [f64]; 3]) {
        let [loss, slope, bend] = sums;
        for &Shelf { row, chain, count } in &self.shelf {
            let rows = rows.map(|column| &column[row..row + count]);
            let run = chain..chain + count;
            let sums = [
                &mut loss[run.clone()],
                &mut slope[run.clone()],
                &mut bend[run],
            ];
            add(rows, sums);
        }
    }
}

#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn pass([chain, base, sign]: [&[f64]; 3], flow: &mut [f64]) {
    let n = flow.len();
    let (chain, base, sign) = (&chain[..n], &base[..n], &sign[..n]);
    for i in 0..n {
        flow[i] = base[i] + sign[i] * chain[i];
    }
}

#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn add([sign, drop, slope, bend]: [&[f64]; 4], [losses, slopes, bends]: [&mut [f64]; 3]) {
    let n = losses.len();
    let (sign, drop, slope, bend) = (&sign[..n], &drop[..n], &slope[..n], &bend[..n]);
    let (slopes, bends) = (&mut slopes[..n], &mut bends[..n]);
    for i in 0..n {
        losses[i] += sign[i] * drop[i];
        slopes[i] += slope[i];
        bends[i] += sign[i] * bend[i];
    }
}
