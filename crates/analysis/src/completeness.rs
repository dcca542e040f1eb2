//! Completeness of the data, store by store and day by day: which days sold, which were closed, which are late or
//! missing.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use comptoir_calendar::{Date, Holiday, Period, Territory, Zone, holidays, parse_iso, runs};
use comptoir_sales::{Money, Region};
use comptoir_store::Value;

use crate::{
    AnalysisError, AnswerRow, Cube, DayState, Filter, GapAnswer, GapAnswered, Grouping, Question, Sales,
    SeriesDay, StoreDays, gap_answers,
    rest_days::most_rest_anywhere,
    store_days::{self, BREAK_DAYS, GapKind, History, INACTIVE_DAYS, chances_closed_ahead},
    successions::{StoreMove, moves},
};

/// The days of every store that sold anything.
#[derive(Clone, Debug, Default)]
pub struct Completeness {
    stores: Vec<Arrived>,
    revenue: BTreeMap<Date, Money>,
    /// The history of each store, in the order of the stores.
    histories: Vec<History>,
    /// What users have said of days without sales.
    answers: Vec<GapAnswered>,
    /// The stores that have moved, which imports know.
    moves: Arc<[StoreMove]>,
    /// The last day on which any store sold, those left out by filters among them: it distinguishes a store that has
    /// closed from one whose days are still to come.
    newest: Option<Date>,
    /// Sales of days to come, which are not among the others.
    ahead: Option<Ahead>,
    /// The day that they are looked at on, where that is known.
    today: Option<Date>,
}

/// Few sales that are dated after today: orders for days to come, or mistaken dates. They say nothing about the days
/// between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// The last day with other sales.
    pub known_to: Date,
    /// From the first to the last day of theirs.
    pub days: Period,
    /// How many lines they are.
    pub sales: u64,
    /// What they add up to.
    pub revenue: Money,
}

/// Days up to the last one that is known, in which what a shop usually sells is counted.
const USUAL_DAYS: u32 = 28;

/// Days of a store with an open question: was it closed, or are their data missing?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedGap {
    /// The store's id.
    pub store: i64,
    /// What it is called, when anybody knows.
    pub name: Option<String>,
    /// The days.
    pub days: Period,
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
    place: Place,
}

/// Where a store is, as far as the French calendar goes.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Whose holidays it has; `None` abroad.
    territory: Option<Territory>,
    /// Its zone of school holidays, where known.
    zone: Option<Zone>,
}

impl Default for Place {
    fn default() -> Self {
        Self { territory: Some(Territory::default()), zone: None }
    }
}

/// The euro, and the franc of New Caledonia, Polynesia, and Wallis and Futuna.
const FRENCH_CURRENCIES: [&str; 2] = ["EUR", "XPF"];

/// The state of a day of some stores together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trading {
    /// One was open, and the data of all that were are here.
    Open,
    /// None was open.
    Closed,
    /// The data of one are not here.
    Unknown,
}

/// The sales after today, where they are less than half of what the shop sells in as many days: a clock that is
/// behind, or data of a plan, have as many.
fn ahead(stores: &BTreeMap<i64, Arrived>, revenue: &BTreeMap<Date, Money>, today: Date) -> Option<Ahead> {
    let (known_to, _) = revenue.range(..=today).next_back()?;
    let later = || revenue.iter().filter(|(day, _)| **day > today);
    let (first, last) = (later().next()?.0, later().next_back()?.0);
    let lines_of = |days: Period| -> u64 {
        let sales = stores.values().flat_map(|store| &store.sales);
        sales.filter(|(day, _)| days.contains(*day)).map(|(_, sales)| u64::from(*sales)).sum()
    };
    let tomorrow = today.tomorrow().ok()?;
    let (sales, days) = (lines_of(Period::between(tomorrow, *last)), Period::between(tomorrow, *last).len());
    let usual = lines_of(Period::ending_on(*known_to, USUAL_DAYS));
    (2 * sales * u64::from(USUAL_DAYS) < usual * u64::from(days)).then(|| Ahead {
        known_to: *known_to,
        days: Period::between(*first, *last),
        sales,
        revenue: later().map(|(_, revenue)| *revenue).sum(),
    })
}

impl Arrived {
    /// What had arrived of it up to a day; `None` where it had sold nothing by then.
    fn until(&self, last: Date) -> Option<Self> {
        let sales: Vec<_> = self.sales.iter().copied().filter(|(day, _)| *day <= last).collect();
        let covered = self.covered.iter().filter(|period| period.first() <= last);
        let covered = covered.map(|period| Period::between(period.first(), period.last().min(last)));
        let covered = covered.collect();
        (!sales.is_empty()).then(|| Self { sales, covered, ..self.clone() })
    }

    fn days(&self) -> StoreDays<'_> {
        StoreDays { sales: &self.sales, covered: &self.covered }
    }

    /// Its history; there is always a sale.
    fn history(&self, holidays: &Holidays, newest: Option<Date>) -> Option<History> {
        History::of(self.days(), |day| holidays.contain(day), newest)
    }
}

impl Sales<'_> {
    /// What has arrived from each store, found out once for a version of the data.
    ///
    /// # Errors
    /// What the database says.
    pub fn completeness(&self) -> Result<Arc<Completeness>, AnalysisError> {
        let Some(kept) = self.cube().map(Cube::completeness) else {
            return Ok(Arc::new(Completeness::of_all(self)?));
        };
        if let Some((today, completeness)) = &*kept.lock()
            && *today == self.today()
        {
            return Ok(Arc::clone(completeness));
        }
        let completeness = Arc::new(Completeness::of_all(self)?);
        *kept.lock() = Some((self.today(), Arc::clone(&completeness)));
        Ok(completeness)
    }
}

impl Completeness {
    /// What has arrived of the sales that pass the filters. What a store's day is, all its sales decide: a product that
    /// rarely sells does not close the shop.
    ///
    /// # Errors
    /// What the database says.
    pub fn of(sales: &Sales<'_>, filters: &[Filter]) -> Result<Self, AnalysisError> {
        let all = sales.completeness()?;
        if filters.is_empty() {
            return Ok(Self::clone(&all));
        }
        let by_store = Question { filters: filters.to_vec(), ..Question::by(Grouping::Store) };
        let by_day = Question { filters: filters.to_vec(), ..Question::by(Grouping::Day) };
        let [by_store, by_day] = sales.answers([by_store, by_day])?;
        let passing: HashSet<i64> = by_store.rows.iter().filter_map(AnswerRow::id).collect();
        let kept = all.stores.iter().zip(&all.histories).filter(|(store, _)| passing.contains(&store.id));
        let (stores, histories) = kept.map(|(store, history)| (store.clone(), history.clone())).unzip();
        let revenue = by_day.rows.iter().filter_map(|row| Some((parse_iso(row.name()?)?, row.revenue())));
        Ok(Self {
            stores,
            histories,
            revenue: revenue.collect(),
            answers: all.answers.clone(),
            moves: Arc::clone(&all.moves),
            newest: all.newest,
            ahead: all.ahead,
            today: all.today,
        })
    }

    /// What has arrived of all sales.
    fn of_all(sales: &Sales<'_>) -> Result<Self, AnalysisError> {
        // Invalid days would be left out, and a day of another millennium would make the period endless.
        sales.all_days()?;
        let question = Question::by_both(Grouping::Store, Grouping::Day);
        let (covered, places) = (covered(sales)?, places(sales)?);
        let mut stores: BTreeMap<i64, Arrived> = BTreeMap::new();
        let mut revenue: BTreeMap<Date, Money> = BTreeMap::new();
        for row in sales.answer(&question)?.rows {
            let [store, day] = row.groups.as_slice() else { continue };
            let (Some(id), Some(day)) = (store.id, day.name.as_deref().and_then(parse_iso)) else { continue };
            let arrived = stores.entry(id).or_insert_with(|| Arrived {
                id,
                name: store.name.clone(),
                sales: vec![],
                covered: Arc::clone(&covered),
                place: places.get(&id).copied().unwrap_or_default(),
            });
            arrived.sales.push((day, u32::try_from(row.figures.sales).unwrap_or(u32::MAX)));
            let sum = revenue.entry(day).or_default();
            *sum = *sum + row.revenue();
        }
        for arrived in stores.values_mut() {
            arrived.sales.sort_unstable();
        }
        let ahead = sales.today().and_then(|today| ahead(&stores, &revenue, today));
        if let Some(ahead) = &ahead {
            stores = stores
                .into_iter()
                .filter_map(|(id, store)| Some((id, store.until(ahead.known_to)?)))
                .collect();
            revenue.retain(|day, _| *day <= ahead.known_to);
        }
        let stores: Vec<Arrived> = stores.into_values().collect();
        let newest = stores.iter().filter_map(|store| store.sales.last()).map(|(day, _)| *day).max();
        let mut completeness = Self { ahead, today: sales.today(), ..Self::judged(stores, revenue, newest) };
        completeness.moves = moves(sales)?.into();
        completeness.move_stores_away();
        store_days::settle(&mut completeness.histories);
        for answered in gap_answers::kept(sales)? {
            completeness.take_answer(&answered);
            completeness.answers.push(answered);
        }
        Ok(completeness)
    }

    /// The histories of stores, each by itself, where some store sold last on the `newest` day.
    fn judged(stores: Vec<Arrived>, revenue: BTreeMap<Date, Money>, newest: Option<Date>) -> Self {
        let first = stores.iter().filter_map(|store| store.sales.first()).map(|(day, _)| *day).min();
        let covered = stores.iter().flat_map(|store| store.covered.iter().map(|period| period.last()));
        let last = covered.chain(newest).max();
        let Some((first, last)) = first.zip(last) else {
            return Self { stores, revenue, newest, ..Self::default() };
        };
        let years = Period::between(first, last);
        let mut holidays: HashMap<Territory, Holidays> = HashMap::new();
        let history = |store: &Arrived| {
            // What a store abroad closed for is not known: the French holidays excuse more days than none would.
            let territory = store.place.territory.unwrap_or_default();
            let own = holidays.entry(territory);
            store.history(own.or_insert_with(|| Holidays::around(years, &[], territory)), newest)
        };
        let histories = stores.iter().filter_map(history).collect();
        Self { stores, revenue, histories, newest, ..Self::default() }
    }

    /// A store that has moved is closed at the place that it left, and not late.
    fn move_stores_away(&mut self) {
        for moved in self.moves.iter() {
            let former =
                self.stores.iter().zip(&mut self.histories).find(|(store, _)| store.id == moved.store_id);
            if let Some((_, history)) = former {
                history.move_away(moved.from);
            }
        }
    }

    fn take_answer(&mut self, answered: &GapAnswered) {
        let kind = match answered.answer {
            GapAnswer::Closed => GapKind::Closed,
            GapAnswer::Missing => GapKind::Missing,
        };
        let of_store =
            self.stores.iter().zip(&mut self.histories).find(|(known, _)| known.id == answered.store);
        if let Some((_, history)) = of_store {
            history.answer(answered.days, kind);
        }
    }

    /// Whether no store has sold anything for so long before today that the shop has closed, or its files no longer
    /// arrive.
    pub fn is_silent(&self) -> bool {
        let silent = |(newest, today): (Date, Date)| {
            newest < today && Period::between(newest, today).len() > INACTIVE_DAYS
        };
        self.newest.zip(self.today).is_some_and(silent)
    }

    /// The sales of days to come, where there are some: no figure has them.
    pub fn ahead(&self) -> Option<&Ahead> {
        self.ahead.as_ref()
    }

    /// What users have said of days without sales, the latest first.
    pub fn answered_gaps(&self) -> Vec<(&Arrived, GapAnswered)> {
        let store = |answered: &GapAnswered| self.stores.iter().find(|store| store.id == answered.store);
        let mut answered: Vec<_> =
            self.answers.iter().filter_map(|answered| Some((store(answered)?, *answered))).collect();
        answered.sort_by_key(|(store, answered)| std::cmp::Reverse((answered.days.last(), store.id)));
        answered
    }

    /// The gaps without an answer, the latest first.
    pub fn asked_gaps(&self) -> Vec<AskedGap> {
        let gaps = self.known_stores().flat_map(|(store, name, history)| {
            let gap = move |days| AskedGap { store, name: name.map(str::to_owned), days };
            history.gaps_of(GapKind::Asked).into_iter().map(gap)
        });
        let mut gaps: Vec<AskedGap> = gaps.collect();
        gaps.sort_by_key(|gap| std::cmp::Reverse((gap.days.last(), gap.store)));
        gaps
    }

    /// Those of these gaps that lie in a period, each as far as it does: sums count their days as closed.
    pub fn asked_gaps_in(&self, period: Period) -> Vec<AskedGap> {
        let within = |gap: AskedGap| Some(AskedGap { days: gap.days.intersection(period)?, ..gap });
        self.asked_gaps().into_iter().filter_map(within).collect()
    }

    /// The stores that are late, each with the first day that is still to come.
    pub fn late(&self) -> Vec<(&Arrived, Date)> {
        self.with_day(History::late_since)
    }

    /// The stores whose last day is not known to the end, with that day: of those that the others wait for.
    pub fn cut_short(&self) -> Vec<(&Arrived, Date)> {
        let complete = self.complete_to();
        let mut stores = self.with_day(History::cut_short_on);
        stores.retain(|(_, day)| complete.is_none_or(|complete| *day > complete));
        stores
    }

    /// The last day with sales of any store, which may be known in part.
    pub fn newest(&self) -> Option<Date> {
        self.newest
    }

    /// The stores that have closed for good, each with the first day on which it was.
    pub fn closed(&self) -> Vec<(&Arrived, Date)> {
        self.with_day(History::closed_since)
    }

    fn with_day(&self, day: impl Fn(&History) -> Option<Date>) -> Vec<(&Arrived, Date)> {
        self.stores
            .iter()
            .zip(&self.histories)
            .filter_map(|(store, history)| Some((store, day(history)?)))
            .collect()
    }

    /// The days of a period of which no store that was in business has data: missing, or late.
    pub fn missing(&self, period: Period) -> Vec<Period> {
        let is_missing = |day: &Date| {
            let state = |history: &History| history.state(*day);
            let is_unknown =
                |history: &&History| matches!(state(history), DayState::Missing | DayState::NotArrived);
            let alive = || self.histories.iter().filter(|history| history.lives(*day));
            self.histories.iter().any(|history| is_unknown(&history))
                && alive().next().is_some()
                && alive().all(|history| is_unknown(&history) || state(history) == DayState::Closed)
        };
        runs(&period.days().filter(is_missing).collect::<Vec<_>>())
    }

    /// On how many days of a period a store was open and has data, though others may be late: those that its revenue is of.
    pub fn trading_days(&self, period: Period) -> u32 {
        let is_open =
            |history: &History, day| matches!(history.state(day), DayState::Sold | DayState::OpenWithoutSale);
        let open = period.days().filter(|day| self.histories.iter().any(|history| is_open(history, *day)));
        u32::try_from(open.count()).unwrap_or(u32::MAX)
    }

    /// The days of a period on which every store was closed, in order; none where no store passes the filters.
    pub fn closed_days(&self, period: Period) -> Vec<Period> {
        if self.histories.is_empty() {
            return vec![];
        }
        let days = period.days().zip(self.trading(period));
        let closed = days.filter(|(_, trading)| *trading == Trading::Closed);
        runs(&closed.map(|(day, _)| day).collect::<Vec<_>>())
    }

    /// The stores, by their ids.
    pub fn stores(&self) -> &[Arrived] {
        &self.stores
    }

    /// The stores with a history: id, name and history.
    pub(crate) fn known_stores(&self) -> impl Iterator<Item = (i64, Option<&str>, &History)> {
        let stores = self.stores.iter().zip(&self.histories);
        stores.map(|(store, history)| (store.id, store.name.as_deref(), history))
    }

    /// The state of each day of a period for each store, by its id.
    pub fn states(&self, period: Period) -> HashMap<i64, Vec<(Date, DayState)>> {
        let states = |history: &History| period.days().map(|day| (day, history.state(day))).collect();
        self.known_stores().map(|(id, _, history)| (id, states(history))).collect()
    }

    /// The last day that is complete for every store that still sells; `None` without sales.
    pub fn complete_to(&self) -> Option<Date> {
        store_days::complete_to(&self.histories)
    }

    /// Whether all of the stores have closed for good.
    pub(crate) fn are_closed(&self) -> bool {
        let mut stores = self.histories.iter().peekable();
        stores.peek().is_some() && stores.all(|history| history.closed_since().is_some())
    }

    /// Revenue day by day, from the first day with sales to the last complete one: nothing where all stores were closed
    /// or the data of one are not here, zero where one was open and sold nothing.
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

    /// The state of each day of a period, in order.
    pub(crate) fn trading(&self, period: Period) -> Vec<Trading> {
        let mut days = vec![Trading::Closed; period.len() as usize];
        for history in &self.histories {
            for (day, state) in days.iter_mut().zip(period.days().map(|day| history.state(day))) {
                if matches!(state, DayState::Sold | DayState::OpenWithoutSale) {
                    *day = Trading::Open;
                }
            }
        }
        for day in store_days::gaps(&self.histories, period) {
            days[Period::between(period.first(), day).len() as usize - 1] = Trading::Unknown;
        }
        days
    }

    /// How likely every store that still sells is closed on each day of a period after all that is known, in order.
    /// They do as one another where nothing is known, so that the least likely one decides.
    pub(crate) fn closed_ahead(&self, ahead: Period) -> Vec<f64> {
        let mut closed = vec![1.0; ahead.len() as usize];
        let still_sells =
            self.stores.iter().zip(&self.histories).filter(|(_, history)| history.closed_since().is_none());
        for (store, _) in still_sells {
            let territory = store.place.territory;
            let mut holidays = Holidays::around(ahead, &store.sales, territory.unwrap_or_default());
            if territory.is_none() {
                holidays.0.retain(|(day, _)| most_rest_anywhere(*day));
            }
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
        let stores = self.stores.iter().filter_map(|store| store.until(last)).collect();
        let revenue = self.revenue.range(..=last).map(|(day, revenue)| (*day, *revenue));
        let newest = self.newest.map(|newest| newest.min(last));
        let mut then = Self::judged(stores, revenue.collect(), newest);
        then.moves = Arc::clone(&self.moves);
        then.move_stores_away();
        // What a gap was is not asked anew of the stores that are left.
        for (store, history) in then.stores.iter().zip(&mut then.histories) {
            let known = self.known_stores().find(|(id, ..)| *id == store.id).map(|(.., history)| history);
            let Some((known, own)) = known.zip(history.between_sales()) else { continue };
            for kind in [GapKind::Missing, GapKind::Asked, GapKind::Closed] {
                let gaps = known.gaps_of(kind).into_iter().filter_map(|days| days.intersection(own));
                gaps.for_each(|days| history.answer(days, kind));
            }
        }
        then
    }

    /// Where most of the stores are: the holidays they have, `None` where all are known to be abroad, and their zone of
    /// school holidays.
    pub fn place(&self) -> (Option<Territory>, Option<Zone>) {
        of_most(self.stores.iter().map(|store| store.place))
    }

    /// From the first day with sales to the last, those before years of which nothing is known left out.
    fn span(&self) -> Option<Period> {
        let since = self.last_break().unwrap_or(Date::MIN);
        let (first, _) = self.revenue.range(since..).next()?;
        Some(Period::between(*first, *self.revenue.keys().next_back()?))
    }

    /// The last day of the latest years without any sale, of which nothing is known.
    pub(crate) fn last_break(&self) -> Option<Date> {
        let missing = self.histories.iter().flat_map(|history| history.gaps_of(GapKind::Missing));
        missing.filter(|days| days.len() as usize > BREAK_DAYS).map(Period::last).max()
    }
}

/// Where most of the stores are that the database knows, whether or not they sell: the holidays they have, and their
/// zone of school holidays; see [`Completeness::place`].
///
/// # Errors
/// What the database says.
pub fn place_of_stores(sales: &Sales<'_>) -> Result<(Option<Territory>, Option<Zone>), AnalysisError> {
    Ok(of_most(places(sales)?.into_values()))
}

/// Where most of some stores are. Those abroad only count where all are: the shop's calendar is that of the others.
fn of_most(places: impl Iterator<Item = Place>) -> (Option<Territory>, Option<Zone>) {
    let places: Vec<Place> = places.collect();
    let territory = most(places.iter().filter_map(|place| place.territory), &Territory::ALL);
    let unknown = places.is_empty().then(Territory::default);
    (territory.or(unknown), most(places.iter().filter_map(|place| place.zone), &Zone::ALL))
}

/// What most are; of equally many the first in the order of `all`.
fn most<T: Copy + Eq>(of: impl Iterator<Item = T>, all: &[T]) -> Option<T> {
    let of: Vec<T> = of.collect();
    let count = |one: &T| of.iter().filter(|other| *other == one).count();
    all.iter().rev().copied().max_by_key(count).filter(|most| count(most) > 0)
}

/// The days that imports cover, where all are exports of one source: a store of which they bring nothing was closed
/// then. With several sources it is unknown which store is in which, and each store's own sales decide.
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

/// Which holidays each store has, by its postcode, else by its region; and its zone of school holidays, by its region. A
/// store without a French region whose amounts are in a currency that is not used in France is abroad; a postcode
/// alone says nothing there, since other countries have some of five digits too.
fn places(sales: &Sales<'_>) -> Result<HashMap<i64, Place>, AnalysisError> {
    let currency = sales.database().query("select value from settings where name = 'currency'", &[])?;
    let is_foreign =
        currency.single().and_then(Value::as_text).is_some_and(|code| !FRENCH_CURRENCIES.contains(&code));
    let rows = sales.database().query("select id, postcode, region from stores", &[])?.rows;
    let place = |row: &Vec<Value>| {
        let text = |at: usize| row.get(at).and_then(Value::as_text);
        let region = text(2).and_then(Region::from_name);
        let of_region = || region.map(|region| Territory::of_region(region.code()));
        let known = || text(1).map(Territory::of_postcode).or_else(of_region).unwrap_or_default();
        let territory = (region.is_some() || !is_foreign).then(known);
        let zone = region.and_then(|region| Zone::of_region(region.code()));
        Some((row.first()?.as_integer()?, Place { territory, zone }))
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
