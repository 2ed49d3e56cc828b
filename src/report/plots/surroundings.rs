//! Plots of the weather, the months and the sound: what neighbours and authorities look at.

use super::super::civil::Moment;
use super::super::data::HallColumns;
use super::super::plot::{self, Hour, Limit, SoundPlot, TimePanel, TimePlot, Trace};
use super::{Plot, trace};
use crate::results::{Mode, Summary};

pub(super) fn by_month(summary: &Summary, hall: &HallColumns) -> Option<Plot> {
    let start = Moment::parse(&summary.start)?;
    let months = hall.months(start);
    (summary.mode == Mode::Year && months.len() > 1).then(|| Plot {
        id: "months",
        figure: plot::monthly("Facility over IT energy", &months),
        caption: "Monthly sums. Only the year as a whole is a PUE.".to_owned(),
    })
}

pub(super) fn climate(summary: &Summary, hall: &HallColumns) -> Option<Plot> {
    let traces: Vec<Trace> = [
        trace("dry bulb", &hall.dry_bulb, 1.0),
        trace("wet bulb", &hall.wet_bulb, 1.0),
    ]
    .into_iter()
    .flatten()
    .collect();
    let kind = if summary.site.synthetic {
        "Synthesised"
    } else {
        "Measured"
    };
    (!traces.is_empty()).then(|| Plot {
        id: "climate",
        figure: plot::time_series(&TimePlot {
            title: format!("Outdoor air, {}", summary.site.name),
            start: summary.start.clone(),
            time_s: hall.time_s.clone(),
            panel_height: 150.0,
            panels: vec![TimePanel {
                name: "Temperature [°C]".to_owned(),
                traces,
                limits: Vec::<Limit>::new(),
                notes: Vec::new(),
                from_zero: false,
                least_span: 4.0,
            }],
        }),
        caption: format!("{kind} weather; its sources stand with the others."),
    })
}

/// Sound by hour of the day, where the site has a boundary.
pub(super) fn sound(summary: &Summary) -> Option<Plot> {
    let sound = summary.sound.as_ref()?;
    let limit = |period: Option<crate::results::SoundPeriod>| period.and_then(|p| p.limit_dba);
    let hours = sound.hours.iter().map(|h| Hour {
        hour: h.hour,
        mean: h.mean_dba,
        highest: h.highest_dba,
    });
    Some(Plot {
        id: "sound",
        figure: plot::sound(&SoundPlot {
            place: sound.place.clone(),
            hours: hours.collect(),
            limits: [limit(sound.day), limit(sound.night)],
        }),
        caption:
            "By hour of the day, all days together. The mean is that of energy; the mark is the \
                  loudest single step."
                .to_owned(),
    })
}
