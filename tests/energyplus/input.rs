//! EnergyPlus input (epJSON) for a plant of one load loop, cooled by an exchanger or an EIR chiller, and one tower loop; or by a dry
//! cooler of one fan speed.

use crate::merkel;
use halltwin::config::{
    Chiller, Config, DryCooler, Exchanger, Load, Loop, Named, Tower, TowerModel,
};
use halltwin::physics::thermal::cooling_tower::Tower as Law;
use halltwin::study::Hall;
use serde_json::{Map, Value, json};

/// Shaft power per flow and head of EnergyPlus' sizing rule: the inverse of the pump's efficiency.
fn shaft(l: &Loop) -> f64 {
    1.0 / l.pump.efficiency[0][1]
}

/// Steps in an hour. A loop without volume hands the mean of this step and the one before from half to half there: at one
/// step an hour that smears the hours in which a tower is at full speed and its loop's flow runs away, which is
/// no property of the plant.
pub const STEPS_PER_HOUR: u32 = 20;

/// Input for `hall`.
pub fn of(hall: &Hall) -> Value {
    let config = &hall.config;
    match config.dry_cooler.iter().next() {
        Some(cooler) => with_dry_cooler(hall, cooler),
        None => with_tower(hall),
    }
}

/// A load on a loop that a dry cooler cools.
fn with_dry_cooler(hall: &Hall, cooler: &DryCooler) -> Value {
    let config = &hall.config;
    let load = config.load.iter().next().expect("a load");
    let warm = config.loops.get(&load.r#loop).expect("a loop");
    let mut all = site(config);
    put(&mut all, schedules(config, load, warm, warm));
    put(&mut all, profile(load));
    let sized = &hall.model.equipment.dry_coolers.groups[0].cooler;
    put(&mut all, fluid_cooler(cooler, sized.ua));
    let machine = ("FluidCooler:SingleSpeed", "Tower");
    let consumer = ("LoadProfile:Plant", "Load");
    draw_loop(&mut all, warm, *load.flow, machine, consumer);
    Value::Object(all)
}

fn fluid_cooler(c: &DryCooler, ua: f64) -> Value {
    json!({ "FluidCooler:SingleSpeed": { "Tower": {
        "water_inlet_node_name": "Tower In", "water_outlet_node_name": "Tower Out",
        "performance_input_method": "UFactorTimesAreaAndDesignWaterFlowRate",
        "design_air_flow_rate_u_factor_times_area_value": ua,
        "design_entering_water_temperature": *c.rated_water_in,
        "design_entering_air_temperature": *c.rated_air_in,
        "design_entering_air_wetbulb_temperature": *c.rated_air_in - 10.0,
        "design_water_flow_rate": *c.rated_water_flow, "design_air_flow_rate": *c.rated_air_flow,
        "design_air_flow_rate_fan_power": *c.fan_power } } })
}

/// A load on a loop whose heat an exchanger or a chiller gives to a tower's.
fn with_tower(hall: &Hall) -> Value {
    let config = &hall.config;
    let load = config.load.iter().next().expect("a load");
    let tower = config.tower.iter().next().expect("a tower");
    let find = |name: &str| config.loops.get(name).expect("a loop");
    let warm = find(&load.r#loop);
    let exchanger = config.exchanger.iter().next();
    let chiller = config.chiller.iter().next();
    let cold = find(exchanger.map_or_else(
        || chiller.expect("a chiller").condenser.as_str(),
        |x| x.to.as_str(),
    ));
    let mut all = site(config);
    put(&mut all, schedules(config, load, warm, cold));
    put(&mut all, profile(load));
    let (class, object) = cooling_tower(hall, tower);
    put(&mut all, object);
    let (machine, object, most) = match (exchanger, chiller) {
        (Some(x), _) => (
            "HeatExchanger:FluidToFluid",
            heat_exchanger(x, warm),
            *x.cold_flow,
        ),
        (None, Some(c)) => (
            "Chiller:Electric:EIR",
            machine_of(c),
            **c.condenser_flow.as_ref().expect("a flow"),
        ),
        (None, None) => panic!("neither exchanger nor chiller"),
    };
    put(&mut all, object);
    let (machine, consumer) = ((machine, "Machine"), ("LoadProfile:Plant", "Load"));
    draw_loop(&mut all, warm, *load.flow, machine, consumer);
    draw_loop(&mut all, cold, most, (class, "Tower"), machine);
    Value::Object(all)
}

pub fn profile(load: &Load) -> Value {
    json!({ "LoadProfile:Plant": { "Load": {
        "inlet_node_name": "Load In", "outlet_node_name": "Load Out", "load_schedule_name": "Heat",
        "peak_flow_rate": *load.flow, "flow_rate_fraction_schedule_name": "One" } } })
}

/// Adds the objects of `more`, class by class.
pub fn put(all: &mut Map<String, Value>, more: Value) {
    let Value::Object(more) = more else { return };
    for (class, objects) in more {
        let known = all.entry(class).or_insert_with(|| json!({}));
        if let (Value::Object(known), Value::Object(objects)) = (known, objects) {
            known.extend(objects);
        }
    }
}

pub fn site(config: &Config) -> Map<String, Value> {
    let variables = [
        "Pump Electricity Rate",
        "Cooling Tower Fan Electricity Rate",
        "Cooling Tower Make Up Water Volume Flow Rate",
        "Chiller Electricity Rate",
        "Plant Supply Side Outlet Temperature",
    ];
    let wanted: Map<String, Value> = variables
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let one =
                json!({ "key_value": "*", "variable_name": name, "reporting_frequency": "Hourly" });
            (format!("o{i}"), one)
        })
        .collect();
    let mut all = Map::new();
    put(
        &mut all,
        json!({
            "Version": { "v": { "version_identifier": "25.2" } },
            "SimulationControl": { "s": {
                "do_zone_sizing_calculation": "No", "do_system_sizing_calculation": "No",
                "do_plant_sizing_calculation": "No", "run_simulation_for_sizing_periods": "No",
                "run_simulation_for_weather_file_run_periods": "Yes" } },
            "Timestep": { "t": { "number_of_timesteps_per_hour": STEPS_PER_HOUR } },
            "Building": { (config.hall.name.as_str()): { "terrain": "City", "solar_distribution": "MinimalShadowing",
                "maximum_number_of_warmup_days": 25, "minimum_number_of_warmup_days": 1 } },
            "GlobalGeometryRules": { "g": { "starting_vertex_position": "UpperLeftCorner",
                "vertex_entry_direction": "Counterclockwise", "coordinate_system": "Relative" } },
            "RunPeriod": { "r": { "begin_month": 1, "begin_day_of_month": 1, "end_month": 12, "end_day_of_month": 31,
                "day_of_week_for_start_day": "Sunday", "use_weather_file_holidays_and_special_days": "No",
                "use_weather_file_daylight_saving_period": "No" } },
            "ScheduleTypeLimits": { "Any": { "numeric_type": "Continuous" } },
            "OutputControl:Files": { "f": { "output_csv": "Yes" } },
            "Output:Variable": wanted,
        }),
    );
    all
}

/// Constant schedules of set points, and the heat of each month as a load.
pub fn schedules(
    config: &Config,
    load: &Named<Load>,
    warm: &Named<Loop>,
    cold: &Named<Loop>,
) -> Value {
    let constant =
        |value: f64| json!({ "schedule_type_limits_name": "Any", "hourly_value": value });
    let workload = load
        .workload
        .as_ref()
        .and_then(|name| config.workload.get(name));
    let months = workload
        .and_then(|w| w.months.as_ref())
        .expect("monthly levels")
        .value;
    let last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut data = Vec::new();
    for (month, (level, day)) in months.iter().zip(last).enumerate() {
        data.push(json!({ "field": format!("Through: {}/{day}", month + 1) }));
        data.push(json!({ "field": "For: AllDays" }));
        data.push(json!({ "field": "Until: 24:00" }));
        data.push(json!({ "field": -level * *load.heat }));
    }
    json!({
        "Schedule:Constant": {
            "One": constant(1.0),
            (format!("{} Set", warm.name)): constant(*warm.supply),
            (format!("{} Set", cold.name)): constant(*cold.supply),
        },
        "Schedule:Compact": { "Heat": { "schedule_type_limits_name": "Any", "data": data } },
    })
}

fn heat_exchanger(x: &Exchanger, warm: &Named<Loop>) -> Value {
    json!({ "HeatExchanger:FluidToFluid": { "Machine": {
        "availability_schedule_name": "One",
        "loop_demand_side_inlet_node_name": "Machine Cold In", "loop_demand_side_outlet_node_name": "Machine Cold Out",
        "loop_demand_side_design_flow_rate": *x.cold_flow,
        "loop_supply_side_inlet_node_name": "Machine In", "loop_supply_side_outlet_node_name": "Machine Out",
        "loop_supply_side_design_flow_rate": *x.hot_flow,
        "heat_exchange_model_type": "CounterFlow",
        "heat_exchanger_u_factor_times_area_value": **x.ua.as_ref().expect("a conductance"),
        "control_type": "CoolingSetpointModulated",
        "heat_exchanger_setpoint_node_name": format!("{} Supply Outlet", warm.name),
        "minimum_temperature_difference_to_activate_heat_exchanger": 0.1,
        "heat_transfer_metering_end_use_type": "FreeCooling" } } })
}

fn machine_of(c: &Chiller) -> Value {
    let [low, high] = c.leaving_range.as_ref().expect("a range").value;
    let [cold, warm] = c.condenser_range.as_ref().expect("a range").value;
    let by_temperature = |k: &[f64; 6]| {
        json!({
        "coefficient1_constant": k[0], "coefficient2_x": k[1], "coefficient3_x_2": k[2],
        "coefficient4_y": k[3], "coefficient5_y_2": k[4], "coefficient6_x_y": k[5],
        "minimum_value_of_x": low, "maximum_value_of_x": high, "minimum_value_of_y": cold, "maximum_value_of_y": warm })
    };
    let plr = c.plr_curve.as_ref().expect("a curve").value;
    let [least, most] = c.plr_range.as_ref().expect("a range").value;
    json!({
        "Curve:Biquadratic": {
            "CAPFT": by_temperature(&c.capacity_curve.as_ref().expect("a curve").value),
            "EIRFT": by_temperature(&c.eir_curve.as_ref().expect("a curve").value) },
        "Curve:Quadratic": { "EIRFPLR": { "coefficient1_constant": plr[0], "coefficient2_x": plr[1],
            "coefficient3_x_2": plr[2], "minimum_value_of_x": least, "maximum_value_of_x": most } },
        "Chiller:Electric:EIR": { "Machine": {
            "reference_capacity": *c.rated_capacity, "reference_cop": *c.rated_cop,
            "reference_leaving_chilled_water_temperature": *c.rated_leaving,
            "reference_entering_condenser_fluid_temperature": *c.rated_condenser_in,
            "reference_chilled_water_flow_rate": *c.evaporator_flow,
            "reference_condenser_fluid_flow_rate": **c.condenser_flow.as_ref().expect("a flow"),
            "cooling_capacity_function_of_temperature_curve_name": "CAPFT",
            "electric_input_to_cooling_output_ratio_function_of_temperature_curve_name": "EIRFT",
            "electric_input_to_cooling_output_ratio_function_of_part_load_ratio_curve_name": "EIRFPLR",
            "minimum_part_load_ratio": least, "maximum_part_load_ratio": most, "optimum_part_load_ratio": 1.0,
            "minimum_unloading_ratio": least,
            "chilled_water_inlet_node_name": "Machine In", "chilled_water_outlet_node_name": "Machine Out",
            "condenser_inlet_node_name": "Machine Cold In", "condenser_outlet_node_name": "Machine Cold Out",
            "condenser_type": "WaterCooled", "fraction_of_compressor_electric_consumption_rejected_by_condenser": 1.0,
            "leaving_chilled_water_lower_temperature_limit": 2.0, "chiller_flow_mode": "ConstantFlow" } } })
}

/// Class and object of a tower.
fn cooling_tower(hall: &Hall, t: &Tower) -> (&'static str, Value) {
    let mut object = json!({
        "water_inlet_node_name": "Tower In", "water_outlet_node_name": "Tower Out",
        "design_inlet_air_wet_bulb_temperature": *t.rated_wet_bulb,
        "design_approach_temperature": *t.rated_approach, "design_range_temperature": *t.rated_range,
        "design_water_flow_rate": *t.rated_water_flow, "design_air_flow_rate": *t.rated_air_flow,
        "design_fan_power": *t.fan_power, "minimum_air_flow_rate_ratio": *t.min_fan,
        "evaporation_loss_mode": "SaturatedExit", "drift_loss_percent": 100.0 * *t.drift,
        "blowdown_calculation_mode": "ConcentrationRatio", "blowdown_concentration_ratio": *t.cycles });
    let correlation = match *t.model {
        TowerModel::Yorkcalc => "YorkCalc",
        TowerModel::Cooltools => "CoolToolsCrossFlow",
        TowerModel::Merkel => {
            let Law::Merkel(sized) = &hall.model.equipment.towers.groups[0].tower else {
                panic!("the model is the configuration's")
            };
            return merkel::tower(t, sized, object);
        }
    };
    object["model_type"] = json!(correlation);
    object["fraction_of_tower_capacity_in_free_convection_regime"] = json!(*t.free_convection);
    let class = "CoolingTower:VariableSpeed";
    (class, json!({ (class): { "Tower": object } }))
}

/// Nodes of a component on one of its two sides.
fn nodes(class: &str, name: &str, cold: bool) -> [String; 2] {
    let single = ["CoolingTower", "PlantComponent"];
    let side = if cold && !single.iter().any(|c| class.starts_with(c)) {
        " Cold"
    } else {
        ""
    };
    [format!("{name}{side} In"), format!("{name}{side} Out")]
}

/// A plant loop: pump, equipment and bypass on the supply side, consumer and bypass on the demand side.
pub fn draw_loop(
    all: &mut Map<String, Value>,
    l: &Named<Loop>,
    most: f64,
    supply: (&str, &str),
    demand: (&str, &str),
) {
    put(all, loop_and_order(l, most, supply));
    put(all, pump_of(l));
    draw_branches(all, l, supply, demand);
    for side in ["S", "D"] {
        put(all, joints(l, side));
    }
}

/// The loop, its set point and what serves it.
fn loop_and_order(l: &Named<Loop>, most: f64, supply: (&str, &str)) -> Value {
    let n = |what: &str| format!("{} {what}", l.name);
    json!({
            "PlantLoop": { (l.name.as_str()): {
                "fluid_type": "Water", "plant_equipment_operation_scheme_name": n("Ops"),
                "loop_temperature_setpoint_node_name": n("Supply Outlet"),
                "maximum_loop_temperature": 95, "minimum_loop_temperature": 1,
                "maximum_loop_flow_rate": most, "minimum_loop_flow_rate": 0, "plant_loop_volume": 0.0,
                "plant_side_inlet_node_name": n("Supply Inlet"), "plant_side_outlet_node_name": n("Supply Outlet"),
                "plant_side_branch_list_name": n("SB"), "plant_side_connector_list_name": n("SC"),
                "demand_side_inlet_node_name": n("Demand Inlet"), "demand_side_outlet_node_name": n("Demand Outlet"),
                "demand_side_branch_list_name": n("DB"), "demand_side_connector_list_name": n("DC"),
                "load_distribution_scheme": "SequentialLoad", "plant_loop_demand_calculation_scheme": "SingleSetpoint" } },
            "SetpointManager:Scheduled": { (n("SPM")): { "control_variable": "Temperature",
                "schedule_name": n("Set"), "setpoint_node_or_nodelist_name": n("Supply Outlet") } },
            "PlantEquipmentOperationSchemes": { (n("Ops")): {
                "control_scheme_1_object_type": "PlantEquipmentOperation:CoolingLoad",
                "control_scheme_1_name": n("Op"), "control_scheme_1_schedule_name": "One" } },
            "PlantEquipmentOperation:CoolingLoad": { (n("Op")): { "load_range_1_lower_limit": 0,
                "load_range_1_upper_limit": 1e12, "range_1_equipment_list_name": n("Equip") } },
            "PlantEquipmentList": { (n("Equip")): { "equipment": [
                { "equipment_object_type": supply.0, "equipment_name": supply.1 } ] } },
    })
}

fn pump_of(l: &Named<Loop>) -> Value {
    let n = |what: &str| format!("{} {what}", l.name);
    let curve = l.pump.power_curve.as_ref().expect("a power curve").value;
    json!({
            "Pump:VariableSpeed": { (n("Pump")): {
                "design_maximum_flow_rate": *l.pump.rated_flow, "design_pump_head": *l.pump.rated_head,
                "design_power_consumption": "Autosize", "motor_efficiency": *l.pump.motor_efficiency,
                "fraction_of_motor_inefficiencies_to_fluid_stream": 1.0,
                "coefficient_1_of_the_part_load_performance_curve": curve[0],
                "coefficient_2_of_the_part_load_performance_curve": curve[1],
                "coefficient_3_of_the_part_load_performance_curve": curve[2],
                "coefficient_4_of_the_part_load_performance_curve": curve[3],
                "design_minimum_flow_rate": 0, "pump_control_type": "Intermittent",
                "design_power_sizing_method": "PowerPerFlowPerPressure",
                "design_shaft_power_per_unit_flow_rate_per_unit_head": shaft(l),
                "inlet_node_name": n("Supply Inlet"), "outlet_node_name": n("Pump Outlet") } },
    })
}

/// Branches of both sides: equipment, bypass, inlet and outlet.
fn draw_branches(
    all: &mut Map<String, Value>,
    l: &Named<Loop>,
    supply: (&str, &str),
    demand: (&str, &str),
) {
    let n = |what: &str| format!("{} {what}", l.name);
    let cold = demand.0 != "LoadProfile:Plant";
    let [s_in, s_out] = nodes(supply.0, supply.1, false);
    let [d_in, d_out] = nodes(demand.0, demand.1, cold);
    let pump = (n("Supply Inlet"), n("Pump Outlet"));
    branch(
        all,
        &n("SIn"),
        "Pump:VariableSpeed",
        &n("Pump"),
        &pump.0,
        &pump.1,
    );
    branch(all, &n("S0"), supply.0, supply.1, &s_in, &s_out);
    branch(all, &n("D0"), demand.0, demand.1, &d_in, &d_out);
    pipe(all, &n("SByp"), &n("SByp In"), &n("SByp Out"));
    pipe(all, &n("SOut"), &n("SOut In"), &n("Supply Outlet"));
    pipe(all, &n("DIn"), &n("Demand Inlet"), &n("DIn Out"));
    pipe(all, &n("DByp"), &n("DByp In"), &n("DByp Out"));
    pipe(all, &n("DOut"), &n("DOut In"), &n("Demand Outlet"));
}

/// Lists of branches, splitter and mixer of one side.
fn joints(l: &Named<Loop>, side: &str) -> Value {
    let n = |what: &str| format!("{} {side}{what}", l.name);
    let b = |what: &str| json!(n(what));
    json!({
        "BranchList": { (n("B")): { "branches": [
            { "branch_name": b("In") }, { "branch_name": b("0") }, { "branch_name": b("Byp") },
            { "branch_name": b("Out") } ] } },
        "ConnectorList": { (n("C")): {
            "connector_1_object_type": "Connector:Splitter", "connector_1_name": b("Spl"),
            "connector_2_object_type": "Connector:Mixer", "connector_2_name": b("Mix") } },
        "Connector:Splitter": { (n("Spl")): { "inlet_branch_name": b("In"),
            "branches": [{ "outlet_branch_name": b("0") }, { "outlet_branch_name": b("Byp") }] } },
        "Connector:Mixer": { (n("Mix")): { "outlet_branch_name": b("Out"),
            "branches": [{ "inlet_branch_name": b("0") }, { "inlet_branch_name": b("Byp") }] } },
    })
}

fn branch(
    all: &mut Map<String, Value>,
    name: &str,
    class: &str,
    object: &str,
    inlet: &str,
    outlet: &str,
) {
    put(
        all,
        json!({ "Branch": { name: { "components": [{
        "component_object_type": class, "component_name": object,
        "component_inlet_node_name": inlet, "component_outlet_node_name": outlet }] } } }),
    );
}

fn pipe(all: &mut Map<String, Value>, name: &str, inlet: &str, outlet: &str) {
    let object = format!("{name} Pipe");
    put(
        all,
        json!({ "Pipe:Adiabatic": { (object.as_str()): { "inlet_node_name": inlet, "outlet_node_name": outlet } } }),
    );
    branch(all, name, "Pipe:Adiabatic", &object, inlet, outlet);
}
