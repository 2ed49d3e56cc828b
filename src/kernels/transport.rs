//! Moving volumes: plug flow through pipes without a limit on the step.
//!
//! A pipe holds a queue of parcels, each with a mass \[kg\] and one enthalpy [J/kg], from its `from`
//! end to its `to` end. A step pushes what flows in at one end and takes the same mass off the other, so
//! mass is constant, a front stays a front, and a step may be longer than the transit. The queues of
//! all pipes lie in one pair of columns; nothing is allocated after construction.
//!
//! # References
//! - J. van der Heijde et al., *Dynamic equation-based thermo-hydraulic pipe model for district
//!   heating and cooling systems*, Energy Convers. Manag. 151 (2017): plug flow and its delay.

/// What leaves a pipe in one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outflow {
    /// Heat content of the stored parcels that leave \[J\].
    pub stored: f64,
    /// Mass that enters and leaves within the step \[kg\].
    pub through: f64,
}

/// Parcels of many pipes.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rings {
    start: Vec<u32>,
    capacity: Vec<u32>,
    head: Vec<u32>,
    len: Vec<u32>,
    total: Vec<f64>,
    mass: Vec<f64>,
    enthalpy: Vec<f64>,
}

impl Rings {
    /// Fills pipe `i` with `content[i]` \[kg\] at `enthalpy[i]` [J/kg], keeping at most `capacity[i]` parcels.
    pub fn new(content: &[f64], capacity: &[u32], enthalpy: &[f64]) -> Self {
        let mut rings = Self {
            len: vec![1; content.len()],
            head: vec![0; content.len()],
            capacity: capacity.iter().map(|c| (*c).max(2)).collect(),
            total: content.to_vec(),
            ..Self::default()
        };
        for (i, &room) in rings.capacity.iter().enumerate() {
            rings.start.push(rings.mass.len() as u32);
            rings.mass.resize(rings.mass.len() + room as usize, 0.0);
            rings.enthalpy.resize(rings.mass.len(), 0.0);
            let first = rings.start[i] as usize;
            rings.mass[first] = content[i];
            rings.enthalpy[first] = enthalpy[i];
        }
        rings
    }

    /// Refills `pipe` at one enthalpy [J/kg].
    pub fn fill(&mut self, pipe: usize, enthalpy: f64) {
        (self.head[pipe], self.len[pipe]) = (0, 1);
        let first = self.start[pipe] as usize;
        self.mass[first] = self.total[pipe];
        self.enthalpy[first] = enthalpy;
    }

    /// Column of the `k`-th parcel from the `from` end.
    #[inline]
    fn slot(&self, pipe: usize, k: u32) -> usize {
        let wrapped = (self.head[pipe] + k) % self.capacity[pipe];
        (self.start[pipe] + wrapped) as usize
    }

    /// Column of the `k`-th parcel counted from the outlet of a flow in direction `forward`.
    #[inline]
    fn outlet_slot(&self, pipe: usize, k: u32, forward: bool) -> usize {
        let k = if forward { self.len[pipe] - 1 - k } else { k };
        self.slot(pipe, k)
    }

    /// What leaves when `mass` \[kg\] enters at the `from` end (`forward`) or at the other.
    pub fn outflow(&self, pipe: usize, mass: f64, forward: bool) -> Outflow {
        let (mut left, mut stored) = (mass, 0.0);
        for k in 0..self.len[pipe] {
            let slot = self.outlet_slot(pipe, k, forward);
            let taken = self.mass[slot].min(left);
            stored += taken * self.enthalpy[slot];
            left -= taken;
            if left <= 0.0 {
                break;
            }
        }
        Outflow {
            stored,
            through: left,
        }
    }

    /// Moves the parcels on: `mass` \[kg\] at `enthalpy` [J/kg] enters, as much leaves.
    pub fn advance(&mut self, pipe: usize, mass: f64, enthalpy: f64, forward: bool) {
        if mass >= self.total[pipe] {
            return self.fill(pipe, enthalpy);
        }
        let mut left = mass;
        while left > 0.0 {
            let slot = self.outlet_slot(pipe, 0, forward);
            if self.mass[slot] > left {
                self.mass[slot] -= left;
                break;
            }
            left -= self.mass[slot];
            self.drop_outlet(pipe, forward);
        }
        if mass > 0.0 {
            self.push_inlet(pipe, mass, enthalpy, forward);
        }
    }

    /// Adds `heat` \[J\] to the newest parcel of a flow in direction `forward`.
    pub fn deposit(&mut self, pipe: usize, heat: f64, forward: bool) {
        let slot = self.outlet_slot(pipe, self.len[pipe] - 1, forward);
        self.enthalpy[slot] += heat / self.mass[slot];
    }

    /// Draws every parcel towards `target` [J/kg] by the fraction `share`; returns the heat given off \[J\].
    pub fn relax(&mut self, pipe: usize, target: f64, share: f64) -> f64 {
        let mut lost = 0.0;
        for k in 0..self.len[pipe] {
            let slot = self.slot(pipe, k);
            let change = share * (self.enthalpy[slot] - target);
            self.enthalpy[slot] -= change;
            lost += self.mass[slot] * change;
        }
        lost
    }

    /// Heat content of `pipe` above `datum` [J/kg]: \[J\].
    pub fn content(&self, pipe: usize, datum: f64) -> f64 {
        let slots = (0..self.len[pipe]).map(|k| self.slot(pipe, k));
        slots
            .map(|s| self.mass[s] * (self.enthalpy[s] - datum))
            .sum()
    }

    fn drop_outlet(&mut self, pipe: usize, forward: bool) {
        if !forward {
            self.head[pipe] = (self.head[pipe] + 1) % self.capacity[pipe];
        }
        self.len[pipe] -= 1;
    }

    fn push_inlet(&mut self, pipe: usize, mass: f64, enthalpy: f64, forward: bool) {
        if self.len[pipe] == self.capacity[pipe] {
            self.merge_likest(pipe);
        }
        if forward {
            self.head[pipe] = (self.head[pipe] + self.capacity[pipe] - 1) % self.capacity[pipe];
        }
        self.len[pipe] += 1;
        let slot = self.outlet_slot(pipe, self.len[pipe] - 1, forward);
        self.mass[slot] = mass;
        self.enthalpy[slot] = enthalpy;
    }

    /// Joins the two neighbours whose joining moves the least heat.
    fn merge_likest(&mut self, pipe: usize) {
        let cost = |k: u32| {
            let (a, b) = (self.slot(pipe, k), self.slot(pipe, k + 1));
            let mixed = self.mass[a] * self.mass[b] / (self.mass[a] + self.mass[b]);
            mixed * (self.enthalpy[a] - self.enthalpy[b]).abs()
        };
        let best = (0..self.len[pipe] - 1)
            .min_by(|&a, &b| cost(a).total_cmp(&cost(b)))
            .unwrap_or(0);
        let (a, b) = (self.slot(pipe, best), self.slot(pipe, best + 1));
        let mass = self.mass[a] + self.mass[b];
        self.enthalpy[a] =
            (self.mass[a] * self.enthalpy[a] + self.mass[b] * self.enthalpy[b]) / mass;
        self.mass[a] = mass;
        for k in best + 1..self.len[pipe] - 1 {
            let (to, from) = (self.slot(pipe, k), self.slot(pipe, k + 1));
            self.mass[to] = self.mass[from];
            self.enthalpy[to] = self.enthalpy[from];
        }
        self.len[pipe] -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_front_stays_a_front() {
        let mut rings = Rings::new(&[10.0], &[64], &[0.0]);
        for step in 1..=20 {
            let out = rings.outflow(0, 1.0, true);
            rings.advance(0, 1.0, 100.0, true);
            let leaving = out.stored / (1.0 - out.through);
            assert_eq!(leaving, if step <= 10 { 0.0 } else { 100.0 }, "step {step}");
        }
    }

    #[test]
    fn a_step_longer_than_the_transit_lets_the_inflow_through() {
        let rings = Rings::new(&[10.0], &[8], &[5.0]);
        let out = rings.outflow(0, 25.0, true);
        assert_eq!(
            out,
            Outflow {
                stored: 50.0,
                through: 15.0
            }
        );
    }

    proptest! {
        #[test]
        fn content_changes_by_what_crosses_the_ends(
            moves in prop::collection::vec((-3.0f64..3.0, 0.0f64..100.0), 1..200),
            capacity in 2u32..12,
        ) {
            let mut rings = Rings::new(&[4.0], &[capacity], &[50.0]);
            for (mass, h) in moves {
                let (m, forward) = (mass.abs() * 2.0, mass >= 0.0);
                let before = rings.content(0, 0.0);
                let out = rings.outflow(0, m, forward);
                rings.advance(0, m, h, forward);
                let change = m * h - out.stored - out.through * h;
                prop_assert!((rings.content(0, 0.0) - before - change).abs() < 1e-9);
                let held: f64 = (0..rings.len[0]).map(|k| rings.mass[rings.slot(0, k)]).sum();
                prop_assert!((held - 4.0).abs() < 1e-12);
            }
        }
    }
}
