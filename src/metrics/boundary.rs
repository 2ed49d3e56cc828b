//! What stands on each side of the IT boundary, in words.

use std::fmt;

use serde::Serialize;

use super::energies::{Account, Energies};

/// One line of the list: equal components together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Account within whose boundary it stands.
    pub account: Account,
    /// Group of components.
    pub group: String,
    /// How many tables or numbered units.
    pub count: usize,
    /// How many machines these are.
    pub machines: u32,
}

impl fmt::Display for Line {
    /// The group with the number of its machines, and of tables where these are fewer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (group, machines) = (&self.group, self.machines);
        match self.count {
            tables if tables as u64 == u64::from(machines) => write!(f, "{group} ({machines})"),
            1 => write!(f, "{group} ({machines} in 1 table)"),
            tables => write!(f, "{group} ({machines} in {tables} tables)"),
        }
    }
}

/// Both sides of the boundary, IT first, in the order of components.
pub fn boundary(energies: &Energies) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for c in &energies.components {
        match lines
            .iter_mut()
            .find(|l| l.account == c.account && l.group == c.group)
        {
            Some(line) => {
                line.count += 1;
                line.machines += c.machines;
            }
            None => lines.push(Line {
                account: c.account,
                group: c.group.clone(),
                count: 1,
                machines: c.machines,
            }),
        }
    }
    lines.sort_by_key(|line| line.account);
    lines
}

/// What must be said of the house load, if anything.
pub fn house_note(energies: &Energies) -> Option<String> {
    energies.house_assumed.then(|| {
        let share = 100.0 * energies.of(Account::House) / energies.it.input;
        format!("house load assumed: {share:.2} % of IT energy")
    })
}

#[cfg(test)]
mod tests {
    use super::super::energies::sample;
    use super::*;

    #[test]
    fn every_component_stands_on_one_side() {
        let lines = boundary(&sample());
        assert_eq!(
            lines.iter().map(|l| l.count).sum::<usize>(),
            sample().components.len()
        );
        assert_eq!(lines[0].to_string(), "racks (1)");
        assert!(lines.iter().any(|l| l.to_string() == "pumps (2)"));
    }

    #[test]
    fn machines_are_counted_and_tables_where_they_are_fewer() {
        let mut energies = sample();
        for c in &mut energies.components {
            c.machines = match c.name.as_str() {
                "p1" => 3,
                "f1" => 6,
                _ => 1,
            };
        }
        let lines = boundary(&energies);
        let line = |group: &str| lines.iter().find(|l| l.group == group).unwrap().to_string();
        assert_eq!(line("pumps"), "pumps (4 in 2 tables)");
        assert_eq!(line("fans"), "fans (6 in 1 table)");
        assert_eq!(line("UPS"), "UPS (1)");
    }

    #[test]
    fn an_assumed_house_load_says_so() {
        assert_eq!(
            house_note(&sample()).unwrap(),
            "house load assumed: 0.50 % of IT energy"
        );
        let given = Energies {
            house_assumed: false,
            ..sample()
        };
        assert_eq!(house_note(&given), None);
    }
}
