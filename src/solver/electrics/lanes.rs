//! The two passes of [`super::series`] over trees of one shape, side by side in vector lanes.
//!
//! Entry `position·lanes + lane` of every column belongs to one element; a position's feeder stands at a
//! later position.

/// What stays the same between passes.
pub(super) struct Circuit<'a> {
    /// Position of each position's feeder; that of the last, the root, is not read.
    pub shape: &'a [u32],
    /// Number of trees.
    pub lanes: usize,
    /// No-load ratio of each element.
    pub ratio: &'a [f64],
    /// Resistance of each element [Ω].
    pub resistance: &'a [f64],
    /// No-load voltage of the roots [V].
    pub open: &'a [f64],
}

impl Circuit<'_> {
    /// Position of the root.
    fn root(&self) -> usize {
        self.shape.len() - 1
    }
}

/// Voltages without load [V].
pub(super) fn unloaded(circuit: &Circuit<'_>, volts: &mut [f64]) {
    let (n, root) = (circuit.lanes, circuit.root());
    volts[root * n..].copy_from_slice(circuit.open);
    for at in (0..root).rev() {
        let up = circuit.shape[at] as usize;
        let (own, above) = volts.split_at_mut(up * n);
        let (own, ratio) = (&mut own[at * n..][..n], &circuit.ratio[at * n..][..n]);
        for ((own, above), ratio) in own.iter_mut().zip(&above[..n]).zip(ratio) {
            *own = ratio * above;
        }
    }
}

/// From the leaves to the roots: lines `free` − `slope`·E of all currents; returns the least pivot.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub(super) fn eliminate(
    circuit: &Circuit<'_>,
    volts: &[f64],
    taken: &[f64],
    free: &mut [f64],
    slope: &mut [f64],
) -> f64 {
    let (n, all) = (circuit.lanes, circuit.shape.len() * circuit.lanes);
    let (volts, taken) = (&volts[..all], &taken[..all]);
    let (free, slope) = (&mut free[..all], &mut slope[..all]);
    for i in 0..all {
        let inverse = 1.0 / volts[i];
        let draw = taken[i] * inverse;
        free[i] = 2.0 * draw;
        slope[i] = draw * inverse;
    }
    let mut least = f64::INFINITY;
    for at in 0..circuit.shape.len() {
        let resistance = &circuit.resistance[at * n..][..n];
        let ratio = &circuit.ratio[at * n..][..n];
        let next = if at == circuit.root() {
            at + 1
        } else {
            circuit.shape[at] as usize
        };
        let (free_own, free_above) = free.split_at_mut(next * n);
        let (slope_own, slope_above) = slope.split_at_mut(next * n);
        let (c, d) = (&mut free_own[at * n..][..n], &mut slope_own[at * n..][..n]);
        for i in 0..n {
            let pivot = 1.0 - d[i] * resistance[i];
            least = if pivot > least { least } else { pivot };
            let inverse = 1.0 / pivot;
            c[i] *= inverse;
            d[i] *= inverse;
        }
        if at < circuit.root() {
            let (c_up, d_up) = (&mut free_above[..n], &mut slope_above[..n]);
            for i in 0..n {
                c_up[i] += ratio[i] * c[i];
                d_up[i] += ratio[i] * ratio[i] * d[i];
            }
        }
    }
    least
}

/// From the roots to the leaves: new voltages [V]. Returns by how much the largest voltage step exceeds
/// `tolerance` (relative) of its voltage [V], and the lowest voltage [V].
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub(super) fn substitute(
    circuit: &Circuit<'_>,
    tolerance: f64,
    free: &[f64],
    slope: &[f64],
    volts: &mut [f64],
) -> (f64, f64) {
    let (n, root) = (circuit.lanes, circuit.root());
    let (mut moved, mut lowest) = (f64::NEG_INFINITY, f64::INFINITY);
    for at in (0..=root).rev() {
        let next = if at == root {
            at + 1
        } else {
            circuit.shape[at] as usize
        };
        let (own, above) = volts.split_at_mut(next * n);
        let own = &mut own[at * n..][..n];
        let above = if at == root {
            circuit.open
        } else {
            &above[..n]
        };
        let (c, d) = (&free[at * n..][..n], &slope[at * n..][..n]);
        let (ratio, resistance) = (
            &circuit.ratio[at * n..][..n],
            &circuit.resistance[at * n..][..n],
        );
        for i in 0..n {
            let open = if at == root {
                above[i]
            } else {
                ratio[i] * above[i]
            };
            let amps = c[i] - d[i] * open;
            let new = open - resistance[i] * amps;
            let excess = (new - own[i]).abs() - tolerance * new;
            moved = if excess < moved { moved } else { excess };
            lowest = if new > lowest { lowest } else { new };
            own[i] = new;
        }
    }
    (moved, lowest)
}
