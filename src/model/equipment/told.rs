//! Units whose power [`Equipment::exchange`] and [`Equipment::draw_again`] tell, for the next pass to draw, by where it ends.

use super::Equipment;

impl Equipment {
    /// All of them.
    pub fn told(&self) -> impl Iterator<Item = usize> + '_ {
        self.told_inside().chain(self.told_outdoors())
    }

    /// Units whose power ends outdoors, but for what coolant is told of in the same pass.
    pub fn told_outdoors(&self) -> impl Iterator<Item = usize> + '_ {
        [
            (self.dry_coolers.first, self.dry_coolers.groups.len()),
            (self.towers.first, self.towers.groups.len()),
            (self.chillers.first, self.chillers.groups.len()),
            (self.loop_pumps.first, self.loop_pumps.groups.len()),
            (self.services.rooms, 1),
        ]
        .into_iter()
        .flat_map(|(first, n)| first..first + n)
    }

    /// Units whose supply air carries their power into the hall.
    pub fn told_inside(&self) -> impl Iterator<Item = usize> + '_ {
        let walls = &self.fan_walls;
        walls.first..walls.first + walls.groups.len()
    }
}
