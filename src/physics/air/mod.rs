//! Air side: fans, coils and the hall as one well-mixed volume.

pub mod fan;
pub mod state;
