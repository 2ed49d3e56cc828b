//! Rows and single racks: headers, hoses, cold plates.

use super::plan::{Medium, Plan, Run};
use crate::config::kinds::Recorded;
use crate::config::{At, Diagnostic, Header, Named, Origin, Rack, RearDoor, Row, SingleRack};
use crate::model::hydraulic::NodeId;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::valve::{self, Valve};
use crate::physics::thermal::chip::ChipLaw;
use crate::physics::thermal::rack::{self, Segment};

/// Temperature above which throttling is not modelled because nobody gave a limit [°C].
const NEVER: f64 = 150.0;
/// Least share of its demand that a throttled chip keeps (assumed: firmware floors near 30 %).
const THROTTLE_FLOOR: f64 = 0.3;
/// Distance of the shutdown temperature above limit and throttling \[K\] (assumed: `nvidia-smi -q` of an H100 tells 87 and
/// 95 °C).
const SHUTDOWN_ABOVE: f64 = 8.0;
/// Loss coefficients of a hose: two quick couplings and two bends, beyond the rack's own record. That of the
/// return holds the isolating valve too.
const HOSE_MINOR: f64 = 3.0;
/// Loss coefficient of an open isolating valve of the hose's bore: a ball valve of full bore and two reducers
/// (Crane TP-410: 3 to 10 times the friction factor of turbulent flow, up to 0.3; assumed).
const VALVE_LOSS: f64 = 0.3;
/// Leakage of a shut isolating valve over its Kv: class IV of IEC 60534-4.
const LEAKAGE: f64 = 1e-4;

/// One rack to be drawn.
pub struct Slot<'c> {
    /// Unit.
    pub unit: usize,
    /// Unit of its rear door.
    pub door: Option<usize>,
    /// Name, `row.a.3`.
    pub name: String,
    /// Its record.
    pub record: &'c Recorded<Rack>,
    /// Rear-door record.
    pub rear_door: Option<&'c Recorded<RearDoor>>,
    /// Power at full load [W].
    pub power: f64,
    /// Its hoses, each way.
    pub hose: Run,
    /// Where it was written.
    pub at: Origin,
}

/// A row to be drawn: its racks and headers.
pub struct RowPlan<'c> {
    /// Name, `row.a`.
    pub name: String,
    /// The racks in order.
    pub slots: Vec<Slot<'c>>,
    /// One piece of header, from rack to rack.
    pub piece: Run,
    /// How the return runs.
    pub header: Header,
}

impl<'c> RowPlan<'c> {
    /// A row of the configuration.
    pub fn of_row(row: &'c Named<Row>) -> Self {
        let hose = hose(&row.hose_length, &row.hose_diameter, &row.roughness);
        let slot = |i: u32| Slot {
            unit: 0,
            door: None,
            name: format!("row.{}.{}", row.name, i + 1),
            record: &row.rack,
            rear_door: row.rear_door.as_ref(),
            power: row.power.as_ref().map_or(*row.rack.rated_power, |p| **p),
            hose,
            at: row.at.clone(),
        };
        Self {
            name: format!("row.{}", row.name),
            slots: (0..*row.racks).map(slot).collect(),
            piece: Run {
                length: *row.pitch,
                diameter: *row.header_diameter,
                roughness: *row.roughness,
                minor: 0.5,
            },
            header: *row.header,
        }
    }

    /// A single rack of the configuration, as a row of one.
    pub fn of_single(single: &'c Named<SingleRack>) -> Self {
        let hose = hose(
            &single.hose_length,
            &single.hose_diameter,
            &single.roughness,
        );
        let name = format!("rack.{}", single.name);
        let slot = Slot {
            unit: 0,
            door: None,
            name: name.clone(),
            record: &single.rack,
            rear_door: single.rear_door.as_ref(),
            power: single
                .power
                .as_ref()
                .map_or(*single.rack.rated_power, |p| **p),
            hose,
            at: single.at.clone(),
        };
        Self {
            name,
            slots: vec![slot],
            piece: hose,
            header: Header::DirectReturn,
        }
    }
}

fn hose(length: &At<f64>, diameter: &At<f64>, roughness: &At<f64>) -> Run {
    Run {
        length: **length,
        diameter: **diameter,
        roughness: **roughness,
        minor: HOSE_MINOR,
    }
}

/// Draws a row's headers and racks; returns the nodes of both headers, rack by rack.
pub fn draw_row(plan: &mut Plan, row: &RowPlan, medium: &Medium) -> [Vec<NodeId>; 2] {
    let n = row.slots.len();
    let mut header = |side: &str| -> Vec<NodeId> {
        (1..=n)
            .map(|i| plan.node(format!("{}.{side}.{i}", row.name), medium))
            .collect()
    };
    let (supply, back) = (header("supply"), header("return"));
    for i in 1..n {
        let name = |side: &str| format!("{}.{side}-header.{i}", row.name);
        plan.hose(&name("supply"), supply[i - 1], supply[i], row.piece);
        let [from, to] = match row.header {
            Header::DirectReturn => [back[i], back[i - 1]],
            Header::ReverseReturn => [back[i - 1], back[i]],
        };
        plan.hose(&name("return"), from, to, row.piece);
    }
    for (i, slot) in row.slots.iter().enumerate() {
        draw_rack(plan, slot, supply[i], back[i], medium);
    }
    [supply, back]
}

/// Draws one rack between two nodes: hose, cold plates, hose.
pub fn draw_rack(plan: &mut Plan, slot: &Slot, supply: NodeId, back: NodeId, medium: &Medium) {
    let (name, rack) = (&slot.name, slot.record);
    let inlet = plan.node(format!("{name}.inlet"), medium);
    let outlet = plan.node(format!("{name}.outlet"), medium);
    plan.hose(&format!("{name}.supply-hose"), supply, inlet, slot.hose);
    let law = PowerLaw::new(
        *rack.rated_flow * medium.density,
        *rack.rated_drop,
        *rack.drop_exponent,
    );
    let link = plan.net.power_law(name.clone(), inlet, outlet, law);
    plan.began(link, name, inlet, outlet);
    let cell = plan.cell(slot.unit, 0.0);
    plan.equipment.racks.cell.push(cell);
    let shut_off = isolating_valve(plan, slot, outlet, medium);
    let hose = Run {
        minor: slot.hose.minor - VALVE_LOSS,
        ..slot.hose
    };
    plan.hose(&format!("{name}.return-hose"), shut_off, back, hose);
    if let (Some(unit), Some(door)) = (slot.door, slot.rear_door) {
        super::air::draw_rear_door(plan, unit, slot, door, [inlet, outlet], medium);
    }
}

/// Draws the valve that isolates a rack, behind its cold plates; returns its far side.
fn isolating_valve(plan: &mut Plan, slot: &Slot, outlet: NodeId, medium: &Medium) -> NodeId {
    let name = format!("{}.valve", slot.name);
    let after = plan.node(format!("{name}.outlet"), medium);
    let law = Valve::of_bore(slot.hose.diameter, VALVE_LOSS, valve::Trim::Linear, LEAKAGE);
    let link = plan.net.valve(name.clone(), outlet, after, law, 1.0);
    plan.began(link, &name, outlet, after);
    after
}

/// Chip temperature at which a rack switches itself off [°C].
fn shutdown(rack: &Rack) -> f64 {
    let stated = rack.shutdown.as_ref().map(|t| **t);
    let throttle = rack.throttle.as_ref().map_or(f64::NEG_INFINITY, |t| **t);
    stated.unwrap_or_else(|| rack.chip_limit.max(throttle) + SHUTDOWN_ABOVE)
}

/// Sizes one rack and appends it to the bank, in the order of the units.
pub fn size_rack(plan: &mut Plan, slot: &Slot, medium: &Medium) {
    let rack = slot.record;
    // Processors, switches and regulators share the cold plates' heat: they count as further chips, so
    // that each chip carries its own power at full load.
    let full = *rack.liquid_fraction * *rack.rated_power / *rack.chip_power;
    let chips = full.max(f64::from(*rack.chips));
    let rating = rack::Rating {
        segments: *rack.segments as usize,
        chips,
        chip_resistance: (*rack.chip_resistance).max(1e-6),
        wall_resistance: *rack.plate_resistance,
        chip_capacity: chips * *rack.chip_capacity,
        plate_capacity: chips * *rack.plate_capacity,
        coolant_mass: medium.density * *rack.coolant_volume,
        flow: medium.density * *rack.rated_flow,
        exponent: 0.0,
    };
    let Some(segment) = plan.accept("rack", &slot.name, Segment::rated(&rating), &slot.at) else {
        return;
    };
    let racks = &mut plan.equipment.racks;
    if racks.bank.is_empty() {
        racks.bank = rack::Bank::new(rating.segments);
    } else if racks.bank.segments != rating.segments {
        let text = format!(
            "{}: all racks of a hall need the same number of segments",
            slot.name
        );
        plan.faults.push(
            Diagnostic::error("segments", text)
                .at(&rack.segments.at, "differs from the first rack"),
        );
        return;
    }
    racks.bank.push(&segment);
    racks.liquid.push(*rack.liquid_fraction);
    racks.chain_liquid.push(*rack.chain_liquid);
    racks.limit.push(*rack.chip_limit);
    racks.shutdown.push(shutdown(rack));
    let asked = rack
        .required_flow_constant
        .as_ref()
        .zip(rack.required_flow_reference.as_ref());
    // At the end of the chain, where a rack's power is known.
    let rated = super::banks::behind(&rack.chain, *rack.rated_power);
    plan.equipment
        .racks
        .asked
        .push(asked.map_or([0.0; 2], |(constant, reference)| {
            [**constant * medium.density / rated, **reference]
        }));
    let law = ChipLaw {
        t_ref: *rack.leakage_reference,
        leakage: *rack.leakage,
        t_limit: rack.throttle.as_ref().map_or(NEVER, |t| **t),
        slope: *rack.throttle_slope,
        floor: THROTTLE_FLOOR,
    };
    let law = plan
        .accept("chip", &slot.name, law.checked(), &slot.at)
        .unwrap_or(law);
    plan.equipment.racks.chip.push(law);
}
