//! Valves turned into limits of flow, to find what they would have to be set to.

use super::{Hydraulics, Kind, LinkId, NetworkError};
use crate::physics::hydraulic::LEAK_PRESSURE;
use crate::physics::hydraulic::throttle::Throttle;

impl Hydraulics {
    /// Resistance of a valve when fully open [Pa·s²/kg²]: of a control valve or flow limiter that of its Kvs, of a
    /// throttle the one it has.
    ///
    /// # Errors
    /// Another kind of link.
    pub fn open_resistance(&self, link: LinkId) -> Result<f64, NetworkError> {
        let l = link.0 as usize;
        let (row, rho) = (self.row[l] as usize, self.density[l]);
        match self.kind[l] {
            Kind::Valve => Ok(self.valves.law[row].orifice(1.0, rho).resistance),
            Kind::FlowLimiter => Ok(self.limiters.law[row].orifice(0.0, rho).resistance),
            Kind::Throttle => Ok(self.throttles.law[row].resistance),
            kind => Err(NetworkError::NoSuchSetting {
                element: self.link_name(link).to_owned(),
                kind: kind.label(),
                setting: "setting that could balance it",
            }),
        }
    }

    /// Turns a valve into one of `resistance` [Pa·s²/kg²] that passes at most `flow` [kg/s] in the direction of its
    /// sign: the membrane that a balancer's hand is.
    ///
    /// # Errors
    /// Another kind of link, a flow that is zero or not a number.
    pub fn limit_flow(
        &mut self,
        link: LinkId,
        resistance: f64,
        flow: f64,
    ) -> Result<(), NetworkError> {
        let (least, most) = if flow < 0.0 {
            (flow, f64::INFINITY)
        } else {
            (f64::NEG_INFINITY, flow)
        };
        self.in_range(
            link,
            "size of the flow [kg/s]",
            flow.abs(),
            f64::MIN_POSITIVE,
            1e9,
        )?;
        let open = self.open_resistance(link)?;
        let usual = if open > 0.0 {
            (LEAK_PRESSURE / open).sqrt()
        } else {
            flow.abs()
        };
        let law = Throttle::new(resistance, usual).and_then(|law| law.between(least, most));
        let law = law.map_err(|source| NetworkError::Law {
            element: self.link_name(link).to_owned(),
            source,
        })?;
        self.make_throttle(link, law);
        Ok(())
    }

    /// Turns a valve into one of `resistance` [Pa·s²/kg²] without limits.
    ///
    /// # Errors
    /// Another kind of link, a negative resistance.
    pub fn set_resistance(&mut self, link: LinkId, resistance: f64) -> Result<(), NetworkError> {
        let open = self
            .open_resistance(link)?
            .max(resistance)
            .max(f64::MIN_POSITIVE);
        let law = Throttle::new(resistance, (LEAK_PRESSURE / open).sqrt());
        let law = law.map_err(|source| NetworkError::Law {
            element: self.link_name(link).to_owned(),
            source,
        })?;
        self.make_throttle(link, law);
        Ok(())
    }

    /// Moves a link's row to the throttles; the last row of its old kind takes its place there.
    fn make_throttle(&mut self, link: LinkId, law: Throttle) {
        let l = link.0 as usize;
        let row = self.row[l] as usize;
        let moved = match self.kind[l] {
            Kind::Throttle => {
                self.throttles.law[row] = law;
                return;
            }
            Kind::Valve => {
                self.valves.law.swap_remove(row);
                self.valves.opening.swap_remove(row);
                self.valves.link.swap_remove(row);
                self.valves.link.get(row)
            }
            Kind::FlowLimiter => {
                self.limiters.law.swap_remove(row);
                self.limiters.set.swap_remove(row);
                self.limiters.link.swap_remove(row);
                self.limiters.link.get(row)
            }
            // `open_resistance` has refused all others.
            _ => return,
        };
        if let Some(&moved) = moved {
            self.row[moved as usize] = row as u32;
        }
        self.kind[l] = Kind::Throttle;
        self.row[l] = self.throttles.law.len() as u32;
        self.throttles.link.push(link.0);
        self.throttles.law.push(law);
    }
}

#[cfg(test)]
mod tests {
    use super::super::HydraulicsBuilder;
    use super::*;
    use crate::physics::hydraulic::pipe::Pipe;
    use crate::physics::hydraulic::valve::{Trim, Valve};

    #[test]
    fn rows_follow_what_is_turned() {
        let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
        let (high, low) = (b.node("high", 0.0), b.node("low", 0.0));
        b.reservoir(high, 2e5);
        b.reservoir(low, 1e5);
        let links: Vec<LinkId> = [10.0, 20.0, 30.0]
            .iter()
            .map(|kv| {
                let law = Valve::new(*kv, Trim::Linear, 1e-4);
                b.valve(format!("v{kv}"), high, low, law, 0.5)
            })
            .collect();
        let pipe = b.pipe("p", high, low, Pipe::new(1.0, 0.1, 0.0, 0.0));
        let mut h = b.build().unwrap();
        let open = h.open_resistance(links[0]).unwrap();
        h.limit_flow(links[0], open, 1.0).unwrap();
        assert_eq!(h.kind[0], Kind::Throttle);
        let row = h.row[links[2].0 as usize] as usize;
        assert_eq!(
            (h.valves.law[row].kv, h.valves.link[row]),
            (30.0, links[2].0)
        );
        h.set_resistance(links[2], 5.0).unwrap();
        assert_eq!(h.throttles.law[h.row[2] as usize].resistance, 5.0);
        assert!(h.limit_flow(links[1], open, 0.0).is_err());
        assert!(h.limit_flow(links[1], open, f64::NAN).is_err());
        let refused = h.limit_flow(pipe, 1.0, 1.0).unwrap_err().to_string();
        assert_eq!(
            refused,
            "p is a pipe and has no setting that could balance it"
        );
    }
}
