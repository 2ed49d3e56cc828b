//! `halltwin new`: a commented hall to start from.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::results::write_atomic;

use super::Exit;
use super::output::say;

/// Write a hall to start from
#[derive(Args, Debug)]
pub struct New {
    /// File to write; an existing one is left alone
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to start from
    #[arg(long, value_enum, default_value_t = Template::Row)]
    template: Template,
    /// Print the path as JSON on stdout
    #[arg(long)]
    json: bool,
}

/// What to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Template {
    /// A row of racks on two in-row CDUs, every line explained
    Row,
    /// One rack with a CDU inside
    Rack,
    /// 12 MW on warm water and dry coolers with pads, 800 V DC
    WarmWater,
    /// Hybrid racks with rear doors, towers and trim chillers, an AC chain
    Towers,
}

impl Template {
    fn text(self) -> &'static str {
        match self {
            Self::Row => include_str!("../../configs/templates/row.toml"),
            Self::Rack => include_str!("../../configs/01_one_rack.toml"),
            Self::WarmWater => include_str!("../../configs/halls/nanto_a.toml"),
            Self::Towers => include_str!("../../configs/halls/chiba_b.toml"),
        }
    }
}

impl New {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let file = self.file.display();
        if self.file.exists() {
            tell!("error: {file} exists already\n  help: choose another name, or remove it");
            return Exit::Usage;
        }
        match write_atomic(&self.file, self.template.text().as_bytes()) {
            Ok(()) => {
                let said = say(&if self.json {
                    format!("{}\n", json!({ "file": self.file }))
                } else {
                    format!("{file}\n")
                });
                tell!("next: halltwin check {file}, then halltwin run {file}");
                said
            }
            Err(error) => {
                tell!("error: {error}");
                Exit::Failure
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::from_text;

    #[test]
    fn every_template_is_a_hall_without_problems() {
        for template in Template::value_variants() {
            match from_text(template.text(), "new.toml") {
                Ok((config, warnings)) => {
                    assert!(warnings.is_empty(), "{template:?}: {warnings}");
                    assert!(config.size().racks > 0);
                }
                Err(problems) => panic!("{template:?}: {problems}"),
            }
        }
    }
}
