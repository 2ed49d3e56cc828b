//! The power tree: from the meter through what the file draws to racks, pumps, fans and services.

use super::banks::{bank, ups_bank};
use super::plan::Plan;
use super::racks::Slot;
use crate::config::{self, At, Origin, Redundancy};
use crate::model::busways::Busways;
use crate::model::electrical::{
    Meter, NodeId, Place, Point, PowerTree, PowerTreeBuilder, Seat, Supply,
};
use crate::physics::electrical::busway::{self, Busway, Wiring};
use crate::physics::electrical::converter::Converter;
use crate::physics::electrical::transformer::{self, Transformer};
use std::collections::HashMap;

/// Meter that stands in where the file draws no utility.
const METER: &str = "meter";
/// Its voltage, line to line [V].
const METER_VOLTS: f64 = 400.0;
/// Displacement factor of halls with active front ends (assumed).
const POWER_FACTOR: f64 = 0.98;
/// The tree while it is drawn.
pub struct Feeders {
    tree: PowerTreeBuilder,
    supply: HashMap<String, Supply>,
    first: String,
    /// Node of each unit's load.
    pub loads: Vec<(usize, NodeId)>,
}

/// Account of the model for that of the file.
pub fn meter(meter: config::Meter) -> Meter {
    match meter {
        config::Meter::It => Meter::It,
        config::Meter::Cooling => Meter::Cooling,
        config::Meter::Power => Meter::Power,
        config::Meter::House => Meter::House,
    }
}

fn place(place: config::Place) -> Place {
    match place {
        // Outside a rack there is no technology coolant to take the loss.
        config::Place::Coolant | config::Place::HallAir => Place::HallAir,
        config::Place::ElectricalRoom => Place::ElectricalRoom,
        config::Place::Outdoors => Place::Outdoors,
    }
}

impl Feeders {
    /// Draws everything between the meter and the loads, feeders before what they feed.
    pub fn draw(plan: &mut Plan) -> Self {
        let config = plan.config;
        let mut drawn = Self {
            tree: PowerTreeBuilder::new(),
            supply: HashMap::new(),
            first: config
                .utility
                .iter()
                .next()
                .map_or(METER.to_owned(), |u| u.name.clone()),
            loads: Vec::new(),
        };
        if config.utility.is_empty() {
            drawn.source(METER, METER_VOLTS);
        }
        for utility in &config.utility {
            drawn.source(&utility.name, *utility.voltage);
        }
        let mut waiting = drawn.pending(config);
        while !waiting.is_empty() {
            let before = waiting.len();
            waiting.retain(|(name, fed_by)| {
                let feeder = fed_by.clone().unwrap_or_else(|| drawn.first.clone());
                let Some(supply) = drawn.supply.get(&feeder).copied() else {
                    return true;
                };
                drawn.element(plan, name, &feeder, supply);
                false
            });
            if waiting.len() == before {
                // Circles and unknown feeders were reported where the file was read.
                break;
            }
        }
        drawn
    }

    fn source(&mut self, name: &str, volts: f64) {
        self.tree.source(name, Supply::Ac(volts));
        self.supply.insert(name.to_owned(), Supply::Ac(volts));
    }

    fn pending(&self, config: &config::Config) -> Vec<(String, Option<String>)> {
        let fed = |f: &Option<At<String>>| f.as_ref().map(|f| f.value.clone());
        let transformers = config
            .transformer
            .iter()
            .map(|t| (t.name.clone(), fed(&t.fed_by)));
        let converters = config
            .converter
            .iter()
            .map(|t| (t.name.clone(), fed(&t.fed_by)));
        let ups = config.ups.iter().map(|t| (t.name.clone(), fed(&t.fed_by)));
        let busways = config
            .busway
            .iter()
            .map(|t| (t.name.clone(), fed(&t.fed_by)));
        transformers
            .chain(converters)
            .chain(ups)
            .chain(busways)
            .collect()
    }

    fn element(&mut self, plan: &mut Plan, name: &str, feeder: &str, supply: Supply) {
        let config = plan.config;
        let gives = if let Some(t) = config.transformer.get(name) {
            self.transformer(plan, name, feeder, t)
        } else if let Some(c) = config.converter.get(name) {
            let seat = Seat::new(place(*c.place), meter(*c.meter));
            let made = plan.accept("converter", name, bank(c), &c.at);
            self.regulated(
                name,
                feeder,
                made,
                [needs(supply, *c.voltage_in), Supply::Dc(*c.voltage_out)],
                (seat, *c.redundancy),
            )
        } else if let Some(u) = config.ups.get(name) {
            let seat = Seat::new(place(*u.place), meter(*u.meter)).with(Point::UpsOutput);
            let made = plan.accept("ups", name, ups_bank(u), &u.at);
            self.regulated(
                name,
                feeder,
                made,
                [needs(supply, *u.voltage_in), Supply::Ac(*u.voltage_out)],
                (seat, *u.redundancy),
            )
        } else if let Some(b) = config.busway.get(name) {
            self.busway(plan, name, feeder, supply, b)
        } else {
            None
        };
        // A faulty element still feeds, so that one mistake is one message.
        self.supply.insert(name.to_owned(), gives.unwrap_or(supply));
    }

    fn transformer(
        &mut self,
        plan: &mut Plan,
        name: &str,
        feeder: &str,
        t: &config::Named<config::Transformer>,
    ) -> Option<Supply> {
        let installed = t.redundancy.installed(*t.count).unwrap_or(*t.count);
        let count = f64::from(installed);
        let rating = transformer::Rating {
            apparent: count * *t.rated_power,
            volts: [*t.voltage_in, *t.voltage_out],
            no_load: count * *t.no_load_loss,
            load_loss: count * *t.load_loss,
            power_factor: POWER_FACTOR,
        };
        let unit = plan.accept("transformer", name, Transformer::new(&rating), &t.at)?;
        let mut seat = Seat::new(place(*t.place), meter(*t.meter));
        if *t.pdu {
            seat = seat.with(Point::PduOutput);
        }
        let node = self.tree.transformer(name, feeder, unit, seat);
        self.tree
            .side_by_side(node, installed, t.redundancy.systems());
        Some(Supply::Ac(*t.voltage_out))
    }

    fn regulated(
        &mut self,
        name: &str,
        feeder: &str,
        unit: Option<Converter>,
        [needs, gives]: [Supply; 2],
        (seat, redundancy): (Seat, Redundancy),
    ) -> Option<Supply> {
        let node = self
            .tree
            .converter(name, feeder, unit?, [needs, gives], seat);
        self.tree.side_by_side(node, 1, redundancy.systems());
        Some(gives)
    }

    fn busway(
        &mut self,
        plan: &mut Plan,
        name: &str,
        feeder: &str,
        supply: Supply,
        b: &config::Named<config::Busway>,
    ) -> Option<Supply> {
        let installed = b.redundancy.installed(*b.runs).unwrap_or(*b.runs);
        let runs = f64::from(installed);
        let loop_resistance = *b.resistance * *b.length / runs;
        let (wiring, conductor) = match supply {
            Supply::Dc(_) => (Wiring::Unipolar, 0.5 * loop_resistance),
            Supply::Ac(_) => (
                Wiring::ThreePhase {
                    power_factor: POWER_FACTOR,
                },
                0.5 * loop_resistance,
            ),
        };
        let rating = busway::Rating {
            conductor,
            metal: busway::COPPER,
            wiring,
            rated_current: runs * *b.rated_current,
        };
        let unit = plan.accept("busway", name, Busway::new(&rating), &b.at)?;
        let seat = Seat::new(place(*b.place), meter(*b.meter));
        let node = self.tree.busway(name, feeder, unit, seat);
        self.tree
            .side_by_side(node, installed, b.redundancy.systems());
        Some(supply)
    }

    /// The load of a unit fed by `fed_by`, or straight from the meter.
    pub fn load(&mut self, unit: usize, name: &str, fed_by: Option<&At<String>>, account: Meter) {
        let feeder = fed_by.map_or(self.first.clone(), |f| f.value.clone());
        let Some(supply) = self.supply.get(&feeder).copied() else {
            return;
        };
        let seat = Seat::new(Place::Outdoors, account);
        let node = self.tree.load(name, &feeder, supply, seat);
        self.loads.push((unit, node));
    }

    /// A rack's chain of converters and its chips.
    pub fn rack(&mut self, plan: &mut Plan, slot: &Slot, fed_by: Option<&At<String>>) {
        let mut feeder = fed_by.map_or(self.first.clone(), |f| f.value.clone());
        let Some(mut supply) = self.supply.get(&feeder).copied() else {
            return;
        };
        let chain = &slot.record.chain;
        for (k, stage) in chain.iter().enumerate() {
            let name = format!("{}:{}", slot.name, k + 1);
            // What stands inside a rack is IT equipment unless its record says otherwise.
            let account = if stage.meter.given {
                meter(*stage.meter)
            } else {
                Meter::It
            };
            let mut seat = Seat::new(Place::Coolant(slot.unit as u32), account);
            if k == 0 {
                seat = seat.with(Point::RackInput);
            }
            let last = k + 1 == chain.len();
            let at_12v = slot
                .record
                .bus_12v_stage
                .as_ref()
                .map_or(last, |s| **s as usize == k);
            if at_12v {
                seat = seat.with(Point::Bus12V);
            }
            let made = plan.accept("converter", &name, bank(stage), &slot.at);
            let gives = Supply::Dc(*stage.voltage_out);
            if let Some(unit) = made {
                self.tree.converter(
                    &name,
                    &feeder,
                    unit,
                    [needs(supply, *stage.voltage_in), gives],
                    seat,
                );
                (feeder, supply) = (name, gives);
            }
        }
        let mut seat = Seat::new(Place::HallAir, Meter::It).with(Point::Chip);
        if chain.is_empty() {
            seat = seat.with(Point::RackInput);
        }
        let node = self.tree.load(&slot.name, &feeder, supply, seat);
        self.loads.push((slot.unit, node));
    }

    /// The finished tree and its busways; units learn the position of their load.
    pub fn build(self, plan: &mut Plan) -> Option<(PowerTree, Busways)> {
        match self.tree.build() {
            Ok(tree) => {
                for (unit, node) in &self.loads {
                    plan.equipment.units[*unit].leaf = tree.leaf(*node).map(|leaf| leaf as u32);
                }
                let rise = |row: &u32| {
                    let bar = plan.config.busway.get(&tree.names[*row as usize]);
                    bar.map_or(0.0, |b| *b.temperature_rise)
                };
                let busways = Busways {
                    rise: tree.conductors.iter().map(rise).collect(),
                    room: *plan.config.hall.electrical_room_temperature,
                };
                Some((tree, busways))
            }
            Err(faults) => {
                for fault in faults {
                    plan.refuse("power", "power system", fault, &Origin::default());
                }
                None
            }
        }
    }
}

/// What equipment with an input of `volts` needs from a feeder that gives `supply`.
fn needs(supply: Supply, volts: f64) -> Supply {
    match supply {
        Supply::Ac(_) => Supply::Ac(volts),
        Supply::Dc(_) => Supply::Dc(volts),
    }
}
