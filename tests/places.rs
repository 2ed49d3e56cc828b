//! Every watt that enters a hall is used or lost somewhere, and every lost watt is heat in a place that takes it on.

mod support;

use halltwin::model::electrical::Place;
use support::March;

const START: f64 = 212.0 * 86_400.0;
const STEP: f64 = 15.0;
const CLOSED: f64 = 1e-9;

fn close(what: &str, config: &str, gap: f64, of: f64) {
    assert!(
        gap.abs() <= CLOSED * of,
        "{config}: {what}: {gap:e} W of {of:e} W"
    );
}

#[test]
fn input_is_chip_power_and_losses_and_every_loss_has_a_place() {
    for config in ["halls/nanto_a.toml", "halls/chiba_b.toml"] {
        let hall = support::hall(config, &[]);
        let mut march = March::begin(&hall, START, STEP);
        let (tree, units) = (&hall.model.power, &hall.model.equipment.units);
        for _ in 0..8 {
            march.step(STEP).expect("the ledger closes");
            let (stepper, flow) = (&march.stepper, march.stepper.power_flow());
            let given: f64 = tree
                .sources
                .iter()
                .map(|row| flow.input[*row as usize])
                .sum();
            let used: f64 = tree
                .leaves
                .iter()
                .map(|row| flow.output[*row as usize])
                .sum();
            let lost: f64 = flow.loss.iter().sum();
            assert!(given > 1e6 && lost > 1e4, "{config} stands still");
            // Nothing of a power tree stores: converters follow at once.
            close(
                "input less use and losses",
                config,
                given - used - lost,
                given,
            );
            let places = stepper.places();
            close(
                "losses without a place",
                config,
                lost - places.total(),
                given,
            );
            let in_place = |wanted: fn(&Place) -> bool| -> f64 {
                let rows = tree.seat.iter().zip(&flow.loss);
                rows.filter(|(seat, _)| wanted(&seat.place))
                    .map(|(_, loss)| loss)
                    .sum()
            };
            let coolant: f64 = places.coolant.iter().sum();
            for (what, told, lost) in [
                (
                    "coolant",
                    coolant,
                    in_place(|p| matches!(p, Place::Coolant(_))),
                ),
                (
                    "hall air",
                    places.hall_air,
                    in_place(|p| *p == Place::HallAir),
                ),
                (
                    "electrical room",
                    places.electrical_room,
                    in_place(|p| *p == Place::ElectricalRoom),
                ),
                (
                    "outdoors",
                    places.outdoors,
                    in_place(|p| *p == Place::Outdoors),
                ),
            ] {
                close(what, config, told - lost, given);
            }
            // What racks draw and what their converters lose is what their coolant and the air take up.
            let racks = units
                .iter()
                .enumerate()
                .filter(|(_, unit)| unit.family == "rack");
            for (i, unit) in racks {
                let b = &stepper.balances()[i];
                let taken = b.coolant + b.air + b.outdoors + b.stored;
                let drawn = stepper.unit_power()[i] + stepper.unit_loss()[i];
                close(&unit.name, config, drawn - taken, drawn);
            }
            let worst = stepper.ledger.worst.as_ref().expect("steps were entered");
            assert!(worst.residual <= CLOSED, "{config}: {worst:?}");
        }
    }
}
