//! Fewer points than samples, without losing a peak.

/// A long series cut into columns of equal time: what each column spans and its mean.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    /// Middle of each column.
    pub x: Vec<f64>,
    /// Least value in it.
    pub lo: Vec<f64>,
    /// Greatest value in it.
    pub hi: Vec<f64>,
    /// Mean of its samples.
    pub mean: Vec<f64>,
}

/// Cuts `x`, `y` into `count` columns between `from` and `to`; empty columns and samples that
/// are not finite are left out.
pub(super) fn columns(x: &[f64], y: &[f64], from: f64, to: f64, count: usize) -> Columns {
    let mut cut = Columns {
        x: Vec::with_capacity(count),
        lo: Vec::with_capacity(count),
        hi: Vec::with_capacity(count),
        mean: Vec::with_capacity(count),
    };
    let width = (to - from) / count.max(1) as f64;
    let mut current = None;
    let mut samples = 0.0;
    for (&x, &y) in x.iter().zip(y).filter(|(_, y)| y.is_finite()) {
        // A value stands at the end of its step, so a step that ends on the border is inside.
        let column = ((x - from) / width - 1e-9)
            .floor()
            .clamp(0.0, (count - 1) as f64);
        if current != Some(column) {
            current = Some(column);
            samples = 0.0;
            cut.x.push(from + (column + 0.5) * width);
            cut.lo.push(y);
            cut.hi.push(y);
            cut.mean.push(0.0);
        }
        let last = cut.x.len() - 1;
        samples += 1.0;
        cut.lo[last] = cut.lo[last].min(y);
        cut.hi[last] = cut.hi[last].max(y);
        cut.mean[last] += (y - cut.mean[last]) / samples;
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peak_survives() {
        let x: Vec<f64> = (1..=8760).map(f64::from).collect();
        let mut y = vec![1.0; 8760];
        y[5000] = 9.0;
        y[17] = f64::NAN;
        let cut = columns(&x, &y, 0.0, 8760.0, 365);
        assert_eq!(cut.x.len(), 365);
        assert_eq!(cut.hi.iter().filter(|&&v| v == 9.0).count(), 1);
        assert!(cut.lo.iter().all(|&v| v == 1.0));
        let sum: f64 = cut.mean.iter().sum::<f64>() - 365.0;
        assert!((sum - 8.0 / 24.0).abs() < 1e-12);
    }
}
