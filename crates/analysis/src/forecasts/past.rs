//! The past of what is forecast, and what is known of its days.

use std::collections::BTreeMap;
use std::sync::Arc;

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_forecast::{Arima, ArimaOrder, Calendar, FittedModel, ForecastError, Model};
use comptoir_sales::Money;

use super::anywhere::days_of_year;
use super::occasions::regressors;
use super::target::ForecastTarget;
use crate::arrivals::Trading;
use crate::grouping::Side;
use crate::{AnalysisError, Arrivals, Filter, Grouping, Question, Sales};

/// The days of a week.
pub(super) const WEEK: usize = 7;

/// Days that are forecast from, with all that is known of them and of the days after.
#[derive(Clone, Debug)]
pub(super) struct Past {
    /// Revenue in euros, day by day from the first with sales: zero where closed, NaN where a store has not told.
    pub(super) values: Vec<f64>,
    /// What is known of the days, those after the last included.
    pub(super) calendar: Arc<Calendar>,
    /// The days that have sales alone, one after the other, as the brief's ARIMA takes them: a closed day is no
    /// observation for it.
    pub(super) sold: Vec<f64>,
}

impl Past {
    /// No day was below zero, and none will be.
    pub(super) fn floor(&self) -> f64 {
        if self.values.iter().any(|value| *value < 0.0) { f64::NEG_INFINITY } else { 0.0 }
    }

    /// Fits a model. The brief's own is fitted as statsmodels fits it, to the days that sold alone, so that the figures
    /// are those of the brief's program.
    pub(super) fn fit(&self, model: &Model, horizon: usize) -> Result<Box<dyn FittedModel>, ForecastError> {
        if is_the_briefs(model) {
            return Ok(Box::new(Arima::fit_as_statsmodels(ArimaOrder::BRIEF, &self.sold)?));
        }
        model.fit_on(&self.values, WEEK, horizon, &self.calendar)
    }
}

/// Whether a model is that of the brief.
pub(super) fn is_the_briefs(model: &Model) -> bool {
    *model == Model::Arima(ArimaOrder::BRIEF)
}

/// The pasts of all sales and of the groups of a level, the groups in the order of their revenue.
pub(super) struct Pasts {
    arrivals: Arrivals,
    /// All sales first.
    pub(super) targets: Vec<ForecastTarget>,
    revenue: Vec<BTreeMap<Date, Money>>,
    /// Of each target, where it has stores of its own.
    own: Vec<Option<Arrivals>>,
}

impl Pasts {
    /// Of the sales that pass the filters; with a level, of each of its groups too.
    pub(super) fn of(
        sales: &Sales<'_>,
        filters: &[Filter],
        level: Option<Grouping>,
    ) -> Result<Self, AnalysisError> {
        // A product that rarely sells does not close the shop: only what says which stores counts for their days.
        let of_stores: Vec<Filter> =
            filters.iter().filter(|filter| filter.grouping.side() == Side::Store).cloned().collect();
        let arrivals = Arrivals::of(sales, &of_stores)?;
        let mut pasts =
            Self { arrivals, targets: vec![ForecastTarget::default()], revenue: vec![], own: vec![None] };
        pasts.revenue.push(by_day(sales, filters)?);
        let Some(level) = level else { return Ok(pasts) };
        let question = Question { filters: filters.to_vec(), ..Question::by_both(level, Grouping::Day) };
        let mut groups: BTreeMap<(Option<String>, Option<i64>), BTreeMap<Date, Money>> = BTreeMap::new();
        for row in sales.answer(&question)?.rows {
            let [group, day] = row.groups.as_slice() else { continue };
            let Some(day) = day.name.as_deref().and_then(parse_iso) else { continue };
            let id = group.id.filter(|_| level.has_ids());
            let sum = groups.entry((group.name.clone(), id)).or_default().entry(day).or_default();
            *sum = *sum + row.revenue();
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        let total =
            |days: &BTreeMap<Date, Money>| days.values().fold(Money::default(), |sum, day| sum + *day);
        groups.sort_by_key(|(_, days)| std::cmp::Reverse(total(days)));
        for ((name, id), revenue) in groups {
            let target = ForecastTarget { level: Some(level), group: crate::Group { name, id } };
            let own = (level.side() == Side::Store)
                .then(|| Arrivals::of(sales, &[of_stores.clone(), target.filters()].concat()));
            pasts.own.push(own.transpose()?);
            pasts.targets.push(target);
            pasts.revenue.push(revenue);
        }
        Ok(pasts)
    }

    /// From the first day with sales to the last that every store has told completely; `None` without sales.
    pub(super) fn complete(&self) -> Option<Period> {
        let complete = self.arrivals.complete()?;
        let first = *self.revenue.first()?.keys().next()?;
        // Sales on the last days that are incomplete alone leave the first of them.
        (first <= complete.last()).then(|| Period::between(first, complete.last()))
    }

    /// The past of a target up to a day, as it was known then, with what could be known of so many days after it. `None`
    /// where it has not sold by then.
    pub(super) fn up_to(
        &self,
        target: usize,
        last: Date,
        horizon: usize,
    ) -> Result<Option<Past>, AnalysisError> {
        let revenue = &self.revenue[target];
        let Some(first) = revenue.range(..=last).next().map(|(day, _)| *day) else { return Ok(None) };
        let arrivals = self.own[target].as_ref().unwrap_or(&self.arrivals).until(last);
        let period = Period::between(first, last);
        let whole = Period::starting_on(first, period.len() + horizon as u32);
        let ahead = Period::between(period.last(), whole.last());
        let trading = arrivals.trading(period);
        let values = period.days().zip(&trading).map(|(day, trading)| match (revenue.get(&day), trading) {
            (_, Trading::Unknown) => f64::NAN,
            (Some(revenue), _) => revenue.to_f64(),
            (None, _) => 0.0,
        });
        let values: Vec<f64> = values.collect();
        let mut closed: Vec<f64> = trading
            .iter()
            .zip(period.days())
            .map(|(trading, day)| f64::from(*trading == Trading::Closed && !revenue.contains_key(&day)))
            .collect();
        // The last known day stands first in the days ahead.
        closed.extend(arrivals.closed_ahead(ahead).into_iter().skip(1));
        let regressors = regressors(whole, period.len(), arrivals.place())?;
        let calendar = Calendar { closed, regressors, days_of_year: days_of_year(whole) };
        let sold = revenue.range(..=last).map(|(_, revenue)| revenue.to_f64()).collect();
        Ok(Some(Past { values, calendar: Arc::new(calendar), sold }))
    }

    /// What a target sold on each day of a period in the end, in euros: NaN where a store has not told.
    pub(super) fn came(&self, target: usize, period: Period) -> Vec<f64> {
        let arrivals = self.own[target].as_ref().unwrap_or(&self.arrivals);
        let days = period.days().zip(arrivals.trading(period));
        days.map(|(day, trading)| match trading {
            Trading::Unknown => f64::NAN,
            _ => self.revenue[target].get(&day).copied().unwrap_or_default().to_f64(),
        })
        .collect()
    }
}

fn by_day(sales: &Sales<'_>, filters: &[Filter]) -> Result<BTreeMap<Date, Money>, AnalysisError> {
    let question = Question { filters: filters.to_vec(), ..Question::by(Grouping::Day) };
    let rows = sales.answer(&question)?.rows;
    Ok(rows.iter().filter_map(|row| Some((parse_iso(row.name()?)?, row.revenue()))).collect())
}
