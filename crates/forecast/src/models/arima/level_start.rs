//! The prior of the levels of a differenced series before its first value.

use crate::ForecastError;

/// The prior of the `d` levels that differencing leaves undetermined, before the first value is seen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum LevelStart {
    /// No prior: the exact diffuse start of Durbin and Koopman (2012), section 5.2.
    ///
    /// The likelihood is that of the `d`-times differenced series; forecasts move with the series when a constant is
    /// added to it.
    #[default]
    Diffuse,
    /// Each level is normal around **zero** with this variance, in squared units of the series.
    ///
    /// Several programs take a large variance in place of the diffuse start (statsmodels takes 1e6, and leaves the
    /// first `d + s D` periods out of the likelihood, as is done here). It is large only beside the series' own
    /// variance: for daily revenue in the ten thousands it pulls the first day towards zero and bends the whole fit.
    /// It is here to compare results with those programs.
    Normal {
        /// The variance of each level, positive, in squared units of the series.
        variance: f64,
    },
}

impl LevelStart {
    /// The same for a series over `scale`.
    pub(crate) fn over(self, scale: f64) -> Self {
        match self {
            Self::Diffuse => Self::Diffuse,
            Self::Normal { variance } => Self::Normal { variance: variance / scale / scale },
        }
    }

    pub(crate) fn check(self) -> Result<(), ForecastError> {
        match self {
            Self::Normal { variance } => check_variance(variance),
            Self::Diffuse => Ok(()),
        }
    }
}

pub(crate) fn check_variance(value: f64) -> Result<(), ForecastError> {
    let positive = value.is_finite() && value > 0.0;
    if positive { Ok(()) } else { Err(ForecastError::VarianceNotPositive { value }) }
}
