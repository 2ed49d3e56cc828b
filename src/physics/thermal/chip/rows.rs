//! Rows of chip groups that find the heat at which law and cooling agree.
//!
//! # Equations
//! A chip's heat H and temperature T answer each other, T = T₁ + S·(H − H₁) by its cooling and H = P(T) by its law.
//! A Newton step from (H₁, T₁) is
//!
//! ```text
//! H = H₁ + (P(T₁) − H₁)/(1 − P′(T₁)·S)                                                      (1)
//! ```
//!
//! which settles where plain substitution would swing between throttled and not.

use super::ChipLaw;

/// Least 1 − P′·S of eq. (1): closer to thermal runaway a step is held back.
const LEAST_ANSWER: f64 = 0.05;
/// Most heat of a chip over what it is asked for.
const MOST: f64 = 3.0;

/// Laws of many chip groups, one column a field of [`ChipLaw`].
#[derive(Clone, Debug, Default)]
pub struct Laws {
    t_ref: Vec<f64>,
    leakage: Vec<f64>,
    t_limit: Vec<f64>,
    slope: Vec<f64>,
    floor: Vec<f64>,
}

impl Laws {
    /// Appends one.
    pub fn push(&mut self, law: ChipLaw) {
        self.t_ref.push(law.t_ref);
        self.leakage.push(law.leakage);
        self.t_limit.push(law.t_limit);
        self.slope.push(law.slope);
        self.floor.push(law.floor);
    }

    /// Number of laws.
    pub fn len(&self) -> usize {
        self.t_ref.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.t_ref.is_empty()
    }

    /// Takes the leakage out of group `i`: of a measured power, which has it in it already.
    pub fn without_leakage(&mut self, i: usize) {
        self.leakage[i] = 0.0;
    }

    /// The law of group `i`.
    #[inline(always)]
    pub fn law(&self, i: usize) -> ChipLaw {
        ChipLaw {
            t_ref: self.t_ref[i],
            leakage: self.leakage[i],
            t_limit: self.t_limit[i],
            slope: self.slope[i],
            floor: self.floor[i],
        }
    }
}

/// What a row of chip groups is asked for, and how it is cooled.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Power demanded at the reference temperature \[W\].
    pub demand: &'a [f64],
    /// Chip temperature T₁ [°C].
    pub t: &'a [f64],
    /// Change of chip temperature with its heat S [K/W].
    pub sensitivity: &'a [f64],
}

/// Sums over the rows of a group, added to by [`answer`].
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// Heat \[W\].
    pub heat: Vec<f64>,
    /// Change of heat by the step, without sign \[W\].
    pub change: Vec<f64>,
    /// Change of heat with the temperature of what cools all chips of the group [W/K], without sign.
    pub rise: Vec<f64>,
    /// Largest factor by which a chip multiplies a disturbance of its heat; at least 1.
    pub most: Vec<f64>,
}

impl Sums {
    /// Sums that begin with `heat` \[W\] each.
    pub fn begin(&mut self, heat: impl Iterator<Item = f64>) {
        self.heat.clear();
        self.heat.extend(heat);
        let n = self.heat.len();
        for (column, least) in [
            (&mut self.change, 0.0),
            (&mut self.rise, 0.0),
            (&mut self.most, 1.0),
        ] {
            column.clear();
            column.resize(n, least);
        }
    }
}

/// One Newton step of a row of chips, eq. (1): `heat` from H₁ to H \[W\], and `sums` with it.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn answer(laws: &Laws, asked: Asked<'_>, heat: &mut [f64], sums: &mut Sums) {
    let n = heat.len();
    let laws = Columns::of(laws, n);
    let (demand, t, sensitivity) = (&asked.demand[..n], &asked.t[..n], &asked.sensitivity[..n]);
    let (total, change) = (&mut sums.heat[..n], &mut sums.change[..n]);
    let (rise, most) = (&mut sums.rise[..n], &mut sums.most[..n]);
    for i in 0..n {
        let law = laws.law(i);
        let slope = law.slope(demand[i], t[i]);
        let answer = (1.0 - slope * sensitivity[i]).max(LEAST_ANSWER);
        let step = (law.power(demand[i], t[i]) - heat[i]) / answer;
        let now = (heat[i] + step).clamp(0.0, MOST * demand[i]);
        rise[i] += slope.abs() / answer;
        most[i] = most[i].max(1.0 / answer);
        total[i] += now;
        change[i] += (now - heat[i]).abs();
        heat[i] = now;
    }
}

/// By how much the heat of each group misses its law, added to `miss` \[W\].
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn miss(laws: &Laws, asked: Asked<'_>, heat: &[f64], miss: &mut [f64]) {
    let n = miss.len();
    let laws = Columns::of(laws, n);
    let (demand, t, heat) = (&asked.demand[..n], &asked.t[..n], &heat[..n]);
    for i in 0..n {
        miss[i] += (laws.law(i).power(demand[i], t[i]) - heat[i]).abs();
    }
}

/// The columns of laws cut to one length, so that the loops carry no bounds checks.
struct Columns<'a>([&'a [f64]; 5]);

impl<'a> Columns<'a> {
    #[inline(always)]
    fn of(laws: &'a Laws, n: usize) -> Self {
        let cut = |column: &'a Vec<f64>| &column[..n];
        Self([
            cut(&laws.t_ref),
            cut(&laws.leakage),
            cut(&laws.t_limit),
            cut(&laws.slope),
            cut(&laws.floor),
        ])
    }

    #[inline(always)]
    fn law(&self, i: usize) -> ChipLaw {
        let [t_ref, leakage, t_limit, slope, floor] = self.0;
        ChipLaw {
            t_ref: t_ref[i],
            leakage: leakage[i],
            t_limit: t_limit[i],
            slope: slope[i],
            floor: floor[i],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LAW: ChipLaw = ChipLaw {
        t_ref: 60.0,
        leakage: 0.003,
        t_limit: 87.0,
        slope: 0.05,
        floor: 0.4,
    };

    fn laws(n: usize) -> Laws {
        let mut laws = Laws::default();
        (0..n).for_each(|_| laws.push(LAW));
        laws
    }

    /// Chips that are cooled through `resistance` \[K/W\] by what is at `sink` [°C], after `steps`.
    fn settled(demand: f64, resistance: f64, sink: f64, steps: usize) -> (f64, f64) {
        let (laws, mut sums, mut heat) = (laws(9), Sums::default(), vec![demand; 9]);
        for _ in 0..steps {
            let t: Vec<f64> = heat.iter().map(|h| sink + resistance * h).collect();
            let asked = Asked {
                demand: &[demand; 9],
                t: &t,
                sensitivity: &[resistance; 9],
            };
            sums.begin(std::iter::repeat_n(0.0, 9));
            answer(&laws, asked, &mut heat, &mut sums);
            assert!(heat.iter().all(|h| h.to_bits() == heat[0].to_bits()));
        }
        (heat[0], sums.change[0])
    }

    #[test]
    fn leakage_settles_in_two_steps() {
        // H = P₀·(1 + k·(T_s + R·H − T_ref)), solved for H.
        let (demand, r, sink) = (1_000.0, 0.02, 40.0);
        let exact = demand * (1.0 + 0.003 * (sink - 60.0)) / (1.0 - 0.003 * demand * r);
        let (heat, change) = settled(demand, r, sink, 2);
        assert!((heat - exact).abs() < 1e-9, "{heat} {exact}");
        assert!(change < 1e-9);
    }

    proptest! {
        #[test]
        fn heat_settles_on_its_law(
            demand in 1.0..2e3f64, resistance in 1e-3..0.1f64, sink in -20.0..80.0f64,
        ) {
            let (heat, _) = settled(demand, resistance, sink, 60);
            let t = sink + resistance * heat;
            let mut missed = [0.0; 1];
            let asked = Asked { demand: &[demand], t: &[t], sensitivity: &[resistance] };
            miss(&laws(1), asked, &[heat], &mut missed);
            // Between two regimes a chip may swing by what its slope is probed with.
            prop_assert!(missed[0] <= 2e-3 * demand, "{heat} W at {t} °C misses by {}", missed[0]);
            prop_assert!((0.0..=3.0 * demand).contains(&heat));
        }
    }
}
