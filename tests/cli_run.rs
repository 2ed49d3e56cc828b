//! `halltwin run` as a user meets it when something is wrong: exit codes, what is said, what is left behind.

mod cli {
    mod coarse;
    pub mod folder;
    mod interrupted;
    mod limits;
    mod network;
    mod output;
    mod refused;
    mod replaced;
    mod ride;
    mod unwritable;
    mod walk;
}
