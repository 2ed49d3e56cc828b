//! W012, W013: currents, ratings and voltages along the power tree.

use indexmap::IndexMap;

use crate::units::Dimension;

use super::super::demand::racks;
use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::tables::Config;

/// A place of the power tree, whatever its family.
struct Stage<'a> {
    path: String,
    at: &'a Origin,
    fed_by: Option<&'a str>,
    /// Voltages in and out \[V\].
    voltages: Option<[f64; 2]>,
    /// What it can carry \[W\], and the place where that is written.
    rating: Option<(f64, &'a Origin)>,
}

fn stage<'a>(config: &'a Config, name: &str) -> Option<Stage<'a>> {
    if let Some(u) = config.utility.get(name) {
        return Some(Stage {
            path: format!("utility.{name}"),
            at: &u.at,
            fed_by: None,
            voltages: Some([*u.voltage, *u.voltage]),
            rating: None,
        });
    }
    if let Some(t) = config.transformer.get(name) {
        return Some(Stage {
            path: format!("transformer.{name}"),
            at: &t.at,
            fed_by: t.value.fed_by.as_ref().map(|f| f.value.as_str()),
            voltages: Some([*t.voltage_in, *t.voltage_out]),
            rating: Some((
                f64::from(*t.count) * *t.rated_power,
                &t.value.rated_power.at,
            )),
        });
    }
    if let Some(c) = config.converter.get(name) {
        return Some(Stage {
            path: format!("converter.{name}"),
            at: &c.at,
            fed_by: c.value.fed_by.as_ref().map(|f| f.value.as_str()),
            voltages: Some([*c.voltage_in, *c.voltage_out]),
            rating: Some((
                f64::from(*c.modules) * *c.rated_power,
                &c.value.rated_power.at,
            )),
        });
    }
    if let Some(u) = config.ups.get(name) {
        return Some(Stage {
            path: format!("ups.{name}"),
            at: &u.at,
            fed_by: u.value.fed_by.as_ref().map(|f| f.value.as_str()),
            voltages: Some([*u.voltage_in, *u.voltage_out]),
            rating: Some((
                f64::from(*u.modules) * *u.rated_power,
                &u.value.rated_power.at,
            )),
        });
    }
    let b = config.busway.get(name)?;
    Some(Stage {
        path: format!("busway.{name}"),
        at: &b.at,
        fed_by: b.value.fed_by.as_ref().map(|f| f.value.as_str()),
        voltages: Some([*b.voltage, *b.voltage]),
        rating: Some((*b.voltage * *b.rated_current, &b.value.rated_current.at)),
    })
}

/// Power of the racks behind each place at full load, losses left out \[W\].
fn rack_power(config: &Config) -> IndexMap<&str, f64> {
    let mut power: IndexMap<&str, f64> = IndexMap::new();
    for racks in racks(config) {
        let mut next = racks.fed_by.map(|f| f.value.as_str());
        while let Some(name) = next {
            *power.entry(name).or_default() += racks.count * racks.power;
            next = stage(config, name).and_then(|s| s.fed_by);
        }
    }
    power
}

pub(super) fn above_rating(config: &Config, found: &mut Vec<Diagnostic>) {
    for (name, power) in rack_power(config) {
        let Some(stage) = stage(config, name) else {
            continue;
        };
        let Some((rating, at)) = stage.rating.filter(|(rating, _)| power > rating * 1.0001) else {
            continue;
        };
        found.push(
            Diagnostic::warning(
                "W012",
                format!(
                    "`{}` can carry {}, the racks behind it ask for {}",
                    stage.path,
                    Dimension::Power.show(rating),
                    Dimension::Power.show(power)
                ),
            )
            .at(at, "its rating")
            .reason("a conductor or converter above its rating trips or burns")
            .help("add units, or spread the racks"),
        );
    }
}

/// Voltages of neighbours may differ by this share: taps, drop, nominal values.
const TOLERANCE: f64 = 0.1;

pub(super) fn voltages_do_not_meet(config: &Config, found: &mut Vec<Diagnostic>) {
    let names = config.transformer.iter().map(|t| &t.name);
    let names = names.chain(config.converter.iter().map(|c| &c.name));
    let names = names.chain(config.ups.iter().map(|u| &u.name));
    for name in names.chain(config.busway.iter().map(|b| &b.name)) {
        let Some(own) = stage(config, name) else {
            continue;
        };
        let Some(feeder) = own.fed_by.and_then(|f| stage(config, f)) else {
            continue;
        };
        let (Some([input, _]), Some([_, output])) = (own.voltages, feeder.voltages) else {
            continue;
        };
        if (input - output).abs() > TOLERANCE * output {
            found.push(
                Diagnostic::warning(
                    "W013",
                    format!(
                        "`{}` wants {} and is fed {} by `{}`",
                        own.path,
                        Dimension::Voltage.show(input),
                        Dimension::Voltage.show(output),
                        feeder.path
                    ),
                )
                .at(own.at, "fed")
                .at(feeder.at, "feeds")
                .reason("equipment works within about a tenth of its nominal voltage")
                .help("put a transformer or converter between them"),
            );
        }
    }
}
