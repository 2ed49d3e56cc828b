//! Uninterruptible power supply: a modular double conversion with an eco mode.
//!
//! # Equations
//! In double conversion every module loses L_d over its share of the load; in eco mode the load runs
//! through the static switch and the loss is that of the bypass, L_e, with the inverter idling:
//!
//! ```text
//! loss = n·L_d(P/n) + (N − n)·s   double conversion, n of N modules on
//! loss = N·L_e(P/N)               eco                                                      (1)
//! ```
//!
//! # Units
//! W.
//!
//! # Validity
//! Battery on float; recharging after an outage is a load of its own. In eco mode the output is the
//! mains within its tolerance band; the nominal voltage is used downstream.
//!
//! # References
//! - IEC 62040-3: VFI (double conversion) and VFD (eco), efficiency at 25, 50, 75, 100 % of rated load.

use super::converter::{self, Converter, Staging};
use super::loss_table::LossTable;

/// Path of the power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Rectifier and inverter carry the load (VFI).
    DoubleConversion,
    /// The static bypass carries the load (VFD).
    Eco,
}

/// What is bought.
#[derive(Clone, Debug)]
pub struct Rating {
    /// Equal modules in parallel.
    pub modules: u32,
    /// Rated output of a module \[W\].
    pub rated: f64,
    /// Loss of one module in double conversion.
    pub double_conversion: LossTable,
    /// Loss of one module's share in eco mode.
    pub eco: LossTable,
    /// Loss of a module that is switched off \[W\].
    pub standby: f64,
    /// Switching of modules in double conversion.
    pub staging: Option<Staging>,
}

/// The converter that a supply is in `mode`: eq. (1).
pub fn converter(rating: &Rating, mode: Mode) -> Result<Converter, converter::RatingError> {
    let (module, staging) = match mode {
        Mode::DoubleConversion => (rating.double_conversion.clone(), rating.staging),
        Mode::Eco => (rating.eco.clone(), None),
    };
    Converter::new(converter::Rating {
        modules: rating.modules,
        rated: rating.rated,
        module,
        standby: rating.standby,
        staging,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supply() -> Rating {
        let points = [(0.25, 0.955), (0.5, 0.965), (0.75, 0.966), (1.0, 0.964)];
        Rating {
            modules: 5,
            rated: 250e3,
            double_conversion: LossTable::from_efficiency(250e3, &points).unwrap(),
            eco: LossTable::from_efficiency(250e3, &[(0.25, 0.982), (0.5, 0.988), (1.0, 0.99)])
                .unwrap(),
            standby: 150.0,
            staging: Some(Staging {
                up: 0.9,
                down: 0.75,
                least: 2,
            }),
        }
    }

    #[test]
    fn eco_saves_at_every_load() {
        let vfi = converter(&supply(), Mode::DoubleConversion).unwrap();
        let eco = converter(&supply(), Mode::Eco).unwrap();
        for i in 0..=20 {
            let p = f64::from(i) * 62_500.0;
            assert!(eco.loss(p, 5.0) < vfi.loss(p, 5.0), "{p}");
        }
    }

    #[test]
    fn fewer_modules_lose_less_at_low_load() {
        let vfi = converter(&supply(), Mode::DoubleConversion).unwrap();
        let p = 200e3;
        assert_eq!(vfi.staged(p, 5.0), 2.0);
        assert!(vfi.loss(p, 2.0) < vfi.loss(p, 5.0));
    }
}
