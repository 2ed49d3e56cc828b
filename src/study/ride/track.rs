//! When the chips of each rack throttled and when they passed their limit.

use super::pace::Moved;
use super::ready::Ready;

/// Times of all racks.
#[derive(Clone, Debug)]
pub(super) struct Track {
    /// Time at which each rack throttled \[s\]; infinite where it did not.
    pub throttle: Vec<f64>,
    /// Time at which each rack passed its limit \[s\].
    pub limit: Vec<f64>,
    /// Whether it has no power.
    dark: Vec<bool>,
    /// Whether it ever had none.
    pub was_dark: Vec<bool>,
    /// Least distance to a limit \[K\] and its rack.
    pub least: (f64, usize),
    /// Temperatures at which throttling begins and of the limit \[°C\].
    bounds: Vec<[f64; 2]>,
    /// Whether each rack is cooled by the hall's air too.
    by_air: Vec<bool>,
    /// Whether it was the air that switched a rack off first.
    pub air_first: bool,
    /// Warmest air of the hall \[°C\].
    pub air: f64,
}

impl Track {
    /// Racks as they are before the loss: what is beyond a limit then has passed it at once.
    pub(super) fn new(ready: &Ready) -> Self {
        let racks = &ready.model.equipment.racks;
        let bounds: Vec<[f64; 2]> = (0..racks.len())
            .map(|i| [racks.chip.law(i).t_limit, racks.limit[i]])
            .collect();
        let mut chips = Vec::new();
        ready.chips(&ready.state, &mut chips);
        let at_once = |k: usize| {
            let each = bounds.iter().zip(&chips);
            let time = |(b, t): (&[f64; 2], &f64)| if *t >= b[k] { 0.0 } else { f64::INFINITY };
            each.map(time).collect()
        };
        let (throttle, limit) = (at_once(0), at_once(1));
        let mut track = Self {
            throttle,
            limit,
            dark: vec![false; racks.len()],
            was_dark: vec![false; racks.len()],
            least: (f64::INFINITY, 0),
            bounds,
            by_air: racks.liquid.iter().map(|share| *share < 1.0).collect(),
            air_first: false,
            air: ready.state.hall.t,
        };
        // Before a loss those count too that are beyond their limit.
        let margins = track.bounds.iter().zip(&chips).map(|(b, t)| b[1] - t);
        let least = margins.zip(0..).min_by(|a, b| a.0.total_cmp(&b.0));
        track.least = least.unwrap_or(track.least);
        track
    }

    fn live(&self, i: usize) -> bool {
        !self.dark[i] && self.limit[i].is_infinite()
    }

    /// Racks that passed their limit: their power is off.
    pub(super) fn tripped(&self) -> impl Iterator<Item = usize> {
        (0..self.limit.len()).filter(|i| self.limit[*i].is_finite())
    }

    /// Marks racks without power.
    pub(super) fn darken(&mut self, dark: impl Fn(usize) -> bool) {
        for (i, (is, was)) in self.dark.iter_mut().zip(&mut self.was_dark).enumerate() {
            *is = dark(i);
            *was |= *is;
        }
    }

    /// Whether no rack has power any more.
    pub(super) fn none_left(&self) -> bool {
        !(0..self.dark.len()).any(|i| self.live(i))
    }

    fn note_least(&mut self, chips: &[f64]) {
        for i in 0..chips.len() {
            let distance = self.bounds[i][1] - chips[i];
            if self.live(i) && distance < self.least.0 {
                self.least = (distance, i);
            }
        }
    }

    /// Bound that rack `i` comes to next \[°C\].
    fn next(&self, i: usize) -> f64 {
        let [throttle, limit] = self.bounds[i];
        if self.throttle[i].is_infinite() {
            throttle.min(limit)
        } else {
            limit
        }
    }

    /// What a step of `dt` \[s\] from `before` to `after` \[°C\] did.
    pub(super) fn moved(&self, before: &[f64], after: &[f64], dt: f64, slowing: f64) -> Moved {
        let mut moved = Moved {
            chip: 0.0,
            to_limit: f64::INFINITY,
            slowing,
        };
        for i in (0..after.len()).filter(|i| self.live(*i)) {
            let change = after[i] - before[i];
            moved.chip = moved.chip.max(change.abs());
            if change > 0.0 {
                let way = (self.next(i) - after[i]).max(0.0);
                moved.to_limit = moved.to_limit.min(way * dt / change);
            }
        }
        moved
    }

    /// Notes a step that began at `t` \[s\]; returns whether a rack passed its limit in it.
    pub(super) fn note(&mut self, before: &[f64], after: &[f64], t: f64, dt: f64) -> bool {
        self.note_least(after);
        let mut passed = false;
        for i in 0..after.len() {
            if !self.live(i) {
                continue;
            }
            let [throttle, limit] = self.bounds[i];
            let crossed = |bound: f64| {
                let rise = after[i] - before[i];
                let way = if rise > 0.0 {
                    ((bound - before[i]) / rise).clamp(0.0, 1.0)
                } else {
                    0.0
                };
                (after[i] >= bound).then_some(t + way * dt)
            };
            if self.throttle[i].is_infinite() {
                self.throttle[i] = crossed(throttle).unwrap_or(f64::INFINITY);
            }
            if let Some(time) = crossed(limit) {
                self.limit[i] = time;
                passed = true;
            }
        }
        passed
    }

    /// Notes the hall's air, which went from `before` to `after` \[°C\] in a step that began at `t` \[s\]; at `limit` it
    /// switches off every rack that breathes it, at once where it was as warm before. Returns whether it did.
    pub(super) fn breathe(
        &mut self,
        [before, after]: [f64; 2],
        limit: f64,
        t: f64,
        dt: f64,
    ) -> bool {
        self.air = self.air.max(after);
        let way = if before >= limit {
            0.0
        } else if after >= limit {
            (limit - before) / (after - before)
        } else {
            return false;
        };
        let time = t + way * dt;
        let first = self.limit.iter().all(|t| *t > time);
        let mut passed = false;
        for i in 0..self.limit.len() {
            if self.by_air[i] && self.live(i) {
                self.limit[i] = time;
                passed = true;
            }
        }
        self.air_first |= first && passed;
        passed
    }

    /// Least distance of a rack that has power to what it comes to next \[K\].
    pub(super) fn least_distance(&self, chips: &[f64]) -> f64 {
        let live = (0..chips.len()).filter(|i| self.live(*i));
        live.map(|i| self.next(i) - chips[i])
            .fold(f64::INFINITY, f64::min)
    }

    /// First time at which a rack throttled, and at which one passed its limit \[s\].
    pub(super) fn first(&self) -> [f64; 2] {
        let least = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
        [least(&self.throttle), least(&self.limit)]
    }
}
