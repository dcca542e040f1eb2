//! Models that know the calendar: days closed, and days unlike others.

use std::sync::Arc;

use crate::arima::effects;
use crate::model::{FittedModel, Likelihood};
use crate::series::{bridged, check, present};
use crate::{Forecast, ForecastError, Model, Regressors, Spread};

/// How many seasons before and after a closed period tell what it would have been.
const NEIGHBOURS: usize = 3;

/// What is known of every period beforehand, from the first of a series to as far ahead as forecasts are wanted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    /// The periods that are closed; those beyond the end are open. A closed one says nothing of the others, and is
    /// forecast as zero.
    pub closed: Vec<bool>,
    /// What makes a period unlike others of its season: holidays, the days around them, sales seasons. Each has an
    /// effect where the past shows one beyond chance: by shares where all values are above zero, by sums elsewhere.
    pub regressors: Regressors,
}

impl Calendar {
    fn is_closed(&self, period: usize) -> bool {
        self.closed.get(period).copied().unwrap_or(false)
    }
}

impl Model {
    /// Fits a series as [`Self::fit`] does, on what is known of its periods.
    ///
    /// # Errors
    ///
    /// Those of [`Self::fit`].
    pub fn fit_on(
        &self,
        series: &[f64],
        season: usize,
        horizon: usize,
        calendar: &Arc<Calendar>,
    ) -> Result<Box<dyn FittedModel>, ForecastError> {
        let closes = calendar.closed.iter().any(|closed| *closed);
        if !closes && calendar.regressors.is_empty() {
            return self.fit(series, season, horizon);
        }
        check(series)?;
        let open = without_closed(series, season, calendar);
        let effects = Effects::of(&open, season, calendar);
        let inner = self.fit(&effects.out_of(&open, calendar), season, horizon)?;
        Ok(Box::new(OnCalendar::new(calendar, effects, season, inner)))
    }
}

/// Closed periods as the same ones of the season around them are; missing values stay missing.
fn without_closed(series: &[f64], season: usize, calendar: &Calendar) -> Vec<f64> {
    let mut open: Vec<f64> = series.to_vec();
    for (period, value) in open.iter_mut().enumerate() {
        if calendar.is_closed(period) {
            *value = f64::NAN;
        }
    }
    let known = open.clone();
    let bridge = bridged(&open);
    for (period, value) in open.iter_mut().enumerate().filter(|(period, _)| calendar.is_closed(*period)) {
        let turns = (1..=NEIGHBOURS).map(|turn| turn * season.max(1));
        let around = turns.flat_map(|apart| [period.checked_sub(apart), Some(period + apart)]);
        let mut around: Vec<f64> =
            around.filter_map(|period| known.get(period?).copied()).filter(|value| !value.is_nan()).collect();
        *value = if around.is_empty() { bridge[period] } else { crate::combination::median(&mut around) };
    }
    open
}

/// What the regressors count for.
#[derive(Debug, Clone)]
struct Effects {
    weights: Vec<f64>,
    /// Whether they multiply, being weights of logarithms.
    by_shares: bool,
}

impl Effects {
    fn of(open: &[f64], season: usize, calendar: &Calendar) -> Self {
        let by_shares = present(open).all(|value| value > 0.0);
        let none = Self { weights: vec![0.0; calendar.regressors.len()], by_shares };
        if none.weights.is_empty() {
            return none;
        }
        let whole = bridged(open);
        let values: Vec<f64> = if by_shares { whole.iter().map(|value| value.ln()).collect() } else { whole };
        // A closed day stands for a usual one, whatever day it is.
        let regressors = calendar.regressors.without(|period| calendar.is_closed(period));
        match effects(&values, season, &regressors) {
            Ok(weights) => Self { weights, by_shares },
            // A past too short to tell has no effects.
            Err(_) => none,
        }
    }

    fn at(&self, calendar: &Calendar, period: usize) -> f64 {
        let weights = self.weights.iter().enumerate().filter(|(_, weight)| **weight != 0.0);
        weights.map(|(column, weight)| weight * calendar.regressors.at(column, period)).sum()
    }

    fn out_of(&self, open: &[f64], calendar: &Calendar) -> Vec<f64> {
        let at = |(period, value): (usize, &f64)| {
            // The model looks at closed periods as at others of their season.
            let effect = if calendar.is_closed(period) { 0.0 } else { self.at(calendar, period) };
            if self.by_shares { value / effect.exp() } else { value - effect }
        };
        open.iter().enumerate().map(at).collect()
    }
}

/// A model of what is left when closed days and the effects of the calendar are taken out.
#[derive(Debug)]
struct OnCalendar {
    calendar: Arc<Calendar>,
    effects: Effects,
    season: usize,
    inner: Box<dyn FittedModel>,
    fitted: Vec<f64>,
}

impl OnCalendar {
    fn new(calendar: &Arc<Calendar>, effects: Effects, season: usize, inner: Box<dyn FittedModel>) -> Self {
        let mut model = Self { calendar: Arc::clone(calendar), effects, season, inner, fitted: Vec::new() };
        model.fitted = model.put_back(model.inner.fitted().to_vec(), 0);
        model
    }

    /// The calendar put back into what the inner model says of the periods from `first` on.
    fn put_back(&self, mut values: Vec<f64>, first: usize) -> Vec<f64> {
        for (value, period) in values.iter_mut().zip(first..) {
            let effect = self.effects.at(&self.calendar, period);
            *value = match () {
                () if self.calendar.is_closed(period) => 0.0,
                () if self.effects.by_shares => *value * effect.exp(),
                () => *value + effect,
            };
        }
        values
    }

    fn ahead(&self, values: Vec<f64>) -> Vec<f64> {
        self.put_back(values, self.fitted.len())
    }

    fn over(&self, series: &[f64], change: impl Fn(&[f64]) -> Box<dyn FittedModel>) -> Self {
        let open = without_closed(series, self.season, &self.calendar);
        let inner = change(&self.effects.out_of(&open, &self.calendar));
        Self::new(&self.calendar, self.effects.clone(), self.season, inner)
    }
}

impl FittedModel for OnCalendar {
    fn name(&self) -> String {
        self.inner.name()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.ahead(self.inner.mean(horizon))
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        self.ahead(self.inner.path(shocks))
    }

    fn forecast(&self, horizon: usize, levels: &[f64]) -> Result<Forecast, ForecastError> {
        let mut forecast = self.inner.forecast(horizon, levels)?;
        let unmoved = forecast.mean.clone();
        forecast.mean = self.ahead(forecast.mean);
        for (error, (moved, unmoved)) in
            forecast.standard_error.iter_mut().zip(forecast.mean.iter().zip(&unmoved))
        {
            let share = if self.effects.by_shares && *unmoved != 0.0 { moved / unmoved } else { 1.0 };
            *error *= share.abs();
        }
        for (error, period) in forecast.standard_error.iter_mut().zip(self.fitted.len()..) {
            if self.calendar.is_closed(period) {
                *error = 0.0;
            }
        }
        for interval in &mut forecast.intervals {
            interval.lower = self.ahead(std::mem::take(&mut interval.lower));
            interval.upper = self.ahead(std::mem::take(&mut interval.upper));
        }
        forecast.checked()
    }

    fn spread(&self) -> Option<&Spread> {
        self.inner.spread()
    }

    fn agreement(&self, horizon: usize) -> f64 {
        self.inner.agreement(horizon)
    }

    fn likelihood(&self) -> Option<Likelihood> {
        self.inner.likelihood()
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        let names = self.calendar.regressors.names().zip(&self.effects.weights);
        let effects = names.filter(|(_, weight)| **weight != 0.0);
        let mut parameters = self.inner.parameters();
        parameters.extend(effects.map(|(name, weight)| (name.to_owned(), *weight)));
        parameters
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(self.over(series, |open| self.inner.carried_to(open)))
    }

    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(self.over(series, |open| self.inner.refitted(open)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half a year of a shop that rests on Sundays and sells half on every 20th day.
    fn shop(days: usize) -> (Vec<f64>, Arc<Calendar>) {
        let mut random = fastrand::Rng::with_seed(4);
        let half: Vec<f64> = (0..days + 28).map(|day| f64::from(day % 20 == 9)).collect();
        let closed: Vec<bool> = (0..days + 28).map(|day| day % 7 == 6 || day % 50 == 49).collect();
        let series = (0..days)
            .map(|day| {
                let usual = (100.0 + 10.0 * (day % 7) as f64) * (0.97 + 0.06 * random.f64());
                if closed[day] { 0.0 } else { usual * (1.0 - 0.5 * half[day]) }
            })
            .collect();
        let regressors = Regressors::none().with("half-day", half).unwrap();
        (series, Arc::new(Calendar { closed, regressors }))
    }

    #[test]
    fn closed_days_are_zero_and_half_days_are_half_whatever_the_model() {
        let (series, calendar) = shop(180);
        for text in ["auto", "ets", "dynamic-optimised-theta", "arima(1,0,1)(0,1,1)[7]", "seasonal-naive"] {
            let model: Model = text.parse().unwrap();
            let fitted = model.fit_on(&series, 7, 28, &calendar).unwrap();
            let forecast = fitted.forecast(28, &[80.0]).unwrap();
            for (ahead, mean) in forecast.mean.iter().enumerate() {
                let day = 180 + ahead;
                let usual = 100.0 + 10.0 * (day % 7) as f64;
                let expected = match () {
                    () if calendar.is_closed(day) => 0.0,
                    () if day % 20 == 9 => usual / 2.0,
                    () => usual,
                };
                assert!((mean - expected).abs() <= 0.1 * expected, "{text} {day}: {mean} for {expected}");
                let interval = &forecast.intervals[0];
                assert!(interval.lower[ahead] <= *mean && *mean <= interval.upper[ahead], "{text} {day}");
            }
        }
    }

    #[test]
    fn a_model_without_calendar_is_the_model_itself() {
        let (series, _) = shop(100);
        let model = Model::EtsAverage;
        let alone = model.fit(&series, 7, 7).unwrap().mean(7);
        assert_eq!(model.fit_on(&series, 7, 7, &Arc::default()).unwrap().mean(7), alone);
    }
}
