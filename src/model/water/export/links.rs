//! Links of a file, one line each.

use std::fmt::Write as _;

use super::{ExportError, Writer};
use crate::model::hydraulic::{Kind, LinkId, NodeId};
use crate::physics::hydraulic::Loss;
use crate::physics::hydraulic::regulator::Side;

/// Points of a curve.
const POINTS: u32 = 80;
/// Share of a flow by which two points of a curve lie apart at least.
const APART: f64 = 1e-6;
/// Diameter in which valves are written [m]; their loss coefficient is referred to it.
const BORE: f64 = 0.1;
/// Length of the pipe that holds a check valve [m].
const STUB: f64 = 1e-6;
/// Least roughness that is written [mm]: EPANET wants one above zero.
const SMOOTH: f64 = 1e-9;
/// Fall that keeps pump curves falling where a group holds its pressure [m over the whole curve].
const FALL: f64 = 1e-6;

impl Writer<'_> {
    /// Writes one link.
    pub(super) fn link(&mut self, id: LinkId) -> Result<(), ExportError> {
        let (h, l) = (self.h, id.0 as usize);
        let (row, rho) = (h.row[l] as usize, h.density[l]);
        match h.kind[l] {
            Kind::Pipe => self.pipe(id),
            Kind::PowerLaw => {
                let (law, scale) = (h.power_laws.law[row], h.power_laws.scale[row]);
                self.curve(id, 3.0 * law.flow, |m| law.loss(m, scale));
            }
            Kind::Pump => {
                let (law, drive) = (&h.pumps.law[row], h.pumps.drive[row]);
                let most = law.most_flow() * drive.speed.max(0.05);
                self.pump(id, most, |m| law.loss(m, rho, drive));
            }
            Kind::RegulatedPump => {
                let (law, hold) = (&h.regulated.law[row], h.regulated.hold[row]);
                self.pump(id, law.pump.most_flow(), |m| law.loss(m, rho, hold));
            }
            Kind::Valve => {
                let open = h.valves.law[row].orifice(h.valves.opening[row], rho);
                self.throttle(id, open.resistance);
            }
            Kind::StopValve => {
                if !h.stops.open[row] {
                    self.close(id);
                }
                let open = h.stops.law[row].orifice(true, rho);
                self.throttle(id, open.resistance);
            }
            Kind::FlowLimiter => self.limiter(id),
            Kind::CheckValve => {
                let k = self.coefficient(h.checks.law[row].orifice(rho).resistance, rho);
                let (ends, name) = (self.ends(id), h.link_name(id));
                let bore = 1e3 * BORE;
                let _ = writeln!(self.out.pipes, "{ends} {STUB} {bore} 0.01 {k} CV ; {name}");
            }
            Kind::Regulator => self.regulator(id)?,
            kind @ (Kind::FormulaPipe | Kind::Throttle | Kind::Device) => {
                return Err(ExportError::Kind {
                    element: h.link_name(id).to_owned(),
                    kind: kind.label(),
                });
            }
        }
        Ok(())
    }

    /// Names of a link and of its ends: the first three words of its line.
    fn ends(&self, id: LinkId) -> String {
        let l = id.0 as usize;
        let [from, to] = [self.h.from[l], self.h.to[l]].map(|v| &self.nodes[v as usize]);
        format!("{} {from} {to}", self.links[l])
    }

    /// The same where neither end may be one that another element sets: a junction and a short pipe stand between.
    fn ends_apart(&mut self, id: LinkId) -> String {
        let l = id.0 as usize;
        let (link, bore) = (self.links[l].clone(), 1e3 * BORE);
        let [from, to] = [(self.h.from[l], "a"), (self.h.to[l], "b")].map(|(v, side)| {
            let (node, between) = (&self.nodes[v as usize], format!("{side}_{l}"));
            let height = self.elevation(v as usize);
            let _ = writeln!(self.out.junctions, "{between} {height} 0 ; at {link}");
            let line = match side {
                "a" => format!("{node} {between}"),
                _ => format!("{between} {node}"),
            };
            let _ = writeln!(
                self.out.pipes,
                "{side}_of_{l} {line} {STUB} {bore} 0.01 0 Open ; keeps {link} apart"
            );
            between
        });
        format!("{link} {from} {to}")
    }

    /// A valve that keeps a pressure.
    fn regulator(&mut self, id: LinkId) -> Result<(), ExportError> {
        let (h, l) = (self.h, id.0 as usize);
        let (row, rho) = (h.row[l] as usize, h.density[l]);
        if let Some(node) = h.regulators.sense[row] {
            return Err(ExportError::Difference {
                element: h.link_name(id).to_owned(),
                node: h.node_name(NodeId(node)).to_owned(),
            });
        }
        let law = h.regulators.law[row];
        let (kind, at) = match law.side {
            Side::Reducing => ("PRV", h.to[l]),
            Side::Sustaining => ("PSV", h.from[l]),
        };
        let set = self.head(law.set - h.column(NodeId(at)), rho);
        let k = self.coefficient(law.resistance, rho);
        let (ends, name) = (self.ends_apart(id), h.link_name(id));
        let bore = 1e3 * BORE;
        let _ = writeln!(self.out.valves, "{ends} {bore} {kind} {set} {k} ; {name}");
        Ok(())
    }

    fn close(&mut self, id: LinkId) {
        let _ = writeln!(self.out.status, "{} Closed", self.links[id.0 as usize]);
    }

    /// A pipe in the file's viscosity: eq. (1).
    fn pipe(&mut self, id: LinkId) {
        let (h, l) = (self.h, id.0 as usize);
        let p = h.pipes.law[h.row[l] as usize];
        let a = h.viscosity[l] / h.density[l] / self.viscosity;
        let square = a * a;
        let length = p.length * square * square * a;
        let (d, k) = (1e3 * p.diameter * a, (1e3 * p.roughness * a).max(SMOOTH));
        let minor = p.minor * square * square / self.scale.minor;
        let (ends, name) = (self.ends(id), h.link_name(id));
        let similar = if a == 1.0 { "" } else { " (a similar pipe)" };
        let _ = writeln!(
            self.out.pipes,
            "{ends} {length} {d} {k} {minor} Open ; {name}{similar}"
        );
    }

    fn throttle(&mut self, id: LinkId, resistance: f64) {
        let k = self.coefficient(resistance, self.h.density[id.0 as usize]);
        let (ends, name) = (self.ends(id), self.h.link_name(id));
        let _ = writeln!(self.out.valves, "{ends} {} TCV {k} 0 ; {name}", 1e3 * BORE);
    }

    fn limiter(&mut self, id: LinkId) {
        let (h, l) = (self.h, id.0 as usize);
        let (row, rho) = (h.row[l] as usize, h.density[l]);
        let orifice = h.limiters.law[row].orifice(h.limiters.set[row], rho);
        if orifice.most <= 0.0 {
            self.close(id);
        }
        let (set, k) = (
            self.litres(orifice.most, rho),
            self.coefficient(orifice.resistance, rho),
        );
        let given = |v: u32| h.fixed.iter().any(|f| f.node.0 == v);
        let ends = match given(h.from[l]) || given(h.to[l]) {
            true => self.ends_apart(id),
            false => self.ends(id),
        };
        let name = h.link_name(id);
        let _ = writeln!(
            self.out.valves,
            "{ends} {} FCV {set} {k} ; {name}",
            1e3 * BORE
        );
    }

    /// EPANET's loss coefficient in [`BORE`] of a resistance [Pa·s²/kg²].
    fn coefficient(&self, resistance: f64, rho: f64) -> f64 {
        let area = 0.25 * std::f64::consts::PI * BORE * BORE;
        resistance * 2.0 * rho * area * area / self.scale.minor
    }

    /// Samples `law` of link `l` up to the flow `most` [kg/s], the present flow included: flow [L/s], head [m].
    fn sample(&self, l: usize, most: f64, law: impl Fn(f64) -> Loss) -> Vec<(f64, f64)> {
        let now = self.flow[l].abs();
        let most = most.max(2.0 * now);
        let spread = (0..=POINTS).map(|i| {
            let share = f64::from(i) / f64::from(POINTS);
            most * share * share.sqrt()
        });
        let mut at: Vec<f64> = spread
            .filter(|m| (m - now).abs() > APART * most || *m == 0.0)
            .collect();
        if now > APART * most {
            at.insert(at.partition_point(|m| *m < now), now);
        }
        let rho = self.h.density[l];
        let point = |m: f64| (self.litres(m, rho), self.head(law(m).drop, rho));
        at.into_iter().map(point).collect()
    }

    /// A link as a general-purpose valve with a loss curve.
    fn curve(&mut self, id: LinkId, most: f64, law: impl Fn(f64) -> Loss) {
        let (l, name) = (id.0 as usize, self.h.link_name(id));
        let ends = self.ends(id);
        let _ = writeln!(self.out.valves, "{ends} {} GPV C{l} 0 ; {name}", 1e3 * BORE);
        for (flow, head) in self.sample(l, most, law) {
            let _ = writeln!(self.out.curves, "C{l} {flow} {head}");
        }
    }

    /// A link as a pump with a curve as far as its head is above zero; one that gives none is closed.
    fn pump(&mut self, id: LinkId, most: f64, law: impl Fn(f64) -> Loss) {
        let (l, name) = (id.0 as usize, self.h.link_name(id));
        let rho = self.h.density[l];
        let (now, whole) = (self.litres(self.flow[l].abs(), rho), self.litres(most, rho));
        let points: Vec<(f64, f64)> = self
            .sample(l, most, law)
            .into_iter()
            .map(|(flow, loss)| (flow, -loss - FALL * (flow - now) / whole))
            .take_while(|(_, head)| *head > 0.0)
            .collect();
        let ends = self.ends(id);
        if points.len() < 4 {
            let bore = 1e3 * BORE;
            let _ = writeln!(
                self.out.pipes,
                "{ends} {STUB} {bore} 0.01 0 Closed ; {name}"
            );
            return;
        }
        let _ = writeln!(self.out.pumps, "{ends} HEAD C{l} ; {name}");
        for (flow, head) in points {
            let _ = writeln!(self.out.curves, "C{l} {flow} {head}");
        }
    }
}
