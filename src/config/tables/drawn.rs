//! `[node.x]`, `[pipe.x]` and what stands in pipes: a network drawn pipe by pipe.

use super::super::check;
use super::super::kinds::*;
use super::super::table::{choice, table};
use super::coolant::Pump;

table! {
    /// A node of a drawn network.
    pub struct DrawnNode in "node" {
        /// Height above the hall's floor; a row that it supplies stands at this height.
        elevation: Signed<Length> = "0 m";
        /// Pressure held here by an expansion vessel, above the air's; floats when left out.
        static_pressure: Pressure, optional;
    }
}

table! {
    /// A pipe of a drawn network. Its ends are nodes (`n1`) or openings (`c1.supply`).
    pub struct Pipe in "pipe" {
        /// Where it begins.
        from: Port, required;
        /// Where it ends.
        to: Port, required;
        /// Length.
        length: Positive<Length>, required;
        /// Inner diameter.
        diameter: Positive<Length>, required;
        /// Roughness.
        roughness: Length = "0.05 mm";
        /// Sum of the loss coefficients of bends and fittings.
        minor_loss: Ratio = 0.0;
        /// Heat capacity of the wall per length.
        wall_capacity: LinearHeatCapacity = "0 J/(m K)";
        /// Heat lost per length and kelvin above the surroundings.
        heat_loss: LinearConductance = "0 W/(m K)";
        /// Whether fronts of temperature widen on their way (Taylor's dispersion).
        dispersion: Flag = false;
    }
}

choice! {
    /// How a valve's coefficient grows with its opening.
    pub enum Trim {
        /// In proportion.
        Linear = "linear",
        /// By equal factors for equal steps.
        EqualPercentage = "equal-percentage",
        /// As the square root: a disc that opens quickly.
        QuickOpening = "quick-opening",
    }
}

table! {
    /// A valve of a drawn network.
    pub struct Valve in "valve" {
        /// Where it begins.
        from: Port, required;
        /// Where it ends.
        to: Port, required;
        /// Kv: flow of water at 1 bar when fully open, as `"63 m3/h"` (IEC 60534-1).
        kv: Positive<FlowCoefficient>, required;
        /// Opening, 0 closed to 1 open.
        opening: Share = 1.0;
        /// How Kv grows with the opening.
        trim: Trim = "linear";
        /// Ratio of the largest to the smallest controllable flow (IEC 60534-2-4).
        rangeability: Positive<Ratio> = 50.0;
    }
}

table! {
    /// A three-way valve of a drawn network: it mixes `from` and `bypass` into `to`, or divides in the other direction.
    pub struct ThreeWayValve in "three_way_valve" {
        /// Port that opens with the position.
        from: Port, required;
        /// Port that closes with it.
        bypass: Port, required;
        /// Common port.
        to: Port, required;
        /// Kv of each way when fully open, as `"63 m3/h"` (IEC 60534-1).
        kv: Positive<FlowCoefficient>, required;
        /// Position: 1 from `from` alone, 0 from `bypass` alone.
        position: Share = 1.0;
        /// How Kv grows with the opening of each way.
        trim: Trim = "linear";
        /// Ratio of the largest to the smallest controllable flow (IEC 60534-2-4).
        rangeability: Positive<Ratio> = 50.0;
    }
}

table! {
    /// A filter or strainer of a drawn network.
    pub struct Filter in "filter" {
        /// Where it begins.
        from: Port, required;
        /// Where it ends.
        to: Port, required;
        /// Flow at which its loss is known.
        rated_flow: Positive<VolumeFlow>, required;
        /// Loss at that flow, clean.
        drop: Positive<Pressure>, required;
        /// Exponent of the loss over flow.
        exponent: Positive<Ratio> = 1.76;
        /// Factor on the loss by fouling, 1 when clean.
        fouling: Positive<Ratio> = 1.0;
    }
}

table! {
    /// A check valve of a drawn network: it lets coolant pass from `from` to `to` only.
    pub struct CheckValve in "check_valve" {
        /// Where it begins.
        from: Port, required;
        /// Where it ends.
        to: Port, required;
        /// Kv: flow of water at 1 bar when open, as `"63 m3/h"` (IEC 60534-1).
        kv: Positive<FlowCoefficient>, required;
    }
}

table! {
    /// A valve of a drawn network that holds a flow as far as the pressure across it suffices: a pressure-independent
    /// control valve (PICV) or a flow controller (FCV).
    pub struct FlowValve in "flow_valve" {
        /// Where it begins.
        from: Port, required;
        /// Where it ends.
        to: Port, required;
        /// Kv: flow of water at 1 bar when fully open, as `"63 m3/h"` (IEC 60534-1).
        kv: Positive<FlowCoefficient>, required;
        /// Flow that it lets pass at most; 0 shuts it.
        flow: VolumeFlow, required;
    }
}

table! {
    /// A valve of a drawn network that keeps a pressure on one side: pressure-reducing (`downstream`) or pressure-sustaining
    /// (`upstream`). It opens fully where that does not suffice and lets nothing back.
    pub struct PressureValve in "pressure_valve", checked by check::pressure_valve {
        /// Where it begins.
        from: Port, required;
        /// Where it ends.
        to: Port, required;
        /// Kv: flow of water at 1 bar when fully open, as `"63 m3/h"` (IEC 60534-1).
        kv: Positive<FlowCoefficient>, required;
        /// Most pressure where it ends, above the air's.
        downstream: Pressure, optional;
        /// Least pressure where it begins, above the air's.
        upstream: Pressure, optional;
    }
}

choice! {
    /// On which side of what it protects a differential-pressure valve stands.
    pub enum ValveSide {
        /// Behind it: the impulse line comes from its supply.
        Return = "return",
        /// Before it: the impulse line comes from its return.
        Supply = "supply",
    }
}

table! {
    /// A differential-pressure control valve of a drawn network: it throttles so that between its impulse line and its own
    /// near side there is at most a set difference, whatever the pumps give. Fully open where there is less.
    pub struct DifferentialPressureValve in "differential_pressure_valve" {
        /// Where it begins.
        from: Port, required;
        /// Where it ends.
        to: Port, required;
        /// Kv: flow of water at 1 bar when fully open, as `"63 m3/h"` (IEC 60534-1).
        kv: Positive<FlowCoefficient>, required;
        /// Where its impulse line comes from.
        sense: Port, required;
        /// Whether it stands in the return of what it protects, or in the supply.
        side: ValveSide = "return";
        /// Difference that it keeps.
        differential_pressure: Positive<Pressure>, required;
    }
}

table! {
    /// A pair of quick couplings of a drawn network, both halves together: dry-break couplings are shut while apart.
    pub struct Coupling in "coupling" {
        /// Where it begins.
        from: Port, required;
        /// Where it ends.
        to: Port, required;
        /// Kv: flow of water at 1 bar when connected, as `"10 m3/h"` (IEC 60534-1).
        kv: Positive<FlowCoefficient>, required;
        /// Whether its halves are joined.
        connected: Flag = true;
    }
}

table! {
    /// Pumps drawn into a network, beside those of CDUs and loops: in series with them (a booster) or in parallel.
    pub struct Booster in "booster", checked by check::booster {
        /// Suction.
        from: Port, required;
        /// Discharge.
        to: Port, required;
        /// What its pumps are.
        pump: Record<Pump>, required;
        /// Pumps built in, in parallel, each behind a check valve.
        pumps: Count = 1;
        /// Pumps that run; the others stand by.
        pumps_running: Count = 1;
        /// Difference that they hold from suction to discharge as far as their speed allows; at `speed` when left out.
        differential_pressure: Positive<Pressure>, optional;
        /// Most speed over rated speed, and the speed at which they run where no difference is given.
        speed: Positive<Share> = 1.0;
        /// What feeds them; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
    }
}
