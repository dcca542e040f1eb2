//! The past of what is forecast, and what is known of its days.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_forecast::{Arima, ArimaOrder, Calendar, FittedModel, Forecast, ForecastError, Model};
use comptoir_sales::Money;

use super::absence::{Absence, Days};
use super::generic_calendar::days_of_year;
use super::occasions::regressors;
use super::target::ForecastTarget;
use crate::completeness::Trading;
use crate::grouping::Side;
use crate::store_days::History;
use crate::{AnalysisError, AnswerRow, Completeness, DayState, Filter, Group, Grouping, Question, Sales};

/// The days of a week.
pub(super) const WEEK: usize = 7;

/// Days that are forecast from, with all that is known of them and of the days after.
#[derive(Clone, Debug)]
pub(super) struct Past {
    /// Revenue in euros, day by day from the first with sales: zero where closed, NaN where the data of a store are
    /// not here.
    pub(super) values: Vec<f64>,
    /// The calendar of the days, those after the last included.
    pub(super) calendar: Arc<Calendar>,
    /// The days that have sales alone, one after the other, as the brief's ARIMA takes them: a closed day is no
    /// observation for it.
    pub(super) sold: Vec<f64>,
    /// The chance that each day ahead is without any sale since a group has stopped or is out of season; empty where it
    /// is neither.
    away: Vec<f64>,
}

impl Past {
    /// No day was below zero, and none will be.
    pub(super) fn floor(&self) -> f64 {
        if self.values.iter().any(|value| *value < 0.0) { f64::NEG_INFINITY } else { 0.0 }
    }

    /// Takes the chance of no sale out of a forecast by the brief's model, which knows no calendar.
    pub(super) fn take_absence_out(&self, forecast: &mut Forecast) {
        for (ahead, away) in self.away.iter().enumerate().take(forecast.mean.len()) {
            forecast.mean[ahead] *= 1.0 - away;
            forecast.standard_error[ahead] *= 1.0 - away;
            for interval in &mut forecast.intervals {
                interval.lower[ahead] *= 1.0 - away;
                interval.upper[ahead] *= 1.0 - away;
            }
        }
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
    completeness: Completeness,
    /// The last day that is complete for every store.
    complete_to: Option<Date>,
    /// All sales first.
    pub(super) targets: Vec<ForecastTarget>,
    revenue: Vec<BTreeMap<Date, Money>>,
    /// Of each target, where it has stores of its own.
    own: Vec<Option<Completeness>>,
    /// Of each target, where it is some products: the stores that have sold them.
    sold_in: Vec<Option<BTreeSet<i64>>>,
}

/// What was known of the stores on a day.
pub(super) struct KnownDays {
    last: Date,
    completeness: Completeness,
    open: StoresOpen,
    /// How likely all stores are closed on the last day and those after it, for the horizon first asked about.
    closed_ahead: OnceLock<Vec<f64>>,
}

impl KnownDays {
    fn closed_ahead(&self, ahead: Period) -> Vec<f64> {
        let known = self.closed_ahead.get_or_init(|| self.completeness.closed_ahead(ahead));
        if known.len() == ahead.len() as usize {
            known.clone()
        } else {
            self.completeness.closed_ahead(ahead)
        }
    }
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
        let completeness = Completeness::of(sales, &of_stores)?;
        // Stores that have all closed are forecast from where the others stand.
        let complete_to = if completeness.are_closed() {
            sales.completeness()?.complete_to()
        } else {
            completeness.complete_to()
        };
        let is_of_products = filters.iter().any(|filter| filter.grouping.side() == Side::Product);
        let sold_in = if is_of_products { Some(stores_that_sold(sales, filters)?) } else { None };
        let mut pasts = Self {
            completeness,
            complete_to,
            targets: vec![ForecastTarget::default()],
            revenue: vec![by_day(sales, filters)?],
            own: vec![None],
            sold_in: vec![sold_in],
        };
        if let Some(level) = level {
            pasts.add_groups(sales, (filters, &of_stores), level)?;
        }
        Ok(pasts)
    }

    fn add_groups(
        &mut self,
        sales: &Sales<'_>,
        (filters, of_stores): (&[Filter], &[Filter]),
        level: Grouping,
    ) -> Result<(), AnalysisError> {
        let question = |other| Question { filters: filters.to_vec(), ..Question::by_both(level, other) };
        let mut groups: BTreeMap<GroupKey, BTreeMap<Date, Money>> = BTreeMap::new();
        for row in sales.answer(&question(Grouping::Day))?.rows {
            let [group, day] = row.groups.as_slice() else { continue };
            let Some(day) = day.name.as_deref().and_then(parse_iso) else { continue };
            let sum = groups.entry(key(level, group)).or_default().entry(day).or_default();
            *sum = *sum + row.revenue();
        }
        let mut sold_in: BTreeMap<GroupKey, BTreeSet<i64>> = BTreeMap::new();
        if level.side() == Side::Product {
            for row in sales.answer(&question(Grouping::Store))?.rows {
                let [group, store] = row.groups.as_slice() else { continue };
                sold_in.entry(key(level, group)).or_default().extend(store.id);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        let total =
            |days: &BTreeMap<Date, Money>| days.values().fold(Money::default(), |sum, day| sum + *day);
        groups.sort_by_key(|(_, days)| std::cmp::Reverse(total(days)));
        for (key, revenue) in groups {
            self.sold_in.push(sold_in.remove(&key));
            let (name, id) = key;
            let target = ForecastTarget { level: Some(level), group: Group { name, id } };
            let own = (level.side() == Side::Store)
                .then(|| Completeness::of(sales, &[of_stores.to_vec(), target.filters()].concat()));
            self.own.push(own.transpose()?);
            self.targets.push(target);
            self.revenue.push(revenue);
        }
        Ok(())
    }

    /// From the first day with sales to the last that is complete for every store; `None` without sales.
    pub(super) fn complete(&self) -> Option<Period> {
        let first = *self.revenue.first()?.keys().next()?;
        // Sales on the last days that are incomplete alone leave the first of them.
        self.complete_to.filter(|last| first <= *last).map(|last| Period::between(first, last))
    }

    /// The place of a target; `None` where nothing is known of it any more.
    pub(super) fn place_of(&self, target: &ForecastTarget) -> Option<usize> {
        self.targets.iter().position(|known| known == target)
    }

    /// From the first day on which a target sold to the last that is complete for every store.
    pub(super) fn known_days_of(&self, target: usize) -> Option<Period> {
        let first = *self.revenue.get(target)?.keys().next()?;
        Period::new(first, self.complete_to?).ok()
    }

    /// What was known of the stores on a day.
    pub(super) fn known_on(&self, last: Date) -> KnownDays {
        let completeness = self.completeness.until(last);
        let open = StoresOpen::of(&completeness, last, Side::Product);
        KnownDays { last, completeness, open, closed_ahead: OnceLock::new() }
    }

    /// The past of a target up to a day, as it was known then, with what could be known of so many days after it.
    /// `None` where it has not sold by then.
    pub(super) fn up_to(
        &self,
        target: usize,
        known: &KnownDays,
        horizon: usize,
    ) -> Result<Option<Past>, AnalysisError> {
        let (revenue, last) = (&self.revenue[target], known.last);
        let since = known.completeness.last_break().unwrap_or(Date::MIN);
        let Some(first) = revenue.range(since.min(last)..=last).next().map(|(day, _)| *day) else {
            return Ok(None);
        };
        let own = self.own[target].as_ref().map(|own| own.until(last));
        let completeness = own.as_ref().unwrap_or(&known.completeness);
        let period = Period::between(first, last);
        let whole = Period::starting_on(first, period.len() + horizon as u32);
        let ahead = Period::between(period.last(), whole.last());
        let trading = completeness.trading(period);
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
        let closed_ahead =
            own.as_ref().map_or_else(|| known.closed_ahead(ahead), |own| own.closed_ahead(ahead));
        closed.extend(closed_ahead.into_iter().skip(1));
        let absence = self.absence(target, known, own.as_ref(), horizon);
        if let Some(absence) = &absence {
            absence.close(&mut closed, &values, period.len() as usize);
        }
        let regressors = regressors(whole, period.len(), completeness.place())?;
        let calendar = Calendar { closed, regressors, days_of_year: days_of_year(whole) };
        let sold = revenue.range(first..=last).map(|(_, revenue)| revenue.to_f64()).collect();
        let away = absence.map(|absence| absence.ahead).unwrap_or_default();
        Ok(Some(Past { values, calendar: Arc::new(calendar), sold, away }))
    }

    /// Where a target that is not all sales does not sell at present.
    fn absence(
        &self,
        target: usize,
        known: &KnownDays,
        own: Option<&Completeness>,
        horizon: usize,
    ) -> Option<Absence> {
        let stores;
        let (open, span) = match (own, &self.sold_in[target]) {
            (Some(own), _) => {
                stores = StoresOpen::of(own, known.last, Side::Store);
                (stores.any(None), stores.span?)
            }
            (None, Some(sold_in)) => (known.open.any(Some(sold_in)), known.open.span?),
            (None, None) => return None,
        };
        let sold: Vec<bool> = span.days().map(|day| self.revenue[target].contains_key(&day)).collect();
        Absence::of(&Days { sold: &sold, could: &open }, horizon)
    }

    /// The actual revenue of a target on each day of a period, in euros: NaN where the data of a store are not here.
    pub(super) fn actual(&self, target: usize, period: Period) -> Vec<f64> {
        let completeness = self.own[target].as_ref().unwrap_or(&self.completeness);
        let days = period.days().zip(completeness.trading(period));
        days.map(|(day, trading)| match trading {
            Trading::Unknown => f64::NAN,
            _ => self.revenue[target].get(&day).copied().unwrap_or_default().to_f64(),
        })
        .collect()
    }
}

/// A group's name, and its id where it has one.
type GroupKey = (Option<String>, Option<i64>);

fn key(level: Grouping, group: &Group) -> GroupKey {
    (group.name.clone(), group.id.filter(|_| level.has_ids()))
}

/// The stores that have sold anything that passes the filters.
fn stores_that_sold(sales: &Sales<'_>, filters: &[Filter]) -> Result<BTreeSet<i64>, AnalysisError> {
    let question = Question { filters: filters.to_vec(), ..Question::by(Grouping::Store) };
    Ok(sales.answer(&question)?.rows.iter().filter_map(AnswerRow::id).collect())
}

/// On which days each store could have sold something.
struct StoresOpen {
    /// From the first day of any store to the last known.
    span: Option<Period>,
    days: Vec<(i64, Vec<bool>)>,
}

impl StoresOpen {
    /// As the side sees it: a product could not be sold where the store was closed, and a store that was closed was
    /// away.
    fn of(completeness: &Completeness, last: Date, side: Side) -> Self {
        let first = completeness.known_stores().map(|(.., history)| history.first_sale()).min();
        let span = first.and_then(|first| Period::new(first, last).ok());
        let could = |state: DayState| match state {
            DayState::Sold | DayState::OpenWithoutSale | DayState::ClosedForGood => true,
            DayState::Closed => side == Side::Store,
            DayState::Missing | DayState::NotArrived | DayState::NotOpenYet => false,
        };
        let of_store = |history: &History| {
            span.into_iter().flat_map(Period::days).map(|day| could(history.state(day))).collect()
        };
        Self {
            span,
            days: completeness.known_stores().map(|(id, _, history)| (id, of_store(history))).collect(),
        }
    }

    /// The days on which any of some stores could, or any at all.
    fn any(&self, stores: Option<&BTreeSet<i64>>) -> Vec<bool> {
        let mut any = vec![false; self.span.map_or(0, |span| span.len() as usize)];
        let counted = |id: &i64| stores.is_none_or(|stores| stores.contains(id));
        for (_, days) in self.days.iter().filter(|(id, _)| counted(id)) {
            for (any, could) in any.iter_mut().zip(days) {
                *any |= could;
            }
        }
        any
    }
}

fn by_day(sales: &Sales<'_>, filters: &[Filter]) -> Result<BTreeMap<Date, Money>, AnalysisError> {
    let question = Question { filters: filters.to_vec(), ..Question::by(Grouping::Day) };
    let rows = sales.answer(&question)?.rows;
    Ok(rows.iter().filter_map(|row| Some((parse_iso(row.name()?)?, row.revenue()))).collect())
}
