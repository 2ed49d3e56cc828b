use super::*;

fn function() -> Device {
    let law = Law::Function {
        shut_off: 3e5,
        fall: 50.0,
        exponent: 1.9,
    };
    Device::new(law, 40.0).unwrap()
}

fn all() -> Vec<Device> {
    let points = Law::Points(vec![(0.0, 3e5), (20.0, 2.5e5), (60.0, 0.5e5)]);
    let valve = Law::Valve(vec![(0.0, 0.0), (10.0, 1e4), (30.0, 8e4)]);
    let breaker = Law::Breaker {
        set: 5e4,
        resistance: 100.0,
    };
    let laws = [points, Law::Power(3e6), valve, breaker];
    let others = laws.map(|law| Device::new(law, 20.0).unwrap());
    std::iter::once(function()).chain(others).collect()
}

#[test]
fn pumps_follow_their_affinity_laws() {
    for pump in all().into_iter().filter(Device::is_pump) {
        let (full, part) = (
            pump.loss(20.0, &pump.at(1.0), 0.0),
            pump.loss(16.0, &pump.at(0.8), 0.0),
        );
        assert!((part.drop / full.drop - 0.64).abs() < 1e-12, "{pump:?}");
    }
    assert_eq!(function().loss(0.0, &function().at(1.0), 0.0).drop, -3e5);
    let at = function().loss(40.0, &function().at(1.0), 0.0).drop;
    assert!((at + 3e5 - 50.0 * 40f64.powf(1.9)).abs() < 1e-7);
}

#[test]
fn power_is_constant() {
    let pump = Device::new(Law::Power(3e6), 20.0).unwrap();
    for m in [1.0, 7.0, 40.0] {
        assert!((pump.loss(m, &pump.at(1.0), 0.0).drop * m + 3e6).abs() < 1e-6);
    }
}

#[test]
fn no_law_falls_and_each_slope_is_the_derivative() {
    for device in all() {
        for m in [-30.0, -1e-6, 1e-6, 0.5, 5.0, 15.0, 25.0, 70.0] {
            let h = 1e-7 * f64::abs(m).max(1e-2);
            let at = |m: f64| device.loss(m, &device.at(1.0), 0.0);
            let rise = (at(m + h).drop - at(m - h).drop) / (2.0 * h);
            assert!(rise >= -1e-6, "{device:?} {m}");
            let slope = at(m).slope;
            let near = (slope - rise).abs() <= 1e-3 * slope + LEAST_SLOPE / device.usual;
            assert!(near || m.abs() < 1e-5, "{device:?} {m}: {slope} {rise}");
        }
    }
}

#[test]
fn pumps_hold_reverse_flow() {
    for pump in all().into_iter().filter(Device::is_pump) {
        let held = pump.loss(-1e-5 * pump.usual, &pump.at(1.0), 0.0).drop;
        assert!(
            held < pump.loss(0.0, &pump.at(1.0), 0.0).drop - 1e6,
            "{pump:?}"
        );
    }
}

#[test]
fn a_breaker_keeps_its_loss_until_it_is_open() {
    let law = Law::Breaker {
        set: 5e4,
        resistance: 100.0,
    };
    let valve = Device::new(law, 20.0).unwrap();
    assert_eq!(valve.loss(3.0, &valve.at(1.0), 0.0).drop, 5e4);
    assert_eq!(valve.loss(-3.0, &valve.at(1.0), 0.0).drop, 5e4);
    assert_eq!(valve.loss(30.0, &valve.at(1.0), 0.0).drop, 9e4);
    // As EPANET has it of reverse flow: at √500 kg/s the open valve loses as much.
    assert_eq!(valve.loss(-22.0, &valve.at(1.0), 0.0).drop, 5e4);
    assert_eq!(valve.loss(-23.0, &valve.at(1.0), 0.0).drop, -52_900.0);
    assert_eq!(valve.loss(-30.0, &valve.at(1.0), 0.0).drop, -9e4);
    let steps = (0..4000).map(|i| {
        valve
            .loss(-24.0 + 1e-3 * f64::from(i), &valve.at(1.0), 0.0)
            .drop
    });
    assert!(steps.collect::<Vec<_>>().is_sorted());
}

#[test]
fn refuses_what_cannot_be() {
    let rising = vec![(0.0, 1.0), (1.0, 2.0)];
    let bad = [
        Law::Points(rising.clone()),
        Law::Points(vec![(1.0, 2.0)]),
        Law::Valve(vec![(0.0, 2.0), (1.0, 1.0)]),
        Law::Valve(vec![(0.0, 0.0), (f64::NAN, 1.0)]),
        Law::Power(0.0),
    ];
    for law in bad {
        assert!(Device::new(law, 1.0).is_err());
    }
    assert!(Device::new(Law::Valve(rising), -1.0).is_err());
}

#[test]
fn side_by_side_and_alone_give_the_same_bits() {
    let devices: Vec<Device> = all().into_iter().cycle().take(19).collect();
    let speeds = (0..devices.len()).map(|i| 0.7 + 0.02 * i as f64);
    let at: Vec<AtSpeed> = devices.iter().zip(speeds).map(|(d, s)| d.at(s)).collect();
    let m: Vec<f64> = (0..devices.len()).map(|i| 3.0 * i as f64 - 6.0).collect();
    let allowed = vec![1e-9; devices.len()];
    let (mut drop, mut slope) = (vec![0.0; m.len()], vec![0.0; m.len()]);
    losses(&devices, &at, [&m, &allowed], [&mut drop, &mut slope]);
    for (i, device) in devices.iter().enumerate() {
        let alone = device.loss(m[i], &at[i], allowed[i]);
        assert_eq!([drop[i], slope[i]], [alone.drop, alone.slope], "{i}");
    }
}
