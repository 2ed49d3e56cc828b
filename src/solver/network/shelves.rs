//! Pipes of chains on shelves: all first pipes of a run of chains side by side, then all second ones.
//!
//! Chains with most pipes come first in their run, so that each shelf lies beside the beginning of the run
//! and passing flows to pipes and summing their losses takes no index.

use super::chains::Chains;
use crate::model::hydraulic::{Hydraulics, Kind};
use std::ops::Range;

/// Chains in a run: their columns stay in the first cache while the run's pipes pass by.
pub(super) const RUN: usize = 512;

/// Rows `row..row + count` of pipes belong to chains `chain..chain + count`.
#[derive(Clone, Copy, Debug)]
struct Shelf {
    row: usize,
    chain: usize,
    count: usize,
}

/// Chains that are taken through all stages before the next.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub chains: Range<usize>,
    /// Rows of their pipes, and the shelves that these stand on.
    pub pipes: Range<usize>,
    shelves: Range<usize>,
    /// Their other rows, as indices into `others`.
    pub others: Range<usize>,
}

/// All shelves, and after them the pipes that end blindly.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelves {
    shelf: Vec<Shelf>,
    run: Vec<Run>,
    /// Row and chain of what is no pipe, in the order of chains.
    pub others: Vec<[u32; 2]>,
    /// Pipe in each row.
    pub pipe: Vec<u32>,
    /// Direction of each row's pipe in its chain: ±1 in a byte, because rows are many and memory is slow.
    sign: Vec<i8>,
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
            let (bounds, row) = (first..all.min(first + RUN), shelves.pipe.len());
            let level = shelves.shelf.len();
            let run: Vec<Vec<u32>> = (bounds.clone())
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
            shelves.run.push(Run {
                chains: bounds,
                pipes: row..shelves.pipe.len(),
                shelves: level..shelves.shelf.len(),
                others: 0..0,
            });
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

    /// Most pipes of a run, or of those that end blindly.
    pub fn most_pipes(&self) -> usize {
        let runs = self.run.iter().map(|run| run.pipes.len());
        runs.fold(self.blind().len(), usize::max)
    }

    /// Notes the directions of pipes, and the rows after them, of which `chain_of_row` tells the chain.
    pub fn note_rows(&mut self, chain_of_row: &[u32], sign_of_row: &[f64]) {
        let signs = sign_of_row[..self.rows()].iter();
        self.sign = signs.map(|s| if *s < 0.0 { -1 } else { 1 }).collect();
        let chains = self.run.last().map_or(0, |run| run.chains.end);
        let rows = self.rows()..chain_of_row.len();
        let all = rows.map(|row| [row as u32, chain_of_row[row]]);
        self.others = all.filter(|&[_, c]| (c as usize) < chains).collect();
        self.others.sort_by_key(|&[row, c]| (c, row));
        let mut next = 0;
        for run in &mut self.run {
            let end =
                next + self.others[next..].partition_point(|o| (o[1] as usize) < run.chains.end);
            run.others = next..end;
            next = end;
        }
    }

    /// All runs of chains.
    pub fn runs(&self) -> &[Run] {
        &self.run
    }

    /// Rows of the pipes that end blindly.
    pub fn blind(&self) -> Range<usize> {
        self.run.last().map_or(0, |run| run.pipes.end)..self.rows()
    }

    /// Flow of each pipe of a run: that of its chain in its direction, and what is not its chain's, if there is
    /// such at all.
    pub fn pass(&self, run: &Run, chain: &[f64], base: Option<&[f64]>, flow: &mut [f64]) {
        for &Shelf {
            row,
            chain: c,
            count,
        } in &self.shelf[run.shelves.clone()]
        {
            let rows = row..row + count;
            let (chain, sign) = (&chain[c..c + count], &self.sign[rows.clone()]);
            let flow = &mut flow[row - run.pipes.start..][..count];
            pass(chain, sign, flow);
            if let Some(base) = base {
                add_to(&base[rows], flow);
            }
        }
    }

    /// Adds losses, slopes and second derivatives of a run's pipes to those of its chains.
    pub fn add(
        &self,
        run: &Run,
        drop: &[f64],
        [slopes, bends]: [&[f64]; 2],
        sums: [&mut [f64]; 3],
    ) {
        let [loss, slope, bend] = sums;
        for &Shelf { row, chain, count } in &self.shelf[run.shelves.clone()] {
            let (sign, drop) = (&self.sign[row..row + count], &drop[row..row + count]);
            let at = row - run.pipes.start;
            let [slopes, bends] = [slopes, bends].map(|column| &column[at..at + count]);
            let rows = [drop, slopes, bends];
            let run = chain..chain + count;
            let sums = [
                &mut loss[run.clone()],
                &mut slope[run.clone()],
                &mut bend[run],
            ];
            add(sign, rows, sums);
        }
    }
}

#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn pass(chain: &[f64], sign: &[i8], flow: &mut [f64]) {
    let n = flow.len();
    let (chain, sign) = (&chain[..n], &sign[..n]);
    for i in 0..n {
        // No flow has no sign: a zero is added, as the flow of no injection is elsewhere.
        flow[i] = f64::from(sign[i]) * chain[i] + 0.0;
    }
}

#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn add_to(base: &[f64], flow: &mut [f64]) {
    for (flow, base) in flow.iter_mut().zip(base) {
        *flow += base;
    }
}

#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn add(sign: &[i8], [drop, slope, bend]: [&[f64]; 3], [losses, slopes, bends]: [&mut [f64]; 3]) {
    let n = losses.len();
    let (sign, drop, slope, bend) = (&sign[..n], &drop[..n], &slope[..n], &bend[..n]);
    let (slopes, bends) = (&mut slopes[..n], &mut bends[..n]);
    for i in 0..n {
        let sign = f64::from(sign[i]);
        losses[i] += sign * drop[i];
        slopes[i] += slope[i];
        bends[i] += sign * bend[i];
    }
}
