//! The house rules of docs/architecture.md, checked on every run: who may name whom, how large things
//! are, and that each module says what it is for.

use std::fs;
use std::path::{Path, PathBuf};

/// Module → modules it may name. `cli` may name all, and nobody names `cli`.
const ALLOWED: &[(&str, &[&str])] = &[
    ("kernels", &[]),
    ("units", &[]),
    ("fluids", &["kernels", "units"]),
    ("physics", &["fluids", "kernels", "units"]),
    ("catalog", &["units"]),
    ("config", &["catalog", "units"]),
    ("climate", &["fluids", "kernels", "units"]),
    (
        "model",
        &[
            "config", "catalog", "climate", "physics", "fluids", "kernels", "units",
        ],
    ),
    ("solver", &["kernels", "fluids", "physics", "model"]),
    ("results", &["model", "units"]),
    ("metrics", &["results", "units"]),
    (
        "study",
        &[
            "config", "catalog", "climate", "model", "solver", "results", "metrics", "fluids",
            "physics", "units",
        ],
    ),
    ("report", &["metrics", "results", "units"]),
    (
        "validate",
        &[
            "kernels", "units", "fluids", "physics", "catalog", "config", "climate", "model",
            "solver", "results", "metrics", "study", "report",
        ],
    ),
    (
        "cli",
        &[
            "kernels", "units", "fluids", "physics", "catalog", "config", "climate", "model",
            "solver", "results", "metrics", "study", "report", "validate",
        ],
    ),
];

/// Files of the crate's root: they name what they like.
const ROOT: &[&str] = &["lib", "main"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All Rust files below `dir`, in a fixed order.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let mut all = Vec::new();
    for path in entries {
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            all.push(path);
        }
    }
    all
}

/// A file's modules below the crate's root: `src/a/b.rs` and `src/a/b/mod.rs` are both `[a, b]`.
fn modules(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(source()).unwrap().with_extension("");
    let mut all: Vec<String> = inside
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if all.last().is_some_and(|last| last == "mod") {
        all.pop();
    }
    all
}

/// The text without its comments, lines kept.
fn code(text: &str) -> String {
    let bare = |line: &str| match line.find("//") {
        // A URL in a string is no comment, and no path to a module either.
        Some(at) => line[..at].to_owned(),
        None => line.to_owned(),
    };
    text.lines().map(bare).collect::<Vec<_>>().join("\n")
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// First words of what follows `crate::`: one, or those of a group `{a::x, b}`.
fn heads(tail: &str) -> Vec<String> {
    let Some(group) = tail.strip_prefix('{') else {
        return vec![word(tail).to_owned()];
    };
    let (mut depth, mut item, mut all) = (1, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || (depth == 1 && c == ',') {
            all.push(word(item.trim()).to_owned());
            item.clear();
        } else {
            item.push(c);
        }
        if depth == 0 {
            break;
        }
    }
    all.retain(|head| !head.is_empty());
    all
}

/// How many inline modules enclose each line, told by their indentation.
fn nesting(text: &str) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut all = Vec::new();
    for line in text.lines() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        all.push(open.len());
        let declared = bare
            .trim_start_matches("pub ")
            .trim_start_matches("pub(crate) ");
        if declared.starts_with("mod ") && bare.trim_end().ends_with('{') {
            open.push(indent);
        } else if bare.starts_with('}') && open.last() == Some(&indent) {
            open.pop();
        }
    }
    all
}

/// Top-level modules that a file at `depth` names, with the lines it names them on.
fn named(text: &str, depth: usize) -> Vec<(usize, String)> {
    let text = code(text);
    let nesting = nesting(&text);
    let line_of = |at: usize| text[..at].matches('\n').count();
    let mut all = Vec::new();
    for (at, found) in text.match_indices("crate::") {
        for head in heads(&text[at + found.len()..]) {
            all.push((line_of(at), head));
        }
    }
    let (mut from, step) = (0, "super::");
    while let Some(found) = text[from..].find(step) {
        let at = from + found;
        let chain = text[at..].len() - text[at..].trim_start_matches(step).len();
        from = at + chain;
        // As many steps up as there are modules around reach the crate's root.
        if chain / step.len() == depth + nesting[line_of(at)] {
            for head in heads(&text[from..]) {
                all.push((line_of(at), head));
            }
        }
    }
    all
}

#[test]
fn modules_name_only_those_below_them() {
    let mut wrong = Vec::new();
    for file in files(&source()) {
        let path = modules(&file);
        let module = path[0].as_str();
        if ROOT.contains(&module) {
            continue;
        }
        let Some((_, may)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{module} has no line in the table of directions"));
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        for (line, used) in named(&text, path.len()) {
            if used != module && !may.contains(&used.as_str()) {
                let place = file.strip_prefix(source()).unwrap().display();
                wrong.push(format!(
                    "{place}:{}: {module} may not name {used}",
                    line + 1
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_directions_has_no_circle() {
    let below = |name: &str| {
        ALLOWED
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, may)| *may)
    };
    for (name, may) in ALLOWED {
        let (mut seen, mut open) = (Vec::new(), may.to_vec());
        while let Some(next) = open.pop() {
            assert_ne!(next, *name, "{name} reaches itself");
            if !seen.contains(&next) {
                seen.push(next);
                open.extend(below(next).unwrap_or_else(|| panic!("{next} has no line")));
            }
        }
    }
}

#[test]
fn names_are_found_however_they_are_written() {
    let text = "use crate::{a::{x, y}, b, c as d};\nfn f() { crate::e::g() } // crate::no\n\
                use super::super::h::{i};\nmod tests {\n    use super::super::super::j;\n    use super::k;\n}\n\
                use super::{l, m};\n";
    let heads = |depth| -> Vec<String> { named(text, depth).into_iter().map(|(_, h)| h).collect() };
    assert_eq!(heads(2), ["a", "b", "c", "e", "h", "j"]);
    assert_eq!(heads(1), ["a", "b", "c", "e", "l", "m"]);
    assert_eq!(named(text, 2)[3].0, 1);
}

#[test]
fn files_stay_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lengths = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for file in files(&root.join(folder)) {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            assert!(lines <= 600, "{}: {lines} lines", file.display());
            lengths.push(lines);
        }
    }
    lengths.sort_unstable();
    let at = |share: f64| lengths[(share * (lengths.len() - 1) as f64) as usize];
    assert!(at(0.5) <= 150, "half of all files exceed {} lines", at(0.5));
    assert!(
        at(0.9) <= 400,
        "a tenth of all files exceed {} lines",
        at(0.9)
    );
}

/// Functions longer than this are counted, tests left out.
const LONGEST: usize = 50;

/// Names and lengths of the functions of a file that are too long.
fn long_functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let end = lines.iter().position(|l| l.starts_with("#[cfg(test)]"));
    let mut found = Vec::new();
    for (i, line) in lines[..end.unwrap_or(lines.len())].iter().enumerate() {
        let bare = line.trim_start();
        let indent = &line[..line.len() - bare.len()];
        // A function that a trait asks for has no body.
        if bare.trim_end().ends_with(';') {
            continue;
        }
        let Some(at) = bare.find("fn ").filter(|at| {
            let mut before = bare[..*at].split_whitespace();
            before.all(|w| w == "const" || w == "unsafe" || w.starts_with("pub"))
        }) else {
            continue;
        };
        let close = format!("{indent}}}");
        let length = lines[i..].iter().position(|l| *l == close).unwrap_or(0) + 1;
        if length > LONGEST {
            found.push((word(&bare[at + 3..]).to_owned(), length));
        }
    }
    found
}

/// Rooms in which no function is longer than it should be, and how many are left in the others.
#[test]
fn functions_stay_short() {
    const CLEAN: [&str; 8] = [
        "cli", "results", "climate", "catalog", "units", "kernels", "fluids", "metrics",
    ];
    const LEFT: usize = 32;
    let (mut left, mut wrong) = (Vec::new(), Vec::new());
    for file in files(&source()) {
        let path = modules(&file);
        if path.contains(&"tests".to_owned()) {
            continue;
        }
        for (name, lines) in long_functions(&fs::read_to_string(&file).unwrap()) {
            let told = format!("{}::{name}: {lines} lines", path.join("::"));
            let clean = CLEAN.contains(&path[0].as_str());
            if clean { &mut wrong } else { &mut left }.push(told);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(left.len() <= LEFT, "{}", left.join("\n"));
}

#[test]
fn long_functions_are_seen() {
    let body = "    x();\n".repeat(60);
    let text = format!("fn a() {{\n}}\n\nfn c();\npub(super) fn b() {{\n{body}}}\n");
    assert_eq!(long_functions(&text), [("b".to_owned(), 62)]);
}

#[test]
fn the_house_has_at_most_eighteen_rooms() {
    let entries = fs::read_dir(source()).unwrap().count();
    assert!(entries <= 18, "{entries} entries in src/");
}

#[test]
fn each_module_says_what_it_is_for() {
    let bare: Vec<String> = files(&source())
        .into_iter()
        // A file of tests is explained by the file it tests.
        .filter(|file| !modules(file).contains(&"tests".to_owned()))
        .filter(|file| !fs::read_to_string(file).unwrap().starts_with("//!"))
        .map(|file| file.display().to_string())
        .collect();
    assert!(bare.is_empty(), "no module doc:\n{}", bare.join("\n"));
}
