//! The summary of a fitted model and its fit, for people to read.

use std::fmt;

use crate::model::{FittedModel, Likelihood};
use crate::series::present;
use crate::statistics::mean;

/// A model beside its series. Its text form is a few lines, as those of statistics programs are.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The model's text form.
    pub model: String,
    /// How many values the series has, missing ones not counted.
    pub observed: usize,
    /// What was estimated, by name.
    pub parameters: Vec<(String, f64)>,
    /// How well the model explains the series, `None` where it has no likelihood.
    pub likelihood: Option<Likelihood>,
    /// The mean of the residuals, in units of the series: far from zero, the model is always wrong the same way.
    pub bias: f64,
    /// The standard deviation of the residuals around zero, in units of the series.
    pub deviation: f64,
    /// The correlation of each residual with the one before: far from zero, the model misses something.
    pub correlation: f64,
}

impl Summary {
    pub(crate) fn of<M: FittedModel + ?Sized>(model: &M, series: &[f64]) -> Self {
        let residuals = model.residuals_of(series);
        let square = mean(residuals.iter().map(|residual| residual * residual));
        let pairs = residuals.windows(2).map(|pair| pair[0] * pair[1]);
        Self {
            model: model.name(),
            observed: present(series).count(),
            parameters: model.parameters(),
            likelihood: model.likelihood(),
            bias: mean(residuals.iter().copied()),
            deviation: square.sqrt(),
            correlation: mean(pairs) / square,
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{} of {} values", self.model, self.observed)?;
        let longest = self.parameters.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, value) in &self.parameters {
            writeln!(out, "  {name:longest$}  {value:.6}")?;
        }
        if let Some(likelihood) = self.likelihood {
            let (aic, aicc, bic) = (likelihood.aic(), likelihood.aicc(), likelihood.bic());
            writeln!(
                out,
                "log-likelihood {:.3}, AIC {aic:.3}, AICc {aicc:.3}, BIC {bic:.3}",
                likelihood.log
            )?;
        }
        let Self { bias, deviation, correlation, .. } = self;
        write!(
            out,
            "residuals: mean {bias:.3}, standard deviation {deviation:.3}, correlation with the one before {correlation:.3}"
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::Model;

    #[test]
    fn a_summary_tells_parameters_criteria_and_residuals() {
        let series = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let model = "mean".parse::<Model>().unwrap().fit(&series, 1, 1).unwrap();
        let text = model.summary(&series).to_string();
        assert!(text.starts_with("mean of 8 values\n"), "{text}");
        assert!(text.contains("AICc") && text.contains("residuals: mean "), "{text}");
    }

    #[test]
    fn residuals_are_what_came_less_what_was_expected() {
        let series = [1.0, 2.0, f64::NAN, 5.0];
        let model = "naive".parse::<Model>().unwrap().fit(&series, 1, 1).unwrap();
        let residuals = model.residuals_of(&series);
        assert!(residuals[0].is_nan() && residuals[2].is_nan());
        assert_eq!((residuals[1], residuals[3]), (1.0, 3.0));
    }
}
