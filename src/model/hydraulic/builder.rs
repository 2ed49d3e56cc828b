//! Drawing a network: nodes, links, given pressures; faults are gathered and reported together.

use super::{
    CheckValves, Devices, FlowLimiters, FormulaPipes, Pipes, PowerLaws, Pumps, RegulatedPumps,
    Regulators, StopValves, Throttles, Valves,
};
use super::{Fixed, Friction, Hydraulics, Kind, LinkId, Names, NetworkError, NodeId};
use crate::physics::hydraulic::LawError;
use crate::physics::hydraulic::check_valve::CheckValve;
use crate::physics::hydraulic::flow_limiter::FlowLimiter;
use crate::physics::hydraulic::pipe::Pipe;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::pump::{Drive, Pump};
use crate::physics::hydraulic::regulated_pump::{Hold, RegulatedPump};
use crate::physics::hydraulic::stop_valve::StopValve;
use crate::physics::hydraulic::valve::Valve;

/// Draws a network. Every link takes its law as the `Result` that the law's constructor returns, so
/// that a bad figure is reported with the link's name among all other faults by [`Self::build`].
#[derive(Clone, Debug)]
pub struct HydraulicsBuilder {
    pub(super) net: Hydraulics,
    viscosity: f64,
    errors: Vec<NetworkError>,
}

impl HydraulicsBuilder {
    /// An empty network of coolant with `density` [kg/m³], which also is the reference density, and
    /// `viscosity` [Pa·s].
    pub fn new(density: f64, viscosity: f64) -> Self {
        Self {
            net: Hydraulics {
                reference_density: density,
                elevation: Vec::new(),
                injection: Vec::new(),
                fixed: Vec::new(),
                from: Vec::new(),
                to: Vec::new(),
                kind: Vec::new(),
                row: Vec::new(),
                density: Vec::new().into(),
                viscosity: Vec::new().into(),
                rise: Vec::new(),
                pipes: Pipes::default(),
                power_laws: PowerLaws::default(),
                valves: Valves::default(),
                limiters: FlowLimiters::default(),
                checks: CheckValves::default(),
                stops: StopValves::default(),
                pumps: Pumps::default(),
                regulated: RegulatedPumps::default(),
                formulas: FormulaPipes::default(),
                throttles: Throttles::default(),
                devices: Devices::default(),
                regulators: Regulators::default(),
                friction: Friction::Colebrook,
                names: Names::default(),
            },
            viscosity,
            errors: Vec::new(),
        }
    }

    /// A node at `elevation` \[m\].
    pub fn node(&mut self, name: impl Into<String>, elevation: f64) -> NodeId {
        self.net.elevation.push(elevation);
        self.net.injection.push(0.0);
        self.net.names.node.push(name.into());
        NodeId(self.net.elevation.len() as u32 - 1)
    }

    /// Density from which potentials are counted [kg/m³].
    pub fn reference_density(&self) -> f64 {
        self.net.reference_density
    }

    /// Height of a node \[m\].
    pub fn elevation(&self, node: NodeId) -> f64 {
        self.net.elevation[node.0 as usize]
    }

    /// Hangs a closed part from its expansion vessel: `pressure` \[Pa\] at `node`.
    pub fn anchor(&mut self, node: NodeId, pressure: f64) {
        self.net.fixed.push(Fixed {
            node,
            pressure,
            vessel: true,
        });
    }

    /// An open end of given `pressure` \[Pa\]: basin, reservoir, mains.
    pub fn reservoir(&mut self, node: NodeId, pressure: f64) {
        self.net.fixed.push(Fixed {
            node,
            pressure,
            vessel: false,
        });
    }

    /// Brings `flow` [kg/s] into `node` from outside; negative takes out.
    pub fn inject(&mut self, node: NodeId, flow: f64) {
        self.net.injection[node.0 as usize] = flow;
    }

    /// A pipe, hose or header piece.
    pub fn pipe(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<Pipe, LawError>,
    ) -> LinkId {
        let link = self.link(name, from, to, Kind::Pipe, self.net.pipes.law.len());
        if let Some(law) = self.accept(link, law) {
            self.net.pipes.link.push(link.0);
            self.net.pipes.law.push(law);
        }
        link
    }

    /// A loss record: cold plate, rack, exchanger, filter.
    pub fn power_law(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<PowerLaw, LawError>,
    ) -> LinkId {
        let row = self.net.power_laws.law.len();
        let link = self.link(name, from, to, Kind::PowerLaw, row);
        if let Some(law) = self.accept(link, law) {
            self.net.power_laws.link.push(link.0);
            self.net.power_laws.law.push(law);
            self.net.power_laws.scale.push(1.0);
        }
        link
    }

    /// A control valve at `opening` [-], 0 to 1.
    pub fn valve(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<Valve, LawError>,
        opening: f64,
    ) -> LinkId {
        let link = self.link(name, from, to, Kind::Valve, self.net.valves.law.len());
        if let Some(law) = self.accept(link, law) {
            self.net.valves.link.push(link.0);
            self.net.valves.law.push(law);
            self.net.valves.opening.push(opening);
        }
        link
    }

    /// A flow limiter with `set` flow [kg/s]; 0 is shut.
    pub fn flow_limiter(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<FlowLimiter, LawError>,
        set: f64,
    ) -> LinkId {
        let row = self.net.limiters.law.len();
        let link = self.link(name, from, to, Kind::FlowLimiter, row);
        if let Some(law) = self.accept(link, law) {
            self.net.limiters.link.push(link.0);
            self.net.limiters.law.push(law);
            self.net.limiters.set.push(set);
        }
        link
    }

    /// A check valve that passes from `from` to `to`.
    pub fn check_valve(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<CheckValve, LawError>,
    ) -> LinkId {
        let link = self.link(name, from, to, Kind::CheckValve, self.net.checks.law.len());
        if let Some(law) = self.accept(link, law) {
            self.net.checks.link.push(link.0);
            self.net.checks.law.push(law);
        }
        link
    }

    /// An isolating valve, open or shut.
    pub fn stop_valve(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<StopValve, LawError>,
        open: bool,
    ) -> LinkId {
        let link = self.link(name, from, to, Kind::StopValve, self.net.stops.law.len());
        if let Some(law) = self.accept(link, law) {
            self.net.stops.link.push(link.0);
            self.net.stops.law.push(law);
            self.net.stops.open.push(open);
        }
        link
    }

    /// Pumps that lift from `from` to `to` at the speed of `drive`.
    pub fn pump(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<Pump, LawError>,
        drive: Drive,
    ) -> LinkId {
        let link = self.link(name, from, to, Kind::Pump, self.net.pumps.law.len());
        if let Some(law) = self.accept(link, law) {
            self.net.pumps.link.push(link.0);
            self.net.pumps.law.push(law);
            self.net.pumps.drive.push(drive);
        }
        link
    }

    /// A pump group that holds the pressure of `to` above that of `from` as `hold` says.
    pub fn regulated_pump(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<RegulatedPump, LawError>,
        hold: Hold,
    ) -> LinkId {
        let row = self.net.regulated.law.len();
        let link = self.link(name, from, to, Kind::RegulatedPump, row);
        if let Some(law) = self.accept(link, law) {
            self.net.regulated.link.push(link.0);
            self.net.regulated.law.push(law);
            self.net.regulated.hold.push(hold);
        }
        link
    }

    /// The network, or all that is wrong with it.
    ///
    /// # Errors
    /// See [`NetworkError`]; the list is never empty.
    pub fn build(mut self) -> Result<Hydraulics, Vec<NetworkError>> {
        self.errors.extend(super::check::faults(&self.net));
        if self.errors.is_empty() {
            Ok(self.net)
        } else {
            Err(self.errors)
        }
    }

    pub(super) fn link(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        kind: Kind,
        row: usize,
    ) -> LinkId {
        let net = &mut self.net;
        let height = |v: NodeId| net.elevation.get(v.0 as usize).copied().unwrap_or(f64::NAN);
        let rise = height(to) - height(from);
        net.rise.push(rise);
        net.from.push(from.0);
        net.to.push(to.0);
        net.kind.push(kind);
        net.row.push(row as u32);
        net.density.push(net.reference_density);
        net.viscosity.push(self.viscosity);
        net.names.link.push(name.into());
        LinkId(net.from.len() as u32 - 1)
    }

    pub(super) fn accept<T>(&mut self, link: LinkId, law: Result<T, LawError>) -> Option<T> {
        law.map_err(|source| {
            self.errors.push(NetworkError::Law {
                element: self.net.link_name(link).to_owned(),
                source,
            });
        })
        .ok()
    }
}
