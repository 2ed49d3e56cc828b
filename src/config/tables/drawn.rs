//! `[node.x]`, `[pipe.x]`, `[valve.x]`, `[three_way_valve.x]`, `[filter.x]`, `[check_valve.x]`: a network drawn pipe by pipe.

use super::super::kinds::*;
use super::super::table::{choice, table};

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
        kv: Positive<VolumeFlow>, required;
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
        kv: Positive<VolumeFlow>, required;
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
        kv: Positive<VolumeFlow>, required;
    }
}
