//! A chain at one load, stage by stage: loading, modules that run, and what the loss of one unit does.

use super::chains::Chain;

/// A stage of a chain at one load; figures are those of one such stage, of which more may stand in parallel.
#[derive(Clone, Debug, PartialEq)]
pub struct StageFlow {
    /// What enters \[W\].
    pub input: f64,
    /// What it delivers \[W\].
    pub output: f64,
    /// What it loses \[W\].
    pub loss: f64,
    /// Modules that run.
    pub on: f64,
    /// Output over the rating of all modules that are there.
    pub loading: f64,
    /// How many such stages stand in parallel.
    pub times: f64,
}

/// A chain without one unit of a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct StageOutage {
    /// Index of the stage.
    pub stage: usize,
    /// Whether nothing is left of a stage, so that the chain is cut.
    pub cut_off: bool,
    /// Highest loading of any stage, and its index; zero where the chain is cut.
    pub loading: (f64, usize),
    /// Loss of the whole chain \[W\].
    pub loss: f64,
}

impl Chain {
    /// Every stage delivering `output` \[W\], not negative, at the end of the chain.
    pub fn stages_at(&self, output: f64) -> Vec<StageFlow> {
        self.pass(output, |_| 0.0)
    }

    /// Stages without the modules that `lost` tells, from the meter on.
    fn pass(&self, output: f64, lost: impl Fn(usize) -> f64) -> Vec<StageFlow> {
        let mut power = output;
        let mut all: Vec<StageFlow> = Vec::new();
        for (k, stage) in self.stages.iter().enumerate().rev() {
            power = stage.feeds * power + stage.also;
            // What stands below is as often there as this stage feeds it.
            for below in &mut all {
                below.times *= stage.feeds;
            }
            let left = stage.unit.modules - lost(k);
            let whole = lost(k) == 0.0;
            let on = if whole {
                stage.unit.staged(power, stage.unit.modules)
            } else {
                left
            };
            let loss = stage.unit.loss(power, on);
            all.push(StageFlow {
                output: power,
                input: power + loss,
                loss,
                on,
                loading: power / (left * stage.unit.rated),
                times: 1.0,
            });
            power += loss;
        }
        all.reverse();
        all
    }

    /// Every stage without one unit, delivering `output` \[W\] at the end. Neighbouring stages of as many separate
    /// systems stand in one line and are lost together.
    pub fn outages(&self, output: f64) -> Vec<StageOutage> {
        (0..self.stages.len())
            .map(|k| self.without(k, output))
            .collect()
    }

    fn without(&self, k: usize, output: f64) -> StageOutage {
        let systems = self.stages[k].systems;
        let same = |at: &usize| self.stages[*at].systems == systems;
        let first = (0..k).rev().take_while(same).last().unwrap_or(k);
        let last = (k + 1..self.stages.len())
            .take_while(same)
            .last()
            .unwrap_or(k);
        let gone = |at: usize| match systems {
            s if s > 1.0 && (first..=last).contains(&at) => self.stages[at].unit.modules / s,
            s if s <= 1.0 && at == k => 1.0,
            _ => 0.0,
        };
        let cut_off = (0..self.stages.len()).any(|at| gone(at) >= self.stages[at].unit.modules);
        if cut_off {
            return StageOutage {
                stage: k,
                cut_off,
                loading: (0.0, k),
                loss: 0.0,
            };
        }
        let flow = self.pass(output, gone);
        let mut loading = (0.0, k);
        for (at, stage) in flow.iter().enumerate() {
            if stage.loading > loading.0 {
                loading = (stage.loading, at);
            }
        }
        StageOutage {
            stage: k,
            cut_off,
            loading,
            loss: flow.iter().map(|s| s.times * s.loss).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::chains::Comparison;
    use crate::config::chains;

    fn chain(stages: &str, names: &str) -> Comparison {
        let text = format!(
            "[comparison]\nname = \"t\"\npower = \"900 kW\"\n{stages}\
             [chain.c]\ntitle = \"c\"\nstages = [{names}]\n"
        );
        let (file, _) = chains::from_text(&text, "t.toml").unwrap();
        Comparison::new(&file).unwrap()
    }

    const LOSSLESS: &str = "efficiency = 1.0\n";

    #[test]
    fn what_is_left_carries_the_load() {
        for (redundancy, modules, before, after) in [
            ("N+1", 3, 0.75, 1.0),
            ("2N", 1, 0.5, 1.0),
            ("4N/3", 3, 0.75, 1.0),
            ("N", 2, 1.0, 2.0),
        ] {
            let stage = format!(
                "[stage.u]\n{LOSSLESS}modules = {modules}\nredundancy = \"{redundancy}\"\n"
            );
            let all = chain(&stage, "\"u\"");
            let flow = all.chains[0].stages_at(all.power);
            assert!((flow[0].loading - before).abs() < 1e-12, "{redundancy}");
            let out = &all.chains[0].outages(all.power)[0];
            assert!(
                !out.cut_off && (out.loading.0 - after).abs() < 1e-12,
                "{redundancy}"
            );
        }
        let alone = chain(&format!("[stage.u]\n{LOSSLESS}"), "\"u\"");
        assert!(alone.chains[0].outages(alone.power)[0].cut_off);
    }

    #[test]
    fn a_system_takes_its_line_along() {
        let stages = format!(
            "[stage.t]\n{LOSSLESS}redundancy = \"2N\"\n[stage.u]\n{LOSSLESS}modules = 2\nredundancy = \"2N\"\n\
             [stage.s]\n{LOSSLESS}modules = 4\nredundancy = \"N+1\"\n"
        );
        let all = chain(&stages, "\"t\", \"u\", \"s\"");
        let chain = &all.chains[0];
        let outages = chain.outages(all.power);
        // Transformer and UPS of one side are lost together, a shelf alone.
        assert!((outages[0].loading.0 - 1.0).abs() < 1e-12);
        assert!((outages[1].loading.0 - 1.0).abs() < 1e-12);
        assert!((outages[2].loading.0 - 1.0).abs() < 1e-12 && outages[2].loading.1 == 2);
    }

    #[test]
    fn losses_are_those_of_the_comparison() {
        let all = chain(
            "[stage.a]\nefficiency = [[0.25, 0.92], [0.5, 0.95], [1.0, 0.96]]\nfeeds = 3\nalso_feeds = \"5 kW\"\n\
             [stage.b]\nefficiency = 0.9\n",
            "\"a\", \"b\"",
        );
        let chain = &all.chains[0];
        let point = chain.at(0.7 * all.power);
        let flow = chain.stages_at(0.7 * all.power);
        for (stage, loss) in flow.iter().zip(&point.losses) {
            assert!((stage.times * stage.loss - loss).abs() < 1e-9 * loss);
        }
        assert!((flow[0].input - point.input).abs() < 1e-9 * point.input);
    }
}
