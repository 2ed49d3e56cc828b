//! The report of a run: one page for people, and its plots as files.
//!
//! ```text
//! OUT/report.html          self-contained: style, face and plots inside
//! OUT/plots/<id>.svg .png  each plot as a file of its own
//! ```
//!
//! Figures are computed elsewhere (`results`, `metrics`); here they are only set in order, with
//! their units, and drawn.

pub mod civil;
pub mod data;
pub mod figure;
pub mod font;
pub mod number;
mod page;
pub mod plot;
mod plots;
mod ride;

pub use plots::{Plot, losses_by_stage, plots, power_chain, tornado_plots};
pub use ride::{RidePaths, write_ride};

use crate::results::{PLOTS, REPORT_HTML, ResultsError, Run, sweep, write_atomic};
use data::HallColumns;
use figure::{PngError, Standing};
use std::path::{Path, PathBuf};

/// Files that a report consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The page.
    pub html: PathBuf,
    /// Plots, SVG and PNG.
    pub plots: Vec<PathBuf>,
}

/// A report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file could not be read or written.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// The energy flows contradict themselves.
    #[error("the energy flows of the run cannot be drawn: {0}")]
    Flows(#[from] plot::SankeyError),
    /// A plot could not be turned into pixels.
    #[error(transparent)]
    Png(#[from] PngError),
}

/// Writes the page of `run` into `out`, creating the folder if need be; its plots stand inside.
///
/// # Errors
/// [`ReportError`].
pub fn write_page(run: &Run, out: &Path) -> Result<PathBuf, ReportError> {
    page_with_plots(run, out).map(|(html, _)| html)
}

/// Writes page and plots of `run` into `out`, creating the folder if need be.
///
/// # Errors
/// [`ReportError`]; files written before the failure are complete.
pub fn write(run: &Run, out: &Path) -> Result<Paths, ReportError> {
    let (html, drawn) = page_with_plots(run, out)?;
    let folder = out.join(PLOTS);
    std::fs::create_dir_all(&folder).map_err(|e| ResultsError::io("create", &folder, e))?;
    sweep(&folder);
    let mut plots = Vec::with_capacity(2 * drawn.len());
    for plot in &drawn {
        plots.extend(write_figure(&plot.figure, &folder, plot.id)?);
    }
    Ok(Paths { html, plots })
}

/// Writes the page; returns its path and the plots that stand in it.
fn page_with_plots(run: &Run, out: &Path) -> Result<(PathBuf, Vec<Plot>), ReportError> {
    let hall = HallColumns::read(&run.series)?;
    let plots = plots(&run.summary, &hall)?;
    std::fs::create_dir_all(out).map_err(|e| ResultsError::io("create", out, e))?;
    sweep(out);
    let start = civil::Moment::parse(&run.summary.start);
    let months = start.map_or_else(Vec::new, |start| hall.months(start));
    let text = page::page(&run.summary, &months, &plots, hall.constant_margin());
    let html = out.join(REPORT_HTML);
    write_atomic(&html, text.as_bytes())?;
    Ok((html, plots))
}

/// Writes a drawing as `id.svg` and `id.png` into `folder`, which is there.
///
/// # Errors
/// [`ReportError`] where a file cannot be written.
pub fn write_figure(
    drawing: &figure::Figure,
    folder: &Path,
    id: &str,
) -> Result<[PathBuf; 2], ReportError> {
    let svg = folder.join(id).with_extension("svg");
    write_atomic(&svg, figure::svg(drawing, Standing::Alone).as_bytes())?;
    let png = folder.join(id).with_extension("png");
    write_atomic(&png, &figure::png(drawing)?)?;
    Ok([svg, png])
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod fixture_summary;
