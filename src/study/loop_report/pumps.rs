//! Flow and suction head of each pump group where its suction is hottest.

use super::LITRES_PER_MINUTE;
use crate::config::{Cdu, Config, Pump};
use crate::fluids::moist_air::saturation_pressure;
use crate::model::hydraulic::{LinkId, NodeId};
use crate::physics::hydraulic::npsh;
use crate::physics::hydraulic::regulated_pump::Hold;
use crate::results::PumpState;
use crate::study::hottest::Suction;
use crate::study::{Hall, Operating, OperatingPoint};

/// Least flow over rated flow where none is stated (assumed; HI 9.6.3 gives 0.2 to 0.4 for small radial pumps).
const LEAST_FLOW: f64 = 0.25;

/// What a record says of one pump.
struct Record {
    /// Rated flow [m³/s].
    rated: f64,
    /// Least flow [m³/s].
    least: Option<f64>,
    /// NPSH that it asks for [m].
    npsh: Option<f64>,
    /// Factor of fouling on its filter [-].
    filter_fouling: f64,
}

impl Record {
    fn of_cdu(cdu: &Cdu) -> Self {
        let pumps = cdu.external_head_pumps.as_ref();
        let pumps = pumps.map_or(f64::from(*cdu.pumps_running), |n| f64::from(**n));
        Self {
            rated: *cdu.rated_secondary_flow / pumps.max(1.0),
            least: cdu.pump_min_flow.as_ref().map(|q| **q),
            npsh: cdu.pump_npsh_required.as_ref().map(|x| **x),
            filter_fouling: *cdu.filter_fouling,
        }
    }

    fn of_pump(pump: &Pump) -> Self {
        Self {
            rated: *pump.rated_flow,
            least: pump.min_flow.as_ref().map(|q| **q),
            npsh: pump.npsh_required.as_ref().map(|x| **x),
            filter_fouling: 1.0,
        }
    }

    /// Of the pumps drawn as the link `name`: `loop.fws.plant`, `cdu.c1.pumps`, `cdu.a.1.pumps` in the racks of a row, `booster.b`.
    fn of(config: &Config, name: &str) -> Option<Self> {
        if let Some(name) = name
            .strip_prefix("loop.")
            .and_then(|n| n.strip_suffix(".plant"))
        {
            return Some(Self::of_pump(&config.loops.get(name)?.pump));
        }
        if let Some(name) = name.strip_prefix("booster.") {
            return Some(Self::of_pump(&config.booster.get(name)?.pump));
        }
        let name = name.strip_prefix("cdu.")?.strip_suffix(".pumps")?;
        if let Some(cdu) = config.cdu.get(name) {
            return Some(Self::of_cdu(cdu));
        }
        let row = config.row.get(name.rsplit_once('.')?.0)?;
        row.in_rack_cdu.as_ref().map(|cdu| Self::of_cdu(cdu))
    }
}

/// Suctions of all groups at an operating point.
pub(super) fn now(operating: &Operating, point: &OperatingPoint) -> Vec<Suction> {
    let h = &operating.hydraulics;
    let groups = h.regulated.link.iter().zip(&h.regulated.hold);
    let suction = |(&l, hold): (&u32, &Hold)| {
        let (link, node) = (LinkId(l), NodeId(h.from[l as usize]));
        let flow = point.flows.flow(link).max(0.0);
        Suction {
            t: operating.temperature[node.0 as usize],
            time_s: None,
            pressure: point.flows.pressure(h, node),
            flow,
            running: hold.running,
            speed: h.duty(link, flow).map_or(0.0, |duty| duty.speed),
        }
    };
    groups.map(suction).collect()
}

/// Groups of `hall` with the `suctions` that they were seen at in a study that begins at `start` \[s\]; those never seen to
/// run are left out.
pub(in crate::study) fn pumps(hall: &Hall, suctions: &[Suction], start: f64) -> Vec<PumpState> {
    let (h, coolant) = (&hall.model.hydraulics, &hall.model.coolant);
    let groups = h.regulated.link.iter().zip(&h.regulated.hold).zip(suctions);
    let state = |((&l, hold), seen): ((&u32, &Hold), &Suction)| {
        let name = h.link_name(LinkId(l));
        let record = Record::of(&hall.config, name)?;
        let fluid = coolant.node_fluid[h.from[l as usize] as usize];
        // What boils is the coolant at the suction, whatever the loop is on average.
        let rho = coolant.fluids[fluid as usize].density(seen.t);
        let air = hall
            .model
            .climate
            .at(start + seen.time_s.unwrap_or(0.0))
            .pressure;
        let each = seen.flow / rho / seen.running.max(1.0);
        let rated = record.npsh.or_else(|| npsh::expected(record.rated).ok())?;
        Some(PumpState {
            pump: name.to_owned(),
            running: seen.running,
            speed: seen.speed,
            flow: LITRES_PER_MINUTE * each,
            min_flow: LITRES_PER_MINUTE
                * seen.speed
                * record.least.unwrap_or(LEAST_FLOW * record.rated),
            min_flow_assumed: record.least.is_none(),
            suction: seen.t,
            hottest_at_s: seen.time_s,
            npsh_available_m: npsh::available(seen.pressure, air, saturation_pressure(seen.t), rho),
            npsh_required_m: npsh::required(rated, each / record.rated),
            npsh_assumed: record.npsh.is_none(),
            fouling: hold.fouling * record.filter_fouling,
        })
    };
    let seen = groups.filter(|(_, suction)| suction.is_seen());
    seen.filter_map(state).collect()
}
