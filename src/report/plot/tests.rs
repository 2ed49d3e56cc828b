//! Renders every plot of a made-up day and year, and of awkward data, and looks at the labels.

use super::super::data::HallColumns;
use super::super::figure::overlap::complaints;
use super::super::figure::{Standing, png, svg};
use super::super::{fixture, plots};
use super::*;

#[test]
fn no_label_touches_another_or_leaves_its_plot() {
    for year in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let run = fixture::run(dir.path(), year);
        let hall = HallColumns::read(&run.series).unwrap();
        let plots = plots(&run.summary, &hall).unwrap();
        assert_eq!(plots.len(), if year { 9 } else { 8 });
        for plot in plots {
            assert_eq!(
                complaints(&plot.figure),
                Vec::<String>::new(),
                "{}",
                plot.id
            );
            assert!(!plot.figure.description.is_empty());
            // Where a person wants to look at them.
            if let Ok(folder) = std::env::var("HALLTWIN_PLOTS") {
                let name = format!("{}_{}", if year { "year" } else { "day" }, plot.id);
                let path = std::path::Path::new(&folder).join(name);
                std::fs::write(path.with_extension("png"), png(&plot.figure).unwrap()).unwrap();
                let text = svg(&plot.figure, Standing::Alone);
                std::fs::write(path.with_extension("svg"), text).unwrap();
            }
        }
    }
}

fn time_plot(values: Vec<f64>, steps_s: f64) -> TimePlot {
    let trace = Trace {
        label: "a".into(),
        values: values.clone(),
    };
    let panel = TimePanel {
        name: "Quantity [unit]".into(),
        traces: vec![trace.clone(), trace],
        ..TimePanel::default()
    };
    TimePlot {
        title: "t".into(),
        start: "2026-12-30T22:15:00".into(),
        time_s: (1..=values.len()).map(|i| i as f64 * steps_s).collect(),
        panel_height: 120.0,
        panels: vec![panel.clone(), panel],
    }
}

#[test]
fn awkward_records_still_make_plots() {
    let cases: [Vec<f64>; 6] = [
        vec![],
        vec![3.0],
        vec![40.0; 50],
        vec![f64::NAN; 5],
        vec![1.0, f64::NAN, 2.0, f64::INFINITY, 3.0],
        vec![-12_345.6, 98_765.4],
    ];
    for values in cases {
        for step_s in [1.0, 60.0, 3600.0, 86_400.0, 2.6e6] {
            let figure = time_series(&time_plot(values.clone(), step_s));
            assert_eq!(
                complaints(&figure),
                Vec::<String>::new(),
                "{values:?} {step_s}"
            );
            assert!(!svg(&figure, Standing::Alone).contains("NaN"));
        }
        let panel = DurationPanel {
            name: "Power [MW]".into(),
            traces: vec![Trace {
                label: "a".into(),
                values: values.clone(),
            }],
            from_zero: true,
            least_span: 0.0,
        };
        let ratio = RatioPlot {
            ratio_name: "ratio".into(),
            ratio: values.clone(),
            wet_bulb: values.clone(),
            load_mw: values.clone(),
            medians: true,
        };
        for figure in [
            duration("t", 1.0, &[panel.clone(), panel]),
            ratio_over_climate_and_load(&ratio),
        ] {
            assert_eq!(complaints(&figure), Vec::<String>::new(), "{values:?}");
            assert!(!svg(&figure, Standing::Alone).contains("NaN"));
        }
    }
}

#[test]
fn the_limit_and_the_worst_point_keep_apart() {
    for worst in [0, 25, 49, 50, 75, 99] {
        for depth in [-30.0, -1.0, 0.0, 0.5, 9.0] {
            let margin_k = (0..100)
                .map(|i| if i == worst { depth } else { 10.0 })
                .collect();
            let figure = margin(&MarginPlot {
                start: "2026-08-05T00:00:00".into(),
                time_s: (1..=100).map(|i| 60.0 * f64::from(i)).collect(),
                margin_k,
                rack: "row.a/rack_17".into(),
                limit: "chip junction 105.0 °C".into(),
                assumed: true,
            });
            assert_eq!(complaints(&figure), Vec::<String>::new(), "{worst} {depth}");
        }
    }
}

#[test]
fn a_waterfall_of_many_or_negative_categories_fits() {
    let steps = |n: usize| {
        (0..n)
            .map(|i| (format!("category {i}"), 0.01 - 0.002 * i as f64))
            .collect()
    };
    for n in [0, 1, 12, 30] {
        let figure = waterfall(&Waterfall {
            ratio: "energy ratio".into(),
            steps: steps(n),
        });
        assert_eq!(complaints(&figure), Vec::<String>::new(), "{n}");
    }
}

#[test]
fn tornados_of_any_width_fit() {
    let bar = |i: usize, width: f64| TornadoBar {
        name: format!("input number {i}"),
        ends: ["× 0.95".into(), "-0.8 K".into()],
        at: [1.07 - width, 1.07 + 0.5 * width],
    };
    let cases: [(usize, f64, [f64; 2]); 5] = [
        (0, 0.0, [1.07, 1.07]),
        (1, 0.0, [1.07, 1.07]),
        (8, 0.01, [1.065, 1.075]),
        (16, 0.3, [1.21, 1.22]),
        (3, -5.0, [-2.0, -1.9]),
    ];
    for (count, width, band) in cases {
        let figure = tornado(&Tornado {
            result: "worst margin [K]".into(),
            nominal: 1.07,
            band,
            bars: (0..count)
                .map(|i| bar(i, width / (1.0 + i as f64)))
                .collect(),
        });
        assert_eq!(complaints(&figure), Vec::<String>::new(), "{count} {width}");
        assert!(!svg(&figure, Standing::Alone).contains("NaN"));
        assert!(figure.description.contains("P10"));
    }
}

#[test]
fn fronts_of_one_or_many_designs_fit() {
    for count in [1, 3, 60] {
        let at = |i: usize| [5.0 + 0.01 * i as f64, 1.08 - 1e-4 * i as f64];
        let figure = front(&FrontPlot {
            title: "Roof: price and PUE of the front".into(),
            axes: ["price [million USD]".into(), "PUE [1]".into()],
            front: (0..count).map(at).collect(),
            members: (0..count.min(24))
                .map(|i| (at(i), format!("{:02}", i + 1)))
                .collect(),
        });
        assert_eq!(complaints(&figure), Vec::<String>::new(), "{count}");
    }
}
