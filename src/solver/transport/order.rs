//! The order in which a pass visits links and nodes: with the flow, equipment first.
//!
//! A link that carries equipment of stage s (racks first, heat rejection last) is visited right after that
//! stage has been evaluated and reads its upstream node as it then stands; every other link waits for
//! its upstream node, every node for all links that flow into it. Circles always pass through
//! equipment, except in stagnant or purely passive loops, which are opened at the link that holds most.

use crate::model::coolant::Coolant;
use std::ops::Range;

/// One visit of a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visit {
    /// Carry heat along a link, from its upstream to its downstream node.
    Link {
        /// The link.
        link: u32,
        /// Its upstream node.
        up: u32,
        /// Its downstream node.
        down: u32,
    },
    /// Mix what flows into a node.
    Node(u32),
}

/// Visits of one pass, grouped by equipment stage.
#[derive(Clone, Debug, Default)]
pub struct Order {
    visits: Vec<Visit>,
    ends: Vec<usize>,
    /// Links that read their upstream node before it was mixed: heat is settled on them at the end.
    pub lagged: Vec<u32>,
}

impl Order {
    /// Visits that follow the evaluation of `stage`.
    pub fn after(&self, stage: usize) -> &[Visit] {
        let begin = if stage == 0 { 0 } else { self.ends[stage - 1] };
        &self.visits[Range {
            start: begin,
            end: self.ends[stage],
        }]
    }

    /// All visits in order.
    pub fn all(&self) -> &[Visit] {
        &self.visits
    }

    /// Orders the graph for the directions in `flow` [kg/s]; `stage_of_link` is the last stage of
    /// equipment on a link, `None` where there is none.
    pub fn new(
        coolant: &Coolant,
        flow: &[f64],
        stage_of_link: &[Option<u8>],
        stages: usize,
    ) -> Self {
        let mut sorter = Sorter::new(coolant, flow);
        for stage in 0..stages {
            for link in 0..coolant.links() {
                if stage_of_link[link] == Some(stage as u8) {
                    sorter.visit_link(link);
                }
            }
            sorter.follow(|link| stage_of_link[link].is_none());
            if stage + 1 == stages {
                sorter.open_circles();
            }
            sorter.order.ends.push(sorter.order.visits.len());
        }
        sorter.order
    }
}

/// Upstream and downstream node of a link for its present direction.
#[inline]
pub fn ends(coolant: &Coolant, link: usize, flow: f64) -> (usize, usize) {
    let (from, to) = (coolant.from[link] as usize, coolant.to[link] as usize);
    if flow >= 0.0 { (from, to) } else { (to, from) }
}

struct Sorter<'a> {
    coolant: &'a Coolant,
    flow: &'a [f64],
    leaving: Vec<Vec<u32>>,
    waiting: Vec<u32>,
    mixed: Vec<bool>,
    done: Vec<bool>,
    ready: Vec<u32>,
    order: Order,
}

impl<'a> Sorter<'a> {
    fn new(coolant: &'a Coolant, flow: &'a [f64]) -> Self {
        let mut leaving = vec![vec![]; coolant.nodes()];
        let mut waiting = vec![0; coolant.nodes()];
        for link in 0..coolant.links() {
            if flow[link] != 0.0 {
                let (up, down) = ends(coolant, link, flow[link]);
                leaving[up].push(link as u32);
                waiting[down] += 1;
            }
        }
        let done = flow.iter().map(|m| *m == 0.0).collect();
        let (mixed, order) = (vec![false; coolant.nodes()], Order::default());
        Self {
            coolant,
            flow,
            leaving,
            waiting,
            mixed,
            done,
            ready: vec![],
            order,
        }
    }

    fn visit_link(&mut self, link: usize) {
        if std::mem::replace(&mut self.done[link], true) {
            return;
        }
        let (up, down) = ends(self.coolant, link, self.flow[link]);
        if !self.mixed[up] {
            self.order.lagged.push(link as u32);
        }
        self.order.visits.push(Visit::Link {
            link: link as u32,
            up: up as u32,
            down: down as u32,
        });
        self.waiting[down] -= 1;
        if self.waiting[down] == 0 {
            self.mixed[down] = true;
            self.order.visits.push(Visit::Node(down as u32));
            self.ready.push(down as u32);
        }
    }

    /// Follows the flow from every node that is ready, along the links that `may` be visited.
    fn follow(&mut self, may: impl Fn(usize) -> bool) {
        while let Some(node) = self.ready.pop() {
            for k in 0..self.leaving[node as usize].len() {
                let link = self.leaving[node as usize][k] as usize;
                if may(link) {
                    self.visit_link(link);
                }
            }
        }
    }

    fn open_circles(&mut self) {
        loop {
            let held = |link: usize| {
                let chain = self.coolant.chain(link).len();
                if self.coolant.stores(link) {
                    chain + 1
                } else {
                    0
                }
            };
            let open = (0..self.done.len()).filter(|l| !self.done[*l]);
            let Some(link) = open.max_by_key(|l| (held(*l), std::cmp::Reverse(*l))) else {
                return;
            };
            self.visit_link(link);
            self.follow(|_| true);
        }
    }
}
