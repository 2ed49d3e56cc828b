//! What kind of quantity a field is: its SI exponents, its name, and how to write one.

use super::symbols::Exponents;

macro_rules! dimensions {
    ($( $(#[doc = $doc:literal])+ $name:ident [$m:literal $kg:literal $s:literal $k:literal $a:literal]
        $article:literal, $example:literal, [$($shown:literal),*]; )*) => {
        /// The kind of quantity a number stands for; two kinds may share their SI exponents.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Dimension { $( $(#[doc = $doc])+ $name, )* }

        impl Dimension {
            /// All kinds, in the order of declaration.
            pub const ALL: &'static [Dimension] = &[$(Dimension::$name),*];

            /// Powers of metre, kilogram, second, kelvin and ampere.
            pub const fn exponents(self) -> Exponents {
                match self { $(Dimension::$name => [$m, $kg, $s, $k, $a],)* }
            }

            /// The name with its article, as it stands in a message: "a power".
            pub const fn name(self) -> &'static str {
                match self { $(Dimension::$name => $article,)* }
            }

            /// A well-formed example of its text.
            pub const fn example(self) -> &'static str {
                match self { $(Dimension::$name => $example,)* }
            }

            /// Units a reader expects, smallest first; [`Dimension::show`] chooses among them.
            pub(super) const fn shown_in(self) -> &'static [&'static str] {
                match self { $(Dimension::$name => &[$($shown),*],)* }
            }
        }
    };
}

dimensions! {
    /// Dimensionless \[1\].
    Ratio [0 0 0 0 0] "a plain number", "0.8", [""];
    /// Power or heat flow \[W\].
    Power [2 1 -3 0 0] "a power", "120 kW", ["W", "kW", "MW", "GW"];
    /// Energy \[J\].
    Energy [2 1 -2 0 0] "an energy", "5 kWh", ["J", "kJ", "kWh", "MWh", "GWh"];
    /// A point on the temperature scale \[°C\].
    Temperature [0 0 0 1 0] "a temperature", "45 degC", ["degC"];
    /// A difference of temperatures \[K\].
    TemperatureDifference [0 0 0 1 0] "a temperature difference", "4 K", ["mK", "K"];
    /// Volume flow \[m³/s\].
    VolumeFlow [3 0 -1 0 0] "a volume flow", "1200 L/min", ["L/min", "m3/h", "m3/s"];
    /// Flow coefficient of a valve, as the flow of water at 1 bar \[m³/s\]; alone in taking `Kv` and `Cv` for units.
    FlowCoefficient [3 0 -1 0 0] "a flow coefficient", "63 m3/h", ["m3/h"];
    /// Mass flow \[kg/s\].
    MassFlow [0 1 -1 0 0] "a mass flow", "12 kg/s", ["g/s", "kg/s"];
    /// Pressure or pressure difference \[Pa\].
    Pressure [-1 1 -2 0 0] "a pressure", "120 kPa", ["Pa", "kPa", "MPa"];
    /// Length or diameter \[m\].
    Length [1 0 0 0 0] "a length", "2.5 m", ["mm", "m", "km"];
    /// Area \[m²\].
    Area [2 0 0 0 0] "an area", "40 m2", ["cm2", "m2"];
    /// Volume \[m³\].
    Volume [3 0 0 0 0] "a volume", "56 L", ["mL", "L", "m3"];
    /// Mass \[kg\].
    Mass [0 1 0 0 0] "a mass", "1200 kg", ["g", "kg", "t"];
    /// Duration \[s\].
    Time [0 0 1 0 0] "a time", "15 s", ["us", "ms", "s", "min", "h", "d"];
    /// Frequency or rate \[1/s\].
    Rate [0 0 -1 0 0] "a rate", "2 1/h", ["1/h", "1/s"];
    /// Velocity \[m/s\].
    Velocity [1 0 -1 0 0] "a velocity", "1.5 m/s", ["mm/s", "m/s"];
    /// Thermal resistance \[K/W\].
    ThermalResistance [-2 -1 3 1 0] "a thermal resistance", "0.017 K/W", ["K/MW", "K/kW", "K/W"];
    /// Thermal conductance \[W/K\].
    Conductance [2 1 -3 -1 0] "a thermal conductance", "120 kW/K", ["W/K", "kW/K"];
    /// Thermal conductance along a pipe \[W/(m K)\].
    LinearConductance [1 1 -3 -1 0] "a conductance per length", "0.3 W/(m K)", ["W/(m K)"];
    /// Heat capacity of a body \[J/K\].
    HeatCapacity [2 1 -2 -1 0] "a heat capacity", "450 J/K", ["J/K", "kJ/K", "MJ/K"];
    /// Heat capacity along a pipe \[J/(m K)\].
    LinearHeatCapacity [1 1 -2 -1 0] "a heat capacity per length", "900 J/(m K)", ["J/(m K)", "kJ/(m K)"];
    /// Relative change with temperature \[1/K\].
    PerKelvin [0 0 0 -1 0] "a change per kelvin", "0.01 1/K", ["1/K"];
    /// Volume flow times temperature difference \[m³ K/s\].
    FlowTemperature [3 0 -1 1 0] "a flow times a temperature difference", "1775 L K/min", ["L K/min"];
    /// Voltage \[V\].
    Voltage [2 1 -3 0 -1] "a voltage", "800 V", ["V", "kV"];
    /// Current \[A\].
    Current [0 0 0 0 1] "a current", "2500 A", ["mA", "A", "kA"];
    /// Electric charge \[C\].
    Charge [0 0 1 0 1] "a charge", "100 A h", ["A s", "A h"];
    /// Integral of a current's square over time \[A² s\].
    LetThrough [0 0 1 0 2] "a let-through", "10 kA2 s", ["A2 s", "kA2 s"];
    /// Electrical resistance \[Ω\].
    Resistance [2 1 -3 0 -2] "an electrical resistance", "0.8 mohm", ["uohm", "mohm", "ohm"];
    /// Electrical resistance along a conductor \[Ω/m\].
    LinearResistance [1 1 -3 0 -2] "a resistance per length", "12 uohm/m", ["uohm/m", "mohm/m"];
    /// Electrical capacitance \[F\].
    Capacitance [-2 -1 4 0 2] "a capacitance", "20 mF", ["uF", "mF", "F"];
    /// Electrical inductance \[H\].
    Inductance [2 1 -2 0 -2] "an inductance", "2 uH", ["uH", "mH", "H"];
    /// Density \[kg/m³\].
    Density [-3 1 0 0 0] "a density", "997 kg/m3", ["kg/m3"];
    /// Specific heat \[J/(kg K)\].
    SpecificHeat [2 0 -2 -1 0] "a specific heat", "4180 J/(kg K)", ["J/(kg K)"];
    /// Energy per mass \[J/kg\].
    SpecificEnergy [2 0 -2 0 0] "an energy per mass", "334 kJ/kg", ["J/kg", "kJ/kg"];
    /// Dynamic viscosity \[Pa s\].
    Viscosity [-1 1 -1 0 0] "a dynamic viscosity", "0.65 mPa s", ["mPa s", "Pa s"];
    /// Thermal conductivity \[W/(m K)\].
    Conductivity [1 1 -3 -1 0] "a thermal conductivity", "0.6 W/(m K)", ["W/(m K)"];
    /// Mass emitted or used per energy \[kg/J\].
    MassPerEnergy [-2 0 2 0 0] "a mass per energy", "0.45 kg/kWh", ["g/kWh", "kg/kWh"];
    /// Power over the ground it takes \[W/m²\].
    PowerDensity [0 1 -3 0 0] "a power per area", "25 kW/m2", ["W/m2", "kW/m2"];
}

impl Dimension {
    /// Why a negative value makes no sense, or `None` where one does.
    pub const fn reason_against_negative(self) -> Option<&'static str> {
        Some(match self {
            Self::VolumeFlow | Self::MassFlow => {
                "a flow cannot be negative here: to turn its direction, swap the ends instead"
            }
            Self::Power | Self::Energy => {
                "heat and power are given as amounts; which way they go follows from the component"
            }
            Self::Pressure => "a pressure drop or head is given as an amount, always positive",
            Self::TemperatureDifference => "a difference is given as an amount, always positive",
            Self::Length | Self::Area | Self::Volume | Self::Mass => {
                "a size cannot be less than nothing"
            }
            Self::Time => "time only runs forwards",
            Self::ThermalResistance | Self::Conductance | Self::LinearConductance => {
                "heat would flow from cold to warm by itself (second law)"
            }
            Self::HeatCapacity | Self::LinearHeatCapacity | Self::SpecificHeat => {
                "a body with a negative heat capacity would warm up by cooling"
            }
            Self::Ratio => "a share or factor below nothing has no meaning here",
            Self::Temperature | Self::PerKelvin => return None,
            _ => "the quantity is an amount and cannot be negative",
        })
    }
}
