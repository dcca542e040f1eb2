//! `GET /forecasts`: those that were made; `POST /forecasts`: makes one.

use axum::{Json, body::Bytes, extract::State, http::StatusCode};
use comptoir_analysis::{AnalysisError, RevenueForecast, forecast_revenue, kept_forecasts};
use comptoir_forecast::ArimaOrder;
use serde::{Deserialize, Serialize};

use crate::{clock, params::Params, problem::Problem, service::Service};

/// How many forecasts are listed when the request does not say.
const LISTED: usize = 10;

/// How many days are forecast when the request does not say.
const HORIZON: usize = 7;

#[derive(Serialize)]
pub(super) struct Forecasts {
    forecasts: Vec<Forecast>,
}

#[derive(Serialize)]
pub(super) struct Forecast {
    id: Option<i64>,
    model: String,
    made_at: String,
    data_version: i64,
    series: String,
    /// The last day with sales that the model has seen.
    last_day: String,
    points: Vec<Point>,
}

/// One day, in euros.
#[derive(Serialize)]
struct Point {
    day: String,
    mean: f64,
    lower80: f64,
    upper80: f64,
    lower95: f64,
    upper95: f64,
}

impl From<RevenueForecast> for Forecast {
    fn from(forecast: RevenueForecast) -> Self {
        let points = forecast.days.iter().map(|day| Point {
            day: day.day.to_string(),
            mean: day.mean,
            lower80: day.interval_80.0,
            upper80: day.interval_80.1,
            lower95: day.interval_95.0,
            upper95: day.interval_95.1,
        });
        Self {
            id: forecast.id,
            points: points.collect(),
            model: forecast.model,
            made_at: forecast.made_at,
            data_version: forecast.data_version,
            series: forecast.series,
            last_day: forecast.last_day.to_string(),
        }
    }
}

pub(super) async fn kept(State(service): State<Service>, params: Params) -> Result<Json<Forecasts>, Problem> {
    let limit = params.number("limit")?.unwrap_or(LISTED);
    let forecasts = service.ask(move |database| kept_forecasts(database, limit)).await?;
    Ok(Json(Forecasts { forecasts: forecasts.into_iter().map(Forecast::from).collect() }))
}

/// What is to be forecast; an empty body takes the brief's model for seven days.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    model: Option<String>,
    horizon: Option<usize>,
}

pub(super) async fn make(
    State(service): State<Service>,
    body: Bytes,
) -> Result<(StatusCode, Json<Forecast>), Problem> {
    let request: Request = if body.is_empty() {
        Request::default()
    } else {
        serde_json::from_slice(&body).map_err(|error| Problem::input("body", &error.to_string()))?
    };
    let forecast = service
        .ask_sales(move |sales| {
            let order = match request.model {
                Some(model) => model.parse().map_err(AnalysisError::Forecast)?,
                None => ArimaOrder::BRIEF,
            };
            let mut forecast = forecast_revenue(sales, order, request.horizon.unwrap_or(HORIZON))?;
            forecast.keep(sales.database(), &clock::now())?;
            Ok::<_, AnalysisError>(forecast)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(forecast.into())))
}
