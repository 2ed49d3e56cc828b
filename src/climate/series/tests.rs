use super::*;
use proptest::prelude::*;

fn day() -> Climate {
    let site = Site {
        name: "test".into(),
        latitude_deg: 0.0,
        longitude_deg: 0.0,
        elevation_m: 0.0,
        utc_offset_h: 0.0,
        source: "none".into(),
        synthetic: true,
    };
    let dry_bulb: Vec<f64> = (0..24).map(|h| 10.0 + (h as f64 - 12.0).abs()).collect();
    let given = Columns {
        dew_point: dry_bulb
            .iter()
            .enumerate()
            .map(|(h, t)| t - (h % 3) as f64)
            .collect(),
        pressure: (0..24).map(|h| 101e3 + 10.0 * h as f64).collect(),
        wind: (0..24).map(|h| (h % 5) as f64).collect(),
        dry_bulb,
    };
    Climate::hourly(site, given, Vec::new())
}

/// 30 °C, wet bulb 20 °C at 101.325 kPa: w = 10.6 g/kg, 39.5 % (ASHRAE psychrometric chart no. 1).
#[test]
fn reproduces_the_psychrometric_chart() {
    let now = Outdoor::new(30.0, 0.0106, 101_325.0, 0.0);
    assert!((now.wet_bulb - 20.0).abs() < 0.1, "{now:?}");
    assert!((now.relative_humidity - 0.40).abs() < 0.01, "{now:?}");
    assert!((now.dew_point - 14.9).abs() < 0.1, "{now:?}");
    assert!((now.density - 1.157).abs() < 0.002, "{now:?}");
}

#[test]
fn hours_come_back_as_stored() {
    let day = day();
    for i in 0..24 {
        let now = day.at(i as f64 * 3_600.0);
        assert_eq!(now.dry_bulb.to_bits(), day.dry_bulb[i].to_bits());
        assert_eq!(now.wet_bulb.to_bits(), day.wet_bulb[i].to_bits());
        assert!((now.dew_point - day.dew_point[i]).abs() < 1e-9);
    }
}

/// 1000 m: 89.87 kPa (ISO 2533, table 5) where the sea has 101.325 kPa.
#[test]
fn height_lowers_pressure_and_keeps_temperatures() {
    let (sea, hill) = (day(), day().at_elevation(1_000.0));
    for i in 0..24 {
        assert!((hill.pressure[i] / sea.pressure[i] - 89.87 / 101.325).abs() < 1e-4);
        assert_eq!(
            (hill.dry_bulb[i], hill.dew_point[i]),
            (sea.dry_bulb[i], sea.dew_point[i])
        );
        assert!(hill.humidity_ratio[i] > sea.humidity_ratio[i]);
    }
    assert!(hill.at(0.0).density < 0.9 * sea.at(0.0).density);
    assert_eq!((hill.site.elevation_m, hill.notes.len()), (1_000.0, 1));
}

#[test]
fn exceedance_counts_hours() {
    let values: Vec<f64> = (0..8_760).map(f64::from).collect();
    let design = exceeded(&values, 0.004);
    assert_eq!(values.iter().filter(|v| **v > design).count(), 35);
    assert_eq!(
        (exceeded(&values, 0.0), exceeded(&values, 1.0)),
        (8_759.0, 0.0)
    );
    assert_eq!(exceeded(&[], 0.5), 0.0);
}

proptest! {
    #[test]
    fn any_time_gives_possible_air(time in -1e9..1e9f64) {
        let day = day();
        let (now, span) = (day.at(time), day.extremes());
        prop_assert!(now.dew_point <= now.wet_bulb + 1e-9 && now.wet_bulb <= now.dry_bulb);
        prop_assert!(now.relative_humidity > 0.0 && now.relative_humidity <= 1.0);
        prop_assert!(now.dry_bulb >= span.dry_bulb[0] && now.dry_bulb <= span.dry_bulb[1]);
        prop_assert!(now.wind >= 0.0 && now.density > 1.0 && now.density < 1.4);
    }

    #[test]
    fn the_day_repeats_and_has_no_jumps(hour in 0.0..24.0f64, days in -400..400i32) {
        let day = day();
        let (first, again) = (day.at(hour * 3_600.0), day.at((hour + 24.0 * f64::from(days)) * 3_600.0));
        prop_assert!((first.dry_bulb - again.dry_bulb).abs() < 1e-6);
        let next = day.at(hour * 3_600.0 + 1.0);
        prop_assert!((next.dry_bulb - first.dry_bulb).abs() <= 1.0 / 3_600.0 + 1e-9);
        prop_assert!((next.wet_bulb - first.wet_bulb).abs() < 2e-3);
    }
}

#[test]
fn a_day_of_a_longer_climate_repeats_and_warms() {
    let one = day();
    let twice = |c: &[f64], by: f64| c.iter().copied().chain(c.iter().map(|x| x + by)).collect();
    let given = Columns {
        dry_bulb: twice(&one.dry_bulb, 2.0),
        dew_point: twice(&one.dew_point, 0.0),
        pressure: twice(&one.pressure, 0.0),
        wind: twice(&one.wind, 0.0),
    };
    let two = Climate::hourly(one.site.clone(), given, Vec::new());
    assert_eq!(two.day_of(23), one);
    let second = two.day_of(24);
    assert_eq!((second.hours(), second.length_s()), (24, 86_400.0));
    assert_eq!(second.at(3.0 * 86_400.0), two.at(86_400.0));
    let warm = one.clone().warmer(3.0);
    for (k, t) in warm.dry_bulb.iter().enumerate() {
        assert_eq!(*t, one.dry_bulb[k] + 3.0);
        assert!((warm.humidity_ratio[k] - one.humidity_ratio[k]).abs() < 1e-12);
        assert!(warm.wet_bulb[k] > one.wet_bulb[k]);
    }
}
