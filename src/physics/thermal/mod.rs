//! Heat from chip to sky: each exchanger, machine and thermal mass in a file of its own.

pub mod cdu_datasheet;
pub mod chiller;
pub mod chip;
pub mod cold_plate;
pub mod cooling_tower;
pub mod dispersion;
pub mod dry_cooler;
pub mod eps_ntu;
pub mod heat_reuse;
pub mod latent_store;
pub mod loop_response;
pub mod pads;
pub mod plate_hx;
pub mod rack;
pub mod rear_door;
pub mod rejection;
pub mod tank;
pub mod tube;
