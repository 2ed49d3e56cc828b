//! What is asked of a run of a circuit, and what comes back.

use super::error::CircuitFault;
use super::ledger::Energies;

/// Where a run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At rest under the inputs of time zero.
    Steady,
    /// From the voltages and currents given with the elements.
    Given,
}

/// A window of time and how finely it is solved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Its length \[s\].
    pub duration: f64,
    /// Time between samples \[s\].
    pub sample: f64,
    /// Error of voltages allowed over the whole window \[V\].
    pub voltage_error: f64,
    /// Error of currents, likewise \[A\].
    pub current_error: f64,
    /// Error of controlled powers, likewise \[W\].
    pub power_error: f64,
    /// Shortest step \[s\].
    pub shortest: f64,
    /// Longest step \[s\].
    pub longest: f64,
    /// Where it begins.
    pub start: Start,
}

impl Window {
    /// The default error control over `duration` \[s\], sampled every `sample` \[s\]: 1 mV, 20 mA and
    /// 0.1 W over the window; steps from 1 ns to 100 µs, or to 1/5000 of a window of minutes.
    pub fn new(duration: f64, sample: f64) -> Self {
        Self {
            duration,
            sample,
            voltage_error: 1e-3,
            current_error: 2e-2,
            power_error: 0.1,
            shortest: 1e-9,
            longest: (duration / 5_000.0).max(1e-4),
            start: Start::Steady,
        }
    }

    /// The window, if all its figures are above zero.
    ///
    /// # Errors
    /// [`CircuitFault::Window`].
    pub fn checked(self) -> Result<Self, CircuitFault> {
        let all = [
            ("duration [s]", self.duration),
            ("sample interval [s]", self.sample),
            ("error of voltages [V]", self.voltage_error),
            ("error of currents [A]", self.current_error),
            ("error of powers [W]", self.power_error),
            ("shortest step [s]", self.shortest),
            (
                "longest step less the shortest [s]",
                self.longest - self.shortest,
            ),
        ];
        match all.into_iter().find(|(_, x)| !(x.is_finite() && *x > 0.0)) {
            None => Ok(self),
            Some((what, value)) => Err(CircuitFault::Window { what, value }),
        }
    }
}

/// What is sampled. Indices are those of the circuit's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Power given by all sources \[W\].
    Supplied,
    /// Voltage of a node \[V\].
    Node(u32),
    /// Current of a series element, from its first node to its second \[A\].
    Series(u32),
    /// Current into a capacitor \[A\].
    CapacitorCurrent(u32),
    /// Voltage of a capacitor behind its series resistance \[V\].
    CapacitorVoltage(u32),
    /// Power of a load \[W\].
    LoadPower(u32),
    /// Voltage across a load \[V\].
    LoadVoltage(u32),
    /// Current of a device, into its first node \[A\].
    Device(u32),
    /// A state of a device: of a battery the state of charge (0) and its pairs' voltages, of a
    /// smoother the low-passed (0) and the given power (1) \[W\], of a regulator its voltage \[V\].
    DeviceState(u32, u32),
}

/// Something that opened or closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When \[s\].
    pub time: f64,
    /// Index of the gate.
    pub gate: u32,
    /// What happened.
    pub what: Happening,
}

/// What can happen to a gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happening {
    /// Opened as set.
    Opened,
    /// Closed as set.
    Closed,
    /// Its current passed the trip level \[A\].
    Tripped(f64),
    /// Its ∫i²dt melted it \[A² s\].
    Melted(f64),
    /// Its voltage fell below the lock-out \[V\].
    LockedOut(f64),
    /// It returned after a lock-out \[V\].
    Restarted(f64),
    /// A battery can take no more charge, and is charged no further.
    Full,
    /// A battery can give no more charge, and is discharged no further.
    Empty,
    /// A battery that was full or empty carries current again.
    Returned,
}

/// What a run leaves.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Times of the samples \[s\].
    pub time: Vec<f64>,
    /// One column a probe.
    pub columns: Vec<Vec<f64>>,
    /// What opened and closed.
    pub events: Vec<Event>,
    /// The ledger.
    pub energies: Energies,
    /// Steps taken.
    pub steps: u64,
    /// Steps tried and taken again shorter.
    pub rejected: u64,
    /// Steps at the shortest length whose error was above what is allowed.
    pub coarse: u64,
    /// Newton iterations.
    pub iterations: u64,
}
