//! What an error of each state counts for.

use super::engine::Engine;
use super::window::Window;
use crate::model::electrical::circuit::Law;

/// 1/allowed error of each state; zero where it has no memory.
pub(super) fn weights(engine: &Engine<'_>, window: &Window) -> Vec<f64> {
    let (circuit, layout) = (engine.circuit, engine.plan.layout);
    let mut weight = vec![0.0; layout.len];
    for (n, e) in circuit.series.iter().enumerate() {
        if e.inductance > 0.0 {
            weight[n] = 1.0 / window.current_error;
        }
    }
    weight[layout.capacitors..layout.loads].fill(1.0 / window.voltage_error);
    for (n, load) in circuit.loads.iter().enumerate() {
        if load.tracking.is_some() {
            weight[layout.loads + n] = 1.0 / window.power_error;
        }
    }
    for (n, d) in circuit.devices.iter().enumerate() {
        let first = engine.plan.device_state[n];
        let (volt, watt) = (1.0 / window.voltage_error, 1.0 / window.power_error);
        match &d.law {
            Law::Battery { string, .. } => {
                let slope = string.open_circuit(engine.x[first]).1;
                weight[first..first + 3].copy_from_slice(&[slope * volt, volt, volt]);
            }
            Law::Regulator { .. } => weight[first] = volt,
            Law::Smoother { .. } => weight[first..first + 2].fill(watt),
            _ => {}
        }
    }
    weight
}
