//! Heat from chip to sky: each exchanger, machine and thermal mass in a file of its own.

pub mod plate_hx;
pub mod rack;
