//! What the figures of a year are worth: inputs with bands, and the bands of PUE, water and margins that follow.
//!
//! # Equations
//! Inputs are u_i from 0 to 1 across their bands, all values equally likely, and c_i is the place at which a hall is
//! configured. The year is solved as configured and at both ends of each band; a result y follows as the sum of
//! one parabola an input,
//!
//! ```text
//! y(u) = y_c + Σ_i p_i(u_i),   p_i(0) = y_i⁻ − y_c,  p_i(c_i) = 0,  p_i(1) = y_i⁺ − y_c          (1)
//! ```
//!
//! and P10, P50 and P90 are those of (1) at 2 048 points of Halton's sequence. What (1) leaves out is how inputs act
//! together; some of the points are solved in full, and the largest difference is told beside the result.
//!
//! # References
//! - J. H. Halton, "On the efficiency of certain quasi-random sequences of points", *Numer. Math.* 2 (1960) 84–90.
//! - T. G. Eschenbach, "Spiderplots versus tornado diagrams for sensitivity analysis", *Interfaces* 22 (1992) 40–46.

mod check;
mod input;
mod sample;
mod spread;
mod told;

pub use check::check;
pub use input::{Input, inputs};
pub use spread::{Band, Bar, Outcome, RESULTS, Spread, results_of, spread};
pub use told::to_json;
