//! Local loops of a CDU in short steps: they follow their controllers, without a bump where steps of another length begin.

mod support;

use halltwin::model::state::State;
use halltwin::solver::{self, Drivers, Stepper, TRANSIENT};
use halltwin::study::Hall;

const START: f64 = 181.0 * 86_400.0;
const CONFIG: &str = "01_one_rack.toml";

fn hall(sets: &[&str]) -> Hall {
    let all: Vec<String> = sets
        .iter()
        .map(|set| format!("row.a.in_rack_cdu.{set}"))
        .collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    support::hall(CONFIG, &all)
}

/// A hall under constant load and weather, and what it left behind.
struct Rig<'h> {
    hall: &'h Hall,
    level: Vec<f64>,
    stepper: Stepper<'h>,
    state: State,
}

impl<'h> Rig<'h> {
    fn settled(hall: &'h Hall) -> Self {
        let model = &hall.model;
        let level: Vec<f64> = model.profiles.iter().map(|p| p.mean(START, 60.0)).collect();
        let mut state = solver::cold(model, START, &model.climate.at(START));
        let mut stepper = Stepper::new(model, &state);
        let drivers = Drivers {
            dt: f64::INFINITY,
            outdoor: model.climate.at(START),
            level: &level,
        };
        stepper
            .settle(&mut state, &drivers)
            .expect("a steady state");
        Self {
            hall,
            level,
            stepper,
            state,
        }
    }

    /// The same state in a hall with other set points.
    fn moved_to(&self, hall: &'h Hall) -> Self {
        Self {
            hall,
            level: self.level.clone(),
            stepper: Stepper::new(&hall.model, &self.state),
            state: self.state.clone(),
        }
    }

    fn step(&mut self, dt: f64) {
        let drivers = Drivers {
            dt,
            outdoor: self.hall.model.climate.at(START),
            level: &self.level,
        };
        let made = self.stepper.step(&mut self.state, &drivers, TRANSIENT);
        made.unwrap_or_else(|error| panic!("{error}"));
    }

    fn speed(&self) -> f64 {
        let link = self.hall.model.equipment.cdus.cdus[0].pump_link;
        self.state.memory.reading.speed[link as usize]
    }

    /// Set point of the differential pressure at this flow, less what is held [Pa].
    fn pressure_error(&self) -> f64 {
        let model = &self.hall.model;
        let link = model.equipment.cdus.cdus[0].pump_link as usize;
        let hold = &model.hydraulics.regulated.hold[model.hydraulics.row[link] as usize];
        let [flow, held] = self.stepper.cdu_duty(0);
        hold.pressure - hold.droop * flow - held
    }

    fn supply(&self) -> f64 {
        let cdu = &self.hall.model.equipment.cdus.cdus[0];
        cdu.fluid
            .temperature(self.state.coolant.cell[cdu.cell[0] as usize])
    }
}

/// A plant without inertia under a PI controller: with loop gain κ = k·G/r the error after a step of the set point is
/// e₀/(1 + κ)·exp(−t·κ/((1 + κ)·T_i)).
#[test]
fn pumps_answer_a_set_point_as_the_analytic_loop_does() {
    let reset = 20.0;
    let [low, high] = ["90 kPa", "92 kPa"].map(|set| {
        hall(&[
            "pump_reset=20 s",
            "pump_gain=0.5",
            &format!("differential_pressure={set}"),
        ])
    });
    let (from, to) = (Rig::settled(&low), Rig::settled(&high));
    let gain = 2_000.0 / (to.speed() - from.speed());
    let kappa = 0.5 * gain / 92_000.0;
    assert!(kappa > 0.2, "{kappa}");
    let mut rig = from.moved_to(&high);
    let dt = 0.25;
    for k in 1..=240 {
        rig.step(dt);
        let t = f64::from(k) * dt;
        let wanted = 2_000.0 / (1.0 + kappa) * (-t * kappa / ((1.0 + kappa) * reset)).exp();
        let found = rig.pressure_error();
        // A step of 1/80 of the reset time, and the bend of the pump curve over the step.
        assert!(
            (found - wanted).abs() < 0.02 * 2_000.0,
            "{t} s: {found} Pa, {wanted} Pa"
        );
    }
    assert!((rig.speed() - to.speed()).abs() < 0.15 * (to.speed() - from.speed()));
}

#[test]
fn steps_of_either_kind_follow_each_other_without_a_bump() {
    let hall = hall(&["pump_reset=20 s"]);
    let mut rig = Rig::settled(&hall);
    let (supply, speed) = (rig.supply(), rig.speed());
    for (dt, steps) in [(1.0, 120), (15.0, 20), (1.0, 120), (60.0, 5), (3.0, 40)] {
        for _ in 0..steps {
            rig.step(dt);
            assert!(
                (rig.supply() - supply).abs() < 2e-3,
                "{dt} s: {} {supply}",
                rig.supply()
            );
            assert!(
                (rig.speed() - speed).abs() < 1e-5,
                "{dt} s: {} {speed}",
                rig.speed()
            );
        }
    }
}

#[test]
fn a_supply_moves_to_its_new_set_point_and_stays() {
    let [cold, warm] = ["40 degC", "41 degC"].map(|set| hall(&[&format!("supply={set}")]));
    let mut rig = Rig::settled(&cold).moved_to(&warm);
    let (mut highest, mut first) = (0.0f64, None);
    for k in 1..=1_200 {
        rig.step(1.0);
        highest = highest.max(rig.supply());
        if first.is_none() && rig.supply() > 40.632 {
            first = Some(k);
        }
    }
    assert!((rig.supply() - 41.0).abs() < 0.02, "{}", rig.supply());
    assert!(highest < 41.5, "{highest}");
    // Neither at once nor never: the valve is as slow as its controller.
    assert!(first.is_some_and(|k| (2..300).contains(&k)), "{first:?}");
    // A long step finds it there.
    let mut held = Rig::settled(&cold).moved_to(&warm);
    for _ in 0..40 {
        held.step(15.0);
    }
    assert!((held.supply() - 41.0).abs() < 1e-3, "{}", held.supply());
}

#[test]
fn a_set_point_out_of_reach_winds_nothing_up() {
    let [reach, beyond] = ["40 degC", "25 degC"].map(|set| hall(&[&format!("supply={set}")]));
    let mut rig = Rig::settled(&reach).moved_to(&beyond);
    for _ in 0..900 {
        rig.step(1.0);
    }
    let [valve, _] = rig.state.memory.local[0];
    assert!(valve.integral.abs() < 5.0, "{valve:?}");
    let coldest = rig.supply();
    let mut back = rig.moved_to(&reach);
    let mut left = None;
    for k in 1..=600 {
        back.step(1.0);
        if left.is_none() && back.supply() > coldest + 0.5 {
            left = Some(k);
        }
    }
    assert!(left.is_some_and(|k| k < 60), "{left:?}");
    assert!((back.supply() - 40.0).abs() < 0.2, "{}", back.supply());
}

/// Integral parts of the controllers of the valve and of the pumps.
fn integrals(rig: &Rig) -> [f64; 2] {
    rig.state.memory.local[0].map(|memory| memory.integral)
}

/// While a rotor runs down nothing is asked of it: its controller waits at the speed that is left, and takes over from there.
#[test]
fn pumps_that_run_down_wind_nothing_up() {
    let hall = hall(&["pump_reset=20 s"]);
    let mut lost = support::hall(CONFIG, &["row.a.in_rack_cdu.pump_reset=20 s"]);
    let link = lost.model.equipment.cdus.cdus[0].pump_link as usize;
    let row = lost.model.hydraulics.row[link] as usize;
    assert!(lost.model.hydraulics.regulated.law[row].inertia > 0.0);
    lost.model.hydraulics.regulated.hold[row].running = 0.0;
    let rig = Rig::settled(&hall);
    let speed = rig.speed();
    let mut coasting = rig.moved_to(&lost);
    for _ in 0..8 {
        coasting.step(0.25);
        assert!(
            integrals(&coasting)[1].abs() < 10.0,
            "{:?}",
            integrals(&coasting)
        );
    }
    assert!(coasting.speed() < 0.95 * speed);
    let mut again = coasting.moved_to(&hall);
    let mut highest = 0.0f64;
    for _ in 0..480 {
        again.step(0.25);
        highest = highest.max(again.speed());
    }
    assert!(
        (again.speed() - speed).abs() < 1e-2 * speed,
        "{} {speed}",
        again.speed()
    );
    assert!(highest < 1.1 * speed, "{highest} {speed}");
}

/// What stands still by order is asked for nothing: its controllers take over from where they stand.
#[test]
fn frozen_loops_remember_where_they_stand() {
    let [reach, mut beyond] = ["40 degC", "30 degC"].map(|set| hall(&[&format!("supply={set}")]));
    let mut rig = Rig::settled(&reach);
    rig.step(1.0);
    let valve = beyond.model.equipment.cdus.cdus[0].valve;
    let held = rig.state.memory.set[valve];
    beyond.model.equipment.cdus.cdus[0].hold_valve(held);
    let before = integrals(&rig);
    let mut frozen = rig.moved_to(&beyond);
    for _ in 0..60 {
        frozen.step(1.0);
    }
    // An error of 10 K over a band of 10 K would stand in the integral as 1.
    let after = integrals(&frozen);
    assert!((after[0] - before[0]).abs() < 0.05, "{before:?} {after:?}");
}
