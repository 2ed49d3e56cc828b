//! Days a plant is sized by: 24 hours that repeat.
//!
//! # Equations
//! With f the daily profile of ASHRAE and a dew point that stays, as far as the night allows:
//!
//! ```text
//! T(h) = T_max − f(h)·(T_max − T_min),   t_dp(h) = min(t_dp, T(h))                          (1)
//! ```
//!
//! Summer: T_max is the 0.4 % dry bulb and t_dp that of its mean coincident wet bulb. Humid: T_max is
//! the mean dry bulb at the 0.4 % wet bulb and t_dp that of the pair. Winter: T_min is the 99.6 % dry
//! bulb, half the daily range, 85 % relative humidity at the mean.
//!
//! # References
//! - ASHRAE, *Handbook: Fundamentals* (2017), ch. 14: design conditions, table 6.
//! - JMA Toyama (jma-net.go.jp/toyama): 39.7 °C at Fushiki on 1994-08-14 and a daily minimum of 30.2 °C
//!   at Kamiichi on 1997-08-09, both under foehn.

use super::Climate;
use super::normals::Normals;
use super::series::{Columns, exceeded};
use super::shaping::coincident_mean;
use super::synthesis::{DAILY_RANGE, site, year};
use crate::fluids::moist_air as air;

/// Share of the hours of a year beyond a design value.
const SHARE: f64 = 0.004;

/// What makes a day.
struct Day {
    /// Warmest and coldest hour [°C].
    span: [f64; 2],
    /// Dew point where it is not above the dry bulb [°C].
    dew_point: f64,
    /// Wind [m/s].
    wind: f64,
    /// What it is called and where it comes from.
    title: &'static str,
    source: String,
}

/// The day `kind` of a place: `design-summer`, `design-humid`, `design-winter`, and for Toyama `foehn`
/// and `snow`.
pub(super) fn find(normals: &Normals, kind: &str) -> Option<Climate> {
    let day = match (normals.key, kind) {
        (_, "design-summer") => summer(normals),
        (_, "design-humid") => humid(normals),
        (_, "design-winter") => winter(normals),
        ("toyama", "foehn") => foehn(),
        ("toyama", "snow") => snow(),
        _ => return None,
    };
    Some(hours(normals, day))
}

/// Eq. (1).
fn hours(normals: &Normals, day: Day) -> Climate {
    let [warmest, coldest] = day.span;
    let dry_bulb = DAILY_RANGE
        .map(|f| warmest - f * (warmest - coldest))
        .to_vec();
    let pressure = air::pressure_at_elevation(normals.place[2]);
    let mut site = site(normals);
    site.name = format!("{}, {}", site.name, day.title);
    let notes = vec![format!("design day \"{}\": {}", day.title, day.source)];
    site.source = day.source;
    let columns = Columns {
        dew_point: vec![day.dew_point; dry_bulb.len()],
        pressure: vec![pressure; dry_bulb.len()],
        wind: vec![day.wind; dry_bulb.len()],
        dry_bulb,
    };
    Climate::hourly(site, columns, notes)
}

fn summer(normals: &Normals) -> Day {
    let climate = year(normals);
    let dry = exceeded(&climate.dry_bulb, SHARE);
    let wet = coincident_mean(&climate.dry_bulb, &climate.wet_bulb, dry);
    Day {
        span: [dry, dry - normals.range[1]],
        dew_point: dew_point(normals, dry, wet),
        wind: normals.wind[1],
        title: "summer design day",
        source: format!(
            "0.4 % dry bulb and its wet bulb; {}",
            normals.sources.join("; ")
        ),
    }
}

fn humid(normals: &Normals) -> Day {
    let climate = year(normals);
    let wet = exceeded(&climate.wet_bulb, SHARE);
    let dry = coincident_mean(&climate.wet_bulb, &climate.dry_bulb, wet);
    Day {
        span: [dry, dry - normals.range[1]],
        dew_point: dew_point(normals, dry, wet),
        wind: normals.wind[1],
        title: "humid design day",
        source: format!(
            "0.4 % wet bulb and its dry bulb; {}",
            normals.sources.join("; ")
        ),
    }
}

fn winter(normals: &Normals) -> Day {
    let coldest = normals.cold_tail.last().map_or(0.0, |&(_, dry)| dry);
    let range = 0.5 * normals.range[0];
    let mean = coldest + 0.5 * range;
    let pressure = air::pressure_at_elevation(normals.place[2]);
    Day {
        span: [coldest + range, coldest],
        dew_point: air::dew_point(air::humidity_ratio(mean, 0.85, pressure), pressure),
        wind: normals.wind[0],
        title: "winter design day",
        source: "99.6 % dry bulb (unverified) as minimum; range and humidity assumed".to_owned(),
    }
}

/// Two records of two stations on two days, joined to the worst day a plant at Toyama may see.
fn foehn() -> Day {
    Day {
        span: [39.7, 30.2],
        dew_point: 16.0,
        wind: 8.0,
        title: "foehn day",
        source: "JMA: maximum of Fushiki 1994-08-14 over the highest daily minimum of Kamiichi \
                 1997-08-09; dew point of 16 degC and wind of 8 m/s assumed, dry and windy as foehn is"
            .to_owned(),
    }
}

fn snow() -> Day {
    Day {
        span: [1.0, -1.5],
        dew_point: -0.5,
        wind: 4.0,
        title: "snow day",
        source: "wet snow near freezing, as in the Toyama plain around 20 January (JMA: 29 cm in five \
                 days at Tonami, 262 cm lying at Inotani on 1984-02-10); temperatures, moisture and \
                 wind assumed"
            .to_owned(),
    }
}

/// Dew point [°C] of air at dry and wet bulb [°C] in the standard atmosphere of the place.
fn dew_point(normals: &Normals, dry: f64, wet: f64) -> f64 {
    let pressure = air::pressure_at_elevation(normals.place[2]);
    air::dew_point(
        air::humidity_ratio_from_wet_bulb(dry, wet, pressure),
        pressure,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::climate::sites::{SITES, find as place};

    const KINDS: [&str; 3] = ["design-summer", "design-humid", "design-winter"];

    #[test]
    fn every_day_is_possible_and_repeats() {
        for day in SITES
            .iter()
            .flat_map(|site| KINDS.map(|kind| find(site, kind).unwrap()))
        {
            assert_eq!(day.hours(), 24);
            for hour in 0..48 {
                let (now, later) = (
                    day.at(1_800.0 * f64::from(hour)),
                    day.at(1_800.0 * f64::from(hour + 48)),
                );
                assert_eq!(now, later);
                assert!(now.dew_point <= now.wet_bulb + 1e-6 && now.wet_bulb <= now.dry_bulb);
            }
        }
    }

    #[test]
    fn summer_and_humid_days_peak_at_their_design_values() {
        for site in &SITES {
            let wanted = |tail: &[(f64, f64)]| tail.iter().find(|row| row.0 == SHARE).unwrap().1;
            let summer = find(site, "design-summer").unwrap().extremes();
            assert!(
                (summer.dry_bulb[1] - wanted(site.dry_tail)).abs() < 0.1,
                "{}",
                site.key
            );
            let humid = find(site, "design-humid").unwrap().extremes();
            assert!(
                (humid.wet_bulb[1] - wanted(site.wet_tail)).abs() < 0.1,
                "{}",
                site.key
            );
            assert!(summer.wet_bulb[1] < humid.wet_bulb[1] + 0.1, "{}", site.key);
        }
    }

    #[test]
    fn foehn_is_hot_all_night_dry_and_windy() {
        let toyama = place("nanto").unwrap();
        let foehn = find(toyama, "foehn").unwrap();
        let span = foehn.extremes();
        assert_eq!(span.dry_bulb, [30.2, 39.7]);
        let driest = foehn
            .relative_humidity
            .iter()
            .fold(1.0, |least: f64, x| least.min(*x));
        assert!((0.2..0.3).contains(&driest), "{driest}");
        let calm = find(toyama, "design-summer").unwrap().extremes();
        assert!(span.wet_bulb[1] < calm.wet_bulb[1] && span.wind[0] > 2.0 * calm.wind[1]);
        assert!(find(place("tokyo").unwrap(), "foehn").is_none());
        let snow = find(toyama, "snow").unwrap().extremes();
        assert!(snow.dry_bulb[0] < 0.0 && snow.dry_bulb[1] > 0.0);
    }
}
