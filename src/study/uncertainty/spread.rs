//! The year at the ends of all bands, and the spread that follows.

use super::input::{Input, Moves};
use super::sample::{halton, quantile};
use crate::climate::Climate;
use crate::model::Model;
use crate::model::schedule::Edit;
use crate::results::Summary;
use crate::study::solved::Solved;
use crate::study::surface::{Tolerance, Weather, Year, again, carried_again, carried_year, year};
use crate::study::{Hall, StudyError};
use rayon::prelude::*;
use std::path::Path;

/// Results that are spread: name and unit.
pub const RESULTS: [(&str, &str); 4] = [
    ("PUE", "1"),
    ("worst margin", "K"),
    ("water", "m3"),
    ("energy", "kWh"),
];

/// Points of the sequence.
const POINTS: u64 = 2_048;
/// Points that are solved in full.
const CHECKED: u64 = 3;
/// A kilowatt-hour \[J\].
const KWH: f64 = 3.6e6;

/// A result as nobody can expect to know it better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// With all inputs as configured.
    pub nominal: f64,
    /// A tenth of all cases lies below.
    pub p10: f64,
    /// Half of them.
    pub p50: f64,
    /// Nine tenths of them.
    pub p90: f64,
    /// Largest difference of eq. (1) from cases that were solved in full.
    pub checked: f64,
}

/// What an input does to the results.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Name of the band.
    pub name: String,
    /// Its ends, as people read them.
    pub ends: [String; 2],
    /// Where it comes from.
    pub from: String,
    /// Results at the two ends, by result.
    pub at: [[f64; 2]; RESULTS.len()],
}

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// By result.
    pub bands: [Band; RESULTS.len()],
    /// By input, the one that moves PUE most first.
    pub bars: Vec<Bar>,
    /// Inputs left out, because the hall cannot be built or solved at an end of their band: with the reason.
    pub left_out: Vec<String>,
}

impl Outcome {
    /// The same differences about a year that is known better: `nominal` by result.
    pub fn about(mut self, nominal: [Option<f64>; RESULTS.len()]) -> Self {
        for (r, (band, better)) in self.bands.iter_mut().zip(nominal).enumerate() {
            let Some(by) = better.map(|n| n - band.nominal).filter(|d| d.is_finite()) else {
                continue;
            };
            for x in [
                &mut band.nominal,
                &mut band.p10,
                &mut band.p50,
                &mut band.p90,
            ] {
                *x += by;
            }
            for bar in &mut self.bars {
                bar.at[r] = bar.at[r].map(|y| y + by);
            }
        }
        self
    }
}

/// Results of a whole year as its summary tells them, to spread about.
pub fn results_of(year: &Summary) -> [Option<f64>; RESULTS.len()] {
    [
        year.headline().1,
        year.worst_margin_k,
        Some(year.water_m3),
        Some(year.facility_energy_kwh),
    ]
}

/// What is spread: a hall in its climate.
pub struct Spread<'a> {
    /// Configuration.
    pub hall: &'a Path,
    /// Its overrides.
    pub sets: &'a [String],
    /// Its climate.
    pub climate: &'a Climate,
    /// Hours of that climate.
    pub weather: &'a Weather,
    /// How well each year has to be known.
    pub tolerance: Tolerance,
    /// Asked before each year; `true` ends the spread.
    pub stop: fn() -> bool,
}

type Results = [f64; RESULTS.len()];

impl Spread<'_> {
    /// The year with `inputs` at the places `u`, from the hours of `like` where its cells hold here too.
    fn at(&self, inputs: &[Input], u: &[f64], like: Option<&Year>) -> Result<Year, StudyError> {
        if (self.stop)() {
            return Err(StudyError::Stopped);
        }
        let (mut sets, mut warmer, mut load) = (self.sets.to_vec(), 0.0, 1.0);
        for (input, u) in inputs.iter().zip(u) {
            sets.extend(input.sets(*u));
            let at = |[a, b]: [f64; 2]| a + (b - a) * u;
            match &input.moves {
                Moves::Weather(ends) => warmer += at(*ends),
                Moves::Load(ends) => load *= at(*ends),
                Moves::Factor(..) | Moves::Shift(..) => {}
            }
        }
        let hall = Hall::load_in(self.hall, &sets, |_| Ok(self.climate.clone()))?;
        hall.without_seasons("the spread of a year")?;
        let solved = Solved::of(&hall);
        let racks = &solved.model().equipment.racks;
        let edits: Vec<Edit> = (racks.first..racks.first + racks.len())
            .map(|unit| Edit::Load(unit, load))
            .collect();
        let model = solved
            .model()
            .changed(if load == 1.0 { &[] } else { &edits });
        if hall.has_stores() {
            return self.carried(model, warmer, like);
        }
        let shifted = (warmer != 0.0).then(|| {
            let climate = self.climate.clone().warmer(warmer);
            Weather::of(&climate, self.weather.step_s)
        });
        let weather = shifted.as_ref().unwrap_or(self.weather);
        let same_air = like.filter(|_| shifted.is_none());
        match same_air.and_then(|like| again(&model, weather, like)) {
            Some(found) => Ok(found?),
            None => Ok(year(&model, weather, self.tolerance)?),
        }
    }

    /// The year of a `model` with stores in air that is warmer by `warmer` \[K\], on the days of `like`.
    fn carried(
        &self,
        mut model: Model,
        warmer: f64,
        like: Option<&Year>,
    ) -> Result<Year, StudyError> {
        if warmer != 0.0 {
            model.climate = model.climate.warmer(warmer);
        }
        let step = self.weather.step_s;
        Ok(match like {
            Some(like) => carried_again(&model, step, like)?,
            None => carried_year(&model, step, self.tolerance)?,
        })
    }

    /// Results at both ends of `input`.
    fn ends(&self, input: &Input, like: &Year) -> Result<[Results; 2], StudyError> {
        let one = std::slice::from_ref(input);
        let end = |u: f64| self.at(one, &[u], Some(like));
        let (low, high) = rayon::join(|| end(0.0), || end(1.0));
        Ok([results(&low?), results(&high?)])
    }
}

fn results(year: &Year) -> Results {
    [
        year.pue(),
        year.least(|a| a.margin)
            .map_or(f64::INFINITY, |m| m.1.margin),
        year.total(|a| a.water),
        year.total(|a| a.power[0]) / KWH,
    ]
}

/// A parabola of eq. (1) by its values at both ends and at the centre, which lies at `c`.
#[derive(Clone, Copy)]
struct Parabola {
    ends: [f64; 2],
    nominal: f64,
    c: f64,
}

impl Parabola {
    /// What the input adds at `u`, by Lagrange through the three points; two where the centre is an end.
    fn adds(&self, u: f64) -> f64 {
        let [low, high] = self.ends.map(|y| y - self.nominal);
        let c = self.c;
        if c <= 1e-6 {
            return high * u;
        }
        if c >= 1.0 - 1e-6 {
            return low * (1.0 - u);
        }
        low * (u - c) * (u - 1.0) / c + high * u * (u - c) / (1.0 - c)
    }
}

/// The spread of a hall's year.
///
/// # Errors
/// The hall as configured cannot be built or solved; [`StudyError::Stopped`] where somebody asked to stop.
pub fn spread(of: &Spread, inputs: &[Input]) -> Result<Outcome, StudyError> {
    let (whole, all) = rayon::join(|| of.at(&[], &[], None), || checked(of, inputs));
    let whole = whole?;
    let nominal = results(&whole);
    let (mut bars, mut kept, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    let ends: Vec<_> = inputs.par_iter().map(|i| of.ends(i, &whole)).collect();
    for (input, ends) in inputs.iter().zip(ends) {
        match ends {
            Ok([low, high]) => {
                bars.push(Bar {
                    name: input.name.clone(),
                    ends: input.ends.clone(),
                    from: input.from.clone(),
                    at: std::array::from_fn(|r| [low[r], high[r]]),
                });
                kept.push(input.clone());
            }
            Err(StudyError::Stopped) => return Err(StudyError::Stopped),
            Err(error) => left_out.push(format!("{}: {}", input.name, why(&error))),
        }
    }
    let solved = match left_out.is_empty() {
        true => all,
        false => checked(of, &kept),
    };
    let bands = bands(&kept, &bars, nominal, &solved);
    if (of.stop)() {
        return Err(StudyError::Stopped);
    }
    let width = |b: &Bar| (b.at[0][1] - b.at[0][0]).abs();
    bars.sort_by(|a, b| width(b).total_cmp(&width(a)));
    Ok(Outcome {
        bands,
        bars,
        left_out,
    })
}

/// An error, with its first fault where it is a configuration's.
fn why(error: &StudyError) -> String {
    match error {
        StudyError::Config(found) => found
            .iter()
            .next()
            .map_or_else(|| error.to_string(), |d| d.message.clone()),
        other => other.to_string(),
    }
}

/// Points spread over the sequence, solved in full; one that cannot be solved tells nothing.
fn checked(of: &Spread, inputs: &[Input]) -> Vec<(u64, Results)> {
    (0..CHECKED)
        .into_par_iter()
        .filter_map(|j| {
            let k = 7 + 97 * j;
            let u: Vec<f64> = (0..inputs.len()).map(|i| halton(k, i)).collect();
            Some((k, results(&of.at(inputs, &u, None).ok()?)))
        })
        .collect()
}

/// Bands of all results from the parabolas of `inputs`, beside points that were `solved` in full.
fn bands(
    inputs: &[Input],
    bars: &[Bar],
    nominal: Results,
    solved: &[(u64, Results)],
) -> [Band; RESULTS.len()] {
    let parabola = |r: usize, i: usize| Parabola {
        ends: bars[i].at[r],
        nominal: nominal[r],
        c: inputs[i].centre(),
    };
    let model = |r: usize, k: u64| -> f64 {
        let adds = (0..inputs.len()).map(|i| parabola(r, i).adds(halton(k, i)));
        nominal[r] + adds.sum::<f64>()
    };
    std::array::from_fn(|r| {
        let mut all: Vec<f64> = (1..=POINTS).map(|k| model(r, k)).collect();
        all.sort_by(f64::total_cmp);
        let off = solved.iter().map(|(k, y)| (model(r, *k) - y[r]).abs());
        Band {
            nominal: nominal[r],
            p10: quantile(&all, 0.1),
            p50: quantile(&all, 0.5),
            p90: quantile(&all, 0.9),
            checked: off.fold(0.0, f64::max),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parabolas_meet_their_points() {
        for c in [0.0, 0.3, 0.8, 1.0] {
            let p = Parabola {
                ends: [3.0, 7.0],
                nominal: if c == 0.0 {
                    3.0
                } else if c == 1.0 {
                    7.0
                } else {
                    4.0
                },
                c,
            };
            assert!((p.nominal + p.adds(0.0) - 3.0).abs() < 1e-12, "{c}");
            assert!((p.nominal + p.adds(1.0) - 7.0).abs() < 1e-12, "{c}");
            assert!(p.adds(c).abs() < 1e-12, "{c}");
        }
    }

    #[test]
    fn differences_stay_what_they_are_about_a_better_year() {
        let band = Band {
            nominal: 2.0,
            p10: 1.0,
            p50: 2.1,
            p90: 3.0,
            checked: 0.1,
        };
        let bar = Bar {
            name: "load".to_owned(),
            ends: [String::new(), String::new()],
            from: String::new(),
            at: [[1.0, 3.0]; RESULTS.len()],
        };
        let found = Outcome {
            bands: [band; RESULTS.len()],
            bars: vec![bar],
            left_out: Vec::new(),
        };
        let moved = found.about([Some(2.5), None, Some(f64::NAN), Some(2.0)]);
        let b = moved.bands[0];
        assert_eq!(
            [b.nominal, b.p10, b.p50, b.p90, b.checked],
            [2.5, 1.5, 2.6, 3.5, 0.1]
        );
        assert_eq!(moved.bars[0].at[0], [1.5, 3.5]);
        assert!(moved.bands[1..] == [band; 3]);
    }
}
