//! What a hall does when parts of it are lost: `ride.json`.

use super::ConfigIdentity;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// A part that was lost, alone or with another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostPart {
    /// Name, such as `cdu.a1.pump.2`.
    pub name: String,
    /// Kind: `pump`, `cdu`, `valve`, `cooler`, `chiller`, `fan-wall`, `feeder`, `controller`, `header`,
    /// `common-cause`.
    pub kind: String,
}

/// How following a loss ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RideEnd {
    /// What moves is too slow to reach a limit before the horizon.
    Settled,
    /// The horizon came.
    Horizon,
    /// Every rack that had power passed its limit and was switched off.
    Shutdown,
    /// Nothing balances any more: heat grows faster than it is carried off.
    Runaway,
    /// A step has no solution for another reason.
    Unsolved,
}

/// When a rack came to its limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RackTimes {
    /// Rack.
    pub rack: String,
    /// Time from the loss until its chips throttle \[s\].
    pub time_to_throttle_s: Option<f64>,
    /// Time until its chips pass their limit and it is switched off \[s\].
    pub time_to_limit_s: Option<f64>,
}

/// What buoyancy leaves of a flow whose pumps stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Syphon {
    /// CDU or loop.
    pub unit: String,
    /// Flow [kg/s].
    pub flow_kg_per_s: f64,
    /// Flow over that before the loss.
    pub share: f64,
}

/// One loss, followed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ride {
    /// Names of the parts.
    pub lost: Vec<String>,
    /// How it ended.
    pub end: RideEnd,
    /// When \[s\] after the loss.
    pub ended_at_s: f64,
    /// Time until the first chips throttle \[s\].
    pub time_to_throttle_s: Option<f64>,
    /// Time until the first chips pass their limit \[s\].
    pub time_to_limit_s: Option<f64>,
    /// By how much these times moved when the steps were halved last \[s\]; `None` where the length of steps was given.
    pub time_uncertainty_s: Option<f64>,
    /// Rack that came to its limit first, or else throttled first.
    pub first_rack: Option<String>,
    /// What the first rack came to: `chip`, or `air` where the hall's air was too warm for it.
    pub limited_by: Option<String>,
    /// Warmest air of the hall [°C].
    #[serde(rename = "hall_air_degC")]
    pub hall_air_deg_c: f64,
    /// Racks that throttled.
    pub racks_throttled: u32,
    /// Racks that passed their limit.
    pub racks_limited: u32,
    /// Racks that lost their power with what was lost.
    pub racks_dark: u32,
    /// Least distance of a chip to its limit \[K\]; negative beyond.
    #[serde(rename = "least_margin_K")]
    pub least_margin_k: f64,
    /// Rack of that chip.
    pub least_margin_rack: String,
    /// What kept the racks below their limits.
    pub held_by: Vec<String>,
    /// Coolant through the racks at the end over that before the loss.
    pub coolant_left: f64,
    /// Coolant that buoyancy alone moves through standing pumps, at the temperatures of the end.
    pub thermosyphons: Vec<Syphon>,
    /// Steps of the last march.
    pub steps: u32,
    /// Why a step has no solution.
    pub reason: Option<String>,
    /// Racks that throttled or passed their limit.
    pub racks: Vec<RackTimes>,
}

impl Ride {
    /// Whether a limit was passed, or may have been.
    pub fn violates(&self) -> bool {
        self.time_to_limit_s.is_some() || matches!(self.end, RideEnd::Runaway | RideEnd::Unsolved)
    }
}

/// A part whose loss alone takes down a whole redundant group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedCause {
    /// The part.
    pub part: String,
    /// Its kind.
    pub kind: String,
    /// All units of the group.
    pub members: Vec<String>,
}

/// The hall before any loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RideBase {
    /// Least distance of a chip to its limit \[K\].
    #[serde(rename = "least_margin_K")]
    pub least_margin_k: f64,
    /// Its rack.
    pub least_margin_rack: String,
    /// Power of all racks \[kW\].
    #[serde(rename = "it_power_kW")]
    pub it_power_kw: f64,
    /// Dry bulb outdoors [°C].
    #[serde(rename = "dry_bulb_degC")]
    pub dry_bulb_deg_c: f64,
    /// Wet bulb outdoors [°C].
    #[serde(rename = "wet_bulb_degC")]
    pub wet_bulb_deg_c: f64,
}

/// All losses that were followed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RideSummary {
    /// Version that made it.
    pub halltwin: String,
    /// Command line.
    pub command: String,
    /// The configuration.
    pub config: ConfigIdentity,
    /// SHA-256 of the resolved hall, in hex: everything that the figures below follow from.
    pub resolved_sha256: String,
    /// Moment of the climate year whose weather was held.
    pub moment: String,
    /// How long a loss was followed at most \[s\].
    pub horizon_s: f64,
    /// Time until a pump that stood by has taken over \[s\].
    pub standby_start_s: f64,
    /// Air of the hall at which racks switch off that breathe it [°C].
    #[serde(rename = "air_limit_degC")]
    pub air_limit_deg_c: f64,
    /// Length of all steps \[s\], where it was given.
    pub step_s: Option<f64>,
    /// Most parts lost at once in any of the losses.
    pub losses_at_once: u32,
    /// Whether losses were named one by one: the hall is then asked to bear each of them, else every loss of one part.
    pub losses_named: bool,
    /// The hall before any loss.
    pub base: RideBase,
    /// Parts that were lost.
    pub parts: Vec<LostPart>,
    /// Parts that take down whole redundant groups.
    pub shared_causes: Vec<SharedCause>,
    /// Losses of one part.
    pub singles: Vec<Ride>,
    /// Losses of two.
    pub pairs: Vec<Ride>,
    /// Losses of three and more, which are followed only where they are named.
    pub larger: Vec<Ride>,
    /// What was assumed.
    pub assumptions: Vec<String>,
    /// Losses that were to be followed; fewer are there when it was interrupted.
    pub losses: u32,
    /// Wall time \[s\].
    pub wall_time_s: f64,
}

impl RideSummary {
    /// All losses that were followed, those of fewest parts first.
    pub fn all(&self) -> impl Iterator<Item = &Ride> {
        self.singles.iter().chain(&self.pairs).chain(&self.larger)
    }

    /// Whether it was interrupted.
    pub fn interrupted(&self) -> bool {
        self.all().count() < self.losses as usize
    }

    /// Losses of one part that pass a limit.
    pub fn single_violations(&self) -> usize {
        self.singles.iter().filter(|r| r.violates()).count()
    }

    /// Losses of two parts that pass a limit.
    pub fn pair_violations(&self) -> usize {
        self.pairs.iter().filter(|r| r.violates()).count()
    }

    /// Losses that pass a limit though the hall was asked to bear them: those that were named, or else those of one part.
    pub fn refuted(&self) -> usize {
        match self.losses_named {
            true => self.all().filter(|r| r.violates()).count(),
            false => self.single_violations(),
        }
    }

    /// Of each part that was followed alone, whether it passes a limit.
    fn alone(&self) -> HashMap<&str, bool> {
        let each = self.singles.iter();
        each.filter_map(|r| Some((r.lost.first()?.as_str(), r.violates())))
            .collect()
    }

    /// Losses of two parts that pass a limit though neither loss alone does; both were followed alone.
    pub fn true_pairs(&self) -> impl Iterator<Item = &Ride> {
        let alone = self.alone();
        let held = move |r: &&Ride| r.lost.iter().all(|l| alone.get(l.as_str()) == Some(&false));
        self.pairs.iter().filter(|r| r.violates()).filter(held)
    }

    /// Losses of two parts that pass a limit of which nobody can tell whether one part alone does: no part is known to, and
    /// not both were followed alone.
    pub fn unexplained_pairs(&self) -> impl Iterator<Item = &Ride> {
        let alone = self.alone();
        let open = move |r: &&Ride| {
            let known = |l: &String| alone.get(l.as_str()).copied();
            !r.lost.iter().any(|l| known(l) == Some(true))
                && r.lost.iter().any(|l| known(l).is_none())
        };
        self.pairs.iter().filter(|r| r.violates()).filter(open)
    }

    /// Parts of [`Self::unexplained_pairs`] that were not followed alone.
    pub fn not_followed_alone(&self) -> BTreeSet<&str> {
        let alone = self.alone();
        let lost = self.unexplained_pairs().flat_map(|r| &r.lost);
        lost.map(String::as_str)
            .filter(|l| !alone.contains_key(l))
            .collect()
    }

    /// What the losses of two parts show, in words.
    pub fn pairs_in_words(&self) -> String {
        let (passed, all) = (self.pair_violations(), self.pairs.len());
        let new = self.true_pairs().count();
        let open = self.unexplained_pairs().count();
        let told = format!("{passed} of {all} losses of two parts pass a limit");
        match (open, new) {
            (0, _) => format!("{told}, {new} of them though neither part alone does"),
            (_, 0) => format!(
                "{told}; whether a part alone does is not known of {open}, whose parts were not all followed alone"
            ),
            _ => format!(
                "{told}, {new} of them though neither part alone does; of {open} that is not known, as their parts were \
                 not all followed alone"
            ),
        }
    }
}

/// Soonest limit first, then soonest throttling, then least margin.
pub fn soonest_first<'r>(rides: impl Iterator<Item = &'r Ride>) -> Vec<&'r Ride> {
    let late = |t: Option<f64>| t.unwrap_or(f64::INFINITY);
    let mut all: Vec<&Ride> = rides.collect();
    all.sort_by(|a, b| {
        let limit = late(a.time_to_limit_s).total_cmp(&late(b.time_to_limit_s));
        let throttle = late(a.time_to_throttle_s).total_cmp(&late(b.time_to_throttle_s));
        let margin = a.least_margin_k.total_cmp(&b.least_margin_k);
        limit.then(throttle).then(margin)
    });
    all
}

#[cfg(test)]
mod tests;
