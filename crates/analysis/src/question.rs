//! A question about sales: what is summed, by what it is grouped, of which sales.

use std::{collections::BTreeSet, fmt, str::FromStr};

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_sales::{Money, Quantity};
use comptoir_store::{Database, Rows, Value};

use crate::AnalysisError;

/// What the answer has one row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// Each product.
    Product,
    /// Each family of products.
    Category,
    /// Each store.
    Store,
    /// Each city.
    City,
    /// Each region.
    Region,
    /// Each day that has sales.
    Day,
}

impl Grouping {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Product, Self::Category, Self::Store, Self::City, Self::Region, Self::Day];

    /// The name on the command line, in the API and in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Category => "category",
            Self::Store => "store",
            Self::City => "city",
            Self::Region => "region",
            Self::Day => "day",
        }
    }

    /// The join that brings the groups' names; the day stands in the sale itself.
    fn join(self) -> Option<&'static str> {
        match self {
            Self::Product | Self::Category => Some("\njoin products on products.id = sales.product_id"),
            Self::Store | Self::City | Self::Region => Some("\njoin stores on stores.id = sales.store_id"),
            Self::Day => None,
        }
    }

    /// What tells two groups apart.
    fn key(self) -> &'static str {
        match self {
            Self::Product => "products.id",
            Self::Store => "stores.id",
            other => other.label(),
        }
    }

    /// What a group is called; null when nobody knows.
    fn label(self) -> &'static str {
        match self {
            Self::Product => "products.name",
            Self::Category => "products.category",
            Self::Store => "coalesce(stores.name, stores.city)",
            Self::City => "stores.city",
            Self::Region => "stores.region",
            Self::Day => "sales.sale_date",
        }
    }
}

impl FromStr for Grouping {
    type Err = AnalysisError;

    fn from_str(name: &str) -> Result<Self, AnalysisError> {
        let found = Self::ALL.into_iter().find(|grouping| grouping.name() == name);
        found.ok_or_else(|| AnalysisError::UnknownGrouping(name.to_owned()))
    }
}

impl fmt::Display for Grouping {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Only sales of these groups, by their names; an empty name is the group that has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Of what.
    pub grouping: Grouping,
    /// Which ones; one of them is enough.
    pub names: Vec<String>,
}

/// A question; by default the sum of all sales.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// One row for each group; `None` gives one row.
    pub grouping: Option<Grouping>,
    /// Only sales of these days; `None` takes all.
    pub period: Option<Period>,
    /// Only sales that pass every filter.
    pub filters: Vec<Filter>,
}

/// One group and its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerRow {
    /// The group's id, where the database gives it one: products and stores.
    pub id: Option<i64>,
    /// The group's name; `None` when nobody knows (a store without region).
    pub name: Option<String>,
    /// Revenue.
    pub revenue: Money,
    /// Pieces, kilograms or metres.
    pub quantity: Quantity,
    /// Lines of sales.
    pub sales: i64,
    /// This group's part of the total revenue, from 0 to 1; 0 when the total is 0.
    pub share: f64,
}

/// The groups, the one with the most revenue first (days in order), and their total.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The rows; none when no sale passes.
    pub rows: Vec<AnswerRow>,
    /// The revenue of all rows.
    pub total: Money,
}

impl Question {
    /// Asks for one row a group.
    pub fn by(grouping: Grouping) -> Self {
        Self { grouping: Some(grouping), ..Self::default() }
    }

    /// The question as SQL with its arguments: the text shown to people who ask where a number comes from.
    pub fn sql(&self) -> (String, Vec<Value>) {
        let (id, name) = match self.grouping {
            None => ("null", "null"),
            Some(grouping @ (Grouping::Product | Grouping::Store)) => (grouping.key(), grouping.label()),
            Some(grouping) => ("null", grouping.label()),
        };
        let (conditions, args) = self.conditions();
        let mut sql = format!(
            "select {id} as id, {name} as name,\n       \
             sum(cast(round(sales.amount * 10000) as bigint)) as revenue,\n       \
             sum(cast(round(sales.quantity * 10000) as bigint)) as quantity,\n       \
             count(*) as sales\n\
             from sales"
        );
        // Only what is asked about is joined: every sale has its product and its store, so no join loses one.
        let asked_about = self.grouping.into_iter().chain(self.filters.iter().map(|filter| filter.grouping));
        sql.extend(asked_about.filter_map(Grouping::join).collect::<BTreeSet<_>>());
        if !conditions.is_empty() {
            sql.push_str("\nwhere ");
            sql.push_str(&conditions.join("\n  and "));
        }
        if let Some(grouping) = self.grouping {
            let key = grouping.key();
            sql.extend(["\ngroup by ", key]);
            if key != name {
                sql.extend([", ", name]);
            }
            sql.push_str(if grouping == Grouping::Day {
                "\norder by name"
            } else {
                "\norder by revenue desc, name, id"
            });
        }
        (sql, args)
    }

    fn conditions(&self) -> (Vec<String>, Vec<Value>) {
        let mut conditions = Vec::new();
        let mut args: Vec<Value> = Vec::new();
        let next = |args: &mut Vec<Value>, value: Value| {
            args.push(value);
            format!("?{}", args.len())
        };
        if let Some(period) = self.period {
            let first = next(&mut args, period.first().to_string().into());
            let last = next(&mut args, period.last().to_string().into());
            conditions.push(format!("sales.sale_date between {first} and {last}"));
        }
        for filter in &self.filters {
            let label = filter.grouping.label();
            let (unnamed, named): (Vec<_>, Vec<_>) = filter.names.iter().partition(|name| name.is_empty());
            let places: Vec<_> =
                named.into_iter().map(|name| next(&mut args, name.as_str().into())).collect();
            let within = format!("{label} in ({})", places.join(", "));
            conditions.push(match (unnamed.is_empty(), places.is_empty()) {
                (true, _) => within,
                (false, true) => format!("{label} is null"),
                (false, false) => format!("({within} or {label} is null)"),
            });
        }
        (conditions, args)
    }

    /// Answers the question.
    pub fn ask(&self, database: &dyn Database) -> Result<Answer, AnalysisError> {
        let (sql, args) = self.sql();
        let rows = database.query(&sql, &args)?;
        Ok(answer(&rows))
    }
}

fn answer(rows: &Rows) -> Answer {
    let integer = |row: &[Value], at: usize| row.get(at).and_then(Value::as_integer);
    // Without groups SQL answers one row of nulls when there is no sale at all.
    let filled = rows.rows.iter().filter(|row| integer(row, 4) != Some(0));
    let rows = filled
        .map(|row| AnswerRow {
            id: integer(row, 0),
            name: row.get(1).and_then(Value::as_text).map(str::to_owned),
            revenue: Money::from_parts(integer(row, 2).unwrap_or_default()),
            quantity: Quantity::from_parts(integer(row, 3).unwrap_or_default()),
            sales: integer(row, 4).unwrap_or_default(),
            share: 0.0,
        })
        .collect();
    with_shares(rows)
}

/// The rows with their total, and the part that each has in it.
pub(crate) fn with_shares(mut rows: Vec<AnswerRow>) -> Answer {
    let total: Money = rows.iter().map(|row| row.revenue).sum();
    if total != Money::default() {
        for row in &mut rows {
            row.share = row.revenue.parts() as f64 / total.parts() as f64;
        }
    }
    Answer { rows, total }
}

/// From the first to the last day that has sales; `None` when there are none.
pub fn available_period(database: &dyn Database) -> Result<Option<Period>, AnalysisError> {
    let rows = database.query("select min(sale_date), max(sale_date) from sales", &[])?;
    let day = |at: usize| -> Option<Date> { parse_iso(rows.rows.first()?.get(at)?.as_text()?) };
    Ok(match (day(0), day(1)) {
        (Some(first), Some(last)) => Some(Period::new(first, last)?),
        _ => None,
    })
}
