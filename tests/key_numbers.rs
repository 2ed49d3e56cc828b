//! The example halls give the numbers they gave when they were last looked at.
//!
//! Ten minutes of each, from its converged steady state. A change of the physics or of a catalogue figure
//! moves these numbers; whoever makes it looks at the new ones and writes them here.

mod support;

use halltwin::study::Outcome;

/// Configuration, energy ratio, worst margin [K].
const EXPECTED: [(&str, f64, f64); 5] = [
    ("01_one_rack", 1.048182, 6.7801),
    ("02_cdu_and_row", 1.047461, 16.2851),
    ("halls/nanto_a", 1.081386, 6.5494),
    ("halls/chiba_b", 1.178825, 53.1847),
    ("halls/frontier_synthetic", 1.048417, 43.4592),
];

/// What the coupling tolerance of a step leaves open, with room for another processor's rounding.
const RATIO: f64 = 1e-5;
const MARGIN_K: f64 = 1e-3;

fn ten_minutes(name: &str) -> Outcome {
    support::outcome(&support::hall(&format!("{name}.toml"), &[]), 600.0)
}

#[test]
fn example_halls_keep_their_key_numbers() {
    for (name, ratio, margin) in EXPECTED {
        let summary = ten_minutes(name).summary;
        let found = summary.energy_ratio.expect("a run has an energy ratio");
        assert!(
            (found - ratio).abs() <= RATIO,
            "{name}: energy ratio {found}, was {ratio}"
        );
        let found = summary
            .worst_margin_k
            .expect("a hall with racks has a margin");
        assert!(
            (found - margin).abs() <= MARGIN_K,
            "{name}: worst margin {found} K, was {margin} K"
        );
        assert!(
            summary.ledger_residual <= 1e-9,
            "{name}: {}",
            summary.ledger_residual
        );
        assert!(
            summary.coupling_residual <= 1e-9,
            "{name}: {}",
            summary.coupling_residual
        );
        let sum: f64 = summary.waterfall.iter().map(|step| step.pue_share).sum();
        assert!(
            (ratio - 1.0 - sum).abs() <= RATIO,
            "{name}: waterfall {sum}"
        );
    }
}
