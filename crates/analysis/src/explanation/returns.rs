//! What came back, on both sides of a comparison.

use comptoir_sales::{Money, Quantity};
use comptoir_store::Value;

use crate::{AnalysisError, ComparedDays, Filter, PairSales, PeriodSales, Question, Sales};

/// The returns of each product in each store, and their sums.
pub(super) struct Returns {
    pub(super) pairs: Vec<PairSales>,
    pub(super) now: ReturnedSide,
    pub(super) before: ReturnedSide,
}

/// The amounts that came back on one side, not above zero.
#[derive(Clone, Copy, Default)]
pub(super) struct ReturnedSide {
    pub(super) revenue: Money,
    /// Those of returns whose ticket is known.
    pub(super) with_ticket: Money,
}

impl Returns {
    pub(super) fn of(
        sales: &Sales<'_>,
        days: &ComparedDays,
        filters: &[Filter],
    ) -> Result<Self, AnalysisError> {
        let [now, before] = days.core(&Question { filters: filters.to_vec(), ..Question::default() });
        let nothing = PeriodSales::default();
        let mut pairs = Vec::new();
        let later = |product, store, after| PairSales { product, store, before: nothing, after };
        let now = side(sales, &now, &mut pairs, later)?;
        let earlier = |product, store, before| PairSales { product, store, before, after: nothing };
        let before = side(sales, &before, &mut pairs, earlier)?;
        Ok(Self { pairs, now, before })
    }
}

/// Adds the returns of one side.
fn side(
    sales: &Sales<'_>,
    question: &Question,
    pairs: &mut Vec<PairSales>,
    pair: impl Fn(i64, i64, PeriodSales) -> PairSales,
) -> Result<ReturnedSide, AnalysisError> {
    let mut side = ReturnedSide::default();
    // Many shops have none, which the cube knows at once.
    if sales.cube().is_some_and(|cube| !cube.has_returns(question.period)) {
        return Ok(side);
    }
    for row in sales.database().query(&question.returns_sql(), &[])?.rows {
        let number = |at: usize| row.get(at).and_then(Value::as_integer);
        let money = |at| Money::from_parts(number(at).unwrap_or_default());
        side.revenue = side.revenue + money(2);
        side.with_ticket = side.with_ticket + money(5);
        if let Some((product, store)) = number(0).zip(number(1)) {
            let quantity = Quantity::from_parts(number(3).unwrap_or_default());
            let sales = number(4).unwrap_or_default();
            pairs.push(pair(product, store, PeriodSales { revenue: money(2), quantity, sales }));
        }
    }
    Ok(side)
}

#[cfg(test)]
mod tests {
    use comptoir_calendar::{Date, Period};
    use comptoir_store::{Database, Embedded, Value};

    use crate::{Exclusion, Filter, Grouping, Question};

    /// Without the index every explanation reads all sales twice.
    #[test]
    fn returns_are_read_by_their_own_index() {
        let folder = tempfile::tempdir().unwrap();
        let database = Embedded::open(&folder.path().join("shop.db")).unwrap();
        let year = Period::between(Date::constant(2023, 1, 1), Date::constant(2023, 12, 31));
        let whole = Question::default().during(year);
        let days = year.days().step_by(7).map(|day| day.to_string());
        let some_days = whole.clone().only(Filter::named(Grouping::Day, days));
        let exclusion =
            Exclusion { stores: vec![1], days: vec![Period::between(year.first(), year.first())] };
        let without = Question { except: vec![exclusion], ..whole.clone() };
        let of_products = whole.clone().only(Filter::of_ids(Grouping::Product, vec![1, 2, 3]));
        let of_regions = whole.clone().only(Filter::named(Grouping::Region, ["Bretagne"]));
        for question in [whole, some_days, without, of_products, of_regions] {
            let sql = format!("explain query plan {}", question.returns_sql());
            let plan = database.query(&sql, &[]).unwrap().rows;
            let steps: Vec<&str> =
                plan.iter().filter_map(|row| row.get(3).and_then(Value::as_text)).collect();
            assert!(steps.iter().any(|step| step.contains("sales_returned")), "{sql}\n{steps:?}");
        }
    }
}
