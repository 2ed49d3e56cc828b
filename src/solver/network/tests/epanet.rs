//! Halls solved by EPANET 2.3 (reference `hydraulics/epanet`), read from its own parameters.
//!
//! EPANET uses Swamee & Jain's friction factor where we solve Colebrook's equation: 0.3–1 % of the
//! factor, thus up to 0.5 % of a flow. What limiters set and check valves hold agrees closely.

use super::*;
use crate::physics::hydraulic::stop_valve::StopValve;
use serde_json::Value;
use std::collections::HashMap;

/// EPANET's g, 32.2 ft/s² [m/s²].
const G: f64 = 9.81456;

fn read(name: &str) -> Option<Value> {
    let root = std::env::var("HALLTWIN_REFERENCE")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference").into());
    let path = format!("{root}/hydraulics/epanet/{name}.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: {name}: reference folder absent");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn kv(k: f64, d: f64) -> f64 {
    // K/(2ρA²) = 1.296e9/(ρ·Kv²)
    (1.296e9 * 2.0 / k).sqrt() * std::f64::consts::PI / 4.0 * d * d
}

fn draw(case: &Value) -> Hydraulics {
    let number = |v: &Value, key: &str| v[key].as_f64().unwrap_or_else(|| panic!("{key} in {v}"));
    let rho = 1000.0 * number(case, "specific_gravity");
    let mut b = HydraulicsBuilder::new(rho, number(case, "nu_m2_s") * rho);
    let mut node = HashMap::new();
    for n in case["nodes"].as_array().unwrap() {
        let id = b.node(n["id"].as_str().unwrap(), 0.0);
        node.insert(n["id"].as_str().unwrap(), id);
        if n["type"] == "reservoir" {
            b.anchor(id, rho * G * number(n, "head"));
        }
    }
    for l in case["links"].as_array().unwrap() {
        let name = l["id"].as_str().unwrap();
        let ends = ["n1", "n2"].map(|k| node[l[k].as_str().unwrap()]);
        let mm = 1e-3;
        match l["type"].as_str().unwrap() {
            kind @ ("pipe" | "cvpipe") => {
                let d = number(l, "diam");
                let law = Pipe::new(number(l, "len"), d, mm * number(l, "rough"), number(l, "K"));
                let mut end = ends[1];
                if kind == "cvpipe" {
                    end = b.node(format!("in {name}"), 0.0);
                    b.check_valve(format!("cv {name}"), end, ends[1], CheckValve::new(1e5));
                }
                b.pipe(name, ends[0], end, law);
            }
            "tcv" => {
                let law = StopValve::new(kv(number(l, "setting"), number(l, "diam")));
                b.stop_valve(name, ends[0], ends[1], law, true);
            }
            "fcv" => {
                let law = FlowLimiter::new(kv(number(l, "K"), number(l, "diam")));
                b.flow_limiter(name, ends[0], ends[1], law, rho * number(l, "setting"));
            }
            _ => {
                let [h0, r, n] = ["h0", "r", "n"].map(|k| number(l, k));
                let end = (h0 / r).powf(1.0 / n);
                let points: Vec<(f64, f64)> = (0..=60)
                    .map(|i| end * f64::from(i) / 60.0)
                    .map(|q| (q, rho * G * (h0 - r * q.powf(n))))
                    .collect();
                let law = Curve::through(&points)
                    .and_then(|c| Pump::new(c, rho, Efficiency::parabola(0.7, end / 2.0)?, 1));
                let drive = Drive {
                    speed: number(l, "speed"),
                    running: f64::from(l["open"] != 0),
                };
                b.pump(name, ends[0], ends[1], law, drive);
            }
        }
    }
    b.build().unwrap()
}

fn compare(name: &str) {
    let Some(case) = read(name) else { return };
    let h = draw(&case);
    let (flows, report) = run(&h);
    assert!(report.iterations <= 20, "{name}: {report:?}");
    let links = case["links"].as_array().unwrap();
    let flow = |l: &Value| l["flow"].as_f64().unwrap() * h.reference_density;
    let largest = links.iter().map(|l| flow(l).abs()).fold(0.0, f64::max);
    for l in links {
        let id = h.find_link(l["id"].as_str().unwrap()).unwrap();
        let (ours, theirs) = (flows.flow(id), flow(l));
        let tolerance = 6e-3 * theirs.abs() + 1e-3 * largest;
        assert!(
            (ours - theirs).abs() < tolerance,
            "{name} {l}: {ours} {theirs}"
        );
        if l["type"] == "fcv"
            && theirs >= 0.999_999 * l["setting"].as_f64().unwrap() * h.reference_density
        {
            assert!(
                (ours / theirs - 1.0).abs() < 2e-5,
                "{name} {l}: {ours} {theirs}"
            );
        }
        if l["open"] == 0 {
            assert!(ours.abs() < 5e-5, "{name} {l}: {ours}");
        }
    }
}

#[test]
fn halls_agree_with_epanet() {
    for name in [
        "hall_100",
        "hall_1k_ring",
        "hall_300_picv",
        "event_1k_ring_pumpoff",
    ] {
        compare(name);
    }
}
