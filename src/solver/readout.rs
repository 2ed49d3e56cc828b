//! What a step tells the outside: powers, balances, temperatures, reports of the equipment.

use super::electrics::PowerFlow;
use super::electrics::account::{PlaceHeat, from_grid};
use super::hall::Moisture;
use super::network::Flows;
use super::step::{Drivers, Stepper, situation};
use crate::model::coolant::Element;
use crate::model::equipment::{Balance, HallAir, Situation, Trip};
use crate::model::hydraulic::Hydraulics;
use crate::model::state::State;
use crate::physics::validity::Validity;

/// Flow-weighted temperatures of two streams [°C]; `None` where nothing flows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Temperatures {
    /// To the racks and from them.
    pub racks: Option<[f64; 2]>,
    /// To the CDUs and from them, facility side.
    pub facility: Option<[f64; 2]>,
    /// Warmest chip, the distance of the worst chip to its limit \[K\], and its rack.
    pub chip: Option<(f64, f64, usize)>,
}

impl Stepper<'_> {
    /// Power from meter to chip.
    pub fn power_flow(&self) -> &PowerFlow {
        &self.electrics
    }

    /// Racks that switched themselves off in the last step.
    pub fn trips(&self) -> &[Trip] {
        &self.trips
    }

    /// Losses by the place where they become heat.
    pub fn places(&self) -> &PlaceHeat {
        &self.places
    }

    /// Where the heat of each unit went \[W\].
    pub fn balances(&self) -> &[Balance] {
        &self.columns.balance
    }

    /// Electric power of each unit \[W\].
    pub fn unit_power(&self) -> &[f64] {
        &self.columns.power
    }

    /// Conversion losses given to each unit \[W\].
    pub fn unit_loss(&self) -> &[f64] {
        &self.columns.loss
    }

    /// Ranges that each unit's law left.
    pub fn validity(&self) -> &[Validity] {
        &self.columns.validity
    }

    /// Hands `each` the unit and sound power level [dB(A)] of what sounds outdoors.
    pub fn sound(&self, each: impl FnMut(usize, f64)) {
        let balance = &self.columns.balance;
        self.model.equipment.sound(&self.scratch, balance, each);
    }

    /// Hands `each` every unit below its turndown.
    pub fn below_turndown(&self, each: impl FnMut(usize)) {
        let equipment = &self.model.equipment;
        equipment.below_turndown(&self.scratch, &self.columns.reading, each);
    }

    /// Where the water of the hall's air came from and went in the last step.
    pub fn moisture(&self) -> Moisture {
        self.hall.moisture
    }

    /// Air of the hall.
    pub fn hall_air(&self) -> HallAir {
        self.hall.now
    }

    /// Air that the racks draw in [°C]: what fan walls blow, mixed with what the racks have warmed where that is too
    /// little; the hall's air where there are none.
    pub fn rack_air(&self) -> f64 {
        let walls = &self.model.equipment.fan_walls;
        let (mut mass, mut heat) = (0.0, 0.0);
        for (m, air, _) in walls.supply(&self.scratch.fan_wall) {
            mass += m;
            heat += m * air.t;
        }
        if mass <= 0.0 {
            return self.hall.now.t;
        }
        let taken_back = self.hall.now.t - self.model.hall.rack_air_rise;
        (heat / mass).max(taken_back)
    }

    /// Enthalpy at each node [J/kg].
    pub fn node_enthalpy(&self) -> &[f64] {
        &self.transport.node
    }

    /// The coolant network with its settings and coolant, and its solution.
    pub fn network(&self) -> (&Hydraulics, &Flows) {
        (&self.plant, &self.flows)
    }

    /// Power that the grid gives \[W\]: nothing at sources out of service.
    pub fn grid_power(&self) -> f64 {
        from_grid(&self.model.power, &self.electrics)
    }

    /// Speed over rated speed of the pumps on `link`.
    pub fn pump_speed(&self, link: usize) -> f64 {
        self.columns.reading.speed[link]
    }

    /// Pressure of the air \[Pa\].
    pub fn atmosphere(&self) -> f64 {
        self.hall.now.pressure
    }

    /// Mass flow of each link [kg/s].
    pub fn flow(&self) -> &[f64] {
        &self.columns.flow
    }

    /// Heat given to each cell of coolant by equipment \[W\].
    pub fn cell_heat(&self) -> &[f64] {
        &self.transport.cell_heat
    }

    /// Writes what all units report.
    pub fn report_units(&self, state: &State, drivers: &Drivers, signal: &mut [f64]) {
        let at = situation!(self, state, drivers);
        let (reading, balance) = (&self.columns.reading, &self.columns.balance);
        self.model.equipment.report(
            &at,
            reading,
            &self.scratch,
            balance,
            &self.transport.cell,
            signal,
        );
    }

    /// Temperatures of the hall as a whole.
    pub fn temperatures(&self) -> Temperatures {
        let racks = &self.model.equipment.racks;
        let cdus = &self.model.equipment.cdus;
        let (mut warmest, mut worst) = (f64::MIN, None::<(f64, usize)>);
        for (i, limit) in racks.limit.iter().enumerate() {
            let chip = racks.hottest(&self.scratch.racks, i);
            warmest = warmest.max(chip);
            let margin = limit - chip;
            if worst.is_none_or(|(least, _)| margin < least) {
                worst = Some((margin, i));
            }
        }
        Temperatures {
            racks: self.weighted(racks.first, racks.cell.iter().copied()),
            facility: self.weighted(cdus.first, cdus.cdus.iter().map(|c| c.cell[1])),
            chip: worst.map(|(margin, i)| (warmest, margin, i)),
        }
    }

    /// Flow through rack `i` [kg/s], its inlet temperature [°C], and what its maker asks for [kg/s].
    pub fn rack_coolant(&self, i: usize) -> Option<[f64; 3]> {
        let racks = &self.model.equipment.racks;
        let (cell, c) = (racks.cell[i] as usize, &self.columns);
        let power = c.power[racks.first + i];
        let asked = racks.asked_flow(i, c.inlet_t[cell], power)?;
        Some([c.cell_flow[cell], c.inlet_t[cell], asked])
    }

    /// Flow [kg/s] of CDU `i` on its technology side and the pressure \[Pa\] that it holds across its ports.
    pub fn cdu_duty(&self, i: usize) -> [f64; 2] {
        let link = self.model.equipment.cdus.cdus[i].pump_link as usize;
        [self.columns.flow[link], -self.flows.drop[link]]
    }

    /// Temperature of the coolant that leaves the plant of facility loop `i` [°C].
    pub fn loop_supply(&self, i: usize) -> f64 {
        let group = &self.model.equipment.loop_pumps.groups[i];
        let h = self.transport.cell[group.last as usize];
        group.fluid.temperature(h)
    }

    /// Mean temperatures to and from `cells`, one of each unit from `first` on.
    fn weighted(&self, first: usize, cells: impl Iterator<Item = u32>) -> Option<[f64; 2]> {
        let c = &self.columns;
        let (mut flow, mut inlet, mut outlet) = (0.0, 0.0, 0.0);
        for (unit, cell) in self.model.equipment.units[first..].iter().zip(cells) {
            let cell = cell as usize;
            let rise = self.transport.cell_heat[cell] / (c.cell_flow[cell] * c.cp[cell]).max(1e-9);
            let m = unit.copies * c.cell_flow[cell];
            flow += m;
            inlet += m * c.inlet_t[cell];
            outlet += m * (c.inlet_t[cell] + rise);
        }
        (flow > 0.0).then(|| [inlet / flow, outlet / flow])
    }

    /// Heat that the plants of all loops took out of their coolant \[W\], from flow and temperatures at
    /// their two ends alone, less what condensers put back.
    pub fn plant_heat_by_flow(&self, dt: f64) -> f64 {
        let equipment = &self.model.equipment;
        let mut total = 0.0;
        for (i, group) in equipment.loop_pumps.of_loops().iter().enumerate() {
            let link = group.link as usize;
            let m = self.columns.flow[link];
            let mut stored = 0.0;
            if dt.is_finite() {
                for element in self.model.coolant.chain(link) {
                    if let Element::Cell(c) = *element {
                        let c = c as usize;
                        stored += self.model.coolant.cells.mass[c]
                            * (self.transport.cell[c] - self.cell_before[c]);
                    }
                }
            }
            let shaft = self.columns.balance[equipment.loop_pumps.first + i].coolant;
            total += m * (self.transport.entered[link] - self.transport.left[link]) + shaft
                - stored / dt;
        }
        let condensers = equipment.chillers.groups.iter().filter_map(|g| g.condenser);
        total
            - equipment
                .exchangers
                .all
                .iter()
                .map(|x| self.transport.cell_heat[x.cell[1] as usize])
                .sum::<f64>()
            - condensers
                .map(|c| self.transport.cell_heat[c as usize])
                .sum::<f64>()
    }

    /// The same heat \[W\] from the electric meters: what the utility gave, less what became heat outdoors
    /// without passing coolant, less what the hall stored.
    pub fn plant_heat_by_meters(&self, dt: f64) -> f64 {
        let utility: f64 = self
            .model
            .power
            .sources
            .iter()
            .map(|r| self.electrics.input[*r as usize])
            .sum();
        let rejecting = |family: &str| {
            matches!(
                family,
                "dry_cooler" | "tower" | "chiller" | "heat_reuse" | "tank" | "ice_store"
            )
        };
        let outdoors = |(unit, b): (&crate::model::equipment::Unit, &Balance)| {
            let rejected = if rejecting(unit.family) {
                b.coolant
            } else {
                0.0
            };
            unit.copies * (b.outdoors + b.reused + rejected)
        };
        let direct: f64 = self
            .model
            .equipment
            .units
            .iter()
            .zip(&self.columns.balance)
            .map(outdoors)
            .sum();
        let stored = if dt.is_finite() {
            self.stored / dt
        } else {
            self.stored
        };
        utility - direct - self.other_heat_outdoors() - stored
    }
}
