//! `[loop.x]`, the pump record, and `[fluid.x]`.

use super::super::check;
use super::super::kinds::*;
use super::super::table::{choice, table};

choice! {
    /// What keeps the basins of an open condenser loop from freezing.
    pub enum FrostProtection {
        /// Nothing.
        None = "none",
        /// Towers are bypassed in frost: water that they would cool below 4.5 °C runs past them into a sump indoors, and
        /// what stands outdoors is drained. No heater draws power.
        DrainDown = "drain-down",
        /// Basins are heated to 4.5 °C where they would become colder; the heaters draw what that takes.
        BasinHeater = "basin-heater",
    }
}

choice! {
    /// What the set point of a loop's dry coolers and towers follows.
    pub enum SupplyFollows {
        /// Nothing: it is fixed.
        Nothing = "nothing",
        /// Outdoor dry bulb.
        DryBulb = "dry-bulb",
        /// Outdoor wet bulb.
        WetBulb = "wet-bulb",
    }
}

table! {
    /// A facility loop: pumps, mains, what it serves and what cools it.
    pub struct Loop in "loop", checked by check::coolant_loop {
        /// Coolant.
        fluid: FluidName = "water";
        /// Set point of the supply.
        supply: Temperature, required;
        /// What the set point of its dry coolers and towers follows down from `supply`: colder condenser water is what
        /// chillers thank for. Chillers keep their own.
        supply_follows: SupplyFollows = "nothing";
        /// Distance above what it follows.
        supply_approach: TemperatureDifference = "4 K";
        /// Lowest set point that it is brought to.
        supply_least: Temperature = "18 degC";
        /// Pressure that the expansion vessel holds at the pumps' inlet, above the air's.
        static_pressure: Pressure = "300 kPa";
        /// What its pumps are.
        pump: Record<Pump>, required;
        /// Pumps built in, in parallel.
        pumps: Count, required;
        /// Pumps that run; the others stand by.
        pumps_running: Count, required;
        /// How long one of its pumps leads before the next does: those run that follow the leader, so that all run alike in the
        /// long, those that stand by included. Who leads follows from the clock of the year. The first always when left out.
        rotate: Positive<Time>, optional;
        /// Set point of the differential pressure at the end of the mains.
        differential_pressure: Positive<Pressure>, required;
        /// Set point of the differential pressure at no flow; it then rises with the square of the flow to
        /// `differential_pressure` at the rated flow of the running pumps. The same at any flow when left out.
        differential_pressure_least: Positive<Pressure>, optional;
        /// Length of the mains, one way.
        main_length: Positive<Length>, required;
        /// Inner diameter of the mains.
        main_diameter: Positive<Length>, required;
        /// Wall of the mains, of steel; standard weight (ASME B36.10M) when left out.
        main_wall: Length, optional;
        /// Length of each branch, one way.
        branch_length: Positive<Length> = "10 m";
        /// Inner diameter of the branches.
        branch_diameter: Positive<Length> = "100 mm";
        /// Height of its heat rejection above the hall's floor: what buoyancy has to drive the coolant when the pumps
        /// stand.
        plant_elevation: Signed<Length> = "0 m";
        /// Roughness of the pipes.
        roughness: Length = "0.05 mm";
        /// Heat lost per length of pipe and kelvin above the surroundings.
        heat_loss: LinearConductance = "0 W/(m K)";
        /// Heat rejection in the order the return passes it.
        rejection: List<Name<to::Rejection>>, required;
        /// What keeps the basins of its open towers from freezing; needed where the climate goes below the freezing
        /// point of its water.
        frost_protection: FrostProtection = "none";
        /// Coolant in tanks and headers beyond the pipes.
        volume: Volume = "0 m3";
        /// What feeds its pumps; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
    }
}

table! {
    /// A pump with its motor and drive.
    pub struct Pump in "pump", checked by check::pump {
        /// Flow at the rating.
        rated_flow: Positive<VolumeFlow>, required;
        /// Pressure rise at the rating.
        rated_head: Positive<Pressure>, required;
        /// Pressure rise over flow at full speed.
        curve: Curve<VolumeFlow, Pressure>, required;
        /// Hydraulic efficiency, one value or over flow as a share of the rated flow.
        efficiency: Profile<Ratio, Share>, required;
        /// Efficiency of the motor.
        motor_efficiency: Positive<Share>, required;
        /// Efficiency of the variable-speed drive.
        vfd_efficiency: Positive<Share>, required;
        /// Power over rated power as a cubic of flow over rated flow, for pumps known by that alone: coefficients of
        /// 1, r, r², r³. All of it warms the coolant. By hydraulics and efficiencies when left out.
        power_curve: Numbers<4>, optional;
        /// Lowest speed, as a share of full speed.
        min_speed: Share = 0.2;
        /// Least flow of one pump at full speed that its maker allows for long, in proportion at lower speeds; a quarter
        /// of the rated flow is assumed when left out.
        min_flow: VolumeFlow, optional;
        /// Head above the vapour pressure that it asks for at its suction at the rated flow (NPSHr, 3 % head drop);
        /// estimated from suction specific speed when left out.
        npsh_required: Positive<Length>, optional;
        /// Time in which it loses 63 % of its speed when tripped.
        inertia: Time, optional;
        /// Maker and model.
        product: Text = "";
    }
}

table! {
    /// A coolant with constant properties, for comparisons with published solutions.
    pub struct Coolant in "fluid" {
        /// Density.
        density: Positive<Density>, required;
        /// Specific heat.
        specific_heat: Positive<SpecificHeat>, required;
        /// Dynamic viscosity.
        viscosity: Positive<Viscosity>, required;
        /// Thermal conductivity.
        conductivity: Positive<Conductivity>, required;
    }
}
