//! `[load.x]` and `[exchanger.x]`: heat without racks, and heat from one loop to another.

use super::super::check;
use super::super::kinds::*;
use super::super::table::table;
use super::Meter;

table! {
    /// A load on a facility loop that is described by heat and flow alone: a hall seen from its plant.
    pub struct Load in "load" {
        /// Heat to the coolant at full load; it is drawn as electric power.
        heat: Positive<Power>, required;
        /// Coolant flow, the same at any load.
        flow: Positive<VolumeFlow>, required;
        /// Pressure drop at that flow.
        drop: Positive<Pressure> = "50 kPa";
        /// Coolant inside.
        volume: Positive<Volume> = "100 L";
        /// Loop it hangs on.
        r#loop: Name<to::Loop>, required;
        /// How the heat varies; full load at all times when left out.
        workload: Name<to::Workload>, optional;
        /// Account that its power is counted to.
        meter: Meter = "it";
        /// What feeds it; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
    }
}

table! {
    /// A counter-flow exchanger on the way of one loop's return that gives heat to another loop: the heart of a
    /// free-cooling station, a water-side economiser, heat reuse. A valve on the cold side holds the set point.
    pub struct Exchanger in "exchanger", checked by check::exchanger {
        /// Loop that takes the heat.
        to: Name<to::Loop>, required;
        /// Conductance at any flow; leave it out to size by the duty.
        ua: Positive<Conductance>, optional;
        /// Heat moved at the rating.
        rated_heat: Positive<Power>, optional;
        /// Hot outlet temperature at the rating.
        rated_hot_out: Temperature, optional;
        /// Cold inlet temperature at the rating.
        rated_cold_in: Temperature, optional;
        /// Hot flow at the rating.
        hot_flow: Positive<VolumeFlow>, required;
        /// Cold flow at the rating, the most that the valve passes.
        cold_flow: Positive<VolumeFlow>, required;
        /// Pressure drop of the hot side at its rated flow.
        hot_drop: Pressure = "50 kPa";
        /// Pressure drop of the cold side and its open valve at the rated flow.
        cold_drop: Positive<Pressure> = "50 kPa";
        /// Coolant inside, each side.
        volume: Positive<Volume> = "100 L";
        /// Set point of the hot outlet; that of the loop when left out.
        supply: Temperature, optional;
        /// Least difference at which the valve opens: between the hot inlet and the wet bulb (cold loops on towers) or
        /// the dry bulb (on dry coolers); the cold inlet where other heat comes to that loop.
        changeover: TemperatureDifference = "0 K";
    }
}
