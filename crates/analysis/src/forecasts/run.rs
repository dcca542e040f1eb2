//! Forecasts are one set: the forecast of all sales that stands, and the parts that sum to it.
//!
//! A total is a function of the sales as they are, the model and the horizon. A forecast by regions, stores or
//! products is a part of the total that stands, so that making parts changes nothing that was shown before. Only
//! where no such total looks so far, or it is by another model, is one made for the parts alone; it names itself as
//! its total, and is not the one that stands. Parts by several groupings agree with each other (`agreement`).

use comptoir_store::{Database, Value};

use super::agreement::Agreement;
use super::kept::{Standing, keep};
use super::making::forecast_agreeing;
use super::{ForecastDay, Kept, LEVELS, RevenueForecast, Wanted, forecast_revenue, kept_forecasts};
use crate::{AnalysisError, Filter, Sales};

/// Amounts are in the smallest units of the currency: what differs by less than half of a thousandth is the same.
const SAME: f64 = 0.0005;

/// Makes a forecast and keeps it, the total first, then its parts; `made_at` is ISO 8601 in UTC. With groups, they
/// are parts of the total that stands. A total that is kept already, from the same data and by the same model, is not
/// kept twice.
///
/// With filters nothing is kept, since it would read as a forecast of all. What is kept of one group alone, as a part
/// of the total that stands, answers in place of another forecast of it.
///
/// # Errors
/// Those of [`forecast_revenue`]; what the database says.
pub fn make_forecasts(
    sales: &Sales<'_>,
    wanted: &Wanted,
    made_at: &str,
    report: impl Fn(usize, usize) + Sync,
) -> Result<Vec<RevenueForecast>, AnalysisError> {
    let database = sales.database();
    let kept = OfData { database, sales_version: database.sales_version()? };
    let model = wanted.model.to_string();
    let total = kept.total(Some(&model), wanted.horizon)?;
    if !wanted.filters.is_empty() {
        let part = total.map(|total| kept.part(&total, wanted)).transpose()?.flatten();
        return match part {
            Some(part) => Ok(vec![part.first(wanted.horizon)]),
            None => forecast_revenue(sales, wanted, report),
        };
    }
    // Parts are made as far as their total looks.
    let has_parts = wanted.by.is_some();
    let horizon = total.as_ref().filter(|_| has_parts).map_or(wanted.horizon, |total| total.days.len());
    let agreement = match (&total, wanted.by) {
        (Some(RevenueForecast { id: Some(id), .. }), Some(by)) => Agreement::of(sales, *id, by)?,
        _ => Agreement::default(),
    };
    let mut made = forecast_agreeing(sales, &Wanted { horizon, ..wanted.clone() }, &agreement, report)?;
    let Some((first, parts)) = made.split_first_mut() else { return Err(AnalysisError::NoSales) };
    if let Some(total) = total.filter(|total| is_same(&total.days, &first.days)) {
        (first.id, first.made_at) = (total.id, total.made_at);
        keep(parts, Standing::PartsOf(total.id.unwrap_or_default()), kept.database, made_at)?;
    } else {
        let is_for_parts = has_parts && kept.total(None, 1)?.is_some();
        let standing = if is_for_parts { Standing::Aside } else { Standing::Total };
        keep(&mut made, standing, kept.database, made_at)?;
    }
    Ok(made.into_iter().map(|forecast| forecast.first(wanted.horizon)).collect())
}

/// Whether what is expected of days is what was expected of them.
fn is_same(kept: &[ForecastDay], made: &[ForecastDay]) -> bool {
    kept.len() >= made.len()
        && kept
            .iter()
            .zip(made)
            .all(|(one, other)| one.day == other.day && (one.mean - other.mean).abs() < SAME)
}

/// The forecasts kept of the sales as they are.
struct OfData<'a> {
    database: &'a dyn Database,
    /// The version of the data at which sales last changed.
    sales_version: i64,
}

impl OfData<'_> {
    /// The newest total that stands by itself, by a model or by any, and looks so many days ahead.
    fn total(&self, model: Option<&str>, horizon: usize) -> Result<Option<RevenueForecast>, AnalysisError> {
        let sql = "select run_id from forecasts
                   where series = 'total' and total_run_id is null and data_version >= ?1
                     and model = coalesce(?2, model)
                   group by run_id having count(*) >= ?3
                   order by run_id desc limit 1";
        let model = model.map_or(Value::Null, Value::from);
        self.one(sql, &[self.sales_version.into(), model, (horizon as i64).into()])
    }

    /// The part that a total has of the one group that is asked for; `None` where more is asked for, or other levels.
    fn part(
        &self,
        total: &RevenueForecast,
        wanted: &Wanted,
    ) -> Result<Option<RevenueForecast>, AnalysisError> {
        let [Filter { grouping, names, ids }] = wanted.filters.as_slice() else { return Ok(None) };
        let (name, id) = match (names.as_slice(), ids.as_slice()) {
            ([name], []) => (Value::from(name.as_str()), Value::Null),
            ([], [id]) => (Value::Null, Value::Integer(*id)),
            _ => return Ok(None),
        };
        if wanted.by.is_some() {
            return Ok(None);
        }
        // Of two groups of one name both are asked for.
        let sql = "select max(run_id) from forecasts
                   where total_run_id = ?1 and series = ?2 and (target = ?3 or target_id = ?4)
                   group by series having count(distinct coalesce(target_id, 0)) = 1";
        let part =
            self.one(sql, &[Value::Integer(total.id.unwrap_or_default()), grouping.name().into(), name, id])?;
        let is_wanted = |part: &RevenueForecast| {
            part.days.len() >= wanted.horizon && (part.levels == wanted.levels || wanted.levels == LEVELS)
        };
        Ok(part.filter(is_wanted).map(|part| part.with_levels(&wanted.levels)))
    }

    fn one(&self, sql: &str, args: &[Value]) -> Result<Option<RevenueForecast>, AnalysisError> {
        let found = self.database.query(sql, args)?;
        let Some(id) = found.single().and_then(Value::as_integer) else { return Ok(None) };
        Ok(kept_forecasts(self.database, &Kept { id: Some(id), ..Kept::newest(1) })?.pop())
    }
}

impl RevenueForecast {
    /// A kept forecast with bounds of other levels: its own, or those of 80 and 95 %, which stand behind them.
    fn with_levels(mut self, levels: &[f64]) -> Self {
        if self.levels != levels {
            for day in &mut self.days {
                let kept = day.bounds.split_off(self.levels.len());
                day.bounds = [kept.clone(), kept].concat();
            }
            self.levels = levels.to_vec();
        }
        self
    }
}
