//! Which days of which stores are compared with which: decided once, for tiles, tables, curves, maps, causes, files
//! and the command line alike.
//!
//! A figure is of its whole period. A change is of the days whose match is in the data ([`Comparison`]), and of each
//! store on those days only that are known on both sides: a day whose data are not here would read as a fall. Under
//! "same stores" a store counts on the days that it traded on both sides (comparable-store or like-for-like sales;
//! National Retail Federation, *Retail Industry Glossary*: sales of stores open in both periods).

use std::collections::{BTreeMap, BTreeSet};

use comptoir_calendar::{Basis, Comparison, Date, NotComparable, Period, runs};

use crate::{
    AnalysisError, AnswerRow, AskedGap, Exclusion, Filter, Grouping, Question, Sales, grouping::Side,
    store_days::History,
};

/// Which stores are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoreScope {
    /// All.
    #[default]
    AllStores,
    /// Each on the days that it traded on both sides, so that openings and closings do not count ("à périmètre
    /// constant").
    SameStores,
}

/// Days of a store that are left out of both sides, since they or their matches are not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The store's id.
    pub store: i64,
    /// What it is called, when anybody knows.
    pub name: Option<String>,
    /// The days that are not known, on either side.
    pub days: Vec<Period>,
}

/// Days on which a store sold on one side, while on the other it had not opened yet or has closed for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) store: i64,
    /// Whether it has opened: these are days of the period. Else it has closed: they are days compared with.
    pub(crate) has_opened: bool,
    /// Whether it was in business on the other side too and rested there: works, holidays, its day off.
    pub(crate) is_rest: bool,
    pub(crate) days: Vec<Period>,
}

/// The days compared, and the stores on these days.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedDays {
    comparison: Comparison,
    scope: StoreScope,
    now: Vec<Exclusion>,
    before: Vec<Exclusion>,
    left_out: Vec<LeftOut>,
    /// Per store: days compared on which it had not opened yet on the other side, and days compared with on which it
    /// has closed since on this one.
    edges: Vec<Edge>,
    /// The comparison if the gaps without an answer were missing data, with these gaps.
    if_missing: Option<(Box<Self>, Vec<AskedGap>)>,
    /// The gaps without an answer that leave too few days to compare if they were missing data.
    nothing_if_missing: Vec<AskedGap>,
}

impl ComparedDays {
    /// Decides what a period is compared with, for the sales that pass the filters.
    ///
    /// # Errors
    /// [`AnalysisError::NothingBefore`] when too few of its days can be compared; what the database says.
    pub fn of(
        sales: &Sales<'_>,
        (basis, whole): (Basis, Period),
        filters: &[Filter],
        scope: StoreScope,
    ) -> Result<Self, AnalysisError> {
        let available = sales.available()?.ok_or(AnalysisError::NoSales)?;
        let refused = |why: NotComparable| AnalysisError::NothingBefore { period: whole, available, why };
        let comparison = Comparison::new(basis, whole, available).map_err(refused)?;
        let completeness = sales.completeness()?;
        let wanted = stores_of(sales, filters)?;
        let stores = completeness.known_stores();
        let runs: Vec<Period> = comparison.days().iter().chain(comparison.base()).copied().collect();
        let stores: Vec<Store<'_>> = stores
            .filter(|(id, ..)| wanted.as_ref().is_none_or(|wanted| wanted.contains(id)))
            .map(|known| Store::of(known, &runs))
            .collect();
        let decided = Self::decided(comparison, scope, &stores).map_err(refused)?;
        let touches =
            |gap: &AskedGap| stores.iter().any(|store| store.id == gap.store) && decided.asks_about(gap.days);
        let gaps: Vec<AskedGap> = completeness.asked_gaps().into_iter().filter(touches).collect();
        if gaps.is_empty() {
            return Ok(decided);
        }
        let stores: Vec<_> =
            stores.into_iter().map(|store| Store { asked_is_missing: true, ..store }).collect();
        Ok(match Self::decided(decided.comparison.clone(), scope, &stores) {
            Ok(otherwise) => Self { if_missing: Some((Box::new(otherwise), gaps)), ..decided },
            Err(_) => Self { nothing_if_missing: gaps, ..decided },
        })
    }

    /// Whether it compares the same days of the same stores, and as many before, with other days.
    pub(crate) fn compares_as_many(&self, other: &Self) -> bool {
        let as_many = |comparison: &Comparison| comparison.base().iter().map(|run| run.len()).sum::<u32>();
        self.comparison.days() == other.comparison.days()
            && self.now == other.now
            && self.comparison.base() != other.comparison.base()
            && as_many(&self.comparison) == as_many(&other.comparison)
    }

    /// Whether some of these days are compared, or compared with.
    fn asks_about(&self, days: Period) -> bool {
        let runs = self.comparison.days().iter().chain(self.comparison.base());
        runs.copied().any(|run| run.intersection(days).is_some())
    }

    /// The comparison when gaps without an answer are taken for missing data instead of closed days; the
    /// gaps. `None` where there are none.
    pub fn if_missing(&self) -> Option<(&Self, &[AskedGap])> {
        self.if_missing.as_ref().map(|(days, gaps)| (&**days, gaps.as_slice()))
    }

    /// The gaps that, taken for missing data, leave nothing to compare; none where `if_missing` has the other comparison.
    pub fn nothing_if_missing(&self) -> &[AskedGap] {
        &self.nothing_if_missing
    }

    /// All days of a comparison and all stores, whatever is known of them.
    pub fn all(comparison: Comparison) -> Self {
        let scope = StoreScope::AllStores;
        Self {
            comparison,
            scope,
            now: vec![],
            before: vec![],
            left_out: vec![],
            edges: vec![],
            if_missing: None,
            nothing_if_missing: vec![],
        }
    }

    fn decided(
        comparison: Comparison,
        scope: StoreScope,
        stores: &[Store<'_>],
    ) -> Result<Self, NotComparable> {
        let basis = comparison.basis();
        let counts = |store: &Store<'_>, day, base| {
            store.is_known(day)
                && store.is_known(base)
                && (scope == StoreScope::AllStores || store.traded(basis, day) && store.traded(basis, base))
        };
        let is_compared = |day, base| {
            let mut alive = stores.iter().filter(|store| store.lives(day)).peekable();
            (alive.peek().is_none() && scope == StoreScope::AllStores)
                || alive.any(|store| counts(store, day, base))
        };
        let comparison = comparison.only(is_compared)?;
        let (mut now, mut before) = (Sets::default(), Sets::default());
        let (mut left_out, mut edges) = (Vec::new(), Vec::new());
        for store in stores {
            edges.extend(edges_of(&comparison, store, |day, base| counts(store, day, base)));
            let out = Out::of(&comparison, store, |day, base| counts(store, day, base), scope);
            now.add(store.id, &out.now);
            before.add(store.id, &out.before);
            if !out.unknown.is_empty() {
                let (name, days) = (store.name.map(str::to_owned), runs(&out.unknown));
                left_out.push(LeftOut { store: store.id, name, days });
            }
        }
        let (now, before) = (now.exclusions(), before.exclusions());
        let (if_missing, nothing_if_missing) = (None, Vec::new());
        Ok(Self { comparison, scope, now, before, left_out, edges, if_missing, nothing_if_missing })
    }

    /// The days.
    pub fn comparison(&self) -> &Comparison {
        &self.comparison
    }

    /// The stores.
    pub fn scope(&self) -> StoreScope {
        self.scope
    }

    /// Days for which the data of single stores are not here; they are left out of both sides.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// A question about what stores sold while they were in business on both sides, of either side: without the edges.
    pub(crate) fn core(&self, question: &Question) -> [Question; 2] {
        let without = |days: &[Period], out: &[Exclusion], has_opened: bool| {
            let edges = self.edges.iter().filter(|edge| edge.has_opened == has_opened);
            let mut sets: BTreeMap<i64, Vec<Date>> = BTreeMap::new();
            for out in out {
                for store in &out.stores {
                    sets.entry(*store).or_default().extend(out.days.iter().copied().flat_map(Period::days));
                }
            }
            for edge in edges {
                sets.entry(edge.store).or_default().extend(edge.days.iter().copied().flat_map(Period::days));
            }
            let sets = sets.into_iter().map(|(store, mut days)| {
                days.sort_unstable();
                days.dedup();
                Exclusion { stores: vec![store], days: runs(&days) }
            });
            asked_of(question, days, &sets.collect::<Vec<_>>())
        };
        [
            without(self.comparison.days(), &self.now, true),
            without(self.comparison.base(), &self.before, false),
        ]
    }

    /// The same with stores that traded on one side only, each with its days there, apart from the others.
    #[must_use]
    pub(crate) fn with_rests(mut self, rests: impl IntoIterator<Item = Edge>) -> Self {
        self.edges.extend(rests);
        self
    }

    /// The edges, each with the question about it.
    pub(crate) fn edges(&self, question: &Question) -> Vec<(Edge, Question)> {
        let asked = |edge: &Edge| {
            let of_store = question.clone().only(Filter::of_ids(Grouping::Store, vec![edge.store]));
            (edge.clone(), asked_of(&of_store, &edge.days, &[]))
        };
        self.edges.iter().map(asked).collect()
    }

    /// A question about the days of the period that are compared; its own period and limit do not count.
    pub(crate) fn now(&self, question: &Question) -> Question {
        asked_of(question, self.comparison.days(), &self.now)
    }

    /// The same about the days that they are compared with.
    pub(crate) fn before(&self, question: &Question) -> Question {
        asked_of(question, self.comparison.base(), &self.before)
    }
}

/// A question about some days, without what is left out of them.
fn asked_of(question: &Question, days: &[Period], except: &[Exclusion]) -> Question {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return question.clone() };
    let span = Period::between(first.first(), last.last());
    let question = Question { limit: None, except: except.to_vec(), ..question.clone() }.during(span);
    match days {
        [_] => question,
        runs => {
            let days = runs.iter().copied().flat_map(Period::days);
            question.only(Filter::named(Grouping::Day, days.map(|day| day.to_string())))
        }
    }
}

/// The stores that pass the filters of stores; `None` where there are none of these.
fn stores_of(sales: &Sales<'_>, filters: &[Filter]) -> Result<Option<BTreeSet<i64>>, AnalysisError> {
    let of_stores = filters.iter().filter(|filter| filter.grouping.side() == Side::Store);
    let of_stores: Vec<Filter> = of_stores.cloned().collect();
    if of_stores.is_empty() {
        return Ok(None);
    }
    let question = Question { filters: of_stores, ..Question::by(Grouping::Store) };
    Ok(Some(sales.answer(&question)?.rows.iter().filter_map(AnswerRow::id).collect()))
}

/// A store and its history.
struct Store<'a> {
    id: i64,
    name: Option<&'a str>,
    history: &'a History,
    /// Its days of both sides that are not known. They are asked for again and again, and what a day is takes a look
    /// at its weekdays of a quarter.
    unknown: BTreeSet<Date>,
    /// Whether days without an answer are taken for missing.
    asked_is_missing: bool,
}

impl<'a> Store<'a> {
    fn of((id, name, history): (i64, Option<&'a str>, &'a History), runs: &[Period]) -> Self {
        let days = runs.iter().copied().flat_map(Period::days);
        let unknown = days.filter(|day| history.is_unknown(*day)).collect();
        Self { id, name, history, unknown, asked_is_missing: false }
    }

    fn is_known(&self, day: Date) -> bool {
        let is_missing = self.asked_is_missing && self.history.is_asked_about(day);
        !is_missing && !self.unknown.contains(&day)
    }

    fn lives(&self, day: Date) -> bool {
        self.history.lives(day)
    }

    /// Whether it traded on a day. Against the run before, whose weekdays are others, and for stores that sell on few
    /// of their days, a day in their lives is enough.
    fn traded(&self, basis: Basis, day: Date) -> bool {
        if basis == Basis::Previous || !self.history.sells_most_days() {
            let is_daily = self.history.sells_most_days();
            return self.history.lives(day) && !(is_daily && self.history.is_in_closure(day));
        }
        self.history.has_sold(day)
    }
}

/// The days of a store that are compared while it was in business on one side only.
fn edges_of(comparison: &Comparison, store: &Store<'_>, counts: impl Fn(Date, Date) -> bool) -> Vec<Edge> {
    let (mut opened, mut closed, mut matched) = (Vec::new(), Vec::new(), BTreeSet::new());
    // A store that rarely sells has not opened with its first sale, unless that was after all days compared with.
    let may_open = store.history.sells_most_days()
        || comparison.base().last().is_some_and(|last| !store.lives(last.last()));
    for (day, base) in comparison.pairs() {
        matched.extend([day, base]);
        match (store.lives(day), store.lives(base)) {
            (true, false) if may_open && counts(day, base) => opened.push(day),
            (false, true) if counts(day, base) => closed.push(base),
            _ => {}
        }
    }
    // Days without a match go with the others where the store was in business on one side only throughout.
    let alone = |runs: &[Period]| -> Vec<Date> {
        runs.iter().copied().flat_map(Period::days).filter(|day| !matched.contains(day)).collect()
    };
    let lives_on = |runs: &[Period]| runs.iter().copied().flat_map(Period::days).any(|day| store.lives(day));
    if may_open && !lives_on(comparison.base()) {
        opened.extend(alone(comparison.days()).into_iter().filter(|day| store.lives(*day)));
    }
    if !lives_on(comparison.days()) {
        closed.extend(alone(comparison.base()).into_iter().filter(|day| store.lives(*day)));
    }
    let edge = |has_opened, mut days: Vec<Date>| {
        days.sort_unstable();
        days.dedup();
        (!days.is_empty()).then(|| Edge { store: store.id, has_opened, is_rest: false, days: runs(&days) })
    };
    [edge(true, opened), edge(false, closed)].into_iter().flatten().collect()
}

/// The days of a store that are left out of either side.
#[derive(Default)]
struct Out {
    now: Vec<Date>,
    before: Vec<Date>,
    unknown: Vec<Date>,
}

impl Out {
    fn of(
        comparison: &Comparison,
        store: &Store<'_>,
        counts: impl Fn(Date, Date) -> bool,
        scope: StoreScope,
    ) -> Self {
        let (mut out, mut kept, mut matched) = (Self::default(), BTreeSet::new(), BTreeSet::new());
        let mut before = BTreeSet::new();
        for (day, base) in comparison.pairs() {
            matched.extend([day, base]);
            if counts(day, base) {
                kept.insert(base);
                continue;
            }
            out.now.push(day);
            before.insert(base);
            out.unknown.extend([day, base].into_iter().filter(|day| !store.is_known(*day)));
        }
        let is_none = scope == StoreScope::SameStores && kept.is_empty();
        // Days without a match, as the 31st beside a month of thirty days.
        let alone = |runs: &[Period]| -> Vec<Date> {
            let days = runs.iter().copied().flat_map(Period::days).filter(|day| !matched.contains(day));
            days.filter(|day| is_none || !store.is_known(*day)).collect()
        };
        out.now.extend(alone(comparison.days()));
        out.now.sort_unstable();
        out.before = before.difference(&kept).copied().chain(alone(comparison.base())).collect();
        out.before.sort_unstable();
        out.unknown.sort_unstable();
        out.unknown.dedup();
        out
    }
}

/// Stores by the days that are left out of them.
#[derive(Default)]
struct Sets(BTreeMap<Vec<Date>, Vec<i64>>);

impl Sets {
    fn add(&mut self, store: i64, days: &[Date]) {
        if !days.is_empty() {
            self.0.entry(days.to_vec()).or_default().push(store);
        }
    }

    fn exclusions(self) -> Vec<Exclusion> {
        self.0.into_iter().map(|(days, stores)| Exclusion { stores, days: runs(&days) }).collect()
    }
}
