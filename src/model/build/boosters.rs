//! Pumps drawn into a network.

use super::drawn::both;
use super::loops;
use super::plan::Plan;
use super::units::Numbered;
use crate::config::Config;
use crate::config::kinds::End;
use crate::model::equipment::loop_pumps;
use crate::physics::hydraulic::regulated_pump::Hold;

/// Coolant in a casing for each cubic metre a second that it is rated for [m³]: 0.5 s of its flow (assumed).
const CASING: f64 = 0.5;

/// Both ends of all of them.
pub fn ends(c: &Config) -> impl Iterator<Item = [&End; 2]> {
    c.booster.iter().map(|b| [&b.from.value, &b.to.value])
}

/// Draws them between nodes and openings.
pub fn draw(plan: &mut Plan, numbered: &Numbered) {
    let config = plan.config;
    for item in &config.booster {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let (name, medium) = (format!("booster.{}", item.name), plan.medium_at(from));
        let (pump, running) = (&item.pump, f64::from(*item.pumps_running));
        let held = item.differential_pressure.as_ref();
        // Without a difference to hold they run at one speed.
        let least = held.map_or(*item.speed, |_| pump.min_speed.min(*item.speed));
        let law = loops::regulated(pump, &medium, *item.pumps, &[], [least, *item.speed]);
        let hold = Hold {
            pressure: held.map_or(0.0, |p| **p),
            droop: 0.0,
            running,
            fouling: 1.0,
            slack: 0.0,
            bias: 0.0,
        };
        let link = plan.net.regulated_pump(name.clone(), from, to, law, hold);
        plan.began(link, &name, from, to);
        let casing = CASING * *pump.rated_flow * f64::from(*item.pumps);
        let cell = plan.cell(numbered.of(&name), medium.density * casing);
        let group = loops::group(plan, &name, pump, [link.0, cell], running, &medium);
        let turndown = if held.is_some() { least } else { 0.0 };
        plan.equipment
            .loop_pumps
            .groups
            .extend(group.map(|group| loop_pumps::Group {
                least_speed: turndown,
                ..group
            }));
    }
}
