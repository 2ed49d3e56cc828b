//! The whole file: all families of tables of a circuit.

use super::*;
use crate::config::table::families;

families! {
    /// A circuit as the user wrote it, resolved to SI numbers that know where they stand.
    pub struct CircuitFile {
        /// Its name, and the window that is solved.
        one circuit ["circuit"]: Head;
        /// What `power stability` looks at.
        one stability ["stability"]: Stability;
        /// What the grid allows.
        one grid ["grid"]: GridSide;
        /// Shapes over time that loads share.
        many waveform ["waveform"]: Waveform;
        /// What voltages loads put up with.
        many tolerance ["tolerance"]: Tolerance;
        /// Sources: ideal, with a droop, or regulated with a current limit.
        multiplied source ["source"]: Source;
        /// Lines: resistance and inductance in series.
        multiplied line ["line"]: Line;
        /// Capacitors and supercapacitors.
        multiplied capacitor ["capacitor"]: Capacitor;
        /// Loads of constant power, current and resistance.
        multiplied load ["load"]: Load;
        /// Switches.
        multiplied switch ["switch"]: Switch;
        /// Breakers: switches that open by themselves above a current.
        multiplied breaker ["breaker"]: Switch;
        /// Fuses: elements that melt above ∫i²dt.
        multiplied fuse ["fuse"]: Fuse;
        /// Faults: a path that appears at a moment.
        multiplied fault ["fault"]: Fault;
        /// Metal-oxide varistors.
        multiplied varistor ["varistor"]: Varistor;
        /// Diodes.
        multiplied diode ["diode"]: Diode;
        /// Battery strings.
        multiplied battery ["battery"]: Battery;
        /// Regulated converters between two voltages.
        multiplied converter ["converter"]: Converter;
        /// Sources of smoothed power behind a capacitor bank.
        multiplied smoother ["smoother"]: Smoother;
    }
}
