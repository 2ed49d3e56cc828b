//! A circuit as the user wrote it: lines, capacitors, sources, loads and what switches them.
//!
//! A circuit is a file of its own, in the same language as a hall: `base`, `--set`, `count` with
//! `{index}`, units, and all problems at once. Nodes exist by being named; `ground` (or `0`) is the
//! node of zero potential.
//!
//! ```
//! let (circuit, _) = halltwin::config::circuit::from_text(
//!     r#"
//!     [circuit]
//!     name = "One rack"
//!     duration = "20 ms"
//!     [source.grid]
//!     from = "s"
//!     voltage = "800 V"
//!     [line.cable]
//!     from = "s"
//!     to = "b"
//!     resistance = "2.26 mohm"
//!     inductance = "10 uH"
//!     [capacitor.c]
//!     from = "b"
//!     capacitance = "2 mF"
//!     [load.rack]
//!     from = "b"
//!     power = [["0 s", "30 kW"], ["1 ms", "30 kW"], ["1.1 ms", "100 kW"]]
//!     "#,
//!     "rack.toml",
//! )?;
//! assert!(circuit.line.get("cable").is_some_and(|l| (*l.inductance - 1e-5).abs() < 1e-12));
//! # Ok::<(), halltwin::config::Diagnostics>(())
//! ```

mod element;
mod file;
mod load;
mod protection;
mod question;

pub use element::{
    Battery, Capacitor, Converter, Diode, Fault, Line, Load, Smoother, Source, Switch, Varistor,
    Waveform,
};
pub(in crate::config) use file::family_schemas;
pub use file::{CircuitFile, FAMILIES};
pub use load::{Sketch, from_text, load, sketch};
pub use protection::{Fuse, Tolerance};
pub use question::{GridSide, Head, Stability, StartWord};
