//! Renders every plot of a made-up day and year and looks at the labels.

use super::super::data::HallColumns;
use super::super::figure::overlap::complaints;
use super::super::figure::{Standing, png, svg};
use super::super::{fixture, plots};

#[test]
fn no_label_touches_another_or_leaves_its_plot() {
    for year in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let run = fixture::run(dir.path(), year);
        let hall = HallColumns::read(&run.series).unwrap();
        let plots = plots(&run.summary, &hall).unwrap();
        assert_eq!(plots.len(), if year { 8 } else { 7 });
        for plot in plots {
            assert_eq!(
                complaints(&plot.figure),
                Vec::<String>::new(),
                "{}",
                plot.id
            );
            assert!(!plot.figure.description.is_empty());
            // Where a person wants to look at them.
            if let Ok(folder) = std::env::var("HALLTWIN_PLOTS") {
                let name = format!("{}_{}", if year { "year" } else { "day" }, plot.id);
                let path = std::path::Path::new(&folder).join(name);
                std::fs::write(path.with_extension("png"), png(&plot.figure).unwrap()).unwrap();
                let text = svg(&plot.figure, Standing::Alone);
                std::fs::write(path.with_extension("svg"), text).unwrap();
            }
        }
    }
}
