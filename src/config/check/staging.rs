//! Numbers of equal machines that follow the load: what does not go together.

use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::*;
use super::super::value::At;

/// Machines are stopped at a lower load than they are started.
pub(super) fn stages_apart(path: &str, up: &At<f64>, down: &At<f64>, cx: &mut Reader<'_>) {
    if **down >= **up {
        let text = format!("`{path}` stops machines at a load at which it starts them");
        cx.problems.push(
            Diagnostic::error("conflict", text)
                .at(&down.at, "one is stopped below this load of those left")
                .at(&up.at, "one is started above this load of each")
                .reason("between the two the number of machines stays; without a gap it swings")
                .help("keep stage_down some 0.1 below stage_up, as 0.75 and 0.9"),
        );
    }
}

/// Coolers are stopped at a lower load than they are started.
pub(in crate::config) fn dry_cooler(x: &DryCooler, _at: &Origin, path: &str, cx: &mut Reader<'_>) {
    let others = (&x.stage_down, [&x.min_run, &x.min_stop]);
    staged(path, x.stage_up.as_ref(), others, cx);
}

/// Cells of towers likewise.
pub(in crate::config) fn tower(x: &Tower, _at: &Origin, path: &str, cx: &mut Reader<'_>) {
    let others = (&x.stage_down, [&x.min_run, &x.min_stop]);
    staged(path, x.stage_up.as_ref(), others, cx);
}

/// All run where `up` is left out: then nothing else may be said of their number.
fn staged(
    path: &str,
    up: Option<&At<f64>>,
    (down, times): (&At<f64>, [&At<f64>; 2]),
    cx: &mut Reader<'_>,
) {
    if let Some(up) = up {
        stages_apart(path, up, down, cx);
        return;
    }
    let said = std::iter::once(down).chain(times).filter(|v| v.given);
    let said: Vec<&At<f64>> = said.collect();
    let word = |v: &&At<f64>| format!("`{}`", v.path.rsplit('.').next().unwrap_or(&v.path));
    if said.is_empty() {
        return;
    }
    let words: Vec<String> = said.iter().map(word).collect();
    let verb = if said.len() == 1 { "does" } else { "do" };
    let text = format!(
        "{} of `{path}` {verb} nothing without `stage_up`",
        words.join(", ")
    );
    let mut problem = Diagnostic::error("conflict", text);
    for value in said {
        problem = problem.at(&value.at, "of machines that are started and stopped");
    }
    cx.problems.push(
        problem
            .reason("without a load above which one more is started all of them run at all times")
            .help("add stage_up = 0.8, or leave these out"),
    );
}
