//! The one SQL text of a question, in words that `SQLite` and Apache `DataFusion` both understand.
//!
//! Amounts are summed as whole ten-thousandths; what a day belongs to stands in a table, since engines share no
//! functions of dates; the place of nulls in an order is said, since engines differ.

use std::collections::BTreeSet;

use comptoir_store::Value;

use super::{Exclusion, Filter, Measure, Question};
use crate::Grouping;

/// The columns of the answer with the id and the name of the first and of the second group.
pub(super) const GROUP_COLUMNS: [(&str, &str); 2] = [("id", "name"), ("second_id", "second_name")];

const REVENUE: &str = "cast(round(sales.amount * 10000) as bigint)";

/// The quantity that a line adds, from the columns of sales: discounts and claims given up lower the price of what was
/// sold, and are no pieces of it.
pub(crate) const PIECES: &str =
    "case when sales.kind in ('discount', 'bad-debt') then 0 else sales.quantity end";

/// Whether a line is a return, which has pieces: what is given back of a price without one lowers the price.
const RETURNED: &str = "sales.kind in ('sale', 'return') and sales.quantity < 0 and sales.amount <= 0";

/// Writes an argument into the text, or a place for it.
type Write<'a> = dyn FnMut(&str) -> String + 'a;

impl Question {
    /// The question as SQL with its arguments.
    pub fn sql(&self) -> (String, Vec<Value>) {
        let mut args = Vec::new();
        let sql = self.written(&mut |argument| {
            args.push(argument.into());
            format!("${}", args.len())
        });
        (sql, args)
    }

    /// The question as SQL that stands alone: the text shown to people who ask where a number comes from.
    pub fn sql_text(&self) -> String {
        self.written(&mut literal)
    }

    fn written(&self, write: &mut Write<'_>) -> String {
        let core = self.core(write);
        match (self.groupings().collect::<Vec<_>>().as_slice(), self.limit_of_groups()) {
            ([], _) => core,
            ([only], None) => format!("{core}\norder by {}", order(0, *only, "revenue")),
            ([first, second], None) if first.is_of_time() => {
                let (first, second) = (order(0, *first, "revenue"), order(1, *second, "revenue"));
                format!("{core}\norder by {first}, {second}")
            }
            (groupings, limit) => self.placed(&core, groupings, limit),
        }
    }

    /// The figures of every group, in no order.
    fn core(&self, write: &mut Write<'_>) -> String {
        let groups = self.groupings().zip(GROUP_COLUMNS).flat_map(|(grouping, (id, name))| {
            let id = grouping.id().map(|column| format!("{column} as {id}"));
            id.into_iter().chain([format!("{} as {name}", grouping.label())])
        });
        let columns: Vec<String> = groups.chain(self.sums()).collect();
        let mut sql = format!("select {}\n{}", columns.join(",\n       "), self.of_sales(&[], write));
        let keys: BTreeSet<_> = self
            .groupings()
            .flat_map(|grouping| grouping.id().into_iter().chain([grouping.label()]))
            .collect();
        if !keys.is_empty() {
            sql.push_str("\ngroup by ");
            sql.push_str(&keys.into_iter().collect::<Vec<_>>().join(", "));
        }
        sql
    }

    /// The sales asked about, joined with what is asked about and so.
    fn of_sales(&self, joins: &[&'static str], write: &mut Write<'_>) -> String {
        self.of_sales_that(&[], joins, write)
    }

    /// Those of them that meet these conditions too.
    fn of_sales_that(&self, also: &[&str], joins: &[&'static str], write: &mut Write<'_>) -> String {
        let filtered = self.filters.iter().map(|filter| filter.grouping);
        let asked_about = self.groupings().chain(filtered).flat_map(Grouping::joins).copied();
        let mut sql = "from sales".to_owned();
        // In this order `join` stands before the `left join` that builds on it.
        sql.extend(asked_about.chain(joins.iter().copied()).collect::<BTreeSet<_>>());
        let mut conditions = self.conditions(write);
        conditions.extend(also.iter().map(|condition| (*condition).to_owned()));
        if !conditions.is_empty() {
            sql.push_str("\nwhere ");
            sql.push_str(&conditions.join("\n  and "));
        }
        sql
    }

    /// The lines of sales that the figures are made of, each with the import that it came from, as SQL that stands
    /// alone; `limit` of them, in the order of their days.
    pub fn lines_sql(&self, limit: usize) -> String {
        self.lines_with("", limit)
    }

    /// The same with the ids of product and store as the last columns.
    pub(crate) fn lines_with_ids_sql(&self, limit: usize) -> String {
        self.lines_with(", sales.product_id, sales.store_id", limit)
    }

    fn lines_with(&self, columns: &str, limit: usize) -> String {
        let joins = [Grouping::Product, Grouping::Store].into_iter().flat_map(Grouping::joins).copied();
        let joins: Vec<&str> = joins.chain(["\nleft join imports on imports.id = sales.import_id"]).collect();
        format!(
            "select sales.id, sales.sale_date, products.name as product,\n       \
             coalesce(stores.name, stores.city) as store, sales.quantity, sales.amount, sales.kind, sales.ticket,\n       \
             sales.import_id, imports.source as file{columns}\n{}\norder by sales.sale_date, sales.id\nlimit {limit}",
            self.of_sales(&joins, &mut literal)
        )
    }

    /// The sums of each kind of line, as SQL that stands alone: kind, revenue and discount in ten-thousandths.
    pub(crate) fn kinds_sql(&self) -> String {
        format!(
            "select sales.kind as kind, sum({REVENUE}) as revenue,\n       \
             sum(cast(round(coalesce(sales.discount, 0) * 10000) as bigint)) as discount\n{}\n\
             group by sales.kind\norder by sales.kind",
            self.of_sales(&[], &mut literal)
        )
    }

    /// The returns of each product in each store, as SQL that stands alone: product, store, revenue, quantity, lines, and the
    /// revenue of those whose ticket is known, amounts and quantity in ten-thousandths.
    pub(crate) fn returns_sql(&self) -> String {
        format!(
            "select sales.product_id, sales.store_id, sum({REVENUE}) as revenue,\n       \
             sum(cast(round(sales.quantity * 10000) as bigint)) as quantity, count(*) as sales,\n       \
             sum(case when sales.ticket is not null then {REVENUE} else 0 end) as basket_revenue\n{}\n\
             group by sales.product_id, sales.store_id",
            self.of_sales_that(&[RETURNED], &[], &mut literal)
        )
    }

    /// The sums of each group.
    fn sums(&self) -> Vec<String> {
        let mut sums = vec![format!("sum({REVENUE}) as revenue"), "count(*) as sales".to_owned()];
        if self.asks_for(Measure::Quantity) {
            sums.push(format!("sum(cast(round(({PIECES}) * 10000) as bigint)) as quantity"));
        }
        if self.asks_for(Measure::Baskets) {
            // A till begins its numbers anew: a ticket is one of its store and day. Returns alone are no purchase.
            sums.push(
                "count(distinct case when sales.amount >= 0 then \
                 cast(sales.store_id as varchar) || ' ' || sales.sale_date || ' ' || sales.ticket end) \
                 as baskets"
                    .to_owned(),
            );
            sums.push(format!(
                "sum(case when sales.ticket is not null then {REVENUE} end) as basket_revenue"
            ));
        }
        sums
    }

    /// The figures with the groups in their places, by the revenue of the whole first group; those beyond the limit are
    /// one.
    fn placed(&self, core: &str, groupings: &[Grouping], limit: Option<usize>) -> String {
        let keys: Vec<Vec<&str>> = groupings.iter().zip(GROUP_COLUMNS).map(keys).collect();
        let first = &keys[0];
        let ties: Vec<String> = first.iter().rev().map(|key| format!("{key} nulls first")).collect();
        let placed = format!(
            "with figures as (\n{core}\n), wholes as (\n\
             select figures.*, sum(revenue) over (partition by {}) as whole from figures\n), placed as (\n\
             select wholes.*, dense_rank() over (order by whole desc, {}) as place from wholes\n)",
            first.join(", "),
            ties.join(", "),
        );
        let orders = groupings.iter().zip(0..);
        let orders: Vec<String> = orders
            .map(|(grouping, at)| order(at, *grouping, if at == 0 { "whole" } else { "revenue" }))
            .collect();
        let orders = orders.join(", ");
        if let Some(limit) = limit {
            let (limited, columns) = self.limited(limit, first, keys.get(1).map_or(&[], Vec::as_slice));
            let keys = keys.concat().join(", ");
            return format!(
                "{placed}, limited as (\nselect {limited}\nfrom placed\n)\n\
                 select {keys}, {columns}, is_rest\nfrom limited\n\
                 group by {keys}, whole, is_rest\norder by is_rest, {orders}"
            );
        }
        let columns = [keys.concat(), self.summed(), self.counted()].concat().join(", ");
        format!("{placed}\nselect {columns}\nfrom placed\norder by {orders}")
    }

    /// What each row within the limit keeps of itself, and what is summed of those rows.
    fn limited(&self, limit: usize, first: &[&str], second: &[&str]) -> (String, String) {
        let within = |column: &&str| format!("case when place <= {limit} then {column} end as {column}");
        let as_is = |column: &&str| (*column).to_owned();
        let (summed, counted) = (self.summed(), self.counted());
        let limited: Vec<String> = first
            .iter()
            .map(within)
            .chain(second.iter().chain(&summed).map(as_is))
            // A ticket may hold several of the others: their counts do not add up.
            .chain(counted.iter().map(within))
            .chain([within(&"whole"), format!("case when place <= {limit} then 0 else 1 end as is_rest")])
            .collect();
        let columns: Vec<String> =
            summed.iter().chain(&counted).map(|column| format!("sum({column}) as {column}")).collect();
        (limited.join(", "), columns.join(", "))
    }

    /// The sums that add up over groups.
    fn summed(&self) -> Vec<&'static str> {
        let quantity = self.asks_for(Measure::Quantity).then_some("quantity");
        ["revenue", "sales"].into_iter().chain(quantity).collect()
    }

    /// Those that do not.
    fn counted(&self) -> Vec<&'static str> {
        if self.asks_for(Measure::Baskets) { vec!["baskets", "basket_revenue"] } else { vec![] }
    }

    fn conditions(&self, write: &mut Write<'_>) -> Vec<String> {
        let period = self.period.map(|period| {
            let first = write(&period.first().to_string());
            format!("sales.sale_date between {first} and {}", write(&period.last().to_string()))
        });
        let mut conditions: Vec<String> = period.into_iter().collect();
        for Filter { grouping, names, ids } in &self.filters {
            let label = grouping.label();
            let written: Vec<_> =
                names.iter().filter(|name| !name.is_empty()).map(|name| write(name)).collect();
            let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
            let named = (!written.is_empty()).then(|| format!("{label} in ({})", written.join(", ")));
            let unnamed = (written.len() < names.len()).then(|| format!("{label} is null"));
            let own = grouping.id().filter(|_| !ids.is_empty());
            let own = own.map(|column| format!("{column} in ({})", ids.join(", ")));
            let any: Vec<_> = named.into_iter().chain(unnamed).chain(own).collect();
            conditions.push(match any.as_slice() {
                [] => "1 = 0".to_owned(),
                [only] => only.clone(),
                several => format!("({})", several.join(" or ")),
            });
        }
        for Exclusion { stores, days } in &self.except {
            let stores: Vec<_> = stores.iter().map(i64::to_string).collect();
            let days: Vec<_> = days
                .iter()
                .map(|run| {
                    let first = write(&run.first().to_string());
                    format!("sales.sale_date between {first} and {}", write(&run.last().to_string()))
                })
                .collect();
            // What has no store is of none of them: a plain `not` would leave it out.
            conditions.push(format!(
                "case when sales.store_id in ({}) and ({}) then 0 else 1 end = 1",
                stores.join(", "),
                days.join(" or ")
            ));
        }
        conditions
    }
}

/// A text as SQL writes it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The columns that identify the groups of a grouping.
fn keys((grouping, (id, name)): (&Grouping, (&'static str, &'static str))) -> Vec<&'static str> {
    grouping.id().map(|_| id).into_iter().chain([name]).collect()
}

/// The order of the groups of a grouping: of time by their names, others by a sum, the largest first.
fn order(at: usize, grouping: Grouping, sum: &str) -> String {
    let (id, name) = GROUP_COLUMNS[at];
    let name = format!("{name} nulls first");
    match (grouping.is_of_time(), grouping.id()) {
        (true, _) => name,
        (false, None) => format!("{sum} desc, {name}"),
        (false, Some(_)) => format!("{sum} desc, {name}, {id} nulls first"),
    }
}
