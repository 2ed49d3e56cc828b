//! `[bench.stability]`: small signals about the rest of a circuit.
//!
//! Parameters: `circuit`, the file; either `eigenvalue`, counted from one by falling real part, whose
//! `growth` (real part) and `ringing` (imaginary part, not negative) are answered in one row; or `bus`
//! and, if wanted, `load`, over the input `frequency` (a rate, in hertz): `resistance` and `reactance`
//! of the bus against ground, `minor_loop` the gain of the load's minor loop.

use super::{Answer, Fields, Inputs, Stop};
use crate::model::electrical::circuit::{Ends, GROUND};
use crate::solver::circuit::{SmallSignal, eigenvalues};
use crate::study::circuit::Drawn;
use crate::units::Dimension;

/// Eigenvalue, or impedance over frequency.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let path = inputs.place.folder.join(fields.text("circuit")?);
    let drawn = Drawn::load(&path, &[]).map_err(|e| fields.fault(e))?;
    match fields.optional_number("eigenvalue")? {
        Some(which) => eigenvalue(fields, &drawn, which),
        None => impedance(fields, inputs, &drawn),
    }
}

fn eigenvalue(fields: &Fields<'_>, drawn: &Drawn, which: f64) -> Result<Vec<Answer>, Stop> {
    let all = eigenvalues(&drawn.circuit).map_err(|e| fields.fault(e))?;
    let found = all.get((which as usize).wrapping_sub(1));
    let found = found.ok_or_else(|| {
        let message = format!("there are {} eigenvalues", all.len());
        fields.fault_at("eigenvalue", message)
    })?;
    Ok(vec![
        Answer::new("growth", Dimension::Rate, vec![found.re]),
        Answer::new("ringing", Dimension::Rate, vec![found.im.abs()]),
    ])
}

fn impedance(fields: &Fields<'_>, inputs: &Inputs<'_>, drawn: &Drawn) -> Result<Vec<Answer>, Stop> {
    let circuit = &drawn.circuit;
    let bus = fields.text("bus")?;
    let node = circuit.nodes.iter().position(|n| n == bus);
    let node = node.ok_or_else(|| fields.fault_at("bus", format!("there is no node `{bus}`")))?;
    let ends = Ends {
        from: node as u32,
        to: GROUND,
    };
    let load = match fields.optional_text("load")? {
        None => None,
        Some(name) => {
            let found = circuit.loads.iter().position(|l| l.name == name);
            let absent = || fields.fault_at("load", format!("there is no load `{name}`"));
            Some(found.ok_or_else(absent)?)
        }
    };
    let mut small = SmallSignal::new(circuit).map_err(|e| fields.fault(e))?;
    let (mut real, mut imaginary, mut gain) = (Vec::new(), Vec::new(), Vec::new());
    for frequency in inputs.column("frequency", Dimension::Rate)? {
        small.at(frequency);
        let z = small.impedance(ends);
        real.push(z.re);
        imaginary.push(z.im);
        gain.extend(load.map(|n| small.minor_loop(n)));
    }
    let mut answers = vec![
        Answer::new("resistance", Dimension::Resistance, real),
        Answer::new("reactance", Dimension::Resistance, imaginary),
    ];
    if load.is_some() {
        answers.push(Answer::new("minor_loop", Dimension::Ratio, gain));
    }
    Ok(answers)
}
