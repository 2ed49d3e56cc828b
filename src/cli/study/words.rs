//! What `run` and `year` say on standard output: the key figures in a few lines.

use crate::report::civil::Moment;
use crate::report::number;
use crate::results::{Event, EventKind, GridFigure, PueKind, PueStatement, Summary};
use std::path::Path;

/// Most lines of what binds; the others are counted.
const MOST: usize = 6;

/// Key figures in a few lines; the first tells when they are those of a part only.
pub(super) fn text(s: &Summary, page: Option<&Path>, folder: &Path) -> String {
    let (name, value) = s.headline();
    let mut lines: Vec<String> = partial(s).into_iter().collect();
    lines.push(format!(
        "{}: {} steps of {} in {:.2} s",
        s.config.name,
        s.steps,
        grouped(&number::duration(s.step_s)),
        s.wall_time_s
    ));
    let value = value.map_or_else(|| "none: no IT energy".to_owned(), |v| format!("{v:.4}"));
    lines.push(line(
        name,
        &format!("{value}   {}", covers(&s.pue_statement)),
    ));
    lines.push(line(
        "energy",
        &format!(
            "{} kWh at the utility meter, {} kWh of IT",
            kwh(s.facility_energy_kwh),
            kwh(s.it_energy_kwh)
        ),
    ));
    if let Some(meter) = s.meter_to_12v {
        let what = format!("{meter:.4}   kWh at the meter per kWh at 12 V");
        lines.push(line("meter to 12 V", &what));
    }
    let water = grouped(&number::fixed(s.water_m3, 2));
    lines.push(line(
        "water",
        &match s.wue_l_per_kwh {
            Some(wue) => format!("{water} m3, {wue:.3} L per kWh of IT"),
            None => format!("{water} m3"),
        },
    ));
    if s.reused_heat_kwh > 0.0 {
        let heat = kwh(s.reused_heat_kwh);
        let what = format!("{heat} kWh of heat handed over, ERF {:.3}", s.erf);
        lines.push(line("energy reuse", &what));
    }
    lines.extend(evidence(s));
    lines.extend(grid(s));
    lines.extend(binding(s));
    lines.push(match page {
        Some(page) => line("report", &page.display().to_string()),
        None => line("results", &folder.display().to_string()),
    });
    lines.join("\n") + "\n"
}

/// A name and what is to be said of it.
fn line(name: &str, what: &str) -> String {
    format!("{name:<22}{what}")
}

/// Digits in groups parted by plain spaces, which every terminal and every search has.
fn grouped(text: &str) -> String {
    text.replace('\u{2009}', " ").replace('−', "-")
}

fn kwh(energy: f64) -> String {
    grouped(&number::fixed(energy, 1))
}

/// That the study was stopped, and how it goes on.
fn partial(s: &Summary) -> Option<String> {
    let way = s.checkpoint.as_ref().map(|c| c.command.as_str());
    s.interrupted.then(|| {
        format!(
            "PARTIAL: stopped after {}, all figures are of that part{}",
            grouped(&number::duration(s.duration_s)),
            way.map_or_else(String::new, |w| format!("; go on with: {w}"))
        )
    })
}

/// Category, boundary and period of a ratio.
fn covers(s: &PueStatement) -> String {
    let category = s.categories.iter().find(|c| c.category == s.category);
    let kind = match s.kind {
        PueKind::EnergyRatio => String::new(),
        kind => format!("{} figure for ", kind.words()),
    };
    format!(
        "category {}, utility meter over {}, {kind}{}",
        s.category,
        category.map_or("IT", |c| c.read_at.as_str()),
        s.period
    )
}

/// What the grid sees, a line a figure.
fn grid(s: &Summary) -> Vec<String> {
    let figures = s.grid.iter().flat_map(|g| &g.figures);
    let told = |f: &GridFigure| {
        let value = f
            .value_kw
            .map_or_else(|| "-".to_owned(), |kw| format!("{kw:.1} kW"));
        let limit = f.limit_kw.map_or_else(String::new, |kw| {
            let word = if f.exceeded {
                "above the limit of"
            } else {
                "limit"
            };
            format!(", {word} {kw:.1} kW")
        });
        let note = match f.note.as_str() {
            "" => String::new(),
            note => format!(" ({note})"),
        };
        line("grid", &format!("{} {value}{limit}{note}", f.what))
    };
    figures.map(told).collect()
}

/// Margin and residuals.
fn evidence(s: &Summary) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(worst) = &s.worst_margin {
        let assumed = if worst.assumed {
            " (limit assumed)"
        } else {
            ""
        };
        lines.push(line(
            "worst margin",
            &format!(
                "{:.2} K at {}: {:.1} of {:.0} degC{assumed}",
                worst.limit_deg_c - worst.reached_deg_c,
                worst.rack,
                worst.reached_deg_c,
                worst.limit_deg_c
            ),
        ));
    }
    let element = s.ledger_worst.as_ref().map_or("", |w| w.element.as_str());
    let ledger = format!("{:.1e} of throughput ({element})", s.ledger_residual);
    lines.push(line("ledger residual", &ledger));
    let (coupling, passes) = (s.coupling_residual, s.coupling_passes_max);
    let kelvin = s.coupling_residual_k;
    let coupling = format!("{coupling:.1e} of power, {kelvin:.1e} K, at most {passes} passes");
    lines.push(line("coupling residual", &coupling));
    lines
}

/// What binds: limits passed first, then what throttled, then what stood at the end of its range.
fn binding(s: &Summary) -> Vec<String> {
    let coolant = s.remarks.iter().filter(|r| r.starts_with("coolant: "));
    let mut lines: Vec<String> = coolant.map(|short| line("limit", short)).collect();
    lines.extend(too_loud(s));
    let groups = groups(&s.events);
    lines.extend(groups.iter().take(MOST).map(|g| g.text(&s.start)));
    if groups.len() > MOST {
        let more = groups.len() - MOST;
        lines.push(line("", &format!("and {more} more in summary.json")));
    }
    lines
}

/// Where the site boundary hears more than is allowed.
fn too_loud(s: &Summary) -> Vec<String> {
    let Some(sound) = &s.sound else {
        return Vec::new();
    };
    let told = sound.above_limit().map(|(period, p)| {
        let (highest, limit) = (p.highest_dba, p.limit_dba.unwrap_or(p.highest_dba));
        let place = &sound.place;
        let what =
            format!("sound by {period}: {highest:.1} dB(A) at the {place}, {limit:.1} allowed");
        line("limit", &what)
    });
    told.collect()
}

/// Events that say the same of components that are alike.
struct Group<'a> {
    first: &'a Event,
    family: &'a str,
    components: Vec<&'a str>,
    times: usize,
}

/// Components that differ in their number only, such as the racks of a row, are alike.
fn family(component: &str) -> &str {
    match component.rsplit_once('.') {
        Some((family, number)) if number.bytes().all(|b| b.is_ascii_digit()) => family,
        _ => component,
    }
}

fn rank(kind: EventKind) -> Option<(u8, &'static str)> {
    match kind {
        EventKind::Violation => Some((0, "limit")),
        EventKind::Throttling => Some((1, "throttled")),
        EventKind::Saturation => Some((2, "saturated")),
        EventKind::Operation => None,
    }
}

/// Groups of events by what they say, the gravest kind first.
fn groups(events: &[Event]) -> Vec<Group<'_>> {
    let mut all: Vec<Group<'_>> = Vec::new();
    for event in events.iter().filter(|e| rank(e.kind).is_some()) {
        let family = family(&event.component);
        let same = |g: &&mut Group<'_>| {
            (g.first.kind, g.family, &g.first.text) == (event.kind, family, &event.text)
        };
        match all.iter_mut().find(same) {
            Some(group) => {
                group.times += 1;
                if !group.components.contains(&event.component.as_str()) {
                    group.components.push(&event.component);
                }
            }
            None => all.push(Group {
                first: event,
                family,
                components: vec![&event.component],
                times: 1,
            }),
        }
    }
    all.sort_by_key(|g| rank(g.first.kind));
    all
}

impl Group<'_> {
    fn text(&self, start: &str) -> String {
        let word = rank(self.first.kind).map_or("", |r| r.1);
        let who = match self.components.len() {
            1 => self.first.component.clone(),
            n => format!(
                "{} ({n} of them, {} first)",
                self.family, self.first.component
            ),
        };
        let times = match self.times - self.components.len() {
            0 => String::new(),
            again => format!(", again {again} times"),
        };
        let when = Moment::label(start, self.first.time_s);
        line(
            word,
            &format!("{who} from {when}{times}: {}", self.first.text),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(component: &str, time_s: f64, kind: EventKind) -> Event {
        Event {
            time_s,
            lasted_s: None,
            component: component.to_owned(),
            kind,
            text: "told".to_owned(),
        }
    }

    #[test]
    fn equal_racks_are_one_line_and_limits_stand_first() {
        let events = [
            event("cdu.a", 60.0, EventKind::Saturation),
            event("dry_cooler.roof", 60.0, EventKind::Operation),
            event("row.a.3", 3_600.0, EventKind::Violation),
            event("row.a.4", 3_660.0, EventKind::Violation),
            event("row.a.3", 7_200.0, EventKind::Violation),
        ];
        let lines: Vec<String> = groups(&events)
            .iter()
            .map(|g| g.text("2026-07-15T12:00:00"))
            .collect();
        assert_eq!(
            lines,
            [
                "limit                 row.a (2 of them, row.a.3 first) from 15 Jul 13:00, again 1 times: told",
                "saturated             cdu.a from 15 Jul 12:01: told",
            ]
        );
    }

    #[test]
    fn digits_are_grouped_by_plain_spaces() {
        assert_eq!(kwh(1_234_567.89), "1 234 567.9");
        assert_eq!(kwh(-0.5), "-0.5");
    }
}
