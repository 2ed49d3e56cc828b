//! The neighbour's page: water by kind and month, sound at the boundary, warm air drawn in again.

use super::super::number::{fixed, significant};
use super::super::plot::Month;
use super::table::{exact, figure, head};
use crate::results::{Sound, SoundPeriod, Summary};
use maud::{Markup, html};

/// Water by kind and per unit of IT energy.
pub(super) fn water(summary: &Summary) -> Markup {
    let it = summary.it_energy_kwh;
    html! {
        h3 { "Water" }
        p {
            "The hall draws " (exact(summary.water_m3, &significant(summary.water_m3, 4))) " m³ of water"
            @if let Some(wue) = summary.wue_l_per_kwh { ", " (exact(wue, &significant(wue, 3))) " L per kWh of IT energy (WUE)" }
            "."
        }
        @if summary.water_m3 > 0.0 {
            div.scroll { table {
                (head(&[("kind", false), ("volume [m³]", true), ("WUE [L/kWh]", true)]))
                tbody { @for (kind, m3) in summary.water.kinds().into_iter().filter(|k| k.1 > 0.0) { tr {
                    th scope="row" { (kind) }
                    (figure(m3, &significant(m3, 4)))
                    td.n { @if it > 0.0 { (significant(1000.0 * m3 / it, 3)) } @else { "–" } }
                } } }
            } }
            @if !summary.plant.water_balance.is_empty() {
                p.note { "Evaporation of towers: balance " (summary.plant.water_balance) "." }
            }
            @if summary.water.pads_m3 > 0.0 {
                p.note { "Water of adiabatic pads is what evaporates and what is bled to keep its concentration." }
            }
        }
    }
}

/// Water by calendar month, where the run covers more than one.
pub(super) fn months(months: &[Month]) -> Markup {
    let drawn = || months.iter().filter_map(|m| m.water_m3);
    let per_kwh = |m: &Month, m3: f64| 1000.0 * m3 / m.it_kwh;
    html! {
        @if months.len() > 1 && drawn().sum::<f64>() > 0.0 {
            div.scroll { table {
                caption { "Water by month" }
                (head(&[("month", false), ("volume [m³]", true), ("mean per day [m³]", true), ("WUE [L/kWh]", true)]))
                tbody { @for month in months { @if let Some(m3) = month.water_m3 { tr {
                    th scope="row" { (month.name) }
                    (figure(m3, &significant(m3, 4)))
                    td.n { @if month.hours > 0.0 { (significant(24.0 * m3 / month.hours, 3)) } @else { "–" } }
                    td.n { @if month.it_kwh > 0.0 { (significant(per_kwh(month, m3), 3)) } @else { "–" } }
                } } } }
            } }
        }
    }
}

/// Sound level where it was asked for.
pub(super) fn sound(summary: &Summary) -> Markup {
    html! {
        h3 { "Sound" }
        @match &summary.sound {
            None => p.note {
                "Not computed: the site gives no distance of its boundary (" code { "site.boundary_distance" }
                "), or nothing outdoors has a sound power."
            },
            Some(s) => {
                p {
                    "Loudest step at the " (s.place) ": " b { (exact(s.level_dba, &fixed(s.level_dba, 1))) " dB(A)" }
                    @if s.assumed { " (sound powers " span.mark { "assumed" } ")" }
                    "."
                }
                (periods(s))
                @if !s.silent.is_empty() {
                    p { span.mark { "Missing" } " from these levels, for want of a sound power: " (s.silent.join(", ")) "." }
                }
                p.note { (s.method) }
            },
        }
    }
}

fn periods(sound: &Sound) -> Markup {
    let rows = [
        ("day, 06:00 to 22:00", &sound.day),
        ("night, 22:00 to 06:00", &sound.night),
    ];
    html! {
        div.scroll { table {
            (head(&[
                ("period", false), ("energy mean [dB(A)]", true), ("loudest step [dB(A)]", true),
                ("limit [dB(A)]", true), ("", false),
            ]))
            tbody { @for (name, period) in rows { @if let Some(p) = period { tr {
                th scope="row" { (name) }
                (figure(p.mean_dba, &fixed(p.mean_dba, 1)))
                (figure(p.highest_dba, &fixed(p.highest_dba, 1)))
                @match p.limit_dba { Some(l) => (figure(l, &fixed(l, 0))), None => td.n { "none given" } }
                (verdict(p))
            } } } }
        } }
    }
}

/// Accuracy of levels by ISO 9613-2 within 1 km \[dB\], its table 5.
const ACCURACY: f64 = 3.0;

/// Whether the loudest step keeps the limit: what lies within the accuracy of the method proves nothing.
fn verdict(period: &SoundPeriod) -> Markup {
    html! {
        @match period.limit_dba {
            Some(limit) if period.highest_dba > limit => td.alarm.mark {
                "above by " (fixed(period.highest_dba - limit, 1)) " dB"
                @if period.highest_dba - limit <= ACCURACY { ", within the accuracy of the method" }
            },
            Some(limit) if limit - period.highest_dba < ACCURACY => td.mark {
                "not proven: " (fixed(limit - period.highest_dba, 1)) " dB below, within the ±"
                (fixed(ACCURACY, 0)) " dB of the method"
            },
            Some(limit) => td { "kept with " (fixed(limit - period.highest_dba, 1)) " dB to spare" },
            None => td {},
        }
    }
}

/// What sounds, loudest first.
pub(super) fn sources(summary: &Summary) -> Markup {
    let sources = summary.sound.as_ref().map_or(&[][..], |s| &s.sources);
    html! {
        @if !sources.is_empty() {
            div.scroll { table {
                caption { "Sources, energy means of the period" }
                (head(&[
                    ("outdoor equipment", false), ("sound power [dB(A) re 1 pW]", true),
                    ("alone at the boundary [dB(A)]", true),
                ]))
                tbody { @for s in sources { tr {
                    th scope="row" { (s.component) }
                    (figure(s.mean_power_dba, &fixed(s.mean_power_dba, 1)))
                    (figure(s.mean_dba, &fixed(s.mean_dba, 1)))
                } } }
            } }
        }
    }
}

/// Allowance for warm air that outdoor equipment draws in again.
pub(super) fn recirculation(summary: &Summary) -> Markup {
    html! {
        @if !summary.recirculation.is_empty() {
            h3 { "Warm air drawn in again" }
            ul { @for r in &summary.recirculation { li {
                (r.component) ": intake computed "
                @if r.allowance_k > 0.0 {
                    (exact(r.allowance_k, &fixed(r.allowance_k, 1))) " K warmer than outdoor air."
                } @else {
                    "at outdoor temperature, without an allowance."
                }
            } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_kept_within_the_accuracy_of_the_method_is_not_proven() {
        let said = |highest: f64| {
            let period = SoundPeriod {
                mean_dba: 30.0,
                highest_dba: highest,
                limit_dba: Some(45.0),
            };
            verdict(&period).into_string()
        };
        assert!(said(41.0).contains("kept with 4.0 dB to spare"));
        assert!(said(43.7).contains("not proven: 1.3 dB below"));
        assert!(said(46.0).contains("above by 1.0 dB, within the accuracy"));
        assert!(said(49.0).contains("above by 4.0 dB") && !said(49.0).contains("accuracy"));
    }
}
