//! Settings that a controller changes between solutions, by link.

use super::{Hydraulics, Kind, LinkId, NetworkError};
use crate::physics::hydraulic::pump::Duty;

impl Hydraulics {
    /// Lets a link stand for `n` equal ones side by side, with the flow of all; whether its law can.
    pub fn lump(&mut self, link: LinkId, n: f64) -> bool {
        let row = self.row[link.0 as usize] as usize;
        match self.kind[link.0 as usize] {
            Kind::Pipe => self.pipes.law[row] = self.pipes.law[row].side_by_side(n),
            Kind::PowerLaw => self.power_laws.law[row] = self.power_laws.law[row].side_by_side(n),
            Kind::FlowLimiter => {
                self.limiters.law[row] = self.limiters.law[row].side_by_side(n);
                self.limiters.set[row] *= n;
            }
            _ => return false,
        }
        true
    }

    /// Sets the opening of a control valve [-], 0 shut to 1 open; opens an isolating valve above 0.5.
    ///
    /// # Errors
    /// Another kind of link, or an opening outside 0 to 1.
    pub fn set_opening(&mut self, link: LinkId, opening: f64) -> Result<(), NetworkError> {
        self.in_range(link, "opening", opening, 0.0, 1.0)?;
        let row = self.row[link.0 as usize] as usize;
        match self.kind[link.0 as usize] {
            Kind::Valve => self.valves.opening[row] = opening,
            Kind::StopValve => self.stops.open[row] = opening > 0.5,
            _ => return Err(self.no_setting(link, "opening")),
        }
        Ok(())
    }

    /// Sets the flow of a flow limiter [kg/s]; 0 shuts it.
    ///
    /// # Errors
    /// Another kind of link, or a flow that is negative or not a number.
    pub fn set_flow(&mut self, link: LinkId, flow: f64) -> Result<(), NetworkError> {
        self.in_range(link, "set flow [kg/s]", flow, 0.0, f64::INFINITY)?;
        let row = self.row[link.0 as usize] as usize;
        match self.kind[link.0 as usize] {
            Kind::FlowLimiter => self.limiters.set[row] = flow,
            _ => return Err(self.no_setting(link, "set flow")),
        }
        Ok(())
    }

    /// Sets the speed of pumps relative to their curve [-].
    ///
    /// # Errors
    /// Another kind of link, or a speed outside 0 to 2.
    pub fn set_speed(&mut self, link: LinkId, speed: f64) -> Result<(), NetworkError> {
        self.in_range(link, "speed", speed, 0.0, 2.0)?;
        let row = self.row[link.0 as usize] as usize;
        match self.kind[link.0 as usize] {
            Kind::Pump => self.pumps.drive[row].speed = speed,
            _ => return Err(self.no_setting(link, "speed")),
        }
        Ok(())
    }

    /// Sets how many pumps of a pump or pump group run, 0 to those installed.
    ///
    /// # Errors
    /// Another kind of link, or more pumps than there are.
    pub fn set_running(&mut self, link: LinkId, running: f64) -> Result<(), NetworkError> {
        let row = self.row[link.0 as usize] as usize;
        let installed = match self.kind[link.0 as usize] {
            Kind::Pump => self.pumps.law[row].installed,
            Kind::RegulatedPump => self.regulated.law[row].pump.installed,
            _ => return Err(self.no_setting(link, "number of running pumps")),
        };
        self.in_range(link, "number of running pumps", running, 0.0, installed)?;
        match self.kind[link.0 as usize] {
            Kind::Pump => self.pumps.drive[row].running = running,
            _ => self.regulated.hold[row].running = running,
        }
        Ok(())
    }

    /// Sets the differential pressure that a pump group holds \[Pa\].
    ///
    /// # Errors
    /// Another kind of link, or a pressure that is negative or not a number.
    pub fn set_pressure(&mut self, link: LinkId, pressure: f64) -> Result<(), NetworkError> {
        self.in_range(link, "differential pressure [Pa]", pressure, 0.0, 1e9)?;
        let row = self.row[link.0 as usize] as usize;
        match self.kind[link.0 as usize] {
            Kind::RegulatedPump => self.regulated.hold[row].pressure = pressure,
            _ => return Err(self.no_setting(link, "differential pressure")),
        }
        Ok(())
    }

    /// Sets the factor on a loss record or on what stands inside a pump group [-], 1 when clean.
    ///
    /// # Errors
    /// Another kind of link, or a factor outside 1e-3 to 1e3.
    pub fn set_fouling(&mut self, link: LinkId, scale: f64) -> Result<(), NetworkError> {
        self.in_range(link, "factor on the loss", scale, 1e-3, 1e3)?;
        let row = self.row[link.0 as usize] as usize;
        match self.kind[link.0 as usize] {
            Kind::PowerLaw => self.power_laws.scale[row] = scale,
            Kind::RegulatedPump => self.regulated.hold[row].fouling = scale,
            _ => return Err(self.no_setting(link, "fouling")),
        }
        Ok(())
    }

    /// Speed, pressure rise and powers of a pump or pump group at flow `m` [kg/s]; nothing for other links.
    pub fn duty(&self, link: LinkId, m: f64) -> Option<Duty> {
        self.duty_near(link, m, 0.0)
    }

    /// [`Self::duty`] where a regulated pump's speed is expected at `near` [-]: the same to round-off, sooner.
    pub fn duty_near(&self, link: LinkId, m: f64, near: f64) -> Option<Duty> {
        let l = link.0 as usize;
        let (row, rho) = (self.row[l] as usize, self.density[l]);
        match self.kind[l] {
            Kind::Pump => Some(self.pumps.law[row].duty(m, rho, self.pumps.drive[row])),
            Kind::RegulatedPump => {
                let hold = self.regulated.hold[row];
                Some(self.regulated.law[row].duty_near(m, rho, hold, near))
            }
            _ => None,
        }
    }

    pub(super) fn in_range(
        &self,
        link: LinkId,
        quantity: &'static str,
        value: f64,
        least: f64,
        most: f64,
    ) -> Result<(), NetworkError> {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        Err(NetworkError::Number {
            element: self.link_name(link).to_owned(),
            quantity,
            value,
        })
    }

    fn no_setting(&self, link: LinkId, setting: &'static str) -> NetworkError {
        NetworkError::NoSuchSetting {
            element: self.link_name(link).to_owned(),
            kind: self.kind[link.0 as usize].label(),
            setting,
        }
    }
}
