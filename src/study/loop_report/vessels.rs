//! Expansion vessel and relief pressure of each closed loop.

use crate::model::coolant::{Coolant, Element};
use crate::model::hydraulic::{Fixed, Hydraulics};
use crate::physics::hydraulic::expansion_vessel::{ASSUMED_RATIO, Content, relief};
use crate::results::LoopVessel;
use crate::study::{Hall, Operating};

/// Temperature at which loops are filled [°C] (EN 12828, annex D).
const FILLED: f64 = 10.0;
/// Pressure above the air's that all parts of a loop stand \[Pa\]: nominal pressure PN 10 (EN 1333), assumed.
const STOOD: f64 = 1e6;

pub(super) fn vessels(hall: &Hall, operating: &Operating) -> Vec<LoopVessel> {
    let (h, coolant) = (&operating.hydraulics, &hall.model.coolant);
    let part = h.parts();
    let volume = volumes(h, coolant, &part);
    let given = given(hall, h, &part);
    let air = operating.air_pressure;
    let vessel = |fixed: &Fixed| {
        let v = fixed.node.0 as usize;
        let c = part[v] as usize;
        let nodes = (0..h.nodes()).filter(|&n| part[n] as usize == c);
        let hottest = nodes
            .map(|n| operating.temperature[n])
            .fold(f64::MIN, f64::max);
        let fluid = &coolant.fluids[coolant.node_fluid[v] as usize];
        let cold = FILLED.max(fluid.range()[0]);
        let content = Content {
            volume: volume[c],
            cold: fluid.density(cold),
            hot: fluid.density(hottest),
        };
        let content = content.checked().ok()?;
        let low = fixed.pressure + air;
        let there = (given[c] > 0.0).then_some(given[c]);
        let vessel = there.or_else(|| content.vessel(low, ASSUMED_RATIO * low).ok());
        let end = vessel.and_then(|v| content.final_pressure(low, v).ok());
        let end = end.map(|p| p - air);
        Some(LoopVessel {
            node: h.node_name(fixed.node).to_owned(),
            static_kpa: fixed.pressure / 1e3,
            volume_m3: content.volume,
            hottest,
            taken_l: 1e3 * content.taken(),
            vessel_l: vessel.map(|v| 1e3 * v),
            vessel_given: there.is_some(),
            vessel_suffices: end.is_some_and(|p| relief(p) <= STOOD),
            final_kpa: end.map(|p| p / 1e3),
            relief_kpa: end.map(|p| relief(p) / 1e3),
        })
    };
    h.fixed
        .iter()
        .filter(|f| f.vessel)
        .filter_map(vessel)
        .collect()
}

/// Coolant in each part \[m³\].
fn volumes(h: &Hydraulics, coolant: &Coolant, part: &[u32]) -> Vec<f64> {
    let count = part.iter().max().map_or(0, |&m| m as usize + 1);
    let mut volume = vec![0.0; count];
    for l in 0..h.links() {
        let held = |e: &Element| match *e {
            Element::Pipe(p) => coolant.pipes.mass[p as usize],
            Element::Cell(c) => coolant.cells.mass[c as usize],
        };
        let mass: f64 = coolant.chain(l).iter().map(held).sum();
        volume[part[h.from[l] as usize] as usize] += mass / h.density[l];
    }
    for (v, mass) in coolant.node_mass.iter().enumerate() {
        volume[part[v] as usize] += mass / h.reference_density;
    }
    volume
}

/// Vessels that the CDUs of each part bring with them \[m³\].
fn given(hall: &Hall, h: &Hydraulics, part: &[u32]) -> Vec<f64> {
    let count = part.iter().max().map_or(0, |&m| m as usize + 1);
    let mut given = vec![0.0; count];
    let mut add = |name: &str, volume: f64| {
        if let Some(link) = h.find_link(&format!("{name}.pumps")) {
            given[part[h.from[link.0 as usize] as usize] as usize] += volume;
        }
    };
    for cdu in &hall.config.cdu {
        add(&format!("cdu.{}", cdu.name), *cdu.expansion_volume);
    }
    for row in &hall.config.row {
        let Some(cdu) = &row.in_rack_cdu else {
            continue;
        };
        for i in 1..=*row.racks {
            add(&format!("cdu.{}.{i}", row.name), *cdu.expansion_volume);
        }
    }
    given
}
