//! Reading of one table of a case file: typed, with units, and complete.
//!
//! Whoever reads a table asks for each field by name and kind, then calls [`Fields::finish`], which
//! refuses fields that nobody asked for: a misspelt parameter is an error, not a default.

use std::{cell::RefCell, ops::Range, path::Path};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::fault::Fault;
use crate::units::{self, Dimension};

/// The file that a table stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    /// Path of the file.
    pub file: &'a Path,
    /// Its contents.
    pub text: &'a str,
}

impl Source<'_> {
    /// A fault at `span`.
    pub fn fault(&self, span: Range<usize>, message: impl Into<String>) -> Fault {
        Fault::at(self.file, self.text, span, message)
    }
}

/// One table, and which of its fields have been asked for.
pub(super) struct Fields<'a> {
    /// The file.
    pub source: Source<'a>,
    name: String,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

/// A field that may be absent.
type Optional<T> = Result<Option<T>, Fault>;

impl<'a> Fields<'a> {
    /// The table `name` at `span`.
    pub fn new(
        source: Source<'a>,
        name: impl Into<String>,
        table: &'a DeTable<'a>,
        span: Range<usize>,
    ) -> Self {
        Self {
            source,
            name: name.into(),
            table,
            span,
            asked: RefCell::default(),
        }
    }

    /// A fault of the table as a whole.
    pub fn fault(&self, message: impl std::fmt::Display) -> Fault {
        self.source
            .fault(self.span.clone(), format!("[{}]: {message}", self.name))
    }

    /// The value of `key`, if it is there.
    pub fn value(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn required<T>(&self, key: &'static str, found: Option<T>) -> Result<T, Fault> {
        found.ok_or_else(|| self.fault(format_args!("`{key}` is missing")))
    }

    /// A fault at the value of `key`.
    pub fn fault_at(&self, key: &str, message: impl Into<String>) -> Fault {
        let span = self.table.get(key).map_or(self.span.clone(), Spanned::span);
        self.source.fault(span, message)
    }

    /// Text, if `key` is there.
    pub fn optional_text(&self, key: &'static str) -> Optional<&'a str> {
        self.value(key)
            .map(|value| self.as_text(key, value))
            .transpose()
    }

    /// Text.
    pub fn text(&self, key: &'static str) -> Result<&'a str, Fault> {
        self.required(key, self.optional_text(key)?)
    }

    fn as_text(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Result<&'a str, Fault> {
        value.get_ref().as_str().ok_or_else(|| {
            let kind = value.get_ref().type_str();
            self.source.fault(
                value.span(),
                format!("`{key}` must be text in quotes, not {kind}"),
            )
        })
    }

    /// A number without a unit, if `key` is there.
    pub fn optional_number(&self, key: &'static str) -> Optional<f64> {
        self.value(key)
            .map(|value| self.as_number(key, value))
            .transpose()
    }

    /// A number without a unit.
    pub fn number(&self, key: &'static str) -> Result<f64, Fault> {
        self.required(key, self.optional_number(key)?)
    }

    fn as_number(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<f64, Fault> {
        let digits = match value.get_ref() {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => "",
        };
        digits
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .ok_or_else(|| {
                self.source
                    .fault(value.span(), format!("`{key}` must be a finite number"))
            })
    }

    /// A quantity with its unit [SI], if `key` is there; a plain number where `dimension` is a ratio.
    pub fn optional_quantity(&self, key: &'static str, dimension: Dimension) -> Optional<f64> {
        let Some(value) = self.value(key) else {
            return Ok(None);
        };
        if dimension == Dimension::Ratio && value.get_ref().as_str().is_none() {
            return self.as_number(key, value).map(Some);
        }
        let Some(text) = value.get_ref().as_str() else {
            let message = format!(
                "`{key}` is {}: write text with a unit, such as \"{}\"",
                dimension.name(),
                dimension.example()
            );
            return Err(self.source.fault(value.span(), message));
        };
        self.parse(key, value.span(), text, dimension).map(Some)
    }

    /// A quantity with its unit [SI].
    pub fn quantity(&self, key: &'static str, dimension: Dimension) -> Result<f64, Fault> {
        self.required(key, self.optional_quantity(key, dimension)?)
    }

    fn parse(
        &self,
        key: &str,
        span: Range<usize>,
        text: &str,
        dimension: Dimension,
    ) -> Result<f64, Fault> {
        units::parse(text, dimension).map_err(|error| {
            let help = error.help(dimension);
            self.source.fault(span, format!("`{key}`: {error}; {help}"))
        })
    }

    /// Numbers of an array [SI]; text with units, or plain numbers where `dimension` is a ratio.
    pub fn quantities(&self, key: &'static str, dimension: Dimension) -> Result<Vec<f64>, Fault> {
        let value = self.required(key, self.value(key))?;
        let Some(array) = value.get_ref().as_array() else {
            return Err(self
                .source
                .fault(value.span(), format!("`{key}` must be an array")));
        };
        let one = |item: &Spanned<DeValue<'_>>| match item.get_ref().as_str() {
            Some(text) => self.parse(key, item.span(), text, dimension),
            None if dimension == Dimension::Ratio => self.as_number(key, item),
            None => Err(self.source.fault(
                item.span(),
                format!("`{key}` holds texts such as \"{}\"", dimension.example()),
            )),
        };
        array.iter().map(one).collect()
    }

    /// The table under `key`, if it is there.
    pub fn optional_table(&self, key: &'static str) -> Optional<Fields<'a>> {
        let Some(value) = self.value(key) else {
            return Ok(None);
        };
        self.as_table(&format!("{}{key}", self.prefix()), value)
            .map(Some)
    }

    fn prefix(&self) -> String {
        if self.name.is_empty() {
            String::new()
        } else {
            format!("{}.", self.name)
        }
    }

    fn as_table(&self, name: &str, value: &'a Spanned<DeValue<'a>>) -> Result<Fields<'a>, Fault> {
        let table = value.get_ref().as_table().ok_or_else(|| {
            self.source
                .fault(value.span(), format!("`{name}` must be a table"))
        })?;
        Ok(Fields::new(self.source, name, table, value.span()))
    }

    /// The tables of the array `key`; none if it is absent.
    pub fn optional_tables(&self, key: &'static str) -> Result<Vec<Fields<'a>>, Fault> {
        let Some(value) = self.value(key) else {
            return Ok(Vec::new());
        };
        let array = value.get_ref().as_array().ok_or_else(|| {
            self.source
                .fault(value.span(), format!("`{key}` must be an array of tables"))
        })?;
        let name = format!("{}{key}", self.prefix());
        array
            .iter()
            .map(|item| self.as_table(&name, item))
            .collect()
    }

    /// Whether `key` is there and true.
    pub fn flag(&self, key: &'static str) -> Result<bool, Fault> {
        let Some(value) = self.value(key) else {
            return Ok(false);
        };
        value.get_ref().as_bool().ok_or_else(|| {
            self.source
                .fault(value.span(), format!("`{key}` must be true or false"))
        })
    }

    /// The table under `key`.
    pub fn table(&self, key: &'static str) -> Result<Fields<'a>, Fault> {
        self.required(key, self.optional_table(key)?)
    }

    /// All fields of the table, each a table itself, in the order they are written.
    pub fn tables(&self) -> Result<Vec<(&'a str, Fields<'a>)>, Fault> {
        self.table
            .iter()
            .map(|(key, value)| {
                let key: &str = key.get_ref();
                Ok((
                    key,
                    self.as_table(&format!("{}{key}", self.prefix()), value)?,
                ))
            })
            .collect()
    }

    /// Refuses fields that have not been asked for.
    pub fn finish(&self) -> Result<(), Fault> {
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                let message = format!(
                    "`{name}` is not known in [{}]{}",
                    self.name,
                    near(name, &asked)
                );
                return Err(self.source.fault(key.span(), message));
            }
        }
        Ok(())
    }
}

/// "; did you mean `…`?", or what is known.
pub(super) fn near(name: &str, known: &[&str]) -> String {
    let best = known
        .iter()
        .map(|candidate| {
            (
                strsim::normalized_damerau_levenshtein(name, candidate),
                candidate,
            )
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((likeness, candidate)) if likeness > 0.6 => format!("; did you mean `{candidate}`?"),
        _ => format!("; known: {}", known.join(", ")),
    }
}
