//! `[bench.cdu]`: steady states of a CDU between a row of racks and a facility loop of given pressure.
//!
//! Parameters, in the words of `[cdu.x]` in a hall file, flows by mass: `rated_heat`, `rated_secondary_flow`,
//! `rated_primary_flow`, `rated_secondary_supply`, `rated_primary_inlet`, `hx_drop_secondary`, `hx_drop_primary`,
//! `filter_drop`, `filter_exponent` (absent: 1.76), `external_head` as the table `[bench.cdu.external_head]` of `flow` and
//! `head` (two arrays, at full speed), `pump_efficiency`, `valve_drop`, `supply`, `differential_pressure`; beside these
//! `valve_rangeability` of the equal-percentage primary valve, `film_ratio` (facility over technology film at the rating;
//! absent: 1), `pump_heat` (share of the pumps' power that warms the coolant between exchanger and supply), `row_drop` and
//! `row_exponent` (what hangs on the unit, at the rated flow), and the liquids `[bench.cdu.secondary]` and
//! `[bench.cdu.primary]` as in `[bench.fluid]`. Inputs: `heat` of the row, `primary_inlet`, `primary_pressure`.
//!
//! The pumps hold the differential pressure across the row as long as their speed allows, the valve the supply
//! temperature as long as its opening does. Results: `supply`, `return`, `primary_outlet`, `valve`, `primary_flow`,
//! `secondary_flow`, `pump_rise`, `pump_power`, `pump_speed`.

use super::{Answer, Fields, Inputs, Stop, fluid::liquid};
use crate::{
    fluids::Fluid,
    physics::{
        control::setpoint::hold,
        hydraulic::{
            LawError,
            curve::Curve,
            power_law::PowerLaw,
            valve::{Trim, Valve},
        },
        thermal::{
            cdu_datasheet::{Datasheet, DatasheetError},
            plate_hx::{Inlet, PlateHx, RatingError},
        },
    },
    units::Dimension,
};

/// Share of Kvs that the closed valve passes.
const LEAKAGE: f64 = 1e-4;
/// Opening of a valve for its coefficient is sought over this range.
const FULLY: [f64; 2] = [0.0, 1.0];

/// A unit and what hangs on it.
struct Rig {
    exchanger: PlateHx,
    fluid: [Fluid; 2],
    rated: [f64; 2],
    /// Losses of the technology side inside the unit, and of the row.
    inside: Vec<PowerLaw>,
    row: PowerLaw,
    /// Drops at rated flow of the facility side: exchanger and open valve [Pa].
    primary_drop: [f64; 2],
    valve: Valve,
    pumps: Curve,
    efficiency: f64,
    pump_heat: f64,
    supply: f64,
    pressure: f64,
}

/// What a row of inputs makes of the unit, in the order of [`NAMES`].
type State = [f64; 9];

/// Results and what they are.
const NAMES: [(&str, Dimension); 9] = [
    ("supply", Dimension::Temperature),
    ("return", Dimension::Temperature),
    ("primary_outlet", Dimension::Temperature),
    ("valve", Dimension::Ratio),
    ("primary_flow", Dimension::MassFlow),
    ("secondary_flow", Dimension::MassFlow),
    ("pump_rise", Dimension::Pressure),
    ("pump_power", Dimension::Power),
    ("pump_speed", Dimension::Ratio),
];

/// The liquid of a side.
fn side(fields: &Fields<'_>, key: &'static str) -> Result<Fluid, Stop> {
    let table = fields.table(key)?;
    let fluid = liquid(&table)?;
    table.finish()?;
    Ok(fluid)
}

/// The exchanger of the rating, with its films in the ratio `films`.
fn sized(fields: &Fields<'_>, fluid: &[Fluid; 2], films: f64) -> Result<PlateHx, Stop> {
    let supply = fields.quantity("rated_secondary_supply", Dimension::Temperature)?;
    let inlet = fields.quantity("rated_primary_inlet", Dimension::Temperature)?;
    let flow = |key| fields.quantity(key, Dimension::MassFlow);
    let duty = Datasheet {
        heat: Some(fields.quantity("rated_heat", Dimension::Power)?),
        hot: [None, Some(supply)],
        cold: [Some(inlet), None],
        flow: [
            Some(flow("rated_secondary_flow")?),
            Some(flow("rated_primary_flow")?),
        ],
        cp: [
            fluid[0].specific_heat(supply),
            fluid[1].specific_heat(inlet),
        ],
        ..Datasheet::default()
    };
    let duty = duty.complete();
    let duty = duty.map_err(|error: DatasheetError| fields.fault(error))?;
    let hx = PlateHx::rated(&duty).map_err(|error: RatingError| fields.fault(error))?;
    Ok(PlateHx {
        hot_share: films / (1.0 + films),
        ..hx
    })
}

/// The pumps: what is left for the row and what the unit itself takes.
fn pumps(fields: &Fields<'_>, inside: &[PowerLaw], density: f64) -> Result<Curve, Stop> {
    let table = fields.table("external_head")?;
    let flow = table.quantities("flow", Dimension::MassFlow)?;
    let head = table.quantities("head", Dimension::Pressure)?;
    table.finish()?;
    if flow.len() != head.len() {
        return Err(table
            .fault_at("head", "`flow` and `head` are of one length")
            .into());
    }
    let lost = |m: f64| inside.iter().map(|law| law.loss(m, 1.0).drop).sum::<f64>();
    let points: Vec<(f64, f64)> = flow
        .iter()
        .zip(&head)
        .map(|(m, h)| (m / density, h + lost(*m)))
        .collect();
    Curve::through(&points).map_err(|error| table.fault(error).into())
}

impl Rig {
    fn read(fields: &Fields<'_>) -> Result<Self, Stop> {
        let fluid = [side(fields, "secondary")?, side(fields, "primary")?];
        let films = fields.optional_number("film_ratio")?.unwrap_or(1.0);
        if !(films > 0.0 && films.is_finite()) {
            return Err(fields
                .fault_at("film_ratio", "`film_ratio` is above 0")
                .into());
        }
        let exchanger = sized(fields, &fluid, films)?;
        let pressure = |key| fields.quantity(key, Dimension::Pressure);
        let law = |drop: f64, exponent: f64| {
            PowerLaw::new(exchanger.flow[0], drop, exponent).map_err(|e: LawError| fields.fault(e))
        };
        let mut inside = vec![law(pressure("hx_drop_secondary")?, 2.0)?];
        let filter = pressure("filter_drop")?;
        let exponent = fields.optional_number("filter_exponent")?.unwrap_or(1.76);
        if filter > 0.0 {
            inside.push(law(filter, exponent)?);
        }
        let trim = Trim::EqualPercentage {
            rangeability: fields.number("valve_rangeability")?,
        };
        let supply = fields.quantity("supply", Dimension::Temperature)?;
        let efficiency = fields.number("pump_efficiency")?;
        if !(efficiency > 0.0 && efficiency <= 1.0) {
            let message = "`pump_efficiency` is above 0 and not above 1";
            return Err(fields.fault_at("pump_efficiency", message).into());
        }
        Ok(Self {
            rated: exchanger.flow,
            pumps: pumps(fields, &inside, fluid[0].density(supply))?,
            inside,
            row: law(pressure("row_drop")?, fields.number("row_exponent")?)?,
            primary_drop: [pressure("hx_drop_primary")?, pressure("valve_drop")?],
            valve: Valve::new(1.0, trim, LEAKAGE).map_err(|e| fields.fault(e))?,
            efficiency,
            pump_heat: fields.number("pump_heat")?,
            supply,
            pressure: pressure("differential_pressure")?,
            exchanger,
            fluid,
        })
    }

    /// Technology flow [kg/s]: at the pressure held, or where the pumps' curve at full speed meets the losses.
    fn secondary_flow(&self, density: f64) -> f64 {
        let most = self.pumps.end() * density;
        let held = |m: f64| self.row.loss(m, 1.0).drop;
        let asked = hold([0.0, most], self.pressure, held).input;
        let over = |m: f64| self.rise(m) - self.pumps.rise(m / density, 1.0).0;
        if over(asked) <= 0.0 {
            return asked;
        }
        hold([0.0, asked], 0.0, over).input
    }

    /// Pressure rise that the pumps give at `m` [kg/s] \[Pa\].
    fn rise(&self, m: f64) -> f64 {
        let inside: f64 = self.inside.iter().map(|law| law.loss(m, 1.0).drop).sum();
        inside + self.row.loss(m, 1.0).drop
    }

    /// Facility flow [kg/s] through exchanger and valve at the coefficient `phi` of the valve under `pressure`.
    fn primary_flow(&self, phi: f64, pressure: f64) -> f64 {
        let [exchanger, open] = self.primary_drop;
        self.rated[1] * (pressure.max(0.0) / (exchanger + open / (phi * phi))).sqrt()
    }

    /// Opening of the valve at which `flow` [kg/s] passes under `pressure` \[Pa\].
    fn opening(&self, flow: f64, pressure: f64) -> f64 {
        let passes = |x: f64| self.primary_flow(self.valve.coefficient(x), pressure);
        hold(FULLY, flow, passes).input
    }

    fn state(&self, [heat, inlet, pressure]: [f64; 3]) -> State {
        let density = self.fluid[0].density(self.supply);
        let m = self.secondary_flow(density);
        let (rise, volume) = (self.rise(m), m / density);
        let power = rise * volume / self.efficiency;
        let cp = [
            self.fluid[0].specific_heat(self.supply),
            self.fluid[1].specific_heat(inlet),
        ];
        let rate = m * cp[0];
        let warming = self.pump_heat * power / rate;
        let duty = heat + self.pump_heat * power;
        // Between exchanger and supply stand the pumps, between supply and return the row.
        let at_set_point = Inlet {
            t: [self.supply - warming + duty / rate, inlet],
            flow: [m, 0.0],
            cp,
        };
        let most = self.primary_flow(1.0, pressure);
        let primary = self.exchanger.flow_for_heat(duty, &at_set_point, most).flow;
        let g = self.exchanger.conductance([m, primary], cp);
        // At the set point this is the set point's own return; with the valve fully open it is what moves the heat.
        let back = inlet + duty / g;
        [
            back - duty / rate + warming,
            back,
            inlet + duty / (primary * cp[1]),
            self.opening(primary, pressure),
            primary,
            m,
            rise,
            power,
            self.pumps.speed(volume, rise, 1.0),
        ]
    }
}

/// Steady states.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let rig = Rig::read(fields)?;
    let heat = inputs.column("heat", Dimension::Power)?;
    let inlet = inputs.column("primary_inlet", Dimension::Temperature)?;
    let pressure = inputs.column("primary_pressure", Dimension::Pressure)?;
    let states: Vec<State> = heat
        .iter()
        .zip(&inlet)
        .zip(&pressure)
        .map(|((q, t), p)| rig.state([*q, *t, *p]))
        .collect();
    let column = |k: usize| states.iter().map(|state| state[k]).collect();
    let named = NAMES.iter().enumerate();
    Ok(named
        .map(|(k, (name, dimension))| Answer::new(name, *dimension, column(k)))
        .collect())
}
