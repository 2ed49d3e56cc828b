//! The tables of a study.

use super::pue::Pue;
use super::{Setting, check};
use crate::config::kinds::*;
use crate::config::table::{choice, families, table};

table! {
    /// What the study is.
    pub struct Head in "study" {
        /// Name, as results show it.
        name: Text, required;
        /// What it asks, in a sentence or two.
        description: Text = "";
    }
}

table! {
    /// A field of the hall that varies: `[vary."dry_cooler.roof.count"]`. Designs are all combinations.
    pub struct Vary in "vary", checked by check::vary {
        /// Its values; or give `from`, `to` and `step`.
        values: List<Setting>, optional;
        /// First value.
        from: Setting, optional;
        /// Last value, taken if the steps meet it.
        to: Setting, optional;
        /// From one value to the next.
        step: Setting, optional;
        /// Other fields that take the same value, such as `["cdu.b.supply"]`.
        also: List<Text> = [];
    }
}

choice! {
    /// What may fail on the design day.
    pub enum Spare {
        /// Nothing.
        N = "N",
        /// Any one unit: a cooler, a tower cell, a chiller, a pump, a CDU, a fan wall.
        Np1 = "N+1",
        /// Half of the units of any one kind.
        TwoN = "2N",
    }
}

table! {
    /// What every design must hold.
    pub struct Constraint in "constraint" {
        /// Design days: built-in climates such as `toyama-design-summer`, or EPW files. When left out, the summer and
        /// humid design days of a built-in climate, or the hottest hours (dry and wet bulb) of an EPW year.
        design_days: List<Text>, optional;
        /// How much warmer than the design day, at the same moisture.
        warmer: TemperatureDifference = "0 K";
        /// Load on the design day over the highest hourly load of the year.
        load: Positive<Ratio> = 1.0;
        /// What may fail on the design day.
        redundancy: Spare = "N";
        /// Least distance of chips to their limit.
        chip_margin: TemperatureDifference = "0 K";
        /// Most that the supply of a facility loop may lie above its set point on the design day.
        supply_above: TemperatureDifference = "0.1 K";
        /// The same while something has failed.
        supply_above_failed: TemperatureDifference = "1 K";
        /// Least coolant of any rack over what its maker asks for.
        coolant: Positive<Ratio> = 0.995;
        /// Most that the boundary may hear by day, as `"55 dBA"`; that of the site when left out.
        boundary_day: Number, optional;
        /// Most that the boundary may hear by night; that of the site when left out.
        boundary_night: Number, optional;
        /// Highest PUE of the year.
        pue: Pue, optional;
        /// Most water of the year.
        water: Volume, optional;
    }
}

choice! {
    /// What is to be small.
    pub enum ObjectiveWord {
        /// Price of the equipment, by the cost table.
        Capex = "capex",
        /// Energy at the meter in a year.
        Energy = "energy",
        /// Water drawn in a year.
        Water = "water",
        /// Loudest level at the boundary.
        Noise = "noise",
        /// Ground that the equipment takes.
        Footprint = "footprint",
    }
}

table! {
    /// What is looked for: designs that no other beats in all of these.
    pub struct Objective in "objective" {
        /// What is to be small. When left out, all of these; `noise` only where the site has a `boundary_distance`.
        minimize: List<ObjectiveWord> = ["capex", "energy", "water", "noise", "footprint"];
        /// Most designs of the front whose full year is solved, the cheapest of them first.
        members: Count = 24;
    }
}

table! {
    /// How well the year of a design is known before it comes to the front.
    pub struct YearTable in "year" {
        /// Mean error of PUE.
        pue_tolerance: Positive<Ratio> = 0.00003;
        /// Mean error of water per energy of IT, as `"0.0005 kg/kWh"` (1 kg is 1 L).
        water_tolerance: Positive<MassPerEnergy> = "0.0005 kg/kWh";
        /// Most hours that are solved; of halls with stores in whole days, the days before them not counted. 8760 march the whole year of
        /// such a hall.
        hours: Count = 500;
    }
}

table! {
    /// Prices and ground of equipment, installed.
    pub struct CostTable in "cost" {
        /// CDUs, by rated heat.
        cdu: PricePer<Power>, required;
        /// Dry coolers, by rated heat.
        dry_cooler: PricePer<Power>, required;
        /// Wetted pads of a dry cooler, by rated heat.
        pads: PricePer<Power>, required;
        /// Cooling towers, by rated heat.
        tower: PricePer<Power>, required;
        /// Chillers, by rated capacity.
        chiller: PricePer<Power>, required;
        /// Exchangers between loops, by rated heat.
        exchanger: PricePer<Power>, required;
        /// Fan walls, by rated heat.
        fan_wall: PricePer<Power>, required;
        /// Pumps with motor and drive, by electric power at the rating.
        pump: PricePer<Power>, required;
        /// Steel pipe with fittings and insulation, by length times diameter.
        pipe: PricePer<Area>, required;
        /// Volume added to a loop.
        tank: PricePer<Volume>, required;
        /// Stratified tanks with diffusers and insulation, by volume; counted as nothing when left out.
        store_tank: PricePer<Volume>, optional;
        /// Ice stores with their coils, by mass of the content; counted as nothing when left out. Their machines cost what chillers do.
        ice_store: PricePer<Mass>, optional;
        /// Height of the content of ice stores, of 917 kg/m3 as ice (IAPWS R10-06), for the ground that they take.
        ice_store_height: Positive<Length> = "2.5 m";
        /// Ground of a tank over that of its water: wall, insulation and a way around it.
        store_clearance: Positive<Ratio> = 1.3;
        /// Heat of dry coolers over the ground they take, clearances included.
        dry_cooler_density: Positive<PowerDensity>, required;
        /// The same of cooling towers.
        tower_density: Positive<PowerDensity>, required;
        /// The same of air-cooled chillers.
        chiller_density: Positive<PowerDensity>, required;
        /// The same of CDUs.
        cdu_density: Positive<PowerDensity>, required;
        /// The same of fan walls.
        fan_wall_density: Positive<PowerDensity>, required;
        /// Electric power of pumps over the ground they take.
        pump_density: Positive<PowerDensity>, required;
    }
}

table! {
    /// An input that is not known exactly: the ends of the band are its least and greatest value, all between are
    /// taken to be equally likely.
    pub struct Band in "band", checked by check::band {
        /// Fields, `*` for any name: `dry_cooler.*.rated_heat`; `weather` is the dry bulb, `load` the load of all racks.
        on: List<Text>, required;
        /// Ends of a factor on the field.
        factor: Span<Ratio>, optional;
        /// Ends of a difference to be added, for temperatures.
        shift: Span<Signed<TemperatureDifference>>, optional;
        /// Where the band comes from.
        from: Text = "assumed";
    }
}

families! {
    /// A study, resolved to values that know where they stand.
    pub struct StudyFile {
        /// What the study is.
        one study ["study"]: Head;
        /// Fields of the hall that vary.
        many vary ["vary"]: Vary;
        /// What every design must hold.
        one constraint ["constraint"]: Constraint;
        /// What is looked for.
        one objective ["objective"]: Objective;
        /// How well the year of a design is known.
        one year ["year"]: YearTable;
        /// Prices and ground of equipment.
        one cost ["cost"]: CostTable;
        /// Inputs that are not known exactly.
        many band ["band"]: Band;
    }
}
