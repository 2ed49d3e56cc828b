//! Each record is read by the configuration's own reader, and each figure of it is cited.

use halltwin::config::from_text;

use super::records::{families, family};

/// A hall that takes every record of every family.
fn hall_of_everything() -> String {
    let mut text = String::from(
        "[hall]\nname = \"all\"\n[site]\nclimate = \"tokyo\"\n[utility.grid]\nvoltage = \"22 kV\"\n",
    );
    for family_name in families().iter().filter(|name| *name != "cost") {
        for (i, record) in family(family_name).iter().enumerate() {
            let name = &record.name;
            text += &match family_name.as_str() {
                "rack" => format!("[row.r{i}]\nracks = 1\nrack = \"{name}\"\ncdu = \"c0\"\n"),
                "pump" => format!(
                    "[loop.l{i}]\nsupply = \"20 degC\"\npump = \"{name}\"\npumps = 1\npumps_running = 1\n\
                     differential_pressure = \"90 kPa\"\nmain_length = \"9 m\"\nmain_diameter = \"90 mm\"\n\
                     rejection = [\"d{i}\"]\n"
                ),
                "rear_door" => format!(
                    "[row.d{i}]\nracks = 1\nrack = \"rack/air-hybrid-30kw\"\nrear_door = \"{name}\"\n\
                     cdu = \"c0\"\n"
                ),
                "cdu" => format!(
                    "[cdu.c{i}]\nuse = \"{name}\"\nprimary = \"l0\"\n\
                     differential_pressure = \"90 kPa\"\n"
                ),
                "dry_cooler" => format!("[dry_cooler.d{i}]\nuse = \"{name}\"\n"),
                "fan_wall" => format!("[fan_wall.f{i}]\nuse = \"{name}\"\nloop = \"l0\"\n"),
                "tower" | "chiller" | "heat_reuse" => {
                    format!("[{family_name}.{family_name}{i}]\nuse = \"{name}\"\n")
                }
                other => format!("[{other}.{other}{i}]\nuse = \"{name}\"\nfed_by = \"grid\"\n"),
            };
        }
    }
    text
}

#[test]
fn every_record_decodes_with_its_sources() {
    let (config, _) = from_text(&hall_of_everything(), "everything.toml")
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    let in_halls = families().into_iter().filter(|name| name != "cost");
    for record in in_halls.flat_map(|name| family(&name)) {
        let cited: Vec<_> = config
            .citations
            .iter()
            .filter(|citation| citation.record == record.name)
            .collect();
        for key in record.figures() {
            let assumed = record
                .sources()
                .get(key)
                .or_else(|| record.sources().get("all"))
                .and_then(|source| source.as_str())
                .is_some_and(|source| source.starts_with("assumed"));
            let own = cited.iter().find(|citation| citation.field == key);
            let own = own.unwrap_or_else(|| panic!("{}: {key} is not cited", record.name));
            assert_eq!(own.assumed, assumed, "{}: {key}", record.name);
            assert!(!own.value.is_empty(), "{}: {key}", record.name);
        }
    }
}

/// Prices belong to studies, not to halls.
#[test]
fn every_price_list_decodes_with_its_sources() {
    for record in family("cost") {
        let text = format!(
            "[study]\nname = \"x\"\n[vary.\"a.b.c\"]\nvalues = [1]\n[cost]\nuse = \"{}\"\n",
            record.name
        );
        let (study, _) = halltwin::config::study::from_text(&text, "study.toml")
            .unwrap_or_else(|problems| panic!("{problems:?}"));
        for key in record.figures() {
            let cited = study.citations.iter().find(|c| c.field == key);
            assert!(cited.is_some(), "{}: {key} is not cited", record.name);
        }
    }
}
