//! The order of a model found by its criterion (R. J. Hyndman, Y. Khandakar, "Automatic time series forecasting: the
//! forecast package for R", Journal of Statistical Software 27(3), 2008).

use std::collections::HashMap;

use super::fit::{MOST_WORK, Parameters, Search};
use super::scaled::Scaled;
use super::stationarity::{level_moves, season_moves};
use super::transform::coefficients_to_partials;
use super::{Arima, LevelStart};
use crate::series::{check, differenced, filled, present};
use crate::{ArimaOrder, ForecastError, Regressors};

/// The most terms of each kind, as in section 3.2 there.
const MOST_TERMS: usize = 5;
const MOST_SEASONAL_TERMS: usize = 2;
/// A search looks at this many orders at most.
const MOST_ORDERS: usize = 94;
/// About so many times the work of one likelihood goes into a close search, whose covariances mostly settle.
const CLOSE: usize = 5;
/// Roots at least this far outside the unit circle: closer ones make forecasts that rest on rounding.
const NEAREST_ROOT: f64 = 1.01;
/// Longer seasons ask for states that a search has no time for.
const LONGEST_SEASON: usize = 60;

/// How closely the likelihoods of the orders tried are compared. Where a search across gaps would take more than a second
/// or two, they are filled by the values of their season meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Selection {
    /// Every order by its highest likelihood; the one chosen is fitted as [`Arima::fit`] does.
    Exact,
    /// Every order by its likelihood where conditional least squares put it; the one chosen is then fitted to the end. In
    /// long series of long seasons by its coefficients with the gaps filled, the model then being run over the values
    /// present.
    Approximate,
}

impl Arima {
    /// The model of the order with the lowest AICc, found by steps from four orders as in section 3.2 of Hyndman and
    /// Khandakar (2008); differences by the test of Kwiatkowski et al. (1992), seasonal ones by the strength of the
    /// season.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] below three values, [`ForecastError::ValueInfinite`],
    /// [`ForecastError::ValueTooLarge`], and [`ForecastError::LikelihoodUndefined`].
    pub fn auto(series: &[f64], season: usize, selection: Selection) -> Result<Self, ForecastError> {
        Self::auto_with(series, season, selection, &Regressors::none())
    }

    /// The same beside regressors.
    ///
    /// # Errors
    ///
    /// Those of [`Self::auto`].
    pub fn auto_with(
        series: &[f64],
        season: usize,
        selection: Selection,
        regressors: &Regressors,
    ) -> Result<Self, ForecastError> {
        check(series)?;
        let season = if (2..=LONGEST_SEASON).contains(&season) { season } else { 1 };
        let mut walk = Walk::new(series, season, selection, regressors);
        walk.go();
        match walk.best {
            Some((_, order)) => match selection {
                Selection::Exact => Self::fit_with(order, series, regressors),
                Selection::Approximate if walk.is_filled => {
                    Self::fit_to_filled(order, series, regressors, &walk)
                }
                Selection::Approximate => {
                    Self::search(order, series, regressors, (LevelStart::Diffuse, Search::Close))
                }
            },
            None => Self::simplest(series, regressors),
        }
    }

    /// The coefficients where the likelihood is highest with the gaps filled, beside the weights and the variance where
    /// that of the series as it is is highest.
    fn fit_to_filled(
        order: ArimaOrder,
        series: &[f64],
        regressors: &Regressors,
        filled: &Walk,
    ) -> Result<Self, ForecastError> {
        let (start, search) = (LevelStart::Diffuse, Search::Close);
        let (_, coefficients) =
            Self::likelihood_of(order, &filled.series, &filled.regressors, (start, search))?;
        let scaled = Scaled::new(order, series, regressors, start)?;
        let parameters = Parameters { coefficients, variance: None, weights: None };
        Self::run(order, series, &scaled, regressors, (start, parameters))
    }

    /// For series too short for any other: their mean.
    fn simplest(series: &[f64], regressors: &Regressors) -> Result<Self, ForecastError> {
        let mean = ArimaOrder::new(0, 0, 0)?.with_constant(true)?;
        Self::fit_with(mean, series, regressors).or_else(|_| Self::fit(mean, series))
    }
}

/// The terms of an order without its differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Terms {
    p: usize,
    q: usize,
    seasonal_p: usize,
    seasonal_q: usize,
    constant: bool,
}

struct Walk {
    series: Vec<f64>,
    /// Whether gaps of the series are filled, and what comes before its first value is left out.
    is_filled: bool,
    season: usize,
    differences: (usize, usize),
    search: Search,
    regressors: Regressors,
    tried: HashMap<Terms, Option<f64>>,
    best: Option<(f64, ArimaOrder)>,
    best_terms: Terms,
}

impl Walk {
    fn new(series: &[f64], season: usize, selection: Selection, regressors: &Regressors) -> Self {
        // What comes before the first value would be invented.
        let first = series.iter().take_while(|value| value.is_nan()).count();
        let whole = filled(&series[first..], season);
        let has_gaps = present(series).count() < series.len();
        let is_filled = has_gaps && is_dear(whole.len(), season, selection);
        let (series, regressors) = if is_filled {
            (whole.clone(), regressors.since(first))
        } else {
            (series.to_vec(), regressors.clone())
        };
        let search = match selection {
            Selection::Exact => Search::Close,
            Selection::Approximate => Search::Conditional,
        };
        // Seasonal differences first: they may take the level's movement with them.
        let seasonal = usize::from(season_moves(&whole, season));
        let mut rest = differenced(whole, season, seasonal);
        let mut level = 0;
        while level + seasonal < ArimaOrder::MAX_DIFFERENCES && level_moves(&rest) {
            rest = differenced(rest, 1, 1);
            level += 1;
        }
        let none = Terms { p: 0, q: 0, seasonal_p: 0, seasonal_q: 0, constant: false };
        Self {
            series,
            is_filled,
            season,
            differences: (level, seasonal),
            search,
            regressors,
            tried: HashMap::new(),
            best: None,
            best_terms: none,
        }
    }

    fn go(&mut self) {
        let constant = self.differences.0 + self.differences.1 <= 1;
        let seasonal = usize::from(self.season > 1);
        for (p, q, seasonal_p, seasonal_q) in [(2, 2, 1, 1), (0, 0, 0, 0), (1, 0, 1, 0), (0, 1, 0, 1)] {
            let (seasonal_p, seasonal_q) = (seasonal_p * seasonal, seasonal_q * seasonal);
            self.try_terms(Terms { p, q, seasonal_p, seasonal_q, constant });
        }
        if constant {
            self.try_terms(Terms { p: 0, q: 0, seasonal_p: 0, seasonal_q: 0, constant: false });
        }
        // Steps go on from the first neighbour that is better.
        while self.tried.len() < MOST_ORDERS && self.step() {}
    }

    /// Whether a neighbour of the best order is better.
    fn step(&mut self) -> bool {
        let centre = self.best_terms;
        let add = |count: usize, change: i32| count.checked_add_signed(change as isize);
        let within = [(0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, -1, -1), (0, 0, 1, 1)];
        let changes = within.into_iter().chain([
            (-1, 0, 0, 0),
            (0, -1, 0, 0),
            (1, 0, 0, 0),
            (0, 1, 0, 0),
            (-1, -1, 0, 0),
            (1, 1, 0, 0),
        ]);
        for (p, q, seasonal_p, seasonal_q) in changes {
            let terms = (|| {
                Some(Terms {
                    p: add(centre.p, p)?,
                    q: add(centre.q, q)?,
                    seasonal_p: add(centre.seasonal_p, seasonal_p)?,
                    seasonal_q: add(centre.seasonal_q, seasonal_q)?,
                    ..centre
                })
            })();
            if terms.is_some_and(|terms| self.try_terms(terms)) {
                return true;
            }
        }
        self.try_terms(Terms { constant: !centre.constant, ..centre })
    }

    /// Whether an order not tried before is the best so far.
    fn try_terms(&mut self, terms: Terms) -> bool {
        let Terms { p, q, seasonal_p, seasonal_q, constant } = terms;
        let seasonal = seasonal_p.max(seasonal_q);
        let too_many = p.max(q) > MOST_TERMS || seasonal > MOST_SEASONAL_TERMS;
        if too_many || (seasonal > 0 && self.season < 2) || self.tried.contains_key(&terms) {
            return false;
        }
        let (level, seasonal) = self.differences;
        let order = ArimaOrder::new(p, level, q)
            .and_then(|order| order.seasonal((seasonal_p, seasonal, seasonal_q), self.season))
            .and_then(|order| order.with_constant(constant));
        let Ok(order) = order else { return false };
        let criterion = self.criterion(order);
        self.tried.insert(terms, criterion);
        match (criterion, self.best) {
            (Some(new), Some((best, _))) if new >= best => false,
            (Some(new), _) => {
                self.best = Some((new, order));
                self.best_terms = terms;
                true
            }
            (None, _) => false,
        }
    }

    /// The AICc of an order; `None` where it cannot be fitted, or only on the edge of what is stationary.
    fn criterion(&self, order: ArimaOrder) -> Option<f64> {
        let start = LevelStart::Diffuse;
        let model = Arima::likelihood_of(order, &self.series, &self.regressors, (start, self.search)).ok()?;
        let (likelihood, coefficients) = model;
        // A series that the order explains without an error needs no other.
        let Some(likelihood) = likelihood else { return Some(f64::NEG_INFINITY) };
        let turned = |coefficients: &[f64]| coefficients.iter().map(|value| -value).collect::<Vec<f64>>();
        let sound = is_inside(&coefficients.ar)
            && is_inside(&coefficients.seasonal_ar)
            && is_inside(&turned(&coefficients.ma));
        let criterion = likelihood.aicc();
        (sound && criterion.is_finite()).then_some(criterion)
    }
}

/// Whether a search across gaps, where every likelihood moves covariances, takes more than a second or two.
fn is_dear(length: usize, season: usize, selection: Selection) -> bool {
    // Without season it is the order alone.
    let usual = ArimaOrder::new(2, 1, 2).map(|order| order.seasonal((1, 1, 1), season).unwrap_or(order));
    let state = usual.map_or(0, ArimaOrder::state);
    let likelihoods = if selection == Selection::Exact { MOST_ORDERS * CLOSE } else { MOST_ORDERS };
    likelihoods * length * state * state > MOST_WORK
}

/// Whether the roots of `1 - c B - ...` lie far enough outside the unit circle.
fn is_inside(coefficients: &[f64]) -> bool {
    let moved: Vec<f64> =
        (1..).zip(coefficients).map(|(lag, value)| value * NEAREST_ROOT.powi(lag)).collect();
    coefficients_to_partials(&moved).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FittedModel;

    #[test]
    fn a_season_that_repeats_is_differenced() {
        let mut random = fastrand::Rng::with_seed(7);
        let series: Vec<f64> =
            (0..120).map(|day| [9.0, 3.0, 4.0, 5.0, 6.0, 12.0, 1.0][day % 7] + random.f64()).collect();
        let model = Arima::auto(&series, 7, Selection::Approximate).unwrap();
        assert_eq!(model.order().seasonal_d(), 1, "{}", model.order());
        let ahead = model.mean(7);
        assert!(
            ahead.iter().any(|value| *value > 11.0) && ahead.iter().any(|value| *value < 3.0),
            "{ahead:?}"
        );
    }

    #[test]
    fn a_long_season_is_found_across_gaps() {
        let mut random = fastrand::Rng::with_seed(8);
        let mut series: Vec<f64> =
            (0..520).map(|week| 100.0 + 30.0 * f64::from(week % 52 < 6) + random.f64()).collect();
        for at in [0, 1, 40, 41, 42, 200, 333, 519] {
            series[at] = f64::NAN;
        }
        let model = Arima::auto(&series, 52, Selection::Approximate).unwrap();
        let ahead = model.mean(52);
        assert!(ahead[..6].iter().all(|value| *value > 120.0), "{}: {ahead:?}", model.order());
        assert!(ahead[6..].iter().all(|value| *value < 110.0), "{}: {ahead:?}", model.order());
        assert!(model.fitted().len() == 520 && model.residuals()[41].is_nan());
    }

    #[test]
    fn the_shortest_series_have_a_model() {
        for series in [&[1.0, 2.0, 4.0][..], &[1.0, f64::NAN, 4.0, 3.0], &[0.0; 5], &[7.0; 30]] {
            for selection in [Selection::Exact, Selection::Approximate] {
                let model = Arima::auto(series, 7, selection).unwrap();
                assert!(model.mean(3).iter().all(|value| value.is_finite()), "{series:?}: {}", model.order());
            }
        }
    }
}
