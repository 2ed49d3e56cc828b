//! Pumps that lost their drive: their rotors carry the flow on while they run down.
//!
//! A group whose model runs no pump turns at the speed that its rotors have at the end of the step, eq. (4) of
//! [`coast_down`](crate::physics::hydraulic::coast_down); its motors draw nothing. What a rotor gives to the coolant
//! is left out of the balance: some kilojoules, a second's worth of the pump's power. A group of which some pumps run
//! on has check valves that shut behind the others at once.

use super::step::Stepper;
use crate::model::hydraulic::{Hydraulics, Kind};
use crate::model::state::{Rotor, State};
use crate::physics::hydraulic::coast_down::{braking, slowed};
use crate::physics::hydraulic::pump::Duty;

/// Speed over rated speed at which bearings and seals hold a rotor.
const STANDS: f64 = 0.02;

impl Stepper<'_> {
    /// Sets all groups for a step of `dt` [s]: those that run as the model has them, those that lost their drive at
    /// the speed that is left of that in `state`.
    pub(super) fn turn_rotors(&mut self, state: &State, dt: f64) {
        let (model, plant) = (&self.model.hydraulics.regulated, &mut self.plant.regulated);
        let rows = self.rotors.iter_mut().zip(&state.memory.rotors);
        for (row, (rotor, before)) in rows.enumerate() {
            let (law, hold) = (&mut plant.law[row], &mut plant.hold[row]);
            let of = &model.law[row];
            let was = rotor.coasting;
            *rotor = *before;
            let lost = model.hold[row].running <= 0.0 && of.inertia > 0.0 && dt.is_finite();
            let speed = if lost {
                slowed(before.speed, before.braking, dt)
            } else {
                0.0
            };
            rotor.coasting = speed > STANDS && before.turning > 0.0;
            if rotor.coasting {
                rotor.speed = speed;
                law.coast(hold, speed, before.turning);
            } else if was || before.coasting {
                (law.least_speed, law.most_speed) = (of.least_speed, of.most_speed);
                *hold = model.hold[row];
            }
        }
    }
}

impl Stepper<'_> {
    /// Sets the pumps of all CDUs for a step of `dt` \[s\]: at their set point, or on the line of their controllers.
    pub(super) fn set_local_loops(&mut self, state: &State, dt: f64) {
        let cdus = self.model.equipment.cdus.cdus.iter();
        for (cdu, memory) in cdus.zip(&state.memory.local) {
            let row = self.plant.row[cdu.pump_link as usize] as usize;
            if !self.rotors[row].coasting {
                let hold = &mut self.plant.regulated.hold[row];
                *hold = cdu.loops.hold(*hold, memory[1], dt);
            }
        }
    }
}

/// Notes what the pumps on `link` do, and returns what of it their motors have to give.
pub(super) fn drawn(plant: &Hydraulics, rotors: &mut [Rotor], link: u32, duty: &Duty) -> Duty {
    if plant.kind[link as usize] != Kind::RegulatedPump {
        return *duty;
    }
    let row = plant.row[link as usize] as usize;
    let (rotor, law) = (&mut rotors[row], &plant.regulated.law[row]);
    rotor.speed = duty.speed;
    rotor.turning = plant.regulated.hold[row].running;
    rotor.braking = braking(duty.shaft, law.inertia * rotor.turning, duty.speed);
    if rotor.coasting {
        Duty {
            hydraulic: 0.0,
            shaft: 0.0,
            ..*duty
        }
    } else {
        *duty
    }
}
