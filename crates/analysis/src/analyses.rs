//! The analyses of the brief: total, by product, by region, day by day; kept in `analysis_results`.

use comptoir_calendar::Period;
use comptoir_sales::Money;
use comptoir_store::{Database, Statement};
use serde_json::{Map, Value as Json, json};

use crate::{
    AnalysisError, Answer, AnswerRow, DailyRevenue, Grouping, Measure, Question, Sales, daily_revenue,
};

/// How many days the curve shows.
const CURVE_DAYS: u32 = 30;

/// The analyses of one period, all from the same sales.
#[derive(Clone, Debug, PartialEq)]
pub struct Analyses {
    /// The days analysed.
    pub period: Period,
    /// The version of the data that the figures come from.
    pub data_version: i64,
    /// Total revenue.
    pub total: Money,
    /// By product, the most revenue first.
    pub by_product: Answer,
    /// By region, the most revenue first; without a name the stores whose region is unknown.
    pub by_region: Answer,
    /// The last thirty days of the period.
    pub daily: DailyRevenue,
}

impl Analyses {
    /// Analyses the days of a period that are known; by default from the first to the last day that has sales.
    ///
    /// # Errors
    /// [`AnalysisError::NoSales`] when there is nothing to analyse, [`AnalysisError::NoSalesInPeriod`] when nothing
    /// is known of the period.
    pub fn run(sales: &Sales<'_>, period: Option<Period>) -> Result<Self, AnalysisError> {
        let available = sales.available()?.ok_or(AnalysisError::NoSales)?;
        let period = sales.known_days(period.unwrap_or(available))?;
        let ask = |grouping| Question::by(grouping).with(Measure::Quantity).during(period);
        let [by_product, by_region] = sales.answers([ask(Grouping::Product), ask(Grouping::Region)])?;
        let curve = Period::ending_on(period.last(), CURVE_DAYS);
        let curve = Period::new(curve.first().max(period.first()), period.last())?;
        Ok(Self {
            period,
            data_version: sales.data_version(),
            total: by_product.total,
            by_region,
            by_product,
            daily: daily_revenue(sales, curve, &[])?,
        })
    }

    /// Keeps every figure as one row of `analysis_results`; all rows share `created_at` (ISO 8601, UTC).
    pub fn keep(&self, database: &dyn Database, created_at: &str) -> Result<usize, AnalysisError> {
        let figures = self.figures();
        let sql = "insert into analysis_results (analysis_type, result_value, result_details, created_at)
                   select figure.value ->> 0, figure.value ->> 1, figure.value ->> 2, ?2
                   from json_each(?1) as figure";
        let count = figures.len();
        let args = vec![Json::Array(figures).to_string().into(), created_at.into()];
        database.write(&[Statement::new(sql, args)])?;
        Ok(count)
    }

    /// Every figure as `[type, value, details]`; the same data gives the same bytes.
    fn figures(&self) -> Vec<Json> {
        let mut figures = vec![self.figure("total_revenue", self.total, Map::new())];
        figures.extend(self.by_product.rows.iter().map(|row| {
            let details = [("product_id", json!(row.id())), ("product", json!(row.name()))];
            self.figure("sales_by_product", row.revenue(), with_shares(details, row))
        }));
        figures.extend(self.by_region.rows.iter().map(|row| {
            self.figure("sales_by_region", row.revenue(), with_shares([("region", json!(row.name()))], row))
        }));
        figures.extend(self.daily.days.iter().map(|day| {
            let details = Map::from_iter([("day".to_owned(), json!(day.day.to_string()))]);
            self.figure("daily_revenue", day.revenue, details)
        }));
        figures
    }

    fn figure(&self, analysis: &str, value: Money, mut details: Map<String, Json>) -> Json {
        details.insert("from".into(), json!(self.period.first().to_string()));
        details.insert("to".into(), json!(self.period.last().to_string()));
        details.insert("data_version".into(), json!(self.data_version));
        details.insert("program".into(), json!(env!("CARGO_PKG_VERSION")));
        json!([analysis, value.to_f64(), Json::Object(details).to_string()])
    }
}

fn with_shares<const N: usize>(details: [(&str, Json); N], row: &AnswerRow) -> Map<String, Json> {
    let own = [
        ("share", json!(row.share)),
        ("quantity", json!(row.figures.quantity.unwrap_or_default().to_f64())),
        ("sales", json!(row.figures.sales)),
    ];
    details.into_iter().chain(own).map(|(name, value)| (name.to_owned(), value)).collect()
}
