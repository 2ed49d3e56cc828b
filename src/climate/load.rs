//! From what a configuration says, a built-in name or a path, to a [`Climate`].

use std::path::Path;

use super::{Climate, ClimateError, epw};

/// The built-in climates, the order of menus and messages.
pub fn names() -> Vec<&'static str> {
    Vec::new()
}

/// The climate called `name_or_path`: a built-in name (see [`names`]), or an EPW file whose path is
/// taken from `base_dir` when it is relative.
///
/// # Errors
/// [`ClimateError`]: unknown name, unreadable file, or a file that is not a whole and plausible year.
pub fn load(name_or_path: &str, base_dir: &Path) -> Result<Climate, ClimateError> {
    if is_path(name_or_path) {
        return read(&base_dir.join(name_or_path));
    }
    Err(ClimateError::Unknown {
        name: name_or_path.to_owned(),
        hint: hint(name_or_path),
    })
}

/// A built-in name has neither folders nor an extension.
fn is_path(text: &str) -> bool {
    text.contains(['/', '\\', '.'])
}

fn read(path: &Path) -> Result<Climate, ClimateError> {
    let file = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => epw::parse(&file, &String::from_utf8_lossy(&bytes)),
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
