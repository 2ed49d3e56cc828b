//! Every case below `validation/` passes, or is skipped because the reference folder is absent.

use std::path::{Path, PathBuf};

use halltwin::validate::{self, Status};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The reference folder, where it is.
fn reference() -> Option<PathBuf> {
    let given = std::env::var_os("HALLTWIN_REFERENCE").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| root().join("../shared/reference"));
    folder.is_dir().then_some(folder)
}

#[test]
fn every_case_passes_or_is_skipped_by_name() {
    let reference = reference();
    let outcomes = validate::run(&[root().join("validation")], reference.as_deref());
    println!("{}", validate::to_table(&outcomes));
    let bad: Vec<_> = outcomes.iter().filter(|o| !o.is_good()).collect();
    assert!(bad.is_empty(), "{}", validate::to_table(&outcomes));
    let skipped = |o: &&validate::Outcome| matches!(o.status, Status::Skipped(_));
    if reference.is_some() {
        assert_eq!(outcomes.iter().filter(skipped).count(), 0);
    }
    let passed = outcomes.iter().filter(|o| o.status == Status::Passed);
    assert!(passed.count() >= 30, "cases that need no reference folder");
}

#[test]
fn without_the_reference_folder_its_cases_are_skipped_not_passed() {
    let outcomes = validate::run(&[root().join("validation/lbnl")], None);
    assert!(!outcomes.is_empty());
    for outcome in outcomes {
        let Status::Skipped(reason) = &outcome.status else {
            panic!("{}: {:?}", outcome.case, outcome.status);
        };
        assert!(reason.contains("plant/"), "{reason}");
    }
}

#[test]
fn a_folder_without_cases_is_broken() {
    let outcomes = validate::run(&[Path::new("no/such/folder").to_owned()], None);
    assert!(matches!(&outcomes[..], [one] if matches!(one.status, Status::Broken(_))));
}
