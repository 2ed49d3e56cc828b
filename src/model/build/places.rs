//! Where the elements of a drawn network were written.

use crate::config::{Config, Origin};

/// Origin of the table that drew the node or link called `element`, such as `loop.fws.supply-main`: the longest
/// name of a table that `element` begins with.
pub fn place(config: &Config, element: &str) -> Option<Origin> {
    let (family, rest) = element.split_once('.')?;
    let begins = |name: &str| {
        let after = rest.strip_prefix(name);
        after.is_some_and(|after| after.is_empty() || after.starts_with('.'))
    };
    macro_rules! find {
        ($($word:literal => $list:ident),* $(,)?) => {
            match family {
                $($word => config
                    .$list
                    .iter()
                    .filter(|item| begins(&item.name))
                    .max_by_key(|item| item.name.len())
                    .map(|item| item.at.clone()),)*
                _ => None,
            }
        };
    }
    find!(
        "pipe" => pipe,
        "valve" => valve,
        "check_valve" => check_valve,
        "three_way_valve" => three_way_valve,
        "filter" => filter,
        "flow_valve" => flow_valve,
        "pressure_valve" => pressure_valve,
        "differential_pressure_valve" => differential_pressure_valve,
        "coupling" => coupling,
        "booster" => booster,
        "node" => node,
        "cdu" => cdu,
        "loop" => loops,
        "row" => row,
        "rack" => rack,
        "fan_wall" => fan_wall,
        "load" => load,
        "exchanger" => exchanger,
        "chiller" => chiller,
    )
}
