//! Flow and suction head of each pump group.

use super::LITRES_PER_MINUTE;
use crate::config::{Cdu, Config};
use crate::fluids::moist_air::saturation_pressure;
use crate::model::hydraulic::{LinkId, NodeId};
use crate::physics::hydraulic::npsh;
use crate::results::PumpState;
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
}

impl Record {
    fn of_cdu(cdu: &Cdu) -> Self {
        let pumps = cdu.external_head_pumps.as_ref();
        let pumps = pumps.map_or(f64::from(*cdu.pumps_running), |n| f64::from(**n));
        Self {
            rated: *cdu.rated_secondary_flow / pumps.max(1.0),
            least: cdu.pump_min_flow.as_ref().map(|q| **q),
            npsh: cdu.pump_npsh_required.as_ref().map(|x| **x),
        }
    }

    /// Of the pumps drawn as the link `name`: `loop.fws.plant`, `cdu.c1.pumps`, `cdu.a.1.pumps` in the racks of a row.
    fn of(config: &Config, name: &str) -> Option<Self> {
        if let Some(name) = name
            .strip_prefix("loop.")
            .and_then(|n| n.strip_suffix(".plant"))
        {
            let pump = &config.loops.get(name)?.pump;
            return Some(Self {
                rated: *pump.rated_flow,
                least: pump.min_flow.as_ref().map(|q| **q),
                npsh: pump.npsh_required.as_ref().map(|x| **x),
            });
        }
        let name = name.strip_prefix("cdu.")?.strip_suffix(".pumps")?;
        if let Some(cdu) = config.cdu.get(name) {
            return Some(Self::of_cdu(cdu));
        }
        let row = config.row.get(name.rsplit_once('.')?.0)?;
        row.in_rack_cdu.as_ref().map(|cdu| Self::of_cdu(cdu))
    }
}

pub(super) fn pumps(hall: &Hall, operating: &Operating, point: &OperatingPoint) -> Vec<PumpState> {
    let h = &operating.hydraulics;
    let groups = h.regulated.link.iter().zip(&h.regulated.hold);
    let air = operating.air_pressure;
    let state = |(&l, hold): (&u32, &crate::physics::hydraulic::regulated_pump::Hold)| {
        let (link, name) = (LinkId(l), h.link_name(LinkId(l)));
        let record = Record::of(&hall.config, name)?;
        let (rho, m) = (h.density[l as usize], point.flows.flow(link).max(0.0));
        let duty = h.duty(link, m)?;
        let each = m / rho / hold.running.max(1.0);
        let suction = NodeId(h.from[l as usize]);
        let t = operating.temperature[suction.0 as usize];
        let pressure = point.flows.pressure(h, suction);
        let rated = record.npsh.or_else(|| npsh::expected(record.rated).ok())?;
        Some(PumpState {
            pump: name.to_owned(),
            running: hold.running,
            speed: duty.speed,
            flow: LITRES_PER_MINUTE * each,
            min_flow: LITRES_PER_MINUTE
                * duty.speed
                * record.least.unwrap_or(LEAST_FLOW * record.rated),
            min_flow_assumed: record.least.is_none(),
            suction: t,
            npsh_available_m: npsh::available(pressure, air, saturation_pressure(t), rho),
            npsh_required_m: npsh::required(rated, each / record.rated),
            npsh_assumed: record.npsh.is_none(),
            fouling: hold.fouling,
        })
    };
    groups.filter_map(state).collect()
}
