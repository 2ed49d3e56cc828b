//! Chains of conversion stages as the user wrote them: what `halltwin power compare` sets side by side.
//!
//! A file of its own in the same language as a hall: `base`, `--set`, units, and all problems at once.
//!
//! ```
//! let (file, _) = halltwin::config::chains::from_text(
//!     r#"
//!     [comparison]
//!     name = "Two ways"
//!     power = "1 MW"
//!     [stage.sst]
//!     efficiency = 0.98
//!     [stage.bus]
//!     efficiency = 0.975
//!     [chain.direct]
//!     title = "SST direct"
//!     stages = ["sst", "bus"]
//!     "#,
//!     "chains.toml",
//! )?;
//! assert_eq!(file.chain.get("direct").map(|c| c.stages.len()), Some(2));
//! # Ok::<(), halltwin::config::Diagnostics>(())
//! ```

mod load;
mod tables;

pub use load::{from_text, load};
pub(in crate::config) use tables::family_schemas;
pub use tables::{Chain, ChainFile, Comparison, FAMILIES, Stage};
