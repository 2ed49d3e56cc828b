//! The whole file: all families of tables.

use super::super::table::families;
use super::*;
use crate::config::circuit::GridSide;

families! {
    /// A hall as the user wrote it, resolved to SI numbers that know where they stand.
    pub struct Config {
        /// The hall and its air.
        one hall ["hall"]: Hall;
        /// Where it stands: climate, grid, prices.
        one site ["site"]: Site;
        /// What the grid allows at the meter.
        one grid ["grid"]: GridSide;
        /// What is simulated, and how finely.
        one run ["run"]: Run;
        /// How losses of parts are ridden through.
        one ride ["ride"]: Ride;
        /// How units take a sag or an outage of their supply.
        many ride_through ["ride_through"]: RideThrough;
        /// Parts that one cause takes down together.
        many common_cause ["common_cause"]: CommonCause;
        /// Controllers of several units.
        many controller ["controller"]: Controller;
        /// Plausibility rules that are silenced.
        one lint ["lint"]: Lint;
        /// What the racks do.
        many workload ["workload"]: Workload;
        /// What is done to the hall in the course of a run.
        many event ["event"]: Event;
        /// Rows of equal racks.
        multiplied row ["row"]: Row;
        /// Single racks.
        multiplied rack ["rack"]: SingleRack;
        /// Coolant distribution units.
        multiplied cdu ["cdu"]: Cdu;
        /// Facility loops.
        many loops ["loop"]: Loop;
        /// Dry coolers, with or without adiabatic pads.
        many dry_cooler ["dry_cooler"]: DryCooler;
        /// Cooling towers.
        many tower ["tower"]: Tower;
        /// Chillers.
        many chiller ["chiller"]: Chiller;
        /// Loads described by heat and flow alone.
        many load ["load"]: Load;
        /// Exchangers between two loops.
        many exchanger ["exchanger"]: Exchanger;
        /// Substations that hand heat to district loops.
        many heat_reuse ["heat_reuse"]: HeatReuse;
        /// Stratified tanks.
        many tank ["tank"]: Tank;
        /// Stores of ice, snow and other content that melts.
        many ice_store ["ice_store"]: IceStore;
        /// Fan walls and other coolers of hall air.
        many fan_wall ["fan_wall"]: FanWall;
        /// Points of supply, where the meter is.
        many utility ["utility"]: Utility;
        /// Transformers.
        many transformer ["transformer"]: Transformer;
        /// Rectifiers, DC-DC converters, solid-state transformers.
        multiplied converter ["converter"]: Converter;
        /// Uninterruptible supplies.
        multiplied ups ["ups"]: Ups;
        /// Busways and cables.
        multiplied busway ["busway"]: Busway;
        /// Nodes of a drawn network.
        many node ["node"]: DrawnNode;
        /// Pipes of a drawn network.
        many pipe ["pipe"]: Pipe;
        /// Valves of a drawn network.
        many valve ["valve"]: Valve;
        /// Three-way valves of a drawn network.
        many three_way_valve ["three_way_valve"]: ThreeWayValve;
        /// Filters of a drawn network.
        many filter ["filter"]: Filter;
        /// Check valves of a drawn network.
        many check_valve ["check_valve"]: CheckValve;
        /// Valves of a drawn network that hold a flow.
        many flow_valve ["flow_valve"]: FlowValve;
        /// Valves of a drawn network that keep a pressure on one side.
        many pressure_valve ["pressure_valve"]: PressureValve;
        /// Valves of a drawn network that keep a difference of pressures.
        many differential_pressure_valve ["differential_pressure_valve"]: DifferentialPressureValve;
        /// Quick couplings of a drawn network.
        many coupling ["coupling"]: Coupling;
        /// Pumps drawn into a network.
        many booster ["booster"]: Booster;
        /// Coolants with constant properties, for comparisons.
        many fluid ["fluid"]: Coolant;
    }
}
