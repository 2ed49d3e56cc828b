//! Quantities: a number with a unit, a dimension that is expected, and bounds that physics sets.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use crate::units::{Dimension, UnitError, parse, parse_price};

use super::super::diagnostic::Diagnostic;
use super::super::read::{Kind, Reader, at};
use super::super::tree::{Node, Value};
use super::super::value::At;

/// A kind of field that holds one number of a dimension.
pub trait Quantity {
    /// What the number stands for.
    const DIMENSION: Dimension;
    /// How large it may be.
    const BOUND: Bound = Bound::Usual;
}

/// How large a number may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// What the dimension allows: amounts from zero up, temperatures above −90 °C.
    Usual,
    /// More than zero.
    Positive,
    /// From zero to one.
    Share,
    /// More than zero and at most one.
    PositiveShare,
    /// Any finite number.
    Any,
}

/// Coldest air temperature ever measured at a station, −89.2 °C (Vostok, 1983; WMO archive),
/// rounded down \[°C\].
const COLDEST: f64 = -90.0;

impl Bound {
    /// The same bound without zero.
    const fn positive(self) -> Self {
        match self {
            Self::Share | Self::PositiveShare => Self::PositiveShare,
            Self::Usual | Self::Positive | Self::Any => Self::Positive,
        }
    }

    /// The same bound with both signs.
    const fn signed(self) -> Self {
        Self::Any
    }

    /// Why `value` is out of bounds: the rule and its reason.
    fn objection(self, value: f64, dimension: Dimension) -> Option<(&'static str, &'static str)> {
        let reason = dimension.reason_against_negative();
        match self {
            Self::Any => None,
            Self::Share if !(0.0..=1.0).contains(&value) => Some((
                "must lie between 0 and 1",
                "it is a share of a whole (\"85 %\" may be written too)",
            )),
            Self::PositiveShare if !(value > 0.0 && value <= 1.0) => Some((
                "must be more than 0 and at most 1",
                "it is a share of a whole (\"85 %\" may be written too)",
            )),
            Self::Share | Self::PositiveShare => None,
            Self::Positive if value == 0.0 => Some((
                "must be more than zero",
                match dimension {
                    Dimension::Time => "time has to pass",
                    Dimension::Pressure => {
                        "without a pressure difference no coolant flows; an [event.x] with `running = 0` stops pumps"
                    }
                    Dimension::Length => {
                        "a pipe without length or bore carries nothing: leave it out, or give what stands between its ends"
                    }
                    Dimension::Ratio => "nothing would be left of what it multiplies",
                    _ => "a rating of nothing cannot be scaled to any other load",
                },
            )),
            Self::Usual if dimension == Dimension::Temperature && value < COLDEST => Some((
                "is colder than any place on Earth",
                "the lowest air temperature ever measured is −89.2 °C; \"4 K\" as a temperature is −269 °C",
            )),
            _ if value < 0.0 && reason.is_some() => Some(("cannot be negative", reason?)),
            _ => None,
        }
    }
}

/// Reads a quantity; numbers without unit are for ratios only.
fn read_quantity(
    node: &Node,
    path: &str,
    cx: &mut Reader<'_>,
    dimension: Dimension,
    bound: Bound,
) -> Option<At<f64>> {
    let value = match &node.value {
        Value::Text(text) => match parse(text, dimension) {
            Ok(value) => value,
            Err(error) => return unit_error(node, path, cx, &error, dimension),
        },
        Value::Integer(n) if dimension == Dimension::Ratio => *n as f64,
        Value::Float(x) if dimension == Dimension::Ratio && x.is_finite() => *x,
        Value::Integer(_) | Value::Float(_) => {
            let error = UnitError::NoUnit {
                text: node.at.text().to_owned(),
                expected: dimension,
            };
            return unit_error(node, path, cx, &error, dimension);
        }
        _ => {
            let example = match dimension {
                Dimension::Ratio => "0.8".to_owned(),
                _ => format!("\"{}\"", dimension.example()),
            };
            return cx.wrong_type(node, path, dimension.name(), &example);
        }
    };
    match bound.objection(value, dimension) {
        None => Some(at(value, node, path)),
        Some((rule, reason)) => cx.fail(
            Diagnostic::error("out-of-range", format!("`{path}` {rule}"))
                .at(&node.at, dimension.show(value))
                .reason(reason),
        ),
    }
}

fn unit_error<T>(
    node: &Node,
    path: &str,
    cx: &mut Reader<'_>,
    error: &UnitError,
    dimension: Dimension,
) -> Option<T> {
    cx.fail(
        Diagnostic::error("wrong-unit", format!("`{path}`: {error}"))
            .at(&node.at, format!("{} is expected", dimension.name()))
            .help(error.help(dimension)),
    )
}

fn quantity_schema(dimension: Dimension, bound: Bound) -> Json {
    if dimension == Dimension::Ratio {
        let mut number = json!({ "type": ["number", "string"], "examples": [0.8] });
        if bound != Bound::Any {
            number["minimum"] = json!(0);
        }
        if matches!(bound, Bound::Share | Bound::PositiveShare) {
            number["maximum"] = json!(1);
        }
        return number;
    }
    json!({
        "type": "string",
        "description": format!("{} with its unit.", dimension.name()),
        "examples": [dimension.example()],
    })
}

macro_rules! quantities {
    ($($(#[doc = $doc:literal])* $name:ident: $dimension:ident $(, $bound:ident)?;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Quantity for $name {
            const DIMENSION: Dimension = Dimension::$dimension;
            $(const BOUND: Bound = Bound::$bound;)?
        }

        impl Kind for $name {
            type Value = At<f64>;

            fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<f64>> {
                read_quantity(node, path, cx, Self::DIMENSION, Self::BOUND)
            }

            fn schema() -> Json {
                quantity_schema(Self::DIMENSION, Self::BOUND)
            }
        }
    )*};
}

quantities! {
    /// A factor from zero up \[1\].
    Ratio: Ratio;
    /// Any plain number \[1\].
    Number: Ratio, Any;
    /// A share between zero and one \[1\].
    Share: Ratio, Share;
    /// \[W\]
    Power: Power;
    /// \[J\]
    Energy: Energy;
    /// \[°C\]
    Temperature: Temperature;
    /// \[K\]
    TemperatureDifference: TemperatureDifference;
    /// \[m³/s\]
    VolumeFlow: VolumeFlow;
    /// \[m³/s at 1 bar\]
    FlowCoefficient: FlowCoefficient;
    /// \[Pa\]
    Pressure: Pressure;
    /// \[m\]
    Length: Length;
    /// \[m²\]
    Area: Area;
    /// \[m³\]
    Volume: Volume;
    /// \[kg\]
    Mass: Mass;
    /// \[s\]
    Time: Time;
    /// \[K/W\]
    ThermalResistance: ThermalResistance;
    /// \[W/K\]
    Conductance: Conductance;
    /// \[W/(m K)\]
    LinearConductance: LinearConductance;
    /// \[J/K\]
    HeatCapacity: HeatCapacity;
    /// \[J/(m K)\]
    LinearHeatCapacity: LinearHeatCapacity;
    /// \[1/K\]
    PerKelvin: PerKelvin;
    /// \[m³ K/s\]
    FlowTemperature: FlowTemperature;
    /// \[V\]
    Voltage: Voltage;
    /// \[F\]
    Capacitance: Capacitance;
    /// \[H\]
    Inductance: Inductance;
    /// \[C\]
    Charge: Charge;
    /// \[1/s\]
    Rate: Rate;
    /// \[A\]
    Current: Current;
    /// \[Ω\]
    Resistance: Resistance;
    /// \[Ω/m\]
    LinearResistance: LinearResistance;
    /// \[A² s\]
    LetThrough: LetThrough;
    /// \[kg/m³\]
    Density: Density;
    /// \[J/(kg K)\]
    SpecificHeat: SpecificHeat;
    /// \[J/kg\]
    SpecificEnergy: SpecificEnergy;
    /// \[Pa s\]
    Viscosity: Viscosity;
    /// \[W/(m K)\]
    Conductivity: Conductivity;
    /// \[kg/J\]
    MassPerEnergy: MassPerEnergy;
    /// \[W/m²\]
    PowerDensity: PowerDensity;
}

/// A quantity that must be more than zero.
#[derive(Clone, Copy, Debug)]
pub struct Positive<Q>(PhantomData<Q>);

/// A quantity whose sign is free.
#[derive(Clone, Copy, Debug)]
pub struct Signed<Q>(PhantomData<Q>);

macro_rules! bounded {
    ($name:ident, $bound:ident) => {
        impl<Q: Quantity> Quantity for $name<Q> {
            const DIMENSION: Dimension = Q::DIMENSION;
            const BOUND: Bound = Q::BOUND.$bound();
        }

        impl<Q: Quantity> Kind for $name<Q> {
            type Value = At<f64>;

            fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<f64>> {
                read_quantity(node, path, cx, Self::DIMENSION, Self::BOUND)
            }

            fn schema() -> Json {
                quantity_schema(Self::DIMENSION, Self::BOUND)
            }
        }
    };
}

bounded!(Positive, positive);
bounded!(Signed, signed);

/// A price: an amount of money per unit of something, with its currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// Amount per SI unit (J, W, m², m³ or kg).
    pub amount: f64,
    /// Letters of the currency, such as `JPY`.
    pub currency: String,
}

/// A price per quantity of dimension `Q`.
#[derive(Clone, Copy, Debug)]
pub struct PricePer<Q>(PhantomData<Q>);

impl<Q: Quantity> Kind for PricePer<Q> {
    type Value = At<Price>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<Price>> {
        let per = bare(Q::DIMENSION);
        let example = price_example(Q::DIMENSION);
        let Some(text) = node.as_text() else {
            return cx.wrong_type(
                node,
                path,
                &format!("a price per {per}"),
                &format!("\"{example}\""),
            );
        };
        match parse_price(text, Q::DIMENSION) {
            Ok((amount, currency)) if amount >= 0.0 => {
                Some(at(Price { amount, currency }, node, path))
            }
            Ok(_) => cx.fail(
                Diagnostic::error("out-of-range", format!("`{path}` cannot be negative"))
                    .at(&node.at, ""),
            ),
            Err(error) => cx.fail(
                Diagnostic::error("wrong-unit", format!("`{path}`: {error}"))
                    .at(&node.at, format!("a price per {per} is expected"))
                    .help(format!("write for example \"{example}\"")),
            ),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string", "examples": [price_example(Q::DIMENSION)] })
    }
}

fn bare(dimension: Dimension) -> &'static str {
    let name = dimension.name();
    name.split_once(' ').map_or(name, |(_, rest)| rest)
}

fn price_example(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Volume => "300 JPY/m3",
        Dimension::Power => "120 USD/kW",
        Dimension::Area => "900 USD/m2",
        Dimension::Mass => "700 USD/t",
        _ => "18 JPY/kWh",
    }
}
