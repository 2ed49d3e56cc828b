//! Members of groups that nothing in the configuration tells apart.
//!
//! Member i of a group is like the first if their tables say the same once the names of members i of all such groups are
//! read as those of the first ones, if neither names a member of another number, and if no other table names a member.

use crate::config::{Config, Map};
use std::collections::{HashMap, HashSet};
use std::fmt::Debug;

/// A group, by family: names of its members and what their tables say.
struct Group {
    family: usize,
    names: Vec<String>,
    texts: Vec<String>,
}

/// Groups of alike members, all of one number.
pub(super) struct Alike {
    /// Members of each group.
    pub count: usize,
    /// The first member of the group of each member.
    first: HashMap<String, String>,
    /// Members but the first, by family.
    dropped: [HashSet<String>; FAMILIES],
}

/// Families that `count` multiplies.
const FAMILIES: usize = 6;

/// Whether `c` may stand in a name.
fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// Words of a table as it is shown, and what stands between them: `is_name` tells those that may name something, which
/// stand in quotes or, as the name of the table itself, before its bracket. Figures are none, whatever rows are called.
fn words(text: &str, mut each: impl FnMut(&str, bool)) {
    let (mut quoted, mut rest) = (false, text);
    while !rest.is_empty() {
        let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let next = after.find(in_word).unwrap_or(after.len());
        let (between, after) = after.split_at(next);
        each(word, quoted || between.starts_with('('));
        each(between, false);
        let mut escaped = false;
        for c in between.chars() {
            quoted ^= c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
        }
        rest = after;
    }
}

/// `text` with every name replaced that `other` knows another for.
fn reworded<'w>(text: &str, other: impl Fn(&str) -> Option<&'w str>) -> String {
    let mut out = String::with_capacity(text.len());
    words(text, |word, is_name| {
        let other = is_name.then(|| other(word)).flatten();
        out.push_str(other.unwrap_or(word));
    });
    out
}

/// The name of a part of the hall, such as `row.r4.2` or `cdu.a1.valve`, with every word replaced that `other` knows another
/// for; a number behind the name of its table is that of a rack or branch.
fn part_reworded<'w>(name: &str, other: impl Fn(&str) -> Option<&'w str>) -> String {
    let mut out = String::with_capacity(name.len());
    let (mut rest, mut dots) = (name, 0);
    while !rest.is_empty() {
        let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let number = dots > 1 && word.bytes().all(|b| b.is_ascii_digit());
        let other = (!number).then(|| other(word)).flatten();
        out.push_str(other.unwrap_or(word));
        let next = after.find(in_word).unwrap_or(after.len());
        out.push_str(&after[..next]);
        dots += after[..next].matches('.').count();
        rest = &after[next..];
    }
    out
}

fn gather<T: Debug>(family: usize, map: &Map<T>, all: &mut Vec<Group>) {
    let mut known: HashMap<&str, usize> = HashMap::new();
    for item in map {
        let Some(base) = &item.group else { continue };
        let at = *known.entry(base).or_insert_with(|| {
            all.push(Group {
                family,
                names: Vec::new(),
                texts: Vec::new(),
            });
            all.len() - 1
        });
        all[at].names.push(item.name.clone());
        all[at].texts.push(format!("{item:?}"));
    }
}

fn keep<T>(map: &mut Map<T>, dropped: &HashSet<String>) {
    map.retain(|item| !dropped.contains(&item.name));
}

/// `config` without the tables `dropped` of each family.
fn without(config: &Config, dropped: &[HashSet<String>; FAMILIES]) -> Config {
    let mut left = config.clone();
    let [rows, racks, cdus, converters, ups, busways] = dropped;
    keep(&mut left.row, rows);
    keep(&mut left.rack, racks);
    keep(&mut left.cdu, cdus);
    keep(&mut left.converter, converters);
    keep(&mut left.ups, ups);
    keep(&mut left.busway, busways);
    left
}

fn groups(config: &Config) -> Vec<Group> {
    let mut all = Vec::new();
    gather(0, &config.row, &mut all);
    gather(1, &config.rack, &mut all);
    gather(2, &config.cdu, &mut all);
    gather(3, &config.converter, &mut all);
    gather(4, &config.ups, &mut all);
    gather(5, &config.busway, &mut all);
    all
}

/// Names of the members of `groups` from number `from` on, by family.
fn members(groups: &[Group], from: usize) -> [HashSet<String>; FAMILIES] {
    let mut named: [HashSet<String>; FAMILIES] = Default::default();
    for group in groups {
        named[group.family].extend(group.names[from..].iter().cloned());
    }
    named
}

/// Whether a member of `group` names one of another number: all sidecars on the first of several busways do.
fn names_another(group: &Group, groups: &[Group]) -> bool {
    let number: HashMap<&str, usize> = (groups.iter())
        .flat_map(|g| g.names.iter().map(String::as_str).zip(0..))
        .collect();
    group.texts.iter().enumerate().any(|(i, text)| {
        let mut another = false;
        words(text, |word, is_name| {
            another |= is_name && number.get(word).is_some_and(|of| *of != i);
        });
        another
    })
}

/// Whether the members of `group` say the same, names of the same number in `groups` being read as one.
fn says_the_same(group: &Group, groups: &[Group]) -> bool {
    (1..group.names.len()).all(|i| {
        let first: HashMap<&str, &str> = groups
            .iter()
            .map(|g| (g.names[i].as_str(), g.names[0].as_str()))
            .collect();
        reworded(&group.texts[i], |word| first.get(word).copied()) == group.texts[0]
    })
}

/// Names in all tables of `config` but the members of `groups`. What only people read names nothing.
fn names_beside(config: &Config, groups: &[Group]) -> HashSet<String> {
    let mut beside = without(config, &members(groups, 0));
    beside.citations.clear();
    beside.hall.name.value.clear();
    beside.hall.description.value.clear();
    let mut all = HashSet::new();
    words(&format!("{beside:?}"), |word, is_name| {
        if is_name && !all.contains(word) {
            all.insert(word.to_owned());
        }
    });
    all
}

impl Alike {
    /// Alike members of `config`, of as many as its largest group of racks has.
    pub(super) fn find(config: &Config) -> Option<Self> {
        let mut groups = groups(config);
        let racks = groups.iter().filter(|g| g.family < 2);
        let count = racks.map(|g| g.names.len()).max().filter(|n| *n > 1)?;
        groups.retain(|g| g.names.len() == count);
        loop {
            let named = names_beside(config, &groups);
            let told: Vec<bool> = (groups.iter())
                .map(|g| {
                    g.names.iter().any(|n| named.contains(n))
                        || names_another(g, &groups)
                        || !says_the_same(g, &groups)
                })
                .collect();
            if !told.contains(&true) {
                break;
            }
            let mut told = told.into_iter();
            groups.retain(|_| told.next() == Some(false));
        }
        if groups.iter().all(|g| g.family > 1) {
            return None;
        }
        let mut first = HashMap::new();
        for group in &groups {
            for name in &group.names {
                let known = first.insert(name.clone(), group.names[0].clone());
                // One name in two groups is no name.
                if known.is_some_and(|k| k != group.names[0]) {
                    return None;
                }
            }
        }
        let dropped = members(&groups, 1);
        Some(Self {
            count,
            first,
            dropped,
        })
    }

    /// `config` with one member of each group.
    pub(super) fn with_one_of_each(&self, config: &Config) -> Config {
        without(config, &self.dropped)
    }

    /// For each of `names` the place among `left` of what stands for it; none where something has no such place.
    pub(super) fn places<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        left: &[&str],
    ) -> Option<Vec<u32>> {
        let place: HashMap<&str, u32> = left.iter().copied().zip(0..).collect();
        if place.len() != left.len() {
            return None;
        }
        let of = |name| {
            let stands = part_reworded(name, |word| self.first.get(word).map(String::as_str));
            place.get(stands.as_str()).copied()
        };
        names.map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALL: &str = r#"
        [hall]
        name = "six rows"
        [site]
        climate = "toyama"
        [row.r]
        count = 6
        racks = 4
        rack = "rack/gb300-nvl72-800vdc"
        cdu = ["a{index}"]
        fed_by = "bus{index}"
        [cdu.a]
        count = 6
        use = "cdu/nidec-style-in-row-2mw"
        primary = "fws"
        [loop.fws]
        supply = "36 degC"
        pump = "pump/end-suction-4000"
        pumps = 4
        pumps_running = 3
        differential_pressure = "150 kPa"
        main_length = "120 m"
        main_diameter = "350 mm"
        rejection = ["roof"]
        [dry_cooler.roof]
        use = "dry_cooler/v-bank-1mw-pads"
        [utility.grid]
        voltage = "22 kV"
        [converter]
        sst = { use = "converter/sst-2500", fed_by = "grid" }
        [busway]
        bus = { count = 6, use = "busway/dc-800v-3000a", fed_by = "sst" }
    "#;

    fn of(more: &str) -> Option<Alike> {
        let text = format!("{HALL}\n{more}");
        Alike::find(&crate::config::from_text(&text, "test.toml").unwrap().0)
    }

    #[test]
    fn rows_alike_are_found_with_what_hangs_on_them() {
        let alike = of("").unwrap();
        assert_eq!((alike.count, alike.first.len()), (6, 18));
        let left = ["row.r1.2", "cdu.a1.valve", "bus1", "sst"];
        let names = ["row.r4.2", "cdu.a6.valve", "bus1", "bus2", "sst"];
        let places = alike.places(names.into_iter(), &left).unwrap();
        assert_eq!(places, [0, 1, 2, 2, 3]);
        assert!(alike.places(["row.r7.2"].into_iter(), &left).is_none());
    }

    /// What rows are called and what people read beside them tells nothing apart.
    #[test]
    fn names_are_names_and_nothing_else() {
        let named = |to: &str, hall: &str| {
            let text = HALL.replace("row.r]", &format!("row.{to}]"));
            let text = text.replace("six rows", hall);
            let alike = Alike::find(&crate::config::from_text(&text, "test.toml").unwrap().0);
            alike.map(|a| (a.count, a.first.len()))
        };
        for to in ["r", "reihe-", "1", "2", "1_", "Some", "a"] {
            // A row and a CDU may have one name.
            let all = if to == "a" { 12 } else { 18 };
            assert_eq!(named(to, "six rows"), Some((6, all)), "{to}");
        }
        assert_eq!(
            named("r", "rows r1 to r6, \\\"r3\\\" the last"),
            Some((6, 18))
        );

        let text = HALL.replace("row.r]", "row.1]");
        let alike = Alike::find(&crate::config::from_text(&text, "test.toml").unwrap().0).unwrap();
        let left = ["row.11.11", "row.11.12", "loop.fws.a1"];
        let names = ["row.12.11", "row.14.12", "loop.fws.a3"];
        assert_eq!(alike.places(names.into_iter(), &left).unwrap(), [0, 1, 2]);
    }

    #[test]
    fn a_member_of_its_own_tells_its_group_and_what_hangs_on_it_apart() {
        assert!(of("[row.r3]\npower = \"100 kW\"").is_none());
        assert!(of("[cdu.a2]\nsupply = \"41 degC\"").is_none());
        // All of one group on the first of another.
        assert!(
            of("[busway.side]\ncount = 6\nuse = \"busway/dc-800v-3000a\"\nfed_by = \"bus1\"")
                .is_none()
        );
        assert!(of("[controller.plc]\nof = [\"cdu.a5\"]").is_none());
        assert!(of("[event.trip]\nfrom = \"4 h\"\non = \"cdu.a1\"\nrunning = 0").is_none());
        // What no rows hang on leaves them alike.
        let spare = "[busway.spare]\ncount = 6\nuse = \"busway/dc-800v-3000a\"\nfed_by = \"sst\"";
        assert_eq!(of(spare).unwrap().first.len(), 24);
    }
}
