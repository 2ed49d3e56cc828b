//! Laws of chillers, from what the file states of them.

use super::plan::Plan;
use crate::config::{self, ChillerModel, Diagnostic, Named};
use crate::physics::thermal::chiller::{Beyond, Chiller, Sink, carnot, eir, reformulated};

/// Pinches of evaporator and condenser at full load [K] of the Carnot law (assumed).
const PINCH: [f64; 2] = [1.5, 8.0];
/// Distance from the rating within which a share of Carnot is taken to hold where the record states no range [K]
/// (assumed).
const KNOWN: f64 = 15.0;
/// Heat that a cubic metre of water takes up with each kelvin at 30 °C [J/(m³·K)].
const WATER_HEAT: f64 = 995.6 * 4_178.0;
/// Least lift of a centrifugal or screw machine [K] (assumed).
const LEAST_LIFT: f64 = 10.0;

/// The law of `item`, or a fault.
pub fn law(plan: &mut Plan, item: &Named<config::Chiller>, name: &str) -> Option<Chiller> {
    match *item.model {
        ChillerModel::Carnot => carnot_law(plan, item, name),
        ChillerModel::Eir => eir_law(plan, item, name),
        ChillerModel::ReformulatedEir => reformulated_law(plan, item, name),
    }
}

fn carnot_law(plan: &mut Plan, item: &Named<config::Chiller>, name: &str) -> Option<Chiller> {
    let sink = rated_sink(item);
    let warming = *item.rated_capacity * (1.0 + 1.0 / *item.rated_cop) / sink.capacity;
    let around = |rated: f64| [rated - KNOWN, rated + KNOWN];
    let stated = |range: &Option<config::At<[f64; 2]>>, rated: f64| {
        range.as_ref().map_or(around(rated), |r| r.value)
    };
    let rating = carnot::Rating {
        capacity: *item.rated_capacity,
        cop: *item.rated_cop,
        t_out: *item.rated_leaving,
        sink,
        pinch: [PINCH[0], PINCH[1].max(warming + carnot::WATER_PINCH)],
        leaving: stated(&item.leaving_range, *item.rated_leaving),
        entering: stated(&item.condenser_range, sink.t),
        least_lift: LEAST_LIFT,
        part_load: item.plr_curve.as_ref().map_or([1.0, 0.0, 0.0], |c| c.value),
        least_part_load: item.plr_range.as_ref().map_or(0.1, |r| r[0]),
        motor_share: 1.0,
    };
    let sized = match &item.carnot_fraction {
        Some(share) => carnot::Carnot::of_share(&rating, **share),
        None => carnot::Carnot::rated(&rating),
    };
    plan.accept("chiller-rating", name, sized.map(Chiller::Carnot), &item.at)
}

/// What takes the heat of one machine at its rating.
fn rated_sink(item: &config::Chiller) -> Sink {
    if item.condenser.as_str() == "air" {
        return Sink::air(*item.rated_condenser_in);
    }
    Sink {
        t: *item.rated_condenser_in,
        capacity: item.rated_condenser_flow() * WATER_HEAT,
    }
}

fn eir_law(plan: &mut Plan, item: &Named<config::Chiller>, name: &str) -> Option<Chiller> {
    let (cap_ft, eir_ft, [leaving, sink]) = curves(plan, item, name)?;
    let Some([b0, b1, b2]) = item.plr_curve.as_ref().map(|c| c.value) else {
        return lacks(plan, item, name);
    };
    let set = eir::Eir {
        capacity: *item.rated_capacity,
        cop: *item.rated_cop,
        cap_ft,
        eir_ft,
        eir_plr: [b0, b1, b2, 0.0],
        part_load: part_load(item),
        leaving,
        sink,
        motor_share: 1.0,
        beyond: beyond(item),
    };
    let set = set.checked().map(Chiller::Eir);
    plan.accept("chiller-curves", name, set, &item.at)
}

fn reformulated_law(plan: &mut Plan, item: &Named<config::Chiller>, name: &str) -> Option<Chiller> {
    let (cap_ft, eir_ft, [leaving, condenser]) = curves(plan, item, name)?;
    let Some(eir_plr) = item.plr_bicubic.as_ref().map(|c| c.value) else {
        return lacks(plan, item, name);
    };
    let set = reformulated::Reformulated {
        capacity: *item.rated_capacity,
        cop: *item.rated_cop,
        cap_ft,
        eir_ft,
        eir_plr,
        part_load: part_load(item),
        leaving,
        condenser,
        motor_share: 1.0,
        beyond: beyond(item),
    };
    let set = set.checked().map(Chiller::Reformulated);
    plan.accept("chiller-curves", name, set, &item.at)
}

/// What its curves give outside their ranges.
fn beyond(item: &config::Chiller) -> Beyond {
    match *item.beyond_range {
        config::BeyondRange::GoOn => Beyond::GoOn,
        config::BeyondRange::Hold => Beyond::Hold,
    }
}

/// Least, unloading and largest part load.
fn part_load(item: &config::Chiller) -> [f64; 3] {
    let range = item.plr_range.as_ref().map_or([0.1, 1.0], |r| r.value);
    [range[0], range[0], range[1]]
}

type Curves = ([f64; 6], [f64; 6], [[f64; 2]; 2]);

/// Capacity, energy input ratio, and the ranges of both, or a fault.
fn curves(plan: &mut Plan, item: &Named<config::Chiller>, name: &str) -> Option<Curves> {
    let curves = item.capacity_curve.as_ref().zip(item.eir_curve.as_ref());
    let ranges = item
        .leaving_range
        .as_ref()
        .zip(item.condenser_range.as_ref());
    let (Some((capacity, eir)), Some((leaving, condenser))) = (curves, ranges) else {
        return lacks(plan, item, name);
    };
    let ranges = [leaving.value, condenser.value];
    Some((capacity.value, eir.value, ranges))
}

fn lacks<T>(plan: &mut Plan, item: &Named<config::Chiller>, name: &str) -> Option<T> {
    let text = format!(
        "{name}: the law `{}` lacks some of its curves or their ranges",
        item.model.word()
    );
    plan.faults
        .push(Diagnostic::error("chiller-curves", text).at(&item.at, "this chiller"));
    None
}
