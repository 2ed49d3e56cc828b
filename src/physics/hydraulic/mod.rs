//! Coolant lines: the pressure loss of each kind of link and its derivative with flow.
//!
//! Every law gives a [`Loss`] for any flow, forward, reverse or none: it is odd or one-sided,
//! continuously differentiable, and never falls with flow, so that a network of them has exactly
//! one solution and Newton's method finds it. Pressures are in Pa, flows in kg/s.
//!
//! | file | law |
//! |---|---|
//! | `friction`, `pipe` | Darcy–Weisbach with Colebrook's friction factor, minor losses |
//! | `swamee_jain` | the same with EPANET's friction factor |
//! | `formula_pipe` | Hazen–Williams, Chézy–Manning |
//! | `power_law` | datasheet record Δp₀(ṁ/ṁ₀)ⁿ: cold plate, rack, exchanger, filter |
//! | `orifice` | quadratic loss between a least and a most flow: the law below the next four |
//! | `valve`, `stop_valve`, `check_valve`, `flow_limiter` | what turns a setting into an orifice |
//! | `throttle` | the same from a resistance |
//! | `device`, `regulator` | what EPANET's files have beside: pumps by head function, pressure valves |
//! | `fittings`, `bend` | loss coefficients of changes of section, of a Kv, of rounded bends |
//! | `orifice_plate` | flow from a measured difference, ISO 5167-2 |
//! | `npsh`, `expansion_vessel` | suction head of pumps; volume, final pressure and relief of a closed loop |
//! | `bore` | standard bores by velocity and pressure gradient |
//! | `curve`, `efficiency`, `pump` | pump curve, affinity laws, power |
//! | `regulated_pump` | pumps that hold a differential pressure as far as their speed allows |

pub mod bend;
pub mod bore;
pub mod check_valve;
pub mod coast_down;
pub mod curve;
pub mod device;
pub mod efficiency;
pub mod expansion_vessel;
pub mod fittings;
pub mod flow_limiter;
pub mod formula_pipe;
pub mod friction;
pub mod npsh;
pub mod orifice;
pub mod orifice_plate;
pub mod pipe;
pub mod power_curve;
pub mod power_law;
pub mod pump;
pub mod regulated_pump;
pub mod regulator;
pub mod stop_valve;
pub mod swamee_jain;
pub mod throttle;
pub mod valve;

/// Pressure lost by a flow through a link, and how fast it rises with the flow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Loss {
    /// Pressure at the inlet less pressure at the outlet, without the column of coolant \[Pa\];
    /// negative in a running pump.
    pub drop: f64,
    /// Derivative of `drop` with mass flow [Pa·s/kg], not negative.
    pub slope: f64,
}

/// Standard acceleration of gravity [m/s²] (ISO 80000-3).
pub const GRAVITY: f64 = 9.806_65;

/// Flow that passes a shut element at [`LEAK_PRESSURE`], as a share of what it passes when open.
///
/// Far below any seat leakage class (IEC 60534-4 class VI allows about 1e-5): what shuts is a stiff
/// linear resistance, not a gap in the network.
pub const LEAK: f64 = 1e-7;

/// Pressure at which [`LEAK`] and the open flow of a valve are taken \[Pa\]: 1 bar, that of Kv.
pub const LEAK_PRESSURE: f64 = 1e5;

/// Why figures cannot describe a hydraulic element.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LawError {
    /// A figure that has to be above zero is not.
    #[error("{quantity} must be above zero, got {value}")]
    NotPositive {
        /// What the figure is, with its unit.
        quantity: &'static str,
        /// The figure given.
        value: f64,
    },
    /// A figure lies outside its range.
    #[error("{quantity} must lie between {least} and {most}, got {value}")]
    OutOfRange {
        /// What the figure is, with its unit.
        quantity: &'static str,
        /// The figure given.
        value: f64,
        /// Lower end of the range.
        least: f64,
        /// Upper end of the range.
        most: f64,
    },
    /// A curve has fewer than two points, or its points are not in order of flow from zero upwards.
    #[error("a curve needs two points or more, flows rising from zero or above")]
    Points,
    /// The head of a pump rises with flow.
    #[error(
        "the pump curve rises with flow at {flow} m3/s: such a pump has no single operating point"
    )]
    Rising {
        /// Where it rises [m³/s].
        flow: f64,
    },
}

/// `value` if it is finite and above zero.
pub(crate) fn positive(quantity: &'static str, value: f64) -> Result<f64, LawError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(LawError::NotPositive { quantity, value })
    }
}

/// `value` if it lies in `least..=most`.
pub(crate) fn within(
    quantity: &'static str,
    value: f64,
    least: f64,
    most: f64,
) -> Result<f64, LawError> {
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(LawError::OutOfRange {
            quantity,
            value,
            least,
            most,
        })
    }
}

#[cfg(test)]
mod properties;
