//! The equipment catalogue: each figure has a source, and each rating is one that physics allows.

mod chain;
mod coolant;
mod decode;
mod records;
mod rejection;
mod sources;
