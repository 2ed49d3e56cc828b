//! One case: its file read, its bench run, its expectations judged.

use std::{fs, path::Path};

use toml::de::DeTable;

use super::{
    bench,
    column::{Inputs, Place},
    fault::{Fault, Stop},
    fields::{Fields, Source, near},
    outcome::{Outcome, Status},
};

mod filter;
mod judge;

/// What stands at the head of a case file.
struct Head<'a> {
    /// Folder, as reports name it.
    name: &'a str,
    /// What is shown.
    title: &'a str,
    /// Where the reference comes from.
    source: &'a str,
}

/// Runs the case in `folder`, known as `name`.
pub(super) fn run(folder: &Path, name: &str, reference: Option<&Path>) -> Vec<Outcome> {
    let file = folder.join("case.toml");
    let broken = |why: String| vec![Outcome::without_result(name, name, "", Status::Broken(why))];
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => return broken(format!("{}: {error}", file.display())),
    };
    let source = Source {
        file: &file,
        text: &text,
    };
    let table = match DeTable::parse(&text) {
        Ok(table) => table,
        Err(error) => {
            let fault = source.fault(error.span().unwrap_or(0..0), error.message());
            return broken(fault.to_string());
        }
    };
    let fields = Fields::new(source, "", table.get_ref(), 0..0);
    let place = Place {
        folder: folder.to_owned(),
        reference: reference.map(Path::to_owned),
    };
    let mut head = Head {
        name,
        title: name,
        source: "",
    };
    judged(&fields, &place, &mut head).unwrap_or_else(|stop| {
        let status = match stop {
            Stop::Absent(reason) => Status::Skipped(reason),
            Stop::Fault(fault) => Status::Broken(fault.to_string()),
        };
        vec![Outcome::without_result(
            head.name,
            head.title,
            head.source,
            status,
        )]
    })
}

fn judged<'a>(
    fields: &Fields<'a>,
    place: &Place,
    head: &mut Head<'a>,
) -> Result<Vec<Outcome>, Stop> {
    head.title = fields.text("title")?;
    head.source = fields.text("source")?;
    let (bench_name, parameters) = only_one(&fields.table("bench")?)?;
    let run = bench::by_name(bench_name).ok_or_else(|| {
        parameters.fault(format_args!(
            "no bench is called `{bench_name}`{}",
            near(bench_name, &bench::names())
        ))
    })?;
    let data_fields = fields.optional_table("data")?;
    let input_fields = fields.table("input")?;
    let expectations = fields.table("expect")?.tables()?;
    fields.finish()?;
    let data = match &data_fields {
        Some(table) => {
            let mut data = place.data(table)?;
            let kept = filter::kept(table, &data)?;
            table.finish()?;
            data.retain(&kept);
            Some(data)
        }
        None => None,
    };
    let inputs = Inputs::new(place, &input_fields, data.as_ref());
    let answers = run(&parameters, &inputs)?;
    parameters.finish()?;
    input_fields.finish()?;
    expectations
        .iter()
        .map(|(key, table)| {
            let at = judge::Expectation {
                key,
                fields: table,
                inputs: &inputs,
                data: data.as_ref(),
            };
            at.judge(&answers, head)
        })
        .collect()
}

/// The only table in `fields`.
fn only_one<'a>(fields: &Fields<'a>) -> Result<(&'a str, Fields<'a>), Fault> {
    let mut tables = fields.tables()?;
    match (tables.pop(), tables.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(fields.fault("a case has exactly one bench")),
    }
}

#[cfg(test)]
mod tests;
