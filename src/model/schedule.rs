//! What is scheduled in a run: from when to when which columns of the model are other ones.
//!
//! A model is immutable while steps are made. At the times of its events a run goes on with a changed copy:
//! the hall as built with every edit that holds at that time, in the order of the events.

use super::Model;
use super::hydraulic::Kind;

/// Loss coefficient of a blocked pipe: next to nothing passes.
const BLOCKED: f64 = 1e10;
/// Flow that a shut control valve passes, over its largest: class IV of IEC 60534-4.
const LEAKAGE: f64 = 1e-4;

/// A change of a model, by index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edit {
    /// Opening of a control valve [-]: row among the valves.
    Opening(u32, f64),
    /// Running pumps [-] of the pump group on a link.
    Running(u32, f64),
    /// Differential pressure \[Pa\] held by the pump group on a link.
    Pressure(u32, f64),
    /// Supply set point [°C] of a unit: CDU, fan wall, dry cooler, tower or chiller.
    Supply(usize, f64),
    /// Factor on the load of the rack that is this unit.
    Load(usize, f64),
    /// The source on this row of the power tree is out of service: the grid gives nothing there.
    Lost(u32),
    /// A unit stands still and draws nothing.
    Off(usize),
    /// So many of the equal machines of a unit stand still: coolers, tower cells, chillers, fan walls.
    Standing(usize, f64),
    /// The control valve of a unit is shut: CDU, fan wall, exchanger.
    Shut(usize),
    /// A pipe or a drawn valve that regulates itself, by its link, lets next to nothing pass.
    Blocked(u32),
    /// Actuators of a CDU or loop stay where they are: speed of its pumps [-], flow that its valve was set to [kg/s].
    Held(usize, f64, f64),
}

/// Something scheduled.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What it is done to, such as `row.a.3`.
    pub element: String,
    /// What is done, in words.
    pub text: String,
    /// From when \[s\] after the first midnight of the climate year.
    pub at: f64,
    /// To when \[s\]; infinite where it stays.
    pub until: f64,
    /// What it changes.
    pub edits: Vec<Edit>,
}

impl Event {
    /// Whether it holds in a step that begins at `time` \[s\].
    pub fn holds(&self, time: f64) -> bool {
        self.at <= time && time < self.until
    }
}

impl Model {
    /// Whether a source is out of service at any time of the run.
    pub fn loses_grid(&self) -> bool {
        let mut edits = self.schedule.iter().flat_map(|event| &event.edits);
        edits.any(|edit| matches!(edit, Edit::Lost(_)))
    }

    /// Times at which an event begins or ends \[s\], ascending.
    pub fn turning_points(&self) -> Vec<f64> {
        let both = self.schedule.iter().flat_map(|e| [e.at, e.until]);
        let mut times: Vec<f64> = both.filter(|t| t.is_finite()).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        times
    }

    /// The hall as it is in a step that begins at `time` \[s\]; `None` where no event holds. Workloads and
    /// weather stay with the original: nothing in a step reads them.
    pub fn at_time(&self, time: f64) -> Option<Self> {
        let mut holding = self.schedule.iter().filter(|e| e.holds(time)).peekable();
        holding.peek()?;
        let edits: Vec<Edit> = holding.flat_map(|event| &event.edits).copied().collect();
        Some(Self {
            profiles: Vec::new(),
            ..self.changed(&edits)
        })
    }

    /// The hall with `edits` made in their order.
    pub fn changed(&self, edits: &[Edit]) -> Self {
        let mut changed = self.clone();
        for edit in edits {
            changed.apply(*edit);
        }
        changed
    }

    fn apply(&mut self, edit: Edit) {
        match edit {
            Edit::Opening(row, opening) => {
                self.hydraulics.valves.opening[row as usize] = opening;
            }
            Edit::Running(link, running) => self.run_pumps(link, running),
            Edit::Pressure(link, pressure) => {
                let row = self.hydraulics.row[link as usize] as usize;
                self.hydraulics.regulated.hold[row].pressure = pressure;
                self.follow_no_flow(link);
            }
            Edit::Supply(unit, t) => self.set_supply(unit, t),
            Edit::Load(unit, factor) => {
                let racks = &mut self.equipment.racks;
                let demand = &mut racks.demand[unit - racks.first];
                demand.base *= factor;
                demand.slope *= factor;
            }
            Edit::Lost(row) => self.power.lost.push(row),
            Edit::Off(unit) => self.switch_off(unit),
            Edit::Standing(unit, n) => self.stop_some(unit, n),
            Edit::Shut(unit) => self.shut_valve(unit),
            Edit::Blocked(link) => self.block(link),
            Edit::Held(unit, speed, flow) => self.hold_still(unit, speed, flow),
        }
    }

    /// Lets next to nothing pass a pipe, and what a seat leaks a valve that regulates itself.
    fn block(&mut self, link: u32) {
        let net = &mut self.hydraulics;
        let row = net.row[link as usize] as usize;
        match net.kind[link as usize] {
            Kind::Pipe => net.pipes.law[row].minor += BLOCKED,
            Kind::FlowLimiter => net.limiters.law[row].kv *= LEAKAGE,
            Kind::Regulator => net.regulators.law[row].resistance /= LEAKAGE * LEAKAGE,
            _ => {}
        }
    }

    /// Pumps on `link` whose differential pressure was set by hand follow the flow no more.
    fn follow_no_flow(&mut self, link: u32) {
        let groups = &mut self.equipment.loop_pumps.groups;
        if let Some(group) = groups.iter_mut().find(|g| g.link == link) {
            group.reset = None;
        }
    }

    fn run_pumps(&mut self, link: u32, running: f64) {
        let row = self.hydraulics.row[link as usize] as usize;
        self.hydraulics.regulated.hold[row].running = running;
        let groups = &mut self.equipment.loop_pumps.groups;
        if let Some(group) = groups.iter_mut().find(|g| g.link == link) {
            group.running = running;
        }
    }

    fn set_supply(&mut self, unit: usize, t: f64) {
        let e = &mut self.equipment;
        match e.units[unit].family {
            "cdu" => e.cdus.cdus[unit - e.cdus.first].supply = t,
            "fan_wall" => e.fan_walls.groups[unit - e.fan_walls.first].supply = t,
            // A set point that was moved by hand follows the weather no more.
            "dry_cooler" => {
                let group = &mut e.dry_coolers.groups[unit - e.dry_coolers.first];
                (group.supply, group.reset) = (t, None);
            }
            "tower" => {
                let group = &mut e.towers.groups[unit - e.towers.first];
                (group.supply, group.reset) = (t, None);
            }
            "chiller" => e.chillers.groups[unit - e.chillers.first].supply = t,
            _ => {}
        }
    }

    /// Switches off the CDUs whose ports lead nowhere: what their pumps would give to coolant that stands has no way out.
    pub(super) fn rest_unused_cdus(&mut self) {
        for i in 0..self.equipment.cdus.cdus.len() {
            if self.leads_nowhere(self.equipment.cdus.cdus[i].pump_link as usize) {
                self.switch_off(self.equipment.cdus.first + i);
            }
        }
    }

    /// Whether no other link begins or ends where this one does.
    fn leads_nowhere(&self, link: usize) -> bool {
        let ends = |link: usize| [self.coolant.from[link], self.coolant.to[link]];
        let own = ends(link);
        let meets = |other: usize| other != link && ends(other).iter().any(|n| own.contains(n));
        !(0..self.coolant.links()).any(meets)
    }

    /// Fans and compressors of what rejects heat stop because their set point is out of reach: the warmest
    /// that the coolant is described for.
    fn switch_off(&mut self, unit: usize) {
        let e = &mut self.equipment;
        match e.units[unit].family {
            "rack" => {
                let demand = &mut e.racks.demand[unit - e.racks.first];
                (demand.base, demand.slope) = (0.0, 0.0);
            }
            "rear_door" => e.rear_doors.doors[unit - e.rear_doors.first].fan_power = 0.0,
            "cdu" => {
                let cdu = &mut e.cdus.cdus[unit - e.cdus.first];
                cdu.control_power = 0.0;
                let link = cdu.pump_link;
                self.run_pumps(link, 0.0);
            }
            "loop" | "booster" => {
                let link = e.loop_pumps.groups[unit - e.loop_pumps.first].link;
                self.run_pumps(link, 0.0);
            }
            "fan_wall" => e.fan_walls.groups[unit - e.fan_walls.first].stop(),
            "load" => {
                let demand = &mut e.loads.loads[unit - e.loads.first].demand;
                (demand.base, demand.slope) = (0.0, 0.0);
            }
            "dry_cooler" => {
                let group = &mut e.dry_coolers.groups[unit - e.dry_coolers.first];
                (group.supply, group.reset) = (group.fluid.range()[1], None);
                group.pads = None;
            }
            "tower" => {
                let group = &mut e.towers.groups[unit - e.towers.first];
                (group.supply, group.reset) = (group.fluid.range()[1], None);
            }
            "ice_store" | "tank" => e.stores.all[unit - e.stores.first].stop_machine(),
            "makeup_air" => {
                if let Some(makeup) = &mut e.makeup {
                    makeup.flow = 0.0;
                }
                self.hall.makeup = 0.0;
            }
            "chiller" => {
                let group = &mut e.chillers.groups[unit - e.chillers.first];
                group.supply = group.fluid.range()[1];
            }
            _ => {}
        }
    }

    /// Stops `n` of the equal machines of a unit, all of them where there are no more.
    fn stop_some(&mut self, unit: usize, n: f64) {
        let e = &mut self.equipment;
        let (count, standing) = match e.units[unit].family {
            "dry_cooler" => {
                let group = &mut e.dry_coolers.groups[unit - e.dry_coolers.first];
                (group.count, &mut group.standing)
            }
            "tower" => {
                let group = &mut e.towers.groups[unit - e.towers.first];
                (group.count, &mut group.standing)
            }
            "chiller" => {
                let group = &mut e.chillers.groups[unit - e.chillers.first];
                (group.count, &mut group.standing)
            }
            "fan_wall" => {
                e.fan_walls.groups[unit - e.fan_walls.first].stop_some(n);
                return;
            }
            _ => return,
        };
        if n < count {
            *standing = n;
        } else {
            self.switch_off(unit);
        }
    }

    fn shut_valve(&mut self, unit: usize) {
        let e = &mut self.equipment;
        match e.units[unit].family {
            "cdu" => e.cdus.cdus[unit - e.cdus.first].primary_max *= LEAKAGE,
            "fan_wall" => e.fan_walls.groups[unit - e.fan_walls.first].shut(),
            "exchanger" => e.exchangers.all[unit - e.exchangers.first].most_flow *= LEAKAGE,
            _ => {}
        }
    }

    fn hold_still(&mut self, unit: usize, speed: f64, flow: f64) {
        let e = &mut self.equipment;
        let link = match e.units[unit].family {
            "cdu" => {
                let cdu = &mut e.cdus.cdus[unit - e.cdus.first];
                cdu.hold_valve(flow);
                cdu.pump_link
            }
            "loop" | "booster" => e.loop_pumps.groups[unit - e.loop_pumps.first].link,
            _ => return,
        };
        self.follow_no_flow(link);
        let row = self.hydraulics.row[link as usize] as usize;
        let regulated = &mut self.hydraulics.regulated;
        let running = regulated.hold[row].running;
        regulated.law[row].coast(&mut regulated.hold[row], speed, running);
    }
}
