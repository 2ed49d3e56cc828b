use super::*;
use crate::physics::reference;
use proptest::prelude::*;

const CP: f64 = 4_184.0;

/// The peer's tank: 0.1 m³, 3 m, seven layers, no loss.
fn peer() -> Tank {
    Tank::rated(&Rating {
        volume: 0.1,
        height: 3.0,
        layers: 7,
        density: 995.586,
        conductivity: 0.598,
        loss: 0.0,
    })
    .unwrap()
}

fn drive(flow: f64, t_in: f64) -> Drive {
    Drive {
        flow,
        h_in: CP * t_in,
        cp: CP,
        reference: [0.0, 0.0],
        t_room: 20.0,
    }
}

fn worst(
    path: &str,
    columns: &str,
    start: [f64; 7],
    feed: impl Fn(f64) -> (f64, f64),
) -> Option<f64> {
    let table = reference::csv(path)?;
    let time = table.column("time_s");
    let (tank, mut h, mut scratch) = (peer(), start.map(|t| CP * t), [0.0; 14]);
    let mut off: f64 = 0.0;
    for k in 1..time.len() {
        let fine = 2_000;
        let dt = (time[k] - time[k - 1]) / f64::from(fine);
        for j in 0..fine {
            let (flow, t_in) = feed(time[k - 1] + dt * (f64::from(j) + 0.5));
            tank.advance(&drive(flow, t_in), dt, &mut h, &mut scratch);
        }
        for (layer, h) in h.iter().enumerate() {
            let want = table.column(&format!("{columns}[{}].T", layer + 1))[k] - 273.15;
            off = off.max((h / CP - want).abs());
        }
    }
    Some(off)
}

#[test]
fn peer_tank_loaded_and_unloaded() {
    let path = "plant/16_stratified_tank/dymola_loading_unloading.csv";
    let rate = 1_000.0 / 3_600.0 / 4.0;
    let off = worst(path, "tan.vol", [20.0; 7], |time| {
        if (time / 3_600.0).floor() % 2.0 < 0.5 {
            (-rate, 20.0)
        } else {
            (rate, 40.0)
        }
    });
    if let Some(off) = off {
        assert!(off < 0.02, "{off}");
    }
}

#[test]
fn peer_tank_from_a_profile() {
    let path = "plant/16_stratified_tank/dymola_nonuniform_initial.csv";
    let rate = 1_000.0 / 3_600.0 / 4.0;
    let start = [40.0, 39.0, 38.0, 37.0, 36.0, 35.0, 34.0];
    for (columns, flow, t_in) in [("heaTan.vol", rate, 40.0), ("cooTan.vol", -rate, 20.0)] {
        if let Some(off) = worst(path, columns, start, |_| (flow, t_in)) {
            assert!(off < 0.02, "{columns}: {off}");
        }
    }
}

#[test]
fn upside_down_layers_mix() {
    let mut h = [20.0, 30.0, 10.0, 12.0, 14.0, 5.0];
    pool(&mut h, &mut [0.0; 6]);
    assert_eq!(h, [25.0, 25.0, 12.0, 12.0, 12.0, 5.0]);
}

#[test]
fn refuses_what_cannot_be() {
    let good = Rating {
        volume: 10.0,
        height: 4.0,
        layers: 20,
        density: 998.0,
        conductivity: 0.6,
        loss: 5.0,
    };
    let bad = Rating { layers: 1, ..good };
    assert_eq!(Tank::rated(&bad).unwrap_err().what, "number of layers");
    assert!(Tank::rated(&good).is_ok());
}

proptest! {
    #[test]
    fn heat_is_conserved_and_layers_stay_in_order(
        flow in -2.0..2.0f64, t_in in 5.0..60.0f64, dt in 0.1..1e5f64,
        start in prop::collection::vec(5.0..60.0f64, 7), loss in 0.0..50.0f64,
    ) {
        let tank = Tank { loss, ..peer() };
        let mut h: Vec<f64> = start.iter().map(|t| CP * t).collect();
        let before: f64 = h.iter().sum();
        let drive = drive(flow, t_in);
        let out = tank.advance(&drive, dt, &mut h, &mut [0.0; 14]);
        let gained = tank.mass * (h.iter().sum::<f64>() - before);
        let brought = dt * (flow.abs() * (drive.h_in - out.h) - out.lost);
        let scale = tank.mass * before + dt * (flow.abs() * 3e5 + 7.0 * loss * 60.0);
        prop_assert!((gained - brought).abs() < 1e-13 * scale);
        prop_assert!((gained - dt * out.stored).abs() < 1e-13 * scale);
        prop_assert!(h.windows(2).all(|pair| pair[1] <= pair[0]));
        let (low, high) = (5.0 * CP - 1e-6, 60.0 * CP + 1e-6);
        prop_assert!(h.iter().all(|h| (low..=high).contains(h)));
    }
}
