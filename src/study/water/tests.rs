//! Networks with valves: by hand, by EPANET, and random ones judged by each link's own law.

mod valves;

use super::*;
use crate::config::inp::{LinkKind, NodeKind, ValveKind};
use crate::model::water::Barred;
use crate::solver::network::Random;
use std::collections::HashMap;

/// Feet in a metre, and cubic feet a second in a cubic metre a second, as EPANET has them.
const FEET: f64 = 1.0 / 0.3048;
const CFS: f64 = 1000.0 / 28.317;

fn solve(text: &str) -> (Inp, WaterSolution) {
    let inp = Inp::read(text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
    let solution = water(&inp, Constants::Epanet, 1e-8);
    let solution = solution.unwrap_or_else(|stop| panic!("{stop}\n{text}"));
    (inp, solution)
}

fn by_id(text: &str) -> (HashMap<String, f64>, HashMap<String, f64>) {
    let (inp, solution) = solve(text);
    assert!(solution.unfed.is_empty());
    let heads = inp.nodes.into_iter().map(|n| n.id).zip(solution.heads);
    let flows = inp.links.into_iter().map(|l| l.id).zip(solution.flows);
    (heads.collect(), flows.collect())
}

/// Hazen and Williams' loss \[m\] of `q` [m³/s] in `length` \[m\] of `diameter` [mm].
fn hazen_williams(length: f64, diameter: f64, c: f64, q: f64) -> f64 {
    let (l, d, q) = (length * FEET, diameter * 1e-3 * FEET, q * CFS);
    let loss = 4.727 * l / c.powf(1.852) / d.powf(4.871) * q.abs().powf(1.852);
    loss.copysign(q) / FEET
}

/// Where flows follow from demands alone, a valve that sustains 59.7 m before it is open, and costs nothing.
#[test]
fn a_tree_behind_a_sustaining_valve_is_solved_by_hand() {
    let (heads, flows) = by_id(
        "[JUNCTIONS]\nA 1.7 2\nB 14.7 5\nC 12 3\n[RESERVOIRS]\nR 100\n[PIPES]\nra R A 615 300 100\nbc B C 250 150 100\n\
         [VALVES]\nv A B 200 PSV 58 0\n[OPTIONS]\nUNITS LPS\nHEADLOSS H-W\n[END]",
    );
    let before = 100.0 - hazen_williams(615.0, 300.0, 100.0, 0.010);
    let behind = before - hazen_williams(250.0, 150.0, 100.0, 0.003);
    for (node, want) in [("A", before), ("B", before), ("C", behind)] {
        assert!(
            (heads[node] - want).abs() < 1e-6,
            "{node}: {} {want}",
            heads[node]
        );
    }
    assert!((flows["v"] - 0.008).abs() < 1e-12);
}

/// What a shut valve shuts in has no pressure of its own; the rest has one solution all the same.
#[test]
fn a_blind_part_behind_a_shut_valve_takes_no_flow() {
    for valve in ["PSV 51.97", "PRV 20"] {
        let (heads, flows) = by_id(&format!(
            "[JUNCTIONS]\nA 1.9 0\nB 22.2 0\n[RESERVOIRS]\nR 50.49\n[PIPES]\nra R A 216.2 200 0.011\n\
             [VALVES]\nv A B 200 {valve} 0.38\n[OPTIONS]\nUNITS LPS\nHEADLOSS C-M\n[END]"
        ));
        assert!((heads["A"] - 50.49).abs() < 1e-6, "{}", heads["A"]);
        assert!(flows["v"].abs() < 1e-12 && heads["B"].is_finite());
    }
}

/// Heads of EPANET 2.3.5 (owa-epanet 2.3.5, ACCURACY 1e-8) in the file's unit, where the solution is the only one.
#[test]
fn shut_and_regulating_valves_in_loops_agree_with_epanet() {
    let looped = "[JUNCTIONS]\nJ0 20.7 0\nJ1 17.6 2.07\nJ2 11.5 1.7\nJ3 3.4 0.71\nJ4 2.2 6.21\nJ5 11.6 0\nJ6 9.9 0\n\
        J7 25 4.45\nJ8 12.4 0\n[RESERVOIRS]\nR0 59.25\nR1 43.38\nR2 78.54\n[PIPES]\np0 J1 J0 325.9 150 0.009 4.49\n\
        p7 J7 J8 813.5 300 0.013\np1002 R2 J1 806.7 200 0.009 2.06\n[PUMPS]\nu1000 R0 J0 HEAD c0 SPEED 0.9\n\
        u1001 R1 J6 HEAD c1\n[VALVES]\nv1 J1 J2 150 PRV 52.58 5.5\nv2 J1 J3 200 PSV 16.41 0\nv3 J1 J4 80 PRV 6.24 0\n\
        v4 J4 J5 200 TCV 461.55 0\nv5 J3 J6 100 PRV 42.3 0.59\nv6 J6 J7 150 TCV 0 0\n[CURVES]\nc0 0 71.21\nc0 17.46 65.73\n\
        c0 34.92 54.78\nc0 52.38 32.87\nc0 69.84 5.48\nc1 0 55.25\nc1 19.27 42.5\nc1 34.69 17\n\
        [OPTIONS]\nUNITS LPS\nHEADLOSS C-M\n[END]";
    let held = "[JUNCTIONS]\nJ0 101.05 126.168\nJ1 89.9 24.409\n[RESERVOIRS]\nR0 238.76\n[PIPES]\n\
        p2 J1 J0 2342 3.937 130\np1000 R0 J0 1001.2 7.874 140\n[VALVES]\nv0 J0 J1 3.15 PSV 60.16 0\n\
        [OPTIONS]\nUNITS GPM\nHEADLOSS H-W\n[END]";
    let shut = "[JUNCTIONS]\nJ0 39.2 6.04\nJ1 10.9 2.78\nJ2 2 0\nJ3 25.9 2.63\nJ4 28 0\nJ5 6.4 1.23\nJ6 24.1 0\n\
        [RESERVOIRS]\nR0 96.01\n[PIPES]\np1 J1 J2 504.9 300 0.1\np4 J3 J5 9.5 80 0.5\np6 J3 J2 821.7 200 0.1 3.75\n\
        p7 J0 J5 728.6 100 0.5 0 Closed\np1000 R0 J0 404.2 100 0.5\n[VALVES]\nv0 J0 J1 150 PRV 29.6 0\n\
        v2 J0 J3 200 TCV 460.59 0\nv3 J3 J4 150 PRV 31.11 4.06\nv5 J4 J6 300 TCV 0 0\n\
        [OPTIONS]\nUNITS LPS\nHEADLOSS D-W\n[END]";
    let foot = 0.3048;
    for (text, unit, want) in [
        (
            looped,
            1.0,
            &[
                ("J0", 93.731_447_68),
                ("J1", 81.740_356_62),
                ("J2", 64.08),
                ("J4", 8.44),
                ("J7", 97.805_776_4),
            ][..],
        ),
        (
            held,
            foot,
            &[("J0", 238.243_163_818), ("J1", 236.847_195_83)],
        ),
        (
            shut,
            1.0,
            &[
                ("J0", 79.282_125_807),
                ("J1", 78.182_799_437),
                ("J3", 78.234_046_937),
                ("J5", 78.220_685_187),
            ],
        ),
    ] {
        let (heads, _) = by_id(text);
        for (node, head) in want {
            let (ours, theirs) = (heads[*node], head * unit);
            // EPANET's heads are good to its own 0.0005 ft.
            assert!((ours - theirs).abs() < 1.6e-4, "{node}: {ours} {theirs}");
        }
    }
}

/// A demand that nothing feeds is told, whether the file closes the way or the solution finds it shut.
#[test]
fn what_is_cut_off_is_told_with_what_cuts_it_off() {
    let text = |link: &str, demand: f64| {
        format!(
            "[JUNCTIONS]\nA 0 1\nB 0 0\nC 0 {demand}\n[RESERVOIRS]\nR 50\n[PIPES]\nra R A 100 100 100\nbc B C 90 100 100\n\
             {link}\n[OPTIONS]\nUNITS LPS\n[END]"
        )
    };
    for (link, barred, nodes) in [
        ("ab A B 100 100 100 0 Closed", Barred::Closed, vec![2]),
        ("ab B A 100 100 100 0 CV", Barred::Shut, vec![1, 2]),
        ("[VALVES]\nab A B 100 PSV 60", Barred::Shut, vec![1, 2]),
    ] {
        let (inp, dry) = solve(&text(link, 2.0));
        assert_eq!(dry.unfed.len(), 1, "{link}: {:?}", dry.unfed);
        let unfed = &dry.unfed[0];
        assert_eq!((unfed.barred, &unfed.nodes), (barred, &nodes), "{link}");
        assert_eq!(unfed.links, [2], "{link}");
        assert!(
            unfed.message(&inp).contains("`C`"),
            "{}",
            unfed.message(&inp)
        );
        assert!(solve(&text(link, 0.0)).1.unfed.is_empty(), "{link}");
    }
}

/// A tree with valves of every kind between stubs of pipe, most of them with a thin pipe around them, and some loops.
fn tangle(seed: u64) -> String {
    let mut dice = Random::seeded(seed);
    let n = 3 + (8.0 * dice.uniform()) as usize;
    let mut junctions: Vec<String> = Vec::new();
    for i in 0..n {
        let drawn = dice.between(-2.0, 6.0).max(0.0);
        junctions.push(format!("J{i} {:.1} {drawn:.2}", dice.between(0.0, 40.0)));
    }
    let (mut pipes, mut valves) = (vec![format!("r R J0 120 300 120")], Vec::new());
    let pipe = |dice: &mut Random, name: String, ends: [String; 2], diameter: f64| {
        let check = if dice.uniform() < 0.06 && name.starts_with('l') {
            "0 CV"
        } else {
            ""
        };
        let [a, b] = ends;
        format!(
            "{name} {a} {b} {:.1} {diameter} 120 {check}",
            dice.between(20.0, 800.0)
        )
    };
    for i in 1..n {
        let j = (dice.uniform() * i as f64) as usize;
        let ends = [format!("J{j}"), format!("J{i}")];
        if dice.uniform() < 0.5 {
            pipes.push(pipe(&mut dice, format!("p{i}"), ends, 200.0));
            continue;
        }
        junctions.push(format!("A{i} {:.1} 0", dice.between(0.0, 40.0)));
        junctions.push(format!("B{i} {:.1} 0", dice.between(0.0, 40.0)));
        let kind = (dice.uniform() * 4.0) as usize;
        let set = [
            dice.between(5.0, 70.0),
            dice.between(5.0, 90.0),
            dice.between(0.1, 12.0),
            dice.between(0.0, 300.0),
        ];
        let (kind, set) = (["PRV", "PSV", "FCV", "TCV"][kind], set[kind]);
        valves.push(format!("v{i} A{i} B{i} 150 {kind} {set:.2} 0"));
        pipes.push(pipe(
            &mut dice,
            format!("a{i}"),
            [ends[0].clone(), format!("A{i}")],
            200.0,
        ));
        pipes.push(pipe(
            &mut dice,
            format!("b{i}"),
            [format!("B{i}"), ends[1].clone()],
            200.0,
        ));
        // Only what may shut while something is drawn behind it needs a way around.
        if kind == "PSV" || kind == "FCV" || dice.uniform() < 0.3 {
            pipes.push(pipe(&mut dice, format!("w{i}"), ends, 80.0));
        }
    }
    for i in 0..(4.0 * dice.uniform()) as usize {
        let [a, b] = [dice.uniform(), dice.uniform()].map(|x| (x * n as f64) as usize);
        if a != b {
            pipes.push(pipe(
                &mut dice,
                format!("l{i}"),
                [format!("J{a}"), format!("J{b}")],
                100.0,
            ));
        }
    }
    let [junctions, pipes, valves] = [junctions, pipes, valves].map(|rows| rows.join("\n"));
    format!(
        "[JUNCTIONS]\n{junctions}\n[RESERVOIRS]\nR {:.1}\n[PIPES]\n{pipes}\n[VALVES]\n{valves}\n\
         [OPTIONS]\nUNITS LPS\nHEADLOSS H-W\n[END]",
        dice.between(60.0, 130.0)
    )
}

/// By how much a link misses its law \[m\].
fn missed(inp: &Inp, link: usize, solution: &WaterSolution) -> f64 {
    let l = &inp.links[link];
    let (a, b, q) = (
        solution.heads[l.from],
        solution.heads[l.to],
        solution.flows[link],
    );
    // A link that passes no flow may hold back a head, one way or the other.
    let rest = 1e-9;
    assert!(
        q > -rest || matches!(&l.kind, LinkKind::Pipe(p) if !p.check) || is_throttle(l),
        "{}: {q}",
        l.id
    );
    match &l.kind {
        LinkKind::Pipe(p) if p.check && q <= rest => (a - b).max(0.0),
        LinkKind::Pipe(p) => a - b - hazen_williams(p.length, p.diameter, p.roughness, q),
        LinkKind::Pump(_) => unreachable!(),
        LinkKind::Valve(v) => {
            let set = l.state.setting.unwrap_or_default();
            let elevation = |node: usize| inp.nodes[node].elevation;
            match v.kind {
                ValveKind::Prv => {
                    let short = a.min(elevation(l.to) + set) - b;
                    if q > rest { short } else { short.max(0.0) }
                }
                ValveKind::Psv => {
                    let excess = a - b.max(elevation(l.from) + set);
                    if q > rest { excess } else { excess.max(0.0) }
                }
                ValveKind::Fcv if q < set * 1e-3 - rest => a - b,
                ValveKind::Fcv => (q - set * 1e-3 - rest).max(0.0) * 1e9 + (b - a).max(0.0),
                _ => {
                    let d = v.diameter * 1e-3 * FEET;
                    a - b - 0.02517 * set / d.powi(4) * q * q.abs() * CFS * CFS / FEET
                }
            }
        }
    }
}

fn is_throttle(link: &crate::config::inp::Link) -> bool {
    matches!(&link.kind, LinkKind::Valve(v) if matches!(v.kind, ValveKind::Tcv | ValveKind::Fcv))
}

/// Every one of them converges, every node balances and every link and valve keeps its law.
#[test]
fn random_networks_of_valves_keep_every_law() {
    let mut most = 0;
    for seed in 0..400 {
        let text = tangle(seed);
        let (inp, solution) = solve(&text);
        assert!(
            solution.unfed.is_empty(),
            "{seed}: {:?}\n{text}",
            solution.unfed
        );
        most = most.max(solution.iterations);
        let mut excess: Vec<f64> = (inp.nodes.iter())
            .map(|node| match &node.kind {
                NodeKind::Junction(demands) => -1e-3 * demands[0].flow,
                _ => 0.0,
            })
            .collect();
        for (i, link) in inp.links.iter().enumerate() {
            excess[link.from] -= solution.flows[i];
            excess[link.to] += solution.flows[i];
            let off = missed(&inp, i, &solution).abs();
            assert!(off < 1e-5, "{seed}: {} is out by {off} m\n{text}", link.id);
        }
        for (node, excess) in inp.nodes.iter().zip(excess) {
            let given = matches!(node.kind, NodeKind::Reservoir(_));
            assert!(
                given || excess.abs() < 1e-12,
                "{seed}: {} {excess}",
                node.id
            );
        }
    }
    assert!(most <= 120, "{most}");
}

/// An open valve that loses nothing beside a pipe: what the pipe takes is settled by EPANET's loss of such a valve,
/// 10⁻⁶ ft a cfs. Flows of EPANET 2.3.5 (owa-epanet 2.3.5, ACCURACY 1e-8), which needs 26, 21 and 7 iterations.
#[test]
fn an_open_valve_without_loss_beside_a_pipe_agrees_with_epanet() {
    let text = |formula: &str, rough: [&str; 3], valve: &str| {
        let [a, b, c] = rough;
        format!(
            "[JUNCTIONS]\nA 0 0\nB 0 0\nC 0 10\n[RESERVOIRS]\nR 50\n[PIPES]\np1 R A 500 200 {a}\np2 B C 300 150 {b}\n\
             p3 A B 800 100 {c}\n[VALVES]\nv A B 150 {valve}\n[OPTIONS]\nUNITS LPS\nHEADLOSS {formula}\n[END]"
        )
    };
    let roughness = [
        ("H-W", ["120", "110", "100"], 0.000_305_345_338_5, 26),
        ("C-M", ["0.011", "0.012", "0.013"], 0.000_601_044_961_4, 21),
        ("D-W", ["0.1", "0.1", "0.1"], 0.000_003_171_524_4, 10),
    ];
    for valve in ["TCV 0 0", "PCV 100 0", "PBV 0 0", "FCV 100 0"] {
        for (formula, rough, litres, most) in roughness {
            let inp = Inp::read(&text(formula, rough, valve)).unwrap();
            let solved = water(&inp, Constants::Epanet, 1e-8).unwrap();
            let beside = 1e3 * solved.flows[2];
            assert!(
                (beside - litres).abs() < 5e-6,
                "{formula} {valve}: {beside} {litres}"
            );
            assert!(
                solved.iterations <= most,
                "{formula} {valve}: {}",
                solved.iterations
            );
            // Exactly nothing is lost with exact constants, and nothing passes the pipe.
            let exact = water(&inp, Constants::Si, 1e-8).unwrap();
            assert!(
                exact.flows[2].abs() < 5e-8 && exact.iterations <= 60,
                "{formula} {valve}: {} after {}",
                exact.flows[2],
                exact.iterations
            );
        }
    }
}

/// Trees and loops of pipes with open valves without loss beside many of them.
fn bypassed(seed: u64) -> String {
    let mut dice = Random::seeded(seed);
    let n = 2 + (7.0 * dice.uniform()) as usize;
    let manning = dice.uniform() < 0.5;
    let rough = if manning { 0.011 } else { 110.0 };
    let (mut junctions, mut pipes, mut valves) = (Vec::new(), Vec::new(), Vec::new());
    let diameter = |dice: &mut Random| [100, 150, 300, 600][(4.0 * dice.uniform()) as usize];
    pipes.push(format!("r R J0 100 400 {rough}"));
    for i in 0..n {
        let drawn = [0.0, 1.0, 2.5, 10.0][(4.0 * dice.uniform()) as usize];
        junctions.push(format!("J{i} {:.1} {drawn}", dice.between(0.0, 20.0)));
        if i == 0 {
            continue;
        }
        let j = (dice.uniform() * i as f64) as usize;
        let (length, d) = (dice.between(1.0, 1000.0), diameter(&mut dice));
        pipes.push(format!("p{i} J{j} J{i} {length:.1} {d} {rough}"));
        if dice.uniform() < 0.6 {
            let kind = ["TCV 0", "PCV 100", "PBV 0", "FCV 1e6"][(4.0 * dice.uniform()) as usize];
            valves.push(format!("v{i} J{j} J{i} {} {kind} 0", diameter(&mut dice)));
        }
    }
    let [junctions, pipes, valves] = [junctions, pipes, valves].map(|rows| rows.join("\n"));
    let formula = if manning { "C-M" } else { "H-W" };
    format!(
        "[JUNCTIONS]\n{junctions}\n[RESERVOIRS]\nR 60\n[PIPES]\n{pipes}\n[VALVES]\n{valves}\n[OPTIONS]\nUNITS LPS\n\
         HEADLOSS {formula}\n[END]"
    )
}

#[test]
fn random_networks_with_open_valves_without_loss_converge() {
    for seed in 0..300 {
        let text = bypassed(seed);
        let (inp, solution) = solve(&text);
        assert!(
            solution.iterations <= 60,
            "{seed}: {}\n{text}",
            solution.iterations
        );
        for node in 0..inp.nodes.len() - 1 {
            let into = |l: &crate::config::inp::Link| {
                f64::from(u8::from(l.to == node)) - f64::from(u8::from(l.from == node))
            };
            let links = inp.links.iter().zip(&solution.flows);
            let brought: f64 = links.map(|(l, q)| into(l) * q).sum();
            let NodeKind::Junction(demands) = &inp.nodes[node].kind else {
                unreachable!("the reservoir is the last")
            };
            assert!(
                (brought - 1e-3 * demands[0].flow).abs() < 1e-12,
                "{seed}: {node}\n{text}"
            );
        }
    }
}

/// A pump of constant power whose tank is empty, or full, does not run: not even a drop.
#[test]
fn a_tank_shuts_a_pump_of_constant_power() {
    for (level, ends, rest) in [(0, "T A", "p A R"), (10, "A T", "p R A")] {
        let (inp, solution) = solve(&format!(
            "[JUNCTIONS]\nA 0 0\n[RESERVOIRS]\nR 50\n[TANKS]\nT 10 {level} 0 10 5 0\n[PIPES]\n{rest} 300 150 110\n\
             [PUMPS]\nu {ends} POWER 5\n[OPTIONS]\nUNITS LPS\n[END]"
        ));
        assert_eq!(solution.flows[1], 0.0);
        let a = inp.node("A").unwrap();
        assert!((solution.heads[a] - 50.0).abs() < 1e-9);
        assert!(solution.unfed.is_empty());
    }
}

/// A PBV that is passed backwards: it keeps its pressure until the open valve loses more. Heads of EPANET 2.3.5.
#[test]
fn a_breaker_passed_backwards_agrees_with_epanet() {
    for (k, head) in [(0, 49.699_424), (2, 49.699_424), (50, 32.183_845_8)] {
        let (heads, _) = by_id(&format!(
            "[JUNCTIONS]\nA 0 20\nB 0 0\n[RESERVOIRS]\nR 50\n[PIPES]\np R B 100 150 110\n[VALVES]\nv A B 100 PBV 1 {k}\n\
             [OPTIONS]\nUNITS LPS\nHEADLOSS H-W\n[END]"
        ));
        // EPANET does not settle at the first two; its flow is out by 4e-6 of itself.
        assert!((heads["A"] - head).abs() < 1e-5, "{k}: {}", heads["A"]);
    }
}

/// Between what it keeps and what it loses when open a breaker passes the one flow at which both are the same.
#[test]
fn a_breaker_steps_at_one_flow() {
    // K = 50 in 100 mm loses 1 m at 4.9 L/s; the pipe beside it takes the rest of what is drawn.
    let (heads, flows) = by_id(
        "[JUNCTIONS]\nA 0 20\nB 0 0\n[RESERVOIRS]\nR 50\n[PIPES]\np R B 100 150 110\nq B A 60 150 110\n[VALVES]\n\
         v A B 100 PBV 1 50\n[OPTIONS]\nUNITS LPS\nHEADLOSS H-W\n[END]",
    );
    let (d, q) = (0.1 * FEET, flows["v"] * CFS);
    let open = 0.02517 * 50.0 / d.powi(4) * q * q / FEET;
    assert!((open - 1.0).abs() < 1e-9 && q < 0.0, "{open} {q}");
    let left = heads["A"] - heads["B"];
    let beside = hazen_williams(60.0, 150.0, 110.0, flows["q"]);
    assert!(
        (-1.0..1.0).contains(&left) && (left + beside).abs() < 1e-6,
        "{left} {beside}"
    );
    assert!((flows["q"] - flows["v"] - 0.02).abs() < 1e-12);
}
