//! Exchangers and monthly loads: fields that do not go together.

use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::{Exchanger, Workload};
use super::tables::missing;

/// An exchanger is sized by its conductance or by its duty, not by both or neither.
pub(in crate::config) fn exchanger(x: &Exchanger, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    let duty = [
        ("rated_heat", x.rated_heat.as_ref().map(|v| &v.at)),
        ("rated_hot_out", x.rated_hot_out.as_ref().map(|v| &v.at)),
        ("rated_cold_in", x.rated_cold_in.as_ref().map(|v| &v.at)),
    ];
    match &x.ua {
        Some(ua) => {
            if let Some((field, Some(there))) = duty.iter().find(|(_, v)| v.is_some()) {
                cx.problems.push(
                    Diagnostic::error("conflict", format!("`{path}` is sized twice"))
                        .at(&ua.at, "`ua` here")
                        .at(there, format!("`{field}` here"))
                        .help("keep `ua`, or the duty"),
                );
            }
        }
        None => {
            for (field, _) in duty.iter().filter(|(_, v)| v.is_none()) {
                let help = "give `ua`, or the duty: rated_heat, rated_hot_out and rated_cold_in";
                let reason = "its size follows from its duty";
                cx.problems.push(missing(path, field, at, reason, help));
            }
        }
    }
    if let (Some(hot), Some(cold)) = (&x.rated_hot_out, &x.rated_cold_in)
        && **hot <= **cold
    {
        cx.problems.push(
            Diagnostic::error("conflict", format!("`{path}` is rated below what cools it"))
                .at(&hot.at, "hot outlet at the rating")
                .at(&cold.at, "cold inlet at the rating")
                .reason("an exchanger cannot cool below what cools it (second law)"),
        );
    }
}

/// Twelve levels, none negative.
pub(super) fn monthly(w: &Workload, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    let Some(months) = &w.months else {
        let help = "write months = [1.0, 1.0, …], from January";
        let reason = "each month has a level of its own";
        cx.problems.push(missing(path, "months", at, reason, help));
        return;
    };
    if let Some(level) = months.iter().find(|l| !(0.0..).contains(*l)) {
        cx.problems.push(
            Diagnostic::error(
                "out-of-range",
                format!("`{path}.months` has the level {level}"),
            )
            .at(&months.at, "levels are 0 or more"),
        );
    }
}
