//! Columns that enter a bench and columns that leave it.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use super::{
    data::Data,
    fault::{Fault, Stop},
    fields::{Fields, near},
    formula::Formula,
    signal::Signal,
};
use crate::units::{self, Dimension, UnitError};

/// Most rows that a case counts out.
const MOST_ROWS: f64 = 1e6;

/// A result of a bench, one value a row [SI, °C].
pub(super) struct Answer {
    /// Name that an expectation refers to.
    pub name: &'static str,
    /// What it is.
    pub dimension: Dimension,
    /// The values.
    pub values: Vec<f64>,
}

impl Answer {
    /// Values `values` of quantity `name`.
    pub fn new(name: &'static str, dimension: Dimension, values: Vec<f64>) -> Self {
        Self {
            name,
            dimension,
            values,
        }
    }
}

/// A unit as a linear scale: SI = offset + factor · shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    offset: f64,
    factor: f64,
}

impl Scale {
    /// The scale of `unit` for `dimension`; an empty unit is SI's own for ratios.
    pub fn of(unit: &str, dimension: Dimension) -> Result<Self, UnitError> {
        let offset = units::parse(&format!("0 {unit}"), dimension)?;
        let factor = units::parse(&format!("1 {unit}"), dimension)? - offset;
        Ok(Self { offset, factor })
    }

    /// From the unit to SI.
    pub fn si(self, shown: f64) -> f64 {
        self.offset + self.factor * shown
    }

    /// From SI to the unit.
    pub fn shown(self, si: f64) -> f64 {
        (si - self.offset) / self.factor
    }
}

/// Where the files of a case are looked for.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Folder of the case.
    pub folder: PathBuf,
    /// The reference folder, if there is one.
    pub reference: Option<PathBuf>,
}

impl Place {
    /// Path that `file` (beside the case) or `reference` (below the reference folder) of `fields` names.
    pub fn path(&self, fields: &Fields<'_>) -> Result<PathBuf, Stop> {
        match (
            fields.optional_text("file")?,
            fields.optional_text("reference")?,
        ) {
            (Some(file), None) => Ok(self.folder.join(file)),
            (None, Some(below)) => {
                let absent = || Stop::Absent(format!("reference folder absent, needs {below}"));
                let path = self.reference.as_deref().ok_or_else(absent)?.join(below);
                if path.exists() {
                    Ok(path)
                } else {
                    Err(Stop::Absent(format!(
                        "{below} is not in the reference folder"
                    )))
                }
            }
            _ => Err(fields
                .fault("name one table: either `file` or `reference`")
                .into()),
        }
    }

    /// The table that `fields` names.
    pub fn data(&self, fields: &Fields<'_>) -> Result<Data, Stop> {
        if let Some(rows) = fields.optional_table("rows")? {
            let ends = [rows.number("from")?, rows.number("to")?];
            let count = rows.number("count")?;
            if !(1.0..=MOST_ROWS).contains(&count) || !ends.iter().all(|x| x.is_finite()) {
                let message = format!("`count` is 1 to {MOST_ROWS}");
                return Err(rows.fault_at("count", message).into());
            }
            let data = Data::evenly(rows.text("column")?, ends, count as usize);
            rows.finish()?;
            return Ok(data);
        }
        let path = self.path(fields)?;
        let data = match fields.optional_text("table")? {
            Some(table) => Data::read_json(&path, table),
            None => Data::read(&path),
        };
        data.map_err(|error| {
            let shown = path.strip_prefix(&self.folder).unwrap_or(&path);
            fields
                .fault(format_args!("{}: {error}", Path::display(shown)))
                .into()
        })
    }
}

/// The first input that varies: what a plot is drawn over.
#[derive(Clone, Debug, Default)]
pub(super) struct Axis {
    /// Name and unit.
    pub label: String,
    /// Values in that unit.
    pub values: Vec<f64>,
}

/// What a bench is fed: the table `[input]` over the rows of `[data]`.
pub(super) struct Inputs<'a> {
    /// Where other files of the case are.
    pub place: &'a Place,
    fields: &'a Fields<'a>,
    data: Option<&'a Data>,
    axis: RefCell<Option<Axis>>,
}

impl<'a> Inputs<'a> {
    /// Inputs of `fields` over `data`; one row of constants where there is no data.
    pub fn new(place: &'a Place, fields: &'a Fields<'a>, data: Option<&'a Data>) -> Self {
        Self {
            place,
            fields,
            data,
            axis: RefCell::default(),
        }
    }

    /// The same columns of another table.
    pub fn over<'b>(&'b self, data: &'b Data) -> Inputs<'b> {
        Inputs::new(self.place, self.fields, Some(data))
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.data.map_or(1, Data::len)
    }

    /// The axis of a plot of `rows` results, once the bench has asked for its inputs.
    pub fn axis(&self, rows: usize) -> Axis {
        let axis = self.axis.borrow().clone();
        axis.filter(|axis| axis.values.len() == rows)
            .unwrap_or_else(|| Axis {
                label: "row".to_owned(),
                values: (1..=rows).map(|row| row as f64).collect(),
            })
    }

    /// Input `name` in every row [SI, °C], if it is there.
    pub fn optional(
        &self,
        name: &'static str,
        dimension: Dimension,
    ) -> Result<Option<Vec<f64>>, Stop> {
        match self.fields.value(name) {
            Some(_) => self.column(name, dimension).map(Some),
            None => Ok(None),
        }
    }

    /// Input `name` in every row [SI, °C].
    pub fn column(&self, name: &'static str, dimension: Dimension) -> Result<Vec<f64>, Stop> {
        let is_column = self
            .fields
            .value(name)
            .is_some_and(|value| value.get_ref().is_table());
        if !is_column {
            let value = self.fields.quantity(name, dimension)?;
            return Ok(vec![value; self.rows()]);
        }
        let source = self.fields.table(name)?;
        if source.value("formula").is_some() {
            return self.closed_form(name, &source, dimension);
        }
        let (column, values) = self.raw(&source)?;
        let unit = source.optional_text("unit")?.unwrap_or("");
        let line = match source.value("linear") {
            Some(_) => Some(source.quantities("linear", dimension)?),
            None => None,
        };
        source.finish()?;
        if let Some(line) = line {
            let [start, slope] = line[..] else {
                return Err(source
                    .fault_at("linear", "`linear` is [value at zero, change for one]")
                    .into());
            };
            self.draw_over(column, unit, &values);
            return Ok(values.iter().map(|v| start + slope * v).collect());
        }
        let scale = Scale::of(unit, dimension)
            .map_err(|e| source.fault(format_args!("{e}; {}", e.help(dimension))))?;
        self.draw_over(name, unit, &values);
        Ok(values.iter().map(|v| scale.si(*v)).collect())
    }

    /// Input `name` as it is between samples too: a `formula` is evaluated there, columns are straight lines.
    pub fn signal(&self, name: &'static str, dimension: Dimension) -> Result<Signal, Stop> {
        let table = self.fields.value(name).and_then(|v| v.get_ref().as_table());
        let values = self.column(name, dimension)?;
        let (Some(data), true) = (self.data, table.is_some_and(|t| t.contains_key("formula")))
        else {
            return Ok(Signal::Samples(values));
        };
        let source = self.fields.table(name)?;
        let read = Formula::parse(source.text("formula")?, data);
        let read = read.map_err(|wrong| source.fault_at("formula", wrong))?;
        let unit = source.optional_text("unit")?.unwrap_or("");
        let scale = Scale::of(unit, dimension).map_err(|e| source.fault(e))?;
        let columns = (0..data.names().len()).map(|at| data.numbers(at)).collect();
        Ok(Signal::Formula(read, columns, scale))
    }

    /// Input `name` from its `formula`, which is in `unit`.
    fn closed_form(
        &self,
        name: &str,
        source: &Fields<'a>,
        dimension: Dimension,
    ) -> Result<Vec<f64>, Stop> {
        let data = self
            .data
            .ok_or_else(|| source.fault("a formula needs a table: add [data]"))?;
        let values = formula(source, data)?;
        let unit = source.optional_text("unit")?.unwrap_or("");
        let scale = Scale::of(unit, dimension)
            .map_err(|e| source.fault(format_args!("{e}; {}", e.help(dimension))))?;
        source.finish()?;
        self.draw_over(name, unit, &values);
        Ok(values.iter().map(|v| scale.si(*v)).collect())
    }

    /// Name and cells of the column that `fields` refers to.
    fn raw(&self, fields: &Fields<'a>) -> Result<(&'a str, Vec<f64>), Fault> {
        let name = fields.text("column")?;
        let data = self
            .data
            .ok_or_else(|| fields.fault("a column needs a table: add [data] with `file`"))?;
        Ok((name, data.numbers(find(fields, data, name)?)))
    }

    fn draw_over(&self, name: &str, unit: &str, values: &[f64]) {
        let varies = values.windows(2).any(|w| w[0] != w[1]);
        let mut axis = self.axis.borrow_mut();
        if varies && axis.is_none() {
            *axis = Some(Axis {
                label: label(name, unit),
                values: values.to_vec(),
            });
        }
    }
}

/// Where column `name` stands in `data`, or a fault at the `column` of `fields`.
pub(super) fn find(fields: &Fields<'_>, data: &Data, name: &str) -> Result<usize, Fault> {
    data.find(name).ok_or_else(|| {
        let message = format!("no column `{name}`{}", near(name, &data.names()));
        fields.fault_at("column", message)
    })
}

/// The `formula` of `fields` in every row of `data`.
pub(super) fn formula(fields: &Fields<'_>, data: &Data) -> Result<Vec<f64>, Fault> {
    let read = Formula::parse(fields.text("formula")?, data);
    let read = read.map_err(|wrong| fields.fault_at("formula", wrong))?;
    Ok(read.over(data))
}

/// Name and unit for an axis.
pub(super) fn label(name: &str, unit: &str) -> String {
    let name = name.replace('_', " ");
    if unit.is_empty() {
        name
    } else {
        format!("{name} [{unit}]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_go_both_ways() {
        for (unit, dimension, shown, si) in [
            ("degF", Dimension::Temperature, 212.0, 100.0),
            ("K", Dimension::Temperature, 273.15, 0.0),
            ("kPa", Dimension::Pressure, 2.0, 2_000.0),
            ("", Dimension::Ratio, 0.3, 0.3),
            ("%", Dimension::Ratio, 30.0, 0.3),
        ] {
            let scale = Scale::of(unit, dimension).unwrap();
            assert!((scale.si(shown) - si).abs() < 1e-10, "{unit}");
            assert!((scale.shown(si) - shown).abs() < 1e-10, "{unit}");
        }
        assert!(Scale::of("kW", Dimension::Temperature).is_err());
    }
}
