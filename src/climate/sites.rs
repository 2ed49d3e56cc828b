//! The built-in places, with the source of every figure.
//!
//! "Unverified" marks figures of general knowledge that agree with what is published but were not
//! held against a document; "assumed" marks those that no document gives.

use super::normals::Normals;

/// Said of the figures that no table of a met office holds.
const ASSUMED: &str = "hottest and coldest hour, daily range, day-to-day spread of temperature and \
                       moisture, and wind: assumed";
const WINTER: &str = "99.6 % winter dry bulb: unverified";

/// All places, in the order they are listed.
pub(super) static SITES: [Normals; 7] = [
    TOYAMA, INZAI, FUKUSHIMA, TOKYO, SINGAPORE, FRANKFURT, PHOENIX,
];

const TOYAMA: Normals = Normals {
    key: "toyama",
    name: "Toyama and Nanto, Japan",
    place: [36.71, 137.20, 9.0, 9.0],
    dry_bulb: [
        3.0, 3.4, 6.9, 12.3, 17.5, 21.4, 25.5, 26.9, 22.8, 17.0, 11.2, 5.7,
    ],
    humidity: [
        82.0, 79.0, 72.0, 68.0, 70.0, 77.0, 80.0, 75.0, 78.0, 77.0, 77.0, 81.0,
    ],
    dry_tail: &[(0.0, 36.5), (0.004, 34.0), (0.01, 32.7), (0.02, 31.4)],
    cold_tail: &[(0.0, -4.8), (0.004, -2.8)],
    wet_tail: &[(0.004, 26.8), (0.01, 26.2), (0.02, 25.6)],
    coincident: &[[31.4, 24.8], [32.7, 25.2], [34.0, 25.5]],
    range: [6.1, 8.0],
    spread: [2.6, 2.0],
    moisture_spread: [3.0, 2.2],
    correlation: [0.8, 0.3],
    mixing: 0.15,
    wind: [3.2, 2.8],
    sources: &[
        "monthly mean dry bulb: JMA Toyama 1991-2020 (months unverified, their mean and January and \
         August checked with jma-net.go.jp/toyama)",
        "monthly mean relative humidity: JMA Toyama 1991-2020, unverified",
        "design dry and wet bulbs: unverified, of the size of ASHRAE's rows for WMO 476070",
        WINTER,
        ASSUMED,
    ],
};

const INZAI: Normals = Normals {
    key: "inzai",
    name: "Inzai, Japan",
    place: [35.83, 140.15, 25.0, 9.0],
    dry_bulb: [
        6.1, 6.6, 9.6, 14.5, 18.9, 21.9, 25.7, 27.1, 23.8, 18.6, 13.4, 8.6,
    ],
    humidity: [
        62.0, 62.0, 66.0, 70.0, 75.0, 81.0, 82.0, 81.0, 80.0, 76.0, 72.0, 66.0,
    ],
    dry_tail: &[(0.0, 34.1), (0.004, 32.1), (0.01, 30.9), (0.02, 29.2)],
    cold_tail: &[(0.0, -6.6), (0.004, -4.6)],
    wet_tail: &[(0.004, 26.8), (0.01, 26.1), (0.02, 25.5)],
    coincident: &[[29.2, 24.8], [30.9, 25.8], [32.1, 26.0]],
    range: [8.5, 6.0],
    spread: [2.3, 1.6],
    moisture_spread: [4.0, 2.4],
    correlation: [0.7, 0.0],
    mixing: 0.35,
    wind: [3.0, 3.2],
    sources: &[
        "monthly mean dry bulb: JMA Chiba 1991-2020 as neighbour, unverified",
        "design dry, wet and coincident wet bulbs and mean annual extreme: ASHRAE 2009, Hyakuri, 50 km \
         away and cooler in summer than Chiba: the two together narrow the August days",
        "monthly mean relative humidity: assumed between Chiba and Hyakuri",
        WINTER,
        ASSUMED,
    ],
};

const FUKUSHIMA: Normals = Normals {
    key: "fukushima",
    name: "Fukushima, Japan",
    place: [37.76, 140.47, 67.0, 9.0],
    dry_bulb: [
        1.9, 2.5, 5.9, 11.7, 17.2, 20.7, 24.3, 25.5, 21.6, 15.6, 9.5, 4.3,
    ],
    humidity: [
        70.0, 66.0, 62.0, 59.0, 63.0, 71.0, 77.0, 76.0, 77.0, 75.0, 72.0, 71.0,
    ],
    dry_tail: &[(0.0, 36.3), (0.004, 33.7), (0.01, 32.2), (0.02, 30.7)],
    cold_tail: &[(0.0, -6.6), (0.004, -4.6)],
    wet_tail: &[(0.004, 26.0), (0.01, 25.3), (0.02, 24.7)],
    coincident: &[[30.7, 24.2], [32.2, 24.7], [33.7, 25.1]],
    range: [7.2, 8.5],
    spread: [2.4, 2.3],
    moisture_spread: [2.8, 2.2],
    correlation: [0.7, 0.4],
    mixing: 0.15,
    wind: [2.8, 2.2],
    sources: &[
        "monthly mean dry bulb: JMA Fukushima 1991-2020, unverified",
        "monthly mean relative humidity: JMA Fukushima 1991-2020, unverified",
        "design dry and wet bulbs: unverified",
        WINTER,
        ASSUMED,
    ],
};

const TOKYO: Normals = Normals {
    key: "tokyo",
    name: "Tokyo, Japan",
    place: [35.69, 139.75, 25.0, 9.0],
    dry_bulb: [
        5.4, 6.1, 9.4, 14.3, 18.8, 21.9, 25.7, 26.9, 23.3, 18.0, 12.5, 7.7,
    ],
    humidity: [
        67.0, 66.0, 71.0, 73.0, 77.0, 81.0, 85.0, 84.0, 81.0, 78.0, 75.0, 68.0,
    ],
    dry_tail: &[(0.0, 35.5), (0.004, 33.3), (0.01, 32.0), (0.02, 30.8)],
    cold_tail: &[(0.0, -2.0), (0.004, 0.0)],
    wet_tail: &[
        (0.004, 27.1),
        (0.01, 26.6),
        (0.02, 26.1),
        (0.1, 24.8),
        (0.16, 24.0),
    ],
    coincident: &[],
    range: [8.6, 5.5],
    spread: [2.5, 1.2],
    moisture_spread: [4.5, 1.2],
    correlation: [0.7, 0.6],
    mixing: 0.15,
    wind: [4.2, 4.7],
    sources: &[
        "monthly mean dry bulb: JMA Tokyo 1991-2020, unverified (their mean checked with jma-net.go.jp)",
        "design dry bulbs: statistics of the Open-Meteo/ERA5 reanalysis (CC BY 4.0) 2020-2024, lowered \
         by 0.4 K because these summers were warmer than the normals",
        "design wet bulbs: the same statistics, and the hours above 24 degC of 2023 (1472, here 1400); \
         such wet bulbs under normals of dry bulb make July to September up to 10 points more humid \
         than the monthly humidity below",
        "monthly mean relative humidity: the same reanalysis 2020-2024, July and August raised by 4 points",
        WINTER,
        ASSUMED,
    ],
};

const SINGAPORE: Normals = Normals {
    key: "singapore",
    name: "Singapore",
    place: [1.37, 103.98, 16.0, 8.0],
    dry_bulb: [
        26.8, 27.3, 27.8, 28.2, 28.6, 28.5, 28.2, 28.1, 28.0, 27.9, 27.2, 26.8,
    ],
    humidity: [
        83.5, 81.2, 81.7, 82.6, 82.3, 80.9, 80.9, 80.7, 80.7, 81.5, 84.9, 85.5,
    ],
    dry_tail: &[(0.0, 34.3), (0.004, 33.2), (0.01, 32.8), (0.02, 32.2)],
    cold_tail: &[(0.0, 22.0), (0.004, 22.9)],
    wet_tail: &[(0.004, 27.7)],
    coincident: &[[32.2, 26.2], [32.8, 26.3], [33.2, 26.4]],
    range: [6.0, 6.4],
    spread: [0.8, 0.8],
    moisture_spread: [0.8, 0.7],
    correlation: [0.2, 0.2],
    mixing: 0.35,
    wind: [3.0, 2.3],
    sources: &[
        "monthly mean dry bulb and relative humidity: MSS Changi 1991-2020, unverified",
        "design dry, wet and coincident wet bulbs: ASHRAE 2009, Singapore WMO 486980",
        WINTER,
        ASSUMED,
    ],
};

const FRANKFURT: Normals = Normals {
    key: "frankfurt",
    name: "Frankfurt am Main, Germany",
    place: [50.05, 8.60, 111.0, 1.0],
    dry_bulb: [
        2.3, 3.2, 6.7, 11.0, 15.1, 18.6, 20.6, 20.2, 15.5, 10.6, 6.1, 3.0,
    ],
    humidity: [
        83.0, 78.0, 71.0, 64.0, 65.0, 65.0, 64.0, 66.0, 73.0, 81.0, 85.0, 85.0,
    ],
    dry_tail: &[(0.0, 35.5), (0.004, 32.0), (0.01, 29.8), (0.02, 28.0)],
    cold_tail: &[(0.0, -12.0), (0.004, -9.0)],
    wet_tail: &[(0.004, 21.3), (0.01, 20.5), (0.02, 19.8)],
    coincident: &[],
    range: [4.6, 10.0],
    spread: [4.0, 3.3],
    moisture_spread: [4.2, 2.6],
    correlation: [0.9, 0.5],
    mixing: 0.15,
    wind: [3.8, 2.9],
    sources: &[
        "monthly mean dry bulb and relative humidity: DWD Frankfurt 1991-2020, unverified",
        "design dry and wet bulbs: statistics of the Open-Meteo/ERA5 reanalysis (CC BY 4.0) 2020-2024",
        WINTER,
        ASSUMED,
    ],
};

const PHOENIX: Normals = Normals {
    key: "phoenix",
    name: "Phoenix, Arizona, USA",
    place: [33.43, -112.00, 337.0, -7.0],
    dry_bulb: [
        13.8, 15.5, 19.1, 22.9, 27.8, 33.0, 35.3, 34.7, 31.8, 25.2, 18.4, 13.2,
    ],
    humidity: [
        49.0, 44.0, 39.0, 28.0, 22.0, 19.0, 32.0, 36.0, 35.0, 37.0, 43.0, 51.0,
    ],
    dry_tail: &[(0.0, 46.2), (0.004, 43.6), (0.01, 42.5), (0.02, 41.5)],
    cold_tail: &[(0.0, 1.8), (0.004, 3.8)],
    wet_tail: &[(0.004, 24.2)],
    coincident: &[[41.5, 20.5], [42.5, 20.6], [43.6, 20.7]],
    range: [12.5, 12.0],
    spread: [2.8, 2.2],
    moisture_spread: [4.5, 3.2],
    correlation: [0.1, -0.8],
    mixing: 0.5,
    wind: [2.4, 3.1],
    sources: &[
        "monthly mean dry bulb and relative humidity: NOAA Phoenix Sky Harbor 1991-2020, unverified",
        "design dry, wet and coincident wet bulbs: ASHRAE 2021, Phoenix",
        WINTER,
        ASSUMED,
    ],
};

/// The place a configuration calls `key`; Nanto goes by Toyama, the nearest station with normals.
pub(super) fn find(key: &str) -> Option<&'static Normals> {
    let key = if key == "nanto" { "toyama" } else { key };
    SITES.iter().find(|site| site.key == key)
}
