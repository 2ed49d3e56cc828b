//! Plots of the report: plain data in, a [`Figure`](super::figure::Figure) out.
//!
//! One file a plot; `style`, `axis`, `time_axis`, `panel` and `decimate` are shared by all.

mod axis;
mod circuit;
mod decimate;
mod duration;
mod front;
mod lines;
mod margin;
mod monthly;
mod panel;
mod profile;
mod ride;
mod sankey;
mod scatter;
mod single_line;
mod sound;
mod stage_loss;
mod style;
mod time_axis;
mod time_series;
mod tornado;
mod waterfall;

pub use circuit::{PumpPlot, index_circuits, pump_curves};
pub use duration::{DurationPanel, duration};
pub use front::{FrontPlot, front};
pub use lines::{Line, LinePanel, line_plot};
pub use margin::{MarginPlot, margin};
pub use monthly::{Month, monthly};
pub use profile::{ProfileBus, voltage_profile};
pub use ride::{RideCell, RideMatrix, ride_matrix};
pub use sankey::{Link, Sankey, SankeyError, sankey};
pub use scatter::{RatioPlot, load_moves, ratio_over_climate_and_load};
pub use single_line::{LinePlace, Symbol, single_line};
pub use sound::{Hour, SoundPlot, sound};
pub use stage_loss::{StageChain, StageLossPlot, stage_loss};
pub use time_series::{Limit, Note, TimePanel, TimePlot, Trace, time_series};
pub use tornado::{Tornado, TornadoBar, tornado};
pub use waterfall::{Waterfall, waterfall};

#[cfg(test)]
mod tests;
