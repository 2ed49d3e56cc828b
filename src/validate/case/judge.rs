//! One expectation: our series against the reference, in the norm and tolerance that the case asks for.

use super::{Head, filter};
use crate::{
    units::Dimension,
    validate::{
        column::{Answer, Inputs, Scale, find, formula, label},
        data::Data,
        fault::{Fault, Stop},
        fields::{Fields, near},
        norm::Norm,
        outcome::{Outcome, Overlay, Status},
    },
};

/// A table below `[expect]`.
pub(super) struct Expectation<'a, 'b> {
    /// Its name.
    pub key: &'a str,
    /// The table.
    pub fields: &'b Fields<'a>,
    /// What the bench was fed.
    pub inputs: &'b Inputs<'b>,
    /// The table of samples.
    pub data: Option<&'b Data>,
}

/// A tolerance as it is written.
struct Tolerance<'a> {
    norm: Norm,
    /// Largest error allowed [SI or ratio].
    value: f64,
    /// Its unit; empty for a ratio.
    unit: &'a str,
    /// That unit in SI.
    factor: f64,
}

/// Dimension of a difference of two values.
fn difference(dimension: Dimension) -> Dimension {
    match dimension {
        Dimension::Temperature => Dimension::TemperatureDifference,
        other => other,
    }
}

impl<'a> Expectation<'a, '_> {
    /// Compares the quantity with its reference.
    pub fn judge(&self, answers: &[Answer], head: &Head<'_>) -> Result<Outcome, Stop> {
        let answer = self.answer(answers)?;
        let tolerance = self.tolerance(answer.dimension)?;
        let why = self.fields.text("why")?.to_owned();
        let scale = self.scale(answer.dimension)?;
        let (mut overlay, kept) = self.overlay(answer, scale)?;
        self.fields.finish()?;
        let rows: Vec<usize> = (0..overlay.ours.len())
            .filter(|row| kept[*row] && !overlay.reference[*row].is_nan())
            .collect();
        for series in [&mut overlay.x, &mut overlay.reference, &mut overlay.ours] {
            *series = rows.iter().map(|row| series[*row]).collect();
        }
        let si = |values: &[f64]| values.iter().map(|v| scale.si(*v)).collect::<Vec<f64>>();
        let (ours, theirs) = (si(&overlay.ours), si(&overlay.reference));
        let norm = tolerance.norm;
        let error = norm.of(&ours, &theirs);
        let of = |at: &usize| norm.of_pair(ours[*at], theirs[*at]);
        let worst = (0..rows.len()).max_by(|a, b| of(a).total_cmp(&of(b)));
        Ok(Outcome {
            case: head.name.to_owned(),
            title: head.title.to_owned(),
            source: head.source.to_owned(),
            quantity: self.key.to_owned(),
            norm,
            error: error / tolerance.factor,
            tolerance: tolerance.value / tolerance.factor,
            unit: tolerance.unit.to_owned(),
            why,
            status: if error <= tolerance.value {
                Status::Passed
            } else {
                Status::Failed
            },
            samples: rows.len(),
            worst_row: worst.and_then(|at| match self.fields.value("data") {
                // A table of its own is taken as it is, row by row.
                Some(_) => Some(rows[at] + 1),
                None => self.data.map(|data| data.origin(rows[at])),
            }),
            overlay,
        })
    }

    /// The result that the expectation is about.
    fn answer<'c>(&self, answers: &'c [Answer]) -> Result<&'c Answer, Fault> {
        let quantity = self.fields.optional_text("quantity")?.unwrap_or(self.key);
        answers.iter().find(|a| a.name == quantity).ok_or_else(|| {
            let known: Vec<&str> = answers.iter().map(|a| a.name).collect();
            let hint = near(quantity, &known);
            self.fields
                .fault(format_args!("the bench has no `{quantity}`{hint}"))
        })
    }

    fn tolerance(&self, dimension: Dimension) -> Result<Tolerance<'a>, Fault> {
        let fields = self.fields;
        let name = fields.text("norm")?;
        let norm = Norm::by_name(name).ok_or_else(|| {
            let hint = near(name, &Norm::names());
            fields.fault_at("norm", format!("no norm is called `{name}`{hint}"))
        })?;
        if norm.is_ratio() || dimension == Dimension::Ratio {
            return Ok(Tolerance {
                norm,
                value: fields.number("tolerance")?,
                unit: "",
                factor: 1.0,
            });
        }
        let dimension = difference(dimension);
        let value = fields.quantity("tolerance", dimension)?;
        let text = fields.text("tolerance")?.trim();
        let unit = text.split_once(' ').map_or("", |parts| parts.1.trim());
        let factor = Scale::of(unit, dimension)
            .map_err(|_| fields.fault_at("tolerance", "leave a space before the unit: \"0.1 K\""))?
            .si(1.0);
        Ok(Tolerance {
            norm,
            value,
            unit,
            factor,
        })
    }

    /// The unit of the reference.
    fn scale(&self, dimension: Dimension) -> Result<Scale, Fault> {
        let unit = self.fields.optional_text("unit")?.unwrap_or("");
        Scale::of(unit, dimension).map_err(|error| {
            let help = error.help(dimension);
            self.fields.fault_at("unit", format!("{error}; {help}"))
        })
    }

    /// Both series in the unit of the reference, and the rows that count.
    fn overlay(&self, answer: &Answer, scale: Scale) -> Result<(Overlay, Vec<bool>), Stop> {
        let fields = self.fields;
        let own = match fields.optional_table("data")? {
            Some(table) => {
                let own = self.inputs.place.data(&table)?;
                table.finish()?;
                Some(own)
            }
            None => None,
        };
        let rows = answer.values.len();
        let table = own.as_ref().or(self.data);
        let (reference, kept) = match (fields.optional_text("column")?, table) {
            (None, Some(table)) if fields.value("formula").is_some() => {
                (formula(fields, table)?, filter::kept(fields, table)?)
            }
            (Some(name), Some(table)) => {
                let values = table.numbers(find(fields, table, name)?);
                (values, filter::kept(fields, table)?)
            }
            (Some(_), None) => return Err(fields.fault("a column needs [data]").into()),
            (None, _) => {
                let value = scale.shown(fields.quantity("value", answer.dimension)?);
                (vec![value; rows], vec![true; rows])
            }
        };
        if reference.len() != rows {
            let message = format!("{} reference rows for {rows} results", reference.len());
            return Err(fields.fault(message).into());
        }
        let axis = self.inputs.axis(rows);
        let overlay = Overlay {
            x_label: axis.label,
            x: axis.values,
            y_label: label(answer.name, fields.optional_text("unit")?.unwrap_or("")),
            reference,
            ours: answer.values.iter().map(|v| scale.shown(*v)).collect(),
        };
        Ok((overlay, kept))
    }
}
