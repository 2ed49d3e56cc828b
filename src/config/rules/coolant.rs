//! W003 to W006, W014, W015: approach, pumps, velocities, curves.

use std::f64::consts::PI;

use crate::units::Dimension;

use super::super::demand::{groups, loop_demand, racks};
use super::super::diagnostic::Diagnostic;
use super::super::tables::{ChillerModel, Config};
use super::super::value::At;

/// Smallest approach that a plate exchanger of a reasonable size reaches \[K\]
/// (ASHRAE Handbook, HVAC Systems and Equipment, chapter on heat exchangers: 1 K is the practical
/// limit).
const LEAST_APPROACH: f64 = 1.0;
/// Highest pressure rise of a single-stage pump in a building \[Pa\]; PN16 and PN25 parts burst
/// far above it, and a record beyond it has a slip in its units.
const HIGHEST_HEAD: f64 = 2e6;
/// Highest water velocity in headers \[m/s\] (ASHRAE Handbook, Fundamentals, pipe design: noise
/// and erosion above 3 m/s).
const FASTEST: f64 = 3.0;

pub(super) fn approach_below_one_kelvin(config: &Config, found: &mut Vec<Diagnostic>) {
    for cdu in &config.cdu {
        let primary = cdu.primary.as_ref().and_then(|name| config.loops.get(name));
        let Some(primary) = primary else { continue };
        let approach = *cdu.supply - *primary.supply;
        if approach < LEAST_APPROACH {
            found.push(
                Diagnostic::warning(
                    "W003",
                    format!(
                        "`cdu.{}` is to supply {} from facility water at {}",
                        cdu.name,
                        Dimension::Temperature.show(*cdu.supply),
                        Dimension::Temperature.show(*primary.supply)
                    ),
                )
                .at(&cdu.supply.at, format!("an approach of {:.1} K", approach))
                .at(&primary.supply.at, "facility supply")
                .reason("an exchanger's area grows without end as the approach goes to zero")
                .help("raise the technology supply or lower the facility supply"),
            );
        }
    }
}

/// The pressure that a curve has at `flow`, or none beyond its end.
fn head_at(curve: &[[f64; 2]], flow: f64) -> Option<f64> {
    curve.windows(2).find(|w| flow <= w[1][0]).map(|w| {
        let [[x0, y0], [x1, y1]] = [w[0], w[1]];
        y0 + (flow - x0).max(0.0) * (y1 - y0) / (x1 - x0)
    })
}

pub(super) fn pump_beyond_its_curve(config: &Config, found: &mut Vec<Diagnostic>) {
    for group in groups(config) {
        let each = group.flow / group.cdus.len().max(1) as f64;
        for cdu in &group.cdus {
            let head = head_at(&cdu.external_head, each);
            if head.is_some_and(|h| h >= *cdu.differential_pressure) {
                continue;
            }
            let has = match head {
                Some(head) => format!("has {} left", Dimension::Pressure.show(head)),
                None => "is beyond its curve".to_owned(),
            };
            found.push(
                Diagnostic::warning(
                    "W004",
                    format!(
                        "`cdu.{}` {has} at {}, its racks' share",
                        cdu.name,
                        Dimension::VolumeFlow.show(each)
                    ),
                )
                .at(
                    &cdu.differential_pressure.at,
                    format!(
                        "to hold {}",
                        Dimension::Pressure.show(*cdu.differential_pressure)
                    ),
                )
                .reason("at full speed the pumps deliver no more")
                .help("lower `differential_pressure`, or add CDUs"),
            );
        }
    }
}

pub(super) fn shut_off_head(config: &Config, found: &mut Vec<Diagnostic>) {
    let cdus = config
        .cdu
        .iter()
        .map(|c| (format!("cdu.{}", c.name), &c.external_head));
    let loops = config
        .loops
        .iter()
        .map(|l| (format!("loop.{}.pump", l.name), &l.pump.curve));
    for (path, curve) in cdus.chain(loops) {
        let highest = curve.iter().map(|p| p[1]).fold(0.0, f64::max);
        if highest > HIGHEST_HEAD {
            found.push(
                Diagnostic::warning(
                    "W005",
                    format!("`{path}` reaches {}", Dimension::Pressure.show(highest)),
                )
                .at(&curve.at, "in this curve")
                .reason("that is no pump of a building; a unit may have slipped")
                .help("compare the curve with the maker's sheet"),
            );
        }
    }
}

fn velocity(flow: f64, diameter: f64) -> f64 {
    flow / (PI / 4.0 * diameter * diameter)
}

fn too_fast(path: &str, what: &str, flow: f64, diameter: &At<f64>) -> Option<Diagnostic> {
    let v = velocity(flow, **diameter);
    (v > FASTEST).then(|| {
        let wide = (4.0 * flow / (PI * FASTEST)).sqrt();
        Diagnostic::warning("W006", format!("{what} of `{path}` see {v:.1} m/s"))
            .at(&diameter.at, Dimension::Length.show(**diameter))
            .reason("above 3 m/s pipes sing and elbows erode; the pressure drop grows with v²")
            .help(format!(
                "{} or more keeps below it",
                Dimension::Length.show(wide)
            ))
    })
}

pub(super) fn fast_water(config: &Config, found: &mut Vec<Diagnostic>) {
    for racks in racks(config) {
        let Some(row) = racks.row else { continue };
        if row.in_rack_cdu.is_none() {
            found.extend(too_fast(
                &racks.path,
                "the headers",
                racks.flow(),
                &row.header_diameter,
            ));
        }
        let each = racks.flow() / racks.count;
        found.extend(too_fast(&racks.path, "the hoses", each, &row.hose_diameter));
    }
    for (name, demand) in loop_demand(config) {
        let Some(l) = config.loops.get(&name) else {
            continue;
        };
        let path = format!("loop.{name}");
        found.extend(too_fast(&path, "the mains", demand.flow, &l.main_diameter));
    }
}

pub(super) fn chiller_outside_its_curves(config: &Config, found: &mut Vec<Diagnostic>) {
    for l in &config.loops {
        let chillers = l
            .rejection
            .iter()
            .filter_map(|name| config.chiller.get(name));
        for chiller in chillers.filter(|c| *c.model != ChillerModel::Carnot) {
            let Some(range) = &chiller.leaving_range else {
                continue;
            };
            let leaving = chiller.supply.as_ref().unwrap_or(&l.supply);
            if !(range[0]..=range[1]).contains(&**leaving) {
                found.push(
                    Diagnostic::warning(
                        "W014",
                        format!(
                            "`chiller.{}` is to leave {}, its curves end at {}",
                            chiller.name,
                            Dimension::Temperature.show(**leaving),
                            Dimension::Temperature.show(if **leaving > range[1] {
                                range[1]
                            } else {
                                range[0]
                            })
                        ),
                    )
                    .at(&leaving.at, "set point")
                    .at(&range.at, "range of the curves")
                    .reason("a polynomial outside its data is a guess; such hours are counted")
                    .help("model = \"carnot\" holds for warm water"),
                );
            }
        }
    }
}

pub(super) fn no_droop(config: &Config, found: &mut Vec<Diagnostic>) {
    for group in groups(config).iter().filter(|g| g.cdus.len() > 1) {
        for cdu in group.cdus.iter().filter(|c| *c.droop == 0.0) {
            found.push(
                Diagnostic::warning(
                    "W015",
                    format!("`cdu.{}` shares its racks and has no droop", cdu.name),
                )
                .at(&cdu.droop.at, "no droop")
                .reason("two controllers that hold one pressure do not know who carries how much")
                .help("droop = 0.05 lets them share"),
            );
        }
    }
}
