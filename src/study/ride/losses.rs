//! Which losses are followed: each part and each two, or those that were named.

use super::RideOrders;
use super::parts::Part;
use crate::config::{Diagnostic, Diagnostics};
use crate::study::StudyError;

/// Which parts are lost together, each loss in the order of the parts and once.
///
/// # Errors
/// All names of parts that the hall does not have, and parts named twice in a loss.
pub(super) fn losses(parts: &[Part], orders: &RideOrders) -> Result<Vec<Vec<usize>>, StudyError> {
    if orders.only.is_empty() {
        let n = parts.len();
        let mut all: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
        if orders.at_once > 1 {
            all.extend((0..n).flat_map(|i| (i + 1..n).map(move |j| vec![i, j])));
        }
        return Ok(all);
    }
    let mut problems = Diagnostics::default();
    let mut all: Vec<Vec<usize>> = Vec::new();
    for names in &orders.only {
        let loss = loss(parts, names, &mut problems);
        if !all.contains(&loss) {
            all.push(loss);
        }
    }
    match problems.has_errors() {
        true => Err(StudyError::Config(problems)),
        false => Ok(all),
    }
}

/// The parts of one loss.
fn loss(parts: &[Part], names: &[String], problems: &mut Diagnostics) -> Vec<usize> {
    let mut loss = Vec::new();
    for name in names {
        let problem = match parts.iter().position(|p| p.name == *name) {
            Some(part) if loss.contains(&part) => {
                let text = format!("`{}` names `{name}` twice", names.join("+"));
                Diagnostic::error("twice", text)
                    .reason("a part is lost once")
                    .help("name each part of a loss once")
            }
            Some(part) => {
                loss.push(part);
                continue;
            }
            None => {
                let known = parts.iter().map(|p| p.name.as_str());
                let text = format!("there is no part `{name}`");
                let problem = Diagnostic::error("unknown-name", text).did_you_mean(name, known);
                problem.reason("`halltwin ride CONFIG --list` names them all")
            }
        };
        problems.push(problem);
    }
    loss.sort_unstable();
    loss
}
