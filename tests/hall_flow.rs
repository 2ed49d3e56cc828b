//! The load flow of the example halls: balance, limit, redundancy, outages.

mod support;

use halltwin::solver::electrics::outage::OutageResult;
use halltwin::study::HallFlow;

const HALLS: [&str; 3] = [
    "halls/nanto_a.toml",
    "halls/chiba_b.toml",
    "halls/frontier_synthetic.toml",
];

#[test]
fn what_is_supplied_is_used_or_lost_by_a_stage() {
    for config in HALLS {
        let hall = support::hall(config, &[]);
        let flow = HallFlow::of(&hall, 1.0, false).unwrap();
        assert!(flow.solved.is_ok(), "{config}");
        let used: f64 = flow.loads.iter().sum();
        let gap = flow.supplied() - used - flow.loss();
        assert!(gap.abs() <= 1e-9 * flow.supplied(), "{config}: {gap}");
        let stages = flow.stages(&hall.config);
        let lost: f64 = stages.iter().map(|s| s.loss).sum();
        assert!((lost / flow.loss() - 1.0).abs() < 1e-12, "{config}: {lost}");
        assert!(
            stages.iter().all(|s| s.family != "load"),
            "{config}: {stages:?}"
        );
    }
}

/// Loads at 99.9999 % of λ_max are carried, at 100.0001 % they are refused with the margin.
#[test]
fn the_limit_is_where_the_flow_ends() {
    for config in HALLS {
        let hall = support::hall(config, &[]);
        let limit = HallFlow::of(&hall, 1.0, false)
            .unwrap()
            .limit
            .expect("conductors");
        let at = |share: f64| HallFlow::of(&hall, share * limit.factor, false).unwrap();
        assert!(at(0.999_999).solved.is_ok(), "{config}");
        let beyond = at(1.000_001);
        assert!(beyond.solved.is_err(), "{config}");
        let again = beyond.limit.expect("the same limit").factor;
        assert!((again / limit.factor - 1.0).abs() < 1e-9, "{config}");
    }
}

/// A second busway halves the current of each; the loss of one is then carried, where before a row was dark.
#[test]
fn a_second_system_carries_the_row() {
    // As warm with half the current as with all of it.
    let even = "busway.busway.temperature_rise=0 K";
    let sets = [
        even,
        "busway.busway.redundancy=2N",
        "busway.busway.rated_current=3200 A",
    ];
    let one = support::hall(HALLS[0], &[even]);
    let two = support::hall(HALLS[0], &sets);
    let flows = [&one, &two].map(|hall| HallFlow::of(hall, 1.0, true).unwrap());
    let [one, two] = &flows;
    let loss = |flow: &HallFlow| {
        let row = flow.tree.row(flow.tree.find("busway1").unwrap());
        (row, flow.flow.loss[row])
    };
    let ((row, single), (_, double)) = (loss(one), loss(two));
    assert!(
        (0.49..0.51).contains(&(double / single)),
        "{double} of {single}"
    );
    let result = |flow: &HallFlow| flow.outages.iter().find(|o| o.row == row).unwrap().result;
    assert!(
        matches!(result(one), OutageResult::Dark { loads: 16, .. }),
        "{:?}",
        result(one)
    );
    let OutageResult::Carried { loading, .. } = result(two) else {
        panic!("{:?}", result(two))
    };
    assert!(loading < 1.0, "{loading}");
    assert!(matches!(
        one.worst().unwrap().result,
        OutageResult::Dark { .. }
    ));
}

/// A hall whose loads are beyond what its conductors carry has no steady state, but a margin.
#[test]
fn a_hall_beyond_collapse_has_a_margin() {
    let hall = support::hall(HALLS[0], &["busway.busway.length=90 km"]);
    let flow = HallFlow::of(&hall, 1.0, true).unwrap();
    assert!(flow.solved.is_err() && flow.outages.is_empty());
    let limit = flow.limit.unwrap();
    assert!(limit.factor < 1.0 && flow.tree.names[limit.row].starts_with("busway"));
}

fn command(arguments: &[&str]) -> (Option<i32>, serde_json::Value, String) {
    let configs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("configs");
    let (file, rest) = arguments.split_first().unwrap();
    let out = assert_cmd::Command::cargo_bin("halltwin")
        .unwrap()
        .args([
            "power",
            "flow",
            configs.join(file).to_str().unwrap(),
            "--json",
        ])
        .args(rest)
        .output()
        .unwrap();
    let answer = serde_json::from_slice(&out.stdout).unwrap_or_default();
    (
        out.status.code(),
        answer,
        String::from_utf8(out.stderr).unwrap(),
    )
}

/// Halls, circuits and chains answer with the keys of bus–line–load tables.
#[test]
fn the_command_reads_every_language() {
    for file in [
        "halls/nanto_a.toml",
        "circuits/ring_main.toml",
        "power/architectures.toml",
    ] {
        let (code, answer, told) = command(&[file, "--outages"]);
        assert_eq!(code, Some(0), "{file}: {told}");
        assert_eq!(answer["converged"], true, "{file}");
        for key in ["iterations", "voltages", "loss", "lambda_max"] {
            assert!(answer.get(key).is_some(), "{file}: no {key}");
        }
        assert!(answer["loss"].as_f64().unwrap() > 0.0, "{file}");
    }
}

#[test]
fn a_collapse_is_told_where_it_happens() {
    let (code, answer, told) = command(&["halls/nanto_a.toml", "--scale", "200"]);
    assert_eq!(code, Some(4));
    assert_eq!(answer["converged"], false);
    assert!(answer["margin"].as_f64().unwrap() < 0.0);
    assert!(
        told.contains("nanto_a.toml:") && told.contains("gives way first"),
        "{told}"
    );
    let (code, _, told) = command(&["halls/nanto_a.toml", "--scale", "-1"]);
    assert_eq!(code, Some(2), "{told}");
}

/// A conductor that its current warms by ΔT = ΔT_r·(I/I_r)² loses 3.93e-3·ΔT more.
#[test]
fn warm_conductors_lose_more() {
    let resistance = |rise: f64| {
        let set = format!("busway.busway.temperature_rise={rise} K");
        let hall = support::hall(HALLS[0], &[&set]);
        let flow = HallFlow::of(&hall, 1.0, false).unwrap();
        let tree = &flow.tree;
        let row = tree.row(tree.find("busway1").unwrap());
        let (amps, rated) = (flow.flow.amps[row], tree.rated_current[row]);
        let cold = tree.resistance[row];
        [flow.flow.loss[row] / (amps * amps) / cold, amps / rated]
    };
    let ([cold, _], [warm, load]) = (resistance(0.0), resistance(40.0));
    let wanted = 3.93e-3 * 40.0 * load * load;
    assert!(
        (warm - cold - wanted).abs() < 1e-3 * wanted,
        "{warm} {cold}"
    );
}

/// `--plot` draws whatever language the case is in, and a load of nothing has no margin in per cent.
#[test]
fn every_language_is_drawn() {
    for (file, names) in [
        ("halls/nanto_a.toml", ["single_line", "stage_loss"]),
        ("halls/chiba_b.toml", ["single_line", "stage_loss"]),
        ("power/architectures.toml", ["efficiency", "stage_loss"]),
        (
            "circuits/ring_main.toml",
            ["single_line", "voltage_profile"],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let plots = folder.path().join("plots");
        let (code, _, said) = command(&[file, "--plot", plots.to_str().unwrap()]);
        assert_eq!(code, Some(0), "{file}: {said}");
        for name in names {
            let svg = std::fs::read_to_string(plots.join(format!("{name}.svg"))).unwrap();
            assert!(svg.contains("</svg>"), "{file}: {name}");
            assert!(plots.join(format!("{name}.png")).exists(), "{file}: {name}");
        }
    }
}

/// The picture is that of the flow: the chain takes what the sources give, all stages lose what the flow loses.
#[test]
fn the_picture_is_that_of_the_flow() {
    for config in HALLS {
        let hall = support::hall(config, &[]);
        for scale in [1.0, 0.5] {
            let flow = HallFlow::of(&hall, scale, false).unwrap();
            let picture = flow.picture(&hall);
            let sources = picture.chain.iter().filter(|p| p.fed_by.is_none());
            let taken: f64 = sources.map(|p| p.input_kw).sum();
            assert!((1e3 * taken / flow.supplied() - 1.0).abs() < 1e-12);
            let lost: f64 = picture.chain.iter().map(|p| p.loss_kw).sum();
            assert!((1e3 * lost / flow.loss() - 1.0).abs() < 1e-9, "{config}");
            let stages = picture.stages.iter().filter_map(|s| s.loss_kw.last());
            let off = 1e3 * stages.sum::<f64>() / flow.loss() - 1.0;
            assert!(off.abs() < 1e-6, "{config} at {scale}: {off}");
        }
    }
}
