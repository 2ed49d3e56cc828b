//! `[row.x]` and `[rack.x]`: racks, and what they hang on.

use super::super::check;
use super::super::kinds::*;
use super::super::table::{choice, table};
use super::{Cdu, Rack, RearDoor};

choice! {
    /// How the return header of a row runs.
    pub enum Header {
        /// Supply and return begin at the same end: near racks have the shorter path.
        DirectReturn = "direct-return",
        /// The return begins where the supply ends: all racks have equal paths.
        ReverseReturn = "reverse-return",
    }
}

table! {
    /// A row of equal racks. It hangs on in-row CDUs (`cdu`), on a CDU in each rack
    /// (`in_rack_cdu`), or on a facility loop (`loop`): exactly one of the three.
    pub struct Row in "row", checked by check::row {
        /// How many racks.
        racks: Count, required;
        /// What they are.
        rack: Record<Rack>, required;
        /// Power of each at full load; that of the record when left out.
        power: Positive<Power>, optional;
        /// In-row CDUs that serve the row together.
        cdu: List<Name<to::Cdu>>, optional;
        /// CDU inside each rack.
        in_rack_cdu: Record<Cdu>, optional;
        /// Facility loop that the in-rack CDUs hang on.
        in_rack_primary: Name<to::Loop>, optional;
        /// Facility loop whose coolant goes through the racks themselves.
        r#loop: Name<to::Loop>, optional;
        /// How the return header runs.
        header: Header = "reverse-return";
        /// Inner diameter of the headers.
        header_diameter: Positive<Length> = "100 mm";
        /// Distance from rack to rack.
        pitch: Positive<Length> = "0.6 m";
        /// Length of the hose to a rack, each way.
        hose_length: Positive<Length> = "2 m";
        /// Inner diameter of the hoses.
        hose_diameter: Positive<Length> = "38 mm";
        /// Roughness of headers and hoses.
        roughness: Length = "0.05 mm";
        /// Rear door of each rack, on the same headers.
        rear_door: Record<RearDoor>, optional;
        /// What the racks do; rated power at all times when left out.
        workload: Name<to::Workload>, optional;
        /// What feeds them; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
        /// Node of a drawn network that supplies the row's header.
        supply_node: Name<to::Node>, optional;
        /// Node of a drawn network that takes its return.
        return_node: Name<to::Node>, optional;
    }
}

table! {
    /// A single rack. It hangs on a CDU, on a facility loop, or between two drawn nodes.
    pub struct SingleRack in "single_rack", checked by check::single_rack {
        /// What it is.
        rack: Record<Rack>, required;
        /// Power at full load; that of the record when left out.
        power: Positive<Power>, optional;
        /// CDUs that serve it.
        cdu: List<Name<to::Cdu>>, optional;
        /// Facility loop whose coolant goes through it.
        r#loop: Name<to::Loop>, optional;
        /// Length of its hose, each way.
        hose_length: Positive<Length> = "2 m";
        /// Inner diameter of its hoses.
        hose_diameter: Positive<Length> = "38 mm";
        /// Roughness of its hoses.
        roughness: Length = "0.05 mm";
        /// Rear door, on the same hoses.
        rear_door: Record<RearDoor>, optional;
        /// What it does; rated power at all times when left out.
        workload: Name<to::Workload>, optional;
        /// What feeds it; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
        /// Node of a drawn network that supplies it.
        supply_node: Name<to::Node>, optional;
        /// Node of a drawn network that takes its return.
        return_node: Name<to::Node>, optional;
    }
}
