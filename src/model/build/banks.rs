//! Converters and uninterruptible supplies as banks of equal modules.

use crate::config::kinds::Recorded;
use crate::config::{self, At, Redundancy, Staging};
use crate::physics::electrical::converter::{self, Converter, RatingError};
use crate::physics::electrical::loss_table::LossTable;

/// Loss of a module that is switched off, over its rated power (assumed).
const STANDBY: f64 = 0.0;
/// Share of rated power above which a further module is switched on, and below which one is switched off.
const STAGE_UP: f64 = 0.8;
const STAGE_DOWN: f64 = 0.6;

/// Loss table of one module from its efficiency or loss curve.
fn table(
    rated: f64,
    efficiency: Option<&At<Vec<[f64; 2]>>>,
    loss: Option<&At<Vec<[f64; 2]>>>,
) -> Result<LossTable, RatingError> {
    let pairs = |points: &[[f64; 2]]| points.iter().map(|[x, y]| (*x, *y)).collect::<Vec<_>>();
    match (efficiency, loss) {
        (_, Some(loss)) => Ok(LossTable::from_losses(&pairs(loss))?),
        (Some(curve), _) if curve.len() > 1 => {
            Ok(LossTable::from_efficiency(rated, &pairs(curve))?)
        }
        (Some(one), _) => Ok(Converter::constant(rated, one[0][1])?.module),
        (None, None) => Ok(Converter::constant(rated, 1.0)?.module),
    }
}

fn staging(staging: Staging, least: u32) -> Option<converter::Staging> {
    (staging == Staging::Staged).then_some(converter::Staging {
        up: STAGE_UP,
        down: STAGE_DOWN,
        least,
    })
}

/// A converter record as a bank of modules.
pub fn bank(record: &config::Converter) -> Result<Converter, RatingError> {
    Converter::new(converter::Rating {
        modules: installed(*record.redundancy, *record.modules),
        rated: *record.rated_power,
        module: table(
            *record.rated_power,
            record.efficiency.as_ref(),
            record.loss.as_ref(),
        )?,
        standby: STANDBY * *record.rated_power,
        staging: staging(*record.staging, *record.modules_min),
    })
}

/// An uninterruptible supply as a bank of modules.
pub fn ups_bank(u: &config::Ups) -> Result<Converter, RatingError> {
    Converter::new(converter::Rating {
        modules: installed(*u.redundancy, *u.modules),
        rated: *u.rated_power,
        module: table(*u.rated_power, u.efficiency.as_ref(), u.loss.as_ref())?,
        standby: STANDBY * *u.rated_power,
        staging: staging(*u.staging, *u.modules_min),
    })
}

/// Modules installed; what cannot be was refused where the file was read.
fn installed(redundancy: Redundancy, needed: u32) -> u32 {
    redundancy.installed(needed).unwrap_or(needed)
}

/// Power at the end of `chain` [W] that makes its input `power` [W]: the inverse of its losses.
pub fn behind(chain: &[Recorded<config::Converter>], power: f64) -> f64 {
    let banks: Vec<Converter> = chain.iter().filter_map(|stage| bank(stage).ok()).collect();
    let input = |out: f64| {
        banks
            .iter()
            .rev()
            .fold(out, |p, bank| p + bank.loss(p, bank.modules))
    };
    if banks.is_empty() {
        return power;
    }
    crate::physics::control::setpoint::hold([0.0, power], power, input).input
}
