//! `[bench.cdu_datasheet]`: the exchanger that the figures of a CDU's datasheet make together, at its rating and away from it.
//!
//! Parameters: `primary_inlet` of the rating, unless it is an input; the liquids `[bench.cdu_datasheet.secondary]` and
//! `[bench.cdu_datasheet.primary]` as in `[bench.fluid]`. Inputs, one unit a row: `heat`, `approach`, `secondary_flow` and
//! `primary_flow`, by volume; a facility flow that is not printed is taken to have the technology side's capacity rate.
//! Results: `conductance`, `conductance_per_heat`, `ntu`, `effectiveness`.
//!
//! With the inputs `part_heat`, `part_secondary_flow`, `part_primary_flow` and `part_primary_inlet` the same exchanger gives
//! up that heat at those flows, liquids in the state of the rating; results then are also `supply`, `return` and `primary_outlet`.

use super::{Answer, Fields, Inputs, Stop, fluid::liquid};
use crate::{
    fluids::Fluid,
    physics::thermal::{
        cdu_datasheet::Datasheet,
        plate_hx::{Inlet, PlateHx, Rating},
    },
    units::Dimension,
};

/// Inputs away from the rating, and what they are.
const PART: [(&str, Dimension); 4] = [
    ("part_heat", Dimension::Power),
    ("part_secondary_flow", Dimension::VolumeFlow),
    ("part_primary_flow", Dimension::VolumeFlow),
    ("part_primary_inlet", Dimension::Temperature),
];
/// Results at the rating, then away from it.
const NAMES: [(&str, Dimension); 7] = [
    ("conductance", Dimension::Conductance),
    ("conductance_per_heat", Dimension::PerKelvin),
    ("ntu", Dimension::Ratio),
    ("effectiveness", Dimension::Ratio),
    ("supply", Dimension::Temperature),
    ("return", Dimension::Temperature),
    ("primary_outlet", Dimension::Temperature),
];

/// A row of the inputs.
struct Row {
    heat: f64,
    approach: f64,
    flow: [f64; 2],
    inlet: f64,
    /// Inputs of [`PART`].
    part: Option<[f64; 4]>,
}

/// The exchanger of a row: specific heats and densities of both liquids, and what it is rated at.
struct Unit {
    hx: PlateHx,
    duty: Rating,
    cp: [f64; 2],
    density: [f64; 2],
}

impl Unit {
    fn of(row: &Row, fluid: &[Fluid; 2]) -> Result<Self, String> {
        let at = [row.inlet + row.approach, row.inlet];
        let cp = [0, 1].map(|side: usize| fluid[side].specific_heat(at[side]));
        let density = [0, 1].map(|side: usize| fluid[side].density(at[side]));
        let mut flow = [0, 1].map(|side: usize| row.flow[side] * density[side]);
        if flow[1].is_nan() {
            flow[1] = flow[0] * cp[0] / cp[1];
        }
        let sheet = Datasheet {
            heat: Some(row.heat),
            approach: Some(row.approach),
            cold: [Some(row.inlet), None],
            flow: flow.map(Some),
            cp,
            ..Datasheet::default()
        };
        let duty = sheet.complete().map_err(|error| error.to_string())?;
        let hx = PlateHx::rated(&duty).map_err(|error| error.to_string())?;
        Ok(Self {
            hx,
            duty,
            cp,
            density,
        })
    }

    /// Conductance, the same over heat, NTU and effectiveness at the rating.
    fn rated(&self, heat: f64) -> [f64; 4] {
        let Self { hx, duty, cp, .. } = self;
        let least = (duty.flow[0] * cp[0]).min(duty.flow[1] * cp[1]);
        let entering = Inlet {
            t: [duty.hot[0], duty.cold[0]],
            flow: duty.flow,
            cp: *cp,
        };
        let most = least * (duty.hot[0] - duty.cold[0]);
        [
            hx.ua,
            hx.ua / heat,
            hx.ua / least,
            hx.heat(&entering) / most,
        ]
    }

    /// Supply, return and outlet of the facility where the inputs of [`PART`] are `part`.
    fn away(&self, part: [f64; 4]) -> [f64; 3] {
        let [heat, secondary, primary, inlet] = part;
        let flow = [secondary * self.density[0], primary * self.density[1]];
        let [hot, cold] = [flow[0] * self.cp[0], flow[1] * self.cp[1]];
        let back = inlet + heat / self.hx.conductance(flow, self.cp);
        [back - heat / hot, back, inlet + heat / cold]
    }
}

/// Liquids of technology and facility side.
fn liquids(fields: &Fields<'_>) -> Result<[Fluid; 2], Stop> {
    let side = |key| -> Result<Fluid, Stop> {
        let table = fields.table(key)?;
        let fluid = liquid(&table)?;
        table.finish()?;
        Ok(fluid)
    };
    Ok([side("secondary")?, side("primary")?])
}

/// The rows of the inputs.
fn rows(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Row>, Stop> {
    let heat = inputs.column("heat", Dimension::Power)?;
    let approach = inputs.column("approach", Dimension::TemperatureDifference)?;
    let flow = |name| inputs.column(name, Dimension::VolumeFlow);
    let (hot, cold) = (flow("secondary_flow")?, flow("primary_flow")?);
    let inlet = match inputs.optional("primary_inlet", Dimension::Temperature)? {
        Some(inlet) => inlet,
        None => vec![fields.quantity("primary_inlet", Dimension::Temperature)?; heat.len()],
    };
    let part = match inputs.optional(PART[0].0, PART[0].1)? {
        Some(_) => {
            let [heat, secondary, primary, inlet] = PART.map(|(name, of)| inputs.column(name, of));
            Some([heat?, secondary?, primary?, inlet?])
        }
        None => None,
    };
    let row = |k: usize| Row {
        heat: heat[k],
        approach: approach[k],
        flow: [hot[k], cold[k]],
        inlet: inlet[k],
        part: part.as_ref().map(|p| [0, 1, 2, 3].map(|i: usize| p[i][k])),
    };
    Ok((0..heat.len()).map(row).collect())
}

/// Figures of each row.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let fluid = liquids(fields)?;
    let mut columns = [const { Vec::new() }; NAMES.len()];
    for (k, row) in rows(fields, inputs)?.iter().enumerate() {
        let unit = Unit::of(row, &fluid);
        let unit = unit.map_err(|why| fields.fault(format_args!("row {}: {why}", k + 1)))?;
        let rated = unit.rated(row.heat).into_iter();
        let away = row.part.map(|part| unit.away(part)).into_iter().flatten();
        for (column, value) in columns.iter_mut().zip(rated.chain(away)) {
            column.push(value);
        }
    }
    let named = NAMES.into_iter().zip(columns);
    let named = named.filter(|(_, column)| !column.is_empty());
    Ok(named
        .map(|((name, dimension), values)| Answer::new(name, dimension, values))
        .collect())
}
