//! CDUs: what stands between a row's headers and a facility loop.

use super::plan::{Medium, Plan, Run, Vessel};
use crate::config::{self, Origin};
use crate::model::equipment::Cdu;
use crate::model::equipment::cdu_loops::LocalLoops;
use crate::model::hydraulic::NodeId;
use crate::physics::control::dew_point_guard::Guard;
use crate::physics::control::pid::{Action, Pid};
use crate::physics::hydraulic::LawError;
use crate::physics::hydraulic::curve::Curve;
use crate::physics::hydraulic::efficiency::Efficiency;
use crate::physics::hydraulic::flow_limiter::FlowLimiter;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::pump::Pump;
use crate::physics::hydraulic::regulated_pump::{Hold, RegulatedPump};
use crate::physics::thermal::cdu_datasheet::{self, Datasheet, DatasheetError};
use crate::physics::thermal::plate_hx::{PlateHx, Rating};

/// Pipe from a CDU to the header it stands at.
const STUB: f64 = 2.0;
/// Largest primary flow a CDU's valve is asked for, over rated primary flow.
const MOST_PRIMARY: f64 = 1.5;
/// Share of the technology-side volume that is in the exchanger; the rest is in pumps and pipework.
const HX_VOLUME: f64 = 0.5;

/// One CDU to be drawn.
pub struct Slot<'c> {
    /// Unit.
    pub unit: usize,
    /// Name, `cdu.a1`.
    pub name: String,
    /// What it is.
    pub record: &'c config::Cdu,
}

/// Draws a CDU whose primary side hangs between `primary` (supply, return of its branch).
pub fn draw(
    plan: &mut Plan,
    slot: &Slot,
    technology: &Medium,
    facility: &Medium,
    primary: [NodeId; 2],
) -> [NodeId; 2] {
    let (name, cdu) = (&slot.name, slot.record);
    let height = *cdu.elevation;
    let supply = plan.node_at(format!("{name}.supply"), technology, height);
    let back = plan.node_at(format!("{name}.return"), technology, height);
    let flow = *cdu.rated_secondary_flow * technology.density;
    let pump = pump_group(cdu, technology);
    let hold = Hold {
        pressure: *cdu.differential_pressure,
        droop: *cdu.droop * *cdu.differential_pressure / flow,
        running: f64::from(*cdu.pumps_running),
        fouling: 1.0,
        slack: 0.0,
        bias: 0.0,
    };
    let pump_link = plan
        .net
        .regulated_pump(format!("{name}.pumps"), back, supply, pump, hold);
    plan.began(pump_link, &format!("{name}.pumps"), back, supply);
    let volume = *cdu.secondary_volume * technology.density;
    let pump_cell = plan.cell(slot.unit, volume * (1.0 - HX_VOLUME));
    let hot = plan.cell(slot.unit, volume * HX_VOLUME);
    plan.vessels
        .push(Vessel::new(back, &cdu.static_pressure, height));
    let primary_max = MOST_PRIMARY * *cdu.rated_primary_flow * facility.density;
    let valve_name = format!("{name}.valve");
    let drop = *cdu.valve_drop + *cdu.hx_drop_primary;
    let valve = FlowLimiter::rated(primary_max / MOST_PRIMARY, drop, facility.density);
    let valve_link = plan
        .net
        .flow_limiter(valve_name.clone(), primary[0], primary[1], valve, 0.0);
    plan.began(valve_link, &valve_name, primary[0], primary[1]);
    let cold = plan.cell(slot.unit, volume * HX_VOLUME);
    let duty = rating(cdu, technology, facility);
    let figures = figures(cdu);
    let Some(duty) = plan.accept_rating("cdu-rating", name, duty, &figures) else {
        return [supply, back];
    };
    let exchanger = PlateHx::rated(&duty);
    let Some(exchanger) = plan.accept_rating("cdu-rating", name, exchanger, &figures) else {
        return [supply, back];
    };
    plan.equipment.cdus.push(Cdu {
        exchanger,
        cell: [hot, cold],
        pump_cell,
        pump_link: pump_link.0,
        valve: valve_link.0 as usize,
        lumped: 1.0,
        supply: *cdu.supply,
        guard: Guard {
            margin: *cdu.dew_point_margin,
            most: f64::INFINITY,
        },
        primary_max,
        fluid: technology.fluid.clone(),
        control_power: *cdu.control_power,
        least_speed: *cdu.min_speed,
        loops: local_loops(cdu, primary_max),
    });
    [supply, back]
}

/// Anti-windup and derivative filter of both controllers: the defaults of ASHRAE 231P, block `Reals.PID`.
const WINDUP: f64 = 0.9;
const FILTER: f64 = 10.0;

/// Controllers of primary valve, whose flow is at most `largest` [kg/s], and pumps.
fn local_loops(cdu: &config::Cdu, largest: f64) -> LocalLoops {
    LocalLoops {
        valve: Pid {
            action: Action::Direct,
            gain: 1.0,
            integral_time: *cdu.valve_reset,
            derivative_time: *cdu.valve_derivative,
            span: *cdu.valve_band,
            windup: WINDUP,
            filter: FILTER,
            limits: [0.0, 1.0],
        },
        pumps: Pid {
            action: Action::Reverse,
            gain: *cdu.pump_gain,
            integral_time: *cdu.pump_reset,
            derivative_time: *cdu.pump_derivative,
            span: *cdu.differential_pressure,
            windup: WINDUP,
            filter: FILTER,
            limits: [*cdu.min_speed, 1.0],
        },
        largest,
        frozen: false,
    }
}

/// A pipe from a CDU's port to the header it stands at.
pub fn connection(diameter: f64, roughness: f64) -> Run {
    Run {
        length: STUB,
        diameter,
        roughness,
        minor: 2.0,
    }
}

/// The figures of a CDU's rating point that the file gives.
fn figures(cdu: &config::Cdu) -> Vec<(&Origin, &'static str)> {
    let given = [
        (Some(&cdu.rated_heat), "the heat"),
        (Some(&cdu.rated_secondary_flow), "the technology flow"),
        (Some(&cdu.rated_secondary_supply), "the technology supply"),
        (cdu.rated_secondary_return.as_ref(), "the technology return"),
        (Some(&cdu.rated_primary_flow), "the facility flow"),
        (Some(&cdu.rated_primary_inlet), "the facility inlet"),
        (cdu.rated_primary_outlet.as_ref(), "the facility outlet"),
        (cdu.rated_approach.as_ref(), "the approach"),
    ];
    let given = given.into_iter();
    let given = given.filter_map(|(figure, label)| Some((&figure?.at, label)));
    let head = (&cdu.external_head.at, "the external head");
    given.chain(std::iter::once(head)).collect()
}

/// The duty that a CDU's datasheet makes.
fn rating(
    cdu: &config::Cdu,
    technology: &Medium,
    facility: &Medium,
) -> Result<Rating, DatasheetError> {
    let shut_off = cdu.external_head.iter().map(|p| p[1]).fold(0.0, f64::max);
    let near = |p: &&[f64; 2]| (p[0] - *cdu.rated_secondary_flow).abs();
    let rated = cdu
        .external_head
        .iter()
        .min_by(|a, b| near(a).total_cmp(&near(b)));
    cdu_datasheet::check_head(shut_off, rated.map_or(shut_off, |p| p[1]))?;
    let (supply, inlet) = (*cdu.rated_secondary_supply, *cdu.rated_primary_inlet);
    let optional = |figure: &Option<config::At<f64>>| figure.as_ref().map(|f| **f);
    Datasheet {
        heat: Some(*cdu.rated_heat),
        approach: optional(&cdu.rated_approach),
        hot: [optional(&cdu.rated_secondary_return), Some(supply)],
        cold: [Some(inlet), optional(&cdu.rated_primary_outlet)],
        flow: [
            Some(*cdu.rated_secondary_flow * technology.density),
            Some(*cdu.rated_primary_flow * facility.density),
        ],
        cp: [
            technology.fluid.specific_heat(supply),
            facility.fluid.specific_heat(inlet),
        ],
    }
    .complete()
}

/// Pumps whose head is what the datasheet leaves for the row plus exchanger and filter.
fn pump_group(cdu: &config::Cdu, medium: &Medium) -> Result<RegulatedPump, LawError> {
    let rated = *cdu.rated_secondary_flow * medium.density;
    let hx = PowerLaw::new(rated, *cdu.hx_drop_secondary, 2.0)?;
    let filter = PowerLaw::new(rated, *cdu.filter_drop, *cdu.filter_exponent);
    let filter = (*cdu.filter_drop > 0.0).then_some(filter).transpose()?;
    let running = f64::from(*cdu.pumps_running);
    let loss = |q: f64| {
        let clean = std::iter::once(&hx).chain(&filter);
        let drops = clean.map(|law| law.loss(q * medium.density, 1.0).drop);
        drops.sum::<f64>()
    };
    let measured = cdu.external_head_pumps.as_ref();
    let measured = measured.map_or(running, |n| f64::from(**n));
    let points: Vec<(f64, f64)> = cdu
        .external_head
        .iter()
        .map(|[q, head]| (q / measured, head + loss(*q)))
        .collect();
    let best = *cdu.rated_secondary_flow / measured;
    let pump = Pump::new(
        Curve::through(&falling(&points))?,
        medium.density,
        Efficiency::parabola(*cdu.pump_efficiency, best)?,
        *cdu.pumps,
    )?;
    // The head left for the row was measured with a clean filter; what has settled on it since comes on top.
    let fouled = filter.map(|mut law| {
        law.drop *= *cdu.filter_fouling;
        law
    });
    let inside: Vec<PowerLaw> = std::iter::once(hx).chain(fouled).collect();
    let group = RegulatedPump::new(pump, &inside, *cdu.min_speed, 1.0)?;
    let Some(time) = cdu.pump_inertia.as_ref().filter(|t| ***t > 0.0) else {
        return Ok(group);
    };
    let head = |p: &(f64, f64)| (p.0 - best).abs();
    let near = points.iter().min_by(|a, b| head(a).total_cmp(&head(b)));
    let rise = near.map_or(0.0, |p| p.1);
    group.with_rotors(**time, rise * best / *cdu.pump_efficiency)
}

/// Least fall of a head curve between two points, as a share of its highest head.
const LEAST_FALL: f64 = 1e-3;

/// A head curve without the rise that real pumps may have near shut-off: going back from the highest
/// flow each point lies a little above the next, so that one flow belongs to each head.
pub fn falling(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let step = LEAST_FALL * points.iter().map(|p| p.1).fold(0.0, f64::max);
    let mut floor = f64::NEG_INFINITY;
    let mut out: Vec<(f64, f64)> = points
        .iter()
        .rev()
        .map(|&(flow, head)| {
            let head = head.max(floor);
            floor = head + step;
            (flow, head)
        })
        .collect();
    out.reverse();
    out
}
