//! Carbon, renewable and reuse figures.
//!
//! # Equations
//!
//! ```text
//! CUE = Σ E_s·f_s / E_IT         over the sources s of electricity                        (1)
//! R   = Σ of renewable shares    of the mix, which is no REF                               (2)
//! ERF = E_reused / E_DC                                                                   (3)
//! ERE = (E_DC − E_reused) / E_IT                                                          (4)
//! ```
//!
//! # Units
//! kWh, kg CO₂e/kWh.
//!
//! # Validity
//! Factors are those of the site's configuration; reused energy is heat handed over outside the
//! facility, counted kWh for kWh as the standard does.
//!
//! # References
//! - ISO/IEC 30134-8: CUE. ISO/IEC 30134-6: ERF. ISO/IEC 30134-3 counts as renewable what the operator makes or owns
//!   certificates of, not what the grid happens to carry: REF is the site's `renewable_share`.
//! - The Green Grid, *ERE: a metric for measuring the benefit of reuse energy*, White Paper 29 (2010): (4).

use serde::{Deserialize, Serialize};

use super::energies::{Energies, Fault};

/// One source of electricity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Share of the meter's energy, 0 to 1.
    pub share: f64,
    /// Emission factor [kg CO₂e/kWh].
    #[serde(rename = "factor_kgCO2e_per_kWh")]
    pub factor: f64,
    /// Whether it counts as renewable.
    pub renewable: bool,
}

/// Carbon and reuse figures of a run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Carbon {
    /// Emissions [kg CO₂e].
    #[serde(rename = "emissions_kgCO2e")]
    pub emissions: f64,
    /// Carbon usage effectiveness [kg CO₂e/kWh]: eq. (1); `None` where no IT energy was used.
    #[serde(rename = "cue_kgCO2e_per_kWh")]
    pub cue: Option<f64>,
    /// Share of renewable sources in the mix: eq. (2).
    #[serde(rename = "grid_renewable_share")]
    pub renewable: f64,
    /// Energy reuse factor: eq. (3).
    pub erf: f64,
    /// Energy reuse effectiveness [kWh/kWh]: eq. (4); `None` where no IT energy was used.
    pub ere: Option<f64>,
}

/// Figures of checked energies for the electricity of `mix`, whose shares add up to 1, and `reused` heat
/// \[kWh\].
pub fn carbon(energies: &Energies, mix: &[Source], reused: f64) -> Result<Carbon, Fault> {
    energies.check()?;
    let value = |what: String, value: f64, good: bool| {
        if value.is_finite() && good {
            Ok(())
        } else {
            Err(Fault::Value { what, value })
        }
    };
    for s in mix {
        value(
            format!("share of `{}`", s.name),
            s.share,
            (0.0..=1.0).contains(&s.share),
        )?;
        value(
            format!("emission factor of `{}` [kg/kWh]", s.name),
            s.factor,
            s.factor >= 0.0,
        )?;
    }
    let whole: f64 = mix.iter().map(|s| s.share).sum();
    value(
        "sum of source shares".to_owned(),
        whole,
        (whole - 1.0).abs() < 1e-9,
    )?;
    value("reused heat [kWh]".to_owned(), reused, reused >= 0.0)?;
    let factor: f64 = mix.iter().map(|s| s.share * s.factor).sum();
    let emissions = energies.utility * factor;
    Ok(Carbon {
        emissions,
        cue: energies.per_it(emissions),
        renewable: mix.iter().filter(|s| s.renewable).map(|s| s.share).sum(),
        erf: if energies.utility > 0.0 {
            reused / energies.utility
        } else {
            0.0
        },
        ere: energies.per_it(energies.utility - reused),
    })
}

#[cfg(test)]
mod tests {
    use super::super::energies::sample;
    use super::*;

    fn source(name: &str, share: f64, factor: f64, renewable: bool) -> Source {
        Source {
            name: name.to_owned(),
            share,
            factor,
            renewable,
        }
    }

    #[test]
    fn figures_are_the_definitions() {
        let mix = [
            source("grid", 0.7, 0.45, false),
            source("hydro", 0.3, 0.0, true),
        ];
        let c = carbon(&sample(), &mix, 230.0).unwrap();
        assert!((c.cue.unwrap() - 1.15 * 0.315).abs() < 1e-12);
        assert!((c.emissions - 1_150.0 * 0.315).abs() < 1e-9);
        assert_eq!((c.renewable, c.erf), (0.3, 0.2));
        assert!((c.ere.unwrap() - 0.92).abs() < 1e-15);
    }

    #[test]
    fn shares_must_add_up_and_factors_be_numbers() {
        let short = [source("grid", 0.7, 0.45, false)];
        assert!(matches!(
            carbon(&sample(), &short, 0.0),
            Err(Fault::Value { .. })
        ));
        let bad = [source("grid", 1.0, f64::NAN, false)];
        assert!(matches!(
            carbon(&sample(), &bad, 0.0),
            Err(Fault::Value { .. })
        ));
        let good = [source("grid", 1.0, 0.4, false)];
        assert!(carbon(&sample(), &good, -1.0).is_err());
    }
}
