//! The tables of the language, each declared once.

mod air;
mod cdu;
mod coolant;
mod drawn;
mod event;
mod file;
mod hall;
mod power;
mod process;
mod rack;
mod rejection;
mod ride;
mod row;
mod storage;
mod workload;

pub use air::{FanWall, RearDoor};
pub use cdu::Cdu;
pub use coolant::{Coolant, FrostProtection, Loop, Pump, SupplyFollows};
pub use drawn::{
    Booster, CheckValve, Coupling, DifferentialPressureValve, DrawnNode, Filter, FlowValve, Pipe,
    PressureValve, ThreeWayValve, Trim, Valve, ValveSide,
};
pub use event::Event;
pub(in crate::config) use file::family_schemas;
pub use file::{Config, FAMILIES};
pub use hall::{Hall, Lint, MoistureColumn, Run, Site};
pub use power::{
    Busway, Converter, Meter, Place, Redundancy, Staging, Transformer, Ups, UpsMode, Utility,
};
pub use process::{Exchanger, Load};
pub use rack::Rack;
pub use rejection::{
    BeyondRange, Chiller, ChillerModel, DryCooler, DryCoolerModel, FanDrive, Tower, TowerModel,
    WaterBalance,
};
pub use ride::{CommonCause, Controller, LostPart, OnLoss, Ride, RideThrough};
pub use row::{Header, Row, SingleRack};
pub use storage::{HeatReuse, IceStore, Tank};
pub use workload::{Pattern, PerWhat, TraceQuantity, Workload};
