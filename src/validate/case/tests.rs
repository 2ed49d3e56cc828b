use super::*;
use crate::validate::{Norm, to_html, to_json, to_junit, to_table};

const GOOD: &str = r#"
title = "By hand"
source = "a pencil"
[bench.fluid]
fluid = "water"
[data]
file = "table.csv"
[input]
temperature = { column = "T", unit = "degF" }
[expect.density]
column = "rho"
unit = "kg/m3"
norm = "absolute"
tolerance = "0.1 kg/m3"
why = "one digit"
"#;

/// Water at 68, 104 and 140 °F, the last one wrong by 1 kg/m³.
const TABLE: &str = "T,rho,kind\n68,998.3,a\n104,992.3,a\n140,984.3,b\n";

fn outcomes(case: &str, reference: Option<&Path>) -> Vec<Outcome> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("case.toml"), case).unwrap();
    fs::write(folder.path().join("table.csv"), TABLE).unwrap();
    run(folder.path(), "one", reference)
}

fn broken(case: &str) -> String {
    match &outcomes(case, None)[..] {
        [one] if matches!(one.status, Status::Broken(_)) => one.status.reason().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_error_beyond_the_tolerance_fails_and_names_its_row() {
    let all = outcomes(GOOD, None);
    assert_eq!((all.len(), &all[0].status), (1, &Status::Failed));
    assert_eq!((all[0].worst_row, all[0].samples), (Some(3), 3));
    assert_eq!((all[0].norm, &all[0].unit[..]), (Norm::Absolute, "kg/m3"));
    assert!((all[0].error - 1.0).abs() < 0.1, "{}", all[0].error);
    assert_eq!(all[0].overlay.x, [68.0, 104.0, 140.0]);
    assert_eq!(all[0].overlay.x_label, "temperature [degF]");
}

#[test]
fn rows_may_be_left_out_by_text_or_by_range() {
    for rule in [
        r#"{ column = "kind", equals = "a" }"#,
        r#"{ column = "rho", from = 990 }"#,
        r#"{ column = "T", from = 139, to = 141, outside = true }"#,
    ] {
        let whole = GOOD.replace("[input]", &format!("keep = [{rule}]\n[input]"));
        let one = GOOD.replace("norm =", &format!("keep = [{rule}]\nnorm ="));
        for case in [whole, one] {
            let all = outcomes(&case, None);
            assert_eq!(
                (&all[0].status, all[0].samples),
                (&Status::Passed, 2),
                "{rule}"
            );
        }
    }
}

#[test]
fn mistakes_are_broken_cases_with_their_place() {
    for (from, to, expected) in [
        ("fluid = \"water\"", "fluid = \"wafer\"", "5:9: no fluid"),
        (
            "fluid = \"water\"",
            "flud = \"water\"",
            "`fluid` is missing",
        ),
        ("[bench.fluid]", "[bench.fluids]", "did you mean `fluid`?"),
        ("\"degF\"", "\"kW\"", "9:"),
        ("\"0.1 kg/m3\"", "0.1", "14:13: `tolerance` is a density"),
        ("\"0.1 kg/m3\"", "\"0.1 K\"", "14:13: `tolerance`"),
        (
            "column = \"rho\"",
            "column = \"roh\"",
            "11:10: no column `roh`; did you mean `rho`?",
        ),
        (
            "norm = \"absolute\"",
            "norm = \"max\"",
            "no norm is called `max`",
        ),
        (
            "[expect.density]",
            "[expect.densty]",
            "did you mean `density`?",
        ),
        ("why = \"one digit\"", "", "`why` is missing"),
        (
            "why = ",
            "colour = 1\nwhy = ",
            "15:1: `colour` is not known",
        ),
        ("table.csv", "tabel.csv", "tabel.csv"),
        ("title = ", "title == ", "2:8: "),
    ] {
        let message = broken(&GOOD.replacen(from, to, 1));
        assert!(message.contains(expected), "{to}: {message}");
        assert!(message.contains("case.toml:"), "{message}");
    }
}

#[test]
fn data_that_are_not_there_skip_the_case() {
    let case = GOOD.replace("file = \"table.csv\"", "reference = \"plant/table.csv\"");
    for reference in [None, Some(Path::new("/nowhere"))] {
        let all = outcomes(&case, reference);
        assert!(matches!(&all[0].status, Status::Skipped(why) if why.contains("plant/table.csv")));
        assert_eq!((all[0].title.as_str(), all[0].is_good()), ("By hand", true));
    }
}

#[test]
fn nothing_left_to_compare_fails() {
    let case = GOOD.replace("norm =", "keep = [{ column = \"T\", from = 1e3 }]\nnorm =");
    let all = outcomes(&case, None);
    assert_eq!((&all[0].status, all[0].samples), (&Status::Failed, 0));
}

#[test]
fn every_writer_tells_the_verdict() {
    let mut all = outcomes(GOOD, None);
    all.extend(outcomes(&GOOD.replace("\"water\"", "\"<&>\""), None));
    let junit = to_junit(&all);
    assert!(junit.contains("failures=\"1\" errors=\"1\"") && junit.contains("&lt;&amp;&gt;"));
    let json: serde_json::Value = serde_json::from_str(&to_json(&all)).unwrap();
    assert_eq!(json[0]["status"], "failed");
    assert_eq!(json[1]["error"], serde_json::Value::Null);
    let table = to_table(&all);
    assert!(table.contains("FAILED") && table.contains("0 passed, 1 failed, 0 skipped, 1 broken"));
    let page = to_html(&all);
    assert!(page.contains("<svg") && page.contains("temperature [degF]") && !page.contains("<&>"));
}
