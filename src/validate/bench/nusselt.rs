//! `[bench.nusselt]`: heat transfer in a tube by its dimensionless numbers.
//!
//! Inputs: `reynolds`, `prandtl`, `friction` (Darcy). Results: `laminar`, `gnielinski`, `dittus_boelter` and `petukhov`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{physics::thermal::tube, units::Dimension};

/// Nusselt numbers.
pub(super) fn run(_fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let re = inputs.column("reynolds", Dimension::Ratio)?;
    let pr = inputs.column("prandtl", Dimension::Ratio)?;
    let f = inputs.column("friction", Dimension::Ratio)?;
    let [laminar, gnielinski, dittus, petukhov] = map([&re, &pr, &f], |[re, pr, f]| {
        [
            tube::LAMINAR,
            tube::gnielinski(re, pr, f),
            tube::dittus_boelter(re, pr),
            tube::petukhov(re, pr, f),
        ]
    });
    Ok(vec![
        Answer::new("laminar", Dimension::Ratio, laminar),
        Answer::new("gnielinski", Dimension::Ratio, gnielinski),
        Answer::new("dittus_boelter", Dimension::Ratio, dittus),
        Answer::new("petukhov", Dimension::Ratio, petukhov),
    ])
}
