//! The kinds of field: quantities with a unit, plain values, references to other tables, lists,
//! curves and catalogue records.

mod curve;
mod element;
mod hours;
mod list;
mod plain;
mod quantity;
mod record;
mod reference;

pub use curve::{Curve, Numbers, Profile, Span};
pub use element::{Element, OnElement};
pub use hours::Hours;
pub use list::{List, Shares};
pub use plain::{Count, Flag, Index, Moment, Text, TimeOfYear};
pub use quantity::*;
pub use record::{Record, Recorded};
pub use reference::{End, FluidName, Name, Port, Side, Target, to};
