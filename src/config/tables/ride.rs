//! `[ride]`, `[ride_through.x]`, `[common_cause.x]`, `[controller.x]`: what may be lost at once, and how long a hall must ride it through.

use super::super::check;
use super::super::kinds::*;
use super::super::table::{choice, table};

choice! {
    /// Kinds of parts that may be lost.
    pub enum LostPart {
        /// One pump of a CDU or loop.
        Pump = "pump",
        /// A CDU.
        Cdu = "cdu",
        /// A control valve that shuts.
        Valve = "valve",
        /// A dry cooler or a tower cell.
        Cooler = "cooler",
        /// A chiller.
        Chiller = "chiller",
        /// A fan wall.
        FanWall = "fan-wall",
        /// A place of the power tree.
        Feeder = "feeder",
        /// A controller.
        Controller = "controller",
        /// A pipe that all units of a redundant group depend on.
        Header = "header",
        /// What the file declares to be lost together.
        CommonCause = "common-cause",
    }
}

choice! {
    /// What the actuators of a lost controller do.
    pub enum OnLoss {
        /// They stop.
        Stop = "stop",
        /// They stay where they are.
        Hold = "hold",
    }
}

table! {
    /// How losses of parts are ridden through (`halltwin ride`).
    pub struct Ride in "ride" {
        /// How long each loss is followed.
        horizon: Positive<Time> = "15 min";
        /// Time from the loss of a pump to the moment when one that stood by has taken over (an assumption).
        standby_start: Time = "10 s";
        /// Temperature of the hall's air at which racks switch off that are cooled by it too (an assumption unless given:
        /// 15 K above the warmest class of ASHRAE TC 9.9, A4).
        air_limit: Temperature = "60 degC";
        /// Moment of the climate year whose weather stays during the loss; the start of the run when left out. All
        /// workloads are at their peak.
        moment: Moment, optional;
        /// Kinds of parts that are not lost.
        without: List<LostPart> = [];
    }
}

table! {
    /// How units take a sag or an outage of their supply, and when they restart after it.
    pub struct RideThrough in "ride_through" {
        /// Which units: racks, CDUs, loops, fan walls, coolers, chillers.
        of: List<OnElement>, required;
        /// Durations and the least voltages, as shares of the nominal one, that are ridden through for so long; when left
        /// out racks follow the ITIC curve and all else SEMI F47.
        survives: Curve<Time, Share>, optional;
        /// Time from the return of supply until they run again: drives that ramp, controllers that boot, chillers that
        /// wait. Different times make the restart order.
        restart: Time = "0 s";
    }
}

table! {
    /// Parts that one cause takes down together: a shared header, feeder, room, software.
    pub struct CommonCause in "common_cause" {
        /// What is lost.
        on: List<OnElement>, required;
        /// The cause, for readers.
        because: Text = "";
    }
}

table! {
    /// A controller of several units.
    pub struct Controller in "controller", checked by check::controller {
        /// What it controls.
        of: List<OnElement>, required;
        /// What its actuators do when it is lost; only those of CDUs and loops can hold.
        on_loss: OnLoss = "stop";
    }
}
