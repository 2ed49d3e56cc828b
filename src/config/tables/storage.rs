//! `[tank.x]`, `[ice_store.x]`, `[heat_reuse.x]`: cold kept for later, and heat that others use.

use super::super::check;
use super::super::kinds::*;
use super::super::table::table;

table! {
    /// A stratified tank of a loop's own coolant, on the way of its return: filled behind the last machine of the plant in
    /// its hours of charge, emptied at its place in the rejection as far as the loop's set point asks in its hours of discharge.
    pub struct Tank in "tank", checked by check::hours_apart {
        /// Coolant inside.
        volume: Positive<Volume>, required;
        /// Height of the coolant.
        height: Positive<Length>, required;
        /// Layers in which it is computed; 20 and more keep a thermocline.
        layers: Count = 20;
        /// Largest flow of its own pumps, either way; no more than passes the plant.
        flow: Positive<VolumeFlow>, required;
        /// Pressure rise of its own pumps at that flow, in proportion to its square below: pipes, diffusers and valves of its
        /// own circuit (an assumption).
        pump_head: Pressure = "80 kPa";
        /// Efficiency of those pumps with motor and drive (an assumption).
        pump_efficiency: Positive<Share> = 0.6;
        /// What feeds those pumps; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
        /// Heat lost to outdoors per kelvin.
        loss: Conductance = "0 W/K";
        /// Warmest coolant that it is filled with: its pumps are slowed over the last `band` before, so that they leave the
        /// load what the plant does not cool. The loop's set point and that band when left out: in full at the set point itself.
        charge_below: Temperature, optional;
        /// Rise of the plant's supply over which its pumps slow from full flow to rest as they fill it; as they empty it, the
        /// difference of the return from its bottom below which they slow (an assumption: the band of a controller).
        band: Positive<TemperatureDifference> = "0.5 K";
        /// Hours in which it is filled.
        charge: Hours, required;
        /// Hours in which it gives cold.
        discharge: Hours, required;
        /// Temperature of all of it when a run starts; that of the loop's supply, full, when left out.
        start: Temperature, optional;
    }
}

table! {
    /// Ice, snow or another content that melts, with a coil on the way of a loop's return. It gives cold in its hours of discharge
    /// as far as the loop's set point asks; a machine of its own freezes it in its hours of charge.
    pub struct IceStore in "ice_store", checked by check::ice_store {
        /// Mass of the content, liquid and solid.
        mass: Positive<Mass>, required;
        /// Melting point.
        melting: Temperature = "0 degC";
        /// Heat of fusion; that of ice when left out (IAPWS R10-06).
        latent_heat: Positive<SpecificEnergy> = "333.4 kJ/kg";
        /// Specific heat of the solid; that of ice when left out.
        solid_heat: Positive<SpecificHeat> = "2.1 kJ/(kg K)";
        /// Specific heat of the liquid; that of water when left out.
        liquid_heat: Positive<SpecificHeat> = "4.22 kJ/(kg K)";
        /// Conductance of its coil.
        ua: Positive<Conductance>, required;
        /// Heat taken up from outdoors per kelvin.
        loss: Conductance = "0 W/K";
        /// Pressure drop of its coil at the loop's rated flow.
        drop: Pressure = "30 kPa";
        /// Hours in which its machine freezes.
        charge: Hours = "22:00-06:00";
        /// Hours in which it gives cold.
        discharge: Hours = "00:00-24:00";
        /// Solid share when a run starts.
        solid: Share = 1.0;
        /// Heat that its machine takes out; no machine when left out, as with snow.
        maker_capacity: Positive<Power>, optional;
        /// Heat taken out per electricity at the rating.
        maker_cop: Positive<Ratio>, optional;
        /// Outdoor air at the rating.
        maker_air: Temperature = "35 degC";
        /// What feeds the machine; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
    }
}

table! {
    /// A substation on the way of a loop's return that hands heat to a district loop: ERF. The district's own pumps hold its
    /// supply temperature; they stand on the district's meter.
    pub struct HeatReuse in "heat_reuse", checked by check::heat_reuse {
        /// Heat handed over at the rating.
        rated_heat: Positive<Power>, required;
        /// Hot inlet temperature at the rating.
        rated_hot_in: Temperature, required;
        /// Hot flow at the rating.
        hot_flow: Positive<VolumeFlow>, required;
        /// Temperature at which the district is supplied; below it no heat is handed over.
        district_supply: Temperature, required;
        /// Temperature at which the district returns.
        district_return: Temperature, required;
        /// Most that the district asks for; the rated heat when left out.
        demand: Positive<Power>, optional;
        /// How the demand varies; the same at all times when left out.
        workload: Name<to::Workload>, optional;
        /// Pressure drop of the hot side at its rated flow.
        hot_drop: Pressure = "50 kPa";
        /// Coolant inside the hot side.
        volume: Positive<Volume> = "100 L";
    }
}
