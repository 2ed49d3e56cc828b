//! `[hall]`, `[site]`, `[run]`, `[lint]`: what stands where, and what is asked.

use super::super::check;
use super::super::kinds::*;
use super::super::table::{choice, table};

table! {
    /// The hall and its air.
    pub struct Hall in "hall" {
        /// Name, as reports show it.
        name: Text, required;
        /// What it is, in a sentence or two.
        description: Text = "";
        /// Air in the hall; it stores heat and moisture.
        air_volume: Positive<Volume> = "5000 m3";
        /// Set point of the air that the racks draw in.
        air_supply: Temperature = "27 degC";
        /// Outdoor air that leaks in; it carries moisture.
        infiltration: VolumeFlow = "0.2 m3/s";
        /// Outdoor air that is brought in on purpose.
        makeup_air: VolumeFlow = "0 m3/s";
        /// Dew point that make-up air is dried to, by a cooling coil that leaves it at this temperature; untreated when left
        /// out.
        makeup_dew_point: Temperature, optional;
        /// Dew point that drier make-up air is humidified to, by electric steam; untreated when left out.
        makeup_dew_point_least: Temperature, optional;
        /// Heat taken from make-up air per electricity of its cooling machine (an assumption: a small air-cooled machine).
        makeup_cop: Positive<Ratio> = 3.0;
        /// What feeds the treatment of make-up air; straight from the meter when left out.
        makeup_fed_by: Name<to::Feeder>, optional;
        /// Lighting, guards and offices as a share of the power that reaches the racks' boards, so that it does not
        /// depend on where IT energy is read (an assumption unless measured).
        house_load: Share = 0.005;
        /// Temperature of the electrical rooms (an assumption).
        electrical_room_temperature: Temperature = "30 degC";
        /// Heat removed per electricity by the cooling of electrical rooms (an assumption).
        electrical_room_cop: Positive<Ratio> = 4.0;
    }
}

choice! {
    /// Which column of a weather file tells the moisture of the air.
    pub enum MoistureColumn {
        /// Dew point.
        DewPoint = "dew-point",
        /// Relative humidity, the column that EnergyPlus reads.
        RelativeHumidity = "relative-humidity",
    }
}

table! {
    /// Where the hall stands.
    pub struct Site in "site", checked by check::site {
        /// A built-in climate (`toyama`) or the path of an EPW file.
        climate: Text, required;
        /// Which column of a weather file tells the moisture; in typical years the two differ now and then.
        moisture: MoistureColumn = "dew-point";
        /// Height above sea; that of the climate when left out.
        elevation: Signed<Length>, optional;
        /// Carbon dioxide per energy from the grid.
        grid_carbon: MassPerEnergy, optional;
        /// Price of electricity.
        electricity_price: PricePer<Energy>, optional;
        /// Price of water.
        water_price: PricePer<Volume>, optional;
        /// Distance of the boundary where sound is judged, from the outdoor equipment.
        boundary_distance: Positive<Length>, optional;
        /// Most that the boundary may hear from 06:00 to 22:00, as `"55 dBA"`.
        sound_limit_day: Number, optional;
        /// Most that the boundary may hear from 22:00 to 06:00, as `"45 dBA"`.
        sound_limit_night: Number, optional;
        /// Shares of energy sources in the grid's mix, told beside the carbon factor; `solar`, `wind`, `hydro`,
        /// `geothermal`, `biomass` and `tidal` count as renewable. They make no renewable energy factor.
        sources: Shares, optional;
        /// Share of the energy for which the operator owns and retires renewable certificates, or makes it on site: the
        /// renewable energy factor of ISO/IEC 30134-3.
        renewable_share: Share, optional;
    }
}

table! {
    /// What is simulated, and how finely.
    pub struct Run in "run", checked by check::year_step {
        /// Moment of the climate year at which it starts: month-day hour:minute.
        start: Moment = "01-01 00:00";
        /// How long it lasts.
        duration: Positive<Time> = "24 h";
        /// Step of a transient run.
        step: Positive<Time> = "15 s";
        /// Step of a year: an hour or a part of one that divides it, a minute and more.
        year_step: Positive<Time> = "1 h";
    }
}

table! {
    /// Plausibility rules that are silenced.
    pub struct Lint in "lint" {
        /// Codes, such as `["W003"]`.
        allow: List<Text> = [];
    }
}
