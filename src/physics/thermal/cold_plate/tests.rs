use super::*;
use crate::physics::reference;
use proptest::prelude::*;

const LITRE_A_MINUTE: f64 = 1e-3 / 60.0;

/// OCP OAI liquid cooling guidelines (2023), fig. 8: deionised water, L/min and K/W.
const WATER: [Point; 4] = [(2.0, 0.0172), (3.0, 0.0160), (4.0, 0.0154), (5.0, 0.0151)];

/// Lenovo LP2357, table 27: °C at the inlet, L/min, kPa (printed in tenths of psi).
const GB300: [[f64; 3]; 5] = [
    [25.0, 59.0, 15.86],
    [30.0, 71.0, 22.06],
    [35.0, 89.0, 33.78],
    [40.0, 119.0, 58.61],
    [45.0, 177.0, 126.86],
];

fn si(points: &[Point]) -> Vec<Point> {
    points.iter().map(|p| (p.0 * LITRE_A_MINUTE, p.1)).collect()
}

#[test]
fn ocp_water_table_is_a_constant_wall_behind_warming_water() {
    let plate = ColdPlate::fitted(&si(&WATER)).unwrap();
    assert!((plate.wall / 0.0136 - 1.0).abs() < 0.01, "{plate:?}");
    assert!((plate.transit * 2.0 * 995.6 * 4_179.0 - 1.0).abs() < 0.05);
    for (flow, r) in si(&WATER) {
        assert!((plate.resistance(flow).0 / r - 1.0).abs() < 3e-3);
        let ideal = ColdPlate::constant_wall(0.0136, 995.6, 4_179.0, plate.range);
        assert!((ideal.resistance(flow).0 / r - 1.0).abs() < 5e-3);
    }
}

#[test]
fn lenovo_requirement_is_one_product() {
    let points: Vec<Point> = GB300
        .iter()
        .map(|r| (r[1] * LITRE_A_MINUTE, r[0]))
        .collect();
    let law = RequiredFlow::fitted(&points, 55.0).unwrap();
    assert!((law.product / LITRE_A_MINUTE / 1_775.0 - 1.0).abs() < 5e-3);
    for (flow, t_in) in points {
        assert!((law.flow(t_in) / flow - 1.0).abs() < 0.01, "{t_in}");
        assert!(law.margin(law.flow(t_in), t_in).abs() < 1e-9);
    }
    assert_eq!(law.flow(55.0), f64::INFINITY);
}

#[test]
fn lenovo_pressure_drop_is_one_power() {
    let points: Vec<Point> = GB300
        .iter()
        .map(|r| (r[1] * LITRE_A_MINUTE, r[2] * 1e3))
        .collect();
    let law = PressureDrop::fitted(&points).unwrap();
    assert!((law.exponent - 1.896).abs() < 0.01, "{law:?}");
    for (flow, drop) in points {
        let rounding = 0.05 * 6_894.757;
        let off = (law.at(flow) - drop).abs();
        assert!(off < (0.015 * drop).max(rounding), "{flow} {off}");
    }
}

/// `corrected_TCas_K`: fit of the PG25 table evaluated without the peer's smoothing defect.
#[test]
fn peer_rack_case_temperature() {
    let (Some(table), Some(ocp)) = (
        reference::csv("plant/06_cold_plate_ocp/case_temperature_corrected.csv"),
        reference::csv("plant/06_cold_plate_ocp/ocp_tables.csv"),
    ) else {
        return;
    };
    let flows = ocp.column("V_L_per_min_total");
    let r = ocp.column("R_K_per_W_case_to_inlet");
    // The first fourteen rows are fig. 7 (PG25).
    let points: Vec<Point> = flows.into_iter().zip(r).take(14).collect();
    let plate = ColdPlate::fitted(&si(&points)).unwrap();
    let flow = table.column("V_per_plate_L_min");
    let heat = table.column("Q_per_plate_W");
    for (k, want) in table.column("corrected_TCas_K").into_iter().enumerate() {
        let got = 303.15 + heat[k] * plate.resistance(flow[k] * LITRE_A_MINUTE).0;
        assert!((got - want).abs() < 0.1, "row {k}: {got} {want}");
    }
}

#[test]
fn refuses_tables_that_hold_no_curve() {
    assert_eq!(ColdPlate::fitted(&[]), Err(TableError::TooFew(0)));
    assert_eq!(
        ColdPlate::fitted(&[(1.0, 1.0), (1.0, 1.0)]),
        Err(TableError::TooFew(2))
    );
    assert_eq!(
        PressureDrop::fitted(&[(1.0, 1.0), (2.0, f64::NAN)]),
        Err(TableError::NotPositive { row: 2 })
    );
    assert!(matches!(
        ColdPlate::fitted(&[(1.0, 1.0), (2.0, 0.1)]),
        Err(TableError::NegativeWall(_))
    ));
}

proptest! {
    #[test]
    fn resistance_falls_with_flow_and_flags_what_is_outside(flow in 1e-6..1e-3f64) {
        let plate = ColdPlate::fitted(&si(&WATER)).unwrap();
        let (r, validity) = plate.resistance(flow);
        prop_assert!(r > plate.wall && r > plate.resistance(flow * 1.01).0);
        let within = (2.0 * LITRE_A_MINUTE..=5.0 * LITRE_A_MINUTE).contains(&flow);
        prop_assert_eq!(validity.inside(), within);
    }
}
