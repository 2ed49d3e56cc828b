//! The columns of each kind of link.

use super::Watched;
use crate::physics::hydraulic::check_valve::CheckValve;
use crate::physics::hydraulic::device::Device;
use crate::physics::hydraulic::flow_limiter::FlowLimiter;
use crate::physics::hydraulic::formula_pipe::FormulaPipe;
use crate::physics::hydraulic::pipe::Pipe;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::pump::{Drive, Pump};
use crate::physics::hydraulic::regulated_pump::{Hold, RegulatedPump};
use crate::physics::hydraulic::regulator::Regulator;
use crate::physics::hydraulic::stop_valve::StopValve;
use crate::physics::hydraulic::throttle::Throttle;
use crate::physics::hydraulic::valve::Valve;

/// Which law a link follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// [`Pipes`].
    Pipe,
    /// [`PowerLaws`].
    PowerLaw,
    /// [`Valves`].
    Valve,
    /// [`FlowLimiters`].
    FlowLimiter,
    /// [`CheckValves`].
    CheckValve,
    /// [`StopValves`].
    StopValve,
    /// [`Pumps`].
    Pump,
    /// [`RegulatedPumps`].
    RegulatedPump,
    /// [`FormulaPipes`].
    FormulaPipe,
    /// [`Throttles`].
    Throttle,
    /// [`Devices`].
    Device,
    /// [`Regulators`].
    Regulator,
}

impl Kind {
    /// Whether it moves or passes coolant from its start to its end only.
    pub fn is_directed(self) -> bool {
        matches!(
            self,
            Self::Pump | Self::RegulatedPump | Self::CheckValve | Self::Regulator
        )
    }

    /// What a user calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pipe => "pipe",
            Self::PowerLaw => "loss record",
            Self::Valve => "control valve",
            Self::FlowLimiter => "flow limiter",
            Self::CheckValve => "check valve",
            Self::StopValve => "isolating valve",
            Self::Pump => "pump",
            Self::RegulatedPump => "regulated pump",
            Self::FormulaPipe => "pipe by formula",
            Self::Throttle => "throttle",
            Self::Device => "device by head curve",
            Self::Regulator => "pressure-regulating valve",
        }
    }
}

/// Pipes.
#[derive(Clone, Debug, Default)]
pub struct Pipes {
    /// Link of each row.
    pub link: Vec<u32>,
    /// Geometry.
    pub law: Watched<Pipe>,
}

/// Datasheet losses.
#[derive(Clone, Debug, Default)]
pub struct PowerLaws {
    /// Link of each row.
    pub link: Vec<u32>,
    /// Clean record.
    pub law: Vec<PowerLaw>,
    /// Factor on the record [-]: 1 when clean, more with fouling, other with another viscosity.
    pub scale: Vec<f64>,
}

/// Control valves.
#[derive(Clone, Debug, Default)]
pub struct Valves {
    /// Link of each row.
    pub link: Vec<u32>,
    /// Size and trim.
    pub law: Vec<Valve>,
    /// Opening [-], 0 shut to 1 open.
    pub opening: Vec<f64>,
}

/// Flow limiters.
#[derive(Clone, Debug, Default)]
pub struct FlowLimiters {
    /// Link of each row.
    pub link: Vec<u32>,
    /// Size.
    pub law: Vec<FlowLimiter>,
    /// Set flow [kg/s], 0 shuts.
    pub set: Vec<f64>,
}

/// Check valves.
#[derive(Clone, Debug, Default)]
pub struct CheckValves {
    /// Link of each row.
    pub link: Vec<u32>,
    /// Size.
    pub law: Vec<CheckValve>,
}

/// Isolating valves.
#[derive(Clone, Debug, Default)]
pub struct StopValves {
    /// Link of each row.
    pub link: Vec<u32>,
    /// Size.
    pub law: Vec<StopValve>,
    /// Whether it is open.
    pub open: Vec<bool>,
}

/// Pumps at given speed.
#[derive(Clone, Debug, Default)]
pub struct Pumps {
    /// Link of each row.
    pub link: Vec<u32>,
    /// The pumps.
    pub law: Vec<Pump>,
    /// Speed and number running.
    pub drive: Vec<Drive>,
}

/// Pump groups that hold a differential pressure.
#[derive(Clone, Debug, Default)]
pub struct RegulatedPumps {
    /// Link of each row.
    pub link: Vec<u32>,
    /// The group.
    pub law: Vec<RegulatedPump>,
    /// What it holds, and how many run.
    pub hold: Vec<Hold>,
}

/// Pipes by Hazen and Williams' or Chézy and Manning's formula.
#[derive(Clone, Debug, Default)]
pub struct FormulaPipes {
    /// Link of each row.
    pub link: Vec<u32>,
    /// Coefficients.
    pub law: Watched<FormulaPipe>,
}

/// Valves given by their resistance, with limits of flow.
#[derive(Clone, Debug, Default)]
pub struct Throttles {
    /// Link of each row.
    pub link: Vec<u32>,
    /// Resistance and limits.
    pub law: Watched<Throttle>,
}

/// Pumps, valves and breakers by their head curve.
#[derive(Clone, Debug, Default)]
pub struct Devices {
    /// Link of each row.
    pub link: Vec<u32>,
    /// The devices.
    pub law: Watched<Device>,
    /// Speed of pumps relative to their curve [-], above zero.
    pub speed: Watched<f64>,
}

/// Pressure-reducing and pressure-sustaining valves, differential-pressure valves.
#[derive(Clone, Debug, Default)]
pub struct Regulators {
    /// Link of each row.
    pub link: Vec<u32>,
    /// Side and set point.
    pub law: Vec<Regulator>,
    /// Node from whose potential the set point is counted; none where it stands by itself.
    pub sense: Vec<Option<u32>>,
}
