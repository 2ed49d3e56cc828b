//! Rows of racks on one main bus, made for timing.

use crate::config::bus_table::{BusTable, Supply, TableLine, TableLoad};

/// Racks a row.
const ROW: u32 = 20;
/// Feeder of a row and busway from rack to rack, loop resistance [Ω], each up to a fifth more.
const FEEDER: f64 = 2e-3;
const BUSWAY: f64 = 40e-6;
/// Least and largest power of a rack [W].
const RACK: [f64; 2] = [30e3, 100e3];

/// `racks` of 800 V in rows of 20; `meshed` joins neighbouring rows.
pub(super) fn table(racks: u32, meshed: bool) -> BusTable {
    let mut draws = Draws(7);
    let mut lines = Vec::new();
    let mut loads = Vec::new();
    for rack in 1..=racks {
        let first = (rack - 1) % ROW == 0;
        let (from, resistance) = if first {
            (0, FEEDER)
        } else {
            (rack - 1, BUSWAY)
        };
        lines.push(TableLine {
            ends: [from, rack],
            resistance: resistance * (1.0 + 0.2 * draws.next()),
        });
        let load = TableLoad {
            upper: RACK[0] + (RACK[1] - RACK[0]) * draws.next(),
            ..TableLoad::default()
        };
        loads.push((rack, load));
    }
    if meshed {
        // Four cross-connections between each row and the next: one line for every five racks.
        for rack in (1..=racks.saturating_sub(ROW)).filter(|rack| rack % 5 == 0) {
            lines.push(TableLine {
                ends: [rack, rack + ROW],
                resistance: BUSWAY * (1.0 + 0.2 * draws.next()),
            });
        }
    }
    BusTable {
        name: format!("{racks} racks"),
        buses: (0..=racks).collect(),
        slack: 0,
        supply: Supply::Unipolar(800.0),
        lines,
        loads,
    }
}

/// Reproducible draws between 0 and 1 (Steele, Lea & Flood 2014: SplitMix64).
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
