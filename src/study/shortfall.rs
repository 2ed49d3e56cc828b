//! Coolant that reaches the racks against what their makers ask for.

use crate::model::Model;
use crate::solver::Stepper;
use serde::{Deserialize, Serialize};

/// Share by which a flow may lie below what is asked: requirements are printed in whole litres.
const ROUNDING: f64 = 0.005;
/// Litres per minute in a cubic metre per second.
const LITRES: f64 = 6e4;

/// The moment at which racks got least of what they ask for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shortfall {
    /// Flow over what is asked, of the worst rack.
    pub ratio: f64,
    /// Its flow, and what it asks for [m³/s].
    pub own: [f64; 2],
    /// That rack, counted in the order of the racks.
    pub rack: usize,
    /// Flow through all racks that state a requirement, and what they ask for together [m³/s].
    pub flow: [f64; 2],
    /// Inlet temperature of the worst rack [°C].
    pub inlet: f64,
    /// Largest pressure that a CDU held meanwhile [Pa].
    pub head: f64,
    /// End of the step [s].
    pub time_s: f64,
    /// Time during which some rack was short [s].
    pub lasted: f64,
}

/// Looks at a step of `dt` [s] that ended at `time_s` [s]; `worst` is kept up to date.
pub fn look(worst: &mut Option<Shortfall>, stepper: &Stepper, model: &Model, dt: f64, time_s: f64) {
    let racks = &model.equipment.racks;
    let (mut flow, mut least, mut at) = ([0.0; 2], f64::INFINITY, None);
    let mut own = [0.0; 2];
    for i in 0..racks.len() {
        let Some([through, inlet, asked]) = stepper.rack_coolant(i) else {
            continue;
        };
        let link = model.coolant.cells.link[racks.cell[i] as usize] as usize;
        let density = model.coolant.fluid_of_link(link).density(inlet);
        let copies = model.equipment.units[racks.first + i].copies;
        flow[0] += copies * through / density;
        flow[1] += copies * asked / density;
        let ratio = through / asked.max(1e-9);
        if ratio < least {
            (least, at) = (ratio, Some((i, inlet)));
            own = [through / density, asked / density];
        }
    }
    let Some((rack, inlet)) = at.filter(|_| least < 1.0 - ROUNDING) else {
        return;
    };
    let lasted = worst.as_ref().map_or(0.0, |w| w.lasted) + dt;
    if worst.as_ref().is_none_or(|w| least < w.ratio) {
        let cdus = 0..model.equipment.cdus.cdus.len();
        *worst = Some(Shortfall {
            ratio: least,
            own,
            rack,
            flow,
            inlet,
            head: cdus.map(|i| stepper.cdu_duty(i)[1]).fold(0.0, f64::max),
            time_s,
            lasted,
        });
    } else if let Some(worst) = worst {
        worst.lasted = lasted;
    }
}

impl Shortfall {
    /// The worse of two parts of a study.
    pub fn join(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        let (Some(a), Some(b)) = (&a, &b) else {
            return a.or(b);
        };
        let worse = if b.ratio < a.ratio { b } else { a };
        Some(Self {
            lasted: a.lasted + b.lasted,
            ..worse.clone()
        })
    }

    /// In words: what the worst rack gets, at which head, and what is missing in all.
    pub fn text(&self, model: &Model) -> String {
        let name = &model.equipment.units[model.equipment.racks.first + self.rack].name;
        let [own, wanted] = self.own.map(|q| q * LITRES);
        let [flow, asked] = self.flow.map(|q| q * LITRES);
        let own = match wanted.is_finite() {
            true => format!(
                "{own:.1} L/min of the {wanted:.1} L/min that it asks for ({:.1} %)",
                100.0 * self.ratio
            ),
            false => format!("{own:.1} L/min, and no flow is enough at this inlet temperature"),
        };
        let (head, hours) = (self.head / 1e3, self.lasted / 3_600.0);
        let short = asked - flow;
        if !asked.is_finite() || short <= ROUNDING * asked {
            let inlet = self.inlet;
            return format!(
                "coolant: {name} gets {own} at {head:.1} kPa and {inlet:.1} degC, {hours:.1} h in all"
            );
        }
        format!(
            "coolant: the racks get {flow:.0} L/min at {head:.1} kPa and {:.1} degC, {asked:.0} L/min are asked for: \
             {short:.0} L/min ({:.1} %) short; worst {name} with {own}, {hours:.1} h in all",
            self.inlet,
            100.0 * short / asked
        )
    }
}
