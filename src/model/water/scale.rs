//! Units and constants of a file.

use crate::config::inp::{FlowUnit, Formula, Inp, PressureUnit};

/// Metres a foot.
const FOOT: f64 = 0.3048;
/// EPANET's bar a psi.
const BAR: f64 = 0.068_948;
/// Cubic metres a cubic foot.
const CUBIC_FOOT: f64 = FOOT * FOOT * FOOT;
/// EPANET's litres a cubic foot.
const EPANET_LITRES: f64 = 28.317;
/// EPANET's g [ft/s²].
const EPANET_G: f64 = 32.2;

/// Whose constants hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Constants {
    /// EPANET's own: g = 32.2 ft/s², 28.317 L a cubic foot, 0.02517·K/d⁴, 0.4333 psi a foot, Swamee and
    /// Jain's friction factor.
    #[default]
    Epanet,
    /// Exact ones: g = 9.80665 m/s², exact conversions, Colebrook's friction factor. The coefficients of
    /// Hazen and Williams' formula are its own.
    Si,
}

/// What one of a file's units is in SI.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Whose constants hold.
    pub constants: Constants,
    /// Formula of losses.
    pub formula: Formula,
    /// Density [kg/m³].
    pub density: f64,
    /// Kinematic viscosity [m²/s].
    pub viscosity: f64,
    /// Gravity [m/s²].
    pub gravity: f64,
    /// Length and head \[m\].
    pub length: f64,
    /// Diameter \[m\].
    pub diameter: f64,
    /// Height of roughness \[m\].
    pub roughness: f64,
    /// Flow [m³/s].
    pub flow: f64,
    /// Head of a unit of pressure \[m\].
    pub pressure: f64,
    /// Head times flow of a unit of power [m⁴/s].
    pub power: f64,
    /// Factor on loss coefficients [-].
    pub minor: f64,
    /// Flow reported for a flow of 1 m³/s [m³/s]: EPANET's litres are not quite litres.
    pub reported: f64,
}

impl Scale {
    /// Units and constants of `inp`.
    pub fn of(inp: &Inp, constants: Constants) -> Self {
        let (options, epanet) = (&inp.options, constants == Constants::Epanet);
        let metric = options.unit.is_metric();
        let density = 1000.0 * options.gravity;
        let gravity = if epanet {
            EPANET_G * FOOT
        } else {
            crate::physics::hydraulic::GRAVITY
        };
        let length = if metric { 1.0 } else { FOOT };
        let water = 1.1e-5 * FOOT * FOOT;
        let per_litre = if epanet {
            CUBIC_FOOT / EPANET_LITRES
        } else {
            1e-3
        };
        Self {
            constants,
            formula: options.formula,
            density,
            viscosity: if options.viscosity > 1e-3 {
                options.viscosity * water
            } else {
                options.viscosity * length * length
            },
            gravity,
            length,
            diameter: if metric { 1e-3 } else { FOOT / 12.0 },
            roughness: 1e-3 * length,
            flow: flow(options.unit, epanet),
            pressure: pressure(inp, metric, epanet, gravity),
            power: match (epanet, metric) {
                // 8.814 ft·cfs a horsepower, which is 550 ft·lbf/s over 62.4 lbf/ft³.
                (true, false) => 8.814 * FOOT * CUBIC_FOOT,
                (true, true) => 8.814 / 0.7457 * FOOT * CUBIC_FOOT,
                (false, false) => 745.699_871_582_270_2 / (density * gravity),
                (false, true) => 1000.0 / (density * gravity),
            },
            minor: if epanet {
                let pi = std::f64::consts::PI;
                0.02517 * EPANET_G * pi * pi / 8.0
            } else {
                1.0
            },
            reported: 1e-3 / per_litre,
        }
    }

    /// Pressure of a head \[Pa\].
    pub fn pascal(&self, head: f64) -> f64 {
        self.density * self.gravity * head
    }

    /// Mass flow of a flow in the file's unit [kg/s].
    pub fn mass(&self, flow: f64) -> f64 {
        self.density * self.flow * flow
    }

    /// Loss per mass flow to the power `n` of a loss per flow to that power in ft and cfs
    /// [Pa/(kg/s)ⁿ].
    pub fn resistance(&self, per_cfs: f64, n: f64) -> f64 {
        self.pascal(FOOT * per_cfs) / (self.density * CUBIC_FOOT).powf(n)
    }

    /// Feet of a length in metres.
    pub fn feet(metres: f64) -> f64 {
        metres / FOOT
    }
}

/// Flow of one unit [m³/s].
fn flow(unit: FlowUnit, epanet: bool) -> f64 {
    const GALLON: f64 = 231.0 * 0.0254 * 0.0254 * 0.0254;
    const DAY: f64 = 86_400.0;
    if epanet {
        let per_cfs = match unit {
            FlowUnit::Cfs => 1.0,
            FlowUnit::Gpm => 448.831,
            FlowUnit::Mgd => 0.64632,
            FlowUnit::Imgd => 0.5382,
            FlowUnit::Afd => 1.9837,
            FlowUnit::Lps => EPANET_LITRES,
            FlowUnit::Lpm => 1699.0,
            FlowUnit::Mld => 2.4466,
            FlowUnit::Cmh => 101.94,
            FlowUnit::Cmd => 2446.6,
            FlowUnit::Cms => 0.028_317,
        };
        return CUBIC_FOOT / per_cfs;
    }
    match unit {
        FlowUnit::Cfs => CUBIC_FOOT,
        FlowUnit::Gpm => GALLON / 60.0,
        FlowUnit::Mgd => 1e6 * GALLON / DAY,
        FlowUnit::Imgd => 1e6 * 4.546_09e-3 / DAY,
        FlowUnit::Afd => 43_560.0 * CUBIC_FOOT / DAY,
        FlowUnit::Lps => 1e-3,
        FlowUnit::Lpm => 1e-3 / 60.0,
        FlowUnit::Mld => 1e3 / DAY,
        FlowUnit::Cmh => 1.0 / 3600.0,
        FlowUnit::Cmd => 1.0 / DAY,
        FlowUnit::Cms => 1.0,
    }
}

/// Head of one unit of pressure [m].
fn pressure(inp: &Inp, metric: bool, epanet: bool, gravity: f64) -> f64 {
    let density = inp.options.gravity;
    let named = inp.options.pressure;
    let unit = named.unwrap_or(if metric {
        PressureUnit::Metre
    } else {
        PressureUnit::Psi
    });
    match (unit, epanet) {
        // Metres are metres of the liquid.
        (PressureUnit::Metre, _) => 1.0,
        (PressureUnit::Foot, _) => FOOT,
        (PressureUnit::Psi, true) => FOOT / (0.4333 * density),
        (PressureUnit::Kpa, true) => FOOT / (6.895 * 0.4333 * density),
        (PressureUnit::Psi, false) => 6_894.757_293_168_36 / (1000.0 * density * gravity),
        (PressureUnit::Kpa, false) => 1.0 / (density * gravity),
        (PressureUnit::Bar, true) => FOOT / (BAR * 0.4333 * density),
        (PressureUnit::Bar, false) => 1e5 / (1000.0 * density * gravity),
    }
}
