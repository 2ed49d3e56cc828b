//! Energy from the utility meter to the sky, each flow as broad as it is large.
//!
//! Stages stand in columns, as far right as the longest way to them; a flow that skips columns is
//! led through each of them, so that it never runs behind a stage. Every stage gets at least the
//! height of its label, which keeps labels apart by construction. Flows stay level beside the labels of a column
//! and bend behind them, so that none crosses a label but the stage's own.

mod draw;
mod graph;
mod label;
mod layout;
mod merge;

use super::super::figure::Figure;

/// An energy flow from one stage to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Stage it leaves.
    pub from: String,
    /// Stage it enters.
    pub to: String,
    /// Energy \[kWh\], positive.
    pub kwh: f64,
    /// True for electricity, false for heat.
    pub electric: bool,
}

/// Flows that cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SankeyError {
    /// Energy comes back to a stage that it left.
    #[error("the energy flows run in a circle through {stage:?}")]
    Circle {
        /// A stage on the circle.
        stage: String,
    },
    /// An energy is negative or not a number.
    #[error("the flow from {from:?} to {to:?} is {kwh} kWh")]
    Amount {
        /// Stage it leaves.
        from: String,
        /// Stage it enters.
        to: String,
        /// Energy given \[kWh\].
        kwh: f64,
    },
    /// There is nothing to draw.
    #[error("no energy flows were recorded")]
    Empty,
}

/// A drawn picture and what it shows together.
#[derive(Debug, Clone, PartialEq)]
pub struct Sankey {
    /// The drawing.
    pub figure: Figure,
    /// Users of electricity, each below 1 % of the whole, that stand together as "small users".
    pub small: Vec<String>,
    /// Share of the whole below which a flow is not drawn.
    pub least: f64,
}

/// Draws the flows, small users together and without the thinnest ones.
///
/// # Errors
/// [`SankeyError`] for a circle, a negative amount, or nothing to draw.
pub fn sankey(title: &str, links: &[Link]) -> Result<Sankey, SankeyError> {
    graph::check(links)?;
    let (links, small) = merge::merge(links);
    let mut graph = graph::build(&links)?;
    label::set(&mut graph);
    layout::place(&mut graph);
    Ok(Sankey {
        figure: draw::draw(title, &graph),
        small,
        least: merge::LEAST,
    })
}

#[cfg(test)]
mod tests;
