//! Plausibility rules that need fluid properties and the climate: W101 to W109. What the rules mean
//! and how they are silenced stands in `docs/src/rules.md`; the rules below W100 are in `config`.

mod branch;
mod exchange;
mod heat;
mod water;

use crate::climate::Climate;
use crate::config::{Config, Diagnostic, Diagnostics, silence};
use crate::fluids::{Constant, Fluid};

pub use heat::{pue_below_floor, pue_floor};

/// Applies the rules to a configuration in its climate; silenced ones are left out.
pub fn apply(config: &Config, climate: &Climate) -> Diagnostics {
    let mut found = Vec::new();
    water::below_dew_point(config, climate, &mut found);
    water::can_freeze(config, climate, &mut found);
    water::basins_can_freeze(config, climate, &mut found);
    water::expansion_too_small(config, &mut found);
    heat::colder_than_climate(config, climate, &mut found);
    heat::beyond_tower_law(config, climate, &mut found);
    heat::better_than_reversible(config, &mut found);
    exchange::unusual(config, &mut found);
    branch::chokes(config, &mut found);
    let mut all = Diagnostics::default();
    all.extend(found);
    silence(config, &mut all);
    all.sort();
    all
}

/// The coolant called `name`, built in or declared; none when its figures are refused elsewhere.
fn fluid(config: &Config, name: &str) -> Option<Fluid> {
    match config.fluid.get(name) {
        Some(own) => Fluid::constant(Constant {
            density: *own.density,
            specific_heat: *own.specific_heat,
            viscosity: *own.viscosity,
            conductivity: *own.conductivity,
        })
        .ok(),
        None => Fluid::by_name(name).ok(),
    }
}

/// `12 h of 8760 h`, at the climate's step.
fn hours(climate: &Climate, count: usize) -> String {
    let of = |n: usize| n as f64 * climate.step_s / 3600.0;
    format!("{:.0} h of {:.0} h", of(count), of(climate.dry_bulb.len()))
}

fn warning(code: &'static str, message: String) -> Diagnostic {
    Diagnostic::warning(code, message)
}

#[cfg(test)]
mod tests;
