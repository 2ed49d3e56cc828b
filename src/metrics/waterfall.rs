//! What PUE − 1 is made of.
//!
//! # Equations
//! With o_g the overhead of a group of components and E₃ the IT energy of category 3,
//!
//! ```text
//! PUE_k − 1 = Σ_g o_g/E_k + (E₃ − E_k)/E_k                                                 (1)
//! ```
//!
//! The last term is what category k counts as IT although it is lost before IT equipment: zero in
//! category 3, negative in the others.
//!
//! # References
//! - ISO/IEC 30134-2 (current edition): categories.

use serde::Serialize;

use super::energies::{Account, Energies, Fault};
use super::pue::Category;

/// One step of the waterfall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// Group of components.
    pub group: String,
    /// Account, `None` for the correction between categories.
    pub account: Option<Account>,
    /// Energy \[kWh\].
    #[serde(rename = "energy_kWh")]
    pub energy: f64,
    /// Contribution to PUE − 1.
    pub share: f64,
}

/// Waterfall of a category, largest bar of each account first, accounts in order cooling, power, house;
/// `None` where the category does not apply or no IT energy was used.
pub fn waterfall(energies: &Energies, category: Category) -> Result<Option<Vec<Bar>>, Fault> {
    energies.check()?;
    let Ok(it) = category.it_energy(energies) else {
        return Ok(None);
    };
    if it <= 0.0 {
        return Ok(None);
    }
    let mut bars: Vec<Bar> = Vec::new();
    for c in energies
        .components
        .iter()
        .filter(|c| c.account != Account::It)
    {
        match bars
            .iter_mut()
            .find(|b| b.account == Some(c.account) && b.group == c.group)
        {
            Some(bar) => bar.energy += c.overhead,
            None => bars.push(Bar {
                group: c.group.clone(),
                account: Some(c.account),
                energy: c.overhead,
                share: 0.0,
            }),
        }
    }
    bars.sort_by(|a, b| {
        (a.account, b.energy)
            .partial_cmp(&(b.account, a.energy))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let between = energies.it.input - it;
    if between != 0.0 {
        bars.push(Bar {
            group: "lost beyond the reading point, counted as IT".to_owned(),
            account: None,
            energy: between,
            share: 0.0,
        });
    }
    bars.iter_mut().for_each(|bar| bar.share = bar.energy / it);
    Ok(Some(bars))
}

#[cfg(test)]
mod tests {
    use super::super::energies::sample;
    use super::super::pue::Ratios;
    use super::*;

    #[test]
    fn every_category_closes() {
        let e = sample();
        let ratios = Ratios::of(&e).unwrap();
        for reading in &ratios.categories {
            let bars = waterfall(&e, reading.category).unwrap().unwrap();
            let sum: f64 = bars.iter().map(|b| b.share).sum();
            assert!(
                (sum - (reading.value.unwrap() - 1.0)).abs() < 1e-12,
                "{:?}",
                reading.category
            );
        }
    }

    #[test]
    fn bars_are_groups_by_account_and_size() {
        let bars = waterfall(&sample(), Category::ItInput).unwrap().unwrap();
        let names: Vec<&str> = bars.iter().map(|b| b.group.as_str()).collect();
        assert_eq!(
            names,
            [
                "pumps",
                "fans",
                "UPS",
                "distribution",
                "transformers",
                "house"
            ]
        );
        assert_eq!(bars[0].energy, 65.0);
        assert!((bars[0].share - 0.065).abs() < 1e-15);
    }

    #[test]
    fn a_basic_category_shows_what_it_hides() {
        let bars = waterfall(&sample(), Category::UpsOutput).unwrap().unwrap();
        let last = bars.last().unwrap();
        assert_eq!((last.account, last.energy), (None, -20.0));
        let mut e = sample();
        e.it.ups_output = None;
        assert_eq!(waterfall(&e, Category::UpsOutput).unwrap(), None);
    }

    #[test]
    fn an_open_balance_has_no_waterfall() {
        let mut e = sample();
        e.utility += 1.0;
        assert!(matches!(
            waterfall(&e, Category::ItInput),
            Err(Fault::Open { .. })
        ));
    }
}
