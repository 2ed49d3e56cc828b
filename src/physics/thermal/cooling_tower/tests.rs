use super::{
    cool_tools::CoolTools,
    merkel::Merkel,
    water::{Balance, Treatment, evaporation, usage},
    york::York,
    *,
};
use crate::physics::{air::fan, control::setpoint::Reach, reference};
use proptest::prelude::*;

const P: f64 = 101_325.0;

/// 10 MW: 35.0 → 29.5 °C at a wet bulb of 25.6 °C.
fn rating() -> Rating {
    Rating {
        air: AirState::from_wet_bulb(35.0, 25.6, P),
        approach: 3.9,
        range: 5.5,
        flow: 435.0,
        cp: 4_180.0,
        air_flow: 290.0,
        free: 0.125,
    }
}

fn towers() -> [Tower; 3] {
    [
        Tower::CoolTools(CoolTools::rated(&rating()).unwrap()),
        Tower::Merkel(Merkel::rated(&rating()).unwrap()),
        Tower::York(York::rated(&rating()).unwrap()),
    ]
}

fn blower() -> Fan {
    let rating = fan::Rating {
        power: 120e3,
        drive_efficiency: 0.9,
        fixed_share: 0.4,
        sound_power: 105.0,
    };
    Fan::rated(&rating).unwrap()
}

fn inlet(t: f64, flow: f64, dry: f64, wet: f64) -> Inlet {
    let air = AirState::from_wet_bulb(dry, wet, P);
    Inlet {
        t,
        flow,
        cp: 4_180.0,
        swell: 1.0,
        air,
        wet_bulb: air.wet_bulb(),
    }
}

#[test]
fn both_laws_meet_the_rating() {
    for tower in towers() {
        let at = tower.heat(&inlet(35.0, 435.0, 35.0, 25.6), 1.0);
        assert!((at.heat / rating().heat() - 1.0).abs() < 1e-5, "{at:?}");
        assert!(at.validity.inside(), "{at:?}");
    }
}

#[test]
fn fan_holds_the_outlet_or_says_why_not() {
    let fan = blower();
    for tower in towers() {
        let run = |t_set: f64, wet: f64| {
            let inlet = inlet(35.0, 435.0, wet + 5.0, wet);
            tower.fan_for_outlet(&fan, &inlet, t_set, [0.2, 1.0]).0
        };
        let held = run(30.0, 20.0);
        assert_eq!(held.reach, Reach::Held);
        assert!((held.heat / (435.0 * 4_180.0 * 5.0) - 1.0).abs() < 1e-9);
        assert_eq!(run(27.0, 26.0).reach, Reach::AtHigh);
        assert_eq!(run(34.9, 5.0).reach, Reach::AtLow);
    }
}

#[test]
fn both_laws_can_be_solved_for_their_fan() {
    for (wet, t) in [(5.0, 30.0), (15.0, 33.0), (22.0, 35.0), (26.0, 38.0)] {
        let inlet = inlet(t, 400.0, wet + 4.0, wet);
        for tower in towers() {
            for x in [0.25, 0.5, 0.75, 0.99] {
                let heat = tower.heat(&inlet, x).heat;
                let back = match &tower {
                    Tower::Merkel(tower) => tower.fan_for_heat(&inlet, heat),
                    Tower::York(tower) => tower.fan_for_heat(&inlet, heat, [0.2, 1.0]),
                    Tower::CoolTools(tower) => tower.fan_for_heat(&inlet, heat, [0.2, 1.0]),
                };
                let back = back.unwrap();
                assert!((back - x).abs() < 1e-9, "{tower:?} {wet} {x}: {back}");
            }
        }
    }
}

/// Air of a sixth of the flow would have to leave warmer than the water that enters.
#[test]
fn too_little_air_is_no_tower() {
    let little = Rating {
        air_flow: 50.0,
        ..rating()
    };
    let found = York::rated(&little);
    assert!(matches!(found, Err(RatingError::Air { .. })), "{found:?}");
}

proptest! {
    /// No water leaves below the wet bulb, however far a correlation is from its data.
    #[test]
    fn water_stays_above_the_wet_bulb(
        t in 5.0..45.0f64, flow in 2.0..900.0f64, wet in -10.0..35.0f64, set in -5.0..40.0f64,
    ) {
        let fan = blower();
        let inlet = inlet(t, flow, wet + 3.0, wet);
        for tower in towers() {
            let run = tower.fan_for_outlet(&fan, &inlet, set, [0.05, 1.0]).0;
            let out = t - run.heat / (flow * inlet.cp);
            prop_assert!(out >= inlet.wet_bulb.min(t) - 1e-9, "{tower:?}: {out} below {}", inlet.wet_bulb);
        }
    }

    /// The closed form of the outlet is where the bracket ends.
    #[test]
    fn york_outlets_solve_its_approach(t in 18.0..45.0f64, flow in 200.0..600.0f64, wet in 0.0..27.0f64, x in 0.2..1.0f64) {
        let york = York::rated(&rating()).unwrap();
        let inlet = inlet(t, flow, wet + 3.0, wet);
        prop_assume!(inlet.t > inlet.wet_bulb + 2.0);
        let (out, _) = york.outlet(&inlet, x);
        let asked = york::approach(t - out, inlet.wet_bulb, york.scale * flow / york.flow / x);
        let clamped = out <= inlet.wet_bulb || out >= t;
        prop_assert!(clamped || (out - inlet.wet_bulb - asked).abs() < 1e-9, "{out} {asked}");
    }
}

#[test]
fn york_says_where_it_ends() {
    let [.., york] = towers();
    let hot = york.heat(&inlet(38.0, 435.0, 33.0, 28.0), 1.0);
    assert!(hot.validity.is_outside(0) && !hot.validity.is_outside(1));
    let trickle = york.heat(&inlet(35.0, 100.0, 30.0, 22.0), 0.3);
    assert!(trickle.validity.is_outside(3));
}

#[test]
fn york_polynomial_of_the_peer_library() {
    let Some(table) = reference::csv("plant/11_tower_yorkcalc/dymola_polynomial.csv") else {
        return;
    };
    let (water, air) = (table.column("TApp_Wat"), table.column("TApp_Air"));
    for (k, t) in table.column("time_s").into_iter().enumerate() {
        let x = 0.25 + t;
        assert!((york::approach(5.56, 25.55, x) - water[k]).abs() < 1e-5);
        assert!((york::approach(5.56, 25.55, 1.0 / x) - air[k]).abs() < 1e-5);
    }
}

/// EnergyPlus' own Merkel tower, two days at a minute; the tolerance is that of the peer's replication.
#[test]
fn merkel_against_energyplus() {
    let path = "plant/10_tower_merkel/energyplus_CoolingTower_VariableSpeed_Merkel.csv";
    let Some(table) = reference::csv(path) else {
        return;
    };
    let merkel = Merkel::rated(&Rating {
        flow: 0.00109317 * 995.6,
        cp: 4_184.0,
        air_flow: 0.56124,
        free: 0.1,
        ..rating()
    })
    .unwrap();
    let column = |name| table.column(name);
    let (dry, wet, t) = (column("T_db_C"), column("T_wb_C"), column("T_water_in_C"));
    let (out, flow, x) = (
        column("T_water_out_C"),
        column("m_water_kg_s"),
        column("fan_speed_ratio"),
    );
    let (mut ratio, mut n) = (0.0, 0);
    for k in 0..t.len() {
        if flow[k] > 0.3 * merkel.flow && x[k] > 0.21 {
            let q = merkel
                .heat(&inlet(t[k], flow[k], dry[k], wet[k]), x[k])
                .heat;
            let t_out = t[k] - q / (flow[k] * 4_180.0);
            assert!((t_out - out[k]).abs() < 0.15, "row {k}: {t_out} {}", out[k]);
            ratio += q / (flow[k] * 4_184.0 * (t[k] - out[k]));
            n += 1;
        }
    }
    let mean = ratio / f64::from(n);
    assert!(n > 300 && (mean - 1.0).abs() < 0.025, "{n} rows, {mean}");
}

/// A year of EnergyPlus' York tower: approach in settled hours above the least air flow, and make-up water.
#[test]
fn york_and_water_against_energyplus() {
    let Some(table) = reference::csv("plant/34_ep_cdu_tower_york/energyplus_hourly.csv") else {
        return;
    };
    let column = |name: &str| table.column(name);
    let york = York {
        scale: 1.00904,
        flow: 0.030 * 997.0,
        air_flow: 25.0,
        free: 0.125,
        law: std::marker::PhantomData,
    };
    let (dry, wet, p) = (column("T_db_C"), column("T_wb_C"), column("p_Pa"));
    let (t, out, flow) = (
        column("tow_Tin_C"),
        column("tow_Tout_C"),
        column("tow_m_kg_s"),
    );
    let (x, settled, heat) = (column("tow_airRatio"), column("settled"), column("tow_Q_W"));
    let (evaporated, rh) = (column("tow_evap_m3_s"), column("RH_pct"));
    let (mut theirs, mut closed, mut legacy, mut hours) = (0.0, 0.0, 0.0, 0);
    for k in 0..t.len() {
        let air = AirState::from_relative_humidity(dry[k], rh[k] / 100.0, p[k]);
        let dry_air = 25.0 * air.dry_density() * x[k];
        let use_of = |balance| evaporation(balance, heat[k], dry_air, &air, wet[k], 0.0).0;
        theirs += evaporated[k] * 1e3;
        closed += use_of(Balance::Closed);
        legacy += use_of(Balance::EnergyPlus);
        if settled[k] == 1.0 && x[k] >= 0.2 && x[k] < 1.0 {
            let inlet = Inlet {
                t: t[k],
                flow: flow[k],
                cp: 4_180.0,
                swell: 1.0,
                air,
                wet_bulb: wet[k],
            };
            let (got, _) = york.outlet(&inlet, x[k]);
            assert!((got - out[k]).abs() < 0.05, "hour {k}: {got} {}", out[k]);
            hours += 1;
        }
    }
    assert!(hours > 8_000, "{hours}");
    assert!((legacy / theirs - 1.0).abs() < 5e-3, "{}", legacy / theirs);
    // A closed balance evaporates 2.2 to 2.4 % more before the make-up brings any enthalpy.
    let ratio = closed / theirs;
    assert!((ratio - 1.023).abs() < 3e-3, "{ratio}");
}

#[test]
fn water_balance_closes() {
    let air = AirState::from_wet_bulb(30.0, 22.0, P);
    let (evaporated, t_exit) = evaporation(Balance::Closed, 1e7, 300.0, &air, 22.0, 20.0);
    let w = air.w + evaporated / 300.0;
    let gained = 300.0 * (crate::fluids::moist_air::enthalpy(t_exit, w) - air.enthalpy());
    let brought = evaporated * 4_186.0 * 20.0;
    assert!(((gained - brought) / 1e7 - 1.0).abs() < 1e-9);
    let treatment = Treatment {
        cycles: 4.0,
        drift: 5e-5,
        t_makeup: 20.0,
    };
    let water = usage(
        Balance::Closed,
        &treatment,
        1e7,
        300.0,
        &air,
        22.0,
        435.0,
        1.0,
    );
    let cycles = water.makeup() / (water.blow_down + water.drift);
    assert!((cycles - 4.0).abs() < 1e-9, "{water:?}");
}

#[test]
fn refuses_what_cannot_be() {
    let greedy = Rating {
        air_flow: 40.0,
        ..rating()
    };
    assert!(matches!(
        Merkel::rated(&greedy),
        Err(RatingError::Unreachable(_))
    ));
    let crossed = Rating {
        approach: -1.0,
        ..rating()
    };
    assert!(York::rated(&crossed).is_err() && Merkel::rated(&crossed).is_err());
    let treatment = Treatment {
        cycles: 1.0,
        drift: 0.0,
        t_makeup: 20.0,
    };
    assert!(treatment.checked().is_err());
}

proptest! {
    #[test]
    fn water_never_passes_the_wet_bulb_and_air_helps(
        t in 26.0..45.0f64, flow in 10.0..500.0f64, wet in 0.0..25.0f64, x in 0.2..0.98f64,
    ) {
        let inlet = inlet(t, flow, wet + 6.0, wet);
        for tower in towers() {
            let q = tower.heat(&inlet, x).heat;
            prop_assert!(q >= 0.0 && q <= flow * 4_180.0 * (t - inlet.wet_bulb) * (1.0 + 1e-9));
            if matches!(tower, Tower::Merkel(_)) {
                prop_assert!(tower.heat(&inlet, x + 0.02).heat >= q);
            }
        }
    }
}
