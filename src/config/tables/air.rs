//! `[fan_wall.x]` and the rear-door record: what cools the air.

use super::super::kinds::*;
use super::super::table::table;

table! {
    /// Coolers of hall air: fan walls, in-row coolers, CRAHs. Figures are those of one of them.
    pub struct FanWall in "fan_wall" {
        /// How many equal ones, in parallel.
        count: Count = 1;
        /// Heat taken from the air at the rating.
        rated_heat: Positive<Power>, required;
        /// Air flow at the rating.
        rated_air_flow: Positive<VolumeFlow>, required;
        /// Air inlet temperature at the rating.
        rated_air_in: Temperature, required;
        /// Water inlet temperature at the rating.
        rated_water_in: Temperature, required;
        /// Water flow at the rating.
        rated_water_flow: Positive<VolumeFlow>, required;
        /// Pressure drop of the water at the rated flow.
        water_drop: Pressure, required;
        /// Power of all its fans at full speed.
        fan_power: Power, required;
        /// Lowest fan speed, as a share of full speed.
        min_fan: Share = 0.2;
        /// Time in which its fans make 63 % of a change of what the hall's air asks for (assumed: drives ramp over 30 to
        /// 60 s, and air temperature is controlled no faster).
        response: Time = "30 s";
        /// Water inside.
        water_volume: Volume = "100 L";
        /// Loop it hangs on.
        r#loop: Name<to::Loop>, optional;
        /// What feeds its fans; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
    }
}

table! {
    /// A cooling coil in the door of a rack.
    pub struct RearDoor in "rear_door" {
        /// Heat taken from the air at the rating.
        rated_heat: Positive<Power>, required;
        /// Air flow at the rating.
        rated_air_flow: Positive<VolumeFlow>, required;
        /// Air inlet temperature at the rating.
        rated_air_in: Temperature, required;
        /// Water inlet temperature at the rating.
        rated_water_in: Temperature, required;
        /// Water flow at the rating.
        rated_water_flow: Positive<VolumeFlow>, required;
        /// Pressure drop of the water at the rated flow.
        water_drop: Positive<Pressure>, required;
        /// Power of its fans; none for a passive door.
        fan_power: Power = "0 W";
        /// Water inside.
        water_volume: Positive<Volume>, required;
        /// Maker and model.
        product: Text = "";
    }
}
