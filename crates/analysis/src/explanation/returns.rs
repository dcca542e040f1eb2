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
