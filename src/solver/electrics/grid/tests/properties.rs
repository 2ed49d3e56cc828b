//! What holds in any network.

use super::*;
use proptest::prelude::*;

/// A tree of `n` buses below bus 0 with further lines, loads in kW.
fn network(n: usize, ties: &[(usize, usize)], loads: &[f64]) -> Grid {
    let mut b = buses(n);
    stiff(&mut b, "grid", "0", 800.0);
    for bus in 1..n {
        let ends = [(bus * 7 % bus).to_string(), bus.to_string()];
        let resistance = 1e-3 * (1.0 + (bus % 5) as f64);
        b.line(line(&format!("l{bus}"), resistance), [&ends[0], &ends[1]]);
        rack(&mut b, &bus.to_string(), 1e3 * loads[bus % loads.len()]);
    }
    for (i, (from, to)) in ties.iter().enumerate() {
        let ends = [(from % n).to_string(), (to % n).to_string()];
        if ends[0] != ends[1] {
            b.line(line(&format!("t{i}"), 5e-3), [&ends[0], &ends[1]]);
        }
    }
    b.build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn power_is_conserved_and_the_fold_is_where_it_is_said(
        n in 2usize..30,
        ties in proptest::collection::vec((0usize..30, 0usize..30), 0..8),
        loads in proptest::collection::vec(1.0..40.0f64, 8),
    ) {
        let grid = network(n, &ties, &loads);
        let mut flow = GridFlow::new(&grid);
        flow.solve(&grid, 1.0).unwrap();
        let supplied = flow.supplied(&grid);
        let balance = supplied - flow.taken(&grid, 1.0) - flow.loss();
        prop_assert!(balance.abs() <= 1e-9 * supplied);
        prop_assert!(flow.loss() > 0.0);
        let limit = flow.loadability(&grid).unwrap().factor;
        prop_assert!(limit > 1.0);
        prop_assert!(flow.solve(&grid, limit * (1.0 - 1e-8)).is_ok());
        prop_assert!(flow.solve(&grid, limit * (1.0 + 1e-8)).is_err());
    }

    #[test]
    fn voltages_fall_as_loads_grow(
        n in 2usize..20, loads in proptest::collection::vec(1.0..40.0f64, 5),
    ) {
        let grid = network(n, &[], &loads);
        let mut flow = GridFlow::new(&grid);
        flow.solve(&grid, 0.5).unwrap();
        let light = flow.volts.clone();
        flow.solve(&grid, 1.0).unwrap();
        for (light, full) in light.iter().zip(&flow.volts).skip(1) {
            prop_assert!(full < light);
        }
    }
}
