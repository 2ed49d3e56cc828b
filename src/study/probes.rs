//! What is recorded every step: the hall's own probes, the reports of all units, then what is watched beside them,
//! and where a source fails what the grid gives.

use super::loading;
use crate::climate::Outdoor;
use crate::model::Model;
use crate::model::state::State;
use crate::results::{Probe, Unit, well_known as w};
use crate::solver::electrics::account::totals;
use crate::solver::{Drivers, Stepper};

/// The hall's own probes, in the order of [`fill`].
const HALL: [(&str, &str, Unit); 20] = [
    (w::FACILITY_POWER, "facility", Unit::KiloWatt),
    (w::IT_POWER, "IT", Unit::KiloWatt),
    (w::COOLING_POWER, "cooling", Unit::KiloWatt),
    (w::POWER_LOSS, "power chain losses", Unit::KiloWatt),
    (w::HOUSE_POWER, "house", Unit::KiloWatt),
    (w::ENERGY_RATIO, "energy ratio", Unit::One),
    (w::HEAT_REJECTED, "heat rejected", Unit::KiloWatt),
    (w::DRY_BULB, "dry bulb", Unit::DegC),
    (w::WET_BULB, "wet bulb", Unit::DegC),
    (w::RACK_SUPPLY, "rack supply", Unit::DegC),
    (w::RACK_RETURN, "rack return", Unit::DegC),
    (w::FACILITY_SUPPLY, "facility supply", Unit::DegC),
    (w::FACILITY_RETURN, "facility return", Unit::DegC),
    (w::HOTTEST_CHIP, "hottest chip", Unit::DegC),
    (w::WORST_MARGIN, "worst margin", Unit::Kelvin),
    (w::WATER_USE, "water", Unit::LitrePerMinute),
    (w::HALL_AIR, "hall air", Unit::DegC),
    (w::HALL_DEW_POINT, "hall dew point", Unit::DegC),
    ("solver.coupling_passes", "coupling passes", Unit::One),
    ("solver.ledger_residual", "ledger residual", Unit::One),
];

/// Number of the hall's own probes.
pub const HALL_PROBES: usize = HALL.len();

/// All probes of `model`.
pub fn all(model: &Model) -> Vec<Probe> {
    let hall = HALL
        .iter()
        .map(|(name, label, unit)| Probe::hall(*name, *label, *unit));
    let units = model.equipment.signals().into_iter().map(|signal| {
        let unit = match signal.unit {
            "W" => Unit::KiloWatt,
            "degC" => Unit::DegC,
            "K" => Unit::Kelvin,
            "kg/s" => Unit::KilogramPerSecond,
            _ => Unit::One,
        };
        Probe::component(signal.name.clone(), signal.name, unit)
    });
    let grid =
        (model.loses_grid()).then(|| Probe::hall(w::GRID_POWER, "from the grid", Unit::KiloWatt));
    hall.chain(units)
        .chain(loading::probes(model))
        .chain(grid)
        .collect()
}

/// How the values of a step's parts make that of the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// Their mean over time.
    Mean,
    /// The greatest of them.
    Most,
    /// The least of them.
    Least,
}

/// How the values of a probe in a step's parts make one: what is watched by its worst, all else by its mean.
pub fn joined(probe: &Probe) -> Joined {
    let ends = |with: &[&str]| with.iter().any(|end| probe.name.ends_with(end));
    if ends(&["margin"]) {
        Joined::Least
    } else if ends(&[
        "chip_temperature",
        "loading",
        "passes",
        "raised_by_dew_point",
        "residual",
        "saturated",
    ]) {
        Joined::Most
    } else {
        Joined::Mean
    }
}

/// Facility, IT and their ratio among the hall's own probes.
const RATIO: [usize; 3] = [0, 1, 5];

/// Makes the energy ratio of `row` that of its powers.
pub fn set_ratio(row: &mut [f64]) {
    let [facility, it, ratio] = RATIO;
    row[ratio] = if row[it] > 0.0 {
        row[facility] / row[it]
    } else {
        f64::NAN
    };
}

/// What a step says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quality {
    /// Coupling passes.
    pub passes: u32,
    /// Ledger residual of the step.
    pub ledger: f64,
}

/// Writes the values of a step that has just been committed.
pub fn fill(
    stepper: &Stepper,
    model: &Model,
    state: &State,
    drivers: &Drivers,
    quality: Quality,
    row: &mut [f64],
) {
    let power = totals(&model.power, stepper.power_flow());
    let t = stepper.temperatures();
    let pair = |p: Option<[f64; 2]>| p.unwrap_or([f64::NAN; 2]);
    let ([supply, back], [cold, warm]) = (pair(t.racks), pair(t.facility));
    let (chip, margin) = t
        .chip
        .map_or((f64::NAN, f64::NAN), |(chip, margin, _)| (chip, margin));
    let rejecting = |family: &str| matches!(family, "dry_cooler" | "tower" | "chiller");
    let units = model.equipment.units.iter().zip(stepper.balances());
    let rejected: f64 = units
        .filter(|(u, _)| rejecting(u.family))
        .map(|(u, b)| u.copies * b.outdoors)
        .sum();
    let units = model.equipment.units.iter().zip(stepper.balances());
    let water: f64 = units.map(|(u, b)| u.copies * b.water).sum();
    let air = stepper.hall_air();
    let Outdoor {
        dry_bulb, wet_bulb, ..
    } = drivers.outdoor;
    let (hall, units) = row.split_at_mut(HALL_PROBES);
    hall.copy_from_slice(&[
        power.utility,
        power.it,
        power.cooling,
        power.power,
        power.house,
        if power.it > 0.0 {
            power.utility / power.it
        } else {
            f64::NAN
        },
        rejected,
        dry_bulb,
        wet_bulb,
        supply,
        back,
        cold,
        warm,
        chip,
        margin,
        water / WATER_DENSITY,
        air.t,
        air.dew_point,
        f64::from(quality.passes),
        quality.ledger,
    ]);
    let (units, watched) = units.split_at_mut(model.equipment.width());
    stepper.report_units(state, drivers, units);
    let last = watched
        .len()
        .saturating_sub(usize::from(model.loses_grid()));
    let (watched, grid) = watched.split_at_mut(last);
    loading::fill(model, stepper, watched);
    grid.fill(stepper.grid_power());
}

/// Density at which water is counted by volume [kg/m³].
pub const WATER_DENSITY: f64 = 1_000.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_by_what_is_watched() {
        let of = |name: &str| joined(&Probe::component(name, name, Unit::One));
        assert_eq!(of("row.r.1.margin"), Joined::Least);
        assert_eq!(of("hall.hottest_chip_temperature"), Joined::Most);
        assert_eq!(of("cdu.a.return_temperature"), Joined::Mean);
    }

    #[test]
    fn the_ratio_is_where_it_is_set() {
        let named = RATIO.map(|k| HALL[k].0);
        assert_eq!(named, [w::FACILITY_POWER, w::IT_POWER, w::ENERGY_RATIO]);
    }
}
