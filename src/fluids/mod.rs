//! fluids
