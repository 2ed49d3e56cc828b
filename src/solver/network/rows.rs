//! Laws of all links, evaluated kind by kind in rows.

use super::laws::{Few, least_slope, lift_bend, lifts, power_bends};
use super::symbolic::Network;
use crate::model::hydraulic::{Friction, Hydraulics, Kind, LinkId};
use crate::physics::hydraulic::device::AtSpeed;
use crate::physics::hydraulic::orifice::{self, Orifice};
use crate::physics::hydraulic::{formula_pipe, pipe, power_law, swamee_jain};
use std::f64::consts::PI;
use std::ops::Range;

/// Coefficients, flows, losses and slopes in row order.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    pub pipes: pipe::Row,
    /// Pipe of each row, and its link.
    pipe: Vec<[u32; 2]>,
    pub orifices: Vec<Orifice>,
    pub at_speed: Vec<AtSpeed>,
    /// Part of each flow that does not belong to its chain [kg/s]: injections passed on.
    pub base: Vec<f64>,
    /// Flow of each row [kg/s]; of pipes only where all rows are evaluated at once.
    pub flow: Vec<f64>,
    /// Loss of each row [Pa], and like flow its derivative [Pa·s/kg] and nearly its second one [Pa·s²/kg²].
    pub drop: Vec<f64>,
    pub slope: Vec<f64>,
    pub bend: Vec<f64>,
    /// Pressure of the column of coolant in each row [Pa].
    pub buoyancy: Vec<f64>,
    /// Reverse flow that each device, then each regulator, is allowed so that it has none [kg/s]: see
    /// `limits`.
    pub allowed: Vec<f64>,
    /// Orifices whose coefficients were found changed at the last look.
    pub turned: Vec<u32>,
    pub few: Few,
    /// Flow, slope and bend of the pipes of one run.
    pub run: [Vec<f64>; 3],
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
            at_speed: vec![AtSpeed::default(); h.devices.link.len()],
            base: vec![0.0; n],
            flow: vec![0.0; n],
            drop: vec![0.0; n],
            slope: vec![0.0; n],
            bend: vec![0.0; n],
            buoyancy: vec![0.0; n],
            allowed: vec![0.0; h.devices.link.len() + h.regulators.link.len()],
            turned: Vec::with_capacity(orifices),
            few: Few::new(),
            run: std::array::from_fn(|_| vec![0.0; net.shelves.most_pipes()]),
        }
    }

    /// Pressures of columns of coolant; true where none adds any.
    pub fn lifts(&mut self, h: &Hydraulics, net: &Network) -> bool {
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
        self.settings(h);
        for i in 0..h.throttles.law.len() {
            self.throttle(h, i);
        }
        for i in 0..h.devices.law.len() {
            self.turn(h, i);
        }
    }

    /// Coefficients of device `i` at its speed.
    pub fn turn(&mut self, h: &Hydraulics, i: usize) {
        self.at_speed[i] = h.devices.law[i].at(h.devices.speed[i]);
    }

    /// Coefficients of the orifice that throttle `i` is; its row.
    pub fn throttle(&mut self, h: &Hydraulics, i: usize) -> u32 {
        let first = self.orifices.len() - h.throttles.law.len();
        self.orifices[first + i] = h.throttles.law[i].orifice();
        (self.first_orifice(h) + first + i) as u32
    }

    /// Coefficients of the pipe in `row` alone.
    pub fn renew(&mut self, h: &Hydraulics, row: usize) {
        let [pipe, link] = self.pipe[row].map(|i| i as usize);
        let law = h.pipes.law[pipe].at(h.density[link], h.viscosity[link]);
        self.pipes.set(row, law);
    }

    /// Coefficients of orifices but throttles; those that change are noted in `turned`.
    pub fn settings(&mut self, h: &Hydraulics) {
        let (turned, mut orifices) = (&mut self.turned, self.orifices.iter_mut().zip(0..));
        turned.clear();
        let mut put = |orifice: Orifice| {
            if let Some((place, i)) = orifices.next()
                && *place != orifice
            {
                *place = orifice;
                turned.push(i);
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
        self.allowed.fill(0.0);
    }

    /// Losses, slopes and bends of all rows but pipes at chain flows `chain` (one more than chains, the last
    /// zero).
    pub fn evaluate_others(&mut self, h: &Hydraulics, net: &Network, chain: &[f64]) {
        let first = net.shelves.rows();
        let of = net.chain_of_row[first..]
            .iter()
            .zip(&net.sign_of_row[first..]);
        let flows = self.flow[first..].iter_mut().zip(&self.base[first..]);
        for ((flow, base), (of, sign)) in flows.zip(of) {
            *flow = base + sign * chain[*of as usize];
        }
        self.other_laws(h);
        self.bends(h);
    }

    /// Losses, slopes and bends of a run's pipes, which stand in `rows`, at flows in `run`.
    pub fn evaluate_pipes(&mut self, h: &Hydraulics, rows: Range<usize>) {
        let (start, n) = (rows.start, rows.len());
        let [m, slope, bend] = &mut self.run;
        let out = [&mut self.drop[rows], &mut slope[..n], &mut bend[..n]];
        match h.friction {
            Friction::Colebrook => pipe::losses(&self.pipes, start, &m[..n], out),
            Friction::SwameeJain => swamee_jain::losses(&self.pipes, start, &m[..n], out),
        }
    }

    /// Losses and slopes at `flow`.
    pub fn laws(&mut self, h: &Hydraulics) {
        let n = h.pipes.link.len();
        let out = [&mut self.drop, &mut self.slope, &mut self.bend].map(|c| &mut c[..n]);
        match h.friction {
            Friction::Colebrook => pipe::losses(&self.pipes, 0, &self.flow[..n], out),
            Friction::SwameeJain => swamee_jain::losses(&self.pipes, 0, &self.flow[..n], out),
        }
        self.other_laws(h);
    }

    fn other_laws(&mut self, h: &Hydraulics) {
        let (a, b) = (h.pipes.link.len(), h.power_laws.link.len());
        let (m, rest) = self.flow[a..].split_at(b);
        let (drop, drops) = self.drop[a..].split_at_mut(b);
        let (slope, slopes) = self.slope[a..].split_at_mut(b);
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
            *slope = slope.max(least_slope(orifice));
        }
        lifts(h, rest, drops, slopes);
        self.devices(h);
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
            self.bend[row] = lift_bend(m, slope, device.map_or(1.0, |device| device.power()));
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
