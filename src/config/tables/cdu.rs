//! `[cdu.x]`: coolant distribution units.

use super::super::check;
use super::super::kinds::*;
use super::super::table::table;

table! {
    /// Coolant distribution unit: plate exchanger, pumps, filter, primary valve and expansion
    /// vessel in one cabinet.
    pub struct Cdu in "cdu", checked by check::cdu {
        /// Heat moved at the rating.
        rated_heat: Positive<Power>, required;
        /// Technology-side flow at the rating.
        rated_secondary_flow: Positive<VolumeFlow>, required;
        /// Facility-side flow at the rating.
        rated_primary_flow: Positive<VolumeFlow>, required;
        /// Technology supply temperature at the rating.
        rated_secondary_supply: Temperature, required;
        /// Facility inlet temperature at the rating; the difference of the two is the approach.
        rated_primary_inlet: Temperature, required;
        /// Technology return at the rating, where the sheet prints it: it must agree with heat and flow.
        rated_secondary_return: Temperature, optional;
        /// Facility outlet at the rating, where the sheet prints it: it must agree with heat and flow.
        rated_primary_outlet: Temperature, optional;
        /// Technology supply less facility inlet, where the sheet prints it: it must agree with both.
        rated_approach: Positive<TemperatureDifference>, optional;
        /// Pressure drop of the exchanger's technology side at the rated flow.
        hx_drop_secondary: Positive<Pressure>, required;
        /// Pressure drop of the exchanger's facility side at the rated flow.
        hx_drop_primary: Positive<Pressure>, required;
        /// Pressure drop of the filter at the rated technology flow, clean.
        filter_drop: Pressure, required;
        /// Exponent of the filter's pressure drop over flow.
        filter_exponent: Positive<Ratio> = 1.76;
        /// Factor on the filter's loss by what has settled on it, 1 when clean.
        filter_fouling: Positive<Ratio> = 1.0;
        /// Head left for the row at full speed, exchanger and filter already subtracted.
        external_head: Curve<VolumeFlow, Pressure>, required;
        /// Pumps that ran when that head was taken; as many as run when left out.
        external_head_pumps: Count, optional;
        /// Pumps built in.
        pumps: Count, required;
        /// Pumps that run; the others stand by.
        pumps_running: Count, required;
        /// Electricity to water power of the pumps at the rating, motor and drive included.
        pump_efficiency: Positive<Share>, required;
        /// Lowest speed of the pumps, as a share of full speed.
        min_speed: Share = 0.2;
        /// Least flow of one pump at full speed that its maker allows for long, in proportion at lower speeds; a quarter
        /// of its share of the rated flow is assumed when left out.
        pump_min_flow: VolumeFlow, optional;
        /// Head above the vapour pressure that one pump asks for at its suction at the rated flow (NPSHr, 3 % head
        /// drop); estimated from suction specific speed when left out.
        pump_npsh_required: Positive<Length>, optional;
        /// Time in which a tripped pump loses 63 % of its speed.
        pump_inertia: Time, optional;
        /// Pressure drop of the primary valve, fully open, at the rated facility flow.
        valve_drop: Positive<Pressure>, required;
        /// Power of the controls.
        control_power: Power = "0 W";
        /// Coolant inside, technology side.
        secondary_volume: Positive<Volume>, required;
        /// Expansion vessel.
        expansion_volume: Volume, required;
        /// Pressure that the expansion vessel holds at the pump's inlet, above the air's.
        static_pressure: Pressure = "150 kPa";
        /// Set point of the technology supply.
        supply: Temperature = "40 degC";
        /// How far the supply is kept above the hall's dew point.
        dew_point_margin: TemperatureDifference = "2 K";
        /// Set point of the differential pressure across the row's headers.
        differential_pressure: Positive<Pressure> = "120 kPa";
        /// Drop of the differential pressure between no flow and rated flow, so that units in
        /// parallel share.
        droop: Share = 0.05;
        /// Reset (integral) time of the controller that holds the supply by the primary valve: 30 s and 5 s for each metre
        /// from exchanger to sensor (Grundfos, E-pump instructions: temperature control, cooling), 6 m assumed. Steps
        /// below a fifth of it step the controller, longer ones hold the set point.
        valve_reset: Positive<Time> = "60 s";
        /// Rise of the supply that opens the primary valve from shut to full, without reset (assumed).
        valve_band: Positive<TemperatureDifference> = "10 K";
        /// Derivative time of that controller; none unless given.
        valve_derivative: Time = "0 s";
        /// Reset (integral) time of the controller that holds the differential pressure by the pumps' speed: 5 s where
        /// pump and sensor are more than 10 m apart (Grundfos, likewise). Steps below a fifth of it step the controller.
        pump_reset: Positive<Time> = "5 s";
        /// Share of the full speed by which the pumps answer a loss of all the differential pressure, without reset (0.5:
        /// Grundfos, likewise).
        pump_gain: Positive<Ratio> = 0.5;
        /// Derivative time of that controller; none unless given.
        pump_derivative: Time = "0 s";
        /// Coolant of the technology loop.
        fluid: FluidName = "pg25";
        /// Facility loop it hangs on.
        primary: Name<to::Loop>, optional;
        /// Height of its exchanger above the racks: what buoyancy has to drive the coolant when the pumps stand.
        elevation: Signed<Length> = "0 m";
        /// What feeds its pumps and controls; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
        /// In-row, in-rack or liquid-to-air; for readers only.
        form: Text = "";
    }
}
