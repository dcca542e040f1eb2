//! Forecasts of groups and of what they are made of, brought to agree.

use nalgebra::{DMatrix, DVector};

use crate::{Forecast, Interval};

/// Beside the largest variance, a smaller one counts as this share of it: what is certain still has to give way a little.
const LEAST_VARIANCE: f64 = 1e-9;

/// Groups, each by the places of its parts: sums of some of the `parts` series that nothing is told apart in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hierarchy {
    /// How many series are sums of no others.
    pub parts: usize,
    /// For each group the places of its parts, each once. One is usually the total.
    pub groups: Vec<Vec<usize>>,
}

/// Changes forecasts as little as it takes for every group to be the sum of its parts, in units of their errors, and the
/// bounds with them: minimum trace reconciliation with variances of the errors of each series (S. L. Wickramasuriya,
/// G. Athanasopoulos, R. J. Hyndman, "Optimal forecast reconciliation for hierarchical and grouped time series through
/// trace minimization", Journal of the American Statistical Association 114 (2019), the form of its section 2.4 that
/// projects on the constraints).
///
/// `groups` stand in the order of the hierarchy, `parts` too, all with one horizon and the same levels. A part that falls
/// below `floor` is set there, and the groups are summed again.
pub fn reconcile(hierarchy: &Hierarchy, groups: &mut [Forecast], parts: &mut [Forecast], floor: f64) {
    let horizon = groups.iter().chain(parts.iter()).map(|forecast| forecast.mean.len()).min().unwrap_or(0);
    for ahead in 0..horizon {
        let moved = projected(hierarchy, groups, parts, ahead);
        for (part, mean) in parts.iter_mut().zip(&moved) {
            move_to(part, ahead, mean.max(floor), floor);
        }
        for (group, members) in groups.iter_mut().zip(&hierarchy.groups) {
            let sum = members.iter().filter_map(|place| parts.get(*place)).map(|part| part.mean[ahead]).sum();
            move_to(group, ahead, sum, floor);
        }
    }
}

/// The means of the parts after the projection: `y - W C' (C W C')^-1 C y`, where the rows of `C` say that a group less
/// its parts is zero.
fn projected(hierarchy: &Hierarchy, groups: &[Forecast], parts: &[Forecast], ahead: usize) -> Vec<f64> {
    let mean = |forecast: &Forecast| forecast.mean[ahead];
    let square = |forecast: &Forecast| forecast.standard_error[ahead].powi(2);
    let least = LEAST_VARIANCE * groups.iter().chain(parts).map(square).fold(0.0, f64::max);
    let variance = |forecast: &Forecast| square(forecast).max(least);
    let means: Vec<f64> = parts.iter().map(mean).collect();
    let count = groups.len().min(hierarchy.groups.len());
    // Nothing varies: the parts stand.
    if least <= 0.0 || count == 0 {
        return means;
    }
    let mut holds = vec![Vec::new(); parts.len()];
    for (group, members) in hierarchy.groups.iter().take(count).enumerate() {
        for place in members.iter().filter(|place| **place < parts.len()) {
            holds[*place].push(group);
        }
    }
    let mut shared = DMatrix::zeros(count, count);
    let mut gaps = DVector::from_iterator(count, groups.iter().take(count).map(mean));
    for (place, groups_of_part) in holds.iter().enumerate() {
        let variance = variance(&parts[place]);
        for &one in groups_of_part {
            gaps[one] -= means[place];
            for &other in groups_of_part {
                shared[(one, other)] += variance;
            }
        }
    }
    for (place, group) in groups.iter().take(count).enumerate() {
        shared[(place, place)] += variance(group);
    }
    let Some(shared) = shared.cholesky() else { return means };
    let pull = shared.solve(&gaps);
    let moved = means.iter().zip(&holds).zip(parts).map(|((mean, groups), part)| {
        mean + variance(part) * groups.iter().map(|group| pull[*group]).sum::<f64>()
    });
    moved.collect()
}

/// Moves a mean and the bounds around it by as much; a bound that lies on the floor stays there.
fn move_to(forecast: &mut Forecast, ahead: usize, mean: f64, floor: f64) {
    let by = mean - forecast.mean[ahead];
    forecast.mean[ahead] = mean;
    for Interval { lower, upper, .. } in &mut forecast.intervals {
        let is_cut = lower[ahead] <= floor;
        lower[ahead] = if is_cut { floor } else { (lower[ahead] + by).max(floor).min(mean) };
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

    #[test]
    fn what_is_less_certain_gives_way_more() {
        // A total of 10 with no error beside parts of 3 and 5 with variances 1 and 3: the gap of 2 goes 0.5 and 1.5.
        let hierarchy = Hierarchy { parts: 2, groups: vec![vec![0, 1]] };
        let (mut groups, mut parts) =
            (vec![forecast(10.0, 0.0)], vec![forecast(3.0, 1.0), forecast(5.0, 3.0_f64.sqrt())]);
        reconcile(&hierarchy, &mut groups, &mut parts, 0.0);
        assert!((parts[0].mean[0] - 3.5).abs() < 1e-6 && (parts[1].mean[0] - 6.5).abs() < 1e-6, "{parts:?}");
        assert!((groups[0].mean[0] - 10.0).abs() < 1e-6);
        assert!((parts[0].intervals[0].upper[0] - 4.5).abs() < 1e-6);
    }

    #[test]
    fn no_part_falls_below_the_floor() {
        let hierarchy = Hierarchy { parts: 2, groups: vec![vec![0, 1]] };
        let (mut groups, mut parts) =
            (vec![forecast(1.0, 0.1)], vec![forecast(0.5, 2.0), forecast(9.0, 2.0)]);
        reconcile(&hierarchy, &mut groups, &mut parts, 0.0);
        assert!(parts[0].mean[0].abs() < f64::EPSILON, "{parts:?}");
        assert!((groups[0].mean[0] - parts[1].mean[0]).abs() < 1e-12);
    }

    #[test]
    fn a_lower_bound_on_the_floor_does_not_rise_with_its_mean() {
        let hierarchy = Hierarchy { parts: 2, groups: vec![vec![0, 1]] };
        let (mut groups, mut parts) =
            (vec![forecast(20.0, 1.0)], vec![forecast(4.0, 4.0), forecast(6.0, 2.0)]);
        reconcile(&hierarchy, &mut groups, &mut parts, 0.0);
        assert!(parts[0].mean[0] > 5.0 && parts[0].intervals[0].upper[0] > 9.0, "{parts:?}");
        assert!(parts[0].intervals[0].lower[0].abs() < f64::EPSILON);
        assert!(parts[1].intervals[0].lower[0] > 4.0, "{parts:?}");
    }

    proptest! {
        #[test]
        fn every_group_is_the_sum_of_its_parts(
            means in proptest::collection::vec((0.0..1e6, 0.0..1e5), 6),
            groups in proptest::collection::vec((0.0..1e6, 0.0..1e5), 3),
        ) {
            let hierarchy = Hierarchy { parts: 6, groups: vec![(0..6).collect(), vec![0, 1, 2], vec![3, 5]] };
            let mut parts: Vec<Forecast> = means.into_iter().map(|(mean, error)| forecast(mean, error)).collect();
            let mut groups: Vec<Forecast> = groups.into_iter().map(|(mean, error)| forecast(mean, error)).collect();
            reconcile(&hierarchy, &mut groups, &mut parts, 0.0);
            for (group, members) in groups.iter().zip(&hierarchy.groups) {
                let sum: f64 = members.iter().map(|place| parts[*place].mean[0]).sum();
                prop_assert!((group.mean[0] - sum).abs() <= 1e-9 * sum.abs().max(1.0));
            }
            for part in &parts {
                prop_assert!(part.mean[0] >= 0.0 && part.intervals[0].lower[0] <= part.mean[0]);
            }
        }
    }
}
