//! A question about sales: what is summed, by what it is grouped, of which sales.

mod sql;

pub(crate) use sql::PIECES;

use comptoir_calendar::Period;
use comptoir_sales::{Money, Quantity};
use comptoir_store::{Database, Rows, Value};

use crate::{AnalysisError, Answer, AnswerRow, Baskets, Figures, Group, Grouping};

/// A figure asked of sales, besides their revenue and their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Pieces, kilograms or metres; and the average price.
    Quantity,
    /// The tickets; and the average basket.
    Baskets,
}

/// Only sales of these groups, by their names or ids; an empty name is the group that has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Of what.
    pub grouping: Grouping,
    /// Which ones; one of them is enough.
    pub names: Vec<String>,
    /// Which products or stores besides, by their ids; other groups have none.
    pub ids: Vec<i64>,
}

impl Filter {
    /// Only sales of the groups that are called so.
    pub fn named(grouping: Grouping, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { grouping, names: names.into_iter().map(Into::into).collect(), ids: vec![] }
    }

    /// Only sales of these products or stores.
    pub fn of_ids(grouping: Grouping, ids: Vec<i64>) -> Self {
        Self { grouping, names: vec![], ids }
    }
}

/// Sales that are left out: those of some stores on some days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exclusion {
    /// The stores, by their ids.
    pub stores: Vec<i64>,
    /// The days, in order.
    pub days: Vec<Period>,
}

/// A question; by default the revenue and number of all sales.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The figures asked besides revenue and number.
    pub measures: Vec<Measure>,
    /// One row for each group; `None` gives one row.
    pub grouping: Option<Grouping>,
    /// One row for each pair of a group and one of these.
    pub second: Option<Grouping>,
    /// Only sales of these days; `None` takes all.
    pub period: Option<Period>,
    /// Only sales that pass every filter.
    pub filters: Vec<Filter>,
    /// Sales that do not count though they pass the filters. No store has the same day in two of them.
    pub except: Vec<Exclusion>,
    /// Only so many groups, those with the most revenue; the others are one row together, the last (one for each
    /// second group).
    pub limit: Option<usize>,
}

impl Question {
    /// Asks for one row a group.
    pub fn by(grouping: Grouping) -> Self {
        Self { grouping: Some(grouping), ..Self::default() }
    }

    /// Asks for one row a pair of groups.
    pub fn by_both(grouping: Grouping, second: Grouping) -> Self {
        Self { second: Some(second), ..Self::by(grouping) }
    }

    /// The same about these days.
    #[must_use]
    pub fn during(self, period: Period) -> Self {
        Self { period: Some(period), ..self }
    }

    /// The same about the sales that pass this filter too.
    #[must_use]
    pub fn only(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// The same with one more measure.
    #[must_use]
    pub fn with(mut self, measure: Measure) -> Self {
        if !self.asks_for(measure) {
            self.measures.push(measure);
        }
        self
    }

    /// The question without its exclusions, and what these leave out: the sums of the first less those of the others
    /// are the answer, since a ticket is of one store and one day.
    pub(crate) fn in_parts(&self) -> (Self, Vec<Self>) {
        let whole = Self { except: vec![], limit: None, ..self.clone() };
        let parts = self.except.iter().filter_map(|Exclusion { stores, days }| {
            let span = Period::between(days.first()?.first(), days.last()?.last());
            let period = match self.period {
                Some(period) => period.intersection(span)?,
                None => span,
            };
            let within = whole.clone().during(period).only(Filter::of_ids(Grouping::Store, stores.clone()));
            Some(match days.as_slice() {
                [_] => within,
                runs => {
                    let days = runs.iter().filter_map(|run| run.intersection(period)).flat_map(Period::days);
                    within.only(Filter::named(Grouping::Day, days.map(|day| day.to_string())))
                }
            })
        });
        let parts = parts.collect();
        (whole, parts)
    }

    /// Whether that is asked.
    pub fn asks_for(&self, measure: Measure) -> bool {
        self.measures.contains(&measure)
    }

    /// The groupings, the first one first.
    pub fn groupings(&self) -> impl Iterator<Item = Grouping> + Clone {
        self.grouping.into_iter().chain(self.second)
    }

    /// Whether any group may be beyond the limit.
    pub(crate) fn limit_of_groups(&self) -> Option<usize> {
        self.limit.filter(|_| self.groupings().next().is_some())
    }

    /// Answers the question by its SQL.
    ///
    /// # Errors
    /// What the database says.
    pub fn ask(&self, database: &dyn Database) -> Result<Answer, AnalysisError> {
        let (sql, args) = self.sql();
        let rows = database.query(&sql, &args)?;
        Ok(self.answer(&rows))
    }

    /// The rows that the SQL gives as an answer.
    fn answer(&self, rows: &Rows) -> Answer {
        let at = |name: &str| rows.columns.iter().position(|column| column == name);
        let names = ["revenue", "sales", "quantity", "baskets", "basket_revenue", "is_rest"].map(at);
        let groups: Vec<_> = sql::GROUP_COLUMNS
            .iter()
            .zip(self.groupings())
            .map(|((id, name), _)| (at(id), at(name)))
            .collect();
        let row = |row: &Vec<Value>| {
            let value = |at: Option<usize>| row.get(at?);
            let [revenue, sales, quantity, baskets, basket_revenue, is_rest] =
                names.map(|at| value(at).and_then(Value::as_integer));
            let basket_revenue = Money::from_parts(basket_revenue.unwrap_or_default());
            AnswerRow {
                groups: groups
                    .iter()
                    .map(|(id, name)| Group {
                        id: value(*id).and_then(Value::as_integer),
                        name: value(*name).and_then(Value::as_text).map(str::to_owned),
                    })
                    .collect(),
                is_rest: is_rest == Some(1),
                figures: Figures {
                    revenue: Money::from_parts(revenue.unwrap_or_default()),
                    sales: sales.unwrap_or_default(),
                    quantity: quantity.map(Quantity::from_parts),
                    baskets: baskets.map(|count| Baskets { count, revenue: basket_revenue }),
                },
                share: None,
            }
        };
        // Without groups SQL answers one row of nulls when there is no sale at all.
        let rows = rows.rows.iter().map(row).filter(|row| row.figures.sales > 0);
        Answer::of(rows.collect())
    }
}
