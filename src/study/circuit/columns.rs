//! Names of all that can be sampled in a circuit.

use crate::model::electrical::circuit::{Circuit, GROUND, Law};
use crate::solver::circuit::Probe;

/// Every column of a circuit, with its unit at the end of its name: `v_NODE_V`, `i_ELEMENT_A` (from
/// its first node to its second), `vc_CAPACITOR_V`, `ic_CAPACITOR_A`, `p_LOAD_W`, `soc_BATTERY`,
/// `emf_SOURCE_V`, `p_SMOOTHER_W` and `lp_SMOOTHER_W`; `p_supplied_W` is what all sources give together.
pub fn columns(circuit: &Circuit) -> Vec<(String, Probe)> {
    let mut all = Vec::new();
    for (n, name) in circuit.nodes.iter().enumerate() {
        if n as u32 != GROUND {
            all.push((format!("v_{name}_V"), Probe::Node(n as u32)));
        }
    }
    for (n, e) in circuit.series.iter().enumerate() {
        all.push((format!("i_{}_A", e.name), Probe::Series(n as u32)));
    }
    for (n, c) in circuit.capacitors.iter().enumerate() {
        let n = n as u32;
        all.push((format!("vc_{}_V", c.name), Probe::CapacitorVoltage(n)));
        all.push((format!("ic_{}_A", c.name), Probe::CapacitorCurrent(n)));
    }
    for (n, l) in circuit.loads.iter().enumerate() {
        all.push((format!("p_{}_W", l.name), Probe::LoadPower(n as u32)));
    }
    for (n, d) in circuit.devices.iter().enumerate() {
        let n = n as u32;
        all.push((format!("i_{}_A", d.name), Probe::Device(n)));
        match &d.law {
            Law::Battery { .. } => {
                all.push((format!("soc_{}", d.name), Probe::DeviceState(n, 0)));
            }
            Law::Regulator { .. } => {
                all.push((format!("emf_{}_V", d.name), Probe::DeviceState(n, 0)));
            }
            Law::Smoother { .. } => {
                all.push((format!("lp_{}_W", d.name), Probe::DeviceState(n, 0)));
                all.push((format!("p_{}_W", d.name), Probe::DeviceState(n, 1)));
            }
            Law::Varistor(_) | Law::Diode(_) | Law::Input { .. } => {}
        }
    }
    all.push(("p_supplied_W".to_owned(), Probe::Supplied));
    all
}
