//! What a run tells of its step of highest power: a chain that carries what it is fed, circuits whose pumps give what
//! the way round takes.

use halltwin::results::{Peak, Summary};
use halltwin::study::{Hall, Orders, run, year};
use std::path::Path;

fn summary(config: &str, sets: &[&str], span: [f64; 2]) -> Summary {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(config);
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    let hall = Hall::load(&path, &sets).unwrap_or_else(|e| panic!("{config}: {e:?}"));
    let folder = tempfile::tempdir().expect("a folder");
    let orders = Orders {
        folder: folder.path().join("out"),
        command: "test".to_owned(),
        start: hall.config.run.start.seconds(),
        duration: span[0],
        step: span[1],
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    run(&hall, orders).unwrap_or_else(|e| panic!("{e}")).summary
}

fn peak(config: &str) -> Peak {
    summary(config, &[], [300.0, 15.0])
        .peak
        .expect("power was drawn")
}

#[test]
fn every_place_of_the_chain_passes_on_what_it_does_not_lose() {
    let peak = peak("05_ride.toml");
    let fed = |at: usize| -> f64 {
        let below = peak.chain.iter().filter(|p| p.fed_by == Some(at));
        below.map(|p| p.input_kw).sum()
    };
    let mut losses = 0.0;
    for (at, place) in peak.chain.iter().enumerate() {
        losses += place.loss_kw;
        if place.nominal_v.is_some() {
            let gap = place.input_kw - place.loss_kw - fed(at);
            assert!(gap.abs() < 1e-9 * peak.facility_kw, "{place:?}: {gap} kW");
        }
    }
    let meter: f64 = peak
        .chain
        .iter()
        .filter(|p| p.fed_by.is_none())
        .map(|p| p.input_kw)
        .sum();
    assert!((meter / peak.facility_kw - 1.0).abs() < 1e-12);
    // Swept anew at all of the loads, the stages lose what they lost in the step.
    let stages: f64 = peak.stages.iter().filter_map(|s| s.loss_kw.last()).sum();
    assert!(
        (stages / losses - 1.0).abs() < 2e-3,
        "{stages} against {losses} kW"
    );
    let transformers = peak
        .chain
        .iter()
        .find(|p| p.kind == "transformers")
        .expect("two of them");
    assert_eq!((transformers.count, transformers.fed_by), (2, Some(0)));
    let [least, most] = transformers.loading.expect("a rating");
    assert!(0.0 < least && least < most && most < 1.0);
}

#[test]
fn shares_of_losses_fall_from_low_load_and_meet_the_meter() {
    let peak = peak("05_ride.toml");
    assert_eq!(peak.load.len(), 10);
    let share = |k: usize| {
        let loss: f64 = peak.stages.iter().map(|s| s.loss_kw[k]).sum();
        loss / peak.facility_at_load_kw[k]
    };
    assert!(share(0) > share(4) && share(4) > share(9));
    let last = peak.facility_at_load_kw[9];
    assert!((last / peak.facility_kw - 1.0).abs() < 1e-3, "{last}");
}

#[test]
fn the_way_round_takes_what_the_pumps_give() {
    for config in ["02_cdu_and_row.toml", "05_ride.toml"] {
        let peak = peak(config);
        assert!(!peak.circuits.is_empty(), "{config}");
        for c in &peak.circuits {
            // Flow of the peak stands between two points of the curves: 25 and 26 of 40.
            let at = |curve: &[f64]| {
                let after = c.curve_flow_m3_h.iter().position(|q| *q > c.flow_m3_h);
                let k = after.expect("curves go beyond the duty");
                let (a, b) = (c.curve_flow_m3_h[k - 1], c.curve_flow_m3_h[k]);
                let u = (c.flow_m3_h - a) / (b - a);
                curve[k - 1] + u * (curve[k] - curve[k - 1])
            };
            for curve in [&c.now_kpa, &c.system_kpa] {
                let off = at(curve) / c.rise_kpa - 1.0;
                assert!(off.abs() < 2e-3, "{config} {}: {off}", c.name);
            }
            let sum: f64 = c.index.iter().map(|p| p.loss_kpa).sum();
            // What is between is the column of coolant, warmer on one side.
            assert!(
                (sum - c.rise_kpa).abs() < 0.05 * c.rise_kpa,
                "{}: {sum}",
                c.name
            );
            let full = c.full_kpa.iter().zip(&c.now_kpa);
            assert!(
                full.into_iter().all(|(full, now)| full >= now),
                "{}",
                c.name
            );
            assert!(c.system_kpa.windows(2).all(|w| w[0] < w[1]), "{}", c.name);
        }
    }
}

#[test]
fn a_limit_of_the_grid_that_the_meter_passes_is_a_violation() {
    let kept = summary(
        "02_cdu_and_row.toml",
        &["grid.demand=\"100 MW\""],
        [600.0, 15.0],
    );
    let audit = kept.grid.expect("limits are given");
    assert!(audit.figures.iter().all(|f| !f.exceeded));
    let second = audit
        .figures
        .iter()
        .find(|f| f.quantity == "ramp_per_second");
    let second = second.expect("all figures are told");
    assert!(second.value_kw.is_none() && second.note.contains("15 s"));
    let passed = summary(
        "02_cdu_and_row.toml",
        &["grid.demand=\"1 kW\""],
        [600.0, 15.0],
    );
    let audit = passed.grid.expect("limits are given");
    let demand = audit.figures.iter().find(|f| f.quantity == "demand");
    let demand = demand.expect("all figures are told");
    let mean = passed.facility_energy_kwh / (passed.duration_s / 3_600.0);
    let value = demand.value_kw.expect("means of 15 s make a demand");
    assert!(
        demand.exceeded && (value / mean - 1.0).abs() < 1e-9,
        "{value} {mean}"
    );
    let told = passed
        .events
        .iter()
        .any(|e| e.component == "meter" && e.text.contains("30 min demand"));
    assert!(told, "{:?}", passed.events);
    assert!(
        summary("02_cdu_and_row.toml", &[], [60.0, 15.0])
            .grid
            .is_none()
    );
}

#[test]
fn a_year_of_one_repeating_day_has_no_pue() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/02_cdu_and_row.toml");
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .expect("threads");
    for (climate, is_year) in [("tokyo", true), ("tokyo-design-summer", false)] {
        let hall = Hall::load(&config, &[format!("site.climate={climate}")]);
        let hall = hall.unwrap_or_else(|e| panic!("{e:?}"));
        let folder = tempfile::tempdir().expect("a folder");
        let orders = Orders {
            folder: folder.path().join("out"),
            command: "test".to_owned(),
            start: 0.0,
            duration: 8_760.0 * 3_600.0,
            step: 3_600.0,
            csv_all: false,
            resume: false,
            stop: &mut |_| false,
        };
        let summary = year(&hall, orders, &pool)
            .unwrap_or_else(|e| panic!("{e}"))
            .summary;
        assert_eq!(summary.pue.is_some(), is_year, "{climate}");
        assert_eq!(summary.energy_ratio.is_none(), is_year, "{climate}");
        assert_eq!(summary.site.weather_h, if is_year { 8_760.0 } else { 24.0 });
    }
}
