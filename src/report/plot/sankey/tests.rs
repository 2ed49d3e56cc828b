use super::super::super::figure::overlap::complaints;
use super::*;

fn link(from: &str, to: &str, kwh: f64, electric: bool) -> Link {
    Link {
        from: from.into(),
        to: to.into(),
        kwh,
        electric,
    }
}

#[test]
fn stages_stand_behind_what_feeds_them() {
    let links = [
        link("meter", "transformer", 100.0, true),
        link("transformer", "racks", 97.0, true),
        link("transformer", "sky", 3.0, false),
        link("racks", "water", 97.0, false),
        link("water", "sky", 98.0, false),
        link("sun", "water", 1.0, false),
    ];
    let graph = graph::build(&links).unwrap();
    let column = |name: &str| graph.nodes.iter().find(|n| n.name == name).unwrap().column;
    assert_eq!(
        ["meter", "transformer", "racks", "water", "sky", "sun"].map(column),
        [0, 1, 2, 3, 4, 2]
    );
    // 100 % is the meter's; the sun's share comes on top.
    assert_eq!(graph.total_kwh, 100.0);
    // The loss of the transformer is led through the columns of racks and water.
    assert_eq!(graph.nodes.iter().filter(|n| n.name.is_empty()).count(), 2);
    assert!(
        graph
            .edges
            .iter()
            .all(|e| graph.nodes[e.to].column == graph.nodes[e.from].column + 1)
    );
    let figure = sankey("t", &links).unwrap().figure;
    assert_eq!(complaints(&figure), Vec::<String>::new());
}

#[test]
fn circles_and_nonsense_are_refused() {
    let circle = [
        link("a", "b", 1.0, true),
        link("b", "c", 1.0, true),
        link("c", "a", 1.0, true),
    ];
    assert!(matches!(
        sankey("t", &circle),
        Err(SankeyError::Circle { .. })
    ));
    let itself = [link("a", "a", 1.0, true)];
    assert!(matches!(
        sankey("t", &itself),
        Err(SankeyError::Circle { .. })
    ));
    for kwh in [-1.0, f64::NAN, f64::INFINITY] {
        let refused = sankey("t", &[link("a", "b", kwh, true)]);
        assert!(matches!(refused, Err(SankeyError::Amount { .. })));
    }
    assert_eq!(sankey("t", &[]), Err(SankeyError::Empty));
}

proptest::proptest! {
    /// Any flows without a circle give a picture in which labels keep apart.
    #[test]
    fn labels_keep_apart(
        flows in proptest::collection::vec((0_usize..12, 1_usize..6, 1e-3..1e5_f64, 0..2), 1..30),
    ) {
        const NAMES: [&str; 4] = ["utility meter", "semiconductor_transformer", "sky", "low-voltage board"];
        let name = |i: usize| format!("{} {i}", NAMES[i % 4]);
        let links: Vec<Link> = flows
            .iter()
            .map(|&(from, ahead, kwh, carrier)| link(&name(from), &name(from + ahead), kwh, carrier == 0))
            .collect();
        let figure = sankey("t", &links).unwrap().figure;
        proptest::prop_assert_eq!(complaints(&figure), Vec::<String>::new());
    }
}
