//! A parcel of coolant against a piece of wall and what stands around it, for the time they share.
//!
//! # Equations
//! All masses are coolant masses: a wall of heat capacity C counts C/c_p, a conductance G acting for t
//! counts G·t/c_p. With parcel f (mass m), wall w (mass c), surroundings a, film γ, loss υ, new values primed:
//!
//! ```text
//! m·(f' − f) = −γ·(f' − w')                                                                 (1)
//! c·(w' − w) =  γ·(f' − w') − υ·(w' − a)                                                    (2)
//! ```
//!
//! Implicit, hence bounded by f, w and a for any γ, υ and c ≥ 0, and at rest exactly at the series resistance
//! of film and loss. What is taken from the parcel is given to the wall and the surroundings.

/// Conductances of a whole pipe over one step, as coolant masses \[kg\], and the enthalpy of coolant as warm
/// as the surroundings [J/kg].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Coupling {
    /// Coolant to wall; not read where the pipe has no wall.
    pub film: f64,
    /// Wall, or coolant where there is no wall, to the surroundings.
    pub loss: f64,
    /// Enthalpy of coolant at the temperature of the surroundings [J/kg].
    pub ambient: f64,
}

/// Solution of (1), (2) for one pair, ready for any f, w, a.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contact {
    /// Heat from the parcel for each J/kg of c·(f − w) + υ·(f − a), per kg.
    draw: f64,
    wall: f64,
    loss: f64,
    film: f64,
    /// υ/(c + γ + υ).
    share: f64,
}

impl Contact {
    /// Parcel of `mass`, wall of mass `wall`, conductances `film` and `loss`; `wall` and `film` are above 0.
    #[inline(always)]
    pub fn new(mass: f64, wall: f64, film: f64, loss: f64) -> Self {
        let per_sum = 1.0 / (wall + film + loss);
        let series = film * (wall + loss) * per_sum;
        Self {
            draw: film * per_sum * mass / (mass + series),
            wall,
            loss,
            film,
            share: loss * per_sum,
        }
    }

    /// Parcel of `mass` that loses heat through `loss`, with no wall between.
    #[inline(always)]
    pub fn bare(mass: f64, loss: f64) -> Self {
        Self {
            draw: mass / (mass + loss),
            wall: 0.0,
            loss,
            film: loss,
            share: 1.0,
        }
    }

    /// Heat that leaves the parcel \[J\].
    #[inline(always)]
    pub fn drawn(&self, f: f64, w: f64, a: f64) -> f64 {
        self.draw * (self.wall * (f - w) + self.loss * (f - a))
    }

    /// Heat that reaches the surroundings \[J\], with the parcel's new enthalpy `f_new`.
    #[inline(always)]
    pub fn given(&self, f_new: f64, w: f64, a: f64) -> f64 {
        self.share * (self.wall * (w - a) + self.film * (f_new - a))
    }
}

/// Mean over a step of max(0, x + s) for s from 0 to `moved` \[kg\].
#[inline(always)]
pub(super) fn swept(x: f64, moved: f64) -> f64 {
    if x >= 0.0 {
        x + 0.5 * moved
    } else if x + moved > 0.0 {
        0.5 * (x + moved) * (x + moved) / moved
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn overlap_is_the_mean_over_the_step() {
        for (x, moved) in [
            (-3.0, 2.0),
            (-1.5, 4.0),
            (0.5, 2.0),
            (0.5, 0.0),
            (-0.5, 0.0),
        ] {
            let n = 100_000;
            let at = |k: i32| (x + moved * (f64::from(k) + 0.5) / f64::from(n)).max(0.0);
            let mean = (0..n).map(at).sum::<f64>() / f64::from(n);
            assert!((swept(x, moved) - mean).abs() < 1e-8, "{x} {moved}");
        }
    }

    #[test]
    fn at_rest_the_loss_is_that_of_the_series() {
        // A parcel that never cools: wall between film 8 and loss 2, so a fifth of the drop is in the film.
        let contact = Contact::new(1e12, 3.0, 8.0, 2.0);
        let w = 80.0;
        let drawn = contact.drawn(100.0, w, 0.0);
        assert!((drawn - 160.0).abs() < 1e-8, "{drawn}");
        assert!((contact.given(100.0, w, 0.0) - 160.0).abs() < 1e-8);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_overshoots(
            mass in 1e-6..1e3f64, wall in 1e-3..1e3f64, film in 1e-9..1e3f64, loss in 0.0..1e3f64,
            f in -1e5..4e5f64, w in -1e5..4e5f64, a in -1e5..4e5f64,
        ) {
            let contact = Contact::new(mass, wall, film, loss);
            let drawn = contact.drawn(f, w, a);
            let f_new = f - drawn / mass;
            let given = contact.given(f_new, w, a);
            let (low, high) = (f.min(w).min(a) - 1e-6, f.max(w).max(a) + 1e-6);
            prop_assert!((low..=high).contains(&f_new), "{f_new}");
            let w_new = w + (drawn - given) / wall;
            prop_assert!((low - 1e-3..=high + 1e-3).contains(&w_new), "{w_new}");
            // Eq. (1), where its difference is not lost in the digits of f and w.
            let other = film * (f_new - w_new);
            prop_assert!((drawn - other).abs() < 1e-9 * drawn.abs() + 1e-4 * film);
        }

        #[test]
        fn without_a_wall_all_that_is_drawn_is_given(
            mass in 1e-6..1e3f64, loss in 1e-9..1e9f64, f in -1e5..4e5f64, a in -1e5..4e5f64,
        ) {
            let contact = Contact::bare(mass, loss);
            let drawn = contact.drawn(f, 0.0, a);
            let f_new = f - drawn / mass;
            prop_assert!((f_new - (mass * f + loss * a) / (mass + loss)).abs() < 1e-7);
            prop_assert!((contact.given(f_new, 0.0, a) - drawn).abs() < 1e-9 * drawn.abs() + 1e-9 * loss);
        }
    }
}
