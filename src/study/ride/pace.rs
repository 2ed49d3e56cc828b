//! How long the next step is: short where temperatures or rotors move fast or a limit is near, long where little happens.

/// First step after a loss, or after anything that changes by itself \[s\].
const FIRST: f64 = 0.25;
/// Shortest step \[s\]; what has no solution then has none.
pub(super) const LEAST: f64 = 0.02;
/// Longest step \[s\].
const MOST: f64 = 15.0;
/// Longest step near a limit \[s\].
const NEAR: f64 = 0.5;
/// Change of a chip's temperature that a step aims at \[K\].
const CHANGE: f64 = 0.4;
/// Most by which a step exceeds the one before.
const GROWTH: f64 = 1.6;
/// The same after a step that had no solution.
const RECOVERY: f64 = 1.05;
/// Change over the aim beyond which a step is made again.
const TOO_MUCH: f64 = 3.0;
/// Share of the way to a limit that a step may go, by the slope of the step before.
const WAY: f64 = 0.5;
/// Share of its speed that a rotor may lose in a step.
const SLOWING: f64 = 0.1;

/// Step control of one march.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Factor on all steps: halved to see what they cost.
    pub scale: f64,
    /// Length of all steps \[s\], where it is given.
    pub fixed: Option<f64>,
    /// Next step \[s\].
    pub dt: f64,
    /// Longest step since one had no solution \[s\].
    ceiling: f64,
}

/// Other lengths for a step whose ledger does not close: where next to nothing flows, what is left of a balance is
/// round-off, and that is another for another step.
const OTHERS: [f64; 5] = [1.0, 0.62, 1.7, 0.38, 2.6];

/// Which of them is tried.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Retry(usize);

impl Retry {
    /// Factor on the step.
    pub(super) fn factor(self) -> f64 {
        OTHERS[self.0]
    }

    /// Goes on to the next; false where there is none.
    pub(super) fn next(&mut self) -> bool {
        let more = self.0 + 1 < OTHERS.len();
        self.0 += usize::from(more);
        more
    }
}

/// What a step did.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved {
    /// Largest change of a chip's temperature \[K\].
    pub chip: f64,
    /// Least time to a limit by the slope of this step \[s\].
    pub to_limit: f64,
    /// Largest rate at which a rotor slows down, relative to its speed [1/s].
    pub slowing: f64,
}

impl Pace {
    /// Steps `scale` times as long as usual, or all of length `fixed` \[s\].
    pub(super) fn new(scale: f64, fixed: Option<f64>) -> Self {
        let mut pace = Self {
            scale,
            fixed,
            dt: 0.0,
            ceiling: f64::INFINITY,
        };
        pace.begin();
        pace
    }

    /// Begins anew after a change.
    pub(super) fn begin(&mut self) {
        self.dt = self.fixed.unwrap_or((FIRST * self.scale).max(LEAST));
        self.ceiling = f64::INFINITY;
    }

    /// Whether a step that moved so much is to be made again, shorter.
    pub(super) fn refuses(&mut self, moved: &Moved) -> bool {
        let aim = CHANGE * self.scale;
        if self.fixed.is_some() || moved.chip <= TOO_MUCH * aim || self.dt <= 2.0 * LEAST {
            return false;
        }
        self.dt = (self.dt * aim / moved.chip).max(LEAST);
        true
    }

    /// Halves the step; false where it is the shortest already.
    pub(super) fn halve(&mut self) -> bool {
        let could = self.dt > LEAST;
        self.dt = (0.5 * self.dt).max(LEAST);
        self.ceiling = self.dt;
        could
    }

    /// Length of the step after one that moved so much.
    pub(super) fn go_on(&mut self, moved: &Moved) {
        if let Some(dt) = self.fixed {
            self.dt = dt;
            return;
        }
        let by_change = self.dt * CHANGE * self.scale / moved.chip.max(1e-9);
        let by_limit = (WAY * moved.to_limit).max(NEAR * self.scale);
        let by_rotor = SLOWING * self.scale / moved.slowing.max(1e-9);
        let most = (GROWTH * self.dt).min(MOST * self.scale);
        self.ceiling *= RECOVERY;
        let most = most.min(self.ceiling);
        self.dt = by_change.min(by_limit).min(by_rotor).min(most).max(LEAST);
    }

    /// Whether steps are long enough to believe that what still moves is slow.
    pub(super) fn is_calm(&self) -> bool {
        self.fixed.is_none() && self.dt >= 4.0 * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STILL: Moved = Moved {
        chip: 0.0,
        to_limit: f64::INFINITY,
        slowing: 0.0,
    };

    #[test]
    fn grows_where_nothing_happens_and_shrinks_near_a_limit() {
        let mut pace = Pace::new(1.0, None);
        for _ in 0..20 {
            pace.go_on(&STILL);
        }
        assert_eq!(pace.dt, MOST);
        pace.go_on(&Moved {
            to_limit: 1.5,
            ..STILL
        });
        assert_eq!(pace.dt, 0.75);
        pace.go_on(&Moved {
            to_limit: 0.0,
            ..STILL
        });
        assert_eq!(pace.dt, NEAR);
    }

    #[test]
    fn a_leap_is_made_again_in_smaller_steps() {
        let mut pace = Pace::new(1.0, None);
        pace.dt = 10.0;
        let leap = Moved { chip: 4.0, ..STILL };
        assert!(pace.refuses(&leap));
        assert!((pace.dt - 1.0).abs() < 1e-12);
        assert!(!Pace::new(1.0, Some(0.1)).refuses(&leap));
    }

    #[test]
    fn rotors_are_followed() {
        let mut pace = Pace::new(0.5, None);
        pace.dt = 5.0;
        pace.go_on(&Moved {
            slowing: 0.4,
            ..STILL
        });
        assert!((pace.dt - 0.125).abs() < 1e-12);
    }
}
