use std::path::PathBuf;

/// The folder of measured and published data; it may be absent.
pub(super) fn reference() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference");
    std::env::var_os("HALLTWIN_REFERENCE").map_or_else(|| beside.into(), PathBuf::from)
}
