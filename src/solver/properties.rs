//! Density and viscosity of the coolant in every link, node by node in rows.

use super::transport::order::ends;
use crate::model::coolant::Coolant;

/// Nodes that hold one liquid, with the columns of its properties there.
#[derive(Clone, Debug, Default)]
struct Group {
    fluid: usize,
    nodes: Vec<u32>,
    enthalpy: Vec<f64>,
    temperature: Vec<f64>,
    density: Vec<f64>,
    viscosity: Vec<f64>,
}

/// Working columns: liquid by liquid, then by node.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    groups: Vec<Group>,
    /// Density [kg/m³] and viscosity [Pa·s] at each node.
    node: Vec<[f64; 2]>,
    /// Enthalpy of each node for which they were taken [J/kg].
    taken: Vec<f64>,
}

impl Properties {
    /// Columns for `coolant`.
    pub fn new(coolant: &Coolant) -> Self {
        let group = |fluid: usize| {
            let holds = |n: &u32| coolant.node_fluid[*n as usize] as usize == fluid;
            let nodes: Vec<u32> = (0..coolant.nodes() as u32).filter(holds).collect();
            let zeros = vec![0.0; nodes.len()];
            Group {
                fluid,
                nodes,
                enthalpy: zeros.clone(),
                temperature: zeros.clone(),
                density: zeros.clone(),
                viscosity: zeros,
            }
        };
        Self {
            groups: (0..coolant.fluids.len()).map(group).collect(),
            node: vec![[0.0; 2]; coolant.nodes()],
            taken: vec![f64::NAN; coolant.nodes()],
        }
    }

    /// Whether any of the nodes that hold `enthalpy` [J/kg] is by more than `most` from what was taken.
    pub fn moved(&self, enthalpy: &[f64], most: f64) -> bool {
        let kept = |(a, b): (&f64, &f64)| (a - b).abs() <= most;
        !enthalpy.iter().zip(&self.taken).all(kept)
    }

    /// Writes each link's density [kg/m³] and viscosity [Pa·s], as warm as its upstream end for the flows
    /// `flow` [kg/s] when the nodes hold `enthalpy` [J/kg].
    pub fn take(
        &mut self,
        coolant: &Coolant,
        enthalpy: &[f64],
        flow: &[f64],
        density: &mut [f64],
        viscosity: &mut [f64],
    ) {
        self.taken.copy_from_slice(enthalpy);
        for group in &mut self.groups {
            let fluid = &coolant.fluids[group.fluid];
            for (h, node) in group.enthalpy.iter_mut().zip(&group.nodes) {
                *h = enthalpy[*node as usize];
            }
            fluid.temperature_row(&group.enthalpy, &mut group.temperature);
            fluid.density_row(&group.temperature, &mut group.density);
            fluid.viscosity_row(&group.temperature, &mut group.viscosity);
            let rows = group.density.iter().zip(&group.viscosity);
            for (node, (rho, mu)) in group.nodes.iter().zip(rows) {
                self.node[*node as usize] = [*rho, *mu];
            }
        }
        for link in 0..coolant.links() {
            let up = ends(coolant, link, flow[link]).0;
            [density[link], viscosity[link]] = self.node[up];
        }
    }
}
