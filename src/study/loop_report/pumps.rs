//! Flow and suction head of each pump group where its suction has least reserve.

use super::LITRES_PER_MINUTE;
use crate::model::hydraulic::{LinkId, NodeId};
use crate::model::suction::Asked;
use crate::physics::hydraulic::regulated_pump::Hold;
use crate::results::PumpState;
use crate::study::suction::{Least, Suction, Suctions};
use crate::study::{Hall, Operating, OperatingPoint};

/// Suctions of all groups at an operating point in air of `air` \[Pa\].
pub(super) fn now(operating: &Operating, point: &OperatingPoint, air: f64) -> Suctions {
    let h = &operating.hydraulics;
    let groups = h.regulated.link.iter().zip(&h.regulated.hold);
    let suction = |(&l, hold): (&u32, &Hold)| {
        let (link, node) = (LinkId(l), NodeId(h.from[l as usize]));
        let flow = point.flows.flow(link).max(0.0);
        let at = Suction {
            t: operating.temperature[node.0 as usize],
            time_s: None,
            pressure: point.flows.pressure(h, node),
            air,
            flow,
            running: hold.running,
            speed: h.duty(link, flow).map_or(0.0, |duty| duty.speed),
        };
        Least { at, reserve: 0.0 }
    };
    Suctions(groups.map(suction).collect())
}

/// Groups of `hall` with the `suctions` that they were seen at; those never seen to run are left out.
pub(in crate::study) fn pumps(hall: &Hall, suctions: &Suctions) -> Vec<PumpState> {
    let (h, coolant) = (&hall.model.hydraulics, &hall.model.coolant);
    let groups = h.regulated.link.iter().zip(&h.regulated.hold);
    let groups = groups.zip(&hall.model.suction).zip(&suctions.0);
    let seen = groups.filter(|(_, least)| least.at.is_seen());
    let state = |(((&l, hold), asked), least): (((&u32, &Hold), &Option<Asked>), &Least)| {
        let (asked, seen) = (asked.as_ref()?, &least.at);
        let fluid = coolant.node_fluid[h.from[l as usize] as usize];
        let head = seen.head(&coolant.fluids[fluid as usize], asked);
        Some(PumpState {
            pump: h.link_name(LinkId(l)).to_owned(),
            running: seen.running,
            speed: seen.speed,
            flow: LITRES_PER_MINUTE * head.each,
            min_flow: LITRES_PER_MINUTE * seen.speed * asked.least,
            min_flow_assumed: asked.least_assumed,
            suction: seen.t,
            least_reserve_at_s: seen.time_s,
            npsh_available_m: head.available,
            npsh_required_m: head.required,
            npsh_assumed: asked.npsh_assumed,
            fouling: hold.fouling * asked.filter_fouling,
        })
    };
    seen.filter_map(state).collect()
}
