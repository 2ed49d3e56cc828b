use super::*;
use approx::assert_relative_eq;
use proptest::prelude::*;

fn si(text: &str, dimension: Dimension) -> f64 {
    parse(text, dimension).unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn factors_agree_with_nist_sp_811() {
    use Dimension as D;
    let cases = [
        ("120 kW", D::Power, 120e3),
        ("1 hp", D::Power, 745.6999),
        ("1 TR", D::Power, 3516.853),
        ("3 tons of refrigeration", D::Power, 3.0 * 3516.853),
        ("1 JRT", D::Power, 3860.833),
        ("12000 Btu/h", D::Power, 3516.853),
        ("2.5 MVA", D::Power, 2.5e6),
        ("1.2万kW", D::Power, 1.2e7),
        ("3 億kWh", D::Energy, 3e8 * 3.6e6),
        ("3.2 psi", D::Pressure, 22_063.22),
        ("1 kgf/cm2", D::Pressure, 98_066.5),
        ("10 mH2O", D::Pressure, 98_063.8),
        ("1 inH2O", D::Pressure, 249.082),
        ("1200 L/min", D::VolumeFlow, 0.02),
        ("100 gpm", D::VolumeFlow, 6.309_020e-3),
        ("36 Kv", D::FlowCoefficient, 0.01),
        ("36 m3/h", D::FlowCoefficient, 0.01),
        ("1000 cfm", D::VolumeFlow, 0.471_947_4),
        ("63 m³/h", D::VolumeFlow, 0.0175),
        ("2 lb/s", D::MassFlow, 0.907_184_74),
        ("8 in", D::Length, 0.2032),
        ("0.05 mm", D::Length, 5e-5),
        ("100 坪", D::Area, 330.578_5),
        ("56 L", D::Volume, 0.056),
        ("0.25 K/kW", D::ThermalResistance, 2.5e-4),
        ("0.017 K/W", D::ThermalResistance, 0.017),
        ("1775 L K/min", D::FlowTemperature, 1775e-3 / 60.0),
        ("0.3 W/(m K)", D::LinearConductance, 0.3),
        ("0.3 W/m/K", D::Conductivity, 0.3),
        ("0.45 kg/kWh", D::MassPerEnergy, 0.45 / 3.6e6),
        ("0.65 mPa s", D::Viscosity, 6.5e-4),
        ("12 uohm/m", D::LinearResistance, 1.2e-5),
        ("12 µΩ/m", D::LinearResistance, 1.2e-5),
        ("2 1/h", D::Rate, 2.0 / 3600.0),
        ("0.01 K^-1", D::PerKelvin, 0.01),
        ("0.01 K⁻¹", D::PerKelvin, 0.01),
        ("5 %", D::Ratio, 0.05),
        ("0.5", D::Ratio, 0.5),
        ("92 dBA", D::Ratio, 92.0),
        ("24 h", D::Time, 86_400.0),
        ("4 K", D::TemperatureDifference, 4.0),
        ("9 R", D::TemperatureDifference, 5.0),
        ("9 delta_degF", D::TemperatureDifference, 5.0),
        ("-1.5e-3 m", D::Length, -1.5e-3),
        ("10_000 m", D::Length, 10_000.0),
    ];
    for (text, dimension, expected) in cases {
        assert_relative_eq!(si(text, dimension), expected, max_relative = 1e-6);
    }
}

#[test]
fn temperatures_are_points_and_differences_are_not() {
    for text in ["45 degC", "45 °C", "45 C", "113 degF", "318.15 K"] {
        assert_relative_eq!(si(text, Dimension::Temperature), 45.0, epsilon = 1e-12);
    }
    let error = parse("4 degC", Dimension::TemperatureDifference).unwrap_err();
    assert!(error.help(Dimension::TemperatureDifference).contains("4 K"));
}

#[test]
fn a_wrong_dimension_names_the_expected_one() {
    let error = parse("45 degC", Dimension::Power).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`45 degC` is a temperature, a power is expected"
    );
    let error = parse("3 kPa", Dimension::VolumeFlow).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`3 kPa` is a pressure, a volume flow is expected"
    );
    assert!(error.help(Dimension::VolumeFlow).contains("1200 L/min"));
}

#[test]
fn what_is_not_understood_is_refused_with_advice() {
    let fails = |text, d: Dimension| {
        let error = parse(text, d).unwrap_err();
        format!("{error}; {}", error.help(d))
    };
    assert!(fails("120", Dimension::Power).contains("no unit"));
    assert!(fails("120 kw", Dimension::Power).contains("did you mean `kW`"));
    assert!(fails("1,5 kW", Dimension::Power).contains("decimal point"));
    assert!(fails("3 RT", Dimension::Power).contains("USRT"));
    assert!(fails("kW", Dimension::Power).contains("number"));
    assert!(fails("1e999 kW", Dimension::Power).contains("finite"));
    assert!(fails("1 W/(m K", Dimension::Conductivity).contains("unknown"));
}

#[test]
fn prices_keep_their_currency() {
    let (amount, currency) = parse_price("18 JPY/kWh", Dimension::Energy).unwrap();
    assert_eq!(currency, "JPY");
    assert_relative_eq!(amount * 3.6e6, 18.0, max_relative = 1e-12);
    assert!(parse_price("18 JPY/m3", Dimension::Energy).is_err());
    assert!(parse_price("18 kWh", Dimension::Energy).is_err());
}

/// `Kv_to_Cv(1)` of fluids 1.3.1 is 1.156 099 228 353 656 6.
#[test]
fn a_valves_coefficient_is_no_unit_of_other_flows() {
    let one = parse("1.1560992283536566 Cv", Dimension::FlowCoefficient).unwrap();
    assert!((one * 3_600.0 - 1.0).abs() < 1e-14, "{one}");
    for text in ["36 Kv", "36 Cv"] {
        let error = parse(text, Dimension::VolumeFlow).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("is a flow coefficient, a volume flow is"),
            "{error}"
        );
    }
}

#[test]
fn numbers_are_written_short() {
    assert_eq!(format(1.2e7, "MW"), "12 MW");
    assert_eq!(format(0.02, "L/min"), "1200 L/min");
    assert_eq!(format(45.0, "degF"), "113 °F");
    assert_eq!(format(3.6e15, "億kWh"), "10億kWh");
    assert_eq!(Dimension::Power.show(125e3), "125 kW");
    assert_eq!(Dimension::Temperature.show(0.0), "0 °C");
    assert_eq!(Dimension::Ratio.show(0.333_333), "0.3333");
    assert_eq!(number(123_456.0, 4), "123456");
    assert_eq!(number(1.5e-7, 4), "1.500e-7");
}

#[test]
fn every_example_is_of_its_dimension() {
    for &dimension in Dimension::ALL {
        parse(dimension.example(), dimension).unwrap();
        for unit in dimension.shown_in() {
            parse(&format!("1 {unit}"), dimension).unwrap();
        }
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_finite_number_or_an_error(text in "\\PC{0,24}") {
        for &dimension in Dimension::ALL {
            if let Ok(value) = parse(&text, dimension) {
                prop_assert!(value.is_finite());
            }
        }
    }

    #[test]
    fn shown_text_reads_back(value in 1e-3..1e9_f64) {
        for dimension in [Dimension::Power, Dimension::Pressure, Dimension::VolumeFlow] {
            let text = dimension.show(value);
            let back = parse(&text, dimension).unwrap();
            prop_assert!((back - value).abs() <= 1e-3 * value, "{value} -> {text} -> {back}");
        }
    }
}
