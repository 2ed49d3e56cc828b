//! Racks: electric power becomes heat in coolant and in hall air, limited by what the chips bear.

use super::{Balance, Effect, Signal, Situation, Unit};
use crate::kernels::math::phi1;
use crate::physics::thermal::chip::rows::{self as chips, Asked, Laws, Sums};
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
    pub chip: Laws,
    /// Share of the losses of a rack's own converters that goes to coolant [0 to 1].
    pub chain_liquid: Vec<f64>,
    /// Chip temperature not to be passed [°C].
    pub limit: Vec<f64>,
    /// Chip temperature at which a rack's protection switches it off [°C].
    pub shutdown: Vec<f64>,
    /// Coolant that the maker asks for: flow·(reference − supply) [kg·K/s] for each watt drawn at the rack's input,
    /// and the reference [°C]; zeros where nothing is asked.
    pub asked: Vec<[f64; 2]>,
}

/// Most Newton steps of a pass, and the change of a rack's power at which they end, relative.
const SETTLING: usize = 6;
const SETTLED: f64 = 1e-11;

/// Working columns of the racks.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Content at the end of the step, as of this pass.
    pub new: rack::State,
    /// What leaves.
    pub out: rack::Outflow,
    /// Heat of the chips of each segment in this pass \[W\].
    pub chips: Vec<f64>,
    /// 1 for a rack that is on, 0 for one that its protection switched off.
    pub on: Vec<f64>,
    /// Power asked of each rack \[W\], as stated at the reference temperature of its chips.
    pub(super) asked: Vec<f64>,
    /// Power asked of the chips of a segment of each rack \[W\], as stated at their reference temperature.
    pub(super) share: Vec<f64>,
    /// What its chips answered last.
    sums: Sums,
    /// By how much they miss their law \[W\].
    miss: Vec<f64>,
    /// ∂T̄/∂H of each rack's chips for steps of 1/`inv_dt` [K/W].
    sensitivity: Vec<f64>,
    /// Share of the temperature before the step in its mean, of each rack's chips.
    weight: Vec<f64>,
    /// Mean temperature of the chips of a segment in the step [°C].
    mean: Vec<f64>,
    inv_dt: f64,
    heat: Vec<f64>,
    pub(super) flow: Vec<f64>,
    t_in: Vec<f64>,
    h_in: Vec<f64>,
    pub(super) cp: Vec<f64>,
}

/// Quantities a rack reports, in order.
const QUANTITIES: [(&str, &str); 5] = [
    ("power", "W"),
    ("flow", "kg/s"),
    ("outlet_temperature", "degC"),
    ("chip_temperature", "degC"),
    ("margin", "K"),
];

/// Mean temperature of the chips of `row` in the step from `old`.
fn take_mean(old: &rack::State, scratch: &mut Scratch, row: std::ops::Range<usize>) {
    let ends = scratch.new.t_chip[row.clone()].iter().zip(&old.t_chip[row]);
    let columns = scratch.mean.iter_mut().zip(&scratch.weight);
    for ((mean, weight), (end, begin)) in columns.zip(ends) {
        *mean = end + weight * (begin - end);
    }
}

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
            on: vec![1.0; self.len()],
            asked: zero.clone(),
            share: zero.clone(),
            sensitivity: zero.clone(),
            weight: zero.clone(),
            mean: zero.clone(),
            inv_dt: f64::NAN,
            sums: Sums::default(),
            miss: zero.clone(),
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

    /// Electric power at the end of each rack's chain \[W\]. Heat and temperature of the chips answer each other by
    /// Newton steps from the last pass ([`chips`]); what the coolant brings from one segment to the next is left to
    /// the next of up to `SETTLING` steps.
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
                scratch.weight[i] = self.weight(i, at.inv_dt);
                let end = self.sensitivity(i, at.inv_dt);
                scratch.sensitivity[i] = (1.0 - scratch.weight[i]) * end;
            }
        }
        for (i, d) in self.demand.iter().enumerate() {
            let asked = scratch.on[i] * (d.base + d.slope * level[d.profile as usize]).max(0.0);
            scratch.asked[i] = asked;
            scratch.share[i] = asked * self.liquid[i] / self.bank.segments as f64;
        }
        for _ in 0..SETTLING {
            self.advance(at, old, scratch);
            let moved = self.answer(old, scratch, &mut power[self.first..]);
            if moved <= SETTLED {
                break;
            }
        }
    }

    /// One Newton step of all chips; returns the largest change of a rack's power, relative.
    fn answer(&self, old: &rack::State, scratch: &mut Scratch, power: &mut [f64]) -> f64 {
        let n = self.len();
        let dry = scratch.asked.iter().zip(&self.liquid);
        scratch.sums.begin(dry.map(|(asked, l)| asked * (1.0 - l)));
        for s in 0..self.bank.segments {
            let row = s * n..(s + 1) * n;
            take_mean(old, scratch, row.clone());
            let asked = Asked {
                demand: &scratch.share,
                t: &scratch.mean,
                sensitivity: &scratch.sensitivity,
            };
            let heat = &mut scratch.chips[row];
            chips::answer(&self.chip, asked, heat, &mut scratch.sums);
        }
        power[..n].copy_from_slice(&scratch.sums.heat);
        let changes = scratch.sums.change.iter().zip(&scratch.sums.heat);
        changes.map(|(c, h)| c / h.max(1.0)).fold(0.0, f64::max)
    }

    /// Power by which the racks' draw would change if it were asked again \[W\]: for chips that ended the pass at
    /// another temperature, and for inlets that are now at `t` instead of `before` [°C], cell by cell.
    pub fn doubt(
        &self,
        units: &[Unit],
        old: &rack::State,
        scratch: &mut Scratch,
        t: &[f64],
        before: &[f64],
    ) -> f64 {
        let n = self.len();
        scratch.miss.fill(0.0);
        for s in 0..self.bank.segments {
            let row = s * n..(s + 1) * n;
            take_mean(old, scratch, row.clone());
            let asked = Asked {
                demand: &scratch.share,
                t: &scratch.mean,
                sensitivity: &scratch.sensitivity,
            };
            chips::miss(&self.chip, asked, &scratch.chips[row], &mut scratch.miss);
        }
        let (sums, mut total) = (&scratch.sums, 0.0);
        for (i, cell) in self.cell.iter().map(|c| *c as usize).enumerate() {
            let missed = sums.most[i] * scratch.miss[i];
            let moved = sums.rise[i] * (t[cell] - before[cell]).abs();
            total += units[i].copies * (missed + moved);
        }
        total
    }

    /// w of T̄ = T' + w·(T − T'), the mean temperature of chips in a step from T to T', by which their power goes. With the
    /// time constant τ of chips on their plates, backward Euler heads for T' + (T' − T)·τ/Δt; the mean of the exact way
    /// there gives w = φ − (1 − φ)·τ/Δt, φ = (1 − e^−Δt/τ)·τ/Δt: ½ in short steps, 0 in long ones. Power taken at T'
    /// would rise with every swing of the load that a step resolves, as if chips were warm at once.
    fn weight(&self, i: usize, inv_dt: f64) -> f64 {
        let per_step = self.bank.chip_capacity[i] * inv_dt / self.bank.chip_conductance[i];
        if per_step <= 0.0 {
            return 0.0;
        }
        let phi = phi1(1.0 / per_step);
        phi - (1.0 - phi) * per_step
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

    /// Heat above 0 °C that chips and plates of rack `i` hold \[J\].
    pub fn content(&self, scratch: &Scratch, i: usize) -> f64 {
        let (n, bank, new) = (self.len(), &self.bank, &scratch.new);
        let held = |s: usize| {
            let chips = bank.chip_capacity[i] * new.t_chip[s * n + i].abs();
            chips + bank.plate_capacity[i] * new.t_plate[s * n + i].abs()
        };
        (0..bank.segments).map(held).sum()
    }

    /// Warmest chip of rack `i` [°C]; not a number where any chip's temperature is none.
    pub fn hottest(&self, scratch: &Scratch, i: usize) -> f64 {
        let n = self.len();
        (0..self.bank.segments)
            .map(|s| scratch.new.t_chip[s * n + i])
            .fold(f64::MIN, |a, t| if a > t || a.is_nan() { a } else { t })
    }
}
