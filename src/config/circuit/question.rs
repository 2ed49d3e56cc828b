//! `[circuit]` and `[stability]`: what is asked of a circuit.

use crate::config::kinds::*;
use crate::config::table::{choice, table};

choice! {
    /// Where a run begins.
    pub enum StartWord {
        /// At rest under the inputs of time zero.
        Steady = "steady",
        /// From the `voltage` of capacitors and the `current` of lines as given.
        Given = "given",
    }
}

table! {
    /// A circuit and the window of time that is solved.
    pub struct Head in "circuit" {
        /// Name, as results show it.
        name: Text, required;
        /// What it is.
        description: Text = "";
        /// Length of the window.
        duration: Positive<Time> = "50 ms";
        /// Time between samples.
        sample: Positive<Time> = "10 us";
        /// Where it begins.
        start: StartWord = "steady";
        /// Error of voltages allowed over the whole window.
        voltage_error: Positive<Voltage> = "1 mV";
        /// Error of currents allowed over the whole window.
        current_error: Positive<Current> = "20 mA";
        /// Error of controlled powers allowed over the whole window.
        power_error: Positive<Power> = "0.1 W";
        /// Shortest step.
        shortest_step: Positive<Time> = "1 ns";
        /// Longest step; 100 us when left out, or 1/5000 of a window longer than half a second.
        longest_step: Positive<Time>, optional;
        /// Columns of the result, such as `["v_b_V", "i_cable_A"]`; all when left out.
        record: List<Text>, optional;
    }
}

table! {
    /// What the grid allows: with any of these given, `power transient` audits the power drawn from all
    /// sources, and `run` and `year` what their meter reads, as far as their steps resolve it.
    pub struct GridSide in "grid" {
        /// Largest change of power within a second.
        ramp_per_second: Positive<Power>, optional;
        /// Largest change of power within a minute.
        ramp_per_minute: Positive<Power>, optional;
        /// Root-mean-square of what swings between 0.1 and 20 Hz.
        swing: Positive<Power>, optional;
        /// Largest mean power over 30 minutes.
        demand: Positive<Power>, optional;
    }
}

table! {
    /// What `power stability` looks at. The linearisation is that of the rest at time zero.
    pub struct Stability in "stability" {
        /// Nodes whose impedance to ground is computed; those with loads when left out.
        bus: List<Text>, optional;
        /// Lowest frequency of the impedance, in hertz (1/s).
        lowest_frequency: Positive<Rate> = "1 1/s";
        /// Highest frequency of the impedance, in hertz (1/s).
        highest_frequency: Positive<Rate> = "100000 1/s";
        /// Frequencies in each decade.
        per_decade: Count = 40;
    }
}
