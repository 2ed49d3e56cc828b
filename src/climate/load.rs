//! From what a configuration says, a built-in name or a path, to a [`Climate`].

use std::path::Path;

use super::{Climate, ClimateError, Moisture, design_day, epw, sites, synthesis};

/// Built-in years, then the days of each place.
const NAMES: [&str; 36] = [
    "toyama",
    "nanto",
    "inzai",
    "fukushima",
    "tokyo",
    "singapore",
    "frankfurt",
    "phoenix",
    "toyama-foehn",
    "toyama-snow",
    "toyama-design-summer",
    "toyama-design-humid",
    "toyama-design-winter",
    "nanto-foehn",
    "nanto-snow",
    "nanto-design-summer",
    "nanto-design-humid",
    "nanto-design-winter",
    "inzai-design-summer",
    "inzai-design-humid",
    "inzai-design-winter",
    "fukushima-design-summer",
    "fukushima-design-humid",
    "fukushima-design-winter",
    "tokyo-design-summer",
    "tokyo-design-humid",
    "tokyo-design-winter",
    "singapore-design-summer",
    "singapore-design-humid",
    "singapore-design-winter",
    "frankfurt-design-summer",
    "frankfurt-design-humid",
    "frankfurt-design-winter",
    "phoenix-design-summer",
    "phoenix-design-humid",
    "phoenix-design-winter",
];

/// The built-in climates, the order of menus and messages.
pub fn names() -> Vec<&'static str> {
    NAMES.to_vec()
}

/// The climate called `name_or_path`: a built-in name (see [`names`]), or an EPW file whose path is
/// taken from `base_dir` when it is relative.
///
/// # Errors
/// [`ClimateError`]: unknown name, unreadable file, or a file that is not a whole and plausible year.
pub fn load(name_or_path: &str, base_dir: &Path) -> Result<Climate, ClimateError> {
    load_with(name_or_path, base_dir, Moisture::default())
}

/// As [`load`], with the column of a weather file that tells the moisture; built-in climates have one measure only.
///
/// # Errors
/// As [`load`].
pub fn load_with(
    name_or_path: &str,
    base_dir: &Path,
    moisture: Moisture,
) -> Result<Climate, ClimateError> {
    if is_path(name_or_path) {
        return read(&base_dir.join(name_or_path), moisture);
    }
    built_in(name_or_path).ok_or_else(|| ClimateError::Unknown {
        name: name_or_path.to_owned(),
        hint: hint(name_or_path),
    })
}

/// The year of a place, or one of its days: `tokyo`, `tokyo-design-summer`.
fn built_in(name: &str) -> Option<Climate> {
    match name.split_once('-') {
        None => sites::find(name).map(synthesis::year),
        Some((place, kind)) => design_day::find(sites::find(place)?, kind),
    }
}

/// A built-in name has neither folders nor an extension.
fn is_path(text: &str) -> bool {
    text.contains(['/', '\\', '.'])
}

fn read(path: &Path, moisture: Moisture) -> Result<Climate, ClimateError> {
    let file = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => {
            // Files in an old code page are read as well: their figures are ASCII.
            let text = String::from_utf8(bytes)
                .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
            epw::parse(&file, &text, moisture)
        }
        Err(source) => Err(ClimateError::Unreadable { file, source }),
    }
}

/// The nearest name, where one is near enough to have been meant, and otherwise all.
fn hint(name: &str) -> String {
    let near = |known: &&str| strsim::jaro_winkler(known, &name.to_lowercase());
    let best = names()
        .into_iter()
        .max_by(|a, b| near(a).total_cmp(&near(b)));
    match best {
        Some(known) if near(&known) > 0.8 => format!("did you mean \"{known}\"?"),
        _ => format!(
            "give the path of an EPW file, or one of {}",
            names().join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str) -> String {
        load(name, Path::new("/nowhere")).unwrap_err().to_string()
    }

    #[test]
    fn every_name_loads_and_every_place_is_named() {
        for name in NAMES {
            let climate = load(name, Path::new("")).unwrap();
            assert_eq!(
                climate.hours(),
                if name.contains('-') { 24 } else { 8_760 },
                "{name}"
            );
            assert!(
                climate.site.synthetic && !climate.notes.is_empty(),
                "{name}"
            );
        }
        assert!(sites::SITES.iter().all(|site| NAMES.contains(&site.key)));
    }

    #[test]
    fn a_wrong_name_gets_a_hint() {
        assert!(
            refused("toyoma").ends_with("did you mean \"toyama\"?"),
            "{}",
            refused("toyoma")
        );
        assert!(refused("Tokyo").ends_with("did you mean \"tokyo\"?"));
        assert!(refused("tokyo-design-sumer").contains("\"tokyo-design-summer\""));
        assert!(refused("qqq").contains("path of an EPW file"));
    }

    #[test]
    fn a_missing_or_broken_file_is_refused_by_its_path() {
        assert!(refused("absent.epw").contains("/nowhere/absent.epw"));
        let file = tempfile::NamedTempFile::with_suffix(".epw").unwrap();
        std::fs::write(file.path(), "LOCATION,a\n").unwrap();
        let path = file.path().to_str().unwrap();
        assert!(
            refused(path).starts_with(&format!("{path}:1:")),
            "{}",
            refused(path)
        );
    }
}
