//! W104 to W107: what the climate and the second law allow.

use crate::climate::Climate;
use crate::config::demand::loop_demand;
use crate::config::{Config, Diagnostic, Loop, Named, TowerModel};
use crate::units::{Dimension, ZERO_CELSIUS};

use super::{hours, warning};

/// Highest wet bulb of the York correlation \[°C\] (LBL Modelica Buildings, `yorkCalc.mo`).
const YORK_WET_BULB: f64 = 26.7;

/// Coldest temperature to which a loop could give heat without a chiller, in hour `i`, when all its
/// coolers were endless \[°C\]; none where no cooler meets the air.
fn sink(config: &Config, l: &Named<Loop>, climate: &Climate, i: usize) -> Option<f64> {
    let (dry, wet) = (climate.dry_bulb[i], climate.wet_bulb[i]);
    let one = |name: &str| {
        if config.tower.get(name).is_some() {
            return Some(wet);
        }
        let cooler = config.dry_cooler.get(name)?;
        let wetted = *cooler.pads && dry > *cooler.pads_above;
        Some(if wetted {
            dry - *cooler.pad_effectiveness * (dry - wet)
        } else {
            dry
        })
    };
    l.rejection
        .iter()
        .filter_map(|name| one(name))
        .reduce(f64::min)
}

pub(super) fn colder_than_climate(config: &Config, climate: &Climate, found: &mut Vec<Diagnostic>) {
    for l in &config.loops {
        if l.rejection
            .iter()
            .any(|name| config.chiller.get(name).is_some() || config.exchanger.get(name).is_some())
        {
            // What a chiller lifts or another loop takes is not bound by the air at this loop's own coolers.
            continue;
        }
        let sinks = (0..climate.dry_bulb.len()).filter_map(|i| sink(config, l, climate, i));
        let (mut count, mut warmest) = (0, f64::NEG_INFINITY);
        for sink in sinks {
            count += usize::from(sink >= *l.supply);
            warmest = warmest.max(sink);
        }
        if count > 0 {
            found.push(
                warning(
                    "W104",
                    format!(
                        "`loop.{}` is to be {}, the air at its coolers reaches {}",
                        l.name,
                        Dimension::Temperature.show(*l.supply),
                        Dimension::Temperature.show(warmest)
                    ),
                )
                .at(
                    &l.supply.at,
                    format!("impossible in {}", hours(climate, count)),
                )
                .reason("a cooler does not cool below the air that it draws (second law)")
                .help("raise the supply, wet the air (pads, tower), or add a chiller"),
            );
        }
    }
}

pub(super) fn beyond_tower_law(config: &Config, climate: &Climate, found: &mut Vec<Diagnostic>) {
    for tower in config
        .tower
        .iter()
        .filter(|t| *t.model != TowerModel::Merkel)
    {
        let count = climate
            .wet_bulb
            .iter()
            .filter(|&&t| t > YORK_WET_BULB)
            .count();
        if count > 0 {
            found.push(
                warning(
                    "W105",
                    format!(
                        "the wet bulb reaches {}, the correlation of `tower.{}` ends at {}",
                        Dimension::Temperature.show(climate.extremes().wet_bulb[1]),
                        tower.name,
                        Dimension::Temperature.show(YORK_WET_BULB)
                    ),
                )
                .at(
                    &tower.model.at,
                    format!("outside in {}", hours(climate, count)),
                )
                .reason("a polynomial outside its data is a guess")
                .help("model = \"merkel\""),
            );
        }
    }
}

pub(super) fn better_than_reversible(config: &Config, found: &mut Vec<Diagnostic>) {
    for chiller in &config.chiller {
        let lift = *chiller.rated_condenser_in - *chiller.rated_leaving;
        if lift <= 0.0 {
            continue;
        }
        let reversible = (*chiller.rated_leaving + ZERO_CELSIUS) / lift;
        if *chiller.rated_cop >= reversible {
            found.push(
                warning(
                    "W106",
                    format!(
                        "`chiller.{}` has a COP of {:.1}, a reversible machine {reversible:.1}",
                        chiller.name, *chiller.rated_cop
                    ),
                )
                .at(&chiller.rated_cop.at, "rated COP")
                .reason(format!("over the rated lift of {lift:.1} K (second law)"))
                .help("compare COP and temperatures with the maker's sheet"),
            );
        }
    }
}

/// Least PUE that the second law allows a hall that holds its set points all year: one, plus the
/// work of reversible machines that lift each loop's heat to the outdoors in the hours when the
/// outdoors (its wet bulb) is warmer than the loop.
///
/// Eq.: floor = 1 + Σ_loops Q̇ · mean(max(0, T_out/T_loop − 1)) / P_it, temperatures in kelvin.
pub fn pue_floor(config: &Config, climate: &Climate) -> f64 {
    let it_power = config.size().it_power;
    let hours = climate.wet_bulb.len().max(1) as f64;
    let mut work = 0.0;
    for (name, demand) in loop_demand(config) {
        let Some(l) = config.loops.get(&name) else {
            continue;
        };
        let cold = *l.supply + ZERO_CELSIUS;
        let lifts = climate
            .wet_bulb
            .iter()
            .map(|t| ((t + ZERO_CELSIUS) / cold - 1.0).max(0.0));
        let lift: f64 = lifts.sum();
        work += demand.heat * lift / hours;
    }
    if it_power > 0.0 {
        1.0 + work / it_power
    } else {
        1.0
    }
}

/// W107, for a year's PUE; none when it is plausible.
pub fn pue_below_floor(config: &Config, climate: &Climate, pue: f64) -> Option<Diagnostic> {
    let floor = pue_floor(config, climate);
    let silenced = config.lint.allow.iter().any(|code| code.value == "W107");
    (pue < floor && !silenced).then(|| {
        warning(
            "W107",
            format!("the PUE of {pue:.4} is below {floor:.4}, the least that this climate allows"),
        )
        .at(&config.site.climate.at, "climate")
        .reason("reversible machines would need more work to lift the loops' heat outdoors")
        .help("look for pumps, fans or compressors that are fed from nowhere")
    })
}
