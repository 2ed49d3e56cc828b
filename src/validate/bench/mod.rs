//! What a case may put to the test, one file a kind.
//!
//! A bench reads its parameters, asks for its inputs by name and dimension, and returns columns of
//! results in SI. It knows nothing of references and tolerances.

mod air;
mod balance;
mod bore;
mod cdu;
mod cdu_datasheet;
mod chiller_eir;
mod chiller_reformulated;
mod circuit;
mod coast_down;
mod cold_plate;
mod converter;
mod coolant_network;
mod cooling_tower;
mod drawn_network;
mod effectiveness;
mod expansion_vessel;
mod fittings;
mod fluid;
mod friction;
mod glycol;
mod hall;
mod heat_reuse;
mod latent_store;
mod loop_response;
mod makeup_air;
mod moist_air;
mod npsh;
mod nusselt;
mod orifice_plate;
mod pid;
mod pipe_loss;
mod pipe_run;
mod plant_record;
mod plate_hx;
mod power_chain;
mod power_flow;
mod pressure_loss;
mod pump;
mod rack;
mod rack_datasheet;
mod saturation;
mod stability;
mod stratified_tank;
mod thermosyphon;
mod valve;
mod voltage_sag;
mod york_approach;

use super::{
    column::{Answer, Inputs},
    fault::Stop,
    fields::Fields,
};

/// Runs a bench with its parameters over its inputs.
pub(super) type Bench = fn(&Fields<'_>, &Inputs<'_>) -> Result<Vec<Answer>, Stop>;

/// Benches by the name of their table below `[bench]`.
const BENCHES: &[(&str, Bench)] = &[
    ("balance", balance::run),
    ("bore", bore::run),
    ("cdu", cdu::run),
    ("cdu_datasheet", cdu_datasheet::run),
    ("chiller_eir", chiller_eir::run),
    ("chiller_reformulated", chiller_reformulated::run),
    ("circuit", circuit::run),
    ("coast_down", coast_down::run),
    ("cold_plate", cold_plate::run),
    ("converter", converter::run),
    ("coolant_network", coolant_network::run),
    ("cooling_tower", cooling_tower::run),
    ("drawn_network", drawn_network::run),
    ("dry_air", air::run),
    ("effectiveness", effectiveness::run),
    ("expansion_vessel", expansion_vessel::run),
    ("fittings", fittings::run),
    ("fluid", fluid::run),
    ("friction", friction::run),
    ("glycol", glycol::run),
    ("hall", hall::run),
    ("heat_reuse", heat_reuse::run),
    ("latent_store", latent_store::run),
    ("loop_response", loop_response::run),
    ("makeup_air", makeup_air::run),
    ("moist_air", moist_air::run),
    ("npsh", npsh::run),
    ("nusselt", nusselt::run),
    ("orifice_plate", orifice_plate::run),
    ("pid", pid::run),
    ("pipe_loss", pipe_loss::run),
    ("pipe_run", pipe_run::run),
    ("plant_record", plant_record::run),
    ("plate_hx", plate_hx::run),
    ("power_chain", power_chain::run),
    ("power_flow", power_flow::run),
    ("pressure_loss", pressure_loss::run),
    ("pump", pump::run),
    ("rack", rack::run),
    ("rack_datasheet", rack_datasheet::run),
    ("saturation", saturation::run),
    ("stability", stability::run),
    ("stratified_tank", stratified_tank::run),
    ("thermosyphon", thermosyphon::run),
    ("valve", valve::run),
    ("voltage_sag", voltage_sag::run),
    ("york_approach", york_approach::run),
];

/// The bench called `name`.
pub(super) fn by_name(name: &str) -> Option<Bench> {
    BENCHES.iter().find(|b| b.0 == name).map(|b| b.1)
}

/// Names of all benches.
pub(super) fn names() -> Vec<&'static str> {
    BENCHES.iter().map(|b| b.0).collect()
}

/// `law` in every row of `inputs`, one answer for each of its results.
fn map<const N: usize, const M: usize>(
    inputs: [&[f64]; N],
    law: impl Fn([f64; N]) -> [f64; M],
) -> [Vec<f64>; M] {
    let rows = inputs.iter().map(|column| column.len()).min().unwrap_or(0);
    let mut results = [const { Vec::new() }; M];
    for row in 0..rows {
        let values = law(inputs.map(|column| column[row]));
        for (column, value) in results.iter_mut().zip(values) {
            column.push(value);
        }
    }
    results
}
