//! Sound of a plant at its boundary: source strength and propagation outdoors.

pub mod iso9613;
pub mod sound_power;
