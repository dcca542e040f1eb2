//! What has arrived from each store, day by day: which days sold, which were closed, and which nobody has told of yet.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, OnceLock},
};

use comptoir_calendar::{Date, Holiday, Period, Territory, Zone, holidays, parse_iso};
use comptoir_sales::{Money, Region};
use comptoir_store::Value;

use crate::{
    AnalysisError, Cube, DayState, Filter, Grouping, Question, Sales, SeriesDay, StoreDays, day_states,
    store_days::{self, History, INACTIVE_DAYS, chances_closed_ahead},
};

/// Days that tell a store's habits: a quarter of a year of each weekday, and closures.
const RECENT_DAYS: u32 = 150;

/// How many days late a store may be for the others to wait for it.
const LATE_DAYS: u32 = 7;

/// The days of every store that sold anything.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    stores: Vec<Arrived>,
    revenue: BTreeMap<Date, Money>,
    /// What the days of each store tell, once somebody has asked.
    histories: OnceLock<Vec<History>>,
}

/// The days of a store.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// The store's id.
    pub id: i64,
    /// What it is called, when anybody knows.
    pub name: Option<String>,
    /// Its days that have sales, with their number, in order.
    sales: Vec<(Date, u32)>,
    covered: Arc<[Period]>,
    territory: Territory,
    zone: Option<Zone>,
}

/// What is known of a day of some stores together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trading {
    /// One was open, and all that were have told.
    Open,
    /// None was open.
    Closed,
    /// One has not told.
    Unknown,
}

impl Arrived {
    fn days(&self) -> StoreDays<'_> {
        StoreDays { sales: &self.sales, covered: &self.covered }
    }

    /// The state of each day of a period.
    pub fn states(&self, period: Period) -> Vec<(Date, DayState)> {
        let holidays = Holidays::around(period, &self.sales, self.territory);
        day_states(self.days(), |day| holidays.contain(day), period)
    }
}

impl Sales<'_> {
    /// The last day that comparisons go to: a day that not every store has told completely would read as a fall. A store
    /// that is late for more than a week holds nobody up.
    ///
    /// # Errors
    /// What the database says.
    pub fn comparable_to(&self) -> Result<Option<Date>, AnalysisError> {
        let known = self.cube().map(Cube::comparable_to);
        if let Some(day) = known.and_then(OnceLock::get) {
            return Ok(*day);
        }
        let day = self.find_comparable_to()?;
        if let Some(known) = known {
            // Whoever was first found the same.
            let _ = known.set(day);
        }
        Ok(day)
    }

    fn find_comparable_to(&self) -> Result<Option<Date>, AnalysisError> {
        let Some(available) = self.available()? else { return Ok(None) };
        let recent = Period::ending_on(available.last(), RECENT_DAYS);
        let complete_to = Arrivals::during(self, &[], Some(recent))?.complete_to();
        let week = Period::ending_on(available.last(), LATE_DAYS + 1);
        Ok(Some(complete_to.filter(|day| week.contains(*day)).unwrap_or(available.last())))
    }
}

impl Arrivals {
    /// What has arrived of the sales that pass the filters.
    ///
    /// # Errors
    /// What the database says.
    pub fn of(sales: &Sales<'_>, filters: &[Filter]) -> Result<Self, AnalysisError> {
        Self::during(sales, filters, None)
    }

    /// The same of a period, the days since, and as many before as tell the stores' habits: what has arrived of the period's
    /// days, and of late, without a look at years that do not matter for either.
    ///
    /// # Errors
    /// What the database says.
    pub fn around(sales: &Sales<'_>, filters: &[Filter], period: Period) -> Result<Self, AnalysisError> {
        let Some(available) = sales.available()? else { return Ok(Self::default()) };
        let first = Period::ending_on(period.first().min(available.last()), RECENT_DAYS).first();
        Self::during(sales, filters, Some(Period::between(first, available.last())))
    }

    /// The same of some days, or of all.
    fn during(sales: &Sales<'_>, filters: &[Filter], period: Option<Period>) -> Result<Self, AnalysisError> {
        let question = Question {
            period,
            filters: filters.to_vec(),
            ..Question::by_both(Grouping::Store, Grouping::Day)
        };
        let (covered, places) = (covered(sales)?, places(sales)?);
        let mut stores: BTreeMap<i64, Arrived> = BTreeMap::new();
        let mut revenue: BTreeMap<Date, Money> = BTreeMap::new();
        for row in sales.answer(&question)?.rows {
            let [store, day] = row.groups.as_slice() else { continue };
            let (Some(id), Some(day)) = (store.id, day.name.as_deref().and_then(parse_iso)) else { continue };
            let (territory, zone) = places.get(&id).copied().unwrap_or_default();
            let arrived = stores.entry(id).or_insert_with(|| Arrived {
                id,
                name: store.name.clone(),
                sales: vec![],
                covered: Arc::clone(&covered),
                territory,
                zone,
            });
            arrived.sales.push((day, u32::try_from(row.figures.sales).unwrap_or(u32::MAX)));
            let sum = revenue.entry(day).or_default();
            *sum = *sum + row.revenue();
        }
        for arrived in stores.values_mut() {
            arrived.sales.sort_unstable();
        }
        Ok(Self { stores: stores.into_values().collect(), revenue, histories: OnceLock::new() })
    }

    /// The stores, by their ids.
    pub fn stores(&self) -> &[Arrived] {
        &self.stores
    }

    /// The last day that every store that still sells has told completely; `None` without sales.
    pub fn complete_to(&self) -> Option<Date> {
        store_days::complete_to(self.histories())
    }

    /// What the days of each store tell, with one set of holidays for all: that of most stores.
    fn histories(&self) -> &[History] {
        self.histories.get_or_init(|| {
            let Some(span) = self.span() else { return vec![] };
            let covered = self.stores.iter().flat_map(|store| store.covered.iter());
            let last = covered.map(|period| period.last()).fold(span.last(), Date::max);
            let holidays = Holidays::around(Period::between(span.first(), last), &[], self.territory());
            let days: Vec<StoreDays<'_>> = self.stores.iter().map(Arrived::days).collect();
            store_days::histories(&days, |day| holidays.contain(day))
        })
    }

    fn territory(&self) -> Territory {
        most(self.stores.iter().map(|store| store.territory), &Territory::ALL).unwrap_or_default()
    }

    /// Revenue day by day, from the first day with sales to the last complete one: nothing where all stores were closed
    /// or one has not told, zero where one was open and sold nothing.
    pub fn series(&self) -> Vec<SeriesDay> {
        let Some(period) = self.complete() else { return vec![] };
        let days = period.days().zip(self.trading(period));
        let revenue = |day| self.revenue_of(day).to_f64();
        days.map(|(day, trading)| SeriesDay {
            day,
            revenue: (trading == Trading::Open).then(|| revenue(day)),
        })
        .collect()
    }

    /// From the first day with sales to the last complete one.
    pub(crate) fn complete(&self) -> Option<Period> {
        let (span, last) = self.span().zip(self.complete_to())?;
        span.intersection(Period::between(span.first(), last.max(span.first())))
    }

    /// What all stores together sold on a day.
    pub(crate) fn revenue_of(&self, day: Date) -> Money {
        self.revenue.get(&day).copied().unwrap_or_default()
    }

    /// What is known of each day of a period, in order.
    pub(crate) fn trading(&self, period: Period) -> Vec<Trading> {
        let mut days = vec![Trading::Closed; period.len() as usize];
        for store in &self.stores {
            for (day, (_, state)) in days.iter_mut().zip(store.states(period)) {
                if matches!(state, DayState::Sold | DayState::OpenWithoutSale) {
                    *day = Trading::Open;
                }
            }
        }
        for day in store_days::gaps(self.histories(), period) {
            days[Period::between(period.first(), day).len() as usize - 1] = Trading::Unknown;
        }
        days
    }

    /// How likely every store that still sells is closed on each day of a period after all that is known, in order. They do
    /// as one another where nothing is known, so that the least likely one decides.
    pub(crate) fn closed_ahead(&self, ahead: Period) -> Vec<f64> {
        let mut closed = vec![1.0; ahead.len() as usize];
        let newest = self.revenue.keys().next_back().copied().unwrap_or(Date::MIN);
        let still_sells = |store: &&Arrived| {
            let last = store.sales.last().map_or(Date::MIN, |(day, _)| *day);
            Period::between(last, newest).len() <= INACTIVE_DAYS
        };
        for store in self.stores.iter().filter(still_sells) {
            let holidays = Holidays::around(ahead, &store.sales, store.territory);
            let chances = chances_closed_ahead(store.days(), |day| holidays.on(day), ahead);
            for (closed, chance) in closed.iter_mut().zip(chances) {
                *closed = chance.min(*closed);
            }
        }
        closed
    }

    /// What was known on a day, before anything later had arrived.
    #[must_use]
    pub(crate) fn until(&self, last: Date) -> Self {
        let stores = self.stores.iter().filter_map(|store| {
            let sales: Vec<_> = store.sales.iter().copied().filter(|(day, _)| *day <= last).collect();
            let covered = store.covered.iter().filter(|period| period.first() <= last);
            let covered = covered.map(|period| Period::between(period.first(), period.last().min(last)));
            let covered = covered.collect();
            (!sales.is_empty()).then(|| Arrived { sales, covered, ..store.clone() })
        });
        let revenue = self.revenue.range(..=last).map(|(day, revenue)| (*day, *revenue));
        Self { stores: stores.collect(), revenue: revenue.collect(), histories: OnceLock::new() }
    }

    /// Where most of the stores are: the holidays they have, and their zone of school holidays.
    pub(crate) fn place(&self) -> (Territory, Option<Zone>) {
        (self.territory(), most(self.stores.iter().filter_map(|store| store.zone), &Zone::ALL))
    }

    /// From the first to the last day with sales.
    fn span(&self) -> Option<Period> {
        let (first, last) = (self.revenue.keys().next()?, self.revenue.keys().next_back()?);
        Some(Period::between(*first, *last))
    }
}

/// Where most of the stores are that the database knows, whether or not they sell: the holidays they have, and their zone
/// of school holidays.
///
/// # Errors
/// What the database says.
pub fn place_of_stores(sales: &Sales<'_>) -> Result<(Territory, Option<Zone>), AnalysisError> {
    let places = places(sales)?;
    let territory = most(places.values().map(|(territory, _)| *territory), &Territory::ALL);
    Ok((territory.unwrap_or_default(), most(places.values().filter_map(|(_, zone)| *zone), &Zone::ALL)))
}

/// What most are; of equally many the first in the order of `all`.
fn most<T: Copy + Eq>(of: impl Iterator<Item = T>, all: &[T]) -> Option<T> {
    let of: Vec<T> = of.collect();
    let count = |one: &T| of.iter().filter(|other| *other == one).count();
    all.iter().rev().copied().max_by_key(count).filter(|most| count(most) > 0)
}

/// The days that imports cover, where all are exports of one source: a store of which they bring nothing was closed then.
/// With several sources nobody knows which store is in which, and each store's own sales have to do.
fn covered(sales: &Sales<'_>) -> Result<Arc<[Period]>, AnalysisError> {
    let sql = "select distinct coalesce(first_day, last_day), last_day, origin from imports
               where table_name = 'sales' and undone_at is null and last_day is not null";
    let rows = sales.database().query(sql, &[])?.rows;
    let text = |row: &Vec<Value>, at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
    let origins: HashSet<String> = rows.iter().filter_map(|row| text(row, 2)).collect();
    let period = |row: &Vec<Value>| {
        let day = |at| text(row, at).as_deref().and_then(parse_iso);
        Some(Period::between(day(0)?, day(1)?))
    };
    Ok(if origins.len() == 1 { rows.iter().filter_map(period).collect() } else { Arc::default() })
}

/// Which holidays each store has, by its postcode, else by its region; and its zone of school holidays, by its region.
fn places(sales: &Sales<'_>) -> Result<HashMap<i64, (Territory, Option<Zone>)>, AnalysisError> {
    let rows = sales.database().query("select id, postcode, region from stores", &[])?.rows;
    let place = |row: &Vec<Value>| {
        let text = |at: usize| row.get(at).and_then(Value::as_text);
        let region = text(2).and_then(Region::from_name);
        let of_region = || region.map(|region| Territory::of_region(region.code()));
        let territory = text(1).map(Territory::of_postcode).or_else(of_region).unwrap_or_default();
        let zone = region.and_then(|region| Zone::of_region(region.code()));
        Some((row.first()?.as_integer()?, (territory, zone)))
    };
    Ok(rows.iter().filter_map(place).collect())
}

/// The public holidays of some years, in order.
struct Holidays(Vec<(Date, Holiday)>);

impl Holidays {
    /// Those of the years of a period and of these sales.
    fn around(period: Period, sales: &[(Date, u32)], territory: Territory) -> Self {
        let days = || sales.iter().map(|(day, _)| *day).chain([period.first(), period.last()]);
        let first = days().min().map_or(0, Date::year);
        let last = days().max().map_or(0, Date::year);
        Self((first..=last).flat_map(|year| holidays(year, territory)).collect())
    }

    fn contain(&self, day: Date) -> bool {
        self.on(day).is_some()
    }

    fn on(&self, day: Date) -> Option<Holiday> {
        let at = self.0.partition_point(|(on, _)| *on < day);
        self.0.get(at).filter(|(on, _)| *on == day).map(|(_, holiday)| *holiday)
    }
}
