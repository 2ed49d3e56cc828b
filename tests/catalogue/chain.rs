//! Converters, UPS, transformers and busways: losses and voltages.

use halltwin::physics::electrical::loss_table::LossTable;
use halltwin::units::Dimension::{Power, Ratio, Voltage};
use toml::Value;

use super::records::{Record, family};

fn losses(record: &Record) -> LossTable {
    let rated = record.si("rated_power", Power);
    let table = if record.get("efficiency").is_some() {
        LossTable::from_efficiency(rated, &record.curve("efficiency", Ratio, Ratio))
    } else {
        LossTable::from_losses(&record.curve("loss", Power, Power))
    };
    table.unwrap_or_else(|error| panic!("{}: {error}", record.name))
}

#[test]
fn losses_rise_with_load() {
    for record in family("converter").iter().chain(&family("ups")) {
        let rated = record.si("rated_power", Power);
        let at_rating = losses(record).loss(rated) / rated;
        assert!(
            (0.005..0.13).contains(&at_rating),
            "{}: {at_rating}",
            record.name
        );
    }
}

/// P_in = (P_out + 17 W)/0.96 and (P_out + 13 W)/0.98 (ExaDigiT/RAPS), between the points too.
#[test]
fn frontiers_converters_are_those_of_raps() {
    for (name, offset, efficiency, most) in [
        ("converter/frontier-rectifier-380", 17.0, 0.96, 15e3),
        ("converter/frontier-sivoc", 13.0, 0.98, 3.4e3),
    ] {
        let table = losses(&Record::open(name));
        for step in 0..=20 {
            let output = most * f64::from(step) / 20.0;
            let expected = (output + offset) / efficiency - output;
            assert!(
                (table.loss(output) - expected).abs() < 2e-3,
                "{name} at {output} W"
            );
        }
    }
}

/// The output of each stage is the input of the next, and power for the rack fits through all.
#[test]
fn chains_of_racks_fit_together() {
    for rack in family("rack") {
        let chain = rack
            .get("chain")
            .and_then(Value::as_array)
            .expect("a chain");
        let stages: Vec<_> = chain
            .iter()
            .map(|name| Record::open(name.as_str().expect("a record")))
            .collect();
        for pair in stages.windows(2) {
            let (out, next) = (
                pair[0].si("voltage_out", Voltage),
                pair[1].si("voltage_in", Voltage),
            );
            assert_eq!(
                out, next,
                "{}: {} → {}",
                rack.name, pair[0].name, pair[1].name
            );
        }
        for stage in &stages {
            let capacity = stage.si("rated_power", Power) * stage.si("modules", Ratio);
            let share = rack.si("peak_power", Power) / capacity;
            assert!(
                (0.3..=1.0).contains(&share),
                "{}: {} at {share}",
                rack.name,
                stage.name
            );
        }
        let marked = rack.si("bus_12v_stage", Ratio) as usize;
        let volts = stages[marked].si("voltage_out", Voltage);
        assert!(
            volts == 12.0 || rack.name.contains("frontier"),
            "{}: {volts} V",
            rack.name
        );
    }
}

#[test]
fn transformers_lose_little() {
    for record in family("transformer") {
        let rated = record.si("rated_power", Power);
        let lost = record.si("no_load_loss", Power) + record.si("load_loss", Power);
        assert!((0.002..0.015).contains(&(lost / rated)), "{}", record.name);
    }
}
