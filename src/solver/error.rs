//! Why a step has no result, with the element that it failed at.

use super::ledger::LedgerError;
use super::network::SolveError;
use crate::model::moment::moment;

/// Why a step has no result.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StepError {
    /// The hydraulics have no solution.
    #[error("at {}: {source}", moment(.time_s))]
    Network {
        /// Beginning of the step \[s\].
        time_s: f64,
        /// What failed.
        source: SolveError,
    },
    /// The power system has no solution.
    #[error("at {}: {text}", moment(.time_s))]
    Power {
        /// Beginning of the step \[s\].
        time_s: f64,
        /// What failed, with the element's name.
        text: String,
    },
    /// The passes did not settle.
    #[error(
        "at {} the coupling of heat, flow and power did not settle in {passes} passes: {missed}",
        moment(.time_s)
    )]
    Coupling {
        /// Beginning of the step \[s\].
        time_s: f64,
        /// Passes made.
        passes: u32,
        /// The criterion that the last of them missed, and whose it is.
        missed: String,
    },
    /// Nothing settles while a unit that is to move the heat stands at its limit.
    #[error(
        "at {} nothing settles in {passes} passes ({missed}) while {unit} stands at \
         its limit: there is more heat than it can move; lower the load, or make it larger",
        moment(.time_s)
    )]
    Overloaded {
        /// Beginning of the step \[s\].
        time_s: f64,
        /// The unit at its limit.
        unit: String,
        /// Passes made.
        passes: u32,
        /// The criterion that the last of them missed, and whose it is.
        missed: String,
    },
    /// A rack gives its coolant more than it can carry, so that nothing settles.
    #[error(
        "at {} there is no solution: {rack} gives {:.1} kW to {flow:.4} kg/s of coolant, which would warm \
         it by {rise:.0} K",
        moment(.time_s),
        .heat / 1e3
    )]
    Starved {
        /// Beginning of the step \[s\].
        time_s: f64,
        /// The rack.
        rack: String,
        /// Heat for its coolant \[W\].
        heat: f64,
        /// Coolant through it [kg/s].
        flow: f64,
        /// Rise of temperature that would follow \[K\].
        rise: f64,
    },
    /// A rack reaches its shutdown temperature within the step.
    #[error(
        "at {}: {rack} reaches its shutdown temperature within a step that may switch nothing off",
        moment(.time_s)
    )]
    Trips {
        /// Beginning of the step \[s\].
        time_s: f64,
        /// The rack.
        rack: String,
    },
    /// Chips run away: there is no steady state.
    #[error(
        "at {} there is no steady state: {rack} runs away thermally. One kelvin more makes its chips draw as much \
         more as warms them by {gain:.2} K; give it more coolant, a lower supply or chips that leak less",
        moment(.time_s)
    )]
    Runaway {
        /// Time of the state \[s\].
        time_s: f64,
        /// The rack.
        rack: String,
        /// Loop gain.
        gain: f64,
    },
    /// Every steady state that is found asks for another setting than the one it was found with.
    #[error(
        "at {} there is no steady state: {element} hunts. The state found with its setting asks for another one, {sought} times \
         over; widen its hysteresis or flatten its reset",
        moment(.time_s)
    )]
    Hunting {
        /// Time of the state \[s\].
        time_s: f64,
        /// What is set.
        element: String,
        /// Settings tried.
        sought: u32,
    },
    /// A balance does not close.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl StepError {
    /// Whether a shorter step may have a solution: its coolant comes less far round.
    pub fn may_be_halved(&self) -> bool {
        matches!(
            self,
            Self::Coupling { .. }
                | Self::Overloaded { .. }
                | Self::Network { .. }
                | Self::Trips { .. }
                | Self::Starved { .. }
                | Self::Runaway { .. }
        )
    }

    /// Whether other start values may lead to a solution: not where a balance fails to close, which is evidence.
    pub fn may_start_anew(&self) -> bool {
        !matches!(self, Self::Ledger(_))
    }
}
