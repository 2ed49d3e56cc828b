//! A file with twelve planted errors yields twelve problems in one reading, each on its own line.

use std::path::Path;

use halltwin::config::{Diagnostics, load};

fn problems() -> Diagnostics {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("tests/data/twelve_errors.toml")).unwrap();
    // Read from a folder beside `configs`, under a name without the machine's paths.
    halltwin::config::from_text(&text, "twelve_errors.toml").expect_err("it has twelve errors")
}

#[test]
fn twelve_errors_are_twelve_problems_each_on_its_own_line() {
    let problems = problems();
    let mut places: Vec<_> = problems
        .iter()
        .map(|p| p.origin().position().unwrap())
        .collect();
    assert_eq!(places.len(), 12, "{problems}");
    places.dedup_by_key(|(line, _)| *line);
    assert_eq!(places.len(), 12, "two problems share a line:\n{problems}");
    insta::assert_snapshot!(problems.to_string());
}

#[test]
fn every_problem_says_what_to_do_or_why() {
    for problem in &problems() {
        assert!(
            problem.help.is_some() || problem.reason.is_some(),
            "{problem}"
        );
    }
}

#[test]
fn a_file_that_is_not_there_is_one_problem() {
    let problems = load(Path::new("no/such/hall.toml"), &[]).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(problems.to_string().contains("no/such/hall.toml"));
}
