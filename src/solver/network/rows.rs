//! Laws of all links, evaluated kind by kind in rows.

use super::symbolic::Network;
use crate::model::hydraulic::{Friction, Hydraulics, Kind, LinkId};
use crate::physics::hydraulic::orifice::{self, Orifice};
use crate::physics::hydraulic::{formula_pipe, pipe, power_law, swamee_jain};
use std::f64::consts::PI;

/// Slope below which a pump counts as this steep [share of shut-off pressure per end-of-curve flow]:
/// a group that holds its pressure exactly would otherwise be a conductance without bound.
const LEAST_SLOPE: f64 = 1e-6;
/// Slope below which an open valve counts as this steep [share of the stiffness of its limits]: 1 Pa
/// at its usual flow.
const LEAST_VALVE_SLOPE: f64 = 1e-12;

/// Coefficients, flows, losses and slopes in row order.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    pipes: pipe::Row,
    /// Pipe of each row, and its link.
    pipe: Vec<[u32; 2]>,
    pub orifices: Vec<Orifice>,
    /// Part of each flow that does not belong to its chain [kg/s]: injections passed on.
    pub base: Vec<f64>,
    /// Flow of each row [kg/s].
    pub flow: Vec<f64>,
    /// Loss of each row [Pa], and its derivative [Pa·s/kg].
    pub drop: Vec<f64>,
    pub slope: Vec<f64>,
    /// Nearly the second derivative [Pa·s²/kg²]; of other rows than pipes after [`Rows::bends`].
    pub bend: Vec<f64>,
    /// Pressure of the column of coolant in each row [Pa].
    pub buoyancy: Vec<f64>,
    /// Reverse flow that each device, then each regulator, is allowed so that it has none [kg/s]: see
    /// `limits`.
    pub allowed: Vec<f64>,
}

impl Rows {
    pub fn new(h: &Hydraulics, net: &Network) -> Self {
        Self::wide(h, net, 1)
    }

    /// Rows of `h`, `lanes` networks interleaved that `net` analyses one of.
    pub fn wide(h: &Hydraulics, net: &Network, lanes: u32) -> Self {
        let n = lanes as usize * net.link_of_row.len();
        let pipe: Vec<[u32; 2]> = (net.shelves.pipe.iter())
            .flat_map(|&p| (0..lanes).map(move |k| lanes * p + k))
            .map(|p| [p, h.pipes.link[p as usize]])
            .collect();
        let orifices =
            h.valves.link.len() + h.limiters.link.len() + h.checks.link.len() + h.stops.link.len();
        let orifices = orifices + h.throttles.link.len();
        Self {
            pipes: pipe::Row::zeros(h.pipes.link.len()),
            pipe,
            orifices: vec![Orifice::default(); orifices],
            base: vec![0.0; n],
            flow: vec![0.0; n],
            drop: vec![0.0; n],
            slope: vec![0.0; n],
            bend: vec![0.0; n],
            buoyancy: vec![0.0; n],
            allowed: vec![0.0; h.devices.link.len() + h.regulators.link.len()],
        }
    }

    /// Brings the coefficients up to date with settings and coolant; true where no column of coolant
    /// adds a pressure.
    pub fn prepare(&mut self, h: &Hydraulics, net: &Network) -> bool {
        self.coefficients(h);
        let mut most = 0.0f64;
        for (buoyancy, &l) in self.buoyancy.iter_mut().zip(&net.link_of_row) {
            *buoyancy = h.buoyancy(LinkId(l));
            most = most.max(buoyancy.abs());
        }
        most == 0.0
    }

    /// Coefficients of all laws.
    pub fn coefficients(&mut self, h: &Hydraulics) {
        let coolant = [&h.density[..], &h.viscosity];
        pipe::coefficients_of(&self.pipe, &h.pipes.law, coolant, &mut self.pipes);
        let mut orifices = self.orifices.iter_mut();
        let mut put = |orifice: Orifice| {
            if let Some(place) = orifices.next() {
                *place = orifice;
            }
        };
        let rho = |l: u32| h.density[l as usize];
        for (i, &l) in h.valves.link.iter().enumerate() {
            put(h.valves.law[i].orifice(h.valves.opening[i], rho(l)));
        }
        for (i, &l) in h.limiters.link.iter().enumerate() {
            put(h.limiters.law[i].orifice(h.limiters.set[i], rho(l)));
        }
        for (i, &l) in h.checks.link.iter().enumerate() {
            put(h.checks.law[i].orifice(rho(l)));
        }
        for (i, &l) in h.stops.link.iter().enumerate() {
            put(h.stops.law[i].orifice(h.stops.open[i], rho(l)));
        }
        for law in &h.throttles.law {
            put(law.orifice());
        }
        self.allowed.fill(0.0);
    }

    /// Losses and slopes at chain flows `chain` (one more than chains, the last zero).
    pub fn evaluate(&mut self, h: &Hydraulics, net: &Network, chain: &[f64]) {
        net.shelves
            .pass(chain, &self.base, &net.sign_of_row, &mut self.flow);
        let first = net.shelves.rows();
        let of = net.chain_of_row[first..]
            .iter()
            .zip(&net.sign_of_row[first..]);
        let flows = self.flow[first..].iter_mut().zip(&self.base[first..]);
        for ((flow, base), (of, sign)) in flows.zip(of) {
            *flow = base + sign * chain[*of as usize];
        }
        self.laws(h);
    }

    /// Sums losses, which are added to, slopes and second derivatives along chains.
    pub fn sum(&self, net: &Network, [loss, slope, bend]: [&mut [f64]; 3]) {
        slope.fill(0.0);
        bend.fill(0.0);
        let columns = [&net.sign_of_row[..], &self.drop, &self.slope, &self.bend];
        (net.shelves).add(columns, [&mut *loss, &mut *slope, &mut *bend]);
        for row in net.shelves.rows()..self.drop.len() {
            let (c, sign) = (net.chain_of_row[row] as usize, net.sign_of_row[row]);
            if c < loss.len() {
                loss[c] += sign * self.drop[row];
                slope[c] += self.slope[row];
                bend[c] += sign * self.bend[row];
            }
        }
    }

    /// Losses and slopes at `flow`.
    pub fn laws(&mut self, h: &Hydraulics) {
        let (a, b) = (h.pipes.link.len(), h.power_laws.link.len());
        let (m, rest) = self.flow.split_at(a);
        let (drop, drops) = self.drop.split_at_mut(a);
        let (slope, slopes) = self.slope.split_at_mut(a);
        let bend = &mut self.bend[..a];
        match h.friction {
            Friction::Colebrook => pipe::losses(&self.pipes, m, drop, slope, bend),
            Friction::SwameeJain => swamee_jain::losses(&self.pipes, m, drop, slope, bend),
        }
        let (m, rest) = rest.split_at(b);
        let (drop, drops) = drops.split_at_mut(b);
        let (slope, slopes) = slopes.split_at_mut(b);
        power_law::losses(&h.power_laws.law, &h.power_laws.scale, m, drop, slope);
        let f = h.formulas.law.len();
        let (m, rest) = rest.split_at(f);
        let (drop, drops) = drops.split_at_mut(f);
        let (slope, slopes) = slopes.split_at_mut(f);
        formula_pipe::losses(&h.formulas.law, m, drop, slope);
        let c = self.orifices.len();
        let (m, rest) = rest.split_at(c);
        let (drop, drops) = drops.split_at_mut(c);
        let (slope, slopes) = slopes.split_at_mut(c);
        orifice::losses(&self.orifices, m, drop, slope);
        let throttles = c - h.throttles.law.len()..c;
        for (slope, orifice) in slope[throttles.clone()]
            .iter_mut()
            .zip(&self.orifices[throttles])
        {
            *slope = slope.max(LEAST_VALVE_SLOPE * orifice.stiffness);
        }
        pumps(h, rest, drops, slopes);
        let last = h.pumps.law.len() + h.regulated.law.len();
        let (m, drop, slope) = (&rest[last..], &mut drops[last..], &mut slopes[last..]);
        devices(h, &self.allowed, m, drop, slope);
    }

    /// Second derivatives of all rows but pipes, as if laws were powers of flow near by; of pumps, as if
    /// what they lift fell with the square of flow unless they know better.
    pub fn bends(&mut self, h: &Hydraulics) {
        let first = h.pipes.link.len();
        let lifts = self.first_orifice(h) + self.orifices.len();
        power_bends(
            &self.flow[first..lifts],
            &self.drop[first..lifts],
            &self.slope[first..lifts],
            &mut self.bend[first..lifts],
        );
        let devices = self.first_device();
        for row in lifts..self.flow.len() {
            let (m, slope) = (self.flow[row], self.slope[row]);
            let device = row.checked_sub(devices).and_then(|i| h.devices.law.get(i));
            let power = device.map_or(1.0, |device| device.power());
            self.bend[row] = if m > 0.0 { power * slope / m } else { 0.0 };
        }
    }

    /// Row of the first orifice.
    pub fn first_orifice(&self, h: &Hydraulics) -> usize {
        h.pipes.link.len() + h.power_laws.link.len() + h.formulas.link.len()
    }

    /// Row of the first device; regulators follow devices.
    pub fn first_device(&self) -> usize {
        self.flow.len() - self.allowed.len()
    }

    /// Flow from which a cold solution starts in each row [kg/s]: rated flows, 1.5 m/s in pipes.
    pub fn guess(&self, h: &Hydraulics, net: &Network, row: usize) -> f64 {
        let l = net.link_of_row[row] as usize;
        let (kind_row, rho) = (h.row[l] as usize, h.density[l]);
        match h.kind[l] {
            Kind::Pipe => {
                let d = h.pipes.law[kind_row].diameter;
                1.5 * rho * 0.25 * PI * d * d
            }
            Kind::PowerLaw => h.power_laws.law[kind_row].flow,
            Kind::Pump => 0.6 * h.pumps.law[kind_row].most_flow(),
            Kind::RegulatedPump => 0.6 * h.regulated.law[kind_row].pump.most_flow(),
            Kind::FormulaPipe => 0.3 * h.formulas.law[kind_row].usual,
            Kind::Throttle => {
                let law = &h.throttles.law[kind_row];
                law.usual.clamp(law.least, law.most)
            }
            Kind::Device => h.devices.law[kind_row].usual,
            Kind::Regulator => h.regulators.law[kind_row].usual,
            _ => {
                let orifice = &self.orifices[row - self.first_orifice(h)];
                (2e4 / orifice.resistance).sqrt().min(orifice.most)
            }
        }
    }
}

/// Second derivative of the power law that has the same loss and slope; none where a limit is met.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn power_bends(flow: &[f64], drop: &[f64], slope: &[f64], bend: &mut [f64]) {
    let columns = flow.iter().zip(drop).zip(slope.iter().zip(bend));
    for ((&m, &drop), (&slope, bend)) in columns {
        let exponent = slope * m / drop;
        let power = (1.0..=3.0).contains(&exponent);
        *bend = if power {
            slope * (exponent - 1.0) / m
        } else {
            0.0
        };
    }
}

fn pumps(h: &Hydraulics, flow: &[f64], drop: &mut [f64], slope: &mut [f64]) {
    let n = h.pumps.link.len();
    for i in 0..n {
        let (law, rho) = (&h.pumps.law[i], h.density[h.pumps.link[i] as usize]);
        let loss = law.loss(flow[i], rho, h.pumps.drive[i]);
        let least = LEAST_SLOPE * law.curve.shut_off() / law.most_flow();
        drop[i] = loss.drop;
        slope[i] = loss.slope.max(least);
    }
    for i in 0..h.regulated.link.len() {
        let (law, rho) = (&h.regulated.law[i], h.density[h.regulated.link[i] as usize]);
        let loss = law.loss(flow[n + i], rho, h.regulated.hold[i]);
        let least = LEAST_SLOPE * law.pump.curve.shut_off() / law.pump.most_flow();
        drop[n + i] = loss.drop;
        slope[n + i] = loss.slope.max(least);
    }
}

/// Devices, and regulators as if they were wide open.
fn devices(h: &Hydraulics, allowed: &[f64], flow: &[f64], drop: &mut [f64], slope: &mut [f64]) {
    let n = h.devices.law.len();
    for i in 0..n {
        let loss = h.devices.law[i].loss(flow[i], h.devices.speed[i], allowed[i]);
        drop[i] = loss.drop;
        slope[i] = loss.slope;
    }
    for (i, law) in h.regulators.law.iter().enumerate() {
        let orifice = law.open();
        let loss = orifice.loss(flow[n + i]);
        drop[n + i] = loss.drop;
        slope[n + i] = loss.slope.max(LEAST_VALVE_SLOPE * orifice.stiffness);
    }
}
