use super::*;
use crate::study::Hall;
use std::path::Path;

fn hall(file: &str, sets: &[&str]) -> Hall {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(file);
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    Hall::load(&path, &sets).unwrap()
}

/// Every step of a year solved, as `halltwin year` does: energies at the meter and of IT, water.
fn whole(hall: &Hall, weather: &Weather) -> [f64; 3] {
    let points = hours::Points::of(&hall.model, weather);
    let mut solver = Solver::new(&hall.model, &weather.outdoor[0], 0);
    let mut sums = [0.0; 3];
    for k in 0..weather.outdoor.len() {
        let a = solver.hour(&points, weather, k).unwrap();
        let y = [a.power[0], a.power[1], a.water];
        sums.iter_mut()
            .zip(y)
            .for_each(|(s, y)| *s += y * weather.step_s);
    }
    sums
}

#[test]
fn a_year_of_some_hours_is_the_year_of_all() {
    let hall = hall("01_one_rack.toml", &[]);
    let weather = Weather::of(&hall.model.climate, 3.0 * 3_600.0);
    let [meter, it, _] = whole(&hall, &weather);
    let found = year(&hall.model, &weather, Tolerance::default()).unwrap();
    let off = found.pue() - meter / it;
    assert!(off.abs() < 5e-5, "{off} {:?}", found.evidence);
    assert!(found.evidence.ratio_mean < 2e-4, "{:?}", found.evidence);
    let solved = found.evidence.solved;
    assert!(solved < weather.outdoor.len() / 5, "{solved} hours");
}

#[test]
fn weights_add_up_to_the_year() {
    let hall = hall("01_one_rack.toml", &[]);
    let weather = Weather::of(&hall.model.climate, 3_600.0);
    let tolerance = Tolerance {
        ratio: 1e-3,
        ..Tolerance::default()
    };
    let found = year(&hall.model, &weather, tolerance).unwrap();
    let hours: f64 = found.weights.iter().flatten().sum();
    assert!((hours - 8_760.0).abs() < 1e-6, "{hours}");
    let of_noon: f64 = found.weights.iter().map(|w| w[12]).sum();
    assert!((of_noon - 365.0).abs() < 1e-6, "{of_noon}");
    assert!((found.mean(|_| 3.0, |h| h > 5) - 3.0).abs() < 1e-9);
}

#[test]
fn a_load_that_swings_is_an_axis() {
    let sets = [
        "workload.steady.pattern=inference",
        "site.climate=toyama-design-summer",
    ];
    let hall = hall("01_one_rack.toml", &sets);
    let weather = Weather::of(&hall.model.climate, 3_600.0);
    let points = hours::Points::of(&hall.model, &weather);
    assert_eq!(points.axes(), 3, "dry bulb, wet bulb, level");
    let [meter, it, _] = whole(&hall, &weather);
    let found = year(&hall.model, &weather, Tolerance::default()).unwrap();
    let off = found.pue() - meter / it;
    assert!(off.abs() < 1e-4, "{off} {:?}", found.evidence);
}

#[test]
fn pads_are_followed_with_their_hysteresis() {
    let hall = hall(
        "halls/nanto_a.toml",
        &["dry_cooler.roof.pads_above=25 degC"],
    );
    let weather = Weather::of(&hall.model.climate, 3_600.0);
    let points = hours::Points::of(&hall.model, &weather);
    let dry = |k: usize| weather.outdoor[k].dry_bulb;
    let hours = || 0..weather.outdoor.len();
    assert!(hours().all(|k| (points.mode[k] == 1) || dry(k) <= 25.0));
    assert!(hours().all(|k| (points.mode[k] == 0) || dry(k) > 24.0));
    let between = |k: &usize| dry(*k) > 24.0 && dry(*k) <= 25.0;
    assert!(hours().filter(between).any(|k| points.mode[k] == 1));
    assert!(hours().filter(between).any(|k| points.mode[k] == 0));
}

#[test]
fn the_hottest_hours_are_solved() {
    let hall = hall("01_one_rack.toml", &["site.climate=phoenix"]);
    let weather = Weather::of(&hall.model.climate, 3_600.0);
    let found = year(&hall.model, &weather, Tolerance::default()).unwrap();
    let hottest = (0..weather.outdoor.len())
        .max_by(|a, b| {
            let dry = |k: &usize| weather.outdoor[*k].dry_bulb;
            dry(a).total_cmp(&dry(b))
        })
        .unwrap();
    let mut solver = Solver::new(&hall.model, &weather.outdoor[hottest], 0);
    let points = hours::Points::of(&hall.model, &weather);
    let answer = solver.hour(&points, &weather, hottest).unwrap();
    let least = found.least(|a| a.margin).unwrap().1.margin;
    // Hours as hot as each other differ in moisture, by less than the fit tells.
    assert!(least <= answer.margin + 0.01, "{least} {}", answer.margin);
}

#[test]
fn the_same_hours_tell_a_difference_better_than_either_year() {
    let weather = |h: &Hall| Weather::of(&h.model.climate, 6.0 * 3_600.0);
    let base = hall("01_one_rack.toml", &[]);
    let hours = weather(&base);
    let rough = Tolerance {
        ratio: 2e-3,
        ..Tolerance::default()
    };
    let known = year(&base.model, &hours, rough).unwrap();
    let same = again(&base.model, &hours, &known).unwrap().unwrap();
    assert!((same.pue() - known.pue()).abs() < 1e-9);
    let other = hall("01_one_rack.toml", &["dry_cooler.roof.fan_power=9 kW"]);
    let told = again(&other.model, &hours, &known).unwrap().unwrap();
    let whole = |h: &Hall| {
        let [meter, it, _] = whole(h, &hours);
        meter / it
    };
    let (a, b) = (whole(&base), whole(&other));
    assert!((b - a).abs() > 1e-4, "the fans matter: {a} {b}");
    let off = (told.pue() - known.pue()) - (b - a);
    assert!(off.abs() < 0.05 * (b - a).abs(), "{off} of {}", b - a);
}

#[test]
fn other_hours_of_pads_are_sought_anew() {
    let base = hall("02_cdu_and_row.toml", &[]);
    let hours = Weather::of(&base.model.climate, 6.0 * 3_600.0);
    let known = year(&base.model, &hours, Tolerance::default()).unwrap();
    let other = hall(
        "02_cdu_and_row.toml",
        &["dry_cooler.roof.pads_above=15 degC"],
    );
    assert!(again(&other.model, &hours, &known).is_none());
}
