//! Draws a circuit element by element and checks it as a whole.

use std::collections::HashMap;

use super::check;
use super::{Capacitor, Circuit, CircuitError, Device, Ends, Fixed, Gate, Load, Series, Waveform};

/// A circuit being drawn.
#[derive(Clone, Debug)]
pub struct CircuitBuilder {
    circuit: Circuit,
    names: HashMap<String, u32>,
    /// Loads by name, for those that follow their power.
    errors: Vec<CircuitError>,
}

/// Words for the node of zero potential.
const GROUND_WORDS: [&str; 3] = ["ground", "0", "gnd"];

impl Default for CircuitBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl CircuitBuilder {
    /// A circuit of nothing but ground.
    pub fn new() -> Self {
        let mut names = HashMap::new();
        for word in GROUND_WORDS {
            names.insert(word.to_owned(), super::GROUND);
        }
        Self {
            circuit: Circuit {
                nodes: vec![GROUND_WORDS[0].to_owned()],
                ..Circuit::default()
            },
            names,
            errors: Vec::new(),
        }
    }

    /// The node called `name`, drawn when it is new. `ground`, `gnd` and `0` are ground.
    pub fn node(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.names.get(name) {
            return known;
        }
        let node = self.circuit.nodes.len() as u32;
        self.circuit.nodes.push(name.to_owned());
        self.names.insert(name.to_owned(), node);
        node
    }

    /// Both ends of an element.
    pub fn ends(&mut self, from: &str, to: &str) -> Ends {
        Ends {
            from: self.node(from),
            to: self.node(to),
        }
    }

    /// Adds an input over time.
    pub fn waveform(&mut self, waveform: Waveform) -> u32 {
        self.circuit.waveforms.push(waveform);
        self.circuit.waveforms.len() as u32 - 1
    }

    /// Adds what opens and closes elements.
    pub fn gate(&mut self, gate: Gate) -> u32 {
        self.circuit.gates.push(gate);
        self.circuit.gates.len() as u32 - 1
    }

    /// Notes a fault found by whoever draws.
    pub fn fault(&mut self, error: CircuitError) {
        self.errors.push(error);
    }

    /// Adds an ideal source: `ends.from` lies `voltage` above `ends.to`, one of which is ground.
    pub fn ideal(&mut self, name: &str, ends: Ends, voltage: Waveform) {
        let (node, sign) = match (ends.from, ends.to) {
            (node, super::GROUND) => (node, 1.0),
            (super::GROUND, node) => (node, -1.0),
            (from, to) => {
                self.errors.push(CircuitError::FloatingIdeal {
                    name: name.to_owned(),
                    from: self.circuit.nodes[from as usize].clone(),
                    to: self.circuit.nodes[to as usize].clone(),
                });
                return;
            }
        };
        let voltage = self.waveform(voltage.transformed(sign, 0.0));
        self.circuit.fixed.push(Fixed {
            name: name.to_owned(),
            node,
            voltage,
        });
    }

    /// Adds resistance, inductance and electromotive force in series.
    pub fn series(&mut self, series: Series) {
        self.circuit.series.push(series);
    }

    /// Adds a capacitor.
    pub fn capacitor(&mut self, capacitor: Capacitor) {
        self.circuit.capacitors.push(capacitor);
    }

    /// Adds a load.
    pub fn load(&mut self, load: Load) {
        self.circuit.loads.push(load);
    }

    /// Index of the power of the load called `name`.
    pub fn power_of(&self, name: &str) -> Option<u32> {
        let loads = &self.circuit.loads;
        loads.iter().find(|l| l.name == name).map(|l| l.power)
    }

    /// Adds a device and returns its index.
    pub fn device(&mut self, device: Device) -> u32 {
        self.circuit.devices.push(device);
        self.circuit.devices.len() as u32 - 1
    }

    /// The circuit, if nothing is wrong with it.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn build(mut self) -> Result<Circuit, Vec<CircuitError>> {
        check::all(&self.circuit, &mut self.errors);
        if self.errors.is_empty() {
            Ok(self.circuit)
        } else {
            Err(self.errors)
        }
    }
}
