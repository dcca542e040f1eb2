//! Season, trend and remainder by loess (R. B. Cleveland, W. S. Cleveland, J. E. McRae, I. Terpenning, "STL: a
//! seasonal-trend decomposition procedure based on loess", Journal of Official Statistics 6(1), 1990).

use super::loess::Loess;

/// How a series is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stl {
    period: usize,
    seasonal: Loess,
    trend: Loess,
    low_pass: Loess,
    inner: usize,
    outer: usize,
}

/// The parts of a series that sum to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// What repeats every period.
    pub season: Vec<f64>,
    /// What moves slowly.
    pub trend: Vec<f64>,
    /// The remainder.
    pub remainder: Vec<f64>,
}

impl Stl {
    /// A decomposition for a season of `period` periods (at least 2), whose shape may change over about `window`
    /// seasons, an odd number of at least 7.
    pub fn new(period: usize, window: usize) -> Self {
        let period = period.max(2);
        let window = odd(window.max(7));
        let trend = odd((1.5 * period as f64 / (1.0 - 1.5 / window as f64)).ceil() as usize);
        Self {
            period,
            seasonal: Loess::new(window),
            trend: Loess::new(trend),
            low_pass: Loess::new(odd(period)),
            inner: 2,
            outer: 0,
        }
    }

    /// Every curve drawn at every place, as the paper's program does without its shortcuts.
    #[must_use]
    pub fn exact(mut self) -> Self {
        self.seasonal.jump = 1;
        self.trend.jump = 1;
        self.low_pass.jump = 1;
        self
    }

    /// How often season and trend are found in turn, and how often outliers then lose weight (0: they keep it).
    #[must_use]
    pub fn passes(mut self, inner: usize, outer: usize) -> Self {
        self.inner = inner.max(1);
        self.outer = outer;
        self
    }

    /// Takes apart a series of at least two seasons without missing values; a shorter one has no season, and is its
    /// own trend.
    pub fn decompose(&self, series: &[f64]) -> Parts {
        let count = series.len();
        if count < 2 * self.period {
            let none = vec![0.0; count];
            return Parts { season: none.clone(), trend: series.to_vec(), remainder: none };
        }
        let mut work = Work::new(count, self.period);
        let mut parts =
            Parts { season: vec![0.0; count], trend: vec![0.0; count], remainder: vec![0.0; count] };
        let mut weights: Option<Vec<f64>> = None;
        for pass in 0..=self.outer {
            for _ in 0..self.inner {
                self.pass(series, weights.as_deref(), &mut parts, &mut work);
            }
            for (index, value) in series.iter().enumerate() {
                parts.remainder[index] = value - parts.season[index] - parts.trend[index];
            }
            if pass < self.outer {
                weights = Some(robustness(&parts.remainder));
            }
        }
        parts
    }

    /// One turn of the inner loop (section 2.2 there).
    fn pass(&self, series: &[f64], weights: Option<&[f64]>, parts: &mut Parts, work: &mut Work) {
        let Work { plain, cycles, smoothed, low, once, twice, piece, piece_weights, curve } = work;
        for (index, plain) in plain.iter_mut().enumerate() {
            *plain = series[index] - parts.trend[index];
        }
        // Each period's values over the seasons, drawn one season further at both ends.
        for offset in 0..self.period {
            piece.clear();
            piece.extend(plain[offset..].iter().step_by(self.period));
            let weights = weights.map(|weights| {
                piece_weights.clear();
                piece_weights.extend(weights[offset..].iter().step_by(self.period));
                piece_weights.as_slice()
            });
            curve.resize(piece.len(), 0.0);
            self.seasonal.smooth(piece, weights, curve);
            let before = self.seasonal.at(-1.0, piece, weights).unwrap_or(curve[0]);
            let after =
                self.seasonal.at(piece.len() as f64, piece, weights).unwrap_or(curve[piece.len() - 1]);
            cycles[offset] = before;
            for (season, value) in curve.iter().enumerate() {
                cycles[offset + (season + 1) * self.period] = *value;
            }
            cycles[offset + (piece.len() + 1) * self.period] = after;
        }
        // What is left of the level in the cycles, taken out below: two means over a season and one over
        // three.
        moving_mean(cycles, self.period, once);
        moving_mean(once, self.period, twice);
        moving_mean(twice, 3, low);
        smoothed.resize(low.len(), 0.0);
        self.low_pass.smooth(low, None, smoothed);
        for index in 0..series.len() {
            parts.season[index] = cycles[index + self.period] - smoothed[index];
            plain[index] = series[index] - parts.season[index];
        }
        self.trend.smooth(plain, weights, &mut parts.trend);
    }
}

/// Room for the steps of a pass.
struct Work {
    plain: Vec<f64>,
    cycles: Vec<f64>,
    smoothed: Vec<f64>,
    low: Vec<f64>,
    once: Vec<f64>,
    twice: Vec<f64>,
    piece: Vec<f64>,
    piece_weights: Vec<f64>,
    curve: Vec<f64>,
}

impl Work {
    fn new(count: usize, period: usize) -> Self {
        let room = || Vec::with_capacity(count + 2 * period);
        Self {
            plain: vec![0.0; count],
            cycles: vec![0.0; count + 2 * period],
            smoothed: room(),
            low: room(),
            once: room(),
            twice: room(),
            piece: room(),
            piece_weights: room(),
            curve: room(),
        }
    }
}

/// The means of every `length` values in a row.
fn moving_mean(values: &[f64], length: usize, means: &mut Vec<f64>) {
    means.clear();
    let mut sum: f64 = values[..length].iter().sum();
    means.push(sum / length as f64);
    for (leaving, entering) in values.iter().zip(&values[length..]) {
        sum += entering - leaving;
        means.push(sum / length as f64);
    }
}

/// The weight of each value by what is left of it: bisquare over six times the median (section 2.3 there).
fn robustness(remainder: &[f64]) -> Vec<f64> {
    let mut sizes: Vec<f64> = remainder.iter().map(|value| value.abs()).collect();
    let middle = sizes.len() / 2;
    let (_, median, _) = sizes.select_nth_unstable_by(middle, f64::total_cmp);
    let limit = 6.0 * *median;
    let weight = |value: &f64| {
        let size = value.abs();
        if size <= 0.001 * limit {
            return 1.0;
        }
        if size > 0.999 * limit {
            return 0.0;
        }
        let left = 1.0 - (size / limit).powi(2);
        left * left
    };
    remainder.iter().map(weight).collect()
}

fn odd(length: usize) -> usize {
    length | 1
}
