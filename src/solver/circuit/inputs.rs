//! Inputs between two corners: straight lines.

use crate::model::electrical::circuit::Circuit;

/// All inputs on one segment.
#[derive(Clone, Debug, Default)]
pub(super) struct Inputs {
    origin: f64,
    value: Vec<f64>,
    slope: Vec<f64>,
}

impl Inputs {
    /// The straight pieces that hold between `from` and `to` \[s\], which no corner lies between.
    pub fn set(&mut self, circuit: &Circuit, from: f64, to: f64) {
        let middle = 0.5 * (from + to);
        self.origin = middle;
        self.value.clear();
        self.slope.clear();
        for waveform in &circuit.waveforms {
            let piece = waveform.piece(middle);
            self.value.push(piece.value);
            self.slope.push(piece.slope);
        }
    }

    /// Input `w` at `time` \[s\].
    #[inline(always)]
    pub fn value(&self, w: u32, time: f64) -> f64 {
        self.value[w as usize] + self.slope[w as usize] * (time - self.origin)
    }
}

/// Corners of all inputs and set times of all gates in `0 < t < end`, in order, each once.
pub(super) fn corners(circuit: &Circuit, end: f64) -> Vec<f64> {
    let mut all = Vec::new();
    for waveform in &circuit.waveforms {
        waveform.corners(0.0, end, &mut all);
    }
    let set = circuit.gates.iter().flat_map(|g| &g.schedule);
    all.extend(set.map(|(t, _)| *t).filter(|t| *t > 0.0 && *t < end));
    all.sort_by(f64::total_cmp);
    all.dedup_by(|later, earlier| *later - *earlier <= SAME * end);
    all
}

/// Times nearer to each other than this share of the window are one.
pub(super) const SAME: f64 = 1e-12;
