//! Cutting a line into dashes.

use super::Point;

/// Parts of `points` that lie on a dash of `pattern` (dash, gap, dash, gap … \[px\]); the whole
/// line for an empty pattern.
pub(super) fn split(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    let period: f64 = pattern.iter().sum();
    if points.len() < 2 || period <= 0.0 {
        return vec![points.to_vec()];
    }
    let mut parts = Vec::new();
    let mut part = vec![points[0]];
    let mut place = 0;
    let mut left = pattern[0];
    for pair in points.windows(2) {
        let mut from = pair[0];
        let to = pair[1];
        loop {
            let distance = (to[0] - from[0]).hypot(to[1] - from[1]);
            if distance <= left {
                left -= distance;
                part.push(to);
                break;
            }
            let share = left / distance;
            from = [
                from[0] + share * (to[0] - from[0]),
                from[1] + share * (to[1] - from[1]),
            ];
            part.push(from);
            finish(&mut parts, &mut part, place);
            part.push(from);
            place = (place + 1) % (2 * pattern.len());
            left = pattern[place % pattern.len()];
        }
    }
    finish(&mut parts, &mut part, place);
    parts
}

/// Keeps a part that lies on a dash, drops one that lies on a gap.
fn finish(parts: &mut Vec<Vec<Point>>, part: &mut Vec<Point>, place: usize) {
    let part = std::mem::take(part);
    if place.is_multiple_of(2) && part.len() > 1 {
        parts.push(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(parts: &[Vec<Point>]) -> f64 {
        let of = |p: &Vec<Point>| -> f64 {
            p.windows(2)
                .map(|w| (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1]))
                .sum()
        };
        parts.iter().map(of).sum()
    }

    #[test]
    fn dashes_make_up_their_share_around_corners() {
        let line = [[0.0, 0.0], [30.0, 0.0], [30.0, 30.0]];
        let parts = split(&line, &[4.0, 2.0]);
        assert_eq!(parts.len(), 10);
        assert!((length(&parts) - 40.0).abs() < 1e-12);
        assert_eq!(split(&line, &[]).len(), 1);
        let dash_dot = split(&line, &[4.0, 2.0, 1.0, 3.0]);
        assert!((length(&dash_dot) - 30.0).abs() < 1e-12);
    }
}
