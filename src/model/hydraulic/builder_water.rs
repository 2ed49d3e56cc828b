//! Drawing what EPANET's files have and halls have not: pipes by formula, valves by resistance,
//! devices by head curve; and what both have: pressure-regulating valves.

use super::{Friction, HydraulicsBuilder, Kind, LinkId, NodeId};
use crate::physics::hydraulic::LawError;
use crate::physics::hydraulic::device::Device;
use crate::physics::hydraulic::formula_pipe::FormulaPipe;
use crate::physics::hydraulic::regulator::Regulator;
use crate::physics::hydraulic::throttle::Throttle;

impl HydraulicsBuilder {
    /// Chooses the friction factor of all pipes; Colebrook's unless chosen.
    pub fn friction(&mut self, friction: Friction) {
        self.net.friction = friction;
    }

    /// A pipe by Hazen and Williams' or Chézy and Manning's formula.
    pub fn formula_pipe(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<FormulaPipe, LawError>,
    ) -> LinkId {
        let row = self.net.formulas.law.len();
        let link = self.link(name, from, to, Kind::FormulaPipe, row);
        if let Some(law) = self.accept(link, law) {
            self.net.formulas.link.push(link.0);
            self.net.formulas.law.push(law);
        }
        link
    }

    /// A valve given by its resistance, with limits of flow.
    pub fn throttle(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<Throttle, LawError>,
    ) -> LinkId {
        let row = self.net.throttles.law.len();
        let link = self.link(name, from, to, Kind::Throttle, row);
        if let Some(law) = self.accept(link, law) {
            self.net.throttles.link.push(link.0);
            self.net.throttles.law.push(law);
        }
        link
    }

    /// A pump, valve or breaker by its head curve; `speed` above zero matters to pumps.
    pub fn device(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<Device, LawError>,
        speed: f64,
    ) -> LinkId {
        let link = self.link(name, from, to, Kind::Device, self.net.devices.law.len());
        if let Some(law) = self.accept(link, law) {
            self.net.devices.link.push(link.0);
            self.net.devices.law.push(law);
            self.net.devices.speed.push(speed);
        }
        link
    }

    /// A pressure-reducing or pressure-sustaining valve from `from` to `to`.
    pub fn regulator(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<Regulator, LawError>,
    ) -> LinkId {
        let row = self.net.regulators.law.len();
        let link = self.link(name, from, to, Kind::Regulator, row);
        if let Some(law) = self.accept(link, law) {
            self.net.regulators.link.push(link.0);
            self.net.regulators.law.push(law);
            self.net.regulators.sense.push(None);
        }
        link
    }

    /// A valve from `from` to `to` whose set potential is counted from that of `sense`: it keeps a difference of pressures.
    pub fn difference_regulator(
        &mut self,
        name: impl Into<String>,
        from: NodeId,
        to: NodeId,
        law: Result<Regulator, LawError>,
        sense: NodeId,
    ) -> LinkId {
        let link = self.regulator(name, from, to, law);
        let regulators = &mut self.net.regulators;
        if regulators.link.last() == Some(&link.0)
            && let Some(last) = regulators.sense.last_mut()
        {
            *last = Some(sense.0);
        }
        link
    }
}
