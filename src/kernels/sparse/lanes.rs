//! LDLᵀ of eight matrices of one pattern in step: every index is read once for all of them.

use super::ldl::Symbolic;

/// How many matrices go in step.
pub const LANES: usize = 8;
/// One number of each.
pub type Lanes = [f64; LANES];

impl Symbolic {
    /// Factorises eight matrices `value` in place and solves for `x`, as [`Symbolic::solve`] does one,
    /// with the same bits.
    pub fn solve_lanes(&self, value: &mut [Lanes], x: &mut [Lanes]) {
        let (diagonal, lower) = value.split_at_mut(self.size);
        eliminate(&self.start, &self.row, &self.target, diagonal, lower, x);
        substitute(&self.start, &self.row, diagonal, lower, x);
    }
}

#[inline(always)]
fn subtract(from: &mut Lanes, a: Lanes, b: Lanes) {
    for k in 0..LANES {
        from[k] -= a[k] * b[k];
    }
}

#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn eliminate(
    start: &[u32],
    row: &[u32],
    target: &[u32],
    diagonal: &mut [Lanes],
    lower: &mut [Lanes],
    x: &mut [Lanes],
) {
    let n = diagonal.len();
    let mut targets = target.iter();
    for j in 0..n {
        let (low, high) = (start[j] as usize, start[j + 1] as usize);
        let (mut inverse, xj) = (diagonal[j], x[j]);
        for k in 0..LANES {
            inverse[k] = 1.0 / inverse[k];
        }
        diagonal[j] = inverse;
        for a in low..high {
            let v = lower[a];
            let mut l = v;
            for k in 0..LANES {
                l[k] = v[k] * inverse[k];
            }
            let r = row[a] as usize;
            subtract(&mut x[r], l, xj);
            subtract(&mut diagonal[r], l, v);
            targets.next();
            for b in a + 1..high {
                let other = lower[b];
                if let Some(&t) = targets.next() {
                    subtract(&mut lower[t as usize - n], l, other);
                }
            }
            lower[a] = l;
        }
    }
}

#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn substitute(start: &[u32], row: &[u32], diagonal: &[Lanes], lower: &[Lanes], x: &mut [Lanes]) {
    for j in (0..diagonal.len()).rev() {
        let (low, high) = (start[j] as usize, start[j + 1] as usize);
        let mut sum = x[j];
        for k in 0..LANES {
            sum[k] *= diagonal[j][k];
        }
        for (l, &r) in lower[low..high].iter().zip(&row[low..high]) {
            subtract(&mut sum, *l, x[r as usize]);
        }
        x[j] = sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lane_has_the_bits_of_one_matrix() {
        let edges: Vec<(u32, u32)> = (1..40)
            .map(|i| (i, i / 3))
            .chain((5..40).map(|i| (i, i - 5)))
            .collect();
        let symbolic = Symbolic::new(40, &edges);
        let (mut values, mut xs) = (vec![[0.0; LANES]; symbolic.len()], vec![[0.0; LANES]; 41]);
        for k in 0..LANES {
            let (mut value, mut x) = (vec![0.0; symbolic.len()], vec![0.0; 41]);
            for (e, &(a, b)) in edges.iter().enumerate() {
                let w = 1.0 + ((e * 7 + k * 3) % 11) as f64;
                for (place, w) in [
                    (symbolic.place(a), w),
                    (symbolic.place(b), w),
                    (symbolic.joint(a, b), -w),
                ] {
                    value[place as usize] += w;
                }
            }
            value[0] += 1.0 + k as f64;
            for v in 0..40 {
                x[v] = (v as f64 + k as f64).sin();
            }
            for (all, one) in values.iter_mut().zip(&value) {
                all[k] = *one;
            }
            for (all, one) in xs.iter_mut().zip(&x) {
                all[k] = *one;
            }
            if k == LANES - 1 {
                let (mut values, mut xs) = (values.clone(), xs.clone());
                symbolic.solve_lanes(&mut values, &mut xs);
                symbolic.solve(&mut value, &mut x);
                for (all, one) in xs.iter().zip(&x) {
                    assert_eq!(all[k].to_bits(), one.to_bits());
                }
            }
        }
    }
}
