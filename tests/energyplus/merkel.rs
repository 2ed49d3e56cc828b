//! A tower by Merkel's theory as EnergyPlus 25.2 describes it.
//!
//! EnergyPlus asks this tower for heat, not for a temperature, and never for more than its rating, however cold the air: with the
//! rating's own range a loop of 1 MW on a tower of 702 kW runs away to 55 °C at the least fan speed in 4 452 h of San Francisco's year.
//! Conductance and flows are given here, so that the range serves for that bound alone, and is written [`LIFTED`] times larger.
//! It weighs the rated flow at 5.05 °C, we at 25 °C: the factor of the water flow is written for its ratio (a
//! year's heats at full speed then spread by 2e-5 about eqs. (1) to (5) of our law, else by 2e-4; the fan's energy moves by 0.5 %).
//! Its search for the air flow ends at a thousandth of the heat, and gives up in some steps (a recurring warning).

use halltwin::config::Tower;
use halltwin::physics::thermal::cooling_tower::merkel::Merkel;
use serde_json::{Value, json};

/// Range that EnergyPlus bounds the heat by, over that of the rating.
const LIFTED: f64 = 3.0;
/// Density at which EnergyPlus weighs the rated flow: water at its 5.05 °C [kg/m³].
const WEIGHED: f64 = 999.97;

/// Class and object of the tower `t` with the conductance of `sized`; `object` is what all towers have in common.
pub fn tower(t: &Tower, sized: &Merkel, mut object: Value) -> (&'static str, Value) {
    let class = "CoolingTower:VariableSpeed:Merkel";
    let free = *t.free_convection;
    let k = WEIGHED * *t.rated_water_flow / sized.flow;
    let by_water = [0.1082, 1.667 * k, -0.7713 * k * k];
    let more = json!({
        "performance_input_method": "UFactorTimesAreaAndDesignWaterFlowRate",
        "design_air_flow_rate_u_factor_times_area_value": sized.ua,
        "free_convection_regime_air_flow_rate": free * *t.rated_air_flow,
        "free_convection_regime_u_factor_times_area_value": sized.ua * (1.3 * free - 0.3 * free * free),
        "design_range_temperature": LIFTED * *t.rated_range,
        "design_inlet_air_dry_bulb_temperature": *t.rated_wet_bulb,
        "fan_power_modifier_function_of_air_flow_rate_ratio_curve_name": "Cube",
        "u_factor_times_area_modifier_function_of_air_flow_ratio_curve_name": "By Air",
        "u_factor_times_area_modifier_function_of_wetbulb_temperature_difference_curve_name": "By Wet Bulb",
        "u_factor_times_area_modifier_function_of_water_flow_ratio_curve_name": "By Water" });
    if let (Value::Object(all), Value::Object(more)) = (&mut object, more) {
        all.extend(more);
    }
    (
        class,
        json!({ (class): { "Tower": object }, "Curve:Cubic": cube(), "Curve:Quadratic": {
        "By Air": quadratic([0.0, 1.3, -0.3], 1.0), "By Water": quadratic(by_water, 1.25 / k) },
        "Curve:Linear": { "By Wet Bulb": { "coefficient1_constant": 1.0, "coefficient2_x": 0.0081,
            "minimum_value_of_x": -100.0, "maximum_value_of_x": 100.0 } } }),
    )
}

fn cube() -> Value {
    json!({ "Cube": { "coefficient1_constant": 0.0, "coefficient2_x": 0.0, "coefficient3_x_2": 0.0,
        "coefficient4_x_3": 1.0, "minimum_value_of_x": 0.0, "maximum_value_of_x": 1.0 } })
}

fn quadratic(c: [f64; 3], most: f64) -> Value {
    json!({ "coefficient1_constant": c[0], "coefficient2_x": c[1], "coefficient3_x_2": c[2],
        "minimum_value_of_x": 0.0, "maximum_value_of_x": most })
}
