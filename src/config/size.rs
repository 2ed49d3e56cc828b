//! How large a hall is.

use super::tables::Config;

/// Counts that say how large a hall is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Racks, in rows and single.
    pub racks: u32,
    /// CDUs, in rows and in racks.
    pub cdus: u32,
    /// Power of all racks and IT loads at full load \[W\].
    pub it_power: f64,
}

impl Config {
    /// How large the hall is.
    pub fn size(&self) -> Size {
        let mut size = Size {
            racks: 0,
            cdus: self.cdu.len() as u32,
            it_power: 0.0,
        };
        for row in &self.row {
            let each = row.power.as_ref().unwrap_or(&row.rack.rated_power);
            size.racks += *row.racks;
            size.it_power += f64::from(*row.racks) * **each;
            if row.in_rack_cdu.is_some() {
                size.cdus += *row.racks;
            }
        }
        for rack in &self.rack {
            size.racks += 1;
            size.it_power += **rack.power.as_ref().unwrap_or(&rack.rack.rated_power);
        }
        let it =
            |l: &&super::value::Named<super::tables::Load>| *l.meter == super::tables::Meter::It;
        size.it_power += self.load.iter().filter(it).map(|l| *l.heat).sum::<f64>();
        size
    }
}
