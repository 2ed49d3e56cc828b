//! Options and times.

use super::elements::Reader;
use super::fault::{InpError, InpFault};
use super::text::{Line, Sections, starts};

/// Unit of flow, which also chooses all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlowUnit {
    /// Cubic feet a second.
    Cfs,
    /// US gallons a minute.
    #[default]
    Gpm,
    /// Million US gallons a day.
    Mgd,
    /// Million imperial gallons a day.
    Imgd,
    /// Acre-feet a day.
    Afd,
    /// Litres a second.
    Lps,
    /// Litres a minute.
    Lpm,
    /// Megalitres a day.
    Mld,
    /// Cubic metres an hour.
    Cmh,
    /// Cubic metres a day.
    Cmd,
    /// Cubic metres a second.
    Cms,
}

impl FlowUnit {
    /// Whether lengths are in metres and diameters in millimetres.
    pub fn is_metric(self) -> bool {
        !matches!(
            self,
            Self::Cfs | Self::Gpm | Self::Mgd | Self::Imgd | Self::Afd
        )
    }
}

/// Formula of pipe losses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Formula {
    /// Hazen–Williams.
    #[default]
    HazenWilliams,
    /// Darcy–Weisbach.
    DarcyWeisbach,
    /// Chézy–Manning.
    ChezyManning,
}

/// Unit of pressure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PressureUnit {
    /// Pounds a square inch.
    Psi,
    /// Kilopascal.
    Kpa,
    /// Metres of the liquid.
    Metre,
    /// Bar.
    Bar,
    /// Feet of the liquid.
    Foot,
}

/// Options.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Unit of flow.
    pub unit: FlowUnit,
    /// Unit of pressure, where named.
    pub pressure: Option<PressureUnit>,
    /// Formula of losses.
    pub formula: Formula,
    /// Density relative to water [-].
    pub gravity: f64,
    /// Kinematic viscosity, relative to that of water at 20 °C where above 10⁻³.
    pub viscosity: f64,
    /// Factor on all demands [-].
    pub demand: f64,
    /// Pattern of demands that name none.
    pub pattern: String,
    /// Time between entries of patterns \[s\].
    pub pattern_step: f64,
    /// Time into the patterns at which they start \[s\].
    pub pattern_start: f64,
    /// Time of day at the start \[s\].
    pub clock: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            unit: FlowUnit::default(),
            pressure: None,
            formula: Formula::default(),
            gravity: 1.0,
            viscosity: 1.0,
            demand: 1.0,
            pattern: "1".to_owned(),
            pattern_step: 3600.0,
            pattern_start: 0.0,
            clock: 0.0,
        }
    }
}

const UNITS: [(&str, FlowUnit); 11] = [
    ("CFS", FlowUnit::Cfs),
    ("GPM", FlowUnit::Gpm),
    ("MGD", FlowUnit::Mgd),
    ("IMGD", FlowUnit::Imgd),
    ("AFD", FlowUnit::Afd),
    ("LPS", FlowUnit::Lps),
    ("LPM", FlowUnit::Lpm),
    ("MLD", FlowUnit::Mld),
    ("CMH", FlowUnit::Cmh),
    ("CMD", FlowUnit::Cmd),
    ("CMS", FlowUnit::Cms),
];

/// Options of EPANET 2.0 to 2.3 that say nothing of the heads and flows of a network at one time, by the letters that tell
/// them apart.
const ELSE: [&str; 22] = [
    "PRESS",
    "HYDR",
    "QUAL",
    "MAP",
    "VERI",
    "UNBAL",
    "EMIT",
    "BACKFLOW",
    "DIFF",
    "TRIAL",
    "ACCU",
    "TOLER",
    "CHECKFREQ",
    "MAXCHECK",
    "DAMPLIMIT",
    "FLOWCHANGE",
    "HEADERROR",
    "MINIMUM",
    "REQUIRED",
    "SEGM",
    "QTOL",
    "HTOL",
];

impl Reader {
    /// Reads `[OPTIONS]` and `[TIMES]`.
    pub(super) fn options(&mut self, sections: &Sections<'_>) {
        for line in sections.lines("OPTI") {
            let read = self.option(line);
            self.note(read);
        }
        for line in sections.lines("TIME") {
            let read = self.time(line);
            self.note(read);
        }
    }

    fn option(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        let options = &mut self.inp.options;
        let word = line.word(1).unwrap_or_default();
        let expect = |expected| {
            let word = word.to_owned();
            line.fault(InpFault::Word { word, expected })
        };
        if line.is(0, "UNIT") {
            let unit = UNITS.iter().find(|u| u.0.eq_ignore_ascii_case(word));
            options.unit = unit.ok_or_else(|| expect("a unit of flow"))?.1;
        } else if line.is(0, "HEADL") {
            options.formula = match word.get(..1).map(str::to_uppercase).as_deref() {
                Some("H") => Formula::HazenWilliams,
                Some("D") => Formula::DarcyWeisbach,
                Some("C") => Formula::ChezyManning,
                _ => return Err(expect("H-W, D-W or C-M")),
            };
        } else if line.is(0, "PRESS") && !line.is(1, "EXP") {
            options.pressure = match word.to_uppercase().as_str() {
                "PSI" => Some(PressureUnit::Psi),
                "KPA" => Some(PressureUnit::Kpa),
                "METERS" => Some(PressureUnit::Metre),
                "BAR" => Some(PressureUnit::Bar),
                "FEET" => Some(PressureUnit::Foot),
                _ => return Err(expect("PSI, KPA, METERS, BAR or FEET")),
            };
        } else if line.is(0, "DEMAND") && line.is(1, "MODEL") {
            self.pressure_driven = line.is(2, "PDA");
        } else if line.is(0, "DEMAND") && line.words.len() > 2 {
            // Whatever the second word is, as in EPANET.
            options.demand = line.number(2, "DEMAND MULTIPLIER")?;
        } else if line.is(0, "PATT") {
            word.clone_into(&mut options.pattern);
        } else if line.is(0, "VISC") {
            options.viscosity = above_zero(line, 1, "VISCOSITY")?;
        } else if line.is(0, "SPEC") && line.is(1, "GRAV") {
            options.gravity = above_zero(line, 2, "SPECIFIC GRAVITY")?;
        } else if line.is(0, "SPEC") && line.is(1, "VISC") {
            options.viscosity = above_zero(line, 2, "SPECIFIC VISCOSITY")?;
        } else if !ELSE.iter().any(|key| line.is(0, key)) {
            let option = line.words[0].to_owned();
            self.inp.ignored.push(line.fault(InpFault::Option(option)));
        }
        Ok(())
    }

    fn time(&mut self, line: &Line<'_>) -> Result<(), InpError> {
        let options = &mut self.inp.options;
        if line.is(0, "PATT") && line.is(1, "TIME") {
            options.pattern_step = seconds(line, 2)?;
        } else if line.is(0, "PATT") && line.is(1, "START") {
            options.pattern_start = seconds(line, 2)?;
        } else if line.is(0, "START") {
            let first = if line.is(1, "CLOCK") { 2 } else { 1 };
            options.clock = seconds(line, first)? % 86_400.0;
        }
        Ok(())
    }
}

fn above_zero(line: &Line<'_>, i: usize, what: &'static str) -> Result<f64, InpError> {
    let value = line.number(i, what)?;
    if value > 0.0 {
        return Ok(value);
    }
    Err(line.fault(InpFault::Range {
        what,
        name: "the file".to_owned(),
        value,
        range: "above zero",
    }))
}

/// Time in the words from `i` on: hours, h:mm, h:mm:ss, with a unit or AM or PM after it \[s\].
pub(super) fn seconds(line: &Line<'_>, i: usize) -> Result<f64, InpError> {
    let word = line.word(i);
    let word = word.ok_or_else(|| line.fault(InpFault::Short("a time", i + 1)))?;
    let mut total = 0.0;
    for (part, factor) in word.split(':').zip([3600.0, 60.0, 1.0]) {
        total += factor * line.number_of(part)?;
    }
    let unit = line.word(i + 1).unwrap_or_default();
    let hours = total / 3600.0;
    if unit.eq_ignore_ascii_case("AM") {
        total = (hours % 12.0) * 3600.0;
    } else if unit.eq_ignore_ascii_case("PM") {
        total = (hours % 12.0 + 12.0) * 3600.0;
    } else if starts(unit, "SEC") {
        total = hours;
    } else if starts(unit, "MIN") {
        total = 60.0 * hours;
    } else if starts(unit, "DAY") {
        total *= 24.0;
    }
    Ok(total.round())
}
