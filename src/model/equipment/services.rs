//! Services of the building: the house load and the cooling of the electrical rooms.

use super::{Balance, Effect, Situation};

/// House load and electrical-room cooling, one unit each.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// Unit of the house load.
    pub house: usize,
    /// Unit of the electrical rooms' cooling.
    pub rooms: usize,
    /// House load over the power that reaches the racks' boards [0 to 1]: a share that does not depend on
    /// where IT energy is read.
    pub house_share: f64,
    /// Heat removed over electric power of the rooms' cooling.
    pub cop: f64,
}

impl Services {
    /// Electric power of both \[W\] from the power of the racks' boards and the losses of the electrical rooms.
    pub fn draw(&self, it: f64, room_loss: f64, power: &mut [f64]) {
        power[self.house] = self.house_share * it;
        power[self.rooms] = room_loss / self.cop;
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
