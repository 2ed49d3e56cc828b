//! Laws of links other than pipes, and of any one row.

use super::rows::Rows;
use super::symbolic::Network;
use crate::model::hydraulic::{Friction, Hydraulics};
use crate::physics::hydraulic::orifice::Orifice;
use crate::physics::hydraulic::{Loss, device, pipe, swamee_jain};

/// Slope below which a pump counts as this steep [share of shut-off pressure per end-of-curve flow]:
/// a group that holds its pressure exactly would otherwise be a conductance without bound.
const LEAST_SLOPE: f64 = 1e-6;
/// Slope that stands for that of an open valve which loses nothing [share of the stiffness of its limits]: 10⁻³ Pa at
/// its usual flow.
const LEAST_VALVE_SLOPE: f64 = 1e-15;

/// Least slope of the loss of an open valve [Pa·s/kg]; none where it has a loss, which has its own at rest.
#[inline(always)]
pub(super) fn least_slope(valve: &Orifice) -> f64 {
    if valve.resistance > 0.0 {
        0.0
    } else {
        LEAST_VALVE_SLOPE * valve.stiffness
    }
}

/// Pipes from here and there, evaluated side by side.
#[derive(Clone, Debug)]
pub(super) struct Few {
    row: Vec<u32>,
    law: pipe::Row,
    flow: [f64; FEW],
}

/// How many.
const FEW: usize = 64;

impl Few {
    pub fn new() -> Self {
        Self {
            row: Vec::with_capacity(FEW),
            law: pipe::Row::zeros(FEW),
            flow: [0.0; FEW],
        }
    }
}

impl Rows {
    /// Loss, slope and bend of one row at a flow of its chain, to the bits of the whole row's kernels; of pipes only
    /// after [`Rows::few`].
    pub fn law_beside(&mut self, h: &Hydraulics, net: &Network, row: usize, chain: f64) {
        if row >= h.pipes.link.len() {
            let (loss, bend) = self.law(h, net, row, chain);
            (self.slope[row], self.bend[row]) = (loss.slope, bend);
            return;
        }
        self.flow[row] = self.base[row] + net.sign_of_row[row] * chain;
        let few = &mut self.few;
        few.flow[few.row.len()] = self.flow[row];
        few.law.set(few.row.len(), self.pipes.at(row));
        few.row.push(row as u32);
        if few.row.len() == FEW {
            self.few(h);
        }
    }

    /// Evaluates the pipes gathered so far.
    pub fn few(&mut self, h: &Hydraulics) {
        let few = &mut self.few;
        let (n, mut out) = (few.row.len(), [[0.0; FEW]; 3]);
        let m = &few.flow[..n];
        let columns = out.each_mut().map(|column| &mut column[..n]);
        match h.friction {
            Friction::Colebrook => pipe::losses(&few.law, 0, m, columns),
            Friction::SwameeJain => swamee_jain::losses(&few.law, 0, m, columns),
        }
        for (i, row) in few.row.drain(..).enumerate() {
            self.drop[row as usize] = out[0][i];
            self.slope[row as usize] = out[1][i];
            self.bend[row as usize] = out[2][i];
        }
    }

    /// Loss of one row at a flow of its chain, to the bits of the whole row's kernels; written down.
    /// Returns the loss and nearly its second derivative [Pa·s²/kg²].
    pub fn law(&mut self, h: &Hydraulics, net: &Network, row: usize, chain: f64) -> (Loss, f64) {
        let m = self.base[row] + net.sign_of_row[row] * chain;
        let (loss, bend) = self.law_at(h, row, m);
        (self.flow[row], self.drop[row]) = (m, loss.drop);
        (loss, bend)
    }

    fn law_at(&self, h: &Hydraulics, row: usize, m: f64) -> (Loss, f64) {
        if row < h.pipes.link.len() {
            let c = self.pipes.at(row);
            return match h.friction {
                Friction::Colebrook => c.bent(m),
                Friction::SwameeJain => swamee_jain::bent(&c, m),
            };
        }
        let (first, device) = (self.first_orifice(h), self.first_device());
        let lifts = first + self.orifices.len();
        let loss = if row < first {
            let i = row - h.pipes.link.len();
            match i.checked_sub(h.power_laws.link.len()) {
                None => h.power_laws.law[i].loss(m, h.power_laws.scale[i]),
                Some(i) => h.formulas.law[i].loss(m),
            }
        } else if row < lifts {
            let mut loss = self.orifices[row - first].loss(m);
            if row >= lifts - h.throttles.link.len() {
                loss.slope = loss.slope.max(least_slope(&self.orifices[row - first]));
            }
            loss
        } else if row < device {
            lift(h, row - lifts, m)
        } else {
            self.device_loss(h, row - device, m)
        };
        let bend = if row < lifts {
            power_bend(m, loss.drop, loss.slope)
        } else {
            let power = (row.checked_sub(device)).and_then(|i| h.devices.law.get(i));
            lift_bend(m, loss.slope, power.map_or(1.0, |device| device.power()))
        };
        (loss, bend)
    }

    /// Loss of device `i`, or of the regulator after them as if it were wide open.
    fn device_loss(&self, h: &Hydraulics, i: usize, m: f64) -> Loss {
        match i.checked_sub(self.at_speed.len()) {
            None => h.devices.law[i].loss(m, &self.at_speed[i], self.allowed[i]),
            Some(i) => {
                let orifice = h.regulators.law[i].open();
                let loss = orifice.loss(m);
                Loss {
                    slope: loss.slope.max(least_slope(&orifice)),
                    ..loss
                }
            }
        }
    }

    /// Losses of devices and regulators at their flows.
    pub fn devices(&mut self, h: &Hydraulics) {
        let (first, n) = (self.first_device(), self.at_speed.len());
        let rows = first..first + n;
        let of = [&self.flow[rows.clone()], &self.allowed[..n]];
        let out = [&mut self.drop[rows.clone()], &mut self.slope[rows]];
        device::losses(&h.devices.law, &self.at_speed, of, out);
        for i in n..self.allowed.len() {
            let loss = self.device_loss(h, i, self.flow[first + i]);
            (self.drop[first + i], self.slope[first + i]) = (loss.drop, loss.slope);
        }
    }
}

/// Second derivative of the power law that has the same loss and slope; none where a limit is met.
#[inline(always)]
fn power_bend(m: f64, drop: f64, slope: f64) -> f64 {
    let exponent = slope * m / drop;
    if (1.0..=3.0).contains(&exponent) {
        slope * (exponent - 1.0) / m
    } else {
        0.0
    }
}

/// The same of what lifts, whose slope goes with a `power` of flow.
#[inline(always)]
pub(super) fn lift_bend(m: f64, slope: f64, power: f64) -> f64 {
    if m > 0.0 { power * slope / m } else { 0.0 }
}

/// [`power_bend`] of rows.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub(super) fn power_bends(flow: &[f64], drop: &[f64], slope: &[f64], bend: &mut [f64]) {
    let columns = flow.iter().zip(drop).zip(slope.iter().zip(bend));
    for ((&m, &drop), (&slope, bend)) in columns {
        *bend = power_bend(m, drop, slope);
    }
}

/// Loss of pump or pump group `i`, pumps first.
fn lift(h: &Hydraulics, i: usize, m: f64) -> Loss {
    let rho = |link: u32| h.density[link as usize];
    let (mut loss, pump) = match i.checked_sub(h.pumps.link.len()) {
        None => {
            let (law, drive) = (&h.pumps.law[i], h.pumps.drive[i]);
            (law.loss(m, rho(h.pumps.link[i]), drive), law)
        }
        Some(i) => {
            let (law, hold) = (&h.regulated.law[i], h.regulated.hold[i]);
            (law.loss(m, rho(h.regulated.link[i]), hold), &law.pump)
        }
    };
    let least = LEAST_SLOPE * pump.curve.shut_off() / pump.most_flow();
    loss.slope = loss.slope.max(least);
    loss
}

/// Losses of pumps and pump groups.
pub(super) fn lifts(h: &Hydraulics, flow: &[f64], drop: &mut [f64], slope: &mut [f64]) {
    for i in 0..h.pumps.link.len() + h.regulated.link.len() {
        let loss = lift(h, i, flow[i]);
        (drop[i], slope[i]) = (loss.drop, loss.slope);
    }
}
