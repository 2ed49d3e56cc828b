//! What keeps a step from its end: the criterion that its last pass missed, by how much, and whose it is.

use super::step::{Stepper, Tolerance};

/// Change of power of a unit that is worth naming, over the sum of all changes.
const SHARE: f64 = 0.1;

/// A criterion that a pass missed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Missed {
    /// Inlets differ from those that equipment was evaluated with, by at most so much \[K\].
    Inlets(f64),
    /// The hall's air does, by so much \[K\].
    Air(f64),
    /// Powers told differ from those swept, by this share of all.
    Power(f64),
    /// Flows differ from those that racks and doors were evaluated with, by this share.
    Flow(f64),
    /// The valve before the condensers of a unit stands for other machines than those that run.
    Valves(usize),
    /// Another number of machines of a unit is asked for.
    Machines(usize),
    /// Heat that the hall's air gained and gave \[W\].
    AirHeat([f64; 2]),
    /// Water that came to the hall's air and left it [kg/s].
    AirWater([f64; 2]),
    /// Heat from the meter and outdoors \[W\].
    Sky([f64; 2]),
    /// A link reads its upstream node wrongly, by so much [J/kg].
    Circle(u32, f64),
    /// Density and viscosity of the coolant, or the way in which it flows.
    Coolant,
}

/// That `what` moves `by` more than `most`, both in `unit`.
fn moves(what: &str, by: f64, unit: &str, most: f64) -> String {
    format!("{what} still moves by {by:.1e} {unit}, {most:.0e} {unit} at most is settled")
}

impl Stepper<'_> {
    /// `missed` in words, with its owner.
    pub(super) fn tell(&self, missed: Missed, tolerance: &Tolerance) -> String {
        let name = |unit: usize| &self.model.equipment.units[unit].name;
        match missed {
            Missed::Inlets(by) => {
                let of = format!("the inlet temperature of {}", self.moving_inlet());
                moves(&of, by, "K", tolerance.temperature)
            }
            Missed::Air(by) => {
                let most = tolerance.air.min(tolerance.temperature);
                moves("the air of the hall", by, "K", most)
            }
            Missed::Power(by) => {
                let told = moves("power", by, "of all", tolerance.power);
                format!("{told}: {}", self.moving_power())
            }
            Missed::Flow(by) => {
                let of = format!("the flow through {}", self.moving_flow());
                moves(&of, by, "of itself", tolerance.power)
            }
            Missed::Valves(unit) => format!(
                "the valve before the condensers of {} stands for other machines than those that run",
                name(unit)
            ),
            Missed::Machines(unit) => format!(
                "the number of machines that run in {} still changes",
                name(unit)
            ),
            Missed::AirHeat(sides) => self.unclosed("the heat of the hall's air", sides, "W"),
            Missed::AirWater(sides) => self.unclosed("the water of the hall's air", sides, "kg/s"),
            Missed::Sky(sides) => self.unclosed("the heat from meter to sky", sides, "W"),
            Missed::Circle(link, by) => format!(
                "what comes round to {} does not close: {by:.1e} J/kg are missing",
                self.model.link_names[link as usize]
            ),
            Missed::Coolant => {
                "density and viscosity of the coolant, or the way in which it flows, still change"
                    .to_owned()
            }
        }
    }

    /// A balance that does not close.
    fn unclosed(&self, what: &str, [came, went]: [f64; 2], unit: &str) -> String {
        format!(
            "{what} does not close: of {came:.4e} {unit} that come {:.1e} {unit} do not leave{}",
            came - went,
            self.without_flow()
        )
    }

    /// The unit whose inlet moves most.
    fn moving_inlet(&self) -> &str {
        let c = &self.columns;
        let change = |cell: &usize| (c.inlet_t[*cell] - c.inlet_before[*cell]).abs();
        let worst = (0..c.inlet_t.len()).max_by(|a, b| change(a).total_cmp(&change(b)));
        self.owner(worst)
    }

    /// The rack or door whose flow moves most.
    fn moving_flow(&self) -> &str {
        let worst = self.flow_changes().max_by(|a, b| a.1.total_cmp(&b.1));
        self.owner(worst.map(|(cell, _)| cell as usize))
    }

    fn owner(&self, cell: Option<usize>) -> &str {
        let mut units = self.model.equipment.units.iter();
        let unit = cell.and_then(|cell| units.find(|u| u.cells.contains(&(cell as u32))));
        unit.map_or("the hall", |u| &u.name)
    }

    /// Whose power moves most.
    fn moving_power(&self) -> String {
        let c = &self.columns;
        let change = |unit: usize| (c.power[unit] - c.next[unit]).abs();
        let units = 0..c.power.len();
        let all: f64 = units.clone().map(change).sum();
        let worst = units.max_by(|a, b| change(*a).total_cmp(&change(*b)));
        match worst.filter(|unit| change(*unit) > SHARE * all) {
            Some(unit) => {
                let name = &self.model.equipment.units[unit].name;
                format!("that of {name} by {:.1e} W", change(unit))
            }
            None => "through the chips of racks and the losses on the way to them".to_owned(),
        }
    }

    /// The unit that gives most heat to coolant which stands, where one does.
    fn without_flow(&self) -> String {
        let heat = |cell: &usize| self.transport.cell_heat[*cell].abs();
        let cells = 0..self.transport.cell_heat.len();
        let still = |cell: &usize| self.columns.cell_flow[*cell] == 0.0 && heat(cell) > 0.0;
        let worst = cells
            .filter(still)
            .max_by(|a, b| heat(a).total_cmp(&heat(b)));
        let Some(cell) = worst else {
            return String::new();
        };
        format!(
            ", and {} gives {:.3e} W to coolant that stands still",
            self.owner(Some(cell)),
            self.transport.cell_heat[cell]
        )
    }
}
