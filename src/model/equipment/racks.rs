//! Racks: electric power becomes heat in coolant and in hall air, limited by what the chips bear.

use super::{Balance, Effect, Signal, Situation};
use crate::physics::thermal::chip::ChipLaw;
use crate::physics::thermal::rack::{self, Inflow};

/// What a rack's power follows: P = base + slope·level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Workload profile.
    pub profile: u32,
    /// Power at level 0 \[W\].
    pub base: f64,
    /// Power for one unit of level \[W\].
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
    /// Coolant that the maker asks for: flow·(reference − supply) [kg·K/s] for each watt drawn at the rack's input,
    /// and the reference [°C]; zeros where nothing is asked.
    pub asked: Vec<[f64; 2]>,
}

/// Least 1 − f′·S: closer to thermal runaway a step is held back.
const LEAST_ANSWER: f64 = 0.05;
/// Most Newton steps of a pass, and the change of a rack's power at which they end, relative.
const SETTLING: usize = 6;
const SETTLED: f64 = 1e-11;
/// Most heat of a chip over what it is asked for.
const MOST: f64 = 3.0;

/// Working columns of the racks.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Content at the end of the step, as of this pass.
    pub new: rack::State,
    /// What leaves.
    pub out: rack::Outflow,
    /// Heat of the chips of each segment in this pass \[W\].
    pub chips: Vec<f64>,
    /// Power asked of the chips of a segment of each rack \[W\], as stated at their reference temperature.
    share: Vec<f64>,
    /// Change of each rack's power with its inlet temperature, and of its chips' heat with an error in it.
    slope: Vec<[f64; 2]>,
    /// ∂T/∂H of each rack's chips for steps of 1/`inv_dt` [K/W].
    sensitivity: Vec<f64>,
    inv_dt: f64,
    heat: Vec<f64>,
    flow: Vec<f64>,
    t_in: Vec<f64>,
    h_in: Vec<f64>,
    cp: Vec<f64>,
}

/// Quantities a rack reports, in order.
const QUANTITIES: [(&str, &str); 5] = [
    ("power", "W"),
    ("flow", "kg/s"),
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

    /// Working columns, filled from `state` and the heat of the chips in the last pass \[W\].
    pub fn scratch(&self, state: &rack::State, chips: &[f64]) -> Scratch {
        let zero = vec![0.0; self.len()];
        Scratch {
            new: state.clone(),
            out: self.bank.outflow(),
            chips: chips.to_vec(),
            heat: vec![0.0; self.len() * self.bank.segments],
            share: zero.clone(),
            sensitivity: zero.clone(),
            inv_dt: f64::NAN,
            slope: vec![[0.0, 1.0]; self.len()],
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

    /// Electric power at the end of each rack's chain \[W\]. A chip's heat H and temperature T answer each
    /// other, T = T₁ + S·(H − H₁) by the cold plate and H = f(T) by leakage and throttling; Newton
    /// steps from the last pass,
    ///
    /// ```text
    /// H = H₁ + (f(T₁) − H₁)/(1 − f′(T₁)·S)
    /// ```
    ///
    /// settle where plain substitution would swing between throttled and not. What the coolant brings from
    /// one segment to the next is left to the next of up to `SETTLING` steps.
    pub fn draw(
        &self,
        level: &[f64],
        at: &Situation,
        old: &rack::State,
        scratch: &mut Scratch,
        power: &mut [f64],
    ) {
        self.take_inflow(at, scratch);
        if scratch.inv_dt != at.inv_dt {
            scratch.inv_dt = at.inv_dt;
            for i in 0..self.len() {
                scratch.sensitivity[i] = self.sensitivity(i, at.inv_dt);
            }
        }
        for _ in 0..SETTLING {
            self.advance(at, old, scratch);
            let moved = self.answer(level, scratch, power);
            if moved <= SETTLED {
                break;
            }
        }
    }

    /// One Newton step of all chips; returns the largest change of a rack's power, relative.
    fn answer(&self, level: &[f64], scratch: &mut Scratch, power: &mut [f64]) -> f64 {
        let (n, segments) = (self.len(), self.bank.segments);
        let mut moved = 0.0f64;
        for i in 0..n {
            let d = &self.demand[i];
            let asked = (d.base + d.slope * level[d.profile as usize]).max(0.0);
            let share = asked * self.liquid[i] / segments as f64;
            let sensitivity = scratch.sensitivity[i];
            let (mut total, mut change) = (asked * (1.0 - self.liquid[i]), 0.0);
            let (mut rise, mut most) = (0.0, 1.0f64);
            for s in 0..segments {
                let at = s * n + i;
                let (t, before) = (scratch.new.t_chip[at], scratch.chips[at]);
                let wanted = self.chip[i].power(share, t);
                let slope = self.chip[i].slope(share, t);
                let answer = (1.0 - slope * sensitivity).max(LEAST_ANSWER);
                rise += slope.abs() / answer;
                most = most.max(1.0 / answer);
                let heat = (before + (wanted - before) / answer).clamp(0.0, MOST * share);
                scratch.chips[at] = heat;
                total += heat;
                change += (heat - before).abs();
            }
            (scratch.share[i], scratch.slope[i]) = (share, [rise, most]);
            power[self.first + i] = total;
            moved = moved.max(change / total.max(1.0));
        }
        moved
    }

    /// Power by which the racks' draw would change if it were asked again \[W\]: for chips that ended the pass at
    /// another temperature, and for inlets that are now at `t` instead of `before` [°C], cell by cell.
    pub fn doubt(&self, scratch: &Scratch, t: &[f64], before: &[f64]) -> f64 {
        let n = self.len();
        let mut total = 0.0;
        for i in 0..n {
            let ([rise, most], cell) = (scratch.slope[i], self.cell[i] as usize);
            let gap = |at: usize| {
                let wanted = self.chip[i].power(scratch.share[i], scratch.new.t_chip[at]);
                (wanted - scratch.chips[at]).abs()
            };
            let chips: f64 = (0..self.bank.segments).map(|s| gap(s * n + i)).sum();
            total += most * chips + rise * (t[cell] - before[cell]).abs();
        }
        total
    }

    /// S = ∂T/∂H of one segment's chips over a step, coolant held [K/W].
    fn sensitivity(&self, i: usize, inv_dt: f64) -> f64 {
        let bank = &self.bank;
        let (a, g1) = (bank.chip_capacity[i] * inv_dt, bank.chip_conductance[i]);
        let pass = g1 / (a + g1);
        let plate = bank.plate_capacity[i] * inv_dt + a * pass + bank.wall_conductance[i];
        1.0 / (a + g1) + pass * pass / plate
    }

    /// Reads what arrives at the racks.
    fn take_inflow(&self, at: &Situation, scratch: &mut Scratch) {
        for (i, &cell) in self.cell.iter().enumerate() {
            let cell = cell as usize;
            scratch.flow[i] = at.flow[cell];
            scratch.t_in[i] = at.inlet_t[cell];
            scratch.h_in[i] = at.inlet_h[cell];
            scratch.cp[i] = at.cp[cell];
        }
    }

    /// Content of the racks at the end of the step, for the heat of their chips as it stands.
    fn advance(&self, at: &Situation, old: &rack::State, scratch: &mut Scratch) {
        let (n, segments) = (self.len(), self.bank.segments);
        for i in 0..n {
            let lost = self.chain_liquid[i] * at.loss[self.first + i] / segments as f64;
            for s in 0..segments {
                scratch.heat[s * n + i] = scratch.chips[s * n + i] + lost;
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
        self.take_inflow(at, scratch);
        self.advance(at, old, scratch);
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
                at.flow[cell],
                at.inlet_t[cell] + rise,
                chip,
                self.limit[i] - chip,
            ]);
        }
    }

    /// Coolant that the maker of rack `i` asks for [kg/s] at inlet temperature `t` [°C] and `power` \[W\]; infinite
    /// where the inlet is as warm as the reference, `None` where nothing is asked.
    pub fn asked_flow(&self, i: usize, t: f64, power: f64) -> Option<f64> {
        let [constant, reference] = *self.asked.get(i)?;
        if constant <= 0.0 {
            return None;
        }
        let room = reference - t;
        Some(if room > 0.0 {
            constant * power / room
        } else {
            f64::INFINITY
        })
    }

    /// Warmest chip of rack `i` [°C].
    pub fn hottest(&self, scratch: &Scratch, i: usize) -> f64 {
        let n = self.len();
        (0..self.bank.segments)
            .map(|s| scratch.new.t_chip[s * n + i])
            .fold(f64::MIN, f64::max)
    }
}
