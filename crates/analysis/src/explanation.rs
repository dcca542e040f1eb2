//! Why revenue changed between two periods, from the sales themselves.

mod returns;
mod trading;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use comptoir_calendar::{Basis, Date, Period, parse_iso};
use comptoir_sales::Money;

use crate::{
    AnalysisError, Answer, AnswerRow, AskedGap, ChangeFacts, Comings, Compared, ComparedDays, EdgeSales,
    Figures, Filter, Grouping, Measure, PairSales, PeriodSales, Question, RevenueChange, Sales, Succession,
    compare_if_missing,
    compared::Pair,
    successions::{self, Changes},
};
use returns::{ReturnedSide, Returns};
use trading::Trading;

/// A change of revenue taken apart, with the names of what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The days compared.
    pub days: ComparedDays,
    /// The change if the gaps without an answer were missing data, with these gaps.
    pub if_missing: Option<(Compared, Vec<AskedGap>)>,
    /// The change and its parts.
    pub change: RevenueChange,
    /// The products' names, by their ids.
    pub products: HashMap<i64, String>,
    /// The stores' names, by their ids, where they have one.
    pub stores: HashMap<i64, String>,
    /// What is closed and opened, lost and new, though it goes on, the largest change first.
    pub successions: Vec<Succession>,
    /// The source of the parts as SQL: each product in each store, on both sides.
    pub sql: String,
}

/// Of so much of the revenue the ticket must be known for tickets to stand for customers.
const TICKETS_KNOWN: f64 = 0.9;
/// The days up to the end of the period before in which a product without a sale was not sold yet.
const YEAR_DAYS: u32 = 365;

/// Explains the change of revenue of the sales that pass the filters.
///
/// # Errors
/// [`AnalysisError::OutOfRange`] when amounts are too large to be taken apart; what the database says.
pub fn explain(
    sales: &Sales<'_>,
    days: ComparedDays,
    filters: &[Filter],
) -> Result<Explanation, AnalysisError> {
    let matched = matched_by_feasts(sales, &days, filters)?;
    let (matched, holidays) = matched.unwrap_or_else(|| (days.clone(), Money::default()));
    let trading = Trading::of(sales, &matched, filters)?;
    let matched = matched.with_rests(trading.rests);
    let question =
        Question { filters: filters.to_vec(), ..Question::by_both(Grouping::Product, Grouping::Store) };
    let question = question.with(Measure::Quantity);
    let sql = Pair::of(&question, &matched).sql_text();
    let [now, before] = sales.answers(matched.core(&question))?;
    let rows = pairs(&now, &before);
    let mut names = [0, 1].map(|at| -> HashMap<i64, String> {
        let groups = now.rows.iter().chain(&before.rows).filter_map(|row| row.groups.get(at));
        groups.filter_map(|group| Some((group.id?, group.name.clone()?))).collect()
    });
    let whole =
        Question { filters: filters.to_vec(), ..Question::by(Grouping::Store) }.with(Measure::Quantity);
    let mut edges = Vec::new();
    for (edge, question) in matched.edges(&whole) {
        for row in sales.answer(&question)?.rows {
            if let Some(name) = row.name() {
                names[1].insert(edge.store, name.to_owned());
            }
            edges.push(EdgeSales {
                store: edge.store,
                has_opened: edge.has_opened,
                is_rest: edge.is_rest,
                sales: sold(&row),
            });
        }
    }
    let returned = Returns::of(sales, &matched, filters)?;
    let comings = comings(sales, &days, &rows)?;
    let successions = successions_in(sales, &rows, &edges, &comings)?;
    let store_tickets =
        if trading.weeks.len() > 1 { store_tickets(sales, &matched, filters)? } else { BTreeMap::new() };
    let facts = ChangeFacts {
        comings,
        store_tickets,
        weeks: trading.weeks,
        trading_days: trading.days,
        tickets: tickets(sales, &matched, filters, &returned)?,
        rows,
        returns: returned.pairs,
        edges,
        holidays,
    };
    let change = RevenueChange::of(&facts).ok_or(AnalysisError::OutOfRange)?;
    let [products, stores] = names;
    let question = Question { filters: filters.to_vec(), ..Question::default() };
    let if_missing = compare_if_missing(sales, &question, &days)?;
    Ok(Explanation { days, if_missing, change, products, stores, successions, sql })
}

/// What goes on under another number, of the stores that opened or closed and the products that are new or lost.
fn successions_in(
    sales: &Sales<'_>,
    rows: &[PairSales],
    edges: &[EdgeSales],
    comings: &Comings,
) -> Result<Vec<Succession>, AnalysisError> {
    let (mut stores, mut products) = (Changes::new(), Changes::new());
    let add = |changes: &mut Changes, id, [before, after]: [Money; 2]| {
        let sums = changes.entry(id).or_default();
        *sums = [sums[0] + before, sums[1] + after];
    };
    for row in rows {
        let sides = [row.before.revenue, row.after.revenue];
        add(&mut stores, row.store, sides);
        add(&mut products, row.product, sides);
    }
    for edge in edges {
        let (nothing, sold) = (Money::default(), edge.sales.revenue);
        add(&mut stores, edge.store, if edge.has_opened { [nothing, sold] } else { [sold, nothing] });
    }
    let moved = edges.iter().filter(|edge| !edge.is_rest).map(|edge| edge.store).collect();
    let ends = comings.new.union(&comings.lost).copied().collect();
    let mut found = successions::of_stores(sales, &stores, &moved)?;
    found.extend(successions::of_products(sales, &products, &ends)?);
    found.sort_by_key(|one| Reverse(one.size()));
    Ok(found)
}

/// Against the same weekdays of the year before: the same days compared with those that match by Easter, Ascension and
/// Whitsun, and what these brought more. `None` where none of them has moved, or where the days compared are not the
/// same.
fn matched_by_feasts(
    sales: &Sales<'_>,
    days: &ComparedDays,
    filters: &[Filter],
) -> Result<Option<(ComparedDays, Money)>, AnalysisError> {
    let comparison = days.comparison();
    if comparison.basis() != Basis::SameWeekdays {
        return Ok(None);
    }
    let asked = (Basis::MovedFeasts, comparison.period());
    let matched = match ComparedDays::of(sales, asked, filters, days.scope()) {
        Ok(matched) if matched.compares_as_many(days) => matched,
        Ok(_) | Err(AnalysisError::NothingBefore { .. } | AnalysisError::NoSales) => return Ok(None),
        Err(error) => return Err(error),
    };
    let whole = Question { filters: filters.to_vec(), ..Question::default() };
    let [usual, moved] =
        sales.answers([days.before(&whole), matched.before(&whole)])?.map(|answer| answer.figures().revenue);
    Ok(Some((matched, moved + usual.negated())))
}

/// The tickets of both sides, where nearly all sales have one.
fn tickets(
    sales: &Sales<'_>,
    days: &ComparedDays,
    filters: &[Filter],
    returned: &Returns,
) -> Result<Option<(i64, i64)>, AnalysisError> {
    let question = Question { filters: filters.to_vec(), ..Question::default() }.with(Measure::Baskets);
    let [now, before] = sales.answers(days.core(&question))?.map(|answer| answer.figures());
    // Returns may outweigh sales: what must be known is the ticket of what was sold.
    let known = |figures: Figures, returned: &ReturnedSide| {
        let baskets = figures.baskets?;
        let of_tickets = (baskets.revenue + returned.with_ticket.negated()).to_f64();
        let all = (figures.revenue + returned.revenue.negated()).to_f64();
        (baskets.count > 0 && of_tickets >= all * TICKETS_KNOWN).then_some(baskets.count)
    };
    Ok(known(before, &returned.before).zip(known(now, &returned.now)))
}

/// The tickets of each store before.
fn store_tickets(
    sales: &Sales<'_>,
    days: &ComparedDays,
    filters: &[Filter],
) -> Result<BTreeMap<i64, i64>, AnalysisError> {
    let question =
        Question { filters: filters.to_vec(), ..Question::by(Grouping::Store) }.with(Measure::Baskets);
    let [_, before] = days.core(&question);
    let rows = sales.answer(&before)?.rows;
    Ok(rows.iter().filter_map(|row| Some((row.id()?, row.figures.baskets?.count))).collect())
}

/// Which products are new or lost. A store that opened or closed on the days compared is known by its edges.
fn comings(sales: &Sales<'_>, days: &ComparedDays, rows: &[PairSales]) -> Result<Comings, AnalysisError> {
    let found = Comings::of(rows);
    let (comparison, available) = (days.comparison(), sales.available()?);
    let Some(available) = available else { return Ok(Comings::default()) };
    let year = Period::ending_on(comparison.base_span().last(), YEAR_DAYS);
    let since = comparison.days().first().map_or(comparison.period(), |run| *run);
    let since = Period::between(since.first().min(available.last()), available.last());
    let sold = |products: &BTreeSet<i64>, period| -> Result<BTreeSet<i64>, AnalysisError> {
        let ids = Filter::of_ids(Grouping::Product, products.iter().copied().collect());
        let answer = sales.answer(&Question::by(Grouping::Product).only(ids).during(period))?;
        Ok(answer.rows.iter().filter_map(AnswerRow::id).collect())
    };
    let new = found.new.difference(&sold(&found.new, year)?).copied().collect();
    let mut lost: BTreeSet<i64> = found.lost.difference(&sold(&found.lost, since)?).copied().collect();
    let silent = silences(sales, &lost, available.last())?;
    lost.retain(|product| silent.get(product).is_none_or(|(now, longest)| now > longest));
    Ok(Comings { new, lost, ..Comings::default() })
}

/// For each product, for how many days it has sold nothing by a day, and for how many at most between two sales.
fn silences(
    sales: &Sales<'_>,
    products: &BTreeSet<i64>,
    last: Date,
) -> Result<HashMap<i64, (u32, u32)>, AnalysisError> {
    if products.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = Filter::of_ids(Grouping::Product, products.iter().copied().collect());
    let mut days: HashMap<i64, Vec<Date>> = HashMap::new();
    for row in sales.answer(&Question::by_both(Grouping::Product, Grouping::Day).only(ids))?.rows {
        let day = row.groups.get(1).and_then(|group| parse_iso(group.name.as_deref()?));
        if let (Some(product), Some(day)) = (row.id(), day) {
            days.entry(product).or_default().push(day);
        }
    }
    let between = |from: Date, to: Date| Period::between(from, to.max(from)).len() - 1;
    let silence = |(product, mut days): (i64, Vec<Date>)| {
        days.sort_unstable();
        let longest = days.windows(2).map(|pair| between(pair[0], pair[1])).max().unwrap_or_default();
        Some((product, (between(*days.last()?, last), longest)))
    };
    Ok(days.into_iter().filter_map(silence).collect())
}

/// The sums of a row.
fn sold(row: &AnswerRow) -> PeriodSales {
    let figures = row.figures;
    PeriodSales {
        revenue: figures.revenue,
        quantity: figures.quantity.unwrap_or_default(),
        sales: figures.sales,
    }
}

/// Each product in each store, in both periods.
fn pairs(now: &Answer, before: &Answer) -> Vec<PairSales> {
    let one = |row: &AnswerRow| Some((row.groups.first()?.id?, row.groups.get(1)?.id?, sold(row)));
    let later = now.rows.iter().filter_map(one).map(|(product, store, after)| PairSales {
        product,
        store,
        before: PeriodSales::default(),
        after,
    });
    let earlier = before.rows.iter().filter_map(one).map(|(product, store, before)| PairSales {
        product,
        store,
        before,
        after: PeriodSales::default(),
    });
    later.chain(earlier).collect()
}
