//! Designs: every combination of the values that a study gives, numbered.

use super::plan::Field;

/// One combination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    /// Its number, from 0; the last field varies fastest.
    pub number: u64,
    /// Which value of each field.
    pub choice: Vec<usize>,
}

impl Design {
    /// The design of that number.
    pub fn of(fields: &[Field], number: u64) -> Self {
        let mut rest = number;
        let mut choice: Vec<usize> = fields
            .iter()
            .rev()
            .map(|field| {
                let count = field.values.len().max(1) as u64;
                let own = rest % count;
                rest /= count;
                own as usize
            })
            .collect();
        choice.reverse();
        Self { number, choice }
    }

    /// Overrides that make it.
    pub fn sets(&self, fields: &[Field]) -> Vec<String> {
        let each = fields.iter().zip(&self.choice);
        each.flat_map(|(field, own)| field.values[*own].sets.clone())
            .collect()
    }

    /// Its values, as people read them.
    pub fn shown(&self, fields: &[Field]) -> Vec<String> {
        let each = fields.iter().zip(&self.choice);
        each.map(|(field, own)| field.values[*own].shown.clone())
            .collect()
    }
}
