//! `[utility.x]`, `[transformer.x]`, `[converter.x]`, `[ups.x]`, `[busway.x]`: from meter to chip.

use super::super::check;
use super::super::kinds::*;
use super::super::table::{choice, table};

choice! {
    /// On which side of PUE an energy is counted (ISO/IEC 30134-2).
    pub enum Meter {
        /// Information technology.
        It = "it",
        /// Cooling.
        Cooling = "cooling",
        /// Power conversion and distribution.
        Power = "power",
        /// Lighting, guards, offices.
        House = "house",
    }
}

choice! {
    /// Where a loss turns into heat.
    pub enum Place {
        /// In the technology coolant.
        Coolant = "coolant",
        /// In the air of the hall.
        HallAir = "hall-air",
        /// In the air of an electrical room, which has its own cooling.
        ElectricalRoom = "electrical-room",
        /// Outdoors.
        Outdoors = "outdoors",
    }
}

choice! {
    /// How modules in parallel share a load.
    pub enum Staging {
        /// All run, each with an equal part.
        Equal = "equal",
        /// Only as many run as the load needs for the best efficiency.
        Staged = "staged",
    }
}

choice! {
    /// How many modules or feeders stand beside those that the load needs.
    pub enum Redundancy {
        /// None.
        N = "N",
        /// One.
        Np1 = "N+1",
        /// A second system of the same size; both share the load.
        TwoN = "2N",
        /// One in four is spare: four systems, any three of which carry the load.
        FourNThirds = "4N/3",
    }
}

impl Redundancy {
    /// Units installed where `needed` carry the load; `None` where these cannot stand in such an arrangement.
    pub fn installed(self, needed: u32) -> Option<u32> {
        match self {
            Self::N => Some(needed),
            Self::Np1 => needed.checked_add(1),
            Self::TwoN => needed.checked_mul(2),
            Self::FourNThirds => needed.is_multiple_of(3).then_some(needed / 3 * 4),
        }
    }

    /// Separate systems that share the load, each with its own units: two or four, else one.
    pub const fn systems(self) -> u32 {
        match self {
            Self::N | Self::Np1 => 1,
            Self::TwoN => 2,
            Self::FourNThirds => 4,
        }
    }
}

choice! {
    /// How an uninterruptible supply runs.
    pub enum UpsMode {
        /// Through rectifier and inverter at all times.
        DoubleConversion = "double-conversion",
        /// Past them while the mains are good.
        Eco = "eco",
    }
}

table! {
    /// The point of supply, where the meter is.
    pub struct Utility in "utility" {
        /// Voltage there, line to line.
        voltage: Positive<Voltage>, required;
        /// Time after which generators carry what it feeds when it fails; there are none when left out.
        generator_start: Positive<Time>, optional;
    }
}

table! {
    /// Transformers. Figures are those of one of them.
    pub struct Transformer in "transformer", checked by check::transformer {
        /// How many equal ones, in parallel, carry full load together.
        count: Count = 1;
        /// What stands beside them; all that are installed share the load.
        redundancy: Redundancy = "N";
        /// Apparent power at the rating, as `"2.5 MVA"`.
        rated_power: Positive<Power>, required;
        /// Loss without load.
        no_load_loss: Power, required;
        /// Loss in the windings at the rated power.
        load_loss: Power, required;
        /// Primary voltage, line to line.
        voltage_in: Positive<Voltage>, required;
        /// Secondary voltage, line to line.
        voltage_out: Positive<Voltage>, required;
        /// Whether it is that of a power distribution unit, at whose output IT energy of category 2 is read.
        pdu: Flag = false;
        /// On which side of PUE its losses are counted.
        meter: Meter = "power";
        /// Where its losses turn into heat.
        place: Place = "outdoors";
        /// What feeds it.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
    }
}

table! {
    /// Converters: rectifiers, DC-DC converters, solid-state transformers, power supplies.
    pub struct Converter in "converter", checked by check::converter {
        /// Output power of one module at the rating.
        rated_power: Positive<Power>, required;
        /// Modules in parallel that carry full load together.
        modules: Count = 1;
        /// What stands beside them; all that are installed share the load.
        redundancy: Redundancy = "N";
        /// Modules that always run, where staging turns the others off.
        modules_min: Count = 1;
        /// How modules share the load.
        staging: Staging = "equal";
        /// Efficiency, one value or over load as a share of the rated power; or give `loss`.
        efficiency: Profile<Ratio, Positive<Share>>, optional;
        /// Loss of one module over its output power; or give `efficiency`.
        loss: Curve<Power, Power>, optional;
        /// Input voltage.
        voltage_in: Positive<Voltage>, required;
        /// Output voltage.
        voltage_out: Positive<Voltage>, required;
        /// On which side of PUE its losses are counted.
        meter: Meter = "power";
        /// Where its losses turn into heat.
        place: Place = "hall-air";
        /// Share of the losses that goes into the coolant where it stands in a cooled rack.
        liquid_fraction: Share = 0.0;
        /// What feeds it.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
    }
}

table! {
    /// Uninterruptible supplies.
    pub struct Ups in "ups", checked by check::ups {
        /// Output power of one module at the rating.
        rated_power: Positive<Power>, required;
        /// Modules in parallel that carry full load together.
        modules: Count = 1;
        /// What stands beside them; all that are installed share the load.
        redundancy: Redundancy = "N";
        /// Modules that always run, where staging turns the others off.
        modules_min: Count = 1;
        /// How modules share the load.
        staging: Staging = "equal";
        /// How it runs.
        mode: UpsMode = "double-conversion";
        /// Efficiency in the mode it runs in, one value or over load; or give `loss`.
        efficiency: Profile<Ratio, Positive<Share>>, optional;
        /// Loss of one module over its output power; or give `efficiency`.
        loss: Curve<Power, Power>, optional;
        /// Input voltage.
        voltage_in: Positive<Voltage>, required;
        /// Output voltage.
        voltage_out: Positive<Voltage>, required;
        /// On which side of PUE its losses are counted.
        meter: Meter = "power";
        /// Where its losses turn into heat.
        place: Place = "electrical-room";
        /// Time for which its batteries carry its load when what feeds it fails (an assumption unless given).
        autonomy: Time = "5 min";
        /// What feeds it.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
    }
}

table! {
    /// Busways and cables.
    pub struct Busway in "busway", checked by check::busway {
        /// Length, one way.
        length: Positive<Length>, required;
        /// Resistance of the whole loop (there and back) per length of the run, at 20 °C.
        resistance: LinearResistance, required;
        /// Current that it may carry.
        rated_current: Positive<Current>, required;
        /// How much warmer than its air it is at the rated current; UL 857 allows 55 K.
        temperature_rise: TemperatureDifference = "55 K";
        /// Equal runs side by side that carry full load together.
        runs: Count = 1;
        /// What stands beside them; all that are installed share the load.
        redundancy: Redundancy = "N";
        /// Voltage at its start.
        voltage: Positive<Voltage>, required;
        /// On which side of PUE its losses are counted.
        meter: Meter = "power";
        /// Where its losses turn into heat, and so the air around it.
        place: Place = "hall-air";
        /// What feeds it.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
    }
}
