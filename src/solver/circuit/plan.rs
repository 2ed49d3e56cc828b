//! A circuit laid out for solving: free nodes in elimination order, elements in columns.

use crate::kernels::complex::Complex;
use crate::kernels::sparse::ldl::Symbolic;
use crate::model::electrical::circuit::{Circuit, Ends, GROUND};

/// Where the elements of one kind stand in vectors and in the matrix.
#[derive(Clone, Debug, Default)]
pub(super) struct Branches {
    /// Place of the first node in a voltage vector.
    pub from: Vec<u32>,
    /// Place of the second.
    pub to: Vec<u32>,
    /// Places in the value array: both diagonals and the joint.
    entries: Vec<[u32; 3]>,
}

impl Branches {
    /// Number of elements.
    pub fn len(&self) -> usize {
        self.from.len()
    }

    /// Voltage over element `k`.
    #[inline(always)]
    pub fn across(&self, k: usize, v: &[f64]) -> f64 {
        v[self.from[k] as usize] - v[self.to[k] as usize]
    }

    /// Adds a conductance to the matrix.
    #[inline(always)]
    pub fn stamp(&self, k: usize, g: f64, value: &mut [f64]) {
        let [a, b, joint] = self.entries[k];
        value[a as usize] += g;
        value[b as usize] += g;
        value[joint as usize] -= g;
    }

    /// Takes a current from its first node and gives it to the second.
    #[inline(always)]
    pub fn carry(&self, k: usize, i: f64, balance: &mut [f64]) {
        balance[self.from[k] as usize] -= i;
        balance[self.to[k] as usize] += i;
    }
}

impl Branches {
    /// Voltage over element `k` at both stages of a pair.
    #[inline(always)]
    pub fn across_pair(&self, k: usize, v: &[Complex]) -> Complex {
        v[self.from[k] as usize] - v[self.to[k] as usize]
    }

    /// Carries to free nodes alone: every element at ground would wait for the one before it.
    #[inline(always)]
    pub fn carry_pair(&self, k: usize, i: Complex, balance: &mut [Complex]) {
        if let Some(at) = balance.get_mut(self.from[k] as usize) {
            *at -= i;
        }
        if let Some(at) = balance.get_mut(self.to[k] as usize) {
            *at += i;
        }
    }

    /// The like of all elements.
    pub fn carry_pairs(&self, i: &[Complex], balance: &mut [Complex]) {
        for ((from, to), i) in self.from.iter().zip(&self.to).zip(i) {
            if let Some(at) = balance.get_mut(*from as usize) {
                *at -= *i;
            }
            if let Some(at) = balance.get_mut(*to as usize) {
                *at += *i;
            }
        }
    }

    /// Adds a conductance to the matrix of a pair.
    pub fn stamp_pair(&self, k: usize, g: Complex, value: &mut [Complex]) {
        let [a, b, joint] = self.entries[k];
        value[a as usize] += g;
        value[b as usize] += g;
        value[joint as usize] -= g;
    }
}

/// First state of each kind; the last entry is their number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Layout {
    /// Voltages of capacitors; currents of series elements begin at zero.
    pub capacitors: usize,
    /// Powers of loads.
    pub loads: usize,
    /// States of devices.
    pub devices: usize,
    /// Number of states.
    pub len: usize,
}

/// The layout of a circuit.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub symbolic: Symbolic,
    /// Free nodes.
    pub free: usize,
    /// Place of each node in a voltage vector: free nodes first, then ground, then set nodes.
    pub place: Vec<u32>,
    pub series: Branches,
    pub capacitors: Branches,
    pub loads: Branches,
    pub devices: Branches,
    pub layout: Layout,
    /// First state of each device.
    pub device_state: Vec<usize>,
}

impl Plan {
    pub fn new(circuit: &Circuit) -> Self {
        let nodes = circuit.nodes.len();
        let mut set = vec![None; nodes];
        set[GROUND as usize] = Some(0u32);
        for (k, fixed) in circuit.fixed.iter().enumerate() {
            set[fixed.node as usize] = Some(k as u32 + 1);
        }
        let mut serial = vec![0u32; nodes];
        let mut free = 0u32;
        for node in 0..nodes {
            if set[node].is_none() {
                serial[node] = free;
                free += 1;
            }
        }
        let kinds = kinds(circuit);
        let joins = |e: &&Ends| set[e.from as usize].is_none() && set[e.to as usize].is_none();
        let edges: Vec<(u32, u32)> = kinds
            .iter()
            .flatten()
            .filter(joins)
            .map(|e| (serial[e.from as usize], serial[e.to as usize]))
            .collect();
        let symbolic = Symbolic::new(free as usize, &edges);
        let place: Vec<u32> = (0..nodes)
            .map(|node| match set[node] {
                Some(k) => free + k,
                None => symbolic.place(serial[node]),
            })
            .collect();
        let columns = |ends: &[Ends]| branches(ends, &symbolic, &place, &serial, free);
        let [series, capacitors, loads, devices] = [0, 1, 2, 3].map(|k: usize| columns(&kinds[k]));
        let (layout, device_state) = layout(circuit);
        Self {
            symbolic,
            free: free as usize,
            place,
            series,
            capacitors,
            loads,
            devices,
            layout,
            device_state,
        }
    }
}

/// Ends of all elements, by kind.
fn kinds(circuit: &Circuit) -> [Vec<Ends>; 4] {
    [
        circuit.series.iter().map(|s| s.ends).collect(),
        circuit.capacitors.iter().map(|c| c.ends).collect(),
        circuit.loads.iter().map(|l| l.ends).collect(),
        circuit.devices.iter().map(|d| d.ends).collect(),
    ]
}

fn branches(
    ends: &[Ends],
    symbolic: &Symbolic,
    place: &[u32],
    serial: &[u32],
    free: u32,
) -> Branches {
    let mut all = Branches::default();
    for e in ends {
        let (a, b) = (place[e.from as usize], place[e.to as usize]);
        let diagonal = |p: u32| if p < free { p } else { symbolic.no_joint() };
        let joint = if a < free && b < free {
            symbolic.joint(serial[e.from as usize], serial[e.to as usize])
        } else {
            symbolic.no_joint()
        };
        all.from.push(a);
        all.to.push(b);
        all.entries.push([diagonal(a), diagonal(b), joint]);
    }
    all
}

fn layout(circuit: &Circuit) -> (Layout, Vec<usize>) {
    let capacitors = circuit.series.len();
    let loads = capacitors + circuit.capacitors.len();
    let devices = loads + circuit.loads.len();
    let mut len = devices;
    let mut first = Vec::with_capacity(circuit.devices.len());
    for device in &circuit.devices {
        first.push(len);
        len += device.law.states();
    }
    let layout = Layout {
        capacitors,
        loads,
        devices,
        len,
    };
    (layout, first)
}
