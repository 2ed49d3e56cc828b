//! Links between the repository's pages lead somewhere.

use std::fs;
use std::path::{Path, PathBuf};

/// Markdown files below `dir`, build output and dot folders left out.
fn pages(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(dir)
        .expect("readable folder")
        .map(|entry| entry.expect("readable entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" && name != "runs" {
                pages(&path, found);
            }
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

/// The page without what stands in code fences and code spans.
fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            for (index, part) in line.split('`').enumerate() {
                if index % 2 == 0 {
                    out.push_str(part);
                }
            }
        }
        out.push('\n');
    }
    out
}

/// Targets of `[text](target)` with their line numbers.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text).lines().enumerate() {
        for part in line.split("](").skip(1) {
            let target = part.split([')', ' ']).next().unwrap_or("");
            found.push((number + 1, target.to_owned()));
        }
    }
    found
}

/// Anchors that headings of a page give.
fn anchors(text: &str) -> Vec<String> {
    prose_headings(text)
        .map(|heading| {
            heading
                .to_lowercase()
                .chars()
                .filter_map(|c| match c {
                    ' ' => Some('-'),
                    c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
                    _ => None,
                })
                .collect()
        })
        .collect()
}

fn prose_headings(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines().filter_map(move |line| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced || !line.starts_with('#') {
            return None;
        }
        Some(line.trim_start_matches('#').trim())
    })
}

/// What is wrong with one link of a page, if anything.
fn broken(page: &Path, target: &str) -> Option<String> {
    if target.starts_with("http://") || target.starts_with("https://") || target.is_empty() {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if file.is_empty() {
        page.to_owned()
    } else {
        page.parent().expect("a page lies in a folder").join(file)
    };
    if !path.exists() {
        return Some(format!("{} does not exist", path.display()));
    }
    if !anchor.is_empty() && path.extension().is_some_and(|extension| extension == "md") {
        let text = fs::read_to_string(&path).expect("readable page");
        if !anchors(&text).iter().any(|known| known == anchor) {
            return Some(format!("{} has no heading #{anchor}", path.display()));
        }
    }
    None
}

#[test]
fn links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    pages(root, &mut found);
    assert!(found.len() > 5, "the pages were not found");
    let mut problems = Vec::new();
    for page in &found {
        let text = fs::read_to_string(page).expect("readable page");
        for (line, target) in links(&text) {
            if let Some(problem) = broken(page, &target) {
                problems.push(format!("{}:{line}: {problem}", page.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_broken_link_is_seen() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    assert!(broken(&page, "docs/nowhere.md").is_some());
    assert!(broken(&page, "docs/architecture.md#no-such-heading").is_some());
    assert!(broken(&page, "docs/architecture.md#one-step").is_none());
    assert_eq!(
        links("a [b](c.md) `[d](e.md)`\n```\n[f](g.md)\n```\n"),
        [(1, "c.md".to_owned())]
    );
}

/// Commands of the fenced shell samples of a page, without their comments.
fn samples(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(language) = line.strip_prefix("```") {
            inside = !inside && matches!(language, "sh" | "bash" | "console");
        } else if inside {
            let command = line.split('#').next().unwrap_or("").trim();
            found.extend((!command.is_empty()).then(|| command.to_owned()));
        }
    }
    found
}

/// What a sample asks of `halltwin`, if it does.
fn arguments(command: &str) -> Option<Vec<&str>> {
    let rest = ["cargo run --release -- ", "halltwin "]
        .iter()
        .find_map(|start| command.strip_prefix(start))?;
    Some(rest.split_whitespace().collect())
}

#[test]
fn shell_samples_do_what_they_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    pages(root, &mut found);
    let mut ran = 0;
    for page in &found {
        let text = fs::read_to_string(page).expect("readable page");
        for sample in samples(&text) {
            let Some(mut words) = arguments(&sample) else {
                continue;
            };
            let folder = tempfile::tempdir().expect("a temporary folder");
            let out = folder.path().display().to_string();
            // A day or a year is solved elsewhere; here the words are tried, for two minutes.
            match words[0] {
                "run" => words.extend(["--for", "2 min", "--out", &out, "--no-report"]),
                "year" => words[0] = "check",
                "size" => words = vec!["check", words[1]],
                "ride" if words.contains(&"--only") => words.extend(["--out", &out]),
                "ride" if !words.contains(&"--list") => words.push("--list"),
                _ => {}
            }
            let done = assert_cmd::Command::cargo_bin("halltwin")
                .expect("the binary is built")
                .current_dir(root)
                .args(&words)
                .output()
                .expect("it starts");
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            // A loss that passes a limit is what riding through may find.
            let found = words[0] == "ride" && done.status.code() == Some(3);
            assert!(
                done.status.success() || found,
                "{}: `{sample}`: {said}",
                page.display()
            );
            ran += 1;
        }
    }
    assert!(ran >= 2, "{ran} samples were found");
}

#[test]
fn samples_are_found_and_told_from_other_fences() {
    let text =
        "```sh\nhalltwin check a.toml  # why\n# only words\n```\n```toml\nhalltwin = 1\n```\n";
    assert_eq!(samples(text), ["halltwin check a.toml"]);
    assert_eq!(
        arguments("halltwin check a.toml"),
        Some(vec!["check", "a.toml"])
    );
    assert_eq!(arguments("cargo test --release"), None);
}
