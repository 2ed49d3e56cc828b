//! Keeps a supply temperature above the dew point of the hall, and below what its racks accept.
//!
//! # Rule
//! ```text
//! T = min(max(T_wanted, T_dew + margin), T_most)                                            (1)
//! ```
//!
//! Where dew point and rack limit leave no room, the rack limit wins and the remaining margin, then
//! negative against the wanted one, says so.
//!
//! # Units
//! °C, K.
//!
//! # References
//! - ASHRAE TC 9.9, *Water-Cooled Servers* (2019): 2 K above the dew point.
//! - Lenovo, *Neptune DWC RM100 in-rack CDU manual*, p. 26: fixed set point or dew point plus offset.

/// A guarded set point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guard {
    /// Distance kept from the dew point \[K\], 0 to 10.
    pub margin: f64,
    /// Warmest supply allowed [°C].
    pub most: f64,
}

/// Set point in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guarded {
    /// Set point [°C].
    pub t: f64,
    /// Whether the dew point raised it.
    pub raised: bool,
    /// Distance of the set point from the dew point \[K\].
    pub above_dew_point: f64,
}

impl Guard {
    /// Set point in force for `wanted` [°C] at a hall dew point [°C], eq. (1).
    #[inline(always)]
    pub fn hold(&self, wanted: f64, dew_point: f64) -> Guarded {
        let floor = dew_point + self.margin;
        let t = wanted.max(floor).min(self.most);
        Guarded {
            t,
            raised: t > wanted,
            above_dew_point: t - dew_point,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUARD: Guard = Guard {
        margin: 2.0,
        most: 45.0,
    };

    #[test]
    fn dry_halls_are_left_alone_and_humid_ones_raised() {
        let dry = GUARD.hold(20.0, 10.0);
        assert_eq!(
            (dry.t, dry.raised, dry.above_dew_point),
            (20.0, false, 10.0)
        );
        let humid = GUARD.hold(20.0, 22.0);
        assert_eq!(
            (humid.t, humid.raised, humid.above_dew_point),
            (24.0, true, 2.0)
        );
    }

    #[test]
    fn rack_limit_wins_and_shows() {
        let steam = GUARD.hold(20.0, 44.5);
        assert_eq!((steam.t, steam.above_dew_point), (45.0, 0.5));
    }
}
