//! From named nodes in any order to a checked [`PowerTree`].

use std::collections::HashMap;

use super::error::PowerError;
use super::layout;
use super::seat::{Meter, Place, Seat, Supply};
use super::tree::{NodeId, PowerTree};
use crate::physics::electrical::{
    breaker::Breaker, busway::Busway, converter::Converter, transformer::Transformer,
};

/// What a node is made of.
#[derive(Clone, Debug)]
pub(super) enum Device {
    Source,
    Converter(Converter),
    Motor(Converter),
    Load,
    Transformer(Transformer),
    Busway(Busway),
    Breaker(Breaker),
}

impl Device {
    pub(super) fn is_leaf(&self) -> bool {
        matches!(self, Device::Load | Device::Motor(_))
    }

    /// Whether the output voltage is held whatever the load.
    pub(super) fn is_regulated(&self) -> bool {
        matches!(self, Device::Source | Device::Converter(_))
    }

    pub(super) fn is_series(&self) -> bool {
        matches!(
            self,
            Device::Transformer(_) | Device::Busway(_) | Device::Breaker(_)
        )
    }
}

/// A node as it was asked for.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub name: String,
    pub fed_by: Option<String>,
    pub device: Device,
    /// What it is made for; `None` takes what its feeder gives.
    pub needs: Option<Supply>,
    /// What it gives; `None` passes its feeder's supply on.
    pub gives: Option<Supply>,
    pub seat: Seat,
    /// Equal units side by side, and the systems they belong to.
    pub units: [u32; 2],
}

/// Collects nodes; feeders are named and may be added later than what they feed.
#[derive(Clone, Debug, Default)]
pub struct PowerTreeBuilder {
    drafts: Vec<Draft>,
}

impl PowerTreeBuilder {
    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// A connection to the grid (the utility meter) holding `supply`.
    pub fn source(&mut self, name: &str, supply: Supply) -> NodeId {
        let seat = Seat::new(Place::Outdoors, Meter::Power);
        self.add(name, None, Device::Source, None, Some(supply), seat)
    }

    /// A transformer; its nameplate voltages are what it needs and gives.
    pub fn transformer(
        &mut self,
        name: &str,
        fed_by: &str,
        unit: Transformer,
        seat: Seat,
    ) -> NodeId {
        let [primary, secondary] = unit.volts.map(Supply::Ac);
        let device = Device::Transformer(unit);
        self.add(
            name,
            Some(fed_by),
            device,
            Some(primary),
            Some(secondary),
            seat,
        )
    }

    /// A busway or cable, three-phase or direct as its feeder is.
    pub fn busway(&mut self, name: &str, fed_by: &str, unit: Busway, seat: Seat) -> NodeId {
        self.add(name, Some(fed_by), Device::Busway(unit), None, None, seat)
    }

    /// A breaker or fuse.
    pub fn breaker(&mut self, name: &str, fed_by: &str, unit: Breaker, seat: Seat) -> NodeId {
        self.add(name, Some(fed_by), Device::Breaker(unit), None, None, seat)
    }

    /// A converter that holds its output: rectifier, solid-state transformer, power shelf, DC/DC stage,
    /// voltage regulator, uninterruptible supply, frequency converter.
    pub fn converter(
        &mut self,
        name: &str,
        fed_by: &str,
        unit: Converter,
        [needs, gives]: [Supply; 2],
        seat: Seat,
    ) -> NodeId {
        self.add(
            name,
            Some(fed_by),
            Device::Converter(unit),
            Some(needs),
            Some(gives),
            seat,
        )
    }

    /// A motor: its load is the power at its shaft.
    pub fn motor(
        &mut self,
        name: &str,
        fed_by: &str,
        unit: Converter,
        needs: Supply,
        seat: Seat,
    ) -> NodeId {
        self.add(
            name,
            Some(fed_by),
            Device::Motor(unit),
            Some(needs),
            None,
            seat,
        )
    }

    /// A load of given power.
    pub fn load(&mut self, name: &str, fed_by: &str, needs: Supply, seat: Seat) -> NodeId {
        self.add(name, Some(fed_by), Device::Load, Some(needs), None, seat)
    }

    fn add(
        &mut self,
        name: &str,
        fed_by: Option<&str>,
        device: Device,
        needs: Option<Supply>,
        gives: Option<Supply>,
        seat: Seat,
    ) -> NodeId {
        let id = NodeId(self.drafts.len() as u32);
        let (name, fed_by) = (name.to_owned(), fed_by.map(str::to_owned));
        self.drafts.push(Draft {
            name,
            fed_by,
            device,
            needs,
            gives,
            seat,
            units: [1; 2],
        });
        id
    }

    /// Says that `node` stands for `units` equal ones side by side, which belong to as many `systems` as are
    /// separate of each other; of converters the modules count, whatever `units` says.
    pub fn side_by_side(&mut self, node: NodeId, units: u32, systems: u32) {
        self.drafts[node.0 as usize].units = [units, systems];
    }

    /// Checks everything and lays the tree out; all faults are returned together.
    pub fn build(self) -> Result<PowerTree, Vec<PowerError>> {
        let drafts = self.drafts;
        let mut faults = Vec::new();
        let parent = parents(&drafts, &mut faults);
        if !drafts.iter().any(|d| d.fed_by.is_none()) {
            faults.push(PowerError::NoSource);
        }
        circles(&drafts, &parent, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let order = from_the_roots(&parent);
        let supply = supplies(&drafts, &parent, &order, &mut faults);
        accounts(&drafts, &parent, &order, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(layout::lay_out(&drafts, &parent, &order, &supply))
    }
}

/// Feeder of each node, `None` for sources and for nodes whose feeder is at fault.
fn parents(drafts: &[Draft], faults: &mut Vec<PowerError>) -> Vec<Option<usize>> {
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (i, draft) in drafts.iter().enumerate() {
        if by_name.insert(&draft.name, i).is_some() {
            faults.push(PowerError::Duplicate {
                name: draft.name.clone(),
            });
        }
    }
    let find = |draft: &Draft| {
        let Some(fed_by) = &draft.fed_by else {
            return Ok(None);
        };
        let (name, fed_by) = (draft.name.clone(), fed_by.clone());
        match by_name.get(fed_by.as_str()) {
            None => Err(PowerError::UnknownFeeder { name, fed_by }),
            Some(&i) if drafts[i].device.is_leaf() => Err(PowerError::FedByLoad { name, fed_by }),
            Some(&i) => Ok(Some(i)),
        }
    };
    let mut found = Vec::with_capacity(drafts.len());
    for draft in drafts {
        found.push(find(draft).unwrap_or_else(|fault| {
            faults.push(fault);
            None
        }));
    }
    found
}

/// Names each circle once.
fn circles(drafts: &[Draft], parent: &[Option<usize>], faults: &mut Vec<PowerError>) {
    let mut walk = vec![usize::MAX; parent.len()];
    for start in 0..parent.len() {
        let mut at = start;
        while walk[at] == usize::MAX {
            walk[at] = start;
            match parent[at] {
                Some(up) => at = up,
                None => break,
            }
        }
        if walk[at] == start && parent[at].is_some() {
            let mut names = vec![drafts[at].name.clone()];
            let mut up = parent[at];
            while let Some(i) = up.filter(|i| *i != at) {
                names.push(drafts[i].name.clone());
                up = parent[i];
            }
            names.reverse();
            faults.push(PowerError::Circle { names });
        }
    }
}

/// All nodes, each after its feeder, in the order they were added within a generation.
fn from_the_roots(parent: &[Option<usize>]) -> Vec<usize> {
    let mut depth = vec![0usize; parent.len()];
    for i in 0..parent.len() {
        let mut up = parent[i];
        while let Some(j) = up {
            depth[i] += 1;
            up = parent[j];
        }
    }
    let mut order: Vec<usize> = (0..parent.len()).collect();
    order.sort_by_key(|&i| depth[i]);
    order
}

/// Nominal supply that each node gives, checked against what its consumers need.
fn supplies(
    drafts: &[Draft],
    parent: &[Option<usize>],
    order: &[usize],
    faults: &mut Vec<PowerError>,
) -> Vec<Supply> {
    let mut gives = vec![Supply::Dc(0.0); drafts.len()];
    for &i in order {
        let (draft, name) = (&drafts[i], drafts[i].name.clone());
        for supply in [draft.needs, draft.gives].into_iter().flatten() {
            if !(supply.volts().is_finite() && supply.volts() > 0.0) {
                faults.push(PowerError::NotAVoltage {
                    name: name.clone(),
                    volts: supply.volts(),
                });
            }
        }
        let fed = parent[i].map(|p| gives[p]);
        if let (Some(needs), Some(fed), Some(fed_by)) = (draft.needs, fed, &draft.fed_by)
            && !needs.accepts(fed)
        {
            faults.push(PowerError::Voltage {
                name,
                needs,
                fed_by: fed_by.clone(),
                gives: fed,
            });
        }
        gives[i] = draft.gives.or(fed).unwrap_or(gives[i]);
    }
    gives
}

/// IT nodes must not be fed through an account other than power or IT.
fn accounts(
    drafts: &[Draft],
    parent: &[Option<usize>],
    order: &[usize],
    faults: &mut Vec<PowerError>,
) {
    let mut above: Vec<Option<usize>> = vec![None; drafts.len()];
    for &i in order {
        let inherited = parent[i].and_then(|p| above[p]);
        let own = matches!(drafts[i].seat.meter, Meter::Cooling | Meter::House).then_some(i);
        above[i] = inherited.or(own);
        if let (Some(under), Meter::It) = (above[i], drafts[i].seat.meter) {
            faults.push(PowerError::ItBelow {
                name: drafts[i].name.clone(),
                under: drafts[under].name.clone(),
                meter: drafts[under].seat.meter,
            });
        }
    }
}
