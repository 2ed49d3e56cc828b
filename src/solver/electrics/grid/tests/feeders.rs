//! Published test feeders, as far as their numbers are known in closed form or from the papers.

use super::*;
use crate::config::bus_table::BusTable;
use crate::model::electrical::grid::Neutral;
use std::path::{Path, PathBuf};

fn reference() -> Option<PathBuf> {
    let named = std::env::var_os("HALLTWIN_REFERENCE").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference");
    let folder = named.unwrap_or(beside).join("power/dcpf");
    folder.is_dir().then_some(folder)
}

fn case(folder: &Path, name: &str, neutral: Neutral) -> Grid {
    let table = BusTable::load(&folder.join(name)).unwrap();
    Grid::from_table(&table, neutral).unwrap()
}

#[test]
fn garces_feeder_of_21_buses() {
    let Some(folder) = reference() else {
        println!("skipped: garces_feeder_of_21_buses: reference folder absent");
        return;
    };
    let grid = case(&folder, "garces21.json", Neutral::Floating);
    let mut flow = solved(&grid);
    // Garcés, EPSR 151 (2017) 149: 27.603 kW.
    assert!((flow.loss() - 27_603.41).abs() < 5e-3, "{}", flow.loss());
    let limit = flow.loadability(&grid).unwrap();
    assert!((limit.factor - 4.035_716).abs() < 5e-7, "{limit:?}");
    assert!(flow.solve(&grid, 0.999_999 * limit.factor).is_ok());
    assert!(flow.solve(&grid, 1.000_001 * limit.factor).is_err());
}

#[test]
fn three_wire_feeder_of_21_buses() {
    let Some(folder) = reference() else {
        println!("skipped: three_wire_feeder_of_21_buses: reference folder absent");
        return;
    };
    // Lee et al., Montoya et al. (2022): 95.4237 kW floating, 91.2701 kW solid.
    for (neutral, loss) in [(Neutral::Floating, 95_423.68), (Neutral::Solid, 91_270.10)] {
        let grid = case(&folder, "bipolar21.json", neutral);
        let mut flow = solved(&grid);
        assert!((flow.loss() - loss).abs() < 5e-3, "{}", flow.loss());
        let balance = flow.supplied(&grid) - flow.taken(&grid, 1.0) - flow.loss();
        assert!(balance.abs() < 1e-9 * flow.supplied(&grid));
        let limit = flow.loadability(&grid).unwrap();
        assert!(flow.solve(&grid, 0.999_999 * limit.factor).is_ok());
        assert!(flow.solve(&grid, 1.000_001 * limit.factor).is_err());
    }
}
