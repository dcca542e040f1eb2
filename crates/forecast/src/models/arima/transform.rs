//! Stationary coefficients as free numbers, through partial autocorrelations (Monahan 1984, after Jones 1980).
//!
//! Any vector of numbers maps to the coefficients of a stationary autoregression and back, so that an optimiser needs
//! no constraint. A moving average is invertible where its coefficients, their signs turned, are stationary.

/// Partial autocorrelations stay this far inside the unit interval, where the stationary variance is still finite.
const EDGE: f64 = 1.0 - 1e-9;

/// The autoregressive coefficients whose partial autocorrelations are `partials`, by the Durbin-Levinson recursion.
///
/// The result has the length of `partials`, and is stationary where every one of them lies strictly between -1 and 1.
pub fn partials_to_coefficients(partials: &[f64]) -> Vec<f64> {
    let mut coefficients: Vec<f64> = Vec::with_capacity(partials.len());
    for &partial in partials {
        let turned: Vec<f64> = coefficients.iter().rev().copied().collect();
        for (coefficient, other) in coefficients.iter_mut().zip(turned) {
            *coefficient -= partial * other;
        }
        coefficients.push(partial);
    }
    coefficients
}

/// The partial autocorrelations of an autoregression, the inverse of [`partials_to_coefficients`].
///
/// `None` where the coefficients are not stationary (or not numbers): the recursion is also the test of Schur and Cohn.
pub fn coefficients_to_partials(coefficients: &[f64]) -> Option<Vec<f64>> {
    let mut current = coefficients.to_vec();
    let mut partials = vec![0.0; coefficients.len()];
    for slot in partials.iter_mut().rev() {
        let partial = current.pop()?;
        if partial.is_nan() || partial.abs() >= 1.0 {
            return None;
        }
        *slot = partial;
        let turned: Vec<f64> = current.iter().rev().copied().collect();
        for (coefficient, other) in current.iter_mut().zip(turned) {
            *coefficient = (*coefficient + partial * other) / (1.0 - partial * partial);
        }
    }
    Some(partials)
}

/// The stationary autoregression that free numbers stand for.
pub(crate) fn free_to_ar(free: &[f64]) -> Vec<f64> {
    let partials: Vec<f64> = free.iter().map(|&x| EDGE * x / 1.0_f64.hypot(x)).collect();
    partials_to_coefficients(&partials)
}

/// The invertible moving average that free numbers stand for.
pub(crate) fn free_to_ma(free: &[f64]) -> Vec<f64> {
    free_to_ar(free).into_iter().map(|coefficient| -coefficient).collect()
}

/// Free numbers for an autoregression, its roots first drawn inwards as far as it takes to be well inside.
pub(crate) fn ar_to_free(ar: &[f64]) -> Vec<f64> {
    let drawn_in = |factor: f64| -> Option<Vec<f64>> {
        let inner: Vec<f64> =
            (1..).zip(ar).map(|(lag, &coefficient)| coefficient * factor.powi(lag)).collect();
        let partials = coefficients_to_partials(&inner)?;
        partials.iter().all(|partial| partial.abs() < 0.98).then_some(partials)
    };
    let partials =
        (0..40).find_map(|step| drawn_in(0.95_f64.powi(step))).unwrap_or_else(|| vec![0.0; ar.len()]);
    partials.into_iter().map(|partial| partial / (1.0 - partial * partial).sqrt()).collect()
}

/// Free numbers for a moving average, drawn inside as [`ar_to_free`] does.
pub(crate) fn ma_to_free(ma: &[f64]) -> Vec<f64> {
    let turned: Vec<f64> = ma.iter().map(|coefficient| -coefficient).collect();
    ar_to_free(&turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_autoregression_of_order_two_has_the_textbook_partials() {
        // phi_1 = r_1 (1 - r_2), phi_2 = r_2
        assert_eq!(partials_to_coefficients(&[0.5, -0.5]), [0.75, -0.5]);
        assert_eq!(coefficients_to_partials(&[0.75, -0.5]), Some(vec![0.5, -0.5]));
    }

    #[test]
    fn a_random_walk_is_not_stationary() {
        assert_eq!(coefficients_to_partials(&[1.0]), None);
        assert_eq!(coefficients_to_partials(&[f64::NAN]), None);
    }

    #[test]
    fn coefficients_outside_are_drawn_inside_and_keep_their_sign() {
        let free = ar_to_free(&[1.3]);
        let ar = free_to_ar(&free);
        assert!(ar[0] > 0.9 && ar[0] < 1.0, "{ar:?}");
    }
}
