//! `halltwin ride` as a user meets it: exit code, what is printed, what is left behind.

use super::folder::{Folder, config};

#[test]
fn a_loss_that_passes_a_limit_ends_with_three_and_leaves_its_certificate() {
    let folder = Folder::new();
    folder.write(&config("05_ride.toml"));
    let only = [
        "--only",
        "pipe.header",
        "--only",
        "chiller.cold+cdu.a1",
        "--json",
    ];
    let done = folder.ride(&only);
    assert_eq!(done.code, 3, "{}{}", done.out, done.err);
    let all: serde_json::Value = serde_json::from_str(&done.out).expect("stdout is JSON alone");
    assert_eq!(all["singles"][0]["lost"][0], "pipe.header");
    assert!(all["singles"][0]["time_to_limit_s"].is_number());
    assert!(all["singles"][0]["least_margin_K"].is_number());
    assert_eq!(all["resolved_sha256"].as_str().map(str::len), Some(64));
    assert_eq!(
        folder.left(),
        [
            "certificate.html",
            "plots",
            "ride.csv",
            "ride.json",
            "ride_racks.csv"
        ]
    );
    let page = std::fs::read_to_string(folder.results().join("certificate.html")).unwrap();
    assert!(page.contains("Not certified for the loss of one part"));
    assert!(page.contains(all["resolved_sha256"].as_str().unwrap()));
    let table = std::fs::read_to_string(folder.results().join("ride.csv")).unwrap();
    assert_eq!(table.lines().count(), 3);
    for plot in ["ride_matrix.svg", "ride_matrix.png"] {
        assert!(folder.results().join("plots").join(plot).exists(), "{plot}");
    }
}

#[test]
fn a_loss_that_is_ridden_through_ends_well() {
    let folder = Folder::new();
    folder.write(&config("05_ride.toml"));
    let done = folder.ride(&["--only", "cdu.c1", "--no-report"]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert!(done.out.contains("what is left"), "{}", done.out);
}

#[test]
fn an_unknown_part_is_named_with_what_was_meant() {
    let folder = Folder::new();
    folder.write(&config("05_ride.toml"));
    let done = folder.ride(&["--only", "pipe.heder"]);
    assert_eq!(done.code, 2, "{}{}", done.out, done.err);
    assert!(
        done.err.contains("did you mean `pipe.header`"),
        "{}",
        done.err
    );
    assert!(folder.left().is_empty());
}

#[test]
fn a_named_loss_of_several_parts_that_passes_a_limit_ends_with_three() {
    let folder = Folder::new();
    folder.write(&config("05_ride.toml"));
    let done = folder.ride(&["--only", "cdu.c1+cdu.c2"]);
    assert_eq!(done.code, 3, "{}{}", done.out, done.err);
    assert!(!done.out.contains("neither part alone"), "{}", done.out);
    assert!(
        done.out.contains("add --only cdu.c1 --only cdu.c2"),
        "{}",
        done.out
    );
    let page = std::fs::read_to_string(folder.results().join("certificate.html")).unwrap();
    assert!(page.contains("Not certified for the losses that were named"));
    assert!(!page.contains("neither part alone"));

    let done = folder.ride(&["--only", "cdu.c1+cdu.c2+chiller.cold", "--json"]);
    assert_eq!(done.code, 3, "{}{}", done.out, done.err);
    let all: serde_json::Value = serde_json::from_str(&done.out).expect("stdout is JSON alone");
    assert_eq!(all["losses_at_once"], 3);
    assert_eq!(all["pairs"].as_array().map(Vec::len), Some(0));
    assert_eq!(all["larger"][0]["lost"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_pair_is_explained_by_a_part_that_passes_its_limit_alone() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let pair = "cdu.a.1+fan_wall.wall.valve";
    let done = folder.ride(&[
        "--only",
        pair,
        "--only",
        "cdu.a.1",
        "--only",
        "chiller.cold",
    ]);
    assert_eq!(done.code, 3, "{}{}", done.out, done.err);
    assert!(
        done.out
            .contains("1 of 1 losses of two parts pass a limit, 0 of them though neither"),
        "{}",
        done.out
    );
    let page = std::fs::read_to_string(folder.results().join("certificate.html")).unwrap();
    assert!(!page.contains("No loss of one part"));
    let alone = folder.ride(&["--only", "chiller.cold"]);
    assert_eq!(alone.code, 0, "{}{}", alone.out, alone.err);
    let page = std::fs::read_to_string(folder.results().join("certificate.html")).unwrap();
    assert!(
        !page.contains("No loss of one part"),
        "13 parts were not followed"
    );
    assert!(page.contains("nothing is said of the others"));
}

#[test]
fn a_part_named_twice_in_a_loss_is_refused() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let done = folder.ride(&["--only", "cdu.a.1+cdu.a.1"]);
    assert_eq!(done.code, 2, "{}{}", done.out, done.err);
    assert!(done.err.contains("names `cdu.a.1` twice"), "{}", done.err);
    assert!(folder.left().is_empty());
}
