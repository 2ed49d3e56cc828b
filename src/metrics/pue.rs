//! Power usage effectiveness by category, and the ratios beside it.
//!
//! # Equations
//! Over the same period, with E_DC through the utility meter,
//!
//! ```text
//! PUE_k = E_DC / E_IT,k    k = 1: at UPS outputs, 2: at PDU outputs, 3: entering IT equipment   (1)
//! pPUE  = (E_IT + E_zone) / E_IT                                                               (2)
//! ```
//!
//! Category 3 moves by points when a rectifier changes sides, so the energy at the meter per unit at
//! 12 V and at the chip stands beside it: those do not depend on where IT is said to begin.
//!
//! # Units
//! 1 (kWh per kWh).
//!
//! # Validity
//! A PUE belongs to a year; a shorter run has an energy ratio. Computed from a model it is a design
//! value. Electricity is the only energy carrier; others enter with the standard's weighting when a site
//! has them, which this does not do.
//!
//! # References
//! - ISO/IEC 30134-2 (current edition; that of 2016 was withdrawn in February 2026): PUE, categories,
//!   interim, design and partial PUE.
//! - The Green Grid, *PUE: a comprehensive examination of the metric*, White Paper 49 (2012): what is not
//!   IT is taken off the UPS reading.

use serde::Serialize;

use super::energies::{Component, Energies, Fault};

/// Edition that figures refer to.
pub const EDITION: &str = "ISO/IEC 30134-2 (current edition)";

/// Where IT energy is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Category 1, basic: outputs of uninterruptible supplies.
    UpsOutput,
    /// Category 2, intermediate: outputs of power distribution units.
    PduOutput,
    /// Category 3, advanced: inputs of IT equipment.
    ItInput,
}

impl Category {
    /// All categories, basic first.
    pub const ALL: [Category; 3] = [Category::UpsOutput, Category::PduOutput, Category::ItInput];

    /// Number in the standard.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// IT energy of the category \[kWh\]; why it does not apply where it does not.
    pub fn it_energy(self, energies: &Energies) -> Result<f64, &'static str> {
        match self {
            Category::UpsOutput => energies
                .it
                .ups_output
                .ok_or("not applicable: no UPS feeds IT"),
            Category::PduOutput => energies
                .it
                .pdu_output
                .ok_or("not applicable: no PDU feeds IT"),
            Category::ItInput => Ok(energies.it.input),
        }
    }
}

/// How a ratio may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    /// A model's year: design PUE (dPUE).
    Design,
    /// Less than a year: no PUE at all.
    EnergyRatio,
}

/// PUE of one category, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// Category.
    pub category: Category,
    /// E_DC/E_IT [kWh/kWh]; `None` where the category does not apply.
    pub value: Option<f64>,
    /// Why there is no value.
    pub reason: Option<&'static str>,
}

/// The ratios of a run with what they need to be read rightly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ratios {
    /// What [`Ratios::categories`] may be called.
    pub name: Name,
    /// Edition referred to.
    pub edition: &'static str,
    /// Period \[h\].
    #[serde(rename = "period_h")]
    pub hours: f64,
    /// Category 3 [kWh/kWh]: PUE of a year, else an energy ratio; `None` where no IT energy was used.
    pub headline: Option<f64>,
    /// All categories, basic first.
    pub categories: Vec<Reading>,
    /// Meter energy per energy at 12 V [kWh/kWh].
    #[serde(rename = "meter_per_12V_kWh_per_kWh")]
    pub meter_per_12v: Option<f64>,
    /// Meter energy per energy at the chips [kWh/kWh].
    #[serde(rename = "meter_per_chip_kWh_per_kWh")]
    pub meter_per_chip: Option<f64>,
}

impl Ratios {
    /// Ratios of checked energies.
    pub fn of(energies: &Energies) -> Result<Self, Fault> {
        energies.check()?;
        let read = |category: Category| {
            let it = category.it_energy(energies);
            let value = it
                .ok()
                .filter(|it| *it > 0.0)
                .map(|it| energies.utility / it);
            Reading {
                category,
                value,
                reason: it
                    .err()
                    .or_else(|| value.is_none().then_some("no IT energy was used")),
            }
        };
        let per = |energy: Option<f64>| energy.filter(|e| *e > 0.0).map(|e| energies.utility / e);
        Ok(Self {
            name: if energies.is_year() {
                Name::Design
            } else {
                Name::EnergyRatio
            },
            edition: EDITION,
            hours: energies.hours,
            headline: energies.per_it(energies.utility),
            categories: Category::ALL.map(read).to_vec(),
            meter_per_12v: per(energies.it.bus_12v),
            meter_per_chip: per(energies.it.chip),
        })
    }

    /// Key of the headline in a summary: `pue` for a year, `energy_ratio` for less.
    pub fn key(&self) -> &'static str {
        match self.name {
            Name::Design => "pue",
            Name::EnergyRatio => "energy_ratio",
        }
    }

    /// One line that says what the headline is.
    pub fn sentence(&self) -> String {
        let Some(value) = self.headline else {
            return format!("no ratio: no IT energy was used in {:.6} h", self.hours);
        };
        match self.name {
            Name::Design => format!(
                "design PUE {value:.4}, category 3 (IT energy at the input of IT equipment), {EDITION}, {:.0} h",
                self.hours
            ),
            Name::EnergyRatio => format!(
                "energy ratio {value:.4} over {:.6} h (facility over IT input; a PUE needs a year)",
                self.hours
            ),
        }
    }
}

/// Partial PUE of the components that `zone` picks: eq. (2); `None` where no IT energy was used.
pub fn partial(
    energies: &Energies,
    zone: impl Fn(&Component) -> bool,
) -> Result<Option<f64>, Fault> {
    energies.check()?;
    let own: f64 = energies
        .components
        .iter()
        .filter(|c| zone(c))
        .map(|c| c.overhead)
        .sum();
    Ok(energies.per_it(energies.it.input + own))
}

#[cfg(test)]
mod tests {
    use super::super::energies::{Account, sample};
    use super::*;

    #[test]
    fn categories_fall_towards_the_meter() {
        let ratios = Ratios::of(&sample()).unwrap();
        let values: Vec<f64> = ratios.categories.iter().map(|r| r.value.unwrap()).collect();
        assert_eq!(values, [1_150.0 / 1_020.0, 1_150.0 / 1_005.0, 1.15]);
        assert!((ratios.meter_per_12v.unwrap() - 1_150.0 / 950.0).abs() < 1e-15);
        assert_eq!(ratios.key(), "pue");
        assert!(
            ratios.sentence().contains("design PUE 1.1500, category 3"),
            "{}",
            ratios.sentence()
        );
    }

    #[test]
    fn a_category_without_its_point_does_not_apply() {
        let mut e = sample();
        e.it.ups_output = None;
        e.it.bus_12v = None;
        let ratios = Ratios::of(&e).unwrap();
        assert_eq!(ratios.categories[0].value, None);
        assert_eq!(
            ratios.categories[0].reason,
            Some("not applicable: no UPS feeds IT")
        );
        assert_eq!(ratios.meter_per_12v, None);
    }

    #[test]
    fn without_it_energy_there_is_no_ratio() {
        let mut e = sample();
        (e.it, e.utility) = (crate::metrics::ItEnergy::default(), 150.0);
        let ratios = Ratios::of(&e).unwrap();
        assert_eq!(ratios.headline, None);
        assert!(ratios.categories.iter().all(|r| r.value.is_none()));
        assert!(ratios.categories.iter().all(|r| r.reason.is_some()));
        assert_eq!(partial(&e, |_| true), Ok(None));
        assert!(ratios.sentence().starts_with("no ratio"));
    }

    #[test]
    fn less_than_a_year_is_no_pue() {
        let mut e = sample();
        e.hours = 24.0;
        let ratios = Ratios::of(&e).unwrap();
        assert_eq!(
            (ratios.key(), ratios.name),
            ("energy_ratio", Name::EnergyRatio)
        );
        assert!(!ratios.sentence().starts_with("design PUE"));
    }

    #[test]
    fn moving_the_it_boundary_leaves_the_12_volt_ratio() {
        let (before, mut e) = (Ratios::of(&sample()).unwrap(), sample());
        e.it.input += 20.0;
        e.components[2].account = Account::It;
        e.components[2].overhead = 0.0;
        let after = Ratios::of(&e).unwrap();
        assert!(after.headline.unwrap() < before.headline.unwrap() - 0.02);
        assert_eq!(after.meter_per_12v, before.meter_per_12v);
    }

    /// A plant that draws 0.65 MW whatever the load: ratio − 1 = 0.65 MW/P.
    #[test]
    fn constant_overhead_weighs_by_the_load() {
        for load_mw in [1.0, 2.4, 6.0, 12.0] {
            let (hours, load, overhead) = (24.0, 1e3 * load_mw, 650.0);
            let mut pumps = sample().components[3].clone();
            (pumps.input, pumps.overhead) = (overhead * hours, overhead * hours);
            let energies = Energies {
                hours,
                utility: (load + overhead) * hours,
                it: crate::metrics::ItEnergy {
                    input: load * hours,
                    ..Default::default()
                },
                house_assumed: false,
                components: vec![pumps],
            };
            let ratios = Ratios::of(&energies).unwrap();
            assert!((ratios.headline.unwrap() - 1.0 - 0.65 / load_mw).abs() < 1e-12);
        }
    }

    #[test]
    fn partial_pues_add_up() {
        let e = sample();
        let of = |account| partial(&e, |c| c.account == account).unwrap().unwrap() - 1.0;
        let sum = of(Account::Cooling) + of(Account::Power) + of(Account::House);
        assert!((sum - (Ratios::of(&e).unwrap().headline.unwrap() - 1.0)).abs() < 1e-12);
        assert!((of(Account::Cooling) - 0.085).abs() < 1e-15);
    }
}
