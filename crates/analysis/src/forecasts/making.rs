//! Makes forecasts: the total by itself, then its parts, reconciled to sum to it.

use comptoir_calendar::{Date, Period};
use comptoir_forecast::{BatchForecast, Forecast, Model, forecast_all, reconcile};

use super::agreement::Agreement;
use super::past::{Past, Pasts, is_the_briefs};
use super::{ForecastDay, ForecastTarget, LEVELS, RevenueForecast, Wanted};
use crate::{AnalysisError, Sales, cents::wholes_that_sum};

/// Forecasts the days after the last one that is complete for every store: the total first, then the groups.
///
/// The total is forecast by itself, so that it is the same however it is divided, and the groups are reconciled to
/// sum to it, to the cent. The brief's ARIMA sees the days that have sales, one after the other, and forecasts from the
/// last of them. All other models see a closed day as zero and know which days will be closed, what the calendar says
/// of each day, and that a missing day is no zero. A group that has stopped is forecast at zero, or at its mean times
/// the chance that it comes back; one whose past does not allow the model by `auto`. Unless a past day was below
/// zero, no forecast and no bound is. `report` is called with how many of how many series are done.
///
/// # Errors
/// When there are no sales, or too few days for the model.
pub fn forecast_revenue(
    sales: &Sales<'_>,
    wanted: &Wanted,
    report: impl Fn(usize, usize) + Sync,
) -> Result<Vec<RevenueForecast>, AnalysisError> {
    forecast_agreeing(sales, wanted, &Agreement::default(), report)
}

/// The same, the groups as those that they have to agree with.
pub(super) fn forecast_agreeing(
    sales: &Sales<'_>,
    wanted: &Wanted,
    agreement: &Agreement,
    report: impl Fn(usize, usize) + Sync,
) -> Result<Vec<RevenueForecast>, AnalysisError> {
    let available = sales.available()?.ok_or(AnalysisError::NoSales)?;
    if let Some(by) = wanted.by.filter(|by| by.is_of_time()) {
        return Err(AnalysisError::NotForecastBy(by));
    }
    let pasts = Pasts::of(sales, &wanted.filters, wanted.by)?;
    let complete = pasts.complete().ok_or(AnalysisError::NoSales)?;
    let last = if is_the_briefs(&wanted.model) { available.last() } else { complete.last() };
    let known = pasts.known_on(last);
    let (mut targets, mut past): (Vec<ForecastTarget>, Vec<Past>) = (vec![], vec![]);
    for (place, target) in pasts.targets.iter().enumerate() {
        if let Some(of_target) = pasts.up_to(place, &known, wanted.horizon)? {
            targets.push(target.clone());
            past.push(of_target);
        }
    }
    check_size(targets.len(), wanted)?;
    let made = Making { wanted, agreement, report: &report }.all(&past, &targets)?;
    let forecast = |(target, (model, made)): (ForecastTarget, (String, BatchForecast))| RevenueForecast {
        id: None,
        total_id: None,
        model,
        target,
        last_day: last,
        data_version: sales.data_version(),
        made_at: String::new(),
        levels: wanted.levels.clone(),
        error_correlation: made.error_correlation,
        days: days(last, &made.forecast),
    };
    Ok(targets.into_iter().zip(made).map(forecast).collect())
}

/// Refuses what would be more numbers than are wanted, before any model is fitted.
fn check_size(series: usize, wanted: &Wanted) -> Result<(), AnalysisError> {
    let numbers_a_day = (1 + 2 * wanted.levels.len()).saturating_mul(series);
    if numbers_a_day.saturating_mul(wanted.horizon) > wanted.most_numbers {
        let limit = wanted.most_numbers / numbers_a_day.max(1);
        return Err(AnalysisError::ForecastTooLarge { series, days: wanted.horizon, limit });
    }
    Ok(())
}

struct Making<'a, R> {
    wanted: &'a Wanted,
    agreement: &'a Agreement,
    report: &'a R,
}

impl<R: Fn(usize, usize) + Sync> Making<'_, R> {
    /// The forecasts of a total and of its parts, with the names of the models that made them.
    fn all(
        &self,
        pasts: &[Past],
        targets: &[ForecastTarget],
    ) -> Result<Vec<(String, BatchForecast)>, AnalysisError> {
        let (whole, others) = pasts.split_first().ok_or(AnalysisError::NoSales)?;
        let (model, count) = (&self.wanted.model, pasts.len());
        // By itself: series that are forecast together share how their errors spread. A caller that asks for a model
        // of all sales gets the reason why it cannot be fitted.
        let made = self.by_model(model, &[whole], |_| (self.report)(1, count)).pop();
        let mut total = made.ok_or(AnalysisError::NoSales)??;
        let units = Units::of(self.wanted.decimals);
        units.round(&mut total.forecast);
        let mut named = vec![];
        let refs: Vec<&Past> = others.iter().collect();
        for (made, past) in
            self.by_model(model, &refs, |done| (self.report)(1 + done, count)).into_iter().zip(others)
        {
            named.push(if let Ok(made) = made {
                (model.to_string(), made)
            } else {
                let auto = self.by_model(&Model::Auto, &[past], |_| ()).pop();
                (Model::Auto.to_string(), auto.ok_or(AnalysisError::NoSales)??)
            });
        }
        let floors: Vec<f64> = others.iter().map(Past::floor).collect();
        let mean = &total.forecast.mean;
        let bounds = self.agreement.bounds(targets.get(1..).unwrap_or_default(), mean);
        for (members, sums) in bounds.unwrap_or_else(|| vec![((0..named.len()).collect(), mean.clone())]) {
            units.bring_to(&sums, &mut named, &members, &floors);
        }
        named.insert(0, (model.to_string(), total));
        Ok(named)
    }

    fn by_model(
        &self,
        model: &Model,
        pasts: &[&Past],
        report: impl Fn(usize) + Sync,
    ) -> Vec<Result<BatchForecast, comptoir_forecast::ForecastError>> {
        // The kept levels are made as well, after those asked for.
        let levels: Vec<f64> = [self.wanted.levels.as_slice(), &LEVELS].concat();
        let horizon = self.wanted.horizon;
        let fit = |past: &&Past| past.fit(model, horizon);
        let mut made = forecast_all(pasts, horizon, &levels, fit, report);
        for (made, past) in made.iter_mut().zip(pasts) {
            let Ok(made) = made else { continue };
            if is_the_briefs(model) {
                past.take_absence_out(&mut made.forecast);
            }
            made.forecast.keep_above(past.floor());
        }
        made
    }
}

/// The smallest units of a currency: amounts are in them, so that what is shown in several places is the same.
#[derive(Clone, Copy)]
struct Units {
    /// How many make one of the currency.
    in_one: f64,
}

impl Units {
    fn of(decimals: i32) -> Self {
        Self { in_one: 10.0_f64.powi(decimals) }
    }

    /// Beyond the range of units, the number itself.
    fn rounded(self, amount: f64) -> f64 {
        let rounded = (amount * self.in_one).round() / self.in_one;
        if rounded.is_finite() { rounded } else { amount }
    }

    fn round(self, forecast: &mut Forecast) {
        for mean in &mut forecast.mean {
            *mean = self.rounded(*mean);
        }
        self.round_bounds(forecast);
    }

    fn round_bounds(self, forecast: &mut Forecast) {
        for interval in &mut forecast.intervals {
            let bounds = interval.lower.iter_mut().zip(&mut interval.upper);
            for ((lower, upper), mean) in bounds.zip(&forecast.mean) {
                (*lower, *upper) = (self.rounded(*lower).min(*mean), self.rounded(*upper).max(*mean));
            }
        }
    }

    /// Brings some of the parts to sum to their total, day by day, to the unit.
    fn bring_to(
        self,
        total: &[f64],
        parts: &mut [(String, BatchForecast)],
        members: &[usize],
        floors: &[f64],
    ) {
        let mut forecasts: Vec<Forecast> =
            members.iter().map(|member| parts[*member].1.forecast.clone()).collect();
        let floors: Vec<f64> = members.iter().map(|member| floors[*member]).collect();
        reconcile(total, &mut forecasts, &floors);
        for (ahead, total) in total.iter().enumerate() {
            let means: Vec<f64> =
                forecasts.iter().map(|forecast| forecast.mean[ahead] * self.in_one).collect();
            for (forecast, mean) in forecasts.iter_mut().zip(wholes_that_sum(total * self.in_one, &means)) {
                forecast.mean[ahead] = mean / self.in_one;
            }
        }
        for (member, forecast) in members.iter().zip(forecasts) {
            parts[*member].1.forecast = forecast;
            self.round_bounds(&mut parts[*member].1.forecast);
        }
    }
}

fn days(last: Date, forecast: &Forecast) -> Vec<ForecastDay> {
    let days = Period::new(last, Date::MAX).into_iter().flat_map(Period::days).skip(1);
    let day = |(at, day): (usize, Date)| {
        let bounds = forecast.intervals.iter().map(|interval| (interval.lower[at], interval.upper[at]));
        ForecastDay { day, days: 1, mean: forecast.mean[at], bounds: bounds.collect(), before: None }
    };
    days.take(forecast.mean.len()).enumerate().map(day).collect()
}
