use super::*;

const FILE: &str = "\
[TITLE]
A file
[JUNCTIONS]
;ID Elev Demand Pattern
 J1  10   5
 J2  12   3  P
[RESERVOIRS]
 R  50
[TANKS]
 T 30 5 0 10 20 0
[PIPES]
 p1 R J1 100 200 130 0.5 Open
 p2 J1 J2 100 200 130 CV
 p3 J2 T 100 200 130 0 Closed ; a comment
[PUMPS]
 u R J2 HEAD c SPEED 0.9
[VALVES]
 v J1 J2 100 PRV 20 0
[CURVES]
 c PUMP 10 40
[PATTERNS]
 P 1.5 2
[DEMANDS]
 J1 7
 J1 1 P
[STATUS]
 v Closed
[CONTROLS]
 LINK p3 OPEN IF NODE T BELOW 6
 LINK u 1.1 AT CLOCKTIME 1:30 PM
[TIMES]
 START CLOCKTIME 2 AM
[OPTIONS]
 UNITS LPS
 HEADLOSS H-W
[END]
";

#[test]
fn reads_every_section() {
    let inp = Inp::read(FILE).unwrap();
    assert_eq!((inp.nodes.len(), inp.links.len()), (4, 5));
    let NodeKind::Junction(demands) = &inp.nodes[0].kind else {
        panic!("J1 is a junction");
    };
    assert_eq!(demands.len(), 2, "its own demand gives way to [DEMANDS]");
    assert_eq!(demands[0].flow, 7.0);
    assert!(matches!(&inp.links[1].kind, LinkKind::Pipe(p) if p.check));
    assert_eq!(inp.links[2].state, Switch::CLOSED);
    assert_eq!(inp.links[3].state, Switch::speed(0.9));
    assert_eq!(inp.links[4].state, Switch::CLOSED);
    assert_eq!(inp.controls[0].event, Event::Below(3, 6.0));
    assert_eq!(inp.controls[1].event, Event::Clock(13.5 * 3600.0));
    assert_eq!(inp.curves["c"], [(10.0, 40.0)]);
    assert_eq!(inp.options.clock, 7200.0);
    assert_eq!(inp.options.unit, FlowUnit::Lps);
}

fn faults(old: &str, new: &str) -> Vec<InpFault> {
    assert!(FILE.contains(old));
    let errors = Inp::read(&FILE.replace(old, new)).unwrap_err();
    errors.into_iter().map(|e| e.fault).collect()
}

#[test]
fn faults_name_their_element() {
    let range = |faults: Vec<InpFault>| match &faults[0] {
        InpFault::Range { what, name, .. } => (*what, name.clone()),
        other => panic!("{other}"),
    };
    assert_eq!(
        range(faults("p1 R J1 100", "p1 R J1 0")),
        ("length", "p1".into())
    );
    assert_eq!(
        range(faults("T 30 5 0", "T 30 50 0")),
        ("level", "T".into())
    );
    assert!(matches!(&faults("p1 R J1", "p1 R R")[0], InpFault::Loop(name) if name == "p1"));
    assert!(
        matches!(&faults("p2 J1 J2", "p2 J1 X")[0], InpFault::Unknown { name, .. } if name == "X")
    );
    assert!(matches!(&faults(" p2 J1", " p1 J1")[0], InpFault::Twice { name, .. } if name == "p1"));
    assert!(matches!(&faults("PRV 20", "XRV 20")[0], InpFault::Word { word, .. } if word == "XRV"));
    assert!(matches!(&faults("J1 7", "J1 NaN")[0], InpFault::Number(word) if word == "NaN"));
    assert!(matches!(
        &faults("HEAD c", "HEAD d")[0],
        InpFault::Unknown { what: "curve", .. }
    ));
}

#[test]
fn all_faults_come_at_once_and_some_things_are_refused_by_name() {
    let text = FILE
        .replace("p1 R J1 100", "p1 R J1 0")
        .replace("XRV", "PRV");
    let text = text.replace("[END]", "[EMITTERS]\nJ1 0.5\n[END]");
    let errors = Inp::read(&text).unwrap_err();
    assert_eq!(errors.len(), 2);
    assert!(errors[1].to_string().contains("emitters are not supported"));
    assert!(Inp::read("").is_err());
}

/// EPANET's error 207, and what its 2.3 passes over.
#[test]
fn controls_leave_check_valves_alone_and_may_be_disabled() {
    let with = |control: &str| FILE.replace("[CONTROLS]", &format!("[CONTROLS]\n{control}"));
    let refused = |text: &str| Inp::read(text).expect_err("a fault")[0].to_string();
    let check = refused(&with("LINK p2 CLOSED AT TIME 0"));
    assert!(check.contains("`p2` has a check valve"), "{check}");
    let status = refused(&FILE.replace("[CONTROLS]", "[STATUS]\np2 CLOSED\n[CONTROLS]"));
    assert!(status.contains("`p2` has a check valve"), "{status}");
    let word = refused(&with("LINK p1 CLOSED IF NODE T OVER 3"));
    assert!(word.contains("`OVER` is not ABOVE or BELOW"), "{word}");
    let plain = Inp::read(FILE).expect("a file").controls;
    for disabled in [
        "LINK p1 CLOSED AT TIME 0 DISABLED",
        "LINK p1 0 IF NODE T ABOVE 3 Disabled",
    ] {
        assert_eq!(Inp::read(&with(disabled)).expect("a file").controls, plain);
    }
}

#[test]
fn marks_of_encoding_and_emitters_that_let_nothing_out_are_passed_over() {
    let plain = Inp::read(FILE).expect("a file");
    let marked = Inp::read(&format!("\u{feff}{}", FILE.trim_start())).expect("a file");
    assert_eq!(marked.links, plain.links);
    let closed = FILE.replace("[END]", "[EMITTERS]\nJ1 0\n[LEAKAGE]\np1 0.0 0\n[END]");
    assert_eq!(Inp::read(&closed).expect("a file").links, plain.links);
    let open = closed.replace("p1 0.0 0", "p1 0.0 1.5");
    let refused = Inp::read(&open).expect_err("a leak")[0].to_string();
    assert!(refused.contains("leaking pipes"), "{refused}");
    let old = FILE.replace("HEAD c SPEED 0.9", "20 10");
    let refused = Inp::read(&old).expect_err("an old curve")[0].to_string();
    assert!(refused.contains("`20` is not HEAD"), "{refused}");
}

/// Every fault at its line and column, those of the drawing too.
#[test]
fn faults_stand_at_their_words() {
    let text = "[JUNCTIONS]\nJ1 10 abc\nJ2 12 3\n[RESERVOIRS]\n R 50\n[PIPES]\np1 R J1 0 200 130\n  p2 J2 J7 10 200 130\n";
    let faults = Inp::read(text).unwrap_err();
    let text: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let starts = [
        "2:7: `abc`",
        "7:9: length of `p1` is 0",
        "8:9: there is no node `J7`",
    ];
    for start in starts {
        assert!(
            text.iter().any(|t| t.starts_with(start)),
            "{start}: {text:#?}"
        );
    }
}

/// EPANET 2.2's errors 219 and 220, each at the line of the valve that comes later.
#[test]
fn valves_that_must_not_meet_are_named_with_their_lines() {
    let of = |first: &str, second: &str| {
        let text = format!(
            "[JUNCTIONS]\nA\nB\nC\n[RESERVOIRS]\nR 50\n[PIPES]\np1 R A 9 9 9\np2 A B 9 9 9\np3 B C 9 9 9\n\
             [VALVES]\nv1 {first}\nv2 {second}\n[END]"
        );
        match Inp::read(&text) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(ToString::to_string).collect(),
        }
    };
    for (first, second, meet) in [
        ("A C 9 PRV 5", "B C 9 PRV 5", "`C`"),
        ("A B 9 PRV 5", "B C 9 PRV 5", "`B`"),
        ("A B 9 PSV 5", "A C 9 PSV 5", "`A`"),
        ("B C 9 PSV 5", "A B 9 PSV 5", "`B`"),
        ("A B 9 PRV 5", "B C 9 PSV 5", "`B`"),
        ("B C 9 FCV 5", "A B 9 PRV 5", "`B`"),
        ("A B 9 FCV 5", "B C 9 PSV 5", "`B`"),
    ] {
        let faults = of(first, second);
        assert_eq!(faults.len(), 1, "{first} {second}: {faults:?}");
        let both = faults[0].contains("`v1`") && faults[0].contains("`v2`");
        assert!(
            faults[0].starts_with("13:1: ") && both && faults[0].contains(meet),
            "{faults:?}"
        );
    }
    for (first, second) in [
        ("A B 9 PSV 5", "B C 9 PRV 5"),
        ("A B 9 FCV 5", "B C 9 FCV 5"),
        ("A C 9 PRV 5", "A B 9 PRV 5"),
        ("A B 9 PRV 5", "B C 9 TCV 5"),
        ("R B 9 PBV 5", "R C 9 TCV 5"),
    ] {
        assert_eq!(of(first, second), [""; 0], "{first} {second}");
    }
    for (valve, kind) in [
        ("R B 9 PRV 5", "PRV"),
        ("C R 9 PSV 5", "PSV"),
        ("R C 9 FCV 5", "FCV"),
    ] {
        let faults = of(valve, "A C 9 TCV 5");
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(
            faults[0].starts_with("12:1: ") && faults[0].contains(kind),
            "{faults:?}"
        );
    }
}

/// EPANET's error 201: what stands in such a section would be passed over in silence.
#[test]
fn a_section_that_the_format_does_not_have_is_named_with_its_line() {
    let text = FILE.replace("[CURVES]", " [KURVES] ; typed wrong");
    let faults = Inp::read(&text).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|f| f.starts_with("19:2: `[KURVES]`")),
        "{told:?}"
    );
    assert!(Inp::read(&FILE.replace("[TIMES]", "[COORDINATES]\nJ1 1 2\n[TIMES]")).is_ok());
}

/// EPANET's `[STATUS] link1 link2 value`: names between two, by their numbers where both begin with one.
#[test]
fn a_status_may_be_that_of_a_range() {
    let states = |status: &str| -> Vec<bool> {
        let pipes = " p4 J1 J2 9 9 9\n 9 J1 J2 9 9 9\n 10 J1 J2 9 9 9\n 101 J1 J2 9 9 9\n[PUMPS]";
        let text = FILE.replace("[PUMPS]", pipes);
        let inp = Inp::read(&text.replace(" v Closed", status)).unwrap();
        inp.links.iter().map(|l| l.state.open).collect()
    };
    // p1, p2 (check valve), p3 (closed), p4, 9, 10, 101, u, v.
    let with = |closed: &[usize]| -> Vec<bool> { (0..9).map(|i| !closed.contains(&i)).collect() };
    assert_eq!(states("p1 p4 CLOSED"), with(&[0, 2, 3]));
    assert_eq!(states("p1 p3 OPEN"), with(&[]));
    assert_eq!(states("9 10 Closed"), with(&[2, 4, 5]));
    assert_eq!(states("a z CLOSED"), with(&[0, 2, 3, 7, 8]));
    // A number sets pumps and valves, and says nothing of pipes.
    assert_eq!(states("p1 0"), with(&[2]));
    assert_eq!(states("u v 0"), with(&[2, 7]));
    assert!(matches!(
        &faults("v Closed", "v -1")[0],
        InpFault::Range { what: "status", .. }
    ));
    assert!(matches!(&faults("v Closed", "u v SHUT")[0], InpFault::Number(word) if word == "SHUT"));
}

#[test]
fn options_that_there_are_not_are_told_with_their_line() {
    let ignored = |option: &str| {
        let text = FILE.replace(" HEADLOSS H-W", &format!(" HEADLOSS H-W\n {option}"));
        let all = Inp::read(&text).unwrap().ignored;
        all.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let told = ignored("TRAILS 40");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("36:2: `TRAILS` is no option"),
        "{}",
        told[0]
    );
    for known in [
        "TRIALS 40",
        "ACCURACY 0.001",
        "UNBALANCED CONTINUE 10",
        "QUALITY None mg/L",
        "MAP x.map",
        "EMITTER EXPONENT 0.5",
        "BACKFLOW ALLOWED YES",
        "PRESSURE EXPONENT 0.5",
        "PRESSURE PSI",
        "MINIMUM PRESSURE 0",
        "REQUIRED PRESSURE 0.1",
        "HEADERROR 0",
        "FLOWCHANGE 0",
        "CHECKFREQ 2",
        "MAXCHECK 10",
        "DAMPLIMIT 0",
        "DIFFUSIVITY 1",
        "TOLERANCE 0.01",
        "DEMAND MODEL DDA",
        "SPECIFIC GRAVITY 1",
        "HYDRAULICS SAVE x",
        "SEGMENTS 3",
    ] {
        assert_eq!(ignored(known), Vec::<String>::new(), "{known}");
    }
    // The second word does not matter there.
    let text = FILE.replace(" HEADLOSS H-W", " HEADLOSS H-W\n DEMAND FACTOR 3");
    assert_eq!(Inp::read(&text).unwrap().options.demand, 3.0);
}

#[test]
fn reducing_valves_side_by_side_are_staggered() {
    let beside = |line: &str| FILE.replace("[CURVES]", &format!(" w J1 J2 100 {line}\n[CURVES]"));
    let open = |text: String| text.replace(" v Closed", " v 20");
    assert!(Inp::read(&open(beside("PRV 18 0"))).is_ok());
    let refused = Inp::read(&open(beside("PRV 20 0"))).expect_err("one setting")[0].to_string();
    assert!(
        refused.contains("`w` and `v` (PRV) lie side by side"),
        "{refused}"
    );
    // One that is shut keeps nothing.
    assert!(Inp::read(&beside("PRV 20 0")).is_ok());
}
