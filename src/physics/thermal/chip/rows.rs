//! Rows of chip groups that find the heat at which law and cooling agree.
//!
//! # Equations
//! A chip's heat H and temperature T answer each other, T = T₁ + S·(H − H₁) by its cooling and H = P(T) by its law,
//! which has three pieces: at full speed, throttling, and at the floor of throttling. With x = T − T_limit,
//! κ = 1 + k·(T_limit − T_ref) and s, f_min as in [`ChipLaw`],
//!
//! ```text
//! full speed, floor:  H = H₁ + (P(T₁) − H₁)/(1 − P′·S)                                      (1)
//! throttling:         S·P₀·s·k·x² + (1 − S·P₀·(k − s·κ))·x + T_limit − T₁ − S·(P₀·κ − H₁) = 0   (2)
//! ```
//!
//! The piece whose answer lies on it is the one that holds: short of thermal runaway there is just one. Plain
//! substitution, and Newton's method across the kinks, would swing between throttled and not.

use super::ChipLaw;

/// Least 1 − P′·S of eqs. (1), (2): closer to thermal runaway a step is held back.
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

/// Where heat and temperature of a row of chips meet, eqs. (1), (2): `heat` from H₁ to H \[W\], and `sums` with it.
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
        let (met, answer, slope) = meet(&laws.law(i), demand[i], t[i], sensitivity[i], heat[i]);
        let now = met.clamp(0.0, MOST * demand[i]);
        rise[i] += slope.abs() / answer;
        most[i] = most[i].max(1.0 / answer);
        total[i] += now;
        change[i] += (now - heat[i]).abs();
        heat[i] = now;
    }
}

/// Heat at which a chip at `t1` [°C] with `heat` \[W\] meets its law, with 1 − P′·S and P′ there.
#[inline(always)]
fn meet(law: &ChipLaw, demand: f64, t1: f64, s: f64, heat: f64) -> (f64, f64, f64) {
    let straight = |share: f64| {
        let full = share * demand;
        let slope = full * law.leakage;
        let answer = (1.0 - slope * s).max(LEAST_ANSWER);
        let power = full * (1.0 + law.leakage * (t1 - law.t_ref)).max(0.0);
        (heat + (power - heat) / answer, answer, slope)
    };
    let (full, floor) = (straight(1.0), straight(law.floor));
    let warmed = |to: f64| t1 + s * (to - heat);
    let room = (1.0 - law.floor) / law.slope;
    let (x, answer, slope) = throttled(law, demand, t1, s, heat);
    if warmed(full.0) <= law.t_limit {
        full
    } else if warmed(floor.0) >= law.t_limit + room {
        floor
    } else {
        let level = 1.0 + law.leakage * (law.t_limit - law.t_ref);
        let power = demand * (1.0 - law.slope * x) * (level + law.leakage * x);
        (power, answer, slope)
    }
}

/// Eq. (2): distance above the limit [K], and 1 − P′·S and P′ there.
#[inline(always)]
fn throttled(law: &ChipLaw, demand: f64, t1: f64, s: f64, heat: f64) -> (f64, f64, f64) {
    let level = 1.0 + law.leakage * (law.t_limit - law.t_ref);
    let bend = demand * law.slope * law.leakage;
    let first = demand * (law.leakage - law.slope * level);
    let (a, b) = (s * bend, (1.0 - s * first).max(LEAST_ANSWER));
    let c = law.t_limit - t1 - s * (demand * level - heat);
    let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
    let x = (-2.0 * c / (b + root)).max(0.0);
    let slope = first - 2.0 * bend * x;
    (x, (1.0 - slope * s).max(LEAST_ANSWER), slope)
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
    fn leakage_settles_at_once() {
        // H = P₀·(1 + k·(T_s + R·H − T_ref)), solved for H.
        let (demand, r, sink) = (1_000.0, 0.02, 40.0);
        let exact = demand * (1.0 + 0.003 * (sink - 60.0)) / (1.0 - 0.003 * demand * r);
        let (heat, _) = settled(demand, r, sink, 1);
        assert!((heat - exact).abs() < 1e-9, "{heat} {exact}");
        assert!(settled(demand, r, sink, 2).1 < 1e-9);
    }

    #[test]
    fn throttling_settles_on_each_of_its_pieces() {
        // 60 °C and below, between limit and floor, at the floor.
        for (sink, low, high) in [(40.0, 0.0, 87.0), (80.0, 87.0, 99.0), (95.0, 99.0, 200.0)] {
            let (heat, _) = settled(1_000.0, 0.02, sink, 1);
            let t = sink + 0.02 * heat;
            assert!((low..=high).contains(&t), "{t}");
            assert!((LAW.power(1_000.0, t) - heat).abs() < 1e-9 * heat);
        }
    }

    #[test]
    fn a_kink_between_two_pieces_is_met() {
        let (demand, resistance, sink) =
            (1228.0042625931128, 0.0765271943985218, 39.35202983234592);
        let (heat, change) = settled(demand, resistance, sink, 2);
        let missed = LAW.power(demand, sink + resistance * heat) - heat;
        assert!(missed.abs() < 1e-9 * demand && change < 1e-9 * demand);
    }

    proptest! {
        #[test]
        fn heat_settles_on_its_law(
            demand in 1.0..2e3f64, resistance in 1e-3..0.1f64, sink in -20.0..120.0f64,
        ) {
            let (heat, change) = settled(demand, resistance, sink, 2);
            let t = sink + resistance * heat;
            let mut missed = [0.0; 1];
            let asked = Asked { demand: &[demand], t: &[t], sensitivity: &[resistance] };
            miss(&laws(1), asked, &[heat], &mut missed);
            prop_assert!(missed[0] <= 1e-9 * demand, "{heat} W at {t} °C misses by {}", missed[0]);
            prop_assert!(change <= 1e-9 * demand);
            prop_assert!((0.0..=3.0 * demand).contains(&heat));
        }
    }
}
