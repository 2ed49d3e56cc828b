//! What curves of pumps and valves must not do.
//!
//! Many radial pumps have their highest head at some flow below a quarter of the rated one; what lies to the left of it
//! is taken as level, as that of pumps in a hall is. Beyond, a head that rises with flow leaves two flows at one head, and
//! nothing says which of them is the network's. A file tells no rated flow; it is taken as the flow of the point at which
//! the pump gives most hydraulic power, which is near its best efficiency.
//!
//! # References
//! - Gülich, *Centrifugal Pumps*, 3rd ed. (2014), ch. 5.6: heads that rise at part load.

use super::WaterError;

/// Share of the rated flow up to which a head may rise.
const MAY_RISE: f64 = 0.25;
/// Share of the largest loss of a valve's curve that counts as none at rest: rounding of figures.
const NONE_AT_REST: f64 = 1e-9;

/// Objects to flows that do not rise from point to point: EPANET's error 230.
fn ascending(
    kind: &'static str,
    name: &str,
    what: &'static str,
    points: &[(f64, f64)],
) -> Result<(), WaterError> {
    let Some(w) = points.windows(2).find(|w| w[1].0 <= w[0].0) else {
        return Ok(());
    };
    let (from, to, name) = (w[0], w[1], name.to_owned());
    Err(match from.0 == to.0 {
        true => WaterError::TwoAtOneFlow {
            kind,
            name,
            what,
            flow: from.0,
            values: [from.1, to.1],
        },
        false => WaterError::Descends {
            kind,
            name,
            flows: [from.0, to.0],
        },
    })
}

/// The head curve of `pump` in the file's units, level where it rises at part load.
///
/// # Errors
/// A rise beyond that, or no fall at all.
pub(super) fn head(pump: &str, points: &[(f64, f64)]) -> Result<Vec<(f64, f64)>, WaterError> {
    ascending("pump", pump, "heads", points)?;
    let pump = || pump.to_owned();
    if let Some(&(_, shut_off)) = points.first().filter(|p| p.1 <= 0.0) {
        return Err(WaterError::Lowers {
            pump: pump(),
            shut_off,
        });
    }
    let power = |p: &(f64, f64)| p.0 * p.1;
    let most = points.iter().max_by(|a, b| power(a).total_cmp(&power(b)));
    let rated = most.map_or(0.0, |p| p.0);
    let rises = |w: &&[(f64, f64)]| w[1].1 > w[0].1 && w[1].0 > MAY_RISE * rated;
    if let Some(w) = points.windows(2).find(rises) {
        return Err(WaterError::Rises {
            pump: pump(),
            from: w[0],
            to: w[1],
            rated,
        });
    }
    let mut floor = f64::NEG_INFINITY;
    let mut level: Vec<(f64, f64)> = (points.iter().rev())
        .map(|&(flow, head)| {
            floor = head.max(floor);
            (flow, floor)
        })
        .collect();
    level.reverse();
    match (level.first(), level.last()) {
        (Some(first), Some(last)) if level.len() > 1 && first.1 <= last.1 => {
            Err(WaterError::Curve { pump: pump() })
        }
        _ => Ok(level),
    }
}

/// Objects to a loss curve of `valve`, in the file's units, that gains head at rest or loses less at more flow.
pub(super) fn loss(valve: &str, points: &[(f64, f64)]) -> Result<(), WaterError> {
    ascending("valve", valve, "losses", points)?;
    let valve = || valve.to_owned();
    if let Some(w) = points.windows(2).find(|w| w[1].1 < w[0].1) {
        return Err(WaterError::LessLoss {
            valve: valve(),
            from: w[0],
            to: w[1],
        });
    }
    let [(q0, h0), (q1, h1), ..] = *points else {
        return Ok(());
    };
    let at_rest = h0 - (h1 - h0) / (q1 - q0) * q0;
    let most = points.iter().fold(0.0, |most, p| p.1.abs().max(most));
    if at_rest < -NONE_AT_REST * most {
        return Err(WaterError::Gains {
            valve: valve(),
            at_rest,
        });
    }
    Ok(())
}

/// Objects to a curve of `valve` over its opening that has no order.
pub(super) fn opening(valve: &str, points: &[(f64, f64)]) -> Result<(), WaterError> {
    ascending("valve", valve, "flow coefficients", points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pump_that_lowers_the_head_is_none() {
        assert!(matches!(
            head("p", &[(0.0, -40.0), (5.0, -50.0)]),
            Err(WaterError::Lowers {
                shut_off: -40.0,
                ..
            })
        ));
    }

    #[test]
    fn openings_ascend() {
        assert!(opening("v", &[(20.0, 5.0), (50.0, 25.0)]).is_ok());
        for points in [[(50.0, 20.0), (50.0, 40.0)], [(80.0, 70.0), (50.0, 25.0)]] {
            assert!(opening("v", &points).is_err());
        }
    }

    #[test]
    fn a_head_may_rise_below_a_quarter_of_the_rated_flow() {
        // Most power at 15: 3.75 is a quarter.
        let curve = [(0.0, 40.0), (3.5, 41.0), (10.0, 38.0), (15.0, 30.0)];
        let level = head("u", &curve).expect("a curve of a real pump");
        assert_eq!(level[..2], [(0.0, 41.0), (3.5, 41.0)]);
        assert_eq!(level[2..], curve[2..]);
        let late = [(0.0, 40.0), (4.0, 41.0), (10.0, 38.0), (15.0, 30.0)];
        let refused = head("u", &late).expect_err("a rise at 4");
        assert!(
            matches!(&refused, WaterError::Rises { to, rated, .. } if *to == (4.0, 41.0) && *rated == 15.0)
        );
        let again = [(0.0, 40.0), (10.0, 30.0), (15.0, 31.0)];
        assert!(matches!(head("u", &again), Err(WaterError::Rises { .. })));
        assert!(matches!(
            head("u", &[(0.0, 10.0), (10.0, 10.0)]),
            Err(WaterError::Curve { .. })
        ));
    }

    #[test]
    fn a_valve_does_not_gain_head() {
        let good = [(0.0, 0.0), (10.0, 2.0), (20.0, 9.0)];
        assert_eq!(loss("v", &good), Ok(()));
        assert_eq!(loss("v", &[(0.0, 3.0), (20.0, 9.0)]), Ok(()));
        for (curve, gains) in [
            ([(0.0, -5.0), (10.0, 2.0)], -5.0),
            ([(5.0, 1.0), (10.0, 4.0)], -2.0),
        ] {
            let refused = loss("v", &curve).expect_err("head gained at rest");
            assert!(matches!(refused, WaterError::Gains { at_rest, .. } if at_rest == gains));
        }
        let twice = [(0.0, 0.0), (10.0, 2.0), (10.0, 3.0), (20.0, 9.0)];
        let refused = loss("v", &twice).expect_err("two losses at one flow");
        let text = refused.to_string();
        assert!(
            text.contains("two losses, 2 and 3, at a flow of 10"),
            "{text}"
        );
        let back = [(0.0, 0.0), (10.0, 2.0), (5.0, 3.0)];
        assert!(matches!(
            loss("v", &back),
            Err(WaterError::Descends {
                flows: [10.0, 5.0],
                ..
            })
        ));
        assert!(matches!(
            head("u", &[(0.0, 9.0), (0.0, 8.0)]),
            Err(WaterError::TwoAtOneFlow { .. })
        ));
        let falls = [(0.0, 0.0), (10.0, 7.0), (20.0, 6.0)];
        assert!(matches!(
            loss("v", &falls),
            Err(WaterError::LessLoss { .. })
        ));
    }
}
