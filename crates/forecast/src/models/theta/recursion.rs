//! The theta line and the level that follow a series (J. A. Fiorucci, T. R. Pellegrini, F. Louzada, F. Petropoulos,
//! A. B. Koehler, "Models for optimising the theta method and their relationship to state space models",
//! International Journal of Forecasting 32 (2016), equations 11 to 20).

/// Whether the line through the series is the one of all its values, or grows with each value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    /// Ordinary least squares over the whole series: the standard and the optimised theta models.
    Static,
    /// Least squares over the values so far: the dynamic models.
    Dynamic,
}

/// The parameters of a theta model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Parameters {
    /// The first level, in units of the scaled series.
    pub(crate) level: f64,
    /// The weight of a new value in the level, between 0 and 1.
    pub(crate) alpha: f64,
    /// The curvature of the theta line, at least 1.
    pub(crate) theta: f64,
}

/// A line `intercept + slope t`, `t` counting from 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fitted {
    pub(crate) intercept: f64,
    pub(crate) slope: f64,
}

impl Fitted {
    /// The line nearest to the values present.
    pub(crate) fn of(series: &[f64]) -> Self {
        let mut sums = (0.0_f64, 0.0_f64, 0.0_f64);
        for (index, value) in series.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            sums = (sums.0 + 1.0, sums.1 + (index + 1) as f64, sums.2 + value);
        }
        let (time, value) = (sums.1 / sums.0.max(1.0), sums.2 / sums.0.max(1.0));
        let (mut square, mut product) = (0.0, 0.0);
        for (index, present) in series.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            let distance = (index + 1) as f64 - time;
            square += distance * distance;
            product += distance * (present - value);
        }
        let slope = if square > 0.0 { product / square } else { 0.0 };
        Self { intercept: value - slope * time, slope }
    }
}

/// Where the recursion stands: what it takes to expect the next value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct State {
    level: f64,
    line: Fitted,
    mean: f64,
    /// Values taken in so far, missing ones counted at what was expected.
    time: f64,
    /// `(1 - alpha)^time`.
    left: f64,
    kind: Line,
}

impl State {
    /// Before the first value. `line` is that of the whole series; a dynamic one starts flat, at the first value.
    pub(crate) fn new(kind: Line, line: Fitted, first: f64, parameters: Parameters) -> Self {
        let line = if kind == Line::Static { line } else { Fitted { intercept: first, slope: 0.0 } };
        Self { level: parameters.level, line, mean: 0.0, time: 0.0, left: 1.0, kind }
    }

    /// The value expected next (equations 12 and 18 there).
    pub(crate) fn expected(&self, parameters: Parameters) -> f64 {
        let Parameters { alpha, theta, .. } = parameters;
        // `(1 - (1 - alpha)^t) / alpha` with `t` one further than `left` counts.
        let by_slope = (1.0 - self.left * (1.0 - alpha)) / alpha;
        self.level + (1.0 - 1.0 / theta) * (self.left * self.line.intercept + by_slope * self.line.slope)
    }

    /// Takes in a value.
    pub(crate) fn take(&mut self, value: f64, parameters: Parameters) {
        self.time += 1.0;
        let time = self.time;
        self.level += parameters.alpha * (value - self.level);
        self.left *= 1.0 - parameters.alpha;
        if self.kind == Line::Dynamic {
            let before = self.mean;
            self.mean += (value - before) / time;
            // Least squares through the values so far, updated by one: the sums of 1..t are known in closed
            // form, so that nothing but mean, slope and time is kept.
            if time > 1.0 {
                self.line.slope =
                    ((time - 2.0) * self.line.slope + 6.0 * (value - before) / time) / (time + 1.0);
            }
            self.line.intercept = self.mean - self.line.slope * (time + 1.0) / 2.0;
        }
    }
}
