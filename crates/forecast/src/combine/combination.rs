//! Several models as one (J. M. Bates, C. W. J. Granger, "The combination of forecasts", Operational Research Quarterly
//! 20 (1969)).

use crate::model::{FittedModel, Likelihood};
use crate::statistics::median;

/// How the members of a combination are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Combiner {
    /// Their weighted mean.
    Mean,
    /// Their median, weights aside.
    Median,
    /// Half their weighted mean and half their weighted median: one that is far off moves it little, and all have a say
    /// (robust averages: V. R. R. Jose, R. L. Winkler, "Simple robust averages of forecasts", International Journal of
    /// Forecasting 24 (2008)).
    Middle,
}

impl Combiner {
    /// What stands before the members in the name of a combination.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean-of",
            Self::Median => "median-of",
            Self::Middle => "middle-of",
        }
    }
}

/// Models of one series, taken together.
#[derive(Debug)]
pub struct Combination {
    combiner: Combiner,
    members: Vec<(f64, Box<dyn FittedModel>)>,
    fitted: Vec<f64>,
}

impl Combination {
    /// Takes models together, each with its weight (not negative); their sum counts as one. `None` without members, or
    /// where no weight is above zero.
    pub fn new(combiner: Combiner, members: Vec<(f64, Box<dyn FittedModel>)>) -> Option<Self> {
        let sum: f64 = members.iter().map(|(weight, _)| weight).sum();
        if !(sum.is_finite() && sum > 0.0) {
            return None;
        }
        let members: Vec<(f64, Box<dyn FittedModel>)> =
            members.into_iter().map(|(weight, model)| (weight / sum, model)).collect();
        let fitted =
            combined(combiner, members.iter().map(|(weight, model)| (*weight, model.fitted().to_vec())))?;
        Some(Self { combiner, members, fitted })
    }

    /// The weights, which sum to one, and the models.
    pub fn members(&self) -> impl Iterator<Item = (f64, &dyn FittedModel)> {
        self.members.iter().map(|(weight, model)| (*weight, model.as_ref()))
    }

    fn each(&self, of: impl Fn(&dyn FittedModel) -> Vec<f64>) -> Vec<f64> {
        combined(self.combiner, self.members().map(|(weight, model)| (weight, of(model)))).unwrap_or_default()
    }

    /// The members at the end of another series, see [`FittedModel::carried_to`].
    pub(crate) fn carried(&self, series: &[f64]) -> Self {
        self.with(|model| model.carried_to(series))
    }

    /// The members estimated again, see [`FittedModel::refitted`].
    pub(crate) fn fitted_again(&self, series: &[f64]) -> Self {
        self.with(|model| model.refitted(series))
    }

    fn with(&self, change: impl Fn(&dyn FittedModel) -> Box<dyn FittedModel>) -> Self {
        let members: Vec<(f64, Box<dyn FittedModel>)> =
            self.members().map(|(weight, model)| (weight, change(model))).collect();
        let fitted =
            combined(self.combiner, members.iter().map(|(weight, model)| (*weight, model.fitted().to_vec())));
        Self { combiner: self.combiner, fitted: fitted.unwrap_or_default(), members }
    }
}

impl FittedModel for Combination {
    fn name(&self) -> String {
        let names: Vec<String> = self.members().map(|(_, model)| model.name()).collect();
        format!("{}({})", self.combiner.name(), names.join(","))
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.each(|model| model.mean(horizon))
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        self.each(|model| model.path(shocks))
    }

    fn standard_errors(&self, horizon: usize) -> Option<Vec<f64>> {
        standard_errors(self.members(), horizon)
    }

    fn likelihood(&self) -> Option<Likelihood> {
        None
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        self.members().map(|(weight, model)| (model.name(), weight)).collect()
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(self.carried(series))
    }

    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(self.fitted_again(series))
    }

    fn rolled(&self, series: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
        let each: Vec<(f64, Vec<Vec<f64>>)> =
            self.members().map(|(weight, model)| (weight, model.rolled(series, origins, horizon))).collect();
        let at = |origin: usize| {
            combined(self.combiner, each.iter().map(|(weight, rolled)| (*weight, rolled[origin].clone())))
        };
        (0..origins.len()).map(|origin| at(origin).unwrap_or_default()).collect()
    }
}

/// Series of one length taken together, value by value. `None` without series.
pub(crate) fn combined(combiner: Combiner, parts: impl Iterator<Item = (f64, Vec<f64>)>) -> Option<Vec<f64>> {
    if combiner == Combiner::Mean {
        return average(parts);
    }
    let parts: Vec<(f64, Vec<f64>)> = parts.collect();
    let length = parts.first()?.1.len();
    let middle = |at: usize| {
        let mut values: Vec<(f64, f64)> =
            parts.iter().map(|(weight, values)| (values[at], *weight)).collect();
        if combiner == Combiner::Median {
            return median(&mut values.iter().map(|(value, _)| *value).collect::<Vec<f64>>());
        }
        let mean: f64 = values.iter().map(|(value, weight)| value * weight).sum();
        f64::midpoint(mean, weighted_median(&mut values))
    };
    Some((0..length).map(middle).collect())
}

/// Where half of the weight lies below, on the line through the values in order, each at the middle of its weight; the
/// weights sum to one.
fn weighted_median(values: &mut [(f64, f64)]) -> f64 {
    values.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let (mut below, mut before) = (0.0, None);
    for (value, weight) in values.iter().copied().filter(|(_, weight)| *weight > 0.0) {
        let middle = below + weight / 2.0;
        if middle >= 0.5 {
            let Some((last, lower)) = before else { return value };
            return lower + (0.5 - last) / (middle - last) * (value - lower);
        }
        (below, before) = (below + weight, Some((middle, value)));
    }
    // More than half of the weight is the last one's.
    before.map_or(f64::NAN, |(_, value)| value)
}

/// The sum of series of one length, each times its weight. `None` without series.
pub(crate) fn average(parts: impl Iterator<Item = (f64, Vec<f64>)>) -> Option<Vec<f64>> {
    let mut parts = parts;
    let (weight, mut sum) = parts.next()?;
    for value in &mut sum {
        *value *= weight;
    }
    for (weight, values) in parts {
        for (sum, value) in sum.iter_mut().zip(values) {
            *sum += weight * value;
        }
    }
    Some(sum)
}

/// The weighted mean of the members' errors, where all of them have a formula: their errors go together, as they are of
/// the same days.
pub(crate) fn standard_errors<'a>(
    members: impl Iterator<Item = (f64, &'a dyn FittedModel)>,
    horizon: usize,
) -> Option<Vec<f64>> {
    let errors: Option<Vec<(f64, Vec<f64>)>> =
        members.map(|(weight, model)| Some((weight, model.standard_errors(horizon)?))).collect();
    average(errors?.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Simple, SimpleForm};

    fn member(form: SimpleForm) -> Box<dyn FittedModel> {
        Box::new(Simple::fit(form, &[1.0, 2.0, 6.0], 1).unwrap())
    }

    #[test]
    fn weights_count_by_their_sum() {
        let members = vec![(3.0, member(SimpleForm::Naive)), (1.0, member(SimpleForm::Mean))];
        let model = Combination::new(Combiner::Mean, members).unwrap();
        assert!((model.mean(1)[0] - (0.75 * 6.0 + 0.25 * 3.0)).abs() < 1e-12);
        assert_eq!(model.name(), "mean-of(naive,mean)");
    }

    #[test]
    fn the_median_is_the_middle_one() {
        let members = [SimpleForm::Naive, SimpleForm::Mean, SimpleForm::Drift];
        let members = members.map(|form| (1.0, member(form))).into_iter().collect();
        let model = Combination::new(Combiner::Median, members).unwrap();
        assert!((model.mean(1)[0] - 6.0).abs() < 1e-12);
    }

    #[test]
    fn the_middle_lies_between_mean_and_median() {
        // 6 and 3, each with half of the weight, and 8.5 with none.
        let members = [(2.0, SimpleForm::Naive), (2.0, SimpleForm::Mean), (0.0, SimpleForm::Drift)];
        let members = members.map(|(weight, form)| (weight, member(form))).into_iter().collect();
        let model = Combination::new(Combiner::Middle, members).unwrap();
        assert!((model.mean(1)[0] - 4.5).abs() < 1e-12, "{:?}", model.mean(1));
        let mut values = [(10.0, 0.25), (1.0, 0.25), (2.0, 0.25), (3.0, 0.25)];
        assert!((weighted_median(&mut values) - 2.5).abs() < 1e-12);
        assert!((weighted_median(&mut [(5.0, 0.9), (1.0, 0.1)]) - 4.6).abs() < 1e-12);
        assert!((weighted_median(&mut [(7.0, 1.0)]) - 7.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_combine_is_no_combination() {
        assert!(Combination::new(Combiner::Mean, Vec::new()).is_none());
        assert!(Combination::new(Combiner::Mean, vec![(0.0, member(SimpleForm::Naive))]).is_none());
    }
}
