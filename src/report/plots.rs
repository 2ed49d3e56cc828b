//! Which plots a run gets, and the words under them.

mod machinery;
mod surroundings;
mod uncertainty;

pub use machinery::{losses_by_stage, power_chain};
pub use uncertainty::tornado_plots;

use super::data::HallColumns;
use super::figure::Figure;
use super::number;
use super::plot::{
    self, DurationPanel, Link, MarginPlot, RatioPlot, SankeyError, TimePanel, TimePlot, Trace,
    Waterfall,
};
use crate::results::{Carrier, EnergyFlow, Mode, Summary};

/// Length of a run from which its steps make a distribution \[s\].
const MANY_DAYS_S: f64 = 14.0 * 86_400.0;

/// Stage from which heat comes that was there at the start.
const STORAGE: &str = "from storage";

/// A finished plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// File name without extension, and name of its place in the page.
    pub id: &'static str,
    /// The drawing.
    pub figure: Figure,
    /// Sentence under it.
    pub caption: String,
}

/// All plots that the records allow, in the order of the page.
///
/// # Errors
/// [`SankeyError`] when the energy flows contradict themselves; a run without flows has no Sankey.
pub fn plots(summary: &Summary, hall: &HallColumns) -> Result<Vec<Plot>, SankeyError> {
    let found = [
        energy_flow(summary)?,
        categories(summary),
        over_time(summary, hall),
        margin(summary, hall),
        durations(summary, hall),
        over_climate(summary, hall),
        surroundings::by_month(summary, hall),
        surroundings::climate(summary, hall),
        surroundings::sound(summary),
    ];
    let found = found.into_iter().flatten();
    let more = machinery::plots(summary).into_iter();
    let tornados = summary.uncertainty.iter().flat_map(tornado_plots);
    Ok(found.chain(more).chain(tornados).collect())
}

/// Divisor from kW and name of the unit in which the hall's power reads well.
fn power_unit(hall: &HallColumns) -> (f64, &'static str) {
    let peak = hall.facility_kw.iter().copied().fold(0.0, f64::max);
    if peak >= 2000.0 {
        (1000.0, "MW")
    } else {
        (1.0, "kW")
    }
}

/// A trace of a column, scaled; `None` when it was not recorded.
fn trace(label: &str, column: &[f64], divisor: f64) -> Option<Trace> {
    (!column.is_empty()).then(|| Trace {
        label: label.to_owned(),
        values: column.iter().map(|v| v / divisor).collect(),
    })
}

fn energy_flow(summary: &Summary) -> Result<Option<Plot>, SankeyError> {
    let links: Vec<Link> = summary
        .flows
        .iter()
        .map(|f| Link {
            from: f.from.clone(),
            to: f.to.clone(),
            kwh: f.kwh,
            electric: f.carrier == Carrier::Electricity,
        })
        .collect();
    match plot::sankey("Power and heat, from the meter to the sky", &links) {
        Err(SankeyError::Empty) => Ok(None),
        Err(error) => Err(error),
        Ok(drawn) => Ok(Some(Plot {
            id: "energy_flow",
            caption: flow_caption(&drawn) + &from_storage(summary),
            figure: drawn.figure,
        })),
    }
}

/// Heat that was there at the start leaves too: a picture of a run may show more than 100 % at its end.
fn from_storage(summary: &Summary) -> String {
    let gained = |f: &&EnergyFlow| f.from == STORAGE;
    let kwh: f64 = summary.flows.iter().filter(gained).map(|f| f.kwh).sum();
    match kwh > 0.0 {
        true => format!(
            " {} of what leaves was stored in coolant, metal and air when the run began.",
            number::energy(kwh)
        ),
        false => String::new(),
    }
}

fn flow_caption(drawn: &plot::Sankey) -> String {
    let together = if drawn.small.is_empty() {
        String::new()
    } else {
        format!(
            " Small users, each below 1 %, stand together: {}.",
            drawn.small.join(", ")
        )
    };
    format!(
        "Every kilowatt-hour bought becomes heat and leaves. Blue is electricity, light orange is heat; \
         shares are of the energy at the meter.{together} Flows below {} are not drawn, but count in the figures.",
        number::percent(drawn.least)
    )
}

fn categories(summary: &Summary) -> Option<Plot> {
    if summary.waterfall.is_empty() {
        return None;
    }
    let steps = summary
        .waterfall
        .iter()
        .filter(|s| s.kwh != 0.0)
        .map(|s| (s.category.clone(), s.pue_share));
    let ratio = summary.headline().0.to_owned();
    Some(Plot {
        id: "waterfall",
        caption: format!("The categories add up to {ratio} − 1."),
        figure: plot::waterfall(&Waterfall {
            ratio,
            steps: steps.collect(),
        }),
    })
}

fn over_time(summary: &Summary, hall: &HallColumns) -> Option<Plot> {
    let (divisor, unit) = power_unit(hall);
    let panel = |name: String, traces: Vec<Option<Trace>>, from_zero, least_span| TimePanel {
        name,
        traces: traces.into_iter().flatten().collect(),
        from_zero,
        least_span,
        ..TimePanel::default()
    };
    let panels: Vec<TimePanel> = [
        panel(
            format!("Power [{unit}]"),
            vec![
                trace("utility meter", &hall.facility_kw, divisor),
                trace("IT", &hall.it_kw, divisor),
            ],
            true,
            0.0,
        ),
        panel(
            "Facility over IT power [1]".to_owned(),
            vec![trace("ratio", &hall.ratio, 1.0)],
            false,
            0.004,
        ),
        panel(
            "Coolant [°C]".to_owned(),
            vec![
                trace("rack return", &hall.rack_return, 1.0),
                trace("rack supply", &hall.rack_supply, 1.0),
                trace("facility supply", &hall.facility_supply, 1.0),
                trace("facility return", &hall.facility_return, 1.0),
            ],
            false,
            2.0,
        ),
        panel(
            "Hall air [°C]".to_owned(),
            vec![
                trace("dry bulb", &hall.hall_air, 1.0),
                trace("dew point", &hall.hall_dew_point, 1.0),
            ],
            false,
            2.0,
        ),
    ]
    .into_iter()
    .filter(|p| !p.traces.is_empty())
    .collect();
    (!panels.is_empty()).then(|| Plot {
        id: "time_series",
        figure: plot::time_series(&TimePlot {
            title: "Power, ratio and temperatures over time".to_owned(),
            start: summary.start.clone(),
            time_s: hall.time_s.clone(),
            panel_height: 120.0,
            panels,
        }),
        caption: "Powers are means of a step, temperatures its end. Where many steps fall on one \
                  pixel, the band is their range and the line their mean."
            .to_owned(),
    })
}

fn margin(summary: &Summary, hall: &HallColumns) -> Option<Plot> {
    let worst = summary.worst_margin.as_ref()?;
    if hall.margin_k.is_empty() {
        return None;
    }
    let limit = number::fixed(worst.limit_deg_c, 1);
    let figure = plot::margin(&MarginPlot {
        start: summary.start.clone(),
        time_s: hall.time_s.clone(),
        margin_k: hall.margin_k.clone(),
        rack: worst.rack.clone(),
        limit: format!("{} {limit} °C", worst.quantity),
        assumed: worst.assumed,
    });
    let remark = if worst.assumed {
        " The limit is assumed: no public figure exists."
    } else {
        ""
    };
    Some(Plot {
        id: "margin",
        figure,
        caption: format!("Smallest distance of any chip of the hall to its limit.{remark}"),
    })
}

fn durations(summary: &Summary, hall: &HallColumns) -> Option<Plot> {
    let (divisor, unit) = power_unit(hall);
    let panel = |name: String, traces: Vec<Option<Trace>>, from_zero| DurationPanel {
        name,
        traces: traces.into_iter().flatten().collect(),
        from_zero,
        least_span: 2.0 / divisor.sqrt(),
    };
    let panels: Vec<_> = [
        panel(
            format!("Power [{unit}]"),
            vec![
                trace("utility meter", &hall.facility_kw, divisor),
                trace("IT", &hall.it_kw, divisor),
            ],
            true,
        ),
        panel(
            "Temperature [°C]".to_owned(),
            vec![
                trace("rack return", &hall.rack_return, 1.0),
                trace("rack supply", &hall.rack_supply, 1.0),
                trace("wet bulb", &hall.wet_bulb, 1.0),
            ],
            false,
        ),
    ]
    .into_iter()
    .filter(|p| !p.traces.is_empty())
    .collect();
    (!panels.is_empty()).then(|| Plot {
        id: "durations",
        figure: plot::duration(
            "Load and temperature duration",
            summary.duration_s / 3600.0,
            &panels,
        ),
        caption: "How much of the time a value is exceeded.".to_owned(),
    })
}

fn over_climate(summary: &Summary, hall: &HallColumns) -> Option<Plot> {
    if hall.ratio.is_empty() || hall.wet_bulb.is_empty() || hall.it_kw.is_empty() {
        return None;
    }
    let medians = summary.duration_s >= MANY_DAYS_S;
    let load_mw: Vec<f64> = hall.it_kw.iter().map(|p| p / 1000.0).collect();
    let left_out = match plot::load_moves(&load_mw) {
        true => String::new(),
        false => format!(
            " Over load there is no diagram: the IT load stays within 5 % of its peak of {} MW.",
            number::significant(load_mw.iter().copied().fold(0.0, f64::max), 3)
        ),
    };
    let name = match summary.mode {
        Mode::Year => "Facility over IT power of each step",
        Mode::Run => "Facility over IT power",
    };
    Some(Plot {
        id: "ratio_over_climate",
        figure: plot::ratio_over_climate_and_load(&RatioPlot {
            ratio_name: name.to_owned(),
            ratio: hall.ratio.clone(),
            wet_bulb: hall.wet_bulb.clone(),
            load_mw,
            medians,
        }),
        caption: if medians {
            format!(
                "Each mark is a step; the dark line is the median of its bin, the bars span 10 to 90 % \
                 of its steps.{left_out}"
            )
        } else {
            format!("Each mark is a step.{left_out}")
        },
    })
}
