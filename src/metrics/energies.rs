//! What a run leaves behind for its key figures.
//!
//! # Units
//! kWh for energies, because that is what meters and standards count; h for time. Keys in text carry
//! their unit.

use serde::{Deserialize, Serialize};

/// Account of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Information technology.
    It,
    /// Pumps, fans, compressors and their drives.
    Cooling,
    /// Conversion and distribution losses.
    Power,
    /// Lighting, security, offices.
    House,
}

/// Where the heat of a component goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A coolant loop.
    Coolant,
    /// Air of the hall.
    HallAir,
    /// Air of the electrical room.
    ElectricalRoom,
    /// Outdoor air.
    Outdoors,
}

/// Energy of one component over the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// What kind of thing it is: the bar it belongs to in a waterfall ("transformers", "pumps").
    pub group: String,
    /// The account within whose boundary it stands: its own or that of what feeds it.
    pub account: Account,
    /// Where its heat goes.
    pub place: Place,
    /// Equal machines that it stands for: a table may have several.
    pub machines: u32,
    /// What entered it \[kWh\].
    #[serde(rename = "input_kWh")]
    pub input: f64,
    /// What it passed on \[kWh\].
    #[serde(rename = "output_kWh")]
    pub output: f64,
    /// What it adds to the facility beyond IT \[kWh\]: the loss of a power component, the input of a
    /// cooling or house component fed from the power system, 0 inside another's boundary.
    #[serde(rename = "overhead_kWh")]
    pub overhead: f64,
}

/// IT energy at each reading point \[kWh\]; absent where there is no such point for all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItEnergy {
    /// At outputs of uninterruptible supplies, what is not IT taken off.
    #[serde(rename = "ups_output_kWh")]
    pub ups_output: Option<f64>,
    /// At outputs of power distribution units, what is not IT taken off.
    #[serde(rename = "pdu_output_kWh")]
    pub pdu_output: Option<f64>,
    /// Entering IT equipment.
    #[serde(rename = "input_kWh")]
    pub input: f64,
    /// Delivered at 12 V.
    #[serde(rename = "bus_12V_kWh")]
    pub bus_12v: Option<f64>,
    /// Entering chips.
    #[serde(rename = "chip_kWh")]
    pub chip: Option<f64>,
}

/// Energies of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Energies {
    /// Length of the run \[h\].
    #[serde(rename = "period_h")]
    pub hours: f64,
    /// Energy through the utility meter \[kWh\].
    #[serde(rename = "utility_kWh")]
    pub utility: f64,
    /// IT energy at its reading points.
    pub it: ItEnergy,
    /// Whether the house load was assumed as a share, not given.
    pub house_assumed: bool,
    /// Every component.
    pub components: Vec<Component>,
}

/// Why energies have no key figures.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A figure that is negative or not a number.
    #[error("{what} is {value}, it must be finite and not negative")]
    Value {
        /// Which quantity.
        what: String,
        /// What was given.
        value: f64,
    },
    /// Overheads do not add up to what the meters say.
    #[error("overheads add up to {overhead} kWh, but the meters leave {metered} kWh beside IT")]
    Open {
        /// Sum over components \[kWh\].
        overhead: f64,
        /// Utility less IT \[kWh\].
        metered: f64,
    },
}

impl Energies {
    /// Largest gap between overheads and meters, relative to the utility meter.
    pub const CLOSURE: f64 = 1e-9;
    /// Shortest period that is called a year \[h\].
    pub const YEAR: f64 = 8_760.0;

    /// Whether the run covers a year.
    pub fn is_year(&self) -> bool {
        self.hours >= Self::YEAR * (1.0 - 1e-9)
    }

    /// Energy within the boundary of an account \[kWh\]: its components' overhead, for IT its input.
    pub fn of(&self, account: Account) -> f64 {
        match account {
            Account::It => self.it.input,
            _ => self
                .components
                .iter()
                .filter(|c| c.account == account)
                .map(|c| c.overhead)
                .sum(),
        }
    }

    /// `of` per unit of IT energy [1/kWh]; `None` where none was used.
    pub fn per_it(&self, of: f64) -> Option<f64> {
        (self.it.input > 0.0).then(|| of / self.it.input)
    }

    /// Checks that figures are numbers and that they add up.
    pub fn check(&self) -> Result<(), Fault> {
        let mut figures = vec![("period [h]".to_owned(), self.hours)];
        figures.push(("utility energy [kWh]".to_owned(), self.utility));
        figures.push(("IT energy [kWh]".to_owned(), self.it.input));
        for c in &self.components {
            figures.push((format!("overhead of `{}` [kWh]", c.name), c.overhead));
        }
        for (what, value) in figures {
            if !(value.is_finite() && value >= 0.0) {
                return Err(Fault::Value { what, value });
            }
        }
        let overhead: f64 = self.components.iter().map(|c| c.overhead).sum();
        let metered = self.utility - self.it.input;
        if (overhead - metered).abs() > Self::CLOSURE * self.utility {
            return Err(Fault::Open { overhead, metered });
        }
        Ok(())
    }
}

/// A hall that other tests of this module share: 8 760 h, AC with UPS and PDU.
#[cfg(test)]
pub(super) fn sample() -> Energies {
    let part = |name: &str, group: &str, account, place, input: f64, output: f64, overhead: f64| {
        let (name, group) = (name.to_owned(), group.to_owned());
        Component {
            name,
            group,
            account,
            place,
            machines: 1,
            input,
            output,
            overhead,
        }
    };
    use {Account as A, Place as P};
    Energies {
        hours: 8_760.0,
        utility: 1_150.0,
        it: ItEnergy {
            ups_output: Some(1_020.0),
            pdu_output: Some(1_005.0),
            input: 1_000.0,
            bus_12v: Some(950.0),
            chip: Some(850.0),
        },
        house_assumed: true,
        components: vec![
            part(
                "tx",
                "transformers",
                A::Power,
                P::Outdoors,
                1_145.0,
                1_135.0,
                10.0,
            ),
            part(
                "ups",
                "UPS",
                A::Power,
                P::ElectricalRoom,
                1_050.0,
                1_020.0,
                30.0,
            ),
            part(
                "pdu",
                "distribution",
                A::Power,
                P::HallAir,
                1_020.0,
                1_000.0,
                20.0,
            ),
            part("p1", "pumps", A::Cooling, P::Coolant, 35.0, 0.0, 35.0),
            part("p2", "pumps", A::Cooling, P::Coolant, 30.0, 0.0, 30.0),
            part("f1", "fans", A::Cooling, P::Outdoors, 20.0, 0.0, 20.0),
            part("house", "house", A::House, P::HallAir, 5.0, 0.0, 5.0),
            part("rack", "racks", A::It, P::Coolant, 1_000.0, 850.0, 0.0),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_add_up_to_the_meter() {
        let e = sample();
        e.check().unwrap();
        let accounts = [
            Account::It,
            Account::Cooling,
            Account::Power,
            Account::House,
        ];
        assert_eq!(accounts.map(|a| e.of(a)), [1_000.0, 85.0, 60.0, 5.0]);
        assert_eq!(accounts.iter().map(|a| e.of(*a)).sum::<f64>(), e.utility);
    }

    #[test]
    fn a_missing_loss_is_not_accepted() {
        let mut e = sample();
        e.components[1].overhead -= 1e-5;
        assert!(matches!(e.check(), Err(Fault::Open { .. })));
        e.components[1].overhead = f64::NAN;
        assert!(matches!(e.check(), Err(Fault::Value { what, .. }) if what.contains("ups")));
    }

    #[test]
    fn without_it_energy_nothing_is_referred_to_it() {
        let mut e = sample();
        e.it = ItEnergy::default();
        assert!(matches!(e.check(), Err(Fault::Open { .. })));
        e.utility = e.components.iter().map(|c| c.overhead).sum();
        assert_eq!(e.check(), Ok(()));
        assert_eq!(e.per_it(e.utility), None);
        e.it.input = f64::NAN;
        assert!(matches!(e.check(), Err(Fault::Value { what, .. }) if what.starts_with("IT")));
    }

    #[test]
    fn text_keys_carry_their_unit_and_come_back() {
        let text = serde_json::to_string(&sample()).unwrap();
        for key in ["period_h", "utility_kWh", "bus_12V_kWh", "overhead_kWh"] {
            assert!(text.contains(&format!("\"{key}\"")), "{key}");
        }
        assert_eq!(serde_json::from_str::<Energies>(&text).unwrap(), sample());
    }

    #[test]
    fn a_year_is_8760_hours() {
        let mut e = sample();
        assert!(e.is_year());
        e.hours = 8_759.0;
        assert!(!e.is_year());
    }
}
