//! Water, sound, carbon and cost: what the hall takes from its site and gives to its neighbours.

use super::{KWH, Sources};
use crate::config::At;
use crate::metrics::carbon::{self, Source};
use crate::metrics::cost::{Cost as Bill, Tariff};
use crate::metrics::{self, Energies, Fault};
use crate::results::{
    Citation, Cost, Recirculation, Sound, SoundHour, SoundPeriod, SoundSource, Water,
};
use crate::study::noise::{self, DAY, RECEIVER_HEIGHT, SOURCE_HEIGHT};

/// Sources of a grid's mix that count as renewable.
const RENEWABLE: [&str; 6] = ["solar", "wind", "hydro", "geothermal", "biomass", "tidal"];

/// Water by kind.
pub(super) fn water(from: &Sources) -> Water {
    let mut water = Water::default();
    let units = from.hall.model.equipment.units.iter();
    for (unit, sum) in units.zip(&from.tally.units) {
        if unit.family == "dry_cooler" {
            water.pads_m3 += sum.water;
        } else {
            water.evaporation_m3 += sum.water - sum.drift - sum.blow_down;
            water.drift_m3 += sum.drift;
            water.blowdown_m3 += sum.blow_down;
        }
    }
    water
}

/// Water per IT energy [L/kWh].
pub(super) fn wue(water: &Water, it: f64) -> Option<f64> {
    let drawn = metrics::water::Water {
        evaporation: 1e3 * water.evaporation_m3,
        drift: 1e3 * water.drift_m3,
        blow_down: 1e3 * water.blowdown_m3,
        pads: 1e3 * water.pads_m3,
    };
    metrics::water::effectiveness(&drawn, it)
}

/// Figures of the site that results rest on and that have no record behind them: what was written, and where.
pub(super) fn given(from: &Sources) -> Vec<Citation> {
    let site = &from.hall.config.site;
    let places = [
        ("grid carbon", site.grid_carbon.as_ref().map(|v| &v.at)),
        (
            "electricity price",
            site.electricity_price.as_ref().map(|v| &v.at),
        ),
        ("water price", site.water_price.as_ref().map(|v| &v.at)),
        (
            "boundary distance",
            site.boundary_distance.as_ref().map(|v| &v.at),
        ),
        (
            "sound limit by day",
            site.sound_limit_day.as_ref().map(|v| &v.at),
        ),
        (
            "sound limit by night",
            site.sound_limit_night.as_ref().map(|v| &v.at),
        ),
    ];
    let written = places
        .into_iter()
        .filter_map(|(name, at)| Some((name, at?)));
    written
        .map(|(name, at)| {
            let unit = if name.starts_with("sound") {
                " dB(A)"
            } else {
                ""
            };
            Citation {
                record: "site".to_owned(),
                field: name.to_owned(),
                value: format!("{}{unit}", at.text().trim().trim_matches('"')),
                source: format!("given in {at} without a source"),
                assumed: true,
            }
        })
        .collect()
}

/// Carbon and reuse, as far as the site tells.
pub(super) struct Footprint {
    /// Carbon [kg/kWh].
    pub cue: Option<f64>,
    /// Energy reuse factor.
    pub erf: f64,
    /// Energy reuse effectiveness.
    pub ere: Option<f64>,
    /// Share of renewable sources in the grid's mix.
    pub grid_renewable: Option<f64>,
}

/// Heat that is handed to others \[kWh\].
pub(super) fn reused(from: &Sources) -> f64 {
    from.tally.units.iter().map(|sum| sum.reused / KWH).sum()
}

/// Carbon and reuse figures.
pub(super) fn carbon(from: &Sources, energies: &Energies) -> Result<Footprint, Fault> {
    let site = &from.hall.config.site;
    let factor = site.grid_carbon.as_ref().map(|c| **c * KWH);
    let part = |name: &str, share: f64| Source {
        name: name.to_owned(),
        share,
        factor: factor.unwrap_or(0.0),
        renewable: RENEWABLE.contains(&name),
    };
    let mix: Vec<Source> = match &site.sources {
        Some(sources) => sources.iter().map(|(name, s)| part(name, **s)).collect(),
        None => vec![part("grid", 1.0)],
    };
    let found = carbon::carbon(energies, &mix, reused(from))?;
    Ok(Footprint {
        cue: factor.and(found.cue),
        erf: found.erf,
        ere: found.ere,
        grid_renewable: site.sources.as_ref().map(|_| found.renewable),
    })
}

/// Cost by the site's prices; `None` without a price of electricity.
pub(super) fn cost(
    from: &Sources,
    energies: &Energies,
    water: &Water,
) -> Result<Option<Cost>, Fault> {
    let site = &from.hall.config.site;
    let Some(price) = &site.electricity_price else {
        return Ok(None);
    };
    let of_water = site
        .water_price
        .as_ref()
        .filter(|w| w.currency == price.currency);
    let tariff = Tariff {
        energy: price.amount * KWH,
        demand: 0.0,
        water: of_water.map_or(0.0, |w| w.amount),
    };
    let bill = Bill::of(energies, 0.0, 1e3 * water.total_m3(), &tariff)?;
    let beyond = bill.total() - energies.it.input * tariff.energy;
    Ok(Some(Cost {
        currency: price.currency.clone(),
        price_per_kwh: tariff.energy,
        electricity: bill.energy,
        water: of_water.map(|_| bill.water),
        overhead_per_it_kwh: beyond / energies.it.input,
    }))
}

/// Sound at the boundary, where the site has one.
pub(super) fn sound(from: &Sources) -> Option<Sound> {
    let (site, tally) = (&from.hall.config.site, from.tally);
    let distance = **site.boundary_distance.as_ref()?;
    let lost = noise::attenuation(distance);
    let whole = tally.noise.levels(|_| true)?;
    let limit = |given: &Option<At<f64>>| given.as_ref().map(|l| **l);
    let period = |day: bool, limit_dba: Option<f64>| {
        let [mean, highest] = tally.noise.levels(|h| DAY.contains(&h) == day)?;
        Some(SoundPeriod {
            mean_dba: mean - lost,
            highest_dba: highest - lost,
            limit_dba,
        })
    };
    let hour = |hour: u8| {
        let [mean, highest] = tally.noise.levels(|h| h == usize::from(hour))?;
        Some(SoundHour {
            hour,
            mean_dba: mean - lost,
            highest_dba: highest - lost,
        })
    };
    Some(Sound {
        level_dba: whole[1] - lost,
        place: format!("site boundary, {distance:.0} m from the outdoor equipment"),
        method: format!(
            "ISO 9613-2 downwind over hard ground without screens, sources {SOURCE_HEIGHT} m and receiver \
             {RECEIVER_HEIGHT} m high, air of 10 °C and 70 %, all sources at the same distance, spectrum of axial \
             fans; sound power of fans over speed by 50·lg n. Within ±3 dB."
        ),
        assumed: from
            .hall
            .config
            .citations
            .iter()
            .any(|c| c.field == "sound_power" && c.assumed),
        day: period(true, limit(&site.sound_limit_day)),
        night: period(false, limit(&site.sound_limit_night)),
        hours: (0..24).filter_map(hour).collect(),
        sources: sources(from, lost),
        silent: silent(from),
    })
}

/// What sounds, loudest first.
fn sources(from: &Sources, lost: f64) -> Vec<SoundSource> {
    let units = from.hall.model.equipment.units.iter();
    let sounding = units.zip(&from.tally.units).filter(|(_, s)| s.sound > 0.0);
    let mut all: Vec<SoundSource> = sounding
        .map(|(unit, sum)| {
            let power = noise::decibel(sum.sound / from.tally.seconds);
            SoundSource {
                component: unit.name.clone(),
                mean_power_dba: power,
                mean_dba: power - lost,
            }
        })
        .collect();
    all.sort_by(|a, b| b.mean_power_dba.total_cmp(&a.mean_power_dba));
    all
}

/// Outdoor equipment without a sound power.
fn silent(from: &Sources) -> Vec<String> {
    let config = &from.hall.config;
    let dry = config.dry_cooler.iter();
    let dry = dry.map(|d| ("dry_cooler", &d.name, d.sound_power.is_none()));
    let towers = config.tower.iter();
    let towers = towers.map(|t| ("tower", &t.name, t.sound_power.is_none()));
    let chillers = config
        .chiller
        .iter()
        .filter(|c| c.condenser.as_str() == "air");
    let chillers = chillers.map(|c| ("chiller", &c.name, c.sound_power.is_none()));
    dry.chain(towers)
        .chain(chillers)
        .filter(|(_, _, unknown)| *unknown)
        .map(|(family, name, _)| format!("{family}.{name}"))
        .collect()
}

/// Allowances for warm air drawn in again.
pub(super) fn recirculation(from: &Sources) -> Vec<Recirculation> {
    let dry = from.hall.config.dry_cooler.iter();
    dry.map(|d| Recirculation {
        component: format!("dry_cooler.{}", d.name),
        allowance_k: *d.recirculation,
    })
    .collect()
}
