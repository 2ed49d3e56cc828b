//! Busways as warm as they get: their air, and what their current adds.
//!
//! # Equations
//! ```text
//! T = T_air + ΔT_r·(I/I_r)²                                                                 (1)
//! ```
//!
//! ΔT_r is the rise at the rated current I_r. T_air is the hall's air for busways whose loss warms it, that of the electrical
//! room or of outdoors for the others. (1) is the steady rise: a step sees the mean of its current, and the minutes that a bar
//! takes to warm are left out.
//!
//! # References
//! - UL 857, *Busways*: at most 55 K above air of 40 °C at the rated current, the default ΔT_r.
//! - IEC 61439-6:2012, 10.10: temperature rise of busbar trunking, proved at the rated current.

use crate::model::electrical::{Place, PowerTree};

/// Air around busways [°C].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surroundings {
    /// Of the hall.
    pub hall: f64,
    /// Of the electrical rooms.
    pub room: f64,
    /// Outdoors.
    pub outdoors: f64,
}

/// All busways, in the order of [`PowerTree::conductors`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Busways {
    /// Rise at the rated current ΔT_r \[K\].
    pub rise: Vec<f64>,
    /// Temperature of the electrical rooms [°C].
    pub room: f64,
}

impl Busways {
    /// Temperature of each busway [°C] that carries `amps` \[A\] by row of `tree`, into `celsius`: eq. (1).
    pub fn temperatures(
        &self,
        tree: &PowerTree,
        amps: &[f64],
        air: Surroundings,
        celsius: &mut [f64],
    ) {
        let bars = tree.conductors.iter().zip(&self.rise);
        for ((&row, rise), t) in bars.zip(celsius) {
            let row = row as usize;
            let around = match tree.seat[row].place {
                Place::HallAir | Place::Coolant(_) => air.hall,
                Place::ElectricalRoom => air.room,
                Place::Outdoors => air.outdoors,
            };
            let load = amps[row] / tree.rated_current[row];
            *t = around + rise * load * load;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::electrical::{Meter, PowerTreeBuilder, Seat, Supply};
    use crate::physics::electrical::busway::{Busway, COPPER, Rating, Wiring};

    fn tree(place: Place) -> PowerTree {
        let rating = Rating {
            conductor: 1e-3,
            metal: COPPER,
            wiring: Wiring::Unipolar,
            rated_current: 1_000.0,
        };
        let bar = Busway::new(&rating).expect("a possible bar");
        let mut b = PowerTreeBuilder::new();
        b.source("grid", Supply::Dc(800.0));
        b.busway("bar", "grid", bar, Seat::new(place, Meter::Power));
        b.load(
            "rack",
            "bar",
            Supply::Dc(800.0),
            Seat::new(Place::HallAir, Meter::It),
        );
        b.build().expect("a tree")
    }

    /// UL 857: 55 K above air of 40 °C at the rated current, a quarter of that at half of it.
    #[test]
    fn a_bar_at_its_rating_is_as_warm_as_the_standard_allows() {
        let bars = Busways {
            rise: vec![55.0],
            room: 30.0,
        };
        let air = Surroundings {
            hall: 40.0,
            room: 30.0,
            outdoors: -5.0,
        };
        for (place, around) in [
            (Place::HallAir, 40.0),
            (Place::ElectricalRoom, 30.0),
            (Place::Outdoors, -5.0),
        ] {
            let tree = tree(place);
            let row = tree.conductors[0] as usize;
            for (share, rise) in [(1.0, 55.0), (0.5, 13.75), (0.0, 0.0)] {
                let mut amps = vec![0.0; tree.len()];
                amps[row] = share * tree.rated_current[row];
                let mut t = [f64::NAN];
                bars.temperatures(&tree, &amps, air, &mut t);
                assert!(
                    (t[0] - around - rise).abs() < 1e-12,
                    "{place:?} {share}: {t:?}"
                );
            }
        }
    }
}
