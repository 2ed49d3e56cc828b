//! W016: tables that nothing refers to.

use std::collections::HashSet;

use super::super::demand::racks;
use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::tables::Config;

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
    let all = config
        .cdu
        .iter()
        .map(|c| (c.name.as_str(), &c.at))
        .collect();
    tell("cdu", all, cdus.collect());
    let used: HashSet<&str> = rejections.collect();
    let all = config
        .dry_cooler
        .iter()
        .map(|d| (d.name.as_str(), &d.at))
        .collect();
    tell("dry_cooler", all, used.clone());
    let all = config
        .tower
        .iter()
        .map(|t| (t.name.as_str(), &t.at))
        .collect();
    tell("tower", all, used.clone());
    let all = config
        .chiller
        .iter()
        .map(|c| (c.name.as_str(), &c.at))
        .collect();
    tell("chiller", all, used.clone());
    let all = config
        .exchanger
        .iter()
        .map(|x| (x.name.as_str(), &x.at))
        .collect();
    tell("exchanger", all, used.clone());
    let all = config
        .heat_reuse
        .iter()
        .map(|x| (x.name.as_str(), &x.at))
        .collect();
    tell("heat_reuse", all, used.clone());
    let all = config.tank.iter().map(|x| (x.name.as_str(), &x.at));
    tell("tank", all.collect(), used.clone());
    let all = config.ice_store.iter().map(|x| (x.name.as_str(), &x.at));
    tell("ice_store", all.collect(), used);
}
