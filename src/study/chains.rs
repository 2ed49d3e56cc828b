//! Chains of conversion stages side by side over their load.
//!
//! # Equations
//! From the end of a chain to the meter, with n what a stage feeds of the next one and W what it feeds
//! beside that,
//!
//! ```text
//! P_k,out = n_k·P_k+1,in + W_k,   P_k,in = P_k,out + loss_k(P_k,out)                      (1)
//! ```
//!
//! A stage without a rating is sized so that its modules carry P_k,out of full load; what redundancy
//! puts beside them shares the load and so runs every module at a lower part of its rating.
//!
//! # References
//! - Rasmussen, *Electrical efficiency modeling of data centers*, APC White Paper 113 (2006): losses of
//!   stages over load, and what redundancy costs at part load.

use crate::config::chains::{Chain as Written, ChainFile, Stage as WrittenStage};
use crate::config::{Diagnostics, Named, Staging, chains};
use crate::physics::electrical::converter::{self, Converter, Rating, RatingError};
use crate::physics::electrical::loss_table::LossTable;
use std::path::Path;

/// Why chains cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The file cannot be read.
    #[error("the file of chains has problems")]
    Config(Diagnostics),
    /// A stage has unusable figures.
    #[error("stage `{stage}`: {error}")]
    Stage {
        /// The stage.
        stage: String,
        /// What is wrong with it.
        error: RatingError,
    },
}

/// A stage with its modules.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// Its modules and their losses.
    pub unit: Converter,
    /// How many of the next stage it feeds.
    pub feeds: f64,
    /// What else it feeds \[W\].
    pub also: f64,
    /// Separate systems that share its load: two with 2N, four with 4N/3, else one.
    pub systems: f64,
}

/// A sized chain.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Its name.
    pub title: String,
    /// Its stages, from the meter on.
    pub stages: Vec<Stage>,
}

/// A chain at one load.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Power at its end, of one \[W\].
    pub output: f64,
    /// Power at its head \[W\].
    pub input: f64,
    /// Loss of each stage, of all that stand in parallel \[W\].
    pub losses: Vec<f64>,
}

impl Point {
    /// Loss of all stages \[W\].
    pub fn loss(&self) -> f64 {
        self.losses.iter().sum()
    }

    /// What is not lost, of what enters the head.
    pub fn efficiency(&self) -> f64 {
        1.0 - self.loss() / self.input
    }
}

/// All chains of a file, sized.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Its name.
    pub name: String,
    /// What stands at the ends.
    pub end: String,
    /// Power at the ends at full load \[W\].
    pub power: f64,
    /// Loads compared, as shares of it.
    pub loads: Vec<f64>,
    /// The chains, in the order of the file.
    pub chains: Vec<Chain>,
}

impl Comparison {
    /// Reads and sizes the chains at `path`, with overrides; returns warnings beside them.
    ///
    /// # Errors
    /// A file with problems, or stages that cannot be.
    pub fn load(path: &Path, sets: &[String]) -> Result<(Self, Diagnostics), ChainError> {
        let (file, warnings) = chains::load(path, sets).map_err(ChainError::Config)?;
        Ok((Self::new(&file)?, warnings))
    }

    /// Sizes the chains of a file.
    ///
    /// # Errors
    /// Stages that cannot be.
    pub fn new(file: &ChainFile) -> Result<Self, ChainError> {
        let power = *file.comparison.power;
        let chains = file
            .chain
            .iter()
            .map(|chain| Chain::sized(file, chain, power))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            name: file.comparison.name.value.clone(),
            end: file.comparison.end.value.clone(),
            power,
            loads: file.comparison.loads.iter().map(|share| **share).collect(),
            chains,
        })
    }
}

impl Chain {
    /// Sizes the stages for `power` \[W\] at the end.
    fn sized(file: &ChainFile, written: &Named<Written>, power: f64) -> Result<Self, ChainError> {
        let mut stages = Vec::new();
        let mut output = power;
        for name in written.stages.iter().rev() {
            let Some(stage) = file.stage.get(name.as_str()) else {
                continue;
            };
            let (feeds, also) = (f64::from(*stage.feeds), *stage.also_feeds);
            output = feeds * output + also;
            let unit = sized(name, stage, output)?;
            output += unit.loss(output, unit.staged(output, unit.modules));
            let name = name.value.clone();
            stages.push(Stage {
                name,
                unit,
                feeds,
                also,
                systems: f64::from(stage.redundancy.systems()),
            });
        }
        stages.reverse();
        Ok(Self {
            title: written.title.value.clone(),
            stages,
        })
    }

    /// The chain delivering `output` \[W\], not negative, at its end: eq. (1).
    pub fn at(&self, output: f64) -> Point {
        let stages = self.stages_at(output);
        Point {
            output,
            input: stages.first().map_or(output, |head| head.input),
            losses: stages.iter().map(|s| s.times * s.loss).collect(),
        }
    }
}

/// The modules of a stage that delivers `output` \[W\] at full load.
fn sized(name: &str, stage: &WrittenStage, output: f64) -> Result<Converter, ChainError> {
    let needed = *stage.modules;
    // What cannot be was refused where the file was read.
    let installed = stage.redundancy.installed(needed).unwrap_or(needed);
    let given = stage.rated_power.as_ref().map(|rated| **rated);
    let rated = given.unwrap_or(output / f64::from(needed));
    let faulty = |error| ChainError::Stage {
        stage: name.to_owned(),
        error,
    };
    let table = match (&stage.loss, &stage.efficiency) {
        (Some(loss), None) => {
            let points: Vec<(f64, f64)> = loss.iter().map(|[p, w]| (*p, *w)).collect();
            LossTable::from_losses(&points).map_err(RatingError::from)
        }
        (_, Some(curve)) if curve.len() > 1 => {
            let points: Vec<(f64, f64)> = curve.iter().map(|[x, e]| (*x, *e)).collect();
            LossTable::from_efficiency(rated, &points).map_err(RatingError::from)
        }
        (_, Some(one)) => Converter::constant(rated, one[0][1]).map(|unit| unit.module),
        (None, None) => Converter::constant(rated, 1.0).map(|unit| unit.module),
    };
    let staging = (*stage.staging == Staging::Staged).then_some(converter::Staging {
        up: *stage.stage_up,
        down: *stage.stage_down,
        least: *stage.modules_min,
    });
    Converter::new(Rating {
        modules: installed,
        rated,
        module: table.map_err(faulty)?,
        standby: 0.0,
        staging,
    })
    .map_err(faulty)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[comparison]\nname = \"t\"\npower = \"1 MW\"\n";

    fn compare(rest: &str) -> Result<Comparison, ChainError> {
        let (file, _) =
            chains::from_text(&format!("{HEAD}{rest}"), "t.toml").map_err(ChainError::Config)?;
        Comparison::new(&file)
    }

    #[test]
    fn constant_efficiencies_multiply() {
        let all = compare(
            "[stage.a]\nefficiency = 0.98\n[stage.b]\nefficiency = 0.975\n\
             [chain.c]\ntitle = \"c\"\nstages = [\"a\", \"b\", \"b\"]\n",
        )
        .unwrap();
        for share in &all.loads {
            let point = all.chains[0].at(share * all.power);
            assert!((point.efficiency() - 0.98 * 0.975 * 0.975).abs() < 1e-14);
            assert!((point.input - point.output - point.loss()).abs() < 1e-9 * point.input);
        }
    }

    #[test]
    fn redundancy_lowers_the_load_of_each_module() {
        let at = |words: &str| {
            let stage = "[stage.u]\nefficiency = [[0.25, 0.92], [0.5, 0.95], [1.0, 0.96]]\n";
            let chain = "[chain.c]\ntitle = \"c\"\nstages = [\"u\"]\n";
            let all = compare(&format!("{stage}{words}\n{chain}")).unwrap();
            all.chains[0].at(all.power).efficiency()
        };
        assert!((at("") - 0.96).abs() < 1e-14);
        assert!((at("redundancy = \"2N\"") - 0.95).abs() < 1e-14);
        // Any three of four carry the load: three quarters each.
        let (n, thirds) = (at("modules = 3"), at("modules = 3\nredundancy = \"4N/3\""));
        assert!(at("redundancy = \"2N\"") < thirds && thirds < n);
    }

    #[test]
    fn faults_are_named() {
        let chain = "[chain.c]\ntitle = \"c\"\nstages = [\"u\"]\n";
        for (stage, words) in [
            ("efficiency = 1.2", "1.2"),
            ("modules = 2", "needs `efficiency`"),
            (
                "loss = [[\"0 W\", \"1 W\"], [\"1 kW\", \"20 W\"]]",
                "needs `rated_power`",
            ),
            (
                "efficiency = 0.9\nmodules = 4\nredundancy = \"4N/3\"",
                "multiple of 3",
            ),
            ("efficiency = [[0.5, 0.9], [1.0, 0.99]]", "falls between"),
        ] {
            let error = compare(&format!("[stage.u]\n{stage}\n{chain}")).unwrap_err();
            let text = match &error {
                ChainError::Config(found) => format!("{found:?}"),
                other => other.to_string(),
            };
            assert!(text.contains(words), "{text}");
        }
    }
}
