//! Flows of energy from the meter to the sky, family by family, for the Sankey.

use super::summary::{KWH, Sources, family};
use crate::results::{Carrier, EnergyFlow};

/// Nodes of the picture that are no family.
const METER: &str = "utility meter";
const POWER: &str = "power conversion";
const COOLANT: &str = "coolant";
const AIR: &str = "hall air";
const ROOMS: &str = "electrical rooms";
const SKY: &str = "outdoor air";
const DISTRICT: &str = "district heating";
const STORED: &str = "stored";
const RELEASED: &str = "from storage";
const DRAWN_IN: &str = "outdoor air drawn in";

/// Family of what treats make-up air.
const MAKEUP: &str = "makeup_air";

/// Least share of the meter's energy that is drawn.
const LEAST: f64 = 1e-5;

/// All flows, in the order from the meter to the sky.
pub fn flows(from: &Sources) -> Vec<EnergyFlow> {
    let tally = from.tally;
    let mut all = Vec::new();
    let mut add = |a: &str, b: &str, joule: f64, carrier: Carrier| {
        // Heat that comes out of what was warm is no stage after the one that it enters.
        let (a, b, joule) = match (joule >= 0.0, b) {
            (true, _) => (a, b, joule),
            (false, STORED) => (RELEASED, a, -joule),
            (false, SKY) => (DRAWN_IN, a, -joule),
            (false, _) => (b, a, -joule),
        };
        all.push(EnergyFlow {
            from: a.to_owned(),
            to: b.to_owned(),
            kwh: joule / KWH,
            carrier,
        });
    };
    let mut families: Vec<&str> = Vec::new();
    for unit in &from.hall.model.equipment.units {
        if !families.contains(&unit.family) {
            families.push(unit.family);
        }
    }
    let sum = |wanted: &str, pick: fn(&super::tally::UnitSum) -> f64| -> f64 {
        let units = from.hall.model.equipment.units.iter().zip(&tally.units);
        units
            .filter(|(u, _)| u.family == wanted)
            .map(|(_, s)| pick(s))
            .sum()
    };
    let [air_loss, room_loss, outdoor_loss] = tally.places;
    let rack_loss = sum("rack", |s| s.loss);
    add(
        METER,
        POWER,
        air_loss + room_loss + outdoor_loss + rack_loss,
        Carrier::Electricity,
    );
    for f in &families {
        add(
            METER,
            family(f),
            sum(f, |s| s.electric),
            Carrier::Electricity,
        );
    }
    add(POWER, AIR, air_loss, Carrier::Heat);
    add(POWER, ROOMS, room_loss, Carrier::Heat);
    add(POWER, SKY, outdoor_loss, Carrier::Heat);
    add(POWER, "racks", rack_loss, Carrier::Heat);
    for f in &families {
        let name = family(f);
        let (coolant, outdoors) = (sum(f, |s| s.coolant), sum(f, |s| s.outdoors));
        add(name, COOLANT, coolant, Carrier::Heat);
        // What make-up air is treated with is part of what the hall exchanges with outdoors.
        let air = sum(f, |s| s.air);
        let treated = if *f == MAKEUP { air } else { 0.0 };
        add(name, AIR, air - treated, Carrier::Heat);
        let own = if *f == "room" {
            outdoors - room_loss
        } else {
            outdoors + treated
        };
        add(name, SKY, own, Carrier::Heat);
        add(name, DISTRICT, sum(f, |s| s.reused), Carrier::Heat);
        add(name, STORED, sum(f, |s| s.stored), Carrier::Heat);
    }
    add(ROOMS, SKY, room_loss, Carrier::Heat);
    let exchanged = tally.other_outdoors - outdoor_loss - sum(MAKEUP, |s| s.air);
    add(AIR, SKY, exchanged, Carrier::Heat);
    let least = LEAST * tally.accounts[0] / KWH;
    all.retain(|flow| flow.kwh > least);
    all
}
