//! The tables of a file of chains.

use crate::config::kinds::*;
use crate::config::table::{families, table};
use crate::config::{Redundancy, Staging, check};

table! {
    /// What the chains have in common.
    pub struct Comparison in "comparison" {
        /// Name, as results show it.
        name: Text, required;
        /// Power at the end of every chain at full load.
        power: Positive<Power>, required;
        /// What stands at the end, as results call it.
        end: Text = "12 V";
        /// Loads that are compared, as shares of the power.
        loads: List<Positive<Share>> = ["10 %", "20 %", "30 %", "40 %", "50 %", "60 %", "70 %", "80 %", "90 %", "100 %"];
    }
}

table! {
    /// A stage of conversion or distribution.
    pub struct Stage in "stage", checked by check::stage {
        /// What it is.
        title: Text = "";
        /// Efficiency, one value or over the load of a module as a share of its rating; or give `loss`.
        efficiency: Profile<Ratio, Positive<Share>>, optional;
        /// Loss of one module over its output power; needs `rated_power`.
        loss: Curve<Power, Power>, optional;
        /// Output of one module; sized to what the chain needs at full load when left out.
        rated_power: Positive<Power>, optional;
        /// Modules that carry full load together.
        modules: Count = 1;
        /// What stands beside them.
        redundancy: Redundancy = "N";
        /// How modules share the load.
        staging: Staging = "equal";
        /// Load of a module above which one more is switched on, where they are staged.
        stage_up: Positive<Share> = 0.8;
        /// Load of a module up to which one is switched off, where they are staged.
        stage_down: Positive<Share> = 0.6;
        /// Modules that always run.
        modules_min: Count = 1;
        /// How many of what follows it in the chain it feeds.
        feeds: Count = 1;
        /// What else it feeds.
        also_feeds: Power = "0 W";
        /// Where the figures come from.
        source: Text = "";
    }
}

table! {
    /// A chain from the meter to the load.
    pub struct Chain in "chain" {
        /// Its name, as results show it.
        title: Text, required;
        /// Its stages, from the meter on.
        stages: List<Name<to::Stage>>, required;
    }
}

families! {
    /// A file of chains, resolved to SI numbers that know where they stand.
    pub struct ChainFile {
        /// What the chains have in common.
        one comparison ["comparison"]: Comparison;
        /// Stages that chains are made of.
        many stage ["stage"]: Stage;
        /// Chains that are set side by side.
        many chain ["chain"]: Chain;
    }
}
