//! What the pumps of each group ask for at their suction and of their flow, as their records say.

use super::hydraulic::{Hydraulics, LinkId};
use crate::config::{Cdu, Config, Pump};
use crate::physics::hydraulic::npsh;

/// Least flow over rated flow where none is stated (assumed; HI 9.6.3 gives 0.2 to 0.4 for small radial pumps).
const LEAST_FLOW: f64 = 0.25;

/// What one pump of a group asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// Rated flow [m³/s].
    pub rated: f64,
    /// Least flow at rated speed [m³/s].
    pub least: f64,
    /// Whether that is assumed.
    pub least_assumed: bool,
    /// Net positive suction head at the rated flow \[m\].
    pub npsh: f64,
    /// Whether that is estimated from suction specific speed.
    pub npsh_assumed: bool,
    /// Factor of fouling on the filter in its box [-].
    pub filter_fouling: f64,
}

impl Asked {
    /// None of a pump whose suction head cannot be estimated either.
    fn of(
        rated: f64,
        least: Option<f64>,
        stated: Option<f64>,
        filter_fouling: f64,
    ) -> Option<Self> {
        Some(Self {
            rated,
            least: least.unwrap_or(LEAST_FLOW * rated),
            least_assumed: least.is_none(),
            npsh: stated.or_else(|| npsh::expected(rated).ok())?,
            npsh_assumed: stated.is_none(),
            filter_fouling,
        })
    }

    fn of_cdu(cdu: &Cdu) -> Option<Self> {
        let pumps = cdu.external_head_pumps.as_ref();
        let pumps = pumps.map_or(f64::from(*cdu.pumps_running), |n| f64::from(**n));
        Self::of(
            *cdu.rated_secondary_flow / pumps.max(1.0),
            cdu.pump_min_flow.as_ref().map(|q| **q),
            cdu.pump_npsh_required.as_ref().map(|x| **x),
            *cdu.filter_fouling,
        )
    }

    fn of_pump(pump: &Pump) -> Option<Self> {
        let least = pump.min_flow.as_ref().map(|q| **q);
        let npsh = pump.npsh_required.as_ref().map(|x| **x);
        Self::of(*pump.rated_flow, least, npsh, 1.0)
    }

    /// Of the pumps drawn as the link `name`: `loop.fws.plant`, `cdu.c1.pumps`, `cdu.a.1.pumps` in the racks of a row, `booster.b`.
    fn of_link(config: &Config, name: &str) -> Option<Self> {
        if let Some(name) = name
            .strip_prefix("loop.")
            .and_then(|n| n.strip_suffix(".plant"))
        {
            return Self::of_pump(&config.loops.get(name)?.pump);
        }
        if let Some(name) = name.strip_prefix("booster.") {
            return Self::of_pump(&config.booster.get(name)?.pump);
        }
        let name = name.strip_prefix("cdu.")?.strip_suffix(".pumps")?;
        if let Some(cdu) = config.cdu.get(name) {
            return Self::of_cdu(cdu);
        }
        let row = config.row.get(name.rsplit_once('.')?.0)?;
        row.in_rack_cdu.as_ref().and_then(|cdu| Self::of_cdu(cdu))
    }
}

/// What each pump group of `net` asks for, in its order.
pub fn asked(config: &Config, net: &Hydraulics) -> Vec<Option<Asked>> {
    let links = net.regulated.link.iter();
    links
        .map(|&link| Asked::of_link(config, net.link_name(LinkId(link))))
        .collect()
}
