//! What is kept of a design: its values, whether it stands, what binds, its figures; a line of `designs.csv`.

use super::plan::Plan;
use crate::config::study::ObjectiveWord;

/// Constraint that a design without a steady state breaks.
pub(super) const NO_STATE: &str = "steady state";
/// Constraint that a design breaks which cannot be built.
pub(super) const NO_HALL: &str = "configuration";
/// First words of the constraint that a group without a spare breaks.
pub(super) const SPARE: &str = "spare of";

/// Excess of what has no number: no steady state, a hall that cannot be built. It is written as nothing.
const BEYOND: f64 = 1e9;

/// Whether a design stands its constraints.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// The constraint that is broken most.
    pub binding: String,
    /// That, in words.
    pub text: String,
    /// By how much, in its own unit (K, dB, kW, tenths of a share); 0 where all hold.
    pub excess: f64,
}

impl Verdict {
    /// Whether all constraints hold.
    pub fn feasible(&self) -> bool {
        self.excess <= 0.0
    }

    /// By how much a constraint is broken, where that has a number.
    pub fn by(&self) -> Option<f64> {
        (self.excess < BEYOND).then_some(self.excess)
    }

    /// Whether something has no solution at all, which is worse than any limit that is passed.
    fn is_unsolved(&self) -> bool {
        let unsolved = [SPARE, NO_STATE, NO_HALL];
        !self.feasible() && unsolved.iter().any(|name| self.binding.starts_with(name))
    }

    /// Whether it is further from standing than `other`.
    pub(super) fn worse(&self, other: &Self) -> bool {
        let by = |v: &Self| (v.is_unsolved(), v.excess);
        by(self) > by(other)
    }

    /// Takes a constraint that is broken where `excess` is positive.
    pub(super) fn limit(&mut self, name: &str, excess: f64, text: impl FnOnce() -> String) {
        // What is not a number is broken too.
        let excess = if excess.is_nan() { BEYOND } else { excess };
        if excess > self.excess.max(0.0) {
            *self = Self {
                binding: name.to_owned(),
                text: text(),
                excess,
            };
        }
    }

    /// Takes something that cannot be at all.
    pub(super) fn refuse(&mut self, name: &str, text: String) {
        self.limit(name, BEYOND, || text);
    }

    /// The worse of two.
    pub(super) fn meet(&mut self, other: Self) {
        if other.worse(self) {
            *self = other;
        }
    }
}

/// Figures of a design; those of the year are absent where it does not stand the design day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Price of its equipment.
    pub capex: f64,
    /// Ground that it takes \[m²\].
    pub ground: f64,
    /// Smallest margin of a chip on the design day \[K\].
    pub design_margin: f64,
    /// Highest supply above its set point on the design day \[K\].
    pub design_above: f64,
    /// Figures of the year.
    pub year: Option<OfYear>,
}

/// Figures of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OfYear {
    /// Energy at the meter \[kWh\].
    pub energy: f64,
    /// Energy at the meter over that of IT.
    pub pue: f64,
    /// Water drawn \[m³\].
    pub water: f64,
    /// Loudest hour at the boundary [dB(A)]; none where nobody says how far that is.
    pub noise: Option<f64>,
    /// Smallest margin of a chip \[K\].
    pub margin: f64,
    /// Hours that were solved.
    pub solved: f64,
    /// Mean error of power over IT power at withheld hours.
    pub error: f64,
}

/// A design with what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number.
    pub number: u64,
    /// Its values.
    pub values: Vec<String>,
    /// Whether it stands.
    pub verdict: Verdict,
    /// Its figures.
    pub figures: Figures,
}

impl Row {
    /// The figure that an objective wants small.
    pub fn objective(&self, word: ObjectiveWord) -> Option<f64> {
        let year = self.figures.year;
        match word {
            ObjectiveWord::Capex => Some(self.figures.capex),
            ObjectiveWord::Footprint => Some(self.figures.ground),
            ObjectiveWord::Energy => year.map(|y| y.energy),
            ObjectiveWord::Water => year.map(|y| y.water),
            ObjectiveWord::Noise => year.and_then(|y| y.noise),
        }
    }

    /// Heads of the columns.
    pub fn heads(plan: &Plan) -> Vec<String> {
        let fields = plan.fields.iter().map(|f| f.name.clone());
        let currency = &plan.study.cost.cdu.currency;
        let own = [
            "feasible".to_owned(),
            format!("capex_{currency}"),
            "footprint_m2".to_owned(),
            "design_margin_K".to_owned(),
            "design_supply_above_K".to_owned(),
            "energy_kWh".to_owned(),
            "pue".to_owned(),
            "water_m3".to_owned(),
            "noise_dBA".to_owned(),
            "worst_margin_K".to_owned(),
            "hours_solved".to_owned(),
            "pue_error".to_owned(),
            "excess".to_owned(),
            "binding".to_owned(),
            "why".to_owned(),
        ];
        std::iter::once("design".to_owned())
            .chain(fields)
            .chain(own)
            .collect()
    }

    /// Its cells; numbers are written so that they read back the same.
    pub fn cells(&self) -> Vec<String> {
        let f = &self.figures;
        let year = f.year.map_or([const { String::new() }; 7], |y| {
            let noise = y.noise.unwrap_or(f64::NAN);
            [y.energy, y.pue, y.water, noise, y.margin, y.solved, y.error].map(|x| {
                if x.is_nan() {
                    String::new()
                } else {
                    x.to_string()
                }
            })
        });
        let fixed = [f.capex, f.ground, f.design_margin, f.design_above].map(|x| x.to_string());
        let verdict = &self.verdict;
        std::iter::once(self.number.to_string())
            .chain(self.values.iter().cloned())
            .chain([verdict.feasible().to_string()])
            .chain(fixed)
            .chain(year)
            .chain([
                verdict.by().map_or(String::new(), |x| x.to_string()),
                verdict.binding.clone(),
                verdict.text.clone(),
            ])
            .collect()
    }

    /// A row read back; none where a cell is missing or is no number.
    pub fn of_cells(cells: &[&str], fields: usize) -> Option<Self> {
        let (number, rest) = cells.split_first()?;
        if rest.len() != fields + 15 {
            return None;
        }
        let (values, rest) = rest.split_at(fields);
        let number_at = |i: usize| rest[i].parse::<f64>().ok();
        let year = match rest[5] {
            "" => None,
            _ => Some(OfYear {
                energy: number_at(5)?,
                pue: number_at(6)?,
                water: number_at(7)?,
                noise: match rest[8] {
                    "" => None,
                    _ => Some(number_at(8)?),
                },
                margin: number_at(9)?,
                solved: number_at(10)?,
                error: number_at(11)?,
            }),
        };
        Some(Self {
            number: number.parse().ok()?,
            values: values.iter().map(|v| (*v).to_owned()).collect(),
            verdict: Verdict {
                excess: match rest[12] {
                    "" => BEYOND,
                    _ => number_at(12)?,
                },
                binding: rest[13].to_owned(),
                text: rest[14].to_owned(),
            },
            figures: Figures {
                capex: number_at(1)?,
                ground: number_at(2)?,
                design_margin: number_at(3)?,
                design_above: number_at(4)?,
                year,
            },
        })
    }
}
