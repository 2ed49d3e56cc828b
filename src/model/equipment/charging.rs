//! How much of what a plant cools goes into a tank: the charge is trimmed to the supply that it leaves.
//!
//! # Equations
//! The pumps of a tank run in full while the coolant behind the plant is colder than T_b − B, slow down in proportion over the
//! band B and stand still from T_b on:
//!
//! ```text
//! ṁ = ṁ_max·clamp((T_b − T)/B, 0, 1)                                                       (1)
//! h(ṁ) = max(h_set, h_a + s·(g(ṁ) − g_a))                                                  (2)
//! g(ṁ) = g_0 + c·ṁ·(h_top − h)                                                             (3)
//! ```
//!
//! T and h of what leaves the plant, g of what the charge sends to its machines, which is g_0 without it. A plant that has cold
//! to spare holds h_set whatever is sent; one at its limit takes its heat from what is sent, so that a share s ≤ 1 of any
//! change comes through, from the pair (g_a, h_a) that the last pass saw. (1) to (3) are solved together in each pass, and the next
//! pass tells whether the plant did as (2) had it. Read when the step begins instead, (1) would turn over from step to
//! step: a degree of the return stands for tens of degrees in the band.
//!
//! # Units
//! J/kg, °C, kg/s.

use super::Situation;

/// Enthalpy above its set point from which a plant counts as at its limit [J/kg]: a step converges to a quarter of it.
const AT_LIMIT: f64 = 0.02;
/// Least change of what is sent that tells a share [J/kg].
const TELLS: f64 = 10.0;
/// Least share that is believed, of the largest: what a passing flow does not dilute.
const LEAST_SHARE: f64 = 0.02;

/// Where a tank is filled from and to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ports {
    /// Cell before the first machine, which takes what the charge returns.
    pub before: u32,
    /// Cell behind the last machine, where the charge draws.
    pub behind: u32,
}

impl Ports {
    /// Share of a change of what leaves `before` that arrives at `behind` within the step: what stands in the machines is
    /// mixed with it.
    pub fn through(self, at: &Situation) -> f64 {
        let machines = self.before as usize + 1..self.behind as usize;
        let kept = |cell: usize| {
            let m = at.flow[cell];
            m / (m + at.mass[cell] * at.inv_dt).max(1e-12)
        };
        machines.map(kept).product()
    }
}

/// A plant as a charge sees it, within one step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Plant {
    /// What leaves the machines, as last seen [J/kg]; nothing yet in the first pass.
    seen: Option<f64>,
    /// At its limit: what was sent, what left [J/kg], and the share of a change that comes through.
    limit: Option<[f64; 3]>,
}

impl Plant {
    /// Takes notice that `seen` [J/kg] left machines that are to hold `set` [J/kg] and were sent `sent` [J/kg].
    pub fn notice(&mut self, sent: f64, seen: f64, set: f64, most_share: f64) {
        if seen > set + AT_LIMIT {
            let share = match self.limit {
                Some([s, b, _]) if (sent - s).abs() > TELLS => {
                    ((seen - b) / (sent - s)).clamp(LEAST_SHARE * most_share, most_share)
                }
                Some([.., share]) => share,
                None => most_share,
            };
            self.limit = Some([sent, seen, share]);
        } else if self
            .limit
            .is_some_and(|[s, b, k]| b + k * (sent - s) > set + AT_LIMIT)
        {
            // It does more than it did: a machine was started meanwhile.
            self.limit = None;
        }
        self.seen = Some(seen);
    }

    /// What leaves it [J/kg] when it is sent `sent` [J/kg] and `slope`·(`top` − that) more, eqs. (2) and (3).
    fn answer(&self, sent: f64, slope: f64, top: f64, set: f64) -> f64 {
        match self.limit {
            Some([s, b, k]) => {
                let gain = k * slope;
                ((b + k * (sent - s) + gain * top) / (1.0 + gain)).max(set)
            }
            None => self.seen.unwrap_or(set),
        }
    }
}

/// What charge and discharge are trimmed by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trim {
    /// Warmest coolant that a tank is filled with, T_b [°C].
    pub below: f64,
    /// Rise up to that over which its pumps slow down to rest, B \[K\].
    pub band: f64,
}

impl Trim {
    /// Share of the largest flow at `t` [°C], eq. (1).
    pub fn open(&self, t: f64) -> f64 {
        ((self.below - t) / self.band).clamp(0.0, 1.0)
    }

    /// Share of the largest flow that still empties a tank whose bottom is colder than the return by `drop` \[K\]: it ends
    /// by and by, where the whole flow or none would turn over with each breath of the return.
    pub fn left(&self, drop: f64) -> f64 {
        (drop / self.band).clamp(0.0, 1.0)
    }
}

/// A charge that is to be found.
pub struct Charge<'a> {
    /// The plant, as this step knows it.
    pub plant: &'a mut Plant,
    /// Where it is drawn and returned.
    pub ports: Ports,
    /// Part of all that its plant does for tanks: the others are filled alike.
    pub share: f64,
    /// Set point of the plant [J/kg].
    pub set: f64,
    /// What the pumps draw, which warms what they move \[W\].
    pub pumped: f64,
}

impl Charge<'_> {
    /// Tells the plant what it is known to have done: in the step before when the first pass of this one begins.
    pub fn begin(&mut self, at: &Situation) {
        if self.plant.seen.is_none() {
            let [sent, seen] =
                [self.ports.before, self.ports.behind].map(|c| at.held_h[c as usize]);
            self.plant
                .notice(sent, seen, self.set, self.ports.through(at));
        }
    }

    /// What leaves the plant [J/kg] while `flow` [kg/s] of it goes into a tank whose top gives `top` [J/kg].
    pub fn supply(&self, at: &Situation, flow: f64, top: f64) -> f64 {
        let before = self.ports.before as usize;
        let sent = |heat: f64| at.outlet_for_heat(before, heat + self.pumped);
        let (none, unit) = (sent(0.0), sent(1.0));
        let slope = (unit - none) * flow / self.share.max(1e-9);
        self.plant.answer(none, slope, top, self.set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plant that holds 80 kJ/kg as far as it takes 40 kJ out of each kg that it is sent.
    fn plant(sent: f64) -> f64 {
        (sent - 40e3).max(80e3)
    }

    #[test]
    fn a_plant_at_its_limit_is_foreseen() {
        let mut known = Plant::default();
        known.notice(130e3, plant(130e3), 80e3, 1.0);
        assert_eq!(known.answer(125e3, 0.0, 0.0, 80e3), plant(125e3));
        assert_eq!(known.answer(100e3, 0.0, 0.0, 80e3), 80e3);
        // What is drawn from behind it is colder by what the charge sends: h = 90 + ½·(120 − h).
        let h = known.answer(130e3, 0.5, 120e3, 80e3);
        assert!((h - 100e3).abs() < 1e-6, "{h}");
    }

    #[test]
    fn a_share_is_learned_and_a_limit_forgotten() {
        let mut known = Plant::default();
        known.notice(130e3, 90e3, 80e3, 1.0);
        known.notice(120e3, 86e3, 80e3, 1.0);
        assert!((known.answer(110e3, 0.0, 0.0, 80e3) - 82e3).abs() < 1e-6);
        known.notice(120e3, 80e3, 80e3, 1.0);
        assert_eq!(known.answer(150e3, 0.0, 0.0, 80e3), 80e3);
    }

    #[test]
    fn pumps_slow_over_the_band() {
        let trim = Trim {
            below: 18.5,
            band: 0.5,
        };
        assert_eq!(
            [18.0, 18.25, 18.5, 30.0].map(|t| trim.open(t)),
            [1.0, 0.5, 0.0, 0.0]
        );
        assert_eq!([-1.0, 0.25, 2.0].map(|d| trim.left(d)), [0.0, 0.5, 1.0]);
    }
}
