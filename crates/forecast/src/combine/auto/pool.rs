//! The models that are asked together.

use crate::model::FittedModel;
use crate::{
    Arima, Ces, EtsAverage, ForecastError, Intermittent, IntermittentForm, LogTransform, SeasonalMean,
    Selection, Simple, SimpleForm, Theta, ThetaForm,
};

/// From this share of days without sales on, a series is a slow product's.
const SLOW: f64 = 0.3;
/// A season this short comes round often enough for its mean to say where the level comes back to.
const SHORT_SEASON: usize = 10;
/// Models with longer seasons take too long to be fitted twice.
pub(crate) const LONGEST_SEASON: usize = 24;

/// One of the models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Member {
    Ets,
    Theta,
    Ces,
    Arima,
    LogCes,
    LogTheta,
    SeasonalMean,
    SeasonalNaive,
    Slow(IntermittentForm),
}

impl Member {
    /// Those to ask about a series with a season and a share of days without sales.
    pub(crate) fn all(season: usize, zeros: f64) -> Vec<Self> {
        let mut members = vec![Self::Ets, Self::Theta, Self::Ces, Self::Arima];
        if zeros >= SLOW {
            members.extend(
                [IntermittentForm::Sba, IntermittentForm::Tsb, IntermittentForm::Imapa].map(Self::Slow),
            );
        } else {
            members.extend([Self::LogCes, Self::LogTheta]);
        }
        // One turn of a season that comes round seldom is a poor witness of the next.
        if season <= LONGEST_SEASON {
            members.push(Self::SeasonalNaive);
        }
        if (2..=SHORT_SEASON).contains(&season) {
            members.push(Self::SeasonalMean);
        }
        members
    }

    /// How much it counts beside another that errs as much. The mean of the season is the only one to look far back: it
    /// counts as much as five that follow the last days.
    pub(crate) fn say(self) -> f64 {
        if self == Self::SeasonalMean { 5.0 } else { 1.0 }
    }

    pub(crate) fn fit(self, series: &[f64], season: usize) -> Result<Box<dyn FittedModel>, ForecastError> {
        Ok(match self {
            Self::Ets => Box::new(EtsAverage::fit(series, season)?),
            Self::Theta => Box::new(Theta::fit(ThetaForm::DYNAMIC_OPTIMISED, series, season)?),
            Self::Ces => Box::new(Ces::auto(series, season)?),
            Self::Arima => Box::new(Arima::auto(series, season, Selection::Approximate)?),
            Self::LogCes => Box::new(LogTransform::fit(series, |logs| Self::Ces.fit(logs, season))?),
            Self::LogTheta => Box::new(LogTransform::fit(series, |logs| Self::Theta.fit(logs, season))?),
            Self::SeasonalMean => Box::new(SeasonalMean::fit(series, season)?),
            Self::SeasonalNaive => Box::new(Simple::fit(SimpleForm::SeasonalNaive, series, season)?),
            Self::Slow(form) => Box::new(Intermittent::fit(form, series)?),
        })
    }
}
