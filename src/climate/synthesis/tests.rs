use super::*;
use crate::climate::exceeded;
use crate::climate::shaping::coincident_mean;
use crate::climate::sites::SITES;
use crate::climate::tests::{published, reanalysis};

/// The years of all sites, made once for all tests.
fn years() -> &'static [Climate] {
    static YEARS: std::sync::OnceLock<Vec<Climate>> = std::sync::OnceLock::new();
    YEARS.get_or_init(|| SITES.iter().map(year).collect())
}

fn named(key: &str) -> &'static Climate {
    &years()[SITES.iter().position(|site| site.key == key).unwrap()]
}

#[test]
fn every_site_meets_its_own_normals() {
    for (site, climate) in SITES.iter().zip(years()) {
        let means = monthly_means(&climate.dry_bulb);
        for month in 0..12 {
            let off = means[month] - site.dry_bulb[month];
            assert!(off.abs() < 0.02, "{} month {}: {off}", site.key, month + 1);
        }
        for (column, tail) in [
            (&climate.dry_bulb, site.dry_tail),
            (&climate.wet_bulb, site.wet_tail),
        ] {
            for &(share, wanted) in tail {
                let found = exceeded(column, share);
                assert!(
                    (found - wanted).abs() < 0.1,
                    "{} {share}: {found}, {wanted}",
                    site.key
                );
            }
        }
        for &[dry, wanted] in site.coincident {
            let found = coincident_mean(&climate.dry_bulb, &climate.wet_bulb, dry);
            assert!(
                (found - wanted).abs() < 0.1,
                "{} at {dry}: {found}, {wanted}",
                site.key
            );
        }
    }
}

#[test]
fn every_hour_is_possible_air() {
    for climate in years() {
        assert_eq!(climate.hours(), YEAR_H);
        for i in 0..YEAR_H {
            let (dry, wet, dew) = (
                climate.dry_bulb[i],
                climate.wet_bulb[i],
                climate.dew_point[i],
            );
            assert!(
                dew <= wet + 1e-6 && wet <= dry,
                "{} {i}: {dew} {wet} {dry}",
                climate.site.name
            );
            let humidity = climate.relative_humidity[i];
            assert!(
                (0.0299..=0.9901).contains(&humidity),
                "{} {i}: {humidity}",
                climate.site.name
            );
            assert!((0.0..35.0).contains(&climate.wind[i]));
            let next = climate.dry_bulb[(i + 1) % YEAR_H];
            assert!(
                (next - dry).abs() < 6.0,
                "{} jumps at {i}: {dry} {next}",
                climate.site.name
            );
        }
    }
}

#[test]
fn humidity_stays_near_its_normals() {
    for (site, climate) in SITES.iter().zip(years()) {
        let humidity: Vec<f64> = climate
            .relative_humidity
            .iter()
            .map(|x| 100.0 * x)
            .collect();
        let means = monthly_means(&humidity);
        // Tokyo's wet bulbs are those of hotter years than its dry-bulb normals: more humid months.
        let most = if site.key == "tokyo" { 10.0 } else { 3.0 };
        for month in 0..12 {
            let off = means[month] - site.humidity[month];
            assert!(
                off.abs() < most,
                "{} month {}: {off} %",
                site.key,
                month + 1
            );
        }
    }
}

/// The dry bulb uses nothing but sums, products and square roots, so its bits are one number for all
/// machines and versions; a change of it is a change of every result at Toyama.
#[test]
fn the_bits_stay() {
    let fold = |y: &[f64]| {
        y.iter()
            .fold(0u64, |sum, v| sum.rotate_left(1) ^ v.to_bits())
    };
    assert_eq!(fold(&named("toyama").dry_bulb), 197_087_407_051_026_359);
    let again = year(&SITES[0]);
    assert_eq!(fold(&again.wet_bulb), fold(&named("toyama").wet_bulb));
    assert_ne!(fold(&named("inzai").wind), fold(&named("toyama").wind));
}

#[test]
fn monthly_means_are_the_published_ones() {
    for (key, row) in [
        ("toyama", "Toyama"),
        ("inzai", "Chiba"),
        ("fukushima", "Fukushima"),
        ("tokyo", "Tokyo"),
    ] {
        let Some(wanted) = published(row, "monthly means Jan..Dec") else {
            println!("skipped: monthly_means_are_the_published_ones: reference folder absent");
            return;
        };
        let found = monthly_means(&named(key).dry_bulb);
        for (month, (found, wanted)) in found.iter().zip(wanted).enumerate() {
            assert!(
                (found - wanted).abs() < 0.1,
                "{key} month {}: {found}, {wanted}",
                month + 1
            );
        }
    }
}

/// Design dry, wet and coincident bulbs and dew point of `climate_japan.csv`, within 0.5 K; the mean
/// dry bulb at the design wet bulb, which nothing is bent to, within 0.6 K.
#[test]
fn design_values_are_the_published_ones() {
    const SHARES: [f64; 3] = [0.004, 0.01, 0.02];
    for (key, row) in [
        ("inzai", "Hyakuri"),
        ("singapore", "Singapore"),
        ("phoenix", "Phoenix"),
    ] {
        let pairs = published(row, " DB/MCWB").zip(published(row, " WB/MCDB"));
        let Some((dry, wet)) = pairs else {
            println!("skipped: design_values_are_the_published_ones: reference folder absent");
            return;
        };
        let climate = named(key);
        let (dry_bulb, wet_bulb) = (&climate.dry_bulb, &climate.wet_bulb);
        let mut checks = Vec::new();
        for (share, pair) in SHARES.iter().zip(dry.chunks(2)) {
            checks.push((exceeded(dry_bulb, *share), pair[0], 0.5));
            checks.push((coincident_mean(dry_bulb, wet_bulb, pair[0]), pair[1], 0.5));
        }
        for (share, pair) in SHARES.iter().zip(wet.chunks(2)) {
            checks.push((exceeded(wet_bulb, *share), pair[0], 0.5));
            checks.push((coincident_mean(wet_bulb, dry_bulb, pair[0]), pair[1], 0.6));
        }
        if key == "inzai" {
            let dew = published(row, "0.4% dew point").unwrap()[0];
            checks.push((exceeded(&climate.dew_point, 0.004), dew, 0.5));
        }
        for (found, wanted, within) in checks {
            assert!(
                (found - wanted).abs() < within,
                "{key}: {found}, published {wanted}"
            );
        }
    }
}

#[test]
fn tokyo_is_as_humid_as_its_reanalysis() {
    let Some(measured) = reanalysis("weather_openmeteo_JP-TK_2023.csv.gz", "wet_bulb_C_calc")
    else {
        println!("skipped: tokyo_is_as_humid_as_its_reanalysis: reference folder absent");
        return;
    };
    let hours = |y: &[f64]| y.iter().filter(|&&wet| wet > 24.0).count() as f64;
    let ratio = hours(&named("tokyo").wet_bulb) / hours(&measured);
    assert!((ratio - 1.0).abs() < 0.1, "{ratio}");
}
