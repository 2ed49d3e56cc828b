//! The grid side of a hall: what the grid gave at its meter, against the `[grid]` of its configuration.

use super::circuit::{Audited, Limits, audit};
use super::events::event;
use super::{Hall, StudyError};
use crate::results::{
    Event, EventKind, GridAudit, GridFigure, SERIES_PARQUET, Series, Unit, well_known,
};
use std::path::Path;

/// Audits what the grid gave `hall` by the record in `folder`, in steps of `step` \[s\]; `None` without limits. Where a
/// source is out of service the meter still counts what batteries and generators give; the grid gives nothing.
///
/// # Errors
/// The record cannot be read back.
pub(super) fn grid(hall: &Hall, folder: &Path, step: f64) -> Result<Option<GridAudit>, StudyError> {
    let Some(limits) = Limits::of(&hall.config.grid) else {
        return Ok(None);
    };
    let series = Series::open(&folder.join(SERIES_PARQUET))?;
    let name = match hall.model.loses_grid() {
        true => well_known::GRID_POWER,
        false => well_known::FACILITY_POWER,
    };
    let recorded = series.column(name)?;
    let unit = series.unit(name).unwrap_or(Unit::KiloWatt);
    let power: Vec<f64> = recorded.into_iter().map(|p| unit.to_si(p)).collect();
    let side = audit(&limits, &power, step);
    Ok(Some(GridAudit {
        record_s: side.length,
        swing_peak_hz: (side.peak > 0.0).then_some(side.peak),
        figures: side.figures.iter().map(figure).collect(),
    }))
}

fn figure(audited: &Audited) -> GridFigure {
    let quantity = match audited.key {
        "ramp_W_per_s" => "ramp_per_second",
        "ramp_W_per_min" => "ramp_per_minute",
        "swing_rms_W" => "swing",
        _ => "demand",
    };
    GridFigure {
        quantity: quantity.to_owned(),
        what: audited.what.to_owned(),
        value_kw: audited.value.map(|w| w / 1e3),
        limit_kw: audited.limit.map(|w| w / 1e3),
        exceeded: audited.violated(),
        note: audited.note.clone(),
    }
}

/// The limits that are exceeded, for the log of events of a study of `length` \[s\].
pub(super) fn violations(audit: &GridAudit, length: f64) -> Vec<Event> {
    let exceeded = audit.figures.iter().filter(|f| f.exceeded);
    let tell = |f: &GridFigure| {
        let [value, limit] = [f.value_kw, f.limit_kw].map(|kw| kw.unwrap_or(f64::NAN));
        let text = format!("{} is {value:.1} kW, the grid allows {limit:.1} kW", f.what);
        Event {
            lasted_s: Some(length),
            ..event(0.0, "meter", EventKind::Violation, &text)
        }
    };
    exceeded.map(tell).collect()
}
