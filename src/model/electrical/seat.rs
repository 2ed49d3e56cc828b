//! What a node is beside its law: voltage, place of its loss, meter, and points where energy is read.

use std::fmt;

/// Nominal voltage of a bus.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Supply {
    /// Three-phase, line to line \[V\].
    Ac(f64),
    /// Direct, pole to pole \[V\].
    Dc(f64),
}

impl Supply {
    /// Largest difference of nominal voltages that still counts as a match, relative.
    const TOLERANCE: f64 = 0.1;

    /// Nominal voltage \[V\].
    pub fn volts(self) -> f64 {
        match self {
            Supply::Ac(volts) | Supply::Dc(volts) => volts,
        }
    }

    /// Whether equipment made for `self` may be fed with `other`: same kind, nominal voltage within 10 %.
    pub fn accepts(self, other: Supply) -> bool {
        let same_kind = matches!(
            (self, other),
            (Supply::Ac(_), Supply::Ac(_)) | (Supply::Dc(_), Supply::Dc(_))
        );
        same_kind && (self.volts() - other.volts()).abs() <= Self::TOLERANCE * self.volts()
    }
}

impl fmt::Display for Supply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Supply::Ac(volts) => write!(f, "{volts} V AC"),
            Supply::Dc(volts) => write!(f, "{volts} V DC"),
        }
    }
}

/// Where the loss of a node becomes heat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Coolant of the rack or loop with this index.
    Coolant(u32),
    /// Air of the hall.
    HallAir,
    /// Air of the electrical room, which has its own cooling.
    ElectricalRoom,
    /// Outdoor air.
    Outdoors,
}

/// Account that the energy of a node belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meter {
    /// Information technology.
    It,
    /// Pumps, fans, compressors and their drives.
    Cooling,
    /// Conversion and distribution losses.
    Power,
    /// Lighting, security, offices.
    House,
}

impl Meter {
    /// All accounts, in the order of indices.
    pub const ALL: [Meter; 4] = [Meter::It, Meter::Cooling, Meter::Power, Meter::House];
}

/// A place where energy is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Output of an uninterruptible supply: IT energy of PUE category 1.
    UpsOutput,
    /// Output of a power distribution unit: IT energy of PUE category 2.
    PduOutput,
    /// What enters a rack.
    RackInput,
    /// Output of the last converter to 12 V (or to the bus that feeds the voltage regulators).
    Bus12V,
    /// What enters a chip.
    Chip,
}

impl Point {
    /// All points, in the order of indices.
    pub const ALL: [Point; 5] = [
        Point::UpsOutput,
        Point::PduOutput,
        Point::RackInput,
        Point::Bus12V,
        Point::Chip,
    ];

    /// Whether energy is read at the output of the node (else at its input).
    pub fn at_output(self) -> bool {
        matches!(self, Point::UpsOutput | Point::PduOutput | Point::Bus12V)
    }
}

/// Place, meter and reading points of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Where its loss becomes heat.
    pub place: Place,
    /// Its account.
    pub meter: Meter,
    points: u8,
}

impl Seat {
    /// A seat where no energy is read.
    pub fn new(place: Place, meter: Meter) -> Self {
        Self {
            place,
            meter,
            points: 0,
        }
    }

    /// The same seat with a reading point.
    #[must_use]
    pub fn with(mut self, point: Point) -> Self {
        self.points |= 1 << point as u8;
        self
    }

    /// Whether energy is read here as `point`.
    pub fn is(self, point: Point) -> bool {
        self.points & (1 << point as u8) != 0
    }
}
