use super::*;
use crate::fluids::table;
use proptest::prelude::*;

/// Largest relative error of the four properties against a table whose first columns are t, ρ, c_p, μ, k.
fn worst(fluid: &Fluid, text: &str) -> [f64; 4] {
    let rows = table::rows(text);
    assert!(rows.len() > 180, "{} rows", rows.len());
    let mut worst = [0.0f64; 4];
    for row in rows {
        let t = row[0];
        let ours = [
            fluid.density(t),
            fluid.specific_heat(t),
            fluid.viscosity(t),
            fluid.conductivity(t),
        ];
        for k in 0..4 {
            worst[k] = worst[k].max(table::relative(ours[k], row[k + 1]));
        }
    }
    worst
}

#[test]
fn water_follows_iapws() {
    let text = include_str!("../../../validation/fluids/water_3bar.csv");
    let water = Fluid::water();
    let error = worst(&water, text);
    assert!(error.iter().all(|e| *e < 5e-6), "{error:?}");
    // Enthalpy differences from the first row, in a table whose datum is the triple point.
    let rows = table::rows(text);
    for row in &rows[1..] {
        let theirs = row[6] - rows[0][6];
        let ours = water.enthalpy(row[0]) - water.enthalpy(rows[0][0]);
        assert!(table::relative(ours, theirs) < 5e-6, "{} °C", row[0]);
    }
}

#[test]
fn glycols_follow_their_correlations() {
    let mpg = |x| Fluid::propylene_glycol(Fraction::Mass(x)).unwrap();
    for (fluid, text) in [
        (
            Fluid::by_name("pg25").unwrap(),
            include_str!("../../../validation/fluids/APG_25.csv"),
        ),
        (
            mpg(0.25),
            include_str!("../../../validation/fluids/MPG_25.csv"),
        ),
        (
            mpg(0.40),
            include_str!("../../../validation/fluids/MPG_40.csv"),
        ),
    ] {
        let error = worst(&fluid, text);
        assert!(
            error.iter().all(|e| *e < 1e-9),
            "{}: {error:?}",
            fluid.name()
        );
    }
}

#[test]
fn freezing_points_are_those_of_the_tables() {
    for (fluid, point) in [
        (Fluid::propylene_glycol(Fraction::Volume(0.25)), -9.965),
        (Fluid::propylene_glycol(Fraction::Mass(0.25)), -9.785),
        (Fluid::propylene_glycol(Fraction::Mass(0.40)), -20.568),
        // ASHRAE Fundamentals 2001, ch. 21, table 4: 30 vol-% of ethylene glycol.
        (Fluid::ethylene_glycol(Fraction::Volume(0.30)), -15.3),
    ] {
        let ours = fluid.unwrap().freezing_point();
        assert!((ours - point).abs() < 0.8, "{ours} {point}");
    }
}

#[test]
fn names_are_understood_and_unknown_ones_refused() {
    assert_eq!(Fluid::by_name("Water"), Ok(Fluid::water()));
    assert_eq!(
        Fluid::by_name("EG30"),
        Fluid::ethylene_glycol(Fraction::Volume(0.30))
    );
    assert_eq!(
        Fluid::by_name("pg25").unwrap().name(),
        "propylene glycol 25 vol-%"
    );
    for name in ["", "pg", "pg-5", "pgx", "brine", "eg300"] {
        assert_eq!(
            Fluid::by_name(name),
            Err(FluidError::Unknown(name.to_owned()))
        );
    }
    for name in ["pg5", "eg70"] {
        assert!(matches!(
            Fluid::by_name(name),
            Err(FluidError::Fraction { .. })
        ));
    }
    assert!(Fluid::propylene_glycol(Fraction::Mass(f64::NAN)).is_err());
}

#[test]
fn a_constant_fluid_is_constant_and_checked() {
    let figures = Constant {
        density: 995.586,
        specific_heat: 4_184.0,
        viscosity: 8e-4,
        conductivity: 0.6,
    };
    let fluid = Fluid::constant(figures).unwrap();
    for t in [-300.0, 0.0, 20.0, 1e6] {
        assert_eq!(fluid.density(t), 995.586);
        assert_eq!(fluid.specific_heat(t), 4_184.0);
        assert!((fluid.viscosity(t) / 8e-4 - 1.0).abs() < 1e-15);
        assert_eq!(fluid.conductivity(t), 0.6);
        assert_eq!(fluid.enthalpy(t), 4_184.0 * t);
    }
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = Fluid::constant(Constant {
            viscosity: bad,
            ..figures
        })
        .unwrap_err();
        assert!(error.to_string().contains("viscosity"), "{error}");
    }
}

#[test]
fn beyond_the_range_values_are_held_and_enthalpy_goes_on() {
    let fluid = Fluid::by_name("pg25").unwrap();
    let [low, high] = fluid.range();
    for (end, beyond) in [(low, low - 30.0), (high, high + 30.0)] {
        assert_eq!(fluid.density(end), fluid.density(beyond));
        assert_eq!(fluid.viscosity(end), fluid.viscosity(beyond));
        let linear = fluid.enthalpy(end) + fluid.specific_heat(end) * (beyond - end);
        assert!((fluid.enthalpy(beyond) - linear).abs() < 1e-6);
        assert!((fluid.temperature(linear) - beyond).abs() < 1e-10);
    }
}

/// Every liquid that has a range, by number.
fn liquid(k: usize) -> Fluid {
    let names = [
        "water", "pg10", "pg25", "pg40", "pg60", "eg10", "eg30", "eg60",
    ];
    Fluid::by_name(names[k]).unwrap()
}

proptest! {
    #[test]
    fn enthalpy_and_temperature_undo_each_other(k in 0..8usize, part in 0.0..1.0f64) {
        let fluid = liquid(k);
        let [low, high] = fluid.range();
        let t = low + part * (high - low);
        let back = fluid.temperature(fluid.enthalpy(t));
        prop_assert!((back - t).abs() <= 1e-12 * t.abs().max(1.0), "{t} {back}");
    }

    #[test]
    fn enthalpy_is_the_integral_of_specific_heat(k in 0..8usize, a in 0.0..1.0f64, b in 0.0..1.0f64) {
        let fluid = liquid(k);
        let [low, high] = fluid.range();
        let (a, b) = (low + a * (high - low), low + b * (high - low));
        // Five-point Gauss–Legendre: exact for the degree 8 of c_p.
        let nodes = [-0.906_179_845_938_664, -0.538_469_310_105_683_1, 0.0, 0.538_469_310_105_683_1, 0.906_179_845_938_664];
        let weights = [0.236_926_885_056_189_1, 0.478_628_670_499_366_5, 0.568_888_888_888_888_9, 0.478_628_670_499_366_5, 0.236_926_885_056_189_1];
        let mean: f64 = (0..5)
            .map(|i| weights[i] * fluid.specific_heat(0.5 * (a + b) + 0.5 * (b - a) * nodes[i]))
            .sum();
        let difference = fluid.enthalpy(b) - fluid.enthalpy(a);
        prop_assert!((difference - 0.5 * mean * (b - a)).abs() < 1e-8, "{difference}");
    }

    #[test]
    fn warm_liquid_is_lighter_and_thinner(k in 0..8usize, part in 0.0..1.0f64, step in 0.01..1.0f64) {
        let fluid = liquid(k);
        // Water, and weak mixtures near freezing, are densest at a few degrees above their lower end.
        let low = fluid.range()[0].max(5.0);
        let t = low + part * (99.0 - low);
        prop_assert!(fluid.density(t + step) < fluid.density(t));
        prop_assert!(fluid.viscosity(t + step) < fluid.viscosity(t));
    }

    #[test]
    fn stronger_glycol_is_more_viscous(x in 0.1..0.59f64, t in 0.0..95.0f64) {
        for make in [Fluid::propylene_glycol, Fluid::ethylene_glycol] {
            let weak = make(Fraction::Volume(x)).unwrap();
            let strong = make(Fraction::Volume(x + 0.01)).unwrap();
            prop_assert!(strong.viscosity(t) > weak.viscosity(t));
            prop_assert!(strong.freezing_point() < weak.freezing_point());
        }
    }

    #[test]
    fn rows_and_single_values_have_the_same_bits(k in 0..8usize, start in -20.0..90.0f64) {
        let fluid = liquid(k);
        let t: Vec<f64> = (0..37).map(|i| start + f64::from(i)).collect();
        let mut out = [vec![0.0; 37], vec![0.0; 37], vec![0.0; 37], vec![0.0; 37], vec![0.0; 37], vec![0.0; 37]];
        fluid.density_row(&t, &mut out[0]);
        fluid.specific_heat_row(&t, &mut out[1]);
        fluid.viscosity_row(&t, &mut out[2]);
        fluid.conductivity_row(&t, &mut out[3]);
        fluid.enthalpy_row(&t, &mut out[4]);
        let h = out[4].clone();
        fluid.temperature_row(&h, &mut out[5]);
        for i in 0..37 {
            let single = [fluid.density(t[i]), fluid.specific_heat(t[i]), fluid.viscosity(t[i]),
                fluid.conductivity(t[i]), fluid.enthalpy(t[i]), fluid.temperature(h[i])];
            for j in 0..6 {
                prop_assert_eq!(out[j][i].to_bits(), single[j].to_bits());
            }
        }
    }
}
