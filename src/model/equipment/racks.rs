//! Racks: electric power becomes heat in coolant and in hall air, limited by what the chips bear.

use super::{Balance, Effect, Signal, Situation};
use crate::physics::thermal::chip::ChipLaw;
use crate::physics::thermal::rack::{self, Inflow};

/// What a rack's power follows: P = base + slope·level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Workload profile.
    pub profile: u32,
    /// Power at level 0 [W].
    pub base: f64,
    /// Power for one unit of level [W].
    pub slope: f64,
}

/// All racks of a hall.
#[derive(Clone, Debug, Default)]
pub struct Racks {
    /// Sized cold-plate chains.
    pub bank: rack::Bank,
    /// First unit; rack i is unit `first + i`.
    pub first: usize,
    /// Cell through which each rack's coolant flows.
    pub cell: Vec<u32>,
    /// What each rack's power follows.
    pub demand: Vec<Demand>,
    /// Share of the power that goes to coolant when chips are at their reference temperature [0 to 1].
    pub liquid: Vec<f64>,
    /// Leakage and throttling of the liquid-cooled chips.
    pub chip: Vec<ChipLaw>,
    /// Share of the losses of a rack's own converters that goes to coolant [0 to 1].
    pub chain_liquid: Vec<f64>,
    /// Chip temperature not to be passed [°C].
    pub limit: Vec<f64>,
}

/// Working columns of the racks.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Content at the end of the step, as of this pass.
    pub new: rack::State,
    /// What leaves.
    pub out: rack::Outflow,
    heat: Vec<f64>,
    flow: Vec<f64>,
    t_in: Vec<f64>,
    h_in: Vec<f64>,
    cp: Vec<f64>,
}

/// Quantities a rack reports, in order.
const QUANTITIES: [(&str, &str); 4] = [
    ("power", "W"),
    ("outlet_temperature", "degC"),
    ("chip_temperature", "degC"),
    ("margin", "K"),
];

impl Racks {
    /// Number of racks.
    pub fn len(&self) -> usize {
        self.cell.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.cell.is_empty()
    }

    /// Working columns, filled from `state`.
    pub fn scratch(&self, state: &rack::State) -> Scratch {
        let zero = vec![0.0; self.len()];
        Scratch {
            new: state.clone(),
            out: self.bank.outflow(),
            heat: vec![0.0; self.len() * self.bank.segments],
            flow: zero.clone(),
            t_in: zero.clone(),
            h_in: zero.clone(),
            cp: zero,
        }
    }

    /// Numbers reported by all of them.
    pub fn width(&self) -> usize {
        self.cell.len() * QUANTITIES.len()
    }

    /// Names of what each rack reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(&names[self.first..self.first + self.len()], &QUANTITIES)
    }

    /// Electric power at the end of each rack's chain [W], with chips as warm as in the last pass.
    pub fn draw(&self, level: &[f64], scratch: &mut Scratch, power: &mut [f64]) {
        let (n, segments) = (self.len(), self.bank.segments);
        for i in 0..n {
            let d = &self.demand[i];
            let asked = (d.base + d.slope * level[d.profile as usize]).max(0.0);
            let share = asked * self.liquid[i] / segments as f64;
            let mut total = asked * (1.0 - self.liquid[i]);
            for s in 0..segments {
                let heat = self.chip[i].power(share, scratch.new.t_chip[s * n + i]);
                scratch.heat[s * n + i] = heat;
                total += heat;
            }
            power[self.first + i] = total;
        }
    }

    /// Moves the heat of this pass into coolant and air.
    pub fn exchange(
        &self,
        at: &Situation,
        old: &rack::State,
        scratch: &mut Scratch,
        to: &mut Effect,
    ) {
        let (n, segments) = (self.len(), self.bank.segments);
        for i in 0..n {
            let cell = self.cell[i] as usize;
            scratch.flow[i] = at.flow[cell];
            scratch.t_in[i] = at.inlet_t[cell];
            scratch.h_in[i] = at.inlet_h[cell];
            scratch.cp[i] = at.cp[cell];
            let lost = self.chain_liquid[i] * at.loss[self.first + i] / segments as f64;
            for s in 0..segments {
                scratch.heat[s * n + i] += lost;
            }
        }
        let inflow = Inflow {
            heat: &scratch.heat,
            flow: &scratch.flow,
            t_in: &scratch.t_in,
            h_in: &scratch.h_in,
            cp: &scratch.cp,
        };
        rack::advance(
            &self.bank,
            inflow,
            at.inv_dt,
            old,
            &mut scratch.new,
            &mut scratch.out,
        );
        for i in 0..n {
            let unit = self.first + i;
            let heat = scratch.flow[i] * (scratch.out.h[i] - scratch.h_in[i]);
            to.cell_heat[self.cell[i] as usize] = heat;
            let in_chips: f64 = (0..segments).map(|s| scratch.heat[s * n + i]).sum();
            to.balance[unit] = Balance {
                coolant: heat,
                air: at.power[unit] + at.loss[unit] - in_chips,
                stored: scratch.out.stored[i],
                ..Balance::default()
            };
        }
    }

    /// Writes what each rack reports.
    pub fn report(&self, at: &Situation, scratch: &Scratch, signal: &mut [f64]) {
        for i in 0..self.len() {
            let chip = self.hottest(scratch, i);
            let cell = self.cell[i] as usize;
            let rise = (scratch.out.h[i] - at.inlet_h[cell]) / at.cp[cell];
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                at.power[self.first + i],
                at.inlet_t[cell] + rise,
                chip,
                self.limit[i] - chip,
            ]);
        }
    }

    /// Warmest chip of rack `i` [°C].
    pub fn hottest(&self, scratch: &Scratch, i: usize) -> f64 {
        let n = self.len();
        (0..self.bank.segments)
            .map(|s| scratch.new.t_chip[s * n + i])
            .fold(f64::MIN, f64::max)
    }
}
