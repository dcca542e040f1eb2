//! `GET /series`: revenue day by day, week by week or month by month.

use std::collections::HashMap;

use axum::{Json, extract::State};
use comptoir_analysis::{Grouping, Question};
use comptoir_calendar::{Grain, Period};
use comptoir_sales::Money;
use serde::Serialize;

use super::PeriodJson;
use crate::{params::Params, problem::Problem, service::Service};

#[derive(Serialize)]
pub(super) struct Series {
    grain: &'static str,
    period: Option<PeriodJson>,
    /// Every civil day, week or month of the period, in order; those at its ends as far as they lie in it.
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    /// Its first day in the period.
    day: String,
    /// What it is called: `2023-11-30`, `2023-W48`, `2023-11`.
    label: String,
    /// Euros; zero when nothing was sold.
    revenue: f64,
}

pub(super) async fn series(State(service): State<Service>, params: Params) -> Result<Json<Series>, Problem> {
    let name = params.get("grain").unwrap_or("day");
    let grouping = name.parse::<Grouping>().ok();
    let Some((grouping, grain)) = grouping.and_then(|grouping| Some((grouping, grouping.grain()?))) else {
        return Err(Problem::input("grain", name));
    };
    service
        .ask_sales(move |sales| {
            let period = params.period(sales.available()?)?;
            let question = period.map(|period| Question {
                filters: params.filters.clone(),
                ..Question::by(grouping).during(period)
            });
            let answer = question.map(|question| sales.answer(&question)).transpose()?.unwrap_or_default();
            let revenue =
                answer.members().filter_map(|(group, revenue)| Some((group.name?, revenue))).collect();
            Ok::<_, Problem>(Json(Series {
                grain: grouping.name(),
                period: period.map(Into::into),
                points: period.map(|period| points(period, grain, &revenue)).unwrap_or_default(),
            }))
        })
        .await
}

fn points(period: Period, grain: Grain, revenue: &HashMap<String, Money>) -> Vec<Point> {
    let is_first =
        |day: &comptoir_calendar::Date| *day == period.first() || grain.period_of(*day).first() == *day;
    let point = |day: comptoir_calendar::Date| {
        let label = grain.label(day);
        let revenue = revenue.get(&label).copied().unwrap_or_default().to_f64();
        Point { day: day.to_string(), label, revenue }
    };
    period.days().filter(is_first).map(point).collect()
}
