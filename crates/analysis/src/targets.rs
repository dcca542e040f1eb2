//! Targets by month: the revenue reached, and what remains per day.

use std::collections::HashSet;

use comptoir_calendar::{Date, Grain, Period, parse_iso};
use comptoir_sales::Money;
use comptoir_store::Value;

use crate::{
    AnalysisError, Completeness, Filter, Grouping, Question, Sales, Seasonality, cents::apportioned,
    completeness::Trading, seasonality,
};

/// A hundredth, in ten-thousandths.
const CENT: i64 = 100;

/// In how many parts a weekday's index is weighed.
const WEIGHT_PARTS: f64 = 1e6;

/// A day to come that is closed with a larger chance than this is not planned for.
const PROBABLY_CLOSED: f64 = 0.5;

/// A target and how far it is reached.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetProgress {
    /// The month, `2023-11`.
    pub month: String,
    /// The store it is about, by its id and name, where it is one store's.
    pub store: Option<(i64, Option<String>)>,
    /// The region it is about, where it is one region's.
    pub region: Option<String>,
    /// What is aimed at.
    pub target: Money,
    /// The last day that is known whole, before the month where that is to come; sales of later days, which may not
    /// have arrived, do not count.
    pub known_to: Date,
    /// What was sold in the month up to that day.
    pub sold: Money,
    /// What these days should have brought, each by the weight of its weekday.
    pub expected: Money,
    /// What remains, by day, in whole hundredths: each day that is left and open by the weight of its weekday. Empty
    /// when no such day is left or the target is reached.
    pub plan: Vec<(Date, Money)>,
    /// How many days are left and open, whatever remains.
    pub plan_days: usize,
}

/// How a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetState {
    /// It is reached.
    Reached,
    /// The month is over without it.
    Missed,
    /// There are days left.
    Running,
}

impl TargetProgress {
    /// How it stands.
    pub fn state(&self) -> TargetState {
        match (self.remaining() == Money::default(), self.plan.is_empty()) {
            (true, _) => TargetState::Reached,
            (false, true) => TargetState::Missed,
            (false, false) => TargetState::Running,
        }
    }

    /// What remains to be sold, in whole hundredths; zero when the target is reached.
    pub fn remaining(&self) -> Money {
        Money::from_parts(cents_left(self.target, self.sold).saturating_mul(CENT))
    }

    /// How the target stands, of which so much is sold by `last_day`, the last that is known whole.
    fn of(row: TargetRow, sold: Money, last_day: Date, weigh: impl Fn(Date) -> i128) -> Self {
        let (gone, left): (Vec<Date>, Vec<Date>) = row.period.days().partition(|day| *day <= last_day);
        let weights = |days: &[Date]| -> Vec<i128> { days.iter().map(|day| weigh(*day)).collect() };
        let (weights_gone, weights_left) = (weights(&gone), weights(&left));
        let (sum_gone, sum_left): (i128, i128) = (weights_gone.iter().sum(), weights_left.iter().sum());
        let expected = apportioned(row.target.parts().into(), &[sum_gone, sum_left]);
        let shares = apportioned(cents_left(row.target, sold).into(), &weights_left);
        // Shares of an amount of 64 bits fit.
        let money = |parts: i128| Money::from_parts(i64::try_from(parts).unwrap_or(i64::MAX));
        let plan = left.into_iter().zip(shares).filter(|(_, cents)| *cents > 0);
        Self {
            plan_days: weights_left.iter().filter(|weight| **weight > 0).count(),
            plan: plan.map(|(day, cents)| (day, money(cents * i128::from(CENT)))).collect(),
            expected: money(expected[0]),
            month: row.month,
            store: row.store,
            region: row.region,
            target: row.target,
            known_to: last_day,
            sold,
        }
    }
}

/// The remainder of a target, in hundredths.
fn cents_left(target: Money, sold: Money) -> i64 {
    target.parts().saturating_sub(sold.parts()).max(0).saturating_add(CENT / 2) / CENT
}

/// The longest period whose targets are summed, in months.
const MOST_MONTHS: usize = 36;

/// A line of the table of targets.
struct TargetRow {
    month: String,
    period: Period,
    store: Option<(i64, Option<String>)>,
    region: Option<String>,
    target: Money,
}

impl TargetRow {
    /// Whether it is the target of what these filters let through.
    fn is_of(&self, filters: &[Filter]) -> bool {
        match filters {
            [] => self.store.is_none() && self.region.is_none(),
            [Filter { grouping: Grouping::Store, names, ids }] => {
                let named = |(id, name): &(i64, Option<String>)| {
                    ids.as_slice() == [*id]
                        || name.as_ref().is_some_and(|name| names.as_slice() == [name.as_str()])
                };
                self.store.as_ref().is_some_and(named)
            }
            [Filter { grouping: Grouping::Region, names, .. }] => {
                self.store.is_none()
                    && self.region.as_ref().is_some_and(|region| names.as_slice() == [region.as_str()])
            }
            _ => false,
        }
    }
}

/// How the targets of the month stand that a day lies in: of all stores first, then by region and store.
///
/// # Errors
/// What the database says.
pub fn target_progress(sales: &Sales<'_>, day: Date) -> Result<Vec<TargetProgress>, AnalysisError> {
    rows(sales, day)?.into_iter().map(|row| progress(sales, row)).collect()
}

/// How a target stands.
fn progress(sales: &Sales<'_>, row: TargetRow) -> Result<TargetProgress, AnalysisError> {
    let filter = match (&row.store, &row.region) {
        (Some((id, _)), _) => Some(Filter::of_ids(Grouping::Store, vec![*id])),
        (None, Some(region)) => Some(Filter::named(Grouping::Region, [region.as_str()])),
        (None, None) => None,
    };
    let filters: Vec<Filter> = filter.into_iter().collect();
    let completeness = Completeness::of(sales, &filters)?;
    let before = || row.period.first().yesterday().unwrap_or(row.period.first());
    let last_day = completeness.complete_to().unwrap_or_else(before);
    let sold = match Period::new(row.period.first(), row.period.last().min(last_day)) {
        Ok(known) => sales.answer(&Question { filters, ..Question::default().during(known) })?.total,
        Err(_) => Money::default(),
    };
    let seasons = seasonality(&completeness.series());
    let closed = closed_days(&completeness, row.period, last_day);
    let weigh = |day| if closed.contains(&day) { 0 } else { weight(seasons.as_ref(), day) };
    Ok(TargetProgress::of(row, sold, last_day, weigh))
}

/// The days of a month on which all stores were closed, or, after the last that is known, will probably be: on their
/// closing weekdays, and on the holidays of their place that they keep.
fn closed_days(completeness: &Completeness, month: Period, last_day: Date) -> HashSet<Date> {
    let known = Period::new(month.first(), month.last().min(last_day)).ok();
    let states = known.map(|known| known.days().zip(completeness.trading(known)));
    let closed = states.into_iter().flatten().filter(|(_, trading)| *trading == Trading::Closed);
    let next = last_day.tomorrow().unwrap_or(last_day);
    let ahead = Period::new(month.first().max(next), month.last()).ok();
    let chances = ahead.map(|ahead| ahead.days().zip(completeness.closed_ahead(ahead)));
    let to_close = chances.into_iter().flatten().filter(|(_, chance)| *chance > PROBABLY_CLOSED);
    closed.map(|(day, _)| day).chain(to_close.map(|(day, _)| day)).collect()
}

/// The targets of a period of whole months taken together, for what the filters let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodTarget {
    /// What is aimed at.
    pub target: Money,
    /// The last day of the period that is known whole.
    pub known_to: Date,
    /// What was sold in the period up to that day.
    pub sold: Money,
    /// What should have been sold by then.
    pub expected: Money,
    /// The days that are left and open.
    pub days_left: usize,
}

impl PeriodTarget {
    /// What remains to be sold; zero when the target is reached.
    pub fn remaining(&self) -> Money {
        Money::from_parts(cents_left(self.target, self.sold).saturating_mul(CENT))
    }

    /// What remains for each day that is left, in whole hundredths; `None` when there is no such day, or nothing
    /// remains.
    pub fn per_day(&self) -> Option<Money> {
        let (left, days) = (self.remaining().parts(), i64::try_from(self.days_left).ok()?);
        (left > 0 && days > 0).then(|| Money::from_parts((left / days + CENT / 2) / CENT * CENT))
    }
}

/// The target of a period: of its months, where it is made of whole months that all have one; of all sales, of the
/// one store or of the one region that the filters name. `None` where there is none.
///
/// # Errors
/// What the database says.
pub fn period_target(
    sales: &Sales<'_>,
    period: Period,
    filters: &[Filter],
) -> Result<Option<PeriodTarget>, AnalysisError> {
    let mut months = Vec::new();
    let mut day = period.first();
    while day <= period.last() {
        let month = Grain::Month.period_of(day);
        if month.first() < period.first() || month.last() > period.last() || months.len() > MOST_MONTHS {
            return Ok(None);
        }
        months.push(month);
        let Ok(next) = month.last().tomorrow() else { break };
        day = next;
    }
    let mut whole: Option<PeriodTarget> = None;
    for month in months {
        let row = rows(sales, month.first())?.into_iter().find(|row| row.is_of(filters));
        let Some(row) = row else { return Ok(None) };
        let one = progress(sales, row)?;
        let known_to = one.known_to.min(period.last());
        whole = Some(match whole {
            None => PeriodTarget {
                target: one.target,
                known_to,
                sold: one.sold,
                expected: one.expected,
                days_left: one.plan_days,
            },
            Some(sum) => PeriodTarget {
                target: sum.target + one.target,
                known_to: sum.known_to.max(known_to),
                sold: sum.sold + one.sold,
                expected: sum.expected + one.expected,
                days_left: sum.days_left + one.plan_days,
            },
        });
    }
    Ok(whole)
}

/// The weight of an open day: its weekday's index; nothing where that weekday is closed, and one part each while no index
/// is known.
fn weight(seasons: Option<&Seasonality>, day: Date) -> i128 {
    let Some(seasons) = seasons.filter(|seasons| seasons.weekdays.iter().any(Option::is_some)) else {
        return 1;
    };
    let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    seasons.weekdays[weekday].map_or(0, |index| (index.level.max(0.0) * WEIGHT_PARTS) as i128)
}

fn rows(sales: &Sales<'_>, day: Date) -> Result<Vec<TargetRow>, AnalysisError> {
    let sql = "select targets.month, targets.store_id, coalesce(stores.name, stores.city), targets.region,
                      cast(round(targets.amount * 10000) as bigint)
               from targets left join stores on stores.id = targets.store_id
               where targets.month = ?1
               order by targets.store_id is not null, targets.region is not null, targets.region, 3, targets.store_id";
    let rows = sales.database().query(sql, &[Grain::Month.label(day).into()])?.rows;
    let shared = sales.shared_names()?;
    let store = |id: i64, name: Option<String>| {
        let distinct = shared.of_group(Grouping::Store, id).map(|name| name.distinct.clone());
        (id, distinct.or(name))
    };
    let row = |row: &Vec<Value>| {
        let text = |at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
        let month = text(0)?;
        Some(TargetRow {
            period: Grain::Month.period_of(parse_iso(&format!("{month}-01"))?),
            month,
            store: row.get(1).and_then(Value::as_integer).map(|id| store(id, text(2))),
            region: text(3),
            target: Money::from_parts(row.get(4).and_then(Value::as_integer)?),
        })
    };
    Ok(rows.iter().filter_map(row).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn november(target: i64) -> TargetRow {
        let period = Grain::Month.period_of(Date::constant(2023, 11, 1));
        TargetRow {
            month: "2023-11".into(),
            period,
            store: None,
            region: None,
            target: Money::from_parts(target),
        }
    }

    fn day(number: i8) -> Date {
        Date::constant(2023, 11, number)
    }

    #[test]
    fn what_remains_is_parted_by_the_weight_of_the_weekdays() {
        // Wednesday the 29th and Thursday the 30th are left; Thursdays weigh three times as much.
        let weigh = |day: Date| if day.weekday() == comptoir_calendar::Weekday::Thursday { 3 } else { 1 };
        let progress = TargetProgress::of(november(1_000_000), Money::from_parts(600_000), day(28), weigh);
        assert_eq!(progress.state(), TargetState::Running);
        assert_eq!(progress.remaining().to_string(), "40");
        let plan: Vec<_> = progress.plan.iter().map(|(day, part)| (day.day(), part.to_string())).collect();
        assert_eq!(plan, [(29, "10".to_owned()), (30, "30".to_owned())]);
    }

    #[test]
    fn a_target_is_reached_missed_or_running() {
        let state = |sold: i64, last: i8| {
            TargetProgress::of(november(1_000_000), Money::from_parts(sold), day(last), |_| 1).state()
        };
        assert_eq!(state(1_000_000, 10), TargetState::Reached);
        assert_eq!(state(999_900, 30), TargetState::Missed);
        assert_eq!(state(999_900, 29), TargetState::Running);
    }

    #[test]
    fn what_rounds_to_nothing_is_reached_and_closed_days_are_no_days_left() {
        let almost = TargetProgress::of(november(1_000_000), Money::from_parts(999_960), day(10), |_| 1);
        assert_eq!((almost.state(), almost.remaining()), (TargetState::Reached, Money::default()));
        let closed = |day: Date| i128::from(day.day() != 30);
        let last = TargetProgress::of(november(1_000_000), Money::from_parts(500_000), day(29), closed);
        assert_eq!(last.state(), TargetState::Missed);
    }

    proptest! {
        #[test]
        fn the_plan_sums_to_what_remains(
            target in 0_i64..100_000_000,
            sold in -1_000_000_i64..120_000_000,
            last in 1_i8..=30,
            weights in prop::collection::vec(0_i128..1_000, 31),
        ) {
            let weigh = |day: Date| weights[usize::from(day.day().unsigned_abs())];
            let progress = TargetProgress::of(november(target), Money::from_parts(sold), day(last), weigh);
            let planned: i64 = progress.plan.iter().map(|(_, part)| part.parts()).sum();
            let is_open = (last + 1..=30).any(|number| weigh(day(number)) > 0);
            prop_assert_eq!(planned, if is_open { progress.remaining().parts() } else { 0 });
            prop_assert!(progress.plan.iter().all(|(planned, _)| *planned > day(last)));
            prop_assert!(progress.expected.parts() <= target);
        }
    }
}
