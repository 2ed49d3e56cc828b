//! Where each figure comes from.

use super::records::{Record, families, family};

/// Least number of records that a family is to offer.
const LEAST: &[(&str, usize)] = &[
    ("rack", 6),
    ("cdu", 8),
    ("dry_cooler", 4),
    ("tower", 3),
    ("chiller", 6),
    ("converter", 6),
    ("transformer", 2),
    ("ups", 2),
    ("pump", 2),
    ("fan_wall", 2),
    ("rear_door", 2),
    ("busway", 1),
];

fn all() -> Vec<Record> {
    families().iter().flat_map(|name| family(name)).collect()
}

#[test]
fn families_are_filled() {
    for (name, least) in LEAST {
        let count = family(name).len();
        assert!(
            count >= *least,
            "{name}: {count} records, {least} are wanted"
        );
    }
}

#[test]
fn every_figure_has_a_source() {
    for record in all() {
        let sources = record.sources();
        for key in record.figures() {
            let source = sources.get(key).or_else(|| sources.get("all"));
            let text = source.and_then(|source| source.as_str()).unwrap_or("");
            assert!(text.len() > 5, "{}: `{key}` has no source", record.name);
        }
    }
}

#[test]
fn every_source_belongs_to_a_figure() {
    for record in all() {
        for key in record.sources().keys() {
            assert!(
                key == "all" || record.get(key).is_some(),
                "{}: source for `{key}`, which is not there",
                record.name
            );
        }
    }
}

/// Documents that are stamped confidential circulate; none may be a source.
#[test]
fn no_source_is_confidential() {
    for record in all() {
        for (key, source) in record.sources() {
            let text = source.as_str().unwrap_or("").to_lowercase();
            for word in ["confidential", "da-12515", "vera rubin rack thermal"] {
                assert!(!text.contains(word), "{}: {key}: {text}", record.name);
            }
        }
    }
}

/// Figures without a public source must say so: a chip's limit but H100's, leakage, spin-down.
#[test]
fn what_nobody_publishes_is_assumed() {
    let assumed = |record: &Record, key: &str| {
        let source = record
            .sources()
            .get(key)
            .or_else(|| record.sources().get("all"));
        source
            .and_then(|source| source.as_str())
            .is_some_and(|text| text.starts_with("assumed"))
    };
    for rack in family("rack") {
        for key in ["leakage", "chip_capacity", "plate_capacity"] {
            assert!(assumed(&rack, key), "{}: {key}", rack.name);
        }
        if rack.name.contains("gb300") {
            assert!(assumed(&rack, "chip_limit"), "{}", rack.name);
        }
    }
    for cdu in family("cdu") {
        assert!(assumed(&cdu, "pump_inertia"), "{}", cdu.name);
    }
}
