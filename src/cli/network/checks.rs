//! What a hydraulic engineer checks of a hall's loops, in lines.

use std::fmt::Write as _;

use crate::results::{Hydraulics, LoopVessel, PumpState};

/// Valves that are listed.
const SHOWN: usize = 12;

/// Vessels, pumps, valves and rows.
pub(super) fn text(all: &Hydraulics) -> String {
    let mut text = String::from("\n");
    for vessel in &all.loops {
        text += &of_vessel(vessel);
    }
    for pump in &all.pumps {
        text += &of_pump(pump);
    }
    for v in all.valves.iter().take(SHOWN) {
        let (takes, authority) = (v.drop_kpa, v.authority);
        let _ = writeln!(
            text,
            "valve {}: takes {takes:.2} kPa, authority {authority:.3}",
            v.valve
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

fn of_vessel(l: &LoopVessel) -> String {
    let kind = if l.vessel_given { "has" } else { "needs" };
    let end = match (l.vessel_l, l.final_kpa, l.relief_kpa) {
        (Some(v), Some(end), Some(relief)) => {
            let said = if l.vessel_suffices { "" } else { ": TOO SMALL" };
            format!(
                "; {kind} {v:.1} L, reaches {end:.0} kPa, relief valve at {relief:.0} kPa or above{said}"
            )
        }
        (Some(v), ..) => format!("; {kind} {v:.1} L: TOO SMALL"),
        _ => String::new(),
    };
    format!(
        "vessel at {}: {:.0} kPa static, {:.3} m3 of coolant up to {:.1} degC expand by {:.1} L with reserve{end}\n",
        l.node, l.static_kpa, l.volume_m3, l.hottest, l.taken_l
    )
}

fn of_pump(p: &PumpState) -> String {
    let assumed = |yes: bool| if yes { " (assumed)" } else { "" };
    let low = p.running > 0.0 && p.flow < p.min_flow;
    let low = if low { " BELOW MINIMUM" } else { "" };
    let boils = p.npsh_available_m < p.npsh_required_m;
    let boils = if boils { " CAVITATES" } else { "" };
    let head = format!(
        "pumps {}: {} at speed {:.3}, {:.1} L/min each, least {:.1} L/min{}{low}",
        p.pump,
        p.running,
        p.speed,
        p.flow,
        p.min_flow,
        assumed(p.min_flow_assumed)
    );
    let (there, asked) = (p.npsh_available_m, p.npsh_required_m);
    let guess = assumed(p.npsh_assumed);
    format!(
        "{head}; suction {:.1} degC, NPSH {there:.1} m, asked for {asked:.1} m{guess}{boils}\n",
        p.suction
    )
}
