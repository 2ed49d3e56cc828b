use std::path::PathBuf;

/// The folder of measured and published data; it may be absent.
pub(super) fn reference() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference");
    std::env::var_os("HALLTWIN_REFERENCE").map_or_else(|| beside.into(), PathBuf::from)
}

/// The row of `climate_japan.csv` whose place starts with `place` and whose item ends in `item`, as numbers; nothing where the
/// folder is absent.
pub(super) fn published(place: &str, item: &str) -> Option<Vec<f64>> {
    let text = std::fs::read_to_string(reference().join("climate/climate_japan.csv")).ok()?;
    let row = text.lines().find_map(|line| {
        let mut fields = line.split(',');
        (fields.next()?.starts_with(place) && fields.next()?.ends_with(item))
            .then(|| fields.next())?
    });
    let numbers = row.expect("the row is there").split(['/', ';']);
    Some(numbers.map(|x| x.parse().expect("a number")).collect())
}

/// A column of a compressed reanalysis file, nothing where the folder is absent.
pub(super) fn reanalysis(file: &str, column: &str) -> Option<Vec<f64>> {
    let packed = std::fs::File::open(reference().join("climate").join(file)).ok()?;
    let mut rows = csv::Reader::from_reader(flate2::read::GzDecoder::new(packed));
    let at = rows
        .headers()
        .ok()?
        .iter()
        .position(|name| name == column)?;
    Some(
        rows.records()
            .map(|row| row.unwrap()[at].parse().unwrap())
            .collect(),
    )
}
