//! The ARMA part of a model: its polynomials multiplied out, and the covariance that it settles to.

use nalgebra::{DMatrix, DVector};

use crate::ArimaOrder;

/// Coefficients as they are estimated, lag 1 first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Coefficients {
    pub(crate) ar: Vec<f64>,
    pub(crate) ma: Vec<f64>,
    pub(crate) seasonal_ar: Vec<f64>,
    pub(crate) seasonal_ma: Vec<f64>,
}

impl Coefficients {
    pub(crate) fn zeros(order: ArimaOrder) -> Self {
        Self {
            ar: vec![0.0; order.p()],
            ma: vec![0.0; order.q()],
            seasonal_ar: vec![0.0; order.seasonal_p()],
            seasonal_ma: vec![0.0; order.seasonal_q()],
        }
    }
}

/// The process in Harvey's form: its first state is its value.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    /// The autoregressive coefficients, filled with zeros.
    ar: Vec<f64>,
    /// How the disturbance enters the states: 1, then the moving-average coefficients, filled with zeros.
    load: Vec<f64>,
    /// The highest lag of `ar`.
    highest_ar: usize,
}

impl Process {
    pub(crate) fn new(order: ArimaOrder, coefficients: &Coefficients) -> Self {
        let length = order.process();
        // (1 - ar B)(1 - seasonal B^s) and (1 + ma B)(1 + seasonal B^s).
        let mut ar = multiplied(&coefficients.ar, &coefficients.seasonal_ar, order.season(), -1.0);
        ar.resize(length, 0.0);
        let mut load = vec![1.0];
        load.append(&mut multiplied(&coefficients.ma, &coefficients.seasonal_ma, order.season(), 1.0));
        load.resize(length, 0.0);
        Self { ar, load, highest_ar: order.highest_ar() }
    }

    /// The length of its state.
    pub(crate) fn length(&self) -> usize {
        self.ar.len()
    }

    /// The autoregressive coefficients up to the highest lag.
    pub(crate) fn ar(&self) -> &[f64] {
        &self.ar[..self.highest_ar]
    }

    pub(crate) fn load(&self) -> &[f64] {
        &self.load
    }

    /// Moves a state one period ahead, without its disturbance.
    #[inline]
    pub(crate) fn advance(&self, state: &mut [f64]) {
        let now = state[0];
        let last = state.len() - 1;
        state.copy_within(1.., 0);
        state[last] = 0.0;
        for (entry, ar) in state.iter_mut().zip(&self.ar[..self.highest_ar]) {
            *entry += ar * now;
        }
    }

    /// The same, and adds `gain` as often as `weight` says.
    #[inline]
    pub(crate) fn advance_by(&self, state: &mut [f64], gain: &[f64], weight: f64) {
        let now = state[0];
        let last = state.len() - 1;
        let gain = &gain[..=last];
        for index in 0..last {
            state[index] = state[index + 1] + gain[index] * weight;
        }
        state[last] = gain[last] * weight;
        for (entry, ar) in state.iter_mut().zip(&self.ar[..self.highest_ar]) {
            *entry += ar * now;
        }
    }

    /// The covariance of the state before the first value, by rows. `None` where it is not finite.
    pub(crate) fn covariance(&self) -> Option<Vec<f64>> {
        let length = self.length();
        let first_row = self.first_row()?;
        let mut covariance = vec![0.0; length * length];
        // From P = T P T' + R R', read along each diagonal from its end.
        for row in (0..length).rev() {
            for column in (row..length).rev() {
                let ahead = |index: usize| first_row.get(index + 1).copied().unwrap_or(0.0);
                let beyond =
                    if column + 1 < length { covariance[(row + 1) * length + column + 1] } else { 0.0 };
                let entry = self.ar[row] * self.ar[column] * first_row[0]
                    + self.ar[row] * ahead(column)
                    + self.ar[column] * ahead(row)
                    + beyond
                    + self.load[row] * self.load[column];
                covariance[row * length + column] = entry;
                covariance[column * length + row] = entry;
            }
        }
        Some(covariance)
    }

    /// The first row of the covariance `P`.
    ///
    /// With the companion transition, `P[i][j] = a_i a_j P[0][0] + a_i P[0][j+1] + a_j P[0][i+1] + P[i+1][j+1] + r_i r_j`.
    /// Unrolled along the diagonal this is linear in the first row alone, and only its first `p + 1` entries depend on
    /// each other.
    pub(crate) fn first_row(&self) -> Option<Vec<f64>> {
        let length = self.length();
        let p = self.highest_ar;
        let mut constant = vec![0.0; length];
        for (column, constant) in constant.iter_mut().enumerate() {
            *constant = self.load.iter().zip(&self.load[column..]).map(|(one, other)| one * other).sum();
        }
        if p == 0 {
            return Some(constant);
        }
        // Beyond p, an entry is made of later ones alone.
        let mut row = constant.clone();
        for column in (p + 1..length).rev() {
            let later = row[column + 1..].iter().zip(&self.ar[..p]);
            row[column] += later.map(|(entry, ar)| entry * ar).sum::<f64>();
        }
        // Up to p they are found together: P[0][j] = sum over i of a_i a_(i+j) P[0][0] + a_i P[0][i+j+1]
        // + a_(i+j) P[0][i+1], and the constant.
        let unknown = (p + 1).min(length);
        let mut system = DMatrix::<f64>::identity(unknown, unknown);
        let mut right = DVector::from_column_slice(&constant[..unknown]);
        for column in 0..unknown {
            for step in 0..p {
                let shifted = step + column;
                let (first, second) = (self.ar[step], if shifted < p { self.ar[shifted] } else { 0.0 });
                system[(column, 0)] -= first * second;
                if shifted + 1 < unknown {
                    system[(column, shifted + 1)] -= first;
                } else if shifted + 1 < length {
                    right[column] += first * row[shifted + 1];
                }
                if step + 1 < unknown {
                    system[(column, step + 1)] -= second;
                }
            }
        }
        let found = system.lu().solve(&right)?;
        row[..unknown].copy_from_slice(found.as_slice());
        let sound = row.iter().all(|entry| entry.is_finite()) && row[0] > 0.0;
        sound.then_some(row)
    }
}

/// The coefficients from lag 1 on of `(1 + sign c B + ...)(1 + sign C B^s + ...)`, each again under its sign.
fn multiplied(inner: &[f64], outer: &[f64], season: usize, sign: f64) -> Vec<f64> {
    let mut product = vec![0.0; inner.len() + season * outer.len()];
    product[..inner.len()].copy_from_slice(inner);
    for (index, &seasonal) in outer.iter().enumerate() {
        let lag = (index + 1) * season;
        product[lag - 1] += seasonal;
        for (at, coefficient) in inner.iter().enumerate() {
            product[lag + at] += sign * seasonal * coefficient;
        }
    }
    product
}
