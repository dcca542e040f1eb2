//! The effects of occasions, taken out of a past and put back ahead.

use super::{Calendar, without};
use crate::models::arima::{Effect, effects};
use crate::series::{MAX_MAGNITUDE, bridged, present};

/// Where a smaller part of the periods is zero, these are closures, and effects are shares of what is sold. Shops rest
/// on two days of seven at most.
const MOST_ZEROS: f64 = 1.0 / 3.0;
/// No occasion sells more than this many times as much as a usual day, or as much less.
const MOST_TIMES: f64 = 1_000.0;

/// The effects of the regressors.
#[derive(Debug, Clone)]
pub(super) struct Effects {
    pub(super) each: Vec<Effect>,
    /// Whether they multiply, being of logarithms.
    pub(super) by_shares: bool,
}

impl Effects {
    /// From a past in which closed periods are as others; its zeros are closed too, where they are few.
    pub(super) fn of(open: &[f64], season: usize, calendar: &Calendar) -> Self {
        let zeros = present(open).filter(|value| *value == 0.0).count();
        let by_shares = present(open).all(|value| value >= 0.0)
            && (zeros as f64) < MOST_ZEROS * present(open).count() as f64;
        let is_zero = |period: usize| by_shares && open[period] == 0.0;
        let whole = bridged(&without(open, season, is_zero));
        let priors = calendar.regressors.priors();
        let priors: Vec<Option<Effect>> =
            priors.map(|prior| prior.filter(|_| by_shares).map(Effect::from)).collect();
        let values: Vec<f64> = if by_shares { whole.iter().map(|value| value.ln()).collect() } else { whole };
        // A closed day stands for a usual one, whatever day it is.
        let is_closed = |period: usize| calendar.is_closed(period) || period < open.len() && is_zero(period);
        let regressors = calendar.regressors.without(is_closed);
        let each = effects(&values, season, &regressors, &priors)
            // A past too short shows no effect.
            .unwrap_or_else(|_| priors.iter().map(|prior| prior.unwrap_or_default()).collect());
        Self { each, by_shares }
    }

    pub(super) fn at(&self, calendar: &Calendar, period: usize) -> f64 {
        let weights = self.each.iter().enumerate().filter(|(_, effect)| effect.weight != 0.0);
        let sum: f64 =
            weights.map(|(column, effect)| effect.weight * calendar.regressors.at(column, period)).sum();
        let most = MOST_TIMES.ln();
        if self.by_shares { sum.clamp(-most, most) } else { sum }
    }

    /// How far the effect on a period may be off: its standard deviation, in logarithms where effects multiply.
    pub(super) fn deviation_at(&self, calendar: &Calendar, period: usize) -> f64 {
        let unsure = self.each.iter().enumerate().filter(|(_, effect)| effect.deviation > 0.0);
        let deviations =
            unsure.map(|(column, effect)| effect.deviation * calendar.regressors.at(column, period));
        deviations.map(|deviation| deviation * deviation).sum::<f64>().sqrt()
    }

    /// How far a value that is expected may be off for the effects alone, downwards and upwards, so many standard
    /// deviations away.
    pub(super) fn reach(&self, expected: f64, deviation: f64, deviations: f64) -> (f64, f64) {
        let away = deviations * deviation;
        if !self.by_shares {
            return (away, away);
        }
        (-expected.abs() * (-away).exp_m1(), expected.abs() * away.exp_m1())
    }

    pub(super) fn out_of(&self, open: &[f64], calendar: &Calendar) -> Vec<f64> {
        let at = |(period, value): (usize, &f64)| {
            // The model looks at closed periods as at others of their season.
            let effect = if calendar.is_closed(period) { 0.0 } else { self.at(calendar, period) };
            if self.by_shares {
                let left = value / effect.exp();
                // Missing values stay so.
                if left > MAX_MAGNITUDE { MAX_MAGNITUDE } else { left }
            } else if *value == 0.0 {
                // A day without sales stays one.
                0.0
            } else {
                value - effect
            }
        };
        open.iter().enumerate().map(at).collect()
    }
}
