//! What a hydraulic engineer checks of a hall's loops, in lines.

use std::fmt::Write as _;

use crate::results::Hydraulics;

/// Valves that are listed.
const SHOWN: usize = 12;

/// Vessels, pumps, valves and rows.
pub(super) fn text(all: &Hydraulics) -> String {
    let mut text = String::new();
    for l in &all.loops {
        let _ = write!(
            text,
            "\nvessel at {}: {:.0} kPa static, {:.3} m3 of coolant up to {:.1} degC expand by {:.1} L with reserve",
            l.node, l.static_kpa, l.volume_m3, l.hottest, l.taken_l
        );
        let kind = if l.vessel_given { "has" } else { "needs" };
        let _ = match (l.vessel_l, l.final_kpa, l.relief_kpa) {
            (Some(v), Some(end), Some(relief)) => write!(
                text,
                "; {kind} {v:.1} L, reaches {end:.0} kPa, relief valve at {relief:.0} kPa or above"
            ),
            (Some(v), ..) => write!(text, "; {kind} {v:.1} L: TOO SMALL"),
            _ => Ok(()),
        };
    }
    text.push('\n');
    for p in &all.pumps {
        let assumed = |yes: bool| if yes { " (assumed)" } else { "" };
        let low = if p.running > 0.0 && p.flow < p.min_flow {
            " BELOW MINIMUM"
        } else {
            ""
        };
        let boils = if p.npsh_available_m < p.npsh_required_m {
            " CAVITATES"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "pumps {}: {} at speed {:.3}, {:.1} L/min each, least {:.1} L/min{}{low}; suction {:.1} degC, NPSH {:.1} m, \
             asked for {:.1} m{}{boils}",
            p.pump,
            p.running,
            p.speed,
            p.flow,
            p.min_flow,
            assumed(p.min_flow_assumed),
            p.suction,
            p.npsh_available_m,
            p.npsh_required_m,
            assumed(p.npsh_assumed)
        );
    }
    for v in all.valves.iter().take(SHOWN) {
        let _ = writeln!(
            text,
            "valve {}: takes {:.2} kPa, authority {:.3}",
            v.valve, v.drop_kpa, v.authority
        );
    }
    if all.valves.len() > SHOWN {
        let _ = writeln!(
            text,
            "and {} valves of more authority",
            all.valves.len() - SHOWN
        );
    }
    for r in &all.rows {
        let _ = writeln!(
            text,
            "{}: {:.1} L/min a rack, least {:.4} of it ({}), greatest {:.4} ({})",
            r.row, r.mean, r.least_ratio, r.least, r.greatest_ratio, r.greatest
        );
    }
    text
}
