//! Which chains meet at each unknown: sums over them are gathered, so that no sum waits for another.

/// Chains around each unknown. Three meet at most of them; where fewer do, the number of chains stands for one
/// without flow.
#[derive(Clone, Debug, Default)]
pub(super) struct Meetings {
    /// The first three chains, signed: one starts at the unknown where its sign is set, else it ends there.
    three: Vec<[Signed; 3]>,
    /// Unknowns at which more meet, with each of the others.
    more: Vec<(u32, Signed)>,
}

/// An index and a sign in one word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signed(u32);

impl Signed {
    pub fn new(index: u32, negative: bool) -> Self {
        Self(index << 1 | u32::from(negative))
    }

    #[inline(always)]
    pub fn index(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// `value` with its sign turned where the sign is set.
    #[inline(always)]
    pub fn turn(self, value: f64) -> f64 {
        f64::from_bits(value.to_bits() ^ (u64::from(self.0 & 1) << 63))
    }
}

impl Meetings {
    /// Meetings of chains between `ends` at the first `n` places; what runs from a place to itself is left
    /// out.
    pub fn new(ends: &[[u32; 2]], n: usize) -> Self {
        let none = Signed::new(ends.len() as u32, false);
        let (mut three, mut more) = (vec![[none; 3]; n], Vec::new());
        let mut count = vec![0; n];
        for (c, e) in ends.iter().enumerate().filter(|(_, e)| e[0] != e[1]) {
            for (&v, starts) in e.iter().zip([true, false]) {
                let chain = Signed::new(c as u32, starts);
                if let Some(count) = count.get_mut(v as usize) {
                    match three[v as usize].get_mut(*count) {
                        Some(place) => *place = chain,
                        None => more.push((v, chain)),
                    }
                    *count += 1;
                }
            }
        }
        more.sort_by_key(|&(v, chain)| (v, chain.index()));
        Self { three, more }
    }

    /// Adds what the flows `flow` of chains bring to each unknown, and writes the sum of `weight` around it.
    /// Both have a zero after the last chain.
    pub fn gather(&self, flow: &[f64], weight: &[f64], sum: &mut [f64], total: &mut [f64]) {
        let weight = &weight[..flow.len()];
        for ((&[a, b, c], sum), total) in self.three.iter().zip(&mut *sum).zip(&mut *total) {
            let all = [a, b, c].map(|chain| chain.turn(flow[chain.index()]));
            *sum += (all[0] + all[1]) + all[2];
            let all = [a, b, c].map(|chain| weight[chain.index()]);
            *total = (all[0] + all[1]) + all[2];
        }
        for &(v, chain) in &self.more {
            sum[v as usize] += chain.turn(flow[chain.index()]);
            total[v as usize] += weight[chain.index()];
        }
    }

    /// What the flows `flow` of chains, with a zero after the last, bring to each unknown.
    pub fn bring(&self, flow: &[f64], sum: &mut [f64]) {
        for (&[a, b, c], sum) in self.three.iter().zip(&mut *sum) {
            let all = [a, b, c].map(|chain| chain.turn(flow[chain.index()]));
            *sum = (all[0] + all[1]) + all[2];
        }
        for &(v, chain) in &self.more {
            sum[v as usize] += chain.turn(flow[chain.index()]);
        }
    }

    /// Largest of |`supply` + what `flow` brings| at an unknown, as a share of half of what passes it or of
    /// `least` \[kg/s\]; `flow` has a zero after the last chain.
    pub fn imbalance(&self, flow: &[f64], supply: &[f64], least: f64) -> f64 {
        let (mut more, mut worst) = (self.more.iter().peekable(), 0.0f64);
        for (v, (three, &supply)) in (0..).zip(self.three.iter().zip(supply)) {
            let (mut sum, mut through) = (supply, supply.abs());
            let others = std::iter::from_fn(|| more.next_if(|m| m.0 == v).map(|m| m.1));
            for chain in three.iter().copied().chain(others) {
                sum += chain.turn(flow[chain.index()]);
                through += flow[chain.index()].abs();
            }
            let through = 0.5 * through.max(least);
            if through > 0.0 {
                worst = worst.max(sum.abs() / through);
            }
        }
        worst
    }
}
