//! Revenue day by day.

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_sales::Money;

use crate::{AnalysisError, Filter, Grouping, Question, Sales};

/// The revenue of one civil day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRevenue {
    /// The day.
    pub day: Date,
    /// Its revenue; zero when nothing was sold.
    pub revenue: Money,
    /// Whether anything was sold.
    pub has_sales: bool,
}

/// The revenue of every civil day of a period, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyRevenue {
    /// The period.
    pub period: Period,
    /// One entry a day.
    pub days: Vec<DayRevenue>,
}

/// Revenue day by day of the sales that pass the filters; days without sales stand as zero.
pub fn daily_revenue(
    sales: &Sales<'_>,
    period: Period,
    filters: &[Filter],
) -> Result<DailyRevenue, AnalysisError> {
    let question = Question { filters: filters.to_vec(), ..Question::by(Grouping::Day).during(period) };
    let answer = sales.answer(&question)?;
    let mut sold =
        answer.rows.iter().filter_map(|row| Some((parse_iso(row.name()?)?, row.revenue()))).peekable();
    let days = period.days().map(|day| {
        let revenue = sold.next_if(|(sold_day, _)| *sold_day == day).map(|(_, revenue)| revenue);
        DayRevenue { day, revenue: revenue.unwrap_or_default(), has_sales: revenue.is_some() }
    });
    Ok(DailyRevenue { period, days: days.collect() })
}
