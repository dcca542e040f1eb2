//! The default model: a combination weighted by a trial on the last part of the series.

mod clean;
mod period;
mod pool;
mod rolling_origin;
mod seasonal_scale;

use clean::Cleaned;
use period::season_of;
use pool::Member;
use rolling_origin::{Evaluation, RollingOrigin, mean_size};
use seasonal_scale::SeasonalScale;

use crate::combine::combination::{Combination, Combiner, combined};
use crate::forecast::{Forecast, check_horizon};
use crate::model::{FittedModel, Likelihood};
use crate::series::{check, present};
use crate::{ErrorDistribution, ForecastError};

/// Days of a week, and of the whole weeks of a year.
const WEEK: usize = 7;
const YEAR: usize = 52 * WEEK;
/// Longer series are known by their end: three years of days.
const LONGEST: usize = 1_100;
/// Weights fall with the error to this power.
const POWER: f64 = 2.0;
/// Higher powers, tried in turn.
const SHARPER: [f64; 4] = [4.0, 8.0, 16.0, 64.0];
/// A model that errs this many times as much as the best has no say.
const WORST: f64 = 3.0;
/// Parts of the seasonal naive forecast that are tried where the combination has done no better.
const PARTS: i32 = 20;
/// A forecast may leave the range of the series by this many times it.
const RANGES: f64 = 2.0;
/// A line through fewer values than this is drawn by chance.
const FEWEST_FOR_LINES: usize = 5;

/// A combination of models weighted by how they would have done, with intervals from the errors that it would have
/// made.
///
/// What is not pattern is taken out first: periods of the season that are always zero are closed, and forecast as zero;
/// a rare zero, and a value unlike any other of its weekday, count as missing. Where no season is given but one is
/// plain to see, it is used. The level of days over the year is not its concern: [`Model::fit`](crate::Model::fit)
/// takes it out before. The models are exponential smoothing (all forms), the dynamic optimised theta model, complex
/// smoothing and ARIMA, theta and complex smoothing also of the logarithms where all values are above zero, the
/// seasonal naive forecast, and the mean of the season where it is short; for products that sell rarely, Syntetos and
/// Boylan's approximation, TSB and IMAPA take the place of the logarithms. Their forms are chosen on the whole
/// series. Estimated on its first part alone, they forecast the rest from up to 16 origins, and are weighted by `1 /
/// error²`; half their mean and half their median is the forecast. Where together they would have done worse than the
/// seasonal naive forecast, the better ones count for more, and then the seasonal naive forecast counts for more.
///
/// Without value there is no forecast; one value, and values that are all the same, are carried on; a series too short
/// for a trial is forecast by smoothing and the theta model. Only the last 1,100 values are looked at.
///
/// A series that has never been below zero has no forecast and no bound there.
#[derive(Debug)]
pub struct Auto {
    combination: Combination,
    /// For each period of the season, from that of the first value.
    closed: Vec<bool>,
    /// Values before this one are not looked at.
    first: usize,
    /// No forecast is below this.
    floor: f64,
    error_distribution: ErrorDistribution,
    /// How errors differ over the year, from the first value looked at.
    sizes: SeasonalScale,
    fitted: Vec<f64>,
    season: usize,
}

impl Auto {
    /// Fits a series with seasons of `season` periods (1: not known), to forecast about `horizon` periods.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] without any value, [`ForecastError::ValueInfinite`],
    /// [`ForecastError::ValueTooLarge`], [`ForecastError::HorizonZero`] and [`ForecastError::HorizonTooLong`].
    pub fn fit(series: &[f64], season: usize, horizon: usize) -> Result<Self, ForecastError> {
        check_horizon(horizon)?;
        let observed = check(series)?;
        if observed == 0 {
            return Err(ForecastError::SeriesTooShort { needed: 1, observed });
        }
        let first = series.iter().take_while(|value| value.is_nan()).count();
        // The models cost time in proportion to the length, and shops of four years ago were other shops.
        let first = first.max(series.len().saturating_sub(LONGEST));
        let past = &series[first..];
        let season = if season > 1 { season } else { season_of(past) };
        let cleaned = Cleaned::new(past, season);
        let never_negative = present(series).all(|value| value >= 0.0);
        let floor = if never_negative { 0.0 } else { f64::NEG_INFINITY };
        let Learned { combination, error_distribution, sizes } = learned(&cleaned, season, horizon, floor)
            .or_else(|| unlearned(&cleaned, season))
            .ok_or(ForecastError::LikelihoodUndefined)?;
        let fitted = fitted(&combination, first);
        let mut closed = cleaned.closed;
        // Counted from the first value looked at; the caller counts from the first of the series.
        let turned = first % closed.len();
        closed.rotate_right(turned);
        Ok(Self { combination, closed, first, floor, error_distribution, sizes, fitted, season })
    }

    /// The season used, in periods: the one given, or the one found.
    pub fn season(&self) -> usize {
        self.season
    }

    /// The models and their weights, which sum to one.
    pub fn members(&self) -> impl Iterator<Item = (f64, &dyn FittedModel)> {
        self.combination.members()
    }

    /// Zero on closed periods, and nothing below the floor.
    fn keep_open(&self, ahead: &mut [f64]) {
        for (value, period) in ahead.iter_mut().zip(self.fitted.len()..) {
            let is_closed = self.closed[period % self.closed.len()];
            *value = if is_closed { 0.0 } else { value.max(self.floor) };
        }
    }

    /// The same with its models changed to another past.
    fn with(&self, series: &[f64], change: impl Fn(&Combination, &[f64]) -> Combination) -> Self {
        let past = series.get(self.first..).unwrap_or_default();
        let cleaned = Cleaned::new(past, self.season);
        let combination = change(&self.combination, &cleaned.values);
        let fitted = fitted(&combination, self.first.min(series.len()));
        let (closed, error_distribution, sizes) =
            (self.closed.clone(), self.error_distribution.clone(), self.sizes.clone());
        Self { combination, closed, error_distribution, sizes, fitted, ..*self }
    }

    /// The first period ahead, counted from the first that is looked at.
    fn next(&self) -> usize {
        self.fitted.len().saturating_sub(self.first)
    }

    /// The mean of the periods ahead, zero where closed and not below the floor.
    fn open_ahead(&self, mut ahead: Vec<f64>) -> Vec<f64> {
        self.keep_open(&mut ahead);
        ahead
    }
}

/// The estimates from a past.
struct Learned {
    combination: Combination,
    /// Of errors over their size in the year.
    error_distribution: ErrorDistribution,
    sizes: SeasonalScale,
}

/// What models expected of the past, after so many values that are not looked at.
fn fitted(combination: &Combination, first: usize) -> Vec<f64> {
    let mut fitted = combination.fitted().to_vec();
    fitted.splice(0..0, std::iter::repeat_n(f64::NAN, first));
    fitted
}

/// Models weighted by their trial, and the spread of the errors they would have made together. `None` where the
/// series is too short for one.
fn learned(cleaned: &Cleaned, season: usize, horizon: usize, floor: f64) -> Option<Learned> {
    let trial = RollingOrigin::new(cleaned.values.len(), season, horizon)?;
    let run = |member: Member| trial.run(member, cleaned, season, floor);
    let naive = run(Member::SeasonalNaive)?;
    let mut tried: Vec<Evaluation> = Member::all(season, cleaned.zeros).into_iter().filter_map(run).collect();
    let best = tried.iter().map(|tried| tried.error).fold(f64::INFINITY, f64::min);
    // Before the weights are made: half the forecast is a median, in which a bad model has a say however
    // little it weighs.
    tried.retain(|tried| tried.error <= WORST * best);
    let (weights, part, errors) = weighted(&trial, cleaned, &tried, &naive);
    let pool = tried.into_iter().zip(&weights).map(|(tried, weight)| (*weight, tried.model));
    let mut members: Vec<(f64, Box<dyn FittedModel>)> =
        pool.filter(|(_, model)| is_plausible(model.as_ref(), &cleaned.values, horizon)).collect();
    if part > 0.0 || members.is_empty() {
        // A weight above zero, so that a combination without others is one.
        members.push((part.max(f64::MIN_POSITIVE), naive.model));
    }
    let combination = Combination::new(Combiner::Middle, members)?;
    let sizes = SeasonalScale::of(&one_ahead(&combination, cleaned), season);
    let mut relative = errors;
    // Errors over their size at their time of the year: an error of December says something of March.
    trial.over(&mut relative, |period| sizes.at(period));
    let error_distribution = ErrorDistribution::of(&relative, trial.horizons(cleaned.values.len()));
    Some(Learned { combination, error_distribution, sizes })
}

/// The errors of a combination in its past, one period ahead.
fn one_ahead(combination: &Combination, cleaned: &Cleaned) -> Vec<f64> {
    cleaned.measured.iter().zip(combination.fitted()).map(|(value, fitted)| value - fitted).collect()
}

/// The weights of models and of the seasonal naive forecast, and the errors they would have made together.
///
/// The first that would have done no worse than the seasonal naive forecast: by the usual power of the errors, by
/// higher ones, up to the best model alone; then with a part of the seasonal naive forecast, as small as it takes.
fn weighted(
    trial: &RollingOrigin,
    cleaned: &Cleaned,
    tried: &[Evaluation],
    naive: &Evaluation,
) -> (Vec<f64>, f64, Vec<Vec<f64>>) {
    let errors = |weights: &[f64], part: f64| {
        let parts = tried.iter().zip(weights).map(|(tried, weight)| (*weight, tried));
        let parts: Vec<(f64, &Evaluation)> = parts.chain([(part, naive)]).collect();
        let together = (0..naive.forecasts.len()).map(|origin| {
            let parts = parts.iter().map(|(weight, tried)| (*weight, tried.forecasts[origin].clone()));
            combined(Combiner::Middle, parts)
        });
        trial.errors(cleaned, &together.map(Option::unwrap_or_default).collect::<Vec<Vec<f64>>>())
    };
    // The fewer models a way rests on, the later it is tried.
    let usual = by_errors(tried, POWER);
    let sharper = SHARPER.iter().map(|power| (by_errors(tried, *power), 0.0));
    let with_naive = (1..=PARTS)
        .map(|part| f64::from(part) / f64::from(PARTS))
        .map(|part| (usual.iter().map(|weight| (1.0 - part) * weight).collect::<Vec<f64>>(), part));
    let ways = std::iter::once((usual.clone(), 0.0)).chain(sharper).chain(with_naive);
    for (weights, part) in ways {
        let errors = errors(&weights, part);
        if mean_size(&errors).is_some_and(|size| size <= naive.error) {
            return (weights, part, errors);
        }
    }
    (vec![0.0; tried.len()], 1.0, trial.errors(cleaned, &naive.forecasts))
}

/// Weights that fall with a power of the error, and sum to one.
fn by_errors(tried: &[Evaluation], power: f64) -> Vec<f64> {
    let best = tried.iter().map(|tried| tried.error).fold(f64::INFINITY, f64::min);
    let weight = |tried: &Evaluation| {
        let relative = if tried.error > 0.0 { (best / tried.error).powf(power) } else { 1.0 };
        tried.member.say() * relative
    };
    let weights: Vec<f64> = tried.iter().map(weight).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// Models of a series too short to learn from, one as good as the other, and their errors in it one period ahead.
fn unlearned(cleaned: &Cleaned, season: usize) -> Option<Learned> {
    let values = &cleaned.values;
    let seasonal = season > 1 && values.len() > season;
    let mut members: Vec<Member> = vec![Member::Ets];
    if values.len() >= FEWEST_FOR_LINES {
        members.push(Member::Theta);
    }
    if seasonal {
        members.push(Member::SeasonalNaive);
    }
    let fitted = members.into_iter().filter_map(|member| member.fit(values, season).ok());
    let plausible = fitted.filter(|model| is_plausible(model.as_ref(), values, season.max(FEWEST_FOR_LINES)));
    let mut models: Vec<(f64, Box<dyn FittedModel>)> = plausible.map(|model| (1.0, model)).collect();
    if models.is_empty() {
        models.push((1.0, Member::SeasonalNaive.fit(values, season).ok()?));
    }
    let combination = Combination::new(Combiner::Mean, models)?;
    let errors: Vec<Vec<f64>> =
        one_ahead(&combination, cleaned).into_iter().map(|error| vec![error]).collect();
    let error_distribution = ErrorDistribution::of(&errors, errors.len());
    Some(Learned { combination, error_distribution, sizes: SeasonalScale::alike() })
}

/// Whether what a model expects stays within a few times the range of the series.
fn is_plausible(model: &dyn FittedModel, values: &[f64], horizon: usize) -> bool {
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let reach = RANGES * (highest - lowest).max(highest.abs()).max(lowest.abs());
    model.mean(horizon).iter().all(|value| (lowest - reach..=highest + reach).contains(value))
}

impl FittedModel for Auto {
    fn name(&self) -> String {
        "auto".to_owned()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.open_ahead(self.combination.mean(horizon))
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        self.open_ahead(self.combination.path(shocks))
    }

    /// Intervals as wide as the errors that the combination would have made at this time of the year.
    fn forecast(&self, horizon: usize, levels: &[f64]) -> Result<Forecast, ForecastError> {
        check_horizon(horizon)?;
        let next = self.next();
        let sizes: Vec<f64> = (next..next + horizon).map(|period| self.sizes.at(period)).collect();
        let mut forecast = self.error_distribution.around(self.mean(horizon), &sizes, levels)?;
        for interval in &mut forecast.intervals {
            self.keep_open(&mut interval.lower);
            self.keep_open(&mut interval.upper);
        }
        self.keep_open(&mut forecast.standard_error);
        Ok(forecast)
    }

    fn error_distribution(&self) -> Option<&ErrorDistribution> {
        Some(&self.error_distribution)
    }

    fn error_correlation(&self, _horizon: usize) -> f64 {
        self.error_distribution.error_correlation()
    }

    fn likelihood(&self) -> Option<Likelihood> {
        None
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        self.combination.parameters()
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(self.with(series, Combination::carried))
    }

    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(self.with(series, Combination::fitted_again))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(count: usize) -> Vec<f64> {
        let mut random = fastrand::Rng::with_seed(2);
        (0..7 * count)
            .map(|day| [100.0, 90.0, 95.0, 105.0, 140.0, 180.0, 0.0][day % 7] * (0.9 + 0.2 * random.f64()))
            .collect()
    }

    #[test]
    fn closed_days_are_forecast_as_zero_without_width() {
        let forecast = Auto::fit(&weeks(20), 7, 14).unwrap().forecast(14, &[80.0, 95.0]).unwrap();
        for ahead in 0..14 {
            let closed = ahead % 7 == 6;
            assert_eq!(forecast.mean[ahead] == 0.0, closed, "{ahead}: {}", forecast.mean[ahead]);
            assert_eq!(forecast.intervals[1].upper[ahead] == 0.0, closed);
        }
        assert!((forecast.mean[5] - 180.0).abs() < 20.0, "{}", forecast.mean[5]);
    }

    #[test]
    fn the_shortest_series_are_carried_on() {
        for series in [&[5.0][..], &[5.0, 7.0], &[0.0; 3], &[f64::NAN, 4.0, 4.0, 4.0]] {
            let forecast = Auto::fit(series, 7, 3).unwrap().forecast(3, &[80.0]).unwrap();
            let last = series[series.len() - 1];
            assert!(forecast.mean.iter().all(|mean| (mean - last).abs() <= 2.0), "{series:?}: {forecast:?}");
        }
        assert!(Auto::fit(&[f64::NAN], 7, 3).is_err());
    }

    #[test]
    fn on_its_own_trial_it_is_never_worse_than_last_week() {
        // A walk that jumps: the hardest to beat is its last value.
        let mut random = fastrand::Rng::with_seed(9);
        let mut level = 100.0;
        for season in [1, 7] {
            let series: Vec<f64> = (0..100)
                .map(|_| {
                    level += 10.0 * (random.f64() - 0.5);
                    level
                })
                .collect();
            let cleaned = Cleaned::new(&series, season);
            let trial = RollingOrigin::new(series.len(), season, 14).unwrap();
            let naive = trial.run(Member::SeasonalNaive, &cleaned, season, 0.0).unwrap();
            let tried: Vec<Evaluation> = Member::all(season, cleaned.zeros)
                .into_iter()
                .filter_map(|member| trial.run(member, &cleaned, season, 0.0))
                .collect();
            let (_, _, errors) = weighted(&trial, &cleaned, &tried, &naive);
            assert!(mean_size(&errors).unwrap() <= naive.error);
        }
    }
}
