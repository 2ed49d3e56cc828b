//! Frontier's power chain as RAPS computes it: 74 racks of 8 chassis of 16 nodes.

use super::super::account::totals;
use super::super::{PowerFlow, sweep};
use super::{check, plain, reference};
use crate::model::electrical::{Meter, Place, PowerTree, PowerTreeBuilder, Seat, Supply};
use crate::physics::electrical::converter::{Converter, Rating, Staging};
use crate::physics::electrical::loss_table::LossTable;

const RACKS: usize = 74;
const CHASSIS: usize = 8;
const NODES: usize = 16;
const CDUS: usize = 25;

/// P_in = (P + a)/η as a loss table.
fn affine(a: f64, efficiency: f64, rated: f64) -> LossTable {
    LossTable::quadratic(a / efficiency, 1.0 / efficiency - 1.0, 0.0, rated).unwrap()
}

fn machine(staging: Option<Staging>) -> PowerTree {
    let module = affine(17.0, 0.96, 15_000.0);
    let rectifiers = Converter::new(Rating {
        modules: 4,
        rated: 13_670.0,
        module,
        standby: 0.0,
        staging,
    })
    .unwrap();
    let sivoc = Converter::single(3_000.0, affine(13.0, 0.98, 3_000.0)).unwrap();
    let (ac, dc, node_dc) = (Supply::Ac(480.0), Supply::Dc(380.0), Supply::Dc(48.0));
    let it = Seat::new(Place::Coolant(0), Meter::It);
    let mut b = PowerTreeBuilder::new();
    b.source("grid", ac);
    for chassis in 0..RACKS * CHASSIS {
        let name = format!("chassis {chassis}");
        b.converter(&name, "grid", rectifiers.clone(), [ac, dc], plain());
        b.load(&format!("switches {chassis}"), &name, dc, it);
        for node in 0..NODES {
            let sivoc_name = format!("sivoc {chassis}.{node}");
            b.converter(&sivoc_name, &name, sivoc.clone(), [dc, node_dc], plain());
            b.load(&format!("node {chassis}.{node}"), &sivoc_name, node_dc, it);
        }
    }
    for cdu in 0..CDUS {
        b.load(
            &format!("cdu {cdu}"),
            "grid",
            ac,
            Seat::new(Place::Coolant(0), Meter::Cooling),
        );
    }
    b.build().unwrap()
}

fn loads(node: f64) -> Vec<f64> {
    let mut loads = Vec::new();
    for _ in 0..RACKS * CHASSIS {
        loads.push(1_000.0);
        loads.extend([node; NODES]);
    }
    loads.extend([8_473.47; CDUS]);
    loads
}

/// Largest relative difference of (rack, rectifier loss, system, system loss) from the columns at `first`.
fn compare(tree: &PowerTree, flow: &PowerFlow, row: &[f64], columns: [usize; 4], phantom_kw: f64) {
    let sums = totals(tree, flow);
    let rectifier = tree.find("chassis 0").map(|id| tree.row(id)).unwrap();
    let rack = 1e-3 * CHASSIS as f64 * flow.input[rectifier];
    let rectifier_loss = 1e-3 * CHASSIS as f64 * flow.loss[rectifier];
    let found = [
        rack,
        rectifier_loss,
        1e-3 * sums.utility,
        1e-3 * sums.power + phantom_kw,
    ];
    for (found, column) in found.iter().zip(columns) {
        let want = row[column];
        assert!(
            (found / want - 1.0).abs() < 1e-7,
            "utilisation {}: {found} {want}",
            row[0]
        );
    }
}

#[test]
fn utilisation_sweep_of_the_machine() {
    let file = "systems/raps_frontier_util_sweep.csv";
    let Some(text) = reference("utilisation_sweep_of_the_machine", file) else {
        return;
    };
    let shared = machine(None);
    let smart = machine(Some(Staging {
        up: 1.0,
        down: 1.0,
        least: 1,
    }));
    for line in text.lines().skip(1) {
        let row: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        let loads = loads(626.26 + row[0] * 2_078.0);
        let mut flow = PowerFlow::new(&shared);
        sweep(&shared, &loads, &mut flow).unwrap();
        check(&shared, &flow, &loads);
        // The peer books the switch rectifiers of a rack without nodes.
        compare(&shared, &flow, &row, [4, 5, 6, 7], 0.900);
        let mut flow = PowerFlow::new(&smart);
        sweep(&smart, &loads, &mut flow).unwrap();
        flow.stage(&smart);
        sweep(&smart, &loads, &mut flow).unwrap();
        assert!(!flow.stage(&smart));
        compare(&smart, &flow, &row, [9, 10, 11, 12], 0.475);
    }
}

#[test]
fn converter_tables() {
    let Some(text) = reference("converter_tables", "systems/raps_converter_curves.csv") else {
        return;
    };
    let tables = [affine(17.0, 0.96, 15_000.0), affine(13.0, 0.98, 3_000.0)];
    for line in text.lines().skip(1) {
        let (stage, rest) = line.split_once(',').unwrap();
        let row: Vec<f64> = rest.split(',').map(|cell| cell.parse().unwrap()).collect();
        let found = row[0] + tables[usize::from(stage == "sivoc")].loss(row[0]);
        // Five decimals of a watt are printed.
        assert!(
            (found - row[1]).abs() < 5.1e-6 && (found / row[1] - 1.0).abs() < 4.5e-8,
            "{line}: {found}"
        );
    }
}
