//! The `halltwin` command: parse, call, print.
fn main() {}
