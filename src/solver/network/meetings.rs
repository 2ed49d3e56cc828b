//! Which chains meet at each unknown: sums over them are gathered, so that no sum waits for another.

/// Chains around each unknown in compressed rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Meetings {
    /// End of each unknown's entries in `chain`.
    end: Vec<u32>,
    /// Chain of each entry, and −1 where it starts at the unknown, +1 where it ends there.
    chain: Vec<u32>,
    sign: Vec<f64>,
}

impl Meetings {
    /// Meetings of chains between `ends` at the first `n` places; what runs from a place to itself is left
    /// out.
    pub fn new(ends: &[[u32; 2]], n: usize) -> Self {
        let mut start = vec![0u32; n + 1];
        let joins = |e: &&[u32; 2]| e[0] != e[1];
        for &v in ends.iter().filter(joins).flatten() {
            if (v as usize) < n {
                start[v as usize + 1] += 1;
            }
        }
        for v in 0..n {
            start[v + 1] += start[v];
        }
        let (mut chain, mut sign) = (vec![0; start[n] as usize], vec![0.0; start[n] as usize]);
        for (c, e) in ends.iter().enumerate().filter(|(_, e)| joins(e)) {
            for (&v, sign_of) in e.iter().zip([-1.0, 1.0]) {
                if (v as usize) < n {
                    let at = start[v as usize] as usize;
                    (chain[at], sign[at]) = (c as u32, sign_of);
                    start[v as usize] += 1;
                }
            }
        }
        start.truncate(n);
        let end = start;
        Self { end, chain, sign }
    }

    /// Adds what the flows `flow` of chains bring to each unknown, and writes the sum of `weight` around it.
    pub fn gather(&self, flow: &[f64], weight: &[f64], sum: &mut [f64], total: &mut [f64]) {
        let mut entries = self.chain.iter().zip(&self.sign);
        let mut low = 0;
        for ((&high, sum), total) in self.end.iter().zip(sum).zip(total) {
            let (mut brought, mut all) = (0.0, 0.0);
            for (&c, &sign) in entries.by_ref().take((high - low) as usize) {
                brought += sign * flow[c as usize];
                all += weight[c as usize];
            }
            *sum += brought;
            *total = all;
            low = high;
        }
    }

    /// What the flows `flow` of chains bring to each unknown.
    pub fn bring(&self, flow: &[f64], sum: &mut [f64]) {
        let mut low = 0;
        for (&high, sum) in self.end.iter().zip(sum) {
            let entries = low as usize..high as usize;
            let mut brought = 0.0;
            for (&c, &sign) in self.chain[entries.clone()].iter().zip(&self.sign[entries]) {
                brought += sign * flow[c as usize];
            }
            *sum = brought;
            low = high;
        }
    }

    /// Largest of |`supply` + what `flow` brings| at an unknown, as a share of half of what passes it or of
    /// `least` \[kg/s\].
    pub fn imbalance(&self, flow: &[f64], supply: &[f64], least: f64) -> f64 {
        let (mut low, mut worst) = (0, 0.0f64);
        for (&high, &supply) in self.end.iter().zip(supply) {
            let entries = low as usize..high as usize;
            let (mut sum, mut through) = (supply, supply.abs());
            for (&c, &sign) in self.chain[entries.clone()].iter().zip(&self.sign[entries]) {
                sum += sign * flow[c as usize];
                through += flow[c as usize].abs();
            }
            let through = 0.5 * through.max(least);
            if through > 0.0 {
                worst = worst.max(sum.abs() / through);
            }
            low = high;
        }
        worst
    }
}
