//! Local regression over equally spaced values (Cleveland, Cleveland, McRae, Terpenning 1990, section 2 and appendix).

/// How a curve is drawn through values: by straight lines, each nearest to the values around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Loess {
    /// How many values a line looks at, an odd number.
    pub(crate) window: usize,
    /// Whether lines slope; they are level otherwise.
    pub(crate) sloped: bool,
    /// Lines are drawn at every `jump`-th place and joined between them.
    pub(crate) jump: usize,
}

impl Loess {
    /// A curve of the whole width, drawn in about ten lines a window.
    pub(crate) fn new(window: usize) -> Self {
        Self { window, sloped: true, jump: window.div_ceil(10).max(1) }
    }

    /// Writes the curve through `values`, each of which counts by its entry in `weights` where there are any.
    pub(crate) fn smooth(&self, values: &[f64], weights: Option<&[f64]>, curve: &mut [f64]) {
        let count = values.len();
        if count < 2 {
            curve.copy_from_slice(values);
            return;
        }
        let half = self.window / 2;
        // Away from the ends, and where all values count alike, every line has the same weights.
        let inner = (weights.is_none() && self.window < count).then(|| self.weights_of_the_middle());
        let mut last = 0;
        let mut at = 0;
        loop {
            curve[at] = match &inner {
                Some(inner) if at >= half && at + half < count => {
                    inner.iter().zip(&values[at - half..]).map(|(weight, value)| weight * value).sum()
                }
                _ => self.at(at as f64, values, weights).unwrap_or(values[at]),
            };
            let step = (curve[at] - curve[last]) / (at - last).max(1) as f64;
            for between in last + 1..at {
                curve[between] = curve[last] + step * (between - last) as f64;
            }
            if at == count - 1 {
                return;
            }
            last = at;
            at = (at + self.jump.max(1)).min(count - 1);
        }
    }

    fn weights_of_the_middle(&self) -> Vec<f64> {
        let half = (self.window / 2) as f64;
        // Around the middle a slope changes nothing: the weights are symmetric.
        let weights: Vec<f64> =
            (0..self.window).map(|index| tricube((index as f64 - half).abs(), half)).collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    }

    /// The curve at a place, counted from the first value, which may lie outside. `None` where no value counts there.
    pub(crate) fn at(&self, place: f64, values: &[f64], weights: Option<&[f64]>) -> Option<f64> {
        let count = values.len();
        let looked_at = self.window.min(count);
        let first = (place - (looked_at / 2) as f64).round().clamp(0.0, (count - looked_at) as f64) as usize;
        let last = first + looked_at - 1;
        let mut reach = (place - first as f64).max(last as f64 - place);
        if self.window > count {
            reach += ((self.window - count) / 2) as f64;
        }
        let (mut sum, mut mean) = (0.0, 0.0);
        let weight = |index: usize| {
            tricube((index as f64 - place).abs(), reach) * weights.map_or(1.0, |weights| weights[index])
        };
        for index in first..=last {
            let weight = weight(index);
            sum += weight;
            mean += weight * index as f64;
        }
        if sum <= 0.0 {
            return None;
        }
        mean /= sum;
        let (mut spread, mut level, mut tilt) = (0.0, 0.0, 0.0);
        for (index, value) in values.iter().enumerate().take(last + 1).skip(first) {
            let weight = weight(index) / sum;
            let distance = index as f64 - mean;
            spread += weight * distance * distance;
            level += weight * value;
            tilt += weight * distance * value;
        }
        let wide = spread.sqrt() > 0.001 * (count - 1) as f64;
        Some(if self.sloped && wide { level + (place - mean) * tilt / spread } else { level })
    }
}

/// The weight of a value at some distance, nothing from `reach` on.
fn tricube(distance: f64, reach: f64) -> f64 {
    if distance <= 0.001 * reach {
        return 1.0;
    }
    if distance > 0.999 * reach {
        return 0.0;
    }
    let share = distance / reach;
    let left = 1.0 - share * share * share;
    left * left * left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_stays_itself() {
        let line: Vec<f64> = (0..40).map(|index| 3.0 - 0.5 * f64::from(index)).collect();
        for (window, jump) in [(7, 1), (7, 3), (21, 4), (99, 10)] {
            let mut curve = vec![0.0; line.len()];
            Loess { window, sloped: true, jump }.smooth(&line, None, &mut curve);
            assert!(line.iter().zip(&curve).all(|(one, other)| (one - other).abs() < 1e-9), "{window}");
        }
    }

    #[test]
    fn the_middle_is_the_same_with_and_without_weights() {
        let values: Vec<f64> = (0..30).map(|index| f64::from(index * index % 7)).collect();
        let loess = Loess { window: 9, sloped: true, jump: 1 };
        let (mut plain, mut weighted) = (vec![0.0; 30], vec![0.0; 30]);
        loess.smooth(&values, None, &mut plain);
        loess.smooth(&values, Some(&[1.0; 30]), &mut weighted);
        assert!(plain.iter().zip(&weighted).all(|(one, other)| (one - other).abs() < 1e-12));
    }
}
