//! `halltwin size`: which of many designs of a hall no other beats.
//!
//! ```text
//! study ──► designs ──► design day, N+1 ──► year of those that hold ──► front ──► full year of its members
//!           (all combinations)  (a few hours)   (a hundred hours, see surface)        (8760 hours)
//! ```
//!
//! Designs are assessed apart from one another and written in their order, so that the result is the same for
//! any number of threads, a study can go on where it was stopped, and the shards of a study are its parts.

mod assess;
mod design;
mod failure;
mod front;
mod plan;
mod price;
mod row;
mod run;
mod screen;
mod stored;
mod surroundings;
mod told;
mod trial;
mod write;

pub use assess::Assessed;
pub use design::Design;
pub use front::Front;
pub use plan::{Field, Plan};
pub use price::{Bill, Item, bill};
pub use row::{Figures, Row, Verdict};
pub use run::{Job, Shard, Sized, assess_all, joined};
pub use told::as_json;
pub use write::{Member, members, tables};

#[cfg(test)]
mod tests;
