//! Forecasts of parts, brought to sum to the forecast of their total.

use crate::{Forecast, Interval};

/// The largest gap that counts as none, beside the sizes of what is summed.
const LEAST_GAP: f64 = 1e-12;

/// Changes the means of parts as little as it takes for them to sum to their total, in units of their errors, and their
/// bounds with them. The total stands: it does not depend on how it is divided.
///
/// This is minimum trace reconciliation with the variances of the errors (S. L. Wickramasuriya, G. Athanasopoulos, R.
/// J. Hyndman, "Optimal forecast reconciliation for hierarchical and grouped time series through trace minimization",
/// Journal of the American Statistical Association 114, 2019) where the total is immutable (B. Zhang, Y. Kang, A.
/// Panagiotelis, F. Li, "Optimal reconciliation with immutable forecasts", European Journal of Operational Research
/// 308, 2023): each part takes a share of the gap in proportion to its variance.
///
/// All have the horizon of `total` and the same levels. No part falls below its own of the `floors`; what it cannot
/// give, the others give. Parts without error stand, unless nothing else can give way: then all move in proportion to
/// their size, or alike where they have none.
pub fn reconcile(total: &[f64], parts: &mut [Forecast], floors: &[f64]) {
    for (ahead, total) in total.iter().enumerate() {
        let means: Vec<f64> = parts.iter().map(|part| part.mean[ahead]).collect();
        let variances = parts.iter().map(|part| part.standard_error[ahead].powi(2)).collect();
        let moved = Moved { means, floors }.by(*total, variances);
        for ((part, mean), floor) in parts.iter_mut().zip(moved).zip(floors) {
            move_to(part, ahead, mean, *floor);
        }
    }
}

/// The means of parts on their way to sum to a total.
struct Moved<'a> {
    means: Vec<f64>,
    floors: &'a [f64],
}

impl Moved<'_> {
    /// The means that sum to the total.
    fn by(mut self, total: f64, variances: Vec<f64>) -> Vec<f64> {
        let sizes: Vec<f64> = self.means.iter().map(|mean| mean.abs()).collect();
        let alike = vec![1.0; sizes.len()];
        for weights in [variances, sizes, alike] {
            if self.share_out(total, weights) {
                break;
            }
        }
        self.means
    }

    /// Shares out the gap by weights, above the floors; whether nothing is left of it.
    fn share_out(&mut self, total: f64, mut weights: Vec<f64>) -> bool {
        let size = total.abs() + self.means.iter().map(|mean| mean.abs()).sum::<f64>();
        loop {
            let gap = total - self.means.iter().sum::<f64>();
            let weight: f64 = weights.iter().sum();
            if gap.abs() <= LEAST_GAP * size {
                return true;
            }
            if weight <= 0.0 || !weight.is_finite() {
                return false;
            }
            let mut is_any_at_floor = false;
            for ((mean, part), floor) in self.means.iter_mut().zip(&mut weights).zip(self.floors) {
                // The share first: a gap of tiny sales times their variances would be nothing.
                let wanted = *mean + gap * (*part / weight);
                if *part > 0.0 && wanted < *floor {
                    (*mean, *part, is_any_at_floor) = (*floor, 0.0, true);
                } else {
                    *mean = wanted;
                }
            }
            if !is_any_at_floor {
                return true;
            }
        }
    }
}

/// Moves a mean and the bounds around it by as much; a bound that lies on the floor stays there.
fn move_to(forecast: &mut Forecast, ahead: usize, mean: f64, floor: f64) {
    let by = mean - forecast.mean[ahead];
    forecast.mean[ahead] = mean;
    for Interval { lower, upper, .. } in &mut forecast.intervals {
        let is_cut = lower[ahead] <= floor;
        lower[ahead] = if is_cut { floor } else { (lower[ahead] + by).max(floor) }.min(mean);
        upper[ahead] = (upper[ahead] + by).max(mean);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forecast(mean: f64, error: f64) -> Forecast {
        let interval = Interval { level: 80.0, lower: vec![mean - error], upper: vec![mean + error] };
        Forecast { mean: vec![mean], standard_error: vec![error], intervals: vec![interval] }
    }

    fn assert_means(parts: &[Forecast], expected: &[f64]) {
        for (part, expected) in parts.iter().zip(expected) {
            assert!((part.mean[0] - expected).abs() < 1e-9, "{parts:?}");
        }
    }

    #[test]
    fn what_is_less_certain_gives_way_more() {
        // A total of 10 beside parts of 3 and 5 with variances 1 and 3: the gap of 2 goes 0.5 and 1.5.
        let mut parts = [forecast(3.0, 1.0), forecast(5.0, 3.0_f64.sqrt())];
        reconcile(&[10.0], &mut parts, &[0.0; 2]);
        assert!((parts[0].mean[0] - 3.5).abs() < 1e-9 && (parts[1].mean[0] - 6.5).abs() < 1e-9, "{parts:?}");
        assert!((parts[0].intervals[0].upper[0] - 4.5).abs() < 1e-9);
    }

    #[test]
    fn tiny_sales_sum_to_their_total_too() {
        let mut parts = [forecast(3e-299, 0.0), forecast(5e-299, 0.0)];
        reconcile(&[1.6e-298], &mut parts, &[0.0; 2]);
        for (part, expected) in parts.iter().zip([6e-299, 1e-298]) {
            assert!((part.mean[0] / expected - 1.0).abs() < 1e-9, "{parts:?}");
        }
    }

    #[test]
    fn what_a_part_on_its_floor_cannot_give_the_others_give() {
        let mut parts = [forecast(0.5, 2.0), forecast(9.0, 2.0), forecast(3.0, 0.0)];
        reconcile(&[8.0], &mut parts, &[0.0; 3]);
        assert_means(&parts, &[0.0, 5.0, 3.0]);
    }

    #[test]
    fn certain_parts_give_way_where_nothing_else_can() {
        let mut parts = [forecast(2.0, 0.0), forecast(6.0, 0.0), forecast(0.0, 0.0)];
        reconcile(&[4.0], &mut parts, &[0.0; 3]);
        assert_means(&parts, &[1.0, 3.0, 0.0]);
        let mut parts = [forecast(0.0, 0.0), forecast(0.0, 0.0)];
        reconcile(&[4.0], &mut parts, &[0.0; 2]);
        assert_means(&parts, &[2.0, 2.0]);
    }

    #[test]
    fn a_lower_bound_on_the_floor_does_not_rise_with_its_mean() {
        let mut parts = [forecast(4.0, 4.0), forecast(6.0, 2.0)];
        reconcile(&[20.0], &mut parts, &[0.0; 2]);
        assert!(parts[0].mean[0] > 5.0 && parts[0].intervals[0].upper[0] > 9.0, "{parts:?}");
        assert!(parts[0].intervals[0].lower[0].abs() < f64::EPSILON);
        assert!(parts[1].intervals[0].lower[0] > 4.0, "{parts:?}");
    }

    proptest! {
        #[test]
        fn parts_sum_to_their_total_and_none_falls_below_zero(
            total in 0.0..1e6_f64,
            parts in proptest::collection::vec((0.0..1e6, prop_oneof![Just(0.0), 0.0..1e5]), 1..9),
        ) {
            let mut parts: Vec<Forecast> = parts.into_iter().map(|(mean, error)| forecast(mean, error)).collect();
            let floors = vec![0.0; parts.len()];
            reconcile(&[total], &mut parts, &floors);
            let sum: f64 = parts.iter().map(|part| part.mean[0]).sum();
            prop_assert!((total - sum).abs() <= 1e-9 * sum.abs().max(1.0), "{total} {sum}");
            for part in &parts {
                let interval = &part.intervals[0];
                prop_assert!(part.mean[0] >= 0.0 && interval.lower[0] <= part.mean[0]);
                prop_assert!(interval.upper[0] >= part.mean[0]);
            }
        }
    }
}
