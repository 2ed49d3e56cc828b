//! Water of evaporative heat rejection, and water usage effectiveness.
//!
//! # Equations
//! With E evaporated, D drifted and B blown down, and c the cycles of concentration,
//!
//! ```text
//! make-up = E + D + B,   c = make-up/(B + D)   ⇒   B = E/(c − 1) − D, not below 0         (1)
//! WUE = make-up / E_IT                                                                    (2)
//! ```
//!
//! # Units
//! L for water, kWh for energy, L/kWh.
//!
//! # Validity
//! Water used on site; water for electricity generation is left to a source factor of the site.
//!
//! # References
//! - ISO/IEC 30134-9: WUE.
//! - ASHRAE Handbook, *HVAC Systems and Equipment*, chapter on cooling towers: (1).

use serde::{Deserialize, Serialize};

use super::energies::Fault;

/// Water used on site over the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Water {
    /// Evaporated \[L\].
    #[serde(rename = "evaporation_L")]
    pub evaporation: f64,
    /// Carried away as droplets \[L\].
    #[serde(rename = "drift_L")]
    pub drift: f64,
    /// Let go to limit concentration \[L\].
    #[serde(rename = "blow_down_L")]
    pub blow_down: f64,
    /// Supplied to adiabatic pads, evaporated and bled \[L\].
    #[serde(rename = "pads_L")]
    pub pads: f64,
}

impl Water {
    /// Drawn from the mains \[L\].
    pub fn make_up(&self) -> f64 {
        self.evaporation + self.drift + self.blow_down + self.pads
    }
}

/// Blow-down \[L\] for `evaporation` and `drift` \[L\] at `cycles` of concentration, above 1: eq. (1).
pub fn blow_down(evaporation: f64, drift: f64, cycles: f64) -> Result<f64, Fault> {
    if !(cycles.is_finite() && cycles > 1.0) {
        return Err(Fault::Value {
            what: "cycles of concentration less 1".to_owned(),
            value: cycles - 1.0,
        });
    }
    Ok((evaporation / (cycles - 1.0) - drift).max(0.0))
}

/// Water usage effectiveness [L/kWh] for the IT energy `it` \[kWh\]: eq. (2); `None` where none was used.
pub fn effectiveness(water: &Water, it: f64) -> Option<f64> {
    (it > 0.0).then(|| water.make_up() / it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_what_concentrates() {
        let (e, d) = (1_000.0, 2.0);
        let b = blow_down(e, d, 5.0).unwrap();
        assert_eq!(b, 248.0);
        assert!(((e + d + b) / (b + d) - 5.0).abs() < 1e-12);
        assert_eq!(blow_down(1_000.0, 20.0, 100.0).unwrap(), 0.0);
        assert!(blow_down(e, d, 1.0).is_err());
    }

    /// A tower that rejects 1 kWh of heat by evaporation alone takes 3600/2430 = 1.48 L.
    #[test]
    fn a_tower_at_five_cycles_needs_about_two_litres() {
        let e = 3_600.0 / 2_430.0;
        let water = Water {
            evaporation: e,
            blow_down: blow_down(e, 0.0, 5.0).unwrap(),
            ..Water::default()
        };
        let wue = effectiveness(&water, 1.0).unwrap();
        assert!(
            (wue - 1.25 * e).abs() < 1e-12 && (1.8..1.9).contains(&wue),
            "{wue}"
        );
        assert_eq!(effectiveness(&water, 0.0), None);
    }
}
