//! Models that know the calendar: days closed, and days unlike others.

mod closure_mixture;
mod effects;
pub(crate) mod over_year;
pub(crate) mod yearly_level;

use std::sync::Arc;

use closure_mixture::{Bounds, ClosureMixture};
use effects::Effects;

use crate::calendar::over_year::OverYear;
use crate::calendar::yearly_level::{DaysOfYear, YearlyLevel};
use crate::forecast::half_width;
use crate::model::{FittedModel, Likelihood};
use crate::series::{check, filled, present};
use crate::{ErrorDistribution, Forecast, ForecastError, Interval, Model, Regressors};

/// Facts known of every period beforehand, from the first of a series to as far ahead as forecasts are wanted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    /// How likely each period is closed, from 0 (open, as are those beyond the end) to 1. A closed one says nothing
    /// of the others, and is forecast as zero. One that may be closed is forecast as the mixture of both: its mean is
    /// that of an open one times the chance that it is open, and its bounds leave out on each side as much as they
    /// should. Once it is past, it was closed if its value is zero.
    pub closed: Vec<f64>,
    /// What makes a period unlike others of its season: holidays, the days around them, sales seasons. Each has an
    /// effect where the past shows one beyond chance, or where it has a prior: by shares where values are above
    /// zero, but for few that are zero, by sums elsewhere.
    pub regressors: Regressors,
    /// Where periods are days, the day of the year of each: from 0 on 1 January to 364 on 31 December, 29 February
    /// counting as the 28th. Days after the last are counted on; empty where they are not known.
    pub days_of_year: Arc<[u16]>,
}

impl Calendar {
    /// The probability that a period is closed; NaN when unknown, treated as certainly open.
    fn chance_closed(&self, period: usize) -> f64 {
        self.closed.get(period).map_or(0.0, |chance| chance.clamp(0.0, 1.0))
    }

    fn is_closed(&self, period: usize) -> bool {
        self.chance_closed(period) >= 1.0
    }

    fn is_doubted(&self, period: usize) -> bool {
        let chance = self.chance_closed(period);
        0.0 < chance && chance < 1.0
    }

    /// This calendar without the priors for times of the year.
    fn without_yearly_priors(&self) -> Self {
        Self { regressors: self.regressors.without_yearly_priors(), ..self.clone() }
    }

    /// This calendar once a series has shown which of its periods were closed.
    fn told_by(self: &Arc<Self>, series: &[f64]) -> Arc<Self> {
        let mut told = Arc::clone(self);
        for (period, value) in series.iter().enumerate().filter(|(period, _)| self.is_doubted(*period)) {
            Arc::make_mut(&mut told).closed[period] = f64::from(*value == 0.0);
        }
        told
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
        check(series)?;
        let level = || YearlyLevel::of(series, season, DaysOfYear::Known(Arc::clone(&calendar.days_of_year)));
        match (*self == Self::Auto).then(level).flatten() {
            Some(level) => {
                // Other years of the series say more of its Christmas than the prior of any shop's.
                let calendar = Arc::new(calendar.without_yearly_priors());
                let inner = self.fit_level_on(&level.out_of(series), season, horizon, &calendar)?;
                Ok(Box::new(OverYear::new(level, inner)))
            }
            None => self.fit_level_on(series, season, horizon, calendar),
        }
    }

    /// As [`Self::fit_on`], of a series whose level over the year is taken out, or not known.
    fn fit_level_on(
        &self,
        series: &[f64],
        season: usize,
        horizon: usize,
        calendar: &Arc<Calendar>,
    ) -> Result<Box<dyn FittedModel>, ForecastError> {
        let known = series.len() + horizon;
        let closes = (0..known).any(|period| calendar.chance_closed(period) > 0.0);
        if !closes && calendar.regressors.are_zero(known) {
            return self.fit_level(series, season, horizon);
        }
        let calendar = &calendar.told_by(series);
        // A closed day is no low value of an open one: left in, it would lower its weekday.
        let open = without(series, season, |period| calendar.is_closed(period));
        let effects = Effects::of(&open, season, calendar);
        let inner = self.fit_level(&effects.out_of(&open, calendar), season, horizon)?;
        // As `auto` has it: what has never been below zero is not forecast there.
        let is_kept_above = *self == Self::Auto && present(series).all(|value| value >= 0.0);
        let floor = if is_kept_above { 0.0 } else { f64::NEG_INFINITY };
        Ok(Box::new(OnCalendar::new(calendar, effects, season, floor, inner)))
    }
}

/// Closed periods as the same ones of the season around them are; missing values stay missing.
fn without(series: &[f64], season: usize, is_closed: impl Fn(usize) -> bool) -> Vec<f64> {
    let mut open: Vec<f64> = series.to_vec();
    for (period, value) in open.iter_mut().enumerate() {
        if is_closed(period) {
            *value = f64::NAN;
        }
    }
    let usual = filled(&open, season);
    for (period, value) in open.iter_mut().enumerate().filter(|(period, _)| is_closed(*period)) {
        *value = usual[period];
    }
    open
}

/// A model of what is left when closed days and the effects of the calendar are taken out.
#[derive(Debug)]
struct OnCalendar {
    calendar: Arc<Calendar>,
    effects: Effects,
    season: usize,
    /// Nothing ahead is below this.
    floor: f64,
    inner: Box<dyn FittedModel>,
    fitted: Vec<f64>,
}

impl OnCalendar {
    fn new(
        calendar: &Arc<Calendar>,
        effects: Effects,
        season: usize,
        floor: f64,
        inner: Box<dyn FittedModel>,
    ) -> Self {
        let calendar = Arc::clone(calendar);
        let mut model = Self { calendar, effects, season, floor, inner, fitted: Vec::new() };
        model.fitted = model.put_back(model.inner.fitted().to_vec(), 0);
        model
    }

    /// The calendar put back into what the inner model says of the periods from `first` on.
    fn put_back(&self, mut values: Vec<f64>, first: usize) -> Vec<f64> {
        for (value, period) in values.iter_mut().zip(first..) {
            let effect = self.effects.at(&self.calendar, period);
            *value = if self.calendar.is_closed(period) {
                0.0
            } else if self.effects.by_shares {
                *value * effect.exp()
            } else {
                *value + effect
            };
        }
        values
    }

    /// The inner model's forecast of the periods ahead, with the calendar, as if those that may be closed were open.
    fn open_ahead(&self, values: Vec<f64>) -> Vec<f64> {
        let mut ahead = self.put_back(values, self.fitted.len());
        for value in ahead.iter_mut().filter(|value| **value < self.floor) {
            *value = self.floor;
        }
        ahead
    }

    /// The mean of the periods ahead.
    fn ahead(&self, values: Vec<f64>) -> Vec<f64> {
        let mut ahead = self.open_ahead(values);
        for closure in self.closures(ahead.len()) {
            ahead[closure.ahead] *= closure.open();
        }
        ahead
    }

    /// Which of the periods ahead may be closed.
    fn closures(&self, horizon: usize) -> impl Iterator<Item = ClosureMixture> + '_ {
        let first = self.fitted.len();
        let of =
            move |ahead: usize| ClosureMixture { ahead, closed: self.calendar.chance_closed(first + ahead) };
        (0..horizon).filter(move |ahead| self.calendar.is_doubted(first + ahead)).map(of)
    }

    /// The forecast of periods ahead, as if those that may be closed were open.
    fn open_forecast(&self, horizon: usize, levels: &[f64]) -> Result<Forecast, ForecastError> {
        let mut forecast = self.inner.forecast(horizon, levels)?;
        let unmoved = forecast.mean.clone();
        forecast.mean = self.open_ahead(forecast.mean);
        for (error, (moved, unmoved)) in
            forecast.standard_error.iter_mut().zip(forecast.mean.iter().zip(&unmoved))
        {
            // An effect by shares scales the error with the value; one by sums moves the value alone.
            let share = if self.effects.by_shares && *unmoved != 0.0 { moved / unmoved } else { 1.0 };
            *error *= share.abs();
        }
        for (error, period) in forecast.standard_error.iter_mut().zip(self.fitted.len()..) {
            if self.calendar.is_closed(period) {
                *error = 0.0;
            }
        }
        for interval in &mut forecast.intervals {
            interval.lower = self.open_ahead(std::mem::take(&mut interval.lower));
            interval.upper = self.open_ahead(std::mem::take(&mut interval.upper));
        }
        self.widen(&mut forecast)?;
        Ok(forecast)
    }

    /// How far the effects on each period ahead may be off: none on closed ones.
    fn deviations(&self, horizon: usize) -> Vec<f64> {
        let first = self.fitted.len();
        let at = |period: usize| self.effects.deviation_at(&self.calendar, period);
        (first..first + horizon)
            .map(|period| if self.calendar.is_closed(period) { 0.0 } else { at(period) })
            .collect()
    }

    /// Adds to errors and intervals how far the effects may be off, independent of all else.
    fn widen(&self, forecast: &mut Forecast) -> Result<(), ForecastError> {
        let deviations = self.deviations(forecast.mean.len());
        let unsure = || forecast.mean.iter().zip(&deviations).enumerate().filter(|(_, (_, off))| **off > 0.0);
        for (at, (mean, deviation)) in unsure() {
            let (_, off) = self.effects.reach(*mean, *deviation, 1.0);
            // Independent errors add by their squares.
            forecast.standard_error[at] = forecast.standard_error[at].hypot(off);
        }
        for Interval { level, lower, upper } in &mut forecast.intervals {
            let width = half_width(*level)?;
            for (at, (mean, deviation)) in unsure() {
                let (below, above) = self.effects.reach(*mean, *deviation, width);
                lower[at] = (mean - (mean - lower[at]).hypot(below)).max(self.floor);
                upper[at] = mean + (upper[at] - mean).hypot(above);
            }
        }
        Ok(())
    }

    fn over(&self, series: &[f64], change: impl Fn(&[f64]) -> Box<dyn FittedModel>) -> Self {
        let calendar = self.calendar.told_by(series);
        let open = without(series, self.season, |period| calendar.is_closed(period));
        let inner = change(&self.effects.out_of(&open, &calendar));
        Self::new(&calendar, self.effects.clone(), self.season, self.floor, inner)
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
        let mut forecast = self.open_forecast(horizon, levels)?;
        let mut if_open = Bounds::new(|level| self.open_forecast(horizon, &[level]));
        for closure in self.closures(horizon) {
            closure.put_into(&mut forecast, &mut if_open)?;
        }
        forecast.checked()
    }

    fn error_distribution(&self) -> Option<&ErrorDistribution> {
        self.inner.error_distribution()
    }

    fn doubted(&self, horizon: usize) -> Vec<usize> {
        self.closures(horizon).map(|closure| closure.ahead).collect()
    }

    /// Errors of effects go together wholly, beside those of the model as they do.
    fn error_correlation(&self, horizon: usize) -> f64 {
        let error_correlation = self.inner.error_correlation(horizon);
        let deviations = self.deviations(horizon);
        if deviations.iter().all(|deviation| *deviation == 0.0) {
            return error_correlation;
        }
        let Ok(inner) = self.inner.forecast(horizon, &[]) else { return error_correlation };
        let mean = self.ahead(inner.mean);
        let effects: Vec<f64> =
            mean.iter().zip(&deviations).map(|(mean, off)| self.effects.reach(*mean, *off, 1.0).1).collect();
        let pairs = |of: &[f64]| of.iter().sum::<f64>().powi(2) - of.iter().map(|off| off * off).sum::<f64>();
        let all: Vec<f64> =
            inner.standard_error.iter().zip(&effects).map(|(error, off)| error.hypot(*off)).collect();
        let together = (error_correlation * pairs(&inner.standard_error) + pairs(&effects)) / pairs(&all);
        if together.is_finite() { together.clamp(0.0, 1.0) } else { error_correlation }
    }

    fn likelihood(&self) -> Option<Likelihood> {
        self.inner.likelihood()
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        let names = self.calendar.regressors.names().zip(&self.effects.each);
        let effects = names.filter(|(_, effect)| effect.weight != 0.0);
        let mut parameters = self.inner.parameters();
        parameters.extend(effects.map(|(name, effect)| (name.to_owned(), effect.weight)));
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
    use crate::Prior;

    /// Half a year of a shop that rests on Sundays and sells half on every 20th day.
    fn shop(days: usize) -> (Vec<f64>, Arc<Calendar>) {
        let mut random = fastrand::Rng::with_seed(4);
        let half: Vec<f64> = (0..days + 28).map(|day| f64::from(day % 20 == 9)).collect();
        let is_closed = |day: usize| day % 7 == 6 || day % 50 == 49;
        let closed: Vec<f64> = (0..days + 28).map(|day| f64::from(is_closed(day))).collect();
        let series = (0..days)
            .map(|day| {
                let usual = (100.0 + 10.0 * (day % 7) as f64) * (0.97 + 0.06 * random.f64());
                if is_closed(day) { 0.0 } else { usual * (1.0 - 0.5 * half[day]) }
            })
            .collect();
        let regressors = Regressors::none().with("half-day", half).unwrap();
        (series, Arc::new(Calendar { closed, regressors, ..Calendar::default() }))
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
                let expected = if calendar.is_closed(day) {
                    0.0
                } else if day % 20 == 9 {
                    usual / 2.0
                } else {
                    usual
                };
                assert!((mean - expected).abs() <= 0.1 * expected, "{text} {day}: {mean} for {expected}");
                let interval = &forecast.intervals[0];
                assert!(interval.lower[ahead] <= *mean && *mean <= interval.upper[ahead], "{text} {day}");
            }
        }
    }

    /// Twelve weeks and two ahead, the second of which nobody has seen the like of.
    fn unseen(prior: Prior) -> Arc<Calendar> {
        let column = (0..98).map(|day| f64::from(day >= 91)).collect();
        let regressors = Regressors::none().with_prior("unseen", column, prior).unwrap();
        Arc::new(Calendar { closed: Vec::new(), regressors, ..Calendar::default() })
    }

    #[test]
    fn what_was_never_seen_is_as_it_is_believed_and_less_sure() {
        let mut random = fastrand::Rng::with_seed(5);
        let series: Vec<f64> =
            (0..84).map(|day| (100.0 + 10.0 * f64::from(day % 7)) * (0.95 + 0.1 * random.f64())).collect();
        let calendar = unseen(Prior { effect: 2.0_f64.ln(), deviation: 0.4, is_yearly: false });
        for text in ["auto", "ets", "seasonal-naive"] {
            let model: Model = text.parse().unwrap();
            let plain = model.fit(&series, 7, 14).unwrap();
            let fitted = model.fit_on(&series, 7, 14, &calendar).unwrap();
            let (usual, forecast) =
                (plain.forecast(14, &[80.0]).unwrap(), fitted.forecast(14, &[80.0]).unwrap());
            for ahead in 0..14 {
                let times = if ahead < 7 { 1.0 } else { 2.0 };
                assert!((forecast.mean[ahead] / usual.mean[ahead] - times).abs() < 0.02, "{text} {ahead}");
            }
            // 80 % of shops lie within 1.28 deviations: up to 1.67 times as much.
            let above = forecast.intervals[0].upper[9] / forecast.mean[9];
            assert!((1.6..1.8).contains(&above), "{text}: {above}");
            assert!(forecast.intervals[0].lower[9] > 0.0 && forecast.standard_error[9] > 0.4 * usual.mean[9]);
            assert!(fitted.error_correlation(14) > plain.error_correlation(14), "{text}");
        }
    }

    #[test]
    fn however_little_is_known_no_interval_of_sales_goes_below_zero() {
        let mut random = fastrand::Rng::with_seed(6);
        let series: Vec<f64> = (0..84).map(|_| 1.0 + 20.0 * random.f64() * random.f64()).collect();
        let calendar = unseen(Prior { effect: 0.0, deviation: 3.0, is_yearly: false });
        let forecast =
            Model::Auto.fit_on(&series, 7, 14, &calendar).unwrap().forecast(14, &[80.0, 99.0]).unwrap();
        for interval in forecast.intervals {
            assert!(interval.lower.iter().all(|bound| *bound >= 0.0), "{interval:?}");
        }
    }

    /// A shop whose days may be closed from the second week ahead on.
    fn doubted(closed: f64) -> Arc<Calendar> {
        let closed = (0..98).map(|day| if day >= 91 { closed } else { 0.0 }).collect();
        Arc::new(Calendar { closed, regressors: Regressors::none(), ..Calendar::default() })
    }

    #[test]
    fn what_may_be_closed_is_a_mixture_of_zero_and_of_what_it_sells_if_open() {
        let mut random = fastrand::Rng::with_seed(8);
        let series: Vec<f64> = (0..84).map(|_| 100.0 + 10.0 * random.f64()).collect();
        for text in ["auto", "ets", "mean"] {
            let model: Model = text.parse().unwrap();
            let levels = [80.0, 60.0, 30.0, 98.0];
            let open = model.fit(&series, 7, 14).unwrap().forecast(14, &levels).unwrap();
            let forecast = |chance: f64| {
                model.fit_on(&series, 7, 14, &doubted(chance)).unwrap().forecast(14, &levels).unwrap()
            };
            // Half of what is open lies in the middle: of the shares 0.1 to 0.9 of all, 0.8 of the open.
            let half = forecast(0.5);
            assert_eq!(
                (&half.mean[..7], &half.intervals[0].lower[..7]),
                (&open.mean[..7], &open.intervals[0].lower[..7])
            );
            for at in 7..14 {
                assert!((half.mean[at] - 0.5 * open.mean[at]).abs() < 1e-9, "{text}");
                let bounds = |at_level: usize| {
                    (half.intervals[at_level].lower[at], half.intervals[at_level].upper[at])
                };
                assert!(bounds(0).0.abs() < f64::EPSILON, "{text}");
                assert!(
                    (bounds(0).1 - open.intervals[1].upper[at]).abs() < 1e-9,
                    "{text}: {bounds:?}",
                    bounds = bounds(0)
                );
                // Two errors of which one is sure: 100 or nothing.
                assert!((half.standard_error[at] / half.mean[at] - 1.0).abs() < 0.01, "{text}");
            }
            // With one chance in a hundred it hardly counts, and with 99 the shop is as good as closed.
            let (rarely, mostly) = (forecast(0.02), forecast(0.99));
            assert!(rarely.intervals[0].lower[9] > 90.0 && rarely.intervals[3].lower[9] == 0.0, "{text}");
            let (upper, mean) = (mostly.intervals[0].upper[9], mostly.mean[9]);
            assert!((upper - mean).abs() < 1e-9 && mean < 1.1, "{text}");
        }
    }

    #[test]
    fn what_has_come_tells_whether_it_was_closed() {
        let series: Vec<f64> =
            (0..98).map(|day| if day == 95 { 0.0 } else { 100.0 + f64::from(day % 7) }).collect();
        let fitted = Model::EtsAverage.fit_on(&series[..84], 7, 14, &doubted(0.8)).unwrap();
        assert!((fitted.mean(14)[11] - 0.2 * 104.0).abs() < 1.0);
        let carried = fitted.carried_to(&series);
        assert!((carried.fitted()[94] - 103.0).abs() < 1.0);
        assert!(carried.fitted()[95].abs() < f64::EPSILON);
        assert!((carried.mean(7)[4] - 104.0).abs() < 1.0, "{:?}", carried.mean(7));
    }

    #[test]
    fn of_what_rarely_sells_nothing_is_believed_and_days_without_sales_stay_so() {
        let series: Vec<f64> = (0..84).map(|day| if day % 5 == 0 { 3.0 } else { 0.0 }).collect();
        let calendar = unseen(Prior { effect: 2.0, deviation: 1.0, is_yearly: false });
        let forecast = Model::Auto.fit_on(&series, 7, 14, &calendar).unwrap().forecast(14, &[80.0]).unwrap();
        assert!(forecast.mean[9] < 1.5, "{:?}", forecast.mean);
    }

    #[test]
    fn a_model_without_calendar_is_the_model_itself() {
        let (series, _) = shop(100);
        let model = Model::EtsAverage;
        let alone = model.fit(&series, 7, 7).unwrap().mean(7);
        assert_eq!(model.fit_on(&series, 7, 7, &Arc::default()).unwrap().mean(7), alone);
    }
}
