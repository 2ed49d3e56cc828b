//! A seal on what a certificate is about: SHA-256 of the resolved hall.

use crate::study::Hall;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Text on its way into a hash.
struct Hashed(Sha256);

impl Write for Hashed {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

/// SHA-256, in hex, of every resolved value of the configuration in SI, of the weather and of the traces: the same for
/// the same hall wherever its files lie and however they are written.
pub(super) fn resolved(hall: &Hall) -> String {
    let mut config = hall.config.clone();
    config.folder = std::path::PathBuf::new();
    config.citations.clear();
    let mut hashed = Hashed(Sha256::new());
    // Writing into a hash cannot fail.
    let _ = write!(
        hashed,
        "{config:?}\n{:?}\n{:?}",
        hall.model.climate, hall.model.profiles
    );
    let digest = hashed.0.finalize();
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
