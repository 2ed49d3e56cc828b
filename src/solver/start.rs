//! A first guess from which the steady state is sought.

use super::hall;
use crate::fluids::moist_air;
use crate::model::Model;
use crate::model::Outdoor;
use crate::model::equipment::cdu_loops::Memories;
use crate::model::equipment::staged::Switched;
use crate::model::equipment::{Balance, Reading};
use crate::model::state::{CoolantState, Memory, Rotor, State};

/// Every loop at its own temperature, nothing flowing, nothing drawn.
pub fn cold(model: &Model, time_s: f64, outdoor: &Outdoor) -> State {
    let coolant = CoolantState::at(&model.coolant, &model.start_t);
    let racks = &model.equipment.racks;
    let mut chips = racks.bank.state(0.0, 0.0);
    for (i, cell) in racks.cell.iter().enumerate() {
        let link = model.coolant.cells.link[*cell as usize] as usize;
        let node = model.coolant.from[link] as usize;
        for s in 0..racks.bank.segments {
            let at = s * racks.len() + i;
            chips.t_chip[at] = model.start_t[node];
            chips.t_plate[at] = model.start_t[node];
            chips.h[at] = coolant.node[node];
        }
    }
    let (units, links) = (model.equipment.units.len(), model.coolant.links());
    let cells = model.coolant.cells.mass.len();
    let (t, w) = (model.hall.supply, outdoor.humidity_ratio.min(0.008));
    let dry = moist_air::density(t, w, outdoor.pressure) / (1.0 + w);
    State {
        time_s,
        step: 0,
        coolant,
        racks: chips,
        stores: model.equipment.stores.full(),
        switched: vec![Switched::NEVER; model.equipment.staged_units().count()],
        hall: hall::with_dew_point(t, w, outdoor.pressure),
        dry_air: model.hall.volume * dry,
        on: vec![1.0; racks.len()],
        memory: Memory {
            flow: vec![0.0; links],
            potential: vec![0.0; model.coolant.nodes()],
            drop: vec![0.0; links],
            solved: false,
            power: vec![0.0; units],
            next: vec![0.0; units],
            // None known yet: all modules run.
            modules: Vec::new(),
            staged: vec![0.0; units],
            cell_heat: vec![0.0; cells],
            inlet_t: vec![0.0; cells],
            balance: vec![Balance::default(); units],
            loss: vec![0.0; units],
            set: model.hydraulics.limiters.set.clone(),
            chips: vec![0.0; racks.len() * racks.bank.segments],
            air_gain: 0.0,
            share: vec![0.0; model.coolant.nodes()],
            air_share: 0.0,
            air_rate: 0.0,
            reading: Reading {
                hydraulic_power: vec![0.0; links],
                shaft_power: vec![0.0; links],
                speed: vec![0.0; links],
                room_loss: 0.0,
            },
            rotors: vec![Rotor::default(); model.hydraulics.regulated.link.len()],
            busways: vec![20.0; model.power.conductors.len()],
            response: vec![0.0; units],
            level: vec![0.0; model.profiles.len()],
            deviation: Vec::new(),
            local: vec![Memories::default(); model.equipment.cdus.cdus.len()],
        },
    }
}
