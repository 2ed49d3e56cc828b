//! Air side: fans, coils and the hall as one well-mixed volume.

pub mod coil;
pub mod crah;
pub mod fan;
pub mod makeup;
pub mod room;
pub mod state;
