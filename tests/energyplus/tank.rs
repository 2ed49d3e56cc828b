//! A stratified tank between a source of cold water and a load, charged by night, beside EnergyPlus' own
//! (`ThermalStorage:ChilledWater:Stratified`) over a year.
//!
//! What is compared and why not more: EnergyPlus' tank stands between two loops, and its load gets whatever its bottom layer holds. Ours
//! stands on the way of one loop's return, whose set point the chiller trims by day; the same machine cannot serve two loops there. So the
//! electricity of the chiller has no counterpart (by day it trims at low load). Compared are the tank itself, its law driven by the
//! schedule that EnergyPlus follows: heat given, heat taken by the source, heat gained from outdoors, and its layers hour by hour; and of the
//! hall's own year in the same steps the heat that its chiller takes and its pump's electricity, which do not ask when cold is given.

use crate::input::{STEPS_PER_HOUR, draw_loop, profile, put, schedules, site};
use crate::{energyplus, executable, sum, weather};
use halltwin::config::{Config, Load, Loop, Named, Tank};
use halltwin::model::equipment::stores::Content;
use halltwin::physics::thermal::tank::{Drive, Tank as Law};
use halltwin::results::load as record;
use halltwin::study::{Hall, Orders, year};
use serde_json::{Map, Value, json};
use std::path::Path;

const HOUR: f64 = 3_600.0;
/// Flow of the source over that of the load: half of it fills the tank while the load is served.
const TWICE: f64 = 2.0;
const STRATIFIED: &str = "ThermalStorage:ChilledWater:Stratified";
const SOURCE: &str = "PlantComponent:TemperatureSource";

struct Plant<'a> {
    config: &'a Config,
    load: &'a Named<Load>,
    loop_: &'a Named<Loop>,
    tank: &'a Named<Tank>,
}

impl<'a> Plant<'a> {
    fn of(hall: &'a Hall) -> Self {
        let config = &hall.config;
        let load = config.load.iter().next().expect("a load");
        Self {
            config,
            load,
            loop_: config.loops.get(&load.r#loop).expect("a loop"),
            tank: config.tank.iter().next().expect("a tank"),
        }
    }

    /// EnergyPlus' input.
    fn input(&self) -> Value {
        let mut all: Map<String, Value> = site(self.config);
        put(&mut all, reports(*self.tank.layers));
        put(
            &mut all,
            schedules(self.config, self.load, self.loop_, self.loop_),
        );
        put(&mut all, profile(self.load));
        put(&mut all, self.store());
        put(
            &mut all,
            json!({ (SOURCE): { "Machine": { "inlet_node": "Machine In", "outlet_node": "Machine Out",
                "design_volume_flow_rate": TWICE * *self.load.flow, "temperature_specification_type": "Scheduled",
                "source_temperature_schedule_name": format!("{} Set", self.loop_.name) } } }),
        );
        let tank = (STRATIFIED, "Tank");
        let consumer = ("LoadProfile:Plant", "Load");
        draw_loop(&mut all, self.loop_, *self.load.flow, tank, consumer);
        // The source's own pump would have to be shared with the load's: it has next to no head.
        let mut charge = self.loop_.clone();
        charge.name = "charge".into();
        let most = TWICE * *self.load.flow;
        draw_loop(&mut all, &charge, most, (SOURCE, "Machine"), tank);
        let pump = &mut all["Pump:VariableSpeed"]["charge Pump"];
        pump["design_maximum_flow_rate"] = json!(most);
        pump["design_pump_head"] = json!(1.0);
        Value::Object(all)
    }

    fn store(&self) -> Value {
        let (t, [from, until]) = (self.tank, *self.tank.charge);
        let [from, until] = [from, until].map(|s| format!("Until: {:02}:00", (s / HOUR) as u32));
        let field = |x: Value| json!({ "field": x });
        let night = [
            json!("Through: 12/31"),
            json!("For: AllDays"),
            json!(until),
            json!(1),
            json!(from),
            json!(0),
            json!("Until: 24:00"),
            json!(1),
        ];
        let any = "Any";
        let mut all = json!({
            "OutdoorAir:Node": { "Tank Air": {} },
            "Schedule:Constant": {
                // A trifle above the source: by night the tank always asks for more.
                "Tank Set": { "schedule_type_limits_name": any, "hourly_value": *self.loop_.supply + 0.01 },
                "charge Set": { "schedule_type_limits_name": any, "hourly_value": *self.loop_.supply } },
            "Schedule:Compact": { "Night": { "schedule_type_limits_name": any,
                "data": night.map(field) } },
            (STRATIFIED): { "Tank": {
                "tank_shape": "VerticalCylinder", "inlet_mode": "Fixed", "tank_volume": *t.volume, "tank_height": *t.height, "number_of_nodes": *t.layers,
                "setpoint_temperature_schedule_name": "Tank Set", "deadband_temperature_difference": 0.01,
                "temperature_sensor_height": *t.height * (1.0 - 0.5 / f64::from(*t.layers)),
                "minimum_temperature_limit": 1.0, "nominal_cooling_capacity": 1e7,
                "ambient_temperature_indicator": "Outdoors", "ambient_temperature_outdoor_air_node_name": "Tank Air",
                "uniform_skin_loss_coefficient_per_unit_area_to_ambient_temperature": 0.0,
                "use_side_inlet_node_name": "Tank In", "use_side_outlet_node_name": "Tank Out",
                "use_side_design_flow_rate": *self.load.flow,
                "source_side_inlet_node_name": "Tank Cold In", "source_side_outlet_node_name": "Tank Cold Out",
                "source_side_availability_schedule_name": "Night",
                "source_side_design_flow_rate": TWICE * *self.load.flow } } });
        // Losses spread over the layers as ours are; by area a node at an end would have more.
        for layer in 1..=*t.layers {
            let name = format!("node_{layer}_additional_loss_coefficient");
            all[STRATIFIED]["Tank"][name] = json!(*t.loss / f64::from(*t.layers));
        }
        all
    }

    /// The tank's law on the same schedule in EnergyPlus' steps, the load's pump giving `pumped` [W] of heat: heat given, taken by the source
    /// and gained [J], and its top and bottom hour by hour.
    fn law(&self, hall: &Hall, pumped: f64) -> ([f64; 3], Vec<[f64; 2]>) {
        let store = &hall.model.equipment.stores.all[0];
        let Content::Tank { tank, .. } = &store.content else {
            panic!("a tank")
        };
        let law: &Law = tank;
        let fluid = &store.fluid;
        let [t0, h0, cp] = store.reference;
        let mass = *self.load.flow * fluid.density(*self.loop_.supply);
        let cold = fluid.enthalpy(*self.loop_.supply);
        let mut h = vec![cold; law.layers];
        let mut columns = vec![0.0; 2 * law.layers];
        let dt = HOUR / f64::from(STEPS_PER_HOUR);
        let profile =
            &hall.model.profiles[hall.model.equipment.loads.loads[0].demand.profile as usize];
        let (mut sums, mut ends) = ([0.0; 3], Vec::new());
        for k in 0..8_760 * STEPS_PER_HOUR as usize {
            let t = k as f64 * dt;
            let heat = *self.load.heat * profile.mean(t, dt) + pumped;
            let night = store.charge.holds(t);
            let bottom = h[h.len() - 1];
            let returned = bottom + heat / mass;
            let mut drive = Drive {
                flow: mass,
                h_in: returned,
                cp,
                reference: [t0, h0],
                t_room: hall.model.climate.at(t + 0.5 * dt).dry_bulb,
            };
            if night {
                // The load draws from the bottom layer what the source brings there beyond the flow that rises.
                drive.flow = -mass * (TWICE - 1.0);
                drive.h_in = (TWICE * cold - bottom) / (TWICE - 1.0);
            }
            let out = law.advance(&drive, dt, &mut h, &mut columns);
            sums[0] += heat * dt;
            if night {
                // And returns to the top layer, from where the source draws.
                let top = h[0];
                h[0] += mass * (returned - top) * dt / law.mass;
                sums[1] += mass * ((TWICE - 1.0) * out.h + top - TWICE * cold) * dt;
            }
            sums[2] -= out.lost * dt;
            if (k + 1) % STEPS_PER_HOUR as usize == 0 {
                ends.push([h[0], h[h.len() - 1]].map(|h| fluid.temperature(h)));
            }
        }
        (sums, ends)
    }
}

/// What EnergyPlus tells of a tank.
fn reports(layers: u32) -> Value {
    let of = "Chilled Water Thermal Storage Tank";
    let names = [
        format!("{of} Use Side Heat Transfer Rate"),
        format!("{of} Source Side Heat Transfer Rate"),
        format!("{of} Heat Gain Rate"),
        format!("{of} Final Temperature Node 1"),
        format!("{of} Final Temperature Node {layers}"),
    ];
    let one = |(i, name): (usize, &String)| {
        let one =
            json!({ "key_value": "*", "variable_name": name, "reporting_frequency": "Hourly" });
        (format!("tank{i}"), one)
    };
    let all: Map<String, Value> = names.iter().enumerate().map(one).collect();
    json!({ "Output:Variable": all })
}

fn column(csv: &str, variable: &str) -> Vec<f64> {
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let at = header.iter().position(|h| h.contains(variable));
    let at = at.unwrap_or_else(|| panic!("no {variable} in {header:?}"));
    let value = |line: &str| line.split(',').nth(at)?.trim().parse().ok();
    lines.filter_map(value).collect()
}

fn near(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    let off = ours / theirs - 1.0;
    println!("tank: {what} {ours:.1} against {theirs:.1}, {off:+.2e}");
    assert!(off.abs() <= tolerance, "{what}: {ours} against {theirs}");
}

/// Heat in kWh that the chiller of the hall's own year takes, of which the loop's pump gives some, and that pump's electricity.
fn halls_own(hall: &Hall) -> [f64; 2] {
    let folder = tempfile::tempdir().expect("a folder");
    let step = HOUR / f64::from(STEPS_PER_HOUR);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let orders = Orders {
        folder: folder.path().to_owned(),
        command: "test".to_owned(),
        start: 0.0,
        duration: 8_760.0 * HOUR,
        step,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    let outcome = year(hall, orders, &pool.expect("a pool")).unwrap_or_else(|e| panic!("{e}"));
    let run = record(&outcome.folder).expect("a record");
    let taken = run
        .series
        .column("chiller.chiller.cooling")
        .expect("a chiller");
    let taken = taken.iter().sum::<f64>() * step / HOUR;
    [
        taken,
        outcome.summary.plant.component_energy["loop.chw_kWh"],
    ]
}

#[test]
fn a_tank_that_is_charged_by_night() {
    let (Some(program), Some(weather)) = (executable(), weather()) else {
        return;
    };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/energyplus/night_tank.toml");
    let sets = [format!("site.climate={}", weather.display())];
    let hall = Hall::load(&file, &sets).unwrap_or_else(|e| panic!("{e:?}"));
    let plant = Plant::of(&hall);
    let csv = energyplus(&program, &plant.input(), &weather);
    let theirs = |what: &str| sum(&csv, "Tank", what);
    let given = theirs("Use Side Heat Transfer Rate");
    let taken = -theirs("Source Side Heat Transfer Rate");
    let gained = theirs("Heat Gain Rate");
    let [taken_here, pump] = halls_own(&hall);
    let ([use_, source, gain], ends) = plant.law(&hall, 1e3 * pump / 8_760.0);
    near("heat given [kWh]", use_ / 3.6e6, given / 1e3, 1e-2);
    near(
        "heat taken by the source [kWh]",
        source / 3.6e6,
        taken / 1e3,
        1e-2,
    );
    near(
        "heat gained from outdoors [kWh]",
        gain / 3.6e6,
        gained / 1e3,
        1e-2,
    );
    for (what, i, name) in [
        ("top", 0, "Final Temperature Node 1 ".to_owned()),
        (
            "bottom",
            1,
            format!("Final Temperature Node {} ", *plant.tank.layers),
        ),
    ] {
        let column = column(&csv, &name);
        assert_eq!(column.len(), ends.len());
        let squares = column
            .iter()
            .zip(&ends)
            .map(|(t, e)| (t - e[i]) * (t - e[i]));
        let off = (squares.sum::<f64>() / ends.len() as f64).sqrt();
        println!("tank: {what} layer off by {off:.3} K in the mean of squares");
        assert!(off < 0.25, "{what}: {off} K");
    }
    near(
        "heat taken by the hall's chiller [kWh]",
        taken_here,
        taken / 1e3,
        1e-2,
    );
    let theirs = sum(&csv, "chw Pump", "Pump Electricity Rate");
    near("the load's pump [kWh]", pump, theirs / 1e3, 1e-2);
}
