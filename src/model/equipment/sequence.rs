//! Sequences that limit or move the set points of heat rejection: quiet hours of fans, set points that follow the weather.

use super::Situation;
use crate::physics::control::day_window::DayWindow;

/// Hours in which fans run slower for the neighbours' sake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quiet {
    /// When.
    pub hours: DayWindow,
    /// Largest speed in them, as a share of full speed.
    pub most: f64,
}

impl Quiet {
    /// Speeds at `clock` \[s\] of fans that have just two, `low` and full, which move `low` and `full` of the air: full speed
    /// only where the cap lets it, none where even the low one is above the cap.
    pub fn steps(quiet: Option<Self>, clock: f64, [low, full]: [f64; 2]) -> [f64; 2] {
        match quiet {
            Some(q) if q.hours.holds(clock) && q.most < 1.0 => {
                let left = if low <= q.most { low } else { 0.0 };
                [left, left]
            }
            _ => [low, full],
        }
    }

    /// Largest speed at `clock` \[s\] of fans that can run at `most`, never below the `least` at which they run.
    pub fn cap(quiet: Option<Self>, clock: f64, [least, most]: [f64; 2]) -> f64 {
        match quiet {
            Some(q) if q.hours.holds(clock) => most.min(q.most).max(least),
            _ => most,
        }
    }
}

/// What a set point follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// Outdoor dry bulb.
    DryBulb,
    /// Outdoor wet bulb.
    WetBulb,
}

/// A set point that is lowered with the weather: condenser water that a machine takes as cold as the tower gives it at a
/// fixed approach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reset {
    /// What it follows.
    pub follows: Follows,
    /// Distance above that \[K\].
    pub approach: f64,
    /// Lowest set point [°C].
    pub least: f64,
}

impl Reset {
    /// Set point now [°C], at most `supply` [°C].
    pub fn set_point(reset: Option<Self>, supply: f64, at: &Situation) -> f64 {
        let Some(r) = reset else { return supply };
        let air = match r.follows {
            Follows::DryBulb => at.outdoor.dry_bulb,
            Follows::WetBulb => at.outdoor.wet_bulb,
        };
        (air + r.approach).max(r.least).min(supply)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fans_are_capped_in_quiet_hours_alone() {
        let quiet = Some(Quiet {
            hours: DayWindow {
                from: 22.0 * 3_600.0,
                until: 6.0 * 3_600.0,
            },
            most: 0.6,
        });
        let cap = |hour: f64, range| Quiet::cap(quiet, hour * 3_600.0, range);
        assert_eq!(cap(23.0, [0.1, 1.0]), 0.6);
        assert_eq!(cap(12.0, [0.1, 1.0]), 1.0);
        assert_eq!(cap(23.0, [0.1, 0.5]), 0.5);
        assert_eq!(cap(23.0, [0.7, 1.0]), 0.7);
        assert_eq!(Quiet::cap(None, 0.0, [0.1, 1.0]), 1.0);
        // Fans of fixed speeds have no speed at the cap: the low one below it, or none.
        let steps = |hour: f64, low| Quiet::steps(quiet, hour * 3_600.0, [low, 1.0]);
        assert_eq!(steps(23.0, 0.5), [0.5, 0.5]);
        assert_eq!(steps(23.0, 0.7), [0.0, 0.0]);
        assert_eq!(steps(23.0, 1.0), [0.0, 0.0]);
        assert_eq!(steps(12.0, 0.5), [0.5, 1.0]);
    }
}
