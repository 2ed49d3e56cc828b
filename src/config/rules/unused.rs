//! W016: tables that nothing refers to.

use std::collections::HashSet;

use super::super::demand::racks;
use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::tables::Config;
use super::super::value::Map;

pub(super) fn never_used(config: &Config, found: &mut Vec<Diagnostic>) {
    let racks = racks(config);
    let workloads = racks
        .iter()
        .filter_map(|r| r.workload)
        .chain(config.load.iter().filter_map(|l| l.workload.as_ref()))
        .chain(config.heat_reuse.iter().filter_map(|x| x.workload.as_ref()))
        .map(|w| w.value.as_str());
    let cdus = racks.iter().flat_map(|r| r.cdus).map(|c| c.value.as_str());
    let rejections = config
        .loops
        .iter()
        .flat_map(|l| &l.value.rejection)
        .map(|r| r.value.as_str());
    let drawn = !config.pipe.is_empty();
    let mut tell = |family: &str, all: Vec<(&str, &Origin)>, used: HashSet<&str>| {
        for (name, at) in all.into_iter().filter(|(name, _)| !used.contains(name)) {
            found.push(
                Diagnostic::warning("W016", format!("nothing uses `{family}.{name}`"))
                    .at(at, "declared here")
                    .reason("it would cost space and money and do nothing")
                    .help("name it where it belongs, or remove it"),
            );
        }
    };
    let all = config
        .workload
        .iter()
        .map(|w| (w.name.as_str(), &w.at))
        .collect();
    tell("workload", all, workloads.collect());
    // Openings of CDUs and heat rejection can be joined by drawn pipes, which are not followed.
    if drawn {
        return;
    }
    tell("cdu", names(&config.cdu), cdus.collect());
    let used: HashSet<&str> = rejections.collect();
    tell("dry_cooler", names(&config.dry_cooler), used.clone());
    tell("tower", names(&config.tower), used.clone());
    tell("chiller", names(&config.chiller), used.clone());
    tell("exchanger", names(&config.exchanger), used.clone());
    tell("heat_reuse", names(&config.heat_reuse), used.clone());
    tell("tank", names(&config.tank), used.clone());
    tell("ice_store", names(&config.ice_store), used);
}

/// Names of a family, and where they stand.
fn names<T>(all: &Map<T>) -> Vec<(&str, &Origin)> {
    all.iter()
        .map(|item| (item.name.as_str(), &item.at))
        .collect()
}
