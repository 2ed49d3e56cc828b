//! What keeps a battery between empty and full: its management lets a full one be discharged alone, an empty one be
//! charged alone.
//!
//! A held battery carries nothing. Beside others that hold the voltage it returns once that voltage is on the side that
//! it may serve, by a thousandth so that it does not flutter; where it would stand alone with loads, once these together
//! ask for what it may do.

use super::engine::Engine;
use crate::model::electrical::circuit::Law;

/// Share of its voltage by which the bus must be on the right side before a held battery returns.
const FLUTTER: f64 = 1e-3;
/// Currents up to this neither charge nor discharge \[A\].
const STILL: f64 = 1e-6;

/// Why a battery is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// It can take no more.
    Full,
    /// It can give no more.
    Empty,
}

/// What the management of battery `n`, `closed` or `held`, wants now: to hold it, or to let it go (none within).
pub(super) fn wish(
    engine: &Engine<'_>,
    n: usize,
    closed: bool,
    held: Option<Held>,
) -> Option<Option<Held>> {
    let device = &engine.circuit.devices[n];
    let Law::Battery { string, .. } = &device.law else {
        return None;
    };
    let first = engine.plan.device_state[n];
    let [charge, u1, u2] = [0, 1, 2].map(|k| engine.settled()[first + k]);
    if closed {
        let discharge = -engine.stage.devices[n].i;
        let full = discharge < -STILL && string.is_full(charge);
        let empty = discharge > STILL && string.is_empty(charge);
        return match (full, empty) {
            (true, _) => Some(Some(Held::Full)),
            (_, true) => Some(Some(Held::Empty)),
            _ => None,
        };
    }
    let held = held?;
    let free = match (engine.asked_alone(n), held) {
        (Some(power), Held::Full) => power >= 0.0,
        (Some(power), Held::Empty) => power < 0.0,
        (None, held) => {
            let own = string.open_circuit(charge).0 - u1 - u2;
            let above = engine.plan.devices.across(n, &engine.v) - own;
            let clear = FLUTTER * own.abs();
            match held {
                Held::Full => above < -clear,
                Held::Empty => above > clear,
            }
        }
    };
    free.then_some(None)
}
