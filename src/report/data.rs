//! The hall's own columns of a run, as the plots want them.

use super::civil::{MONTHS, Moment};
use super::plot::Month;
use crate::results::{ResultsError, Series, Unit, well_known};

/// Columns of the hall; an empty column was not recorded. Powers in kW, temperatures in °C.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HallColumns {
    /// Ends of the steps \[s\] since the start.
    pub time_s: Vec<f64>,
    /// Power at the utility meter \[kW\].
    pub facility_kw: Vec<f64>,
    /// Power of IT \[kW\].
    pub it_kw: Vec<f64>,
    /// Power of cooling \[kW\].
    pub cooling_kw: Vec<f64>,
    /// Losses of the power chain \[kW\].
    pub power_loss_kw: Vec<f64>,
    /// House load \[kW\].
    pub house_kw: Vec<f64>,
    /// Facility over IT power.
    pub ratio: Vec<f64>,
    /// Outdoor dry bulb \[°C\].
    pub dry_bulb: Vec<f64>,
    /// Outdoor wet bulb \[°C\].
    pub wet_bulb: Vec<f64>,
    /// Coolant supply to the racks \[°C\].
    pub rack_supply: Vec<f64>,
    /// Coolant return from the racks \[°C\].
    pub rack_return: Vec<f64>,
    /// Facility water to the CDUs \[°C\].
    pub facility_supply: Vec<f64>,
    /// Facility water from the CDUs \[°C\].
    pub facility_return: Vec<f64>,
    /// Hottest chip \[°C\].
    pub hottest_chip: Vec<f64>,
    /// Smallest margin \[K\].
    pub margin_k: Vec<f64>,
    /// Water drawn \[L/min\].
    pub water_l_min: Vec<f64>,
    /// Hall air \[°C\].
    pub hall_air: Vec<f64>,
    /// Hall dew point \[°C\].
    pub hall_dew_point: Vec<f64>,
}

/// Change of a margin over a run that is none \[K\].
const UNMOVED_K: f64 = 1e-3;

impl HallColumns {
    /// Whether the smallest margin is the same all the time, so that no moment is the worst.
    pub fn constant_margin(&self) -> bool {
        let finite = || self.margin_k.iter().copied().filter(|m| m.is_finite());
        let (low, high) = (
            finite().fold(f64::INFINITY, f64::min),
            finite().fold(f64::NEG_INFINITY, f64::max),
        );
        self.margin_k.len() > 1 && high - low < UNMOVED_K
    }

    /// Reads what was recorded.
    ///
    /// # Errors
    /// [`ResultsError`] when a column that is there cannot be read.
    pub fn read(series: &Series) -> Result<Self, ResultsError> {
        use well_known as w;
        let column = |name: &str, unit: Unit| match series.unit(name) {
            None => Ok(Vec::new()),
            Some(stored) => {
                let mut values = series.column(name)?;
                if stored != unit {
                    values
                        .iter_mut()
                        .for_each(|v| *v = unit.show(stored.to_si(*v)));
                }
                Ok(values)
            }
        };
        let mut columns = Self {
            time_s: series.time_s()?,
            facility_kw: column(w::FACILITY_POWER, Unit::KiloWatt)?,
            it_kw: column(w::IT_POWER, Unit::KiloWatt)?,
            cooling_kw: column(w::COOLING_POWER, Unit::KiloWatt)?,
            power_loss_kw: column(w::POWER_LOSS, Unit::KiloWatt)?,
            house_kw: column(w::HOUSE_POWER, Unit::KiloWatt)?,
            ratio: column(w::ENERGY_RATIO, Unit::One)?,
            dry_bulb: column(w::DRY_BULB, Unit::DegC)?,
            wet_bulb: column(w::WET_BULB, Unit::DegC)?,
            rack_supply: column(w::RACK_SUPPLY, Unit::DegC)?,
            rack_return: column(w::RACK_RETURN, Unit::DegC)?,
            facility_supply: column(w::FACILITY_SUPPLY, Unit::DegC)?,
            facility_return: column(w::FACILITY_RETURN, Unit::DegC)?,
            hottest_chip: column(w::HOTTEST_CHIP, Unit::DegC)?,
            margin_k: column(w::WORST_MARGIN, Unit::Kelvin)?,
            water_l_min: column(w::WATER_USE, Unit::LitrePerMinute)?,
            hall_air: column(w::HALL_AIR, Unit::DegC)?,
            hall_dew_point: column(w::HALL_DEW_POINT, Unit::DegC)?,
        };
        if columns.ratio.is_empty() {
            let pairs = columns.facility_kw.iter().zip(&columns.it_kw);
            columns.ratio = pairs
                .map(|(f, i)| if *i > 0.0 { f / i } else { f64::NAN })
                .collect();
        }
        Ok(columns)
    }

    /// Totals by calendar month of a run that began at `start`.
    pub fn months(&self, start: Moment) -> Vec<Month> {
        let mut months: Vec<(i64, Month)> = Vec::new();
        let mut water_m3 = 0.0;
        let mut facility_kwh = 0.0;
        let mut before_s = 0.0;
        for (i, &end_s) in self.time_s.iter().enumerate() {
            let step_h = (end_s - before_s) / 3600.0;
            let middle = start.after(0.5 * (before_s + end_s));
            before_s = end_s;
            let date = middle.date();
            let key = date.year * 12 + i64::from(date.month);
            if months.last().is_none_or(|m| m.0 != key) {
                months.push((key, self.empty_month(date.month)));
                water_m3 = 0.0;
                facility_kwh = 0.0;
            }
            let kwh = |column: &[f64]| column.get(i).map_or(0.0, |p| p * step_h);
            let month = &mut months.last_mut().expect("a month was pushed above").1;
            month.hours += step_h;
            month.it_kwh += kwh(&self.it_kw);
            month.cooling_kwh += kwh(&self.cooling_kw);
            month.power_kwh += kwh(&self.power_loss_kw);
            month.house_kwh += kwh(&self.house_kw);
            facility_kwh += kwh(&self.facility_kw);
            month.ratio = facility_kwh / month.it_kwh;
            // L/min over hours to m³.
            water_m3 += kwh(&self.water_l_min) * 60.0 / 1000.0;
            month.water_m3 = month.water_m3.map(|_| water_m3);
        }
        months.into_iter().map(|m| m.1).collect()
    }

    fn empty_month(&self, month: u8) -> Month {
        Month {
            name: MONTHS[usize::from(month) - 1].to_owned(),
            hours: 0.0,
            it_kwh: 0.0,
            cooling_kwh: 0.0,
            power_kwh: 0.0,
            house_kwh: 0.0,
            ratio: f64::NAN,
            water_m3: (!self.water_l_min.is_empty()).then_some(0.0),
        }
    }
}
