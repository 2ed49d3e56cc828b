//! Services of the building: the house load and the cooling of the electrical rooms.

use super::{Balance, Effect, Reading, Situation};

/// House load and electrical-room cooling, one unit each.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// Unit of the house load.
    pub house: usize,
    /// Unit of the electrical rooms' cooling.
    pub rooms: usize,
    /// House load over the power that enters IT [0 to 1].
    pub house_share: f64,
    /// Heat removed over electric power of the rooms' cooling.
    pub cop: f64,
}

impl Services {
    /// Electric power of both \[W\] from the power that enters IT and the losses of the electrical rooms.
    pub fn draw(&self, reading: &Reading, power: &mut [f64]) {
        power[self.house] = self.house_share * reading.it_input;
        power[self.rooms] = reading.room_loss / self.cop;
    }

    /// All of it ends outdoors, with the heat of the electrical rooms.
    pub fn exchange(&self, at: &Situation, room_loss: f64, to: &mut Effect) {
        let give = |heat: f64| Balance {
            outdoors: heat,
            ..Balance::default()
        };
        to.balance[self.house] = give(at.power[self.house] + at.loss[self.house]);
        to.balance[self.rooms] = give(at.power[self.rooms] + at.loss[self.rooms] + room_loss);
    }
}
