//! What the user drew pipe by pipe: nodes, pipes, valves, check valves.

use super::plan::{Plan, Run};
use crate::config::{At, Diagnostic, Port, PortAt, Trim};
use crate::model::coolant::Surroundings;
use crate::model::hydraulic::NodeId;
use crate::physics::hydraulic::check_valve::CheckValve;
use crate::physics::hydraulic::valve::{self, Valve};

/// Kv is stated in m³/h [m³/s].
const CUBIC_METRE_PER_HOUR: f64 = 1.0 / 3_600.0;
