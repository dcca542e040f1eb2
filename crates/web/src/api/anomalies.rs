//! `GET /anomalies`: days outside of what the days before them led to expect.

use axum::{Json, extract::State};
use comptoir_analysis::{AnomalySettings, Completeness, Outside, anomalies};
use comptoir_calendar::occasions_on;
use serde_json::{Value, json};

use super::asked::Asked;
use crate::{params::Params, problem::Problem, service::Service};

/// Days outside of what the days before them led to expect.
#[utoipa::path(
    get,
    path = "/anomalies",
    params(Asked),
    responses((status = 200, description = "The days, and how often an ordinary day is called one", body = serde_json::Value, example = json!({
        "complete_to": "2023-11-29",
        "days": [{
            "day": "2023-11-24", "revenue": 74912.46, "expected": 52310.0, "lower": 31000.0, "upper": 71000.0,
            "side": "above", "occasions": ["black-friday"],
        }],
        "judged": 120,
        "false_alarm_rate": 0.01,
        "expected_false_alarms": 1.2,
    }))),
)]
pub(super) async fn told(State(service): State<Service>, params: Params) -> Result<Json<Value>, Problem> {
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let completeness = Completeness::of(sales, &params.filters)?;
            let (territory, _) = completeness.place();
            let period = params.known_period(sales)?;
            let report =
                anomalies(&completeness.series(), &AnomalySettings { period, ..AnomalySettings::default() });
            let days = report.found.iter().map(|anomaly| {
                let occasions =
                    territory.map(|territory| occasions_on(anomaly.day, territory, None)).unwrap_or_default();
                json!({
                    "day": anomaly.day.to_string(),
                    "revenue": anomaly.revenue,
                    "expected": anomaly.expected,
                    "lower": anomaly.lower,
                    "upper": anomaly.upper,
                    "side": match anomaly.outside {
                        Outside::Above => "above",
                        Outside::Below => "below",
                    },
                    "occasions": occasions.iter().map(|occasion| occasion.code()).collect::<Vec<_>>(),
                })
            });
            Ok::<_, Problem>(Json(json!({
                "complete_to": completeness.complete_to().map(|day| day.to_string()),
                "days": days.collect::<Vec<_>>(),
                "judged": report.judged,
                // How often an ordinary day is called an anomaly, and how many of the judged days that makes.
                "false_alarm_rate": report.false_alarm_rate,
                "expected_false_alarms": report.expected_false_alarms,
            })))
        })
        .await
}
