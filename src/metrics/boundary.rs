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
    /// How many.
    pub count: usize,
    /// First of them by name.
    pub example: String,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            1 => write!(f, "{} ({})", self.group, self.example),
            n => write!(f, "{} ({n}, first {})", self.group, self.example),
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
            Some(line) => line.count += 1,
            None => lines.push(Line {
                account: c.account,
                group: c.group.clone(),
                count: 1,
                example: c.name.clone(),
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
        assert_eq!(lines[0].to_string(), "racks (rack)");
        assert!(lines.iter().any(|l| l.to_string() == "pumps (2, first p1)"));
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
