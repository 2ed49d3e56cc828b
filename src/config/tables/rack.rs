//! The rack record: `rack = "rack/gb300-nvl72"`.

use super::super::check;
use super::super::kinds::*;
use super::super::table::table;
use super::Converter;

table! {
    /// A rack, as its maker describes it.
    pub struct Rack in "rack", checked by check::rack {
        /// Power at the rack's input at full load.
        rated_power: Positive<Power>, required;
        /// Highest power for seconds; that of the rating when left out.
        peak_power: Positive<Power>, optional;
        /// Power when idle, as a share of the rated power.
        idle_fraction: Share, required;
        /// Share of the heat that the coolant takes; hall air takes the rest.
        liquid_fraction: Share, required;
        /// Chips on cold plates.
        chips: Count, required;
        /// Power of one chip at full load.
        chip_power: Positive<Power>, required;
        /// Temperature that a chip must not exceed.
        chip_limit: Temperature, required;
        /// Chip temperature at which throttling begins; no throttling when left out.
        throttle: Temperature, optional;
        /// Share of power given up per kelvin above it.
        throttle_slope: PerKelvin = "0.05 1/K";
        /// Chip temperature at which the rack's protection switches it off for good; 8 K above the limit, or above where
        /// throttling begins, when left out (an assumption: an H100 shuts down at 95 degC and throttles at 87).
        shutdown: Temperature, optional;
        /// Growth of leakage per kelvin, relative to the chip's power.
        leakage: PerKelvin = "0 1/K";
        /// Chip temperature at which the rated power holds.
        leakage_reference: Temperature = "65 degC";
        /// Heat capacity of a chip with its lid and memory, each.
        chip_capacity: Positive<HeatCapacity>, required;
        /// Heat capacity of a cold plate, each.
        plate_capacity: Positive<HeatCapacity>, required;
        /// Resistance from chip to cold plate, each.
        chip_resistance: ThermalResistance, required;
        /// Resistance from cold plate to coolant, each.
        plate_resistance: Positive<ThermalResistance>, required;
        /// Volumes that the path of the coolant is cut into.
        segments: Count = 4;
        /// Coolant inside the rack.
        coolant_volume: Positive<Volume>, required;
        /// Coolant flow at the rating.
        rated_flow: Positive<VolumeFlow>, required;
        /// Pressure drop at the rated flow, manifolds and couplings included.
        rated_drop: Positive<Pressure>, required;
        /// Exponent of the pressure drop over flow.
        drop_exponent: Positive<Ratio> = 1.85;
        /// Constant of the required flow V̇ = constant / (reference − supply); unknown when left out.
        required_flow_constant: FlowTemperature, optional;
        /// Reference temperature of the required flow.
        required_flow_reference: Temperature, optional;
        /// Air through the rack at the rating.
        air_flow: VolumeFlow = "0 m3/s";
        /// Warmest air that it may draw in: 35 degC in class A2 of ASHRAE TC 9.9, an assumption for racks that state no class.
        air_limit: Temperature = "35 degC";
        /// Converters from the feed to the chip, in that order.
        chain: List<Record<Converter>> = [];
        /// Share of the chain's losses that the coolant takes.
        chain_liquid: Share = 0.0;
        /// Which stage of the chain gives the voltage that meter-to-12 V is counted to; from 0.
        bus_12v_stage: Index, optional;
        /// Weight of the rack, coolant included.
        weight: Mass, optional;
        /// Maker and model.
        product: Text = "";
    }
}
